"""Time stamps: asking authorities when the newest checkpoint existed (RFC 3161 over HTTP).

An authority signs "this digest existed no later than this time". It gets the SHA-256 of the checkpoint note and
nothing else. Authorities stand in ``foja.toml``:

    [[stamp]]
    name = "Example authority"
    url = "https://tsa.example.org/tsr"
    roots = "roots/example.pem"        trusted roots (PEM), relative to the case or absolute
    qualified = false                  whether it is a qualified one under eIDAS, as far as you know

The answer is kept as it came, with the note and the roots, as blobs that an event ``stamped`` names. Events are
under the next checkpoint and so under the next stamp: stamping again renews what was stamped before (as RFC 4998
does). What failed is an event ``stamp.failed``.

The note that is stamped covers every event there is when it is asked for; ``stamp_check`` relies on that.
"""

from __future__ import annotations

import hashlib
import queue
import threading
import time
import urllib.parse
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from foja.model.errors import UsageError
from foja.model.event import Act, Actor
from foja.model.record import Record
from foja.preserve.checkpoint import parse_checkpoint
from foja.preserve.exchange import post
from foja.preserve.leaf import seconds
from foja.preserve.ledger import now
from foja.preserve.settings import FILE, read_settings
from foja.preserve.stamp_token import LIMIT, Token, TokenError, distrust, plain, read_token

TIMEOUT = 30.0
"""Seconds that an authority has for its whole answer. All are asked at the same time."""
TOLERANCE = 600
"""Seconds by which the clocks of this machine and of an authority may differ, the asking included. A laptop that
is not set by a network drifts by some seconds a week; who dates back a decision needs more than ten minutes."""
LINES = """[[stamp]]
name = "NAME OF THE AUTHORITY"
url = "https://ITS ADDRESS"
roots = "roots/ITS ROOTS.pem"
qualified = false"""
"""What to add to ``foja.toml``, for an authority that the user chooses."""


class Authority(Record, frozen=True):
    """``roots``: PEM text of the trusted roots. ``qualified``: as the settings say; foja does not check it."""

    name: str
    url: str
    roots: bytes
    qualified: bool = False


class Answer(Record, frozen=True):
    """What came of asking: a ``token``, or a ``reason`` why it does not count. ``raw``: the answer as it came, kept
    when it holds a whole token, also one that does not count."""

    authority: Authority
    token: Token | None = None
    raw: bytes = b""
    reason: str = ""


class StampResult(Record, frozen=True):
    """One line of what ``foja stamp`` says. ``reason`` is empty when the authority stamped ``size`` events, or, of a
    calendar, when it ``promised`` to anchor them or did so in Bitcoin block ``block`` (0: in none)."""

    authority: str
    url: str
    size: int
    gen_time: str = ""
    serial: str = ""
    policy: str = ""
    reason: str = ""
    qualified: bool = False
    promised: bool = False
    block: int = 0


