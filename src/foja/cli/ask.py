"""Commands that ask: desk, sources, statements, parties, search, show, log."""

from __future__ import annotations

from pathlib import Path

import click

from foja.case import SEARCHABLE, Case
from foja.cli.shared import CASE, JSON, emit, fixity_words, shown, table, values
from foja.model.custody import StampLine
from foja.model.event import Event
from foja.model.rows import Desk, Question, Snippet, StatementRow
from foja.model.support import Support
from foja.model.vocabulary import ConflictKind, ConflictReason, Modality, OutcomeState, Review, Status

LIMIT = click.option("--limit", type=click.IntRange(1, 10000), default=50, show_default=True)


@click.command("desk")
@CASE
@JSON
def desk_command(case: Path, as_json: bool) -> None:
    """What changed in CASE, what waits for a decision, what could not be read."""
    with shown(case) as opened:
        desk = opened.desk()
    if as_json:
        emit(desk)
        return
    counts = desk.counts
    click.echo(f"{desk.title}\n")
    click.echo(
        f"Sources     {counts.sources} ({counts.readable} read, {counts.waiting} waiting, {counts.gaps} not readable"
        f"{f', {counts.closed} sealed or erased' if counts.closed else ''})"
    )
    click.echo(f"Statements  {counts.accepted} accepted, {counts.drafts} drafts, {counts.rejected} rejected")
    click.echo(f"Parties     {counts.parties}")
    click.echo(f"Conflicts   {counts.conflicts}")
    click.echo(f"Files       {fixity_words(desk.fixity)}")
    for line in stamp_lines(desk):
        click.echo(line)
    for row in desk.gaps:
        click.echo(f"\nNot readable: {row.name}: {row.state}. {row.detail}\n  {row.next}")
    for row in desk.in_part:
        click.echo(f"\nRead, but: {row.name}: {row.detail}")


def stamp_words(line: StampLine) -> str:
    """What an authority or a calendar said, in words."""
    if line.promised:
        return f"promised by {line.authority} for {line.size} events, not proved yet"
    if line.block:
        at = f" of {line.gen_time}" if line.gen_time else ""
        return f"anchored by {line.authority} in Bitcoin block {line.block}{at} for {line.size} events"
    return f"stamped by {line.authority} at {line.gen_time} for {line.size} events"


def stamp_lines(desk: Desk) -> list[str]:
    """Who stamped how much, and since when nothing is stamped."""
    said = [stamp_words(line) for line in desk.stamps]
    said += [f"unanchored since {desk.unanchored}"] if desk.unanchored else []
    return [f"{'Time' if not n else '':<12}{words}" for n, words in enumerate(said)]


@click.command("sources")
@CASE
@click.option(
    "--state", default="", type=click.Choice(["", "gap", "waiting", *values(OutcomeState)]), help="Only these."
)
@click.option("--text", default="", help="Only sources that hold these words.")
@click.option("--party", default="", help="Only sources that name this party: a name or an id.")
@LIMIT
@JSON
def sources_command(case: Path, state: str, text: str, party: str, limit: int, as_json: bool) -> None:
    """List the sources of CASE. A date with a question mark was guessed."""
    with shown(case) as opened:
        page = opened.sources(state=state, text=text, party=party, limit=limit)
    if as_json:
        emit(page)
        return
    table(
        [
            (
                row.sha256[:12],
                row.state or "waiting",
                row.published[:10] + ("?" if "published" in row.guessed else ""),
                row.outlet,
                f"{row.accepted}+{row.drafts}",
                row.label,
            )
            for row in page.items
        ]
    )
    more(len(page.items), page.total)


def more(shown: int, total: int, capped: bool = False) -> None:
    if total > shown:
        click.echo(f"… {shown} of {'more than ' if capped else ''}{total}; see more with --limit", err=True)


