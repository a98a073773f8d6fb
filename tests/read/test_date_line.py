"""The day of letters, memos and cuttings, which no metadata tells."""

from __future__ import annotations

import pytest

from foja.model.text import Reading
from foja.model.vocabulary import ZoneRole
from foja.read.date_line import date_line
from read.samples import read

BODY = "The court heard four witnesses in the morning, and the defence asked for the file to be sent back to it."


def day(reading: Reading) -> list[tuple[str, str]]:
    return [(claim.value, claim.origin) for claim in reading.claims if claim.field == "published"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("October 6, 1987", "1987-10-06"),
        ("The Harbour Gazette, May 31, 1995 (from wire reports)", "1995-05-31"),
        ("Buenos Aires, 18 de julio de 1995", "1995-07-18"),
        ("Paris, le 3 mai 2001", "2001-05-03"),
        ("Berlin, den 3. Mai 2001", "2001-05-03"),
        ("Brasília, 3 de maio de 2001", "2001-05-03"),
        ("Date: 3 May 2001", "2001-05-03"),
        ("Fecha: 3 de mayo de 2001", "2001-05-03"),
        ("Published 3 May 2001", "2001-05-03"),
        ("Updated 3 May 2001", ""),
        ("Hearing: 3 May 2001", ""),
        ("Bombing of the embassy, 18 July 1994", ""),
        ("Report on the investigation, 9 September 1980", ""),
        ("From 3 May 2001 to 5 May 2001", ""),
        ("A. Smith, born 3 May 1950", ""),
        ("Attack 18 July 1994", ""),
    ],
)
def test_a_date_line_holds_a_date_and_names(line: str, expected: str) -> None:
    found = date_line(line)
    assert (found[0] if found is not None else "") == expected


def test_a_cutting_has_a_title_and_a_day() -> None:
    _, reading, _ = read(
        f"Court hears four witnesses\nThe Harbour Gazette, May 31, 1995 (from wire reports)\n\n{BODY}\n"
    )
    assert [zone.role for zone in reading.zones] == [ZoneRole.TITLE, ZoneRole.DATELINE, ZoneRole.BODY]
    assert day(reading) == [("1995-05-31", "text")]
    assert [claim.value for claim in reading.claims if claim.field == "title"] == ["Court hears four witnesses"]


def test_a_memo_has_its_day_and_stays_whole() -> None:
    _, reading, _ = read(f"MEMORANDUM\n\nOctober 6, 1987\n\n{BODY}\n")
    assert {zone.role for zone in reading.zones} == {ZoneRole.BODY}
    assert day(reading) == [("1987-10-06", "guess")]


def test_no_text_is_written_before_what_it_tells() -> None:
    _, reading, _ = read(f"The file\nBuenos Aires, 18 July 1994\n\n{BODY} The trial opened in 2001.\n")
    assert day(reading) == []


def test_a_date_below_the_running_text_is_of_something_else() -> None:
    _, reading, _ = read(f"{BODY}\n\nBuenos Aires, 18 July 1994\n")
    assert day(reading) == []
