"""Names in Arabic, Persian and Hebrew texts, whose scripts have no capital letters.

A name is found by what is known of it: lists of places and bodies, given names, and the words that stand before names
("the judge", "Ms"). A given name is followed to the end of the name by what words of the language cannot be part of
one. Two words that the lexicon does not know, between a verb of speech and what is said, are who speaks. A person found
once is known in the whole document, and the last word of the name then names the same person. A name that none of this
reaches is not found.

The words are in ``lexicon/names_<language>.toml``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from foja.extract.caseless.words import Lexicon, Word, key_of, lexicon, words
from foja.model.statement import Mention
from foja.model.vocabulary import MentionKind
from foja.text.fold import fold
from foja.text.sentences import paragraphs, sentences

_AND = "ו"
"""The one letter that may stand before a given name in Hebrew without making it doubtful."""
_COMMAS = frozenset(",،")
_QUOTES = frozenset(':"“«')
_LONGEST = 6
"""Words of the longest name."""
_SHORT = 3
"""Letters of a name that is not looked for behind letters written together with it."""
_BESIDE = 5
"""Words between a role and the name that it introduces."""


class Span(NamedTuple):
    """Words of a sentence that name somebody, end exclusive; ``cut``: letters of the first that are not of the name."""

    first: int
    last: int
    kind: MentionKind
    cut: int = 0


@dataclass(slots=True)
class _Known:
    """Persons that the document has named: words of the whole name -> where; its last word -> the whole name's place,
    None where two end in it."""

    whole: dict[tuple[str, ...], int] = field(default_factory=dict)
    last: dict[str, int | None] = field(default_factory=dict)


def find(text: str, stretches: Sequence[tuple[int, int]], language: str) -> list[Mention]:
    """The mentions of the stretches of a text in one of ``LANGUAGES``, in order."""
    lex = lexicon(language).of_text(text)
    known = _Known()
    spans: list[list[Span]] = []
    for toks in _read(text, stretches):
        spans.append(list(_spans(toks, lex)))
        for span in spans[-1]:
            if span.kind is MentionKind.PERSON:
                _note(toks, span, text, known, lex)
    mentions: list[Mention] = []
    for toks, found in zip(_read(text, stretches), spans, strict=True):
        again = [span for span in _again(toks, known, lex) if not any(_meet(span, one) for one in found)]
        mentions += [_mention(toks, span, text, known) for span in sorted([*found, *again])]
    return mentions


def _read(text: str, stretches: Sequence[tuple[int, int]]) -> Iterator[list[Word]]:
    """The words of each sentence. They are read twice, so that a long text is never held as words."""
    for start, end in stretches:
        for a, b in paragraphs(text, start, end):
            for c, d in sentences(text, a, b):
                yield words(text, c, d)


def _spans(toks: Sequence[Word], lex: Lexicon) -> Iterator[Span]:
    """The names of a sentence that its words and the lists give, in order and without overlap but for roles, which may
    stand beside the name that they introduce."""
    at = 0
    while at < len(toks):
        listed = _listed(toks, at, lex)
        body = _body(toks, at, lex)
        if body and (not listed or body.last > listed.last):
            listed = body
        if listed:
            yield listed
            at = listed.last
            continue
        post = _post(toks, at, lex)
        if post:
            yield post
        person = _given(toks, at, lex) or _introduced(toks, at, lex) or _speaking(toks, at, lex)
        if person:
            yield person
            at = person.last
        else:
            at = post.last if post else at + 1


def _listed(toks: Sequence[Word], at: int, lex: Lexicon) -> Span | None:
    """The longest name of the lists that begins at a word."""
    best: Span | None = None
    for rest, cut in lex.openings(toks[at].key):
        bare = rest.removeprefix(lex.article)
        name = [bare]
        for size in range(1, _LONGEST):
            kind = lex.kinds.get(tuple(name))
            if kind and (best is None or at + size > best.last):
                best = Span(at, at + size, kind, cut)
            if at + size >= len(toks) or not toks[at + size].joined:
                break
            name.append(toks[at + size].key)
    return best


def _body(toks: Sequence[Word], at: int, lex: Lexicon) -> Span | None:
    """A body: a word such as "ministry" with what it is the ministry of."""
    for rest, cut in lex.openings(toks[at].key):
        if rest.removeprefix(lex.article) not in lex.bodies:
            continue
        last = at + 1
        while last < len(toks) and last - at < _LONGEST and toks[last].joined:
            key = toks[last].key
            bare = key.removeprefix(lex.article)
            if (place := _listed(toks, last, lex)) and not place.cut:
                return Span(at, place.last, MentionKind.ORGANISATION, cut)
            told = key in lex.of_bodies or (lex.article and key != bare and not {key, bare} & lex.stops)
            if not (told or (bare in lex.demonyms and last > at + 1)):
                break
            last += 1
        with_article = bool(lex.article) and rest.startswith(lex.article)
        if last > at + 1 and not (with_article and not _specific(toks[last - 1].key, lex)):
            return Span(at, last, MentionKind.ORGANISATION, cut)
    return None


def _specific(key: str, lex: Lexicon) -> bool:
    """Whether a last word tells "the Lebanese army" from "the technical staff"."""
    return key in lex.of_bodies or key.removeprefix(lex.article) in lex.demonyms


def _post(toks: Sequence[Word], at: int, lex: Lexicon) -> Span | None:
    """A post of two words or more, such as "foreign minister"."""
    for rest, cut in lex.openings(toks[at].key):
        name: tuple[str, ...] = (rest,)
        for size in range(2, _LONGEST):
            if at + size > len(toks) or not toks[at + size - 1].joined:
                break
            name = (*name, toks[at + size - 1].key)
            if name in lex.posts:
                return Span(at, at + size, MentionKind.ROLE, cut)
    return None


def _given(toks: Sequence[Word], at: int, lex: Lexicon) -> Span | None:
    """A personal name that begins with a given name and goes on; or a family name that everybody knows."""
    for rest, cut in lex.openings(toks[at].key):
        if rest in lex.alone:
            return Span(at, at + 1, MentionKind.PERSON, cut)
        if not lex.is_given(rest):
            continue
        last = _reach(toks, at + 1, lex)
        if last == at + 1:
            continue
        clear = not cut or toks[at].key[:cut] == _AND or (bool(lex.article) and len(rest) > _SHORT)
        sure = rest in lex.given and clear
        apposed = rest in lex.given_too - lex.doubtful and not cut and last < len(toks) and toks[last].key in _COMMAS
        if sure or apposed or lex.family_like(toks[at + 1]):
            return Span(at, last, MentionKind.PERSON, cut)
    return None


def _speaking(toks: Sequence[Word], at: int, lex: Lexicon) -> Span | None:
    """Two unknown words between a verb of speech and what is said, or a comma: who speaks."""
    if toks[at].key not in lex.speech or at + 3 >= len(toks) or not toks[at + 1].joined:
        return None
    last = _reach(toks, at + 1, lex) if not lex.family_like(toks[at + 1]) else at + 1
    last = at + 3 if last == at + 2 and toks[at + 2].joined and not _never(toks[at + 2], lex) else last
    behind = toks[last].key if last < len(toks) else ""
    if last == at + 3 and (behind in _COMMAS or behind in lex.that or behind in _QUOTES):
        return Span(at + 1, last, MentionKind.PERSON)
    return None


def _never(word: Word, lex: Lexicon) -> bool:
    """Whether a word can end no name of two unknown words."""
    with_article = bool(lex.article) and word.key.startswith(lex.article) and not lex.family_like(word)
    return with_article or lex.stops_at(word) or word.key in lex.joins


def _reach(toks: Sequence[Word], at: int, lex: Lexicon) -> int:
    """Where the personal name ends whose next word would stand at ``at``: after given names and small words, one word
    that the language does not know, and what looks like a family name."""
    first, last, unknown = at, at, False
    while at < len(toks) and at - first < _LONGEST - 1 and toks[at].joined:
        key, built = toks[at].key, lex.family_like(toks[at])
        if key in lex.joins:
            at += 1
            continue
        plain = key.startswith(lex.article) and bool(lex.article) and not built
        if lex.stops_at(toks[at]) or plain or (unknown and not built):
            break
        unknown = unknown or not lex.is_given(key)
        at += 1
        last = at
    return last


def _introduced(toks: Sequence[Word], at: int, lex: Lexicon) -> Span | None:
    """A personal name after the word that introduces it: at once after "Ms", after "the judge" and what belongs to
    it."""
    for rest, _ in lex.openings(toks[at].key):
        title = rest in lex.honorifics
        if not title and rest not in lex.roles:
            continue
        first = at + 1
        while first < len(toks) and first - at <= _BESIDE and toks[first].joined and _beside(toks, first, lex):
            first += 1
        if first >= len(toks) or not toks[first].joined:
            return None
        last = _reach(toks, first, lex)
        size = last - first
        alone = title or toks[first].key in lex.family
        likely = title or any(lex.is_given(word.key) or lex.family_like(word) for word in toks[first:last])
        with_article = bool(lex.article) and toks[first].key.startswith(lex.article)
        if (size > 1 and likely) or (size == 1 and alone and not with_article):
            return Span(first, last, MentionKind.PERSON)
    return None


def _beside(toks: Sequence[Word], at: int, lex: Lexicon) -> bool:
    key = toks[at].key
    bare = key.removeprefix(lex.article)
    known = any(rest in lex.beside or rest in lex.demonyms for rest, _ in lex.openings(key))
    known = known or bare in lex.beside or bare in lex.demonyms or key in lex.roles or key in lex.honorifics
    with_article = bare != key and not lex.family_like(toks[at])
    return known or with_article or _listed(toks, at, lex) is not None


def _note(toks: Sequence[Word], span: Span, text: str, known: _Known, lex: Lexicon) -> None:
    """Keeps a person that the document names by two words or more, for where it names the same one again."""
    start = _start(toks, span, text)
    first = key_of(text[start : toks[span.first].end])
    name = (first, *(word.key for word in toks[span.first + 1 : span.last]))
    if len(name) < 2 or known.whole.setdefault(name, start) != start:
        return
    last = name[-1]
    if len(last) > 2 and not lex.is_given(last) and last not in lex.joins:
        same = known.last.get(last, start)
        known.last[last] = start if same == start else None


def _again(toks: Sequence[Word], known: _Known, lex: Lexicon) -> Iterator[Span]:
    """Persons that the document names elsewhere: by the whole name, or by its last word."""
    at = 0
    while at < len(toks):
        span = next(
            (one for rest, cut in lex.openings(toks[at].key) if (one := _named(toks, at, rest, cut, known, lex))), None
        )
        if span:
            yield span
        at = span.last if span else at + 1


def _named(toks: Sequence[Word], at: int, rest: str, cut: int, known: _Known, lex: Lexicon) -> Span | None:
    for size in range(min(_LONGEST, len(toks) - at), 1, -1):
        if all(word.joined for word in toks[at + 1 : at + size]):
            name = (rest, *(word.key for word in toks[at + 1 : at + size]))
            if name in known.whole:
                return Span(at, at + size, MentionKind.PERSON, cut)
    stopped = rest in lex.stops or len(rest) <= _SHORT if cut else lex.stops_at(toks[at])
    if rest in known.last and not stopped:
        return Span(at, at + 1, MentionKind.PERSON, cut)
    return None


def _meet(one: Span, other: Span) -> bool:
    return one.first < other.last and other.first < one.last


def _start(toks: Sequence[Word], span: Span, text: str) -> int:
    """Where a name begins in the text: behind the letters of its first word that are not part of it."""
    at, end = toks[span.first].start, toks[span.first].end
    left = span.cut
    while left and at < end:
        left -= len(fold(text[at]))
        at += 1
    while at < end and not fold(text[at]):
        at += 1
    return at


def _mention(toks: Sequence[Word], span: Span, text: str, known: _Known) -> Mention:
    start, end = _start(toks, span, text), toks[span.last - 1].end
    refers = None
    if span.kind is MentionKind.PERSON and span.last == span.first + 1:
        refers = known.last.get(key_of(text[start:end]))
    return Mention(
        start=start, end=end, name=text[start:end], kind=span.kind, refers_to=refers if refers != start else None
    )
