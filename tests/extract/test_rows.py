"""Chronologies kept as tables: what stands in a row has the date of the row."""

from __future__ import annotations

import pytest

from foja.extract.protocol import ExtractSetting
from foja.extract.stage import EXTRACT
from foja.model.statement import Extraction
from foja.model.text import Document
from read.samples import read

FIRST, SECOND = "The court released the two officers", "The Supreme Court upheld the sentence"


def extract(content: str, name: str) -> Extraction:
    text, reading, _ = read(content, name)
    (found,) = EXTRACT.run(Document(text=text, reading=reading), setting=ExtractSetting(language="en"))
    return found


def dates(found: Extraction) -> dict[str, list[str]]:
    return {s.passage.quote: [when.earliest or "" for when in s.dates] for s in found.statements}


SHEET = f"Date;Event;Source\n1979-10-01;{FIRST};Gazette\n30/05/1995;{SECOND};Gazette\n"
PAGE = f"""<html lang="en"><body><article><h1>Chronology of the case</h1><table>
<tr><th>Date</th><th>Event</th></tr><tr><td>1 October 1979</td><td>{FIRST}</td></tr>
<tr><td>30 May 1995</td><td>{SECOND}</td></tr></table></article></body></html>"""


@pytest.mark.parametrize(("content", "name"), [(SHEET, "log.csv"), (PAGE, "log.html")])
def test_a_cell_has_the_date_of_its_row_and_says_so(content: str, name: str) -> None:
    found = extract(content, name)
    assert dates(found) == {FIRST: ["1979-10-01"], SECOND: ["1995-05-30"]}
    assert all("is the date of its row" in s.explanation for s in found.statements)


def test_a_date_in_the_cell_itself_comes_first() -> None:
    found = extract(f"Date;Event\n1995-06-02;{SECOND} on 30 May 1995\n", "log.csv")
    assert list(dates(found).values()) == [["1995-05-30"]]


def test_a_row_with_two_dates_has_none_that_counts_for_all_of_it() -> None:
    assert dates(extract(f"From;To;Event\n1979-10-01;1979-11-01;{FIRST}\n", "log.csv")) == {FIRST: []}


def test_text_with_a_date_in_it_is_no_date_of_the_row() -> None:
    found = extract(f"Event;Remark\n{FIRST};Letter of 3 May 1980 attached\n", "log.csv")
    assert dates(found)[FIRST] == []
