"""Measuring the drafts against a gold file."""

from __future__ import annotations

from pathlib import Path

import click

from foja.cli.shared import JSON, emit
from foja.cli.start import sample


@click.command("eval")
@click.argument("folder", required=False, type=click.Path(path_type=Path, exists=True))
@click.option("--errors", is_flag=True, help="List what was missed and what was drafted beside the gold.")
@JSON
def eval_command(folder: Path | None, errors: bool, as_json: bool) -> None:
    """Measure drafts against FOLDER/gold.jsonl over FOLDER/sources (default: the sample of foja).

    The sources are read and drafted afresh in a temporary case; no case of yours is touched.
    """
    from foja.evaluate import evaluate, lines

    report = evaluate(folder or sample())
    if as_json:
        emit(report)
        return
    for line in lines(report, errors=errors):
        click.echo(line)
