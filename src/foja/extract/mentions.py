"""Names in a text without a model: capitalised runs, words of role and organisation, a small gazetteer.

Two passes. ``survey`` reads the whole body once and notes which words it writes in lower case and which
names it uses; ``find`` then gives the mentions of a sentence. The kind of a name comes from a role
word beside it, the gazetteer, a word of organisation inside it, or the longer name that it shortens; a
name that nothing types stays ``unknown``. Scripts without capitals give names only through the
gazetteer or a Latin parenthesis; nothing is invented for them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from foja.extract.lexicon import load, words
from foja.extract.tokens import Token
from foja.model.statement import Mention
from foja.model.vocabulary import MentionKind
from foja.text.fold import fold

_LONGEST = 10  # tokens of a name
_NUMBER = re.compile(r"[0-9]{1,3}[º°]?")


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Names and word lists of ``names.toml``; keys are folded."""

    kinds: dict[str, MentionKind]
    outlets: frozenset[str]
    given: frozenset[str]
    roles: frozenset[str]
    modifiers: frozenset[str]
    organisation: frozenset[str]
    demonyms: frozenset[str]
    no_names: frozenset[str]
    particles: frozenset[str]
    number_marks: frozenset[str]
    behind_number: frozenset[str]
    longest: int


@cache
def gazetteer() -> Gazetteer:
    """The names that foja ships."""
    data = load("names")
    kinds: dict[str, MentionKind] = {}
    for part, kind in (
        ("places", MentionKind.PLACE),
        ("organisations", MentionKind.ORGANISATION),
        ("outlets", MentionKind.ORGANISATION),
    ):
        for block in data[part].values():
            for name in block.replace("\n", " ").split(";"):
                kinds.setdefault(_key(name), kind)
    kinds.pop("", None)
    outlets = frozenset(_key(name) for name in data["outlets"]["names"].replace("\n", " ").split(";"))
    return Gazetteer(
        kinds=kinds,
        outlets=outlets - {""},
        given=frozenset(fold(w) for w in words(data["persons"]["given"])),
        roles=words(data["roles"]["words"]),
        modifiers=words(data["roles"]["modifiers"]),
        organisation=words(data["organisation_words"]["words"]),
        demonyms=words(data["demonyms"]["words"]),
        no_names=words(data["not_names"]["words"]),
        particles=words(data["not_names"]["particles"]),
        number_marks=words(data["numbered"]["marks"]),
        behind_number=words(data["numbered"]["behind"]),
        longest=max(len(name.split()) for name in kinds),
    )


def _key(name: str) -> str:
    return " ".join(fold(part) for part in name.replace(".", "").split())


def is_outlet(name: str) -> bool:
    """Whether ``name`` is an outlet that foja knows by name."""
    key = _key(name)
    return key in gazetteer().outlets or key.removeprefix("the ") in gazetteer().outlets


@dataclass(slots=True)
class Survey:
    """What a first pass over the body learns. ``lower``: words seen in lower case. ``persons``: folded
    last part of a long personal name -> (start, full name). ``typed``: folded name -> kind."""

    lower: set[str] = field(default_factory=set)
    inside: Counter[str] = field(default_factory=Counter)  # capitalised words inside sentences
    persons: dict[str, tuple[int, str]] = field(default_factory=dict)
    typed: dict[str, MentionKind] = field(default_factory=dict)
    first: dict[str, int] = field(default_factory=dict)

    def read(self, toks: list[Token]) -> None:
        """Notes the words of one sentence of the body."""
        for i, tok in enumerate(toks):
            char = tok.text[0]
            if char.islower():
                self.lower.add(tok.low)
            elif char.isupper() and i and toks[i - 1].text not in '.:“"«—([':
                self.inside[tok.low] += 1


@dataclass(frozen=True, slots=True)
class _Run:
    first: int
    last: int  # exclusive
    role: bool  # a role word stands before it


def title_like(toks: list[Token]) -> bool:
    """Whether the sentence is written in headline capitals: no stop, and most longer words begin with one."""
    if toks and toks[-1].text in '.?!…”"':
        return False
    long_words = [tok for tok in toks if tok.text[0].isalpha() and len(tok.text) > 3]
    capital = sum(1 for tok in long_words if tok.text[0].isupper())
    return len(long_words) >= 3 and capital * 4 >= len(long_words) * 3


