"""Two pages that rest on one release, though neither copies the other.

A release is a paper that a body hands out: a communiqué, a press statement. Two pages that report it share their
origin, as two copies of an agency's note do; their words may have nothing in common but what is quoted. *Same release*
is suggested where

- both passages say in their sentence that the body spoke through a release (cue words by language, ``releases.toml``),
- the body is the same party,
- both pages are dated, and their days lie at most ``DAYS`` apart: a body hands out many releases, and an edge between
  pages further apart is refused,
- they say something in common: ``LEAST`` content words and ``SHARE`` of the shorter's, or in two languages a figure, a
  day, or two parties,
- the pages are not by one outlet. That they do not copy one another is seen where the suggestion is kept.

It is a suggestion, dashed, until a person confirms it. No rule here was fitted to news; the limits were set by
thinking, and what they give on the samples stands in the documentation.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from importlib.resources import files

from foja.model.passage import Passage
from foja.model.record import Record
from foja.model.support import Link
from foja.model.vocabulary import LinkKind
from foja.text.fold import fold, words
from foja.weigh.content import bounded, stems
from foja.weigh.said import Said

DAYS = 3
LEAST = 3
SHARE = 1 / 3
BEFORE, AFTER = 20, 12
"""Words of a paragraph that can belong to the sentence of a passage."""
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_STOP = re.compile(r"[.!?؟۔\n]")


class Release(Record, frozen=True):
    """``body``: key of the party that spoke. ``day``: of the page, as a number of days. ``cue``: the words that say
    that there was a release, folded."""

    said: Said
    body: str
    day: int
    cue: str


def release_of(said: Said, body: str, paragraph: str = "") -> Release | None:
    """The release that a statement reports; None where its sentence speaks of none, or its page has no day. ``body``:
    the party that says it. ``paragraph``: the folded words of the paragraph in which it stands."""
    found = _DAY.match(said.published)
    cue = _cue(said, paragraph) if body and found else ""
    if not found or not cue:
        return None
    try:
        day = date.fromisoformat(found.group()).toordinal()
    except ValueError:
        return None
    return Release(said=said, body=body, day=day, cue=cue)


def same_release(first: Release, second: Release) -> Link | None:
    """The suggestion that the pages of two statements rest on one release. The same for both orders."""
    if first.said.statement.passage.text > second.said.statement.passage.text:
        first, second = second, first
    one, other = first.said, second.said
    ours, theirs = one.statement.passage, other.statement.passage
    apart = abs(first.day - second.day)
    if (
        ours.text == theirs.text
        or first.body != second.body
        or apart > DAYS
        or (one.outlet and one.outlet == other.outlet)
    ):
        return None
    common = _common(one, other)
    if not common:
        return None
    return Link(
        kind=LinkKind.SAME_RELEASE, first=ours.text, second=theirs.text,
        spans=((ours.start, ours.end, theirs.start, theirs.end),),
        reason=(
            f"both pass on a release of {one.statement.speaker.name or first.body} (“{first.cue}”, “{second.cue}”);"
            f" published {_days(apart)}; in common: {common}"
        ),
    )  # fmt: skip


def _days(apart: int) -> str:
    return "on one day" if not apart else f"{apart} day{'' if apart == 1 else 's'} apart"


def _common(one: Said, other: Said) -> str:
    """What two passages say in common, in words; empty where that is too little."""
    if _tongue(one) == _tongue(other):
        ours, theirs = set(stems(one.statement.content)), set(stems(other.statement.content))
        shared, shorter = ours & theirs, min(len(ours), len(theirs))
        enough = len(shared) >= LEAST and len(shared) >= SHARE * shorter
        return f"{len(shared)} of {shorter} content words" if enough else ""
    found = []
    if {(f.low, f.high) for f in one.statement.figures} & {(f.low, f.high) for f in other.statement.figures}:
        found.append("a figure")
    if _whole_days(one) & _whole_days(other):
        found.append("a day")
    if len(one.parties & other.parties) > 1:
        found.append("two parties")
    return " and ".join(found)


def _whole_days(said: Said) -> set[str]:
    return {d.earliest for d in bounded(said.statement.dates) if d.earliest and d.earliest == d.latest}


def _tongue(said: Said) -> str:
    return said.statement.language.replace("_", "-").split("-", 1)[0].casefold()


def _cue(said: Said, paragraph: str) -> str:
    """The first words in the sentence of the passage that say that there was a release, folded."""
    found = _sentence(said.statement.passage, paragraph.split())
    known = _cues()
    for at, word in enumerate(found):
        for cue in known.get(word, ()):
            if tuple(found[at : at + len(cue)]) == cue:
                return " ".join(cue)
    return ""


def _sentence(where: Passage, paragraph: list[str]) -> list[str]:
    """The folded words of the sentence of a passage. What is kept beside a quote is short: where no stop stands in it,
    words of the paragraph are taken, ``BEFORE`` and ``AFTER`` of them at most."""
    quote = [word for word, _, _ in words(where.quote)]
    *more, near = _STOP.split(where.prefix)
    following, *rest = _STOP.split(where.suffix)
    before, after = ([word for word, _, _ in words(part)] for part in (near, following))
    start = quote[:8]
    at = next((n for n in range(len(paragraph)) if paragraph[n : n + len(start)] == start), -1) if start else -1
    if at >= 0 and not more:
        before = paragraph[max(0, at - BEFORE) : at]
    if at >= 0 and not rest:
        after = paragraph[at + len(quote) : at + len(quote) + AFTER]
    return [*before, *quote, *after]


@lru_cache(maxsize=1)
def _cues() -> dict[str, Sequence[tuple[str, ...]]]:
    """Cues by their first word, folded, the longest first."""
    data = tomllib.loads(files("foja.weigh").joinpath("releases.toml").read_text(encoding="utf-8"))
    made: dict[str, list[tuple[str, ...]]] = {}
    for written in data["cues"].values():
        for cue in written:
            parts = tuple(word for word, _, _ in words(cue)) or (fold(cue),)
            made.setdefault(parts[0], []).append(parts)
    return {first: sorted(set(found), key=lambda one: (-len(one), one)) for first, found in made.items()}
