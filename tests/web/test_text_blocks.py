"""Cutting a text for display loses nothing and keeps every coordinate."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from foja.model.text import Reading, Recognition, Unit, Word, Zone
from foja.model.vocabulary import ZoneRole
from foja.web.text_blocks import sections
from read.old_office import doc, ppt
from read.pdf_forms import field, form, remark
from read.samples import read
from web import fake_case
from web.browsing import row


def reading(
    text: str, zones: tuple[Zone, ...] = (), units: tuple[Unit, ...] = (), words: tuple[Word, ...] = ()
) -> Reading:
    return Reading(
        source="s",
        text="t",
        reader="r",
        version="1",
        media_type="text/plain",
        characters=len(text),
        zones=zones,
        units=units,
        recognition=Recognition(engine="e", dpi=300, doubtful=70, words=words) if words else None,
    )


@st.composite
def texts_with_spans(draw):
    text = draw(st.text(alphabet=st.sampled_from("ab \n\t\fאب𝒳é"), min_size=1, max_size=80))
    spans = draw(st.lists(st.tuples(st.integers(0, len(text)), st.integers(0, len(text))), max_size=6))
    rows = [row(f"st-{n}", min(a, b), max(a, b)) for n, (a, b) in enumerate(spans) if a != b]
    cuts = sorted(draw(st.sets(st.integers(1, max(1, len(text) - 1)), max_size=3)) | {0, len(text)})
    roles = draw(st.lists(st.sampled_from(list(ZoneRole)), min_size=len(cuts), max_size=len(cuts)))
    zones = tuple(
        Zone(start=a, end=b, role=role, probability=1.0, reason="r")
        for a, b, role in zip(cuts, cuts[1:], roles, strict=False)
        if a < b
    )
    return text, rows, zones


@given(texts_with_spans())
def test_runs_are_slices_of_the_text_in_order_and_nothing_visible_is_lost(drawn):
    text, rows, zones = drawn
    runs = [run for s in sections(text, reading(text, zones), rows) for block in s.blocks for run in block.runs]
    for run in runs:
        assert text[run.start : run.start + len(run.text)] == run.text
    assert [run.start for run in runs] == sorted(run.start for run in runs)
    shown = "".join(run.text for run in runs)
    assert "".join(shown.split()) == "".join(text.split())


@given(texts_with_spans())
def test_a_run_is_covered_by_exactly_the_statements_that_cover_it(drawn):
    text, rows, zones = drawn
    for section in sections(text, reading(text, zones), rows):
        for block in section.blocks:
            for run in block.runs:
                covering = {r.id for r in rows if r.start < run.start + len(run.text) and r.end > run.start}
                assert set(run.ids) == covering
                assert set(run.begins) == {r.id for r in rows if r.id in covering and r.start == run.start}


def test_the_innermost_statement_comes_first():
    (section,) = sections("one two three", None, [row("outer", 0, 13), row("inner", 4, 7)])
    assert [run.ids for run in section.blocks[0].runs] == [("outer",), ("inner", "outer"), ("outer",)]


def test_furniture_is_grouped_by_role_and_body_is_not_split():
    case = fake_case.make()
    wire = next(iter(case.rows))
    found = sections(case.texts[wire], case.readings[wire], [])
    assert [(s.furniture, s.role) for s in found] == [
        (True, ZoneRole.NAVIGATION),
        (False, ZoneRole.TITLE),
        (True, ZoneRole.TEASER),
        (True, ZoneRole.COOKIE),
    ]
    assert found[0].reason == "short lines of links before the title"


def test_pages_and_lines_are_marked_where_they_begin():
    text = "first\nsecond\nthird"
    units = (Unit(0, 5, "line", 1, 1), Unit(6, 12, "line", 1, 2), Unit(13, 18, "line", 2, 1))
    (section,) = sections(text, reading(text, units=units), [])
    assert [(b.page, b.line) for b in section.blocks] == [(1, 1), (2, 1)]


def test_a_place_somebody_was_led_to_is_marked_and_is_not_a_statement():
    (section,) = sections("one two three", None, [row("st-1", 0, 7)], (4, 13))
    assert [run.ids for run in section.blocks[0].runs] == [("st-1",), ("st-1", "here"), ("here",)]


def test_spans_outside_the_text_are_left_out():
    (section,) = sections("abc", None, [row("a", 2, 9), row("b", 3, 3)])
    assert [run.ids for run in section.blocks[0].runs] == [()]


def test_rows_of_a_table_are_blocks_and_their_cells_are_not():
    text = "a\tb\nc\td"
    units = (
        Unit(0, 1, "cell", None, 1),
        Unit(2, 3, "cell", None, 1),
        Unit(4, 5, "cell", None, 2),
        Unit(6, 7, "cell", None, 2),
    )
    (section,) = sections(text, reading(text, units=units), [])
    assert [(block.line, block.runs[0].text) for block in section.blocks] == [(1, "a\tb"), (2, "c\td")]


def test_doubtful_words_are_runs_of_their_own_also_inside_statements():
    text = "The court 0rdered it."
    box = (0.0, 0.0, 1.0, 1.0)
    words = (Word(0, 3, 96, box), Word(4, 9, 70, box), Word(10, 17, 41, box), Word(18, 21, 12, box))
    found = sections(text, reading(text, words=words), [row("st-1", 4, 17)])
    runs = [(run.text, run.ids, run.doubt) for section in found for block in section.blocks for run in block.runs]
    assert [
        ("The ", (), -1),
        ("court ", ("st-1",), -1),
        ("0rdered", ("st-1",), 41),
        (" ", (), -1),
        ("it.", (), 12),
    ] == runs


def test_what_was_deleted_and_what_is_hidden_fold_apart():
    data = doc("He gave no such order.\rThe end.\r", deleted=("no ",), hidden=("such ",))
    text, found, _ = read(data, "x.doc")
    folded = [section for section in sections(text, found, []) if section.furniture]
    assert [["deleted"], ["hidden"]] == [[block.kind for block in section.blocks] for section in folded]
    assert "hidden" in folded[1].reason


def test_a_slide_that_is_left_out_says_so():
    text, found, _ = read(ppt(("One", "", ""), ("Two", "", ""), hidden=[2]), "x.ppt")
    blocks = [block for section in sections(text, found, []) for block in section.blocks]
    assert [False, True] == [block.hidden_slide for block in blocks]


def test_a_field_stands_beside_its_name_and_a_remark_says_whose_it_is():
    page = form(
        field("one", "1", at=(50, 600)), field("two", "2", at=(50, 560)), remark("Text", "See", by="Ana Ejemplo"),
    )  # fmt: skip
    text, found, _ = read(page, "x.pdf")
    body, margin = sections(text, found, [])
    assert ["".join(run.text for run in block.runs) for block in body.blocks[1:]] == ["one\t1", "two\t2"]
    assert [(block.place, block.page) for block in margin.blocks] == [("p. 1, note by Ana Ejemplo", None)]


def test_a_page_begins_once():
    units = tuple(Unit(start=3 * n, end=3 * n + 2, kind="line", page=page) for n, page in enumerate((1, 2, 1)))
    found = sections("ab\ncd\nef", reading("ab\ncd\nef", units=units), [])
    assert [block.page for part in found for block in part.blocks] == [1, 2, None]
