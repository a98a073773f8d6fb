#!/usr/bin/env python3
"""Check a bundle written by foja. One file, Python 3.8 or newer, standard library only. Writes nothing, no network.

    python3 -I verify.py [BUNDLE] [--key VERIFIER] [--receipt FILE]... [--witness KEY]... [--sha512]

BUNDLE is a folder or a .zip; without it, the folder of this file. Exit code: 0 everything verifies; 2 wrong use;
else that of the worst finding, see KINDS below. VERIFY.txt describes every format: you can write your own check.
"""

from __future__ import annotations

import argparse
import base64
import calendar
import hashlib
import json
import os
import re
import stat
import sys
import time
import zipfile
from bisect import bisect_right
from collections import Counter
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import accumulate, chain
from pathlib import Path
from typing import Any, Iterator, NamedTuple, Sequence  # noqa: UP035 (Python 3.8)

# Findings that say "could not be confirmed"; every other one says "does not verify".
UNCONFIRMED = {
    "anchor-own-block", "anchor-unconfirmed", "blob-unnamed", "checkpoint-missing", "checkpoint-unsigned",
    "companion-missing", "draft-left", "erased-alone", "events-unsigned", "fields-withheld", "key-unknown",
    "label-lowered-alone", "receipt-none", "receipt-unsigned", "removal-unfinished", "stamp-own-roots",
    "stamp-unconfirmed", "time-backwards", "witness-missing",
}  # fmt: skip
# Exit code: (word, findings). The worst stands first and decides. What stands nowhere is 10, or 1 if unconfirmed.
KINDS = {
    15: ("forked", {"history-forked"}),
    14: ("rewritten", {"history-rewritten"}),
    13: ("rolled back", {"history-truncated"}),
    16: ("back-dated", {"time-backwards", "time-impossible"}),
    18: ("another key", {"key-chain-broken", "key-differs"}),
    11: ("missing", {"blob-missing", "event-missing", "field-missing", "file-missing", "ledger-missing"}),
    10: ("altered", set()),
    12: (
        "extra",
        {"blob-extra", "blob-unnamed", "case-extra", "draft-left", "field-extra", "file-extra", "ledger-extra"},
    ),
    30: ("not checked", {"bundle-unreadable", "key-unknown", "ledger-newer"}),
    17: ("stripped", {"checkpoint-missing", "checkpoint-unsigned", "companion-missing"}),
    1: ("not confirmed", set()),
}  # type: dict[int, tuple[str, set[str]]]
EVENTS, TOML = "data/ledger/events.jsonl", "data/foja.toml"
MANIFESTS = {f"{tag}manifest-sha{bits}.txt" for tag in ("", "tag") for bits in (256, 512)}
TAGS = MANIFESTS | {"VERIFY.txt", "bag-info.txt", "bagit.txt", "counts.jsonl", "recount.py", "verify.py"}
OURS = {"VERIFY.txt", "recount.py", "verify.py"}  # of the program that wrote the bundle
DATA = re.compile(
    r"data/(?:foja\.toml|ledger/events\.jsonl|ledger/checkpoint|ledger/checkpoints/(?:[0-9]{5,}/)?[0-9]{8,}\.note"
    r"|vault/(?:sealed/)?sha256/([0-9a-f]{2})/([0-9a-f]{2})/\1\2[0-9a-f]{60})"
)

MADE = ("derived", "text.corrected")
STAMP_KINDS = ("stamped", "stamp.failed", "stamp.promised", "stamp.anchored")
TOLERANCE = 600  # seconds by which clocks may differ
SLACK = 7200 + TOLERANCE  # the same for the time in a Bitcoin block


def utc(seconds: int) -> str:
    try:
        return (datetime(1970, 1, 1) + timedelta(seconds=seconds)).isoformat() + "Z"
    except OverflowError:
        return f"second {seconds}"


def visible(text: str) -> str:
    """A line as it can be shown: what moves the cursor, turns the direction or is no letter is written as a number."""
    return re.sub("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]", lambda m: f"<{ord(m[0]):x}>", text)


class Finding(NamedTuple):
    code: str
    where: str
    what: str
    next: str = "Compare with another copy of this bundle, and ask who made it."


# 1. Hashes and the tree (RFC 6962)
def sha256(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(parts)).digest()


def tree(leaves: bytes) -> list[bytes]:
    """The nodes of each level that have all their leaves, one behind the other; the first level are leaf hashes."""
    levels = [leaves]
    while len(levels[-1]) >= 64:
        level, full = levels[-1], len(levels[-1]) // 64 * 64
        nodes = [hashlib.sha256(b"\x01" + level[at : at + 64]).digest() for at in range(0, full, 64)]
        levels.append(b"".join(nodes))
    return levels


def root(levels: list[bytes], size: int) -> bytes:
    """The root of the first ``size`` leaves: each binary one of the size is a subtree that is full, the last first."""
    found = b""
    for level, nodes in enumerate(levels):
        end = (size >> level) * 32
        if size >> level & 1:
            found = sha256(b"\x01", nodes[end - 32 : end], found) if found else nodes[end - 32 : end]
    return found or sha256()


# 2. Signatures by Ed25519 (RFC 8032, section 5.1) under signed notes (c2sp.org/signed-note)
P = 2**255 - 19
Q = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P


def add(a: Any, b: Any) -> Any:
    """The sum of two points of the curve in extended coordinates."""
    s, t = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    u, v = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = t - s, v - u, v + u, t + s
    return e * f % P, g * h % P, f * g % P, e * h % P


@lru_cache(maxsize=99)
def multiples(point: Any) -> list[list[Any]]:
    """0 to 15 times the point, 0 to 15 times 16 times the point, and so on: one for each four bits of a scalar."""
    rows = []
    for _ in range(64):
        rows.append([(0, 1, 1, 0)])
        for _ in range(15):
            rows[-1].append(add(rows[-1][-1], point))
        point = add(rows[-1][-1], point)
    return rows


def times(scalar: int, point: Any) -> Any:
    total = (0, 1, 1, 0)
    for row in multiples(point):
        total, scalar = add(total, row[scalar & 15]), scalar >> 4
    return total


