"""Signing keys: one Ed25519 key a case, kept outside the case folder.

The folder can then be copied, published or seized without giving away the power to sign for it. The key file
holds one line in the form of Go's note package: ``PRIVATE+KEY+name+hex(key id)+base64(0x01 || seed)``.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Sequence
from pathlib import Path

from foja.model.errors import UsageError
from foja.model.record import Record
from foja.preserve.disk import fresh_file, make_folder
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
    pair = fresh_key(origin)
    try:
        keep_secret(key_path(origin), private_line(pair.name, pair.verifier.id, ED25519, pair.seed))
    except FileExistsError as error:
        raise UsageError(
            "key-exists",
            f"This machine has a key for {origin} already; it is never replaced.",
            where=str(key_path(origin)),
            next="Choose another name for the new case, or use the existing key.",
        ) from error
    return pair


def fresh_key(name: str) -> KeyPair:
    """A new key that is kept nowhere yet. Raises UsageError ``origin-malformed``."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return KeyPair(name=check_name(name), seed=Ed25519PrivateKey.generate().private_bytes_raw())


def private_line(name: str, key: bytes, algorithm: int, seed: bytes) -> str:
    """The line of a key file. ``key``: the key id; ``algorithm``: the signature type of C2SP signed-note."""
    return f"{_PREFIX}{name}+{key.hex()}+{encode64(bytes([algorithm]) + seed)}\n"


def keep_secret(path: Path, line: str) -> None:
    """Write a new file that only its owner can read, whole or not at all, durable when this returns.

    Raises ``FileExistsError``: a secret is never replaced.
    """
    make_folder(path.parent, 0o700)
    with fresh_file(path, 0o600) as draft:
        draft.write_text(line, encoding="utf-8")


def load_key(origin: str, path: Path | None = None) -> KeyPair:
    """The key of a case, or the one in ``path``.

    Raises UsageError ``key-missing``, ``key-exposed`` or ``key-malformed``.
    """
    path = path or key_path(origin)
    lack = f"key for {origin}, so checkpoints of this case cannot be signed here"
    name, key, _, seed = read_secret(path, (ED25519,), lack)
    pair = KeyPair(name=name, seed=seed)
    if name != origin or pair.verifier.id != key:
        raise UsageError(
            "key-malformed",
            f"The key file is damaged, or it is not the key for {origin}.",
            where=str(path),
            next="Restore it from a copy.",
        )
    return pair


def read_secret(path: Path, algorithms: Sequence[int], lack: str) -> tuple[str, bytes, int, bytes]:
    """Name, key id, algorithm and seed (32 bytes) in a key file. ``algorithms``: those that belong here; ``lack``: what
    this machine does not have, in words.

    Raises UsageError ``key-missing``, ``key-exposed`` or ``key-malformed``.
    """
    try:
        mode = path.stat().st_mode
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise UsageError(
            "key-missing",
            f"This machine has no {lack}.",
            where=str(path),
            next="Copy the key file from the machine where it was made to the same place on this one.",
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
        if len(data) != 33 or data[0] not in algorithms:
            raise ValueError("it does not hold a key of the kind that belongs here")
        return name, bytes.fromhex(key), data[0], data[1:]
    except ValueError as error:
        raise UsageError(
            "key-malformed", f"The key file is damaged: {error}.", where=str(path), next="Restore it from a copy."
        ) from error
