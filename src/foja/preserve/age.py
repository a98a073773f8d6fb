"""Files that only the holders of keys can read: age (age-encryption.org/v1), by the library pyrage.

Stock ``age`` and ``rage`` open them: ``age -d -i KEYS FILE``. Recipients are X25519 keys (``age1…``) or SSH keys
(``ssh-ed25519 …``, ``ssh-rsa …``), several to a file.
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, BinaryIO, cast

from foja.model.errors import Damage, Refusal, UsageError
from foja.preserve.vault import Vault

INTRO = b"age-encryption.org/v1\n"
_IN_MEMORY = 8 << 20


def sealed_vault(case: Path) -> Vault:
    """Where age files stand: a vault of its own inside the vault, each file named by the digest of what is in it."""
    return Vault(case / "vault" / "sealed")


def parse_recipient(line: str) -> str:
    """The public key in a line, without a comment. Raises UsageError ``recipient-malformed``."""
    words = line.split()
    key = " ".join(words[:2] if words and words[0].startswith("ssh-") else words[:1])
    _recipient(key)
    return key


def _recipient(key: str) -> Any:
    import pyrage

    try:
        kind = pyrage.ssh if key.startswith("ssh-") else pyrage.x25519
        return kind.Recipient.from_str(key)
    except (pyrage.RecipientError, ValueError) as error:
        raise UsageError(
            "recipient-malformed",
            f"{key[:70]!r} is no public key to seal for ({error}).",
            next="Give a key that begins with age1 (age-keygen makes it), or the .pub line of an SSH key.",
        ) from error


def encrypt(store: Vault, plain: BinaryIO, recipients: Sequence[str]) -> str:
    """Keep what ``plain`` gives as an age file for ``recipients``; the digest of that file.

    It is durable and was read back when this returns. Large files pass through the disk, encrypted already.
    """
    import pyrage

    keys = [_recipient(key) for key in recipients]
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as made:
        pyrage.encrypt_io(plain, made, keys)
        made.seek(0)
        head = made.read(len(INTRO))
        if head != INTRO:
            raise Damage("seal-write-differs", "What was encrypted is no age file; nothing was kept.")
        made.seek(0)
        return store.put_stream(cast(BinaryIO, made)).sha256


def read_identities(path: Path) -> list[Any]:
    """The private keys in a file: of age, one a line, or an SSH key. Raises UsageError ``identity-unreadable``."""
    import pyrage

    try:
        data = path.read_bytes()
        if b"PRIVATE KEY" in data[:80]:
            return [pyrage.ssh.Identity.from_buffer(data)]
        lines = [line.strip() for line in data.decode("utf-8").splitlines()]
        found = [pyrage.x25519.Identity.from_str(line) for line in lines if line and not line.startswith("#")]
        if not found:
            raise ValueError("it holds no key")
        return found
    except (OSError, ValueError, pyrage.IdentityError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise UsageError(
            "identity-unreadable",
            f"The file with the private key cannot be used: {reason}.",
            where=str(path),
            next="Give the file that age-keygen made, or a private SSH key without a passphrase. Keep it secret.",
        ) from error


def decrypt(store: Vault, digest: str, identities: Sequence[Any]) -> bytes:
    """What an age file holds. Raises Refusal ``identity-wrong``, Damage where the file is missing or altered."""
    import pyrage

    data = store.read(digest)
    out = io.BytesIO()
    try:
        pyrage.decrypt_io(io.BytesIO(data), out, list(identities))
    except pyrage.DecryptError as error:
        raise Refusal(
            "identity-wrong",
            f"This key does not open what was sealed ({error}).",
            where=str(store.path(digest)),
            next="Use the private key of one of the recipients; foja protect CASE lists their public keys.",
        ) from error
    return out.getvalue()
