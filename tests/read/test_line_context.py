"""The second look at scraped texts: what stands beside an article without being of it, under headings nobody listed."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foja.model.source import Original
from foja.model.text import CanonicalText, Reading
from foja.model.vocabulary import ZoneRole
from foja.read.limits import Limits
from foja.read.line_context import plain_signs, second_signs
from foja.read.lines import Line
from foja.read.stage import READ

sys.path.insert(0, str(Path(__file__).parents[2]))
from benchmarks.scans import TEXTS

MENU = "Home\nWorld\nCourts\nOpinion\nSign in\nSubscribe now\nShare\nShare on Facebook\nCopy link\n"
TITLES = {"en": "Missing leaves in the file of the dock workers", "es": "Faltan hojas en el expediente del puerto"}
BESIDE = {
    "en": (
        "Voices from the quay",
        "Bernard_1959",
        "2 hours ago, 14:05",
        "My grandmother baked bread on that street for thirty years and nobody asked her what she thought of ships.",
        "Gulls and chips",
        "3 hours ago, 13:11",
        "Great read as always, though I would love to see more recipes and fewer pictures of boats here, thanks!",
    ),
    "es": (
        "La ronda de los lectores",
        "Bernardo_1959",
        "hace 2 horas, 14:05",
        "Mi abuela vendía empanadas en esa esquina y nunca vio un barco en treinta años, así que no entiendo la nota.",
        "Gaviota al sol",
        "hace 3 horas, 13:11",
        "¡Muy buena página! Ojalá publiquen más recetas de pescado y menos fotos de grúas, que aburren a cualquiera.",
    ),
}


def roles(text: str) -> dict[str, ZoneRole]:
    found, reading = list(READ.run(Original(sha256="s", name="p.txt", content=text.encode()), setting=Limits()))[:2]
    assert isinstance(found, CanonicalText) and isinstance(reading, Reading)
    return {
        found.text[u.start : u.end]: next(z.role for z in reading.zones if z.start <= u.start < z.end)
        for u in reading.units
    }


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_article_stays_whole_and_what_readers_write_below_does_not_join_it(language: str) -> None:
    article = TEXTS[language].split("\n")
    beside = BESIDE[language]
    page = "\n\n".join([MENU, TITLES[language], *article, "\n".join(beside)])
    marked = roles(page)
    assert [ZoneRole.BODY] * len(article) == [marked[line] for line in article]
    long = [line for line in beside if len(line) >= 60]
    assert not any(marked[line] is ZoneRole.BODY for line in long)


def test_a_memo_is_never_cut() -> None:
    memo = "\n\n".join([TITLES["en"], *TEXTS["en"].split("\n"), *BESIDE["en"]])
    assert {ZoneRole.BODY} == set(roles(memo).values())


lines = st.lists(st.tuples(st.text(max_size=120), st.floats(0, 1)), max_size=30)


@given(lines)
def test_the_signs_are_bounded_whatever_the_text(given_lines: list[tuple[str, float]]) -> None:
    made = [Line(start=0, end=len(text), text=text) for text, _ in given_lines]
    found = second_signs(made, [value for _, value in given_lines])
    assert len(made) == len(found)
    for index, row in enumerate(found):
        for value in (*row.values(), *plain_signs(made, index).values()):
            assert -2 <= value <= 2


_LABELS = [
    "Politics",
    "Harbour",
    "Weather",
    "Football",
    "Letters",
    "Archive",
    "Podcasts",
    "Obituaries",
    "Crosswords",
    "Jobs",
    "Motoring",
    "Gardens",
]


def test_a_page_of_labels_with_a_legal_line_is_a_page_and_its_article_stays_whole() -> None:
    article = TEXTS["en"].split("\n")
    page = "\n\n".join(
        ["\n".join(["Home", *_LABELS]), TITLES["en"], *article, "\n".join(_LABELS), "© 2024 Lira Courier"]
    )
    marked = roles(page)
    long = [line for line in article if len(line.split()) >= 15]
    assert long and {ZoneRole.BODY} == {marked[line] for line in long}
    assert ZoneRole.LEGAL == marked["© 2024 Lira Courier"]
    assert ZoneRole.BODY not in {marked[label] for label in _LABELS}


@pytest.mark.parametrize(
    "lines",
    [
        ["Privacy policy", "Home", *_LABELS, *TEXTS["en"].split("\n") * 3],  # labels are the smaller part
        [*_LABELS * 3, "© 2024 Lira Courier"],  # no other cue
        [*_LABELS * 3, "Home"],  # no legal line
        ["Home", "Privacy policy", *_LABELS],  # few lines
    ],
)
def test_labels_legal_lines_or_a_cue_alone_make_no_page(lines: list[str]) -> None:
    assert {ZoneRole.BODY} == set(roles("\n".join(lines)).values())
