"""Addresses of cells in tables of word processors: right in nested tables, and at a cost that grows with the table."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from foja.read.columns import Columns
from read.formats import odt
from read.samples import docx, paragraph, read
from work import lines

_CELL = f"<w:tc>{paragraph('a')}</w:tc>"
_ODT_CELL = "<table:table-cell><text:p>a</text:p></table:table-cell>"


def _word(cells: str) -> bytes:
    return docx(f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>")


def _odt(cells: str) -> bytes:
    return odt(f"<table:table><table:table-row>{cells}</table:table-row></table:table>")


@given(st.lists(st.sampled_from("cx"), max_size=30), st.data())
def test_the_column_of_a_cell_is_its_number_among_cells(tags: list[str], data: st.DataObject) -> None:
    row = etree.fromstring("<r>" + "".join(f"<{tag}/>" for tag in tags) + "</r>")
    cells = [one for one in row if one.tag == "c"]
    asked = data.draw(st.lists(st.sampled_from(range(len(cells))), max_size=20)) if cells else []
    columns = Columns("c")
    assert [columns.of(cells[number]) for number in asked] == [number + 1 for number in asked]


def test_a_second_paragraph_of_a_cell_stands_in_the_same_column() -> None:
    two = f"<w:tc>{paragraph('b')}{paragraph('c')}</w:tc>"
    _, reading, _ = read(_word(_CELL + two + _CELL), "x.docx")
    assert [unit.path and unit.path[-1] for unit in reading.units] == ["1", "2", "2", "3"]


def test_rows_of_a_table_inside_do_not_count_in_the_one_around_it() -> None:
    inner = f"<table:table><table:table-row>{_ODT_CELL}</table:table-row></table:table>"
    rows = (
        f"<table:table-header-rows><table:table-row><table:table-cell>{inner}<text:p>b</text:p></table:table-cell>"
        "</table:table-row></table:table-header-rows>"
        f"<table:table-row>{_ODT_CELL}</table:table-row>"
    )
    _, reading, _ = read(odt(f"<table:table>{rows}</table:table>"), "x.odt")
    assert [unit.path for unit in reading.units] == [
        "table 1, row 1, column 1",
        "table 2, row 1, column 1",
        "table 2, row 2, column 1",
    ]


def test_tables_beside_each_other_are_numbered() -> None:
    table = f"<w:tbl><w:tr>{_CELL}</w:tr></w:tbl>"
    _, reading, _ = read(docx(table + paragraph("between") + table), "x.docx")
    paths = [unit.path for unit in reading.units if unit.kind == "cell"]
    assert paths == [f"word/document.xml table {number}, row 1, column 1" for number in (1, 2)]


@pytest.mark.parametrize(
    ("made", "name"),
    [
        (lambda count: _word(_CELL * count), "x.docx"),
        (lambda count: docx(f"<w:tbl><w:tr>{_CELL}</w:tr></w:tbl>" * count), "x.docx"),
        (lambda count: docx(f"<w:tbl>{f'<w:tr>{_CELL}</w:tr>' * count}</w:tbl>"), "x.docx"),
        (lambda count: _odt(_ODT_CELL * count), "x.odt"),
    ],
)
def test_the_cost_of_a_table_grows_with_its_cells(made: Callable[[int], bytes], name: str) -> None:
    small, large = made(100), made(800)
    assert lines(lambda: read(large, name)) < 12 * lines(lambda: read(small, name))
