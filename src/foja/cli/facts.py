"""The command that imports a facts file."""

from __future__ import annotations

from pathlib import Path

import click

from foja.cli.shared import CASE, JSON, PERSON, WHY, actor, emit, working
from foja.model.errors import UsageError


@click.command("import-facts")
@CASE
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--check", is_flag=True, help="Only look whether it could be imported.")
@WHY
@PERSON
@JSON
def import_facts_command(case: Path, file: Path, check: bool, why: str, person: str | None, as_json: bool) -> None:
    """Record in CASE what the facts FILE says: statements on passages of its sources, acts, incidents, evidence,
    positions. All of it or nothing; importing it again adds nothing.

    Every entry is recorded as yours, with your reason. The form of the file: docs/how-to/import-facts.md.
    """
    text = read_file(file)
    with working(case) as opened:
        report = opened.import_facts(text, str(file), check=check, actor=actor(person), why=why)
    if as_json:
        emit(report)
        return
    done = "could be recorded" if check else "recorded"
    for sort, number in report.recorded.items():
        click.echo(f"{number:>6} {_NOUN[sort]} {done}")
    known = sum(report.known.values())
    if known:
        click.echo(f"{known:>6} were in the case already")
    if not report.recorded:
        click.echo("Nothing new.")


_NOUN = {
    "source": "descriptions of sources", "statement": "statements", "same": "joined names", "act": "acts",
    "post": "posts", "circumstance": "circumstances", "resolution": "decisions between arguments",
    "filing": "filings under elements", "incident": "incidents", "evidence": "pieces of evidence",
    "position": "positions",
}  # fmt: skip


def read_file(path: Path) -> str:
    """The text of a facts file. Raises UsageError ``facts-unreadable``."""
    try:
        return path.read_bytes().decode("utf-8")
    except OSError as error:
        raise UsageError(
            "facts-unreadable", f"The facts file cannot be read: {error.strerror}.", where=str(path),
            next="Check the name of the file.",
        ) from error  # fmt: skip
    except UnicodeDecodeError as error:
        raise UsageError(
            "facts-unreadable", f"The facts file is not UTF-8: byte {error.start} is none.", where=str(path),
            next="Save it as UTF-8.",
        ) from error  # fmt: skip
