"""Asking witnesses: what is kept, what is told, and what a hostile witness cannot do."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from foja.model.errors import Damage, UsageError
from foja.preserve.checkpoint import parse_checkpoint, write_checkpoint
from foja.preserve.cosign import cosignatures
from foja.preserve.finding import NOTES
from foja.preserve.keys import load_key
from foja.preserve.ledger import Ledger
from foja.preserve.note import DASH, encode64, format_note, parse_note, signers
from foja.preserve.seal import SealReport, ask_witnesses
from foja.preserve.settings import NamedWitness, witnesses_of
from foja.preserve.verify import VerifyReport, verify_case
from foja.preserve.witness import Witness
from preserve.sample import AT, ORIGIN, acts, build_case, copy, rewrite
from preserve.witnesses import make, serving


@pytest.fixture(autouse=True)
def _direct(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "127.0.0.1")


@pytest.fixture
def case(tmp_path: Path) -> Path:
    build_case(tmp_path / "case")
    return tmp_path / "case"


@pytest.fixture
def witness(case: Path, tmp_path: Path) -> Witness:
    return make(tmp_path / "witness", load_key(ORIGIN))


@pytest.fixture
def asked(witness: Witness) -> Iterator[NamedWitness]:
    with serving(witness) as (host, port):
        yield NamedWitness(name="An NGO", url=f"http://{host}:{port}", key=witness.key)


def seal(case: Path, *witnesses: NamedWitness, add: int = 0) -> SealReport:
    with closing(Ledger.open(case / "ledger.db", write=True)) as ledger:
        ledger.append(acts(add), AT)
        note = write_checkpoint(case, ledger, load_key(ORIGIN))
        return ask_witnesses(case, ledger, note, witnesses, seconds=10)


def states(report: SealReport) -> list[str]:
    return [answer.state for answer in report.answers]


def codes(report: VerifyReport) -> set[str]:
    return {finding.code for finding in report.findings}


def test_a_cosignature_is_kept_in_both_files_and_counts_for_who_trusts_it(case: Path, asked: NamedWitness) -> None:
    report = seal(case, asked, add=2)
    assert (["cosigned"], 11, 0) == (states(report), report.events, report.exit_code)
    assert (
        report.note
        == (case / "checkpoint").read_text()
        == (case / "checkpoints" / "00000" / "00000011.note").read_text()
    )
    note = parse_note(report.note.encode())
    assert (1, 1) == (len(signers(note, [load_key(ORIGIN).verifier])), len(cosignatures(note, [asked.key])))
    verified = verify_case(case, witnesses=[asked.key])
    assert "intact" == verified.verdict
    assert "witness-cosigned" in {note.code for note in verified.notes}


def test_it_goes_on_from_what_the_notes_show_and_asks_nobody_twice(case: Path, asked: NamedWitness) -> None:
    for add in (0, 1, 300):
        assert ["cosigned"] == states(seal(case, asked, add=add))
    before = (case / "checkpoint").read_bytes()
    assert (["already"], 0) == (states(again := seal(case, asked)), again.exit_code)
    assert before == (case / "checkpoint").read_bytes()
    with closing(Ledger.open(case / "ledger.db", write=True)) as ledger:
        write_checkpoint(case, ledger, load_key(ORIGIN))
    assert before == (case / "checkpoint").read_bytes(), "signing again loses no line"


def test_a_lost_answer_is_made_good(case: Path, asked: NamedWitness, tmp_path: Path) -> None:
    """The witness kept the state, its answer was lost: the case then knows an older size than the witness."""
    copy(case, tmp_path / "before")
    seal(case, asked, add=1)
    shutil.rmtree(case / "checkpoints")
    shutil.copytree(tmp_path / "before" / "checkpoints", case / "checkpoints")
    shutil.copy(tmp_path / "before" / "checkpoint", case / "checkpoint")
    assert ["cosigned"] == states(seal(case, asked)), "the same state again"
    assert ["cosigned"] == states(seal(case, asked, add=3))


def test_a_stop_between_the_two_files_loses_no_cosignature(case: Path, asked: NamedWitness) -> None:
    seal(case)
    old = (case / "checkpoint").read_bytes()
    report = seal(case, asked)
    (case / "checkpoint").write_bytes(old)  # as if stopped before the second file
    assert ["already"] == states(seal(case, asked))
    assert report.note == (case / "checkpoint").read_text()


def test_several_witnesses_one_of_which_is_not_there(case: Path, asked: NamedWitness, tmp_path: Path) -> None:
    second = make(tmp_path / "second", load_key(ORIGIN))
    gone = NamedWitness(name="Gone", url="http://127.0.0.1:1", key=second.key)
    report = seal(case, gone, asked, add=1)
    assert (["unreached", "cosigned"], 1) == (states(report), report.exit_code)
    verified = verify_case(case, witnesses=[asked.key, second.key])
    assert ("unsigned", {"witness-missing"}) == (verified.verdict, codes(verified))
    with serving(second) as (host, port):
        there = NamedWitness(name="Gone", url=f"http://{host}:{port}", key=second.key)
        assert ["cosigned", "already"] == states(seal(case, there, asked))
    assert "intact" == verify_case(case, witnesses=[asked.key, second.key]).verdict


def test_a_case_that_the_witness_does_not_know(case: Path, tmp_path: Path) -> None:
    with serving(make(tmp_path / "w")) as (host, port):
        stranger = NamedWitness(name="W", url=f"http://{host}:{port}", key=Witness(tmp_path / "w").key)
        report = seal(case, stranger)
    assert (["refused"], 1) == (states(report), report.exit_code)
    assert "verifier" in report.answers[0].said


@pytest.mark.parametrize("how", ["rewritten", "rolled back"])
def test_another_history_is_told_as_a_conflict(case: Path, asked: NamedWitness, how: str) -> None:
    seal(case, asked, add=2)
    if how == "rolled back":
        rewrite(case, drop=10)
        rewrite(case, drop=9)
    else:
        rewrite(case, change=4)
    shutil.rmtree(case / "checkpoints")
    (case / "checkpoint").unlink()
    report = seal(case, asked, add=0 if how == "rolled back" else 3)
    assert (["conflict"], 3) == (states(report), report.exit_code)
    assert 1 == len(parse_note((case / "checkpoint").read_bytes()).signatures), "nothing was kept"


# -- what verify makes of it


def test_witnesses_that_the_case_names_confirm_nothing(case: Path, asked: NamedWitness) -> None:
    seal(case, asked)
    with (case / "foja.toml").open("a") as file:
        file.write(f'\n[[witness]]\nname = "An NGO"\nurl = "{asked.url}"\nkey = "{asked.key}"\n')
    assert [asked] == witnesses_of(case)
    verified = verify_case(case)
    assert {note.code for note in verified.notes} <= NOTES
    (note,) = [note for note in verified.notes if note.code == "witness-named"]
    assert "no confirmation" in note.what and "intact" == verified.verdict
    assert [] == [note for note in verified.notes if note.code == "witness-cosigned"]


def test_a_witness_that_saw_an_older_state_only(case: Path, asked: NamedWitness) -> None:
    seal(case, asked)
    seal(case, add=1)
    verified = verify_case(case, witnesses=[asked.key])
    (finding,) = verified.findings
    assert ("unsigned", "witness-missing", False) == (verified.verdict, finding.code, finding.damage)
    assert "state of 10 events" in finding.what and "cosigned the first 9" in finding.what


def test_a_stripped_cosignature_is_missing_and_an_altered_one_is_damage(case: Path, asked: NamedWitness) -> None:
    note = parse_note(seal(case, asked).note.encode())
    own, line = note.signatures
    changed = type(line)(name=line.name, key=line.key, value=line.value[:-1] + bytes([line.value[-1] ^ 1]))
    later = type(line)(name=line.name, key=line.key, value=bytes(7) + b"\x09" + line.value[8:])
    for signatures, verdict, code in [
        ((own,), "unsigned", "witness-missing"),
        ((own, changed), "damaged", "cosignature-wrong"),
        ((own, later), "damaged", "cosignature-wrong"),
    ]:
        for path in (case / "checkpoint", case / "checkpoints" / "00000" / "00000009.note"):
            path.write_bytes(format_note(type(note)(text=note.text, signatures=signatures)))
        verified = verify_case(case, witnesses=[asked.key])
        assert (verdict, True) == (verified.verdict, code in codes(verified))


def test_a_cosignature_without_the_key_of_the_case_counts_for_nothing(case: Path, asked: NamedWitness) -> None:
    note = parse_note(seal(case, asked).note.encode())
    alone = format_note(type(note)(text=note.text, signatures=note.signatures[1:]))
    for path in (case / "checkpoint", case / "checkpoints" / "00000" / "00000009.note"):
        path.write_bytes(alone)
    assert {"checkpoint-unsigned", "witness-missing", "events-unsigned"} == codes(
        verify_case(case, witnesses=[asked.key])
    )


# -- witnesses that mean harm


@contextmanager
def hostile(answer: Callable[[bytes], tuple[int, bytes]], **headers: str) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            status, data = answer(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


FORGED = f"{DASH}witness.example/w {encode64(b'1234' + bytes(72))}\n".encode()


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (200, b""), (200, b"\n"), (200, FORGED), (200, b"x" * 200_000), (200, b"\xff\xfe"), (200, FORGED * 2 + b"\n\n"),
        (409, b"5"), (409, b"-1\n"), (409, b"many\n"), (409, b"0\n"), (500, b"\x1b[2Jboom"), (302, b""), (204, b""),
    ],
)  # fmt: skip
def test_no_answer_of_a_hostile_witness_is_kept(case: Path, witness: Witness, status: int, body: bytes) -> None:
    before = seal(case).note
    with hostile(lambda _: (status, body), Location="http://127.0.0.1:1/add-checkpoint") as url:
        report = seal(case, NamedWitness(name="W", url=url, key=witness.key))
    assert before == report.note == (case / "checkpoint").read_text()
    assert (1, True) == (report.exit_code, states(report)[0] in ("refused", "unreached"))
    assert "\x1b" not in report.answers[0].said


def test_a_cosignature_for_another_state_is_not_kept(case: Path, witness: Witness) -> None:
    before = seal(case).note
    other = witness.add_checkpoint(
        b"old 0\n\n" + (case / "checkpoints" / "00000" / "00000003.note").read_bytes()
    ).body.encode()
    with hostile(lambda _: (200, other)) as url:
        report = seal(case, NamedWitness(name="W", url=url, key=witness.key))
    assert (["refused"], before) == (states(report), (case / "checkpoint").read_text())


def test_lines_by_others_in_an_answer_are_not_kept(case: Path, witness: Witness) -> None:
    stranger = f"{DASH}stranger {encode64(b'1234' + bytes(72))}\n".encode()
    with hostile(lambda body: (200, stranger + witness.add_checkpoint(body).body.encode())) as url:
        report = seal(case, NamedWitness(name="W", url=url, key=witness.key))
    assert (["cosigned"], False) == (states(report), "stranger" in report.note)


def test_a_damaged_note_stops_it(case: Path, asked: NamedWitness) -> None:
    path = case / "checkpoints" / "00000" / "00000003.note"
    path.write_bytes(b"no note")
    with pytest.raises(Damage) as caught:
        seal(case, asked, add=1)
    assert ("checkpoint-altered", str(path)) == (caught.value.code, caught.value.where)


@pytest.mark.parametrize(
    "text",
    [
        'witness = 3', '[[witness]]\nname = "x"', '[[witness]]\nname = "x"\nurl = "file:///etc/passwd"\nkey = "K"',
        '[[witness]]\nname = "x"\nurl = "http://x"\nkey = "a+b+c"',
        '[[witness]]\nname = ""\nurl = "http://x"\nkey = "K"',
        '[witness]\nname = "x"\nurl = "http://x"\nkey = "K"', '[[witness]]\nname = 1\nurl = 2\nkey = 3',
    ],
)  # fmt: skip
def test_settings_that_name_no_witness(case: Path, witness: Witness, text: str) -> None:
    before = (case / "foja.toml").read_text()
    (case / "foja.toml").write_text(text.replace("K", str(witness.key)) + "\n" + before if "[" not in text
                                    else before + text.replace('"K"', f'"{witness.key}"'))  # fmt: skip
    with pytest.raises(UsageError) as caught:
        witnesses_of(case)
    assert "settings-malformed" == caught.value.code
    assert parse_checkpoint((case / "checkpoint").read_bytes()).size == 9
