"""Spans of source, cue and content: what is marked, what was drafted, and how far they agree. Pure.

Counted exactly: a span is right when it begins and ends where the marked one does, marks, articles and a leading
"that" at its edges aside. Contents of one attribution count as one in each sentence, from the first to the last: a
machine may cut a compound content in other places than a reader, and what was cut is measured by
``foja.extract.measure``. An attribution whose content is nothing but another attribution is a link of a chain: only its
source counts, since a draft shows it in the chain and not as a draft of its own. Sources are all links of a chain that
stand in the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from foja.extract.annotated import Annotated, Attribution
from foja.extract.evaluate import LEAST, overlap
from foja.extract.lexicon import words
from foja.extract.measure import Fault, Rate
from foja.model.statement import Extraction, Statement
from foja.model.vocabulary import AllegerKind, Polarity
from foja.text.fold import key

Span = tuple[int, int]
KINDS = ("source", "cue", "content")
TASKS = (*KINDS, "linked", "force", "polarity", "page")
"""``linked``: of the contents found exactly, those with the right innermost source. ``force``, ``polarity``: on the
same. ``page``: statements in the page's voice, right when at least half of the characters are in common."""

EDGES = " \t\n\"“”‘’'«».,;:!?—–-…()¡¿"
_ARTICLES = words("the a an el la los las un una o os as um uma le les une l'")
_SENTENCE_END = re.compile(r"[.!?][”»\"]?(?:\s|$)")
_TIED = re.compile(r"\b([ldLD])['’](?=\w)")
_MARKERS = words("that que qu'")


def trimmed(text: str, span: Span, small: frozenset[str] = _ARTICLES) -> Span:
    """A span without marks, spaces and small words at its edges; not empty unless it held nothing else."""
    a, b = span
    while a < b and text[a] in EDGES:
        a += 1
    while b > a and text[b - 1] in EDGES:
        b -= 1
    for word in small:
        head = text[a : a + len(word)].lower().replace("’", "'")
        after = text[a + len(word) : a + len(word) + 1]
        if head == word and a + len(word) < b and (word.endswith("'") or after == " "):
            return a + len(word) + (not word.endswith("'")), b
    return a, b


def marked(row: Annotated) -> dict[str, set[Span]]:
    """The marked spans that count, trimmed."""
    out: dict[str, set[Span]] = {kind: set() for kind in KINDS}
    for one in row.attributions:
        if one.source is not None:
            out["source"].add(trimmed(row.text, (one.source.start, one.source.end)))
        if is_link(row, one):
            continue
        if one.cue is not None:
            out["cue"].add(trimmed(row.text, (one.cue.start, one.cue.end)))
        out["content"] |= _contents(row.text, [content.hull for content in one.contents])
    return out


def is_link(row: Annotated, outer: Attribution) -> bool:
    """Whether the content of ``outer`` is, but for a few letters, another attribution."""
    start, end = _hull([content.hull for content in outer.contents])
    for inner in row.attributions:
        if inner is outer or inner.source is None:
            continue
        places = [inner.source, *([inner.cue] if inner.cue else [])]
        a, b = _hull([(p.start, p.end) for p in places] + [content.hull for content in inner.contents])
        if start <= a and b <= end and (b - a) * 10 >= (end - start) * 8:
            return True
        inside = _hull([content.hull for content in inner.contents])
        if (
            inside == (start, end)
            and inner.cue is not None
            and outer.cue is not None
            and outer.cue.start < inner.cue.start
        ):
            return True  # "X said, citing Y, that ...": both hold the same content, and Y is nearer to it
    return False


def drafted(text: str, statements: Iterable[Statement]) -> dict[str, set[Span]]:
    """The spans of the drafts, trimmed."""
    out: dict[str, set[Span]] = {kind: set() for kind in KINDS}
    for s in statements:
        if s.cue is None and s.speaker.kind is not AllegerKind.PAGE:  # speech that goes on
            out["content"].add(trimmed(text, (s.passage.start, s.passage.end), _MARKERS))
    for span, group in _groups(statements).items():
        out["cue"].add(trimmed(text, span))
        out["content"] |= _contents(text, [(s.passage.start, s.passage.end) for s in group])
        out["source"] |= {
            trimmed(text, (link.start, link.end))
            for s in group
            for link in s.chain
            if link.start is not None and link.end is not None
        }
    return out


def _groups(statements: Iterable[Statement]) -> dict[Span, list[Statement]]:
    """Drafts by their cue."""
    out: dict[Span, list[Statement]] = {}
    for s in statements:
        if s.cue is not None:
            out.setdefault((s.cue.start, s.cue.end), []).append(s)
    return out


