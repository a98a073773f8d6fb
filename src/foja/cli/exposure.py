"""Commands for tables over what is on file: exposure, deadlines, elements, filing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from foja.cli.acts import AS_OF, KNOWN_BY, print_act
from foja.cli.arguments import DAY, day_asked, read_words
from foja.cli.particulars import CORRECT, NOTE, REASON, WITHDRAW, print_particular, record
from foja.cli.shared import CASE, JSON, PERSON, actor, emit, shown, values
from foja.model.exposure import CountryRow, ExposureView
from foja.model.vocabulary import Holds, Mode, Side


@click.command("exposure")
@CASE
@click.argument("party")
@DAY
@KNOWN_BY
@click.option("--requesting", multiple=True, metavar="COUNTRY", help="A state that asks. Default: those on file.")
@click.option("--country", default="", help="One country alone, with all its factors.")
@JSON
def exposure_command(
    case: Path, party: str, as_of: str, known_by: str, requesting: tuple[str, ...], country: str, as_json: bool
) -> None:
    """Show by country which legal factors are on record for PARTY (a name or pa-…) on a day.

    Published public measures about accused officials only. No probability, no prediction, no live location; visits
    count only from published sources, and only those before the day. An empty field is unknown, not no.
    """
    with shown(case) as opened:
        view = opened.exposure(party, as_of=day_asked(as_of), known_by=known_by, requesting=requesting, country=country)
    emit(view) if as_json else _print_exposure(view, bool(country))


def _print_exposure(view: ExposureView, one: bool) -> None:
    click.echo(f"{view.subject.name}, on {view.as_of}" + (f", as known by {view.known_by}" if view.known_by else ""))
    click.echo(f"requesting: {', '.join(view.requesting) or 'none found in this file, none named'}\n\nEverywhere")
    for factor in view.general:
        click.echo(f"  {factor.direction:<10} {factor.name}: {factor.words}  {' '.join(factor.ids)}")
    recorded = [row for row in view.rows if one or row.recorded]
    for row in recorded:
        _print_country(row)
    rest = len(view.rows) - len(recorded)
    if rest:
        click.echo(f"\n{rest} other countries: nothing about them is on file. Unknown is not no.")
    click.echo(f"\n{view.says}")


def _print_country(row: CountryRow) -> None:
    click.echo(f"\n{row.name} ({row.code}): {row.band.replace('_', ' ')} ({row.why})")
    for factor in row.factors:
        click.echo(f"  {factor.direction:<10} {factor.name}: {factor.words}  {' '.join(factor.ids)}")
    click.echo(f"  {row.unknown} of {row.asked} factors unknown")


@click.command("deadlines")
@CASE
@DAY
@KNOWN_BY
@click.option("--party", default="", metavar="NAME", help="Of one party only: a name or pa-….")
@JSON
def deadlines_command(case: Path, as_of: str, known_by: str, party: str, as_json: bool) -> None:
    """List the days that follow from acts in CASE: terms that end, reviews that are due; each with its reason."""
    with shown(case) as opened:
        view = opened.deadlines(as_of=day_asked(as_of), known_by=known_by, party=party)
    if as_json:
        emit(view)
        return
    for row in view.rows:
        day = row.earliest if row.earliest == row.latest else f"{row.earliest} to {row.latest}"
        passed = {Holds.YES: "  PASSED, and nothing later was found in this file", Holds.POSSIBLE: "  may have passed"}
        click.echo(f"{day}{passed.get(row.passed, '')}")
        click.echo(f"  {row.title}, {row.matter.title}: {', '.join(one.name for one in row.subjects)}")
        click.echo(f"  {row.why}" + (f" ({row.cite}; {read_words(row.read)})" if row.read else ""))
        print_act(row.act, "  ")
    if not view.rows:
        click.echo("None follows from what is on file.")


@click.command("elements")
@CASE
@click.argument("party")
@click.option("--charge", default="", help="One charge (list: foja elements CASE list).")
@AS_OF
@KNOWN_BY
@JSON
def elements_command(case: Path, party: str, charge: str, as_of: str, known_by: str, as_json: bool) -> None:
    """Show the elements of charges against PARTY (a name or pa-…): statements for, against, and what is missing.

    \b
    foja elements CASE list
    foja elements CASE "A. Person" --charge homicide_ar
    """
    if party == "list":
        _list_charges(as_json)
        return
    with shown(case) as opened:
        view = opened.elements(party, charge=charge, as_of=as_of, known_by=known_by)
    if as_json:
        emit(view)
        return
    for found in view.charges:
        click.echo(f"{found.title}: {view.subject.name}\n{found.cite} ({read_words(found.read)})\n{found.says}")
        for cell in found.cells:
            mode = f" [{cell.mode}]" if cell.mode else ""
            click.echo(f"\n{cell.element}{mode}: {cell.words}{'  MISSING: nothing is filed' if cell.missing else ''}")
            for words, rows in (("for", cell.supporting), ("against", cell.opposing)):
                for row in rows:
                    click.echo(f"  {words}")
                    print_particular(row, "    ")
        click.echo(f"\n{found.filled} of {len(found.cells)} cells have something filed.\n")
    if not view.charges:
        click.echo("Nothing is filed under a charge; name one with --charge to see what it asks.")
    click.echo(view.note)


def _list_charges(as_json: bool) -> None:
    from foja.law.charging import charges

    if as_json:
        emit(list(charges().values()))
        return
    for charge in charges().values():
        click.echo(f"{charge.name:<16} {charge.title}\n{'':<16} {', '.join(one.name for one in charge.element)}")


@click.command("filing")
@CASE
@click.argument("ids", nargs=-1)
@click.option("--person", "accused", metavar="NAME", help="Against whom the charge is: a name, or a party (pa-…).")
@click.option("--charge", help="The charge (list: foja elements CASE list).")
@click.option("--element", help="The element of it.")
@click.option("--side", type=click.Choice(values(Side)), help="Whether the statements speak for or against it.")
@click.option("--mode", type=click.Choice(values(Mode)), help="The way of taking part; left out: every way.")
@NOTE
@CORRECT
@WITHDRAW
@REASON
@PERSON
@JSON
def filing_command(
    case: Path, ids: tuple[str, ...], accused: str | None, why: str, person: str | None, as_json: bool, **given: Any
) -> None:
    """File the accepted statements IDS (st-…) of CASE for or against an element of a charge.

    \b
    foja filing CASE st-1 --person "A. Person" --charge homicide_ar --element participation --mode planning
             --side for --why "The report says so"
    """
    record("filing", case, {"person": accused, "entered": False, **given}, ids, actor(person), why, as_json)
