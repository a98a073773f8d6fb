"""Lists that are damaged, or made to do harm: a refusal with the line, or the rest of the list and what is missing."""

from __future__ import annotations

import gzip
import importlib
import pkgutil
import re
import tracemalloc
from collections.abc import Iterator
from io import BytesIO, RawIOBase
from re import _parser  # type: ignore[attr-defined]  # how Python itself reads a pattern
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import work
from foja.model.errors import UsageError
from foja.model.lists import ListEntry, Unlisted
from foja.resolve import lists
from foja.resolve.lists import un_xml
from foja.resolve.lists.lines import rows
from foja.resolve.lists.reading import MOST_SAID, entries, form_of, some_said
from resolve.list_samples import ALT_CSV, EU_CSV, EU_XML, FTM_JSON, OFAC_XML, SDN_CSV, UN_XML, read

BOMB = """<?xml version="1.0"?>
<!DOCTYPE sdnList [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>
<sdnList><sdnEntry><uid>1</uid><lastName>&c;</lastName></sdnEntry></sdnList>"""
OUTSIDE = """<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>
<CONSOLIDATED_LIST><INDIVIDUAL><DATAID>1</DATAID><FIRST_NAME>&a;</FIRST_NAME></INDIVIDUAL></CONSOLIDATED_LIST>"""


@pytest.mark.parametrize("text", [BOMB, OUTSIDE])
def test_a_document_type_is_refused_before_anything_expands(text: str) -> None:
    with pytest.raises(UsageError) as refused:
        list(un_xml.read(BytesIO(text.encode())))
    assert refused.value.code == "list-damaged"
    assert "document type" in refused.value.what
    with pytest.raises(UsageError) as unknown:
        read(text)
    assert unknown.value.code in ("list-damaged", "list-unknown-form")


def test_a_file_that_ends_too_early_is_refused_with_the_line() -> None:
    cut = OFAC_XML[: OFAC_XML.index("<uid>12")]
    with pytest.raises(UsageError) as refused:
        read(cut)
    assert refused.value.code == "list-damaged" and "line " in refused.value.where
    assert "hide names" in refused.value.next


def test_letters_in_another_encoding_than_is_said_are_refused_with_the_line() -> None:
    data = UN_XML.encode().replace("Tomás".encode(), "Tomás".encode("latin-1"))
    with pytest.raises(UsageError) as refused:
        read(data)
    assert refused.value.where == "line 3"


@pytest.mark.parametrize("declared", ["utf-16", "iso-8859-1", "windows-1252"])
def test_other_encodings_are_read_where_they_are_declared(declared: str) -> None:
    text = OFAC_XML.replace('<?xml version="1.0" standalone="yes"?>', f'<?xml version="1.0" encoding="{declared}"?>')
    assert read(text.encode(declared))[0][0].name == "Tomás REY"


@pytest.mark.parametrize("declared", ["utf-7", "shift_jis", "no-such"])
def test_an_encoding_that_cannot_be_read_is_a_refusal(declared: str) -> None:
    text = OFAC_XML.replace('<?xml version="1.0" standalone="yes"?>', f'<?xml version="1.0" encoding="{declared}"?>')
    with pytest.raises(UsageError):
        read(text.encode("ascii", "ignore"))


class Endless(RawIOBase):
    """A stream that is made while it is read: the head, a middle so many times, the tail."""

    def __init__(self, head: bytes, middle: bytes, times: int, tail: bytes) -> None:
        self._parts = self._make(head, middle, times, tail)
        self._left = b""

    @staticmethod
    def _make(head: bytes, middle: bytes, times: int, tail: bytes) -> Iterator[bytes]:
        yield head
        for _ in range(times):
            yield middle
        yield tail

    def read(self, size: int = -1) -> bytes:
        while len(self._left) < size and (part := next(self._parts, b"")):
            self._left += part
        out, self._left = self._left[:size], self._left[size:]
        return out


def test_an_entry_of_fifty_megabytes_is_passed_over_in_little_memory() -> None:
    head = b"<CONSOLIDATED_LIST><INDIVIDUAL><DATAID>1</DATAID><FIRST_NAME>A B</FIRST_NAME><COMMENTS1>"
    tail = b"</COMMENTS1></INDIVIDUAL><INDIVIDUAL><DATAID>2</DATAID><FIRST_NAME>Ana Rey</FIRST_NAME></INDIVIDUAL>"
    stream = Endless(head, b"word " * 20_000, 500, tail + b"</CONSOLIDATED_LIST>")
    tracemalloc.start()
    found = list(un_xml.read(stream))  # type: ignore[arg-type]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [type(one) for one in found] == [Unlisted, ListEntry]
    assert isinstance(found[0], Unlisted) and "50,000," in found[0].what
    assert peak < 20 << 20


