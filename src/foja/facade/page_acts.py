"""Acts that a page tells of, beside the acts on file.

An act that was done confirms; one of another date, or a measure that stands otherwise, qualifies; where the record has
the other outcome of the same step (refused where the page has published), it contradicts. That nothing was found is
told as that, and only of somebody whom acts on file are about.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from foja.law.act_drafts import drafts
from foja.law.fold import rules_of
from foja.law.kinds_told import alternatives, told_kinds
from foja.law.machine import machine_named
from foja.model.dates import When
from foja.model.page_check import Bearing
from foja.model.proceedings import ActRow, StatusView, SubjectState
from foja.model.statement import Statement
from foja.model.vocabulary import ActFamily, Polarity, Relation, Status
from foja.store.ask_check import OnFile
from foja.weigh.content import meet, stems

MOST = 3
"""What is shown of each kind: the nearest."""
JUDGED = {"convicted": "conviction", "acquitted": "acquittal"}
"""What only a judgment about somebody says."""
UNDONE = frozenset({"annulled", "reversed", "withdrawn"})
"""Kinds of acts that take an outcome away."""
FINDINGS = (Status.FOUND, Status.FOUND_INCIDENTALLY, Status.ACQUITTED)


def acts(page: Statement, whom: Sequence[str], on_file: OnFile, as_of: str) -> list[Bearing]:
    """What the acts that the statement tells of come to, for each whom it names; or, where it names nobody, in the one
    matter that its dates lead to. ``as_of``: the day on which states are asked."""
    sure: dict[str, dict[str, set[str]]] = {}
    for one in drafts(page, whom):
        for name in one.persons:
            sure.setdefault(name, {}).setdefault(one.machine, set()).add(one.kind)
    negative = page.polarity is Polarity.NEGATIVE
    verb = page.cue.words if page.cue is not None else ""  # "Interpol published …": the verb stands before the content
    told = {} if negative else told_kinds(f"{verb} {page.content} {page.passage.quote}")
    made, met = [], False
    for name in dict.fromkeys(whom):
        if not on_file.knows(name):
            continue
        view = on_file.status(name, as_of)
        if view is None or not view.states:
            if JUDGED.keys() & {kind for kinds in told.values() for kind in kinds} and name in sure:
                made += _findings(name, on_file)
            if view is None or not view.acts:
                continue
        subject = {state.matter.machine for state in view.states}
        acting = on_file.acts_itself(name)
        wanted = {
            machine: set(told.get(machine, ())) | sure.get(name, {}).get(machine, set())
            for machine in {*told, *sure.get(name, {})}
            if machine in subject or not acting
        }
        met = met or bool(subject & set(wanted))
        made += _about(page, name, view, wanted, set(sure.get(name, {})), on_file)
    if not made and not met and told:
        made += _of_dates(page, told, on_file)
    if told and not any(bearing.acts for bearing in made) and not met:
        made += _by_whom(page, whom, on_file) or _cued(page, told, on_file)
    return made


def _about(
    page: Statement, name: str, view: StatusView, wanted: dict[str, set[str]], sure: set[str], on_file: OnFile
) -> list[Bearing]:
    made: list[Bearing] = []
    none: list[str] = []
    for machine, kinds in sorted(wanted.items()):
        states = [state for state in view.states if state.matter.machine == machine]
        matters = {state.matter.id for state in states}
        rows = [row for row in view.acts if row.act.matter.id in matters and row.state == "recorded"]
        judged = [JUDGED[kind] for kind in sorted(kinds) if kind in JUDGED]
        if states:
            bearing = _beside(page, machine, kinds, name, states, rows, _own_dates(page, on_file), machine in sure)
            made += [bearing] if bearing else []
            none += judged if bearing is None else []
        elif machine_named(machine).sort == "measure":
            none.append(machine_named(machine).title.lower())
        elif judged and view.states:
            none += judged
        if judged and not any(row.act.kind in kinds for row in rows):
            made += _findings(name, on_file)
    if none and view.states:  # the file follows this person: that it has none says something
        reason = f"no {' and no '.join(none)} for {name} was found in this file, which is not that there is none"
        dates = _own_dates(page, on_file)
        then = tuple(row for row in view.acts if row.state == "recorded" and _on(row, dates))[-MOST:] if dates else ()
        reason += f"; of that date on file: {'; '.join(map(_said, then))}" if then else ""
        made.append(Bearing(relation=Relation.QUALIFIES, rule="acts", reason=reason, acts=then))
    return made


def _beside(
    page: Statement,
    machine: str,
    kinds: set[str],
    name: str,
    states: Sequence[SubjectState],
    rows: Sequence[ActRow],
    dates: Sequence[When],
    sure: bool,
) -> Bearing | None:
    """The acts of one machine on file about somebody, beside what the page tells of. ``sure``: the statement itself
    has a status that reports such an act; otherwise its words alone tell of it, and where it stands is not told."""
    done = [row for row in rows if row.act.kind in kinds]
    then = [row for row in done if not dates or _on(row, dates)][:MOST]
    if then:
        settled = _settling(machine, kinds)
        if settled and not any(row.act.kind in settled for row in then):
            return _asked_alone(machine, name, then, settled, done)
        others = [row for row in _elsewhere(machine, kinds, rows, then) if not dates or _on(row, dates)]
        if others:
            return _two_matters(page, name, then, others)
        reason = f"on file for {name}: {'; '.join(map(_said, then))}"
        return Bearing(relation=Relation.CONFIRMS, rule="acts", reason=reason, acts=tuple(then))
    instead = _instead(machine, kinds, states, rows, dates)
    title = machine_named(machine).title.lower()
    if instead:
        reason = f"on file for {name} instead: {'; '.join(map(_said, instead))}"
        if done:
            reason += f"; of another date or matter: {'; '.join(f'{_said(row)}, {_in(row)}' for row in done[:MOST])}"
        return Bearing(relation=Relation.CONTRADICTS, rule="acts", reason=reason, acts=(*instead, *done[:MOST]))
    if done:
        return _another_date(name, done, [row for row in rows if row not in done], dates)
    if not sure and machine_named(machine).sort != "measure":
        return None
    where = "; ".join(f"{_where(state)}, in “{state.matter.title}”" for state in states[:MOST])
    reason = f"for {name} the {title} stands otherwise on file: {where}"
    return Bearing(relation=Relation.QUALIFIES, rule="acts", reason=reason, acts=tuple(rows[:MOST]))


def _settling(machine: str, kinds: Iterable[str]) -> set[str]:
    """Those of the kinds that settle something: that were told beside a mere request or step."""
    moves = rules_of(machine).moves
    return {kind for kind in kinds if moves[kind].family not in (ActFamily.REQUEST, ActFamily.STEP)}


def _asked_alone(machine: str, name: str, then: Sequence[ActRow], settled: set[str], done: Sequence[ActRow]) -> Bearing:
    """The page has it settled; of its date the file has only that it was asked for, or a step on the way."""
    later = [row for row in done if row.act.kind in settled][:MOST]
    reason = f"of that date on file for {name}: {'; '.join(map(_said, then))}; "
    words = " or ".join(dict.fromkeys(_noun(machine, kind) for kind in sorted(settled)))
    reason += f"of another date: {'; '.join(map(_said, later))}" if later else f"no {words} was found in this file"
    return Bearing(relation=Relation.QUALIFIES, rule="acts", reason=reason, acts=(*then, *later))


def _elsewhere(machine: str, kinds: set[str], rows: Sequence[ActRow], then: Sequence[ActRow]) -> list[ActRow]:
    """Acts of other matters that came out otherwise and were not undone there since: the last that settled it."""
    others = {other for kind in kinds for other in alternatives(machine, kind)} - kinds
    last: dict[str, ActRow] = {}
    for row in rows:  # by date
        if row.act.kind in others | kinds | UNDONE:
            last[row.act.matter.id] = row
    met = {row.act.matter.id for row in then}
    return [row for matter, row in last.items() if row.act.kind in others and matter not in met][:MOST]


def _two_matters(page: Statement, name: str, then: Sequence[ActRow], others: Sequence[ActRow]) -> Bearing:
    """One matter came out as the page says, another otherwise: which of the two the page means, its words may say."""
    told = set(stems(page.content))

    def fits(rows: Sequence[ActRow]) -> int:
        return max(len(told & (set(stems(row.act.matter.title)) - set(stems(name)))) for row in rows)

    mine, theirs = fits(then), fits(others)
    relation = Relation.QUALIFIES
    if mine != theirs:
        relation = Relation.CONFIRMS if mine > theirs else Relation.CONTRADICTS
    reason = f"on file for {name}: {'; '.join(f'{_said(row)}, {_in(row)}' for row in then)}"
    reason += f"; and in another matter: {'; '.join(f'{_said(row)}, {_in(row)}' for row in others)}"
    return Bearing(relation=relation, rule="acts", reason=reason, acts=(*then, *others))


def _by_whom(page: Statement, whom: Sequence[str], on_file: OnFile) -> list[Bearing]:
    """For acts of which nothing is on file: what whoever the page says did them did on its dates."""
    dates = _own_dates(page, on_file)
    for name in whom if dates else ():
        rows = tuple(row for row in on_file.acts_by(name) if _on(row, dates))[:MOST]
        if rows:
            reason = f"by {name}, of that date on file: {'; '.join(f'{_said(row)}, {_in(row)}' for row in rows)}"
            return [Bearing(relation=Relation.QUALIFIES, rule="acts", reason=reason, acts=rows)]
    return []


def _cued(page: Statement, told: dict[str, frozenset[str]], on_file: OnFile) -> list[Bearing]:
    """For the same: what was done on its day in proceedings that the page names by a word."""
    days = [date for date in _own_dates(page, on_file) if date.earliest == date.latest]
    rows = [row for row in on_file.acts_cued(page.content) if _on(row, days)] if days else []
    if not rows or len({row.act.matter.id for row in rows}) > 1:
        return []
    words = " or ".join(dict.fromkeys(_noun(name, kind) for name, kinds in told.items() for kind in sorted(kinds)))
    reason = f"no {words} of that day was found in this file; of that day on file: "
    reason += "; ".join(f"{_said(row)}, {_in(row)}" for row in rows[:MOST])
    return [Bearing(relation=Relation.QUALIFIES, rule="acts", reason=reason, acts=tuple(rows[:MOST]))]


def _instead(
    machine: str, kinds: set[str], states: Sequence[SubjectState], rows: Sequence[ActRow], dates: Sequence[When]
) -> list[ActRow]:
    """Acts that came out otherwise: of the date that the page gives, or that still stand."""
    others = {other for kind in kinds for other in alternatives(machine, kind)} - kinds
    led = {identifier for state in states for one in state.states for identifier in one.acts}
    return [row for row in rows if row.act.kind in others and (row.act.id in led or (dates and _on(row, dates)))][:MOST]


def _another_date(name: str, done: Sequence[ActRow], others: Sequence[ActRow], dates: Sequence[When]) -> Bearing:
    then = [row for row in others if _on(row, dates)][:MOST]
    reason = f"on file for {name}, of another date: {'; '.join(map(_said, done[:MOST]))}"
    reason += f"; of the date that the page gives: {'; '.join(map(_said, then))}" if then else ""
    return Bearing(relation=Relation.QUALIFIES, rule="acts", reason=reason, acts=(*done[:MOST], *then))


def _of_dates(page: Statement, told: dict[str, frozenset[str]], on_file: OnFile) -> list[Bearing]:
    """For a statement that names nobody whom acts are about: the one matter with acts of its dates."""
    dates = _own_dates(page, on_file)
    made = []
    for machine, kinds in sorted(told.items()):
        rows = on_file.acts_of(machine)
        matters = {row.act.matter.id for row in rows if dates and _on(row, dates)}
        if len(matters) != 1:
            continue
        rows = tuple(row for row in rows if row.act.matter.id in matters)
        bearing = _beside(page, machine, set(kinds), f"“{rows[0].act.matter.title}”", (), rows, dates, sure=False)
        if bearing is None or not bearing.reason.startswith(("on file", "of that date")):
            then = [row for row in rows if _on(row, dates)][:MOST]
            words = " or ".join(dict.fromkeys(_noun(machine, kind) for kind in sorted(kinds)))
            reason = f"no {words} was found in this file; of that date on file: {'; '.join(map(_said, then))}"
            bearing = Bearing(relation=Relation.QUALIFIES, rule="acts", reason=reason, acts=tuple(then))
        made.append(bearing)
    return made


def _noun(machine: str, kind: str) -> str:
    return machine_named(machine).named(rules_of(machine).moves[kind].to).noun


def _findings(name: str, on_file: OnFile) -> list[Bearing]:
    """What accepted statements have courts find about somebody."""
    found = on_file.found_about(name, FINDINGS)[:MOST]
    if not found:
        return []
    passing = any(one.status is Status.FOUND_INCIDENTALLY for one in found)
    reason = f"the file has what a court found about {name}"
    reason += ": in passing, about somebody who was no party" if passing else ""
    return [Bearing(relation=Relation.QUALIFIES, rule="findings", reason=reason, statements=on_file.rows(found))]


def _own_dates(page: Statement, on_file: OnFile) -> list[When]:
    """The dates of a statement, without the days of incidents: those say of which matter it speaks."""
    return [
        date
        for date in page.dates
        if date.earliest
        and date.latest
        and not (date.earliest == date.latest and on_file.day_of_an_incident(date.earliest))
    ]


def _on(row: ActRow, dates: Iterable[When]) -> bool:
    return any(meet(row.act.date, date) for date in dates)


def _said(row: ActRow) -> str:
    return f"{row.words}, by {row.act.authority.name}, {row.act.date.edtf} ({row.quality})"


def _in(row: ActRow) -> str:
    return f"in “{row.act.matter.title}”"


def _where(state: SubjectState) -> str:
    words = " or ".join(one.words for one in state.states)
    return f"{words} ({state.asks}: {state.answer})"
