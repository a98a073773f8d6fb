"""A click group whose commands are imported when they are called: ``foja --help`` starts nothing heavy."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import Any

import click

SUMMARIES = {
    "init": "Make a new, empty case.",
    "add": "Preserve files, folders and archives in a case.",
    "build": "Read what was added and draft statements.",
    "read-again": "Read sources again, with larger limits or passwords.",
    "open": "Read a folder of sources and show it in the browser, in one go.",
    "serve": "Show a case in the browser.",
    "team": "Say who may open a case on a shared server.",
    "demo": "Build and show the sample case.",
    "desk": "What changed, what waits, what failed.",
    "sources": "List the sources of a case.",
    "statements": "List statements: by speaker, status, date, origins, text.",
    "parties": "List the people and organisations that are named.",
    "conflicts": "List what cannot both stand.",
    "search": "Search statements, sources and names, in any script.",
    "show": "Show a source, statement, party or conflict whole.",
    "log": "List what was done, by whom, when and why.",
    "review": "Accept, correct or reject drafts.",
    "join": "Say that two statements or parties are one.",
    "part": "Say that two statements or parties are not one.",
    "link": "List links between sources, confirm or reject them.",
    "describe": "Correct the title, outlet or date of a source.",
    "correct-text": "Correct what text recognition read wrongly.",
    "classify": "Say who may be given a source.",
    "signer": "Say who may sign as a second person.",
    "count": "Show how the count of a statement is made.",
    "matrix": "List what is said, and which root has what of it.",
    "gaps": "List what was looked for and not found in the file.",
    "without": "Show what would change if a source fell.",
    "grade": "Grade a source or a statement, beside the computed facts.",
    "act": "Record an act of an authority from accepted statements.",
    "acts": "List the acts that were recorded.",
    "status": "Show where measures and proceedings stand for somebody, on a day.",
    "notices": "List the notices that were in force on a day.",
    "post": "Record a post that somebody held.",
    "posts": "List the posts that were held on a day.",
    "lists": "Keep screening lists of a day, and look into them.",
    "incidents": "List incidents with figures and qualifications, or record one.",
    "evidence": "List means of proof, or record one.",
    "positions": "List what states and bodies made of an act, or record it.",
    "mark": "Note beside statements that they are inferred or contested.",
    "changes": "List what became known since a day.",
    "check": "Hold a page against the file, statement by statement.",
    "import-facts": "Record what a facts file says: all of it or nothing.",
    "circumstance": "Record what a rule asks about: a nationality, a treaty, an offence alleged.",
    "circumstances": "List the circumstances that were recorded.",
    "resolution": "Record that a decision followed one argument and not another.",
    "resolutions": "List such decisions.",
    "argue": "Show the arguments for and against on an issue, as of a day.",
    "names": "Names that may be of one party: proposed, compared, decided on.",
    "screen": "Screen parties against lists; a hit is a lead to read.",
    "exposure": "Show by country which legal factors are on record for somebody.",
    "deadlines": "List days that follow from acts: terms that end, reviews that are due.",
    "elements": "Show what is filed for and against the elements of a charge.",
    "filing": "File statements for or against an element of a charge.",
    "protect": "Seal sources: only the holders of keys can read them.",
    "open-sealed": "Write a sealed source to a place outside of the case.",
    "erase": "Erase a source or a value for good, under an order.",
    "access": "List who was shown what is labelled above internal.",
    "stamp": "Ask time-stamping authorities since when the record exists.",
    "verify": "Check that nothing was altered, removed or added.",
    "rebuild": "Make the derived tables anew from the ledger and the vault.",
    "custody": "Show who held a source and what was done with it; record a hand-over.",
    "fixity": "Read a share of the preserved files again and compare.",
    "rederive": "Run again what was derived, and compare.",
    "ask-model": "Ask a language model about sources.",
    "certify": "Draft a certificate for a person to complete and sign.",
    "seal": "Sign the present state and ask the witnesses to cosign it.",
    "receipt": "Make a page of a checkpoint to print or read aloud.",
    "rotate-key": "Let another signing key take over.",
    "witness": "Run a witness: cosign what state of other people's cases was seen.",
    "export": "Write a bundle, statements (JSONL, CSV), acts or a report (PDF).",
    "eval": "Measure the drafts, the reading or the weighing.",
}


class DefaultGroup(click.Group):
    """A group that does something by itself: ``foja lists CASE`` is ``foja lists show CASE``."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in self.commands:
            args = ["show", *args]
        return super().resolve_command(ctx, args)


class LazyGroup(click.Group):
    """``commands_in``: command name to the module of ``foja.cli`` that defines it under the same name."""

    def __init__(self, *args: Any, commands_in: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._commands_in = commands_in

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*self._commands_in, *sorted(self._from_plugins())]

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name in self._commands_in:
            module = importlib.import_module(f"foja.cli.{self._commands_in[name]}")
            found = getattr(module, f"{name.replace('-', '_')}_command")
            assert isinstance(found, click.Command)
            return found
        return self._from_plugins().get(name)

    def _from_plugins(self) -> Mapping[str, click.Command]:
        if not self.commands:
            # Scanning for plugins costs more than all of the rest, so it is done only when there are any.
            from importlib.metadata import entry_points

            if entry_points(group="foja"):
                from foja.plugins import manager

                manager().hook.foja_commands(cli=self)
        return self.commands

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        # Summaries stand here, not in the commands: listing them must not import the commands.
        rows = [(name, SUMMARIES[name]) for name in self._commands_in]
        rows += [(name, command.get_short_help_str()) for name, command in sorted(self._from_plugins().items())]
        with formatter.section("Commands"):
            formatter.write_dl(rows)
