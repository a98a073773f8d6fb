"""What a witness signs, and what it refuses. The log is taken to be the attacker: it holds its own key."""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foja.model.errors import Damage, UsageError
from foja.preserve.checkpoint import parse_checkpoint
from foja.preserve.cosign import ML_DSA, Cosigner, cosign, cosignatures, ml_dsa, parse_cosigner
from foja.preserve.keys import KeyPair, read_secret
from foja.preserve.merkle import EMPTY
from foja.preserve.note import Note, Signature, encode64, format_note, parse_note, parse_verifier, signers
from foja.preserve.witness import BODY_LIMIT, KEPT_REFUSALS, SIZE_TYPE, Witness
from preserve.witnesses import NAME, ORIGIN, Log, make, post, serving, without_ml_dsa

KEY = KeyPair(name=ORIGIN, seed=bytes(32))
OTHER = KeyPair(name=ORIGIN, seed=bytes([1]) * 32)
ENTRIES = [b"entry %d" % n for n in range(300)]


@pytest.fixture
def witness(tmp_path: Path) -> Witness:
    return make(tmp_path / "witness", KEY)


@pytest.fixture
def log() -> Log:
    return Log(KEY, ENTRIES)


def fork(at: int = 50) -> Log:
    return Log(KEY, [*ENTRIES[:at], b"FORGED", *ENTRIES[at + 1 :]])


def kept(witness: Witness) -> tuple[int, bytes]:
    with closing(sqlite3.connect(witness.folder / "seen.db")) as db:
        return db.execute("SELECT size, root FROM cosigned ORDER BY size DESC LIMIT 1").fetchone() or (0, EMPTY)


# -- what it signs


def test_it_cosigns_a_first_state_and_what_continues_it(witness: Witness, log: Log) -> None:
    for old, size in [(0, 1), (1, 100), (100, 256), (256, 257), (257, 300), (300, 300)]:
        reply = witness.add_checkpoint(log.body(old, size))
        assert 200 == reply.status, (old, size, reply.body)
        note = parse_note(log.note(size) + reply.body.encode())
        (found,) = cosignatures(note, [witness.key])
        assert (witness.key, True) == (found.cosigner, abs(found.seconds - time.time()) < 60)
        assert (size, parse_checkpoint(log.note(size)).root) == kept(witness)


def test_the_line_is_that_of_the_specification(tmp_path: Path, log: Log) -> None:
    """Key id, time and message computed here by hand from c2sp.org/tlog-cosignature."""
    import hashlib

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    make(tmp_path / "w", KEY)
    witness = Witness(tmp_path / "w", clock=lambda: 1679315147.9)
    line = parse_note(log.note(7) + witness.add_checkpoint(log.body(0, 7)).body.encode()).signatures[1]
    public = witness.key.public
    assert (NAME, hashlib.sha256(NAME.encode() + b"\n\x04" + public).digest()[:4]) == (line.name, line.key)
    assert (1679315147).to_bytes(8, "big") == line.value[:8]
    message = b"cosignature/v1\ntime 1679315147\n" + log.note(7).partition(b"\n\n")[0] + b"\n"
    Ed25519PublicKey.from_public_bytes(public).verify(line.value[8:], message)  # raises when it does not fit
    assert "2023-03-20T12:25:47Z" == cosignatures(Note(text=message.decode().split("\n", 2)[2], signatures=(line,)),
                                                  [witness.key])[0].at  # fmt: skip


