"""The arrays of a saved index: which there are, of what kind, and that those in a file belong together."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from foja.resolve.match.candidates import Arrays
from foja.resolve.match.encoder import DIMENSIONS
from foja.resolve.match.given import NONE, given_names
from foja.resolve.match.units import MOST_WORDS

KINDS: Sequence[type] = (
    np.int32, np.int8, np.bool_, np.int64, np.int32, np.uint16, np.int64, np.int32, np.float32, np.float32, np.uint32,
    np.int16, np.uint8, np.int16,
)  # fmt: skip
"""Of each of ``Arrays``."""
DAMAGED = (
    ValueError, KeyError, IndexError, TypeError, OSError, EOFError, RuntimeError, SyntaxError, AttributeError,
    OverflowError, MemoryError, BadZipFile, zlib.error,
)  # fmt: skip
"""What numpy and zipfile say of bytes that are no archive of arrays, or one that was cut or altered."""


def check(parts: dict[str, NDArray[Any]]) -> None:
    """That the arrays belong together: kinds, shapes, and every number a place that there is. Raises ValueError."""
    kinds = dict(zip(Arrays._fields, KINDS, strict=True)) | {
        "subjects_bytes": np.uint8, "subjects_starts": np.int64, "word_letters": np.uint32, "word_starts": np.int64,
        "rows": np.int8, "numbers": np.int32, "cells": np.int64, "centres": np.float32,
    }  # fmt: skip
    for name, kind in kinds.items():
        part = parts[name]
        if part.dtype != kind or part.ndim != (2 if name in ("rows", "centres") else 1):
            raise ValueError(f"{name} is no array of its kind")
    names, words, units = len(parts["owner"]), len(parts["numbers"]), len(parts["units"])
    sizes = {
        "sizes": names, "read": names, "starts": names + 1, "masks": units, "post_starts": words + 1, "posts": units,
        "shares": words, "lengths": words, "kinds": words, "groups": words, "flags": words, "forms": words,
        "word_starts": words + 1, "rows": words, "centres": len(parts["cells"]) - 1,
    }  # fmt: skip
    if wrong := next((name for name, size in sizes.items() if len(parts[name]) != size), ""):
        raise ValueError(f"{wrong} has another length than what it belongs to")
    for name, over in (
        ("starts", "units"), ("post_starts", "posts"), ("subjects_starts", "subjects_bytes"),
        ("word_starts", "word_letters"), ("cells", "rows"),
    ):  # fmt: skip
        part = parts[name]
        if not len(part) or part[0] != 0 or part[-1] != len(parts[over]) or (np.diff(part) < 0).any():
            raise ValueError(f"{name} does not divide {over}")
    for name, most in (
        ("owner", len(parts["subjects_starts"]) - 1), ("units", words), ("posts", names), ("numbers", words),
        ("masks", 1 << MOST_WORDS),
    ):  # fmt: skip
        part = parts[name]
        if len(part) and (part.min() < 0 or part.max() >= most):
            raise ValueError(f"{name} leads to nothing")
    if len(parts["forms"]) and not NONE <= parts["forms"].min() <= parts["forms"].max() < len(given_names().numbers):
        raise ValueError("forms leads to nothing")
    if {parts["rows"].shape[1], parts["centres"].shape[1]} != {DIMENSIONS}:
        raise ValueError("its vectors have another length")
    if len(np.unique(parts["numbers"])) != words:
        raise ValueError("numbers has one twice")
    if len(parts["sizes"]) and not 0 < parts["sizes"].min() <= parts["sizes"].max() <= MOST_WORDS:
        raise ValueError("sizes has a name without words")
    if (np.diff(parts["owner"]) < 0).any():
        raise ValueError("owner is in no order")
