"""One request to an address that the settings name: what foja sends out, and how little of a stranger's answer it
takes.

No other protocol than HTTP, no redirection (it could lead to another protocol or another party), a limit in bytes and
in time for the whole answer.
"""

from __future__ import annotations

import time
from collections.abc import Mapping


def post(url: str, body: bytes, headers: Mapping[str, str], seconds: float, limit: int) -> tuple[int, bytes]:
    """Status and body, whatever the status; of a longer body ``limit`` + 1 bytes.

    Raises ``OSError`` (``TimeoutError`` among them), ``http.client.HTTPException`` or ``ValueError`` where no answer
    came.
    """
    return _call("POST", url, body, headers, seconds, limit)


def get(url: str, headers: Mapping[str, str], seconds: float, limit: int) -> tuple[int, bytes]:
    """As ``post``, with nothing but the address sent."""
    return _call("GET", url, None, headers, seconds, limit)


def _call(
    method: str, url: str, body: bytes | None, headers: Mapping[str, str], seconds: float, limit: int
) -> tuple[int, bytes]:
    import urllib.request as web

    opener = web.OpenerDirector()
    for handler in (web.ProxyHandler(), web.HTTPHandler(), web.HTTPSHandler()):
        opener.add_handler(handler)
    call = web.Request(url, body, {"User-Agent": "foja", **headers}, method=method)  # noqa: S310 (these handlers only)
    end = time.monotonic() + seconds
    with opener.open(call, timeout=seconds) as answer:
        data = b""
        while len(data) <= limit and (piece := answer.read1(limit + 1)):
            data += piece
            if time.monotonic() > end:
                raise TimeoutError("the answer took too long")
    return int(answer.status), data[: limit + 1]
