"""The mathematics of the tree: RFC 6962 hashes, RFC 9162 proofs, C2SP tlog-tiles. Pure, no I/O.

A hash is 32 bytes (SHA-256). A leaf hash is SHA-256(0x00 || entry), an inner one SHA-256(0x01 || left || right).
MTH(D[a:b]) below is the Merkle tree hash of the entries a (inclusive) to b (exclusive).

Sources: RFC 6962 section 2.1; RFC 9162 sections 2.1.3.2 and 2.1.4.2 (verification of proofs);
https://c2sp.org/tlog-tiles (tile names and heights).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256

HASH = 32
"""Bytes of a hash."""
TILE = 256
"""Hashes of a full tile; a tile spans 8 levels of the tree."""
EMPTY = sha256(b"").digest()
"""Root of the tree without entries."""

_NODE = sha256(b"\x01")
"""The state of the digest of an inner node before its two children."""

Span = Callable[[int, int], bytes]
"""Gives MTH(D[a:b]) for a and b; ``a`` is a multiple of the largest power of two below ``b - a``."""


def leaf_hash(entry: bytes) -> bytes:
    """The leaf hash of an entry."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node."""
    return sha256(b"\x01" + left + right).digest()


def root(leaves: Iterable[bytes]) -> bytes:
    """MTH over leaf hashes (or over roots of full subtrees of equal size)."""
    return root_of(b"".join(leaves))


def root_of(level: bytes) -> bytes:
    """MTH over leaf hashes that stand one behind the other, as in a tile.

    Level by level: a last node without a neighbour goes up as it is, which cuts the tree where RFC 6962 cuts it.
    """
    while len(level) > HASH:
        pairs = len(level) // (2 * HASH) * 2 * HASH
        above = []
        for at in range(0, pairs, 2 * HASH):
            node = _NODE.copy()  # a third cheaper than to begin anew for each of the some 700 nodes behind a proof
            node.update(level[at : at + 2 * HASH])
            above.append(node.digest())
        level = b"".join(above) + level[pairs:]
    return level or EMPTY


def split(width: int) -> int:
    """The largest power of two below ``width`` (``width`` > 1): where RFC 6962 cuts a tree in two."""
    return 1 << ((width - 1).bit_length() - 1)


def span_of(leaves: Sequence[bytes]) -> Span:
    """A Span over leaf hashes held in memory."""
    return lambda a, b: root(leaves[a:b])


def inclusion_proof(span: Span, index: int, size: int) -> list[bytes]:
    """Hashes that lead from leaf ``index`` to the root of the first ``size`` entries, from the leaf upward.

    Raises ``ValueError`` when the leaf does not lie in a tree of that size.
    """
    if not 0 <= index < size:
        raise ValueError(f"entry {index} does not lie in a tree of {size} entries")
    path: list[bytes] = []
    low, high = 0, size
    while high - low > 1:
        middle = low + split(high - low)
        if index < middle:
            path.append(span(middle, high))
            high = middle
        else:
            path.append(span(low, middle))
            low = middle
    return path[::-1]


def consistency_proof(span: Span, old: int, new: int) -> list[bytes]:
    """Hashes that show that the tree of ``new`` entries begins with the tree of ``old`` entries.

    Empty when the sizes are equal. Raises ``ValueError`` unless 0 < old <= new.
    """
    if not 0 < old <= new:
        raise ValueError(f"there is no consistency proof from {old} to {new} entries")
    path: list[bytes] = []
    low, high, whole = 0, new, True
    while old != high:
        middle = low + split(high - low)
        if old <= middle:
            path.append(span(middle, high))
            high = middle
        else:
            path.append(span(low, middle))
            low, whole = middle, False
    if not whole:
        path.append(span(low, high))
    return path[::-1]


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], expected: bytes) -> bool:
    """Whether ``proof`` shows that ``leaf`` is entry ``index`` of the tree (size, expected). RFC 9162 2.1.3.2."""
    if not 0 <= index < size:
        return False
    fn, sn, found = index, size - 1, leaf
    for part in proof:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            found = node_hash(part, found)
            while not fn & 1 and fn:
                fn >>= 1
                sn >>= 1
        else:
            found = node_hash(found, part)
        fn >>= 1
        sn >>= 1
    return sn == 0 and found == expected


def verify_consistency(old: int, new: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes) -> bool:
    """Whether ``proof`` shows that the tree (new, new_root) extends (old, old_root). RFC 9162 2.1.4.2."""
    if old == new:
        return not proof and old_root == new_root
    if not 0 < old < new or not proof:
        return False
    parts = list(proof)
    if old & (old - 1) == 0:
        parts.insert(0, old_root)
    fn, sn = old - 1, new - 1
    while fn & 1:
        fn >>= 1
        sn >>= 1
    first = second = parts[0]
    for part in parts[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            first = node_hash(part, first)
            second = node_hash(part, second)
            while not fn & 1 and fn:
                fn >>= 1
                sn >>= 1
        else:
            second = node_hash(second, part)
        fn >>= 1
        sn >>= 1
    return sn == 0 and first == old_root and second == new_root


def tile_name(level: int, index: int, width: int = TILE) -> str:
    """The C2SP path of a tile: ``tile/0/x001/x234/067`` or, with fewer than 256 hashes, ``tile/0/000.p/17``."""
    parts = [f"{index % 1000:03d}"]
    while index >= 1000:
        index //= 1000
        parts.append(f"x{index % 1000:03d}")
    partial = "" if width == TILE else f".p/{width}"
    return f"tile/{level}/{'/'.join(reversed(parts))}{partial}"
