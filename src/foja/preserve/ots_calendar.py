"""Asking OpenTimestamps calendars: a promise now, the proof that keeps it some hours later.

A calendar takes digests, gathers them in a tree and writes the root into the Bitcoin block chain. It gets a blinded
digest (``ots_proof.blinded``) and nothing else. At first it only promises; asked again later it gives the branch up to
the Merkle root of a block. Calendars stand in ``foja.toml``, and where headers of blocks can be asked for, if anywhere:

    [[calendar]]
    name = "Example calendar"
    url = "https://calendar.example.org"

    [bitcoin]
    headers = "https://explorer.example.org/api"      the interface of Esplora; it learns heights of blocks

Protocol: that of opentimestamps-server, as python-opentimestamps 0.4.5 speaks it.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from http.client import HTTPException
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from foja.model.errors import FojaError, UsageError
from foja.model.event import Act, Actor, Event
from foja.model.record import Record
from foja.preserve.checkpoint import parse_checkpoint
from foja.preserve.exchange import get, post
from foja.preserve.ots_proof import (
    BITCOIN,
    LIMIT,
    PENDING,
    ProofError,
    blinded,
    grown,
    read_branch,
    read_header,
    read_proof,
    write_proof,
)
from foja.preserve.settings import FILE, read_settings
from foja.preserve.stamp import StampResult
from foja.preserve.stamp_check import ANCHORED, FAILED, PROMISED
from foja.preserve.stamp_token import plain

SECONDS = 20.0
_HEADERS = {"Accept": "application/vnd.opentimestamps.v1"}
_ADDRESS = re.compile(r"https?://[^\s?#@]+", re.ASCII)


class Calendar(Record, frozen=True):
    """``url``: without a slash at its end."""

    name: str
    url: str


class NotYetError(Exception):
    """The calendar has not anchored it yet."""


def calendars(case: Path) -> tuple[Calendar, ...]:
    """The calendars of a case, in the order of its settings. Raises UsageError ``calendar-settings``,
    ``settings-malformed``."""
    tables = read_settings(case).get("calendar", [])
    if not isinstance(tables, list):
        raise _settings(case, "calendars are given as [[calendar]], with two brackets")
    found = []
    for table in tables:
        name, url = (table.get(word) for word in ("name", "url")) if isinstance(table, dict) else (None, None)
        if not isinstance(name, str) or not name.strip() or not isinstance(url, str) or set(table) != {"name", "url"}:
            raise _settings(case, "each [[calendar]] needs name and url, and nothing else")
        if not _ADDRESS.fullmatch(url):
            raise _settings(case, f"{url!r} is not the address of a calendar")
        found.append(Calendar(name=plain(name), url=url.rstrip("/")))
    if len({one.name for one in found}) != len(found):
        raise _settings(case, "two calendars have the same name")
    return tuple(found)


def header_source(case: Path) -> str:
    """Where headers of blocks are asked for; empty when nowhere. Raises UsageError as ``calendars`` does."""
    table = read_settings(case).get("bitcoin", {})
    url = table.get("headers", "") if isinstance(table, dict) else None
    if not isinstance(url, str) or (url and not _ADDRESS.fullmatch(url)):
        raise _settings(case, "[bitcoin] headers is not the address of a source of block headers")
    return url.rstrip("/")


def _settings(case: Path, what: str) -> UsageError:
    return UsageError(
        "calendar-settings",
        f"The settings for OpenTimestamps cannot be used: {what}.",
        where=str(case / FILE),
        next='A calendar is described like this:\n[[calendar]]\nname = "NAME OF THE CALENDAR"\n'
        'url = "https://ITS ADDRESS"',
    )


def ask_calendars(
    note: bytes,
    chosen: Sequence[Calendar],
    keep: Callable[[bytes], str],
    record: Callable[[list[Act]], object],
    actor: Actor,
    why: str,
) -> Iterator[StampResult]:
    """Have the digest of a checkpoint note promised by each calendar; promises and failures are recorded.

    ``keep`` puts bytes into the vault and gives their digest, ``record`` writes acts to the ledger.
    """
    size = parse_checkpoint(note).size
    for one in chosen:
        body: dict[str, Any] = {"authority": one.name, "url": one.url, "size": size, "note": keep(note)}
        result = StampResult(authority=one.name, url=one.url, size=size, promised=True)
        try:
            body["proof"] = keep(promise(one, note))
        except ValueError as error:
            record([Act(kind=FAILED, body=body | {"reason": str(error)}, actor=actor, why=why)])
            yield replace(result, promised=False, reason=str(error))
            continue
        record([Act(kind=PROMISED, body=body, actor=actor, why=why)])
        yield result


def ask_again(
    promises: Iterable[Event],
    chosen: Sequence[Calendar],
    source: str,
    read: Callable[[str], bytes],
    keep: Callable[[bytes], str],
    record: Callable[[list[Act]], object],
    actor: Actor,
    why: str,
) -> Iterator[StampResult]:
    """Ask for the proofs of earlier promises. What is anchored by now is recorded; what is not, stays promised.

    ``source``: as ``header_source`` gives it. A calendar that fails once is not asked again this time, nor is one that
    the settings no longer name.
    """
    failing: set[str] = set()
    by_url = {one.url: one for one in chosen}
    for event in promises:
        body = event.body
        calendar = by_url.get(str(body.get("url")))
        if calendar is None or calendar.name in failing:
            continue
        result = StampResult(authority=calendar.name, url=calendar.url, size=body["size"])
        said = {name: body[name] for name in ("authority", "url", "size", "note")}
        try:
            proof, height = fulfil(calendar, read(str(body.get("proof"))))
            header = block_header(source, height, proof) if source else b""
        except NotYetError:
            continue
        except (ValueError, FojaError) as error:
            failing.add(calendar.name)
            yield replace(result, reason=error.what if isinstance(error, FojaError) else str(error))
            continue
        said |= {"promised": event.seq, "proof": keep(proof), "height": height, "header": header.hex()}
        record([Act(kind=ANCHORED, body=said, actor=actor, why=why)])
        at = read_header(header).time.strftime("%Y-%m-%dT%H:%M:%SZ") if header else ""
        yield StampResult(authority=calendar.name, url=calendar.url, size=body["size"], gen_time=at, block=height)


def promise(calendar: Calendar, note: bytes) -> bytes:
    """A proof that ends in a promise of the calendar. Raises ValueError with the reason in words."""
    sent, start = blinded(hashlib.sha256(note).digest(), secrets.token_bytes(16))
    status, answer = _ask(partial(post, f"{calendar.url}/digest", sent, _HEADERS, SECONDS, LIMIT))
    if status != 200:
        raise ValueError(f"its server answered with HTTP status {status}")
    try:
        branch = read_branch(answer, sent)
        pending = [one.calendar for _, one in branch.reached() if one.kind == PENDING]
    except ProofError as error:
        raise ValueError(f"its answer cannot be used: {error}") from error
    if not pending:
        raise ValueError("its answer holds no promise")
    if calendar.url not in [url.rstrip("/") for url in pending]:
        raise ValueError(
            f"it speaks for another calendar ({plain(pending[0])}), which would have to be asked later: name that one "
            "in the settings"
        )
    return write_proof(grown(start, sent, branch))


def fulfil(calendar: Calendar, data: bytes) -> tuple[bytes, int]:
    """The proof up to a Bitcoin block, and the height of this block.

    Raises NotYetError, and ValueError with the reason in words.
    """
    proof = read_proof(data)
    for message, one in proof.reached():
        if one.kind != PENDING or one.calendar.rstrip("/") != calendar.url:
            continue
        status, answer = _ask(partial(get, f"{calendar.url}/timestamp/{message.hex()}", _HEADERS, SECONDS, LIMIT))
        if status == 404:
            raise NotYetError
        if status != 200:
            raise ValueError(f"its server answered with HTTP status {status}")
        try:
            whole = grown(proof, message, read_branch(answer, message))
            heights = [one.height for _, one in whole.reached() if one.kind == BITCOIN]
            data = write_proof(whole)
            read_proof(data)
        except ProofError as error:
            raise ValueError(f"its answer cannot be used: {error}") from error
        if not heights:
            raise NotYetError
        return data, min(heights)
    raise ValueError("the proof that was kept holds no promise of this calendar")


def block_header(source: str, height: int, proof: bytes) -> bytes:
    """The header of the block at a height, which the proof must fit. Raises ValueError with the reason in words."""
    digest = _text(source, f"block-height/{height}", 64)
    header = bytes.fromhex(_text(source, f"block/{digest}/header", 160))
    found = read_header(header)
    roots = [message for message, one in read_proof(proof).reached() if one.kind == BITCOIN and one.height == height]
    if found.merkle_root not in roots:
        raise ValueError(f"the source of headers gives a block {height} that the proof does not fit")
    return header


def _text(source: str, path: str, digits: int) -> str:
    status, answer = _ask(partial(get, f"{source}/{path}", {}, SECONDS, 1000), "the source of headers")
    found = answer.decode("ascii", "replace").strip()
    if status != 200 or not re.fullmatch(rf"[0-9a-f]{{{digits}}}", found):
        raise ValueError(f"the source of headers does not answer {path} with {digits} digits")
    return found


def _ask(call: Callable[[], tuple[int, bytes]], who: str = "it") -> tuple[int, bytes]:
    try:
        status, answer = call()
    except TimeoutError as error:
        raise ValueError(f"{who} did not answer within {SECONDS:g} seconds") from error
    except (OSError, HTTPException, ValueError) as error:
        cause = getattr(error, "reason", error)
        raise ValueError(f"{who} could not be reached ({plain(str(cause)) or type(cause).__name__})") from error
    if len(answer) > LIMIT:
        raise ValueError(f"its answer has more than {LIMIT:,} bytes")
    return status, answer
