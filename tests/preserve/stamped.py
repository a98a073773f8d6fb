"""Cases with time stamps of any date, made event by event, as somebody with the key of the case could make them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

from foja.model.event import Act
from foja.preserve.checkpoint import write_checkpoint
from foja.preserve.keys import load_key
from foja.preserve.ledger import Ledger
from foja.preserve.stamp_token import read_token
from foja.preserve.vault import Vault
from preserve.authority import LocalAuthority
from preserve.sample import ANA, ORIGIN, acts


def text(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def record(case: Path, at: datetime, count: int = 1) -> None:
    """Events at a time, and a checkpoint over them."""
    with closing(Ledger.open(case / "ledger.db", write=True)) as ledger:
        ledger.append(acts(count), text(at))
        write_checkpoint(case, ledger, load_key(ORIGIN))


def stamp(
    case: Path,
    authority: LocalAuthority,
    gen: datetime,
    at: datetime | None = None,
    change: Callable[[dict[str, Any]], object] = lambda body: None,
    answer: bytes | None = None,
) -> dict[str, Any]:
    """Record a stamp over the newest checkpoint that gives ``gen``, in an event dated ``at`` (by default the same),
    and a checkpoint over it. ``change``: what to alter in the event. ``answer``: recorded in place of a right one."""
    note = (case / "checkpoint").read_bytes()
    raw = authority.forge(note, gen) if answer is None else answer
    files = {hashlib.sha256(data).hexdigest(): data for data in (note, raw, authority.roots)}
    named = dict(zip(("note", "response", "roots"), files, strict=True))
    token = read_token(authority.forge(note, gen))
    body = {
        "authority": authority.name,
        "url": "http://127.0.0.1:9/",
        "qualified": False,
        "size": int(note.split(b"\n")[1]),
        **named,
        "gen_time": token.gen_time,
        "serial": token.serial,
        "policy": token.policy,
        "signer": token.signer,
    }
    change(body)
    for digest, data in files.items():
        if digest in body.values():  # what no event names is a finding of its own
            Vault(case / "vault").put(data)
    with closing(Ledger.open(case / "ledger.db", write=True)) as ledger:
        ledger.append([Act(kind="stamped", body=body, actor=ANA, why="Time stamp")], text(at or gen))
        write_checkpoint(case, ledger, load_key(ORIGIN))
    return body
