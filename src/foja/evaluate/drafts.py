"""Measuring drafts against a gold file: the sources of a folder are read and drafted in a temporary case."""

from __future__ import annotations

import json
import re
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path

import msgspec

from foja.case import Case
from foja.extract.evaluate import GoldRow, Scores, Span, score
from foja.model.errors import UsageError
from foja.model.event import Actor
from foja.model.record import Record, digest
from foja.model.rows import Question
from foja.model.statement import Statement
from foja.model.vocabulary import Review
from foja.store.beginning import SETTINGS

_SPACE = re.compile(r"\s+")


class Evaluation(Record, frozen=True):
    """``recall``: scores over all rows, whose precision says nothing (not all statements are marked there).
    ``complete``: scores over the files that are annotated throughout. ``unreadable``: ids of rows whose words
    are not in any text that foja could read; they count as missed in ``recall``. ``gold``: digest of the gold
    file, so that figures can be told apart. Each list holds "all" and one entry for each language."""

    recall: tuple[Scores, ...]
    complete: tuple[Scores, ...]
    unreadable: tuple[str, ...]
    rows: int
    gold: str


def evaluate(folder: Path, extractor: str = "") -> Evaluation:
    """Reads ``folder/sources`` afresh and scores its drafts against ``folder/gold.jsonl``. ``extractor``: which one
    drafts; the usual one when none is named."""
    file = folder / "gold.jsonl"
    if not file.is_file() or not (folder / "sources").is_dir():
        raise UsageError(
            "gold-missing",
            f"{folder} holds no gold.jsonl beside a folder named sources.",
            next="See docs/how-to/measure-drafts.md for the form of a gold file.",
        )
    data = file.read_bytes()
    try:
        rows = [msgspec.json.decode(line, type=GoldRow) for line in data.splitlines() if line.strip()]
    except msgspec.MsgspecError as error:
        raise UsageError(
            "gold-unreadable", f"A line of {file.name} is not a gold row: {error}.", where=str(file)
        ) from error
    settings = folder / "evaluation.toml"
    complete = set(tomllib.loads(settings.read_text("utf-8"))["complete"]) if settings.is_file() else set()
    with tempfile.TemporaryDirectory() as temporary:
        texts, found = _draft(folder / "sources", Path(temporary) / "case", extractor)
    spans, unreadable = _place(rows, texts)
    whole = [span for span in spans if span.row.source in complete]
    return Evaluation(
        recall=tuple(score(spans, found)),
        complete=tuple(score(whole, found)) if whole else (),
        unreadable=tuple(unreadable),
        rows=len(rows),
        gold=digest(data),
    )


def _draft(sources: Path, path: Path, extractor: str) -> tuple[dict[str, str], dict[str, list[Statement]]]:
    """Texts and drafts by the name of their source; files inside others are named ``outer!/inner``."""
    texts: dict[str, str] = {}
    found: dict[str, list[Statement]] = {}
    nobody = Actor(name="evaluation", kind="software")
    with Case.create(path, title="evaluation", actor=nobody) as case:
        case.add([sources], actor=nobody)
    if extractor:
        settings = path / SETTINGS
        settings.write_text(f"{settings.read_text('utf-8')}extractor = {json.dumps(extractor)}\n", "utf-8")
    with Case(path) as case:
        case.build(jobs=0)
        rows = {row.sha256: row for row in case.sources(limit=100_000).items}
        for row in rows.values():
            name = row.name if not row.parent else f"{rows[row.parent].name}!/{row.name}"
            texts[name] = case.reader(row.sha256).text
            asked = Question(review=(Review.DRAFT,), source=row.sha256, order="text", limit=500)
            found[name] = [case.statement(draft.id).statement for draft in case.every_statement(asked)]
    return texts, found


def _place(rows: list[GoldRow], texts: dict[str, str]) -> tuple[list[Span], list[str]]:
    """Gold rows at their place, white space aside; ids of those whose words stand in no text."""
    spans: list[Span] = []
    missing: list[str] = []
    for row in rows:
        place = _find(texts.get(row.source, ""), row.quote, row.occurrence)
        if place is None:
            missing.append(row.id)
        # A row without a place has an empty span: no draft can meet it, so it counts as missed.
        start, end = place or (0, 0)
        spans.append(Span(row=row, start=start, end=end))
    return spans, missing


def _find(text: str, quote: str, occurrence: int) -> tuple[int, int] | None:
    pattern = r"\s+".join(re.escape(word) for word in _SPACE.split(quote.strip()))
    for number, match in enumerate(re.finditer(pattern, text), 1):
        if number == occurrence:
            return match.span()
    return None


def lines(report: Evaluation, *, errors: bool) -> Iterator[str]:
    """The report in words."""
    unread = len(report.unreadable)
    yield f"{report.rows} gold rows (sha256 {report.gold[:12]}); {unread} stand in no text that could be read"
    yield ""
    names = ("speaker", "modality", "polarity", "status", "presupposed", "dates")
    heading = "".join(f"{name[:8]:>9}" for name in names)
    yield f"{'':<16} gold  drafts  found   prec.  recall     F1{heading}"
    for title, scores in (("all files", report.recall), ("complete files", report.complete)):
        for one in scores:
            measured = title == "complete files"
            rates = (
                f"{one.precision:7.2f} {one.recall:7.2f} {one.f1:6.2f}"
                if measured
                else f"      – {one.recall:7.2f}      –"
            )
            agreement = "".join(f"{one.agreement[name]:9.2f}" for name in names)
            label = title if one.language == "all" else f"  {one.language}"
            yield f"{label:<16} {one.gold:>4} {one.predicted:>7} {one.matched:>6} {rates}{agreement}"
    yield ""
    yield "Precision is measured only on files that are annotated throughout. The fields are measured on the drafts"
    yield "that were found."
    if errors:
        for miss in (report.complete or report.recall)[0].misses:
            yield f"{miss.kind:<12} {miss.source}: expected “{miss.expected}”, found “{miss.found}”"