def test_a_tag_without_end_is_refused() -> None:
    stream = Endless(b"<CONSOLIDATED_LIST><INDIVIDUAL a='", b"x" * 100_000, 500, b"")
    with pytest.raises(UsageError) as refused:
        list(un_xml.read(stream))  # type: ignore[arg-type]
    assert "eight megabytes" in refused.value.what


def test_deep_nesting_is_refused() -> None:
    deep = "<a>" * 5000 + "</a>" * 5000
    with pytest.raises(UsageError, match="nested"):
        list(un_xml.read(BytesIO(f"<CONSOLIDATED_LIST>{deep}</CONSOLIDATED_LIST>".encode())))


def test_an_id_that_is_given_twice_hides_nobody() -> None:
    for text, mark in ((OFAC_XML, "<uid>12</uid>"), (UN_XML, "<DATAID>22</DATAID>")):
        tag = mark[1 : mark.index(">")]
        first = {"uid": "11", "DATAID": "21"}[tag]
        found, passed = read(text.replace(mark, f"<{tag}>{first}</{tag}>"))
        assert [one.id for one in found][:2] == [first, f"{first}~2"]
        assert [one.what for one in passed] == [
            f"the id {first} is given more than once; the entry is kept under {first}~2"
        ]
    lines = FTM_JSON.splitlines(keepends=True)
    assert [one.id for one in read("".join([*lines, lines[1]]))[0]] == ["x-1", "x-2", "x-3", "x-1~2"]


def test_an_entry_without_a_name_is_told() -> None:
    for empty in ("", "   ", "1234", "\u202e\u200b"):
        _, passed = read(UN_XML.replace("Pier Nine Company", empty).replace("Pier Eight", empty))
        assert [(one.line, one.what) for one in passed] == [(14, "entry 22 has no name that can be read")]


def test_rows_that_are_none_are_passed_over_and_told() -> None:
    torn = SDN_CSV.replace('12,"PIER NINE CO.",-0-', '12,"PIER NINE CO."x,-0-')
    found, passed = read(torn)
    assert [one.id for one in found] == ["11", "13"]
    assert passed[0].line == 2 and "no row of a table" in passed[0].what
    found, passed = read(SDN_CSV.replace('12,"PIER NINE CO.",-0- ,', "12,"))
    assert [one.id for one in found] == ["11", "13"] and passed[0].line == 2


def test_a_quote_that_is_never_closed_does_not_swallow_the_list_unseen() -> None:
    torn = SDN_CSV.replace('12,"PIER NINE CO."', '12,"PIER NINE CO.')
    found, passed = read(torn)
    assert [one.id for one in found] == ["11"]
    assert [(one.line, one.what.partition(" is no")[0]) for one in passed[:1]] == [(2, "line 2 to 4")]


def test_a_line_in_an_old_encoding_is_read_and_said() -> None:
    data = SDN_CSV.encode().replace("Tomás".encode(), "Tomás".encode("cp1252"), 1)
    data = data.replace("CAPITÁN".encode(), b"CAPITAN")
    found, passed = read(data)
    assert found[0].name == "Tomás REY"
    assert "Windows-1252" in passed[0].what


def test_lines_that_are_no_entity_are_told_and_the_others_read() -> None:
    lines = FTM_JSON.splitlines(keepends=True)
    bad = [
        "[1, 2]\n",
        '{"id": "y", "schema": "Person"\n',
        '{"id": 3, "schema": "Person", "properties": {}}\n',
        "[" * 99_999,
    ]
    found, passed = read("".join([*lines, *bad]))
    assert [one.id for one in found] == ["x-1", "x-2", "x-3"]
    assert [one.line for one in passed] == [6, 7, 8, 9]


def test_values_of_the_wrong_sort_are_left_out() -> None:
    line = '{"id": "z", "schema": "Person", "properties": {"name": [1, null, "Ana Rey", {"a": 2}], "birthDate": "1954",'
    found, _ = read(line + ' "sanctions": [3, {"properties": 4}], "country": [["ug"]]}}\n')
    assert [(one.name, one.born, one.countries) for one in found] == [("Ana Rey", (), ())]


