"""Whatever order the words of the lexicons come in, reading ends, raises nothing and quotes to the letter.

Rules look at the words beside a cue, so that what breaks them is a cue at the edge of a sentence. Random letters never
show it; here texts are made of the words that the rules look for.
"""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from extract.documents import extract
from foja.extract.rules.lexicon import LANGUAGES, lexicon

_MARKS = [*".,;:!?\"“”«»()—–-[]'", "''", "``", "'s", "’s", "\n\n"]
_NAMES = [
    "Ortega",
    "Laura",
    "Reuters",
    "Iran",
    "Newspaper",
    "Tribune",
    "Monday",
    "Clarín",
    "AMIA",
    "Court",
    "Le",
    "Monde",
    "Interpol",
    "85",
    "1994",
    "27.784",
]


@cache
def _words(language: str) -> tuple[tuple[str, ...], ...]:
    """The words of a lexicon by list, each list sorted, so that short lists are drawn from as often as long ones."""
    known = lexicon(language)
    lists = [tuple(sorted(words)) for _, words in sorted(known.groups.items()) if words]
    phrases = tuple(sorted({" ".join(phrase) for many in known.phrases.values() for phrase in many}))
    cues = tuple(sorted(form for form, read in known.forms.items() if read[0][0] in known.verbs))
    return (*lists, phrases, cues, tuple(sorted(known.nouns)), tuple(sorted(known.forms)))


def _texts(language: str) -> st.SearchStrategy[tuple[str, str]]:
    word = st.one_of(
        st.sampled_from(_MARKS),
        st.sampled_from(_NAMES),
        st.sampled_from(_words(language)).flatmap(st.sampled_from),
        st.sampled_from(_words(language)[-3]),
    )
    written = st.tuples(word, st.booleans()).map(lambda drawn: drawn[0].capitalize() if drawn[1] else drawn[0])
    joined = st.lists(written, min_size=1, max_size=40).map(" ".join)
    return st.tuples(joined, st.just(language))


def _check(text: str, language: str) -> None:
    for s in extract(text, language).statements:
        assert text[s.passage.start : s.passage.end] == s.passage.quote
        assert s.cue is None or text[s.cue.start : s.cue.end] == s.cue.words


@settings(max_examples=300)
@given(st.sampled_from(LANGUAGES).flatmap(_texts))
@example(("refuting Explain [ in the opinion of 27.784 Newspaper", "en"))
def test_any_order_of_cues_is_read(drawn: tuple[str, str]) -> None:
    _check(*drawn)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_cue_may_be_the_first_or_the_last_word(language: str) -> None:
    for words in _words(language):
        for word in words[:: 1 + len(words) // 60]:
            _check(f"{word} Ortega. The Court, Ortega {word}", language)
            _check(f"{word}\n\nLaura Ortega {word} 27.784 Newspaper", language)
