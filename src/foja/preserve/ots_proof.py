"""OpenTimestamps proofs: read, run, put together. A proof is a tree of operations from a digest to attestations.

The form is that of version 1 of detached proofs (``.ots``), as python-opentimestamps 0.4.5 reads and writes it: a
magic, the version, the digest of the file, and a tree. A branch is an operation (append, prepend, SHA-256, ...) with
the tree that follows from its result, or an attestation about the message reached. 0xff stands before every branch of
a node but its last. An attestation says that a calendar promised to anchor the message (pending), or that the message
is the Merkle root of a Bitcoin block. Kinds that foja does not know are kept and prove nothing here.

A Bitcoin block is known by its header of 80 bytes, whose digest shows the work that was spent on it. Which header
stands at which height of the chain, a proof does not say: whoever checks must bring that.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from math import log2

from foja.model.record import Record

MAGIC = b"\x00OpenTimestamps\x00\x00Proof\x00\xbf\x89\xe2\xe8\x84\xe8\x92\x94"
PENDING = bytes.fromhex("83dfe30d2ef90c8e")
BITCOIN = bytes.fromhex("0588960d73d71901")
LIMIT = 16_384
"""Bytes that a proof may have; one of a public calendar has some hundred."""
_DEEP, _LONG, _SAID = 256, 4096, 8192
_SHA256, _APPEND, _PREPEND = 0x08, 0xF0, 0xF1
_FORK, _ATTESTED = 0xFF, 0x00


class ProofError(ValueError):
    """What is wrong with a proof, in words."""


class Attestation(Record, frozen=True):
    """``kind``: its eight bytes. ``said``: an address for ``PENDING``, a height for ``BITCOIN``, else its bytes."""

    kind: bytes
    said: bytes

    @property
    def height(self) -> int:
        """Of the Bitcoin block. Raises ProofError."""
        reader = _Reader(self.said)
        found = reader.number()
        reader.end()
        return found

    @property
    def calendar(self) -> str:
        """The address of the calendar that promised. Raises ProofError."""
        reader = _Reader(self.said)
        found = reader.block(1000)
        reader.end()
        if not found.isascii() or not found.decode("ascii").isprintable():
            raise ProofError("the address of its calendar is none")
        return found.decode("ascii")


class Step(Record, frozen=True):
    """An operation (``code``, with ``argument`` where it has one), and the tree of its result."""

    code: int
    argument: bytes
    then: Proof


class Proof(Record, frozen=True):
    """What follows from ``message``."""

    message: bytes
    attestations: tuple[Attestation, ...] = ()
    steps: tuple[Step, ...] = ()

    def reached(self) -> Iterator[tuple[bytes, Attestation]]:
        """Every attestation with the message that it is about."""
        for one in self.attestations:
            yield self.message, one
        for step in self.steps:
            yield from step.then.reached()


class BlockHeader(Record, frozen=True):
    """Of a Bitcoin block. ``digest`` is written as explorers write it. ``time``: as the block says; the rules of the
    network hold it to within two hours of the clocks of its nodes. ``work``: the binary logarithm of the number of
    digests that finding such a block takes."""

    digest: str
    merkle_root: bytes
    time: datetime
    work: float


def read_proof(data: bytes) -> Proof:
    """A detached proof about a SHA-256. Raises ProofError."""
    reader = _Reader(data)
    if len(data) > LIMIT:
        raise ProofError(f"it has more than {LIMIT:,} bytes")
    if reader.take(len(MAGIC)) != MAGIC:
        raise ProofError("it is no OpenTimestamps proof")
    if reader.number() != 1:
        raise ProofError("it is of a version that foja does not know")
    if reader.byte() != _SHA256:
        raise ProofError("it is not about a SHA-256")
    found = reader.proof(reader.take(32), _DEEP)
    reader.end()
    return found


def read_branch(data: bytes, message: bytes) -> Proof:
    """What a calendar answers: the tree that follows from ``message``, without a head. Raises ProofError."""
    reader = _Reader(data)
    found = reader.proof(message, _DEEP)
    reader.end()
    return found


def write_proof(proof: Proof) -> bytes:
    """The bytes of a detached proof; what was read is written again as it was."""
    return MAGIC + _number(1) + bytes([_SHA256]) + proof.message + _written(proof)


def blinded(digest: bytes, nonce: bytes) -> tuple[bytes, Proof]:
    """What is handed to a calendar instead of a digest, and the proof that leads there: the calendar cannot tell
    whose digest it was, also when the file becomes public."""
    mixed = digest + nonce
    sent = hashlib.sha256(mixed).digest()
    return sent, Proof(digest, (), (Step(_APPEND, nonce, Proof(mixed, (), (Step(_SHA256, b"", Proof(sent)),))),))


def grown(proof: Proof, at: bytes, branch: Proof) -> Proof:
    """The proof with what follows from the message ``at`` replaced by ``branch``."""
    if proof.message == at:
        return branch
    steps = tuple(Step(step.code, step.argument, grown(step.then, at, branch)) for step in proof.steps)
    return Proof(proof.message, proof.attestations, steps)


def read_header(data: bytes) -> BlockHeader:
    """The header of a Bitcoin block. Raises ProofError where it has not the work that it claims."""
    if len(data) != 80:
        raise ProofError(f"a block header has 80 bytes, this has {len(data)}")
    bits = int.from_bytes(data[72:76], "little")
    size, mantissa = bits >> 24, bits & 0x7FFFFF
    target = mantissa << 8 * (size - 3) if size > 3 else mantissa >> 8 * (3 - size)
    digest = hashlib.sha256(hashlib.sha256(data).digest()).digest()
    if not 0 < target < 1 << 256 or bits & 0x800000 or int.from_bytes(digest, "little") > target:
        raise ProofError("the header of the block shows no work: it is none of the Bitcoin network")
    return BlockHeader(
        digest=digest[::-1].hex(),
        merkle_root=data[36:68],
        time=datetime.fromtimestamp(int.from_bytes(data[68:72], "little"), UTC),
        work=256 - log2(target + 1),
    )


class _Reader:
    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def take(self, count: int) -> bytes:
        found = self.data[self.at : self.at + count]
        if len(found) != count:
            raise ProofError("it ends too early")
        self.at += count
        return found

    def byte(self) -> int:
        return self.take(1)[0]

    def number(self) -> int:
        found = 0
        for place in range(0, 63, 7):
            byte = self.byte()
            found |= (byte & 0x7F) << place
            if byte < 0x80:
                return found
        raise ProofError("a number in it is too large")

    def block(self, most: int) -> bytes:
        count = self.number()
        if count > most:
            raise ProofError("a part of it is too long")
        return self.take(count)

    def end(self) -> None:
        if self.at != len(self.data):
            raise ProofError("something follows after its end")

    def proof(self, message: bytes, deep: int) -> Proof:
        if not deep:
            raise ProofError("it is nested too deeply")
        attestations, steps, last = [], [], False
        while not last:
            tag = self.byte()
            last = tag != _FORK
            tag = tag if last else self.byte()
            if tag == _ATTESTED:
                attestations.append(Attestation(kind=self.take(8), said=self.block(_SAID)))
            else:
                argument = self.block(_LONG) if tag in (_APPEND, _PREPEND) else b""
                steps.append(Step(tag, argument, self.proof(_run(tag, argument, message), deep - 1)))
        return Proof(message, tuple(attestations), tuple(steps))


def _run(code: int, argument: bytes, message: bytes) -> bytes:
    match code:
        case 0xF0:
            found = message + argument
        case 0xF1:
            found = argument + message
        case 0xF2:
            found = message[::-1]
        case 0xF3:
            found = message.hex().encode()
        case 0x08:
            found = hashlib.sha256(message).digest()
        case 0x02:
            found = hashlib.sha1(message, usedforsecurity=False).digest()
        case _:
            raise ProofError(f"it has an operation that foja does not know (0x{code:02x})")
    if len(found) > _LONG or not message:
        raise ProofError("a message in it is too long, or empty")
    return found


def _written(proof: Proof) -> bytes:
    said = [bytes([_ATTESTED]) + one.kind + _block(one.said) for one in proof.attestations]
    for step in proof.steps:
        argument = _block(step.argument) if step.code in (_APPEND, _PREPEND) else b""
        said.append(bytes([step.code]) + argument + _written(step.then))
    return b"".join(bytes([_FORK]) + one for one in said[:-1]) + said[-1]


def _block(data: bytes) -> bytes:
    return _number(len(data)) + data


def _number(value: int) -> bytes:
    found = bytearray()
    while value >= 0x80:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*found, value])
