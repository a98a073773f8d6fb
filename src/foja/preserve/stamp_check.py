"""The check of time stamps: every token against its note, the tree, trusted roots; and the times of all events.

Whose roots count? Those that the verifier brings. The roots that the case kept when it was stamped are worth less:
who forges a case can forge an authority for it too. A stamp that only these vouch for is ``stamp-own-roots``.

Times. A token over ``size`` events proves two things: these events existed at its time, and an event after them was
recorded later than the note that was stamped. So, give or take ``TOLERANCE``:

    an event below ``size`` that is dated after the token      cannot be     time-impossible
    an event from ``size`` on that is dated before the token   cannot be     time-impossible

The second holds because a note is asked about as soon as it is signed (``stamp``). Between two tokens an event can
be dated as its writer liked: how often a case is stamped is how finely its times are fixed.
"""

from __future__ import annotations

import hashlib
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import accumulate
from math import isnan
from typing import Any, TypeVar

from msgspec.structs import replace

from foja.model.errors import FojaError
from foja.model.record import Record
from foja.preserve.checkpoint import parse_checkpoint
from foja.preserve.finding import Finding
from foja.preserve.leaf import Leaf, read_leaf, seconds
from foja.preserve.ledger import Ledger
from foja.preserve.stamp import TOLERANCE
from foja.preserve.stamp_token import TokenError, distrust, read_token

STAMPED, FAILED, PROMISED, ANCHORED = "stamped", "stamp.failed", "stamp.promised", "stamp.anchored"
OF_STAMPING = frozenset({STAMPED, FAILED, PROMISED, ANCHORED})
CONFIRMED, OWN_ROOTS, UNCONFIRMED, WRONG = "confirmed", "own-roots", "unconfirmed", "wrong"
_COMPARE = "Keep the folder as it is for inquiry, and compare with an older copy, a bundle or a receipt."
SAID = ("gen_time", "serial", "policy")
"""What an event repeats of its token."""
T = TypeVar("T")
Read = Callable[[str], bytes]
"""The bytes of a preserved file by its digest; raises FojaError."""


class Stamp(Record, frozen=True):
    """A recorded time stamp and what the check made of it. ``state``: ``confirmed`` (by roots that the verifier
    brought), ``own-roots``, ``unconfirmed``, ``wrong``. ``qualified``: as the case says.
    ``reason``: why the roots that the verifier brought do not vouch for it."""

    event: int
    authority: str
    gen_time: str
    size: int
    state: str
    qualified: bool = False
    reason: str = ""


def newest(stamps: Sequence[Stamp]) -> list[tuple[Stamp, int]]:
    """The newest stamp of each authority and state, with how many older ones there are."""
    return newest_of(((stamp.authority, stamp.state), stamp.event, stamp) for stamp in stamps)


def newest_of(told: Iterable[tuple[tuple[str, str], int, T]]) -> list[tuple[T, int]]:
    """Of (who and state, number of the event, what was told): the newest of each, with how many older there are."""
    found: dict[tuple[str, str], dict[int, T]] = {}
    for key, event, one in told:
        found.setdefault(key, {})[event] = one
    return [(group[max(group)], len(group) - 1) for group in found.values()]


def check_stamps(
    recorded: Sequence[tuple[int, Mapping[str, Any]]],
    times: array[float],
    root_of: Callable[[int], bytes | None],
    origin: str,
    read: Read,
    roots: Sequence[bytes] = (),
) -> tuple[list[Stamp], list[Finding]]:
    """Check the events ``stamped`` (number, fields). ``times``: of each event, seconds since 1970, NaN where there is
    none. ``root_of``: the root of the first so many events. ``roots``: PEM, as the verifier brought them."""
    stamps: list[Stamp] = []
    findings: list[Finding] = []
    for event, body in recorded:
        stamp, found = _one(event, body, root_of, origin, read, roots)
        findings += [found] if found else []
        if stamp is not None:
            stamps.append(stamp)
    return stamps, [*findings, *doubts(stamps), *_impossible([s for s in stamps if s.state != WRONG], times)]


