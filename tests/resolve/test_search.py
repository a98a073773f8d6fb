"""A search aligns only the candidates that a first look holds likely: what it gives is what aligning all gives."""

from __future__ import annotations

import random
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foja.model.matching import Subject
from foja.model.vocabulary import MentionKind
from foja.resolve.match.alignment import bits
from foja.resolve.match.edit import READING, read_alike, readings, similarity
from foja.resolve.match.index import Index
from foja.resolve.match.letters import words as lettered
from foja.resolve.match.units import MOST_WORDS, lexicon, name_of, names_of, shown

ONSETS = ("b", "d", "f", "g", "h", "j", "k", "kh", "l", "m", "n", "r", "s", "sh", "t", "v", "z", "gh", "ch")
ENDINGS = ("i", "ian", "zadeh", "ov", "ez", "son", "er", "a", "o", "ani", "pour", "n")
SPELLINGS = (("kh", "j"), ("sh", "ch"), ("aa", "a"), ("ou", "u"), ("i", "y"), ("zadeh", "zade"), ("gh", "g"))


@pytest.fixture(scope="module")
def index() -> Index:
    return Index.build(
        Subject(id=str(at), kind=MentionKind.PERSON, names=(name,)) for at, name in enumerate(names(4000, seed=21))
    )


def names(number: int, seed: int) -> Iterator[str]:
    """Names put together at random; some words are common, most are rare, as in registers."""
    rng = random.Random(seed)
    family = [
        "".join(rng.choice(ONSETS) + rng.choice("aeiou") for _ in range(rng.choice((1, 2, 2, 3)))) + rng.choice(ENDINGS)
        for _ in range(number // 3)
    ]
    for _ in range(number):
        words = [rng.choice(lexicon().common) for _ in range(rng.choice((1, 1, 1, 2)))]
        yield " ".join([*words, family[int(len(family) ** rng.random()) - 1]]).title()


def asked() -> Iterator[str]:
    """Names of the index, spelled otherwise, turned around, or cut; and names of nobody."""
    rng = random.Random(4)
    for at, name in enumerate(names(4000, seed=21)):
        if at % 50 == 0:
            text = name.lower()
            for old, new in rng.sample(SPELLINGS, 3):
                text = text.replace(old, new, 1)
            words = text.split()
            yield " ".join(reversed(words)) if rng.random() < 0.4 else text
            yield " ".join([words[0][:1], *words[1:]])
    yield from names(60, seed=22)


def all_of(index: Index, written: str, at_once: int) -> dict[int, float]:
    best: dict[int, float] = {}
    for found, scored in index.aligned(name_of(written), at_once):
        for owner, odds in zip(index.owners(found), scored.odds.tolist(), strict=True):
            best[owner] = max(best.get(owner, -np.inf), odds)
    return best


def test_the_likely_are_those_of_a_full_alignment(index: Index) -> None:
    likely = lost = 0
    for written in asked():
        full, some = all_of(index, written, 100), all_of(index, written, 50)
        assert len(some) <= len(full)
        for owner, odds in full.items():
            if odds >= 0:
                likely += 1
                lost += abs(some.get(owner, -np.inf) - odds) > 0.01
        best = max(full.values())
        if best >= -1.4:  # a probability of 0.2
            assert max(some.values()) == pytest.approx(best, abs=0.01)
    assert likely > 100
    assert lost <= likely / 200


def test_many_at_once_find_what_each_finds_by_itself(index: Index) -> None:
    kinds = (MentionKind.PERSON, MentionKind.ORGANISATION, MentionKind.UNKNOWN)
    subjects = [
        Subject(id=str(at), kind=kinds[at % 3], names=names) for at, names in enumerate([
            (), ("",), ("Mr",), ("Khamenei",), ("علی خامنه‌ای", "Ali Khamenei"), ("J. K.",), ("習近平",), ("7",),
            ("x" * 10_000,),
            *((written,) for written in asked()),
        ])
    ]  # fmt: skip
    together = list(index.searches(subjects))
    assert sum(map(len, together)) > 1000
    for subject, hits in zip(subjects, together, strict=True):
        # Of those that are hardly alike others may come, where several are equally far.
        found, alone = (
            {one.id: one.comparison.probability for one in some if one.comparison.probability >= 0.1}
            for some in (hits, index.search(subject))
        )
        assert found == pytest.approx(alone, abs=0.001)


def test_what_is_unlikely_by_its_name_is_left_out_where_asked(index: Index) -> None:
    subject = Subject(id="", kind=MentionKind.PERSON, names=(next(names(4000, seed=21)),))
    every, some = index.search(subject), index.search(subject, least=0.3)
    assert some == [hit for hit in every if hit.comparison.probability >= 0.3]
    assert 0 < len(some) < len(every)


def distance(one: str, other: str) -> int:
    """Edit distance with swaps of neighbours, by the table that everybody knows."""
    table = [
        [row + column if not row or not column else 0 for column in range(len(other) + 1)]
        for row in range(len(one) + 1)
    ]
    for row in range(1, len(one) + 1):
        for column in range(1, len(other) + 1):
            cost = one[row - 1] != other[column - 1]
            table[row][column] = min(
                table[row - 1][column] + 1, table[row][column - 1] + 1, table[row - 1][column - 1] + cost
            )
            if row > 1 and column > 1 and one[row - 1] == other[column - 2] and one[row - 2] == other[column - 1]:
                table[row][column] = min(table[row][column], table[row - 2][column - 2] + 1)
    return table[-1][-1]


WORDS = st.lists(st.text("abcмн語", max_size=30), min_size=1, max_size=6)


@given(WORDS, WORDS)
def test_many_edit_distances_at_once_are_each_that_of_the_table(ours: list[str], theirs: list[str]) -> None:
    our, their = (part.ravel() for part in np.meshgrid(np.arange(len(ours)), np.arange(len(theirs)), indexing="ij"))
    found = similarity(lettered(ours), lettered(theirs), our, their)
    wanted = [1 - distance(one, other) / max(len(one), len(other), 1) for one in ours for other in theirs]
    assert found.tolist() == pytest.approx(wanted, abs=1e-6)


LATIN = st.lists(st.text("abchijknostuyz", min_size=1, max_size=9), min_size=1, max_size=5)


@given(LATIN, LATIN)
def test_readings_of_many_words_at_once_are_each_the_best_of_all(ours: list[str], theirs: list[str]) -> None:
    our, their = (part.ravel() for part in np.meshgrid(np.arange(len(ours)), np.arange(len(theirs)), indexing="ij"))
    wanted = [
        READING
        * max(
            1 - distance(one, other) / max(len(one), len(other), 1)
            for one in readings(ours[at])
            for other in readings(theirs[place])
        )
        for at, place in zip(our.tolist(), their.tolist(), strict=True)
    ]
    assert read_alike(lettered(ours), lettered(theirs), our, their).tolist() == pytest.approx(wanted, abs=1e-6)


def test_the_bits_of_a_mask_are_those_of_the_number() -> None:
    masks = np.arange(1 << MOST_WORDS)
    assert (bits(masks) @ (1 << np.arange(MOST_WORDS))).astype(int).tolist() == masks.tolist()


@given(st.text("AbАб (علی)김정은-. ", max_size=30), st.booleans())
def test_a_name_is_shown_by_the_words_that_are_compared(written: str, organisation: bool) -> None:
    compared = names_of(written, organisation=organisation)
    assert [name.words for name in shown(written, organisation=organisation)] == [name.words for name in compared]
