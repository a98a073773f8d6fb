"""What the commands on particulars share: recording one, correcting it, withdrawing it, and printing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from foja.case import Case
from foja.cli.acts import quality_words
from foja.cli.ask import event_line, more
from foja.cli.shared import emit, watched, working
from foja.model.event import Actor
from foja.model.particular import ParticularRow, Post, named
from foja.model.rows import Page
from foja.model.vocabulary import ActState

WITHOUT = click.option(
    "--without-statement", "entered", is_flag=True, help="You enter it without a statement to rest on."
)
CORRECT = click.option("--correct", metavar="ID", help="Put this in the place of a record; IDS replace its basis.")
WITHDRAW = click.option("--withdraw", metavar="ID", help="Say that it was not so, or does not belong here.")
NOTE = click.option("--note", help="What else there is to say.")
REASON = click.option("--why", metavar="TEXT", default="", help="Why; required to record.")


def record(
    sort: str, path: Path, given: dict[str, Any], ids: tuple[str, ...], who: Actor, why: str, as_json: bool
) -> None:
    """Records, corrects or withdraws what the options say, and prints it."""
    correct, withdraw, entered = given.pop("correct"), given.pop("withdraw"), given.pop("entered")
    fields = {name: value for name, value in given.items() if value}
    with working(path) as case:
        if withdraw:
            event = case.withdraw_particular(withdraw, actor=who, why=why)
            emit(event) if as_json else click.echo(f"{withdraw} is withdrawn; it stays in the history.")
            return
        if correct:
            made = case.correct_particular(correct, fields, ids, actor=who, why=why)
        else:
            made = case.record_particular(sort, fields, ids, entered=entered, actor=who, why=why)
        emit(made) if as_json else print_particular(watched(case).particular(made.id).row)


def print_page(page: Page[ParticularRow], as_json: bool) -> None:
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
    marks += [f"so on that day: {row.holds}" if row.holds else ""]
    marks += [f"said to go on, last on {row.last_said}" if row.last_said else "", one.note]
    marks += [f"{row.state}" if row.state is not ActState.RECORDED else ""]
    click.echo(f"{indent}  {'; '.join(filter(None, marks))}")
    for basis in row.basis:
        if basis.counts:
            quote = " ".join(basis.quote.split())
            quote = quote if len(quote) <= 160 else f"{quote[:159]}…"
            click.echo(f"{indent}  {basis.statement} ({basis.quality}) {basis.source_label}: “{quote}”")
            for flag in basis.flags:
                click.echo(f"{indent}    note: {flag.words}{f' ({flag.note})' if flag.note else ''}")


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
