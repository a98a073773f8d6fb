"""A person's own statement on a passage, with the names and figures that the reading of its source found there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from foja.model.amend import amended, passage_of
from foja.model.record import decode
from foja.model.rows import Offered, SourceRow
from foja.model.statement import Alleger, Extraction, Statement
from foja.model.vocabulary import AllegerKind, Modality
from foja.store.folder import CaseFolder


def extraction_of(folder: CaseFolder, source: str) -> Extraction | None:
    """What the extractor found in a source, as far as it ran."""
    row = folder.database.connection.execute("SELECT extraction FROM source WHERE sha256 = ?", (source,)).fetchone()
    return decode(folder.blob(row["extraction"]), Extraction) if row and row["extraction"] else None


NAMES = 40
"""Names that are offered, at most."""


def offered(source: SourceRow, found: Extraction | None, start: int, end: int) -> Offered:
    """What the reading of a source found at a passage."""
    if found is None or found.text != source.text:
        return Offered(source=source.sha256)
    near = sorted(found.mentions, key=lambda one: max(one.start - end, start - one.end, 0))
    dates = [one.when for one in found.dates if start <= one.start and one.end <= end]
    return Offered(
        source=source.sha256, names=tuple(dict.fromkeys(one.name for one in near))[:NAMES], dates=tuple(dates)
    )


def statement_at(
    source: SourceRow, text: str, found: Extraction | None, start: int, end: int, fields: Mapping[str, Any],
    about: Sequence[str] = (),
) -> Statement:  # fmt: skip
    """The statement. ``about``: names in its content that the passage writes otherwise."""
    where = passage_of(source.text, text, start, end)
    same = found is not None and found.text == source.text
    names = [m.name for m in found.mentions if start <= m.start and m.end <= end] if found and same else []
    figures = [f for f in found.figures if start <= f.start and f.end <= end] if found and same else []
    blank = Statement(
        id="", source=source.sha256, passage=where,
        chain=(Alleger(kind=AllegerKind.PAGE, name=source.outlet),), content=where.quote, modality=Modality.ASSERTED,
        figures=tuple(figures), names=tuple(dict.fromkeys(names)), language=source.language, extractor="", entered=True,
    )  # fmt: skip
    made = amended(blank, {k: v for k, v in fields.items() if k not in ("start", "end")}, text, new=True)
    return replace(made, names=tuple(dict.fromkeys([*made.names, *about])))
