"""Key rotation: a chain of keys, a stop between any two steps, and whoever holds an old key."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from foja.model.errors import UsageError
from foja.model.event import Act, Actor
from foja.preserve import rotate
from foja.preserve.checkpoint import write_checkpoint
from foja.preserve.keychain import Keys, Rotation, key_chain, learn, rotation_text
from foja.preserve.keys import KeyPair, fresh_key, home, keep_secret, key_path, load_key
from foja.preserve.ledger import Ledger
from foja.preserve.note import Note, format_note
from foja.preserve.settings import replace_verifier, verifier_of, with_verifier
from foja.preserve.verify import VerifyReport, verify_case
from foja.store.beginning import begin
from foja.store.folder import CaseFolder
from preserve.sample import ANA, AT, acts, copy, intruder

ORIGIN = "example.org/cases/rotated"


@pytest.fixture
def case(tmp_path: Path) -> Path:
    begin(tmp_path / "case", "Rotated", ORIGIN, ANA)
    folder = CaseFolder(tmp_path / "case")
    folder.seal()
    folder.close()
    return tmp_path / "case"


def rotate_key(case: Path) -> int:
    folder = CaseFolder(case)
    try:
        return folder.rotate_key(ANA, "The laptop was lost").seq
    finally:
        folder.close()


def add(case: Path, count: int = 1) -> None:
    folder = CaseFolder(case)
    folder.record([Act(kind="exported", body={"form": "csv", "digest": "0"}, actor=ANA, why="x")] * count)
    folder.seal()
    assert "" == folder.unsigned
    folder.close()


def codes(report: VerifyReport) -> set[str]:
    return {finding.code for finding in report.findings}


def test_the_first_key_is_pinned_and_the_chain_is_followed(case: Path) -> None:
    first = load_key(ORIGIN)
    add(case)
    assert 2 == rotate_key(case)
    add(case, 2)
    assert 5 == rotate_key(case)
    third = load_key(ORIGIN)
    assert (str(third.verifier), 3) == (verifier_of(case), len(list((home() / "keys").iterdir())))
    with closing(Ledger.open(case / "ledger.db")) as ledger:
        assert str(first.verifier) == ledger.event(0).body["verifier"]
        event = ledger.event(2)
        assert ("keys.rotated", "The laptop was lost", "Ana Archivist") == (event.kind, event.why, event.actor.name)
    for key in ("", str(first.verifier), str(third.verifier)):
        report = verify_case(case, key=key)
        assert ("intact", 6) == (report.verdict, report.counts["covered"]), report.findings
        notes = [note.code for note in report.notes]
        assert 2 == notes.count("key-rotated") and ("key-replaced" in notes) == (key == str(first.verifier))
    other = fresh_key(ORIGIN)
    assert {"key-differs", "checkpoint-unsigned"} <= codes(verify_case(case, key=str(other.verifier)))


def test_old_keys_are_kept_and_sign_nothing_any_more(case: Path) -> None:
    old = load_key(ORIGIN)
    rotate_key(case)
    retired = key_path(ORIGIN).with_name(f"{key_path(ORIGIN).name}.retired-{old.verifier.id.hex()}")
    assert (old, 0o600) == (load_key(ORIGIN, retired), retired.stat().st_mode & 0o777)
    shutil.copy(retired, key_path(ORIGIN))  # another machine, which was not told
    key_path(ORIGIN).chmod(0o600)
    before = (case / "checkpoint").read_bytes()
    folder = CaseFolder(case)
    folder.record([Act(kind="exported", body={}, actor=ANA, why="x")])
    assert "signed by the key" in folder.seal() and folder.unsigned
    folder.close()
    assert before == (case / "checkpoint").read_bytes()


def test_keys_are_kept_and_replaced_without_hard_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on exFAT, where a key folder can lie too. A key is not replaced there either."""

    def refuse(*_: object) -> None:
        raise PermissionError(errno.EPERM, "no hard links")

    monkeypatch.setattr(os, "link", refuse)
    begin(tmp_path / "case", "Rotated", ORIGIN, ANA)
    folder = CaseFolder(tmp_path / "case")
    folder.seal()
    folder.close()
    first = load_key(ORIGIN)
    with pytest.raises(FileExistsError):
        keep_secret(key_path(ORIGIN), "another\n")
    assert 1 == rotate_key(tmp_path / "case")
    assert first != load_key(ORIGIN)
    names = {path.name for path in (home() / "keys").iterdir()}
    assert {key_path(ORIGIN).name, f"{key_path(ORIGIN).name}.retired-{first.verifier.id.hex()}"} == names
    assert "intact" == verify_case(tmp_path / "case").verdict