@click.command("statements")
@CASE
@click.option("--text", default="", help='Words, "a phrase", prefix*, -without.')
@click.option("--review", multiple=True, type=click.Choice(values(Review)), default=["accepted"], show_default=True)
@click.option("--all", "everything", is_flag=True, help="Drafts, rejected and superseded ones too.")
@click.option("--status", type=click.Choice(values(Status)))
@click.option("--modality", type=click.Choice(values(Modality)))
@click.option("--speaker", default="", help="Party (id or name) that is said to say it.")
@click.option("--subject", default="", help="Party (id or name) that is named in it.")
@click.option("--source", default="", help="Digest of a source, or its beginning.")
@click.option("--outlet", default="", help="Outlet of the page.")
@click.option("--language", default="")
@click.option("--origins", type=click.IntRange(1), help="At most this many origins.")
@click.option("--conflicted", is_flag=True, help="Only those in a conflict.")
@click.option("--as-of", default="", metavar="DATE", help="What is dated on or before DATE, or may be.")
@click.option("--known-by", default="", metavar="DATE", help="What was published or received on or before DATE.")
@click.option("--order", type=click.Choice(["date", "text", "weight", "recent"]), default="date", show_default=True)
@LIMIT
@JSON
def statements_command(
    case: Path, text: str, review: tuple[str, ...], everything: bool, status: str | None, modality: str | None,
    speaker: str, subject: str, source: str, outlet: str, language: str, origins: int | None, conflicted: bool,
    as_of: str, known_by: str, order: str, limit: int, as_json: bool,
) -> None:  # fmt: skip
    """List statements of CASE. Without --review or --all, only what a person accepted."""
    with shown(case) as opened:
        question = Question(
            text=text, review=tuple(Review) if everything else tuple(map(Review, review)),
            status=Status(status) if status else None, modality=Modality(modality) if modality else None,
            speaker=speaker, subject=subject, source=opened.source(source).sha256 if source else "", outlet=outlet,
            language=language, origins=origins, conflicted=conflicted, as_of=as_of, known_by=known_by, order=order,
            limit=limit,
        )  # fmt: skip
        page = opened.statements(question)
    if as_json:
        emit(page)
        return
    for row in page.items:
        print_statement(row)
    if not page.items:
        click.echo("None found in this file.")
    more(len(page.items), page.total, page.capped)


def print_statement(row: StatementRow) -> None:
    """Two lines: who says it through whom and how it stands, then the words."""
    chain = " › ".join(link.name or link.kind for link in row.chain)
    marks = [
        row.review.upper() if row.review != Review.ACCEPTED else "",
        row.modality,
        row.status if row.status != "none" else "",
    ]
    if row.presupposed:
        marks.append("presupposed")
    if row.support:
        marks.append(counted(row.support))
    if row.conflicted:
        marks.append("in conflict")
    marks += [flag.words for flag in row.flags]
    if row.holds:
        marks.append(f"as of then: {row.holds}")
    dates = ", ".join(d.edtf or d.verbatim for d in row.dates)
    click.echo(f"{row.id}  [{'; '.join(filter(None, marks))}]  {dates}".rstrip())
    click.echo(f"  {chain}: “{' '.join(row.content.split())}”")
    click.echo(f"  {row.source_label} ({row.source[:12]}, characters {row.start} to {row.end})\n")


def counted(support: Support) -> str:
    """The count in words: "3 documents, 1 origin"."""
    documents, origins = support.documents, support.origins
    return f"{documents} document{'s' * (documents != 1)}, {origins} origin{'s' * (origins != 1)}"


@click.command("parties")
@CASE
@click.option("--text", default="", help="Only those with these words in a name.")
@click.option("--kind", default="", type=click.Choice(["", "person", "organisation", "place", "role", "unknown"]))
@LIMIT
@JSON
def parties_command(case: Path, text: str, kind: str, limit: int, as_json: bool) -> None:
    """List the people and organisations that the sources of CASE name."""
    with shown(case) as opened:
        page = opened.parties(text=text, kind=kind, limit=limit)
    if as_json:
        emit(page)
        return
    table(
        [(row.id, row.kind, f"{row.documents} documents", " · ".join((row.name, *row.forms[1:]))) for row in page.items]
    )
    more(len(page.items), page.total)


