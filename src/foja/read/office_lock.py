"""Office files under a password: those of Microsoft's programs since 2007 and before ([MS-OFFCRYPTO]), OpenDocument."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from foja.model.errors import Gap
from foja.model.vocabulary import OutcomeState
from foja.read import odf_lock
from foja.read.limits import UNLOCK, Limits

KINDS = frozenset({"locked", "doc", "xls", "ppt", "odt", "ods", "odp"})
"""Kinds of files that can be locked in this way (``sniff``)."""
_ZIP = b"PK\x03\x04"
NOBODYS = "VelvetSweatshop"
"""What Excel takes when a workbook is locked against changes only ([MS-OFFCRYPTO] 2.4.2.3): it asks nobody for it."""


def is_locked(content: bytes) -> bool:
    """Whether a password was set. False where the file is too damaged to tell."""
    import msoffcrypto

    if content.startswith(_ZIP):
        return odf_lock.is_locked(content)
    try:
        return bool(msoffcrypto.OfficeFile(io.BytesIO(content)).is_encrypted())
    except Exception:  # the library lets whatever a damaged file provokes through
        return False


def unlocked(content: bytes, passwords: Sequence[str], limits: Limits) -> tuple[bytes, bool]:
    """The file without its lock, and whether one of ``passwords`` opened it. Raises ``Gap``: ``encrypted``, and of
    OpenDocument files as ``odf_lock``."""
    if content.startswith(_ZIP):
        return odf_lock.unlocked(content, passwords, limits), True
    for password in (NOBODYS, *passwords):
        if opened := _opened(content, password):
            return opened, password != NOBODYS
    what = "None of the passwords that were given opens it." if passwords else "The office file needs a password."
    raise Gap(OutcomeState.ENCRYPTED.value, what, next=UNLOCK)


def _opened(content: bytes, password: str) -> bytes:
    import msoffcrypto

    result = io.BytesIO()
    try:
        file: Any = msoffcrypto.OfficeFile(io.BytesIO(content))
        file.load_key(password=password)
        file.decrypt(result)
    except Exception:  # a wrong password and a damaged file look alike, and have many names in the library
        return b""
    opened = result.getvalue()
    # the library can check a password beforehand, at the price of deriving the key twice, which is slow on purpose
    return opened if file.format != "ooxml" or opened.startswith(_ZIP) else b""
