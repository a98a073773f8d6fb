"""A second person's signature, needed to lower a label and to erase: nobody does either alone.

The second person signs a short text with the key they use for SSH, on a machine of their own:

    ssh-keygen -Y sign -n foja.classify -f ~/.ssh/id_ed25519 request.txt

The text says which case, which sources, from which label to which, and after which event of the history, so that a
signature holds for one act and cannot be used again. Format: OpenSSH PROTOCOL.sshsig, namespace ``foja.classify``, or
``foja.erase`` where something is erased under an order.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from foja.model.errors import Refusal, UsageError
from foja.model.record import Record
from foja.model.vocabulary import LADDER, Sensitivity
from foja.preserve.finding import Finding
from foja.preserve.leaf import canonical
from foja.preserve.removed import ERASED

NAMESPACE, ERASING = "foja.classify", "foja.erase"
SEEN = frozenset({"signer.added", "signer.removed", "source.classified", ERASED})
"""The kinds of events that ``Labelled`` follows."""
_PARTS = {"": "all of it", "receipt": "how it came"}


class Signer(Record, frozen=True):
    """Who may sign as a second person. ``key``: an OpenSSH public key, type and base64."""

    name: str
    key: str


class Second(Record, frozen=True):
    """A second signature: ``after`` is the number of events when it was asked for, ``signature`` the armoured text."""

    name: str
    key: str
    after: int
    signature: str


def is_lowered(before: Sensitivity, after: Sensitivity) -> bool:
    """Whether going from one label to the other needs a second person."""
    return LADDER.index(after) < LADDER.index(before) >= LADDER.index(Sensitivity.CONFIDENTIAL)


def request(origin: str, label: Sensitivity, part: str, sources: Mapping[str, Sensitivity], after: int) -> str:
    """The text to sign. ``sources``: digest to the label that holds now. Lines end with a newline."""
    lines = ["foja: lower the label of sources", f"case: {origin}", f"after event: {after - 1}", f"label: {label}"]
    lines += [f"of: {_PARTS[part]}", *(f"source: {sha}, now {sources[sha]}" for sha in sorted(sources))]
    return "".join(f"{line}\n" for line in lines)


def erasure_request(origin: str, body: Mapping[str, Any], after: int) -> str:
    """The text to sign before something is erased. ``body``: that of ``payload.erased``, without the signature. Fields
    are named where no source is; the digest is that of the whole list, as canonical JSON."""
    lines = ["foja: erase for good, under an order", f"case: {origin}", f"after event: {after - 1}"]
    lines += [f"authority: {body['authority']}", f"order: {body['order']}"]
    lines += [f"source: {sha}" for sha in body["sources"]]
    if not body["sources"]:
        lines += [f"field: {name} of event {seq}" for seq, names in sorted(body["fields"].items()) for name in names]
    digest = hashlib.sha256(canonical({name: body[name] for name in ("fields", "blobs", "files")})).hexdigest()
    lines.append(f"fields and files, as a list: SHA-256 {digest}")
    return "".join(f"{line}\n" for line in lines)


def asked_after(text: str) -> int:
    """The number of events that a request names. Raises UsageError ``request-malformed``."""
    for line in text.splitlines():
        name, found, value = line.partition("after event: ")
        if found and not name and value.isascii() and value.isdigit() and len(value) < 18:
            return int(value) + 1
    raise UsageError(
        "request-malformed",
        "The text that was signed is not a request of foja: it has no line “after event: …”.",
        next="Write a new one: repeat the command with --request FILE in the place of --signed FILE.",
    )


def parse_key(line: str) -> str:
    """Type and base64 of an OpenSSH public key line. Raises UsageError ``signer-key-malformed``."""
    from sshsig import PublicKey

    try:
        return " ".join(PublicKey.from_openssh_str(line.strip()).openssh_str().split()[:2])
    except (ValueError, NotImplementedError) as error:
        raise UsageError(
            "signer-key-malformed",
            f"This is not a public key that foja can check: {error}.",
            next="Give the file that ends with .pub, of a key of the type ed25519: ssh-keygen -t ed25519",
        ) from error


def signed_by(text: str, signature: str, signers: Sequence[Signer], namespace: str = NAMESPACE) -> Signer | None:
    """Who of ``signers`` signed the text; None when nobody did."""
    from sshsig import InvalidSignature, PublicKey, verify

    for signer in signers:
        try:
            verify(text, signature, [PublicKey.from_openssh_str(signer.key)], namespace)
        except (InvalidSignature, NotImplementedError, ValueError):
            continue
        return signer
    return None


def check(
    text: str, wanted: str, signature: str, signers: Sequence[Signer], actor: str, namespace: str = NAMESPACE
) -> Second:
    """The second signature on ``wanted``. Raises Refusal where it is not one, or of the same person."""
    if text != wanted:
        raise Refusal(
            "request-outdated",
            "What was signed is not what is to be recorded: labels, sources or the history are others now.",
            next="Write a new request, and have it signed again.",
        )
    signer = signed_by(text, signature, signers, namespace)
    if signer is None:
        raise Refusal(
            "second-signature-wrong",
            f"No signature of a registered second person stands under the request ({len(signers)} are registered).",
            next=f"Sign with: ssh-keygen -Y sign -n {namespace} -f KEY REQUEST. See who may: foja signer CASE",
        )
    if signer.name == actor:
        raise Refusal(
            "second-person-same",
            f"{actor} both records and signs; a second person has to sign.",
            next="Ask somebody else who is registered with: foja signer CASE",
        )
    return Second(name=signer.name, key=signer.key, after=asked_after(text), signature=signature)


class Labelled:
    """Follows labels and signers through the events, and says where a label was lowered by one person alone."""

    def __init__(self, origin: str) -> None:
        self._origin = origin
        self._labels: dict[tuple[str, str], tuple[int, Sensitivity]] = {}
        self._signers: dict[str, Signer] = {}

    def see(self, seq: int, kind: str, body: Mapping[str, Any]) -> Iterator[Finding]:
        """Takes up one event; ``body`` with ``who``. An event whose fields are withheld is passed over, but for one
        that erases: whoever checks must see who allowed it."""
        try:
            if kind == "signer.added":
                self._signers[body["name"]] = Signer(name=body["name"], key=body["key"])
            elif kind == "signer.removed":
                self._signers.pop(body["name"], None)
            elif kind == "source.classified":
                yield from self._classified(seq, body)
            elif kind == ERASED:
                yield from self._erased(seq, body)
        except (KeyError, TypeError, ValueError, AttributeError):
            if kind == "source.classified" and "sources" in body:
                yield _alone(seq, "it cannot be read")
            elif kind == ERASED:
                yield _erased_alone(seq, "it cannot be read")
            elif kind.startswith("signer.") and "name" in body:
                yield _alone(seq, "who may sign cannot be read")

    def _classified(self, seq: int, body: Mapping[str, Any]) -> Iterator[Finding]:
        label, part, sources = Sensitivity(body["label"]), body["part"], body["sources"]
        held = {sha: self._labels.get((sha, part), (0, Sensitivity.INTERNAL)) for sha in sources}
        lowered = {sha: before for sha, (_, before) in held.items() if is_lowered(before, label)}
        if lowered:
            second = body.get("second")
            if not second:
                yield _alone(seq, "no second person signed it")
            else:
                after = second["after"]
                signer = self._signers.get(second["name"])
                text = request(self._origin, label, part, lowered, after)
                if signer is None or signer.key != second["key"] or signer.name == body.get("who"):
                    yield _alone(seq, f"{second['name']} was not registered as a second person")
                elif type(after) is not int or not all(held[sha][0] < after <= seq for sha in lowered):
                    yield _alone(seq, "the signature is for an earlier state of the labels")
                elif signed_by(text, second["signature"], [signer]) is None:
                    yield _alone(seq, "the second signature does not fit")
        self._labels |= {(sha, part): (seq, label) for sha in sources}

    def _erased(self, seq: int, body: Mapping[str, Any]) -> Iterator[Finding]:
        second = body.get("second")
        if not second:
            yield _erased_alone(seq, "no second person signed it")
            return
        signer, after = self._signers.get(second["name"]), second["after"]
        if signer is None or signer.key != second["key"] or signer.name == body.get("who"):
            yield _erased_alone(seq, f"{second['name']} was not registered as a second person")
        elif type(after) is not int or not 0 < after <= seq:
            yield _erased_alone(seq, "the signature is for another moment")
        elif signed_by(erasure_request(self._origin, body, after), second["signature"], [signer], ERASING) is None:
            yield _erased_alone(seq, "the second signature does not fit")


def _erased_alone(seq: int, why: str) -> Finding:
    return Finding(
        code="erased-alone",
        where=f"event {seq}",
        what=f"Something was erased without a second person: {why}.",
        next="Ask who keeps the case for the order, and compare with a copy from before.",
    )


def _alone(seq: int, why: str) -> Finding:
    return Finding(
        code="label-lowered-alone",
        where=f"event {seq}",
        what=f"A label was lowered without a second person: {why}.",
        next="Ask who keeps the case how this came about. What was given out since may have been protected.",
    )
