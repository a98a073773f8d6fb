"""The witness on HTTP: what a stranger can send to it, and for how long.

A request is read whole before the witness takes its turn, so a slow client holds nobody up but itself. A connection
lives ``SECONDS`` at most; more than ``AT_ONCE`` of them at a time are turned away. Who asked is not written down.
"""

from __future__ import annotations

import re
import socket
import sqlite3
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from typing import Any

from foja.model.errors import FojaError
from foja.preserve.witness import BODY_LIMIT, Reply, Witness

SECONDS = 30.0
IDLE = 10.0
AT_ONCE = 32
DRAINED = 32
"""Pieces of 64 KiB at most of a request that was refused unread."""

_MONITOR = re.compile(r"/([0-9a-f]{64})/checkpoint")
_BUSY = b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 30\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class WitnessServer(ThreadingHTTPServer):
    """Serves one witness. ``server_address`` tells the port when 0 was asked for."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def __init__(
        self, witness: Witness, host: str, port: int, seconds: float = SECONDS, at_once: int = AT_ONCE
    ) -> None:
        self.witness = witness
        self.seconds = seconds
        self._room = threading.BoundedSemaphore(at_once)
        super().__init__((host, port), _Handler)

    def server_bind(self) -> None:
        TCPServer.server_bind(self)  # without asking any name server for a name of this machine
        self.server_name, self.server_port = str(self.server_address[0]), int(self.server_address[1])

    def process_request(self, request: Any, client_address: Any) -> None:
        if not self._room.acquire(blocking=False):
            request.setblocking(False)
            with suppress(OSError):  # it is turned away either way
                request.send(_BUSY)
            self.shutdown_request(request)
            return
        super().process_request(request, client_address)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        end = threading.Timer(self.seconds, _cut, [request])
        end.daemon = True
        end.start()
        try:
            super().process_request_thread(request, client_address)
        finally:
            end.cancel()
            self._room.release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), OSError):  # a client that hangs up is no fault of the witness
            super().handle_error(request, client_address)


def _cut(request: socket.socket) -> None:
    with suppress(OSError):  # it may be gone already
        request.shutdown(socket.SHUT_RDWR)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "foja-witness"
    sys_version = ""
    timeout = IDLE
    server: WitnessServer

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "")
        if self.path != "/add-checkpoint":
            self._say(Reply(status=404, body="A witness knows POST /add-checkpoint only.\n"), close=True)
        elif "Transfer-Encoding" in self.headers or not re.fullmatch(r"[0-9]{1,12}", length):
            self._say(Reply(status=411, body="Content-Length is needed.\n"), close=True)
        elif int(length) > BODY_LIMIT:
            self._say(Reply(status=413, body=f"A request has at most {BODY_LIMIT} bytes.\n"), close=True)
        else:
            body = self.rfile.read(int(length))
            if len(body) < int(length):
                self.close_connection = True  # cut off: there is nobody to answer
                return
            self._say(self._asked(lambda: self.server.witness.add_checkpoint(body)))

    def do_GET(self) -> None:
        monitor = _MONITOR.fullmatch(self.path)
        if monitor:
            self._say(self._asked(lambda: self._newest(monitor[1])))
        elif self.path == "/":
            self._say(Reply(status=200, body=about(self.server.witness)))
        else:
            self._say(Reply(status=404, body="There is nothing here. See /\n"))

    def _newest(self, origin_hash: str) -> Reply:
        found = self.server.witness.newest(origin_hash)
        if found is None:
            return Reply(status=404, body="This witness has cosigned nothing for this origin.\n")
        return Reply(status=200, body=found.decode())

    def _asked(self, ask: Callable[[], Reply]) -> Reply:
        try:
            return ask()
        except (sqlite3.Error, OSError, FojaError) as error:
            print(f"foja witness: a request could not be answered: {error}", file=sys.stderr)
            return Reply(status=500, body="The witness cannot keep what it sees, so it signs nothing.\n")

    def _say(self, reply: Reply, close: bool = False) -> None:
        data = reply.body.encode()
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.kind)
        self.send_header("Content-Length", str(len(data)))
        if close:  # what was not read must not be taken for the next request
            self.send_header("Connection", "close")
            self.close_connection = True
        self.end_headers()
        self.wfile.write(data)
        if close:
            self.wfile.flush()
            for _ in range(DRAINED):  # closed with bytes unread, the answer would be lost on its way
                if not self.rfile.read1(65_536):
                    break

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: who asked and when is not written down."""


def about(witness: Witness) -> str:
    """What a witness is, for a person who opens its address."""
    return (
        f"This is a witness: {witness.key.name}\n\n"
        "It signs what state of a ledger it has seen, with the time, and never a second history of the same ledger.\n"
        "Of a case it learns the name of the ledger, the number of events and the root of their tree: nothing else.\n"
        "It sees no source, no text, no name and no decision. It does not say whether anything in a case is so.\n\n"
        f"Its key, to be compared by another way than this page:\n{witness.key}\n"
    )
