"""Commands that take out of the clear: protect, open-sealed, erase; and who was shown what."""

from __future__ import annotations

from pathlib import Path

import click

from foja.case import new_file
from foja.cli.shared import CASE, JSON, PERSON, actor, emit, read_signed, working
from foja.model.errors import UsageError
from foja.preserve.second_person import ERASING


@click.command("protect")
@CASE
@click.argument("sources", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="Every source that is labelled sealed or above.")
@click.option(
    "--recipient", "recipients", multiple=True, metavar="KEY",
    help="Who can open it: age1… or the public line of an SSH key. Default: those in foja.toml.",
)  # fmt: skip
@click.option("--why", metavar="TEXT", default="", help="Why; kept in the ledger and shown. Required to seal.")
@PERSON
@JSON
def protect_command(
    case: Path, sources: tuple[str, ...], everything: bool, recipients: tuple[str, ...], why: str, person: str | None,
    as_json: bool,
) -> None:  # fmt: skip
    """Seal SOURCES (digests) of CASE: only the holders of keys can read them from then on.

    Originals, what was made of them and the entries of the history about them become age files; then they are removed
    in the clear. Only what is labelled sealed or source-identity is sealed. Without SOURCES: finish what was stopped,
    and list what is sealed and for whom.

    \b
    foja classify CASE sealed 6b20b5e1 --why "Ordered by the court"
    foja protect CASE 6b20b5e1 --recipient age1… --recipient age1… --why "Ordered by the court"
    foja open-sealed CASE 6b20b5e1 --identity keys.txt --to /media/stick/opened.pdf
    """
    with working(case) as opened:
        finished = opened.finish_removals()
        chosen = opened.to_protect() if everything else list(sources)
        events = []
        if chosen:
            events = opened.protect(chosen, recipients=recipients, actor=actor(person), why=why)
        standing, waiting = opened.sealings(), opened.to_protect()
    if as_json:
        emit({"sealed": events, "standing": standing, "in_the_clear": waiting})
        return
    if finished:
        click.echo("What was begun before is finished.")
    for event in events or standing:
        body = event.body
        fields = sum(map(len, body["fields"].values()))
        what = "how it came" if body["part"] else f"{fields} fields, {len(body['files'])} sealed files"
        click.echo(f"event {event.seq}: {', '.join(sha[:12] for sha in body['sources'])}: {what}")
        for key in body["recipients"]:
            click.echo(f"    for {key}")
        if len(body["recipients"]) == 1:
            click.echo("    Only one key opens it. Where that is lost, the source is lost.")
    if waiting:
        click.echo(f"In the clear, though labelled sealed or above: {', '.join(sha[:12] for sha in waiting)}")
    if not (events or standing or waiting):
        click.echo("Nothing is sealed, and nothing is labelled sealed.")


@click.command("open-sealed")
@CASE
@click.argument("source")
@click.option(
    "--identity", required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The file with your private key, of age or SSH.",
)  # fmt: skip
@click.option("--to", "out", required=True, type=click.Path(path_type=Path), help="Where to, outside of the case.")
def open_sealed_command(case: Path, source: str, identity: Path, out: Path) -> None:
    """Write the sealed original SOURCE (digest) to a place outside of CASE, compared with its digest.

    The case stays as it is. To bring a source back into it, lower its label with a second person's signature:
    foja classify CASE internal SOURCE --signed request.txt --identity KEYS --why "…"
    """
    with working(case) as opened:
        opened.open_sealed(source, identity, out)
    click.echo(f"{out}: opened; its digest is that of the source. It lies in the clear there: remove it when done.")


@click.command("access")
@CASE
@click.option("--after", type=int, default=-1, help="Only entries after this number.")
@click.option("--limit", type=click.IntRange(1), default=200, show_default=True)
@JSON
def access_command(case: Path, after: int, limit: int, as_json: bool) -> None:
    """List who was shown what is labelled above internal in CASE, when, and by which command or page.

    The log is a second small ledger in the folder access of the case. It goes into no bundle; foja verify checks it.
    """
    with working(case) as opened:
        opened.sign_access()
        entries = opened.accesses(after, limit)
    if as_json:
        emit(entries)
        return
    for entry in entries:
        sources = ", ".join(sha[:12] for sha in entry.body["sources"])
        click.echo(f"{entry.seq:>6}  {entry.at}  {entry.actor.name}  {entry.body['through']}  {sources}")
    if not entries:
        click.echo("Nothing that is labelled above internal was shown.")


@click.command("erase")
@CASE
@click.argument("sources", nargs=-1)
@click.option("--field", "fields", multiple=True, metavar="EVENT:NAME", help="One value, e.g. 12:receipt or 30:why.")
@click.option("--authority", required=True, metavar="TEXT", help="Who ordered it.")
@click.option("--order", required=True, metavar="TEXT", help="The number of the order.")
@click.option("--request", "out", type=click.Path(path_type=Path), help="Write the text that a second person signs.")
@click.option(
    "--signed", type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The text; its signature is the file beside it that ends with .sig.",
)  # fmt: skip
@click.option("--why", metavar="TEXT", default="", help="Why; kept in the ledger and shown. Required to erase.")
@PERSON
@JSON
def erase_command(
    case: Path, sources: tuple[str, ...], fields: tuple[str, ...], authority: str, order: str, out: Path | None,
    signed: Path | None, why: str, person: str | None, as_json: bool,
) -> None:  # fmt: skip
    """Erase SOURCES (digests) of CASE, with all that was made of them, or single values, for good, under an order.

    What was erased, by whom, why and on whose order stays. It takes a second person, who signs first:

    \b
    foja erase CASE 6b20b5e1 --authority "Court 3" --order "17/2026" --request request.txt
    ssh-keygen -Y sign -n foja.erase -f KEY request.txt           (the second person)
    foja erase CASE 6b20b5e1 --authority "Court 3" --order "17/2026" --signed request.txt --why "…"

    It does not reach copies that others hold, backups, receipts on paper, or what a disk keeps of deleted files.
    """
    chosen = [_field(one) for one in fields]
    with working(case) as opened:
        if out is not None:
            body, text = opened.erasure(sources, chosen, authority=authority, order=order)
            new_file(out)
            out.write_bytes(text.encode("utf-8"))
            count = sum(map(len, body["fields"].values()))
            click.echo(f"Would be erased: {count} fields, {len(body['blobs']) + len(body['files'])} files.")
            for sha in body["sources"]:
                click.echo(f"    {opened.source(sha).label}  {sha}")
            click.echo(f"{out}: to be signed by a second person with: ssh-keygen -Y sign -n {ERASING} -f KEY {out}")
            return
        if signed is None:
            raise UsageError(
                "second-signature-needed",
                "Nobody erases alone: a second person signs what is to be erased.",
                next="Write the text to sign with --request FILE, and give it back with --signed FILE.",
            )
        pair = read_signed(signed, ERASING)
        event = opened.erase(
            sources, chosen, authority=authority, order=order, signed=pair, actor=actor(person), why=why
        )
    if as_json:
        emit(event)
        return
    count = sum(map(len, event.body["fields"].values()))
    click.echo(
        f"Erased by event {event.seq}: {count} fields, {len(event.body['blobs']) + len(event.body['files'])} files."
    )


def _field(text: str) -> tuple[int, str]:
    seq, found, name = text.partition(":")
    if not (found and seq.isascii() and seq.isdigit() and len(seq) < 18 and name):
        raise UsageError("field-form", f"{text!r} names no field.", next="Write it as EVENT:NAME, e.g. 12:receipt.")
    return int(seq), name
