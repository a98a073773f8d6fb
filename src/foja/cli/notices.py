"""The command ``notices``: which were in force on a day, with what stands beside each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import click

from foja.cli.acts import AS_OF, KNOWN_BY, print_days, quality_words, state_words
from foja.cli.shared import CASE, JSON, emit, shown
from foja.model.proceedings import ActRow, StatusView, SubjectState
from foja.model.vocabulary import Holds


@click.command("notices")
@CASE
@AS_OF
@KNOWN_BY
@click.option("--all", "every", is_flag=True, help="Also what shows that the others were not in force.")
@JSON
def notices_command(case: Path, as_of: str, known_by: str, every: bool, as_json: bool) -> None:
    """List the notices of CASE that were, or may have been, in force, each with the act that shows it; and, in short,
    those that were not. A notice is a request, not a warrant."""
    with shown(case) as opened:
        view = opened.notices(as_of=as_of, known_by=known_by)
        if as_json:
            emit(view)
            return
        print_days(opened, as_of, view.as_of, view.known_by)
    rows = {row.act.id: row for row in view.acts}
    groups = _alike(view.states)
    in_force = [group for group in groups if group[0].answer is not Holds.NO]
    for group in in_force:
        _print_notice(group, rows, True)
        _print_beside(group, view)
    if not in_force:
        click.echo("None found in this file." if not view.states else "None in force, by what is on file.")
    others = [group for group in groups if group[0].answer is Holds.NO]
    if others:
        click.echo("\nNot in force, by what is on file")
    for group in others:
        _print_notice(group, rows, every)
    click.echo("\nA notice is a request, not a warrant. Most are not published: what is not on file may exist.")


def _alike(states: Iterable[SubjectState]) -> list[list[SubjectState]]:
    """Those in one matter for whom it stands alike."""
    found: dict[object, list[SubjectState]] = {}
    for state in states:
        found.setdefault((state.matter.id, state.states, state.answer, state.none_yet, state.until), []).append(state)
    return list(found.values())


def _print_notice(group: Sequence[SubjectState], rows: Mapping[str, ActRow], cited: bool) -> None:
    """How a notice stands for these, and the acts that led there, with their sources."""
    first = group[0]
    click.echo(f"{', '.join(state.subject.name for state in group)}")
    click.echo(f"  {first.title}, {first.matter.title}: {state_words(first)}")
    for identifier in [one for state in first.states for one in state.acts] if cited else []:
        row = rows[identifier]
        sources = "; ".join(f"{b.source_label} ({b.statement}, {b.quality})" for b in row.basis if b.counts)
        click.echo(f"  {row.act.date.edtf or row.act.date.verbatim}  {row.words}, by {row.act.authority.name}")
        click.echo(f"    {row.act.id}  {quality_words(row.quality)}{f': {sources}' if sources else ''}")


def _print_beside(group: Sequence[SubjectState], view: StatusView) -> None:
    """The warrants on which a notice has to rest, and deaths on file, of whom it concerns."""
    whom = {state.subject.key: state.subject.name for state in group}
    warrants: dict[str, list[str]] = {}
    for one in view.warrants:
        if one.subject.key in whom:
            warrants.setdefault(f"{one.title}, {one.matter.title}: {state_words(one)}", []).append(one.subject.name)
    for words, names in warrants.items():
        click.echo(f"  beside it  {words}{_of_whom(names, whom)}")
    if not warrants:
        click.echo("  beside it  no warrant was found in this file")
    for death in view.deaths:
        if death.subject.key in whom:
            click.echo(f"  beside it  {death.words} ({death.id}){_of_whom([death.subject.name], whom)}")


def _of_whom(names: Sequence[str], whom: Mapping[str, str]) -> str:
    return "" if len(names) == len(whom) else f", for {', '.join(names)}"
