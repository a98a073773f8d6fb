"""Screening lists: each form gives the same things of the same entry, and where they stand."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foja.model.dates import bounds
from foja.model.lists import ListEntry, ListFormat, NameRank
from foja.model.vocabulary import MentionKind
from foja.resolve.lists.fields import checked, cleaned, country_code, edtf_of
from foja.resolve.lists.reading import form_of
from foja.text.scripts import script_of
from resolve.list_samples import ADD_CSV, ALT_CSV, EU_CSV, EU_XML, FTM_JSON, OFAC_XML, SDN_CSV, UN_XML, read

FORMS = {
    "ofac-xml": (OFAC_XML,),
    "ofac-csv": (SDN_CSV, ALT_CSV, ADD_CSV),
    "un-xml": (UN_XML,),
    "eu-xml": (EU_XML,),
    "eu-csv": (EU_CSV,),
    "ftm-json": (FTM_JSON,),
}


def by_rank(entry: ListEntry, rank: NameRank) -> list[str]:
    return [one.name for one in entry.names if one.rank is rank]


@pytest.mark.parametrize("form", FORMS)
def test_every_form_tells_who_is_listed(form: str) -> None:
    found, passed = read(*FORMS[form])
    assert passed == []
    person, body = found[:2]
    assert (person.kind, body.kind) == (MentionKind.PERSON, MentionKind.ORGANISATION)
    assert person.name.casefold() == "tomás rey"
    assert body.name.casefold().startswith("pier nine")
    assert "1954-10-07" in person.born or form == "un-xml"
    assert (person.nationalities, person.countries) == (("es",), ("ug",))
    assert person.gender == "male"
    assert "Harbour master" in person.posts
    assert person.subject().countries == ("es", "ug")
    assert person.subject().names == tuple(one.name for one in person.names)


@pytest.mark.parametrize("form", [name for name in FORMS if name != "eu-csv"])
def test_weak_aliases_are_told_from_strong_ones(form: str) -> None:
    person = read(*FORMS[form])[0][0]
    assert [name.casefold() for name in by_rank(person, NameRank.WEAK)] == ["el capitán"]
    assert by_rank(person, NameRank.STRONG)


@pytest.mark.parametrize("form", FORMS)
def test_an_entry_tells_the_bytes_that_it_was_read_from(form: str) -> None:
    main = FORMS[form][0].encode()
    entries, _ = read(*FORMS[form])
    for entry in entries:
        raw = main[entry.place.start : entry.place.end].decode()
        assert entry.name.split()[-1].casefold() in raw.casefold()
        assert raw.count(entries[0].name.split()[-1]) == 0 or entry is entries[0]
        assert main[: entry.place.start].count(b"\n") + 1 == entry.place.line
    if "xml" in form:
        raw = main[entries[0].place.start : entries[0].place.end].decode()
        assert ElementTree.fromstring(raw).tag in ("sdnEntry", "INDIVIDUAL", "sanctionEntity")


def test_what_lists_say_of_births_is_edtf() -> None:
    assert read(UN_XML)[0][0].born == ("[1953..1955]", "1955~")
    assert read(EU_XML)[0][0].born == ("1954-10-07", "1955~", "[1953..1955]")
    assert read(OFAC_XML)[0][0].born == ("1954-10-07", "1955~")
    assert read(SDN_CSV, ALT_CSV)[0][0].born == ("1954-10-07", "[1953..1955]")


def test_days_and_acts_of_listing() -> None:
    un, eu = read(UN_XML)[0][0], read(EU_XML)[0][0]
    assert (un.reference, un.listed_on, un.programmes) == ("LIi.001", "2001-03-03", ("Lira",))
    assert (eu.reference, eu.listed_on, eu.basis) == ("EU.1.01", "2001-03-03", ("12/2001 (OJ L9)",))
    assert "UN reference LIi.001" in eu.remarks
    person, body, *_ = read(FTM_JSON)[0]
    assert (person.listed_on, person.ended_on, person.basis) == ("2001-03-03", "", ("Lira Council",))
    assert (body.listed_on, body.ended_on) == ("2001", "2003-01-02")


def test_scripts_and_original_spellings_are_kept() -> None:
    assert {one.script for one in read(UN_XML)[0][0].names} == {"Latn", "Arab"}
    assert [(one.name, one.script, one.language) for one in read(EU_XML)[0][0].names][1] == ("Томас Рей", "Cyrl", "ru")
    assert script_of("Ψ") == "Grek" and script_of("חמינאי") == "Hebr" and script_of("1984") == ""


def test_vessels_stay_in_the_list_and_are_named_as_what_they_are() -> None:
    for files in (FORMS["ofac-xml"], FORMS["ofac-csv"], FORMS["ftm-json"]):
        assert [(one.name.casefold(), one.thing) for one in read(*files)[0] if one.thing] == [("tomas", "vessel")]


def test_what_does_not_fit_a_field_is_kept_as_written() -> None:
    assert read(UN_XML)[0][0].unread == ("country “Atlantis”",)
    assert read(FTM_JSON)[0][0].unread == ("country “zz”",)


@pytest.mark.parametrize("form", FORMS)
def test_the_form_is_seen_in_the_first_bytes(form: str) -> None:
    found = form_of([one.encode()[:65536] for one in FORMS[form]])
    assert found.format is ListFormat(form)
    assert found.date == ("" if form in ("ofac-csv", "ftm-json") else "2001-04-10")


def test_the_files_of_a_table_may_come_in_any_order() -> None:
    first, second = read(SDN_CSV, ALT_CSV, ADD_CSV)[0], read(ADD_CSV, SDN_CSV, ALT_CSV)[0]
    assert [one.names for one in first] == [one.names for one in second]
    assert (first[0].place.file, second[0].place.file) == (0, 1)


def test_the_samples_that_are_shipped_are_read_whole() -> None:
    folder = Path(__file__).parents[2] / "examples" / "lists"
    for file in sorted(folder.glob("*.xml")) + sorted(folder.glob("*.jsonl")):
        found, passed = read(file.read_bytes())
        assert found and not passed and not any(one.unread for one in found)


@pytest.mark.parametrize(
    ("written", "edtf"),
    [
        ("07 Oct 1954", "1954-10-07"), ("Oct 1954", "1954-10"), ("circa 1961", "1961~"),
        ("1953 to 1958", "[1953..1958]"),
        ("28/04/1937", "1937-04-28"), ("1954-10-07T00:00:00", "1954-10-07"), ("2015-07-01-04:00", "2015-07-01"),
        ("31 Feb 1954", ""), ("07 1954", ""), ("yesterday", ""), ("", ""), ("0000", ""), ("1958 to 1953", ""),
    ],
)  # fmt: skip
def test_days_as_lists_write_them(written: str, edtf: str) -> None:
    assert edtf_of(written) == edtf


@given(st.text())
def test_whatever_stands_for_a_day_gives_one_or_nothing(written: str) -> None:
    found = edtf_of(written)
    if found:
        bounds(found)
        assert checked(found) == found


@given(st.text())
def test_cleaning_a_name_takes_away_nothing_that_can_be_read(words: str) -> None:
    once = cleaned(words)
    assert cleaned(once) == once
    assert [char for char in once if char.isalnum()] == [char for char in words if char.isalnum()]
    assert not any(char in once for char in "\u202e\u2066\x00\n")


def test_countries_by_name_and_code() -> None:
    assert country_code("IRAN (ISLAMIC REPUBLIC OF)") == country_code("ir") == "ir"
    assert country_code("Cote d'Ivoire") == "ci"
    assert country_code("Nowhere") == country_code("") == country_code("qq") == ""