@lru_cache(maxsize=99)
def point_of(data: bytes) -> Any:
    sign, y = data[31] >> 7, int.from_bytes(data, "little") & (2**255 - 1)
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x if (x * x - square) % P == 0 else x * pow(2, (P - 1) // 4, P) % P
    if y >= P or (x * x - square) % P or (x == 0 and sign):
        raise ValueError("not a point of the curve")
    x = x if x & 1 == sign else P - x
    return x, y, 1, x * y % P


def ed25519(public: bytes, message: bytes, signature: bytes) -> bool:
    x, y, z, t = point_of(public)
    scalar = int.from_bytes(signature[32:], "little")
    k = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % Q
    base = point_of((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))
    x, y, z, t = add(times(scalar % Q, base), times(k, (P - x, y, z, P - t)))
    inverse = pow(z, -1, P)
    x, y = x * inverse % P, y * inverse % P
    return len(signature) == 64 and scalar < Q and (y | (x & 1) << 255).to_bytes(32, "little") == signature[:32]


def unbase64(text: str) -> bytes:
    data = base64.b64decode(text, validate=True)
    if base64.b64encode(data).decode() != text:
        raise ValueError("not base64 in its one spelling")
    return data


def key_of(verifier: str, kind: int = 1) -> tuple[str, bytes, bytes]:
    """Name, key id and public key of ``name+id+base64(kind, key)``. Kind 1 signs texts, kind 4 is a witness."""
    name, identifier, encoded = verifier.split("+", 2)
    data = unbase64(encoded)
    if len(data) != 33 or data[0] != kind or sha256(name.encode(), b"\n", data)[:4].hex() != identifier:
        raise ValueError("not an Ed25519 verifier key")
    return name, bytes.fromhex(identifier), data[1:]


class Note:
    """A text and the signature lines below it."""

    def __init__(self, data: bytes) -> None:
        text, found, lines = data.decode().rpartition("\n\n")
        split = [re.fullmatch("\u2014 ([^ +]+) ([^ ]+)", line) for line in lines[:-1].split("\n")]
        if not found or lines[-1:] != "\n" or None in split:
            raise ValueError("it is not a text with signature lines")
        self.text = (text + "\n").encode()
        self.signatures = [(match.group(1), unbase64(match.group(2))) for match in split if match]

    def signed_by(self, keys: Sequence[tuple[str, bytes, bytes]]) -> bool:
        """Whether one of the keys signed; ``ValueError`` when a line that names one of them does not verify."""
        lines = [(v, key) for name, v in self.signatures for key in keys if (name, v[:4]) == key[:2]]
        if not all(ed25519(key[2], self.text, value[4:]) for value, key in lines):
            raise ValueError("a signature does not fit the text above it")
        return bool(lines)

    def cosigned_by(self, key: tuple[str, bytes, bytes]) -> int:
        """When a witness cosigned (c2sp.org/tlog-cosignature), in seconds since 1970; 0 when it did not."""
        times = []
        for value in [value for name, value in self.signatures if (name, value[:4]) == key[:2]]:
            seconds = int.from_bytes(value[4:12], "big")
            text = b"cosignature/v1\ntime %d\n" % seconds + self.text
            if not 0 < seconds < 2**63 or not ed25519(key[2], text, value[12:]):
                raise ValueError("the cosignature of a witness does not fit the text above it")
            times.append(seconds)
        return min(times, default=0)


class Checkpoint(Note):
    """Origin, size and root (c2sp.org/tlog-checkpoint)."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self.origin, size, root = self.text.decode().split("\n")[:3]
        if not re.fullmatch("0|[1-9][0-9]{0,17}", size):
            raise ValueError("it has no number of events")
        self.size, self.root = int(size), unbase64(root)


def key_chain(
    events: list[tuple[int, str, dict[str, Any]]], present: str, say: Any
) -> tuple[list[tuple[int, str]], str]:
    """Which key signs from how many events on, and what is wrong with the chain of keys.

    The first event can name the first key; each event keys.rotated (old, new, note) puts another in its place, by a
    note that both keys sign. Checkpoints of n events are signed by the key in force after the first n events.
    """
    rotations = [(number, fields) for number, kind, fields in events if kind == "keys.rotated"]
    first = [fields for number, kind, fields in events[:1] if (number, kind) == (0, "case.created")]
    pinned = first[0].get("verifier") if first else None
    chain = [(0, str(pinned or (rotations[0][1].get("old") if rotations else present)))]
    if not pinned:
        say("The first key of this case is not pinned by its ledger: compare it by hand.")
    for number, fields in rotations:
        try:
            old, new, note = (str(fields[name]) for name in ("old", "new", "note"))
            keys, signed = [key_of(old), key_of(new)], Note(note.encode())
            text = f"foja/key-rotation/v1\n{keys[0][0]}\nold {old}\nnew {new}\n".encode()
            known = old == chain[-1][1] and keys[0][0] == keys[1][0] and new not in [key for _, key in chain]
            if not known or signed.text != text or not all(signed.signed_by([key]) for key in keys):
                raise ValueError("it does not follow from the key before it, or is not signed by both keys")
        except (ValueError, KeyError) as error:
            return chain, f"The rotation of the key at event {number} does not verify: {error}."
        chain.append((number + 1, new))
        say(f"The key of this case was replaced at event {number}; the old key signed that.")
    if chain[-1][1] != present:
        return chain, f"foja.toml names the key {present}, but the chain of keys ends at {chain[-1][1]}."
    return chain, ""


# 3. Events: a leaf in the tree, with a salted commitment to each field
def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key is given twice")
    return found


def finite(text: str) -> float:
    return float(text) if abs(float(text)) < float("inf") else int("out of range")


strict = json.JSONDecoder(object_pairs_hook=once, parse_constant=int, parse_float=finite).decode  # no NaN: not JSON
in_pairs = json.JSONDecoder(object_pairs_hook=tuple).raw_decode  # so that a key that is given twice stays twice
# A leaf in canonical JSON (RFC 8785). Nothing in it needs an escape, so its canonical form can be written as a pattern.
LEAF = re.compile(
    r'\{"actor":"([a-z]+)","at":"([^"\\\x00-\x1f]*)","commit":\{([^}]*)\},"kind":"([a-z0-9_.]+)","seq":(0|[1-9][0-9]*)\}'
)


def written(commit: dict[str, str]) -> str:
    """Commitments, by name, as they stand in a leaf."""
    return ",".join([f'"{name}":"{digest}"' for name, digest in commit.items()])


@lru_cache(maxsize=999)
def head(name: str) -> bytes:
    if not re.fullmatch("[a-z][a-z0-9_]{0,63}", name):
        raise ValueError(f"{name!r} cannot name a field")
    return len(name.encode()).to_bytes(2, "big") + name.encode()


def entry(line: bytes) -> tuple[str, Any]:
    """The leaf in a line of events.jsonl, and the fields that the line opens: name, (salt, value)."""
    text = line.decode()
    found, end = in_pairs(text)
    (one, leaf), (two, opened) = found
    types = [type(part) for part in (found, leaf, opened)]
    if types != [tuple, str, tuple] or (one, two) != ("leaf", "open") or text[end:].strip():
        raise ValueError("it does not have the parts of an event")
    return leaf, opened


def open_event(leaf: str, opened: Any, number: int) -> tuple[str, str, dict[str, Any], set[str]]:
    """Kind and time of an event, what it opens for a check to look into, what is closed.

    commit[field] = SHA-256("foja/field/v1" 0x00, salt (32), length of the name (2 bytes), name, value)
    """
    match = LEAF.fullmatch(leaf)
    if not match:
        raise ValueError("its leaf does not have the parts of an event, in canonical form")
    _, at, listed, kind, seq = match.groups()
    shifted(at, 0)  # raises where it is no time
    if int(seq) != number:
        raise ValueError(f"its leaf says that it is event {seq}")
    found, fields, decision = {}, {}, kind.startswith("statement.")  # type: dict[str, str], dict[str, Any], bool
    for name, (salt, value) in opened:
        raw = bytes.fromhex(salt)
        if len(raw) != 32 or raw.hex() != salt:
            raise ValueError(f"the salt of the field {name!r} is not 32 bytes in hex")
        found[name] = hashlib.sha256(b"foja/field/v1\0" + raw + head(name) + value.encode()).hexdigest()
        if value[:1] == "{" or not decision:
            fields[name] = strict(value)
            if "\\u" in value:
                json.dumps(fields[name], ensure_ascii=False).encode()  # raises for half a letter
    if len(found) != len(opened):
        raise ValueError("a field is opened twice")
    if written(found) == listed and sorted(found) == list(found):  # every field is opened, in order, and fits
        return kind, at, fields, set()
    commit = strict("{" + listed + "}")
    [head(name) for name in commit]  # raises for what can name no field
    if written(dict(sorted(commit.items()))) != listed:
        raise ValueError("its leaf is not in canonical form")
    wrong = [name for name in found if found[name] != commit.get(name)]
    if wrong:
        raise ValueError(f"the field {wrong[0]!r} does not match its commitment")
    return kind, at, fields, set(commit).difference(found)


def passages(kind: str, fields: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Id and passage of the statements that an event brings with it."""
    for statement in (fields.get("statement"), fields.get("replacement")):
        if kind.startswith("statement.") and isinstance(statement, dict) and isinstance(statement.get("passage"), dict):
            yield str(statement.get("id")), statement["passage"]


def named_blobs(kind: str, fields: dict[str, Any]) -> list[str]:
    """Digests of the files that an event says were preserved."""
    found: list[Any] = [passage.get("text") for _, passage in passages(kind, fields)]
    found += [fields["source"]["sha256"]] if kind == "source.added" and "source" in fields else []
    if kind == "list.added" and "snapshot" in fields:
        found += [fields["snapshot"]["entries"], *(one["sha256"] for one in fields["snapshot"]["files"])]
    found += [fields.get("output"), *(fields.get("blobs") or [])] if kind in MADE else []
    found += [fields.get(name) for name in ("note", "response", "roots", "proof")] if kind in STAMP_KINDS else []
    found += (fields.get("files") or []) if kind == "source.sealed" else []
    if not all(digest is None or isinstance(digest, str) for digest in found):
        raise ValueError("what should be the digest of a file is none")
    return [digest for digest in found if isinstance(digest, str) and digest]


def pairs(fields: Any) -> set[tuple[int, str]]:
    """Event and field of each that a map of event numbers to names lists."""
    return {(int(seq), name) for seq, names in (fields or {}).items() for name in names}


# 4. Second persons: nobody lowers a label or erases alone. They sign as ``ssh-keygen -Y sign`` does (PROTOCOL.sshsig)
LADDER = ["public", "internal", "confidential", "sealed", "source-identity"]


def strings(data: bytes) -> list[bytes]:
    """The strings of the SSH protocol, each after its length, that these bytes are made of."""
    found = []
    while data:
        size = int.from_bytes(data[:4], "big") + 4
        if size > len(data):
            raise ValueError("it is cut off")
        found.append(data[4:size])
        data = data[size:]
    return found


def ssh_signed(text: str, armoured: str, key: str, namespace: str) -> bool:
    """Whether the signature is one by ``key`` (type and base64) on the text."""
    data = base64.b64decode("".join(line for line in armoured.split("\n") if line[:5] != "-----"))
    public, space, reserved, algorithm, signature = strings(data[10:])
    (kind, raw), (same, value) = strings(public), strings(signature)
    digest = {b"sha256": hashlib.sha256, b"sha512": hashlib.sha512}[algorithm](text.encode()).digest()
    signed = [len(part).to_bytes(4, "big") + part for part in (space, reserved, algorithm, digest)]
    right = (data[:10], kind, same, space) == (b"SSHSIG\0\0\0\1", b"ssh-ed25519", b"ssh-ed25519", namespace.encode())
    return right and public == unbase64(key.split()[1]) and ed25519(raw, b"SSHSIG" + b"".join(signed), value)


def lowering(origin: str, fields: dict[str, Any], before: dict[str, str]) -> str:
    """What a second person signs to lower the labels of sources. ``before``: the labels until then."""
    what = {"": "all of it", "receipt": "how it came"}[fields["part"]]
    lines = ["foja: lower the label of sources", f"case: {origin}", f"after event: {fields['second']['after'] - 1}"]
    lines += [f"label: {fields['label']}", f"of: {what}"]
    lines += [f"source: {sha}, now {label}" for sha, label in sorted(before.items())]
    return "\n".join(lines) + "\n"


def erasing(origin: str, fields: dict[str, Any]) -> str:
    """What a second person signs to erase."""
    lines = ["foja: erase for good, under an order", f"case: {origin}", f"after event: {fields['second']['after'] - 1}"]
    lines += [f"authority: {fields['authority']}", f"order: {fields['order']}"]
    gone = [f"field: {name} of event {seq}" for seq, names in sorted(fields["fields"].items()) for name in names]
    lines += [f"source: {sha}" for sha in fields["sources"]] or gone
    parts = {name: fields[name] for name in ("blobs", "fields", "files")}
    canonical = json.dumps(parts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    lines += [f"fields and files, as a list: SHA-256 {sha256(canonical.encode()).hex()}"]
    return "\n".join(lines) + "\n"


def seconded(
    fields: dict[str, Any], namespace: str, text: str, signers: dict[str, str], since: int, number: int
) -> None:
    """Raises where the second signature of an event is not by another person, registered by then, on this text."""
    second = fields["second"]
    if signers.get(second["name"]) != second["key"] or second["name"] == fields.get("who"):
        raise ValueError(f"{second['name']} was not registered as a second person")
    if type(second["after"]) is not int or not since < second["after"] <= number:
        raise ValueError("the signature is for an earlier state")
    if not ssh_signed(text, second["signature"], second["key"], namespace):
        raise ValueError("the signature does not fit")


# 5. Time stamps (RFC 3161): a structure in DER, of which only what is compared here is read
class Stamp(NamedTuple):
    """An event ``stamped``. ``note``, ``response``, ``roots``: names of files in the bundle."""

    event: int
    authority: str
    size: int
    at: str
    note: str
    response: str
    roots: str

    def command(self) -> str:
        """Checks the signature. ``-attime`` is the time of the stamp: certificates of old stamps have expired."""
        files = f"-data {self.note} \\\n      -in {self.response}"
        return f"openssl ts -verify {files} \\\n      -CAfile THE-ROOTS-YOU-TRUST.pem -attime {epoch(self.at)}"


def epoch(at: str) -> int:
    """Seconds since 1970 of a time in UTC; ``ValueError`` for anything else."""
    if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z", at, re.ASCII):
        raise ValueError(f"{at!r} is not a time in UTC")
    return calendar.timegm(datetime.fromisoformat(at[:19]).timetuple())


def parts(data: bytes) -> list[tuple[int, bytes]]:
    """The elements (tag, content) of a DER structure."""
    found, at = [], 0
    while at < len(data):
        tag, length, at = data[at], data[at + 1], at + 2
        if length > 127:
            at, length = at + length - 128, int.from_bytes(data[at : at + length - 128], "big")
        if tag & 31 == 31 or length > len(data) - at:
            raise ValueError("it is not DER")
        found.append((tag, data[at : at + length]))
        at += length
    return found


def token_of(response: bytes) -> tuple[str, str, str, str]:
    """Digest of what was stamped (SHA-256, hex), time, serial and policy in a time-stamp response."""
    try:
        (_, status), (_, token) = parts(parts(response)[0][1])
        signed = parts(parts(parts(token)[1][1])[0][1])
        content = parts(parts(parts(signed[2][1])[1][1])[0][1])[0][1]
        _, (_, policy), (_, imprint), (_, serial), (_, when) = parts(content)[:5]
        (_, algorithm), (_, digest) = parts(imprint)
        if parts(status)[0][1] != b"\0" or parts(algorithm)[0][1].hex() != "608648016503040201":
            raise ValueError("it was not granted, or for another kind of digest than SHA-256")
        moment = re.fullmatch(r"(....)(..)(..)(..)(..)(..)(?:\.\d+)?Z", when.decode("ascii"))
        at = "{}-{}-{}T{}:{}:{}Z".format(*(moment.groups() if moment else [""] * 6))
        epoch(at)
        return digest.hex(), at, str(int.from_bytes(serial, "big", signed=True)), dotted(policy)
    except IndexError as error:
        raise ValueError("it is not a time-stamp response") from error


# 6. OpenTimestamps: from the digest of a note by operations to the Merkle root of a Bitcoin block
PROOF = b"\x00OpenTimestamps\x00\x00Proof\x00\xbf\x89\xe2\xe8\x84\xe8\x92\x94\x01\x08"  # version 1, SHA-256
BITCOIN = bytes.fromhex("0588960d73d71901")


class Anchor(NamedTuple):
    """An event ``stamp.anchored``. ``root``: as explorers write it. ``block``, ``time``: empty without a header.
    ``note``, ``proof``: names of files in the bundle. ``header``: hex."""

    event: int
    calendar: str
    size: int
    height: int
    root: str
    block: str
    time: str
    note: str
    proof: str
    header: str

    def __str__(self) -> str:
        over = f"Anchor by {self.calendar}: the first {self.size} events existed when Bitcoin block {self.height} was"
        if not self.block:
            return f"{over} found,\n    if the Merkle root of this block is {self.root}."
        return f"{over} found\n    ({self.time}), if the digest of this block is {self.block}."


def varint(data: bytes, at: int) -> tuple[int, int]:
    """A number and where the next thing begins."""
    found = place = 0
    while data[at] > 127:
        found, place, at = found | (data[at] & 127) << place, place + 7, at + 1
    return found | data[at] << place, at + 1


def attested(proof: bytes) -> tuple[bytes, list[tuple[bytes, bytes, bytes]]]:
    """What a proof is about, and its attestations: kind, what is said, message."""
    at, found = len(PROOF) + 32, []
    start = proof[len(PROOF) : at]
    stack = [start]
    if not proof.startswith(PROOF) or len(proof) > 16384:
        raise ValueError("it is no OpenTimestamps proof of a SHA-256")
    try:
        while stack:
            message, tag, at = stack.pop(), proof[at], at + 1
            if tag == 0xFF:  # another branch follows after this one
                stack.append(message)
                tag, at = proof[at], at + 1
            if tag == 0:
                length, end = varint(proof, at + 8)
                found.append((proof[at : at + 8], proof[end : end + length], message))
                at = end + length
                continue
            if tag in (0xF0, 0xF1):
                length, at = varint(proof, at)
                word, at = proof[at : at + length], at + length
                message = message + word if tag == 0xF0 else word + message
            elif tag in (0xF2, 0xF3):
                message = message[::-1] if tag == 0xF2 else message.hex().encode()
            elif tag in (0x02, 0x08):
                message = (hashlib.sha256 if tag == 0x08 else hashlib.sha1)(message).digest()
            else:
                raise ValueError(f"it has an operation that is not known here (0x{tag:02x})")
            if len(message) > 4096:
                raise ValueError("a message in it is too long")
            stack.append(message)
    except IndexError as error:
        raise ValueError("it ends too early") from error
    if at != len(proof):
        raise ValueError("it does not end where it should")
    return start, found


def block_of(header: bytes) -> tuple[str, bytes, str]:
    """Digest, Merkle root and time of a block; ``ValueError`` where the header shows no work."""
    digest = hashlib.sha256(hashlib.sha256(header).digest()).digest()
    size, mantissa = header[75], int.from_bytes(header[72:75], "little") & 0x7FFFFF
    target = mantissa << 8 * (size - 3) if size > 3 else mantissa >> 8 * (3 - size)
    if len(header) != 80 or not int.from_bytes(digest, "little") <= target < 1 << 256:
        raise ValueError("the header of the block shows no work")
    return digest[::-1].hex(), header[36:68], utc(int.from_bytes(header[68:72], "little"))


def goes_back(before: str, after: str) -> bool:
    """Whether a time lies further back than clocks are set right."""
    try:
        return epoch(before) - epoch(after) > TOLERANCE
    except ValueError:
        return True


@lru_cache(maxsize=None)  # noqa: UP033 (Python 3.8)
def shifted(at: str, seconds: int) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(epoch(at) + seconds))


def dotted(oid: bytes) -> str:
    """An object identifier in its usual spelling."""
    numbers, value = [], 0  # type: list[int], int
    for byte in oid:
        value = value << 7 | byte & 127
        if byte < 128:
            numbers.append(value)
            value = 0
    first = min(numbers[0] // 40, 2)
    return ".".join(map(str, [first, numbers[0] - 40 * first, *numbers[1:]]))


# 7. The bundle
def below(folder: str) -> Iterator[tuple[str, int]]:
    """Name and kind (file, folder, 0 for anything else) of everything in a folder. No link is followed."""
    prefixes = [""]
    while prefixes:
        prefix = prefixes.pop()
        for one in os.scandir(folder + prefix):
            if one.is_dir(follow_symlinks=False):
                prefixes.append(f"{prefix}{one.name}/")
                yield prefix + one.name, stat.S_IFDIR
            else:
                yield prefix + one.name, stat.S_IFREG if one.is_file(follow_symlinks=False) else 0


def seamless(path: Path, packed: zipfile.ZipFile) -> bool:
    """Whether a zip holds its members one behind the other and nothing else. Programs that do not begin at the end of
    the file, as this one does, find what lies between them, before the first or after the last."""
    end, gaps = 0, {0}
    with path.open("rb") as file:
        for info in sorted(packed.infolist(), key=lambda info: info.header_offset):
            file.seek(info.header_offset)
            header = file.read(30)
            if info.header_offset - end not in gaps:
                return False
            end = (
                info.header_offset + 30 + header[26] + header[28] + 256 * (header[27] + header[29]) + info.compress_size
            )
            gaps = {12, 16, 20, 24} if info.flag_bits & 8 else {0}  # sizes that follow what they are about
        file.seek(-22, 2)
        return packed.start_dir - end in gaps and file.read()[:4] == b"PK\5\6" and not packed.comment


class Files:
    """A folder or a zip. ``names``: plain files; ``odd``: links, empty folders, names given twice."""

    def __init__(self, path: Path) -> None:
        self.path, self.zip, self.top = path, None if path.is_dir() else zipfile.ZipFile(str(path)), ""
        found = [] if self.zip else list(below(f"{path}/"))
        if self.zip:
            tops = {info.filename.split("/")[0] for info in self.zip.infolist()}
            self.top = tops.pop() + "/" if len(tops) == 1 else ""
            for info in self.zip.infolist():
                kind = stat.S_IFDIR if info.filename.endswith("/") else stat.S_IFREG
                mode = stat.S_IFMT(info.external_attr >> 16) or kind
                name = info.filename[len(self.top) :].rstrip("/")
                found += [(name, mode if mode == kind else 0)] if name else []
        self.names = {name for name, mode in found if stat.S_ISREG(mode)}
        parents = {name[:at] for name in self.names for at, char in enumerate(name) if char == "/"}
        folders = {name for name, mode in found if stat.S_ISDIR(mode)}
        twice = {name for name, count in Counter(name for name, _ in found).items() if count > 1}
        self.odd = ({name for name, _ in found} - self.names - (folders & parents)) | twice
        self.odd |= {"between the members of the zip"} if self.zip and not seamless(path, self.zip) else set()

    def open(self, name: str) -> Any:
        return self.zip.open(self.top + name) if self.zip else open(f"{self.path}/{name}", "rb")  # noqa: PTH123

    def read(self, name: str) -> bytes:
        with self.open(name) as file:
            return bytes(file.read())

    def size(self, name: str) -> int:
        return self.zip.getinfo(self.top + name).file_size if self.zip else os.stat(f"{self.path}/{name}").st_size  # noqa: PTH116

    def lines(self, name: str) -> Iterator[bytes]:
        if name in self.names:
            with self.open(name) as file:
                yield from file


class Check:
    """One check of one bundle; the methods run in the order in which they stand."""

    def __init__(self, path: str, key: str, receipts: Sequence[str], witnesses: Sequence[str], both: bool) -> None:
        self.both, self.sha512 = both, {}  # type: bool, dict[str, str]
        self.findings, self.files, self.counts = [], Files(Path(path)), {}  # type: list[Finding], Files, dict[str, int]
        self.names, self.told, table = self.files.names, key, ""
        self.said: list[str] = []  # what a reader should know and what is no fault
        self.settings: dict[str, Any] = {}
        named: list[str] = []
        for line in (raw.decode().strip() for raw in self.files.lines(TOML)):
            table = line if line.startswith("[") else table
            match = re.fullmatch(r"([a-z_]+)\s*=\s*(.*)", line)
            if match and table == "[case]" and match.group(1) not in self.settings:
                self.settings[match.group(1)] = json.loads(match.group(2))
            elif table != "[[witness]]" and line[:1] not in ("", "#") and (line != "[case]" or self.settings):
                self.add("settings-differ", TOML, f"foja writes no such line, or not twice: {line}")
            match = re.fullmatch(r'key\s*=\s*"([^"\\]+)"', line)
            named += [match.group(1)] if match and table == "[[witness]]" else []
        self.key = str(self.settings.get("verifier") or key)
        self.manifests()
        own = [(name, self.files.read(name)) for name in sorted(self.names) if name.startswith("data/ledger/check")]
        self.notes: list[tuple[str, Checkpoint]] = []
        deep = ("*.note", "*/*.note", "*/*/*.note")
        held = [p for r in map(Path, receipts) for p in (sorted(chain(*map(r.glob, deep))) if r.is_dir() else [r])]
        for name, data in own + [(str(path), path.read_bytes()) for path in held]:
            try:
                note = Checkpoint(data)
                places = {f"data/ledger/checkpoints/{k}{note.size:08d}.note" for k in ("", f"{note.size // 1000:05d}/")}
                if name in self.names and name.endswith(".note") and name not in places:
                    raise ValueError(f"its name does not fit its {note.size} events")
                if name in self.names or note.origin == self.key.split("+")[0]:  # a folder may hold those of others
                    self.notes.append((name, note))
            except ValueError as error:
                self.add("checkpoint-altered", name, f"This is not a signed checkpoint: {error}.")
        if receipts and all(name in self.names for name, _ in self.notes):
            self.add("receipt-none", str(receipts[0]), "No receipt for the case of this bundle was found there.")
        self.events()
        self.keys()
        self.checkpoints()
        self.witnesses(witnesses, [witness for witness in named if witness not in witnesses])
        self.second_persons()
        self.blobs()
        self.time()
        self.anchored()
        self.quotes()

    def add(self, code: str, where: str, what: str) -> None:
        self.findings.append(Finding(code, where, what))

    def manifests(self) -> None:
        """BagIt (RFC 8493), stricter: no file that foja would not write, each in the lists of both digests.

        SHA-512 of the data is recomputed with --sha512 only: while SHA-256 holds, it can find nothing more.
        """
        for name in sorted({n for n in self.names - TAGS if not DATA.fullmatch(n)} | self.files.odd):
            self.add("file-extra", name, "A bundle of foja holds no such file, link or folder.")
        for name in sorted((TAGS | {EVENTS}) - self.names):
            self.add("file-missing", name, "Every bundle of foja holds this file.")
        for name in sorted(OURS & self.names):
            here = Path(__file__).with_name(name)
            if here.is_file() and self.files.read(name) != here.read_bytes():
                self.counts["other_checker"] = 1
        payload = [self.files.size(name) for name in self.names if name.startswith("data/")]
        tags = {
            "bagit.txt": "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
            "bag-info.txt": f"Bag-Software-Agent: foja\nPayload-Oxum: {sum(payload)}.{len(payload)}\n",
        }  # nobody signs these two: what foja would not write there is not believed
        for name in sorted(self.names & set(tags)):
            if self.files.read(name) != tags[name].encode():
                self.add("file-altered", name, "It does not say what foja writes there.")
        listed: dict[tuple[str, str], str] = {}
        for manifest in sorted(self.names & MANIFESTS):
            text, own = self.files.read(manifest).decode(), {}  # type: str, dict[str, str]
            for line in text.splitlines():
                digest, _, name = line.partition("  ")
                if name not in self.names or name.startswith("data/") != manifest.startswith("manifest"):
                    self.add("file-missing", name, f"{manifest} lists it, but it is not there.")
                own[name] = digest
            if text != "".join(
                f"{own[name]}  {name}\n" for name in sorted(own)
            ):  # other programs may read it otherwise
                self.add("file-altered", manifest, "It is not in the form in which foja writes a list.")
            listed.update({(manifest[-10:-4], name): digest for name, digest in own.items()})
        for name in sorted(n for n in self.names if not n.startswith("tagmanifest")):
            digests = {"sha256": hashlib.sha256()}
            if self.both or name in TAGS:
                digests["sha512"] = hashlib.sha512()
            with self.files.open(name) as file:
                while chunk := file.read(1 << 20):
                    for found in digests.values():
                        found.update(chunk)
            if "sha512" in digests:
                self.sha512[name] = digests["sha512"].hexdigest()
            elif not re.fullmatch("[0-9a-f]{128}", listed.get(("sha512", name), "")):
                self.add("file-altered", name, "It is not in the manifest of SHA-512.")
            if name.startswith("data/vault/") and name[-64:] != digests["sha256"].hexdigest():
                self.add("blob-altered", name, f"Its content gives the digest {digests['sha256'].hexdigest()}.")
            for algorithm, found in digests.items():
                if listed.get((algorithm, name)) != found.hexdigest():
                    self.add("file-altered", name, f"Its {algorithm} is not the one in the manifest.")

    def events(self) -> None:
        """Recompute the tree from the leaves, and collect what the events say."""
        leaves = bytearray()
        self.opened: list[tuple[int, str, dict[str, Any]]] = []  # but for those kinds of which a case has thousands
        self.spans: list[tuple[int, str, dict[str, Any]]] = []  # event, statement, passage
        self.named: dict[str, int] = {}  # digest of a file, the last event that names it
        self.second: dict[str, str] = {}  # digest of a source, its other digest
        self.sealed: set[str] = set()  # digests of sealed files
        self.withheld: set[tuple[int, str]] = set()
        self.removed: dict[tuple[int, str], int] = {}  # event and field, the event that sealed or erased it
        self.disclosed: list[tuple[int, set[tuple[int, str]]]] = []  # event, what it says is not given
        self.times: list[str] = []
        previous = ""
        for number, line in enumerate(self.files.lines(EVENTS)):
            body = line
            try:
                leaf, opened = entry(line)
                body = leaf.encode()
                kind, at, fields, closed = open_event(leaf, opened, number)
                if closed:
                    self.withheld |= {(number, name) for name in closed}
                if fields or not kind.startswith("statement."):  # else it names a draft, and that is all
                    self.learn(number, kind, fields)
            except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
                self.add("event-altered", f"event {number}", f"The event does not verify: {error}.")
                moment = re.search(rb'[{,]"at":"([^"]*)"', body)  # in a text, quotes have a backslash before them
                at = moment.group(1).decode("utf-8", "replace") if moment else ""
            self.times.append(at)
            if at < previous and at and goes_back(previous, at):
                what = f"It is dated {at}, but was recorded after {previous}: a clock was wrong, or it is back-dated."
                self.add("time-backwards", f"event {number}", what)
            previous = at or previous
            leaves += hashlib.sha256(b"\x00" + body).digest()
        self.levels = tree(bytes(leaves))
        self.counts.update(events=len(leaves) // 32, fields_withheld=len(self.withheld))

    def learn(self, number: int, kind: str, fields: dict[str, Any]) -> None:
        """What one event says to the checks that follow."""
        self.named.update((digest, number) for digest in named_blobs(kind, fields))
        if kind == "source.added" and "source" in fields:
            self.second[fields["source"]["sha256"]] = fields["source"].get("sha512")
        if not kind.startswith("statement.") and kind not in ("source.added", "derived"):
            self.opened.append((number, kind, fields))
        self.spans += [(number, *pair) for pair in passages(kind, fields)]
        if kind in ("source.sealed", "payload.erased"):  # of earlier events: nobody decides on what was not yet said
            gone = {pair for pair in pairs(fields.get("fields")) if pair[0] < number}
            self.removed = {**dict.fromkeys(gone, number), **self.removed}
        self.sealed |= set(fields.get("files") or ()) if kind == "source.sealed" else set()
        for digest in self.sealed.intersection(fields.get("files") or ()) if kind == "payload.erased" else ():
            self.named.pop(digest, None)
        for pair in pairs(fields.get("restored")) if kind == "source.classified" else ():
            self.removed.pop(pair, None)
        if kind == "disclosure.made" and "withheld" in fields:  # those of other bundles are withheld themselves
            self.disclosed.append((number, {pair for pair in pairs(fields["withheld"]) if pair[0] < number}))
        for name in (set(self.settings) & set(fields)) - {"verifier"} if kind == "case.created" else ():
            if self.settings[name] != fields[name]:
                self.add("settings-differ", TOML, f"The {name} is not the one of event {number}.")

    def keys(self) -> None:
        """The keys of the case, from which number of events on; and whether the one that was told is among them."""
        self.chain: list[tuple[int, tuple[str, bytes, bytes]]] = []
        try:
            key_of(self.told or self.key)
            chain, wrong = key_chain(self.opened, self.key, self.said.append)
            self.chain = [(start, key_of(key)) for start, key in chain]
        except ValueError:
            self.add("key-unknown", TOML, "There is no usable verifier key, so no signature can be checked.")
            return
        if wrong:
            self.add("key-chain-broken", "data/ledger", wrong)
        if self.told and self.told not in [key for _, key in chain]:
            self.add("key-differs", TOML, f"The bundle names another key: {chain[-1][1]}")
            self.chain = [(0, key_of(self.told))]  # none of the bundle's own is believed then
        elif self.told and self.told != chain[-1][1]:
            self.said.append(f"The key that you gave was replaced later. The present key: {chain[-1][1]}")
        for number in [number for number, kind, _ in self.opened if kind == "keys.companion"]:
            self.said.append(f"Event {number} names a companion key (ML-DSA-44); `foja verify` checks what it signed.")

    def key_at(self, size: int) -> list[tuple[str, bytes, bytes]]:
        return [key for start, key in self.chain if start <= size][-1:]

    def checkpoints(self) -> None:
        size, covered = self.counts["events"], 0
        signed: dict[tuple[str, int], tuple[str, bytes]] = {}
        self.sound: list[tuple[str, Checkpoint]] = []
        for name, note in self.notes:
            keys, right = self.key_at(note.size), False
            if note.size > size:
                self.add("history-truncated", name, f"It covers {note.size} events, the bundle has {size}.")
            elif note.root != root(self.levels, note.size) or note.origin != (keys[0][0] if keys else note.origin):
                self.add("history-rewritten", name, f"The first {note.size} events are not those that were signed.")
            else:
                right = True
            try:
                if note.signed_by(keys):
                    covered = max(covered, note.size)
                    other, known = signed.setdefault((note.origin, note.size), (name, note.root))
                    if known != note.root:
                        self.add("history-forked", name, f"The key signed another history of this size: {other}.")
                    self.sound += [(name, note)] if right else []
                else:
                    code = "checkpoint-unsigned" if name in self.names else "receipt-unsigned"
                    self.add(code, name, "No signature by the key of the case stands under it.")
            except ValueError as error:
                self.add("signature-wrong", name, f"It does not verify: {error}.")
        own = {name for name, _ in self.notes} & self.names
        if "data/ledger/checkpoint" not in self.names or not own:
            what = "An older one is here, the newest is not." if own else "There is none: nothing fixes this history."
            self.add("checkpoint-missing", "data/ledger/checkpoint", what)
        if own and covered < size:
            self.add("events-unsigned", EVENTS, f"{size - covered} of {size} events are not covered by a signature.")
        # Only an event under a signature says why a field is not here: anybody can write an unsigned one.
        removed = {pair for pair, event in self.removed.items() if event < covered}
        decided = [pairs for event, pairs in self.disclosed if event < covered]  # the last one holds
        disclosed = self.withheld & decided[-1] if decided else set()
        for number, name in sorted(self.withheld - removed - disclosed):
            what = f"The field {name!r} is withheld, and no event under a signature says why."
            self.add("fields-withheld", f"event {number}", what)
        self.counts["withheld_by_decision"] = len(disclosed)
        self.counts.update(events_signed=covered, checkpoints=len(self.notes))

    def witnesses(self, trusted: Sequence[str], named: Sequence[str]) -> None:
        """Only keys that the checking person brings count: a case can name any witness, and make one up."""
        covered = max((note.size for _, note in self.sound), default=0)
        for witness in [*trusted, *named]:
            name, seen = witness.split("+")[0], [(0, 0)]
            try:
                key = key_of(witness, 4)
            except ValueError:
                if witness in trusted:
                    self.add(
                        "witness-missing", witness, "Not an Ed25519 key of a witness; `foja verify` checks others."
                    )
                continue
            for place, note in self.sound:
                try:
                    seconds = note.cosigned_by(key)
                    seen += [(note.size, -seconds)] if seconds else []
                except ValueError as error:
                    self.add("cosignature-wrong", place, f"It does not verify: {error}.")
            size, seconds = max(seen)
            so_far = f"the witness {name} cosigned the first {size} of {covered} events, {utc(-seconds)}"
            if witness in named:
                self.said.append(f"Named by the case itself, so no confirmation: {so_far if size else name}.")
            elif size and size == covered:
                self.said.append(f"Confirmed: {so_far}.")
            else:
                what = f"But {so_far}." if size else "It cosigned nothing that is here."
                self.add("witness-missing", name, f"This witness did not cosign the state of {covered} events. {what}")

    def second_persons(self) -> None:
        """Whether a second person, registered by then, signed wherever a label was lowered or something erased."""
        origin, signers, hidden = self.settings.get("origin"), {}, False  # type: Any, dict[str, str], bool
        labels: dict[tuple[str, str], tuple[int, str]] = {}  # source and part: the event that set its label, the label
        for number, kind, fields in self.opened:
            try:
                if kind.startswith("signer.") and "name" not in fields:
                    continue  # about nobody, or withheld
                if kind == "signer.added":
                    signers[fields["name"]] = fields["key"]
                elif kind == "signer.removed":
                    signers.pop(fields["name"], None)
                elif kind == "source.classified" and "sources" not in fields:
                    hidden = hidden or (number, "sources") in self.withheld
                elif kind == "payload.erased" and (number, "sources") in self.withheld:
                    continue
                elif kind == "payload.erased":
                    seconded(fields, "foja.erase", erasing(origin, fields), signers, 0, number)
                    self.apart(number, fields)
                elif kind == "source.classified":
                    part, rank = fields["part"], max(LADDER.index(fields["label"]), 1)
                    held = {sha: labels.get((sha, part), (0, "internal")) for sha in fields["sources"]}
                    before = {sha: label for sha, (_, label) in held.items() if LADDER.index(label) > rank}
                    labels.update({(sha, part): (number, fields["label"]) for sha in held})
                    since = max([held[sha][0] for sha in before], default=0)
                    if before:
                        seconded(fields, "foja.classify", lowering(origin, fields, before), signers, since, number)
                        self.apart(number, fields)
            except (KeyError, ValueError, TypeError, AttributeError) as error:
                what = f"No second person signed this as the rules of foja ask ({type(error).__name__}: {error})."
                if kind == "payload.erased":
                    self.add("erased-alone", f"event {number}", what)
                elif not hidden:
                    self.add("label-lowered-alone", f"event {number}", what)
                else:  # the text that was signed names labels, and some of them are not given
                    self.said.append(
                        f"Whether two persons lowered the label at event {number}, only the case can tell."
                    )

    def apart(self, number: int, fields: dict[str, Any]) -> None:
        if "who" not in fields:
            self.said.append(
                f"Who acted at event {number} is not given: whether another person signed, only the case can tell."
            )

    def blobs(self) -> None:
        self.kept = {name[-64:]: name for name in self.names if name.startswith("data/vault/")}
        for digest, name in sorted(self.kept.items()) if self.both else ():
            if self.second.get(digest) not in (None, self.sha512[name]):
                self.add("blob-altered", name, "Its SHA-512 is not the one that was recorded.")
        for digest in sorted(set(self.named) - set(self.kept)):
            self.add("blob-missing", f"event {self.named[digest]}", f"The preserved file {digest} is not here.")
        for digest in sorted(set(self.kept) - set(self.named)):
            self.add("file-extra", self.kept[digest], "No event names this file.")
        self.counts["blobs"] = len(self.kept)

    def time(self) -> None:
        """Each time stamp against its note and the tree, and the times of all events against the stamps."""
        self.stamps: list[Stamp] = []
        for number, fields in [(number, fields) for number, kind, fields in self.opened if kind == "stamped"]:
            where = f"event {number}"
            try:
                names = [self.kept[fields[name]] for name in ("note", "response", "roots")]
                note, size, by = Checkpoint(self.files.read(names[0])), fields["size"], str(fields["authority"])
                said = tuple(fields[name] for name in ("note", "gen_time", "serial", "policy"))
                if token_of(self.files.read(names[1])) != said:
                    raise ValueError("its token says otherwise than the event, or is about another note")
                if type(size) is not int or note.size != size or size > number:
                    raise ValueError("what was stamped is the checkpoint of another moment")
                if note.root == root(self.levels, size) and note.origin == (self.key.split("+")[0] or note.origin):
                    self.stamps.append(Stamp(number, by, size, fields["gen_time"], *names))
                else:
                    self.add("history-rewritten", where, f"The first {size} events are not those that {by} stamped.")
            except KeyError:
                self.add("stamp-unconfirmed", where, "Not all that belongs to this time stamp is here.")
            except (ValueError, TypeError) as error:
                self.add("stamp-altered", where, f"The time stamp does not verify: {error}.")
        self.counts.update({"stamps": len(self.stamps)} if self.stamps else {})
        # An event below the size of a stamp existed at its time; one from there on was recorded later.
        order = sorted(self.stamps, key=lambda stamp: stamp.size)
        sizes = [stamp.size for stamp in order]
        ranked = [(stamp.at, -place) for place, stamp in enumerate(order)]
        latest, earliest = list(accumulate(ranked, max)), list(accumulate(ranked[::-1], min))[::-1]
        wrong: dict[tuple[Stamp, str], list[int]] = {}
        for number, at in enumerate(self.times):
            first = bisect_right(sizes, number)  # of those stamps that cover the event
            if first and not at[:19] >= shifted(latest[first - 1][0], -TOLERANCE):
                wrong.setdefault((order[-latest[first - 1][1]], "before"), []).append(number)
            if first < len(order) and not at[:19] <= shifted(earliest[first][0], TOLERANCE):
                wrong.setdefault((order[-earliest[first][1]], "after"), []).append(number)
        for (stamp, side), numbers in wrong.items():
            what = f"{len(numbers)} event(s) from {numbers[0]} on are dated {side} {stamp.at}, when {stamp.authority}"
            self.add("time-impossible", f"event {numbers[0]}", f"{what} stamped the first {stamp.size}: it cannot be.")

    def anchored(self) -> None:
        """Each OpenTimestamps proof against its note, the tree and the header that the case kept."""
        self.anchors: list[Anchor] = []
        for number, kind, fields in self.opened:
            if kind not in ("stamp.promised", "stamp.anchored"):
                continue
            where, promised = f"event {number}", kind == "stamp.promised"
            try:
                names = [self.kept[fields[name]] for name in ("note", "proof")]
                data, size, by = self.files.read(names[0]), fields["size"], str(fields["authority"])
                note = Checkpoint(data)
                about, found = attested(self.files.read(names[1]))
                if about != sha256(data) or type(size) is not int or note.size != size or size > number:
                    raise ValueError("it is about another checkpoint")
                if note.root != root(self.levels, size) or note.origin != (self.key.split("+")[0] or note.origin):
                    self.add("history-rewritten", where, f"The first {size} events are not those that {by} anchored.")
                    continue
                if promised:
                    continue
                height, header = fields["height"], bytes.fromhex(fields["header"])
                said = [message for kind, what, message in found if kind == BITCOIN and varint(what, 0)[0] == height]
                block, merkle, at = block_of(header) if header else ("", b"".join(said[:1]), "")
                if merkle not in said:
                    raise ValueError("it does not lead to the block that the event names")
                self.anchors.append(
                    Anchor(
                        number, by, size, height, merkle[::-1].hex(), block, at, names[0], names[1], fields["header"]
                    )
                )
            except KeyError:
                self.add("anchor-unconfirmed", where, "Not all that belongs to this anchor is here.")
            except (ValueError, TypeError, IndexError) as error:
                self.add("anchor-altered", where, f"The OpenTimestamps proof does not verify: {error}.")
        self.counts.update({"anchors": len(self.anchors)} if self.anchors else {})
        order = sorted((one for one in self.anchors if one.time), key=lambda one: one.size)
        sizes = [one.size for one in order]
        limits = list(accumulate([one.time for one in order[::-1]], min))[::-1]
        late = [
            number
            for number, at in enumerate(self.times[: sizes[-1]] if sizes else [])
            if not at[:19] <= shifted(limits[bisect_right(sizes, number)], SLACK)
        ]
        if late:
            what = f"{len(late)} event(s) from {late[0]} on are dated after a Bitcoin block that anchored them"
            self.add("time-impossible", f"event {late[0]}", f"{what}: it cannot be.")

    def quotes(self) -> None:
        """Compare the quote of every statement that a person accepted, entered or corrected with its text."""
        last, text = "", ""
        for number, identifier, passage in sorted(self.spans, key=lambda span: str(span[2].get("text"))):
            digest, start, end = str(passage.get("text")), passage.get("start"), passage.get("end")
            if digest != last:
                data = self.files.read(self.kept[digest]) if digest in self.kept else b""
                last, text = digest, data.decode("utf-8", "replace")
            right = type(start) is int and type(end) is int and 0 <= start < end
            if not right or text[start:end] != passage.get("quote"):
                self.add("quote-differs", f"event {number}", f"The quote of {identifier} is not at its place.")
        self.counts["quotes"] = len(self.spans)


def examine(
    path: str, key: str = "", receipts: Sequence[str] = (), witnesses: Sequence[str] = (), said: Any = None,
    stamps: Any = None, both: bool = False, anchors: Any = None,
) -> tuple[list[Finding], dict[str, int], str]:  # fmt: skip
    """Findings, counts and the present key. Never raises for what the bundle holds.

    ``said``: a list that gets what a reader should know and what is no fault. ``stamps``: a list that gets the time
    stamps, whose signatures are not checked here. ``anchors``: one that gets the OpenTimestamps proofs, whose blocks
    are not compared with the chain here. ``both``: recompute the second digests too.
    """
    try:
        done = Check(path, key, receipts, witnesses, both)
        if said is not None:
            said += done.said
        if stamps is not None:
            stamps += done.stamps
        if anchors is not None:
            anchors += done.anchors
        return done.findings, done.counts, done.key
    except Exception as error:  # whatever a hostile bundle provokes must not end as "unsigned" (Python's exit code 1)
        what = f"It cannot be read as a bundle of foja ({type(error).__name__}: {error})."
        return [Finding("bundle-unreadable", path, what)], {}, key


def verdict(findings: Sequence[Finding]) -> int:
    """The exit code for these findings: that of the worst, 0 when there are none."""
    sorted_out = {code: number for number, (_, codes) in KINDS.items() for code in codes}
    found = {sorted_out.get(f.code, 1 if f.code in UNCONFIRMED else 10) for f in findings}
    return next((number for number in KINDS if number in found), 0)


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("bundle", nargs="?", default=str(Path(__file__).resolve().parent))
    parser.add_argument("--key", default="", help="verifier key of the case, as you were told by who keeps it")
    parser.add_argument("--receipt", action="append", default=[], help="a checkpoint of this case that you kept")
    parser.add_argument("--witness", action="append", default=[], help="key of a witness that you rely on")
    parser.add_argument("--sha512", action="store_true", help="recompute the second digests too")
    given = parser.parse_args(argv)
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="backslashreplace")  # a terminal may lack letters
    said: list[str] = []
    for path in [given.bundle, *given.receipt]:
        if not Path(path).exists():
            parser.error(f"there is nothing at {path}")
    stamps: list[Stamp] = []
    anchors: list[Anchor] = []
    findings, counts, key = examine(
        given.bundle, given.key, given.receipt, given.witness, said, stamps, given.sha512, anchors
    )
    for finding in findings:
        print(
            "\n    ".join(
                map(visible, (f"{finding.code}: {finding.where}", finding.what, f"What to do: {finding.next}"))
            )
        )
    print("".join(f"{visible(line)}\n" for line in said), end="")
    print(", ".join(f"{name} {count}" for name, count in counts.items()) + f"\nKey: {visible(key) or 'none'}")
    if counts.get("withheld_by_decision"):
        print("Who keeps the case withholds fields by a decision that the history records; their number is above.")
    if not given.key and not given.receipt:
        print("Whether this key is theirs, a bundle cannot tell: use --key or --receipt with what you were given.")
    for stamp in stamps:
        print(f"Time stamp by {visible(stamp.authority)} at {stamp.at}: the first {stamp.size} events existed then.")
        print(f"    Its signature is not checked here. In the folder of the bundle, run:\n    {stamp.command()}")
    if stamps:
        print("The roots in the bundle prove nothing by themselves: get those of the authority by another way.")
    for anchor in anchors:
        print("\n".join(map(visible, str(anchor).split("\n"))))
    if anchors:
        print("Which blocks are in the chain, a bundle cannot tell: ask an explorer or a node of your own.")
    code = verdict(findings)
    if counts.get("other_checker"):
        print("verify.py, recount.py or VERIFY.txt in it is of another version, or altered: do not run it unseen.")
    damaged = any(finding.code not in UNCONFIRMED for finding in findings)
    word = "DAMAGED" if damaged else "NOT CONFIRMED"
    apart = ["the signatures of time stamps"] * bool(stamps) + ["the blocks of anchors"] * bool(anchors)
    whole = "everything verifies" + (f", apart from {' and '.join(apart)}." if apart else ".")
    print(f"{word} ({KINDS[code][0]}): see above." if findings else f"OK: {whole}")
    return code


if __name__ == "__main__":
    sys.exit(main())
