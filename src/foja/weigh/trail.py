"""How a wording changes from page to page: what was alleged stands bare, and what a prosecutor asked, a state asks.

Statements that say the same are put in the order in which they became known. A step is marked where a later page of
another outlet drops what the earlier ones kept:

- ``hardening``: all earlier statements keep the content at a distance (put as alleged, or with a word such as
  "alleged", "presunto"), a later one puts it in its own voice without such a word.
- ``actor``: earlier statements name an office as the one that acts ("prosecutor"), a later one names a state or place.

A step is a place to look at, with both passages. It is no finding about either page.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from foja.model.statement import Statement
from foja.model.support import TrailStep
from foja.model.vocabulary import AllegerKind, MentionKind, Modality
from foja.text.fold import folded_text
from foja.weigh.quotes import quoted


class Heard(NamedTuple):
    """A statement in the order of a trail. ``known``: since which day; ``outlet``: who published it, or the source
    where that is unknown; ``kind``: what its speaker is."""

    statement: Statement
    known: str
    outlet: str
    kind: MentionKind


def trail(parts: Sequence[Heard]) -> tuple[TrailStep, ...]:
    """The steps among statements that say the same, in their order; independent of the order of ``parts``."""
    ordered = sorted(parts, key=lambda one: (one.known, one.statement.id))
    steps = []
    for kind, kept, dropped, words in (
        ("hardening", distant, bare, "put at a distance before; later in the page's own voice"),
        ("actor", of_office, of_state, "an office acts first; later a state does"),
    ):
        before = [one for one in ordered if kept(one)]
        first = next((one for one in ordered if dropped(one)), None)
        if first is None:
            continue
        earlier = [one for one in before if one.known < first.known and one.outlet != first.outlet]
        if earlier:
            steps.append(
                TrailStep(
                    kind=kind, first=earlier[0].statement.id, second=first.statement.id,
                    explanation=f"{words}: {quoted(earlier[0].statement)}, then {quoted(first.statement)}",
                )
            )  # fmt: skip
    return tuple(steps)


def distant(one: Heard) -> bool:
    """Whether a statement keeps its content at a distance."""
    return one.statement.modality is Modality.ALLEGED or bool(_pattern("hedges").search(_words(one.statement)))


def bare(one: Heard) -> bool:
    """Whether a page puts the content forward in its own voice, with no word that keeps it at a distance."""
    said = one.statement
    own = said.speaker.kind in (AllegerKind.PAGE, AllegerKind.OUTLET)
    return own and said.modality is Modality.ASSERTED and not distant(one)


def of_office(one: Heard) -> bool:
    """Whether an office is named as the one that acts."""
    name = folded_text(one.statement.speaker.name)
    return bool(name) and one.kind is not MentionKind.PLACE and bool(_pattern("offices").search(name))


def of_state(one: Heard) -> bool:
    """Whether a state or place is named as the one that acts."""
    return one.statement.speaker.kind is not AllegerKind.PAGE and one.kind is MentionKind.PLACE


def _words(statement: Statement) -> str:
    return folded_text(statement.passage.quote)


@lru_cache(maxsize=2)
def _pattern(name: str) -> re.Pattern[str]:
    data = tomllib.loads(files("foja.weigh").joinpath("trail.toml").read_text(encoding="utf-8"))
    forms = sorted({_form(word) for word in data[name]}, key=lambda form: (-len(form), form))
    return re.compile(rf"(?<!\S)(?:{'|'.join(forms)})(?!\S)")


def _form(word: str) -> str:
    stem = re.escape(folded_text(word.removesuffix("*")))
    return rf"{stem}\S*" if word.endswith("*") else stem
