"""What commands have in common: the case, the person, the output."""

from __future__ import annotations

import getpass
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from foja.model.custody import FixityState
from foja.model.errors import UsageError
from foja.model.event import Actor
from foja.model.record import builtins
from foja.model.vocabulary import Sensitivity

if TYPE_CHECKING:
    from foja.case import Case  # half a second; a verification does not open the case as a case

CASE = click.argument("case", type=click.Path(path_type=Path))
JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")
PERSON = click.option("--as", "person", metavar="NAME", help="Who decides (default: $FOJA_ACTOR, then your user name).")
WHY = click.option("--why", metavar="TEXT", required=True, help="Why; kept in the ledger.")


def values(words: type[StrEnum]) -> list[str]:
    """The words of a vocabulary, for an option."""
    return [word.value for word in words]


def audience_option(help: str) -> Callable[[Any], Any]:
    """``--for``: what the receivers of a file may have."""
    return click.option(
        "--for",
        "audience",
        type=click.Choice(values(Sensitivity)),
        default=Sensitivity.INTERNAL.value,
        show_default=True,
        help=help,
    )


def actor(person: str | None) -> Actor:
    """The person who acts."""
    return Actor(name=person or os.environ.get("FOJA_ACTOR") or _user())


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unnamed person"


def emit(record: Any) -> None:
    """Prints a record, or a list of them, as JSON (UTF-8, one value)."""
    click.echo(json.dumps(builtins(record), ensure_ascii=False, indent=2, sort_keys=True))


def progress() -> Callable[[int, int, str], None] | None:
    """A progress line on the terminal; nothing where the output is not a terminal."""
    if not sys.stderr.isatty():
        return None
    state = {"what": ""}

    def tell(done: int, total: int, what: str) -> None:
        if state["what"] and state["what"] != what:
            click.echo("", err=True)
        state["what"] = what
        width = 28
        filled = width * done // max(total, 1)
        line = f"\r{what:<22} [{'#' * filled}{'.' * (width - filled)}] {done}/{total}"
        click.echo(line, nl=done >= total, err=True)
        if done >= total:
            state["what"] = ""

    return tell


def fixity_words(state: FixityState) -> str:
    """When the preserved files were last read again, and what was damaged then."""
    if not state.last:
        return "never read again since they were received; read a share with: foja fixity CASE"
    if state.whole_since:
        words = f"all read again and compared between {state.whole_since[:10]} and {state.last[:10]}"
    else:
        words = f"{state.share:.0%} read again and compared so far, last on {state.last[:10]}"
    damaged = len(state.damaged)
    return words + (f"; {damaged} DAMAGED OR MISSING, see: foja verify CASE" if damaged else "")


@contextmanager
def working(path: Path, *, watch: bool = True) -> Iterator[Case]:
    """The case, open for work; ``watch``: as ``shown`` gives it. Says where the checkpoint could not be signed: until
    it is, nothing proves that what was recorded stays as it is."""
    from foja.case import Case

    with Case(path) as case:
        yield watched(case) if watch else case
        if case.unsigned:
            click.echo(f"Recorded, but not signed: {case.unsigned}", err=True)
        if case.unkept:
            click.echo(f"Signed, but no receipt could be kept: {case.unkept}", err=True)


@contextmanager
def shown(path: Path) -> Iterator[Case]:
    """The case, open for questions. What stems from a source above ``internal`` is logged before it is printed."""
    from foja.case import Case

    with Case(path) as case:
        yield watched(case)


def watched(case: Case) -> Case:
    """The case as it is shown to whoever called the command."""
    from foja.facade.watched import Watched

    context = click.get_current_context()
    who = actor(context.params.get("person"))
    return cast("Case", Watched(case, who, context.command_path, at_once=True))


def table(rows: list[tuple[str, ...]]) -> None:
    """Prints rows in aligned columns, the last one as long as it is."""
    if not rows:
        return
    widths = [min(44, max(len(row[i]) for row in rows)) for i in range(len(rows[0]) - 1)]
    for row in rows:
        cells = [cell[: widths[i]].ljust(widths[i]) for i, cell in enumerate(row[:-1])]
        click.echo("  ".join([*cells, row[-1]]).rstrip())


def read_signed(path: Path, namespace: str) -> tuple[str, str]:
    """The text that a second person signed, and the signature beside it. Raises UsageError ``signature-missing``."""
    return read_text(path, namespace), read_text(path.with_name(path.name + ".sig"), namespace)


def read_text(path: Path, namespace: str) -> str:
    """A file as text. Raises UsageError ``signature-missing``, which says how a signature is made."""
    try:
        return path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            "signature-missing",
            f"{path} cannot be read ({error.strerror if isinstance(error, OSError) else 'it is not text'}).",
            where=str(path),
            next=f"The second person makes it with: ssh-keygen -Y sign -n {namespace} -f KEY REQUEST",
        ) from error
