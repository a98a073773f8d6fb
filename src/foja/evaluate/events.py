"""Role fillers of incidents (MUC-4): who did it, for whom, to whom or what, with what, by document.

The set of messages about incidents in Latin America, in the form of GRIT (Du et al., 2021): JSON lines with ``docid``,
``doctext`` and ``extracts`` (role -> entities -> [words, offset]). Its texts are not shipped, and foja ships nothing
learned from them: what is measured is how far the sequence learner of this package comes when it learns from a train
file that is named beside it. Scored as published: entities of a role are aligned one to one, and one that was found is
right when all its words are mentions of the entity that it is aligned with (CEAF-REE, strict).
"""

from __future__ import annotations

import json
import lzma
import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from foja.evaluate.sequence import Lesson, Model, learn, parts
from foja.extract.lexicon import words
from foja.extract.measure import Rate
from foja.model.errors import UsageError

ROLES = ("PerpInd", "PerpOrg", "Target", "Victim", "Weapon")
LABELS = ("O", *(f"{sign}-{role}" for role in ROLES for sign in "BI"))
_INDEX = {label: at for at, label in enumerate(LABELS)}
_TOKEN = re.compile(r"[a-z0-9]+(?:[-'][a-z0-9]+)*|[^\sa-z0-9]")
_TRIGGERS = words(
    "killed kill murder murdered assassinated assassination attack attacked attacks bomb bombed bombing bombs explosion"
    " exploded explode kidnapped kidnapping abducted dynamite dynamited wounded injured destroyed damaged shot shooting"
    " fired machine-gunned ambush ambushed fire arson blew blown planted threatened massacre slain died dead death"
    " hurled guerrillas terrorists rebels hitmen assassins hostage hostages detonated grenade"
)
Fillers = dict[str, list[list[str]]]
"""Entities by role, each as its mentions."""
Piece = tuple[str, int, int]
"""A token: its words, first character, character after the last."""


def documents(path: Path) -> list[dict[str, Any]]:
    """The documents of a file; raises ``UsageError`` for a file of another form."""
    try:
        with lzma.open(path, "rt", encoding="utf-8") if path.suffix == ".xz" else path.open(encoding="utf-8") as file:
            rows = [json.loads(line) for line in file if line.strip()]
        if not rows or not all({"doctext", "extracts"} <= row.keys() for row in rows):
            raise ValueError("a line has no doctext and extracts")
    except (ValueError, AttributeError, lzma.LZMAError) as error:
        raise UsageError(
            "events-unreadable",
            f"{path.name} is not a file of role fillers: {error}.",
            where=str(path),
            next="See docs/how-to/measure-drafts.md for the form.",
        ) from error
    return rows


def sentences(text: str) -> Iterator[list[Piece]]:
    """The tokens of each sentence of a message in lower case."""
    out: list[Piece] = []
    for match in _TOKEN.finditer(text.lower()):
        out.append((match.group(), match.start(), match.end()))
        if match.group() in ".?!":
            yield out
            out = []
    if out:
        yield out


