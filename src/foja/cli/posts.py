"""Commands on posts held: post, posts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from foja.case import Case
from foja.cli.acts import AS_OF, KNOWN_BY, quality_words
from foja.cli.ask import LIMIT, event_line, more
from foja.cli.shared import CASE, JSON, PERSON, actor, emit, shown, values, working
from foja.model.particular import ParticularRow, Post, named
from foja.model.vocabulary import ActState, Rank


@click.command("post")
@CASE
@click.argument("ids", nargs=-1)
@click.option("--person", "held_by", metavar="NAME", help="Who held it: a name, or a party (pa-…).")
@click.option("--title", help="The post as the sources name it.")
@click.option("--rank", type=click.Choice(values(Rank)), help="What sort of post it is, as far as rules ask.")
@click.option("--rank-disputed", is_flag=True, default=None, help="It is disputed that the post is of that rank.")
@click.option("--org", "organisation", metavar="NAME", help="The body that it belongs to.")
@click.option("--country", help="The state whose post it is: a code such as AR, or a name.")
@click.option("--receiving", metavar="COUNTRY", help="The state to which its holder is accredited.")
@click.option("--from", "since", metavar="EDTF", help="When it was taken up: 1989, 1988~, [1997,1998].")
@click.option("--to", "until", metavar="EDTF", help="When it was left; .. where a source says that it goes on.")
@click.option("--note", help="What else there is to say.")
@click.option("--without-statement", "entered", is_flag=True, help="You enter it without a statement to rest on.")
@click.option("--correct", metavar="PO", help="Put this in the place of a recorded post; IDS replace what it rests on.")
@click.option("--withdraw", metavar="PO", help="Say that the post was not held, or does not belong here.")
@click.option("--why", metavar="TEXT", default="", help="Why; required.")
@PERSON
@JSON
def post_command(
    case: Path, ids: tuple[str, ...], held_by: str | None, why: str, person: str | None, as_json: bool, **given: Any
) -> None:
    """Record from the accepted statements IDS (st-…) of CASE that somebody held a post.

    \b
    foja post CASE st-1 --person "A. Person" --title "Minister of the Interior" --rank minister
              --org "Government of X" --country XX --from 2021-08 --to 2024-08 --why "Read"
    foja post CASE --correct po-1 --to 2024-08-21 --why "The gazette has the day"
    foja post CASE --withdraw po-1 --why "Another person of that name"

    Leave a date out that nobody knows. The rank is your classification, and shown as that.
    """
    correct, withdraw, entered = given.pop("correct"), given.pop("withdraw"), given.pop("entered")
    fields = {name: value for name, value in {"person": held_by, **given}.items() if value}
    with working(case) as opened:
        if withdraw:
            event = opened.withdraw_particular(withdraw, actor=actor(person), why=why)
            emit(event) if as_json else click.echo(f"{withdraw} is withdrawn; it stays in the history.")
            return
        if correct:
            made = opened.correct_particular(correct, fields, ids, actor=actor(person), why=why)
        else:
            made = opened.record_particular("post", fields, ids, entered=entered, actor=actor(person), why=why)
        if as_json:
            emit(made)
            return
        print_particular(opened.particular(made.id).row)


@click.command("posts")
@CASE
@click.option("--party", metavar="NAME", default="", help="Of one party only: a name or pa-….")
@AS_OF
@KNOWN_BY
@click.option("--all", "over", is_flag=True, help="With --as-of: those too that had been left by then.")
@LIMIT
@click.option("--after", default="", help="Where the last list ended.")
@JSON
def posts_command(
    case: Path, party: str, as_of: str, known_by: str, over: bool, limit: int, after: str, as_json: bool
) -> None:
    """List the posts recorded in CASE that were held, or may have been; with --as-of, on that day."""
    with shown(case) as opened:
        page = opened.posts(party=party, as_of=as_of, known_by=known_by, over=over, limit=limit, after=after)
    if as_json:
        emit(page)
        return
    for row in page.items:
        print_particular(row)
    if not page.items:
        click.echo("None found in this file.")
    if page.after:
        more(len(page.items), page.total)


def print_particular(row: ParticularRow, indent: str = "") -> None:
    """Whom it is about, what it says, how well the record shows it."""
    one = row.particular
    whom = ", ".join(party.name for party in named(one)["person"])
    click.echo(f"{indent}{whom}: {row.words}" if whom else f"{indent}{row.words}")
    marks = [
        one.id,
        rank_words(one) if isinstance(one, Post) else "",
        quality_words(row.quality),
        "contested by an accepted statement" if row.contested else "",
    ]
    marks += [f"so on that day: {row.holds}" if row.holds else "", one.note]
    marks += [f"{row.state}" if row.state is not ActState.RECORDED else ""]
    click.echo(f"{indent}  {'; '.join(filter(None, marks))}")
    for basis in row.basis:
        if basis.counts:
            quote = " ".join(basis.quote.split())
            quote = quote if len(quote) <= 160 else f"{quote[:159]}…"
            click.echo(f"{indent}  {basis.statement} ({basis.quality}) {basis.source_label}: “{quote}”")


def rank_words(one: Post) -> str:
    """How a person classed the post."""
    return f"classed as {one.rank.replace('_', ' ')}" + (", which is disputed" if one.rank_disputed else "")


def show(case: Case, identifier: str, as_json: bool) -> None:
    """One particular whole."""
    view = case.particular(identifier)
    if as_json:
        emit(view)
        return
    print_particular(view.row)
    if view.row.superseded_by:
        click.echo(f"  superseded by {view.row.superseded_by}")
    for event in view.history:
        click.echo(f"  {event_line(event)}")