def find(toks: list[Token], survey: Survey, known: Iterable[str] | None = None) -> list[Mention]:
    """The mentions of one sentence, in order; sets ``name`` of their tokens to their index.

    ``known``: folded names; when given (headline capitals), only these and the gazetteer are found.
    """
    gaz = gazetteer()
    runs = _known_runs(toks, gaz, frozenset(known)) if known is not None else _runs(toks, survey, gaz)
    out: list[Mention] = []
    for run in runs:
        mention = _mention(toks, run, survey, gaz)
        if mention is None:
            continue
        for tok in toks[run.first : run.last]:
            tok.name = len(out)
        out.append(mention)
    return out


def _known_runs(toks: list[Token], gaz: Gazetteer, known: frozenset[str]) -> list[_Run]:
    runs, i = [], 0
    while i < len(toks):
        for size in range(min(_LONGEST, len(toks) - i), 0, -1):
            key = " ".join(fold(tok.low.replace(".", "")) for tok in toks[i : i + size])
            if toks[i].text[0].isupper() and (key in known or key in gaz.kinds) and not toks[i].date:
                runs.append(_Run(i, i + size, role=i > 0 and toks[i - 1].low in gaz.roles))
                i += size - 1
                break
        i += 1
    return runs


def _capital(tok: Token) -> bool:
    return (
        tok.text[0].isupper()
        and not tok.date
        and not ("-" in tok.low and tok.low.split("-", 1)[0] in gazetteer().demonyms)
    )


def _runs(toks: list[Token], survey: Survey, gaz: Gazetteer) -> list[_Run]:
    runs: list[_Run] = []
    i = 0
    while i < len(toks):
        if not _capital(toks[i]) or (_starts(toks, i) and not _name_at_start(toks, i, survey, gaz)):
            i += 1
            continue
        last = i + 1
        while last < len(toks) and last - i < _LONGEST:
            if _capital(toks[last]) and toks[last].low not in gaz.no_names | gaz.particles:
                last += 1
                continue
            step = _particles(toks, i, last, gaz)
            if not step:
                break
            last += step
        last = _numbered(toks, i, last, gaz)
        runs.extend(_trimmed(toks, i, last, gaz))
        i = max(last, i + 1)
    return runs


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


def _demonym(low: str, gaz: Gazetteer) -> bool:
    return low in gaz.demonyms or ("-" in low and low.split("-", 1)[0] in gaz.demonyms)


def _starts(toks: list[Token], i: int) -> bool:
    return i == 0 or toks[i - 1].text in '.:!?¿¡“"«—–([…' or (i == 1 and not toks[0].text[0].isalnum())


def _name_at_start(toks: list[Token], i: int, survey: Survey, gaz: Gazetteer) -> bool:
    """Whether the capital at the start of a sentence is one of a name."""
    low = toks[i].low
    following = toks[i + 1] if i + 1 < len(toks) else None
    if low in gaz.no_names or low in gaz.particles:
        key2 = f"{fold(low)} {fold(following.low)}" if following is not None else ""
        return key2 in gaz.kinds or (
            low in gaz.particles and following is not None and _capital(following) and fold(following.low) in gaz.given
        )
    if fold(low) in gaz.given or fold(low) in gaz.kinds or low in gaz.demonyms:
        return True
    if low in gaz.roles:
        return following is not None and _capital(following)
    if low in survey.lower:
        return following is not None and _capital(following) and low in gaz.organisation
    if survey.inside[low]:
        return True
    if following is not None and _capital(following) and following.low not in gaz.no_names:
        return not low.endswith(("ly", "mente", "ing", "ed"))
    if toks[i].text.isupper() and len(toks[i].text) > 1:
        return True
    return bool(following is not None and following.low == "'s")


def _particles(toks: list[Token], first: int, at: int, gaz: Gazetteer) -> int:
    """Tokens to skip over ("de la") when a capital of the same name follows them; 0 when none does."""
    step = 0
    while at + step < len(toks) and step < 3 and toks[at + step].low in gaz.particles and not toks[at + step].date:
        step += 1
    if not step or at + step >= len(toks) or not _capital(toks[at + step]) or toks[at + step].low in gaz.no_names:
        return 0
    bridge = [tok.low for tok in toks[at : at + step]]
    key = " ".join(fold(tok.low) for tok in toks[first:at])
    body = gaz.kinds.get(key) is MentionKind.ORGANISATION and fold(toks[at + step].low) not in gaz.kinds
    if (key in gaz.kinds and not body) or toks[at - 1].low in gaz.demonyms:
        longer = " ".join(fold(tok.low) for tok in toks[first : at + step + 1])
        longest = " ".join(fold(tok.low) for tok in toks[first : at + step + 2])
        return step if longer in gaz.kinds or longest in gaz.kinds else 0
    if bridge[0] in ("of", "for", "y", "and", "the", "e"):
        return (
            step
            if toks[first].low in gaz.organisation
            or (any(t.low in gaz.organisation for t in toks[first:at]) and bridge[0] in ("of", "for"))
            else 0
        )
    if toks[first].low in gaz.organisation or bridge[0] not in ("de", "del"):
        return step
    return (
        step
        if fold(toks[first].low) in gaz.given and key not in gaz.kinds and fold(toks[at + step].low) not in gaz.kinds
        else 0
    )