@click.command("conflicts")
@CASE
@click.option("--kind", type=click.Choice(values(ConflictKind)), help="Only conflicts of this kind.")
@click.option("--reason", type=click.Choice(values(ConflictReason)), help="Only those that differ for this reason.")
@click.option("--after", default="", help="Where the last list ended.")
@LIMIT
@JSON
def conflicts_command(case: Path, kind: str | None, reason: str | None, after: str, limit: int, as_json: bool) -> None:
    """List accepted statements of CASE that cannot both stand, each with the reason why they differ, as far as the
    passages show it. foja does not say which side is right."""
    with shown(case) as opened:
        page = opened.conflicts(
            kind=ConflictKind(kind) if kind else None, reason=ConflictReason(reason) if reason else None, after=after,
            limit=limit,
        )  # fmt: skip
    if as_json:
        emit(page)
        return
    for conflict in page.items:
        click.echo(f"{conflict.id}  [{conflict.kind}; {conflict.reason}]  {conflict.subject}\n  {conflict.explanation}")
        for (words, ids), quote in zip(conflict.sides, conflict.quotes, strict=True):
            click.echo(f"    {words}: {quote}")
            click.echo(f"      {', '.join(ids[:5])}{f' and {len(ids) - 5} more' if len(ids) > 5 else ''}")
    if not page.items:
        click.echo("None found among accepted statements.")
    more(len(page.items), page.total)


@click.command("search", context_settings={"ignore_unknown_options": True})  # "-word" excludes a word
@CASE
@click.argument("words", nargs=-1, required=True)
@click.option(
    "--in", "kinds", multiple=True, type=click.Choice(SEARCHABLE), default=SEARCHABLE, help="Where to search."
)
@LIMIT
@JSON
def search_command(case: Path, words: tuple[str, ...], kinds: tuple[str, ...], limit: int, as_json: bool) -> None:
    """Search CASE for WORDS in any script. "a phrase", prefix* and -without are understood."""
    with shown(case) as opened:
        found = opened.search(" ".join(words), kinds=kinds, limit=limit)
    if as_json:
        emit(found)
        return
    names = {"statement": "Statements", "passage": "Sources", "party": "Names"}
    for kind, page in found.items():
        if page.items:
            click.echo(f"{names[kind]} ({'the best of the first ' if page.capped else ''}{page.total})")
        for hit in page.items:
            draft = " (draft)" if hit.review == Review.DRAFT else ""
            where = hit.id if kind != "passage" else hit.source[:12]
            click.echo(f"  {where}{draft}  {hit.label}\n    {marked(hit.snippet)}")
    if not any(page.items for page in found.values()):
        click.echo("None found in this file.")


def marked(pieces: tuple[Snippet, ...]) -> str:
    """A snippet on one line; hits are bold on a terminal."""
    return "".join(click.style(p.text, bold=True) if p.hit else p.text for p in pieces).replace("\n", " ")


PARTICULARS = ("po-", "ci-", "re-", "fi-", "na-")
"""How the ids of particulars begin."""


@click.command("show")
@CASE
@click.argument("identifier")
@click.option(
    "--places", is_flag=True, help="With a source: say for each piece of its text where it stands in the original."
)
@JSON
def show_command(case: Path, identifier: str, places: bool, as_json: bool) -> None:
    """Show one thing of CASE whole: a statement (st-…), a party (pa-…), a conflict (co-…), an act (ac-…), a measure
    or proceeding (mt-…), a post or other particular (po-, ci-, re-, fi-, na-…), an incident (in-…), a piece of evidence
    (ev-…), a position (ps-…) or a source (digest)."""
    with shown(case) as opened:
        if identifier.startswith("st-"):
            _show_statement(opened, identifier, as_json)
        elif identifier.startswith("pa-"):
            _show_party(opened, identifier, as_json)
        elif identifier.startswith(("ac-", "mt-")):
            from foja.cli.acts import show

            show(opened, identifier, as_json)
        elif identifier.startswith(PARTICULARS):
            from foja.cli.particulars import show as show_particular

            show_particular(opened, identifier, as_json)
        elif identifier.startswith(("in-", "ev-", "ps-")):
            from foja.cli.items import show as show_item

            show_item(opened, identifier, as_json)
        elif identifier.startswith("co-"):
            _show_conflict(opened, identifier, as_json)
        else:
            from foja.cli.source import show as show_source

            show_source(opened, identifier, places, as_json)