def test_the_line_of_ml_dsa_is_that_of_the_specification(tmp_path: Path, log: Log) -> None:
    """Key id, time and message computed here by hand from c2sp.org/tlog-cosignature, type 0x06."""
    import hashlib

    Witness.create(tmp_path / "w", NAME, ML_DSA).trust(str(KEY.verifier))
    witness = Witness(tmp_path / "w", clock=lambda: 1679315147.9)
    note = parse_note(log.note(7) + witness.add_checkpoint(log.body(0, 7)).body.encode())
    line, public = note.signatures[1], witness.key.public
    assert (1312, 8 + 2420) == (len(public), len(line.value))
    assert (NAME, hashlib.sha256(NAME.encode() + b"\n\x06" + public).digest()[:4]) == (line.name, line.key)
    names = [len(name).to_bytes(1, "big") + name for name in (NAME.encode(), ORIGIN.encode())]
    root = parse_checkpoint(log.note(7)).root
    time, start, end = (number.to_bytes(8, "big") for number in (1679315147, 0, 7))
    message = b"subtree/v1\n\0" + names[0] + time + names[1] + start + end + root
    ml_dsa().MLDSA44PublicKey.from_public_bytes(public).verify(line.value[8:], message)  # raises when it does not fit
    assert witness.key == parse_cosigner(str(witness.key))
    (found,) = cosignatures(note, [witness.key])
    assert (1679315147, witness.key) == (found.seconds, found.cosigner)
    for at in (4, 20, len(line.value) - 1):
        flipped = bytearray(line.value)
        flipped[at] ^= 1
        altered = Signature(name=line.name, key=line.key, value=bytes(flipped))
        with pytest.raises(Damage):
            cosignatures(Note(text=note.text, signatures=(altered,)), [witness.key])
    with pytest.raises(Damage):
        cosignatures(Note(text=note.text.replace("\n7\n", "\n8\n"), signatures=(line,)), [witness.key])


def test_a_machine_without_ml_dsa_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, log: Log) -> None:
    witness = Witness.create(tmp_path / "w", NAME, ML_DSA)
    witness.trust(str(KEY.verifier))
    note = parse_note(log.note(7) + witness.add_checkpoint(log.body(0, 7)).body.encode())
    without_ml_dsa(monkeypatch)
    for call in (
        lambda: cosignatures(note, [witness.key]),
        lambda: Witness(tmp_path / "w"),
        lambda: Witness.create(tmp_path / "v", NAME, ML_DSA),
    ):
        with pytest.raises(UsageError) as caught:
            call()
        assert "ml-dsa-missing" == caught.value.code
    assert not (tmp_path / "v" / "key").exists()
    assert () == cosignatures(note, []), "who does not rely on it needs nothing"


def test_the_example_of_the_specification_is_read() -> None:
    text = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
    line = (
        "— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0"
        "xUe+mbIUBkBIfZ+qnA==\n"
    )
    signature = parse_note(f"{text}\n{line}".encode()).signatures[0]
    assert (1679315147, 72) == (int.from_bytes(signature.value[:8], "big"), len(signature.value))


def test_the_newest_is_served_with_both_signatures(witness: Witness, log: Log) -> None:
    import hashlib

    witness.add_checkpoint(log.body(0, 10))
    witness.add_checkpoint(log.body(10, 20))
    data = witness.newest(hashlib.sha256(ORIGIN.encode()).hexdigest())
    assert data is not None
    checkpoint = parse_checkpoint(data)
    assert (20, (KEY.verifier,), 1) == (
        checkpoint.size, signers(checkpoint.note, [KEY.verifier]), len(cosignatures(checkpoint.note, [witness.key])),
    )  # fmt: skip
    assert witness.newest("00" * 32) is None


def test_signatures_of_strangers_are_not_kept(witness: Witness, log: Log) -> None:
    stranger = KeyPair(name="somebody.else", seed=bytes([9]) * 32)
    note = parse_note(log.note(5))
    both = format_note(Note(text=note.text, signatures=(stranger.sign(note.text), *note.signatures)))
    assert 200 == witness.add_checkpoint(log.body(0, 5, both)).status
    with closing(sqlite3.connect(witness.folder / "seen.db")) as db:
        assert b"somebody.else" not in db.execute("SELECT note FROM cosigned").fetchone()[0]


# -- what it refuses


