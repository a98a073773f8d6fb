"""Measuring what is put together as one statement, and which documents are linked, on news about the same events.

The folder holds ECB+ as it is published (Cybulska and Vossen 2014; annotations CC BY 3.0): ``ECB+/TOPIC/NAME.xml``, and
beside it ``ECBplus_coreference_sentences.csv``, which says which sentences were checked. It is not part of foja.

ECB+ says which words in different reports speak of one event, not which sentences say the same. So what is measured is
near what foja suggests and not equal to it: two drafts that share no event cannot say the same; two that speak of the
same events, all of them, most often do. A topic has reports of two different happenings of one sort (``ecb`` and
``ecbplus``), so that a link between documents of two happenings is wrong.
"""

from __future__ import annotations

import csv
import re
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree

from foja.case import Case
from foja.model.errors import UsageError
from foja.model.event import Actor
from foja.model.record import Record
from foja.model.rows import Question
from foja.model.vocabulary import LinkKind, Review

SENTENCES = "ECBplus_coreference_sentences.csv"
TEST = range(36, 46)
"""Topics that are kept back, as in the literature; the others are for development."""
BUDGETS = (10, 50, 100)
"""Suggestions that a person would look at, the first ones first."""
SAME = 0.5
"""Share of the events of two sentences that have to be common for them to be taken to say the same."""
_CLOSING = re.compile(r" ([.,;:!?%)\]’”]|'s|n't)(?= |$)")


class HappeningScores(Record, frozen=True):
    """``documents`` read, ``drafts`` in checked sentences with an event. ``pairs`` of drafts in different documents
    that were put into one proposition; ``shared``: share of them with an event in common, ``same``: with half of their
    events. ``asked`` pairs of drafts of different documents with all their events, two or more, in common; ``found``:
    share of them in one proposition. ``b_cubed``: precision and recall of the propositions over these drafts, against
    groups with the same events. ``links`` between documents, and how many of the first so many are of one happening:
    ``budget``. ``families`` of documents by suggested links."""

    half: str
    documents: int
    drafts: int
    pairs: int
    shared: float
    same: float
    asked: int
    found: float
    b_cubed: tuple[float, float]
    links: int
    budget: dict[str, float]
    families: int


class Report(NamedTuple):
    """A document: its text, and for each checked sentence its place in the text and the events that it speaks of."""

    name: str
    happening: str
    text: str
    sentences: tuple[tuple[int, int, frozenset[str]], ...]


def is_happenings(folder: Path) -> bool:
    """Whether a folder has the form of ECB+."""
    return (folder / SENTENCES).is_file() and (folder / "ECB+").is_dir()


def load(folder: Path) -> list[Report]:
    """The documents of ECB+ in order of their names; raises ``UsageError`` for a folder without any."""
    checked: dict[str, set[str]] = defaultdict(set)
    with (folder / SENTENCES).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            checked[f"{row['Topic']}_{row['File']}"].add(row["Sentence Number"])
    paths = sorted((folder / "ECB+").glob("*/*.xml"))
    if not paths:
        raise UsageError(
            "happenings-missing",
            f"{folder} holds no ECB+/TOPIC/NAME.xml.",
            where=str(folder),
            next="Name a folder with ECB+ as it is published. See docs/how-to/measure-weighing.md.",
        )
    return [_report(path, checked[path.stem]) for path in paths]


def _report(path: Path, checked: set[str]) -> Report:
    try:
        root = ElementTree.fromstring(path.read_bytes())  # noqa: S314 (a published set that a person names)
    except ElementTree.ParseError as error:
        raise UsageError(
            "happenings-unreadable", f"{path.name} is not a file of ECB+: {error}.", where=str(path),
            next="Fetch the set again.",
        ) from error  # fmt: skip
    sentences: dict[str, list[str]] = {}
    place: dict[str, str] = {}
    for token in root.iter("token"):
        number = token.get("sentence", "")
        place[token.get("t_id", "")] = number
        sentences.setdefault(number, []).append(token.text or "")
    anchors = {
        mark.get("m_id", ""): [place[one.get("t_id", "")] for one in mark.iter("token_anchor")]
        for mark in root.iterfind("Markables/*")
        if "ACTION" in mark.tag
    }
    events: dict[str, set[str]] = defaultdict(set)
    for chain in root.iterfind("Relations/CROSS_DOC_COREF"):
        for one in chain.iter("source"):
            for number in anchors.get(one.get("m_id", ""), ()):
                events[number].add(chain.get("note", ""))
    text, spans = "", []
    for number, words in sentences.items():
        said = _CLOSING.sub(r"\1", " ".join(words))
        if number in checked:
            spans.append((len(text), len(text) + len(said), frozenset(events[number])))
        text += f"{said}\n\n"
    name = path.stem
    return Report(name, f"{path.parent.name}{'plus' if name.endswith('plus') else ''}", text, tuple(spans))


