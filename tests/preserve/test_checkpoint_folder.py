"""Where notes lie: a thousand a folder, in the case, in its receipts and in a bundle; cases made before stay whole."""

from __future__ import annotations

import os
import shutil
from contextlib import closing
from pathlib import Path

import pytest

from foja.preserve.checkpoint import (
    keep_receipt,
    parse_checkpoint,
    read_checkpoint,
    receipt_mark,
    receipts_in,
    write_checkpoint,
)
from foja.preserve.checkpoint_folder import checkpoint_files, note_files, note_path, notes_backwards
from foja.preserve.keys import load_key
from foja.preserve.layout import strangers
from foja.preserve.ledger import Ledger
from foja.preserve.note import Note, format_note
from foja.preserve.verify import verify_case
from foja.publish.bundle import write_bundle
from foja.publish.offline import verify as offline
from preserve.sample import AT, ORIGIN, acts, build_case


@pytest.fixture
def case(tmp_path: Path) -> Path:
    build_case(tmp_path / "case")
    return tmp_path / "case"


def sign(case: Path, add: int = 0) -> str:
    with closing(Ledger.open(case / "ledger.db", write=True)) as ledger:
        ledger.append(acts(add), AT)
        return write_checkpoint(case, ledger, load_key(ORIGIN))


def as_before(case: Path) -> None:
    """All notes in one folder, as earlier versions kept them."""
    folder = case / "checkpoints"
    for path in note_files(case):
        path.rename(folder / path.name)
    for path in folder.iterdir():
        if path.is_dir():
            path.rmdir()


def bundled(case: Path) -> Path:
    out = case.with_name("bundle")
    with closing(Ledger.open(case / "ledger.db")) as ledger:
        write_bundle(case, out, ledger.entries())
    return out


def names(case: Path) -> list[str]:
    return [path.relative_to(case / "checkpoints").as_posix() for path in note_files(case)]


def note(size: int, root: bytes = bytes(32)) -> bytes:
    text = f"{ORIGIN}\n{size}\n{offline.base64.b64encode(root).decode()}\n"
    return format_note(Note(text=text, signatures=(load_key(ORIGIN).sign(text),)))


@pytest.mark.parametrize(
    ("size", "name"),
    [(0, "00000/00000000.note"), (999, "00000/00000999.note"), (1000, "00001/00001000.note"),
     (123_456_789, "123456/123456789.note")],
)  # fmt: skip
def test_a_thousand_sizes_share_a_folder(tmp_path: Path, size: int, name: str) -> None:
    assert tmp_path / "checkpoints" / name == note_path(tmp_path, size)


def test_a_case_made_before_opens_verifies_and_goes_on(case: Path, tmp_path: Path) -> None:
    as_before(case)
    assert ["00000003.note", "00000009.note"] == names(case)
    assert "intact" == verify_case(case).verdict
    text = sign(case)
    assert ["00000003.note", "00000009.note"] == names(case), "the same state is not kept twice"
    assert text == (case / "checkpoint").read_text()
    newer = sign(case, add=1)
    assert ["00000003.note", "00000009.note", "00000/00000010.note"] == names(case)
    assert 10 == parse_checkpoint(newer.encode()).size == read_checkpoint(case).size  # type: ignore[union-attr]
    report = verify_case(case)
    assert ("intact", 3, ()) == (report.verdict, report.counts["checkpoints"], report.findings)
    bundle = bundled(case)
    assert [] == offline.examine(str(bundle), str(load_key(ORIGIN).verifier))[0]
    kept = {path.relative_to(bundle / "data/ledger/checkpoints").as_posix() for path in bundle.rglob("*.note")}
    assert {"00000003.note", "00000009.note", "00000/00000010.note"} == kept