def test_refusals_change_nothing(witness: Witness, log: Log) -> None:
    witness.add_checkpoint(log.body(0, 100))
    before, forged = kept(witness), fork()
    stranger = KeyPair(name="example.org/unknown", seed=bytes(32))
    wrong = log.note(120)[:-4] + b"AAA=\n"
    flipped = log.note(120).replace(b"\n120\n", b"\n121\n")
    cases = {
        "unknown origin": (Log(stranger, ENTRIES).body(0, 5), 404),
        "key of nobody": (log.body(100, 120, log.note(120, OTHER)), 403),
        "text changed after signing": (log.body(100, 120, flipped), 403),
        "signature changed": (log.body(100, 120, wrong), (400, 403)),
        "old above new": (b"old 130\n\n" + log.note(120), 400),
        "rollback": (log.body(90, 95), 409),
        "rollback from nothing": (log.body(0, 95), 409),
        "old too small": (log.body(50, 120), 409),
        "fork of the same size": (forged.body(100, 100), 422),
        "history rewritten": (forged.body(100, 200), 422),
        "proof missing": (b"old 100\n\n" + log.note(120), 422),
        "proof of another size": (log.body(100, 130).partition(b"\n\n")[0] + b"\n\n" + log.note(120), 422),
        "proof with one hash more": (b"old 100\n" + encode64(bytes(32)).encode() + b"\n" + log.body(100, 120)[8:], 422),
        "proof for the same size": (b"old 100\n" + encode64(bytes(32)).encode() + b"\n\n" + log.note(100), 422),
    }
    for name, (body, status) in cases.items():
        reply = witness.add_checkpoint(body)
        assert reply.status in (status if isinstance(status, tuple) else (status,)), (name, reply)
        assert NAME not in reply.body
        assert before == kept(witness), name
        if reply.status == 409:
            assert ("100\n", SIZE_TYPE) == (reply.body, reply.kind)
    assert 200 == witness.add_checkpoint(log.body(100, 120)).status, "and the honest log goes on"


def test_a_proof_where_none_belongs(witness: Witness, log: Log) -> None:
    body = b"old 0\n" + encode64(bytes(32)).encode() + b"\n\n" + log.note(5)
    assert (422, (0, EMPTY)) == (witness.add_checkpoint(body).status, kept(witness))


def test_an_empty_ledger_has_the_root_of_nothing(witness: Witness, log: Log) -> None:
    text = f"{ORIGIN}\n0\n{encode64(bytes(32))}\n"
    assert (
        422 == witness.add_checkpoint(b"old 0\n\n" + format_note(Note(text=text, signatures=(KEY.sign(text),)))).status
    )
    assert 200 == witness.add_checkpoint(log.body(0, 0)).status
    assert 200 == witness.add_checkpoint(log.body(0, 3)).status


def test_a_signed_fork_is_kept_as_proof_and_only_so_many(witness: Witness, log: Log) -> None:
    witness.add_checkpoint(log.body(0, 100))
    for _ in range(2):
        witness.add_checkpoint(fork().body(100, 100))
    with closing(sqlite3.connect(witness.folder / "seen.db")) as db:
        ((note,),) = db.execute("SELECT note FROM refused").fetchall()
        checkpoint = parse_checkpoint(note)
        assert ((KEY.verifier,), 100) == (signers(checkpoint.note, [KEY.verifier]), checkpoint.size)
        for at in range(KEPT_REFUSALS + 5):
            witness.add_checkpoint(fork(at).body(100, 150))
        assert (KEPT_REFUSALS,) == db.execute("SELECT count(*) FROM refused").fetchone()


GOOD = Log(KEY, ENTRIES).body(0, 5)