def test_an_old_key_signs_no_checkpoint_over_its_own_rotation(case: Path) -> None:
    """Another process loaded the key before the rotation and signs after it."""
    old, new = load_key(ORIGIN), fresh_key(ORIGIN)
    with closing(Ledger.open(case / "ledger.db", write=True)) as ledger:
        ledger.append([rotate.rotation(ledger, old, new, ANA, "why")], AT)
        with pytest.raises(UsageError) as caught:
            write_checkpoint(case, ledger, old)
        assert "key-retired" == caught.value.code
        write_checkpoint(case, ledger, new)


# -- a stop between any two steps


STEPS = [
    "keep_secret", "write_checkpoint", "append", "replace_verifier", "_retire", "_take_over", "write_checkpoint again",
]  # fmt: skip

STOPPED = """
import os, sys
from pathlib import Path
from foja.model.event import Actor
from foja.preserve import rotate
from foja.preserve.ledger import Ledger
from foja.store import folder as module
seen, last = [], int(sys.argv[2])

def stop_before(place, name):
    call = getattr(place, name)
    def instead(*args, **more):
        seen.append(name)
        if len(seen) > last:
            os._exit(77)
        return call(*args, **more)
    setattr(place, name, instead)

folder = module.CaseFolder(Path(sys.argv[1]))
for place, name in [(rotate, "keep_secret"), (module, "write_checkpoint"), (Ledger, "append"),
                    (rotate, "replace_verifier"), (rotate, "_retire"), (rotate, "_take_over")]:
    stop_before(place, name)
folder.rotate_key(Actor(name="Ana"), "x")
print(*seen, sep=",")
"""


def stopping(case: Path, step: int) -> None:
    """Rotate in another process that ends, as by a power cut, right before the given step."""
    done = subprocess.run(
        [sys.executable, "-c", STOPPED, str(case), str(step)], capture_output=True, text=True,
        env={"PYTHONPATH": ":".join(sys.path), "FOJA_HOME": os.environ["FOJA_HOME"]},
    )  # fmt: skip
    if step < len(STEPS):
        assert 77 == done.returncode, (done.stdout, done.stderr)
    else:
        assert [name.split()[0] for name in STEPS] == done.stdout.strip().split(","), (done.stdout, done.stderr)


@pytest.mark.parametrize("step", range(len(STEPS) + 1), ids=[*STEPS, "none"])
@pytest.mark.parametrize("then", ["an act", "the command again"])
def test_a_stop_between_any_two_steps_is_mended(case: Path, step: int, then: str) -> None:
    old = str(load_key(ORIGIN).verifier)
    stopping(case, step)
    recorded = step > STEPS.index("append")
    if then == "an act":
        add(case)
    else:
        rotate_key(case)
    report = verify_case(case)
    assert ("intact", report.counts["events"]) == (report.verdict, report.counts["covered"]), report.findings
    assert not rotate.next_path(ORIGIN).exists() or (not recorded and then == "an act")
    rotations = [note for note in report.notes if note.code == "key-rotated"]
    if then == "an act":
        assert int(recorded) == len(rotations)
        assert (verifier_of(case) != old) == recorded
    else:
        # what was begun is finished and no second one begun; after a whole one, the command does another
        assert (2 if step == len(STEPS) else 1) == len(rotations)
    assert str(load_key(ORIGIN).verifier) == verifier_of(case)
    add(case)
    assert "intact" == verify_case(case).verdict


def test_settings_that_cannot_be_replaced_stop_it_before_anything_is_recorded(case: Path) -> None:
    text = (case / "foja.toml").read_text()
    (case / "foja.toml").write_text(text.replace("verifier =", '"verifier" ='))
    with pytest.raises(UsageError) as caught:
        rotate_key(case)
    assert "settings-malformed" == caught.value.code
    (case / "foja.toml").write_text(text)
    assert "intact" == verify_case(case).verdict
    assert 1 == rotate_key(case)


def test_all_else_in_the_settings_stays(case: Path) -> None:
    path = case / "foja.toml"
    path.write_text(path.read_text() + '\n# mine\n[receipts]\nfolder = "/x"\n\n[other]\nverifier = "kept"\n')
    before = path.read_text()
    key = fresh_key(ORIGIN)
    old = verifier_of(case)
    assert before.replace(old, str(key.verifier)).encode() == with_verifier(case, str(key.verifier))
    replace_verifier(case, str(key.verifier))
    assert str(key.verifier) == verifier_of(case)


# -- whoever forges


def test_a_key_in_the_settings_that_is_not_the_end_of_the_chain(case: Path) -> None:
    old = load_key(ORIGIN)
    rotate_key(case)
    replace_verifier(case, str(old.verifier))
    report = verify_case(case)
    assert ("damaged", True) == (report.verdict, "key-chain-broken" in codes(report))


def test_a_thief_of_the_folder_cannot_put_a_key_of_their_own(case: Path) -> None:
    """Who may write the folder, but has no key: another key in the settings, and checkpoints signed by it."""
    mine = fresh_key(ORIGIN)
    (case / "foja.toml").write_bytes(with_verifier(case, str(mine.verifier)))
    shutil.rmtree(case / "checkpoints")
    (case / "checkpoint").unlink()
    with closing(Ledger.open(case / "ledger.db", write=True)) as ledger:
        ledger.append(acts(1), AT)
        write_checkpoint(case, ledger, mine)
    report = verify_case(case)
    assert ("damaged", True) == (report.verdict, "key-chain-broken" in codes(report))


