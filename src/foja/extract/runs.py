"""Where the names of a sentence begin and end: capitalised runs, without the words that are no part of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from foja.extract.gazetteer import Gazetteer, gazetteer, is_demonym, is_role
from foja.extract.survey import Survey
from foja.extract.tokens import Token
from foja.model.vocabulary import MentionKind
from foja.text.fold import fold

LONGEST = 10
"""Tokens of the longest name."""

_NUMBER = re.compile(r"[0-9]{1,3}[º°]?")
_ROMAN = re.compile(r"[IVX]{1,6}")
_CONTRACTED = frozenset({"i", "he", "she", "we", "they", "you", "it", "that", "there", "let", "what", "who", "here"})


@dataclass(frozen=True, slots=True)
class Run:
    """Tokens of a name, end exclusive. ``role``: a word of role stands before it."""

    first: int
    last: int
    role: bool


def runs(toks: list[Token], survey: Survey) -> list[Run]:
    """The names of a sentence in order."""
    gaz = gazetteer()
    found: list[Run] = []
    i = 0
    while i < len(toks):
        if not _begins(toks, i, survey, gaz):
            i += 1
            continue
        last = i + 1
        while last < len(toks) and last - i < LONGEST:
            if _capital(toks[last]) and toks[last].low not in gaz.no_names | gaz.particles:
                last += 1
                continue
            step = _particles(toks, i, last, gaz)
            if not step:
                break
            last += step
        last = _numbered(toks, i, last, gaz)
        found.extend(run for run in _trimmed(toks, i, last, gaz) if not _ordinary(toks[run.first : run.last], run, gaz))
        i = max(last, i + 1)
    return found


def known_runs(toks: list[Token], known: frozenset[str]) -> list[Run]:
    """The names of a headline: only those of ``known`` (folded) and of the gazetteer."""
    gaz = gazetteer()
    found, i = [], 0
    while i < len(toks):
        for size in range(min(LONGEST, len(toks) - i), 0, -1):
            key = " ".join(fold(tok.low.replace(".", "")) for tok in toks[i : i + size])
            if toks[i].text[0].isupper() and (key in known or key in gaz.kinds) and not toks[i].date:
                found.append(Run(i, i + size, role=i > 0 and toks[i - 1].low in gaz.roles))
                i += size - 1
                break
        i += 1
    return found


def role_runs(toks: list[Token]) -> Iterator[tuple[int, int]]:
    """Posts of two words or more, capitals or not: "Supreme Leader", "juez federal", "foreign minister"."""
    gaz = gazetteer()
    i = 0
    while i < len(toks):
        first = i
        while i < len(toks) and (toks[i].low in gaz.modifiers or toks[i].low in gaz.roles) and toks[i].name < 0:
            i += 1
        if i - first > 1 and any(tok.low in gaz.roles for tok in toks[first:i]):
            yield first, i
        i = max(i, first + 1)


def _capital(tok: Token) -> bool:
    return (
        tok.text[0].isupper()
        and not tok.date
        and not ("'" in tok.low and tok.low.split("'", 1)[0] in _CONTRACTED)
        and not ("-" in tok.low and is_demonym(tok.low))
    )


def _begins(toks: list[Token], i: int, survey: Survey, gaz: Gazetteer) -> bool:
    tok = toks[i]
    if not _capital(tok):
        return False
    if i and toks[i - 1].text == "[" and i + 1 < len(toks) and toks[i + 1].text == ":":
        return False  # a label: "[Note: ...]"
    if _starts(toks, i):
        return _name_at_start(toks, i, survey, gaz)
    if tok.low in gaz.no_names and tok.low not in gaz.particles | gaz.articles:
        return _known_name(toks, i, gaz)
    return True


def _starts(toks: list[Token], i: int) -> bool:
    """Whether a capital at ``i`` is owed to the place: after a stop, an opening quotation, a tab or a number."""
    if i == 0 or (i == 1 and not toks[0].text[0].isalpha()):
        return True
    before = toks[i - 1]
    if before.text == '"' and toks[i - 2].end == before.start:
        return False  # the mark closes a quotation: '..." Marín said'
    return before.text in '.:!?¿¡“"«—([…\t•*'


def _known_name(toks: list[Token], i: int, gaz: Gazetteer) -> bool:
    """Whether a name of the gazetteer, of two words or more, stands at ``i``."""
    words = [fold(tok.low) for tok in toks[i : i + 4]]
    return any(" ".join(words[:size]) in gaz.kinds for size in range(2, len(words) + 1))


def _name_at_start(toks: list[Token], i: int, survey: Survey, gaz: Gazetteer) -> bool:
    """Whether the capital at the start of a sentence is one of a name."""
    low = toks[i].low
    following = toks[i + 1] if i + 1 < len(toks) else None
    joined = following is not None and _capital(following) and following.low not in gaz.no_names
    if low in gaz.no_names or low in gaz.particles:
        if following is None or not joined or low not in gaz.particles | gaz.articles:
            return _known_name(toks, i, gaz)
        article_of_name = (low in gaz.particles and fold(following.low) in gaz.given) or _listed(toks, i, survey, gaz)
        return article_of_name or _known_name(toks, i, gaz)
    if fold(low) in gaz.given or fold(low) in gaz.kinds or low in gaz.demonyms or _known_name(toks, i, gaz):
        return True
    if low in gaz.roles:
        return joined
    if low in survey.lower:
        return joined and low in gaz.organisation
    if survey.inside[low]:
        return True
    if low in survey.ordinary:
        return joined and low in gaz.organisation
    if joined:
        return not low.endswith(("mente", "ing", "ed", "ment", "ó")) and not (low.endswith("ly") and len(low) > 6)
    if toks[i].text.isupper() and len(toks[i].text) > 1:
        return True
    if _speaks(toks, i, survey, gaz):
        return True
    return bool(following is not None and following.low == "'s") and low not in gaz.common


def _listed(toks: list[Token], i: int, survey: Survey, gaz: Gazetteer) -> bool:
    """Whether an article at the start belongs to a name: seen so inside a sentence, or in a list ("El Tribuno, 9 de
    julio")."""
    word = toks[i + 1].low
    if word in gaz.common | gaz.organisation | gaz.roles | gaz.demonyms | survey.ordinary | survey.lower:
        return False
    return survey.inside[f"{toks[i].low} {word}"] > 0 or (i + 2 < len(toks) and toks[i + 2].text in ",(")


def _speaks(toks: list[Token], i: int, survey: Survey, gaz: Gazetteer) -> bool:
    """Whether an unknown word at the start speaks: "Marín said". Plurals are groups ("Doctors said")."""
    following = toks[i + 1] if i + 1 < len(toks) else None
    if following is None or toks[i].low.endswith("s") or toks[i].low in gaz.common or toks[i].low in gaz.organisation:
        return False
    return following.text[0].islower() and following.low in survey.speech


def _ordinary(part: list[Token], run: Run, gaz: Gazetteer) -> bool:
    """Whether a run names nobody: a word of a thing, a body or an office without more, a number, a measure."""
    if " ".join(fold(tok.low.replace(".", "")) for tok in part) in gaz.kinds:
        return False
    if len(part) == 1:
        low = part[0].low.replace(".", "")
        if low in gaz.organisation or low in gaz.acronyms or low in gaz.modifiers or low in gaz.states:
            return True
        if (_ROMAN.fullmatch(part[0].text) and not run.role) or len(low) < 2:
            return True
    body = any(tok.low in gaz.organisation for tok in part)
    return not body and all(
        is_demonym(tok.low)
        or tok.low in gaz.no_names
        or tok.low in gaz.common
        or tok.low in gaz.modifiers
        or tok.low in gaz.particles
        or _ROMAN.fullmatch(tok.text)
        for tok in part
    )


def _numbered(toks: list[Token], first: int, last: int, gaz: Gazetteer) -> int:
    """The end of a run with the number that tells a body from others: "Juzgado Federal N° 6", "Office 17". A bare
    number belongs to it only where nothing stands behind it that it could count."""
    if not any(tok.low in gaz.organisation for tok in toks[first:last]):
        return last
    at = last
    while at < min(last + 3, len(toks)) and toks[at].low in gaz.number_marks:
        at += 1
    if at >= len(toks) or not _NUMBER.fullmatch(toks[at].text) or toks[at].date:
        return last
    following = toks[at + 1] if at + 1 < len(toks) else None
    if at == last and following is not None and following.text[0].isalnum() and following.low not in gaz.behind_number:
        return last
    return at + 1


def _particles(toks: list[Token], first: int, at: int, gaz: Gazetteer) -> int:
    """Tokens to skip over ("de la") when a capital of the same name follows them; 0 when none does."""
    step = 0
    while at + step < len(toks) and step < 3 and toks[at + step].low in gaz.particles and not toks[at + step].date:
        step += 1
    if not step or at + step >= len(toks) or not _capital(toks[at + step]) or toks[at + step].low in gaz.no_names:
        return 0
    bridge = [tok.low for tok in toks[at : at + step]]
    key = " ".join(fold(tok.low) for tok in toks[first:at])
    if toks[at - 1].low in gaz.states and bridge[0] in ("of", "de", "del", "do", "da"):
        return step  # "Islamic Republic of Iran", "República del Paraguay"
    body = gaz.kinds.get(key) is MentionKind.ORGANISATION and fold(toks[at + step].low) not in gaz.kinds
    if (key in gaz.kinds and not body) or toks[at - 1].low in gaz.demonyms:
        longer = " ".join(fold(tok.low) for tok in toks[first : at + step + 1])
        longest = " ".join(fold(tok.low) for tok in toks[first : at + step + 2])
        return step if longer in gaz.kinds or longest in gaz.kinds else 0
    if bridge[0] in ("of", "for", "y", "and", "the", "e", "et"):
        joined = bridge[0] in ("y", "and", "e", "et")
        if joined and (at - first == 1 or toks[at + step].low in gaz.organisation):
            return 0  # "the Office and the Secretariat", "the Ministry of Health and the Ministry of Justice" are two
        first_word = toks[first].low in gaz.organisation
        inside = any(tok.low in gaz.organisation for tok in toks[first:at]) and bridge[0] in ("of", "for")
        return step if first_word or inside else 0
    if toks[first].low in gaz.organisation or bridge[0] not in ("de", "del", "du", "des", "do", "da", "dos"):
        return step
    person = fold(toks[first].low) in gaz.given and key not in gaz.kinds
    return step if person and fold(toks[at + step].low) not in gaz.kinds else 0


def _trimmed(toks: list[Token], first: int, last: int, gaz: Gazetteer) -> list[Run]:
    """The run without the words of role in front, and without a lone demonym or stop word."""
    role = bool(first) and is_role(toks[first - 1].low)
    head = first
    while head < last and (
        toks[head].low in gaz.roles
        or (toks[head].low in gaz.modifiers and (head > first or role or _role_ahead(toks, head, last, gaz)))
        or (is_demonym(toks[head].low) and head + 1 < last and _role_ahead(toks, head, last, gaz))
    ):
        role = role or toks[head].low in gaz.roles
        head += 1
    if head == last or (toks[head].low in gaz.particles and head > first and fold(toks[head].low) not in gaz.kinds):
        return []
    if all(is_demonym(tok.low) or tok.low in gaz.no_names for tok in toks[head:last]):
        return []
    if last - head == 1 and _adjective(toks, head):
        return []
    if _of_a_state(toks, head, last, gaz):
        return [Run(head, head + 1, role=False), Run(head + 1, last, role=True)]
    return [Run(head, last, role)]


def _of_a_state(toks: list[Token], first: int, last: int, gaz: Gazetteer) -> bool:
    """Whether a run begins with the state of an office, and goes on with who holds it: "el líder de Irán Alí Jamenei",
    "лидера Ирана Али Хаменеи"."""
    if last - first < 3 or gaz.kinds.get(fold(toks[first].low)) is not MentionKind.PLACE:
        return False
    cyrillic = "а" <= toks[first].low[0] <= "я"
    behind = first > 1 and toks[first - 1].low in ("de", "del", "du", "da", "do")
    return (cyrillic or behind) and fold(toks[first + 1].low) in gaz.given


_ADJECTIVE = re.compile(r"[a-z]{2,}(?:ian|ean|ish|ese)")


def _adjective(toks: list[Token], at: int) -> bool:
    """Whether a lone capital is a demonym that no list knows: "Serbian nationality"."""
    following = toks[at + 1] if at + 1 < len(toks) else None
    return (
        _ADJECTIVE.fullmatch(toks[at].low) is not None
        and following is not None
        and following.text[0].islower()
        and len(following.low) > 3
        and not following.low.endswith(("ed", "s"))
        and fold(toks[at].low) not in gazetteer().given
    )


def _role_ahead(toks: list[Token], at: int, last: int, gaz: Gazetteer) -> bool:
    return any(tok.low in gaz.roles for tok in toks[at + 1 : min(last, at + 4)])
