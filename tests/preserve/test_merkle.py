from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foja.model.errors import Damage
from foja.preserve.merkle import (
    EMPTY,
    TILE,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    node_hash,
    root,
    span_of,
    tile_name,
    verify_consistency,
    verify_inclusion,
)  # fmt: skip
from foja.preserve.tiles import Edge, span_of_tiles

# The entries and roots of the reference tests of Certificate Transparency (RFC 6962).
ENTRIES = [
    b"", b"\x00", b"\x10", b"\x20\x21", b"\x30\x31", b"\x40\x41\x42\x43", bytes(range(0x50, 0x58)),
    bytes(range(0x60, 0x70)),
]  # fmt: skip
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
LEAVES = [leaf_hash(number.to_bytes(4, "big")) for number in range(700)]


def test_the_reference_roots() -> None:
    assert ROOTS == [root(leaf_hash(entry) for entry in ENTRIES[: n + 1]).hex() for n in range(8)]
    assert "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" == EMPTY.hex() == root([]).hex()


def test_the_reference_proofs() -> None:
    leaves = [leaf_hash(entry) for entry in ENTRIES]
    # Paths and proofs printed in the reference tests of Certificate Transparency.
    assert [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ] == [part.hex() for part in inclusion_proof(span_of(leaves), 0, 8)]
    assert [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ] == [part.hex() for part in consistency_proof(span_of(leaves), 6, 8)]


@pytest.mark.parametrize("size", range(1, 34))
def test_every_proof_of_small_trees(size: int) -> None:
    whole = root(LEAVES[:size])
    span = span_of(LEAVES[:size])
    for index in range(size):
        proof = inclusion_proof(span, index, size)
        assert verify_inclusion(LEAVES[index], index, size, proof, whole)
        assert not verify_inclusion(LEAVES[index], (index + 1) % size, size, proof, whole) or size == 1
        assert not verify_inclusion(LEAVES[index], index, size, [*proof, EMPTY], whole)
    for old in range(1, size + 1):
        proof = consistency_proof(span, old, size)
        assert verify_consistency(old, size, proof, root(LEAVES[:old]), whole)
        assert not verify_consistency(old, size, proof, EMPTY, whole)
        assert not verify_consistency(old, size, proof, root(LEAVES[:old]), EMPTY)


@pytest.mark.parametrize("wrong", [(-1, 3), (3, 3), (0, 0)])
def test_no_inclusion_proof_outside_the_tree(wrong: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="does not lie in a tree"):
        inclusion_proof(span_of(LEAVES), *wrong)
    assert not verify_inclusion(LEAVES[0], wrong[0], wrong[1], [], LEAVES[0])


@pytest.mark.parametrize("wrong", [(0, 3), (4, 3), (-1, 3)])
def test_no_consistency_proof_between_impossible_sizes(wrong: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="no consistency proof"):
        consistency_proof(span_of(LEAVES), *wrong)
    assert not verify_consistency(*wrong, [EMPTY], EMPTY, EMPTY)


@given(st.integers(1, 700), st.data())
@settings(max_examples=60, deadline=None)
def test_a_changed_proof_is_refused(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    whole = root(LEAVES[:size])
    proof = inclusion_proof(span_of(LEAVES[:size]), index, size)
    assert verify_inclusion(LEAVES[index], index, size, proof, whole)
    assert not verify_inclusion(leaf_hash(b"another"), index, size, proof, whole)
    for at in range(len(proof)):
        changed = [*proof[:at], bytes([proof[at][0] ^ 1]) + proof[at][1:], *proof[at + 1 :]]
        assert not verify_inclusion(LEAVES[index], index, size, changed, whole)
        assert not verify_inclusion(LEAVES[index], index, size, proof[:at], whole)


@given(st.lists(st.integers(0, 300), min_size=1, max_size=6), st.data())
@settings(max_examples=40, deadline=None)
def test_tiles_give_the_same_tree(batches: list[int], data: st.DataObject) -> None:
    kept: dict[str, bytes] = {}
    size = 0
    for batch in batches:
        edge = Edge.load(size, kept.get)
        kept |= edge.extend(LEAVES[size % 400 : size % 400 + batch])
        size = edge.size
        assert edge.root() == Edge.load(size, kept.get).root()
    leaves: list[bytes] = []
    for batch in batches:
        leaves += LEAVES[len(leaves) % 400 : len(leaves) % 400 + batch]
    assert root(leaves) == edge.root() == span_of_tiles(size, kept.get)(0, size)
    if size:
        old = data.draw(st.integers(1, size))
        index = data.draw(st.integers(0, old - 1))
        tiles, plain = span_of_tiles(size, kept.get), span_of(leaves)
        assert consistency_proof(plain, old, size) == consistency_proof(tiles, old, size)
        assert inclusion_proof(plain, index, old) == inclusion_proof(tiles, index, old)


def test_tiles_of_three_levels() -> None:
    count = TILE * TILE + 3
    leaves = [leaf_hash(number.to_bytes(4, "big")) for number in range(count)]
    kept = Edge().extend(leaves)
    assert TILE + 1 + 1 + 1 == len(kept)
    assert root(leaves) == span_of_tiles(count, kept.get)(0, count)
    read: list[str] = []

    def counted(name: str) -> bytes | None:
        read.append(name)
        return kept.get(name)

    Edge.load(count, counted)
    assert ["tile/0/256", "tile/2/000"] == read, "opening reads one tile a level, whatever the size"


@pytest.mark.parametrize(
    "harm",
    [lambda tile: None, lambda tile: tile[:-32], lambda tile: tile[:-1], lambda tile: b""],
    ids=["gone", "a hash short", "a byte short", "empty"],
)
def test_a_damaged_tile_is_refused(harm: Callable[[bytes], bytes | None]) -> None:
    kept = Edge().extend(LEAVES[:5])
    with pytest.raises(Damage) as caught:
        Edge.load(5, lambda name: harm(kept[name]))
    assert "tile-altered" == caught.value.code


def test_names_of_tiles() -> None:
    assert "tile/0/000" == tile_name(0, 0)
    assert "tile/0/x001/x234/067" == tile_name(0, 1234067)
    assert "tile/1/x001/000.p/17" == tile_name(1, 1000, 17)


def test_leaf_and_node_are_kept_apart() -> None:
    left, right = leaf_hash(b"a"), leaf_hash(b"b")
    assert leaf_hash(left + right) != node_hash(left, right)
