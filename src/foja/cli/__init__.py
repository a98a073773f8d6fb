"""The command line: a thin shell over the case. Commands are imported only when they are called."""

from __future__ import annotations

import sys

import click

from foja import __version__
from foja.cli.lazy import LazyGroup

COMMANDS = {
    "init": "start",
    "add": "start",
    "build": "start",
    "read-again": "start",
    "open": "start",
    "serve": "start",
    "team": "team",
    "demo": "start",
    "desk": "ask",
    "sources": "ask",
    "statements": "ask",
    "parties": "ask",
    "conflicts": "ask",
    "search": "ask",
    "show": "ask",
    "log": "ask",
    "review": "decide",
    "join": "decide",
    "part": "decide",
    "link": "decide",
    "describe": "decide",
    "correct-text": "texts",
    "classify": "decide",
    "signer": "decide",
    "count": "weighing",
    "matrix": "weighing",
    "gaps": "weighing",
    "without": "weighing",
    "grade": "weighing",
    "act": "acts",
    "acts": "acts",
    "status": "acts",
    "notices": "notices",
    "post": "posts",
    "posts": "posts",
    "lists": "lists",
    "incidents": "items",
    "evidence": "items",
    "positions": "items",
    "mark": "items",
    "import-facts": "facts",
    "circumstance": "arguments",
    "circumstances": "arguments",
    "resolution": "arguments",
    "resolutions": "arguments",
    "argue": "arguments",
    "changes": "page",
    "check": "page",
    "names": "names",
    "screen": "screen",
    "exposure": "exposure",
    "deadlines": "exposure",
    "elements": "exposure",
    "filing": "exposure",
    "protect": "protect",
    "open-sealed": "protect",
    "erase": "protect",
    "access": "protect",
    "stamp": "stamp",
    "verify": "check",
    "rebuild": "check",
    "custody": "keeping",
    "fixity": "keeping",
    "rederive": "keeping",
    "certify": "keeping",
    "seal": "vouch",
    "receipt": "vouch",
    "rotate-key": "vouch",
    "witness": "vouch",
    "export": "hand_over",
    "eval": "evaluate",
    "ask-model": "ask_model",
}
"""Command to the module of ``foja.cli`` that holds it."""


@click.group(
    cls=LazyGroup,
    commands_in=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="foja")
def cli() -> None:
    """foja turns a folder of sources into a case file that can be verified.

    Every statement says who alleges it, on which passage of which preserved source, how independently it is
    supported, and how it stands. foja records; it never decides.

    \b
    Start with:   foja open FOLDER        read a folder and look at it in the browser
    Then:         foja review CASE        accept, correct or reject what was drafted
                  foja export CASE OUT    hand the file to somebody else
                  foja verify CASE        check that nothing was altered

    \b
    Exit codes:   0 done   1 done, with gaps   2 wrong usage   3 damage found   4 refused
    """


def main() -> None:
    """The entry point: errors of foja are shown as what, where and what to do."""
    from foja.model.errors import FojaError

    try:
        result = cli(standalone_mode=False)
        code = result if isinstance(result, int) else 0
    except click.exceptions.Exit as stop:
        code = stop.exit_code
    except click.ClickException as error:
        error.show()
        code = 2
    except click.Abort:
        click.echo("Stopped. What was done is kept; run the same command again to go on.", err=True)
        code = 130
    except FojaError as error:
        click.echo(f"foja: {error.what}", err=True)
        if error.where:
            click.echo(f"  where:      {error.where}", err=True)
        if error.next:
            click.echo(f"  what to do: {error.next}", err=True)
        code = error.exit_code
    except BrokenPipeError:
        code = 0
    except UnicodeEncodeError as error:
        # Bytes of a command line that are no UTF-8 reach Python as lone surrogates.
        if not any("\ud800" <= char <= "\udfff" for char in str(error.object)):
            raise
        click.echo("foja: What was typed holds bytes that are no text in UTF-8.", err=True)
        click.echo("  what to do: Type it again, or see that the terminal is set to UTF-8.", err=True)
        code = 2
    except OSError as error:
        click.echo(f"foja: a file could not be read or written: {error.strerror or error}", err=True)
        if error.filename:
            click.echo(f"  where:      {error.filename}", err=True)
        click.echo("  what to do: see that the disk has room and that you may read and write there; what was", err=True)
        click.echo("              recorded is kept: run the same command again to go on.", err=True)
        code = 2
    except Exception as error:
        from sqlite3 import DatabaseError  # here: its import would slow every command that needs no database

        if not isinstance(error, DatabaseError):
            raise
        click.echo(f"foja: a database of the case could not be used: {error}", err=True)
        click.echo("  what to do: see that the disk has room and no other program holds the case;", err=True)
        click.echo("              then make case.db anew with: foja rebuild CASE", err=True)
        code = 3
    sys.exit(code)
