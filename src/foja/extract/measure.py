"""Measures on single sentences: names and attributed statements, by language, with every error listed. Pure.

A file of sentences (TOML) says for each text which names and which statements a careful reader finds. Names count
when the words are the same. A draft meets a statement when they share at least half of their characters, as in
``foja.extract.evaluate``. Precision of drafts is that of attributed ones: what the page says in its own voice is
marked only where it is a proposition by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from foja.extract.evaluate import LEAST, overlap
from foja.model.record import Record
from foja.model.statement import Extraction, Statement
from foja.model.vocabulary import AllegerKind, MentionKind
from foja.text.fold import key


class Sentence(Record, frozen=True):
    """One marked text. ``statements``: (speaker, content, modality); an empty speaker is the page."""

    lang: str
    text: str
    names: tuple[str, ...] = ()
    statements: tuple[tuple[str, str, str], ...] = ()


class Rate(Record, frozen=True):
    """Counts of one task in one language. ``right``: found and in the gold."""

    task: str
    language: str
    gold: int
    found: int
    right: int

    @property
    def precision(self) -> float:
        """0 where nothing was found."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """0 where nothing is marked."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


class Fault(Record, frozen=True):
    """One disagreement, in words."""

    task: str
    language: str
    expected: str
    found: str


TASKS = ("names", "statements", "exact content", "speaker", "modality")
"""``statements``: right is a meeting pair. The last three are counted on the pairs."""


def measure(
    rows: Sequence[Sentence], extract: Callable[[str, str], Extraction]
) -> tuple[tuple[Rate, ...], tuple[Fault, ...]]:
    """The rates of each task for all languages together ("all") and for each one, and the faults."""
    counts: dict[tuple[str, str], list[int]] = {}
    faults: list[Fault] = []
    for row in rows:
        found = extract(row.text, row.lang)
        for task, (gold, drafted, right) in _compare(row, found, faults).items():
            for language in ("all", row.lang):
                cell = counts.setdefault((task, language), [0, 0, 0])
                for at, number in enumerate((gold, drafted, right)):
                    cell[at] += number
    languages = ["all", *sorted({row.lang for row in rows})]
    rates = (Rate(task, one, *counts[task, one]) for one in languages for task in TASKS if (task, one) in counts)
    return tuple(rates), tuple(faults)


def _compare(row: Sentence, found: Extraction, faults: list[Fault]) -> dict[str, tuple[int, int, int]]:
    named = [mention.name for mention in found.mentions if mention.kind is not MentionKind.ROLE]
    right = _shared(row.names, named)
    faults += [Fault("names", row.lang, name, "") for name in row.names if name not in named]
    faults += [Fault("names", row.lang, "", name) for name in named if name not in row.names]
    pairs = _pairs(row, found.statements)
    met = {draft.id for _, draft in pairs}
    attributed = sum(1 for draft in found.statements if draft.speaker.kind is not AllegerKind.PAGE or draft.id in met)
    marked = {content for (_, content, _), _ in pairs}
    faults += [Fault("statements", row.lang, one[1], "") for one in row.statements if one[1] not in marked]
    faults += [
        Fault("statements", row.lang, "", draft.content)
        for draft in found.statements
        if draft.id not in met and draft.speaker.kind is not AllegerKind.PAGE
    ]
    agree = dict.fromkeys(TASKS[2:], 0)
    for (speaker, content, modality), draft in pairs:
        said = "" if draft.speaker.kind is AllegerKind.PAGE else draft.speaker.name
        checks = {
            "exact content": (content, draft.passage.quote, content == draft.passage.quote),
            "speaker": (speaker, said, _same(speaker, said)),
            "modality": (modality, str(draft.modality), modality == draft.modality),
        }
        for task, (expected, drafted, same) in checks.items():
            agree[task] += same
            if not same:
                faults.append(Fault(task, row.lang, expected, drafted))
    return {
        "names": (len(row.names), len(named), right),
        "statements": (len(row.statements), attributed, len(pairs)),
        **{task: (len(pairs), len(pairs), number) for task, number in agree.items()},
    }


def _shared(gold: Iterable[str], found: Iterable[str]) -> int:
    left = list(found)
    right = 0
    for name in gold:
        if name in left:
            left.remove(name)
            right += 1
    return right


def _same(expected: str, found: str) -> bool:
    """Equal names when folded, or the words of one among the other's; nobody agrees with nobody."""
    a, b = set(key(expected).split()), set(key(found).split())
    return (not a and not b) or (bool(a and b) and (a <= b or b <= a))


def _pairs(row: Sentence, drafts: Sequence[Statement]) -> list[tuple[tuple[str, str, str], Statement]]:
    """Marked statements with the drafts that meet them, one to one, the largest overlap first."""
    options = []
    for at, marked in enumerate(row.statements):
        start = row.text.find(marked[1])
        for number, draft in enumerate(drafts):
            share = overlap((start, start + len(marked[1])), (draft.passage.start, draft.passage.end))
            if share >= LEAST:
                options.append((-share, at, number))
    pairs: dict[int, int] = {}
    for _, at, number in sorted(options):
        if at not in pairs and number not in pairs.values():
            pairs[at] = number
    return [(row.statements[at], drafts[number]) for at, number in sorted(pairs.items())]
