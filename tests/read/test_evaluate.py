"""Scores of a reading: the published definitions, on texts small enough to count by hand."""

from __future__ import annotations

import pytest

from foja.read.evaluate import (
    Value,
    judged,
    mean_rates,
    outside,
    same_author,
    same_day,
    same_title,
    shingles,
    stretches,
)


def test_shingles_are_runs_of_four_words_shared_by_article_and_text() -> None:
    both, extra, missing = shingles("one two three four five", "one two three four six")
    assert (both, extra, missing) == pytest.approx((1 / 3, 1 / 3, 1 / 3))
    assert shingles("one two three four", "One two three four") == (0.0, 0.5, 0.5)
    assert shingles("short text", "short text") == (1.0, 0.0, 0.0)
    assert shingles("", "") == (0.0, 0.0, 0.0)


def test_precision_leaves_out_pages_without_text_and_recall_those_without_article() -> None:
    rates = mean_rates([(1.0, 0.0, 0.0), (0.0, 0.0, 1.0), (0.5, 0.5, 0.0)])
    assert rates.precision == pytest.approx(0.75)
    assert rates.recall == pytest.approx(2 / 3)


def test_stretches_are_found_whatever_the_white_space_and_soft_hyphens() -> None:
    missing, extra = stretches(["the ruling", "an appeal"], ["Share this"], "the\n ru\u00adling\nShare  this")
    assert (missing, extra) == (["an appeal"], ["Share this"])


def test_long_lines_whose_words_are_not_of_the_article_stand_outside() -> None:
    article = "The court heard both sides on Tuesday and will decide within thirty days of the hearing."
    inside = "The court heard both sides on Tuesday and will decide within thirty days of it."
    apart = "Seven places by the sea that nobody who loves quiet mornings should leave out this year."
    assert outside([inside, apart, "Menu"], article) == [False, True, False]


def test_values() -> None:
    assert same_title("Court hears parties", "Court hears parties | Sample Post")
    assert not same_title("Court hears parties", "")
    assert same_author("Ana Ejemplo", "EJEMPLO, Ana")
    assert not same_author("Ana Ejemplo", "Sample Post Online Desk")
    assert same_day("2025-04-09", "2025-04-09T10:00:00Z")
    assert [judged("a", "a", True), judged("a", "b", False), judged("a", "", False)] == [
        Value.RIGHT,
        Value.WRONG,
        Value.NONE,
    ]
    assert [judged("", "b", False), judged("", "", False)] == [Value.INVENTED, Value.ABSENT]
