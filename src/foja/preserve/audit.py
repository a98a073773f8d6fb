"""The audit of a ledger: one pass that recomputes everything that the events determine."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator
from math import nan
from typing import Any

import msgspec

from foja.preserve.entry import Entry, check_entry
from foja.preserve.finding import Finding
from foja.preserve.keychain import Keys, learn
from foja.preserve.leaf import Leaf, is_canonical, read_leaf, seconds
from foja.preserve.ledger import Ledger
from foja.preserve.merkle import HASH, TILE, Frontier, leaf_hash, tile_name
from foja.preserve.second import Labelled
from foja.preserve.tiles import Edge

Progress = Callable[[int, int, str], None]
"""Called with (done, total, what); a total of 0 is one that is not known."""

RESTORE = "Keep the folder as it is for inquiry, and restore ledger.db from a copy."
_STEP = 1000


class Log:
    """What the pass over the ledger learnt; ``complete`` when it reached the end."""

    def __init__(self, wanted: set[int]) -> None:
        self.wanted = wanted
        self.roots: dict[int, bytes] = {}
        self.named: dict[str, str] = {}  # digest of a blob -> the event that names it first
        self.sha512: dict[str, str] = {}
        self.missing: list[tuple[int, str]] = []  # fields without a value
        self.withdrawn: set[tuple[int, str]] = set()
        self.quotes: list[tuple[str, dict[str, Any]]] = []  # event, passage that a person stands for
        self.stamps: list[tuple[int, dict[str, Any]]] = []  # event, fields of ``stamped``
        self.times = array("d")  # of every event, seconds since 1970; NaN where it cannot be read
        self.keys = Keys()
        self.size = 0
        self.clock_steps = 0
        self.complete = False


def audit(ledger: Ledger, log: Log, tell: Progress) -> Iterator[Finding]:
    """One pass over the events: leaves, numbers, fields; then the tiles. Fills ``log``.

    Raises Damage ``ledger-unreadable`` when SQLite cannot give the rows.
    """
    where = str(ledger.path)
    for line in ledger.integrity():
        yield Finding(code="ledger-unreadable", where=where, what=f"SQLite reports: {line}.", next=RESTORE)
    total, frontier, edge = ledger.size, Frontier(), Edge()
    expected: set[str] = set()
    page: list[bytes] = []
    previous, next_seq = "", 0
    labels = Labelled(ledger.origin)
    _mark(frontier, log)
    for entry in ledger.entries():
        if entry.seq != next_seq:
            what = f"Event {next_seq} was expected, event {entry.seq} was found."
            yield Finding(code="event-missing", where=where, what=what, next=RESTORE)
        next_seq = entry.seq + 1
        leaf = leaf_hash(entry.body)
        frontier.add(leaf)
        page.append(leaf)
        _mark(frontier, log)
        known, wrong = _entry(entry)
        log.times.append(_moment(known))
        if wrong:
            yield Finding(
                code="event-altered",
                where=f"{where}, event {entry.seq}",
                what=f"Event {entry.seq} was altered after it was recorded: {'; '.join(wrong)}.",
                next=RESTORE,
            )
        if known is not None:
            log.clock_steps += known.at < previous
            previous = known.at
            body = _learn(entry, known, log)
            yield from labels.see(entry.seq, known.kind, body)
        if len(page) == TILE:
            yield from _tiles(ledger, edge.extend(page), expected, full=True)
            page.clear()
        if not frontier.size % _STEP:
            tell(frontier.size, total, "events")
    log.size = frontier.size
    yield from _tiles(ledger, edge.extend(page), expected, full=True)
    rest = {
        tile_name(level, log.size >> (8 * (level + 1))): bytes(tile) for level, tile in enumerate(edge.tiles) if tile
    }
    yield from _tiles(ledger, rest, expected, full=False)
    for name in sorted(set(ledger.tile_names()) - expected):
        yield Finding(code="tile-altered", where=f"{where}, {name}", what="No such tile belongs there.", next=RESTORE)
    for seq, name in ledger.strays():
        what = f"The field {name!r} belongs to an event {seq} that does not exist."
        yield Finding(code="field-extra", where=where, what=what, next=RESTORE)
    for seq, name in log.missing:
        if (seq, name) not in log.withdrawn:
            yield Finding(
                code="field-missing",
                where=f"{where}, event {seq}",
                what=f"The value of the field {name!r} is gone, and no event says who withdrew it and why.",
                next=RESTORE,
            )
    log.complete = True


def _mark(frontier: Frontier, log: Log) -> None:
    if frontier.size in log.wanted:
        log.roots[frontier.size] = frontier.root()


def _moment(leaf: Leaf | None) -> float:
    try:
        return seconds(leaf.at) if leaf else nan
    except ValueError:
        return nan


def _entry(entry: Entry) -> tuple[Leaf | None, list[str]]:
    try:
        leaf = read_leaf(entry.body)
    except ValueError as error:
        return None, [f"its body is not a leaf ({error})"]
    wrong = check_entry(entry, leaf)
    if not is_canonical(leaf, entry.body):
        wrong.append("its body is not in canonical form")
    return leaf, wrong


def _tiles(ledger: Ledger, changed: dict[str, bytes], expected: set[str], *, full: bool) -> Iterator[Finding]:
    for name, data in changed.items():
        if full and len(data) != TILE * HASH:
            continue
        expected.add(name)
        if ledger.tile(name) != data:
            yield Finding(
                code="tile-altered",
                where=f"{ledger.path}, {name}",
                what="A stored part of the tree does not follow from the events.",
                next=RESTORE,
            )


def _learn(entry: Entry, leaf: Leaf, log: Log) -> dict[str, Any]:
    """What an event says about blobs, quotes and withdrawn fields (kinds: ``foja.model.event``). Gives its fields."""
    log.missing += [(entry.seq, name) for name in leaf.commit if name not in entry.opened]
    body: dict[str, Any] = {}
    for name, (_, value) in entry.opened.items():
        try:
            body[name] = msgspec.json.decode(value)
        except (msgspec.MsgspecError, UnicodeDecodeError):
            continue  # the commitment of the field says already that it was altered
    log.keys = learn(log.keys, entry.seq, leaf.kind, body)
    event = f"event {entry.seq} ({leaf.kind})"
    log.quotes += [(event, passage) for passage in passages(leaf.kind, body)]
    for digest in named_blobs(leaf.kind, body):
        log.named.setdefault(digest, event)
    source = body.get("source")
    if leaf.kind == "source.added" and isinstance(source, dict):
        log.sha512[str(source.get("sha256"))] = str(source.get("sha512"))
    elif leaf.kind == "stamped":
        log.stamps.append((entry.seq, body))
    elif leaf.kind == "payload.withdrawn" and isinstance(body.get("fields"), list) and type(body.get("seq")) is int:
        log.withdrawn |= {(body["seq"], str(name)) for name in body["fields"]}
    return body


def passages(kind: str, body: dict[str, Any]) -> list[dict[str, Any]]:
    """The passages of the statements that an event brings with it."""
    if not kind.startswith("statement."):
        return []
    statements = [body.get(name) for name in ("statement", "replacement")]
    found = [statement.get("passage") for statement in statements if isinstance(statement, dict)]
    return [passage for passage in found if isinstance(passage, dict)]


def named_blobs(kind: str, body: dict[str, Any]) -> list[str]:
    """The digests of the blobs that an event says the vault keeps."""
    found: list[object] = [passage.get("text") for passage in passages(kind, body)]
    if kind == "source.added" and isinstance(body.get("source"), dict):
        found.append(body["source"].get("sha256"))
    elif kind == "derived":
        found.append(body.get("output"))
        if isinstance(body.get("blobs"), list):
            found += body["blobs"]
    elif kind in ("stamped", "stamp.failed"):
        found += [body.get("note"), body.get("response"), body.get("roots")]
    return [digest for digest in found if isinstance(digest, str) and digest]
