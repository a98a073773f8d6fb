"""Names nobody plans for: no crash, no match by accident, and a reason that a person can read."""

from __future__ import annotations

from itertools import combinations

import pytest

from foja.model.matching import NameComparison, Subject
from foja.model.vocabulary import MentionKind
from foja.resolve.match.compare import compare, nameless
from foja.resolve.match.fold import split
from foja.resolve.match.index import Index

NOBODY = (
    "", "---", "\x00\x00", "😀😀", "🇮🇷", "123 456", "۱۲۳", "007", "\u0301" * 5000, "(" * 5000, "Mr Dr Sheikh",
    "آیت‌الله دکتر", "unknown", "N/A",
)  # fmt: skip
STRANGERS = (
    "ኃይለ ሥላሴ", "ทักษิณ ชินวัตร", "ประยุทธ์ จันทร์โอชา", "အောင်ဆန်းစုကြည်", "မု. கருணாநிதி", "བསྟན་འཛིན་རྒྱ་མཚོ", "ᏍᏏᏉᏯ",
    "ហ៊ុន សែន", "ᠴᠢᠩᠭᠢᠰ", "މޯމޫނު", "𞤀𞤣𞤤𞤢𞤥", "ܐܦܪܝܡ", "John Smith", "习近平", "a" * 10_000, "Ali " * 2500, "A. B.", "XVI",
    "‮ienemahK ilA", "c d," * 500,
)  # fmt: skip
THE_SAME = "Ali Khamenei"


def subject(name: str) -> Subject:
    return Subject(id=name[:40], kind=MentionKind.PERSON, names=(name,))


def found(ours: str, theirs: str) -> NameComparison:
    return compare(subject(ours), subject(theirs))


@pytest.mark.parametrize("name", NOBODY)
def test_what_names_nobody_is_like_nothing_and_says_why(name: str) -> None:
    assert nameless(subject(name))
    for other in (name, THE_SAME):
        assert found(name, other).probability == 0 and found(name, other).missing


@pytest.mark.parametrize(("ours", "theirs"), list(combinations(STRANGERS, 2)))
def test_strangers_in_any_letters_stay_strangers(ours: str, theirs: str) -> None:
    assert found(ours, theirs).probability < 0.3


def test_all_of_them_are_searched_at_once() -> None:
    names = (*NOBODY, *STRANGERS)
    hits = list(Index.build(map(subject, names)).searches([subject(name) for name in names]))
    assert len(hits) == len(names) and not any(hits[: len(NOBODY)]) and all(hits[len(NOBODY) :])


@pytest.mark.parametrize(
    "name",
    [
        "Аli Khаmеnеi", "Αli Κhamenei", "Ａｌｉ Ｋｈａｍｅｎｅｉ",
        "𝐀𝐥𝐢 𝐊𝐡𝐚𝐦𝐞𝐧𝐞𝐢", "Ⓐⓛⓘ Ⓚⓗⓐⓜⓔⓝⓔⓘ",
        "A" + "\u0301" * 500 + "li Khamenei",
        "A\u200dl\u200di Khamenei", "😀 Ali Khamenei 🇮🇷", "Ali\nKhamenei",
    ],
)  # fmt: skip
def test_one_name_in_other_signs_is_one_name(name: str) -> None:
    assert found(name, THE_SAME).probability > 0.9


def test_flags_are_no_letters() -> None:
    assert [word.folded for word in split("🇮🇷 Ⓐⓛⓘ")] == ["ali"]


def test_a_name_that_is_shown_turned_round_says_so() -> None:
    assert any("turn letters round" in line for line in found("\u202eienemahK ilA", THE_SAME).against)
    assert not found("\u202bعلی خامنه‌ای\u202c", THE_SAME).against


@pytest.mark.parametrize(
    ("name", "told"),
    [("މޯމޫނު", "no names"), ("ຈູມມະລີ", "only 70 words"), ("အောင်ဆန်းစုကြည်", "only 396 words"), ("ทักษิณ ชินวัตร", "")],
)
def test_letters_that_were_hardly_learned_are_named(name: str, told: str) -> None:
    lines = [line for line in found(name, "John Smith").missing if "were learned" in line]
    assert bool(lines) is bool(told) and all(told in line for line in lines)
    assert not any("were learned" in line for line in found(name, name).missing)


def test_a_body_may_be_called_by_a_number() -> None:
    body = Subject(id="1", kind=MentionKind.ORGANISATION, names=("113",))
    assert compare(body, Subject(id="2", kind=MentionKind.ORGANISATION, names=("113",))).probability > 0
