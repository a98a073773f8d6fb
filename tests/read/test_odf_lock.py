"""OpenDocument files under a password, locked here in each way that is known."""

from __future__ import annotations

import base64
import hashlib
import io
import zipfile
import zlib
from typing import NamedTuple

import pytest
from cryptography.hazmat.decrepit.ciphers.algorithms import Blowfish
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from hypothesis import given, settings
from hypothesis import strategies as st

from foja.model.errors import Gap
from foja.model.record import digest
from foja.model.source import Original
from foja.read.limits import Limits
from foja.read.odf_lock import is_locked
from foja.read.stage import READ
from read.formats import odf, odt

_SPACE = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
_LOEXT = "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"
_ARGON = "urn:org:documentfoundation:names:experimental:office:manifest:argon2id"
_ENC, _ENC11 = "http://www.w3.org/2001/04/xmlenc", "http://www.w3.org/2009/xmlenc11"
LONG = "A sentence of the order. " * 200


class Way(NamedTuple):
    """How a package is locked. ``whole``: as one part."""

    cipher: str = f"{_ENC}#aes256-cbc"
    digest: str = "sha256"
    size: int = 32
    argon: bool = False
    whole: bool = False
    rounds: int = 1024
    prefixed: bool = True


WAYS = {
    "LibreOffice, AES-CBC": Way(),
    "AES-128-CBC": Way(cipher=f"{_ENC}#aes128-cbc", size=16),
    "OpenOffice, Blowfish": Way(cipher="Blowfish CFB", digest="sha1", size=16),
    "LibreOffice 24.2, as one part": Way(cipher=f"{_ENC11}#aes256-gcm", argon=True, whole=True),
    "GCM without the vector in front": Way(cipher=f"{_ENC11}#aes256-gcm", argon=True, whole=True, prefixed=False),
}


def _sealed(data: bytes, way: Way, password: str, salt: bytes) -> tuple[bytes, bytes]:
    """What is stored, and the vector."""
    start = hashlib.new(way.digest, password.encode()).digest()
    if way.argon:
        key = Argon2id(salt=salt, length=way.size, iterations=1, lanes=1, memory_cost=64).derive(start)
    else:
        key = hashlib.pbkdf2_hmac("sha1", start, salt, way.rounds, way.size)
    if way.cipher.endswith("gcm"):
        vector = salt[:12]
        return (vector if way.prefixed else b"") + AESGCM(key).encrypt(vector, data, None), vector
    if way.cipher == "Blowfish CFB":
        vector, found = salt[:8], b""
        for at in range(0, len(data), 8):  # one block after the other, as the mode is defined
            before = found[-8:] or vector
            stream = Cipher(Blowfish(key), modes.ECB()).encryptor().update(before)
            found += bytes(a ^ b for a, b in zip(data[at : at + 8], stream, strict=False))
        return found, vector
    left = 16 - len(data) % 16
    sealer = Cipher(algorithms.AES(key), modes.CBC(salt)).encryptor()
    return sealer.update(data + bytes(left - 1) + bytes([left])) + sealer.finalize(), salt


def _entry(name: str, data: bytes, way: Way, password: str) -> tuple[str, bytes]:
    """The entry of the manifest and the stored bytes of a part."""
    salt = hashlib.sha256(name.encode()).digest()[:16]
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = data if way.whole else packer.compress(data) + packer.flush()
    stored, vector = _sealed(packed, way, password, salt)
    text = lambda value: base64.b64encode(value).decode()  # noqa: E731
    kind = "SHA1/1K" if way.digest == "sha1" else f"{_SPACE}#sha256-1k"
    checksum = "" if way.cipher.endswith("gcm") else (
        f'm:checksum-type="{kind}" m:checksum="{text(hashlib.new(way.digest, packed[:1024]).digest())}"'
    )  # fmt: skip
    derivation = f'm:key-derivation-name="PBKDF2" m:iteration-count="{way.rounds}"'
    if way.argon:
        derivation = f'm:key-derivation-name="{_ARGON}" l:argon2-iterations="1" l:argon2-memory="64" l:argon2-lanes="1"'
    start = f'<m:start-key-generation m:start-key-generation-name="http://www.w3.org/2000/09/xmldsig#{way.digest}"/>'
    entry = (
        f'<m:file-entry m:full-path="{name}" m:size="{len(data)}"><m:encryption-data {checksum}>'
        f'<m:algorithm m:algorithm-name="{way.cipher}" m:initialisation-vector="{text(vector)}"/>'
        f'<m:key-derivation {derivation} m:key-size="{way.size}" m:salt="{text(salt)}"/>'
        f"{'' if way.digest == 'sha1' else start}</m:encryption-data></m:file-entry>"
    )
    return entry, stored


