"""The command that asks third parties for the time: stamp."""

from __future__ import annotations

from pathlib import Path

import click

from foja.cli.shared import CASE, JSON, PERSON, actor, emit, working
from foja.preserve.stamp import StampResult


@click.command("stamp")
@CASE
@PERSON
@click.option("--why", metavar="TEXT", default="Time stamp", show_default=True, help="Why; kept in the ledger.")
@JSON
def stamp_command(case: Path, person: str | None, why: str, as_json: bool) -> int:
    """Ask the time-stamping authorities of CASE to confirm that its record exists by now.

    Each authority that foja.toml names in a [[stamp]] table gets one digest over the network, and nothing else; so
    does each OpenTimestamps calendar that it names in a [[calendar]] table. A calendar only promises at first: the same
    command, some hours later, fetches the proof.

    \b
    Exit code 0: all answered.   1: one did not, or its answer does not count; it says why.
    """
    with working(case) as opened:
        report = opened.stamp(actor=actor(person), why=why, on_result=None if as_json else _say)
    if as_json:
        emit(report)
    return 1 if report.failed else 0


def _say(result: StampResult) -> None:
    if result.reason:
        click.echo(f"{result.authority}: no stamp: {result.reason}.")
        click.echo("    Nothing is lost. Ask again later with the same command.")
    elif result.promised:
        click.echo(f"{result.authority}: promised for the first {result.size} events. Nothing proves it yet:")
        click.echo("    run the same command again in some hours.")
    elif result.block:
        at = f", found at {result.gen_time}" if result.gen_time else ""
        click.echo(f"{result.authority}: the first {result.size} events are in Bitcoin block {result.block}{at}.")
    else:
        click.echo(f"{result.authority}: the first {result.size} events existed at {result.gen_time}.")
