"""OpenDocument packages under a password (ODF 1.3 part 2, 4.3 to 4.8, and the older form of ODF 1.1).

Each part is packed, locked and stored; the manifest says how. From the password a digest is made, from the digest a
key (PBKDF2 with HMAC-SHA1, or Argon2id as LibreOffice writes it since 24.2), and with the key the part is opened: AES
in the modes CBC or GCM, or Blowfish in the mode CFB. A check sum over the first 1,024 packed bytes, or GCM itself,
tells a wrong password. LibreOffice since 24.2 may lock the package as a whole: then it is one part,
``encrypted-package``.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import io
import zipfile
import zlib
from collections.abc import Sequence
from typing import Any, NamedTuple

from foja.model.errors import Gap
from foja.model.vocabulary import OutcomeState
from foja.read.limits import MB, UNLOCK, Budget, Limits, over
from foja.read.office import corrupt, open_zip, parse, read_part, unpack

MANIFEST, WHOLE = "META-INF/manifest.xml", "encrypted-package"
_M = "{urn:oasis:names:tc:opendocument:xmlns:manifest:1.0}"
_LOEXT = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}"
_PARTS = ("content.xml", "styles.xml", "meta.xml")
"""What the readers of foja ask for."""
_FIRST = 1024
_BLOCK, _SMALL = 16, 8
_MOST_ROUNDS, _MOST_MEMORY = 5_000_000, 512 << 10
"""Rounds of PBKDF2, and KiB of Argon2id, above which a file asks for too much."""


class _Lock(NamedTuple):
    """How a part is locked. ``arguments``: iterations; of Argon2id also lanes and KiB of memory."""

    cipher: str
    vector: bytes
    derivation: str
    salt: bytes
    size: int
    arguments: tuple[int, ...]
    digest: str
    checked: str
    checksum: bytes


def is_locked(content: bytes) -> bool:
    """Whether a part of an OpenDocument package is locked. False for what is no such package."""
    try:
        package = open_zip(content)
        return MANIFEST in package.namelist() and b"encryption-data" in _manifest(package)
    except Gap:
        return False


def unlocked(content: bytes, passwords: Sequence[str], limits: Limits) -> bytes:
    """The package without its lock, as far as it is read. Raises ``Gap``: ``encrypted`` where no password fits,
    ``unsupported`` where it is locked in a way that foja does not know, ``corrupt``, ``limit``."""
    for password in passwords:
        if opened := _unlocked(content, password, limits):
            return opened
    what = (
        "None of the passwords that were given opens it." if passwords else "The document opens only with a password."
    )
    raise Gap(OutcomeState.ENCRYPTED.value, what, next=UNLOCK)


def _unlocked(content: bytes, password: str, limits: Limits) -> bytes:
    """Empty where the password does not fit."""
    package, budget = open_zip(content), Budget(limits)
    locks = _locks(package)
    if WHOLE in locks:
        whole = _opened(read_part(package, WHOLE, budget), locks[WHOLE], password, limits)
        return whole or b""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as plain:
        for name in ("mimetype", *(part for part in _PARTS if part in package.namelist())):
            if name not in package.namelist():
                continue
            data: bytes | None = read_part(package, name, budget)
            if name in locks:
                data = _opened(data or b"", locks[name], password, limits)
                if data is None:
                    return b""
                budget.take(len(data))
            plain.writestr(zipfile.ZipInfo(name), data or b"")
        plain.writestr(zipfile.ZipInfo(MANIFEST), b"<manifest/>")
    return made.getvalue()


def _manifest(package: zipfile.ZipFile) -> bytes:
    info = package.getinfo(MANIFEST)
    return unpack(package, info, MB) if info.file_size < MB else b""


def _locks(package: zipfile.ZipFile) -> dict[str, _Lock]:
    """How each part is locked that is, by its name."""
    found = {}
    for entry in parse(_manifest(package), MANIFEST).iter(_M + "file-entry"):
        data = entry.find(_M + "encryption-data")
        if data is not None:
            found[entry.get(_M + "full-path") or ""] = _lock(data)
    return found


def _lock(data: Any) -> _Lock:
    algorithm, derivation = data.find(_M + "algorithm"), data.find(_M + "key-derivation")
    start = data.find(_M + "start-key-generation")
    if algorithm is None or derivation is None:
        raise corrupt("The manifest does not say how the document is locked.")
    cipher = _last(algorithm.get(_M + "algorithm-name"))
    name = _last(derivation.get(_M + "key-derivation-name"))
    if name == "argon2id":
        arguments = tuple(_number(derivation, _LOEXT + f"argon2-{one}", 0) for one in ("iterations", "lanes", "memory"))
    else:
        arguments = (_number(derivation, _M + "iteration-count", 0),)
    return _Lock(
        cipher=cipher,
        vector=_bytes(algorithm.get(_M + "initialisation-vector")),
        derivation=name,
        salt=_bytes(derivation.get(_M + "salt")),
        size=_number(derivation, _M + "key-size", 16),
        arguments=arguments,
        digest=_last(start.get(_M + "start-key-generation-name")) if start is not None else "sha1",
        checked=_last(data.get(_M + "checksum-type")),
        checksum=_bytes(data.get(_M + "checksum")),
    )


def _last(name: str | None) -> str:
    """The last word of a name, without what differs between its writings: ``aes256-cbc``, ``sha256-1k``."""
    return (name or "").rsplit("#", 1)[-1].rsplit(":", 1)[-1].lower().replace("/", "-").replace(" ", "-")


def _bytes(text: str | None) -> bytes:
    try:
        return base64.b64decode(text or "", validate=True)
    except (binascii.Error, ValueError) as error:
        raise corrupt("The manifest says in no readable way how the document is locked.") from error


def _number(element: Any, name: str, default: int) -> int:
    value = element.get(name) or ""
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else default


def _opened(stored: bytes, lock: _Lock, password: str, limits: Limits) -> bytes | None:
    """A part as it was before it was packed and locked; None where the password does not fit."""
    packed = _decrypted(stored, lock, _key(lock, password))
    if packed is None or not _checks(packed, lock):
        return None
    if packed.startswith(b"PK\x03\x04"):
        return packed
    try:
        opener = zlib.decompressobj(-15)
        data = opener.decompress(packed, limits.part_bytes + 1)
    except zlib.error as error:
        if lock.checksum or lock.cipher.endswith("-gcm"):
            raise corrupt(f"A locked part cannot be unpacked ({error}).") from error
        return None
    if len(data) > limits.part_bytes:
        raise over("A locked part is larger than what may be unpacked.", limit="part_bytes")
    return data


def _key(lock: _Lock, password: str) -> bytes:
    if lock.digest not in ("sha1", "sha256") or lock.size not in (16, 24, 32) or not lock.salt:
        raise _unknown(lock.digest)
    start = hashlib.new(lock.digest, password.encode("utf-8"), usedforsecurity=True).digest()
    if lock.derivation == "pbkdf2" and lock.arguments[0]:
        if lock.arguments[0] > _MOST_ROUNDS:
            raise over(f"Its lock asks for {lock.arguments[0]:,} rounds; more than {_MOST_ROUNDS:,} are not made.")
        return hashlib.pbkdf2_hmac("sha1", start, lock.salt, lock.arguments[0], lock.size)
    if lock.derivation == "argon2id" and all(lock.arguments):
        from cryptography.exceptions import UnsupportedAlgorithm
        from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

        rounds, lanes, memory = lock.arguments
        if memory > _MOST_MEMORY or rounds > 1000 or lanes > 255:
            raise over(f"Its lock asks for {memory >> 10:,} MB; more than {_MOST_MEMORY >> 10:,} MB are not given.")
        try:
            made = Argon2id(salt=lock.salt, length=lock.size, iterations=rounds, lanes=lanes, memory_cost=memory)
            return made.derive(start)
        except UnsupportedAlgorithm as error:
            raise _unknown("argon2id") from error
        except ValueError as error:
            raise corrupt(f"The manifest asks for a key that cannot be made ({error}).") from error
    raise _unknown(lock.derivation)


def _decrypted(stored: bytes, lock: _Lock, key: bytes) -> bytes | None:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.decrepit.ciphers.algorithms import Blowfish
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        if lock.cipher.endswith("-gcm"):
            sealed = stored.removeprefix(lock.vector)  # XML Encryption puts the vector in front of what it locks
            try:
                return AESGCM(key).decrypt(lock.vector, sealed, None)
            except InvalidTag:
                return None
        if lock.cipher.endswith("-cbc"):
            if not stored or len(stored) % _BLOCK:
                raise corrupt("A locked part is cut off.")
            opener = Cipher(algorithms.AES(key), modes.CBC(lock.vector)).decryptor()
            padded = opener.update(stored) + opener.finalize()
            return padded[: -padded[-1]] if 0 < padded[-1] <= _BLOCK else None
        if lock.cipher == "blowfish-cfb":
            # CFB by hand, of blocks of eight bytes: a library may do without a mode that nobody should use any more.
            before = (lock.vector + stored)[: -(-len(stored) // _SMALL) * _SMALL]
            stream = Cipher(Blowfish(key), modes.ECB()).encryptor().update(before)[: len(stored)]  # noqa: S305
            return (int.from_bytes(stored, "big") ^ int.from_bytes(stream, "big")).to_bytes(len(stored), "big")
    except ValueError as error:
        raise corrupt(f"The manifest names a key or a vector that does not fit its cipher ({error}).") from error
    raise _unknown(lock.cipher)


def _checks(packed: bytes, lock: _Lock) -> bool:
    """Whether the check sum fits; true where there is none, as with GCM, which checks by itself."""
    if not lock.checksum or not lock.checked:
        return True
    name = lock.checked.removesuffix("-1k")
    if name not in ("sha1", "sha256"):
        raise _unknown(lock.checked)
    seen = packed[:_FIRST] if lock.checked.endswith("-1k") else packed
    return hmac.compare_digest(hashlib.new(name, seen).digest(), lock.checksum)


def _unknown(name: str) -> Gap:
    return Gap(
        OutcomeState.UNSUPPORTED.value,
        f"The document is locked in a way that foja does not know ({name[:80] or 'not named'}).",
        next="Open it with its password in its own program, save a copy without one, and add the copy.",
    )