def locked(plain: bytes, password: str, way: Way) -> bytes:
    """The package under a password."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(plain)) as old, zipfile.ZipFile(result, "w") as new:
        new.writestr("mimetype", old.read("mimetype"))
        entries = ""
        for name in ("encrypted-package",) if way.whole else ("content.xml", "styles.xml", "meta.xml"):
            entry, stored = _entry(name, plain if way.whole else old.read(name), way, password)
            entries += entry
            new.writestr(name, stored)
        new.writestr(
            "META-INF/manifest.xml", f'<m:manifest xmlns:m="{_SPACE}" xmlns:l="{_LOEXT}">{entries}</m:manifest>'
        )
    return result.getvalue()


def opened(data: bytes, *passwords: str, name: str = "x.odt") -> tuple[str, bool, str]:
    source = Original(sha256=digest(data), name=name, content=data, passwords=passwords)
    text, reading, *_ = READ.run(source, setting=Limits())
    return text.text, reading.unlocked, reading.media_type  # type: ignore[attr-defined]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("said", ["Short.", LONG.strip()])
def test_each_way_opens_with_its_password_and_says_so(way: str, said: str) -> None:
    data = locked(odt(f"<text:p>{said}</text:p>", meta="<dc:title>A title</dc:title>"), "contraseña", WAYS[way])
    assert is_locked(data)
    for given_, what in (((), "only with a password"), (("wrong", ""), "None of the passwords")):
        with pytest.raises(Gap, match=what) as caught:
            opened(data, *given_)
        assert ("encrypted", True) == (caught.value.code, "read-again" in caught.value.next)
    assert (said, True, "application/vnd.oasis.opendocument.text") == opened(data, "wrong", "contraseña")


@pytest.mark.parametrize("way", ["LibreOffice, AES-CBC", "LibreOffice 24.2, as one part"])
def test_a_sheet_opens_too(way: str) -> None:
    rows = "<table:table-row><table:table-cell><text:p>One</text:p></table:table-cell></table:table-row>"
    sheet = odf("spreadsheet", f'<table:table table:name="t">{rows}</table:table>')
    assert ("t\nOne", True) == opened(locked(sheet, "p", WAYS[way]), "p", name="x.ods")[:2]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (b"aes256-cbc", b"camellia", "unsupported"),
        (b"sha256-1k", b"whirlpool", "unsupported"),
        (b"PBKDF2", b"scrypt", "unsupported"),
        (b'count="1024"', b'count="900000000"', "limit"),
        (b'key-size="32"', b'key-size="33"', "unsupported"),
        (b'initialisation-vector="', b'initialisation-vector="@', "corrupt"),
        (b"m:algorithm ", b"m:other ", "corrupt"),
    ],
)
def test_what_is_locked_otherwise_or_asks_for_too_much_says_so(old: bytes, new: bytes, code: str) -> None:
    data = locked(odt("<text:p>x</text:p>"), "p", WAYS["LibreOffice, AES-CBC"])
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(made, "w") as after:
        for info in before.infolist():
            manifest = info.filename == "META-INF/manifest.xml"
            after.writestr(info.filename, before.read(info).replace(old, new) if manifest else before.read(info))
    with pytest.raises(Gap) as caught:
        opened(made.getvalue(), "p")
    assert (code, True) == (caught.value.code, bool(caught.value.next))


_DATA = locked(odt("<text:p>x</text:p>"), "p", WAYS["LibreOffice, AES-CBC"]._replace(rounds=1))


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(_DATA) - 1), st.integers(0, 255)), min_size=1, max_size=8))
def test_damage_ends_as_a_gap_or_a_reading(changes: list[tuple[int, int]]) -> None:
    data = bytearray(_DATA)
    for at, value in changes:
        data[at] = value
    try:
        opened(bytes(data), "p")
    except Gap as gap:
        assert gap.what
