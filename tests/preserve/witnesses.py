"""A log without a case, and a witness on a port of this machine."""

from __future__ import annotations

import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from foja.preserve.checkpoint import checkpoint_text
from foja.preserve.keys import KeyPair
from foja.preserve.merkle import consistency_proof, leaf_hash, root, span_of
from foja.preserve.note import Note, encode64, format_note
from foja.preserve.witness import Witness
from foja.preserve.witness_server import WitnessServer

ORIGIN = "example.org/cases/harbour"
NAME = "witness.example/w"


def without_ml_dsa(patch: pytest.MonkeyPatch) -> None:
    """As on a machine whose ``cryptography`` has no ML-DSA."""
    patch.delattr("cryptography.hazmat.primitives.asymmetric.mldsa", raising=False)
    patch.setitem(sys.modules, "cryptography.hazmat.primitives.asymmetric.mldsa", None)


class Log:
    """Leaves, and what a log sends to a witness."""

    def __init__(self, key: KeyPair, entries: list[bytes]) -> None:
        self.key = key
        self.leaves = [leaf_hash(entry) for entry in entries]

    def note(self, size: int, key: KeyPair | None = None) -> bytes:
        text = checkpoint_text(self.key.name, size, root(self.leaves[:size]))
        return format_note(Note(text=text, signatures=((key or self.key).sign(text),)))

    def body(self, old: int, size: int, note: bytes | None = None) -> bytes:
        proof = consistency_proof(span_of(self.leaves), old, size) if 0 < old < size else []
        lines = "".join(f"{encode64(part)}\n" for part in proof)
        return f"old {old}\n{lines}\n".encode() + (note or self.note(size))


@contextmanager
def serving(witness: Witness, seconds: float = 30.0, at_once: int = 32) -> Iterator[tuple[str, int]]:
    """The address of a running server for the witness: host and port."""
    with WitnessServer(witness, "127.0.0.1", 0, seconds, at_once) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield "127.0.0.1", server.server_address[1]
        finally:
            server.shutdown()
            thread.join()


def post(address: tuple[str, int], body: bytes, path: str = "/add-checkpoint") -> tuple[int, bytes, str]:
    """Status, body and type of the answer, without any proxy."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"http://{address[0]}:{address[1]}{path}", body, timeout=20) as answer:
            return answer.status, answer.read(), answer.headers["Content-Type"]
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read(), error.headers["Content-Type"]


def make(folder: Path, *keys: KeyPair) -> Witness:
    witness = Witness.create(folder, NAME)
    for key in keys:
        witness.trust(str(key.verifier))
    return witness
