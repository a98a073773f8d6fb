"""Look-up keys: integers under which the store finds what may belong together."""

from __future__ import annotations

from hashlib import blake2b

MASK = (1 << 63) - 1


def lookup_key(*parts: object) -> int:
    """A positive 63-bit integer for ``parts``, the same on every machine. The first part names the use."""
    data = "\x1f".join(str(part) for part in parts).encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(data, digest_size=8).digest(), "big") & MASK
