"""PDF files: what is filled in, what readers remarked, and what is attached."""

from __future__ import annotations

import resource
from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdfium2 import raw

from foja.model.errors import Gap
from foja.model.text import Reading
from foja.model.vocabulary import ZoneRole
from foja.read.limits import Limits
from read.pdf_forms import field, form, remark, stream, text
from read.samples import read
from work import lines


def units(whole: str, reading: Reading, *kinds: str) -> list[str]:
    return [whole[unit.start : unit.end] for unit in reading.units if unit.kind in kinds]


def role_at(reading: Reading, place: int) -> ZoneRole:
    return next(zone.role for zone in reading.zones if zone.start <= place < zone.end)


def test_what_is_filled_in_is_part_of_its_page() -> None:
    labelled = field("f1", "17 July 1995", at=(50, 560), more=b"/TU " + text("Date of birth"))
    whole, reading, _ = read(form(labelled, field("name", "Ana Ejemplo"), field("empty")), "x.pdf")
    assert whole == "A page with enough text on it.\n\nname\tAna Ejemplo\nDate of birth\t17 July 1995"
    value = reading.units[2]
    assert (value.kind, value.page, value.path, value.box) == ("field", 1, "field name", (50.0, 180.0, 250.0, 200.0))
    assert role_at(reading, value.start) == ZoneRole.BODY
    assert role_at(reading, reading.units[1].start) == ZoneRole.BODY
    assert reading.notes == ()


def test_of_a_name_that_a_program_made_the_last_part_stands_in_the_text() -> None:
    whole, reading, _ = read(form(field("form[0].page1[0].Email[0]", "a@example.org")), "x.pdf")
    assert units(whole, reading, "label") == ["Email"]
    assert reading.units[-1].path == "field form[0].page1[0].Email[0]"


def test_a_value_stands_in_the_parent_of_its_widget() -> None:
    widget = b"<</Type/Annot/Subtype/Widget/Parent 11 0 R/Rect[50 600 250 620]>>"
    parent = b"<</FT/Tx/T" + text("applicant") + b"/V" + text("Beltrán\rNo. 4") + b"/Kids[10 0 R]>>"
    whole, reading, _ = read(form(widget, objects=[parent], fields=b"11 0 R"), "x.pdf")
    assert units(whole, reading, "field") == ["Beltrán\nNo. 4"]


def _box(name: str, state: str, y: int, *, on: str = "Granted", radio: bool = False) -> bytes:
    looks = b"/AP<</N<</%s null/Off null>>>>" % on.encode()
    kind = b"/Ff 32768" if radio else b""
    return (
        b"<</Type/Annot/Subtype/Widget/FT/Btn/T " + text(name) + b"/V/%s/AS/%s" % (state.encode(), state.encode())
        + b"/Rect[50 %d 70 %d]" % (y, y + 20) + looks + kind + b">>"
    )  # fmt: skip


def test_a_ticked_box_says_what_it_stands_for_and_an_empty_one_nothing() -> None:
    whole, reading, _ = read(form(_box("parole", "Granted", 600), _box("bail", "Off", 560)), "x.pdf")
    assert units(whole, reading, "label", "field") == ["parole", "Granted"]


def test_a_choice_is_read_as_it_shows() -> None:
    options = b"/Opt[[(AR) (Argentina)] [(UY) (Uruguay)]]"
    choice = field("state", "UY", more=options).replace(b"/FT/Tx", b"/FT/Ch/Ff 131072")
    whole, reading, _ = read(form(choice), "x.pdf")
    assert units(whole, reading, "field") == ["Uruguay"]


def test_buttons_signatures_and_passwords_give_nothing() -> None:
    button = field("send", "x").replace(b"/FT/Tx", b"/FT/Btn/Ff 65536")
    password = field("secret", "hunter2", more=b"/Ff 8192")
    signature = field("signed").replace(b"/FT/Tx", b"/FT/Sig")
    whole, _, _ = read(form(button, password, signature), "x.pdf")
    assert whole == "A page with enough text on it."


