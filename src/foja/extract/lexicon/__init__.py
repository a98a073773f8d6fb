"""Data of the extractors: cue lexicons, names, words of dates and figures (TOML)."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def load(name: str) -> dict[str, Any]:
    """The content of ``<name>.toml`` beside this module. Callers must not change it."""
    return tomllib.loads((files(__name__) / f"{name}.toml").read_text(encoding="utf-8"))


def words(value: str) -> frozenset[str]:
    """The words of a blank-separated list."""
    return frozenset(value.split())


def with_dates() -> tuple[str, ...]:
    """The languages with words of dates (``dates_xx.toml``), in alphabetical order."""
    names = (file.name.removesuffix(".toml") for file in files(__name__).iterdir() if file.name.startswith("dates_"))
    return tuple(sorted(name.removeprefix("dates_") for name in names))


def languages() -> tuple[str, ...]:
    """The languages with a cue lexicon (``xx.toml`` beside this module), in alphabetical order."""
    names = (file.name.removesuffix(".toml") for file in files(__name__).iterdir() if file.name.endswith(".toml"))
    return tuple(sorted(name for name in names if len(name) == 2))
