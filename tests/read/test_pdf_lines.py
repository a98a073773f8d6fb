"""Lines of laid-out PDF files: broken words, two columns, lines from right to left."""

from __future__ import annotations

import pytest

from foja.evaluate.paper import LAYOUTS, laid_out, measure, missing_fonts, texts
from foja.read.pdf_rtl import Glyph, _ordered, _paired
from read.samples import read


def _set(visual: str, step: float = 5.0) -> list[Glyph]:
    """Glyphs one beside another from left to right, as they are drawn; blanks are drawn too."""
    return [Glyph(char, at * step, (at + 1) * step, 0.0, 8.0, 10.0) for at, char in enumerate(visual)]


@pytest.mark.parametrize(
    ("typed", "drawn"),
    [
        # what is drawn stands from left to right; brackets as PDFium gives them in such runs
        ("שלום עולם", "םלוע םולש"),
        ("1. סעיף", "ףיעס .1"),
        ("בשנת 2025, ובה", "הבו ,2025 תנשב"),
        ("פחות 10% מהם", "םהמ 10% תוחפ"),
        ("תחנה K-12 כאן", "ןאכ K-12 הנחת"),
        ("בין 22:00 ל-06:00", "06:00-ל 22:00 ןיב"),
        ("הודעה של Sample News Desk אמש", "שמא Sample News Desk לש העדוה"),
    ],
)
def test_lines_are_read_from_right_to_left_and_numbers_from_left_to_right(typed: str, drawn: str) -> None:
    assert typed == _ordered(_set(drawn))


def test_marks_follow_the_letter_they_stand_on() -> None:
    letters = _set("ףלא")
    mark = Glyph("\u05b8", 11.5, 13.5, -2.0, 0.0, 10.0)
    assert "א\u05b8לף" == _ordered([*letters, mark])


def test_a_gap_without_a_drawn_blank_is_a_blank() -> None:
    left, right = _set("בא"), [glyph._replace(left=glyph.left + 14, right=glyph.right + 14) for glyph in _set("דג")]
    assert "גד אב" == _ordered([*left, *right])


@pytest.mark.parametrize(
    ("given", "paired"),
    [
        (")תיק 114/25(", "(תיק 114/25)"),
        ("[תחנה K-12[ וגם", "[תחנה K-12] וגם"),
        ("K-12[ וגם", "K-12] וגם"),
        ("«واحد» و»اثنان«", "«واحد» و«اثنان»"),
    ],
)
def test_brackets_open_and_close(given: str, paired: str) -> None:
    assert paired == _paired(given)


def test_a_line_that_ends_in_a_hyphen_ends_there() -> None:
    content, gold = laid_out("en", texts()["en"], LAYOUTS[1])
    text, reading, _ = read(content, "page.pdf")
    broken = [index for index, line in enumerate(gold) if line.words[-1].text.endswith("-")]
    assert broken
    shown = [text[unit.start : unit.end] for unit in reading.units]
    for index in broken:
        at = shown.index(" ".join(word.text for word in gold[index].words))
        assert shown[at + 1].startswith(gold[index + 1].words[0].text)
        box = reading.units[at].box
        assert box is not None
        assert box[3] - box[1] < 12  # one line of 9 points, not two


def test_every_line_of_the_laid_out_pages_is_read_on_its_page_and_found_by_its_box() -> None:
    plain = [name for name in texts() if "marks" not in name]
    scores = measure(plain)
    left_out = {text["font"] for text in texts().values()} & set(missing_fonts())
    assert len(scores) == len(LAYOUTS) * sum(texts()[name]["font"] not in left_out for name in plain)
    for score in scores:
        assert (1.0, 1.0) == (score.letters, score.heads), score
        assert score.verbatim >= 0.99, score.errors
        assert score.boxes >= 0.99
        assert score.order >= 0.99