def forged(case: Path, note: Note, old: str, new: str) -> VerifyReport:
    there = copy(case, case.with_name("forged"))
    with closing(Ledger.open(there / "ledger.db", write=True)) as ledger:
        body = {"old": old, "new": new, "note": format_note(note).decode()}
        ledger.append([Act(kind="keys.rotated", body=body, actor=Actor(name="Eve"), why="mine now")])
    replace_verifier(there, new)
    return verify_case(there)


def test_rotations_that_do_not_verify(case: Path) -> None:
    old, mine, third = load_key(ORIGIN), fresh_key(ORIGIN), fresh_key(ORIGIN)
    was, new = str(old.verifier), str(mine.verifier)
    text = rotation_text(ORIGIN, was, new)
    elsewhere = rotation_text("example.org/other", was, new)
    tries = {
        "only by the new key": (Note(text=text, signatures=(mine.sign(text),)), was, new),
        "only by the old key": (Note(text=text, signatures=(old.sign(text),)), was, new),
        "by a third key": (Note(text=text, signatures=(third.sign(text), mine.sign(text))), was, new),
        "of another case": (Note(text=elsewhere, signatures=(old.sign(elsewhere), mine.sign(elsewhere))), was, new),
        "another statement": (Note(text="x\n", signatures=(old.sign("x\n"), mine.sign("x\n"))), was, new),
        "from a key that was not in force": (
            Note(text=(other := rotation_text(ORIGIN, str(third.verifier), new)),
                 signatures=(third.sign(other), mine.sign(other))), str(third.verifier), new),
        "to itself": (Note(text=(same := rotation_text(ORIGIN, was, was)), signatures=(old.sign(same),)), was, was),
    }  # fmt: skip
    for name, given in tries.items():
        report = forged(case, *given)
        assert ("damaged", True) == (report.verdict, "key-chain-broken" in codes(report)), name
    right = forged(case, Note(text=text, signatures=(old.sign(text), mine.sign(text))), was, new)
    assert {"events-unsigned"} == codes(right), "the same, signed by both, is a rotation"


def test_a_checkpoint_is_checked_with_the_key_of_its_time(case: Path) -> None:
    """The new key signs over an old checkpoint, and the old key over a new one: neither counts."""
    old = load_key(ORIGIN)
    add(case)
    rotate_key(case)
    for size, key in ((2, load_key(ORIGIN)), (3, old)):
        there = copy(case, case.with_name("other"))
        path = there / "checkpoints" / "00000" / f"{size:08d}.note"
        text = path.read_text().partition("\n\n")[0] + "\n"
        for at in [path, *([there / "checkpoint"] if size == 3 else [])]:
            at.write_bytes(format_note(Note(text=text, signatures=(key.sign(text),))))
        assert "checkpoint-unsigned" in codes(verify_case(there))


def test_a_case_from_before_says_that_its_first_key_is_not_pinned(built: Path, tmp_path: Path) -> None:
    report = verify_case(copy(built, tmp_path / "case"))
    assert ("intact", ["key-unpinned", "unanchored"]) == (report.verdict, [note.code for note in report.notes])


def test_only_the_first_event_pins_and_no_key_comes_back() -> None:
    first, second = (KeyPair(name="a", seed=bytes([n]) * 32) for n in (1, 2))
    a, b = str(first.verifier), str(second.verifier)
    body: dict[str, Any] = {"verifier": b}
    assert Keys(pinned=a) == learn(learn(Keys(), 0, "case.created", {"verifier": a}), 7, "case.created", body)

    def turn(seq: int, old: KeyPair, new: KeyPair) -> Rotation:
        text = rotation_text("a", str(old.verifier), str(new.verifier))
        note = format_note(Note(text=text, signatures=(old.sign(text), new.sign(text)))).decode()
        return Rotation(seq=seq, old=str(old.verifier), new=str(new.verifier), note=note)

    there = key_chain(Keys(pinned=a, rotations=(turn(4, first, second),)), "a", b, "x")
    assert ((), [first.verifier, first.verifier, second.verifier]) == (there.findings, [there.at(n) for n in (0, 4, 5)])
    back = key_chain(Keys(pinned=a, rotations=(turn(4, first, second), turn(6, second, first))), "a", a, "x")
    assert ["key-chain-broken"] == [finding.code for finding in back.findings]


def test_an_altered_rotation_is_found(case: Path) -> None:
    rotate_key(case)
    with intruder(case) as db:
        db.execute(
            "UPDATE payload SET value = CAST(replace(value, 'new', 'now') AS BLOB) WHERE seq = 1 AND field = 'note'"
        )
    assert "damaged" == verify_case(case).verdict
