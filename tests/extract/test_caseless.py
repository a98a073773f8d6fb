"""Names in scripts without capital letters. The sentences are ours; the persons are officials and accused persons of
public acts."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.documents import extract
from foja.extract.caseless.names import find
from foja.extract.caseless.words import LANGUAGES, language_of, lexicon
from foja.model.statement import Mention
from foja.model.vocabulary import MentionKind

ORGANISATION, PERSON, PLACE, ROLE = (
    MentionKind.ORGANISATION,
    MentionKind.PERSON,
    MentionKind.PLACE,
    MentionKind.ROLE,
)


def found(text: str, language: str) -> list[tuple[str, MentionKind]]:
    return [(one.name, one.kind) for one in find(text, [(0, len(text))], language)]


@pytest.mark.parametrize(
    ("language", "text", "wanted"),
    [
        ("ar", "قال المتحدث باسم وزارة الخارجية الإيرانية إسماعيل بقائي إن القرار باطل.",
         [("وزارة الخارجية الإيرانية", ORGANISATION), ("إسماعيل بقائي", PERSON)]),
        ("ar", "وصل الرئيس الإيراني محمود أحمدي نجاد إلى بيروت أمس.",
         [("محمود أحمدي نجاد", PERSON), ("بيروت", PLACE)]),
        ("ar", "طلب المدعي العام سيباستيان باسو توقيف علي خامنئي.",
         [("المدعي العام", ROLE), ("سيباستيان باسو", PERSON), ("علي خامنئي", PERSON)]),
        ("fa", "دادستان از دادگاه خواست که محسن ربانی و احمدرضا اصغری محاکمه شوند.",
         [("محسن ربانی", PERSON), ("احمدرضا اصغری", PERSON)]),
        ("fa", "به گفتهٔ علی خامنه‌ای، رهبر جمهوری اسلامی، این ادعا دروغ است.",
         [("علی خامنه‌ای", PERSON), ("رهبر جمهوری اسلامی", ROLE)]),
        ("fa", "وزارت امور خارجه در تهران بیانیه‌ای داد.", [("وزارت امور خارجه", ORGANISATION), ("تهران", PLACE)]),
        ("he", "התובע אלברטו ניסמן האשים את איראן בפיגוע בבואנוס איירס.",
         [("אלברטו ניסמן", PERSON), ("איראן", PLACE), ("בואנוס איירס", PLACE)]),
        ("he", "שר החוץ של ארה\"ב אמר כי האו״ם ידון בעניין.",
         [("שר החוץ", ROLE), ("ארה\"ב", PLACE), ("האו״ם", ORGANISATION)]),
        ("he", "משרד החוץ בירושלים ועלי ח'אמנאי הגיבו.", [("משרד החוץ", ORGANISATION), ("ירושלים", PLACE),
         ("עלי ח'אמנאי", PERSON)]),
    ],
)  # fmt: skip
def test_names_are_found_to_the_letter(language: str, text: str, wanted: list[tuple[str, MentionKind]]) -> None:
    assert found(text, language) == wanted


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("ar", "وعلى سبيل المثال، حصل على جوائز.", '"على" is a preposition and no Ali'),
        ("ar", "طلب القاضي من الشرطة تقريرا عن الانفجار.", "a judge without a name"),
        ("ar", "هذا أكبر قرار في تاريخ المحكمة.", '"bigger" is no Akbar'),
        ("fa", "او از پیمان بسته‌شده سخن می‌گوید و امید دارد.", "words that are given names elsewhere"),
        ("fa", "دادستان می‌گوید که متهمان باید محاکمه شوند.", "a prosecutor without a name"),
        ("he", "השופט קבע כי החיים חזרו למסלולם ובאשר לתיק אין חדש.", "words that are given names elsewhere"),
    ],
)
def test_ordinary_words_are_no_names(language: str, text: str, name: str) -> None:
    assert [one for one in found(text, language) if one[1] is PERSON] == [], name


def test_letters_written_together_with_a_name_are_not_part_of_it() -> None:
    text = "سافر من طهران إلى بيروت والتقى بمحسن رباني في لبنان، ثم عاد لإيران وللأرجنتين."
    names = [name for name, _ in found(text, "ar")]
    assert names == ["طهران", "بيروت", "محسن رباني", "لبنان", "إيران", "أرجنتين"]


def test_the_last_word_of_a_name_names_the_same_person_later() -> None:
    text = "אלברטו ניסמן הגיש תלונה בשנת 2015.\n\nהתלונה של ניסמן נדחתה.\n\nולניסמן לא היה ערעור."
    mentions = find(text, [(0, len(text))], "he")
    whole, *later = mentions
    assert [one.name for one in later] == ["ניסמן", "ניסמן"]
    assert {one.refers_to for one in later} == {whole.start}


def test_a_last_word_that_two_persons_share_leads_to_neither() -> None:
    text = "محسن رضایی آمد و علی رضایی رفت.\n\nبعدا رضایی بازگشت."
    assert [one.refers_to for one in find(text, [(0, len(text))], "fa")] == [None, None, None]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("قال المتحدث إن القرار باطل", "ar"),
        ("دادستان می‌گوید که متهمان باید محاکمه شوند", "fa"),
        ("השופט קבע כי אין חדש בתיק", "he"),
        ("The judge said that nothing was new", ""),
        ("", ""),
        ("1994 — 85", ""),
    ],
)
def test_a_text_that_states_no_language_is_known_by_its_letters(text: str, language: str) -> None:
    assert language_of(text) == language


def test_a_document_in_such_a_language_has_its_names() -> None:
    extraction = extract("طلب المدعي العام سيباستيان باسو توقيف علي خامنئي، حسب Clarín.", "ar")
    assert [one.name for one in extraction.mentions] == ["المدعي العام", "سيباستيان باسو", "علي خامنئي", "Clarín"]
    assert extraction.statements == ()


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_no_word_is_both_a_sure_name_and_the_end_of_one(language: str) -> None:
    """Folding makes some words one: "بهاء", a name, and "بها", "with her"."""
    lex = lexicon(language)
    assert (lex.given | lex.alone) & (lex.stops | lex.roles | lex.honorifics | lex.speech) == frozenset()


def test_a_text_that_writes_yeh_for_alef_maqsura_has_no_ali_in_its_prepositions() -> None:
    text = "حصل علي جوائز وعثر علي آثار، وقال علي خامنئي إن القرار باطل."
    assert [name for name, kind in found(text, "ar") if kind is PERSON] == ["علي خامنئي"]


def vocabulary(language: str) -> list[str]:
    """Words that the rules look for, with marks, digits and Latin between them."""
    lex = lexicon(language)
    groups = (lex.given, lex.given_too, lex.family, lex.roles, lex.honorifics, lex.beside, lex.bodies, lex.joins,
              lex.stops, lex.speech, lex.that, lex.demonyms, {" ".join(name) for name in lex.kinds})  # fmt: skip
    drawn = [sorted(group)[0] for group in groups] + [sorted(group)[-1] for group in groups]
    return [
        *drawn,
        *(prefix + word for prefix in lex.prefixes[:3] for word in drawn),
        *",،.:\"'()«»-\u200c7٣",
        "Clarín",
    ]


@given(st.data())
def test_whatever_the_words_names_lie_in_the_text_in_order(data: st.DataObject) -> None:
    language = data.draw(st.sampled_from(sorted(LANGUAGES)))
    words = data.draw(st.lists(st.sampled_from(vocabulary(language)) | st.text(max_size=6), max_size=40))
    text = data.draw(st.sampled_from([" ", "", "\n", "\u200c"])).join(words)
    mentions = find(text, [(0, len(text))], language)
    people = [one for one in mentions if one.kind is not ROLE]
    assert all(text[one.start : one.end] == one.name and one.name.strip() for one in mentions)
    assert all(first.end <= second.start for first, second in pairwise(people))
    assert all(refers_to_a_person(one, mentions) for one in mentions if one.refers_to is not None)


def refers_to_a_person(one: Mention, mentions: list[Mention]) -> bool:
    return any(other.start == one.refers_to and other.kind is PERSON for other in mentions)
