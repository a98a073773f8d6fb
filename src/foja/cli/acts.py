"""Commands on the law side: act, acts, status."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from foja.case import Case
from foja.cli.ask import LIMIT, event_line, more
from foja.cli.shared import CASE, JSON, PERSON, actor, emit, shown, watched, working
from foja.law.act_drafts import ActDraft
from foja.law.act_groups import ActGroup, joined
from foja.model.act import OfficialAct
from foja.model.errors import UsageError
from foja.model.proceedings import ActRow, SubjectState
from foja.model.vocabulary import ActState, Holds, Quality
from foja.text.fold import fold

AS_OF = click.option("--as-of", default="", metavar="DATE", help="Where things stood on DATE (2007-11-07, 2007-11).")
KNOWN_BY = click.option(
    "--known-by", default="", metavar="DATE", help="By what was published, or received here, by DATE."
)


@click.command("act")
@CASE
@click.argument("ids", nargs=-1)
@click.option("--machine", help="What it moves: warrant, red_notice, extradition … (list: --machine list).")
@click.option("--title", help="How this file calls the matter, e.g. “Notices requested in 2006”.")
@click.option("--matter", help="The matter (mt-…), instead of --machine and --title.")
@click.option("--kind", help="What was done: requested, ordered, published …")
@click.option("--by", "authority", help="Who did it: a name, or a party (pa-…).")
@click.option("--date", metavar="EDTF", help="When: 2007-11-07, 2006-11, [2007-03-15..2007-03-31].")
@click.option(
    "--person", "persons", multiple=True, help="Whom it concerns: a name, or a party (pa-…). May be repeated."
)
@click.option("--until", metavar="EDTF", help="When its effect ends by its own terms.")
@click.option("--native", help="What it is called where it was done, e.g. “auto de procesamiento”.")
@click.option("--number", help="Number of the document.")
@click.option("--basis", help="The law that it names.")
@click.option("--supersedes", multiple=True, metavar="AC", help="An act that it takes the place of.")
@click.option("--annuls", multiple=True, metavar="AC", help="An act that it annuls.")
@click.option("--without-statement", "entered", is_flag=True, help="You enter it without a statement to rest on.")
@click.option("--proposed", metavar="M/KIND", help="Fill what you leave out from the suggestion, e.g. warrant/ordered.")
@click.option("--accept", is_flag=True, help="You accept those of IDS that wait, in the same decision.")
@click.option("--correct", metavar="AC", help="Put this in the place of a recorded act; IDS replace what it rests on.")
@click.option("--withdraw", metavar="AC", help="Say that a recorded act was not done, or does not belong here.")
@click.option("--why", metavar="TEXT", default="", help="Why; required to record.")
@PERSON
@JSON
def act_command(
    case: Path, ids: tuple[str, ...], machine: str | None, why: str, person: str | None, as_json: bool, **given: Any
) -> None:
    """Record an act of an authority from the accepted statements IDS (st-…) of CASE.

    \b
    foja act CASE st-1                           what it may report, as a form to complete
    foja act CASE st-1 --machine red_notice --title "Notices requested in 2006" --kind published
             --by "Interpol General Assembly" --date 2007-11-07 --person "A. Person" --why "…"
    foja act CASE --correct ac-1 --date 2007-11 --why "…"
    foja act CASE --withdraw ac-1 --why "…"

    Where the act leaves the matter, and how well it is shown, are computed: nobody types them.
    """
    if machine == "list":
        _list_machines(as_json)
        return
    correct, withdraw, entered = given.pop("correct"), given.pop("withdraw"), given.pop("entered")
    proposed, accept = given.pop("proposed"), given.pop("accept")
    fields = {name: value for name, value in {"machine": machine, **given}.items() if value}
    with working(case) as opened:
        if withdraw:
            event = opened.withdraw_act(withdraw, actor=actor(person), why=why)
            emit(event) if as_json else click.echo(f"{withdraw} is withdrawn; it stays in the history.")
            return
        if proposed:
            fields = _from_suggestion(watched(opened), ids, proposed) | fields
        if not fields and not correct:
            _suggest(watched(opened), ids, as_json)
            return
        if correct:
            made = opened.correct_act(correct, fields, ids, actor=actor(person), why=why)
        else:
            made = opened.record_act(fields, ids, entered=entered, accept=accept, actor=actor(person), why=why)
        if as_json:
            emit(made)
            return
        click.echo(f"{made.id}  {made.matter.id}  {made.matter.title}")
        for state in watched(opened).matter(made.matter.id).subjects:
            click.echo(f"  {state.subject.name}: {state_words(state)}")


def _list_machines(as_json: bool) -> None:
    from foja.law.machine import machines

    if as_json:
        emit(list(machines().values()))
        return
    for machine in machines().values():
        click.echo(f"{machine.name:<20} {machine.title}\n{'':<20} {', '.join(move.kind for move in machine.act)}")


def _from_suggestion(case: Case, ids: tuple[str, ...], wanted: str) -> dict[str, Any]:
    """The fields of a suggestion. Raises UsageError ``act-not-proposed`` where the statements give no such one."""
    found: dict[str, list[ActDraft]] = {}
    for each in ids:
        for one in case.draft_acts(each, waiting=True):
            found.setdefault(f"{one.machine}/{one.kind}", []).append(one)
    if wanted not in found:
        known = ", ".join(sorted(found)) or "nothing that foja knows"
        raise UsageError(
            "act-not-proposed",
            f"These statements do not suggest {wanted!r}; they suggest {known}.",
            next="Fill in the fields yourself: --machine, --kind, --by, --date, --person.",
        )
    draft = joined(found[wanted])
    fields = {
        "machine": draft.machine, "kind": draft.kind, "authority": draft.authority, "date": draft.date,
        "persons": draft.persons, "native": draft.native,
    }  # fmt: skip
    return {name: value for name, value in fields.items() if value}


def _suggest(case: Case, ids: tuple[str, ...], as_json: bool) -> None:
    if not ids:
        raise UsageError(
            "act-basis-missing", "An act rests on accepted statements; none was named.",
            next="Name them: foja act CASE st-1. List accepted ones with: foja statements CASE",
        )  # fmt: skip
    found = [draft for one in ids for draft in case.draft_acts(one, waiting=True)]
    if as_json:
        emit(found)
        return
    for draft in found:
        click.echo(f"{draft.machine} {draft.kind}  (from the words “{draft.cue}”; a suggestion, nothing is recorded)")
        click.echo(f"  {_form(ids, draft)}\n")
    if not found:
        click.echo("No suggestion: these were rejected, or report no act that foja knows.")
        click.echo("See what there is with: foja act CASE --machine list")


def _form(ids: tuple[str, ...], draft: ActDraft) -> str:
    """The command that would record the suggestion, with what is missing left open."""
    parts = [f'--machine {draft.machine} --title "…" --kind {draft.kind}', f'--by "{draft.authority or "…"}"']
    parts += [f"--date {draft.date or '…'}", *(f'--person "{name}"' for name in draft.persons or ("…",))]
    parts += [f'--native "{draft.native}"'] if draft.native else []
    return f'foja act CASE {" ".join(ids)} {" ".join(parts)} --why "…"'


@click.command("acts")
@CASE
@AS_OF
@KNOWN_BY
@LIMIT
@click.option("--after", default="", help="Where the last list ended.")
@click.option("--proposed", is_flag=True, help="What statements may report and nobody recorded: suggestions, no acts.")
@click.option("--source", default="", metavar="SOURCE", help="With --proposed: of this source alone.")
@JSON
def acts_command(
    case: Path, as_of: str, known_by: str, limit: int, after: str, proposed: bool, source: str, as_json: bool
) -> None:
    """List the acts recorded in CASE, by date, each with what it rests on and how well the record shows it."""
    if proposed:
        _print_proposed(case, source, after, limit, as_json)
        return
    with shown(case) as opened:
        page = opened.acts(as_of=as_of, known_by=known_by, limit=limit, after=after)
    if as_json:
        emit(page)
        return
    for row in page.items:
        print_act(row)
    if not page.items:
        click.echo("None found in this file.")
    more(len(page.items), page.total)


def _print_proposed(case: Path, source: str, after: str, limit: int, as_json: bool) -> None:
    with shown(case) as opened:
        sha = opened.source(source).sha256 if source else ""
        page = opened.acts_grouped(source=sha, after=after, limit=max(limit, 400))
    if as_json:
        emit(page)
        return
    for one in page.items:
        _print_group(one)
    if not page.items:
        click.echo("None found in this part of the file." if page.after or after else "None found in this file.")
    if page.after:
        click.echo(f"More to read with: --after {page.after}")
    click.echo("\nThese are suggestions. Record one, resting on all of its statements, with:")
    click.echo("  foja act CASE st-… st-… --proposed MACHINE/KIND --title … --why …")


def _print_group(one: ActGroup) -> None:
    """An act that statements may report, with the passage of each."""
    draft = one.draft
    who = draft.authority or "not named here"
    whom = f"; concerns {', '.join(draft.persons)}" if draft.persons else ""
    click.echo(f"{draft.machine}/{draft.kind}, by {who}{f', {draft.date}' if draft.date else ''}{whom}")
    for part in one.parts:
        dated = f", {part.draft.date}" if part.draft.date != draft.date and part.draft.date else ""
        click.echo(f"  {part.row.id} ({part.row.review}) {part.row.source_label}{dated}: “{_short(part.row.quote)}”")
        click.echo(f"    from the words “{part.draft.cue}”")
    if one.others:
        click.echo(f"  or else: {', '.join(f'{other.machine}/{other.kind}' for other in one.others)}")


def print_act(row: ActRow, indent: str = "") -> None:
    """What was done, by whom, when; what shows it; what is missing before it."""
    act = row.act
    native = f" ({act.native})" if act.native else ""
    click.echo(f"{indent}{act.date.edtf or act.date.verbatim}  {row.words}{native}, by {act.authority.name}")
    click.echo(f"{indent}  {act.id}  {act.matter.title}: {', '.join(person.name for person in act.persons)}")
    marks = [quality_words(row.quality), "contested by an accepted statement" if row.contested else ""]
    marks += [f"number {act.number}" if act.number else "", act.basis, _until(act)]
    marks += [f"{row.state}" if row.state is not ActState.RECORDED else ""]
    marks += [f"done by that day: {row.holds}" if row.holds and row.holds is not Holds.YES else ""]
    click.echo(f"{indent}  {'; '.join(filter(None, marks))}")
    if row.flag:
        click.echo(f"{indent}  flag: {row.flag}")
    for basis in row.basis:
        if basis.counts:
            click.echo(f"{indent}  {basis.statement} ({basis.quality}) {basis.source_label}: “{_short(basis.quote)}”")
            for flag in basis.flags:
                click.echo(f"{indent}    note: {flag.words}{f' ({flag.note})' if flag.note else ''}")


def _short(words: str) -> str:
    flat = " ".join(words.split())
    return flat if len(flat) <= 160 else f"{flat[:159]}…"


def _until(act: OfficialAct) -> str:
    return f"its term ends {act.until.edtf}" if act.until else ""


def quality_words(quality: Quality) -> str:
    return {
        Quality.DOCUMENTED: "documented by the acting body",
        Quality.REPORTED: "reported by others than the acting body",
        Quality.CLAIMED: "claimed by a party that it concerns",
        Quality.INFERRED: "inferred; no source on file says it outright",
        Quality.ENTERED: "entered by a person, with no statement",
        Quality.UNSUPPORTED: "nothing accepted shows it any more",
    }[quality]


def state_words(state: SubjectState) -> str:
    """Where a matter stands, in one line."""
    if not state.states:
        return "none found in this file"
    words = " or ".join(one.words for one in state.states) + (" or nothing yet" if state.none_yet else "")
    more_words = [f"{state.asks}: {state.answer}"]
    more_words += [
        f"term ends {last}" if first == last else f"term ends {first} to {last}" for first, last in state.until
    ]
    more_words += ["contested"] if state.contested else []
    more_words += ["by inference alone"] if state.quality == (Quality.INFERRED,) else []
    return f"{words} ({'; '.join(more_words)})"


def asked_as(name: str, asked: str) -> str:
    """The name that the file has for somebody, and the one that was asked for, where it is another."""
    same = asked.startswith("pa-") or fold(asked) == fold(name)
    return name if same else f"{name} (asked for as {asked})"


@click.command("status")
@CASE
@click.argument("party")
@AS_OF
@KNOWN_BY
@JSON
def status_command(case: Path, party: str, as_of: str, known_by: str, as_json: bool) -> None:
    """Show where every measure and proceeding of CASE stands that concerns PARTY (a name or pa-…).

    Answers are yes, possible, no or unknown, with the acts behind them. Nothing dated after --as-of and nothing known
    after --known-by counts. foja says what is on file; it draws no conclusion.
    """
    with shown(case) as opened:
        view = opened.status(party, as_of=as_of, known_by=known_by)
        if as_json:
            emit(view)
            return
        assert view.subject
        click.echo(asked_as(view.subject.name, party))
        print_days(opened, as_of, view.as_of, view.known_by)
    for death in view.deaths:
        click.echo(f"On file too: {death.words} ({death.id}). It ends a measure only where an authority says so.")
    listed = set()
    for state in view.states:
        click.echo(f"\n{state.title}: {state.matter.title}  ({state.matter.id})\n  {state_words(state)}")
        for row in (row for row in view.acts if row.act.matter.id == state.matter.id):
            listed.add(row.act.id)
            print_act(row, "    ")
    others = [row for row in view.acts if row.act.id not in listed]
    if others:
        click.echo(
            f"\nActs in other matters that name {view.subject.name}, as the authority or with nothing that counts:"
        )
    for row in others:
        print_act(row, "    ")
    if not view.acts:
        click.echo("\nNone found in this file.")


def print_days(case: Case, asked: str, as_of: str, known_by: str) -> None:
    """On which day an answer is, where another was typed; and where nothing on file reaches as far as that day."""
    if asked and as_of and as_of != asked:
        click.echo(f"On {as_of}, the last day that {asked} can mean.")
    if known_by:
        click.echo(f"As known by {known_by}.")
    newest = case.newest()
    if as_of and newest and as_of > newest:
        click.echo(f"Nothing in this file was published after {newest}: of {as_of} it tells only what was so by then.")


def show(case: Case, identifier: str, as_json: bool) -> None:
    """One act, or one measure or proceeding, whole."""
    if identifier.startswith("mt-"):
        matter = case.matter(identifier)
        if as_json:
            emit(matter)
            return
        click.echo(f"{matter.title}: {matter.matter.title}  ({matter.matter.id})\n{matter.says}\n")
        for state in matter.subjects:
            click.echo(f"  {state.subject.name}: {state_words(state)}")
        for row in matter.acts:
            click.echo()
            print_act(row)
        return
    view = case.act(identifier)
    if as_json:
        emit(view)
        return
    print_act(view.row)
    if view.row.superseded_by:
        click.echo(f"  superseded by {view.row.superseded_by}")
    for event in view.history:
        click.echo(f"  {event_line(event)}")
