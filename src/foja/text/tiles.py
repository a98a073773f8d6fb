"""A tile map of countries: one square for each ISO code, near to where the country lies. No outline, no border.

The table is made by ``scripts/tile_map.py`` from rough middles of countries, typed for foja.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def tiles() -> Mapping[str, tuple[int, int]]:
    """Column and row of each country, from the top left, by ISO 3166-1 alpha-2 code. No two share a place."""
    text = (files("foja.text") / "tiles.toml").read_text(encoding="utf-8")
    return {code: (column, row) for code, (column, row) in tomllib.loads(text).items()}
