"""Commands on posts held: post, posts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from foja.cli.acts import AS_OF, KNOWN_BY, print_days
from foja.cli.ask import LIMIT, more
from foja.cli.particulars import (
    CORRECT,
    NOTE,
    REASON,
    WITHDRAW,
    WITHOUT,
    print_page,
    print_particular,
    record,
)
from foja.cli.shared import CASE, JSON, PERSON, actor, shown, values
from foja.facade.acts import days
from foja.model.particular import ParticularRow
from foja.model.vocabulary import Holds, Rank


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
@NOTE
@WITHOUT
@CORRECT
@WITHDRAW
@REASON
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
    fields = {"person": held_by, **given}
    record("post", case, fields, ids, actor(person), why, as_json)


@click.command("posts")
@CASE
@click.argument("person", default="")
@click.option("--party", metavar="NAME", default="", help="Of one party only: a name or pa-…, as PERSON.")
@click.option("--post", "title", metavar="WORDS", default="", help='Posts with these words: "minister defence iran".')
@AS_OF
@KNOWN_BY
@click.option("--all", "over", is_flag=True, help="With --as-of: those too that had been left by then.")
@LIMIT
@click.option("--after", default="", help="Where the last list ended.")
@JSON
def posts_command(
    case: Path, person: str, party: str, title: str, as_of: str, known_by: str, over: bool, limit: int, after: str,
    as_json: bool,
) -> None:  # fmt: skip
    """List the posts recorded in CASE that were held, or may have been; with --as-of, on that day.

    \b
    foja posts CASE "A. Person" --as-of 2007-03-15        what somebody held
    foja posts CASE --post "minister interior" --as-of 2023-01-01     who held it
    """
    with shown(case) as opened:
        page = opened.posts(
            party=person or party, title=title, as_of=as_of, known_by=known_by, over=over, limit=limit, after=after
        )
        if as_json or not as_of:
            print_page(page, as_json)
            return
        print_days(opened, as_of, days(as_of, known_by)[0], days(as_of, known_by)[1])
    _print_by_answer(page.items)
    if page.after:
        more(len(page.items), page.total)


HEADS = {
    Holds.YES: "Held on that day", Holds.POSSIBLE: "Possibly held: the sources leave open when it began or ended",
    Holds.NO: "Not held on that day",
}  # fmt: skip


def _print_by_answer(rows: Sequence[ParticularRow]) -> None:
    for answer, head in HEADS.items():
        found = [row for row in rows if row.holds is answer]
        if found:
            click.echo(head)
        for row in found:
            print_particular(row, "  ")
    if not rows:
        click.echo("None found in this file.")
