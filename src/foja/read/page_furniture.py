"""Furniture of web pages: elements and class names, link density, cue sections, one model, one vote.

For each line a short list of rules is tried in order and the first that applies gives role,
probability and reason:

1. the title, then byline and date line near it;
2. what the surrounding elements say (``nav``, ``footer``, ``aside``, roles, class names), unless they
   hold most of the page's running text (a ``body`` of class "related-open" says nothing). A class
   name alone yields to the model on running text;
3. single-line cues and sections of related items (``sections``);
4. the line model (``page_model``), which weighs all that is seen of a line and says whether it is of the article; a
   rule that is sure of a teaser, a comment or a cookie notice stands against it. Of lines that are not, the rules name
   the kind.

Where the extractor (``vote``) found nothing, or was not asked, the model says nothing: running text with few links is
the article then.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from foja.model.text import Related
from foja.model.vocabulary import ZoneRole
from foja.read.cues import cues
from foja.read.line_model import MOST_LINES, Surroundings
from foja.read.lines import Hint, Line
from foja.read.page_model import likely_lines
from foja.read.sections import Section, find_sections, related_items, share_before
from foja.read.textdates import date_in
from foja.read.zones import Mark

# role of a hint -> role of the zone, the first that is found wins
_ORDER = {
    "cookie": ZoneRole.COOKIE,
    "comment": ZoneRole.COMMENT,
    "related": ZoneRole.TEASER,
    "sharing": ZoneRole.SHARING,
    "navigation": ZoneRole.NAVIGATION,
    "legal": ZoneRole.LEGAL,
    "footer": ZoneRole.OTHER,
    "aside": ZoneRole.OTHER,
    "header": ZoneRole.NAVIGATION,
    "other": ZoneRole.OTHER,
}
_CUES = {
    "sharing": ZoneRole.SHARING,
    "cookie": ZoneRole.COOKIE,
    "legal": ZoneRole.LEGAL,
    "navigation": ZoneRole.NAVIGATION,
    "closing": ZoneRole.NAVIGATION,
    "comment": ZoneRole.COMMENT,
}
_MOST = 0.5
_OF_ARTICLE = 0.7
"""From this probability on a line is of the article; chosen by cross-validation on the development halves of two sets
(decision 78)."""
_NEAR_TEXT = 6
"""Lines above and below the running text in which a bare date is taken for that of the page."""
_HEADLINE = 5
"""Words from which a line that is only a link reads like a headline, not like a menu."""


def mark_page(
    lines: Sequence[Line], titles: Sequence[str], *, day_first: bool = False
) -> tuple[list[Mark], list[Related]]:
    """A mark for each line, and the related items. ``titles``: folded titles that the page declares. ``day_first``: it
    writes the day before the month."""
    around = Surroundings(lines, [cues().kind(line.text) for line in lines], share_before(lines))
    dropped, sections = too_large(lines), sections_of(around)
    likely: list[float] = []
    if any(line.vote for line in lines) and len(lines) <= MOST_LINES:
        likely = likely_lines(around, sections, dropped)
    marks = marks_of(around, sections, dropped, likely)
    title = _title(lines, marks, titles)
    if title is not None:
        marks[title[0]] = title[1]
        _around_title(lines, marks, title[0], day_first)
    if not any(
        mark.role in (ZoneRole.DATELINE, ZoneRole.BYLINE) and date_in(line.text, day_first=day_first)
        for line, mark in zip(lines, marks, strict=True)
    ):
        _elsewhere(lines, marks, day_first)
    return marks, _related(lines, marks)


def sections_of(around: Surroundings) -> dict[int, Section]:
    """The section of related items that each line stands in, where it stands in one."""
    found = find_sections(around.lines, around.kinds)
    return {index: section for section in found for index in range(section.cue, section.end)}


def marks_of(
    around: Surroundings,
    sections: Mapping[int, Section],
    dropped: set[int],
    likely: Sequence[float],
    least: float = _OF_ARTICLE,
) -> list[Mark]:
    """A mark for each line, title and date line aside. ``likely``: what the model says; empty where it says nothing.
    ``least``: the probability from which a line is of the article."""
    lines = around.lines
    kept = [value > least for value in likely] if likely else [bool(line.vote) for line in lines]
    marks = []
    for index, line in enumerate(lines):
        hints = [hint for hint in line.hints if hint.element not in dropped]
        section = sections.get(index)
        mark = _by_element(line, hints, section is not None, kept[index])
        mark = mark or _by_cue(line, around.kinds[index], section, around.before[index], kept[index])
        marks.append(
            _by_model(line, mark, likely[index], least) if likely else mark or _by_vote(line, _sibling(lines, index))
        )
    return marks


def too_large(lines: Sequence[Line]) -> set[int]:
    """Elements that hold most of the running text: their names say nothing about a part of the page."""
    total = sum(line.words for line in lines if line.long)
    held: dict[int, int] = {}
    for line in lines:
        if line.long:
            for element in {hint.element for hint in line.hints}:
                held[element] = held.get(element, 0) + line.words
    return {element for element, words in held.items() if words > _MOST * total}


def _by_element(line: Line, hints: Sequence[Hint], in_section: bool, kept: bool) -> Mark | None:
    for role, zone in _ORDER.items():
        found = [hint for hint in hints if hint.role == role]
        if not found:
            continue
        strong = any(hint.strong for hint in found)
        reason = found[0].reason
        if (
            kept
            and line.long
            and line.link < 0.5
            and role != "comment"
            and not (strong and role in ("navigation", "footer"))
        ):
            return Mark(ZoneRole.BODY, 0.6, f"running text of the article, although {reason}")
        if in_section and role in ("aside", "other", "footer"):
            return Mark(ZoneRole.TEASER, 0.9, f"under a heading of related items, {reason}")
        if role == "header" and (line.heading or line.long):
            continue
        return Mark(zone, 0.95 if strong and not kept else 0.7 if kept else 0.85, reason)
    return None


def _by_cue(line: Line, kind: str, section: Section | None, before: float, kept: bool) -> Mark | None:
    if section is not None and (section.tail or line.link > 0.5 or kind == "related"):
        sure = 0.7 if kept else 0.9
        return Mark(ZoneRole.TEASER, sure, "under a heading of related items")
    if kind == "related" and (line.link > 0 or ":" in line.text.rstrip(" :")):
        return Mark(ZoneRole.TEASER, 0.8, "pointer to another article")
    if kind in _CUES and not line.long and not (kind in ("comment", "legal") and before < 0.5):
        return Mark(_CUES[kind], 0.9, f"{kind} cue")
    return None


def _sibling(lines: Sequence[Line], index: int) -> bool:
    """Whether the line next to it, before or after, was kept and stands in the same element."""
    own = _holder(lines[index])
    near = [*lines[max(0, index - 1) : index], *lines[index + 1 : index + 2]]
    return any(line.vote and _holder(line) == own for line in near)


def _holder(line: Line) -> tuple[str, str]:
    return line.path.rpartition("/")[0], line.tag


def _by_vote(line: Line, among: bool) -> Mark:
    linked = line.link > 0.8
    if line.vote:
        if linked and not line.sentence and line.words < 15:
            return Mark(ZoneRole.BODY, 0.6, "kept by the extractor, but all of it is a link")
        return Mark(ZoneRole.BODY, 0.95, "kept by the extractor")
    running = line.long and line.link < 0.3
    if line.vote is None:
        if running or (line.main and not linked):
            return Mark(ZoneRole.BODY, 0.75, "running text with few links")
        if linked:
            return Mark(ZoneRole.NAVIGATION, 0.7, "only a link")
        return Mark(ZoneRole.BODY, 0.55, "no sign of page furniture")
    if among and running:
        return Mark(ZoneRole.BODY, 0.6, "running text with few links, beside lines the extractor kept")
    if linked:
        return Mark(ZoneRole.NAVIGATION, 0.8, "only a link, left out by the extractor")
    return Mark(ZoneRole.OTHER, 0.7, "left out by the extractor")


def _by_model(line: Line, mark: Mark | None, likely: float, least: float) -> Mark:
    """``mark``: what an element or a cue says. ``likely``: that the line is of the article."""
    sure = mark is not None and mark.probability >= 0.85
    if mark is not None and sure and mark.role in (ZoneRole.TEASER, ZoneRole.COMMENT, ZoneRole.COOKIE):
        return mark
    if likely > least:
        return Mark(ZoneRole.BODY, likely, "reads like the article (line model)")
    if mark is not None and mark.role != ZoneRole.BODY:
        return mark
    if line.link > 0.8:
        if line.links == 1 and line.words >= _HEADLINE:
            return Mark(ZoneRole.TEASER, max(0.6, 1 - likely), "a headline that leads to another page")
        return Mark(ZoneRole.NAVIGATION, 1 - likely, "only links, and does not read like the article (line model)")
    return Mark(ZoneRole.OTHER, 1 - likely, "does not read like the article (line model)")


def _title(lines: Sequence[Line], marks: Sequence[Mark], titles: Sequence[str]) -> tuple[int, Mark] | None:
    """The line that is the page's title: said by the page itself, else its first main heading."""
    outside = (ZoneRole.TEASER, ZoneRole.COMMENT, ZoneRole.COOKIE)
    usable = [index for index, mark in enumerate(marks) if mark.role not in outside and 2 <= lines[index].words <= 40]
    ranked = sorted(usable, key=lambda index: (lines[index].heading != 1, not lines[index].heading, index))
    for index in ranked:
        folded = lines[index].folded
        if folded and any(folded == title for title in titles):
            return index, Mark(ZoneRole.TITLE, 0.95, "the page declares it as its title")
    for index in ranked:
        folded = lines[index].folded
        if len(folded.split()) >= 3 and any(title.startswith(folded) for title in titles):
            return index, Mark(ZoneRole.TITLE, 0.9, "begins the title that the page declares")
    for index in ranked:
        folded = lines[index].folded
        if len(folded.split()) >= 4 and any(title.endswith(folded) for title in titles):
            return index, Mark(ZoneRole.TITLE, 0.85, "ends the title that the page declares")
    for index in ranked:
        if lines[index].heading == 1 and marks[index].role not in (ZoneRole.NAVIGATION, ZoneRole.SHARING):
            return index, Mark(ZoneRole.TITLE, 0.8, "first main heading")
    return None


