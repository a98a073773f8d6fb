"""Measuring translation families: documents and their translations, each against the translations of all others."""

from __future__ import annotations

from itertools import combinations

from foja.evaluate.parallel import Parallel
from foja.model.record import Record, digest
from foja.model.support import Meaning
from foja.model.text import Claimed, Document, Reading
from foja.weigh import across
from foja.weigh.encoder import PACKAGES, installed, languages, limits
from foja.weigh.meaning import MEANING, AcrossSetting

FEW = 12
"""Documents of each half that the slower encoder is measured on."""


class FamilyScores(Record, frozen=True):
    """``documents`` with a translation; ``strangers``: pairs of a document and the translation of another;
    ``precision``, ``recall``, ``f1`` of the pairs that were linked. For one language alone (``kind`` paraphrase) there
    are only strangers, and ``wrong`` says how many of them were linked."""

    kind: str
    language: str
    half: str
    encoder: str
    documents: int
    strangers: int
    wrong: int
    precision: float | None = None
    recall: float | None = None
    f1: float | None = None
    errors: tuple[str, ...] = ()


Held = tuple[Document, Meaning]


def score_families(parallel: Parallel, half: str) -> list[FamilyScores]:
    """One row for each language that an installed encoder knows, and one for English among itself."""
    found = []
    names = installed()
    for language in parallel.sentences:
        fitting = [name for name in names if {"en", language} <= languages(name)]
        if language == "en" or not fitting:
            continue
        slow = not fitting[0].startswith(PACKAGES[0].package)
        chosen = _chosen(parallel, half, FEW if slow else None)
        setting = AcrossSetting(encoders=(fitting[0],))
        english = {name: _meant(parallel, name, "en", setting) for name in chosen}
        theirs = {name: _meant(parallel, name, language, setting) for name in chosen}
        found.append(_score(language, half, fitting[0], english, theirs))
    if names:
        setting = AcrossSetting(encoders=names[:1])
        same = {name: _meant(parallel, name, "en", setting) for name in _chosen(parallel, half, None)}
        found.append(_strangers(half, names[0], same))
    return found


def _chosen(parallel: Parallel, half: str, most: int | None) -> list[str]:
    names = dict.fromkeys(parallel.documents[i] for i in parallel.half(half))
    counts = {name: parallel.documents.count(name) for name in names}
    return [name for name in names if counts[name] >= across.LEAST][:most]


def _meant(parallel: Parallel, name: str, language: str, setting: AcrossSetting) -> Held:
    lines = [parallel.sentences[language][i] for i, document in enumerate(parallel.documents) if document == name]
    text = "\n\n".join(lines)
    held = digest(text.encode("utf-8"))
    reading = Reading(
        source=held, text=held, reader="parallel", version="1", media_type="text/plain", characters=len(text),
        claims=(Claimed(field="language", value=language, origin="meta", confidence=1.0),),
    )  # fmt: skip
    document = Document(text=text, reading=reading)
    (meaning,) = MEANING.run(document, setting=setting)
    return document, meaning


def _linked(first: Held, second: Held) -> bool:
    ours, theirs = first[1].sets, second[1].sets
    if not ours or not theirs or not across.near(ours[0].mean, [theirs[0].mean], limits(ours[0].encoder))[0]:
        return False
    return across.follow(first, second) is not None


def _score(language: str, half: str, encoder: str, english: dict[str, Held], theirs: dict[str, Held]) -> FamilyScores:
    right = [name for name in english if _linked(english[name], theirs[name])]
    wrong = [
        (one, other) for one in english for other in theirs if one != other and _linked(english[one], theirs[other])
    ]
    precision = len(right) / (len(right) + len(wrong)) if right or wrong else 0.0
    recall = len(right) / len(english) if english else 0.0
    return FamilyScores(
        kind="translation", language=language, half=half, encoder=encoder, documents=len(english),
        strangers=len(english) * (len(english) - 1), wrong=len(wrong),
        precision=round(precision, 4), recall=round(recall, 4),
        f1=round(2 * precision * recall / (precision + recall), 4) if precision + recall else 0.0,
        errors=(
            *(f"not linked: {name}" for name in english if name not in right),
            *(f"linked: {one} and the translation of {other}" for one, other in wrong),
        ),
    )  # fmt: skip


def _strangers(half: str, encoder: str, held: dict[str, Held]) -> FamilyScores:
    pairs = list(combinations(held, 2))
    wrong = [(one, other) for one, other in pairs if _linked(held[one], held[other])]
    return FamilyScores(
        kind="paraphrase", language="en", half=half, encoder=encoder, documents=len(held), strangers=len(pairs),
        wrong=len(wrong), errors=tuple(f"linked: {one} and {other}" for one, other in wrong),
    )  # fmt: skip
