"""Commands on support: count, matrix, gaps, without, grade."""

from __future__ import annotations

from pathlib import Path

import click

from foja.cli.ask import LIMIT, more, print_statement
from foja.cli.shared import CASE, JSON, PERSON, actor, emit, shown, watched, working
from foja.model.counts import GAP_KINDS, PropositionView
from foja.model.errors import UsageError
from foja.model.grade import GradeSheet
from foja.model.support import OriginEdge, Support

ACCESS = {
    "stated": "a document at its head says how it knows",
    "on file": "its first page is in the file, and does not say how it knows",
    "cited": "only cited: none of its pages is among these",
}


def numbers(support: Support) -> str:
    """All numbers of a count on one line."""
    parts = [
        _count(support.documents, "document"),
        _count(support.families, "text family", "text families"),
        _count(support.origins, "origin") + _range(support.lower, support.upper),
        f"with access of their own {_from_to(support.access, support.access_upper)}",
        _count(support.voices, "voice") + _range(support.voices_lower, support.voices_upper),
    ]
    return ", ".join(parts)


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


def _range(lower: int, upper: int) -> str:
    return f" ({lower} to {upper})" if lower != upper else ""


def _from_to(lower: int, upper: int) -> str:
    return f"{lower} to {upper}" if lower != upper else str(lower)


@click.command("count")
@CASE
@click.argument("identifier")
@click.option("--after", default="", help="Where the last page of origins ended.")
@JSON
def count_command(case: Path, identifier: str, after: str, as_json: bool) -> None:
    """Show how the count of a statement (st-…) or proposition (pr-…) of CASE is made: its origins, each link and
    citation with what it does to the number, and what says otherwise."""
    with shown(case) as opened:
        view = opened.proposition(identifier, after=after)
        if as_json:
            emit(view)
            return
        _print_count(view)


def _print_count(view: PropositionView) -> None:
    support = view.account.support
    click.echo(f"{view.id}  {view.title}\n{numbers(support)}")
    labels = {row.sha256: row.outlet or row.label for row in view.sources}
    texts = {row.text: row.outlet or row.label for row in view.sources}
    for number, part in enumerate(view.account.parts, 1):
        roots = ", ".join(view.named.get(root, root) for root in part.roots)
        click.echo(f"\n  origin {number}: {roots}  ({ACCESS[part.access]})")
        for sha in part.sources:
            click.echo(f"    {sha[:12]}  {labels.get(sha, '')}")
    if view.after:
        click.echo(
            f"\n  {len(view.account.parts)} of {support.origins} origins shown; go on with: --after {view.after}"
        )
    if view.account.edges:
        click.echo("\n  links and citations                                     origins  most  least")
    for edge in view.account.edges:
        marks = "  ".join("joins" if used else "   no" for used in (edge.origins, edge.upper, edge.lower))
        click.echo(f"    {edge.link}  {marks}  {_edge(view, edge, texts)}")
    if support.hinge:
        click.echo(f"\n  The number of origins hangs on {support.hinge}: nobody has decided on it.")
    for heading, lines in (
        ("What says otherwise", [f"{one.id}  {one.explanation}" for one in view.conflicts]),
        ("Marks (they change no number)", [f"{step.kind}: {step.explanation}" for step in view.trail]),
        ("Labels with no speaker", [f"{identifier}  “{word}” in {outlet}" for identifier, word, outlet in view.labels]),
        ("Common interest", [f"{owner} owns {', '.join(roots)}" for owner, roots in view.interests]),
        ("One byline", [f"{author} over pages of {', '.join(outlets)}" for author, outlets in view.bylines]),
    ):
        if lines:
            click.echo(f"\n  {heading}")
        for line in lines:
            click.echo(f"    {line}")
    click.echo()
    for row in (*view.statements, *view.against):
        print_statement(row)


def _edge(view: PropositionView, edge: OriginEdge, texts: dict[str, str]) -> str:
    to = view.named.get(edge.second, edge.second) if edge.kind == "cites" else texts.get(edge.second, edge.second[:12])
    state = edge.why or (edge.state.value if edge.state else "read with its statement")
    return f"{texts.get(edge.first, edge.first[:12])} {edge.kind.replace('_', ' ')} {to} ({state})"


