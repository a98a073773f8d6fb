"""Leaf: what the tree holds of an event, and the commitments to its fields.

The tree holds ``{seq, at, kind, actor, commit: {field: hex}}`` as canonical JSON (RFC 8785); ``actor`` is the
kind of actor, ``person`` or ``foja``. The values of the fields (those of the body, ``who`` and ``why``) stand
outside, each with 32 random bytes of salt, so that the name of a person can be withheld like anything else:

    commit[field] = SHA-256("foja/field/v1" 0x00 || salt (32) || length of name (2, big endian) || name || value)

where value is canonical JSON. Giving salt and value opens a field, giving nothing withholds it, deleting
both erases it; the tree stays verifiable. The salt makes it impossible to find a short value by guessing.
"""

from __future__ import annotations

import functools
import hashlib
import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec
import rfc8785

from foja.model.errors import Refusal, UsageError
from foja.model.event import Act
from foja.model.record import Record

TAG = b"foja/field/v1\0"
_TAGGED = hashlib.sha256(TAG)
"""The state of the digest of every commitment before its salt."""
SALT = 32
"""Bytes of salt of a commitment."""
LEAF_LIMIT = 65_535
"""Bytes of a leaf: entry bundles of C2SP tlog-tiles give lengths in two bytes."""
WHO, WHY = "who", "why"
"""The fields that hold the name of the actor and the reason of an act; no body may use them."""

FIELD = re.compile(r"[a-z][a-z0-9_]{0,63}")
"""The names that a field can have."""
_KIND = re.compile(r"[a-z][a-z0-9_.]{0,63}")
_AT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?Z")


class Leaf(Record, frozen=True):
    """The part of an event that the tree holds. ``actor``: its kind. ``commit``: field name to commitment (hex)."""

    actor: str
    at: str
    commit: dict[str, str]
    kind: str
    seq: int


_DECODER = msgspec.json.Decoder(Leaf)
_SORTED = msgspec.json.Encoder(order="sorted")


def canonical(value: Any) -> bytes:
    """RFC 8785 form of a record or plain data. Raises UsageError ``value-not-json`` where JSON cannot hold it."""
    try:
        plain = msgspec.to_builtins(value)
        data = rfc8785.dumps(plain)
        if msgspec.json.decode(data) != plain:  # numbers above 2^53 are written as ECMAScript would, rounded
            raise ValueError("a number is too large to be written exactly")
    except (ValueError, RecursionError, TypeError) as error:
        raise UsageError(
            "value-not-json",
            f"A value cannot be recorded exactly: {error}.",
            next="Use texts, whole numbers below 2^53, finite numbers, true, false, null, lists and objects.",
        ) from error
    return data


@functools.lru_cache(maxsize=256)  # what is recorded in one go has one time, and a verification asks for each event
def seconds(at: str) -> float:
    """The time of an event as seconds since 1970. Raises ``ValueError`` for what is no time in UTC."""
    if not _AT.fullmatch(at):
        raise ValueError(f"{at!r} is not a time in UTC")
    return datetime.fromisoformat(at).timestamp()


def commitment(salt: bytes, name: str, value: bytes) -> str:
    """The commitment (hex) to a field; ``value`` is canonical JSON."""
    digest = _TAGGED.copy()
    digest.update(salt + tagged(name) + value)
    return digest.hexdigest()


@functools.lru_cache(maxsize=256)  # a case has some dozens of names of fields, and hundreds of thousands of fields
def tagged(name: str) -> bytes:
    """The name of a field after its length, as it is hashed."""
    encoded = name.encode()
    return len(encoded).to_bytes(2, "big") + encoded


def fields_of(act: Act) -> dict[str, bytes]:
    """The fields of an act with their values in canonical JSON; refuses what the ledger will not hold."""
    if not _KIND.fullmatch(act.kind):
        raise UsageError("event-kind-malformed", f"{act.kind!r} is not a kind of event.", next="See foja.model.event.")
    if act.actor.kind == "person" and not act.why.strip():
        raise Refusal(
            "why-missing",
            f"The act {act.kind} of {act.actor.name or 'a person'} gives no reason; every act of a person has one.",
            next="Say in a sentence why this is done.",
        )
    fields: dict[str, bytes] = {}
    for name, value in act.body.items():
        if name in (WHO, WHY) or not FIELD.fullmatch(name):
            raise UsageError(
                "event-field-malformed",
                f"{name!r} cannot name a field of the event {act.kind}.",
                next="Use lower-case letters, digits and _; the actor and the reason are given beside the body.",
            )
        fields[name] = canonical(value)
    fields[WHO] = canonical(act.actor.name)
    if act.why:
        fields[WHY] = canonical(act.why)
    return fields


def leaf_bytes(seq: int, at: str, act: Act, commit: Mapping[str, str]) -> bytes:
    """The canonical leaf of an act. Raises UsageError ``event-time-malformed`` or ``event-too-large``."""
    if not _AT.fullmatch(at):
        raise UsageError(
            "event-time-malformed",
            f"{at!r} is not a time in UTC.",
            next="Use the form 2026-03-01T10:00:00Z.",
        )
    leaf = canonical(
        {
            "seq": seq,
            "at": at,
            "kind": act.kind,
            "actor": act.actor.kind,
            "commit": commit,
        }
    )
    if len(leaf) > LEAF_LIMIT:
        raise UsageError(
            "event-too-large",
            f"The event {act.kind} has a leaf of {len(leaf):,} bytes; the tree holds at most {LEAF_LIMIT:,}.",
            next="Put large content into the vault and name it by its digest.",
        )
    return leaf


def read_leaf(data: bytes) -> Leaf:
    """The Leaf in ``data``; raises ``ValueError`` when it is not one in canonical form."""
    try:
        return _DECODER.decode(data)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise ValueError(str(error)) from error


def malformed(leaf: Leaf) -> list[str]:
    """What in a leaf foja never writes, though it may be signed: such an event was made by other means."""
    wrong = [] if re.fullmatch("[a-z]+", leaf.actor) else [f"{leaf.actor!r} is no kind of actor"]
    wrong += [] if re.fullmatch("[a-z0-9_.]+", leaf.kind) else [f"{leaf.kind!r} is no kind of event"]
    return wrong + [f"{name!r} cannot name a field" for name in leaf.commit if not FIELD.fullmatch(name)]


def is_text(value: bytes) -> bool:
    """Whether the value of a field is UTF-8."""
    try:
        value.decode()
    except UnicodeDecodeError:
        return False
    return True


def plain(value: bytes) -> Any:
    """The value of a field as plain data. Raises ``ValueError`` where it is not JSON, or gives a key twice."""
    try:
        found = msgspec.json.decode(value)
        if _SORTED.encode(found) != value:  # mostly a number in another spelling; a key that is given twice, too
            json.loads(value, object_pairs_hook=_once)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise ValueError(str(error)) from error
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key is given twice")
    return found


def is_canonical(leaf: Leaf, data: bytes) -> bool:
    """Whether ``data`` is exactly the canonical JSON of ``leaf`` (no second key, no other spelling).

    A verification asks this of every event. In ASCII without escapes, RFC 8785 and plain JSON with sorted keys are the
    same bytes, and the quick encoder answers; what it does not confirm, the other one does.
    """
    if data.isascii() and b"\\" not in data and _SORTED.encode(leaf) == data:
        return True
    try:
        return rfc8785.dumps(msgspec.to_builtins(leaf)) == data
    except rfc8785.CanonicalizationError:
        return False
