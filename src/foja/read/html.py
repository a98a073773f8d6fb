"""HTML and saved pages: every visible line, with the path of its element; nothing is fetched.

The text is all that the page shows, not an extractor's output: what is furniture is marked, not
removed. The declared encoding is a claim like any other (``encoding``).
"""

from __future__ import annotations

from foja.model.errors import Gap
from foja.model.source import Original
from foja.model.text import Claimed
from foja.model.vocabulary import OutcomeState, ZoneRole
from foja.read.builder import Builder
from foja.read.dom import Walk
from foja.read.draft import Draft
from foja.read.encoding import declared_in, decode
from foja.read.limits import Limits
from foja.read.lines import Line
from foja.read.metadata import claim, claims_of_lines, in_order
from foja.read.page_dates import day_shown, guessed_days, labelled_days, marked_days
from foja.read.page_furniture import mark_page
from foja.read.page_metadata import authors_in, claims_of_head, guesses_from, without_outlet
from foja.read.textdates import writes_day_first
from foja.read.vote import vote
from foja.read.zones import Mark, cover
from foja.text.fold import folded_text


def read(original: Original, limits: Limits) -> Draft:
    """The visible lines of a page. Raises ``Gap("no_text")`` when it shows none."""
    decoded = decode(original.content, declared_in(original.content))
    draft = read_page(decoded.text, limits, voted=len(original.content) <= limits.vote_bytes)
    draft.notes[:0] = decoded.notes
    return draft


def read_page(source: str, limits: Limits, *, voted: bool = True) -> Draft:
    """The visible lines of decoded HTML. ``voted``: ask the extractor."""
    from resiliparse.parse.html import HTMLTree

    tree = HTMLTree.parse(source)
    builder = Builder(limits)
    walk = Walk(builder)
    if tree.body is not None:
        walk.run(tree.body)
    lines = walk.lines
    if not lines:
        raise Gap(
            OutcomeState.NO_TEXT.value,
            "The page shows no text: it is empty, or its text is written by a program when it opens in a browser.",
            next="Save the page from a browser as PDF, text or a complete page, and add that file too.",
        )
    notes: list[str] = []
    if voted:
        for line, kept in zip(lines, vote(tree, lines, walk.deepest), strict=True):
            line.vote = kept
    head = claims_of_head(tree, source)
    day_first = writes_day_first(next((claimed.value for claimed in head if claimed.field == "language"), ""))
    titles = [folded_text(claimed.value) for claimed in head if claimed.field == "title"]
    marks, related = mark_page(lines, titles, day_first=day_first)
    claims = head + marked_days(tree) + claims_of_lines(lines, marks, day_first=day_first)
    claims += labelled_days(lines, marks, day_first=day_first) + _placed(authors_in(tree), lines, marks)
    claims += guesses_from(claims)
    if not any(claimed.field == "published" for claimed in claims):
        claims += guessed_days(lines, marks, day_first=day_first)
    return Draft(
        media_type="text/html",
        text=builder.text,
        units=builder.units,
        zones=cover(builder.length, ((line.start, mark) for line, mark in zip(lines, marks, strict=True))),
        related=related,
        claims=in_order(day_shown(without_outlet(claims))),
        notes=notes,
    )


def _placed(names: list[tuple[str, float]], lines: list[Line], marks: list[Mark]) -> list[Claimed]:
    """Authors with the place in the text where they are named first."""
    found = []
    for name, sure in names:
        for line, mark in zip(lines, marks, strict=True):
            at = line.text.find(name) if mark.role != ZoneRole.COMMENT else -1
            if at >= 0:
                found += claim("author", name, "text", sure, line.start + at, line.start + at + len(name))
                break
    return found
