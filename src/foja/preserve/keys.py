"""Signing keys: one Ed25519 key a case, kept outside the case folder.

The folder can then be copied, published or seized without giving away the power to sign for it. The key file
holds one line in the form of Go's note package: ``PRIVATE+KEY+name+hex(key id)+base64(0x01 || seed)``.
"""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path

from foja.model.errors import UsageError
from foja.model.record import Record
from foja.preserve.disk import sync_folder
from foja.preserve.note import ED25519, Signature, Verifier, check_name, decode64, encode64

_PREFIX = "PRIVATE+KEY+"


class KeyPair(Record, frozen=True):
    """A key that can sign. ``seed`` (32 bytes) is the secret; it never appears in ``repr``."""

    name: str
    seed: bytes

    @property
    def verifier(self) -> Verifier:
        """The public half; ``str`` of it is the verifier string."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        public = Ed25519PrivateKey.from_private_bytes(self.seed).public_key().public_bytes_raw()
        return Verifier(name=self.name, public=public)

    def sign(self, text: str) -> Signature:
        """The signature line over a note text."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        value = Ed25519PrivateKey.from_private_bytes(self.seed).sign(text.encode())
        return Signature(name=self.name, key=self.verifier.id, value=value)

    def __repr__(self) -> str:
        return f"KeyPair(name={self.name!r})"


def home() -> Path:
    """The folder of foja's own files: ``$FOJA_HOME``, else ``~/.config/foja``."""
    named = os.environ.get("FOJA_HOME")
    return Path(named) if named else Path.home() / ".config" / "foja"


def key_path(origin: str) -> Path:
    """Where the key of a case stands on this machine. Named by a digest, so that a listing tells nothing."""
    return home() / "keys" / f"{hashlib.sha256(origin.encode()).hexdigest()[:32]}.key"


def new_key(origin: str) -> KeyPair:
    """Make and keep the key of a case. Raises UsageError ``key-exists`` or ``origin-malformed``."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    pair = KeyPair(name=check_name(origin), seed=Ed25519PrivateKey.generate().private_bytes_raw())
    path = key_path(origin)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    line = f"{_PREFIX}{pair.name}+{pair.verifier.id.hex()}+{encode64(bytes([ED25519]) + pair.seed)}\n"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise UsageError(
            "key-exists",
            f"This machine has a key for {origin} already; it is never replaced.",
            where=str(path),
            next="Choose another name for the new case, or use the existing key.",
        ) from error
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(line)
        file.flush()
        os.fsync(file.fileno())
    sync_folder(path.parent)
    return pair


def load_key(origin: str) -> KeyPair:
    """The key of a case. Raises UsageError ``key-missing``, ``key-exposed`` or ``key-malformed``."""
    path = key_path(origin)
    try:
        mode = path.stat().st_mode
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise UsageError(
            "key-missing",
            f"This machine has no key for {origin}, so checkpoints of this case cannot be signed here.",
            where=str(path),
            next="Copy the key file from the machine that made the case to the same place on this one.",
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError("key-malformed", f"The key file cannot be read: {error}.", where=str(path)) from error
    if os.name == "posix" and stat.S_IMODE(mode) & 0o077:
        raise UsageError(
            "key-exposed",
            "Other users of this machine can read the key, so a signature would prove little.",
            where=str(path),
            next=f"Run: chmod 600 {path}. If somebody may have copied it, tell whoever relies on its signatures.",
        )
    try:
        if not text.startswith(_PREFIX) or not text.endswith("\n"):
            raise ValueError("it is not in the form PRIVATE+KEY+name+id+key")
        name, key, encoded = text[len(_PREFIX) : -1].split("+", 2)
        data = decode64(encoded)
        if len(data) != 33 or data[0] != ED25519 or name != origin:
            raise ValueError(f"it is not an Ed25519 key for {origin}")
        pair = KeyPair(name=name, seed=data[1:])
        if pair.verifier.id.hex() != key:
            raise ValueError("its key id does not fit the key")
    except ValueError as error:
        raise UsageError(
            "key-malformed", f"The key file is damaged: {error}.", where=str(path), next="Restore it from a copy."
        ) from error
    return pair
