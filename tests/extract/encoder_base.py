"""A base of the smallest size, in the file format of the package, for tests."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np

WIDTH, INNER, HEADS, LAYERS, PLACES = 32, 64, 2, 1, 16
PIECES = ["<s>", "<pad>", "</s>", "<unk>", "▁the", "▁", "court", "co", "urt", "▁court", "s", "aid", "▁said", "."]
SCORES = [0.0, 0.0, 0.0, 0.0, -1.0, -3.0, -4.0, -2.5, -2.5, -2.0, -3.0, -3.0, -1.5, -1.0]


def packed(rows: int, columns: int, seed: int) -> bytes:
    """Blocks of four-bit numbers, each with its scale."""
    draw = np.random.default_rng(seed)
    blocks = rows * columns // 32
    out = b""
    for _ in range(blocks):
        out += np.float16(draw.uniform(0.02, 0.06)).tobytes() + draw.integers(0, 256, 16, dtype=np.uint8).tobytes()
    return out


def write(path: Path) -> Path:
    """The file; the character "Á" is replaced by "a"."""
    draw = np.random.default_rng(7)

    def plain(*shape: int, around: float = 0.0) -> bytes:
        return (draw.normal(0, 0.1, shape) + around).astype("<f4").tobytes()

    tensors: dict[str, bytes] = {
        "emb.word": packed(len(PIECES), WIDTH, 1), "emb.pos": plain(PLACES, WIDTH), "emb.type": plain(1, WIDTH),
        "emb.ln.w": plain(WIDTH, around=1), "emb.ln.b": plain(WIDTH),
    }  # fmt: skip
    for name, rows, columns in (
        ("q", WIDTH, WIDTH), ("k", WIDTH, WIDTH), ("v", WIDTH, WIDTH), ("ao", WIDTH, WIDTH), ("fi", INNER, WIDTH),
        ("fo", WIDTH, INNER),
    ):  # fmt: skip
        tensors[f"l0.{name}.w"] = packed(rows, columns, len(tensors))
        tensors[f"l0.{name}.b"] = plain(rows)
    head = b"E5S1" + struct.pack("<I7ifi", 1, WIDTH, LAYERS, HEADS, INNER, len(PIECES), PLACES, 1, 1e-12, 32)
    blob = "".join(PIECES).encode()
    ends = [0]
    for piece in PIECES:
        ends.append(ends[-1] + len(piece.encode()))
    head += struct.pack("<5iQ", len(PIECES), 0, 2, 1, 3, len(blob))
    head += struct.pack(f"<{len(ends)}I", *ends) + struct.pack(f"<{len(SCORES)}f", *SCORES) + blob
    changed = struct.pack("<IBI", ord("Á"), 1, ord("a"))
    head += struct.pack("<iI", 1, len(changed)) + changed
    size = 4 + sum(2 + len(name) + 5 + 16 for name in tensors)
    at = len(head) + size
    directory = struct.pack("<i", len(tensors))
    for name, data in tensors.items():
        directory += struct.pack("<H", len(name)) + name.encode() + struct.pack("<BIQQ", 0, len(data), at, len(data))
        at += len(data)
    path.write_bytes(head + directory + b"".join(tensors.values()))
    return path


def learned(seed: int = 3, rank: int = 2) -> dict[str, np.ndarray]:
    """What could have been learned on it."""
    draw = np.random.default_rng(seed)

    def some(*shape: int) -> np.ndarray:
        return draw.normal(0, 0.1, shape).astype(np.float16)

    out = {"n0.weight": some(WIDTH) + 1, "n0.bias": some(WIDTH), "head.weight": some(14, WIDTH), "head.bias": some(14)}
    for name, rows, columns in (
        ("q", WIDTH, WIDTH), ("k", WIDTH, WIDTH), ("v", WIDTH, WIDTH), ("ao", WIDTH, WIDTH), ("fi", INNER, WIDTH),
        ("fo", WIDTH, INNER),
    ):  # fmt: skip
        out |= {f"layers.0.{name}.A": some(rank, columns), f"layers.0.{name}.B": some(rows, rank)}
        out[f"layers.0.{name}.b"] = some(rows)
    for name in ("n1", "n2"):
        out |= {f"layers.0.{name}.weight": some(WIDTH) + 1, f"layers.0.{name}.bias": some(WIDTH)}
    return out
