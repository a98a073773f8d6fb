"""An OpenTimestamps calendar and a source of block headers on this machine. The proofs are put together by the
reference library; blocks carry the least work that a header can claim."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from opentimestamps.core.notary import BitcoinBlockHeaderAttestation, PendingAttestation
from opentimestamps.core.op import OpAppend, OpPrepend, OpSHA256
from opentimestamps.core.serialize import BytesSerializationContext
from opentimestamps.core.timestamp import Timestamp

EASY = bytes.fromhex("ffff7f20")
"""The bits of a target that every second nonce meets."""


def mined(merkle_root: bytes, at: datetime) -> bytes:
    """A header of 80 bytes with this Merkle root and time."""
    for nonce in range(1 << 16):
        header = b"\2\0\0\0" + bytes(32) + merkle_root + int(at.timestamp()).to_bytes(4, "little") + EASY
        header += nonce.to_bytes(4, "little")
        if hashlib.sha256(hashlib.sha256(header).digest()).digest()[-1] < 0x7F:
            return header
    raise AssertionError("no nonce was found")


def digest_of(header: bytes) -> str:
    return hashlib.sha256(hashlib.sha256(header).digest()).digest()[::-1].hex()


def written(stamp: Timestamp) -> bytes:
    context = BytesSerializationContext()
    stamp.serialize(context)
    return bytes(context.getbytes())


@dataclass
class LocalCalendar:
    """``blocks``: headers by height, from ``height`` on; a new one for each message. ``anchored``: whether promises are
    kept by now. ``says``: the address that its promises name, its own when empty. ``broken``: an answer in place of
    every right one."""

    url: str = ""
    says: str = ""
    anchored: bool = False
    broken: tuple[int, bytes] | None = None
    height: int = 900_000
    found: datetime | None = None
    got: list[str] = field(default_factory=list)
    blocks: dict[int, bytes] = field(default_factory=dict)
    heights: dict[bytes, int] = field(default_factory=dict)

    def promise(self, digest: bytes) -> bytes:
        start = Timestamp(digest)
        at = start.ops.add(OpAppend(b"salt")).ops.add(OpSHA256()).ops.add(OpPrepend(b"time"))
        at.attestations.add(PendingAttestation(self.says or self.url))
        return written(start)

    def keep(self, message: bytes) -> bytes:
        """The branch from what was promised to a block, which is found now."""
        start = Timestamp(message)
        root = start.ops.add(OpSHA256()).ops.add(OpPrepend(b"left")).ops.add(OpSHA256()).ops.add(OpSHA256())
        height = self.heights.setdefault(message, self.height + len(self.heights))
        root.attestations.add(BitcoinBlockHeaderAttestation(height))
        assert self.found is not None
        self.blocks.setdefault(height, mined(root.msg, self.found))
        return written(start)

    def answer(self, path: str, body: bytes) -> tuple[int, bytes]:
        self.got.append(f"{path} {body.hex()}".strip())
        if self.broken is not None:
            return self.broken
        by_digest = {digest_of(header): header for header in self.blocks.values()}
        match path.strip("/").split("/"):
            case ["digest"]:
                return 200, self.promise(body)
            case ["timestamp", message]:
                return (200, self.keep(bytes.fromhex(message))) if self.anchored else (404, b"Pending")
            case ["block-height", height] if int(height) in self.blocks:
                return 200, digest_of(self.blocks[int(height)]).encode()
            case ["block", digest, "header"] if digest in by_digest:
                return 200, by_digest[digest].hex().encode()
        return 404, b"not here"


@contextmanager
def serving(calendar: LocalCalendar) -> Iterator[LocalCalendar]:
    """The calendar behind an address of this machine, which also gives headers."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self._say(self.rfile.read(int(self.headers["Content-Length"])))

        def do_GET(self) -> None:
            self._say(b"")

        def _say(self, body: bytes) -> None:
            status, answer = calendar.answer(self.path, body)
            self.send_response(status)
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            """Nothing is printed."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    calendar.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield calendar
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def configure(case: Path, calendar: LocalCalendar, *, headers: bool = True) -> None:
    """Name a calendar, and where headers are asked for, in the settings of a case."""
    with (case / "foja.toml").open("a", encoding="utf-8") as file:
        file.write(f'\n[[calendar]]\nname = "Harbour Calendar"\nurl = "{calendar.url}/"\n')
        file.write(f'\n[bitcoin]\nheaders = "{calendar.url}"\n' if headers else "")
