"""The languages that pages can be recognised in: the table ``languages.toml``."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from foja.model.record import Record, convert

OSD = "osd"
"""The model that tells script and orientation."""


class Language(Record, frozen=True):
    """``code``: name of the model; ``iso``: ISO 639-1; ``script`` as the model ``osd`` names it."""

    code: str
    iso: str
    script: str
    name: str


@cache
def languages() -> tuple[Language, ...]:
    """All of them. In each script, those that read a page first come first."""
    table = tomllib.loads(files("foja.read.scan").joinpath("languages.toml").read_text("utf-8"))
    return tuple(convert(row, Language) for row in table["language"])


def by_code(code: str) -> Language | None:
    return next((one for one in languages() if one.code == code), None)


def by_iso(iso: str) -> Language | None:
    return next((one for one in languages() if one.iso == iso), None)


def of_script(script: str) -> tuple[Language, ...]:
    return tuple(one for one in languages() if one.script == script)