def score(reports: Sequence[Report], half: str) -> HappeningScores:
    """Reads the documents of one half as a case and compares what it suggests with what was marked."""
    chosen = {one.name: one for one in reports if (int(one.name.split("_")[0]) in TEST) == (half == "test")}
    actor = Actor(name="Evaluation")
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "in"
        folder.mkdir()
        for one in chosen.values():
            (folder / f"{one.name}.txt").write_text(one.text, "utf-8")
        with Case.create(Path(temporary) / "case", title="Evaluation", actor=actor) as case:
            case.add([folder], actor=actor)
            case.build(jobs=0)
            names = {row.sha256: row.name.removesuffix(".txt") for row in case.sources(limit=10_000).items}
            drafts = list(_drafts(case, names, chosen))
            found = case.links(limit=10_000).items
    links = [
        (chosen[names[row.first_source]], chosen[names[row.second_source]])
        for row in sorted(found, key=lambda row: (-row.link.containment, row.id))
        if row.link.kind not in (LinkKind.CITES, LinkKind.QUOTES)
    ]
    return HappeningScores(half=half, documents=len(chosen), **_of_drafts(drafts), **_of_links(links, len(chosen)))


class _Draft(NamedTuple):
    document: str
    proposition: str
    events: frozenset[str]


def _drafts(case: Case, names: dict[str, str], reports: dict[str, Report]) -> Iterator[_Draft]:
    """Drafts that stand in a checked sentence which speaks of an event."""
    for row in case.every_statement(Question(review=(Review.DRAFT,), order="text")):
        name = names[row.source]
        for start, end, events in reports[name].sentences:
            if events and start <= row.start < end:
                yield _Draft(name, row.proposition, events)


def _of_drafts(drafts: Sequence[_Draft]) -> dict[str, Any]:
    across = [(a, b) for a, b in combinations(drafts, 2) if a.document != b.document]
    together = [(a, b) for a, b in across if a.proposition == b.proposition]
    asked = [(a, b) for a, b in across if a.events == b.events and len(a.events) > 1]
    return {
        "drafts": len(drafts), "pairs": len(together), "asked": len(asked),
        "shared": _share([bool(a.events & b.events) for a, b in together]),
        "same": _share([len(a.events & b.events) >= SAME * len(a.events | b.events) for a, b in together]),
        "found": _share([a.proposition == b.proposition for a, b in asked]),
        "b_cubed": (
            _b_cubed([d.proposition for d in drafts], [tuple(sorted(d.events)) for d in drafts]),
            _b_cubed([tuple(sorted(d.events)) for d in drafts], [d.proposition for d in drafts]),
        ),
    }  # fmt: skip


def _b_cubed(found: Sequence[object], gold: Sequence[object]) -> float:
    """Of what stands in a group with each item, the mean share that belongs with it."""
    groups: dict[object, list[int]] = defaultdict(list)
    for at, name in enumerate(found):
        groups[name].append(at)
    return _share([sum(gold[i] == gold[j] for j in ours) / len(ours) for ours in groups.values() for i in ours])


def _of_links(links: Sequence[tuple[Report, Report]], documents: int) -> dict[str, Any]:
    right = [a.happening == b.happening for a, b in links]
    head: dict[str, str] = {}

    def lead(name: str) -> str:
        while (above := head.get(name, name)) != name:
            name = above
        return name

    for a, b in links:
        first, second = sorted((lead(a.name), lead(b.name)))
        head[second] = first
    joined = sum(name != above for name, above in head.items())
    budgets = sorted({*(one for one in BUDGETS if one < len(links)), len(links)} - {0})
    return {
        "links": len(links), "families": documents - joined,
        "budget": {str(one): _share(list(right[:one])) for one in budgets},
    }  # fmt: skip


def _share(values: Sequence[float | bool]) -> float:
    return round(sum(values) / len(values), 4) if values else 0.0


def lines(scores: Sequence[HappeningScores]) -> Iterator[str]:
    """The scores for people."""
    yield "Statements put together, and documents linked, in news about the same events (ECB+):"
    for row in scores:
        budget = ", ".join(f"first {most} {share:.2f}" for most, share in row.budget.items()) or "none"
        yield (
            f"{row.half:5} {row.documents} documents, {row.drafts} drafts; {row.pairs} pairs of different documents put"
            f" together: {row.shared:.2f} share an event, {row.same:.2f} half of their events"
        )
        yield (
            f"      of {row.asked} pairs with the same two events or more, {row.found:.2f} are together; B-cubed"
            f" precision {row.b_cubed[0]:.2f}, recall {row.b_cubed[1]:.2f}"
        )
        yield f"      {row.links} links, {row.families} families; links within one happening: {budget}"


__all__ = ["HappeningScores", "Report", "is_happenings", "lines", "load", "score"]