def usual(rows: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Words that mostly fill one role in the train file."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        for role in ROLES:
            for entity in row["extracts"][role]:
                for mention, _ in entity:
                    for word in _TOKEN.findall(mention.lower()):
                        counts[word][role] += 1
    out = {}
    for word, by_role in sorted(counts.items()):
        total = sum(by_role.values())
        role = min(by_role, key=lambda r: (-by_role[r], r), default="")
        if total >= 3 and by_role[role] / total > 0.6 and len(word) > 3:
            out[word] = role
    return out


def signs(sentence: list[Piece], known: Mapping[str, str], before: bool) -> list[list[int]]:
    """The signs of each token. ``known``: words that mostly fill one role. ``before``: the sentence before this one
    names an incident."""
    said = [word for word, _, _ in sentence]
    triggers = [at for at, word in enumerate(said) if word in _TRIGGERS]
    out = []
    for at, word in enumerate(said):
        left = next((said[k] for k in reversed(triggers) if k < at), "-")
        right = next((said[k] for k in triggers if k > at), "-")
        near = said[max(0, at - 4) : at]
        found = ["b", f"w={word}", f"s3={word[-3:]}", f"sh={_shape(word)}", f"l={known.get(word, '-')}"]
        for step in (-3, -2, -1, 1, 2, 3):
            if 0 <= at + step < len(said):
                other = said[at + step]
                found += [f"{step}={other}", f"l{step}={known.get(other, '-')}"]
        found += [f"p{k}={said[k]} {said[k + 1]}" for k in (at - 1, at) if 0 <= k < len(said) - 1]
        found += [f"tl={left}", f"tr={right}", f"tlw={left} {word}", f"by={'by' in near}", f"of={'of' in near[-3:]}"]
        found += [f"any={bool(triggers)}{before}"]
        found.append(f"be={bool({'was', 'were', 'been'} & set(said[max(0, at - 6) : at + 6]))}")
        out.append([zlib.crc32(sign.encode()) for sign in found])
    return out


def _shape(word: str) -> str:
    return "d" if word.isdigit() else "-" if "-" in word else "w" if word[0].isalnum() else word


def marked(row: Mapping[str, Any], sentence: list[Piece]) -> list[int]:
    """The labels of a sentence: every place where the words of a filler stand."""
    out = [0] * len(sentence)
    said = [word for word, _, _ in sentence]
    for role in ROLES:
        for entity in row["extracts"][role]:
            for mention, _ in sorted(entity, key=lambda one: -len(one[0])):
                wanted = _TOKEN.findall(mention.lower())
                for at in range(len(said) - len(wanted) + 1):
                    if wanted and said[at : at + len(wanted)] == wanted and not any(out[at : at + len(wanted)]):
                        out[at] = _INDEX[f"B-{role}"]
                        out[at + 1 : at + len(wanted)] = [_INDEX[f"I-{role}"]] * (len(wanted) - 1)
    return out


def learned(rows: Sequence[Mapping[str, Any]], epochs: int) -> tuple[Model, dict[str, str]]:
    """The chain that a train file teaches, and the words that mostly fill one role in it. Of the sentences without a
    filler every third is used."""
    known, material, number = usual(rows), list[Lesson](), 0
    for row in rows:
        before = False
        for sentence in sentences(row["doctext"]):
            labels = marked(row, sentence)
            number += 1
            if any(labels) or number % 3 == 0:
                material.append((signs(sentence, known, before), labels))
            before = any(word in _TRIGGERS for word, _, _ in sentence)
    return learn(material, epochs, 2, LABELS), known


def fillers(text: str, model: Model, known: Mapping[str, str]) -> Fillers:
    """The role fillers of a message; mentions of which one holds the words of another are one entity."""
    out: Fillers = {role: [] for role in ROLES}
    before = False
    for sentence in sentences(text):
        for role, a, b in parts(LABELS, model.best(signs(sentence, known, before))):
            mention = text[sentence[a][1] : sentence[b - 1][2]].lower()
            same = next((e for e in out[role] if mention in e[0] or e[0] in mention), None)
            if same is None:
                out[role].append([mention])
            elif len(mention) > len(same[0]):
                same[0] = mention
        before = any(word in _TRIGGERS for word, _, _ in sentence)
    return out


def plain(phrase: str) -> str:
    """Lower case, without articles, marks and double spaces, as the published scorer compares."""
    kept = "".join(letter for letter in phrase.lower() if letter.isalnum() or letter.isspace() or letter == "’")
    return " ".join(word for word in kept.split() if word not in ("a", "an", "the"))


def aligned(gold: Sequence[Sequence[str]], found: Sequence[Sequence[str]]) -> int:
    """How many entities can be aligned one to one so that all mentions of the found one are of the marked one."""
    wanted = [{plain(mention) for mention in entity} for entity in gold]
    have = [{plain(mention) for mention in entity} for entity in found]
    taken: dict[int, int] = {}

    def place(one: int, tried: set[int]) -> bool:
        for at, entity in enumerate(wanted):
            if at not in tried and have[one] <= entity:
                tried.add(at)
                if at not in taken or place(taken[at], tried):
                    taken[at] = one
                    return True
        return False

    return sum(place(one, set()) for one in range(len(have)))


def score(gold: Sequence[Fillers], found: Sequence[Fillers]) -> tuple[Rate, ...]:
    """The rates of each role and of all together, over documents."""
    counts = {role: [0, 0, 0] for role in (*ROLES, "all")}
    for want, have in zip(gold, found, strict=True):
        for role in ROLES:
            entities = [entity for entity in want[role] if entity]
            for name in (role, "all"):
                for at, number in enumerate((len(entities), len(have[role]), aligned(entities, have[role]))):
                    counts[name][at] += number
    return tuple(Rate(role, "en", *cell) for role, cell in counts.items())


def measure(path: Path, train: Path, epochs: int = 12) -> tuple[int, tuple[Rate, ...]]:
    """(number of documents, rates): learns from ``train``, keeps nothing, and scores ``path``."""
    rows = documents(path)
    model, known = learned(documents(train), epochs)
    gold = [{role: [[m for m, _ in e] for e in row["extracts"][role]] for role in ROLES} for row in rows]
    return len(rows), score(gold, [fillers(row["doctext"], model, known) for row in rows])
