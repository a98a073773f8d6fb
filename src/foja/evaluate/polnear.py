"""PolNeAR as a measuring stick: exact spans of source, cue and content on US political news.

The set states no licence, so it is not shipped and nothing is trained on it: its file is named by its path. A line of
the file (JSON lines, may be compressed with xz) has ``text``, ``toks`` (spans of tokens) and ``labels`` (B-, I-).
"""

from __future__ import annotations

import bisect
import itertools
import json
import lzma
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from foja.evaluate.one_text import extraction
from foja.extract.measure import Fault, Rate
from foja.extract.spans import EDGES, KINDS, Span
from foja.model.errors import UsageError
from foja.model.statement import Statement
from foja.text.sentences import paragraphs, sentences


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The documents of the file; raises ``UsageError`` for a file of another form."""
    with lzma.open(path, "rt", encoding="utf-8") if path.suffix == ".xz" else path.open(encoding="utf-8") as file:
        try:
            for line in file:
                row = json.loads(line)
                if not {"text", "toks", "labels"} <= row.keys():
                    raise ValueError("a line has no text, toks and labels")
                yield row
        except (ValueError, AttributeError, lzma.LZMAError) as error:
            raise UsageError(
                "spans-unreadable",
                f"{path.name} is not a file of marked spans: {error}.",
                where=str(path),
                next="See docs/how-to/measure-drafts.md for the forms that can be measured.",
            ) from error


def measure(path: Path, extractor: str = "") -> tuple[tuple[Rate, ...], tuple[Fault, ...]]:
    """Rates and faults of exact spans. Spans are cut at sentence ends, as the published protocol measures within
    sentences; marks at edges do not count."""
    counts = {kind: [0, 0, 0] for kind in KINDS}
    faults: list[Fault] = []
    for row in rows(path):
        text, gold = row["text"], marked(row)
        found = drafted(text, extraction(text, "en", extractor).statements)
        starts = [c for a, b in paragraphs(text) for c, _ in sentences(text, a, b)]
        for kind, cell in counts.items():
            want, have = pieces(text, gold[kind], starts), pieces(text, found[kind], starts)
            for at, number in enumerate((len(want), len(have), len(want & have))):
                cell[at] += number
            faults += [Fault(kind, "en", text[a:b], "") for a, b in sorted(want - have)]
            faults += [Fault(kind, "en", "", text[a:b]) for a, b in sorted(have - want)]
    return tuple(Rate(kind, "en", *cell) for kind, cell in counts.items()), tuple(faults)


def pieces(text: str, spans: set[Span], starts: list[int]) -> set[Span]:
    """Spans cut where sentences begin, without marks at their edges."""
    out: set[Span] = set()
    for a, b in spans:
        cuts = [a, *starts[bisect.bisect_right(starts, a) : bisect.bisect_left(starts, b)], b]
        out.update(map(partial(_trimmed, text), itertools.pairwise(cuts)))
    return {span for span in out if span[0] < span[1]}


def _trimmed(text: str, span: Span) -> Span:
    a, b = span
    while a < b and text[a] in EDGES:
        a += 1
    while b > a and text[b - 1] in EDGES:
        b -= 1
    return a, b


def marked(row: dict[str, Any]) -> dict[str, set[Span]]:
    """The spans of the labels of a document."""
    out: dict[str, set[Span]] = {kind: set() for kind in KINDS}
    kind, start, end = "", 0, 0
    for (a, b), label in [*zip(row["toks"], row["labels"], strict=True), ((0, 0), "O")]:
        if kind and label == f"I-{kind}":
            end = b
            continue
        if kind in out:
            out[kind].add((start, end))
        kind, start, end = (label[2:], a, b) if label != "O" else ("", 0, 0)
    return out


def drafted(text: str, statements: Sequence[Statement]) -> dict[str, set[Span]]:
    """The spans of the attributed drafts. The set marks one layer, so drafts inside others are left out; its content
    begins at "that", ours after it; parts of one compound content are put together again."""
    drafts = [s for s in statements if s.cue is not None or len(s.chain) > 1]
    out: dict[str, set[Span]] = {kind: set() for kind in KINDS}
    contents: dict[Span, list[Span]] = {}
    for s in drafts:
        if any(_inside(s, o) for o in drafts if o is not s):
            continue
        start, end = s.passage.start, s.passage.end
        before = text[:start].rstrip(' "“,')
        if before.lower().endswith(" that"):
            start = len(before) - 4
        contents.setdefault((s.cue.start, s.cue.end) if s.cue else (start, end), []).append((start, end))
        if s.cue:
            out["cue"].add((s.cue.start, s.cue.end))
        if s.speaker.start is not None and s.speaker.end is not None:
            out["source"].add((s.speaker.start, s.speaker.end))
    for cue, parts in contents.items():
        out["content"] |= _around((min(a for a, _ in parts), max(b for _, b in parts)), cue, out["source"])
    return out


def _around(content: Span, cue: Span, sources: set[Span]) -> set[Span]:
    """A content without the attribution inside it ("“A,” X said, “B”"): two pieces, as the set marks them."""
    if not content[0] < cue[0] < content[1]:
        return {content}
    beside = {
        span
        for span in sources
        if content[0] <= span[0]
        and span[1] <= content[1]
        and (span[1] + 2 > cue[0] > span[0] or span[0] - 2 < cue[1] < span[1])
    }
    a = min([cue[0], *(start for start, _ in beside)])
    b = max([cue[1], *(end for _, end in beside)])
    return {(content[0], a), (b, content[1])}


def _inside(s: Statement, other: Statement) -> bool:
    return s.cue is not None and other.passage.start <= s.cue.start and s.cue.end <= other.passage.end
