"""Plain text, its encodings, and what marks the furniture of a scraped page."""

from __future__ import annotations

import pytest

from foja.model.errors import Gap
from foja.read.encoding import decode
from read.samples import in_role, read

_LONG = (
    "The court heard the two parties on the question of notice and gave the prosecution thirty days to answer "
    "the points that the defence had raised in writing."
)
_SHORT = "The hearing of the second day dealt with the letters that both sides had put on file since the spring."
_PAGE = f"""Edit Content

Court hears parties in river case

By Ana Ejemplo

9 April 2025

{_LONG}

What the parties say

{_LONG}

{_LONG} Nothing else was decided.

{{related}}

{_SHORT}

{_SHORT} It took four hours.
{_SHORT} It was open to the public.

{{closing}}

{{share}}

{{sharing}}: Court hears parties in river case
"""
_CUES = {
    "en": ("Related Articles", "No More Articles", "Share the Article", "Sharing"),
    "es": ("Notas relacionadas", "Cargar más", "Compartir esta nota", "Compartiendo"),
    "fr": ("À lire aussi", "Voir plus", "Partager l'article", "Partager"),
    "pt": ("Leia também", "Carregar mais", "Compartilhe esta notícia", "Compartilhar"),
    "de": ("Mehr zum Thema", "Mehr laden", "Artikel teilen", "Teilen"),
    "it": ("Leggi anche", "Carica altri", "Condividi questo articolo", "Condividi"),
    "ar": ("مقالات ذات صلة", "عرض المزيد", "شارك المقال", "شارك"),
    "fa": ("مطالب مرتبط", "مشاهده بیشتر", "به اشتراک بگذارید", "اشتراک گذاری"),
    "he": ("כתבות נוספות", "הצג עוד", "שתפו את הכתבה", "שתפו"),
}


def _page(language: str) -> str:
    related, closing, share, sharing = _CUES[language]
    return _PAGE.format(related=related, closing=closing, share=share, sharing=sharing)


def test_lines_keep_their_number_and_blank_lines_become_one() -> None:
    text, reading, _ = read("first\r\n\r\n\r\n  second \r\nthird\r\n")
    assert "first\n\n  second \nthird" == text
    assert [1, 4, 5] == [unit.line for unit in reading.units]
    assert ["body"] == [zone.role for zone in reading.zones]


@pytest.mark.parametrize("language", sorted(_CUES))
def test_a_scraped_page_is_taken_apart(language: str) -> None:
    text, reading, _ = read(_page(language))
    assert "Court hears parties in river case" == in_role(text, reading, "title").strip()
    assert "By Ana Ejemplo" == in_role(text, reading, "byline").strip()
    assert "9 April 2025" == in_role(text, reading, "dateline").strip()
    body = in_role(text, reading, "body")
    assert [_LONG, "What the parties say", _LONG, f"{_LONG} Nothing else was decided."] == [
        line for line in body.split("\n") if line
    ]
    assert [_SHORT, f"{_SHORT} It took four hours.", f"{_SHORT} It was open to the public."] == [
        item.text for item in reading.related
    ]
    assert ("Court hears parties in river case", "Ana Ejemplo", "2025-04-09") == (
        reading.claim("title"),
        reading.claim("author"),
        reading.claim("published"),
    )
    author = next(claim for claim in reading.claims if claim.field == "author")
    assert "Ana Ejemplo" == text[author.start : author.end]


def test_a_related_heading_inside_the_text_takes_only_short_lines() -> None:
    page = f"Menu\n\nTitle of the page here\n\n{_SHORT}\n\nRelated Articles\n\nOther page\n\n" + f"{_LONG}\n\n" * 6
    text, reading, _ = read(page)
    assert 6 == in_role(text, reading, "body").count(_LONG)
    assert ["Other page"] == [item.text for item in reading.related]


def test_headline_and_summary_are_one_item() -> None:
    page = f"{_LONG}\n\n{_LONG}\n\nRelated stories\n\nFirst headline\n{_SHORT}\n\nSecond headline\n{_SHORT}\n"
    _, reading, _ = read(page)
    assert [f"First headline\n{_SHORT}", f"Second headline\n{_SHORT}"] == [item.text for item in reading.related]


