"""A particular in one neutral line."""

from __future__ import annotations

from foja.law.countries import country_name
from foja.model.dates import When
from foja.model.particular import OPEN, Particular, Post


def told(one: Particular) -> str:
    """The particular in words, without who asserts it: that stands beside it."""
    assert isinstance(one, Post)
    return _post(one)


def _post(one: Post) -> str:
    where = f", {one.organisation.name}" if one.organisation else ""
    at = f", accredited to {country_name(one.receiving)}" if one.receiving else ""
    return f"{one.title}{where}{at}, {lasted(one.since, one.until)}"


def lasted(since: When | None, until: When | None) -> str:
    """From when until when, in words that say what nobody knows."""
    begins = f"from {since.edtf or since.verbatim}" if since else "beginning not known"
    if until is None:
        return f"{begins}, end not known"
    return f"{begins}, no end on record" if until.edtf == OPEN else f"{begins} to {until.edtf or until.verbatim}"