def _hull(spans: Sequence[Span]) -> Span:
    return min(a for a, _ in spans), max(b for _, b in spans)


def _contents(text: str, spans: Sequence[Span]) -> set[Span]:
    """The contents of one attribution as one span for each sentence that they stand in."""
    runs: list[list[Span]] = []
    for span in sorted(spans):
        if runs and not _SENTENCE_END.search(text, runs[-1][-1][1], span[0]):
            runs[-1].append(span)
        else:
            runs.append([span])
    return {trimmed(text, _hull(run), _MARKERS) for run in runs}


def measure(
    rows: Sequence[Annotated], extract: Callable[[str, str], Extraction]
) -> tuple[tuple[Rate, ...], tuple[Fault, ...]]:
    """Rates of each task for all languages together ("all") and for each one, and every fault."""
    counts: dict[tuple[str, str], list[int]] = {}
    faults: list[Fault] = []
    for row in rows:
        found = extract(row.text, row.language)
        for task, triple in _compare(row, found.statements, faults).items():
            for language in ("all", row.language):
                cell = counts.setdefault((task, language), [0, 0, 0])
                for at, number in enumerate(triple):
                    cell[at] += number
    languages = ["all", *sorted({row.language for row in rows})]
    rates = (Rate(task, one, *counts[task, one]) for one in languages for task in TASKS if (task, one) in counts)
    return tuple(rates), tuple(faults)


def _compare(row: Annotated, statements: Sequence[Statement], faults: list[Fault]) -> dict[str, tuple[int, int, int]]:
    want, have = marked(row), drafted(row.text, statements)
    out: dict[str, tuple[int, int, int]] = {}
    for kind in KINDS:
        out[kind] = (len(want[kind]), len(have[kind]), len(want[kind] & have[kind]))
        faults += [Fault(kind, row.language, row.text[a:b], "") for a, b in sorted(want[kind] - have[kind])]
        faults += [Fault(kind, row.language, "", row.text[a:b]) for a, b in sorted(have[kind] - want[kind])]
    agree = dict.fromkeys(("linked", "force", "polarity"), 0)
    pairs = _pairs(row, statements)
    for one, draft in pairs:
        source = row.text[one.source.start : one.source.end] if one.source else ""
        page = draft.speaker.kind is AllegerKind.PAGE
        said = "" if page else draft.speaker.name
        # Whom a pronoun means is not marked, so the words that the draft took for its source count too.
        written = "" if page else row.text[draft.speaker.start or 0 : draft.speaker.end or 0]
        negative = one.negated or any(content.negative for content in one.contents)
        sign = Polarity.NEGATIVE if negative else Polarity.POSITIVE
        # "Added that": the draft may name the one who spoke before, so a mark without a source agrees with any.
        for task, expected, drafted_, same in (
            ("linked", source, said, not source or _same(source, said) or _same(source, written)),
            ("force", str(one.modality), str(draft.modality), one.modality is draft.modality),
            ("polarity", str(sign), str(draft.polarity), sign is draft.polarity),
        ):
            agree[task] += same
            if not same:
                faults.append(Fault(task, row.language, f"{expected} ({row.text})", drafted_))
    out |= {task: (len(pairs), len(pairs), right) for task, right in agree.items()}
    own = [s for s in statements if s.speaker.kind is AllegerKind.PAGE and s.cue is None]
    missed = [
        g for g in row.own if not any(overlap((g.start, g.end), (s.passage.start, s.passage.end)) >= LEAST for s in own)
    ]
    met = len(row.own) - len(missed)
    faults += [Fault("page", row.language, row.text[g.start : g.end], "") for g in missed]
    # What the page says is marked where it stands by itself, so precision is not counted.
    out["page"] = (len(row.own), met, met)
    return out


def _pairs(row: Annotated, statements: Sequence[Statement]) -> list[tuple[Attribution, Statement]]:
    """Attributions with the first draft of the group whose content is exactly theirs."""
    groups = [
        (_contents(row.text, [(s.passage.start, s.passage.end) for s in group]), group)
        for group in _groups(statements).values()
    ]
    out = []
    for one in row.attributions:
        spans = _contents(row.text, [content.hull for content in one.contents])
        group = next((group for where, group in groups if where & spans), None)
        if group is not None and not is_link(row, one):
            out.append((one, group[0]))
    return out


def _same(expected: str, found: str) -> bool:
    """Equal when folded, or the words of one among the other's; a small word that is tied to its noun ("l'avocat")
    counts for itself."""
    a, b = (set(key(_TIED.sub(r"\1 ", name)).split()) for name in (expected, found))
    return bool(a and b) and (a <= b or b <= a)
