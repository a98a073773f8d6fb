"""What verify.py in a bundle makes of witnesses and of keys that were replaced, compared with ``foja verify``."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from foja.model.event import Act
from foja.preserve.checkpoint import add_signatures, write_checkpoint
from foja.preserve.cosign import cosign, parse_cosigner
from foja.preserve.keychain import rotation_text
from foja.preserve.keys import KeyPair, fresh_key, load_key, read_secret
from foja.preserve.ledger import Ledger
from foja.preserve.note import Note, format_note, parse_note
from foja.preserve.settings import replace_verifier, verifier_of
from foja.preserve.verify import verify_case
from foja.preserve.witness import Witness
from foja.publish.bundle import write_bundle
from foja.publish.offline import verify as offline
from foja.store.beginning import begin
from foja.store.folder import CaseFolder
from preserve.sample import ANA, copy
from preserve.witnesses import make

ORIGIN = "example.org/cases/offline"


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOJA_HOME", str(tmp_path / "home"))


@pytest.fixture
def witness(tmp_path: Path) -> Witness:
    return make(tmp_path / "witness")


@pytest.fixture
def case(tmp_path: Path, witness: Witness) -> Path:
    """Rotated once, cosigned at its newest checkpoint, which covers four events."""
    begin(tmp_path / "case", "Offline", ORIGIN, ANA)
    folder = CaseFolder(tmp_path / "case")
    folder.seal()
    witness.trust(verifier_of(folder.path))
    folder.record([Act(kind="exported", body={"form": "csv", "digest": "0"}, actor=ANA, why="x")])
    folder.rotate_key(ANA, "Yearly")
    witness.trust(verifier_of(folder.path))
    folder.record([Act(kind="exported", body={"form": "csv", "digest": "1"}, actor=ANA, why="x")])
    note = folder.seal()
    line = witness.add_checkpoint(b"old 0\n\n" + note.encode()).body.encode()
    add_signatures(folder.path, folder.ledger, 4, parse_note(note.encode() + line).signatures)
    folder.close()
    return folder.path


def bundle(case: Path) -> Path:
    out = case.with_name(f"bundle-{len(list(case.parent.iterdir()))}.zip")
    with closing(Ledger.open(case / "ledger.db")) as ledger:
        write_bundle(case, out, ledger.entries())
    return out


def both(case: Path, key: str = "", witnesses: tuple[str, ...] = (), receipts: tuple[str, ...] = ()) -> set[str]:
    """The codes of both programs, which must be the same here. ``receipts``: for the one in the bundle; the other one
    looks for those of this machine by itself."""
    said: list[str] = []
    findings, _, _ = offline.examine(str(bundle(case)), key, receipts, witnesses, said)
    report = verify_case(case, key=key, witnesses=[parse_cosigner(witness) for witness in witnesses])
    assert {f.code for f in report.findings} == {f.code for f in findings}
    assert any(f.damage for f in report.findings) == any(f.code not in offline.UNCONFIRMED for f in findings)
    return {f.code for f in findings}


def test_a_rotated_and_cosigned_case_verifies_with_old_and_new_key(case: Path, witness: Witness) -> None:
    with closing(Ledger.open(case / "ledger.db")) as ledger:
        first = ledger.event(0).body["verifier"]
    assert first != verifier_of(case)
    for key in ("", first, verifier_of(case)):
        assert set() == both(case, key, (str(witness.key),)), key
    codes = {f.code for f in offline.examine(str(bundle(case)), str(fresh_key(ORIGIN).verifier))[0]}
    assert {"key-differs", "checkpoint-unsigned", "events-unsigned"} == codes


def test_the_words_of_a_check_without_foja(case: Path, witness: Witness, capsys: pytest.CaptureFixture[str]) -> None:
    out = bundle(case)
    assert 0 == offline.main([str(out)])
    said = capsys.readouterr().out
    assert "replaced at event 2" in said and "witness.example/w" not in said
    assert 0 == offline.main([str(out), "--witness", str(witness.key)])
    assert "Confirmed: the witness witness.example/w cosigned the first 4 of 4 events, 20" in capsys.readouterr().out
    with (case / "foja.toml").open("a") as file:
        file.write(f'\n[[witness]]\nname = "W"\nurl = "http://x"\nkey = "{witness.key}"\n')
    assert 0 == offline.main([str(bundle(case))])
    assert "Named by the case itself, so no confirmation: the witness" in capsys.readouterr().out


def test_it_needs_python_alone(case: Path, witness: Witness) -> None:
    out = bundle(case)
    script = str(Path(offline.__file__))
    command = [sys.executable, "-I", "-S", script, str(out), "--witness", str(witness.key)]
    done = subprocess.run(command, capture_output=True, text=True, env={})
    assert (0, "", True) == (done.returncode, done.stderr, "Confirmed" in done.stdout)


def test_a_witness_that_did_not_cosign(case: Path, tmp_path: Path, witness: Witness) -> None:
    other = str(make(tmp_path / "other").key)
    assert {"witness-missing"} == both(case, "", (other,))
    assert {"witness-missing"} == both(case, "", (str(witness.key), other)), "one does not stand for the other"
    with closing(Ledger.open(case / "ledger.db", write=True)) as ledger:
        ledger.append([Act(kind="exported", body={}, actor=ANA, why="x")])
        write_checkpoint(case, ledger, load_key(ORIGIN))
    assert {"witness-missing"} == both(case, "", (str(witness.key),)), "it saw an older state only"


def change_lines(case: Path, change: Callable[[Note], tuple[object, ...]]) -> None:
    for path in (case / "checkpoint", case / "checkpoints" / "00000" / "00000004.note"):
        note = parse_note(path.read_bytes())
        path.write_bytes(format_note(Note(text=note.text, signatures=change(note))))  # type: ignore[arg-type]


@pytest.mark.parametrize("at", [0, 7, 8, 40, 71])
def test_an_altered_cosignature_is_damage(case: Path, witness: Witness, at: int) -> None:
    def flip(note: Note) -> tuple[object, ...]:
        own, line = note.signatures
        value = bytearray(line.value)
        value[at] ^= 1
        return own, type(line)(name=line.name, key=line.key, value=bytes(value))

    change_lines(case, flip)
    assert {"cosignature-wrong", "witness-missing"} == both(case, "", (str(witness.key),))


@pytest.mark.parametrize("seconds", [0, 2**63])
def test_a_cosignature_has_a_time(case: Path, witness: Witness, seconds: int) -> None:
    _, _, _, seed = read_secret(witness.folder / "key", (4,), "")
    change_lines(case, lambda note: (note.signatures[0], cosign(witness.key, seed, note.text, seconds)))
    assert {"cosignature-wrong", "witness-missing"} == both(case, "", (str(witness.key),))


def test_a_cosignature_cannot_be_moved(case: Path, witness: Witness) -> None:
    """The line of the newest checkpoint under an older one, and that one put in its place."""
    note = parse_note((case / "checkpoint").read_bytes())
    older = case / "checkpoints" / "00000" / "00000002.note"
    moved = parse_note(older.read_bytes())
    older.write_bytes(format_note(Note(text=moved.text, signatures=(*moved.signatures, note.signatures[1]))))
    change_lines(case, lambda note: note.signatures[:1])
    assert {"cosignature-wrong", "witness-missing"} == both(case, "", (str(witness.key),))


def test_a_cosignature_under_another_history_does_not_count(case: Path, tmp_path: Path) -> None:
    """The holder of the key has a witness cosign one history, and hands over another one."""
    there = copy(case, tmp_path / "other")
    text = f"{ORIGIN}\n4\n{'A' * 43}=\n"
    witness = make(tmp_path / "w2", load_key(ORIGIN))
    note = format_note(Note(text=text, signatures=(load_key(ORIGIN).sign(text),)))
    line = witness.add_checkpoint(b"old 0\n\n" + note).body.encode()
    for path in (there / "checkpoint", there / "checkpoints" / "00000" / "00000004.note"):
        path.write_bytes(note + line)
    kept = str(tmp_path / "home" / "receipts")
    assert {"history-forked", "history-rewritten", "witness-missing"} == both(there, "", (str(witness.key),), (kept,))


# -- the chain of keys


def test_the_settings_name_another_key_than_the_chain(case: Path) -> None:
    mine = fresh_key(ORIGIN)
    replace_verifier(case, str(mine.verifier))
    assert "key-chain-broken" in both(case)


def test_a_forged_rotation(case: Path) -> None:
    old, mine = load_key(ORIGIN), fresh_key(ORIGIN)
    was, new = str(old.verifier), str(mine.verifier)
    text, other = rotation_text(ORIGIN, was, new), rotation_text("example.org/x", was, new)

    def attempt(*signed: tuple[KeyPair, str]) -> set[str]:
        there = copy(case, case.with_name("forged"))
        note = Note(text=signed[0][1], signatures=tuple(key.sign(words) for key, words in signed))
        body = {"old": was, "new": new, "note": format_note(note).decode()}
        with closing(Ledger.open(there / "ledger.db", write=True)) as ledger:
            ledger.append([Act(kind="keys.rotated", body=body, actor=ANA, why="x")])
            write_checkpoint(there, ledger, mine)
        replace_verifier(there, new)
        return both(there)

    assert "key-chain-broken" in attempt((mine, text))
    assert "key-chain-broken" in attempt((old, text))
    assert "key-chain-broken" in attempt((old, other), (mine, other))
    assert set() == attempt((old, text), (mine, text))


def test_keys_of_another_time_sign_nothing(case: Path) -> None:
    path = case / "checkpoints" / "00000" / "00000002.note"
    text = parse_note(path.read_bytes()).text
    path.write_bytes(format_note(Note(text=text, signatures=(load_key(ORIGIN).sign(text),))))
    assert {"checkpoint-unsigned"} == both(case)


def test_bodies_that_are_no_rotation_are_damage_and_no_crash(case: Path) -> None:
    for body in ({}, {"old": 1, "new": None, "note": []}, {"old": "a+b+c", "new": "a+b+c", "note": "\n\n"}):
        there = copy(case, case.with_name("odd"))
        with closing(Ledger.open(there / "ledger.db", write=True)) as ledger:
            ledger.append([Act(kind="keys.rotated", body=body, actor=ANA, why="x")])
        assert "key-chain-broken" in both(there)


def test_a_case_that_pins_no_key(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from preserve.sample import build_case

    build_case(tmp_path / "old")
    assert set() == both(tmp_path / "old")
    assert 0 == offline.main([str(bundle(tmp_path / "old"))])
    assert "not pinned by its ledger" in capsys.readouterr().out


def test_a_witness_key_that_is_none(case: Path) -> None:
    codes = {finding.code for finding in offline.examine(str(bundle(case)), witnesses=["x", verifier_of(case)])[0]}
    assert {"witness-missing"} == codes


def test_json_of_the_command(case: Path, witness: Witness) -> None:
    out = bundle(case)
    script = "from foja.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", script, "verify", str(out), "--json", "--witness", str(witness.key)],
        capture_output=True, text=True,
    )  # fmt: skip
    given = json.loads(done.stdout)
    assert (0, [], 2) == (done.returncode, given["findings"], len(given["notes"]))
