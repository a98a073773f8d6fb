"""Digital signatures in a PDF file (ISO 32000-2, 12.8): whom the certificate names, and which bytes were signed.

Facts of the file, each as a claim: who signed, by the certificate inside the signature (RFC 5652); when, by the clock
of whoever signed; and what the signature covers, counted in bytes and compared by its digest. Whether a certificate can
be trusted, was revoked, or holds its signature is not looked at: that is the work of a program that keeps lists of
authorities, on the original.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from ctypes import c_int, create_string_buffer
from typing import Any, NamedTuple

from foja.model.text import Claimed
from foja.read.metadata import claim
from foja.read.textdates import iso_of

_MOST = 50
"""Signatures of a file that are read; each costs a digest of the file."""
_HASHES = ("sha1", "sha224", "sha256", "sha384", "sha512")
_DETACHED = ("adbe.pkcs7.detached", "ETSI.CAdES.detached")
_STAMP = "ETSI.RFC3161"
"""The kind of signature by which an authority says when (RFC 3161)."""


class Signed(NamedTuple):
    """``name`` and ``issuer``: by the certificate; empty where it cannot be read. ``day``: ISO 8601, as the file says.
    ``end``: bytes from the start that the signed ranges reach. ``whole``: nothing within them is left out but the
    signature itself. ``same``: whether their digest is the one that was signed; None where that cannot be told."""

    name: str
    issuer: str
    day: str
    end: int
    whole: bool
    same: bool | None
    stamp: bool

    def covers(self, size: int) -> str:
        """Which part of a file of ``size`` bytes was signed, in words."""
        if not self.end:
            return "nothing of the file that is here"
        reach = "the whole file" if self.end >= size else f"the first {self.end:,} of {size:,} bytes"
        told = {True: ", unchanged since", False: "; its bytes have changed since", None: ""}[self.same]
        return f"{reach}{'' if self.whole else ', with parts left out'}{told}"


def signatures(document: Any, content: bytes) -> tuple[list[Claimed], list[str]]:
    """The claims of the signatures of an open ``document`` with the bytes ``content``, and what a person must know."""
    claims: list[Claimed] = []
    notes: list[str] = []
    size = len(content.rstrip(b"\r\n \0"))
    found = list(_signatures(document, content))
    for one in found:
        issued = f", by a certificate of {one.issuer}" if one.issuer and one.issuer != one.name else ""
        what = "time stamp by" if one.stamp else "signed by"
        said = f"{one.name}{issued} (not checked)" if one.name else "a certificate that cannot be read (not checked)"
        claims += claim(what, said, "file", 0.5) + claim("signed on", one.day, "file", 0.3)
        claims += claim("signature covers", one.covers(size), "file", 0.9)
    made = [one for one in found if one.end]
    if any(one.same is False for one in made):
        notes.append("the bytes that a digital signature in it covers are not those that were signed")
    if made and (reach := max(one.end for one in made)) < size:
        notes.append(f"{size - reach:,} bytes were added after the last digital signature, which does not cover them")
    if any(not one.whole for one in made):
        notes.append("a digital signature in it leaves out parts of what it covers")
    return claims, notes


def _signatures(document: Any, content: bytes) -> Iterator[Signed]:
    from pypdfium2 import raw

    for index in range(min(_MOST, raw.FPDF_GetSignatureCount(document.raw))):
        if one := raw.FPDF_GetSignatureObject(document.raw, index):
            kind = _bytes(raw.FPDFSignatureObj_GetSubFilter, one).rstrip(b"\0").decode("latin-1")
            day = iso_of(_bytes(raw.FPDFSignatureObj_GetTime, one).rstrip(b"\0").decode("latin-1"))[0]
            container = _bytes(raw.FPDFSignatureObj_GetContents, one)
            ranges = _ranges(one, len(content))
            name, issuer, algorithm, expected = _certificate(container)
            same = None
            if kind in _DETACHED and algorithm in _HASHES and expected:
                made = hashlib.new(algorithm, usedforsecurity=False)
                for start, length in ranges:
                    made.update(content[start : start + length])
                same = made.digest() == expected
            end = max((start + length for start, length in ranges), default=0)
            yield Signed(name, issuer, day, end, _whole(ranges, content), same, kind == _STAMP)


def _bytes(ask: Any, about: Any) -> bytes:
    """What PDFium gives in two calls: the length, then the bytes."""
    length = ask(about, None, 0)
    buffer = create_string_buffer(max(1, length))
    ask(about, buffer, length)
    return buffer.raw[:length]


def _ranges(one: Any, size: int) -> list[tuple[int, int]]:
    """Start and length of the signed stretches, as far as the file has them."""
    from pypdfium2 import raw

    count = max(0, raw.FPDFSignatureObj_GetByteRange(one, None, 0))
    numbers = (c_int * count)()
    raw.FPDFSignatureObj_GetByteRange(one, numbers, count)
    pairs = zip(numbers[0::2], numbers[1::2], strict=False)
    return sorted((start, length) for start, length in pairs if 0 <= start <= start + length <= size)


def _whole(ranges: list[tuple[int, int]], content: bytes) -> bool:
    """Whether the stretches begin with the file and leave out one string of hexadecimal digits: the signature."""
    if len(ranges) != 2 or ranges[0][0] != 0:
        return False
    left_out = content[ranges[0][1] : ranges[1][0]].strip()
    digits = left_out[1:-1]
    return left_out[:1] == b"<" and left_out[-1:] == b">" and not digits.strip(b"0123456789abcdefABCDEF \r\n\t")


def _certificate(container: bytes) -> tuple[str, str, str, bytes]:
    """Of the one who signed: the name and the issuer by the certificate, and the digest that was signed, with its
    algorithm. Empty where the signature cannot be read."""
    from asn1crypto import cms

    try:
        signed = cms.ContentInfo.load(container)["content"]
        signer = signed["signer_infos"][0]
        algorithm = str(signer["digest_algorithm"]["algorithm"].native)
        expected = next(
            (one["values"][0].native for one in signer["signed_attrs"] if one["type"].native == "message_digest"), b""
        )
        for one in signed["certificates"]:
            if _is_of(one.chosen, signer["sid"]):
                return _named(one.chosen.subject), _named(one.chosen.issuer), algorithm, bytes(expected)
        return "", "", algorithm, bytes(expected)
    except Exception:  # the library lets whatever a damaged signature provokes through
        return "", "", "", b""


def _is_of(certificate: Any, signer: Any) -> bool:
    if signer.name == "issuer_and_serial_number":
        same = certificate.issuer.native == signer.chosen["issuer"].native
        return bool(same and certificate.serial_number == signer.chosen["serial_number"].native)
    return bool(certificate.key_identifier == signer.native)


def _named(name: Any) -> str:
    """The common name, with the organisation where there is one: "Ana Ejemplo, Juzgado Federal"."""
    parts = name.native
    shown = [parts.get(key) for key in ("common_name", "organization_name")]
    text = ", ".join(str(part) for part in dict.fromkeys(shown) if part) or name.human_friendly
    return " ".join(text.split())[:200]
