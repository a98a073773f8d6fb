"""The cue lexicon of one language in the form that the rules read."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from foja.extract.lexicon import languages, load, words
from foja.extract.rules.inflect import by_table, english, spanish
from foja.model.vocabulary import Modality

LANGUAGES = languages()
"""The languages that statements are drafted in: those with a cue lexicon."""

_CLOSED = (
    ("tag.determiners", "D"),
    ("tag.modals", "O"),
    ("tag.auxiliaries", "X"),
    ("tag.coordinators", "J"),
    ("tag.prepositions", "P"),
    ("tag.pronouns", "R"),
    ("tag.relatives", "W"),
    ("tag.subordinators", "S"),
    ("tag.adverbs", "A"),
)
"""Lists of closed classes with their tags; where a word is in two of them, the first counts."""

_NO_NAMES = ("tag.", "source.", "act.", "legal.", "nominal.", "hedge.")


@dataclass(frozen=True, slots=True)
class VerbCue:
    """What a cue verb does: the force of its content and the shapes of content that it takes."""

    lemma: str
    modality: Modality
    frames: str
    factive: bool = False


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All that the rules know of one language. Sets hold lower-case words."""

    language: str
    romance: bool  # clitics, adjectives behind the noun, subjects left out
    verbs: dict[str, VerbCue]  # by lemma
    forms: dict[str, tuple[tuple[str, str], ...]]  # word -> (lemma, form)
    nouns: dict[str, Modality]
    groups: dict[str, frozenset[str]]  # the plain word lists, by "section.key"
    phrases: dict[str, tuple[tuple[str, ...], ...]]  # multi-word cues, longest first
    ordinary: frozenset[str]  # words that begin sentences without being names
    speech: frozenset[str]  # finite forms of verbs of saying
    closed: dict[str, str]  # words of closed classes -> their tag
    openers: frozenset[str]  # first words of "according to", "citing"

    def has(self, name: str, word: str) -> bool:
        """Whether ``word`` is in the list ``name`` ("tag.prepositions")."""
        return word in self.groups[name]


@cache
def lexicon(language: str) -> Lexicon:
    """The lexicon of ``language``; raises ``KeyError`` for one that has no file."""
    if language not in LANGUAGES:
        raise KeyError(language)
    data = load(language)
    cues: dict[str, VerbCue] = {}
    for group in data["verb"]:
        for word in group["words"].split():
            lemma = word.replace("_", " ")  # "point_out" is a verb with its particle
            cue = VerbCue(lemma, Modality(group["modality"]), group["frames"], group.get("factive", False))
            cues.setdefault(lemma, cue)
    nouns: dict[str, Modality] = {}
    for group in data["noun"]:
        for word in group["words"].split():
            for written in (word, word + "s", word + "es"):
                nouns.setdefault(written, Modality(group["modality"]))
    groups: dict[str, frozenset[str]] = {}
    phrases: dict[str, tuple[tuple[str, ...], ...]] = {}
    for section in (
        "act",
        "saying",
        "proven",
        "clause",
        "hedge",
        "source",
        "gender",
        "held",
        "voice",
        "legal",
        "nominal",
        "tag",
        "phrase",
    ):
        for key, value in data[section].items():
            if isinstance(value, str):
                groups[f"{section}.{key}"] = words(value)
            else:
                phrases[key] = tuple(sorted((tuple(v.split()) for v in value), key=lambda p: (-len(p), p)))
    forms = _forms(data, cues)
    closed = (value for name, value in groups.items() if name.startswith(_NO_NAMES))
    speech = (
        word
        for word, entries in forms.items()
        for lemma, form in entries
        if form in ("pres", "past") and lemma in cues and "C" in cues[lemma].frames
    )
    return Lexicon(
        language,
        data["grammar"] == "romance",
        cues,
        forms,
        nouns,
        groups,
        phrases,
        frozenset(forms).union(nouns, *closed),
        frozenset(speech),
        {word: letter for name, letter in reversed(_CLOSED) for word in groups[name]},
        frozenset(phrase[0] for kind in ("according", "citing") for phrase in phrases[kind]),
    )


def _first_words(cues: dict[str, VerbCue]) -> list[str]:
    return [lemma.split()[0] for lemma in cues if " " in lemma]


def _forms(data: dict[str, Any], cues: dict[str, VerbCue]) -> dict[str, tuple[tuple[str, str], ...]]:
    """Every form of every verb; where two verbs share a form, the cue verb comes first."""
    found: dict[str, list[tuple[str, str]]] = {}
    common = data["verbs"]["common"].split()
    for lemma in dict.fromkeys([*(lemma for lemma in cues if " " not in lemma), *common, *_first_words(cues)]):
        if "conjugation" in data:
            pairs = by_table(lemma, data["conjugation"], data["stems"], data["irregular"])
        elif data["grammar"] == "english":
            pairs = english(lemma, data["irregular"])
        else:
            pairs = spanish(lemma, data["strong"], data["weak"], data["irregular"])
        for word, form in pairs:
            entries = found.setdefault(word, [])
            if (lemma, form) not in entries:
                entries.append((lemma, form))
    return {word: tuple(entries) for word, entries in found.items()}