def _one(
    event: int,
    body: Mapping[str, Any],
    root_of: Callable[[int], bytes | None],
    origin: str,
    read: Read,
    roots: Sequence[bytes],
) -> tuple[Stamp | None, Finding | None]:
    names = ("authority", "note", "response", "roots", "gen_time")
    if not all(isinstance(body.get(name), str) for name in names) or type(body.get("size")) is not int:
        what = "The event of a time stamp does not open all its fields, so the stamp cannot be checked."
        return None, Finding(code="stamp-unconfirmed", where=_where(event), what=what, next="Ask who keeps the case.")
    try:
        note, raw, own = (read(body[name]) for name in ("note", "response", "roots"))
    except FojaError:
        return None, None  # said already, as a missing or altered file
    size = body["size"]
    stamp = Stamp(
        event=event, authority=body["authority"], gen_time=body["gen_time"], size=size, state=WRONG,
        qualified=body.get("qualified") is True,
    )  # fmt: skip
    try:
        checkpoint = parse_checkpoint(note)
    except FojaError:
        return _wrong(stamp, "stamp-altered", "what was stamped is no checkpoint")
    if (checkpoint.origin, checkpoint.size) != (origin, size) or size > event:
        return _wrong(stamp, "stamp-altered", "what was stamped is the checkpoint of another case or moment")
    if checkpoint.root != root_of(size):
        return _wrong(stamp, "history-rewritten", f"the first {size} events are not those that were stamped")
    return confirm(stamp, {name: body.get(name) for name in SAID}, note, raw, own, roots)


def confirm(
    stamp: Stamp, said: Mapping[str, Any], note: bytes, raw: bytes, own: bytes, roots: Sequence[bytes]
) -> tuple[Stamp, Finding | None]:
    """The stamp with its state, and what is wrong with it; for what is only doubtful see ``doubts``.

    ``said``: what its event says of the token (any of ``SAID``). ``raw``: the answer. ``own``: roots that the case
    brings; ``roots``: those of the verifier (PEM).
    """
    try:
        token = read_token(raw)
    except TokenError as error:
        return _wrong(stamp, "stamp-altered", str(error))
    if token.imprint != hashlib.sha256(note).hexdigest():
        return _wrong(stamp, "stamp-altered", "it is about something else than the note that the event names")
    if other := [name for name, value in said.items() if value != getattr(token, name)]:
        return _wrong(stamp, "stamp-altered", f"the event says otherwise than the token about {', '.join(other)}")
    if not token.within:
        return stamp, Finding(
            code="stamp-outside-validity",
            where=_where(stamp.event),
            what=f"The time stamp by {stamp.authority} gives {token.gen_time}, but its certificate was valid only from "
            f"{token.valid_from} to {token.valid_until}: it proves nothing.",
            next=_COMPARE,
        )
    reason = distrust(raw, note, roots) if roots else ""
    if roots and not reason:
        return replace(stamp, state=CONFIRMED), None
    return replace(stamp, state=OWN_ROOTS if _vouched(raw, note, own) else UNCONFIRMED, reason=reason), None


def doubts(stamps: Sequence[Stamp]) -> list[Finding]:
    """What no trusted root confirms: one Finding for each authority, about its newest stamp."""
    findings: list[Finding] = []
    for stamp, older in newest(stamps):
        if stamp.state not in (OWN_ROOTS, UNCONFIRMED):
            continue
        over = f"{stamp.size} events at {stamp.gen_time}" + (f" (and {older} earlier)" if older else "")
        why = f" The roots that you gave do not vouch for it: {stamp.reason}." if stamp.reason else ""
        next_ = f"Get the root certificate of {stamp.authority} by another way and give it with: --stamp-roots FILE.pem"
        if stamp.state == OWN_ROOTS:
            what = f"The time stamp by {stamp.authority} over {over} is confirmed only with "
            what += f"the roots that the case itself brings.{why}"
            findings.append(Finding(code="stamp-own-roots", where=_where(stamp.event), what=what, next=next_))
        else:
            what = f"The time stamp by {stamp.authority} over {over} is not confirmed by any trusted root.{why}"
            findings.append(Finding(code="stamp-unconfirmed", where=_where(stamp.event), what=what, next=next_))
    return findings