@click.command("matrix")
@CASE
@click.option("--party", default="", help="Only what names this party: a name or an id.")
@click.option("--after", default="", help="Where the last list ended.")
@LIMIT
@JSON
def matrix_command(case: Path, party: str, after: str, limit: int, as_json: bool) -> None:
    """List what is said in CASE, that of most documents first, with what each root has of it."""
    with shown(case) as opened:
        found = opened.matrix(party=party, after=after, limit=limit)
    if as_json:
        emit(found)
        return
    for row in found.rows:
        click.echo(f"{row.id}  {row.title}\n  {numbers(row.support)}")
        for (_, name), cell in zip(found.roots, row.cells, strict=True):
            if cell.state != "silent":
                also = f": {cell.words}" if cell.words else ""
                click.echo(f"    {name}: {cell.state}{also}")
    if not found.rows:
        click.echo("None found in this file.")
    more(len(found.rows), found.total)


@click.command("gaps")
@CASE
@click.option("--kind", type=click.Choice(list(GAP_KINDS)), help="Only these.")
@click.option("--after", default="", help="With --kind: where the last list ended.")
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True, help="Of each kind.")
@JSON
def gaps_command(case: Path, kind: str | None, after: str, limit: int, as_json: bool) -> None:
    """List what was looked for in CASE and not found: cited documents, parties never quoted, missing denials, conflicts
    with no primary source, and what rests on one origin. A gap says where to look; it says nothing of anybody."""
    if after and not kind:
        raise UsageError("gap-kind-missing", "--after goes on with one list.", next="Name it with --kind.")
    with shown(case) as opened:
        pages = {one: opened.gaps(one, after=after, limit=limit) for one in ((kind,) if kind else GAP_KINDS)}
    if as_json:
        emit(pages)
        return
    for one, page in pages.items():
        click.echo(f"{GAP_KINDS[one]}")
        for gap in page.items:
            click.echo(f"  {gap.name}  ({gap.target[:24]}, {gap.number})\n    {gap.words}. {gap.next}")
        if not page.items:
            click.echo("  None found.")
        if page.after:
            click.echo(f"  … more: foja gaps CASE --kind {one} --after {page.after}", err=True)


@click.command("without")
@CASE
@click.argument("source")
@JSON
def without_command(case: Path, source: str, as_json: bool) -> None:
    """Show what would change in CASE if SOURCE (digest) fell: counts, conflicts, acts. Asking changes nothing."""
    with shown(case) as opened:
        view = opened.without(source)
    if as_json:
        emit(view)
        return
    click.echo(f"Without {view.source.label} ({view.source.sha256[:12]}):")
    for fall in view.falls:
        after = numbers(fall.after) if fall.after else "nothing is left"
        click.echo(f"{fall.id}  {fall.title}\n  with:    {numbers(fall.before)}\n  without: {after}")
    click.echo(f"{_count(view.same, 'count')} would stay the same." if view.same else "No count would stay the same.")
    for conflict in view.conflicts:
        click.echo(f"conflict that would end: {conflict.id}  {conflict.subject}")
    for act in view.acts:
        click.echo(f"act that nothing accepted would show any more: {act}")


@click.command("grade")
@CASE
@click.argument("target")
@click.argument("value", required=False)
@click.option("--why", metavar="TEXT", default="", help="Why; required to set a grade.")
@PERSON
@JSON
def grade_command(case: Path, target: str, value: str | None, why: str, person: str | None, as_json: bool) -> None:
    """Show the grades of TARGET in CASE beside the computed facts, or set one: a letter from A to F for a source
    (digest), a number from 1 to 6 for a statement (st-…).

    The scale is that of NATO doctrine (AJP-2.1). foja proposes none; earlier grades stay. A grade changes no count and
    says nothing of anybody's guilt.
    """
    with working(case) as opened:
        if value is None:
            sheet = watched(opened).grade_sheet(target)
            emit(sheet) if as_json else _print_sheet(sheet)
            return
        event = opened.grade(target, value, actor=actor(person), why=why)
        emit(event) if as_json else click.echo("Recorded.")


def _print_sheet(sheet: GradeSheet) -> None:
    click.echo(sheet.label)
    for fact in sheet.facts:
        click.echo(f"  {fact}")
    for grade in sheet.grades:
        click.echo(f"  {grade.value}  “{grade.words}”, set by {grade.by} at {grade.at}: {grade.why}")
    if not sheet.grades:
        click.echo("  No person has graded it yet.")
    click.echo("  The scale: " + "; ".join(f"{value} {words}" for value, words in sheet.scale))
