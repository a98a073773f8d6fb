"""Measuring links on a folder of sources of which somebody wrote down what rests on what (``origins.toml``)."""

from __future__ import annotations

import tempfile
import tomllib
from itertools import combinations
from pathlib import Path

from foja.case import Case
from foja.model.errors import UsageError
from foja.model.event import Actor
from foja.model.grouping import closure
from foja.model.record import Record
from foja.model.vocabulary import LinkKind

DEPENDENT = frozenset(LinkKind) - {LinkKind.QUOTES, LinkKind.CITES}


class OriginScores(Record, frozen=True):
    """``documents`` that were read; ``families``: groups that rest on one another, alone ones too, as written down;
    ``found``: the same by the suggested links; ``error``: how far the two are apart. ``pairs``: that rest on one
    another, as written down; ``right`` and ``wrong``: suggested links within and across them. ``links``: in words."""

    documents: int
    families: int
    found: int
    error: int
    pairs: int
    right: int
    wrong: int
    links: tuple[str, ...] = ()


def score_origins(folder: Path) -> OriginScores:
    """Reads ``folder/sources`` afresh and compares the links that are suggested with ``folder/origins.toml``."""
    file = folder / "origins.toml"
    if not file.is_file() or not (folder / "sources").is_dir():
        raise UsageError(
            "origins-missing",
            f"{folder} holds no origins.toml beside a folder named sources.",
            next="See docs/how-to/measure-weighing.md for the form of the file.",
        )
    families = [list(map(str, family)) for family in tomllib.loads(file.read_text("utf-8"))["families"]]
    actor = Actor(name="Evaluation")
    with (
        tempfile.TemporaryDirectory() as temporary,
        Case.create(Path(temporary) / "case", title="Evaluation", actor=actor) as case,
    ):
        case.add([folder / "sources"], actor=actor)
        case.build(jobs=0)
        rows = [row for row in case.sources(limit=10_000).items if row.text]
        names = {row.sha256: row.name for row in rows}
        links = [row for row in case.links(limit=10_000).items if row.link.kind in DEPENDENT]
    together = {frozenset(pair) for family in families for pair in combinations(family, 2)}
    found = {frozenset((names[row.first_source], names[row.second_source])) for row in links}
    near = {
        name: [other for pair in found if name in pair for other in pair if other != name] for name in names.values()
    }
    groups = {frozenset(closure([name], lambda one: near[one])) for name in near}
    gold = len(near) - sum(len(family) - 1 for family in families)
    return OriginScores(
        documents=len(near),
        families=gold,
        found=len(groups),
        error=abs(len(groups) - gold),
        pairs=len(together),
        right=len(found & together),
        wrong=len(found - together),
        links=tuple(f"{row.link.kind}: {row.first_label} | {row.second_label} | {row.link.reason}" for row in links),
    )
