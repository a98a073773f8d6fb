"""Serving the pages of a case on this machine."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from foja.model.event import Actor


def address(host: str, port: int, token: str | None) -> str:
    """The address to open in a browser."""
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{port}/" + (f"?token={token}" if token else "")


def serve(
    case_path: Path,
    *,
    actor: Actor,
    host: str = "127.0.0.1",
    port: int = 8471,
    token: str | None = None,
    say: Callable[[str], None] = print,
) -> None:
    """Serve until interrupted. Only this machine can reach the default host."""
    import uvicorn

    from foja.web.app import create_app

    app = create_app(case_path, actor=actor, token=token, hosts=(f"[{host}]" if ":" in host else host,))
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
