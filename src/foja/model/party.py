"""Names and parties: which mentions name the same party, and why.

Grouping inside one document is a pure function of that document (``Naming``); across documents, equal
name keys and alias evidence join; a person can join or part keys. So the result does not depend on the
order in which documents arrive.
"""

from __future__ import annotations

from foja.model.record import Record, derived_id
from foja.model.statement import Extraction
from foja.model.text import Document
from foja.model.vocabulary import MentionKind


class Named(Record, frozen=True):
    """A document with the mentions found in it: what the stage that groups names receives."""

    document: Document
    extraction: Extraction


class NameGroup(Record, frozen=True):
    """Mentions of one document that name the same party.

    ``key``: folded full name, the same in every document that uses this name. ``spans``: (start, end)
    of each mention. ``forms``: the forms as written, most frequent first. ``reason``: why they were
    grouped ("surname of a full name in this document"), one line a form.
    """

    key: str
    name: str
    kind: MentionKind
    forms: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    reason: str = ""


class Alias(Record, frozen=True):
    """Evidence in one document that two keys name one party (a long form followed by its acronym)."""

    first: str
    second: str
    reason: str
    start: int
    end: int


class Naming(Record, frozen=True):
    """The parties that one document names."""

    source: str
    text: str
    version: str
    groups: tuple[NameGroup, ...] = ()
    aliases: tuple[Alias, ...] = ()


def party_id(key: str) -> str:
    """The permalink of the party that ``key`` belongs to. Every key of a party leads to it."""
    return derived_id("pa", key)
