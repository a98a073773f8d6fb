"""A particular in one neutral line."""

from __future__ import annotations

from foja.law.circumstances import circumstances, words_of
from foja.model.dates import When
from foja.model.particular import OPEN, Circumstance, Particular, Post, Resolution, UsedName
from foja.text.countries import country_name
from foja.text.fold import fold


def particular_in_words(one: Particular) -> str:
    """The particular in words, without who asserts it: that stands beside it."""
    if isinstance(one, Post):
        return _post(one)
    if isinstance(one, UsedName):
        said = "not the person's own, as said" if one.assumed else ""
        return ", ".join(filter(None, (f"used the name “{one.name.name}”", said, lasted(one.since, one.until))))
    if isinstance(one, Circumstance):
        return f"{words_of(one)}, {_when(one)}"
    if isinstance(one, Resolution):
        when = one.since.edtf or one.since.verbatim
        return f"{one.authority.name}, {when}: followed {one.prefers} and not {one.over} ({one.issue})"
    mode = f", {one.mode}" if one.mode else ""
    return f"{one.charge}, {one.element}{mode}: {one.side}"


def _when(one: Circumstance) -> str:
    kind = circumstances().get(one.kind)
    if kind is not None and kind.lasts:
        return lasted(one.since, one.until)
    return one.since.edtf or one.since.verbatim if one.since else "date not known"


def _post(one: Post) -> str:
    body = one.organisation.name if one.organisation else ""
    where = f", {body}" if body and fold(body) not in fold(one.title) else ""
    at = f", accredited to {country_name(one.receiving)}" if one.receiving else ""
    return f"{one.title}{where}{at}, {lasted(one.since, one.until)}"


def lasted(since: When | None, until: When | None) -> str:
    """From when until when, in words that say what nobody knows."""
    begins = f"from {since.edtf or since.verbatim}" if since else "beginning not known"
    if until is None:
        return f"{begins}, end not known"
    return f"{begins}, no end on record" if until.edtf == OPEN else f"{begins} to {until.edtf or until.verbatim}"
