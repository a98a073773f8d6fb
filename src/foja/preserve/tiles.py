"""Tiles: the tree in pieces of 256 hashes, so that opening, appending and proving touch a few of them only.

Inside the ledger a tile is named without its width (``tile_name(level, index)``); its length tells how far
it is filled. An export adds the ``.p/W`` of C2SP tlog-tiles from that length.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache

from foja.model.errors import Damage
from foja.preserve.merkle import EMPTY, HASH, TILE, Span, node_hash, root_of, split, tile_name

Read = Callable[[str], bytes | None]
"""Gives the bytes of a tile by name, None where there is none."""


class Edge:
    """The rightmost, still growing tile of each level of a tree of ``size`` entries."""

    def __init__(self, size: int = 0, tiles: Iterable[bytes] = ()) -> None:
        self.size = size
        self.tiles = [bytearray(tile) for tile in tiles] or [bytearray()]

    @classmethod
    def load(cls, size: int, read: Read) -> Edge:
        """The edge of a stored tree. Raises Damage ``tile-altered`` when a tile is not filled as the size demands."""
        tiles: list[bytes] = []
        level = 0
        while size >> (8 * level):
            width = (size >> (8 * level)) % TILE
            tiles.append(_tile(read, level, (size >> (8 * level)) // TILE, width)[: width * HASH] if width else b"")
            level += 1
        return cls(size, tiles)

    def extend(self, leaves: Iterable[bytes]) -> dict[str, bytes]:
        """Append leaf hashes; the tiles that changed, by name (partial ones too)."""
        changed: dict[str, bytes] = {}
        touched = 0
        rest = list(leaves)
        while rest:
            room = TILE - len(self.tiles[0]) // HASH
            self.tiles[0] += b"".join(rest[:room])
            self.size += len(rest[:room])
            rest = rest[room:]
            level = 0
            while len(self.tiles[level]) == TILE * HASH:
                full = bytes(self.tiles[level])
                changed[tile_name(level, (self.size >> (8 * (level + 1))) - 1)] = full
                self.tiles[level].clear()
                level += 1
                if level == len(self.tiles):
                    self.tiles.append(bytearray())
                self.tiles[level] += root_of(full)
            touched = max(touched, level)
        for level in range(touched + 1):
            if self.tiles[level]:
                changed[tile_name(level, self.size >> (8 * (level + 1)))] = bytes(self.tiles[level])
        return changed

    def root(self) -> bytes:
        """The root of the whole tree."""
        found: bytes | None = None
        for tile in self.tiles:
            end = len(tile) // HASH
            while end:  # full subtrees of this tile, the smallest and rightmost first
                width = end & -end
                peak = root_of(bytes(tile[(end - width) * HASH : end * HASH]))
                found = peak if found is None else node_hash(peak, found)
                end -= width
        return EMPTY if found is None else found


def span_of_tiles(size: int, read: Read) -> Span:
    """A Span over the first ``size`` entries of a stored tree; each tile is read once."""
    kept: dict[tuple[int, int], bytes] = {}

    def tile(level: int, index: int) -> bytes:
        if (level, index) not in kept:
            width = min(TILE, (size >> (8 * level)) - index * TILE)
            kept[level, index] = _tile(read, level, index, width)
        return kept[level, index]

    def span(low: int, high: int) -> bytes:
        width = high - low
        if width == 0:
            return EMPTY
        if width & (width - 1):
            middle = low + split(width)
            return node_hash(span(low, middle), span(middle, high))
        level, rest = divmod(width.bit_length() - 1, 8)
        first = low >> (8 * level)
        start = first % TILE * HASH
        hashes = tile(level, first // TILE)[start : start + (HASH << rest)]
        return _root_above(hashes) if level else root_of(hashes)

    return span


@lru_cache(maxsize=1024)
def _root_above(hashes: bytes) -> bytes:
    """The root over hashes of tiles. All proofs of a ledger share its upper tiles (16 of a million events), so half of
    the nodes behind a proof are hashed once; what is kept is found by its content, and is never out of date."""
    return root_of(hashes)


def _tile(read: Read, level: int, index: int, width: int) -> bytes:
    name = tile_name(level, index)
    data = read(name)
    if data is None or len(data) < width * HASH or len(data) % HASH:
        raise Damage(
            "tile-altered",
            f"The tree of the ledger is damaged: {width} hashes were expected in a tile, "
            + ("there is none." if data is None else f"{len(data) / HASH:g} were found."),
            where=name,
            next="Run: foja verify CASE. Restore ledger.db from a copy; do not add to this case before.",
        )
    return data
