"""A sheet shows as rows and cells that keep their coordinates; nothing in which a statement stands is left out."""

from __future__ import annotations

import pytest

from foja.web import table_blocks
from foja.web.table_blocks import column_number, grid
from read.formats import samples, xlsx
from read.samples import read
from web.browsing import row


def _table(rows: int = 3) -> tuple[str, object]:
    data = "\n".join(f"name {n},what was said in line {n}" for n in range(1, rows + 1)).encode()
    text, reading, _ = read(data, "t.csv")
    return text, reading


def test_cells_hold_the_runs_of_their_text() -> None:
    text, reading = _table()
    at = text.index("said in line 2")
    found = grid(text, reading, [row("st-1", at, at + 4)])  # type: ignore[arg-type]
    (sheet,) = found.sheets
    assert (("A", "B"), [1, 2, 3]) == (sheet.columns, [line.number for line in sheet.rows])
    cell = sheet.rows[1].cells[1]
    assert cell is not None
    assert "B2" == cell.path
    assert [("what was ", ()), ("said", ("st-1",)), (" in line 2", ())] == [(run.text, run.ids) for run in cell.runs]
    for line in sheet.rows:
        for one in line.cells:
            assert one is not None
            for run in one.runs:
                assert run.text == text[run.start : run.start + len(run.text)]


def test_a_passage_over_two_cells_is_marked_in_both() -> None:
    text, reading = _table()
    at = text.index("2\twhat")
    (sheet,) = grid(text, reading, [row("st-1", at, at + 6)]).sheets  # type: ignore[arg-type]
    marked = [cell.path for line in sheet.rows for cell in line.cells if cell and any(run.ids for run in cell.runs)]
    assert ["A2", "B2"] == marked


def test_rows_beyond_those_shown_are_counted_and_marked_ones_are_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table_blocks, "ROWS", 2)
    text, reading = _table(9)
    at = text.index("line 7")
    (sheet,) = grid(text, reading, [row("st-1", at, at + 4)]).sheets  # type: ignore[arg-type]
    assert ([1, 2, 7], 6) == ([line.number for line in sheet.rows], sheet.rows_left)


def test_sheets_by_name_and_empty_places() -> None:
    rows = '<row r="2"><c r="C2"><v>1</v></c></row><row r="4"><c r="A4"><v>2</v></c></row>'
    text, reading, _ = read(xlsx({"One": rows, "Two": rows}), "t.xlsx")
    found = grid(text, reading, [])
    assert [False, False] == [sheet.hidden for sheet in found.sheets]
    text, reading, _ = read(xlsx({"One": rows, "Two": rows}, hidden=["Two"]), "t.xlsx")
    found = grid(text, reading, [])
    assert [False, True] == [sheet.hidden for sheet in found.sheets]
    assert ["One", "Two"] == [sheet.name for sheet in found.sheets]
    assert (("A", "C"), None) == (found.sheets[1].columns, found.sheets[1].rows[0].cells[0])


def test_other_files_are_no_tables() -> None:
    text, reading, _ = read(samples()["memo.odt"], "memo.odt")
    assert () == grid(text, reading, []).sheets
    assert () == grid("", None, []).sheets


def test_columns_count_as_in_a_spreadsheet() -> None:
    assert [1, 26, 27, 16384] == [column_number(letters) for letters in ("A", "Z", "AA", "XFD")]
