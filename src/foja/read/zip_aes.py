"""Members of a ZIP that are locked with AES, as WinZip, 7-Zip and others write them (WinZip AE-1 and AE-2).

The stored bytes are: a salt, two bytes that tell most wrong passwords, what is encrypted, ten bytes that authenticate
it. Keys come from the password by PBKDF2 (HMAC-SHA1, 1000 rounds); the cipher is AES in counter mode, with a counter
that begins at 1 and counts up from its first byte. Source: WinZip, "AES Encryption Information", version 1.04.
"""

from __future__ import annotations

import bz2
import hmac
import lzma
import struct
import zipfile
import zlib
from collections.abc import Sequence
from hashlib import pbkdf2_hmac
from typing import NamedTuple

from foja.model.errors import Gap
from foja.model.vocabulary import OutcomeState
from foja.read.limits import UNLOCK, over

METHOD = 99
"""The compression method that stands for AES; the true one is in the extra field 0x9901."""
_EXTRA = 0x9901
_SALT = {1: 8, 2: 12, 3: 16}
_CHECK, _MAC, _ROUNDS, _PIECE = 2, 10, 1000, 1 << 18


class _How(NamedTuple):
    version: int
    strength: int
    method: int


def read_member(package: zipfile.ZipFile, info: zipfile.ZipInfo, most: int, passwords: Sequence[str]) -> bytes:
    """The member, opened with the first of ``passwords`` that fits. Raises ``Gap``: ``encrypted`` where none does,
    ``limit`` over ``most`` bytes, ``corrupt`` where it does not authenticate, ``unsupported`` for other methods."""
    how = _how(info)
    stored = _stored(package, info)
    salt = _SALT[how.strength]
    if len(stored) < salt + _CHECK + _MAC:
        raise _corrupt("is cut off")
    for password in passwords:
        secret = password.encode("utf-8")
        size = 2 * salt
        keys = pbkdf2_hmac("sha1", secret, stored[:salt], _ROUNDS, 2 * size + _CHECK)
        if not hmac.compare_digest(keys[2 * size :], stored[salt : salt + _CHECK]):
            continue
        locked, mac = stored[salt + _CHECK : -_MAC], stored[-_MAC:]
        if not hmac.compare_digest(hmac.new(keys[size : 2 * size], locked, "sha1").digest()[:_MAC], mac):
            continue  # one wrong password in 65,536 passes the first check
        data = _expanded(_turned(keys[:size], locked), how.method, most)
        if how.version == 1 and zlib.crc32(data) != info.CRC:
            raise _corrupt("does not give its check sum")
        return data
    what = "none of the passwords that were given fits" if passwords else "needs a password"
    raise Gap(OutcomeState.ENCRYPTED.value, what, next=UNLOCK)


def _how(info: zipfile.ZipInfo) -> _How:
    extra = info.extra
    while len(extra) >= 4:
        kind, size = struct.unpack("<HH", extra[:4])
        if kind == _EXTRA and size >= 7 and len(extra) >= 11:
            version, _, strength, method = struct.unpack("<HHBH", extra[4:11])
            if strength in _SALT:
                return _How(version, strength, method)
        extra = extra[4 + size :]
    raise _corrupt("does not say how it is locked")


def _stored(package: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """The bytes as stored, behind the member's own header."""
    file = package.fp
    if file is None:
        raise _corrupt("cannot be read")
    if not 0 <= info.header_offset < 1 << 62:
        raise _corrupt("has a damaged header")
    file.seek(info.header_offset)
    header = file.read(30)
    if len(header) < 30 or header[:4] != b"PK\x03\x04":
        raise _corrupt("has a damaged header")
    name, extra = struct.unpack("<HH", header[26:30])
    file.seek(info.header_offset + 30 + name + extra)
    return file.read(info.compress_size)


def _turned(key: bytes, locked: bytes) -> bytes:
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    # The library counts from the last byte of a block, this format from the first: so the counters are made here.
    cipher = Cipher(algorithms.AES(key), modes.ECB()).encryptor()  # noqa: S305 (of counters alone)
    found = []
    for start in range(0, len(locked), _PIECE):
        piece = locked[start : start + _PIECE]
        first = start // 16 + 1
        counters = b"".join(n.to_bytes(16, "little") for n in range(first, first + -(-len(piece) // 16)))
        stream = cipher.update(counters)[: len(piece)]
        mixed = int.from_bytes(piece, "big") ^ int.from_bytes(stream, "big")
        found.append(mixed.to_bytes(len(piece), "big"))
    return b"".join(found)


def _expanded(data: bytes, method: int, most: int) -> bytes:
    try:
        if method == zipfile.ZIP_STORED:
            found = data
        elif method == zipfile.ZIP_DEFLATED:
            found = zlib.decompressobj(-15).decompress(data, most + 1)
        elif method == zipfile.ZIP_BZIP2:
            found = bz2.BZ2Decompressor().decompress(data, most + 1)
        else:
            raise Gap(
                OutcomeState.UNSUPPORTED.value,
                f"is packed in a way (method {method}) that foja does not unpack",
                next="Unpack it with the password in another program, and add what it holds.",
            )
    except (zlib.error, OSError, EOFError, lzma.LZMAError) as error:
        raise _corrupt(f"cannot be unpacked ({error})") from error
    if len(found) > most:
        raise over("is larger than what may still be unpacked", limit="original_bytes")
    return found


def _corrupt(what: str) -> Gap:
    return Gap(
        OutcomeState.CORRUPT.value, what, next="Ask for the archive again where it came from, and compare the digests."
    )