def test_notes_are_told_from_the_highest_down_wherever_they_lie(case: Path) -> None:
    sizes = [0, 7, 999, 1000, 1500, 99_999_999, 100_000_000, 2_000_000_000]
    shutil.rmtree(case / "checkpoints")
    for at, size in enumerate(sizes):
        path = note_path(case, size)
        path = case / "checkpoints" / path.name if at % 2 else path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(note(size))
    assert sizes == [int(path.stem) for path in note_files(case)]
    assert sizes[::-1] == [int(path.stem) for path in notes_backwards(case)]


def test_to_find_the_newest_only_the_last_folder_is_listed(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for size in (1999, 2000, 3001, 3002):
        path = note_path(case, size)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(note(size))
    listed: list[str] = []
    scandir = os.scandir
    monkeypatch.setattr(os, "scandir", lambda path: listed.append(Path(path).name) or scandir(path))
    assert ["00003002.note", "checkpoint"] == [path.name for path in checkpoint_files(case)]
    assert ["checkpoints", "00003"] == listed


@pytest.mark.parametrize(
    "name", ["00001/00000003.note", "0/00000003.note", "00000/00000/00000003.note", "00000/3.note", "1", "00001/x"]
)
def test_a_note_in_another_place_is_no_part_of_the_case(case: Path, name: str) -> None:
    path = case / "checkpoints" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes((case / "checkpoints/00000/00000003.note").read_bytes())
    assert "case-extra" in {finding.code for finding in strangers(case)}
    bundle = bundled(case)
    twin = bundle / "data/ledger/checkpoints" / name
    twin.parent.mkdir(parents=True, exist_ok=True)
    twin.write_bytes(path.read_bytes())
    assert {finding.code for finding in offline.examine(str(bundle))[0]} & {"file-extra", "checkpoint-altered"}


def test_a_folder_that_is_a_link_is_not_followed(case: Path, tmp_path: Path) -> None:
    (case / "checkpoints" / "00000").rename(tmp_path / "outside")
    (case / "checkpoints" / "00000").symlink_to(tmp_path / "outside")
    assert [] == note_files(case)
    assert "case-extra" in {finding.code for finding in strangers(case)}


def test_a_stop_before_the_first_note_of_a_folder(case: Path) -> None:
    sign(case, add=990)
    folder = case / "checkpoints" / "00001"
    folder.mkdir()
    (folder / ".00001000.note.999999999-00000000").write_bytes(b"half")
    assert ["draft-left"] == [finding.code for finding in verify_case(case).findings]
    sign(case, add=1)
    assert ["00001000.note"] == [path.name for path in folder.iterdir()]
    assert "intact" == verify_case(case).verdict


def test_receipts_lie_in_folders_of_their_case(case: Path, tmp_path: Path) -> None:
    place, mark = tmp_path / "stick", receipt_mark(ORIGIN)
    for size in (3, 1000):
        keep_receipt(place, note(size))
    assert [f"{mark}/00000/{mark}-00000003.note", f"{mark}/00001/{mark}-00001000.note"] == [
        path.relative_to(place).as_posix() for path in receipts_in(place, mark)
    ]
    assert [] == receipts_in(place, "0" * 16)
    assert receipts_in(place) == receipts_in(place, mark)


def test_a_receipt_kept_before_stays_where_it_is(case: Path, tmp_path: Path) -> None:
    place, mark = tmp_path / "stick", receipt_mark(ORIGIN)
    place.mkdir()
    older = place / f"{mark}-00000003.note"
    older.write_bytes(note(3))
    assert older == keep_receipt(place, note(3))
    other = keep_receipt(place, note(3, bytes(range(32))))
    assert {older, other} == set(receipts_in(place, mark)), "two histories are kept side by side"
    report = verify_case(case, [place])
    assert {"history-rewritten", "history-forked"} == {finding.code for finding in report.findings}
    codes = {finding.code for finding in offline.examine(str(bundled(case)), receipts=[str(place)])[0]}
    assert {"history-rewritten", "history-forked"} == codes
