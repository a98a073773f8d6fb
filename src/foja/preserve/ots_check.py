"""The check of OpenTimestamps: every proof against its note, the tree, and the header of a Bitcoin block.

Whose block counts? A proof leads to the Merkle root of a block. The header that the case kept shows that work was
spent on it, and says when; that this block is the one of the Bitcoin network at that height, only a source of the
verifier's own can say. So, as with the roots of authorities: a block that the verifier names confirms, one that only
the case brings is ``anchor-own-block``.

The time of a block may differ from that of the world by two hours (a rule of the network). An event that is anchored
and dated later than that cannot be: ``time-impossible``.
"""

from __future__ import annotations

import hashlib
from array import array
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from itertools import accumulate
from types import MappingProxyType
from typing import Any

from msgspec.structs import replace

from foja.model.errors import FojaError, UsageError
from foja.model.record import Record
from foja.preserve.checkpoint import parse_checkpoint
from foja.preserve.finding import Finding
from foja.preserve.leaf import seconds
from foja.preserve.ots_proof import BITCOIN, BlockHeader, ProofError, read_header, read_proof
from foja.preserve.stamp import TOLERANCE
from foja.preserve.stamp_check import ANCHORED, PROMISED, newest_of

SLACK = 7200 + TOLERANCE
"""Seconds by which a block and this machine may differ."""
WAITING, CONFIRMED, OWN_BLOCK, UNCONFIRMED, WRONG = "promised", "confirmed", "own-block", "unconfirmed", "wrong"
_COMPARE = "Keep the folder as it is for inquiry, and compare with an older copy, a bundle or a receipt."


class Anchor(Record, frozen=True):
    """A recorded proof and what the check made of it: the first ``size`` events existed when block ``height`` was
    found. ``state``: ``promised``, ``confirmed`` (by a block that the verifier named), ``own-block``,
    ``unconfirmed`` (no header of the block is at hand), ``wrong``. ``block``: its digest, ``time``: its time (UTC);
    both empty where no header is at hand. ``root``: the Merkle root that the proof leads to, as explorers write it."""

    event: int
    calendar: str
    size: int
    state: str
    height: int = 0
    block: str = ""
    time: str = ""
    root: str = ""
    work: float = 0.0


class Blocks(Record, frozen=True):
    """What the verifier brought: digests of blocks, and headers by their Merkle root."""

    digests: frozenset[str] = frozenset()
    headers: Mapping[bytes, BlockHeader] = MappingProxyType({})


def blocks_given(given: Sequence[str]) -> Blocks:
    """From digests (64 digits) and headers (160 digits) in hex. Raises UsageError ``block-malformed``."""
    digests, headers = set(), {}
    for text in given:
        try:
            data = bytes.fromhex(text)
            if len(data) == 32:
                digests.add(data.hex())
                continue
            header = read_header(data)
        except ValueError as error:
            raise UsageError(
                "block-malformed",
                f"“{text[:80]}” is neither the digest nor the header of a Bitcoin block.",
                next="Give the 64 digits of its digest, or the 160 digits of its header, as an explorer or a node of "
                "your own tells them.",
            ) from error
        headers[header.merkle_root] = header
    return Blocks(digests=frozenset(digests), headers=headers)


def check_anchors(
    recorded: Sequence[tuple[int, str, Mapping[str, Any]]],
    times: array[float],
    root_of: Callable[[int], bytes | None],
    origin: str,
    read: Callable[[str], bytes],
    blocks: Blocks,
) -> tuple[list[Anchor], list[Finding]]:
    """Check the events ``stamp.promised`` and ``stamp.anchored`` (number, kind, fields). ``times``: of each event,
    seconds since 1970. ``root_of``: the root of the first so many events. ``read``: a preserved file by its digest."""
    anchors: list[Anchor] = []
    findings: list[Finding] = []
    kept = {body.get("promised") for _, kind, body in recorded if kind == ANCHORED}
    for event, kind, body in recorded:
        if kind == PROMISED and event in kept:
            continue
        anchor, found = _one(event, kind, body, root_of, origin, read, blocks)
        findings += [found] if found else []
        anchors += [anchor] if anchor else []
    return anchors, [*findings, *doubts(anchors), *_impossible(anchors, times)]


def _one(
    event: int,
    kind: str,
    body: Mapping[str, Any],
    root_of: Callable[[int], bytes | None],
    origin: str,
    read: Callable[[str], bytes],
    blocks: Blocks,
) -> tuple[Anchor | None, Finding | None]:
    texts = all(isinstance(body.get(name), str) for name in ("authority", "note", "proof"))
    if not texts or type(body.get("size")) is not int:
        what = "The event of an OpenTimestamps proof does not open all its fields, so the proof cannot be checked."
        return None, Finding(code="anchor-unconfirmed", where=_where(event, kind), what=what)
    try:
        note, data = read(body["note"]), read(body["proof"])
    except FojaError:
        return None, None  # said already, as a missing or altered file
    anchor = Anchor(event=event, calendar=body["authority"], size=body["size"], state=WRONG)
    try:
        checkpoint = parse_checkpoint(note)
    except FojaError:
        return _wrong(anchor, "anchor-altered", "what was anchored is no checkpoint")
    if (checkpoint.origin, checkpoint.size) != (origin, anchor.size) or anchor.size > event:
        return _wrong(anchor, "anchor-altered", "what was anchored is the checkpoint of another case or moment")
    if checkpoint.root != root_of(anchor.size):
        return _wrong(anchor, "history-rewritten", f"the first {anchor.size} events are not those that were anchored")
    height, header = body.get("height", 0), str(body.get("header", ""))
    return confirm(anchor, kind == PROMISED, height, header, note, data, blocks)


