"""How the files of a case are kept: custody, reading again, deriving again, certificates."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from foja.facade.names import Names
from foja.facade.opened import Progress, act, new_file, some
from foja.flow.executors import executor
from foja.flow.rederive import RederiveReport
from foja.model.custody import CustodySheet, Dossier, FixityState, transfer_fields
from foja.model.event import Actor, Event
from foja.model.record import builtins
from foja.model.vocabulary import Sensitivity
from foja.preserve.disk import draft_of
from foja.preserve.fixity import FixityReport
from foja.store import ask_custody, ask_fixity


class Keeping(Names):
    """Custody and care of the preserved files."""

    def custody(self, source: str) -> CustodySheet:
        """Everything that the record holds about the keeping of one source (its digest, or the beginning of it)."""
        return ask_custody.sheet(self._folder, source)

    def transfer(
        self, sources: Sequence[str], *, given: str, taken: str, how: str, on: str = "", actor: Actor, why: str
    ) -> Event:
        """Records that sources were handed over, as one event. ``on``: when it took place (EDTF), where it is known."""
        body = {
            "sources": sorted({self.source(one).sha256 for one in some(sources)}),
            **transfer_fields(given, taken, how, on),
        }
        return self._decide([act("custody.transferred", body, actor, why)])[0]

    def fixity_state(self) -> FixityState:
        """How far the vault was read again."""
        return ask_fixity.fixity_state(self._folder.database.connection)

    def fixity(self, parts: int = 90, *, actor: Actor, why: str, progress: Progress | None = None) -> FixityReport:
        """Reads one part of the vault again, of ``parts`` equal ones, where it was read longest ago; records that."""
        from foja.preserve.fixity import check_arc, next_arc

        connection = self._folder.database.connection
        arc = next_arc(ask_fixity.last_arc(connection), parts)
        report = check_arc(self._folder.vault, arc, lambda low, high: ask_fixity.named(connection, low, high), progress)
        body = {
            "check": "fixity", **builtins(arc), "blobs": report.blobs, "bytes": report.bytes,
            "result": "damaged" if report.exit_code else "intact", "altered": list(report.altered),
            "missing": list(report.missing),
        }  # fmt: skip
        self._decide([act("checked", body, actor, why)])
        return report

    def rederive(
        self, sources: Sequence[str] = (), *, actor: Actor, why: str, jobs: int | None = None,
        progress: Progress | None = None,
    ) -> RederiveReport:  # fmt: skip
        """Runs again what was derived from sources (none: from all), compares, and records the result."""
        from foja.flow.rederive import rederive

        chosen = sorted({self.source(one).sha256 for one in sources})
        with executor(jobs) as work:
            report = rederive(self._folder, chosen, work, jobs or os.cpu_count() or 1, progress)
        self._decide([act("checked", {"check": "rederive", "sources": chosen, **builtins(report)}, actor, why)])
        return report

    def dossier(self, sources: Sequence[str] = (), *, audience: Sensitivity = Sensitivity.INTERNAL) -> Dossier:
        """What a certificate is drafted from: the sheets of sources (none: of all that ``audience`` may have), each
        read again and compared.

        Raises Damage for one whose bytes do not give its digests: nothing is certified then.
        """
        return ask_custody.dossier(self._folder, sources, audience)

    def write_sheets(self, sources: Sequence[str], out: Path, *, audience: Sensitivity = Sensitivity.INTERNAL) -> None:
        """The custody sheets of sources as a PDF, for ``audience``. Raises Refusal for one with a label above it."""
        from foja.publish.sheet import write_sheets

        new_file(out)
        sheets = [ask_custody.sheet(self._folder, one, audience=audience) for one in some(sources)]
        with draft_of(out) as draft:
            write_sheets(sheets, draft)

    def certify(
        self, sources: Sequence[str], form: str, out: Path, *, audience: Sensitivity = Sensitivity.INTERNAL
    ) -> int:
        """Drafts a certificate on sources (none: on all that ``audience`` may have) for a person to complete and sign:
        PDF or Markdown. Returns how many sources it lists."""
        from foja.publish.certificate import write_certificate

        new_file(out)
        dossier = self.dossier(sources, audience=audience)
        with draft_of(out) as draft:
            write_certificate(dossier, form, draft)
        return len(dossier.items)
