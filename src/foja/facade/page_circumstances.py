"""Deaths, and visits that ended without an arrest, that a page tells otherwise than the file."""

from __future__ import annotations

from collections.abc import Sequence

from foja.law.act_drafts import drafts
from foja.model.dates import When
from foja.model.errors import UsageError
from foja.model.page_check import Bearing
from foja.model.particular import Circumstance, ParticularRow
from foja.model.statement import Statement
from foja.model.vocabulary import Polarity, Relation
from foja.store.ask_check import OnFile
from foja.text.countries import code_of
from foja.text.fold import fold
from foja.weigh.content import FACTUAL, meet

KILLED = ("kill", "murder", "assassin", "asesin", "suicid")
DIED = ("died", "dies", "dead", "murio", "muere", "fallec", *KILLED)
"""Words of a death, by how they begin; those that say how it came about."""
ARRESTED = {("warrant", "executed"), ("extradition", "arrested")}
HANDED_OVER = {("extradition", "surrendered"), ("extradition", "granted")}
"""Acts by which a state arrests somebody or hands somebody over."""
LEFT = ("left_without_arrest", "called_off")
"""How a visit ends without an arrest."""


def deaths(page: Statement, whom: Sequence[str], on_file: OnFile) -> list[Bearing]:
    """For a statement that somebody died: the death on file, of that date or of another."""
    words = fold(page.content).split()
    if page.polarity is Polarity.NEGATIVE or page.modality not in FACTUAL:
        return []
    if not any(word.startswith(DIED) for word in words):
        return []
    return [
        bearing
        for name in whom
        if fold(name) in fold(page.content)
        and (bearing := _beside(page, name, on_file.circumstances_of(name, "death")))
    ]


def _beside(page: Statement, name: str, rows: Sequence[ParticularRow]) -> Bearing | None:
    dates = [date for date in page.dates if date.earliest and date.latest]
    if not rows:
        return None
    how = any(word.startswith(KILLED) for word in fold(page.content).split())
    then = [row for row in rows if (on := _since(row)) and any(meet(on, date) for date in dates)]
    told = "; ".join(row.words for row in then or rows)
    if then:
        reason = f"on file for {name}: {told}" + ("; how it came about is another question" if how else "")
        relation = Relation.QUALIFIES if how else Relation.CONFIRMS
        return Bearing(relation=relation, rule="death", reason=reason, posts=tuple(then))
    if not dates:
        return None
    reason = f"on file for {name}, of another date: {told}"
    return Bearing(relation=Relation.CONTRADICTS, rule="death", reason=reason, posts=tuple(rows))


def visits(page: Statement, whom: Sequence[str], on_file: OnFile) -> list[Bearing]:
    """For a statement that a state arrested somebody or handed somebody over: visits to that state on file that ended
    otherwise at that time."""
    told = {(one.machine, one.kind) for one in drafts(page, whom)}
    states = {code for name in page.names if (code := _code(name))}
    if not told & (ARRESTED | HANDED_OVER) or not states or page.polarity is Polarity.NEGATIVE:
        return []
    made = []
    for name in whom:
        rows = on_file.circumstances_of(name, "visit")
        there = tuple(row for row in rows if _there(row, states) and _meets(row, page.dates))
        if there:
            reason = f"on file for {name}: {'; '.join(row.words for row in there)}"
            so = all(_fits(row, bool(told & HANDED_OVER)) for row in there)
            relation = Relation.CONFIRMS if so else Relation.CONTRADICTS
            made.append(Bearing(relation=relation, rule="visit", reason=reason, posts=there))
    return made


def _fits(row: ParticularRow, handed_over: bool) -> bool:
    value = row.particular.value if isinstance(row.particular, Circumstance) else ""
    return value == "arrested_and_surrendered" if handed_over else value not in LEFT


def _code(name: str) -> str:
    try:
        return code_of(name)
    except UsageError:
        return ""


def _since(row: ParticularRow) -> When | None:
    return row.particular.since if isinstance(row.particular, Circumstance) else None


def _there(row: ParticularRow, states: set[str]) -> bool:
    return isinstance(row.particular, Circumstance) and bool(states & set(row.particular.countries))


def _meets(row: ParticularRow, dates: Sequence[When]) -> bool:
    on = _since(row)
    return on is not None and (not dates or any(meet(on, date) for date in dates))