def test_a_very_long_line_is_passed_over_and_told() -> None:
    long = FTM_JSON.splitlines()[1].replace("Review pending", "x" * (5 << 20))
    found, passed = read(FTM_JSON + long + "\n" + FTM_JSON.splitlines()[2].replace("x-2", "x-9") + "\n")
    assert [one.id for one in found] == ["x-1", "x-2", "x-3", "x-9"]
    assert "bytes was passed over" in passed[0].what and passed[0].line == 6


def test_a_name_of_ten_thousand_characters_is_no_name() -> None:
    found, _ = read(EU_XML.replace("Томас Рей", "ab " * 4000))
    assert len(found[0].names) == 2
    assert found[0].unread[0].startswith("a name of 11,999 characters")


def test_more_cells_than_columns_are_passed_over() -> None:
    found, passed = read(EU_CSV.replace('"Pier Nine Company"', '"Pier Nine Company";' + ";" * 40))
    assert [one.id for one in found] == ["31"] and "under 30 columns" in passed[0].what


@pytest.mark.parametrize("text", ["", "\x00", "hello", "<html></html>", "{}", "a;b\n1;2\n", "[]", "11,12,13\n"])
def test_what_is_no_list_is_refused(text: str) -> None:
    with pytest.raises(UsageError) as refused:
        read(text)
    assert refused.value.code == "list-unknown-form"


def test_two_main_files_are_refused() -> None:
    with pytest.raises(UsageError):
        read(SDN_CSV, SDN_CSV)
    with pytest.raises(UsageError):
        read(OFAC_XML, SDN_CSV)


def test_of_ten_thousand_faults_the_first_are_told_and_the_rest_counted() -> None:
    many = [Unlisted(line=n, what="x") for n in range(10_000)]
    kept = some_said(many)
    assert len(kept) == MOST_SAID + 1 and "9,000 more" in kept[-1].what


@given(
    st.binary(max_size=400),
    st.integers(0, 2000),
    st.sampled_from([OFAC_XML, UN_XML, EU_XML, EU_CSV, SDN_CSV, FTM_JSON]),
)
def test_bytes_put_anywhere_give_entries_or_a_refusal(noise: bytes, at: int, text: str) -> None:
    data = text.encode()
    at = min(at, len(data))
    try:
        found, passed = read(data[:at] + noise + data[at:])
    except UsageError as refused:
        assert refused.code in ("list-damaged", "list-unknown-form")
    else:
        assert len({one.id for one in found}) == len(found)
        assert all(one.line >= 1 for one in passed)


@given(st.lists(st.lists(st.text(alphabet='ab",;\n é', max_size=6), min_size=1, max_size=4), max_size=5))
def test_rows_come_back_as_they_were_written(table: list[list[str]]) -> None:
    import csv
    import io

    out = io.StringIO()
    csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(table)
    found = [row.cells for row in rows(BytesIO(out.getvalue().encode()), ",") if not isinstance(row, Unlisted)]
    assert found == table


def test_reading_twice_gives_the_same() -> None:
    data = EU_XML.encode()
    form = form_of([data])
    assert list(entries(form, [BytesIO(data)])) == list(entries(form, [BytesIO(data)]))


def test_one_broken_letter_does_not_turn_a_line_into_another_alphabet() -> None:
    lines = FTM_JSON.encode().splitlines(keepends=True)
    name = "\u0645\u062d\u0633\u0646 \u0631\u0628\u0627\u0646\u06cc"
    whole = f'{{"id":"x-9","schema":"Person","properties":{{"name":["{name}"],"notes":["a b"]}}}}\n'
    found, passed = read(b"".join([*lines, whole.encode().replace(b"a b", b"a \xff b")]))
    assert found[-1].name == name
    assert any("no UTF-8; \ufffd stands for" in one.what for one in passed)


def test_a_quote_before_a_million_empty_lines_is_passed_over() -> None:
    found = list(rows(BytesIO(b'1,"open\n' + b"\n" * 1_000_000 + b"2,shut\n"), ","))
    assert isinstance(found[0], Unlisted) and "passed over" in found[0].what


