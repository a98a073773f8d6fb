"""Furniture of plain text: what a scraped page brings along besides its article.

A text without any cue is all body: memos, letters and judgments are never cut. Cues count only as
whole lines, and single words ("Share", "Related") only beside other cues. In a text that has cues the line
model (``line_model``) then says of each remaining line whether it is of the article. What is marked stays in
the text; a mark is a role with a probability and a reason that a person can overrule.
``page_furniture`` does the same for web pages, which say more about themselves.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from foja.model.text import Related
from foja.model.vocabulary import ZoneRole
from foja.read.cues import cues
from foja.read.date_line import day_of_text
from foja.read.line_context import plain_signs, second_signs
from foja.read.line_model import MOST_LINES, Surroundings, probability, signs, weights
from foja.read.line_words import answers, is_address
from foja.read.lines import Line
from foja.read.sections import find_sections, related_items, share_before
from foja.read.textdates import date_in
from foja.read.zones import BODY, Mark
from foja.text.fold import folded_text

_ROLE = {
    "related": ZoneRole.TEASER,
    "closing": ZoneRole.NAVIGATION,
    "sharing": ZoneRole.SHARING,
    "navigation": ZoneRole.NAVIGATION,
    "cookie": ZoneRole.COOKIE,
    "comment": ZoneRole.COMMENT,
    "legal": ZoneRole.LEGAL,
}
_TEASER, _FEWEST = 45, 3
"""Words of the longest teaser, and how many make a list."""
_OF_ARTICLE = 0.7
"""Below this probability a line is not of the article; chosen on the development half of a public set."""
_ANSWERS = 2
"""Lines that say who wrote when, from which they head comments."""
_LABEL, _MANY = 4, 25
"""Words of a label, and lines from which a text can look like a page with its menus."""
_DIGIT = re.compile(r"\d")
_TOP = 30
"""Lines above the first running text in which a menu may stand."""


def mark_text(lines: Sequence[Line]) -> tuple[list[Mark], list[Related]]:
    """A mark for each line, and the related items."""
    kinds = [cues().kind(line.text) for line in lines]
    marks = [BODY] * len(lines)
    if not _is_scrape(lines, [cues().kind(line.text, written=True) for line in lines]):
        _mark_heading(lines, marks)
        return marks, []
    page = Mark(ZoneRole.BODY, 0.9, "the running text of a page")
    marks = [page] * len(lines)
    before = share_before(lines)
    first_long = next((index for index, line in enumerate(lines) if line.long), len(lines))
    _mark_cues(lines, kinds, before, min(first_long, _TOP), marks)
    teasers = _mark_sections(lines, kinds, marks)
    teasers += _mark_unnamed(lines, kinds, before, marks, page)
    _mark_comments(lines, kinds, before, marks)
    _mark_addresses(lines, marks, page)
    mark_title(lines, marks, title=_shared_title(lines, kinds), page=page)
    if len(lines) <= MOST_LINES:
        _mark_unlikely(lines, kinds, before, marks, page)
    return marks, [item for group in teasers for item in related_items(group)]


def _is_scrape(lines: Sequence[Line], kinds: Sequence[str]) -> bool:
    """Whether the text comes from a web page: one cue of several words, or three of any kind, or a cue beside a legal
    line in a text that is for the most part labels."""
    titles = {line.folded for line in lines}
    found = strong = 0
    first_long = next((index for index, line in enumerate(lines) if line.long), len(lines))
    for index, (line, kind) in enumerate(zip(lines, kinds, strict=True)):
        if not kind or kind == "legal" or (kind == "navigation" and index >= first_long):
            continue
        found += 1
        _, colon, rest = line.text.partition(":")
        if colon and rest.strip():
            strong += kind == "sharing" and folded_text(rest) in titles
        elif kind != "cookie":
            strong += len(line.folded.split()) >= 2
    return strong >= 1 or found >= 3 or _is_laid_out(lines, kinds)


def _is_laid_out(lines: Sequence[Line], kinds: Sequence[str]) -> bool:
    """Whether a text looks like a page with its menus: a legal line ("Privacy policy", "© 2024 …") and another cue, and
    at least half of its many lines are labels. Letters and judgments have such lines, but are not made of them."""
    labels = sum(line.words <= _LABEL and not line.closed and not _DIGIT.search(line.text) for line in lines)
    return len(lines) >= _MANY and 2 * labels >= len(lines) and "legal" in kinds and not {"", "legal"} >= set(kinds)


def _shared_title(lines: Sequence[Line], kinds: Sequence[str]) -> str:
    """What stands after "Sharing:" and is also a line of the page: its title, as the page says it."""
    titles = {line.folded for line in lines}
    for line, kind in zip(lines, kinds, strict=True):
        rest = line.text.partition(":")[2]
        if kind == "sharing" and rest.strip() and folded_text(rest) in titles:
            return folded_text(rest)
    return ""


def _mark_cues(
    lines: Sequence[Line], kinds: Sequence[str], before: Sequence[float], top: int, marks: list[Mark]
) -> None:
    """Single lines that are cues: menus only above the article, legal lines and menus only below it."""
    last_menu = max((index for index in range(top) if kinds[index] == "navigation"), default=-1)
    for index, (line, kind) in enumerate(zip(lines, kinds, strict=True)):
        if index <= last_menu and (kind or (line.words <= 4 and not line.closed)):
            marks[index] = Mark(ZoneRole.NAVIGATION, 0.95 if kind else 0.7, "menu line above the text")
        elif kind in ("sharing", "cookie"):
            marks[index] = Mark(_ROLE[kind], 0.95, f"{kind} cue")
        elif kind in ("legal", "navigation", "closing") and (before[index] >= 0.8 or index < top):
            marks[index] = Mark(_ROLE[kind], 0.9, f"{kind} cue")
        elif kind == "related" and ":" in line.text.rstrip(" :"):
            marks[index] = Mark(ZoneRole.TEASER, 0.9, "pointer to another article")


def _mark_sections(lines: Sequence[Line], kinds: Sequence[str], marks: list[Mark]) -> list[list[Line]]:
    teasers: list[list[Line]] = []
    for section in find_sections(lines, kinds):
        inside = list(lines[section.cue + 1 : section.end])
        if ":" in lines[section.cue].text.rstrip(" :"):
            # "Read also: title" points to one article by itself
            teasers.append([lines[section.cue]])
            continue
        if not inside:
            marks[section.cue] = Mark(ZoneRole.TEASER, 0.7, "heading of related items without items")
            continue
        sure = 0.95 if section.tail and section.items >= 2 else 0.8 if section.tail else 0.6
        where = "after half of the text" if section.tail else "inside the text"
        marks[section.cue] = Mark(ZoneRole.TEASER, sure, f"heading of related items {where}")
        for index in range(section.cue + 1, section.end):
            marks[index] = Mark(ZoneRole.TEASER, sure, f"under a heading of related items {where}")
        teasers.append(inside)
        if section.end < len(lines) and kinds[section.end] == "closing":
            marks[section.end] = Mark(ZoneRole.NAVIGATION, 0.95, "closes the related items")
    return teasers


def _mark_unnamed(
    lines: Sequence[Line], kinds: Sequence[str], before: Sequence[float], marks: list[Mark], page: Mark
) -> list[list[Line]]:
    """Lists that a closing line ends ("No more articles") and that no known heading opens.

    Under a short line that ends like a heading the paragraphs are the list. Without such a line nothing says
    where the list begins: the paragraphs stay body, and are marked as doubtful.
    """
    found: list[list[Line]] = []
    for end, kind in enumerate(kinds):
        if kind != "closing" or len(lines[end].folded.split()) < 2 or before[end] < 0.75:
            continue
        start = end
        while start and marks[start - 1] is page and 0 < lines[start - 1].words <= _TEASER and lines[start - 1].closed:
            start -= 1
        inside = list(lines[start:end])
        if sum(line.long for line in inside) < _FEWEST:
            continue
        heading = start - 1
        named = heading > 0 and marks[heading] is page and lines[heading].words <= 6 and not lines[heading].closed
        if named and before[heading] >= 0.5:
            for index in range(heading, end):
                marks[index] = Mark(ZoneRole.TEASER, 0.75, "short paragraphs between a heading and a closing line")
            found.append(inside)
        else:
            for index in range(start, end):
                marks[index] = Mark(ZoneRole.BODY, 0.5, "short paragraphs above a closing line: perhaps teasers")
    return found


def _mark_addresses(lines: Sequence[Line], marks: list[Mark], page: Mark) -> None:
    for index, line in enumerate(lines):
        if marks[index] is page and is_address(line.text):
            marks[index] = Mark(ZoneRole.NAVIGATION, 0.9, "nothing but a web address")


def _mark_comments(lines: Sequence[Line], kinds: Sequence[str], before: Sequence[float], marks: list[Mark]) -> None:
    """A comment cue below half of the text opens the readers' comments, up to the next other cue. So does the first of
    several lines that say who wrote when, below a tenth of it; each of these opens them again."""
    inside = False
    heads = [index for index, line in enumerate(lines) if before[index] >= 0.1 and answers(line.text)]
    opening = frozenset(heads if len(heads) >= _ANSWERS else ())
    for index, kind in enumerate(kinds):
        if (kind == "comment" and before[index] >= 0.5) or index in opening:
            inside = True
        elif kind:
            inside = False
        if inside:
            marks[index] = Mark(ZoneRole.COMMENT, 0.8, "under a comment cue, or under who wrote it when")


def _mark_heading(lines: Sequence[Line], marks: list[Mark]) -> None:
    """A first line with a date line right under it, as cuttings have them: title and date line, not one sentence."""
    if len(lines) > 1 and not lines[0].sentence and not lines[1].blank and day_of_text(lines, lines[1]) is not None:
        marks[0] = Mark(ZoneRole.TITLE, 0.7, "stands above the date line")
        marks[1] = Mark(ZoneRole.DATELINE, 0.7, "dates the text under its title")


def _mark_unlikely(
    lines: Sequence[Line], kinds: Sequence[str], before: Sequence[float], marks: list[Mark], page: Mark
) -> None:
    """What is left is body unless the line model says otherwise. A short line above a paragraph of the article,
    and under one, heads it."""
    around = Surroundings(lines, kinds, before)
    sections = {index: section for section in find_sections(lines, kinds) for index in range(section.cue, section.end)}
    first = [signs(around, index, (), sections.get(index)) | plain_signs(lines, index) for index in range(len(lines))]
    look = second_signs(lines, [probability(weights("texts"), row) for row in first])
    second = weights("texts, second look")
    likely = [
        probability(second, row | more) if mark is page else 0.0
        for row, more, mark in zip(first, look, marks, strict=True)
    ]
    running = [value >= _OF_ARTICLE and line.long for value, line in zip(likely, lines, strict=True)]
    begun = False
    for index, mark in enumerate(marks):
        begun = begun or running[index]
        if mark is not page or likely[index] >= _OF_ARTICLE:
            continue
        if begun and not lines[index].long and running[index + 1 : index + 2] == [True]:
            marks[index] = Mark(ZoneRole.BODY, 0.6, "heads the paragraph under it")
        else:
            marks[index] = Mark(ZoneRole.OTHER, 1 - likely[index], "does not read like the article (line model)")


def mark_title(lines: Sequence[Line], marks: list[Mark], *, title: str, page: Mark) -> None:
    """Marks title, byline and date line in place. ``title``: its folded form where the page says it."""
    free = [index for index, mark in enumerate(marks) if mark is page]
    at = next((index for index in free if title and lines[index].folded == title), None)
    if at is not None:
        marks[at] = Mark(ZoneRole.TITLE, 0.95, "the page repeats this line as its title")
    elif free:
        first = lines[free[0]]
        following = next((lines[index] for index in free[1:6] if lines[index].long), None)
        if 3 <= first.words <= 30 and not first.sentence and following is not None:
            at = free[0]
            marks[at] = Mark(ZoneRole.TITLE, 0.8, "first line above the running text")
    if at is None:
        return
    for index in range(at + 1, min(at + 8, len(lines))):
        if lines[index].long:
            break
        if marks[index] is not page or lines[index].sentence:
            continue
        if cues().byline(lines[index].text):
            marks[index] = Mark(ZoneRole.BYLINE, 0.8, "names the author under the title")
        elif date_in(lines[index].text) and lines[index].words <= 10:
            marks[index] = Mark(ZoneRole.DATELINE, 0.8, "dates the page under the title")
