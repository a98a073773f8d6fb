"""The command that asks a language model for drafts: ask-model."""

from __future__ import annotations

from pathlib import Path

import click

from foja.cli.shared import CASE, JSON, PERSON, WHY, actor, emit, progress, working


@click.command("ask-model")
@CASE
@click.argument("sources", nargs=-1, required=True)
@click.option("--endpoint", default="", metavar="URL", help="Base address of an OpenAI-compatible service.")
@click.option("--model", default="", metavar="NAME", help="The model, as the service calls it.")
@click.option("--key", default="", metavar="VARIABLE", help="Environment variable that holds the key of the service.")
@click.option("--seconds", type=click.FloatRange(1), default=None, help="How long one answer may take.")
@PERSON
@WHY
@JSON
def ask_model_command(
    case: Path, sources: tuple[str, ...], endpoint: str, model: str, key: str, seconds: float | None,
    person: str | None, why: str, as_json: bool,
) -> int:  # fmt: skip
    """Send the text of SOURCES (digests) to a language model, and keep what it quotes as drafts.

    Off unless you run it. Endpoint and model can also stand under [model] in foja.toml. Sources labelled above
    internal, sealed or erased are never sent.

    \b
    Exit code 0: all was answered.   1: parts of a text got no answer that could be used.
    """
    given = {"endpoint": endpoint, "model": model, "key": key, "seconds": seconds}
    with working(case) as opened:
        report = opened.ask_model(
            sources, {name: value for name, value in given.items() if value}, actor=actor(person), why=why,
            progress=None if as_json else progress(),
        )  # fmt: skip
    if as_json:
        emit(report)
    for one in () if as_json else report:
        click.echo(f"{one.source[:12]}: {one.drafts} drafts from {one.parts} parts of the text")
        for note in one.notes:
            click.echo(f"    {note}")
    return 1 if any(one.failed for one in report) else 0
