"""What the rules exchange: a prepared sentence, and an attribution frame found in it."""

from __future__ import annotations

from dataclasses import dataclass, field

from foja.extract.rules.lexicon import Lexicon
from foja.extract.tokens import Token
from foja.model.statement import DateMention, Figure, Mention
from foja.model.vocabulary import Modality

Span = tuple[int, int]
"""Token indices of a sentence, end exclusive."""


@dataclass(slots=True)
class Sentence:
    """A tagged sentence with what was found in it. ``quotes``: quotations of its paragraph (characters).
    ``heading``: a title or heading line. ``before``: the sentence before it in the same paragraph."""

    text: str
    toks: list[Token]
    start: int
    end: int
    lex: Lexicon
    mentions: list[Mention] = field(default_factory=list)
    dates: list[DateMention] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    quotes: list[tuple[int, int]] = field(default_factory=list)
    heading: bool = False
    paragraph: int = 0

    def chars(self, span: Span) -> tuple[int, int]:
        """Character span of a token span."""
        return self.toks[span[0]].start, self.toks[span[1] - 1].end

    def words(self, span: Span) -> str:
        """The text of a token span."""
        a, b = self.chars(span)
        return self.text[a:b]


@dataclass(slots=True)
class Frame:
    """Who is said to say what by which words. ``marker``: the token where the content begins when the
    word that introduces it ("that") counts. ``source`` is None where none is named. ``outlet``: the
    source is cited for the clause rather than speaking in it. ``implicit``: the source is the one of the
    sentence before (Spanish leaves subjects out).
    ``found_by``: the extractors that found it ("rules/4+encoder/1"), where more than one looked.
    ``more``: a quotation that goes on behind the attribution ("“A,” X said, “B”").
    ``shown``: the span to quote where the attribution stands inside the content ("The attack, X said, was")."""

    rule: str
    cue: Span
    content: Span
    modality: Modality
    source: Span | None = None
    marker: int = -1
    negated: bool = False
    presupposed: bool = False
    outlet: bool = False
    shown: Span | None = None
    more: Span | None = None
    implicit: bool = False
    found_by: str = ""

    @property
    def contents(self) -> list[Span]:
        """The content, and what goes on behind the attribution."""
        return [self.content] if self.more is None else [self.content, self.more]
