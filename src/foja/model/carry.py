"""What stays in place when a text is corrected: where a span of the earlier text stands in the corrected one, and what
a statement on it becomes.

A correction is a list of edits. Whatever no edit touches stands in the new text letter for letter, at a place that
follows from the lengths of the edits before it; nothing is searched for.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import accumulate
from typing import NamedTuple

from msgspec.structs import replace

from foja.model.passage import passage
from foja.model.statement import Alleger, Figure, Statement, statement_id

_WORD = re.compile(r"\S+")


class Edit(NamedTuple):
    """``text[start:end]`` of the earlier text becomes ``now``. Code points, end exclusive."""

    start: int
    end: int
    now: str


class Moved(NamedTuple):
    """Where a span came to stand. ``same``: no edit touched it, so its words are the same."""

    start: int
    end: int
    same: bool


def line_edits(start: int, was: str, now: str) -> list[Edit]:
    """The edits that make of the line ``was``, which begins at ``start``, the line ``now``: whole words, as few as the
    longest common run of words leaves."""
    before, after = list(_WORD.finditer(was)), [match.group() for match in _WORD.finditer(now)]
    found = []
    matcher = SequenceMatcher(None, [match.group() for match in before], after, autojunk=False)
    for what, i, j, k, m in matcher.get_opcodes():
        words = " ".join(after[k:m])
        if what == "replace":
            found.append(Edit(start + before[i].start(), start + before[j - 1].end(), words))
        elif what == "insert" and i < len(before):
            place = start + before[i].start()
            found.append(Edit(place, place, words + " "))
        elif what == "insert":
            found.append(Edit(start + len(was), start + len(was), " " + words if was else words))
        elif what == "delete" and j < len(before):
            found.append(Edit(start + before[i].start(), start + before[j].start(), ""))
        elif what == "delete":
            found.append(Edit(start + (before[i - 1].end() if i else 0), start + len(was), ""))
    return found


def edits_between(was: str, now: str) -> list[Edit]:
    """The edits that make of one text another: lines that both have stay, and in the others their words."""
    old, new = was.split("\n"), now.split("\n")
    starts = [0, *accumulate(len(line) + 1 for line in old)]
    found = []
    for what, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            continue
        if j - i == m - k:
            for number in range(j - i):
                found += line_edits(starts[i + number], old[i + number], new[k + number])
        elif i == j:  # lines came in, each with the break behind it; at the end of the text, before it
            words = "\n".join(new[k:m])
            at_end = i == len(old)
            place = len(was) if at_end else starts[i]
            found.append(Edit(place, place, "\n" + words if at_end else words + "\n"))
        elif k == m:
            at_end = j == len(old)
            found.append(Edit(starts[i] - (1 if at_end and i else 0), min(starts[j], len(was)), ""))
        else:
            found.append(Edit(starts[i], starts[j] - 1, "\n".join(new[k:m])))
    return found


class Shift:
    """The edits of a correction in text order, and where they lead."""

    def __init__(self, edits: Sequence[Edit]) -> None:
        self.edits = sorted(edits, key=lambda edit: (edit.start, edit.end))  # those at one place in their order
        self._starts = [edit.start for edit in self.edits]
        self._grown = [0, *accumulate(len(edit.now) - (edit.end - edit.start) for edit in self.edits)]

    def apply(self, text: str) -> str:
        """The corrected text."""
        return "".join(self._pieces(text))

    def _pieces(self, text: str) -> Iterator[str]:
        place = 0
        for edit in self.edits:
            yield text[place : edit.start]
            yield edit.now
            place = edit.end
        yield text[place:]

    def span(self, start: int, end: int) -> Moved:
        """Where the span came to stand. One that an edit cuts reaches to the end of what the edit wrote."""
        first = self._place(start, behind=True)
        last = max(first, self._place(end, behind=False))
        return Moved(first, last, not any(self._touches(edit, start, end) for edit in self._near(start, end)))

    def whole(self, start: int, end: int) -> tuple[int, int]:
        """Where the span came to stand with what was put in at its edges: a line with the words added to it."""
        first = self._place(start, behind=False)
        return first, max(first, self._place(end, behind=True))

    def _near(self, start: int, end: int) -> Sequence[Edit]:
        return self.edits[max(0, bisect_right(self._starts, start) - 1) : bisect_right(self._starts, end)]

    @staticmethod
    def _touches(edit: Edit, start: int, end: int) -> bool:
        # What is put in at the very edge of a span stands beside it, not in it.
        return start < edit.start < end if edit.start == edit.end else edit.start < end and edit.end > start

    def _place(self, place: int, *, behind: bool) -> int:
        """``behind``: what is put in at this very place comes before it, as it does for the start of a span."""
        index = bisect_right(self._starts, place if behind else place - 1)
        if index:
            edit = self.edits[index - 1]
            if edit.start < place < edit.end:  # inside of what was written anew
                return edit.start + self._grown[index - 1] + (0 if behind else len(edit.now))
            if behind and edit.start == place < edit.end:
                return place + self._grown[index - 1]
        return place + self._grown[index]


def carried(before: Statement, shift: Shift, digest: str, text: str) -> tuple[Statement, bool] | None:
    """The statement on the corrected text (its digest, and it), and whether its quote, its speakers and its cue stand
    there as they stood. Where they do not, it holds what the corrected text has in their place: for a person to
    accept. None where nothing is left of its passage."""
    moved = shift.span(before.passage.start, before.passage.end)
    if moved.start >= moved.end or not text[moved.start : moved.end].strip():
        return None
    where = passage(digest, text, moved.start, moved.end)
    same = moved.same
    chain: list[Alleger] = []
    for link in before.chain:
        if link.start is None or link.end is None:
            chain.append(link)
            continue
        start, end, stands = shift.span(link.start, link.end)
        same = same and stands
        chain.append(replace(link, start=start, end=end, name=link.name if stands else text[start:end]))
    cue = before.cue
    if cue is not None:
        start, end, stands = shift.span(cue.start, cue.end)
        same = same and stands
        cue = replace(cue, start=start, end=end, words=cue.words if stands else text[start:end])
    kept = before.content != before.passage.quote
    content = before.content if kept else where.quote
    dates = before.dates
    if not moved.same:  # a date, or a name, that was misread is no longer one
        dates = tuple(d for d in dates if d.verbatim in where.quote or d.verbatim not in before.passage.quote)
    return Statement(
        id=statement_id(where, tuple(chain), before.modality, f"carried {before.id}"), source=before.source,
        passage=where, chain=tuple(chain), content=content, modality=before.modality, polarity=before.polarity,
        status=before.status, presupposed=before.presupposed, cue=cue, dates=dates,
        figures=tuple(_figures(before.figures, shift)), names=tuple(n for n in before.names if n in content),
        language=before.language, explanation=before.explanation, extractor=before.extractor, entered=before.entered,
        supersedes=before.id,
    ), same  # fmt: skip


def _figures(figures: Sequence[Figure], shift: Shift) -> Iterator[Figure]:
    for figure in figures:
        start, end, stands = shift.span(figure.start, figure.end)
        if stands:
            yield replace(figure, start=start, end=end)
