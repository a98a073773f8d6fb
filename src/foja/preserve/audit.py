"""The audit of a ledger: one pass that recomputes everything that the events determine."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterator
from math import isnan, nan
from typing import Any

from foja.preserve.companion import COMPANION
from foja.preserve.entry_check import checked_entries
from foja.preserve.finding import Finding
from foja.preserve.keychain import CREATED, ROTATED, Keys, learn
from foja.preserve.leaf import plain, seconds
from foja.preserve.ledger import Ledger
from foja.preserve.ledger_file import Field
from foja.preserve.merkle import HASH, TILE, tile_name
from foja.preserve.removed import KINDS as REMOVED
from foja.preserve.removed import Removed
from foja.preserve.second_person import SEEN, Labelled
from foja.preserve.stamp_check import ANCHORED, OF_STAMPING, PROMISED, STAMPED
from foja.preserve.tiles import Edge

Progress = Callable[[int, int, str], None]
"""Called with (done, total, what); a total of 0 is one that is not known."""

RESTORE = "Keep the folder as it is for inquiry, and restore ledger.db from a copy."
TOLERANCE = 600
"""Seconds by which an event may be dated before the one that precedes it: clocks are set, machines differ."""
_STEP = 1000


class Log:
    """What the pass over the ledger learnt; ``complete`` when it reached the end."""

    def __init__(self, wanted: set[int]) -> None:
        self.wanted = wanted
        self.roots: dict[int, bytes] = {}
        self.named: dict[str, str] = {}  # digest of a blob -> the event that names it first
        self.sha512: dict[str, str] = {}
        self.missing: list[tuple[int, str]] = []  # fields without a value
        self.removed = Removed()  # fields that were sealed or erased, and the files that stand for them
        self.quotes: list[tuple[str, dict[str, Any]]] = []  # event, passage that a person stands for
        self.created: list[dict[str, Any]] = []  # what the case was called
        self.stamps: list[tuple[int, dict[str, Any]]] = []  # event, fields of ``stamped``
        self.anchors: list[tuple[int, str, dict[str, Any]]] = []  # event, kind, fields: OpenTimestamps
        self.times = array("d")  # of every event, seconds since 1970; NaN where it cannot be read
        self.keys = Keys()
        self.companion: tuple[int, str] | None = None  # the event that names a companion key last, and the key
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
    for line in ledger.strangers():
        what = f"The database holds something that foja did not make: {line}."
        yield Finding(code="ledger-extra", where=where, what=what, next=RESTORE)
    total, edge = ledger.size, Edge()
    expected: set[str] = set()
    page: list[bytes] = []
    next_seq, size = 0, 0
    labels, clock = Labelled(ledger.origin), _Clock(where, log)
    wanted = sorted(log.wanted)
    log.roots |= {none: edge.root() for none in wanted if none <= 0}
    due = _due(size, wanted)
    for seq, leaf, kind, at, fields, closed, wrong in checked_entries(ledger):
        if seq != next_seq:
            what = f"Event {next_seq} was expected, event {seq} was found."
            yield Finding(code="event-missing", where=where, what=what, next=RESTORE)
        next_seq = seq + 1
        page.append(leaf)
        size += 1
        moment, values = nan, None
        body: dict[str, Any] = {}
        if kind is not None:
            moment, values = clock.moment(at), _looked_into(kind, fields)
            if isnan(moment):
                wrong.append("its time is no time in UTC")
        if kind is not None and values is not None:
            body = _values(values, wrong)
            try:
                _learn(seq, kind, body, log)
            except (ValueError, KeyError, TypeError, AttributeError):
                wrong.append(f"its fields do not hold what an event {kind} holds")
        if wrong:
            yield Finding(
                code="event-altered",
                where=f"{where}, event {seq}",
                what=f"Event {seq} was altered after it was recorded: {'; '.join(wrong)}.",
                next=RESTORE,
            )
        if at != clock.at:
            yield from clock.see(seq, at, moment)
        if closed:
            log.missing += [(seq, name) for name in closed]
        if kind in SEEN:
            yield from labels.see(seq, kind, body)
        log.times.append(moment)
        if size == due:
            yield from _tiles(ledger, edge.extend(page), expected, full=True)
            page.clear()
            if size in log.wanted:
                log.roots[size] = edge.root()
            due = _due(size, wanted)
        if not size % _STEP:
            tell(size, total, "events")
    log.size = size
    yield from _tiles(ledger, edge.extend(page), expected, full=True)
    yield from _end(ledger, edge, expected)
    log.complete = True


def _due(size: int, wanted: list[int]) -> int:
    """At how many events the tree is looked at next: where a tile is full, or where a root is wanted (in order)."""
    full, place = size // TILE * TILE + TILE, bisect_right(wanted, size)
    return min(full, wanted[place]) if place < len(wanted) else full


def _end(ledger: Ledger, edge: Edge, expected: set[str]) -> Iterator[Finding]:
    """What the whole tree says at its end: the tiles that are not full, and what belongs to none of the events."""
    rest = {
        tile_name(level, edge.size >> (8 * (level + 1))): bytes(tile) for level, tile in enumerate(edge.tiles) if tile
    }
    yield from _tiles(ledger, rest, expected, full=False)
    for name in sorted(set(ledger.tile_names()) - expected):
        yield Finding(
            code="tile-altered", where=f"{ledger.path}, {name}", what="No such tile belongs there.", next=RESTORE
        )
    for seq, name in ledger.strays():
        what = f"The field {name!r} belongs to an event {seq} that does not exist."
        yield Finding(code="field-extra", where=str(ledger.path), what=what, next=RESTORE)


class _Clock:
    """Follows the times of events, and tells where one goes back further than clocks are set right."""

    def __init__(self, where: str, log: Log) -> None:
        self._where, self._log = where, log
        self.at, self._moment = "", nan  # of the event before

    def moment(self, at: str) -> float:
        """Seconds since 1970, NaN for what is no time."""
        if at == self.at:
            return self._moment
        try:
            return seconds(at)
        except ValueError:
            return nan

    def see(self, seq: int, at: str, moment: float) -> Iterator[Finding]:
        if at < self.at and at:
            self._log.clock_steps += 1
            if not self._moment - moment <= TOLERANCE:  # nor where one of the two cannot be read
                yield Finding(
                    code="time-backwards",
                    where=f"{self._where}, event {seq}",
                    what=f"It is dated {at}, but it was recorded after an event of {self.at}: a clock was "
                    "wrong, or it is back-dated.",
                    next="Ask who recorded it. Its place in the record is certain, its date is not.",
                )
        if at:
            self.at, self._moment = at, moment


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


def _values(values: list[tuple[str, bytes]], wrong: list[str]) -> dict[str, Any]:
    """The values of fields as plain data; what is none goes to ``wrong``."""
    body = {}
    for name, value in values:
        try:
            body[name] = plain(value)
        except ValueError as error:
            wrong.append(f"the field {name!r} is not JSON ({error})")
    return body


def _learn(seq: int, kind: str, body: dict[str, Any], log: Log) -> None:
    """What an event says about blobs, quotes, keys and removed fields (kinds: ``foja.model.event``). Raises what its
    fields provoke where they do not hold what such an event holds."""
    found = passages(kind, body)
    named = named_blobs(kind, body, found)
    if found or named:
        event = f"event {seq} ({kind})"
        log.quotes += [(event, passage) for passage in found]
        for digest in named:
            log.named.setdefault(digest, event)
    if kind == "source.added" and "source" in body:
        log.sha512[body["source"]["sha256"]] = str(body["source"].get("sha512"))
    elif kind in (CREATED, ROTATED):
        log.keys = learn(log.keys, seq, kind, body)
        log.created += [body] if kind == CREATED else []
    elif kind == COMPANION:
        log.companion = (seq, str(body.get("key")))
    elif kind == STAMPED:
        log.stamps.append((seq, body))
    elif kind in (PROMISED, ANCHORED):
        log.anchors.append((seq, kind, body))
    elif kind in REMOVED:
        log.removed.see(seq, kind, body)
    elif kind == "disclosure.made" and "withheld" in body:
        _ = [(int(number), *names) for number, names in body["withheld"].items()]


def _looked_into(kind: str, fields: list[Field]) -> list[tuple[str, bytes]] | None:
    """The fields whose values say something to this audit; of a decision on a statement, those that hold a record, and
    None where it has none: most decisions name a draft and give a reason."""
    if kind.startswith("statement.") and kind not in SEEN:
        return [(name, value) for _, name, _, value in fields if value[:1] == b"{"] or None
    return [(name, value) for _, name, _, value in fields]


def passages(kind: str, body: dict[str, Any]) -> list[dict[str, Any]]:
    """The passages of the statements that an event brings with it."""
    if not kind.startswith("statement."):
        return []
    statements = [body.get(name) for name in ("statement", "replacement")]
    found = [statement.get("passage") for statement in statements if isinstance(statement, dict)]
    return [passage for passage in found if isinstance(passage, dict)]


def named_blobs(kind: str, body: dict[str, Any], quoted: list[dict[str, Any]]) -> list[str]:
    """The digests of the blobs that an event with these passages says the vault keeps. Raises what fields provoke that
    do not hold what such an event holds."""
    found: list[object] = [passage.get("text") for passage in quoted]
    if kind == "source.added" and "source" in body:
        found.append(body["source"]["sha256"])
    elif kind in ("derived", "text.corrected"):
        found += [body.get("output"), *(body.get("blobs") or [])]
    elif kind == "list.added" and "snapshot" in body:
        found += [body["snapshot"]["entries"], *(one["sha256"] for one in body["snapshot"]["files"])]
    elif kind in OF_STAMPING:
        found += [body.get(name) for name in ("note", "response", "roots", "proof")]
    if not all(one is None or isinstance(one, str) for one in found):
        raise ValueError("what should be the digest of a file is none")
    return [digest for digest in found if isinstance(digest, str) and digest]
