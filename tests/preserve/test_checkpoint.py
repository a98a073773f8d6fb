from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from foja.model.errors import Damage, UsageError
from foja.preserve import checkpoint as module
from foja.preserve.checkpoint import parse_checkpoint, read_checkpoint, write_checkpoint
from foja.preserve.checkpoint_folder import note_files
from foja.preserve.keys import load_key, new_key
from foja.preserve.ledger import Ledger
from foja.preserve.note import Signature, format_note, parse_note, signers
from foja.preserve.verify import verify_case
from preserve.sample import AT, ORIGIN, acts, build_case, intruder, rewrite


@pytest.fixture
def case(tmp_path: Path) -> Path:
    build_case(tmp_path / "case")
    return tmp_path / "case"


def sign(case: Path, receipts: Path | None = None, add: int = 0) -> str:
    with closing(Ledger.open(case / "ledger.db", write=True)) as ledger:
        ledger.append(acts(add), AT)
        return write_checkpoint(case, ledger, load_key(ORIGIN), receipts)


def test_a_checkpoint_says_origin_size_and_root(case: Path) -> None:
    text = sign(case, add=2)
    checkpoint = parse_checkpoint(text.encode())
    with closing(Ledger.open(case / "ledger.db")) as ledger:
        assert (ORIGIN, ledger.size, ledger.root()) == (checkpoint.origin, checkpoint.size, checkpoint.root)
    assert (load_key(ORIGIN).verifier,) == signers(checkpoint.note, [load_key(ORIGIN).verifier])
    assert checkpoint == read_checkpoint(case)
    assert text == (case / "checkpoint").read_text() == (case / "checkpoints" / "00000" / "00000011.note").read_text()
    assert ["00000003.note", "00000009.note", "00000011.note"] == [path.name for path in note_files(case)]


def test_nothing_is_written_when_nothing_changed(case: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in [case / "checkpoint", *note_files(case)]}
    text = sign(case)
    assert before == {path: path.stat().st_mtime_ns for path in [case / "checkpoint", *note_files(case)]}
    assert text == (case / "checkpoint").read_text()


def test_a_receipt_goes_elsewhere(case: Path, tmp_path: Path) -> None:
    text = sign(case, tmp_path / "stick" / "receipts", add=1)
    (receipt,) = (tmp_path / "stick" / "receipts").rglob("*.note")
    assert (text, True) == (receipt.read_text(), receipt.name.endswith("-00000010.note"))


def test_signatures_of_others_are_kept(case: Path) -> None:
    path = case / "checkpoint"
    note = parse_note(path.read_bytes())
    witness = Signature(name="witness.example/w", key=b"\x00" * 4, value=b"\x01" * 72)
    seen = type(note)(text=note.text, signatures=(*note.signatures, witness))
    path.write_bytes(format_note(seen))
    assert format_note(seen).decode() == sign(case)
    assert "intact" == verify_case(case).verdict


def test_a_first_checkpoint_of_an_empty_ledger(tmp_path: Path) -> None:
    key = new_key(ORIGIN)
    with closing(Ledger.create(tmp_path / "ledger.db", ORIGIN)) as ledger:
        assert f"{ORIGIN}\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n" in write_checkpoint(
            tmp_path, ledger, key
        )


def test_a_stop_between_the_two_files_is_mended(case: Path) -> None:
    old = (case / "checkpoint").read_bytes()
    text = sign(case, add=1)
    (case / "checkpoint").write_bytes(old)  # as if killed before the second file
    assert 10 == getattr(read_checkpoint(case), "size", None)
    assert "intact" == verify_case(case).verdict
    assert text == sign(case) == (case / "checkpoint").read_text()


def test_the_key_of_another_case_is_refused(case: Path) -> None:
    key = new_key("example.org/other")
    with closing(Ledger.open(case / "ledger.db", write=True)) as ledger, pytest.raises(UsageError) as caught:
        write_checkpoint(case, ledger, key)
    assert "key-other-case" == caught.value.code


@pytest.mark.parametrize(
    ("harm", "code"),
    [
        ("DELETE FROM event WHERE seq > 6; DELETE FROM tile; ", "history-truncated"),
        ("UPDATE tile SET data = zeroblob(length(data))", "history-rewritten"),
        ("DELETE FROM tile", "tile-altered"),
        ("UPDATE about SET value = 'example.org/other'", "key-other-case"),
        ("UPDATE event SET body = CAST(replace(CAST(body AS TEXT), 'person', 'foja') AS BLOB) WHERE seq = 10",
         "tile-altered"),
    ],
)  # fmt: skip
def test_nothing_is_signed_over_a_damaged_history(case: Path, harm: str, code: str) -> None:
    with closing(Ledger.open(case / "ledger.db", write=True)) as ledger:
        ledger.append(acts(2), AT)
    with intruder(case) as db:
        db.executescript(harm)
    before = (case / "checkpoint").read_bytes()
    with pytest.raises((Damage, UsageError)) as caught:
        sign(case)
    assert (code, before) == (caught.value.code, (case / "checkpoint").read_bytes())


@pytest.mark.parametrize("how", [{"drop": 4}, {"change": 2}, {"drop": 8}])
def test_nothing_is_signed_over_a_forged_history(case: Path, how: dict[str, int]) -> None:
    rewrite(case, **how)
    with pytest.raises(Damage) as caught:
        sign(case, add=3)
    assert "history-rewritten" == caught.value.code


def test_a_damaged_checkpoint_stops_signing(case: Path) -> None:
    (case / "checkpoint").write_bytes(b"not a note")
    with pytest.raises(Damage) as caught:
        sign(case, add=1)
    assert ("checkpoint-altered", str(case / "checkpoint")) == (caught.value.code, caught.value.where)


@pytest.mark.parametrize(
    "text",
    ["a\n1\n", "a\n01\nAAAA\n", "a\n-1\nAAAA\n", "a\n1\nAAAA\n", "a\n1\n" + "A" * 43 + "=\n\nx\n", "\n1\nAAAA\n"],
)  # fmt: skip
def test_what_is_no_checkpoint(text: str) -> None:
    with pytest.raises(Damage) as caught:
        parse_checkpoint(f"{text}\n— a AAAAAAAAAAAA\n".encode())
    assert "checkpoint-altered" == caught.value.code


def test_an_error_while_writing_leaves_the_old_one(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = (case / "checkpoint").read_bytes()

    def full(path: Path, data: bytes) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch, pytest.raises(OSError, match="No space"):
        patch.setattr(module, "replace_file", full)
        sign(case, add=1)
    assert before == (case / "checkpoint").read_bytes()
    sign(case)
    assert "intact" == verify_case(case).verdict
