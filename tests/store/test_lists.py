"""Snapshots of lists in a case: kept whole, beside each other, checked, and given on with the case."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from foja.case import Case
from foja.model.errors import Damage, UsageError
from foja.model.event import Actor
from foja.model.lists import ListFormat
from foja.publish.offline.verify import examine, verdict
from foja.store.ask_lists import in_force
from resolve.list_samples import ADD_CSV, ALT_CSV, FTM_JSON, OFAC_XML, SDN_CSV, UN_XML

WHO = Actor(name="Clerk")


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory, _keys_of_their_own: None) -> Path:
    folder = tmp_path_factory.mktemp("listed")
    Case.create(folder / "case", title="Lira", actor=WHO).close()
    return folder / "case"


@pytest.fixture
def case(empty: Path, tmp_path: Path) -> Iterator[Case]:
    shutil.copytree(empty, tmp_path / "case")
    with Case(tmp_path / "case") as opened:
        yield opened


def put(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_a_list_is_kept_whole_with_its_entries(case: Case, tmp_path: Path) -> None:
    made = case.add_list([put(tmp_path, "un.xml", UN_XML)], name=" UN  list ", actor=WHO, why="Fetched on 10 April")
    assert (made.list, made.date, made.stated, made.format, made.count) == (
        "UN list", "2001-04-10", "2001-04-10", ListFormat.UN_XML, 2,
    )  # fmt: skip
    (row,) = case.lists()
    assert (row.snapshot, row.by, row.why) == (made, "Clerk", "Fetched on 10 April")
    assert case.list_snapshot(made.id[:8]) == made
    view = case.list_entry(made.id, "21")
    assert view.entry.name == "Tomás Rey" and "<DATAID>21</DATAID>" in view.raw and "22" not in view.raw
    assert [one.id for one in case.list_names(made.id, "REY tomas")] == ["21"]
    assert [one.id for one in case.list_names(made.id, "LIi.001")] == ["21"]
    assert [one.id for one in case.list_names(made.id, "")] == ["21", "22"]
    assert case.list_names(made.id, "rey nobody") == []


def test_snapshots_stand_beside_each_other_and_a_day_chooses_one(case: Case, tmp_path: Path) -> None:
    file = put(tmp_path, "un.xml", UN_XML)
    old = case.add_list([file], name="UN", date="2001-01-05", actor=WHO, why="x")
    new = case.add_list([file], name="UN", date="2002-01-05", actor=WHO, why="x")
    other = case.add_list([put(tmp_path, "o.xml", OFAC_XML)], name="OFAC", actor=WHO, why="x")
    assert [row.snapshot for row in case.lists()] == [other, new, old]
    connection = case._folder.database.connection
    assert in_force(connection, "2002-01-04") == (other, old)
    assert in_force(connection, "2002-01-05", ("UN",)) == (new,)
    corrected = case.add_list([put(tmp_path, "2.xml", UN_XML + "\n")], name="UN", date="2002-01-05", actor=WHO, why="x")
    assert in_force(connection, "2030-01-01", ("UN",)) == (corrected,)
    for day, lists, code in (
        ("2001-01-04", ("UN",), "list-not-in-force"), ("2001-02-01", (), "list-not-in-force"),
        ("2001-02-01", ("EU",), "list-unknown"),
    ):  # fmt: skip
        with pytest.raises(UsageError) as refused:
            in_force(connection, day, lists)
        assert refused.value.code == code


def test_what_cannot_be_added_says_why_and_leaves_nothing(case: Case, tmp_path: Path) -> None:
    file = put(tmp_path, "un.xml", UN_XML)
    case.add_list([file], name="UN", actor=WHO, why="x")
    before = case._folder.ledger.size
    for paths, given, code in (
        ([file], {"name": "UN"}, "list-exists"),
        ([file], {"name": "  "}, "list-name-missing"),
        ([file], {"name": "UN", "date": "soon"}, "list-date-missing"),
        ([put(tmp_path, "f.json", FTM_JSON)], {"name": "F"}, "list-date-missing"),
        ([put(tmp_path, "cut.xml", UN_XML[:900])], {"name": "C"}, "list-damaged"),
        ([put(tmp_path, "no.xml", "<a/>")], {"name": "N"}, "list-unknown-form"),
        ([put(tmp_path, "none.xml", "<CONSOLIDATED_LIST/>")], {"name": "N", "date": "2001-01-01"}, "list-empty"),
        ([tmp_path / "missing.xml"], {"name": "M"}, "file-unreadable"),
    ):
        with pytest.raises(UsageError) as refused:
            case.add_list(paths, actor=WHO, why="x", **given)
        assert refused.value.code == code, refused.value
    with pytest.raises(UsageError) as refused:
        case.add_list([file], name="Other", actor=WHO, why=" ")
    assert refused.value.code == "why-missing"
    assert case._folder.ledger.size == before
    assert case.verify().verdict == "intact"
    for ask in (lambda: case.list_snapshot("ls-zz"), lambda: case.list_entry(case.lists()[0].snapshot.id, "99")):
        with pytest.raises(UsageError):
            ask()


def test_a_list_survives_a_rebuild_and_goes_out_with_a_bundle(case: Case, tmp_path: Path) -> None:
    files = [
        put(tmp_path, name, text) for name, text in (("sdn.csv", SDN_CSV), ("alt.csv", ALT_CSV), ("add.csv", ADD_CSV))
    ]
    made = case.add_list(files, name="OFAC", date="2001-04-10", actor=WHO, why="x")
    before = case.table_digests()
    case.rebuild()
    assert case.table_digests() == before
    assert [row.snapshot for row in case.lists()] == [made]
    case.export("bundle", tmp_path / "out.zip", actor=WHO)
    with zipfile.ZipFile(tmp_path / "out.zip") as bundle:
        bundle.extractall(tmp_path / "out")
    for digest in (made.entries, *(one.sha256 for one in made.files)):
        assert list((tmp_path / "out").rglob(digest))
    findings, _, _ = examine(str(tmp_path / "out.zip"))
    assert (findings, verdict(findings)) == ([], 0)


@pytest.mark.parametrize("which", ["entries", "file"])
def test_an_altered_list_is_found(case: Case, tmp_path: Path, which: str) -> None:
    made = case.add_list([put(tmp_path, "un.xml", UN_XML)], name="UN", actor=WHO, why="x")
    digest = made.entries if which == "entries" else made.files[0].sha256
    path = case._folder.vault.path(digest)
    path.chmod(0o644)
    path.write_bytes(path.read_bytes().replace(b"Rey", b"Ray"))
    assert case.verify().verdict != "intact"
    if which == "entries":
        with pytest.raises(Damage):
            case.list_names(made.id, "rey")


def test_entries_are_one_record_a_line(case: Case, tmp_path: Path) -> None:
    made = case.add_list([put(tmp_path, "un.xml", UN_XML)], name="UN", actor=WHO, why="x")
    lines = case._folder.blob(made.entries).splitlines()
    assert [json.loads(line)["id"] for line in lines] == ["21", "22"]
