"""Commands that hold something against the file: check, changes."""

from __future__ import annotations

from pathlib import Path

import click

from foja.cli.acts import AS_OF, print_act, state_words
from foja.cli.items import print_item
from foja.cli.particulars import print_particular
from foja.cli.shared import CASE, JSON, emit, shown
from foja.model.page_check import Bearing, Changes, CheckedStatement, StateChange
from foja.model.vocabulary import Relation

SIGN = {Relation.CONFIRMS: "+", Relation.QUALIFIES: "~", Relation.CONTRADICTS: "!"}


@click.command("check")
@CASE
@click.argument("page", type=click.Path(path_type=Path))
@AS_OF
@click.option("--all", "everything", is_flag=True, help="Statements too on which nothing on file bears.")
@JSON
def check_command(case: Path, page: Path, as_of: str, everything: bool, as_json: bool) -> None:
    """Hold the file PAGE against CASE: what on file confirms, qualifies or contradicts each of its statements, and why.

    foja does not say what is so. PAGE does not enter the case; to keep it, add it: foja add CASE PAGE.
    """
    with shown(case) as opened:
        found = opened.check_page(page, as_of=as_of, everything=everything)
    if as_json:
        emit(found)
        return
    click.echo(f"{found.title or found.name}{f', {found.published}' if found.published else ''}")
    click.echo(f"States are those of {found.as_of}." if found.as_of else "The page gives no date: states are the last.")
    for gap in found.gaps:
        click.echo(f"Not read: {gap}")
    bare = [one.number for one in found.statements if not one.bearings and not one.like]
    for one in found.statements:
        if one.bearings or everything:
            _print_checked(one)
    told = sum(1 for one in found.statements if one.bearings or one.like)
    click.echo(
        f"\n{told} of {len(found.statements)} statements of the page have something on file that bears on them; of "
        f"{len(bare)} the file has nothing."
    )
    if bare and not everything:
        click.echo(f"Nothing on: {', '.join(map(str, bare))}. See them with --all.")


def _print_checked(one: CheckedStatement) -> None:
    by = f"{one.speaker}: " if one.speaker else ""
    click.echo(f"\n{one.number}. {by}“{' '.join(one.quote.split())}”  [{one.modality}]")
    for bearing in one.bearings:
        _print_bearing(bearing)
    if one.like:
        click.echo(f"   as with {', '.join(map(str, one.like))}")
    if not one.bearings and not one.like:
        click.echo("   the file has nothing on it")


def _print_bearing(bearing: Bearing) -> None:
    click.echo(f" {SIGN[bearing.relation]} {bearing.relation}: {bearing.reason}")
    if bearing.says:
        click.echo(f"     {bearing.says}")
        click.echo(f"     ({'; '.join(bearing.sources)})")
    for row in bearing.statements:
        marks = f"; {'; '.join(flag.words for flag in row.flags)}" if row.flags else ""
        click.echo(
            f"     {row.id} {row.outlet or row.source_label}, {row.published or 'no date'} ({row.status}{marks}):"
        )
        click.echo(f"       “{' '.join(row.content.split())}”")
    for act in bearing.acts:
        click.echo(
            f"     {act.act.id} {act.act.date.edtf} {act.words}, by {act.act.authority.name}: {act.act.matter.title}"
        )
    for post in bearing.posts:
        print_particular(post, "     ")
    for item in bearing.items:
        print_item(item, brief=True)


@click.command("changes")
@CASE
@click.option("--since", metavar="DATE", required=True, help="The first day that counts.")
@AS_OF
@click.option("--known-by", metavar="DATE", default="", help="The last day that counts; up to now where none is named.")
@click.option("--limit", type=click.IntRange(1, 10000), default=200, show_default=True)
@JSON
def changes_command(case: Path, since: str, as_of: str, known_by: str, limit: int, as_json: bool) -> None:
    """List what became known in CASE since a day, and which measures and proceedings stand otherwise for it.

    Known: published, or received here where no date of publication is known. What was recorded here since, though known
    before, is counted.
    """
    with shown(case) as opened:
        found = opened.changes(since, as_of=as_of, known_by=known_by, limit=limit)
    if as_json:
        emit(found)
        return
    _print_changes(found)


def _print_changes(found: Changes) -> None:
    upto = f" and up to {found.known_by}" if found.known_by else ""
    click.echo(f"Since {found.since}{upto}: {len(found.sources)} sources, {found.total} statements became known.")
    if found.states:
        click.echo("\nStands otherwise")
    alike: dict[tuple[str, str], list[str]] = {}
    for one in found.states:
        alike.setdefault((one.after.matter.title, _change(one)), []).append(one.after.subject.name)
    for (title, change), names in alike.items():
        click.echo(f"  {title}: {', '.join(names)}\n    {change}")
    if found.acts:
        click.echo("\nActs")
    for act in found.acts:
        print_act(act)
    if found.posts:
        click.echo("\nPosts")
    for post in found.posts:
        print_particular(post)
    if found.items:
        click.echo("\nIncidents, evidence, positions")
    for item in found.items:
        print_item(item)
    if found.recorded:
        told = ", ".join(f"{number} {sort}" for sort, number in found.recorded.items())
        click.echo(f"\nRecorded here since then, known before: {told}.")
    if not (found.total or found.acts or found.items):
        click.echo("Nothing became known since then.")


def _change(one: StateChange) -> str:
    before = state_words(one.before) if one.before else "none found in this file"
    return f"was: {before}\n    is:  {state_words(one.after)}"