def _trimmed(toks: list[Token], first: int, last: int, gaz: Gazetteer) -> list[_Run]:
    """The run without the words of role in front, and without a lone demonym or stop word."""
    role = bool(first) and _is_role(toks[first - 1].low, gaz)
    head = first
    while head < last and (
        toks[head].low in gaz.roles
        or (toks[head].low in gaz.modifiers and _role_ahead(toks, head, last, gaz))
        or (toks[head].low in gaz.demonyms and head + 1 < last and _role_ahead(toks, head, last, gaz))
    ):
        if toks[head].low in gaz.roles:
            role = True
        head += 1
    if head == last or (toks[head].low in gaz.particles and head > first and fold(toks[head].low) not in gaz.kinds):
        return []
    run = toks[head:last]
    if all(_demonym(tok.low, gaz) or tok.low in gaz.no_names for tok in run):
        return []
    return [_Run(head, last, role)]


def _is_role(low: str, gaz: Gazetteer) -> bool:
    return low in gaz.roles or (low.startswith(("ex", "ex-")) and low.removeprefix("ex").lstrip("-") in gaz.roles)


def _role_ahead(toks: list[Token], at: int, last: int, gaz: Gazetteer) -> bool:
    return any(tok.low in gaz.roles for tok in toks[at + 1 : min(last, at + 4)])


def _mention(toks: list[Token], run: _Run, survey: Survey, gaz: Gazetteer) -> Mention | None:
    part = toks[run.first : run.last]
    key = " ".join(fold(tok.low.replace(".", "")) for tok in part)
    if not key or (len(part) == 1 and len(part[0].text) < 2):
        return None
    start, end = part[0].start, part[-1].end
    name = _written(part)
    refers: int | None = None
    kind = gaz.kinds.get(key)
    if kind is None and run.role and not any(tok.low in gaz.organisation for tok in part):
        kind = MentionKind.PERSON
    if kind is None and any(tok.low in gaz.organisation for tok in part):
        kind = MentionKind.ORGANISATION
    if kind is None and fold(part[0].low) in gaz.given and len(part) > 1:
        kind = MentionKind.PERSON
    if kind is None and key in survey.persons:
        kind = MentionKind.PERSON
    if kind is None:
        kind = survey.typed.get(key)
    if kind is None and len(part) == 1 and part[0].text.isupper() and 2 <= len(part[0].text) <= 8:
        kind = MentionKind.ORGANISATION
    if kind is MentionKind.PERSON:
        if len(part) > 1:
            last = fold(part[-1].low)
            survey.persons.setdefault(last, (start, name))
            survey.typed.setdefault(key, kind)
        elif key in survey.persons and survey.persons[key][0] != start:
            refers = survey.persons[key][0]
        else:
            survey.typed.setdefault(key, kind)
    elif kind is MentionKind.ORGANISATION:
        refers = _acronym(toks, run, key, survey, start)
    if refers is None and survey.first.get(key, start) != start and kind is not MentionKind.PERSON:
        refers = None
    survey.first.setdefault(key, start)
    if kind is not None and kind is not MentionKind.PERSON:
        survey.typed.setdefault(key, kind)
    return Mention(start=start, end=end, name=name, kind=kind or MentionKind.UNKNOWN, refers_to=refers)


def _acronym(toks: list[Token], run: _Run, key: str, survey: Survey, start: int) -> int | None:
    """The start of the name that an acronym in parentheses shortens: "... Guard Corps (IRGC)"."""
    if run.last - run.first != 1 or not toks[run.first].text.isupper():
        return None
    known = survey.first.get("=" + key)
    if known is not None:
        return known
    at = run.first - 1
    if at < 1 or toks[at].text != "(":
        return None
    letters = toks[run.first].text.lower()
    k = at - 1
    initials = ""
    while k >= 0 and at - k <= _LONGEST + 2:
        tok = toks[k]
        if tok.text[0].isupper():
            initials = tok.low[0] + initials
            if initials == letters or (len(initials) >= 2 and initials.endswith(letters)):
                survey.first["=" + key] = tok.start
                return tok.start
        elif tok.low not in gazetteer().particles:
            return None
        k -= 1
    return None


def _written(part: list[Token]) -> str:
    out = part[0].text
    for before, tok in pairwise(part):
        out += (" " if tok.start > before.end else "") + tok.text
    return out