def authorities(case: Path, *, needed: bool = True) -> tuple[Authority, ...]:
    """The authorities of a case, in the order of its settings.

    Raises UsageError ``stamp-none`` where there are none and one is ``needed``, ``stamp-settings``,
    ``stamp-roots-unreadable``, and ``settings-malformed`` where the whole file is none.
    """
    path = case / FILE
    tables = read_settings(case).get("stamp", [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise _settings(path, "“stamp” is not a list of tables")
    if not tables and needed:
        raise UsageError(
            "stamp-none",
            "This case names no time-stamping authority.",
            where=str(path),
            next=f"Choose one (better two, of different countries), save its roots, and add these lines:\n{LINES}",
        )
    found = tuple(_authority(case, path, table) for table in tables)
    if len({one.name for one in found}) != len(found):
        raise _settings(path, "Two authorities have the same name")
    return found


def _authority(case: Path, path: Path, table: dict[str, Any]) -> Authority:
    extra = sorted(table.keys() - {"name", "url", "roots", "qualified"})
    name, url, roots, qualified = (table.get(word) for word in ("name", "url", "roots", "qualified"))
    if extra or not all(isinstance(one, str) and one.strip() for one in (name, url, roots)):
        raise _settings(path, f"A table [[stamp]] needs name, url and roots{' and has ' if extra else ''}{extra or ''}")
    if qualified is not None and not isinstance(qualified, bool):
        raise _settings(path, "“qualified” is true or false")
    try:
        parts = urllib.parse.urlsplit(str(url))
        right = parts.scheme in ("http", "https") and bool(parts.hostname)
        secret = "@" in parts.netloc
    except ValueError:
        right = secret = False
    if not right or secret or not str(url).isascii() or not str(url).isprintable() or " " in str(url):
        raise _settings(path, f"{url!r} is not an address that begins with http:// or https:// (without a password)")
    return Authority(
        name=plain(str(name)), url=str(url), roots=read_roots(case / str(roots)), qualified=qualified is True
    )


def read_roots(path: Path) -> bytes:
    """The PEM file with trusted roots. Raises UsageError ``stamp-roots-unreadable``."""
    from cryptography.x509 import load_pem_x509_certificates

    try:
        data = path.read_bytes()
        load_pem_x509_certificates(data)
    except (OSError, ValueError) as error:
        what = error.strerror if isinstance(error, OSError) else "it holds no certificates in PEM"
        raise UsageError(
            "stamp-roots-unreadable",
            f"The trusted roots of a time-stamping authority cannot be read: {what}.",
            where=str(path),
            next="Fetch the authority's root certificate, compare its fingerprint with what it publishes, "
            "and save it there in PEM form (it begins with -----BEGIN CERTIFICATE-----).",
        ) from error
    return data


def _settings(path: Path, what: str) -> UsageError:
    return UsageError(
        "stamp-settings",
        f"The settings for time stamps cannot be used: {what}.",
        where=str(path),
        next=f"An authority is described like this:\n{LINES}",
    )


# -- asking


def stamp_note(
    note: bytes,
    chosen: Sequence[Authority],
    keep: Callable[[bytes], str],
    record: Callable[[list[Act]], object],
    actor: Actor,
    why: str,
    timeout: float = TIMEOUT,
) -> Iterator[StampResult]:
    """Ask the chosen authorities about a checkpoint note; each answer is kept and recorded as it comes.

    ``keep`` puts bytes into the vault and gives their digest, ``record`` writes acts to the ledger.
    """
    size = parse_checkpoint(note).size
    for answer in ask_all(chosen, note, timeout):
        body: dict[str, Any] = {"authority": answer.authority.name, "url": answer.authority.url, "size": size}
        body["note"] = keep(note)
        if answer.raw:
            body |= {"response": keep(answer.raw), "roots": keep(answer.authority.roots)}
        token = answer.token
        if token is None:
            record([Act(kind="stamp.failed", body=body | {"reason": answer.reason}, actor=actor, why=why)])
            yield StampResult(
                authority=answer.authority.name, url=answer.authority.url, size=size, reason=answer.reason
            )
            continue
        said = {"gen_time": token.gen_time, "serial": token.serial, "policy": token.policy}
        body |= {**said, "signer": token.signer, "qualified": answer.authority.qualified}
        record([Act(kind="stamped", body=body, actor=actor, why=why)])
        yield StampResult(
            authority=answer.authority.name, url=answer.authority.url, size=size, gen_time=token.gen_time,
            serial=token.serial, policy=token.policy, qualified=answer.authority.qualified,
        )  # fmt: skip


def ask_all(chosen: Sequence[Authority], note: bytes, timeout: float = TIMEOUT) -> Iterator[Answer]:
    """Ask all at the same time; their answers as they come, those that did not come in time at the end."""
    answers: queue.SimpleQueue[Answer] = queue.SimpleQueue()
    waiting = {one.name: one for one in chosen}
    for one in chosen:
        # A daemon: an answer that trickles in for ever must hold up neither the others nor the end of the program.
        threading.Thread(target=lambda to: answers.put(ask(to, note, timeout)), args=(one,), daemon=True).start()
    until = time.monotonic() + timeout
    while waiting:
        try:
            answer = answers.get(timeout=max(0.0, until - time.monotonic()))
        except queue.Empty:
            break
        del waiting[answer.authority.name]
        yield answer
    for one in waiting.values():
        yield Answer(authority=one, reason=f"it did not answer within {timeout:g} seconds")


def ask(authority: Authority, note: bytes, timeout: float = TIMEOUT) -> Answer:
    """Ask one authority. Never raises for what it answers or for what the network does."""
    import rfc3161_client

    request = (
        rfc3161_client.TimestampRequestBuilder()
        .data(note)
        .hash_algorithm(rfc3161_client.HashAlgorithm.SHA256)
        .cert_request(cert_request=True)
        .build()
    )
    try:
        raw = _send(authority.url, request.as_bytes(), timeout)
    except ValueError as error:
        return Answer(authority=authority, reason=str(error))
    return judge(authority, raw, note, request.nonce)


def judge(authority: Authority, raw: bytes, note: bytes, nonce: int | None, at: str = "") -> Answer:
    """Whether an answer counts. ``nonce``: that of the request. ``at``: the time of this machine, UTC."""
    try:
        token = read_token(raw)
    except TokenError as error:
        return Answer(authority=authority, reason=f"its answer cannot be used: {error}")
    reason = ""
    here = at or now()
    if token.imprint != hashlib.sha256(note).hexdigest():
        reason = "its answer is about something else than was asked"
    elif token.nonce != nonce:
        reason = "its answer is one to another request (the nonce differs)"
    elif not token.within:
        reason = f"its certificate does not hold at the time that it gives ({token.gen_time})"
    elif abs(seconds(token.gen_time) - seconds(here)) > TOLERANCE:
        reason = (
            f"it says that it is {token.gen_time}, this machine says {here}: one of the clocks is wrong. "
            "Set the clock of this machine right, then ask again"
        )
    elif distrusted := distrust(raw, note, [authority.roots]):
        reason = f"the roots in the settings do not vouch for its answer ({distrusted})"
    if reason:
        return Answer(authority=authority, raw=raw, reason=reason)
    return Answer(authority=authority, raw=raw, token=token)


def _send(url: str, request: bytes, timeout: float) -> bytes:
    """The body of the answer. Raises ``ValueError`` with the reason in words."""
    import http.client

    headers = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
    try:
        status, data = post(url, request, headers, timeout, LIMIT)
    except TimeoutError as error:
        raise ValueError(f"it did not answer within {timeout:g} seconds") from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        cause = getattr(error, "reason", error)
        raise ValueError(f"it could not be reached ({plain(str(cause)) or type(cause).__name__})") from error
    if 300 <= status < 400:
        raise ValueError("it sends to another address; ask the authority which one is right")
    if not 200 <= status < 300:
        raise ValueError(f"its server answered with HTTP status {status}")
    if len(data) > LIMIT:
        raise ValueError(f"its answer has more than {LIMIT:,} bytes")
    return data
