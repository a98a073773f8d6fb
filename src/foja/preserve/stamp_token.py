"""Time-stamp tokens (RFC 3161): what an answer of an authority says, whether it is whole, and who vouches for it.

Three questions, kept apart:

    read_token   is it a granted answer whose signature fits its content and the certificate that it brings?
    within       did that certificate hold at the time that the token gives?
    distrust     does the certificate lead to a root that somebody trusts, at that time?

What comes from an authority is hostile until it was checked. The parsers of others raise what they like on hostile
bytes, so whatever they raise means here that the answer does not count.

A token stays valid for ever when it was valid at its own time: nothing here looks at today's clock. Whether the
authority withdrew a certificate later is not asked (that would need a network).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from foja.model.record import Record

LIMIT = 256 << 10
"""Bytes of an answer; real ones have 2 to 10 thousand."""
_SHA256 = "sha256"


class TokenError(ValueError):
    """Why bytes are no whole token, in words."""


class Token(Record, frozen=True):
    """What a whole token says. ``gen_time``, ``valid_from``, ``valid_until`` (of the signer's certificate): UTC to
    the second. ``imprint``: SHA-256 of what was stamped, in hex. ``serial``: decimal, it can have 160 bits."""

    gen_time: str
    imprint: str
    serial: str
    policy: str
    signer: str
    valid_from: str
    valid_until: str
    nonce: int | None = None

    @property
    def within(self) -> bool:
        """Whether the signer's certificate was valid at the time of the token."""
        return self.valid_from <= self.gen_time <= self.valid_until


def read_token(raw: bytes) -> Token:
    """The token in an answer (a TimeStampResp in DER). Raises ``TokenError`` with the reason in words when it is
    none, was not granted, or its signature does not fit. Whom to trust is another question: ``distrust``."""
    from asn1crypto import cms, core, tsp  # tsp: its import teaches cms what a time stamp is

    if len(raw) > LIMIT:
        raise TokenError(f"it has more than {LIMIT:,} bytes")
    try:
        answer = core.Sequence.load(raw, strict=True)
        info = tsp.PKIStatusInfo.load(answer[0].dump(), strict=True)
        status, said = info["status"].native, " ".join(info["status_string"].native or ())
    except Exception as error:
        raise TokenError("it is not a time-stamp response") from error
    if status != "granted":
        raise TokenError(f"the authority did not grant it ({status}{': ' if said else ''}{plain(said)})")
    try:
        return _whole(cms.ContentInfo.load(answer[1].dump(), strict=True))
    except TokenError:
        raise
    except Exception as error:
        raise TokenError("its token cannot be read") from error


def _whole(token: Any) -> Token:
    if token["content_type"].native != "signed_data":
        raise TokenError("its token is not signed")
    signed = token["content"]
    inner = signed["encap_content_info"]
    if inner["content_type"].native != "tst_info" or len(signed["signer_infos"]) != 1:
        raise TokenError("its token is not one of a time-stamping authority")
    info = signed["signer_infos"][0]
    leaf = _signer(signed, info)
    content = bytes(inner["content"])
    _check_signature(info, leaf, content)
    said = inner["content"].parsed
    if said["message_imprint"]["hash_algorithm"]["algorithm"].native != _SHA256:
        raise TokenError("it stamps another kind of digest than SHA-256")
    return Token(
        gen_time=_utc(said["gen_time"].native),
        imprint=said["message_imprint"]["hashed_message"].native.hex(),
        serial=str(said["serial_number"].native),
        policy=said["policy"].dotted,
        signer=plain(leaf.subject.human_friendly),
        valid_from=_utc(leaf.not_valid_before),
        valid_until=_utc(leaf.not_valid_after),
        nonce=said["nonce"].native,
    )


def _signer(signed: Any, info: Any) -> Any:
    """The certificate that the signature names; it must come with the token, so that it can be checked for ever."""
    name = info["sid"]
    if name.name != "issuer_and_serial_number":
        raise TokenError("its signature does not name its certificate by issuer and number")
    for choice in signed["certificates"]:
        if choice.name == "certificate":
            found = choice.chosen
            same = found.issuer.dump() == name.chosen["issuer"].dump()
            if same and found.serial_number == name.chosen["serial_number"].native:
                return found
    raise TokenError("it does not bring the certificate of its signer")


def _check_signature(info: Any, leaf: Any, content: bytes) -> None:
    """RFC 5652, 5.4: the signed attributes hold the digest of the content; RFC 5035: and name the certificate."""
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
    from cryptography.x509 import load_der_x509_certificate

    digest = info["digest_algorithm"]["algorithm"].native
    attributes = {one["type"].native: one["values"][0] for one in info["signed_attrs"]}
    if attributes["message_digest"].native != hashlib.new(digest, content).digest():
        raise TokenError("its signature is one over another content")
    if attributes["content_type"].native != "tst_info" or not _names(attributes, leaf.dump()):
        raise TokenError("its signature is not one for a time stamp by this certificate")
    signed = b"\x31" + info["signed_attrs"].dump()[1:]  # signed as SET OF, carried as [0]
    try:
        key = load_der_x509_certificate(leaf.dump()).public_key()
        _verify(key, info["signature_algorithm"], digest, info["signature"].native, signed)
    except InvalidSignature as error:
        raise TokenError("its signature does not fit") from error
    except UnsupportedAlgorithm as error:
        raise TokenError(f"its signature is of a kind that is not known here ({error})") from error


def _names(attributes: dict[str, Any], leaf: bytes) -> bool:
    if "signing_certificate_v2" in attributes:
        named = attributes["signing_certificate_v2"]["certs"][0]
        algorithm = named["hash_algorithm"]["algorithm"].native
    elif "signing_certificate" in attributes:
        named, algorithm = attributes["signing_certificate"]["certs"][0], "sha1"
    else:
        return False
    return bool(named["cert_hash"].native == hashlib.new(algorithm, leaf, usedforsecurity=False).digest())


def _verify(key: Any, algorithm: Any, digest: str, signature: bytes, data: bytes) -> None:
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa

    kind = algorithm.signature_algo
    with suppress(ValueError):  # "rsaEncryption" does not say it; then it is that of the content
        digest = algorithm.hash_algo
    known: dict[str, Callable[[], hashes.HashAlgorithm]] = {
        "sha256": hashes.SHA256,
        "sha384": hashes.SHA384,
        "sha512": hashes.SHA512,
    }
    if isinstance(key, ed25519.Ed25519PublicKey) and kind == "ed25519":
        key.verify(signature, data)
    elif digest not in known:
        raise TokenError(f"its signature rests on {digest}, which is not taken as proof")
    elif isinstance(key, rsa.RSAPublicKey) and kind == "rsassa_pkcs1v15":
        key.verify(signature, data, padding.PKCS1v15(), known[digest]())
    elif isinstance(key, rsa.RSAPublicKey) and kind == "rsassa_pss":
        form = padding.PSS(mgf=padding.MGF1(known[digest]()), salt_length=padding.PSS.AUTO)
        key.verify(signature, data, form, known[digest]())
    elif isinstance(key, ec.EllipticCurvePublicKey) and kind == "ecdsa":
        key.verify(signature, data, ec.ECDSA(known[digest]()))
    else:
        raise TokenError(f"its signature is of a kind that is not known here ({kind})")


def distrust(raw: bytes, message: bytes, roots: Sequence[bytes]) -> str:
    """Why the roots (PEM, any number in each) do not vouch for a token over ``message``; empty when they do.

    The certificates are taken as of the time of the token, not as of today. The signer's certificate must be one for
    time stamps only. Raises ``ValueError`` where ``roots`` are no certificates.
    """
    import rfc3161_client
    from cryptography.x509 import load_pem_x509_certificates

    trusted = list({cert: None for pem in roots for cert in load_pem_x509_certificates(pem)})
    if not trusted:
        return "no trusted root was given"
    try:
        answer = rfc3161_client.decode_timestamp_response(in_order(raw))
        rfc3161_client.VerifierBuilder(roots=trusted).build().verify_message(answer, message)
    except Exception as error:
        found = re.search(r'Verify error: ?([^"]*)"', str(error))
        return plain(found.group(1) if found else str(error).split(": ErrorStack")[0]) or type(error).__name__
    return ""


def in_order(raw: bytes) -> bytes:
    """The answer with its certificates in the order that DER prescribes for a set.

    Some authorities (``openssl ts`` among them) write them in the order of the chain, and strict parsers refuse
    that. The set is not signed, so its order may be changed for the check; what is kept is always the answer as it
    came.
    """
    from asn1crypto import cms, tsp

    answer = tsp.TimeStampResp.load(raw)
    signed = answer["time_stamp_token"]["content"]
    given = [choice.dump() for choice in signed["certificates"]]
    if given == sorted(given):
        return raw
    signed["certificates"] = cms.CertificateSet([cms.CertificateChoices.load(one) for one in sorted(given)])
    return bytes(answer.dump())


def plain(text: str) -> str:
    """Words of somebody else, short and without control characters, fit for the record and for a terminal."""
    return "".join(char if char.isprintable() else " " for char in text[:400]).strip()[:200]


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
