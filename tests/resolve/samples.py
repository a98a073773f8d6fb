"""Builders for the tests of names: a text in which mentions are marked with brackets."""

import re

from foja.model.party import Named
from foja.model.record import digest
from foja.model.statement import Extraction, Mention
from foja.model.text import Document, Reading
from foja.model.vocabulary import MentionKind

_MARK = re.compile(r"\[(?P<kind>[POLRU]):(?P<name>[^\]]*)\]")
_KINDS = {
    "P": MentionKind.PERSON,
    "O": MentionKind.ORGANISATION,
    "L": MentionKind.PLACE,
    "R": MentionKind.ROLE,
    "U": MentionKind.UNKNOWN,
}


def named(marked: str) -> Named:
    """``"[P:Ana Ruiz] spoke."`` as a document with one mention of a person."""
    text, mentions, at = "", [], 0
    for mark in _MARK.finditer(marked):
        text += marked[at : mark.start()]
        start = len(text)
        text += mark["name"]
        mentions.append(Mention(start=start, end=len(text), name=mark["name"], kind=_KINDS[mark["kind"]]))
        at = mark.end()
    text += marked[at:]
    return wrap(text, tuple(mentions))


def wrap(text: str, mentions: tuple[Mention, ...], of: str = "") -> Named:
    """A document with given mentions; ``of``: another text that they claim to come from."""
    name = digest(text.encode("utf-8", "surrogatepass"))
    reading = Reading(
        source="src", text=name, reader="test", version="1", media_type="text/plain", characters=len(text)
    )
    extraction = Extraction(source="src", text=of or name, extractor="test", version="1", mentions=mentions)
    return Named(document=Document(text=text, reading=reading), extraction=extraction)
