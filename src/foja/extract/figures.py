"""Figures in a sentence: numbers as intervals, with what is counted.

"more than 300 injured" is (301, None) injured; "at least 151" is (151, None); "hundreds" is (200, None);
"about 200" keeps (200, 200) and says so in ``note``. Years, ages, ordinals and article numbers are no
figures. Words come from ``lexicon/figures_<language>.toml``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from foja.extract.gazetteer import gazetteer
from foja.extract.lexicon import languages, load
from foja.extract.tokens import Token
from foja.model.statement import Figure, Mention
from foja.model.vocabulary import MentionKind

_DIGITS = re.compile(r"\d{1,12}(?:[.,]\d{1,12}){0,4}$")
HARMS = frozenset({"killed", "injured", "missing", "arrested"})
"""What is counted when people come to harm; these keys are the same in all languages."""
_RIGHT, _LEFT = 3, 4  # tokens looked at for what is counted


@dataclass(frozen=True, slots=True)
class FigureWords:
    """Number words of one language."""

    small: dict[str, int]
    scales: dict[str, int]
    joins: frozenset[str]
    group: str
    vague: dict[str, int]
    bounds: tuple[tuple[tuple[str, ...], str], ...]
    between: str
    to: frozenset[str]
    counted: dict[str, str]
    nouns: dict[str, str]
    no_count_after: frozenset[str]
    no_count_before: frozenset[str]
    articles: frozenset[str]
    scopes: tuple[str, ...]
    events: frozenset[str]


@cache
def figure_words(language: str) -> FigureWords:
    """The words of ``language`` (others than those of ``lexicon`` get the English form)."""
    data: dict[str, Any] = load(f"figures_{language if language in languages() else 'en'}")
    numbers = data["numbers"]
    bounds = [
        (tuple(phrase.split()), kind)
        for kind in ("more", "least", "less", "most", "about")
        for phrase in data["bounds"][kind]
    ]
    bounds.sort(key=lambda item: -len(item[0]))
    return FigureWords(
        small={**numbers["units"], **numbers["tens"], **numbers["hundreds"]},
        scales=dict(numbers["scales"]),
        joins=frozenset(numbers["and"]),
        group=numbers["group"],
        vague=dict(data["vague"]),
        bounds=tuple(bounds),
        between=data["bounds"]["between"],
        to=frozenset(data["bounds"]["to"]),
        counted={word: key for key, words in data["counted"].items() for word in words},
        nouns=dict(data["nouns"]),
        no_count_after=frozenset(data["ages"]["after"]),
        no_count_before=frozenset(data["ages"]["ordinal_before"]),
        articles=frozenset(data["ages"]["not_counted"]),
        scopes=tuple(data["scope"]["including"]),
        events=frozenset(data["events"]["nouns"]),
    )


def figures(toks: list[Token], mentions: list[Mention], language: str, text: str) -> list[Figure]:
    """The figures of one tagged sentence. Tokens carry ``date`` and ``tag``; offsets are those of ``text``."""
    words = figure_words(language)
    found: list[Figure] = []
    i = 0
    while i < len(toks):
        read = _number(toks, i, words)
        if read is None:
            i += 1
            continue
        figure = _figure(toks, i, read, mentions, words, text)
        if figure is not None and (not found or figure.start >= found[-1].end):
            found.append(figure)
        i = max(read[1], i + 1)
    return found


def _number(toks: list[Token], i: int, words: FigureWords) -> tuple[float, int, bool] | None:
    """Value, token end and vagueness of the number that starts at ``i``."""
    tok = toks[i]
    if tok.date or (tok.name >= 0 and not tok.text[0].isdigit()):
        return None
    if tok.low in words.vague:
        return float(words.vague[tok.low]), i + 1, True
    total, current, at, any_number = 0.0, 0.0, i, False
    while at < len(toks):
        low = toks[at].low
        digits = None if any_number else _digits(toks[at].text, words.group)
        if digits is not None:
            current, any_number = digits, True
            while words.group != "," and _goes_on(toks, i, at + 1):
                at += 1
                current = current * 1000 + int(toks[at].text)
        elif low in words.small or (all(p in words.small for p in low.split("-")) and "-" in low):
            value = sum(words.small[p] for p in low.split("-"))
            current = current * 100 if value == 100 and 0 < current < 10 else current + value
            any_number = True
        elif low in words.scales and (any_number or low == "mil"):
            total += (current or 1) * words.scales[low]
            current, any_number = 0.0, True
        elif any_number and low in words.joins and at + 1 < len(toks) and _continues(toks, at, words, current):
            pass
        else:
            break
        at += 1
    if not any_number or (at == i + 1 and tok.low in words.articles):
        return None
    return total + current, at, False


def _goes_on(toks: list[Token], first: int, at: int) -> bool:
    """Whether a token is a further group of three of the digits before it: "12 000". One space parts them."""
    if at >= len(toks) or not (len(toks[at].text) == 3 and toks[at].text.isdecimal()) or toks[at].date:
        return False
    return toks[first].text.isdecimal() and len(toks[first].text) <= 3 and toks[at].start == toks[at - 1].end + 1


def _continues(toks: list[Token], at: int, words: FigureWords, current: float) -> bool:
    """Whether "and" joins parts of one number: "a hundred and twenty", "treinta y dos"."""
    following = words.small.get(toks[at + 1].low)
    if following is None or toks[at - 1].text[0].isdigit():
        return False
    return following < 100 and (
        current >= 100
        or (current >= 20 and current % 10 == 0 and following < 10 and len(words.joins) == 1 and "y" in words.joins)
    )


def _digits(text: str, group: str) -> float | None:
    if not _DIGITS.match(text):
        return None
    other = "." if group == "," else ","
    parts = text.split("," if group == "," else ".")  # French parts thousands by a space, in older print by a point
    if len(parts) > 1 and all(len(p) == 3 for p in parts[1:]) and len(parts[0]) <= 3:
        return float("".join(parts))
    alternative = text.split(other)  # the separator of the other language, where only it can be meant
    if len(alternative) > 2 and all(len(p) == 3 for p in alternative[1:]):
        return float("".join(alternative))
    if len(parts) == 1 and len(alternative) <= 2:
        return float(text.replace(other, "."))
    return None


def _figure(
    toks: list[Token],
    i: int,
    read: tuple[float, int, bool],
    mentions: list[Mention],
    words: FigureWords,
    text: str,
) -> Figure | None:
    """The figure of the number at ``i``; None where it counts nothing or another number reports it."""
    value, end, vague = read
    first, low, high, note = _interval(toks, i, value, vague, words)
    if (first == i and _names(toks, i, end, mentions, words)) or _opens_range(toks, i, end, words):
        return None
    if end < len(toks) and (toks[end].low in words.no_count_after or toks[end].text == "/"):
        return None
    what = _what(toks, first, end, words)
    if what is None:
        return None
    start_at, end_at = toks[first].start, toks[end - 1].end
    scope = _scope(toks, words, end)
    return Figure(
        start=start_at,
        end=end_at,
        what=what,
        verbatim=text[start_at:end_at],
        low=low,
        high=high,
        about=_about(mentions, start_at),
        note="; ".join(part for part in (note, scope) if part),
    )


def _interval(
    toks: list[Token], i: int, value: float, vague: bool, words: FigureWords
) -> tuple[int, float | None, float | None, str]:
    """First token, lowest and highest value and a remark: what the words before a number make of it."""
    between = _between(toks, i, words) if i >= 2 and toks[i - 1].low in words.to else None
    if between is not None:
        return *between, value, ""
    bound = _bound(toks, i, words)
    first, kind = bound if bound is not None else (i, "")
    step = 1 if float(value).is_integer() else 0
    match kind:
        case "more":
            return first, value + step, None, ""
        case "least":
            return first, value, None, ""
        case "less":
            return first, None, value - step, ""
        case "most":
            return first, None, value, ""
    return first, value, None if vague else value, "approximate" if bound is not None else ""


def _names(toks: list[Token], i: int, end: int, mentions: list[Mention], words: FigureWords) -> bool:
    """Whether a number without a bound before it says which one is meant, not how many: "Article 4", "Court 3"."""
    before = toks[i - 1].low.rstrip(".") if i else ""
    ordinal = before in words.no_count_before and toks[i].text[0].isdigit() and not _harm(toks, end, words)
    return ordinal or (end == i + 1 and _of_a_body(toks, i, mentions, words))


def _of_a_body(toks: list[Token], i: int, mentions: list[Mention], words: FigureWords) -> bool:
    """Whether a number tells one body from others of its kind and counts nothing: "Tribunal Oral Federal 3 porteño". A
    plural behind it, or a word that is known to be counted, says otherwise: "at the Federal Court 5 judges left"."""
    if not i or not toks[i].text.isdigit() or len(toks[i].text) > 3:
        return False
    body = next((one for one in mentions if one.end == toks[i - 1].end and one.kind is MentionKind.ORGANISATION), None)
    if body is None or not any(low in gazetteer().organisation for low in body.name.lower().split()):
        return False
    following = toks[i + 1] if i + 1 < len(toks) else None
    return following is None or not (
        following.low in words.nouns or following.low in words.counted or following.low.endswith("s")
    )


def _between(toks: list[Token], i: int, words: FigureWords) -> tuple[int, float] | None:
    for k in range(max(0, i - 6), i - 1):
        if toks[k].low == words.between or toks[k].low in ("from", "de"):
            read = _number(toks, k + 1, words)
            if read is not None and read[1] == i - 1:
                return k, read[0]
    return None


def _opens_range(toks: list[Token], i: int, end: int, words: FigureWords) -> bool:
    """Whether this number is the X of "between X and Y", which the Y reports."""
    if i and toks[i - 1].low == words.between and end + 1 < len(toks) and toks[end].low in words.to:
        return _number(toks, end + 1, words) is not None
    return False


def _bound(toks: list[Token], i: int, words: FigureWords) -> tuple[int, str] | None:
    for phrase, kind in words.bounds:
        k = i - len(phrase)
        if k >= 0 and all(toks[k + j].low == word for j, word in enumerate(phrase)):
            return k, kind
    return None


def _what(toks: list[Token], first: int, end: int, words: FigureWords) -> str | None:
    """What is counted: a word of harm to the right or left, else the noun that follows."""
    if harm := _harm(toks, end, words):
        return harm
    for tok in reversed(toks[max(0, first - _LEFT) : first]):
        if tok.tag in ",JW" or (tok.tag == "P" and tok.low != "a"):
            break
        if tok.low in words.counted:
            return words.counted[tok.low]
    for k, tok in enumerate(toks[end : end + 4]):
        if tok.low in ("of", "de") and k == 0:
            continue
        if tok.text == "%":
            return "percent"
        if tok.tag in ("N", "B", "A") and tok.text[0].isalpha():
            following = toks[end + k + 1] if end + k + 1 < len(toks) else None
            if tok.low in words.nouns:
                return _befallen(toks, end + k + 1, words) or words.nouns[tok.low]
            if (
                following is not None
                and following.tag == "N"
                and following.text[0].islower()
                and k < 2
                and not tok.low.endswith("s")
            ):
                continue
            return tok.low if tok.tag == "N" else None
        break
    return None


def _harm(toks: list[Token], end: int, words: FigureWords) -> str:
    """The word of harm to the right of a number, up to the next number: "86 fatal victims", "85 were killed"."""
    if end + 1 < len(toks) and f"{toks[end].low} {toks[end + 1].low}" in words.counted:
        return words.counted[f"{toks[end].low} {toks[end + 1].low}"]
    for tok in toks[end : end + _RIGHT]:
        if (tok.tag in ",J" and tok.text != "(") or tok.text[0].isdigit():
            break
        if tok.low in words.counted:
            return words.counted[tok.low]
    return ""


def event_names(toks: list[Token], mentions: list[Mention], language: str) -> list[Mention]:
    """The names that say which event a sentence is about: an organisation or place beside a word for an
    event, as in "the attack on the embassy" or "the harbour bombing"."""
    nouns = figure_words(language).events
    found = []
    for mention in mentions:
        if mention.kind not in (MentionKind.ORGANISATION, MentionKind.PLACE):
            continue
        inside = [k for k, tok in enumerate(toks) if mention.start <= tok.start < mention.end]
        if inside and any(
            tok.low in nouns
            for tok in (*toks[max(0, inside[0] - 4) : inside[0]], *toks[inside[-1] + 1 : inside[-1] + 2])
        ):
            found.append(mention)
    return found


def _befallen(toks: list[Token], at: int, words: FigureWords) -> str:
    """What befell those counted, where the first verb says it: "151 people, including X, died"."""
    for tok in toks[at : at + 16]:
        if tok.low in words.counted:
            return words.counted[tok.low]
        if tok.tag in "VSW" or tok.text in ".;":
            return ""
    return ""


def _scope(toks: list[Token], words: FigureWords, end: int) -> str:
    after = " ".join(tok.low for tok in toks[end : end + 14])
    return next((scope for scope in words.scopes if scope in after), "")


def _about(mentions: list[Mention], at: int) -> str:
    """The organisation in the sentence that is nearest, else the place: it tells which event is meant."""
    for kind in (MentionKind.ORGANISATION, MentionKind.PLACE):
        near = [m for m in mentions if m.kind is kind]
        if near:
            return min(near, key=lambda m: (abs(m.start - at), m.start)).name
    return ""
