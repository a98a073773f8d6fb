"""One source, for ``foja show``."""

from __future__ import annotations

import click

from foja.case import Case
from foja.cli.shared import emit
from foja.model.place import Place


def show(case: Case, identifier: str, places: bool, as_json: bool) -> None:
    """One source whole."""
    view = case.reader(identifier)
    if as_json:
        emit(view)
        return
    source = view.source
    for name in (
        "sha256",
        "name",
        "title",
        "author",
        "outlet",
        "published",
        "language",
        "url",
        "media_type",
        "state",
        "detail",
        "next",
    ):
        value = getattr(source, name)
        if value:
            click.echo(f"{name:<11} {value}{'   (guessed)' if name in source.guessed else ''}")
    if view.drafting:
        click.echo(f"drafts      {view.drafting}")
    if view.weighing:
        click.echo(f"comparing   {view.weighing}")
    if places and view.reading:
        click.echo("")
        for unit in view.reading.units:
            place = Place(page=unit.page, line=unit.line, path=unit.path or "", kind=unit.kind)
            box = " box " + " ".join(f"{side:g}" for side in unit.box) if unit.box else ""
            click.echo(f"{unit.start}-{unit.end}  [{place}{box}]  {' '.join(view.text[unit.start : unit.end].split())}")
        return
    click.echo(f"\n{view.text}")
