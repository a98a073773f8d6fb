"""Cutting a canonical text into blocks and runs that a page can show and that a selection can be traced back to.

Pure: a text, its reading and its statements go in; frozen records come out. Every run says at which code
point of the canonical text it starts, so that highlights, citations and new statements share one coordinate.
Blocks cover all of the text except the white space between paragraphs.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from foja.model.rows import StatementRow
from foja.model.text import Reading, Unit, Word, Zone
from foja.model.vocabulary import ZoneRole

_GAP = re.compile(r"[ \t\r]*\n\s*\n\s*|\f\s*")

FURNITURE = frozenset(
    {
        ZoneRole.NAVIGATION,
        ZoneRole.TEASER,
        ZoneRole.SHARING,
        ZoneRole.COOKIE,
        ZoneRole.COMMENT,
        ZoneRole.LEGAL,
        ZoneRole.OTHER,
    }
)
"""Parts of a page that are preserved and shown, but folded away: no statement is drafted from them."""

_FLOWING = frozenset({"line", "cell", "row", "header", "label", "field"})
"""Kinds of units that may share a block. Any other unit (paragraph, heading, item) starts a new one."""

_ROWS = frozenset({"cell", "header", "label", "field"})
"""Kinds of units that start a new block when they begin a line: rows of a table, lines of a message's head, fields of
a form."""


@dataclass(frozen=True)
class Run:
    """A stretch inside a block, covered by the same statements throughout.
    ``ids``: statements that cover it, innermost (shortest) first. ``ends``: those whose last run this is.
    ``begins``: those whose first run this is. ``doubt``: where a machine read it doubtfully, its confidence (0 to 100);
    -1 elsewhere."""

    start: int
    text: str
    ids: tuple[str, ...] = ()
    begins: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    doubt: int = -1


@dataclass(frozen=True)
class Block:
    """A paragraph. ``page`` is set where a new page begins, ``line`` where the original has line numbers.
    ``kind``: what it is in its file (``paragraph``, ``note``, ``comment`` ...). ``place``: of a remark that stands
    apart from its page, where it belongs, and whose it is."""

    start: int
    end: int
    role: ZoneRole
    runs: tuple[Run, ...]
    page: int | None = None
    line: int | None = None
    path: str = ""
    kind: str = ""
    place: str = ""

    @property
    def numbered(self) -> str:
        """How the file itself numbers its page, where that is another number than its place."""
        return self.path if self.path.startswith("numbered ") else ""

    @property
    def hidden_slide(self) -> bool:
        """Whether it stands on a slide that the presentation leaves out."""
        return self.path.startswith("slide ") and "(hidden)" in self.path


@dataclass(frozen=True)
class Section:
    """Consecutive blocks of one kind: text to read (``furniture`` false), or folded page parts of one role, those that
    were deleted, are hidden or were packed in the file apart from each other."""

    furniture: bool
    role: ZoneRole
    reason: str
    blocks: tuple[Block, ...]

    @property
    def marked(self) -> bool:
        """Whether a statement stands in it: then it is shown unfolded."""
        return any(run.ids for block in self.blocks for run in block.runs)


_APART = frozenset({"deleted", "hidden", "member"})
"""Kinds of one role that are nevertheless told apart."""
HERE = "here"
"""The id of a place that is shown because somebody was led to it, such as a search hit."""


def sections(
    text: str, reading: Reading | None, statements: Sequence[StatementRow], here: tuple[int, int] | None = None
) -> tuple[Section, ...]:
    """The sections of a text in order. ``here``: a span to mark besides the statements."""
    units = sorted(reading.units, key=lambda unit: (unit.start, unit.end)) if reading else []
    zones = sorted(reading.zones, key=lambda zone: zone.start) if reading else []
    wanted = [(row.start, row.end, row.id) for row in statements] + ([(*here, HERE)] if here else [])
    coming = sorted((span for span in wanted if 0 <= span[0] < span[1] <= len(text)), reverse=True)
    open_spans: list[tuple[int, int, str]] = []
    unit_starts = [unit.start for unit in units]
    zone_starts = [zone.start for zone in zones]
    doubts = _doubtful(reading)
    found: list[tuple[bool, Zone | None, Block]] = []
    page_before = 0
    for start, end in _stretches(text, units, zones):
        # Blocks come in order, so each span is taken up once and let go once.
        while coming and coming[-1][0] < end:
            open_spans.append(coming.pop())
        open_spans = [span for span in open_spans if span[1] > start]
        zone = _zone_at(zones, zone_starts, start)
        role = zone.role if zone else ZoneRole.BODY
        unit = _unit_at(units, unit_starts, start, end)
        page = unit.page if unit else None
        block = Block(
            start=start,
            end=end,
            role=role,
            runs=runs_of(text, start, end, open_spans, _inside(doubts, start, end)),
            page=page if page is not None and page > page_before else None,
            line=unit.line if unit else None,
            path=(unit.path or "") if unit else "",
            kind=unit.kind if unit else "",
            place=_place_of_remark(unit),
        )
        page_before = max(page or 0, page_before)
        found.append((role in FURNITURE, zone, block))
    return tuple(_grouped(found))


def _stretches(text: str, units: Sequence[Unit], zones: Sequence[Zone]) -> Iterable[tuple[int, int]]:
    """Starts and ends of the blocks, without white space at either end."""
    cuts = {0, len(text)}
    for zone in zones:
        cuts.update((zone.start, zone.end))
    page: int | None = None
    for unit in units:
        row_begins = unit.kind in _ROWS and text[unit.start - 1 : unit.start] == "\n"
        if unit.kind not in _FLOWING or row_begins or (unit.page is not None and unit.page != page):
            cuts.add(unit.start)
        page = unit.page if unit.page is not None else page
    for gap in _GAP.finditer(text):
        cuts.update((gap.start(), gap.end()))
    ordered = sorted(cut for cut in cuts if 0 <= cut <= len(text))
    for left, right in pairwise(ordered):
        piece = text[left:right]
        stripped = piece.strip()
        if stripped:
            start = left + len(piece) - len(piece.lstrip())
            yield start, start + len(stripped)


def _zone_at(zones: Sequence[Zone], starts: Sequence[int], place: int) -> Zone | None:
    index = bisect_right(starts, place) - 1
    return zones[index] if index >= 0 and place < zones[index].end else None


def _unit_at(units: Sequence[Unit], starts: Sequence[int], start: int, end: int) -> Unit | None:
    """The first unit that begins in the block, or else the one that holds its start."""
    index = bisect_left(starts, start)
    if index < len(units) and units[index].start < end:
        return units[index]
    return units[index - 1] if index and units[index - 1].end > start else None


def _place_of_remark(unit: Unit | None) -> str:
    if unit is None or unit.page is None or unit.kind not in ("comment", "hidden") or unit.box is None:
        return ""
    return f"p. {unit.page}, {unit.path}"


def _doubtful(reading: Reading | None) -> list[Word]:
    """The words that a machine read below the mark of its setting, in text order."""
    recognition = reading.recognition if reading else None
    return [word for word in recognition.words if word.confidence < recognition.doubtful] if recognition else []


def _inside(words: Sequence[Word], start: int, end: int) -> Sequence[Word]:
    return words[
        bisect_left(words, start, key=lambda word: word.start) : bisect_left(words, end, key=lambda word: word.start)
    ]


def runs_of(
    text: str, start: int, end: int, spans: Sequence[tuple[int, int, str]], doubts: Sequence[Word] = ()
) -> tuple[Run, ...]:
    """The block cut wherever a statement or a doubtful word begins or ends."""
    inside = sorted(spans, key=lambda span: (span[2] == HERE, span[1] - span[0], span[0], span[2]))
    places = [(left, right) for left, right, _ in inside] + [(word.start, word.end) for word in doubts]
    cuts = sorted({start, end, *(c for left, right in places for c in (left, right) if start < c < end)})
    doubted = {word.start: word for word in doubts}
    doubt: Word | None = None
    runs = []
    for left, right in pairwise(cuts):
        doubt = doubted.get(left, doubt if doubt and doubt.end > left else None)
        covering = [span for span in inside if span[0] < right and span[1] > left]
        runs.append(
            Run(
                start=left,
                text=text[left:right],
                ids=tuple(span[2] for span in covering),
                begins=tuple(span[2] for span in covering if span[0] == left),
                ends=tuple(span[2] for span in covering if span[1] == right),
                doubt=doubt.confidence if doubt else -1,
            )
        )
    return tuple(runs)


def _part(block: Block) -> tuple[ZoneRole, str]:
    return block.role, block.kind if block.kind in _APART else ""


def _grouped(found: Sequence[tuple[bool, Zone | None, Block]]) -> Iterable[Section]:
    index = 0
    while index < len(found):
        furniture, zone, block = found[index]
        last = index + 1
        while (
            last < len(found)
            and found[last][0] == furniture
            and (not furniture or _part(found[last][2]) == _part(block))
        ):
            last += 1
        yield Section(
            furniture=furniture,
            role=block.role,
            reason=zone.reason if zone and furniture else "",
            blocks=tuple(item[2] for item in found[index:last]),
        )
        index = last