def test_remarks_stand_apart_with_who_and_when() -> None:
    page = form(
        remark("Text", "Check this against the register.", by="Ana Ejemplo", day="D:20240503101500+02'00'"),
        remark("Highlight", "Not in the first version.", by="Ben Ejemplo", at=(50, 700)),
        remark("Highlight", ""),
        remark("Popup", "Check this against the register."),
        remark("Link", "a link"),
        field("name", "Ana"),
    )
    whole, reading, _ = read(page, "x.pdf")
    assert whole.split("\n\n")[1:] == ["name\tAna", "Not in the first version.", "Check this against the register."]
    paths = [unit.path for unit in reading.units if unit.kind == "comment"]
    assert paths == ["highlight by Ben Ejemplo", "note by Ana Ejemplo, 2024-05-03"]
    note = reading.units[-1]
    assert note.page == 1
    assert role_at(reading, note.start) == ZoneRole.COMMENT
    said = {(claim.field, claim.value): (claim.start, claim.end) for claim in reading.claims}
    assert said["remark by", "Ana Ejemplo"] == said["remark of", "2024-05-03"] == (note.start, note.end)
    assert reading.claim("author") == ""


def test_a_remark_that_is_only_given_with_its_fonts_is_read_without_them() -> None:
    rich = b"/RC" + text("<body><p style='x'>Seen &amp; checked</p></body>")
    whole, reading, _ = read(form(remark("FreeText", "", more=rich)), "x.pdf")
    assert units(whole, reading, "comment") == ["Seen & checked"]


def test_what_a_flag_hides_is_hidden() -> None:
    page = form(field("code", "77-B", more=b"/F 2"), remark("Text", "To be deleted", more=b"/F 2"))
    whole, reading, _ = read(page, "x.pdf")
    assert sorted(units(whole, reading, "hidden")) == ["77-B", "To be deleted"]
    assert role_at(reading, reading.units[-1].start) == ZoneRole.OTHER
    assert any("2 passages hidden" in note for note in reading.notes)


def test_parts_that_are_only_marked_for_blacking_out_are_named() -> None:
    _, reading, _ = read(form(remark("Redact", "")), "x.pdf")
    assert any("page 1" in note and "still in the file" in note for note in reading.notes)


def test_attached_files_become_members() -> None:
    pinned = remark("FileAttachment", "list.csv", more=b"/FS 11 0 R")
    spec = b"<</Type/Filespec/F(list.csv)/UF(list.csv)/EF<</F 12 0 R>>>>"
    page = form(pinned, objects=[spec, stream(b"a;b")], files=[("../../etc/decree.txt", b"Article 1"), ("é.txt", b"x")])
    whole, reading, members = read(page, "x.pdf")
    assert [(member.name, member.via, member.content) for member in members] == [
        ("decree.txt", "attachment", b"Article 1"),
        ("é.txt", "attachment", b"x"),
        ("list.csv", "attachment", b"a;b"),
    ]
    assert units(whole, reading, "member") == ["decree.txt", "é.txt", "list.csv"]
    assert units(whole, reading, "comment") == []


def test_a_scan_with_a_remark_keeps_it_and_is_to_be_recognised() -> None:
    whole, reading, members = read(form(remark("Text", "See p. 4"), lines=(), files=[("a.txt", b"x")]), "x.pdf")
    assert units(whole, reading, "comment", "member") == ["See p. 4", "a.txt"]
    assert reading.bare == (1,)
    assert [member.name for member in members] == ["a.txt"]


def test_a_bomb_among_the_attached_files_is_named_and_not_unpacked() -> None:
    page = form(files=[("bomb.bin", bytes(20_000_000)), ("ok.txt", b"x")])
    _, reading, members = read(page, "x.pdf", Limits(expanded_bytes=1_000_000))
    assert [member.name for member in members] == ["ok.txt"]
    assert any("attachment 1" in note for note in reading.notes)


