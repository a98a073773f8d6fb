"""Commands with which a person decides: review, join, part, describe. Each decision is one event with who and why."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from foja.case import Case, new_file
from foja.cli.ask import LIMIT, more, print_statement
from foja.cli.shared import CASE, JSON, PERSON, WHY, actor, emit, read_signed, read_text, values, watched, working
from foja.model.errors import UsageError
from foja.model.rows import Question
from foja.model.vocabulary import LinkState, Modality, Polarity, Review, Sensitivity, Status
from foja.preserve.second_person import NAMESPACE

DESCRIBED = ("title", "author", "outlet", "published", "language", "url", "issuer", "owner")
IDS = click.argument("ids", nargs=-1)


@click.command("review")
@CASE
@IDS
@click.option("--accept", "decision", flag_value="accept", help="Accept the statements IDS.")
@click.option("--reject", "decision", flag_value="reject", help="Reject them.")
@click.option("--reopen", "decision", flag_value="reopen", help="Make them drafts again.")
@click.option("--correct", "decision", flag_value="correct", help="Put a corrected statement in the place of one.")
@click.option("--content", help="With --correct: what is said, in clearer words.")
@click.option("--speaker", help="With --correct: who says it.")
@click.option("--modality", type=click.Choice(values(Modality)))
@click.option("--polarity", type=click.Choice(values(Polarity)))
@click.option("--status", type=click.Choice(values(Status)))
@click.option("--date", "dates", multiple=True, metavar="EDTF", help="With --correct: when, e.g. 1994-07-18.")
@click.option("--why", metavar="TEXT", default="", help="Why; required with a decision.")
@click.option(
    "--limit", type=click.IntRange(1), default=10, show_default=True, help="Without IDS: how many drafts to show."
)
@PERSON
@JSON
def review_command(
    case: Path, ids: tuple[str, ...], decision: str | None, content: str | None, speaker: str | None,
    modality: str | None, polarity: str | None, status: str | None, dates: tuple[str, ...], why: str, limit: int,
    person: str | None, as_json: bool,
) -> None:  # fmt: skip
    """Show drafts that wait in CASE, or decide on the statements IDS.

    \b
    foja review CASE                                   show the next drafts
    foja review CASE st-1 st-2 --accept --why "…"      accept a selection
    foja review CASE st-3 --correct --speaker "…" --why "…"
    """
    with working(case) as opened:
        if not ids:
            if decision:
                raise UsageError("nothing-chosen", "No statement was chosen.", next="Name the ids after the case.")
            page = opened.statements(Question(review=(Review.DRAFT,), order="weight", limit=limit))
            if as_json:
                emit(page)
                return
            for row in page.items:
                print_statement(row)
            click.echo(f"{page.total} drafts wait." if page.total else "No drafts wait.")
            if said := opened.effort().said:
                click.echo(said)
            return
        who = actor(person)
        if decision == "correct":
            if len(ids) != 1:
                raise UsageError("one-needed", "A correction is about one statement.", next="Correct them one by one.")
            given: dict[str, Any] = {
                "content": content, "speaker": speaker, "modality": modality, "polarity": polarity, "status": status,
                "dates": list(dates) or None,
            }  # fmt: skip
            made = opened.correct(ids[0], {k: v for k, v in given.items() if v is not None}, actor=who, why=why)
            if as_json:
                emit(made)
            else:
                click.echo(f"{ids[0]} is superseded by {made.id}")
            return
        if decision is None:
            raise UsageError(
                "decision-missing", "Statements were named, but not what to do with them.",
                next="Add --accept, --reject, --reopen or --correct.",
            )  # fmt: skip
        events = getattr(opened, decision)(ids, actor=who, why=why)
        if as_json:
            emit(events)
        else:
            click.echo(f"{len(events)} decided; {len(ids) - len(events)} stood so already.")
            if decision == "accept":
                _tell_ceilings(watched(opened), ids)


LIST = 50
"""How many of what was accepted are looked at again, one by one."""


def _tell_ceilings(case: Case, ids: tuple[str, ...]) -> None:
    """Which of the accepted have a status that reaches less far than it says: it is shown with that from now on."""
    for identifier in ids[:LIST]:
        row = case.statement(identifier).row
        for flag in (flag for flag in row.flags if flag.kind == "ceiling"):
            click.echo(f"{identifier}: {row.status.replace('_', ' ')}, {flag.words}")


@click.command("join")
@CASE
@IDS
@WHY
@PERSON
def join_command(case: Path, ids: tuple[str, ...], why: str, person: str | None) -> None:
    """Say that the statements (st-…) or parties (pa-…) IDS are one. It can be undone with: foja part."""
    with working(case) as opened:
        if all(i.startswith("st-") for i in ids):
            opened.join_statements(ids, actor=actor(person), why=why)
        else:
            opened.join_parties(ids, actor=actor(person), why=why)
    click.echo("Recorded.")


@click.command("part")
@CASE
@click.argument("first")
@click.argument("second")
@WHY
@PERSON
def part_command(case: Path, first: str, second: str, why: str, person: str | None) -> None:
    """Say that two statements (st-…) do not say the same, or that two names do not mean the same party."""
    with working(case) as opened:
        if first.startswith("st-"):
            opened.part_statements(first, second, actor=actor(person), why=why)
        else:
            from foja.text.fold import key

            opened.part_parties(key(first), key(second), actor=actor(person), why=why)
    click.echo("Recorded.")


@click.command("link")
@CASE
@IDS
@click.option("--confirm", "decision", flag_value="confirm", help="One rests on the other; they count as one origin.")
@click.option("--reject", "decision", flag_value="reject", help="They do not; they count as two.")
@click.option(
    "--state",
    type=click.Choice(values(LinkState)),
    default=LinkState.SUGGESTED.value,
    show_default=True,
    help="Without IDS: which to list.",
)
@click.option("--why", metavar="TEXT", default="", help="Why; required with a decision.")
@LIMIT
@PERSON
@JSON
def link_command(
    case: Path, ids: tuple[str, ...], decision: str | None, state: str, why: str, limit: int, person: str | None,
    as_json: bool,
) -> None:  # fmt: skip
    """List links between documents of CASE (copies, most of all), or decide on the links IDS. Those come first of
    which a decision would change most counts. Citations, as foja count shows them, can be decided on too.

    \b
    foja link CASE                                what was suggested and waits
    foja link CASE li-1 --confirm --why "…"       it is a copy
    """
    with working(case) as opened:
        if not ids:
            page = opened.links(state=LinkState(state), limit=limit)
            if as_json:
                emit(page)
                return
            for row in page.items:
                share = f"{row.link.containment:.0%} shared" if row.link.containment else ""
                why = "\n    ".join(filter(None, [row.link.reason, row.order]))
                share += f"  changes {row.sways} count{'' if row.sways == 1 else 's'}" if row.sways else ""
                click.echo(
                    f"{row.id}  {row.link.kind}  {row.state}  {share}\n    {row.first_label}\n    {row.second_label}"
                    + (f"\n    {why}" if why else "")
                )
            more(len(page.items), page.total)
            return
        if decision is None:
            raise UsageError(
                "decision-missing",
                "Links were named, but not what to do with them.",
                next="Add --confirm or --reject.",
            )
        events = opened.decide_links(ids, decision == "confirm", actor=actor(person), why=why)
        if as_json:
            emit(events)
        else:
            click.echo(f"{len(events)} decided.")


@click.command("describe")
@CASE
@click.argument("source")
@click.argument(
    "field", type=click.Choice(["title", "author", "outlet", "published", "language", "url", "issuer", "owner"])
)
@click.argument("value")
@WHY
@PERSON
def describe_command(case: Path, source: str, field: str, value: str, why: str, person: str | None) -> None:
    """Correct what CASE says about the SOURCE (digest): its title, outlet, date of publication and so on.

    issuer: the bodies whose own text it is, separated by semicolons ("Interpol General Secretariat"). Only a document
    of the body that acted makes an act documented; see foja act.

    owner: who owns its outlet. Two roots of one owner get a mark; they stay two.
    """
    with working(case) as opened:
        opened.describe(source, field, value, actor=actor(person), why=why)
    click.echo("Recorded.")


@click.command("classify")
@CASE
@click.argument("label", type=click.Choice(values(Sensitivity)))
@click.argument("sources", nargs=-1, required=True)
@click.option("--receipt", is_flag=True, help="Only how they came: file names, folders, senders. Not their content.")
@click.option("--request", "out", type=click.Path(path_type=Path), help="Write the text that a second person signs.")
@click.option(
    "--signed",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The text; its signature is the file beside it that ends with .sig.",
)
@click.option(
    "--identity", type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="With --signed: the file with your private key; what was sealed comes back into the case.",
)  # fmt: skip
@click.option("--why", metavar="TEXT", default="", help="Why; required to record.")
@PERSON
def classify_command(
    case: Path, label: str, sources: tuple[str, ...], receipt: bool, out: Path | None, signed: Path | None,
    identity: Path | None, why: str, person: str | None,
) -> None:  # fmt: skip
    """Say who may be given the SOURCES (digests) of CASE. Exports leave out what is labelled above their audience.

    \b
    public            anybody
    internal          those who work on the case; without a label, this holds
    confidential      named persons or bodies
    sealed            those whom a court or the custodian names
    source-identity   what shows who a source is; nobody but who has to know

    To lower a label of confidential or above, a second person signs:

    \b
    foja classify CASE internal 6b20b5e1 --request request.txt
    ssh-keygen -Y sign -n foja.classify -f KEY request.txt        (the second person)
    foja classify CASE internal 6b20b5e1 --signed request.txt --why "…"
    """
    with working(case) as opened:
        if out is not None:
            text = opened.label_request(sources, Sensitivity(label), receipt_only=receipt)
            new_file(out)
            out.write_bytes(text.encode("utf-8"))
            click.echo(f"{out}: to be signed by a second person with: ssh-keygen -Y sign -n {NAMESPACE} -f KEY {out}")
            return
        pair = read_signed(signed, NAMESPACE) if signed else None
        opened.classify(
            sources, Sensitivity(label), receipt_only=receipt, signed=pair, identity=identity, actor=actor(person),
            why=why,
        )  # fmt: skip
    click.echo("Recorded.")


@click.command("signer")
@CASE
@click.argument("name", required=False)
@click.option("--key", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Their public key (.pub).")
@click.option("--remove", is_flag=True, help="Their signature no longer counts.")
@click.option("--why", metavar="TEXT", default="", help="Why; required to record.")
@PERSON
@JSON
def signer_command(
    case: Path, name: str | None, key: Path | None, remove: bool, why: str, person: str | None, as_json: bool
) -> None:
    """List who may sign as a second person in CASE, or register NAME with --key."""
    with working(case) as opened:
        if name and key and not remove:
            opened.add_signer(name, read_text(key, NAMESPACE), actor=actor(person), why=why)
            click.echo("Recorded.")
        elif name and remove:
            opened.remove_signer(name, actor=actor(person), why=why)
            click.echo("Recorded.")
        elif name:
            raise UsageError("decision-missing", f"What about {name}?", next="Add --key FILE.pub, or --remove.")
        elif as_json:
            emit(opened.signers())
        else:
            for signer in opened.signers():
                click.echo(f"{signer.name}  {signer.key}")
            if not opened.signers():
                click.echo("Nobody is registered.")