@pytest.mark.parametrize(
    "body",
    [
        b"", b"\n", b"\n\n", b"old 0", b"old 0\n", b"old 0\n\n", b"old 00\n\n", b"old -1\n\n", b"old 0 \n\n",
        b"OLD 0\n\n",
        b"old \xd9\xa0\n\n", b"old 1e3\n\n", b"old 99999999999999999999\n\n", GOOD.replace(b"\n", b"\r\n"),
        b"old 0\nAAAA\n\n", b"old 0\nnot base64\n\n", GOOD[:-1], GOOD + b"\n", GOOD[6:], b"old 0\n" * 2 + b"\n",
        b"old 0\n" + (encode64(bytes(32)) + "\n").encode() * 64 + b"\n", os.urandom(2000), b"\x00" * 5000,
        GOOD.replace(b"\n5\n", b"\n05\n"), GOOD.replace(b"\n5\n", b"\n-5\n"),
    ],
)  # fmt: skip
def test_garbage_is_malformed(witness: Witness, body: bytes) -> None:
    tail = Log(KEY, ENTRIES).note(5) if body.endswith(b"\n\n") and body.startswith((b"old", b"OLD")) else b""
    body = body + (tail if body != b"old 0\n\n" else b"")
    assert (400, (0, EMPTY)) == (witness.add_checkpoint(body).status, kept(witness))