def confirm(
    anchor: Anchor, promised: bool, height: object, header: str, note: bytes, data: bytes, blocks: Blocks
) -> tuple[Anchor, Finding | None]:
    """The anchor with its state, and what is wrong with it; for what is only doubtful see ``doubts``.

    ``height``, ``header`` (hex): what the event says of the block. ``data``: the proof. ``blocks``: of the verifier.
    """
    try:
        proof = read_proof(data)
        if proof.message != hashlib.sha256(note).digest():
            raise ProofError("it is about something else than the note that the event names")
        if promised:
            return replace(anchor, state=WAITING), None
        roots = [message for message, one in proof.reached() if one.kind == BITCOIN and one.height == height]
        if not roots or type(height) is not int:
            raise ProofError("it does not lead to the block that the event names")
        anchor = replace(anchor, height=height, root=roots[0][::-1].hex())
        own = read_header(bytes.fromhex(header)) if header else None
        if own and own.merkle_root not in roots:
            raise ProofError("it does not lead to the header of the block that the event names")
    except ValueError as error:
        return _wrong(anchor, "anchor-altered", str(error))
    told = next((blocks.headers[root] for root in roots if root in blocks.headers), None)
    block = told or own
    if block is None:
        return replace(anchor, state=UNCONFIRMED), None
    sure = told is not None or block.digest in blocks.digests
    return replace(
        anchor, state=CONFIRMED if sure else OWN_BLOCK, block=block.digest, work=block.work,
        time=block.time.strftime("%Y-%m-%dT%H:%M:%SZ"),
    ), None  # fmt: skip


def newest(anchors: Sequence[Anchor]) -> list[tuple[Anchor, int]]:
    """The newest of each calendar and state, with how many older ones there are."""
    return newest_of(((anchor.calendar, anchor.state), anchor.event, anchor) for anchor in anchors)


def doubts(anchors: Sequence[Anchor]) -> list[Finding]:
    """What no block of the verifier confirms: one Finding for each calendar, about its newest anchor."""
    findings = []
    for anchor, older in newest(anchors):
        over = f"{anchor.size} events" + (f" (and {older} earlier)" if older else "")
        where = _where(anchor.event, ANCHORED)
        if anchor.state == OWN_BLOCK:
            what = (
                f"The anchor by {anchor.calendar} over {over} leads to a block of {anchor.time}, by the header that "
                f"the case itself brings; to find such a block takes some 2^{anchor.work:.0f} digests."
            )
            next_ = (
                f"Ask an explorer or a node of your own for the digest of Bitcoin block {anchor.height}. If it is "
                f"the one named here, give it with: --block {anchor.block}"
            )
            findings.append(Finding(code="anchor-own-block", where=where, what=what, next=next_))
        elif anchor.state == UNCONFIRMED:
            what = (
                f"The anchor by {anchor.calendar} over {over} holds if {anchor.root} is the Merkle root of Bitcoin "
                f"block {anchor.height}. The case does not bring its header."
            )
            next_ = "Ask an explorer or a node of your own for the header of that block (160 digits), and give it "
            next_ += "with: --block HEADER"
            findings.append(Finding(code="anchor-unconfirmed", where=where, what=what, next=next_))
    return findings


def _wrong(anchor: Anchor, code: str, what: str) -> tuple[Anchor, Finding]:
    said = f"The OpenTimestamps proof by {anchor.calendar} does not verify: {what}."
    return anchor, Finding(code=code, where=_where(anchor.event, ANCHORED), what=said, next=_COMPARE)


def _where(event: int, kind: str) -> str:
    return f"event {event} ({kind})"


def _impossible(anchors: Sequence[Anchor], times: array[float]) -> list[Finding]:
    """One finding for the earliest anchor that events contradict, with the first of these events."""
    order = sorted((one for one in anchors if one.time and one.state != WRONG), key=lambda one: one.size)
    sizes = [one.size for one in order]
    earliest = list(accumulate(order[::-1], _earlier))[::-1]
    limits = [seconds(one.time) + SLACK for one in earliest]
    late: dict[int, list[int]] = {}
    for seq, at in enumerate(times[: sizes[-1]] if sizes else ()):
        first = bisect_right(sizes, seq)
        if at > limits[first]:
            late.setdefault(earliest[first].event, []).append(seq)
    by_event = {one.event: one for one in order}
    return [_contradiction(seqs, by_event[event]) for event, seqs in late.items()]


def _earlier(one: Anchor, other: Anchor) -> Anchor:
    return one if one.time <= other.time else other


def _contradiction(seqs: Sequence[int], anchor: Anchor) -> Finding:
    more = f" (and {len(seqs) - 1} other events)" if len(seqs) > 1 else ""
    return Finding(
        code="time-impossible",
        where=f"event {seqs[0]}",
        what=f"Event {seqs[0]}{more} is dated more than {SLACK // 60} minutes after {anchor.time}, when block "
        f"{anchor.height} anchored the first {anchor.size} events, although it existed then: it was dated falsely, or "
        "the clock of a machine was wrong.",
        next="Ask who keeps the case how the clock was set, and do not rely on the times of these events.",
    )
