"""The stage that groups the names of one document."""

from __future__ import annotations

from collections.abc import Iterable

from foja.model.errors import UsageError
from foja.model.party import Named, Naming
from foja.model.record import Record
from foja.resolve.names import naming


class NamesSetting(Record, frozen=True):
    """Nothing to set: names are grouped by rules that stand with their reasons in ``names`` and ``forms``."""


DEFAULT = NamesSetting()


class NamesStage:
    """One ``Named`` (a document with its extraction) in, one ``Naming`` out. Pure, without settings."""

    name: str = "resolve"
    version: str = "1"
    needs: type[Record] = Named
    gives: tuple[type[Record], ...] = (Naming,)

    def run(self, item: Record, /, *, setting: Record) -> Iterable[Record]:
        """The names of ``item``. Raises ``Gap`` when its mentions do not belong to its text, and
        ``UsageError`` when it is no ``Named``."""
        if not isinstance(item, Named):
            raise UsageError(
                "stage-input",
                f"The stage '{self.name}' received a record of type {type(item).__name__}; it needs Named.",
                next="Report this: the plan of stages is wrong, not your case.",
            )
        yield naming(item, self.version)


NAMES = NamesStage()
