"""Computed facts in words, for the person who sets a grade. They are listed, never added up."""

from __future__ import annotations

from foja.model.rows import SourceRow, StatementRow
from foja.model.vocabulary import AllegerKind, Status
from foja.weigh.labels import terms


def of_statement(row: StatementRow, conflicts: int) -> tuple[str, ...]:
    """Facts about a statement. ``conflicts``: how many it stands in."""
    found = []
    if row.support is None:
        found.append("Not counted: only accepted statements are.")
    else:
        s = row.support
        found.append(f"{_count(s.documents, 'document')}, {_count(s.families, 'text family', 'text families')}.")
        found.append(f"{_count(s.origins, 'origin')}{_range(s.lower, s.upper)}.")
        found.append(f"{_range(s.access, s.access_upper).strip(' ()') or s.access} of them with access of their own.")
        found.append(f"{_count(s.voices, 'voice')} said to say it{_range(s.voices_lower, s.voices_upper)}.")
    found.append(f"In {_count(conflicts, 'conflict') if conflicts else 'no conflict'} with accepted statements.")
    found.append(f"Put as {row.modality}; status in law as the passage reports it: {row.status.replace('_', ' ')}.")
    if row.status is not Status.NONE:
        found.append("Support does not change a status in law.")
    if row.chain[-1].kind is AllegerKind.PAGE:
        found.append("The page says it in its own voice; it names nobody.")
        found += [f"It has the word “{term.words}”, with no speaker." for term in terms(row.quote) if term.label]
    if row.recognised is not None:
        found.append(f"The passage was read by machine, with {row.recognised} of 100.")
    return tuple(found)


def of_source(row: SourceRow, voices: tuple[int, int]) -> tuple[str, ...]:
    """Facts about a source: who made it, how it came, and how much it attributes. Nothing on whether others agree.
    ``voices``: its accepted statements, and those for which it names no speaker."""
    accepted, own = voices
    return (
        f"Own text of: {row.issuer}." if row.issuer else "Nobody recorded that it is the own text of a body.",
        f"Outlet: {row.outlet}{_guessed(row, 'outlet')}." if row.outlet else "It names no outlet.",
        f"Author: {row.author}." if row.author else "It names no author.",
        f"Date: {row.published[:10]}{_guessed(row, 'published')}." if row.published else "It has no date.",
        "It came inside another source." if row.parent else f"It came as a {row.via}.",
        f"Accepted statements: {accepted}; it names nobody for {own} of them.",
        *(["It was not read whole."] if row.state == "partial" else []),
    )


def _guessed(row: SourceRow, field: str) -> str:
    return ", guessed by the reader" if field in row.guessed else ""


def _range(lower: int, upper: int) -> str:
    return f" ({lower} to {upper})" if lower != upper else ""


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"