def _vouched(raw: bytes, note: bytes, own: bytes) -> bool:
    try:
        return not distrust(raw, note, [own])
    except ValueError:
        return False


def _wrong(stamp: Stamp, code: str, what: str) -> tuple[Stamp, Finding]:
    said = f"The time stamp by {stamp.authority} does not verify: {what}."
    return stamp, Finding(code=code, where=_where(stamp.event), what=said, next=_COMPARE)


def _where(event: int) -> str:
    return f"event {event} (stamped)"


# -- times


def _impossible(stamps: Sequence[Stamp], times: array[float]) -> list[Finding]:
    """One finding for each token that events contradict, with the first of these events."""
    order = sorted(stamps, key=lambda stamp: stamp.size)
    sizes = [stamp.size for stamp in order]
    # The tightest bounds of an event: the earliest of the tokens that cover it, the latest of those that do not.
    earliest = list(accumulate(order[::-1], _earlier))[::-1]
    latest = list(accumulate(order, _later))
    moments = {stamp.gen_time: seconds(stamp.gen_time) for stamp in stamps}
    wrong: dict[tuple[Stamp, str], list[int]] = {}
    for seq, at in enumerate(times):  # a time that cannot be read (NaN) is on neither side
        first = bisect_right(sizes, seq)  # of the tokens that cover the event
        if first < len(order) and not at <= moments[earliest[first].gen_time] + TOLERANCE:
            wrong.setdefault((earliest[first], "after"), []).append(seq)
        if first and not at >= moments[latest[first - 1].gen_time] - TOLERANCE:
            wrong.setdefault((latest[first - 1], "before"), []).append(seq)
    return [_contradiction(seqs, stamp, side, times) for (stamp, side), seqs in wrong.items()]


def _earlier(one: Stamp, other: Stamp) -> Stamp:
    return one if one.gen_time <= other.gen_time else other


def _later(one: Stamp, other: Stamp) -> Stamp:
    return one if one.gen_time >= other.gen_time else other


def _contradiction(seqs: Sequence[int], stamp: Stamp, side: str, times: array[float]) -> Finding:
    more = f" (and {len(seqs) - 1} other events)" if len(seqs) > 1 else ""
    dated = "has no readable time" if isnan(times[seqs[0]]) else f"is dated {side}"
    but = "although it existed then" if side == "after" else "although it was recorded later"
    return Finding(
        code="time-impossible",
        where=f"event {seqs[0]}",
        what=f"Event {seqs[0]}{more} {dated} {stamp.gen_time}, when {stamp.authority} stamped the first {stamp.size} "
        f"events, {but}: it was dated falsely, or the clock of a machine was wrong by more than {TOLERANCE // 60} "
        "minutes.",
        next="Ask who keeps the case how the clock was set, and do not rely on the times of these events.",
    )


def unanchored(sizes: Iterable[int], ledger: Ledger, size: int) -> Finding | None:
    """What no stamp or anchor covers, as a Finding that says so and is no fault; None when everything is covered.
    ``sizes``: of those that are not wrong."""
    covered = max(sizes, default=0)
    found = first_uncovered(ledger, covered)
    if found is None or found.seq >= size:
        return None
    after = f"after the {covered} that are stamped, " if covered else ""
    return Finding(
        code="unanchored",
        where=f"event {found.seq}",
        what=f"Unanchored since {found.at}: {after}no time stamp covers the events from {found.seq} on, so only the "
        "clock of the machine says when they were recorded.",
        next="Ask for a time stamp with: foja stamp CASE",
    )


def first_uncovered(ledger: Ledger, covered: int) -> Leaf | None:
    """The first event from number ``covered`` on, those that the stamping itself wrote left out."""
    for entry in ledger.entries(covered - 1, page=4):  # the first one, mostly; the Desk asks for it
        try:
            leaf = read_leaf(entry.body)
        except ValueError:
            continue  # said by the audit
        if leaf.kind not in OF_STAMPING:
            return leaf
    return None
