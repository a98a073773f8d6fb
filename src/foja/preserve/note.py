"""Signed notes: a text of lines, a blank line, signature lines. https://c2sp.org/signed-note

    example.org/cases/7            <- text, ends with a newline
    42
    qmDWxHD...=

    — example.org/cases/7 Az3grl...   <- name, base64(key id (4) || signature)

A verifier key is ``name+hex(key id)+base64(0x01 || Ed25519 public key)``. Signatures by other kinds of keys
(witnesses, ML-DSA) may stand beside ours; who does not know a key passes over its line.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Sequence

from foja.model.errors import Damage, UsageError
from foja.model.record import Record

ED25519 = 0x01
DASH = "\u2014 "
LIMIT = 1_000_000
"""Bytes of a note."""


class Verifier(Record, frozen=True):
    """A public key with its name. ``public``: 32 bytes of Ed25519."""

    name: str
    public: bytes

    @property
    def id(self) -> bytes:
        """First 4 bytes of SHA-256(name, newline, algorithm, public key)."""
        return hashlib.sha256(self.name.encode() + b"\n" + bytes([ED25519]) + self.public).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{encode64(bytes([ED25519]) + self.public)}"


class Signature(Record, frozen=True):
    """A signature line: ``key``: 4 bytes that name the key; ``value``: the signature."""

    name: str
    key: bytes
    value: bytes


class Note(Record, frozen=True):
    """``text`` ends with a newline; it is what the signatures sign, in UTF-8."""

    text: str
    signatures: tuple[Signature, ...] = ()


def encode64(data: bytes) -> str:
    """Base64 as notes write it: standard alphabet, padded."""
    return base64.b64encode(data).decode("ascii")


def decode64(text: str) -> bytes:
    """The bytes of ``text``; ``ValueError`` for any other spelling of them, so that no byte can change unseen."""
    try:
        data = base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError(f"{text!r} is not base64") from error
    if encode64(data) != text:
        raise ValueError(f"{text!r} is not base64 in its one spelling")
    return data


def check_name(name: str) -> str:
    """``name`` if it can name a key (not empty, no space, no plus); raises UsageError ``origin-malformed``."""
    if not name or "+" in name or any(char.isspace() or not char.isprintable() for char in name):
        raise UsageError(
            "origin-malformed",
            f"{name!r} cannot name a case in signatures.",
            next="Use a name like example.org/cases/7: no spaces, no plus sign.",
        )
    return name


def parse_verifier(text: str) -> Verifier:
    """The Verifier in a verifier string. Raises UsageError ``verifier-malformed``."""
    try:
        name, key, encoded = text.split("+", 2)
        data = decode64(encoded)
        if len(data) != 33 or data[0] != ED25519:
            raise ValueError("it is not an Ed25519 key")
        found = Verifier(name=name, public=data[1:])
        if found.id.hex() != key:
            raise ValueError("its key id does not fit the key")
    except ValueError as error:
        raise UsageError(
            "verifier-malformed",
            f"{text!r} is not a verifier key: {error}.",
            next="Copy it whole, as foja printed it: name+8 hex digits+base64.",
        ) from error
    return found


def parse_note(data: bytes) -> Note:
    """The note in ``data``. Raises Damage ``note-malformed``. Signatures are not checked here."""
    try:
        if len(data) > LIMIT:
            raise ValueError(f"it has {len(data):,} bytes")
        whole = data.decode()
        if any(ord(char) < 0x20 and char != "\n" for char in whole):
            raise ValueError("it holds control characters")
        text, found, lines = whole.rpartition("\n\n")
        if not found or not text or not lines.endswith("\n"):
            raise ValueError("it has no signature lines after a blank line")
        signatures = tuple(_signature(line) for line in lines[:-1].split("\n"))
    except ValueError as error:
        raise Damage(
            "note-malformed",
            f"This is not a signed note: {error}.",
            next="Restore the file from a copy, or fetch the note again from who holds a receipt.",
        ) from error
    return Note(text=text + "\n", signatures=signatures)


def _signature(line: str) -> Signature:
    if not line.startswith(DASH):
        raise ValueError(f"{line!r} is not a signature line")
    name, _, encoded = line[len(DASH) :].partition(" ")
    value = decode64(encoded)
    if not name or "+" in name or len(value) < 5:
        raise ValueError(f"{line!r} is not a signature line")
    return Signature(name=name, key=value[:4], value=value[4:])


def format_note(note: Note) -> bytes:
    """The note as a file."""
    lines = "".join(f"{DASH}{s.name} {encode64(s.key + s.value)}\n" for s in note.signatures)
    return f"{note.text}\n{lines}".encode()


def signers(note: Note, verifiers: Sequence[Verifier]) -> tuple[Verifier, ...]:
    """Those of ``verifiers`` who signed the note, in the order of the lines.

    Raises Damage ``signature-wrong`` when a line that names one of them does not verify.
    """
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    found: list[Verifier] = []
    for signature in note.signatures:
        for verifier in verifiers:
            if (signature.name, signature.key) != (verifier.name, verifier.id) or verifier in found:
                continue
            try:
                Ed25519PublicKey.from_public_bytes(verifier.public).verify(signature.value, note.text.encode())
            except (InvalidSignature, ValueError) as error:
                raise Damage(
                    "signature-wrong",
                    f"The signature of {verifier.name} does not fit the text above it.",
                    next="The note or the key was altered; compare both with a copy held elsewhere.",
                ) from error
            found.append(verifier)
    return tuple(found)