def _around_title(lines: Sequence[Line], marks: list[Mark], at: int, day_first: bool) -> None:
    """Byline and date line: short, close to the title, said by an element or by the words themselves."""
    names = {ZoneRole.TEASER, ZoneRole.COMMENT, ZoneRole.COOKIE, ZoneRole.TITLE, ZoneRole.SHARING}
    for index in range(max(0, at - 4), min(len(lines), at + 10)):
        line = lines[index]
        if line.long or marks[index].role in names:
            continue
        roles = {hint.role for hint in line.hints[-3:]}
        if line.words <= 14 and not line.closed and ("byline" in roles or (index > at and cues().byline(line.text))):
            marks[index] = Mark(ZoneRole.BYLINE, 0.85, "names the author beside the title")
        elif (
            line.words <= 12 and not line.sentence and ("dateline" in roles or date_in(line.text, day_first=day_first))
        ):
            marks[index] = Mark(ZoneRole.DATELINE, 0.85, "dates the page beside the title")


def _elsewhere(lines: Sequence[Line], marks: list[Mark], day_first: bool) -> None:
    """A date line away from the title: in an element for dates, else a short line just above or below the text."""
    apart = (ZoneRole.TEASER, ZoneRole.COMMENT, ZoneRole.COOKIE, ZoneRole.TITLE, ZoneRole.LEGAL)
    body = [index for index, mark in enumerate(marks) if mark.role == ZoneRole.BODY and lines[index].long]
    if not body:
        return
    near = {*range(max(0, body[0] - _NEAR_TEXT), body[0]), *range(body[-1] + 1, body[-1] + 1 + _NEAR_TEXT)}
    for strict in (True, False):
        for index, line in enumerate(lines):
            if line.long or line.sentence or line.words > 12 or marks[index].role in apart:
                continue
            said = any(hint.role == "dateline" for hint in line.hints[-3:])
            if (said if strict else index in near) and date_in(line.text, day_first=day_first):
                marks[index] = Mark(ZoneRole.DATELINE, 0.6, "dates the page" if said else "a date beside the text")
                return


def _related(lines: Sequence[Line], marks: Sequence[Mark]) -> list[Related]:
    """Items of the teaser lines; headings of the sections are not items."""
    groups: list[list[Line]] = [[]]
    for line, mark in zip(lines, marks, strict=True):
        kind = cues().kind(line.text) if mark.role == ZoneRole.TEASER else ""
        if mark.role == ZoneRole.TEASER and (not kind or ":" in line.text.rstrip(" :")):
            groups[-1].append(line)
        elif groups[-1]:
            groups.append([])
    return [item for group in groups if group for item in related_items(group)]
