"""Folding: spellings that a reader calls the same meet."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foja.text.fold import fold, folded_text, words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("investigacion", "investigación"),
        ("خامنه ای", "خامنه‌ای"),
        ("خامنئی", "خامنئي"),
        ("المدعي العام", "الْمُدَّعِي العَامّ"),
        ("می گوید", "می‌گوید"),
        ("פיגוע", "פִּיגוּעַ"),
        ("חאמנאי", "ח'אמנאי"),
        ("Jamenei", "Jameneí"),
        ("Basso", "Basso’s"),
        ("١٩٩٤", "1994"),
    ],
)
def test_spellings_meet(one: str, other: str) -> None:
    assert folded_text(one) == folded_text(other)


@given(st.text())
def test_folding_is_idempotent(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_words_lie_in_the_text_in_order(text: str) -> None:
    end = 0
    for word, start, stop in words(text):
        assert word
        assert end <= start < stop <= len(text)
        end = stop


@given(st.text(alphabet=st.one_of(st.characters(max_codepoint=127), st.sampled_from("aB1_' ")), max_size=40))
def test_the_short_cut_for_plain_letters_changes_nothing(text: str) -> None:
    assert folded_text(text + " é") == f"{folded_text(text)} e".strip()