@pytest.mark.parametrize(
    "text",
    [
        f"MEMORANDUM\n\nTo: the file\nFrom: desk\n\n{_LONG}\n\nRelated\n\n{_LONG}\n\nShare\n\n{_LONG}\n",
        f"Dear Ms Ejemplo,\n\n{_LONG}\n\nYours,\nA. Person\nEmail: a@example.org\n",
        f"JUDGMENT\n\n1. {_LONG}\n\nRecommended\n\n2. {_LONG}\n\nComments\n\n3. {_LONG}\n\nReferences\n\n{_SHORT}",
        f"AUTO\n\nVISTOS:\n\n{_LONG}\n\nRESUELVE:\n\nNotifíquese.\nTodos los derechos reservados\n",
    ],
)
def test_memos_letters_and_judgments_are_all_body(text: str) -> None:
    shown, reading, _ = read(text)
    assert shown == in_role(shown, reading, "body")
    assert () == reading.related


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("El año próximo la Cámara Federal de Casación resolverá la apelación del fiscal.", "cp1252"),
        ("الناشط الحقوقي يتحدث عن جلسة المحكمة وقرار القاضي في القضية المعروضة عليه", "cp1256"),
        ("בית המשפט דן היום בבקשה של התובע ודחה את הדיון לשבוע הבא בגלל היעדר תרגום", "cp1255"),
        ("Суд рассмотрел ходатайство прокурора и отложил заседание на следующую неделю", "cp1251"),
        ("Resolución del juez federal", "utf-16"),
        ("Resolución del juez federal", "utf-16-le"),
        ("Resolución del juez federal", "utf-8-sig"),
    ],
)
def test_undeclared_encodings(text: str, encoding: str) -> None:
    assert text == decode(text.encode(encoding)).text


def test_a_wrong_declaration_does_not_win() -> None:
    text = "El año próximo la Cámara Federal de Casación"
    assert text == decode(text.encode(), "iso-8859-1").text
    arabic = "الناشط الحقوقي يتحدث عن جلسة المحكمة وقرار القاضي في القضية"
    assert arabic == decode(arabic.encode("cp1256"), "iso-8859-1").text


def test_a_right_declaration_wins_over_a_doubtful_guess() -> None:
    assert ("Łódź, środa", "iso8859-2") == decode("Łódź, środa".encode("iso8859-2"), "iso-8859-2")[:2]


def test_doubts_are_noted() -> None:
    twice = "El año próximo la Cámara".encode().decode("cp1252").encode()
    assert "encoded twice" in " ".join(decode(twice).notes)
    assert "direction" in " ".join(decode("a\u202eb".encode()).notes)
    assert "NUL" in " ".join(decode(b"text\0with\0nul").notes)


def test_binary_data_is_not_text() -> None:
    with pytest.raises(Gap) as caught:
        read(bytes((index * 97 + index // 7) % 256 for index in range(4000)), "data.bin")
    assert "unsupported" == caught.value.code


def test_a_text_of_blanks_is_empty() -> None:
    with pytest.raises(Gap) as caught:
        read("  \n\n \t\n")
    assert ("empty", "file.txt") == (caught.value.code, caught.value.where)


def test_lines_of_two_encodings_are_each_read_as_what_they_are() -> None:
    data = "nombre;año\nMuñoz;1994\n".encode() * 3 + "Peña;1995\n".encode("cp1252") * 3
    text, reading, _ = read(data, "t.csv")
    assert ["año", "Muñoz", "Peña"] == [word for word in ("año", "Muñoz", "Peña") if word in text]
    assert "\ufffd" not in text
    assert "the file mixes encodings: of the lines that show it, 6 are utf-8, 3 cp1252" in reading.notes


def test_a_text_that_is_utf8_here_and_there_by_accident_is_not_mixed() -> None:
    text, _, _ = read(
        "\u0434\u0430 \u043d\u0435\u0442, \u0441\u0443\u0434 \u0440\u0435\u0448\u0438\u043b\n".encode("cp1251") * 9
        + "Ð°\n".encode("cp1252"),
        "t.txt",
    )
    assert text.startswith("\u0434\u0430 \u043d\u0435\u0442")