def test_fields_in_a_circle_end() -> None:
    kids = [b"<</FT/Tx/T(a)/Kids[11 0 R]/Parent 11 0 R>>", b"<</FT/Tx/T(b)/Kids[10 0 R 11 0 R]/Parent 10 0 R>>"]
    whole, _, _ = read(form(field("c", "x"), objects=kids, fields=b"10 0 R 11 0 R 12 0 R"), "x.pdf")
    assert whole.startswith("A page with enough text on it.")


def test_a_tree_of_fields_deeper_than_any_form_ends() -> None:
    depth = 3_000
    kids = [b"<</T(n)/Parent %d 0 R/Kids[%d 0 R]>>" % (10 + n, 12 + n) for n in range(depth)]
    whole, _, _ = read(form(field("c", "x"), objects=kids, fields=b"10 0 R 11 0 R"), "x.pdf")
    assert "x" in whole


def _cost(count: int) -> int:
    page = form(*(field(f"f{n}", f"value {n}", at=(50, n % 700)) for n in range(count)))
    return lines(lambda: read(page, "x.pdf"))


def test_questions_that_cost_the_more_the_more_fields_there_are_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("foja.read.pdf_beside._WORK", 500)
    whole, reading, _ = read(form(*(_box(f"f{n}", "Granted", 10 * n) for n in range(60))), "x.pdf")
    assert len(units(whole, reading, "field")) == 32
    assert any("more fields and remarks than" in note for note in reading.notes)


def test_cost_of_fields_grows_with_their_number() -> None:
    assert _cost(800) < 12 * _cost(100)


def test_a_field_that_says_all_itself_is_not_looked_for_among_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """To answer about the field of a widget, PDFium goes through its siblings, at each question."""
    asked: Counter[str] = Counter()
    for name in [name for name in dir(raw) if name.startswith("FPDFAnnot_GetFormField")]:
        monkeypatch.setattr(raw, name, partial(_asked, asked, name, getattr(raw, name)))
    whole, reading, _ = read(form(*(field(f"f{n}", f"value {n}", at=(50, n)) for n in range(300))), "x.pdf")
    assert len(units(whole, reading, "field")) == 300
    assert not asked
    read(form(_box("f", "Granted", 10)), "x.pdf")
    assert asked


def _asked(asked: Counter[str], name: str, real: Callable[..., Any], *given: Any) -> Any:
    asked[name] += 1
    return real(*given)


def test_no_more_fields_are_read_than_the_bound_and_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("foja.read.pdf_beside.MOST", 10)
    whole, reading, _ = read(form(*(field(f"f{n}", "v", at=(50, 10 * n)) for n in range(30))), "x.pdf")
    assert len(units(whole, reading, "field")) == 10
    assert any("more fields and remarks than" in note for note in reading.notes)


def test_a_huge_value_meets_the_limit_of_characters() -> None:
    page = form(field("f", "y" * 3_000_000))
    with pytest.raises(Gap) as caught:
        read(page, "x.pdf", Limits(characters=1_000_000))
    assert caught.value.code == "limit"
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 2_000_000


@settings(max_examples=60, deadline=None)
@given(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
)
def test_whatever_is_written_in_is_cited_exactly(name: str, value: str) -> None:
    whole, reading, _ = read(form(field(name or "f", value), remark("Text", value, by=name)), "x.pdf")
    for unit in reading.units:
        assert whole[unit.start : unit.end]
    found = units(whole, reading, "field", "comment")
    assert len(found) in (0, 2)
    assert all(one.split() == found[0].split() for one in found)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=60), st.integers(0, 2_000))
def test_damage_ends_in_a_reading_or_a_gap(junk: bytes, at: int) -> None:
    whole = form(field("name", "Ana"), remark("Text", "note"), files=[("a.txt", b"x")])
    at %= len(whole)
    try:
        read(whole[:at] + junk + whole[at + len(junk) :], "x.pdf")
    except Gap as gap:
        assert gap.code in ("corrupt", "encrypted", "scan", "no_text", "limit", "unsupported", "empty")
