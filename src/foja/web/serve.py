"""Serving the pages of a case on this machine."""

from __future__ import annotations

import gc
import secrets
import socket
from collections.abc import Callable, Sequence
from pathlib import Path

from foja.model.errors import UsageError
from foja.model.event import Actor


def address(host: str, port: int, token: str | None) -> str:
    """The address to open in a browser."""
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{port}/" + (f"?token={token}" if token else "")


def _check_free(host: str, port: int) -> None:
    """Raises ``UsageError`` when another program listens at the port: its own message would be for programmers."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise UsageError(
                "port-taken",
                f"foja cannot listen at {host} port {port}: {error.strerror}.",
                next="Another foja may be running there. Stop it, or choose another port with --port.",
            ) from error


def settle() -> None:
    """Takes what was loaded so far out of the sight of the garbage collector: modules and caches stay for as long as
    the process runs, and looking at all of them again held up one page in thirty for 25 to 40 ms."""
    gc.collect()
    gc.freeze()


def serve(
    case_path: Path,
    *,
    actor: Actor,
    host: str = "127.0.0.1",
    port: int = 8471,
    token: str | None = None,
    names: Sequence[str] = (),
    say: Callable[[str], None] = print,
) -> None:
    """Serve until interrupted. Only this machine can reach the default host.

    ``names``: further names under which browsers may ask for it. On a host that others can reach, a token
    is made where none is given: the case is never open to a whole network by mistake.
    """
    import uvicorn

    from foja.web.app import create_app

    if host not in ("127.0.0.1", "localhost", "::1"):
        token = token or secrets.token_urlsafe(24)
    _check_free(host, port)
    app = create_app(case_path, actor=actor, token=token, hosts=(f"[{host}]" if ":" in host else host, *names))
    settle()
    say(f"foja is at {address(host, port, token)}  (stop with Ctrl-C)")
    uvicorn.run(
        app,
        host=host,
        port=port,
        log_level="warning",
        access_log=False,
        server_header=False,
        date_header=False,
        proxy_headers=False,
        ws="none",
        lifespan="off",
    )
