"""Names in a text without a model: capitalised runs, words of role and organisation, a small gazetteer.

Two passes. A ``Survey`` reads the whole body once and notes which words it writes in lower case and which
names it uses; ``find`` then gives the mentions of a sentence. The kind of a name comes from a role
word beside it, the gazetteer, a word of organisation inside it, or the longer name that it shortens; a
name that nothing types stays ``unknown``. Scripts without capitals give names only through the
gazetteer or a Latin parenthesis; nothing is invented for them.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from foja.extract.gazetteer import Gazetteer, gazetteer
from foja.extract.nouns import evident, nouns
from foja.extract.runs import LONGEST, Run, known_runs, role_runs, runs
from foja.extract.survey import Survey
from foja.extract.tokens import Token
from foja.model.statement import Mention
from foja.model.vocabulary import MentionKind
from foja.text.fold import fold

_SHORTEST_ACRONYM = 3  # letters of an acronym that is traced to a name without brackets


def find(toks: list[Token], survey: Survey, known: Iterable[str] | None = None) -> list[Mention]:
    """The mentions of one sentence, in order; sets ``name`` of their tokens to their index.

    ``known``: folded names; when given (headline capitals), only these and the gazetteer are found.
    """
    found = known_runs(toks, frozenset(known)) if known is not None else runs(toks, survey)
    if survey.nouns:
        found = evident(toks, found, survey)
    out: list[Mention] = []
    for run in found:
        mention = _mention(toks, run, survey, gazetteer())
        if mention is None:
            continue
        for tok in toks[run.first : run.last]:
            tok.name = len(out)
        out.append(mention)
    return out


def _mention(toks: list[Token], run: Run, survey: Survey, gaz: Gazetteer) -> Mention | None:
    part = toks[run.first : run.last]
    key = " ".join(fold(tok.low.replace(".", "")) for tok in part)
    if not key or (len(part) == 1 and len(part[0].text) < 2):
        return None
    start, end = part[0].start, part[-1].end
    name = _written(part)
    refers: int | None = None
    kind = gaz.kinds.get(key) or (nouns().kinds.get(key) if survey.nouns else None)
    if kind is None and len(part) > 2 and any(tok.low in gaz.states for tok in part[:2]) and _country(part, gaz):
        kind = MentionKind.PLACE
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
    survey.first.setdefault(key, start)
    if kind in (MentionKind.ORGANISATION, None) and len(part) > 2:
        _note_initials(part, key, survey, gaz)
    if kind is not None and kind is not MentionKind.PERSON:
        survey.typed.setdefault(key, kind)
    return Mention(start=start, end=end, name=name, kind=kind or MentionKind.UNKNOWN, refers_to=refers)


def _acronym(toks: list[Token], run: Run, key: str, survey: Survey, start: int) -> int | None:
    """The start of the name that an acronym in parentheses shortens: "... Guard Corps (IRGC)"."""
    if run.last - run.first != 1 or not toks[run.first].text.isupper():
        return None
    known = survey.first.get("=" + key)
    if known is not None:
        return known
    at = run.first - 1
    if at < 1 or toks[at].text != "(":
        return _of_initials(key, survey)
    letters = toks[run.first].text.lower()
    k = at - 1
    initials = ""
    while k >= 0 and at - k <= LONGEST + 2:
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


def _country(part: list[Token], gaz: Gazetteer) -> bool:
    """Whether a run ends with the name of a known place: "Islamic Republic of Iran"."""
    return any(
        gaz.kinds.get(" ".join(fold(tok.low) for tok in part[k:])) is MentionKind.PLACE for k in range(1, len(part))
    )


def _note_initials(part: list[Token], key: str, survey: Survey, gaz: Gazetteer) -> None:
    """Keeps under its initials a name that an acronym may shorten later; two such names leave it open."""
    letters = "".join(fold(tok.low)[:1] for tok in part if tok.low not in gaz.particles)
    if len(letters) < _SHORTEST_ACRONYM:
        return
    seen = survey.initials.setdefault(letters, {})
    seen.setdefault(key, part[0].start)


def _of_initials(letters: str, survey: Survey) -> int | None:
    """The start of the one earlier name that has these initials."""
    seen = survey.initials.get(letters, {})
    return next(iter(seen.values())) if len(seen) == 1 and len(letters) >= _SHORTEST_ACRONYM else None


def roles(toks: list[Token], text: str) -> list[Mention]:
    """The posts that a sentence names ("Supreme Leader", "juez federal"): roles, not persons."""
    return [
        Mention(
            start=toks[a].start, end=toks[b - 1].end, name=text[toks[a].start : toks[b - 1].end], kind=MentionKind.ROLE
        )
        for a, b in role_runs(toks)
    ]


def _written(part: list[Token]) -> str:
    out = part[0].text
    for before, tok in pairwise(part):
        out += (" " if tok.start > before.end else "") + tok.text
    return out
