"""The notation of the annotated sentences: what it reads, what it refuses, and the parts it makes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foja.extract.annotated import PARTS, NotationError, read_line, read_lines
from foja.model.vocabulary import Modality, Polarity

NESTED = "{s:The paper} {q:reported} that {c:{s2:the judge} {q2.ordered:had ordered} {c2:the arrest}}."


def test_nested_marks_are_two_attributions_with_their_places() -> None:
    row = read_line(NESTED, "en")
    assert row.text == "The paper reported that the judge had ordered the arrest."
    outer, inner = row.attributions
    assert outer.source is not None and row.text[outer.source.start : outer.source.end] == "The paper"
    assert (outer.modality, inner.modality) == (Modality.ASSERTED, Modality.ORDERED)
    assert row.text[slice(*inner.contents[0].hull)] == "the arrest"
    assert row.text[slice(*outer.contents[0].hull)] == "the judge had ordered the arrest"


def test_pieces_join_and_contents_stay_apart() -> None:
    row = read_line("{c+:The sums}, {s:she} {q.alleged:claims}, {c+-:were never paid}; {c:nor asked for}.", "en")
    first, second = row.attributions[0].contents
    assert [row.text[p.start : p.end] for p in first.pieces] == ["The sums", "were never paid"]
    assert first.negative and not second.negative


def test_statements_of_the_page_carry_force_and_sign() -> None:
    row = read_line("{v-:Nobody was charged} after {p.alleged:the alleged theft}.", "en")
    assert [(one.polarity, one.modality, one.presupposed) for one in row.own] == [
        (Polarity.NEGATIVE, Modality.ASSERTED, False),
        (Polarity.POSITIVE, Modality.ALLEGED, True),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "{x:no such mark}",
        "{s:open",
        "closed}",
        "{s:no content} {q:said}",
        "{c:no source and no cue}",
        "{s:one} and {s:two} {q:say} {c:so it is}",
        "{s:she} {q.shouted:said} {c:it was so}",
        "{s:she} {q:said} {c.alleged:it was so}",
        "{s:she } {q:said} {c:it was so}",
        "{v2:numbered}",
        "{s-:she} {q:said} {c:it was so}",
    ],
)
def test_what_does_not_follow_the_notation_is_refused_with_its_place(line: str) -> None:
    with pytest.raises(NotationError, match=r"^here:3: "):
        read_line(line, "en", "here:3")


def test_a_text_that_stands_twice_is_refused() -> None:
    with pytest.raises(NotationError, match="twice"):
        read_lines("# a remark\n{v:It rained}.\n\n{v:It rained}.\n", "en", "f")


@given(st.text(alphabet="ab {}:.+-12sqcv", max_size=60))
def test_any_line_gives_a_row_or_a_notation_error(line: str) -> None:
    try:
        row = read_line(line, "en")
    except NotationError:
        return
    assert row.part in PARTS and "{" not in row.text and "}" not in row.text
    for one in row.attributions:
        for content in one.contents:
            assert 0 <= content.hull[0] < content.hull[1] <= len(row.text)
