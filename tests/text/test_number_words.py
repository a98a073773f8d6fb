"""Numbers in words, by the ways in which languages build them."""

import pytest

from foja.text.number_words import spelled
from foja.text.quantities import quantities

WRITTEN = [
    (391, "trois cent quatre-vingt-onze"),
    (183, "cent quatre-vingt-trois"),
    (85, "huitante-cinq"),
    (24, "أربعة و عشرون"),
    (1353, "ألف و ثلاثمائة و ثلاثة و خمسون"),
    (1353, "هزار و سیصد و پنجاه و سه"),
    (767, "שבע מאות שישים ושבע"),
    (26, "עשרים ושש"),
    (4225, "four thousand, two hundred and twenty-five"),
    (1353, "mil, trezentos e cinquenta e três"),
    (908_026_118, "neunhundertacht Millionen sechsundzwanzigtausendeinhundertachtzehn"),
    (101, "einhunderteins"),
    (1_002_000, "مليون وألفين"),
    (17, "dix-septième"),
    (21, "vingt et unième"),
    (80, "quatre-vingtième"),
    (13, "décimo terceiro"),
    (122, "centésimo vigésimo segundo"),
    (25, "vigesimoquinto"),
    (21, "twenty-first"),
    (118, "one hundred and eighteenth"),
    (20, "zwanzigsten"),
    (21, "einundzwanzigste"),
    (30, "dreißigjähriger"),
    (18, "восемнадцатого"),
    (25, "двадцать пятого"),
    (20, "двадцатилетний"),
    (14, "رابع عشر"),
]

NONE = ["cents", "a tenth of it", "um décimo", "hundreds", "מאות אנשים", "на пять десятых", "segundo o quarto"]


@pytest.mark.parametrize(("value", "words"), WRITTEN)
def test_a_number_in_words_is_one_number(value: int, words: str) -> None:
    assert [value] == [number.value for number in spelled(words)]


@pytest.mark.parametrize("words", NONE)
def test_words_that_name_no_number_from_ten_on(words: str) -> None:
    assert not [number.value for number in spelled(words) if number.value >= 10]


def test_two_numbers_stay_two() -> None:
    assert [20.0, 30.0] == [number.value for number in spelled("twenty, thirty")]
    assert [20.0, 3.0] == [number.value for number in spelled("twenty, three of them hurt")]
    assert [50.0] == [number.value for number in spelled("fifty cents")]
    assert [2000.0, 3.0] == [number.value for number in spelled("two thousand, three of them hurt")]


def test_hostile_words_are_no_numbers_and_cost_no_more_than_others() -> None:
    assert [] == list(spelled("ein" + "hundert" * 5000))
    assert 20_000 == len(quantities("twenty one " * 20_000))
    assert 5_000 == len(quantities("1 milhão e 200 mil; " * 5_000))
