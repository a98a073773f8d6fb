"""Commands that hand over: export."""

from __future__ import annotations

from pathlib import Path

import click

from foja.case import FORMS
from foja.cli.shared import CASE, PERSON, actor, audience_option, working
from foja.model.rows import Question
from foja.model.vocabulary import Sensitivity

SUFFIXES = {".zip": "bundle", ".jsonl": "jsonl", ".csv": "csv", ".pdf": "report", ".jsonld": "annotations"}


@click.command("export")
@CASE
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--form", type=click.Choice(FORMS), help="What to write (default: by the ending of OUT).")
@click.option("--as-of", default="", metavar="DATE", help="Only what is dated on or before DATE, or may be.")
@click.option("--known-by", default="", metavar="DATE", help="Only what was published or received by DATE.")
@click.option("--subject", default="", help="Only statements that name this party.")
@audience_option("What the receivers may have. Sources with a label above it are withheld.")
@click.option("--without-names", is_flag=True, help="Withhold the names of those who reviewed and recorded.")
@PERSON
def export_command(
    case: Path, out: Path, form: str | None, as_of: str, known_by: str, subject: str, audience: str,
    without_names: bool, person: str | None,
) -> None:  # fmt: skip
    """Write accepted statements of CASE, and acts that were recorded, to OUT.

    \b
    OUT.zip or a new folder   a bundle that anybody can verify offline with Python alone
    OUT.jsonl, OUT.csv        the accepted statements
    OUT.pdf                   a printable report with a footnote to every passage, and where matters stand
    OUT --form acts           the acts, and where each matter stands, as JSON lines
    OUT.zip --form site       pages for everybody: from public sources alone, without names of reviewers
    OUT.jsonld                the accepted statements as W3C Web Annotations
    """
    chosen = form or SUFFIXES.get(out.suffix.lower(), "bundle")
    with working(case) as opened:
        written = opened.export(
            chosen,
            out,
            Question(as_of=as_of, known_by=known_by, subject=subject),
            actor=actor(person),
            audience=Sensitivity(audience),
            names=not without_names,
        )
    click.echo(f"{written}: {chosen}")
    if chosen == "bundle":
        click.echo(f"Check it with: foja verify {written}   (or, without foja: python3 verify.py)")
