"""Cosignatures: a witness says that it saw a checkpoint, and that this continues what it saw before.

Format: https://c2sp.org/tlog-cosignature, both types. A cosignature is a signature line under a checkpoint whose value
is the time (8 bytes, big endian, seconds since 1970) and a signature:

    0x04  Ed25519 over ``cosignature/v1``, a line ``time N`` and the text of the checkpoint
    0x06  ML-DSA-44 (FIPS 204) over a structure with the label ``subtree/v1``, see ``cosigned_text``

A witness key is ``name+hex(key id)+base64(type || public key)``. ML-DSA-44 holds against quantum computers; its keys
have 1,312 bytes, its signatures 2,420. Not every build of the library ``cryptography`` has it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from foja.model.errors import Damage, UsageError
from foja.model.record import Record
from foja.preserve.note import Note, Signature, check_name, decode64, encode64

COSIGNATURE, ML_DSA = 0x04, 0x06
_SIZES = {COSIGNATURE: 32, ML_DSA: 1312}
_TIME = 8
_LAST = 2**63 - 1


class Cosigner(Record, frozen=True):
    """The public key of a witness with its name. ``kind``: the type of the signature; ``public``: 32 bytes of Ed25519
    or 1,312 of ML-DSA-44."""

    name: str
    public: bytes
    kind: int = COSIGNATURE

    @property
    def id(self) -> bytes:
        """First 4 bytes of SHA-256(name, newline, type, public key)."""
        return hashlib.sha256(self.name.encode() + b"\n" + bytes([self.kind]) + self.public).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{encode64(bytes([self.kind]) + self.public)}"


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
        if not data or len(data) - 1 != _SIZES.get(data[0]):
            raise ValueError("it is neither an Ed25519 nor an ML-DSA-44 key of a witness")
        found = Cosigner(name=name, public=data[1:], kind=data[0])
        if found.id.hex() != key:
            raise ValueError("its key id does not fit the key")
    except (ValueError, UsageError) as error:
        said = text if len(text) <= 200 else f"{text[:60]}…{text[-20:]}"
        raise UsageError(
            "witness-key-malformed",
            f"{said!r} is not the key of a witness: {error}.",
            next="Copy it whole, as the witness gave it: name+8 hex digits+base64. A key of a case is another thing.",
        ) from error
    return found


def cosigner_of(name: str, seed: bytes, kind: int = COSIGNATURE) -> Cosigner:
    """The public half of a secret of 32 bytes. Raises UsageError ``ml-dsa-missing``."""
    return Cosigner(name=name, public=_private(seed, kind).public_key().public_bytes_raw(), kind=kind)


def cosigned_text(cosigner: Cosigner, text: str, seconds: int) -> bytes:
    """What a witness signs: under Ed25519 the text of the checkpoint, under ML-DSA-44 a structure of its name, the
    time, and the origin, size and root of the checkpoint. ``ValueError`` where the text has none of these."""
    if cosigner.kind == COSIGNATURE:
        return f"cosignature/v1\ntime {seconds}\n{text}".encode()
    origin, size, root = text.split("\n")[:3]
    names = [bytes([len(name)]) + name for name in (cosigner.name.encode(), origin.encode())]  # up to 255 bytes each
    numbers = [number.to_bytes(8, "big") for number in (seconds, 0, int(size))]
    return b"subtree/v1\n\0" + names[0] + numbers[0] + names[1] + numbers[1] + numbers[2] + decode64(root)


def cosign(cosigner: Cosigner, seed: bytes, text: str, seconds: int) -> Signature:
    """The signature line of a witness under a checkpoint text. Raises UsageError ``ml-dsa-missing``."""
    value = _private(seed, cosigner.kind).sign(cosigned_text(cosigner, text, seconds))
    return Signature(name=cosigner.name, key=cosigner.id, value=seconds.to_bytes(_TIME, "big") + value)


def cosignatures(note: Note, cosigners: Sequence[Cosigner]) -> tuple[Cosignature, ...]:
    """Those of ``cosigners`` who signed the note, each with the earliest time, in the order of the lines.

    Raises Damage ``cosignature-wrong`` when a line that names one of them does not verify, UsageError
    ``ml-dsa-missing`` where this machine cannot check one.
    """
    from cryptography.exceptions import InvalidSignature

    found: dict[Cosigner, int] = {}
    for line in note.signatures:
        for cosigner in cosigners:
            if (line.name, line.key) != (cosigner.name, cosigner.id):
                continue
            seconds = int.from_bytes(line.value[:_TIME], "big")
            try:
                if not 0 < seconds <= _LAST:
                    raise ValueError("it has no time")
                _public(cosigner).verify(line.value[_TIME:], cosigned_text(cosigner, note.text, seconds))
            except (InvalidSignature, ValueError, OverflowError) as error:
                raise Damage(
                    "cosignature-wrong",
                    f"The cosignature of the witness {cosigner.name} does not fit the checkpoint above it.",
                    next="The checkpoint or the line was altered; compare with a receipt, and ask the witness.",
                ) from error
            found[cosigner] = min(seconds, found.get(cosigner, _LAST))
    return tuple(Cosignature(cosigner=cosigner, seconds=seconds) for cosigner, seconds in found.items())


def _private(seed: bytes, kind: int) -> Any:
    if kind == ML_DSA:
        return ml_dsa().MLDSA44PrivateKey.from_seed_bytes(seed)
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(seed)


def _public(cosigner: Cosigner) -> Any:
    if cosigner.kind == ML_DSA:
        return ml_dsa().MLDSA44PublicKey.from_public_bytes(cosigner.public)
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    return Ed25519PublicKey.from_public_bytes(cosigner.public)


def ml_dsa() -> Any:
    """The module of ``cryptography`` for ML-DSA. Raises UsageError ``ml-dsa-missing`` where this build has none."""
    from cryptography.exceptions import UnsupportedAlgorithm

    try:
        from cryptography.hazmat.primitives.asymmetric import mldsa

        mldsa.MLDSA44PrivateKey.from_seed_bytes(bytes(32))
    except (ImportError, UnsupportedAlgorithm) as error:
        raise UsageError(
            "ml-dsa-missing",
            "The library cryptography on this machine has no ML-DSA-44, so such a signature can be neither made nor "
            "checked here.",
            next="Install a newer one (pip install --upgrade cryptography), or use a machine that has it.",
        ) from error
    return mldsa
