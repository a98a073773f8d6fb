"""Scores of an extractor against hand-marked statements. Pure.

A gold row names a span by its quote and the number of its occurrence in the text. Gold and predicted
spans meet one to one, greedily by the share of characters that they have in common (intersection over
union, at least 0.5). Precision, recall and F1 follow; on the pairs, how often speaker, force, polarity,
status, presupposition and dates agree. Nothing is averaged away: errors are listed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from foja.model.record import Record
from foja.model.statement import Statement
from foja.text.fold import key

LEAST = 0.5
"""Share of characters that two spans must have in common to count as the same statement."""


class GoldLink(Record, frozen=True):
    """One link of a gold chain."""

    kind: str
    name: str = ""


class GoldRow(Record, frozen=True):
    """A hand-marked statement. ``occurrence`` counts from 1. ``dates`` are EDTF. ``figures`` are kept as given."""

    id: str
    source: str
    quote: str
    occurrence: int = 1
    chain: tuple[GoldLink, ...] = ()
    cue: str = ""
    modality: str = "asserted"
    polarity: str = "positive"
    presupposed: bool = False
    status: str = "none"
    dates: tuple[str, ...] = ()
    figures: tuple[dict[str, object], ...] = ()
    lang: str = ""
    note: str = ""


class Span(Record, frozen=True):
    """A gold row with its place in the text."""

    row: GoldRow
    start: int
    end: int


class Miss(Record, frozen=True):
    """One disagreement: ``kind`` is missed, extra, speaker, modality, polarity, status, presupposed or dates."""

    kind: str
    source: str
    expected: str
    found: str


class Scores(Record, frozen=True):
    """Counts and rates (0 to 1; 0 where nothing can be counted). ``agreement``: share of matched pairs."""

    language: str
    gold: int
    predicted: int
    matched: int
    precision: float
    recall: float
    f1: float
    agreement: dict[str, float]
    misses: tuple[Miss, ...] = ()


def resolve(rows: Iterable[GoldRow], texts: Mapping[str, str]) -> list[Span]:
    """The rows with their spans. Raises ``ValueError`` when a quote is not in its text as often as said."""
    out = []
    for row in rows:
        text, start = texts[row.source], -1
        for _ in range(max(1, row.occurrence)):
            start = text.find(row.quote, start + 1)
            if start < 0:
                raise ValueError(
                    f"row {row.id}: the quote does not stand {row.occurrence} times in the text of {row.source!r}"
                )
        out.append(Span(row=row, start=start, end=start + len(row.quote)))
    return out


def overlap(a: tuple[int, int], b: tuple[int, int]) -> float:
    """Intersection over union of two spans of characters."""
    both = min(a[1], b[1]) - max(a[0], b[0])
    return both / (max(a[1], b[1]) - min(a[0], b[0])) if both > 0 else 0.0


def match(gold: Sequence[Span], found: Sequence[Statement]) -> list[tuple[int, int]]:
    """Pairs (gold index, statement index) of one text, one to one, the largest overlap first."""
    pairs = sorted(
        (-overlap((g.start, g.end), (s.passage.start, s.passage.end)), _apart(g.row, s), i, j)
        for i, g in enumerate(gold)
        for j, s in enumerate(found)
        if overlap((g.start, g.end), (s.passage.start, s.passage.end)) >= LEAST
    )
    used_gold: set[int] = set()
    used_found: set[int] = set()
    out: list[tuple[int, int]] = []
    for _, _, i, j in pairs:
        if i not in used_gold and j not in used_found:
            used_gold.add(i)
            used_found.add(j)
            out.append((i, j))
    return sorted(out)


def same_speaker(row: GoldRow, statement: Statement) -> bool:
    """Whether the innermost links agree: equal names when folded, or the words of one among the other's.
    The page agrees with the page, whatever it is called."""
    expected = row.chain[-1] if row.chain else GoldLink(kind="page")
    found = statement.speaker
    if expected.kind == "page" or found.kind == "page":
        return expected.kind == found.kind
    a, b = set(key(expected.name).split()), set(key(found.name).split())
    return bool(a and b) and (a <= b or b <= a)


def _apart(row: GoldRow, statement: Statement) -> int:
    """Ties between equal overlaps go to the statement that agrees in more fields."""
    return -sum(_agree(row, statement).values())


def _agree(row: GoldRow, statement: Statement) -> dict[str, bool]:
    return {
        "speaker": same_speaker(row, statement),
        "modality": row.modality == statement.modality,
        "polarity": row.polarity == statement.polarity,
        "status": row.status == statement.status,
        "presupposed": row.presupposed == statement.presupposed,
        "dates": set(row.dates) == {d.edtf for d in statement.dates if d.edtf},
    }


def score(gold: Sequence[Span], found: Mapping[str, Sequence[Statement]]) -> list[Scores]:
    """Scores for all languages together (``language`` "all") and for each one. ``found``: statements by source."""
    out = []
    for language in ["all", *sorted({g.row.lang for g in gold if g.row.lang})]:
        part = [g for g in gold if language in ("all", g.row.lang)]
        out.append(_score(language, part, found))
    return out


def _score(language: str, gold: Sequence[Span], found: Mapping[str, Sequence[Statement]]) -> Scores:
    agree: dict[str, int] = dict.fromkeys(("speaker", "modality", "polarity", "status", "presupposed", "dates"), 0)
    misses: list[Miss] = []
    matched = predicted = 0
    for source in sorted({g.row.source for g in gold}):
        rows = [g for g in gold if g.row.source == source]
        statements = list(found.get(source, ()))
        predicted += len(statements)
        pairs = match(rows, statements)
        matched += len(pairs)
        for i, j in pairs:
            for name, same in _agree(rows[i].row, statements[j]).items():
                agree[name] += same
                if not same:
                    misses.append(_disagreement(name, source, rows[i].row, statements[j]))
        gone, kept = {i for i, _ in pairs}, {j for _, j in pairs}
        misses += [
            Miss(kind="missed", source=source, expected=g.row.quote, found="")
            for i, g in enumerate(rows)
            if i not in gone
        ]
        misses += [
            Miss(kind="extra", source=source, expected="", found=s.content)
            for j, s in enumerate(statements)
            if j not in kept
        ]
    precision = matched / predicted if predicted else 0.0
    recall = matched / len(gold) if gold else 0.0
    return Scores(
        language=language,
        gold=len(gold),
        predicted=predicted,
        matched=matched,
        precision=precision,
        recall=recall,
        f1=2 * precision * recall / (precision + recall) if matched else 0.0,
        agreement={name: count / matched if matched else 0.0 for name, count in agree.items()},
        misses=tuple(misses),
    )


def _disagreement(name: str, source: str, row: GoldRow, statement: Statement) -> Miss:
    if name == "speaker":
        expected, found = (
            (row.chain[-1].name or row.chain[-1].kind) if row.chain else "page",
            statement.speaker.name or str(statement.speaker.kind),
        )
    elif name == "dates":
        expected, found = " ".join(row.dates), " ".join(d.edtf for d in statement.dates)
    else:
        expected, found = str(getattr(row, name)), str(getattr(statement, name))
    return Miss(kind=name, source=source, expected=f"{expected}: {row.quote}", found=found)