def test_the_cost_of_an_open_quote_grows_with_the_lines_behind_it() -> None:
    def cost(count: int) -> int:
        data = b'1,"open\n' + b"\n" * count + b"2,shut\n"
        return work.lines(lambda: list(rows(BytesIO(data), ",")))

    assert cost(800) < 12 * cost(100)


@pytest.mark.parametrize("filler", [" ", "'", ";", "; ", ". ", "("])
def test_long_runs_of_one_sign_leave_the_rest_of_the_list(filler: str) -> None:
    run = filler * (120_000 // len(filler))
    for whole, other in (
        (SDN_CSV, SDN_CSV.replace("Linked To: PIER NINE CO.", f"a.k.a. '{run}x\ny; DOB {run}x\ny")),
        (SDN_CSV, SDN_CSV.replace('CO.",-0- ,"PORTS"', f'CO.",-0- ,"PORTS]{run}x[LIRA"')),
        (UN_XML, UN_XML.replace("Pier Nine Company", f"Pier{run}Nine{run}")),
    ):
        assert whole != other
        (found, _), (left, passed) = read(whole), read(other)
        lost = {one.id for one in found} - {one.id for one in left}
        assert len(lost) <= 1 < len(found)
        assert passed or not lost, "what is passed over is told"


def test_no_search_begins_with_a_run() -> None:
    """It would be tried again at each sign of a long one: the square of its length."""
    seen = 0
    for module in pkgutil.iter_modules(lists.__path__, f"{lists.__name__}."):
        for pattern in vars(importlib.import_module(module.name)).values():
            if isinstance(pattern, re.Pattern):
                seen += 1
                assert not begins_with_a_run(pattern.pattern), f"{module.name}: {pattern.pattern}"
    assert seen >= 5
    assert begins_with_a_run(r"\s*[;؛]\s*") and begins_with_a_run("['‘’]+(.+?)['‘’]+")
    assert begins_with_a_run(r"\]?\s*\[|\]|;")


def begins_with_a_run(pattern: str) -> bool:
    """Whether one of the ways in which a match can begin is a repeat without end."""
    return _runs(list(_parser.parse(pattern)))


def _runs(steps: list[Any]) -> bool:
    for name, value in steps:
        if name in (_parser.MAX_REPEAT, _parser.MIN_REPEAT):
            least, most, inner = value
            if most == _parser.MAXREPEAT or _runs(list(inner)):
                return True
            if least:
                return False
        elif name is _parser.BRANCH:
            return any(_runs(list(way)) for way in value[1])
        elif name is _parser.SUBPATTERN:
            return _runs(list(value[-1]))
        else:
            return False
    return False


def test_aliases_of_an_entry_that_the_main_table_lacks_are_told() -> None:
    _, passed = read(SDN_CSV, ALT_CSV.replace("\x1a\n", '99,8,"aka","LOST, Name",-0-\n'))
    assert [one.what for one in passed] == ["alt.csv has 1 for entry 99, which sdn.csv does not have or has twice"]
    assert (passed[0].file, passed[0].line) == (1, 3)


def test_tables_without_the_aliases_say_so() -> None:
    assert "alt.csv was not given" in read(SDN_CSV)[1][-1].what
    assert not read(SDN_CSV, ALT_CSV)[1]


def test_kinds_of_entities_that_are_not_read_are_told_once() -> None:
    odd = '{"id":"o-%d","schema":"Submarine","properties":{"name":["Ana Rey"]}}\n'
    beside = '{"id":"a-1","schema":"Address","properties":{"full":["Vigo"]}}\n'
    found, passed = read(FTM_JSON + odd % 1 + odd % 2 + beside)
    assert len(found) == len(read(FTM_JSON)[0])
    told = [one.what for one in passed if "Submarine" in one.what]
    assert len(told) == 1 and not any("Address" in one.what for one in passed)


def test_a_compressed_list_is_refused_in_words() -> None:
    with pytest.raises(UsageError) as refused:
        read(gzip.compress(OFAC_XML.encode()))
    assert refused.value.code == "list-unknown-form" and "unpack it first" in refused.value.next


def test_an_entry_of_too_many_names_tells_which_are_left_out() -> None:
    many = "".join(f"<aka><lastName>Nombre x{number}</lastName></aka>" for number in range(2100))
    (found, *_), _ = read(OFAC_XML.replace("<akaList>", "<akaList>" + many, 1))
    assert len(found.names) == 2000
    assert any(one.startswith("name “") and "beyond the first 2,000" in one for one in found.unread)
