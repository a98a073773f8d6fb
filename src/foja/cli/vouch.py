"""Commands with which others vouch for what a case held, and when: seal, receipt, rotate-key, witness."""

from __future__ import annotations

from pathlib import Path

import click

from foja.cli.shared import CASE, JSON, PERSON, WHY, actor, emit, working
from foja.model.errors import UsageError


@click.command("seal")
@CASE
@click.option("--companion", is_flag=True, help="Give the case a second key (ML-DSA-44, against quantum computers).")
@click.option("--why", default="", metavar="TEXT", help="Why; required with --companion.")
@PERSON
@JSON
def seal_command(case: Path, companion: bool, why: str, person: str | None, as_json: bool) -> int:
    """Sign the present state of CASE and ask the witnesses that foja.toml names to cosign it.

    A witness gets the name of the ledger, the number of events and a number that stands for them all. It sees nothing
    of what the case holds. Without witnesses no network is used.

    \b
    Exit code 0: signed, and every witness cosigned.   1: signed, but a witness did not answer or refused.
    3: a witness has seen another history of this case.
    """
    with working(case) as opened:
        report = opened.seal(companion=actor(person) if companion else None, why=why)
    if as_json:
        emit(report)
        return report.exit_code
    click.echo(f"Signed: {report.events} events.")
    if report.companion:
        click.echo(f"  {report.companion}")
    for answer in report.answers:
        click.echo(f"  {answer.name}: {answer.said}")
    if not report.answers:
        click.echo(f"No witness is named in foja.toml. A witness on paper: foja receipt {case}")
    return report.exit_code


@click.command("receipt")
@CASE
@click.option("--out", type=click.Path(path_type=Path), help="Write it to this file: .pdf or .txt.")
@click.option("--events", type=click.IntRange(1), help="That over so many events (default: the newest).")
def receipt_command(case: Path, out: Path | None, events: int | None) -> None:
    """Make a page of a checkpoint of CASE, to print, hand over or read aloud.

    It names the case, its ledger, the number of events and the root of their tree. It names no source and no
    statement. Whoever keeps it can show later whether anything that was recorded before was changed.
    """
    with working(case) as opened:
        text = opened.receipt(out, events=events)
    click.echo(str(out) if out else text)


@click.command("rotate-key")
@CASE
@WHY
@PERSON
def rotate_key_command(case: Path, why: str, person: str | None) -> None:
    """Let another signing key take over in CASE. The old key signs that it does; it signs nothing afterwards.

    After a stop in the middle, the same command finishes what was begun.
    """
    with working(case) as opened:
        event = opened.rotate_key(actor=actor(person), why=why)
    click.echo(f"Event {event.seq}: from here on the case is signed by\n{event.body['new']}")
    click.echo("Tell it to all to whom you told the old one, and to the witnesses. Keep a copy of the key folder.")


@click.command("witness")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--init", "name", default="", metavar="NAME", help="Make a witness, e.g. example.org/witness; then stop.")
@click.option("--ml-dsa", is_flag=True, help="With --init: it signs with ML-DSA-44, against quantum computers.")
@click.option("--trust", multiple=True, metavar="VERIFIER", help="Cosign for the case with this key; then stop.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), default=8472, show_default=True)
def witness_command(folder: Path, name: str, ml_dsa: bool, trust: tuple[str, ...], host: str, port: int) -> None:
    """Run a witness in FOLDER: it cosigns what state of other people's cases it has seen, and never two histories.

    \b
    foja witness FOLDER --init NAME        make it, and show its key
    foja witness FOLDER --trust VERIFIER   cosign for a case, by the key that its keepers gave you
    foja witness FOLDER                    run it

    A witness learns of a case: the name of its ledger, how many events there are, and a number that stands for them
    all. It sees no source, no text, no name of a person and no decision.
    """
    from foja.preserve.cosign import COSIGNATURE, ML_DSA
    from foja.preserve.witness import Witness

    if name:
        made = Witness.create(folder, name, ML_DSA if ml_dsa else COSIGNATURE)
        click.echo(f"A new witness. Its secret is the file {folder / 'key'}: keep a copy, give it to nobody.")
        click.echo(f"Its key, for those who check:\n{made.key}")
        return
    witness = Witness(folder)
    if trust:
        for text in trust:
            click.echo(f"Cosigns for {witness.trust(text).name}")
        return
    from foja.preserve.witness_server import WitnessServer, about

    try:
        server = WitnessServer(witness, host, port)
    except OSError as error:
        raise UsageError(
            "port-taken", f"Cannot listen on {host}:{port}: {error.strerror}.", next="Choose another one with --port."
        ) from error
    with server:
        click.echo(about(witness))
        if not witness.trusted():
            click.echo("It cosigns for no case yet: foja witness FOLDER --trust VERIFIER")
        if host not in ("127.0.0.1", "localhost", "::1"):
            click.echo("It is open to the network. Put a web server with HTTPS before it.", err=True)
        click.echo(f"Listening at http://{host}:{port} (stop with Ctrl-C)")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            click.echo("Stopped.")
