"""Serving the pages of a case on this machine."""

from __future__ import annotations

import gc
import secrets
import socket
import ssl
from collections.abc import Callable, Sequence
from pathlib import Path

from foja.model.errors import UsageError
from foja.model.event import Actor
from foja.web.seats import OneSeat
from foja.web.team import TeamSeats, read_roster

USUAL_PORT = 8471
_TRIED = 20  # ports, where the usual one is taken: a case each


def address(host: str, port: int, token: str | None, *, tls: bool = False) -> str:
    """The address to open in a browser."""
    shown = f"[{host}]" if ":" in host else host
    return f"{'https' if tls else 'http'}://{shown}:{port}/" + (f"enter#{token}" if token else "")


def free_port(host: str, wanted: int | None, *, moves: bool) -> int:
    """The port to listen at: the one that is wanted; else the usual one, or, where another program listens there and
    the address may move, the next that is free. Raises ``UsageError`` ``port-taken``."""
    if wanted is None and moves:
        for port in range(USUAL_PORT, USUAL_PORT + _TRIED):
            try:
                _check_free(host, port)
            except UsageError:
                continue
            return port
    port = wanted or USUAL_PORT
    _check_free(host, port)
    return port


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
    port: int | None = None,
    token: str | None = None,
    names: Sequence[str] = (),
    team: Path | None = None,
    tls: tuple[Path, Path] | None = None,
    say: Callable[[str], None] = print,
) -> None:
    """Serve until interrupted. Only this machine can reach the default host.

    ``port``: the usual one, or the next that is free where another case is open; the address of a team does not move.

    ``names``: further names under which browsers may ask for it. ``team``: the list of who may open it; without one it
    is for ``actor`` alone, and on a host that others can reach a token is made where none is given: the case is never
    open to a whole network by mistake. ``tls``: certificate and its key, PEM. Raises UsageError ``team-empty``,
    ``team-needs-tls``, ``certificate-unusable``, ``port-taken``.
    """
    import uvicorn

    from foja.web.app import create_app

    here = host in ("127.0.0.1", "localhost", "::1")
    if team is not None:
        _check_team(team, here=here, tls=tls)
    elif not here:
        token = token or secrets.token_urlsafe(24)
    if tls is not None:
        _check_certificate(*tls)
    port = free_port(host, port, moves=team is None)
    seats = TeamSeats(str(case_path), team) if team is not None else OneSeat(str(case_path), actor, token)
    app = create_app(case_path, seats=seats, hosts=(f"[{host}]" if ":" in host else host, *names))
    settle()
    found = address(host, port, token, tls=tls is not None)
    say(f"foja is at {found}  (stop with Ctrl-C)")
    uvicorn.run(
        app,
        host=host,
        port=port,
        log_level="warning",
        access_log=False,
        server_header=False,
        date_header=False,
        # A team's server on this machine alone stands behind a proxy that ends TLS: then it says by which way one came.
        proxy_headers=team is not None and here,
        forwarded_allow_ips="127.0.0.1",
        ssl_certfile=tls[0] if tls else None,
        ssl_keyfile=tls[1] if tls else None,
        ws="none",
        lifespan="off",
    )


def _check_team(team: Path, *, here: bool, tls: tuple[Path, Path] | None) -> None:
    roster = read_roster(team)
    if roster is None or not roster.members:
        raise UsageError(
            "team-empty",
            "Nobody was admitted to this case on this machine yet.",
            next="Admit somebody with: foja team CASE --admit NAME",
        )
    if tls is None and not here:
        raise UsageError(
            "team-needs-tls",
            "The keys of a team, and the case, would cross the network in clear.",
            next="Name a certificate with --certificate and --certificate-key, or serve on this machine alone behind a"
            " proxy or an SSH tunnel (docs/how-to/share.md).",
        )


def _check_certificate(certificate: Path, key: Path) -> None:
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key)
    except (OSError, ssl.SSLError) as error:
        raise UsageError(
            "certificate-unusable",
            f"The certificate and its key cannot be used together: {error}.",
            where=f"{certificate}, {key}",
            next="Both are expected as PEM, without a password.",
        ) from error
