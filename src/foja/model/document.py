"""What the later stages receive: a document with what earlier stages found in it."""

from __future__ import annotations

from foja.model.party import Naming
from foja.model.record import Record
from foja.model.statement import Extraction, Statement
from foja.model.support import Meaning, Sketch
from foja.model.text import Document


class Known(Record, frozen=True):
    """A document with its extraction and names: input of the sketch."""

    document: Document
    extraction: Extraction
    naming: Naming


class Candidates(Record, frozen=True):
    """A document with those that share a look-up key with it: input of the comparison.

    ``documents``: texts to compare with. ``templates``: for each of them, the grams that belong to the pages of both
    sites (see ``foja.weigh.template``); ``template``: those of the pages of the document's own site. ``common``: the
    grams of the document that many texts hold (see ``foja.weigh.standing``). ``statements``: (own statement, other
    statement) pairs that share a key.
    """

    document: Document
    sketch: Sketch
    documents: tuple[Document, ...] = ()
    statements: tuple[tuple[Statement, Statement], ...] = ()
    templates: tuple[tuple[int, ...], ...] = ()
    template: tuple[int, ...] = ()
    common: tuple[int, ...] = ()


class Crossed(Record, frozen=True):
    """A text with those that lie near it in meaning: input of the comparison across languages. ``meanings``: one for
    each of ``documents``."""

    document: Document
    meaning: Meaning
    documents: tuple[Document, ...] = ()
    meanings: tuple[Meaning, ...] = ()
