"""Receipts that this machine keeps outside of the case: they see what the folder itself can no longer show."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

import pytest

from foja.model.errors import UsageError
from foja.model.event import Act
from foja.preserve import disk
from foja.preserve.checkpoint import keep_receipt, parse_checkpoint, receipt_mark, write_checkpoint
from foja.preserve.keys import KeyPair, home, load_key, new_key
from foja.preserve.ledger import Ledger
from foja.preserve.note import Note, format_note, parse_note
from foja.preserve.settings import receipt_folders, receipts_here
from foja.preserve.verify import VerifyReport, verify_case
from foja.store.beginning import begin
from foja.store.folder import CaseFolder
from preserve.sample import ANA, AT, acts, copy

ORIGIN = "example.org/cases/kept"
KEY = KeyPair(name=ORIGIN, seed=bytes(32))


@pytest.fixture
def case(tmp_path: Path) -> Path:
    begin(tmp_path / "case", "Kept", ORIGIN, ANA)
    work(tmp_path / "case", 2)
    return tmp_path / "case"


def work(case: Path, count: int = 1) -> CaseFolder:
    folder = CaseFolder(case)
    for _ in range(count):
        folder.record([Act(kind="exported", body={"form": "csv", "digest": "0"}, actor=ANA, why="x")])
        folder.seal()
    folder.close()
    return folder


def codes(report: VerifyReport) -> set[str]:
    return {finding.code for finding in report.findings}


def test_every_checkpoint_is_kept_outside_and_compared_unasked(case: Path) -> None:
    names = [path.name for path in receipts_here(case, ORIGIN)]
    assert [f"{receipt_mark(ORIGIN)}-0000000{size}.note" for size in (2, 3)] == names
    assert ORIGIN not in "".join(names), "a listing tells nothing"
    report = verify_case(case)
    assert ("intact", 2) == (report.verdict, report.counts["receipts"])
    assert ["receipts-here", "unanchored"] == [note.code for note in report.notes]
    shutil.rmtree(home() / "receipts")
    assert ["unanchored"] == [note.code for note in verify_case(case).notes], "where there are none, nothing is said"


def test_a_folder_set_back_to_yesterday_is_seen(case: Path, tmp_path: Path) -> None:
    yesterday = copy(case, tmp_path / "yesterday")
    work(case, 2)
    shutil.rmtree(case)
    copy(yesterday, case)
    report = verify_case(case)
    assert ("damaged", {"history-truncated"}) == (report.verdict, codes(report))


def test_a_history_written_anew_with_the_key_is_seen(case: Path) -> None:
    """The holder of the key makes the case anew, as many events, and signs all of it."""
    (case / "ledger.db").unlink()
    shutil.rmtree(case / "checkpoints")
    (case / "checkpoint").unlink()
    with closing(Ledger.create(case / "ledger.db", ORIGIN)) as ledger:
        body = {"title": "Kept", "origin": ORIGIN, "verifier": str(load_key(ORIGIN).verifier)}
        ledger.append([Act(kind="case.created", body=body, actor=ANA, why="x")], AT)
        ledger.append(acts(2), AT)
        write_checkpoint(case, ledger, load_key(ORIGIN))
    assert "history-rewritten" in codes(verify_case(case))
    folder = CaseFolder(case)
    folder.seal()  # the next work in it keeps its own receipt and does not wipe out the other
    folder.close()
    assert 3 == len(receipts_here(case, ORIGIN))
    assert "history-rewritten" in codes(verify_case(case))


def test_the_settings_of_the_folder_cannot_turn_it_off(case: Path, tmp_path: Path) -> None:
    yesterday = copy(case, tmp_path / "yesterday")
    work(case)
    with (yesterday / "foja.toml").open("a") as file:
        file.write(f'\n[receipts]\nfolder = "{tmp_path / "empty"}"\n')
    assert "history-truncated" in codes(verify_case(yesterday))
    (yesterday / "foja.toml").write_text((yesterday / "foja.toml").read_text().replace("[receipts]", "[receipts"))
    assert "history-truncated" in codes(verify_case(yesterday))


def test_a_second_folder_can_be_named(case: Path, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    with (case / "foja.toml").open("a") as file:
        file.write(f'\n[receipts]\nfolder = "{stick}"\n')
    assert [home() / "receipts", stick] == receipt_folders(case)
    folder = work(case)
    assert ("", 1) == (folder.unkept, len(list(stick.iterdir())))
    shutil.rmtree(home() / "receipts")
    yesterday = copy(case, tmp_path / "yesterday")
    work(case)
    shutil.rmtree(home() / "receipts")
    assert "history-truncated" in codes(verify_case(yesterday)), "the stick alone"


def test_a_folder_that_cannot_be_written_is_told_and_stops_nothing(case: Path, tmp_path: Path) -> None:
    (tmp_path / "stick").write_text("a file, no folder")
    with (case / "foja.toml").open("a") as file:
        file.write(f'\n[receipts]\nfolder = "{tmp_path / "stick"}"\n')
    folder = work(case)
    assert str(tmp_path / "stick") in folder.unkept and not folder.unsigned
    assert "intact" == verify_case(case).verdict


@pytest.mark.parametrize("where", ["receipts", ".", "../case/x", "CASE/receipts"])
def test_receipts_inside_the_case_are_refused(case: Path, where: str) -> None:
    with (case / "foja.toml").open("a") as file:
        file.write(f'\n[receipts]\nfolder = "{where.replace("CASE", str(case))}"\n')
    with pytest.raises(UsageError) as caught:
        receipt_folders(case)
    assert "receipts-inside-case" == caught.value.code
    assert work(case).unkept


def test_those_of_other_cases_are_left_alone(case: Path, tmp_path: Path) -> None:
    other = KeyPair(name="example.org/other", seed=bytes(32))
    text = f"{other.name}\n9\n{'A' * 43}=\n"
    keep_receipt(home() / "receipts", format_note(Note(text=text, signatures=(other.sign(text),))))
    assert ("intact", 2) == ((report := verify_case(case)).verdict, report.counts["receipts"])


def test_one_named_on_top_is_counted_once(case: Path) -> None:
    folder = home() / "receipts"
    for given in ([folder], sorted(folder.iterdir())):
        assert ("intact", 2) == ((report := verify_case(case, given)).verdict, report.counts["receipts"])


def test_a_receipt_gains_lines_and_loses_none(tmp_path: Path) -> None:
    text = f"{ORIGIN}\n9\n{'A' * 43}=\n"
    own, other = KEY.sign(text), KeyPair(name="w", seed=bytes([1]) * 32).sign(text)
    for signatures in [(own,), (own, other), (own,), (other,)]:
        path = keep_receipt(tmp_path, format_note(Note(text=text, signatures=signatures)))
    assert [path] == list(tmp_path.rglob("*.note"))
    assert (own, other) == parse_note(path.read_bytes()).signatures


def test_two_histories_of_one_size_are_kept_side_by_side(tmp_path: Path) -> None:
    notes = []
    for root in ("A" * 43 + "=", "B" * 42 + "A=", "A" * 43 + "=", "B" * 42 + "A="):
        text = f"{ORIGIN}\n9\n{root}\n"
        notes.append(format_note(Note(text=text, signatures=(KEY.sign(text),))))
        keep_receipt(tmp_path, notes[-1])
    assert set(notes) == {path.read_bytes() for path in tmp_path.rglob("*.note")}
    assert 2 == len({parse_checkpoint(path.read_bytes()).root for path in tmp_path.rglob("*.note")})


def test_a_damaged_receipt_is_not_overwritten(tmp_path: Path) -> None:
    text = f"{ORIGIN}\n9\n{'A' * 43}=\n"
    data = format_note(Note(text=text, signatures=(KEY.sign(text),)))
    first = keep_receipt(tmp_path, data)
    first.write_bytes(b"damaged")
    second = keep_receipt(tmp_path, data)
    assert (b"damaged", data) == (first.read_bytes(), second.read_bytes())


def test_the_folders_of_a_first_receipt_survive_a_power_cut(
    case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each new folder is durable in the one above before the receipt is acknowledged; so is one that was left empty."""
    synced: list[Path] = []
    monkeypatch.setattr(disk, "sync_folder", synced.append)
    (tmp_path / "far" / "left").mkdir(parents=True)
    kept = keep_receipt(tmp_path / "far" / "left", (case / "checkpoint").read_bytes())
    above = [folder for folder in kept.parents if tmp_path in folder.parents]
    assert set(synced) == set(above)
    work(case)
    synced.clear()
    again = keep_receipt(tmp_path / "far" / "left", (case / "checkpoint").read_bytes())
    assert set(synced) == {again.parent}, "what is there already costs nothing"


def test_a_first_key_survives_a_power_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[Path] = []
    monkeypatch.setattr(disk, "sync_folder", synced.append)
    monkeypatch.setenv("FOJA_HOME", str(tmp_path / "config" / "foja"))
    new_key(ORIGIN)
    assert {tmp_path, tmp_path / "config"} <= set(synced)
