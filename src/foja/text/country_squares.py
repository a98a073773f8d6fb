"""A map of countries as squares: one for each ISO code, near to where the country lies. No outline, no border.

The table is made by ``scripts/country_squares.py`` from rough middles of countries, typed for foja.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def squares() -> Mapping[str, tuple[int, int]]:
    """Column and row of each country, from the top left, by ISO 3166-1 alpha-2 code. No two share a place."""
    text = (files("foja.text") / "country_squares.toml").read_text(encoding="utf-8")
    return {code: (column, row) for code, (column, row) in tomllib.loads(text).items()}
