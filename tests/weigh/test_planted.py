"""Passages that were planted in other texts are marked to the character, and nothing else is."""

from pathlib import Path

import pytest

from foja.evaluate.numbers import altered, score_numbers
from foja.evaluate.parallel import load, part
from foja.evaluate.planted import as_document, invented, plant, score_reuse
from foja.model.errors import UsageError
from foja.text.quantities import quantities
from foja.weigh.body import body
from foja.weigh.reuse import matched


def test_the_same_seed_plants_the_same() -> None:
    texts = invented(6, 3)

    assert plant(texts, "medium", 1) == plant(invented(6, 3), "medium", 1)
    assert plant(texts, "medium", 1) != plant(texts, "medium", 2)


def test_a_planted_passage_stands_where_it_is_said_to_stand() -> None:
    heap, planted = plant(invented(8, 3), "none", 1)

    for one in planted:
        assert heap[one.host][one.start : one.end] in heap[one.source]


def test_an_unchanged_passage_is_marked_to_the_word() -> None:
    heap, planted = plant(invented(20, 3), "none", 1)

    for one in planted:
        host, source = (body(as_document(heap[at])) for at in (one.host, one.source))
        ((start, end, _, _),) = matched(host, source)
        assert abs(start - one.start) <= 40
        assert abs(end - one.end) <= 40


def test_texts_that_share_nothing_give_nothing() -> None:
    row = score_reuse(invented(20, 3), "none", "dev", (1,))

    assert 0 == row.strangers
    assert row.precision > 0.99


def parallel(folder: Path, english: str, spanish: str) -> Path:
    (folder / "src.eng.txt").write_text(english, "utf-8")
    (folder / "ref.spa.txt").write_text(spanish, "utf-8")
    return folder


def test_sentences_and_translations_are_measured(tmp_path: Path) -> None:
    held = load(parallel(tmp_path, "85 died.\nIn 1994.\nNobody.\n", "Murieron 85.\nEn 1992.\nNadie.\n"))
    half = "test" if part("block-0") else "dev"
    (row,) = score_numbers(held, half)

    assert (2, 0.5) == (row.pairs, row.false_flags)
    assert row.flagged[0].startswith("2: ")
    assert 1.0 == row.caught


def test_files_of_different_lengths_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="2 lines where"):
        load(parallel(tmp_path, "one\n", "uno\ndos\n"))
    with pytest.raises(UsageError, match=r"src\.eng\.txt"):
        load(tmp_path / "elsewhere")


def test_an_alteration_changes_one_digit() -> None:
    sentence = "In 1994, 85 people died."
    changed = altered(sentence, quantities(sentence), 1)

    assert changed is not None
    assert 1 == sum(a != b for a, b in zip(sentence, changed, strict=True))
    assert altered("Nobody.", [], 1) is None
