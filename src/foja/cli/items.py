"""Commands on incidents, evidence and positions: list or record them; and the marks beside statements."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from foja.case import Case
from foja.cli.acts import AS_OF, KNOWN_BY
from foja.cli.ask import LIMIT, event_line, more
from foja.cli.shared import CASE, JSON, PERSON, WHY, actor, emit, shown, values, watched, working
from foja.model.item import Evidence, Incident, Item, Position
from foja.model.item_rows import ItemBasis, ItemRow
from foja.model.vocabulary import ActState, EvidenceKind, Mark, Stance

AFTER = click.option("--after", default="", help="Where the last list ended.")
ENTERED = click.option("--without-statement", "entered", is_flag=True, help="You enter it without a statement.")
CORRECT = click.option("--correct", metavar="ID", help="Put this in the place of a recorded one.")
WITHDRAW = click.option("--withdraw", metavar="ID", help="Say that a recorded one does not belong here.")
REASON = click.option("--why", metavar="TEXT", default="", help="Why; required to record.")


@click.command("incidents")
@CASE
@AS_OF
@KNOWN_BY
@LIMIT
@AFTER
@click.option("--title", help="Record one: how this file calls it.")
@click.option("--place", help="Where it was.")
@click.option("--date", metavar="EDTF", help="When it was.")
@click.option("--party", "parties", multiple=True, help="Whom it names: a name, or a party (pa-…). May be repeated.")
@click.option("--account", "accounts", multiple=True, metavar="ST", help="A statement that tells of it.")
@click.option("--figure", "figures", multiple=True, metavar="ST", help="A statement that gives a figure of it.")
@click.option("--qualification", "qualifications", multiple=True, metavar="ST", help="One that says what it is.")
@ENTERED
@CORRECT
@WITHDRAW
@REASON
@PERSON
@JSON
def incidents_command(case: Path, as_of: str, known_by: str, limit: int, after: str, **given: Any) -> None:
    """List the incidents of CASE, with their figures and qualifications as statements; or record one.

    A figure and a qualification stand with who gives them. foja chooses none.
    """
    if _recorded(case, "incident", given):
        return
    with shown(case) as opened:
        page = opened.incidents(as_of=as_of, known_by=known_by, limit=limit, after=after)
    _listed(page, given["as_json"])


@click.command("evidence")
@CASE
@AS_OF
@KNOWN_BY
@LIMIT
@AFTER
@click.option("--kind", type=click.Choice(values(EvidenceKind)), help="Only this kind; or that of the one to record.")
@click.option("--title", help="Record one: how this file calls it.")
@click.option("--origin", help="The service, witness, expert or authority that it comes from.")
@click.option("--date", metavar="EDTF", help="When it was made or given.")
@click.option("--conditions", help="Of its use, as its origin or the law sets them.")
@click.option("--number", help="Where it stands in the file of the proceeding.")
@click.option("--witnesses", type=click.IntRange(1), help="Of a testimony: how many. One alone is flagged.")
@click.option("--shown-by", "shown", multiple=True, metavar="ST", help="A statement that tells of it.")
@click.option("--carries", "carries", multiple=True, metavar="ST", help="A statement that rests on it.")
@ENTERED
@CORRECT
@WITHDRAW
@REASON
@PERSON
@JSON
def evidence_command(
    case: Path, as_of: str, known_by: str, limit: int, after: str, kind: str | None, **given: Any
) -> None:
    """List the evidence of CASE: what it is, where it comes from, on what conditions, what rests on it; or record one.

    A statement that rests on intelligence, or on one witness alone, says so wherever it is shown.
    """
    if _recorded(case, "evidence", {**given, "kind": kind}):
        return
    with shown(case) as opened:
        page = opened.evidence(as_of=as_of, known_by=known_by, kind=kind or "", limit=limit, after=after)
    _listed(page, given["as_json"])


@click.command("positions")
@CASE
@AS_OF
@KNOWN_BY
@LIMIT
@AFTER
@click.option("--on", default="", metavar="ID", help="Only on this act, matter or incident; or what to record one on.")
@click.option("--party", default="", help="Only those of this state or organisation: a name or pa-….")
@click.option("--stance", type=click.Choice(values(Stance)), help="Only this stance; or that of the one to record.")
@click.option("--holder", help="Record one: whose position it is.")
@click.option("--date", metavar="EDTF", help="When.")
@click.option("--words", help="What was said or done, short.")
@click.option("--shown-by", "shown", multiple=True, metavar="ST", help="A statement that tells of it.")
@ENTERED
@CORRECT
@WITHDRAW
@REASON
@PERSON
@JSON
def positions_command(
    case: Path, as_of: str, known_by: str, limit: int, after: str, on: str, party: str, stance: str | None,
    **given: Any,
) -> None:  # fmt: skip
    """List what states and organisations made of acts and incidents of CASE, by date; or record it.

    Denials and refusals stand with the weight of requests. “no_answer”: none was found in this file.
    """
    if _recorded(case, "position", {**given, "on": on, "stance": stance}, by=("holder", "correct", "withdraw")):
        return
    with shown(case) as opened:
        page = opened.positions(
            as_of=as_of, known_by=known_by, on=on, party=party, stance=stance or "", limit=limit, after=after
        )
    _listed(page, given["as_json"])


@click.command("mark")
@CASE
@click.argument("mark", type=click.Choice(values(Mark)))
@click.argument("ids", nargs=-1, required=True)
@click.option("--off", is_flag=True, help="Take the note away.")
@WHY
@PERSON
def mark_command(case: Path, mark: str, ids: tuple[str, ...], off: bool, why: str, person: str | None) -> None:
    """Note beside statements IDS (st-…) of CASE that they are inferred, contested, or hold general knowledge.

    The reason is shown with the note. An act that rests on inferred statements alone is shown as inferred.
    """
    with working(case) as opened:
        events = opened.mark(ids, Mark(mark), off=off, actor=actor(person), why=why)
    click.echo(f"{len(events)} noted." if not off else f"{len(events)} taken away.")


def _recorded(
    case: Path, sort: str, given: dict[str, Any], by: tuple[str, ...] = ("title", "correct", "withdraw")
) -> bool:
    """Records, corrects or withdraws, where one of the options ``by`` asks for it; whether it did."""
    if not any(given.get(name) for name in by):
        return False
    who, why, as_json = actor(given.pop("person")), given.pop("why"), given.pop("as_json")
    correct, withdraw, entered = given.pop("correct"), given.pop("withdraw"), given.pop("entered")
    fields = {name: list(value) if isinstance(value, tuple) else value for name, value in given.items() if value}
    with working(case) as opened:
        if withdraw:
            event = opened.withdraw_item(withdraw, actor=who, why=why)
            emit(event) if as_json else click.echo(f"{withdraw} is withdrawn; it stays in the history.")
            return True
        if correct:
            made = opened.correct_item(correct, fields, actor=who, why=why)
        else:
            made = opened.record_item(sort, fields, entered=entered, actor=who, why=why)
        if as_json:
            emit(made)
        else:
            print_item(watched(opened).item(made.id).row)
    return True


def _listed(page: Any, as_json: bool) -> None:
    if as_json:
        emit(page)
        return
    for row in page.items:
        print_item(row)
    if not page.items:
        click.echo("None found in this file.")
    more(len(page.items), page.total)


PART = {
    "account": "told", "figure": "figure", "qualification": "called", "shown": "told", "carries": "rests on it",
}  # fmt: skip


def print_item(row: ItemRow, *, brief: bool = False) -> None:
    """What it is, and, unless ``brief``, the statements it rests on, each with its speaker and source."""
    item = row.item
    click.echo(f"{item.date.edtf if item.date else 'no date':<12}  {_head(item, row)}")
    click.echo(f"  {item.id}{_marks(row)}")
    for one in () if brief else row.basis:
        if one.counts:
            _print_basis(one)
    if row.entered:
        click.echo("  entered by a person, with no statement")


def _head(item: Item, row: ItemRow) -> str:
    if isinstance(item, Incident):
        return f"{item.title}, {item.place}"
    if isinstance(item, Evidence):
        origin = f", from {item.origin.name}" if item.origin else ""
        used = f"; conditions of use: {item.conditions}" if item.conditions else ""
        return f"{item.title} ({item.kind.replace('_', ' ')}{origin}{used})"
    assert isinstance(item, Position)
    words = f": {item.words}" if item.words else ""
    return f"{item.holder.name} {stance_words(item.stance)}{words}  (on: {row.on_words})"


def stance_words(stance: Stance) -> str:
    return "no answer found" if stance is Stance.NO_ANSWER else stance.value


def _marks(row: ItemRow) -> str:
    found = [row.state.value] if row.state is not ActState.RECORDED else []
    found += [f"by that day: {row.holds}"] if row.holds and row.holds != "yes" else []
    return f"  ({'; '.join(found)})" if found else ""


def _print_basis(one: ItemBasis) -> None:
    words = "; ".join(one.figures) or one.row.content
    said = f"{one.row.speaker or one.row.outlet or one.row.source_label}, {one.row.published or 'no date'}"
    click.echo(f"  {PART[one.part]}: {words}  ({said}; {one.row.id})")
    for flag in one.row.flags:
        click.echo(f"    note: {flag.words}{f' ({flag.note})' if flag.note else ''}")


def show(case: Case, identifier: str, as_json: bool) -> None:
    """One incident, piece of evidence or position, whole."""
    view = case.item(identifier)
    if as_json:
        emit(view)
        return
    print_item(view.row)
    for row in view.positions:
        print_item(row)
    for event in view.history:
        click.echo(f"  {event_line(event)}")
