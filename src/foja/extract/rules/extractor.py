"""The rules extractor: a document to an extraction, paragraph by paragraph."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import attrgetter

from foja.extract.caseless import names as caseless
from foja.extract.caseless.words import LANGUAGES as CASELESS
from foja.extract.caseless.words import language_of
from foja.extract.dates import LANGUAGES as DATED
from foja.extract.dates import dates, published_day
from foja.extract.mentions import find, roles
from foja.extract.protocol import ExtractSetting
from foja.extract.rules.allegers import Context
from foja.extract.rules.build import Drafts
from foja.extract.rules.find import Find, rules
from foja.extract.rules.frame import Sentence
from foja.extract.rules.lexicon import LANGUAGES, lexicon
from foja.extract.rules.prepare import Stretch, pieces, prepared, survey
from foja.extract.rules.rows import Rows
from foja.extract.survey import Survey, title_like
from foja.extract.tokens import tokens
from foja.model.statement import DateMention, Extraction, Figure, Mention, Statement
from foja.model.text import Document
from foja.model.vocabulary import ZoneRole
from foja.text.sentences import paragraphs, sentences

_IDS = "rules/2"
"""What all ids of drafts are made with: the same passage keeps its id, whoever finds it."""
_AT_ONCE = 400
"""Tokens after which the sentences read so far are asked about, at the end of a paragraph."""
_SAMPLE = 20_000  # code points read when the page claims no language


class RulesExtractor:
    """Token and clause rules over the cue lexicon. See ``foja.extract.protocol.Extractor``.

    ``find``: what finds the attributions of sentences. ``own``: who drafts what the page says in its own voice; the
    empty string for nobody.
    """

    def __init__(
        self,
        name: str = "rules",
        version: str = "4",
        find: Find = rules,
        own: str = "rules/4",
    ) -> None:
        self.name, self.version, self.find, self.own = name, version, find, own

    def extract(self, document: Document, *, setting: ExtractSetting) -> Extraction:
        """All that the rules find; statements only for languages with a cue lexicon."""
        reading, text = document.reading, document.text
        notes: list[str] = []
        language = (setting.language or reading.claim("language")).split("-")[0].split("_")[0].lower()
        body = [Stretch(start, end) for start, end in pieces(reading, ZoneRole.BODY)]
        titles = [Stretch(start, end, title=True) for start, end in pieces(reading, ZoneRole.TITLE)]
        if not language:
            language = guess(text, body + titles) or language_of(text)
            notes.append(
                f"The source states no language; its words look like “{language}”."
                if language
                else "The source states no language, and its words do not tell one."
            )
        if not reading.zones:
            notes.append("Nothing in the source counts as its own text, so no statement is drafted.")
        published = published_day(reading.claim("published"))
        seen = survey(text, body, language)
        if language not in LANGUAGES:
            notes.append(
                f"No statements are drafted in the language “{language}”, only names and dates"
                f"{'' if language in DATED else ' in figures'}. "
                "Statements can be entered by hand."
            )
            mentions, found_dates = _plain(text, body, seen, language, published)
            if language in CASELESS:
                mentions += caseless.find(text, [(one.start, one.end) for one in body + titles], language)
            return self._extraction(document, mentions, found_dates, [], [], notes)
        mentions, found_dates, figures, statements = [], [], [], []
        drafts = Drafts(
            document,
            language,
            self.own or f"{self.name}/{self.version}",
            setting.page_voice and bool(self.own),
            Context(seen),
            _IDS,
            Rows(document, language, published),
        )
        for stretch in _stretches(prepared(text, body + titles, seen, language, published)):
            drafted = []
            for paragraph in stretch:
                for sentence in paragraph:
                    mentions += [*sentence.mentions, *roles(sentence.toks, text)]
                    found_dates += sentence.dates
                    figures += sentence.figures
                if setting.titles or not any(t.start <= paragraph[0].start < t.end for t in titles):
                    drafted.append(paragraph)
            found = iter(self.find([sentence for paragraph in drafted for sentence in paragraph]))
            for paragraph in drafted:
                statements += drafts.paragraph(paragraph, [next(found) for _ in paragraph])
        mentions += _bylines(document, seen)
        return self._extraction(document, mentions, found_dates, figures, statements, notes)

    def _extraction(
        self, document: Document, mentions: list[Mention], found_dates: list[DateMention], figures: list[Figure],
        statements: list[Statement], notes: list[str],
    ) -> Extraction:  # fmt: skip
        distinct = {s.id: s for s in statements}
        return Extraction(
            source=document.reading.source,
            text=document.reading.text,
            extractor=self.name,
            version=self.version,
            mentions=tuple(sorted(mentions, key=lambda m: (m.start, m.end))),
            dates=tuple(sorted(found_dates, key=lambda d: (d.start, d.end))),
            figures=tuple(sorted(figures, key=lambda f: (f.start, f.end))),
            statements=tuple(sorted(distinct.values(), key=lambda s: (s.passage.start, s.passage.end, s.id))),
            notes=tuple(notes),
        )


def _stretches(prepared: Iterable[Sentence]) -> Iterator[list[list[Sentence]]]:
    """Paragraphs, as many together as make a stretch worth asking about."""
    out: list[list[Sentence]] = []
    size = 0
    for _, group in groupby(prepared, key=attrgetter("paragraph")):
        out.append(list(group))
        size += sum(len(sentence.toks) for sentence in out[-1])
        if size >= _AT_ONCE:
            yield out
            out, size = [], 0
    if out:
        yield out


RULES = RulesExtractor()


def guess(text: str, stretches: list[Stretch]) -> str:
    """The language from the closed-class words of the body that only one language has; the empty string when none
    prevails."""
    closed = {
        one: lexicon(one).groups["tag.determiners"] | lexicon(one).groups["tag.prepositions"] for one in LANGUAGES
    }
    own = {
        one: words.difference(*(other for name, other in closed.items() if name != one))
        for one, words in closed.items()
    }
    counts, shared, total = Counter(dict.fromkeys(LANGUAGES, 0)), Counter[str](), 0
    budget = _SAMPLE
    for stretch in stretches:
        for tok in tokens(text, stretch.start, min(stretch.end, stretch.start + budget)):
            total += 1
            for language in LANGUAGES:
                counts[language] += tok.low in own[language]
                shared[language] += tok.low in closed[language]
        budget -= stretch.end - stretch.start
        if budget <= 0:
            break
    (best, most), (_, second), *_ = counts.most_common()
    return best if most > 2 * second and shared[best] * 8 > total else ""


def _plain(
    text: str, body: list[Stretch], seen: Survey, language: str, published: dt.date | None
) -> tuple[list[Mention], list[DateMention]]:
    mentions: list[Mention] = []
    found: list[DateMention] = []
    for stretch in body:
        for a, b in paragraphs(text, stretch.start, stretch.end):
            for c, d in sentences(text, a, b):
                mentions += find(tokens(text, c, d), seen)
                found += dates(text, c, d, language, published)
    return mentions, found


def _bylines(document: Document, seen: Survey) -> list[Mention]:
    out: list[Mention] = []
    for zone in document.reading.zones:
        if zone.role is ZoneRole.BYLINE:
            toks = tokens(document.text, zone.start, zone.end)
            out += find(toks, seen, {*seen.typed, *seen.persons} if title_like(toks) and len(toks) > 12 else None)
    return out
