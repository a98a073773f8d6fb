"""Commands on arguments: argue; and what they are made from: circumstance(s), resolution(s)."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from foja.cli.acts import AS_OF, KNOWN_BY, print_act
from foja.cli.ask import LIMIT
from foja.cli.particulars import CORRECT, NOTE, REASON, WITHDRAW, WITHOUT, print_page, print_particular, record
from foja.cli.shared import CASE, JSON, PERSON, actor, emit, shown
from foja.model.argument import Argument, ArgumentsView, Waiting
from foja.model.errors import UsageError
from foja.model.vocabulary import Read, Side, Stands

DAY = click.option("--as-of", default="", metavar="DATE", help="On which day; today where none is named.")
PERSONS = click.option(
    "--person", "persons", multiple=True, help="Whom it is about: a name, or a party (pa-…). May be repeated."
)
AFTER = click.option("--after", default="", help="Where the last list ended.")


def day_asked(as_of: str) -> str:
    """The day of the question: today where none was named."""
    return as_of or date.today().isoformat()


@click.command("circumstance")
@CASE
@click.argument("ids", nargs=-1)
@click.option("--kind", help="What sort: nationality, offence, treaty, conduct … (list: --kind list).")
@PERSONS
@click.option("--by", "authority", help="Who classed, decided or said it, where that counts.")
@click.option("--value", help="The word or number that the kind asks for.")
@click.option("--country", "countries", multiple=True, help="A code such as AR, or a name. May be repeated.")
@click.option("--from", "since", metavar="EDTF", help="The day, or since when.")
@click.option("--to", "until", metavar="EDTF", help="Until when; .. where a source says that it goes on.")
@click.option("--denied", is_flag=True, default=None, help="What it rests on says that it is not so.")
@NOTE
@WITHOUT
@CORRECT
@WITHDRAW
@REASON
@PERSON
@JSON
def circumstance_command(
    case: Path, ids: tuple[str, ...], why: str, person: str | None, as_json: bool, **given: Any
) -> None:
    """Record from the accepted statements IDS (st-…) of CASE what a rule asks about and no act or post says.

    \b
    foja circumstance CASE --kind list
    foja circumstance CASE st-1 --kind offence --value terrorism --by "A prosecutor" --from 2006-10-25 --why "Read"
    foja circumstance CASE st-2 --kind treaty --country AR --country UY --from 1996 --to .. --why "Read"

    Name nobody where it is about everybody in the file.
    """
    if given["kind"] == "list":
        _list_kinds(as_json)
        return
    record("circumstance", case, given, ids, actor(person), why, as_json)


def _list_kinds(as_json: bool) -> None:
    from foja.law.circumstances import circumstances

    if as_json:
        emit(list(circumstances().values()))
        return
    for kind in circumstances().values():
        asks = [f"person: {kind.person}", f"countries: {kind.countries}" if kind.countries else ""]
        asks += [f"value: {', '.join(kind.values) or kind.value}" if kind.value != "none" else ""]
        asks += ["lasts" if kind.lasts else "a day", "needs a published source" if kind.published else ""]
        click.echo(f"{kind.name:<26} {'; '.join(filter(None, asks))}")


@click.command("circumstances")
@CASE
@click.option("--kind", default="", help="Of one kind only.")
@AS_OF
@KNOWN_BY
@LIMIT
@AFTER
@JSON
def circumstances_command(
    case: Path, kind: str, as_of: str, known_by: str, limit: int, after: str, as_json: bool
) -> None:
    """List the circumstances recorded in CASE, by date."""
    with shown(case) as opened:
        page = opened.circumstances(kind=kind, as_of=as_of, known_by=known_by, limit=limit, after=after)
    print_page(page, as_json)


@click.command("resolution")
@CASE
@click.argument("ids", nargs=-1)
@click.option("--issue", help="The rulebook: red_notice, immunity … (list: foja argue CASE list).")
@click.option("--prefers", metavar="RULE", help="The argument that the decision followed.")
@click.option("--over", metavar="RULE", help="The argument that it did not follow.")
@click.option("--by", "authority", help="Who decided.")
@click.option("--date", "since", metavar="EDTF", help="When it was decided.")
@PERSONS
@click.option("--act", metavar="AC", help="The act that decided, where it is on file.")
@NOTE
@WITHOUT
@CORRECT
@WITHDRAW
@REASON
@PERSON
@JSON
def resolution_command(
    case: Path, ids: tuple[str, ...], why: str, person: str | None, as_json: bool, **given: Any
) -> None:
    """Record from the accepted statements IDS (st-…) of CASE that an authority followed one argument and not another.

    \b
    foja resolution CASE st-1 --issue red_notice --prefers RN-ART3-RANK-THEN --over RN-TERROR
             --by "Executive Committee" --date 2007-03-15 --person "A. Person" --why "Its reasons, as reported"

    Nothing else prefers an argument. It counts from the day of the decision on, for the persons named (none: all).
    """
    record("resolution", case, given, ids, actor(person), why, as_json)


@click.command("resolutions")
@CASE
@click.option("--issue", default="", help="Of one rulebook only.")
@AS_OF
@KNOWN_BY
@LIMIT
@AFTER
@JSON
def resolutions_command(
    case: Path, issue: str, as_of: str, known_by: str, limit: int, after: str, as_json: bool
) -> None:
    """List the decisions between arguments that are recorded in CASE, by date."""
    with shown(case) as opened:
        page = opened.resolutions(issue=issue, as_of=as_of, known_by=known_by, limit=limit, after=after)
    print_page(page, as_json)


@click.command("argue")
@CASE
@click.argument("issue")
@click.argument("party", required=False, default="")
@DAY
@KNOWN_BY
@click.option("--country", "forum", default="", help="The state whose courts or authorities are asked about.")
@click.option("--requesting", default="", help="The state that asks for surrender.")
@JSON
def argue_command(
    case: Path, issue: str, party: str, as_of: str, known_by: str, forum: str, requesting: str, as_json: bool
) -> None:
    """Show the arguments for and against on ISSUE about PARTY (a name or pa-…), by what is on file in CASE.

    \b
    foja argue CASE list
    foja argue CASE red_notice "A. Person" --as-of 2007-03-15
    foja argue CASE immunity "A. Person" --country AR --as-of 2025-04-09 --known-by 2025-04-30

    Each argument names its rule, its text and what it rests on. foja draws no conclusion.
    """
    if issue == "list":
        _list_books(as_json)
        return
    if not party:
        raise UsageError("party-missing", "Nobody was named.", next="Name a party after the issue.")
    with shown(case) as opened:
        view = opened.argue(issue, party, as_of=day_asked(as_of), known_by=known_by, forum=forum, requesting=requesting)
    emit(view) if as_json else _print(view)


def _list_books(as_json: bool) -> None:
    from foja.law.rulebook import rulebooks

    if as_json:
        emit(list(rulebooks().values()))
        return
    for book in rulebooks().values():
        needs = f"; needs {', '.join(book.needs)}" if book.needs else ""
        click.echo(f"{book.name:<14} {book.title}, {len(book.rule)} rules{needs}\n{'':<14} {book.question}")


def _print(view: ArgumentsView) -> None:
    click.echo(view.question)
    if view.known_by:
        click.echo(f"as known by {view.known_by}")
    for side in Side:
        click.echo(f"\n{side.upper()}")
        found = [one for one in view.arguments if one.side is side]
        for one in found:
            _print_argument(one)
        if not found:
            click.echo("  No argument that this file gives a premise for.")
    _print_lacking("Not put forward, because a premise was not found in this file", view.waiting)
    _print_lacking("Ruled out, because the file says that a premise is not so", view.ruled_out)
    click.echo("\nWhat the premises rest on")
    for act in view.acts:
        print_act(act, "  ")
    for row in view.particulars:
        print_particular(row, "  ")
    click.echo("\nDecisions recorded")
    for act in view.decisions:
        print_act(act, "  ")
    if not view.decisions:
        click.echo("  None found in this file.")
    click.echo(f"\n{view.unchecked}\n{view.says}")


def _print_argument(one: Argument) -> None:
    click.echo(f"  [{one.rule}] {one.says}")
    click.echo(f"    {one.cite} ({one.source.replace('_', ' ')}; {read_words(one.read)})")
    for premise in one.premises:
        click.echo(f"    - {premise.words}  {' '.join(premise.ids)}")
    marks = [stands_words(one), "a premise is only possible" if one.open else ""]
    marks += ["an accepted statement contests a premise" if one.contested else ""]
    click.echo(f"    {'; '.join(filter(None, marks))}")
    click.echo(f"    the rule: {one.disputed}")


def _print_lacking(head: str, rules: tuple[Waiting, ...]) -> None:
    if rules:
        click.echo(f"\n{head}")
    for one in rules:
        click.echo(f"  [{one.rule}] {one.side}: {'; '.join(one.lacks)}")


def read_words(read: Read) -> str:
    return {
        Read.WHOLE: "the cited text was read", Read.PART: "needs review: the text was read in part",
        Read.NONE: "needs review: the text was not read",
    }[read]  # fmt: skip


def stands_words(one: Argument) -> str:
    """How an argument stands among the others, with who made it stand so."""
    against = ", ".join(dict.fromkeys(attack.by for attack in one.attacks if not attack.undercuts))
    cuts = "; ".join(f"{attack.by} ({attack.cite})" for attack in one.attacks if attack.undercuts)
    decided = "; ".join(f"{one.authority}, {one.date} ({one.id})" for one in one.decided)
    return {
        Stands.UNANSWERED: "no counter-argument in this book applies",
        Stands.CONTESTED: f"contested by {', '.join(filter(None, (against, cuts)))}",
        Stands.UNDERCUT: f"undercut by {cuts}" if cuts else f"answered by {against}",
        Stands.RESTORED: (
            f"what speaks against it ({', '.join(filter(None, (against, cuts)))}) was not followed, or is undercut"
        ),
        Stands.FOLLOWED: f"followed by {decided}",
        Stands.NOT_FOLLOWED: f"not followed by {decided}",
    }[one.stands]
