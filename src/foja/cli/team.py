"""Who may open a case on a server that a team shares."""

from __future__ import annotations

from pathlib import Path

import click

from foja.case import Case
from foja.cli.shared import CASE, JSON, emit
from foja.model.errors import UsageError
from foja.web.team import admit, dismiss, read_roster, roster_path


@click.command("team")
@CASE
@click.option("--admit", "admitted", metavar="NAME", help="Admit a person; prints the personal key, once.")
@click.option("--reads", is_flag=True, help="With --admit: to look and search, and change nothing.")
@click.option("--dismiss", "dismissed", metavar="NAME", help="Take a person off the list.")
@JSON
def team_command(case: Path, admitted: str | None, reads: bool, dismissed: str | None, as_json: bool) -> None:
    """List who may open CASE where `foja serve --team` runs on this machine, admit somebody, or dismiss somebody."""
    if reads and not admitted:
        raise UsageError(
            "team-name", "Who is to read is not named.", next="Name the person: foja team CASE --admit NAME --reads"
        )
    with Case(case) as opened:
        path = roster_path(opened.origin)
    if dismissed:
        dismiss(path, dismissed)
    key = admit(path, admitted, reads=reads) if admitted else ""
    roster = read_roster(path)
    members = roster.members if roster else ()
    if as_json:
        listed = [{"name": one.name, "since": one.since, "reads": one.reads} for one in members]
        emit({"members": listed, **({"key": key} if key else {})})
        return
    if key:
        click.echo("The personal key is shown once. Give it over a way that you trust; the address ends in:\n")
        click.echo(f"    /enter#{key}\n")
    if not members:
        click.echo("Nobody is admitted.")
    for one in members:
        click.echo(f"{one.name}: {'reads' if one.reads else 'decides'}, since {one.since}")
