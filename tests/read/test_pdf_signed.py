"""Digital signatures in PDF files, with keys made for the test."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs7
from cryptography.x509.oid import NameOID

from foja.model.text import Reading
from read.pdf_forms import form
from read.samples import read

_ROOM = 6_000
_RANGE = b"/ByteRange[0 0000000000 0000000000 0000000000]"
_DAY = datetime(2025, 4, 9, tzinfo=UTC)


def _name(common: str, house: str) -> x509.Name:
    return x509.Name(
        [x509.NameAttribute(NameOID.COMMON_NAME, common), x509.NameAttribute(NameOID.ORGANIZATION_NAME, house)]
    )


def _container(signed: bytes) -> bytes:
    """A detached signature of ``signed`` by the registry of a court, with a certificate of another house."""
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = (
        x509.CertificateBuilder()
        .subject_name(_name("Secretaría de Muestra", "Juzgado de Ejemplo"))
        .issuer_name(_name("Autoridad de Muestra", "Certificados de Ejemplo"))
        .public_key(key.public_key())
        .serial_number(4711)
        .not_valid_before(_DAY)
        .not_valid_after(_DAY + timedelta(days=900))
        .sign(key, hashes.SHA256())
    )
    builder = pkcs7.PKCS7SignatureBuilder().set_data(signed).add_signer(certificate, key, hashes.SHA256())
    options = [pkcs7.PKCS7Options.DetachedSignature, pkcs7.PKCS7Options.Binary]
    return builder.sign(serialization.Encoding.DER, options)


def _signed(kind: bytes = b"adbe.pkcs7.detached") -> bytes:
    value = b"<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/" + kind + b"/M(D:20250409101500Z)" + _RANGE
    value += b"/Contents <" + b"0" * _ROOM + b">>>"
    widget = b"<</Type/Annot/Subtype/Widget/FT/Sig/T(S)/V 11 0 R/Rect[0 0 0 0]>>"
    data = form(widget, objects=[value], lines=["The court orders what follows, and signs it."])
    hole = data.index(b"<" + b"0" * 100)
    end = hole + _ROOM + 2
    numbers = b"/ByteRange[0 %010d %010d %010d]" % (hole, end, len(data) - end)
    data = data.replace(_RANGE, numbers)
    container = _container(data[:hole] + data[end:]).hex().encode()
    return data[: hole + 1] + container + data[hole + 1 + len(container) :]


def _values(reading: Reading, field: str) -> list[str]:
    return [claim.value for claim in reading.claims if claim.field == field]


def test_who_signed_and_what_was_signed() -> None:
    _, reading, _ = read(_signed(), "order.pdf")
    assert _values(reading, "signed by") == [
        "Secretaría de Muestra, Juzgado de Ejemplo, by a certificate of Autoridad de Muestra, Certificados de Ejemplo "
        "(not checked)"
    ]
    assert _values(reading, "signed on") == ["2025-04-09"]
    assert _values(reading, "signature covers") == ["the whole file, unchanged since"]
    assert not reading.notes


def test_bytes_that_were_changed_after_signing() -> None:
    _, reading, _ = read(_signed().replace(b"what follows", b"what followz"), "order.pdf")
    assert _values(reading, "signature covers") == ["the whole file; its bytes have changed since"]
    assert reading.notes == ("the bytes that a digital signature in it covers are not those that were signed",)


def test_what_was_added_after_signing() -> None:
    data = _signed()
    _, reading, _ = read(data + b"\n% added later\n", "order.pdf")
    size = len(data) + len(b"\n% added later")
    assert _values(reading, "signature covers") == [f"the first {len(data):,} of {size:,} bytes, unchanged since"]
    assert reading.notes == ("14 bytes were added after the last digital signature, which does not cover them",)
    _, reading, _ = read(data + b"\r\n", "order.pdf")
    assert not reading.notes


@pytest.mark.parametrize("kind", [b"adbe.x509.rsa_sha1", b"ETSI.RFC3161", b"unknown"])
def test_other_kinds_are_named_and_not_compared(kind: bytes) -> None:
    _, reading, _ = read(_signed(kind), "order.pdf")
    assert _values(reading, "signature covers") == ["the whole file"]
    assert _values(reading, "time stamp by" if kind == b"ETSI.RFC3161" else "signed by")


@pytest.mark.parametrize("at", range(0, 1_200, 37))
def test_damaged_signatures_are_read_round(at: int) -> None:
    data = bytearray(_signed())
    hole = data.index(b"/Contents <") + len(b"/Contents <")
    data[hole + at] = ord("0") if data[hole + at] != ord("0") else ord("f")
    _, reading, _ = read(bytes(data), "order.pdf")
    assert len(_values(reading, "signature covers")) == 1
