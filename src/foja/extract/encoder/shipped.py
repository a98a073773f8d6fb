"""The encoder that foja ships: what was learned lies beside this file, its base comes from a package."""

from __future__ import annotations

import io
import json
from functools import cache
from importlib import resources

from foja.extract.encoder.base import find, load
from foja.extract.encoder.frames import Reader

FILE = "learned.npz"
ABOUT = "learned.json"


@cache
def reader() -> Reader:
    """Put together once. Raises ``UsageError`` where the package is missing or is another one."""
    base = load(find())
    import numpy as np

    folder = resources.files("foja.extract.encoder")
    about = json.loads(folder.joinpath(ABOUT).read_text("utf-8"))
    with np.load(io.BytesIO(folder.joinpath(FILE).read_bytes()), allow_pickle=False) as file:
        learned = {name: file[name] for name in file.files}
    return Reader(base, learned, about["forces"])
