"""What else is known of two subjects than their names: birth, country, gender, posts, kind.

Each piece moves the log odds by what it tells, in the manner of Fellegi and Sunter: how often it agrees for one
party, against how often for two. The numbers are held back on purpose: records are copied with errors, and one
column must not decide. What is not known moves nothing and is named.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from foja.model.matching import Subject
from foja.model.vocabulary import MentionKind
from foja.resolve.match.fold import split
from foja.resolve.match.organisations import kinds_apart
from foja.resolve.match.units import lexicon

_DATE = re.compile(r"(-?\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_LOOSE = re.compile(r"\[(?P<low>\d{4})[-\d]*\.\.(?P<high>\d{4})[-\d]*\]|(?P<about>\d{4})[-\d]*[~?%]")
_ABOUT = 2
"""Years by which a birth "about 1961" may lie elsewhere, before it speaks against anything."""
_SAME_DAY, _SAME_YEAR, _SWAPPED, _MAY_BE, _OTHER_YEAR, _OTHER_DAY = 3.5, 1.5, 2.0, 0.5, -3.0, -1.0
"""Two strangers share a birthday once in some 20,000 pairs and a year once in 50; lists err in one of ten."""
_SAME_COUNTRY, _OTHER_COUNTRY = 0.5, -0.7
_OTHER_GENDER, _SAME_POST, _OTHER_KIND, _OTHER_TYPE = -3.0, 0.7, -4.0, -4.0
_DEFINITE = (MentionKind.PERSON, MentionKind.ORGANISATION, MentionKind.PLACE)


class Evidence(NamedTuple):
    """``log_odds`` to be added; sentences for, against, and on what is not known."""

    log_odds: float
    supports: tuple[str, ...]
    against: tuple[str, ...]
    missing: tuple[str, ...]


class Known(NamedTuple):
    """What is looked at of a subject. ``names``: of what is no person; they may say what kind of body it is."""

    kind: MentionKind
    names: tuple[str, ...]
    born: tuple[str, ...]
    countries: tuple[str, ...]
    gender: str
    posts: tuple[str, ...]


def weigh(ours: Subject, theirs: Subject) -> Evidence:
    """What is known beside the names. The same whichever comes first."""
    bodies = MentionKind.ORGANISATION in (ours.kind, theirs.kind)
    first, second = (
        Known(one.kind, one.names if bodies else (), one.born, one.countries, one.gender, one.posts)
        for one in (ours, theirs)
    )
    return _weighed(first, second)


# Of most names that are searched nothing is known, or the same for many.
@lru_cache(maxsize=4096)
def _weighed(ours: Known, theirs: Known) -> Evidence:
    parts = [_born(ours, theirs), _country(ours, theirs), _gender(ours, theirs), _posts(ours, theirs)]
    parts.append(_types(ours, theirs))
    if ours.kind != theirs.kind and ours.kind in _DEFINITE and theirs.kind in _DEFINITE:
        kinds = " and ".join(sorted((ours.kind.value, theirs.kind.value)))
        parts.append(Evidence(_OTHER_KIND, (), (f"different kinds: {kinds}",), ()))
    return Evidence(
        sum(part.log_odds for part in parts),
        tuple(line for part in parts for line in part.supports),
        tuple(line for part in parts for line in part.against),
        tuple(line for part in parts for line in part.missing),
    )


def _born(ours: Known, theirs: Known) -> Evidence:
    first, second = _dates(ours.born), _dates(theirs.born)
    loose, loose_too = _spans(ours.born), _spans(theirs.born)
    if (loose or loose_too) and (first or loose) and (second or loose_too):
        return _born_about(first, second, loose, loose_too)
    if not first or not second:
        if ours.kind is MentionKind.ORGANISATION or theirs.kind is MentionKind.ORGANISATION:
            return _NOTHING
        return _unknown("birth date", bool(first), bool(second))
    return _most([_two_dates(one, other) for one in first for other in second])


def _most(told: list[tuple[float, str]]) -> Evidence:
    """The pair of births that speaks most for one party."""
    value, said = max(told, key=lambda pair: (pair[0], pair[1]))
    return Evidence(value, (said,), (), ()) if value > 0 else Evidence(value, (), (said,), ())


class Span(NamedTuple):
    """Years between which somebody was born, and that in words."""

    low: int
    high: int
    words: str


def _born_about(
    first: list[tuple[str, ...]], second: list[tuple[str, ...]], loose: list[Span], loose_too: list[Span]
) -> Evidence:
    """Births of which some are given as a span or about a year: they speak for little and against what lies apart."""
    told = [_two_dates(one, other) for one in first for other in second]
    ours, theirs = (
        [Span(int(one[0]), int(one[0]), "-".join(one)) for one in exact] + spans
        for exact, spans in ((first, loose), (second, loose_too))
    )
    for one in ours:
        for other in theirs:
            if one not in loose and other not in loose_too:
                continue
            gap = max(one.low, other.low) - min(one.high, other.high)
            low, high = sorted((one.words, other.words))
            value = _MAY_BE if gap <= 0 else _OTHER_DAY if gap == 1 else _OTHER_YEAR
            told.append((value, f"born {low} and born {high}" + (", which may be one date" if gap <= 0 else "")))
    return _most(told)


def _spans(written: tuple[str, ...]) -> list[Span]:
    found = []
    for text in written:
        if match := _LOOSE.fullmatch(text.strip()):
            if about := match["about"]:
                found.append(Span(int(about) - _ABOUT, int(about) + _ABOUT, f"about {about}"))
            else:
                found.append(Span(int(match["low"]), int(match["high"]), f"{match['low']} to {match['high']}"))
    return found


def _two_dates(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[float, str]:
    low, high = sorted(("-".join(one), "-".join(other)))
    if one == other:
        return (_SAME_DAY, f"both born {low}") if len(one) == 3 else (_SAME_YEAR, f"both born {low}")
    if one[0] != other[0]:
        near = abs(int(one[0]) - int(other[0])) == 1
        return (_OTHER_DAY if near else _OTHER_YEAR), f"born {low} and born {high}"
    shorter = min(len(one), len(other))
    if one[:shorter] == other[:shorter]:
        return _SAME_YEAR, f"born {low} and born {high}, which may be one date"
    if len(one) == len(other) == 3 and one[1:] == (other[2], other[1]):
        return _SWAPPED, f"born {low} and born {high}: day and month may be swapped"
    return _OTHER_DAY, f"born {low} and born {high}: the same year, another day"


def _dates(written: tuple[str, ...]) -> list[tuple[str, ...]]:
    found = []
    for text in written:
        if (match := _DATE.match(text.strip())) and not _LOOSE.fullmatch(text.strip()):
            parts = tuple(part for part in match.groups() if part)
            # The first of January stands on many lists for "that year".
            found.append(parts[:1] if parts[1:] == ("01", "01") else parts)
    return sorted(set(found))


def _country(ours: Known, theirs: Known) -> Evidence:
    first, second = set(ours.countries), set(theirs.countries)
    if not first or not second:
        return _unknown("country", bool(first), bool(second))
    if shared := sorted(first & second):
        return Evidence(_SAME_COUNTRY, (f"country in common: {', '.join(shared)}",), (), ())
    named = " and ".join(sorted((", ".join(sorted(first)), ", ".join(sorted(second)))))
    return Evidence(_OTHER_COUNTRY, (), (f"no country in common: {named}",), ())


def _gender(ours: Known, theirs: Known) -> Evidence:
    if ours.gender and theirs.gender and ours.gender != theirs.gender:
        return Evidence(_OTHER_GENDER, (), ("one is recorded as male, the other as female",), ())
    return _NOTHING


def _posts(ours: Known, theirs: Known) -> Evidence:
    first, second = _post_words(ours.posts), _post_words(theirs.posts)
    if not first or not second:
        return _unknown("post", bool(first), bool(second))
    shared = sorted(first & second)
    if len(shared) > 1 or (shared and min(len(first), len(second)) == 1):
        return Evidence(_SAME_POST, (f"posts share the words {', '.join(shared)}",), (), ())
    return _NOTHING


def _types(ours: Known, theirs: Known) -> Evidence:
    """Bodies that their names call by different kinds: a court and a commission are two."""
    kinds = (ours.kind, theirs.kind)
    if MentionKind.PERSON in kinds or MentionKind.ORGANISATION not in kinds:
        return _NOTHING
    apart = kinds_apart(ours.names, theirs.names)
    return Evidence(_OTHER_TYPE, (), (apart,), ()) if apart else _NOTHING


def _post_words(posts: tuple[str, ...]) -> set[str]:
    small = lexicon().particles
    return {
        word.folded for post in posts for word in split(post, 20) if len(word.folded) > 2 and word.folded not in small
    }


def _unknown(what: str, first: bool, second: bool) -> Evidence:
    known = "of neither" if not first and not second else "of one only"
    return Evidence(0.0, (), (), (f"{what} is known {known}",))


_NOTHING = Evidence(0.0, (), (), ())
