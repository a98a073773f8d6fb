"""The annotated sentences on disk: one folder a language, text files in the notation of ``foja.extract.annotated``."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from foja.evaluate.one_text import extraction
from foja.extract.annotated import PARTS, Annotated, NotationError, read_lines
from foja.extract.measure import Fault, Rate
from foja.extract.protocol import ExtractSetting
from foja.extract.spans import measure
from foja.model.errors import UsageError
from foja.model.record import Record, digest


class Measured(Record, frozen=True):
    """Rates of exact spans. ``what``: the part of the sentences, or the file. ``gold``: digest of what was marked.
    ``faults`` are empty for the test part: nobody looks at single results of it."""

    what: str
    texts: int
    gold: str
    extractor: str
    rates: tuple[Rate, ...]
    faults: tuple[Fault, ...] = ()


def measured(folder: Path, part: str, extractor: str = "") -> Measured:
    """The rates on one part of the sentences in a folder; raises ``UsageError`` where there are none."""
    rows = [row for row in load(folder) if row.part == part]
    if not rows:
        raise UsageError(
            "sentences-missing",
            f"{folder} holds no annotated sentences of the part {part!r}.",
            next=f"Name a folder with one folder a language, and one of the parts {', '.join(PARTS)}.",
        )
    rates, faults = measure(rows, partial(extraction, extractor=extractor))
    kept = faults if part != PARTS[-1] else ()
    return Measured(
        what=part,
        texts=len(rows),
        gold=digest_of(folder),
        extractor=extractor or ExtractSetting().extractor,
        rates=rates,
        faults=kept,
    )


def span_lines(report: Measured, *, errors: bool) -> Iterator[str]:
    """The report in words."""
    yield f"{report.texts} texts ({report.what}), sha256 {report.gold[:12]}, extractor {report.extractor}"
    yield ""
    yield f"{'':<18} gold  drafts   right   prec.  recall     F1"
    for one in report.rates:
        label = f"{one.language:<4} {one.task}"
        yield (
            f"{label:<18} {one.gold:>4} {one.found:>7} {one.right:>7}"
            f" {one.precision:7.3f} {one.recall:7.3f} {one.f1:6.3f}"
        )
    yield ""
    yield "Spans are right when they begin and end where the marked ones do. The page's own statements are marked only"
    yield "where they stand by themselves, so their recall alone is measured."
    if errors and not report.faults and report.what == PARTS[-1]:
        yield "The errors of the test part are not listed: it is held out. Use --part train."
    for fault in report.faults if errors else ():
        yield f"{fault.language} {fault.task:<9} expected “{fault.expected}”, found “{fault.found}”"


def files(folder: Path) -> list[Path]:
    """The sentence files of a folder, in order: ``en/01-news.txt``."""
    return sorted(folder.glob("[a-z][a-z]/*.txt"))


def load(folder: Path) -> list[Annotated]:
    """All texts; raises ``UsageError`` where a line cannot be read or a text stands in two files."""
    out: list[Annotated] = []
    seen: dict[str, str] = {}
    for file in files(folder):
        try:
            rows = read_lines(file.read_text("utf-8"), file.parent.name, f"{file.parent.name}/{file.name}")
        except (NotationError, UnicodeDecodeError) as error:
            raise UsageError(
                "sentences-unreadable", str(error), where=str(file), next="See examples/sentences/guideline.md."
            ) from error
        for row in rows:
            if row.text in seen:
                raise UsageError(
                    "sentences-twice",
                    f"{row.where} and {seen[row.text]} hold the same text.",
                    where=str(file),
                    next="Take one of them away.",
                )
            seen[row.text] = row.where
        out += rows
    return out


def digest_of(folder: Path) -> str:
    """One digest for all files, so that figures can be told apart."""
    lines = [f"{file.parent.name}/{file.name} {digest(file.read_bytes())}\n" for file in files(folder)]
    return digest("".join(lines).encode())