@given(st.integers(0, len(GOOD) * 8 - 1))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_flipped_bit_is_cosigned(witness: Witness, bit: int) -> None:
    data = bytearray(GOOD)
    data[bit // 8] ^= 1 << bit % 8
    reply = witness.add_checkpoint(bytes(data))
    # the old size is not signed by anybody; every other bit is
    assert reply.status in (400, 403, 404) or (bit // 8 == 4 and reply.status in (400, 409))
    assert (0, EMPTY) == kept(witness)


# -- many at once, and stops


def test_of_many_at_once_one_history_wins(witness: Witness) -> None:
    """Sixteen forks ask at once for the same step: exactly one is cosigned, whoever it is."""
    forks = [fork(at) for at in range(16)]
    start, replies = threading.Barrier(16), []

    def ask(log: Log) -> None:
        start.wait()
        replies.append((witness.add_checkpoint(log.body(0, 100)), log))

    threads = [threading.Thread(target=ask, args=(log,)) for log in forks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    won = [log for reply, log in replies if reply.status == 200]
    assert (1, [409] * 15) == (len(won), [reply.status for reply, _ in replies if reply.status != 200])
    assert (100, parse_checkpoint(won[0].note(100)).root) == kept(witness)


def test_two_steps_at_once_never_roll_back(tmp_path: Path, log: Log) -> None:
    """The race that the specification names, between two processes on one folder: one object each stands for them."""
    first = make(tmp_path / "w", KEY)
    second = Witness(tmp_path / "w")
    first.add_checkpoint(log.body(0, 10))
    for old in range(10, 40, 2):
        replies: list[int] = []
        start = threading.Barrier(2)

        def ask(
            witness: Witness, size: int, old: int = old, go: threading.Barrier = start, said: list[int] = replies
        ) -> None:
            go.wait()
            said.append(witness.add_checkpoint(log.body(old, size)).status)

        steps = [(first, old + 1), (second, old + 2)]
        pair = [threading.Thread(target=ask, args=step) for step in steps]
        for thread in pair:
            thread.start()
        for thread in pair:
            thread.join()
        assert [200, 409] == sorted(replies)
        size = kept(first)[0]
        if size < old + 2:
            assert 200 == first.add_checkpoint(log.body(size, old + 2)).status


KILLED = """
import sys
from pathlib import Path
from foja.preserve.keys import KeyPair, read_secret
from foja.preserve.witness import Witness
from preserve.witnesses import Log, ORIGIN
log = Log(KeyPair(name=ORIGIN, seed=bytes(32)), [b"entry %d" % n for n in range(300)])
witness, old = Witness(Path(sys.argv[1])), int(sys.argv[2])
for size in range(old + 1, 301):
    reply = witness.add_checkpoint(log.body(size - 1, size))
    assert reply.status == 200, reply
    print(size, flush=True)
"""


def test_what_was_answered_survives_a_kill(witness: Witness, log: Log) -> None:
    old = 0
    for _ in range(3):
        process = subprocess.Popen(
            [sys.executable, "-c", KILLED, str(witness.folder), str(old)], stdout=subprocess.PIPE, text=True,
            env={"PYTHONPATH": ":".join(sys.path)},
        )  # fmt: skip
        assert process.stdout is not None
        first = process.stdout.readline()
        time.sleep(0.03)
        process.send_signal(signal.SIGKILL)
        told = [
            int(line) for line in [first, *process.communicate()[0].splitlines(keepends=True)] if line.endswith("\n")
        ]
        old = kept(witness)[0]
        assert told[-1] <= old <= told[-1] + 1
    assert 409 == witness.add_checkpoint(fork(0).body(0, 5)).status


def test_it_answers_nothing_that_it_could_not_keep(witness: Witness, log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that refuses: no cosignature leaves the house."""
    with closing(sqlite3.connect(witness.folder / "seen.db", isolation_level=None)) as db:
        db.execute("CREATE TRIGGER full BEFORE INSERT ON cosigned BEGIN SELECT raise(ABORT, 'disk full'); END")
        with serving(witness) as address:
            status, body, _ = post(address, log.body(0, 5))
        assert (500, False, (0, EMPTY)) == (status, NAME.encode() in body, kept(witness))
        db.execute("DROP TRIGGER full")
    assert 200 == witness.add_checkpoint(log.body(0, 5)).status


# -- on HTTP


def test_codes_and_types_on_the_wire(witness: Witness, log: Log) -> None:
    import hashlib

    with serving(witness) as address:
        status, body, _ = post(address, log.body(0, 5))
        assert (200, True) == (status, body.startswith(f"— {NAME} ".encode()))
        assert (409, b"5\n", SIZE_TYPE) == post(address, log.body(0, 9))
        assert [422, 400, 404] == [
            post(address, fork(0).body(5, 5))[0], post(address, b"?")[0], post(address, b"x", "/other")[0],
        ]  # fmt: skip
        with closing(HTTPConnection(*address, timeout=20)) as client:  # one connection for all
            origin = hashlib.sha256(ORIGIN.encode()).hexdigest()
            for path, code in [
                ("/", 200),
                (f"/{origin}/checkpoint", 200),
                (f"/{'0' * 64}/checkpoint", 404),
                ("/x", 404),
            ]:
                client.request("GET", path)
                answer = client.getresponse()
                text = answer.read().decode()
                assert code == answer.status, path
                if path == "/":
                    assert "sees no source" in text and str(witness.key) in text


def test_bodies_without_a_length_or_too_large_are_refused(witness: Witness, log: Log) -> None:
    with serving(witness) as address:
        assert 413 == post(address, b"old 0\n" * BODY_LIMIT)[0]
        for header in (b"", b"Transfer-Encoding: chunked\r\n", b"Content-Length: -1\r\n", b"Content-Length: x\r\n"):
            with closing(socket.create_connection(address, timeout=20)) as client:
                client.sendall(b"POST /add-checkpoint HTTP/1.1\r\nHost: x\r\n" + header + b"\r\n0\r\n\r\n")
                client.shutdown(socket.SHUT_WR)
                assert client.recv(100).startswith(b"HTTP/1.1 411"), header
        assert 200 == post(address, log.body(0, 5))[0]


def test_slow_clients_hold_nobody_up_and_are_cut(witness: Witness, log: Log) -> None:
    with serving(witness, seconds=1.0, at_once=4) as address:
        slow = [socket.create_connection(address, timeout=20) for _ in range(3)]
        for client in slow:
            client.sendall(b"POST /add-checkpoint HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\nold 0")
        assert 200 == post(address, log.body(0, 5))[0], "while three others have not finished asking"
        for client in slow:
            assert b"" == client.recv(100), "and they are cut in the end"
            client.close()
        assert 200 == post(address, log.body(5, 6))[0]
    assert 6 == kept(witness)[0]


def test_a_client_that_sends_a_byte_now_and_then_is_cut(witness: Witness) -> None:
    """Never idle long enough to be called silent: the time of the whole connection ends it."""
    with serving(witness, seconds=1.0) as address, closing(socket.create_connection(address, timeout=20)) as client:
        client.sendall(b"POST /add-checkpoint HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\n")
        sent = 0
        try:
            while sent < 60:
                client.sendall(b"x")
                sent += 1
                time.sleep(0.2)
        except OSError:
            pass
        assert 0 < sent < 60


def test_more_than_there_is_room_for_are_turned_away(witness: Witness) -> None:
    with serving(witness, seconds=20, at_once=2) as address:
        held = [socket.create_connection(address, timeout=20) for _ in range(2)]
        for client in held:
            client.sendall(b"POST ")
        with closing(socket.create_connection(address, timeout=20)) as third:
            assert third.recv(100).startswith(b"HTTP/1.1 503")
        for client in held:
            client.close()


# -- its folder


def test_a_witness_is_made_once_and_found_again(tmp_path: Path) -> None:
    made = Witness.create(tmp_path / "w", NAME)
    assert 0o600 == (tmp_path / "w" / "key").stat().st_mode & 0o777
    assert made.key == Witness(tmp_path / "w").key == parse_cosigner(str(made.key))
    with pytest.raises(UsageError) as caught:
        Witness.create(tmp_path / "w", NAME)
    assert ("witness-exists", made.key) == (caught.value.code, Witness(tmp_path / "w").key)
    with pytest.raises(UsageError) as caught:
        Witness(tmp_path / "nothing")
    assert "witness-missing" == caught.value.code
    with pytest.raises(UsageError) as caught:
        Witness.create(tmp_path / "x", "two words")
    assert "origin-malformed" == caught.value.code


def test_trust_is_taken_up_while_it_runs_and_is_given_once(tmp_path: Path, log: Log) -> None:
    witness = make(tmp_path / "w")
    assert 404 == witness.add_checkpoint(log.body(0, 5)).status
    for _ in range(2):
        Witness(tmp_path / "w").trust(str(KEY.verifier))
    assert 200 == witness.add_checkpoint(log.body(0, 5)).status
    assert {ORIGIN: [KEY.verifier]} == witness.trusted()
    witness.trust(str(OTHER.verifier))  # after a rotation
    assert 200 == witness.add_checkpoint(log.body(5, 9, log.note(9, OTHER))).status
    with pytest.raises(UsageError) as caught:
        witness.trust(str(witness.key))  # the key of a witness is none of a ledger
    assert "verifier-malformed" == caught.value.code


@pytest.mark.parametrize("text", ["", "a+b+c", str(KEY.verifier), "x", "a b+00000000+AAAA"])
def test_what_is_no_witness_key(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_cosigner(text)
    assert "witness-key-malformed" == caught.value.code


@pytest.mark.parametrize("seconds", [0, 2**63])
def test_a_cosignature_has_a_time(tmp_path: Path, log: Log, seconds: int) -> None:
    _, _, _, seed = read_secret(make(tmp_path / "w").folder / "key", (4,), "")
    key = Witness(tmp_path / "w").key
    note = parse_note(log.note(5))
    signed = Note(text=note.text, signatures=(cosign(key, seed, note.text, seconds),))
    with pytest.raises(Damage) as caught:
        cosignatures(signed, [key])
    assert "cosignature-wrong" == caught.value.code
    right = Note(text=note.text, signatures=(cosign(key, seed, note.text, 9), cosign(key, seed, note.text, 7)))
    assert [7] == [found.seconds for found in cosignatures(right, [key])], "the earliest counts"


def test_a_wrong_cosignature_is_damage_and_strangers_are_passed_over(witness: Witness, log: Log) -> None:
    body = witness.add_checkpoint(log.body(0, 5)).body.encode()
    assert () == cosignatures(parse_note(log.note(5) + body), [Cosigner(name=NAME, public=bytes(32))])
    with pytest.raises(Damage) as caught:
        cosignatures(parse_note(log.note(6) + body), [witness.key])
    assert "cosignature-wrong" == caught.value.code
    assert parse_verifier(str(KEY.verifier)) == KEY.verifier
