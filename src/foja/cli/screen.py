"""Commands on screening: screen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from foja.case import Case
from foja.cli.ask import event_line
from foja.cli.lists import entry_line
from foja.cli.shared import CASE, JSON, PERSON, actor, emit, working
from foja.model.errors import UsageError
from foja.model.lists import Lead, LeadRow, LeadState, NameRank, Screening, ScreeningView
from foja.model.matching import NameComparison


@click.command("screen")
@CASE
@click.argument("party", required=False)
@click.option("--all", "everybody", is_flag=True, help="Every person and body that sources name.")
@click.option("--list", "lists", multiple=True, metavar="NAME", help="Against this list only; may be repeated.")
@click.option("--as-of", default="", metavar="DATE", help="Against the lists that were in force on DATE; else today.")
@click.option("--born", multiple=True, metavar="EDTF", help="What is known of the party's birth: 1958, 1958-06-27.")
@click.option("--country", "countries", multiple=True, help="A country of the party: a code such as IR, or a name.")
@click.option("--gender", type=click.Choice(["male", "female"]), help="What is known of it.")
@click.option(
    "--against",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Without a case: CASE is a file of names, one a line; screen them against the list in this file.",
)
@click.option("--show", type=int, metavar="N", help="Print the screening that event N recorded, as a receipt.")
@click.option("--same", nargs=2, metavar="LIST ENTRY", help="Say that this entry (of a snapshot ls-…) means PARTY.")
@click.option("--not-same", nargs=2, metavar="LIST ENTRY", help="Say that it means somebody else.")
@click.option("--undo", nargs=2, metavar="LIST ENTRY", help="Take back what was said of it.")
@click.option("--why", metavar="TEXT", default="", help="Why; required to say something of a lead.")
@PERSON
@JSON
def screen_command(
    case: Path, party: str | None, everybody: bool, lists: tuple[str, ...], as_of: str, born: tuple[str, ...],
    countries: tuple[str, ...], gender: str | None, against: tuple[Path, ...], show: int | None, why: str,
    person: str | None, as_json: bool, **said: Any,
) -> None:  # fmt: skip
    """Screen PARTY (a name or pa-…) of CASE against the lists that the case holds, and record that it was done.

    \b
    foja screen CASE "A. Person"                          against all lists, as they are today
    foja screen CASE pa-1 --list "UN" --as-of 2019-12-31  as one list was on a day
    foja screen CASE --all                                everybody that sources name
    foja screen CASE                                      the last screening of each party
    foja screen CASE pa-1 --not-same ls-1 6908555 --why "Born twenty years later"
    foja screen names.txt --against sdn.xml               names in a file, in no case; nothing is recorded

    A hit is a lead with its reasons, never a match until a person says so. A listing is an act of the body that lists;
    it is never evidence of the listed conduct. No hit means that nothing was found in that list under these names.
    """
    if against:
        _files(case, against, as_json)
        return
    decided = [(name, pair) for name, pair in said.items() if pair]
    with working(case) as opened:
        if show is not None:
            found = [opened.screening(show)]
        elif decided:
            _say(opened, party, decided, person, why, as_json)
            return
        elif everybody:
            found = list(opened.screen_all(lists=lists, as_of=as_of, actor=actor(person), why=why or "Screened"))
        elif party:
            known = {"born": born, "countries": countries, "gender": (gender,) if gender else ()}
            found = [
                opened.screen(party, lists=lists, as_of=as_of, said=known, actor=actor(person), why=why or "Screened")
            ]
        else:
            found = list(opened.screenings())
    if as_json:
        emit(found[0] if party or show is not None else found)
        return
    if len(found) == 1 or party:
        for one in found:
            print_screening(one)
        return
    _print_many(found)


def _say(
    case: Case, party: str | None, decided: list[tuple[str, Any]], person: str | None, why: str, as_json: bool
) -> None:
    states = {"same": LeadState.CONFIRMED, "not_same": LeadState.REJECTED, "undo": LeadState.OPEN}
    if not party or len(decided) != 1:
        raise UsageError(
            "decision-missing", "Say one thing of one party.",
            next='For example: foja screen CASE pa-1 --not-same ls-1 6908555 --why "…"',
        )  # fmt: skip
    name, (snapshot, entry) = decided[0]
    event = case.say_of_lead(party, snapshot, entry, states[name], actor=actor(person), why=why)
    emit(event) if as_json else click.echo(f"Recorded as event {event.seq}: {event_line(event)}")


def _files(names: Path, against: tuple[Path, ...], as_json: bool) -> None:
    from datetime import UTC, datetime

    from foja.facade.screening import Asked, screen_of_files, screened
    from foja.model.matching import Subject
    from foja.model.vocabulary import MentionKind

    try:
        lines = names.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError("file-unreadable", f"The names cannot be read: {error}.", where=str(names)) from error
    screen = screen_of_files(against, against[0].name)
    today = datetime.now(UTC).date().isoformat()
    asked = [
        Asked(Subject(id=f"line {n}", kind=MentionKind.UNKNOWN, names=(" ".join(line.split()),)))
        for n, line in enumerate(lines, 1)
        if line.strip()
    ]
    found = screened(asked, [screen], today)
    if as_json:
        emit(found)
        return
    for one in found:
        _print_body(one, [LeadRow(lead=lead) for lead in one.leads], one.asked.names[0])
    click.echo("Nothing was recorded: these names are in no case.", err=True)


def _print_many(found: list[ScreeningView]) -> None:
    with_leads = [one for one in found if one.leads]
    for one in with_leads:
        print_screening(one)
    if found:
        click.echo(f"{len(found)} screened, {len(with_leads)} with leads. No lead: none found under these names.")
    else:
        click.echo("Nothing was screened yet. Begin with: foja screen CASE PARTY")


def print_screening(view: ScreeningView) -> None:
    """A screening as a receipt: what was asked, of which lists, by whom, and what came of it."""
    _print_body(view.screening, view.leads, view.name)
    click.echo(f"Recorded as event {view.seq} on {view.at} by {view.by}: {view.why}\n  leaf sha256:{view.leaf}\n")


def _print_body(one: Screening, rows: Any, name: str) -> None:
    asked = one.asked
    click.echo(f"{name}, as of {one.as_of}\n  asked: {' · '.join(asked.names)}")
    known = [f"born {' or '.join(asked.born)}"] if asked.born else []
    known += [", ".join(asked.countries), asked.gender, "; ".join(asked.posts)]
    if any(known):
        click.echo(f"  known besides: {'; '.join(filter(None, known))}")
    for ref in one.against:
        more = [f"{ref.things} vessels and other things not compared"] if ref.things else []
        more += [f"{ref.passed_over} faults in the file, see foja lists"] if ref.passed_over else []
        click.echo(
            f"  against {ref.list} of {ref.date or 'a day not stated'}: {'; '.join([f'{ref.compared} entries', *more])}"
        )
        for digest in ref.files:
            click.echo(f"    sha256:{digest}")
    click.echo(f"  compared by {one.matcher}; leads from {one.likely:g} up")
    for row in rows:
        print_lead(row)
    for name in one.cut:
        click.echo(f"  {name} has more leads than are told here; the likeliest are")
    for line in one.idle:
        click.echo(f"  not compared: {line}")
    if not one.leads and len(one.idle) < len(asked.names):
        click.echo("  No lead: none found in these lists under these names.")
    for lead in one.near:
        click.echo(f"  near, and no lead: {_lead_line(lead)}")
        for line in why_not(lead.comparison):
            click.echo(f"    {line}")


def _lead_line(lead: Lead) -> str:
    weak = " (weak alias)" if lead.rank is NameRank.WEAK else ""
    return (
        f"{lead.comparison.probability:.2f}  {lead.comparison.ours} – {lead.comparison.theirs}{weak}"
        f"  [{lead.list} {lead.entry.id}] {entry_line(lead.entry)}"
    )


def print_lead(row: LeadRow) -> None:
    """A lead with its reasons and what was said of it."""
    lead = row.lead
    click.echo(f"  lead: {_lead_line(lead)}")
    for line in reasons(lead.comparison):
        click.echo(f"    {line}")
    if lead.entry.ended_on:
        click.echo(f"    the listing ended on {lead.entry.ended_on}")
    if row.gone:
        click.echo(f"    no longer in the list of {row.gone}")
    if row.decision:
        click.echo(f"    {lead_words(row.state)} by {row.decision.by}, {row.decision.at[:10]}: {row.decision.why}")
    else:
        click.echo(f"    not decided; decide with: foja screen CASE PARTY --same {lead.snapshot} {lead.entry.id}")


def lead_words(state: LeadState) -> str:
    return {
        LeadState.OPEN: "not decided", LeadState.CONFIRMED: "said to mean this party",
        LeadState.REJECTED: "said to mean somebody else",
    }[state]  # fmt: skip


def reasons(one: NameComparison) -> list[str]:
    """What lined up, what speaks for and against, what is missing, a line each."""
    found = [f"{p.ours} = {p.theirs}: {p.how}, {p.likeness:.2f}, weight {p.weight:.2f}" for p in one.pairs]
    found += [f"without a partner: {', '.join(one.alone_ours)} (ours)"] if one.alone_ours else []
    found += [f"without a partner: {', '.join(one.alone_theirs)} (theirs)"] if one.alone_theirs else []
    found += [f"for: {line}" for line in one.supports] + [f"against: {line}" for line in one.against]
    return found + [f"missing: {line}" for line in one.missing]


def why_not(one: NameComparison) -> list[str]:
    """What kept two names apart, a line each: parts without a partner, what speaks against."""
    found = [f"{p.ours} and {p.theirs} only {p.likeness:.2f} alike" for p in one.pairs if p.likeness < 0.8]
    found += [f"nothing beside “{part}”" for part in (*one.alone_ours, *one.alone_theirs)]
    return found + [f"against: {line}" for line in one.against]
