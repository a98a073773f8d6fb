"""A document to tagged sentences: paragraphs, tokens, dates, mentions, tags, figures."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from operator import attrgetter

from foja.extract.dates import dates, grammar
from foja.extract.figures import figures
from foja.extract.mentions import find
from foja.extract.nouns import LANGUAGES as CAPITAL_NOUNS
from foja.extract.rules.enclitics import parted
from foja.extract.rules.frame import Sentence
from foja.extract.rules.lexicon import LANGUAGES, lexicon
from foja.extract.rules.tag import tag
from foja.extract.survey import Survey, title_like
from foja.extract.tokens import Token, quotations, tokens
from foja.model.statement import DateMention
from foja.model.text import Reading
from foja.model.vocabulary import ZoneRole
from foja.text.sentences import paragraphs, sentences

_HEADING_WORDS = 18


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of body or title text to read."""

    start: int
    end: int
    title: bool = False


def pieces(reading: Reading, role: ZoneRole) -> Iterator[tuple[int, int]]:
    """The stretches of the zones with this role. Each cell of a table is one of its own: no sentence runs on into the
    next cell."""
    cells = [unit for unit in reading.units if unit.kind == "cell"]
    for zone in reading.zones:
        if zone.role is not role:
            continue
        at = zone.start
        for cell in cells[bisect_right(cells, zone.start, key=attrgetter("end")) :]:
            if cell.start >= zone.end:
                break
            start, end = max(cell.start, zone.start), min(cell.end, zone.end)
            yield from ((a, b) for a, b in ((at, start), (start, end)) if a < b)
            at = end
        if at < zone.end:
            yield at, zone.end


def survey(text: str, stretches: list[Stretch], language: str = "") -> Survey:
    """The first pass: which words the body writes in lower case, and its names."""
    seen = Survey(nouns=language in CAPITAL_NOUNS)
    if language in LANGUAGES:
        seen = Survey(ordinary=lexicon(language).ordinary, speech=lexicon(language).speech)
    for stretch in stretches:
        if stretch.title:
            continue
        for a, b in paragraphs(text, stretch.start, stretch.end):
            for c, d in sentences(text, a, b):
                toks = tokens(text, c, d)
                if not title_like(toks):
                    seen.read(toks)
    return seen


def prepared(
    text: str, stretches: list[Stretch], seen: Survey, language: str, published: dt.date | None
) -> Iterator[Sentence]:
    """The tagged sentences of body and title, in the order of the stretches given.

    Titles should come last: in headline capitals only names known from the body are found.
    """
    lex = lexicon(language)
    number = 0
    for stretch in stretches:
        for a, b in paragraphs(text, stretch.start, stretch.end):
            number += 1
            quotes = quotations(text, a, b)
            first = 0
            for c, d in sentences(text, a, b):
                toks = parted(tokens(text, c, d), lex)
                sentence = Sentence(text=text, toks=toks, start=c, end=d, lex=lex, paragraph=number)
                while first < len(quotes) and quotes[first][1] <= c:
                    first += 1
                last = first
                while last < len(quotes) and quotes[last][0] < d:
                    last += 1
                sentence.quotes = quotes[first:last]
                alone = c == a and d == b
                sentence.heading = stretch.title or (alone and _heading(text, sentence.toks))
                _fill(sentence, seen, language, published)
                yield sentence


def _heading(text: str, toks: list[Token]) -> bool:
    last = toks[-1].text if toks else ""
    return len(toks) <= _HEADING_WORDS and last not in '.!?”»"…:;' and not last.endswith(".")


def _fill(sentence: Sentence, seen: Survey, language: str, published: dt.date | None) -> None:
    toks = sentence.toks
    if not any(tok.text[0].isalnum() for tok in toks):
        for tok in toks:
            tok.tag = ","
        return
    if _may_hold_date(toks, language):
        sentence.dates = dates(sentence.text, sentence.start, sentence.end, language, published)
        _mark_dates(toks, sentence.dates)
    for index, (a, b) in enumerate(sentence.quotes):
        for tok in toks:
            if a <= tok.start and tok.end <= b:
                tok.quote = index
    known = {*seen.typed, *seen.persons} if title_like(toks) else None
    sentence.mentions = find(toks, seen, known)
    tag(toks, sentence.lex)
    sentence.figures = figures(toks, sentence.mentions, language, sentence.text)


def _may_hold_date(toks: list[Token], language: str) -> bool:
    triggers = grammar(language).triggers
    return any(tok.text[0].isdigit() or tok.low in triggers for tok in toks)


def _mark_dates(toks: list[Token], found: list[DateMention]) -> None:
    at = 0
    for date in found:
        while at < len(toks) and toks[at].end <= date.start:
            at += 1
        while at < len(toks) and toks[at].start < date.end:
            if toks[at].start >= date.start:
                toks[at].date = True
            at += 1
