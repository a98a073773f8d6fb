"""Commands on names: names (proposed merges), compare, same, not-same, later, undo, used."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from foja.case import Case
from foja.cli.ask import more
from foja.cli.lazy import DefaultGroup
from foja.cli.particulars import print_particular
from foja.cli.screen import reasons, why_not
from foja.cli.shared import CASE, JSON, PERSON, WHY, actor, emit, shown, values, working
from foja.model.matching import NameComparison
from foja.model.pairs import PairRow, PairState

LIKELY = 0.5


@click.group("names", cls=DefaultGroup)
def names_command() -> None:
    """Names that may be names of one party, in whatever script: what is proposed, and what persons say of it.

    \b
    foja names CASE                              proposed merges, by what a decision would change
    foja names compare "Ali Khamenei" "خامنه‌ای"   how two names line up, or why not
    foja names same CASE pa-1 pa-2 --why "…"     they are one; it can be undone
    foja names not-same CASE pa-1 pa-2 --why "…" they are not; kept, and never proposed again
    foja names undo CASE pa-1 pa-2 --why "…"     take back what was said
    foja names used CASE st-1 --person pa-1 --name "…" --from 2001 --to 2008 --why "…"

    Nothing is ever joined by a proposal. A probability is an order for reading, and no finding.
    """


@names_command.command("show")
@CASE
@click.option(
    "--state", type=click.Choice(values(PairState)), default=PairState.OPEN.value, show_default=True,
    help="Those that wait, were put off, joined (same) or held apart.",
)  # fmt: skip
@click.option("--party", default="", help="Of one party only: a name or pa-….")
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True)
@click.option("--after", default="", help="Where the last list ended.")
@JSON
def show_names(case: Path, state: str, party: str, limit: int, after: str, as_json: bool) -> None:
    """List proposed merges of CASE, those first whose decision would change most."""
    with working(case) as opened:
        opened.compare_names()
        if party:
            rows = opened.proposed_for(party)
            total, found = len(rows), list(rows)
            if as_json:
                emit(rows)
                return
        else:
            page = opened.proposed(state=PairState(state), after=after, limit=limit)
            total, found = page.total, list(page.items)
            if as_json:
                emit(page)
                return
    for row in found:
        print_pair(row)
    if not found:
        click.echo("None waits." if state == PairState.OPEN else "None.")
    more(len(found), total)


def print_pair(row: PairRow) -> None:
    """Two parties, how their names line up, what a decision would change, what was said."""
    chance = f"{row.comparison.probability:.2f}  " if row.comparison else ""
    click.echo(f"{chance}{row.first.name}  –  {row.second.name}")
    for side in (row.first, row.second):
        weight = side.weight
        counts = f"{weight.accepted} accepted, {weight.drafts} drafts, {weight.acts} acts, {weight.documents} sources"
        click.echo(f"  {side.id}  {side.kind}  {' · '.join(side.names)}  ({counts})")
    for line in reasons(row.comparison) if row.comparison else ():
        click.echo(f"    {line}")
    for used in row.used:
        print_particular(used, "    ")
    if row.decision:
        event = row.decision
        click.echo(f"    {pair_words(row.state)} by {event.actor.name}, {event.at[:10]}: {event.why}")
    click.echo("" if row.state is PairState.SAME else f"  If they are joined, {moves_words(row)}.\n")


def moves_words(row: PairRow) -> str:
    """What a merge would bring together, in words."""
    moved = row.moves
    parts = [
        f"{number} {one if number == 1 else many}"
        for number, one, many in (
            (moved.accepted, "accepted statement", "accepted statements"), (moved.acts, "act", "acts"),
            (moved.drafts, "draft", "drafts"), (moved.documents, "source", "sources"),
        )
        if number
    ]  # fmt: skip
    return f"{', '.join(parts)} of the one would stand with those of the other" if parts else "no statement would move"


def pair_words(state: PairState) -> str:
    return {
        PairState.OPEN: "taken back", PairState.LATER: "put off", PairState.SAME: "joined",
        PairState.APART: "held apart",
    }[state]  # fmt: skip


@names_command.command("compare")
@click.argument("first")
@click.argument("second")
@click.option("--case", "path", type=click.Path(path_type=Path), help="FIRST and SECOND may be parties of this case.")
@JSON
def compare_names(first: str, second: str, path: Path | None, as_json: bool) -> None:
    """Show how the names FIRST and SECOND line up part by part, or why they do not."""
    if path is None:
        from foja.facade.names import compare_written

        found = compare_written(first, second)
    else:
        with shown(path) as opened:
            found = opened.compared(first, second)
    if as_json:
        emit(found)
        return
    print_comparison(found)


def print_comparison(one: NameComparison) -> None:
    click.echo(f"{one.ours or '(no name)'}  –  {one.theirs or '(no name)'}: {one.probability:.2f}")
    for line in reasons(one):
        click.echo(f"  {line}")
    if one.probability < LIKELY:
        click.echo("Not proposed: less likely than not to be one name.")
        for line in why_not(one):
            click.echo(f"  {line}")
    click.echo("A probability from names alone is an order for reading, and no finding.")


def _decision(name: str, state: PairState, help: str) -> None:
    @names_command.command(name, help=help)
    @CASE
    @click.argument("first")
    @click.argument("second")
    @WHY
    @PERSON
    @JSON
    def decide(case: Path, first: str, second: str, why: str, person: str | None, as_json: bool) -> None:
        with working(case) as opened:
            events = opened.say_of_names(_keys(opened, first, second, state), state, actor=actor(person), why=why)
        if as_json:
            emit(events)
        else:
            click.echo(f"Recorded ({pair_words(state)}). It can be taken back with: foja names undo CASE FIRST SECOND")


def _keys(case: Case, first: str, second: str, state: PairState) -> list[tuple[str, str]]:
    """The pairs of name keys that a decision on two parties or names is about."""
    from foja.text.fold import key

    views = [case.party(one) for one in (first, second)]
    if state is PairState.OPEN:  # what was said between any of their names
        every = [row for kept in (PairState.SAME, PairState.APART, PairState.LATER) for row in _all(case, kept)]
        ids = {view.row.id for view in views}
        keys = {key(one) for one in (first, second)}
        return [
            pair
            for row in every
            for pair in row.keys
            if set(pair) == keys or ({row.first.id, row.second.id} == ids and len(ids) == 2)
        ]
    proposed = [row for row in case.proposed_for(views[0].row.id) if views[1].row.id in (row.first.id, row.second.id)]
    own = (views[0].row.key, views[1].row.key)
    return [*(proposed[0].keys if proposed else ()), *([] if proposed else [own])]


def _all(case: Case, state: PairState) -> tuple[PairRow, ...]:
    return case.proposed(state=state, limit=100_000).items


_decision("same", PairState.SAME, "Say that FIRST and SECOND (pa-… or names) are one party. It can be undone.")
_decision("not-same", PairState.APART, "Say that FIRST and SECOND are not one party. Kept; it outranks evidence.")
_decision("later", PairState.LATER, "Put the decision on FIRST and SECOND off.")
_decision("undo", PairState.OPEN, "Take back what was said of FIRST and SECOND: joined, held apart or put off.")


@names_command.command("used")
@CASE
@click.argument("ids", nargs=-1)
@click.option("--person", "bearer", metavar="NAME", help="Who used it: a name, or a party (pa-…).")
@click.option("--name", help="The name that was used, as written.")
@click.option("--assumed", is_flag=True, default=None, help="It is said not to be the person's own name.")
@click.option("--from", "since", metavar="EDTF", help="Since when: 2001, 1988~, [1997,1998].")
@click.option("--to", "until", metavar="EDTF", help="Until when; .. where a source says that it goes on.")
@click.option("--note", help="What else there is to say.")
@click.option("--without-statement", "entered", is_flag=True, help="You enter it without a statement to rest on.")
@click.option("--correct", metavar="NA", help="Put this in the place of a recorded one; IDS replace what it rests on.")
@click.option("--withdraw", metavar="NA", help="Say that the name was not used, or does not belong here.")
@click.option("--why", metavar="TEXT", default="", help="Why; required to record.")
@PERSON
@JSON
def used_name(
    case: Path, ids: tuple[str, ...], bearer: str | None, why: str, person: str | None, as_json: bool, **given: Any
) -> None:
    """Record from the accepted statements IDS (st-…) that somebody used a name for a time: a dated alias.

    Nobody is joined by it. Sources that use the name stay with the name; its page says who is said to have used it.
    With --person alone, lists the names recorded for that party.
    """
    correct, withdraw, entered = given.pop("correct"), given.pop("withdraw"), given.pop("entered")
    fields = {name: value for name, value in {"person": bearer, **given}.items() if value}
    with working(case) as opened:
        if withdraw:
            event = opened.withdraw_particular(withdraw, actor=actor(person), why=why)
            emit(event) if as_json else click.echo(f"{withdraw} is withdrawn; it stays in the history.")
            return
        if bearer and set(fields) == {"person"} and not ids and not correct:
            rows = opened.names_used(bearer)
            if as_json:
                emit(rows)
                return
            for row in rows:
                print_particular(row)
            if not rows:
                click.echo("None recorded.")
            return
        if correct:
            made = opened.correct_particular(correct, fields, ids, actor=actor(person), why=why)
        else:
            made = opened.record_particular("name", fields, ids, entered=entered, actor=actor(person), why=why)
        if as_json:
            emit(made)
        else:
            print_particular(opened.particular(made.id).row)