def _show_statement(case: Case, identifier: str, as_json: bool) -> None:
    view = case.statement(identifier)
    if as_json:
        emit(view)
        return
    print_statement(view.row)
    before, quote, after = (" ".join(t.split()) for t in (view.before[-160:], view.row.quote, view.after[:160]))
    click.echo(f"  … {before} [{quote}] {after} …")
    click.echo(f"  place: {view.place or 'not known'};  source sha256 {view.source.sha256}")
    if view.reach:
        flags = "".join(f"; flag: {flag}" for flag in view.reach.flags)
        click.echo(f"  status: {view.row.status.replace('_', ' ')}, {view.reach.quality}{flags}")
    if not view.quote_matches:
        click.echo("  STALE: the quote does not stand at its place in the preserved text.")
    if view.superseded_by:
        click.echo(f"  superseded by {view.superseded_by}")
    for other in view.same:
        click.echo(f"  the same: {other.id} ({other.review}) {other.source_label}")
    for conflict in view.conflicts:
        click.echo(f"  conflict: {conflict.explanation or conflict.kind}")
    for event in view.history:
        click.echo(f"  {event_line(event)}")


def _show_conflict(case: Case, identifier: str, as_json: bool) -> None:
    view = case.conflict(identifier)
    if as_json:
        emit(view)
        return
    click.echo(f"{view.conflict.subject}  [{view.conflict.kind}; {view.conflict.reason}]\n{view.conflict.explanation}")
    for (words, ids), rows in zip(view.conflict.sides, view.statements, strict=True):
        click.echo(f"\n{words}: {len(ids)}")
        for row in rows:
            print_statement(row)


def _show_party(case: Case, identifier: str, as_json: bool) -> None:
    view = case.party(identifier)
    if as_json:
        emit(view)
        return
    click.echo(f"{view.row.name} ({view.row.kind}), named in {view.row.documents} documents")
    for name in view.forms:
        click.echo(f"  {name.form}  {name.mentions} times in {name.documents} documents")
    for line in view.names:
        click.echo(f"  in {line.source_label}: {line.form}{': ' if line.reason else ''}{line.reason}")
    for reason in view.joins:
        click.echo(f"  joined: {reason}")
    for heading, option, rows, total, drafts in (
        ("says", "speaker", view.by, view.row.by, view.drafts_by),
        ("is named in", "subject", view.about, view.row.about, view.drafts_about),
    ):
        if rows:
            click.echo(f"\n{view.row.name} {heading}:")
        for row in rows:
            print_statement(row)
        if total > len(rows):
            click.echo(f"  {len(rows)} of {total}; all: foja statements CASE --{option} {view.row.id}")
        if drafts:
            click.echo(f"  {drafts} drafts: foja statements CASE --{option} {view.row.id} --review draft")


@click.command("log")
@CASE
@click.option("--after", type=int, default=-1, help="Only events after this number.")
@click.option("--limit", type=click.IntRange(1), default=200, show_default=True)
@JSON
def log_command(case: Path, after: int, limit: int, as_json: bool) -> None:
    """List the events of CASE: what was done, by whom, when and why."""
    with shown(case) as opened:
        events = opened.events(after, limit)
    if as_json:
        emit(events)
        return
    for event in events:
        click.echo(event_line(event))


def event_line(event: Event) -> str:
    """An event on one line."""
    about = (
        event.body.get("statement")
        or event.body.get("source")
        or event.body.get("act")
        or event.body.get("stage")
        or ""
    )
    about = about or event.body.get("authority", "")
    if isinstance(about, dict):
        about = about.get("id") or event.body.get("receipt", {}).get("name", "")
    if event.withheld and not event.body:
        about = "(sealed or erased)"
    why = f": {event.why}" if event.why else ""
    return f"{event.seq:>6}  {event.at}  {event.kind:<20} {event.actor.name}  {about}{why}"
