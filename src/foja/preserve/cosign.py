"""Cosignatures: a witness says that it saw this checkpoint, and no other history before it.

Source: https://c2sp.org/tlog-cosignature, the Ed25519 type. It is a signature line under a checkpoint whose value is
the time (8 bytes, big endian, seconds since 1970) and an Ed25519 signature over ``cosignature/v1``, a line ``time N``
and the text of the checkpoint. A witness key is ``name+hex(key id)+base64(0x04 || Ed25519 public key)``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime

from foja.model.errors import Damage, UsageError
from foja.model.record import Record
from foja.preserve.note import Note, Signature, check_name, decode64, encode64

COSIGNATURE = 0x04
_TIME = 8
_LAST = 2**63 - 1


class Cosigner(Record, frozen=True):
    """The public key of a witness with its name. ``public``: 32 bytes of Ed25519."""

    name: str
    public: bytes

    @property
    def id(self) -> bytes:
        """First 4 bytes of SHA-256(name, newline, 0x04, public key)."""
        return hashlib.sha256(self.name.encode() + b"\n" + bytes([COSIGNATURE]) + self.public).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{encode64(bytes([COSIGNATURE]) + self.public)}"


class Cosignature(Record, frozen=True):
    """That ``cosigner`` saw a checkpoint, by its clock at ``seconds`` since 1970."""

    cosigner: Cosigner
    seconds: int

    @property
    def at(self) -> str:
        """The time in UTC, ISO 8601; the number itself where a calendar does not reach."""
        try:
            return datetime.fromtimestamp(self.seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        except (ValueError, OverflowError, OSError):
            return f"second {self.seconds}"


def parse_cosigner(text: str) -> Cosigner:
    """The key in a witness key string. Raises UsageError ``witness-key-malformed``."""
    try:
        name, key, encoded = text.strip().split("+", 2)
        check_name(name)
        data = decode64(encoded)
        if len(data) != 33 or data[0] != COSIGNATURE:
            raise ValueError("it is not the Ed25519 key of a witness")
        found = Cosigner(name=name, public=data[1:])
        if found.id.hex() != key:
            raise ValueError("its key id does not fit the key")
    except (ValueError, UsageError) as error:
        raise UsageError(
            "witness-key-malformed",
            f"{text!r} is not the key of a witness: {error}.",
            next="Copy it whole, as the witness gave it: name+8 hex digits+base64. A key of a case is another thing.",
        ) from error
    return found


def cosigned_text(text: str, seconds: int) -> bytes:
    """What a witness signs."""
    return f"cosignature/v1\ntime {seconds}\n{text}".encode()


def cosign(cosigner: Cosigner, seed: bytes, text: str, seconds: int) -> Signature:
    """The signature line of a witness under a checkpoint text."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    value = Ed25519PrivateKey.from_private_bytes(seed).sign(cosigned_text(text, seconds))
    return Signature(name=cosigner.name, key=cosigner.id, value=seconds.to_bytes(_TIME, "big") + value)


def cosignatures(note: Note, cosigners: Sequence[Cosigner]) -> tuple[Cosignature, ...]:
    """Those of ``cosigners`` who signed the note, each with the earliest time, in the order of the lines.

    Raises Damage ``cosignature-wrong`` when a line that names one of them does not verify.
    """
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    found: dict[Cosigner, int] = {}
    for line in note.signatures:
        for cosigner in cosigners:
            if (line.name, line.key) != (cosigner.name, cosigner.id):
                continue
            seconds = int.from_bytes(line.value[:_TIME], "big")
            try:
                if not 0 < seconds <= _LAST:
                    raise ValueError("it has no time")
                public = Ed25519PublicKey.from_public_bytes(cosigner.public)
                public.verify(line.value[_TIME:], cosigned_text(note.text, seconds))
            except (InvalidSignature, ValueError) as error:
                raise Damage(
                    "cosignature-wrong",
                    f"The cosignature of the witness {cosigner.name} does not fit the checkpoint above it.",
                    next="The checkpoint or the line was altered; compare with a receipt, and ask the witness.",
                ) from error
            found[cosigner] = min(seconds, found.get(cosigner, _LAST))
    return tuple(Cosignature(cosigner=cosigner, seconds=seconds) for cosigner, seconds in found.items())
