"""Pronouns behind their verb, tied to it by a hyphen: "dit-il", "a-t-elle déclaré", "disse-lhe". Pure."""

from __future__ import annotations

from foja.extract.rules.frame import Sentence
from foja.extract.rules.lexicon import Lexicon
from foja.extract.tokens import Token

_JOINT = "-t"  # "a-t-il": stands for nothing


def parted(toks: list[Token], lex: Lexicon) -> list[Token]:
    """The tokens with every verb parted from the pronoun behind it, in languages that write them so."""
    pronouns = lex.groups["tag.enclitics"]
    if not pronouns or not any("-" in tok.low for tok in toks):
        return toks
    out: list[Token] = []
    for tok in toks:
        verb, _, pronoun = tok.text.rpartition("-")
        verb = verb.removesuffix(_JOINT)
        if pronoun.lower() in pronouns and _is_verb(verb.lower(), lex):
            behind = Token(pronoun, tok.end - len(pronoun))
            behind.bound = True
            out += [Token(verb, tok.start), behind]
        else:
            out.append(tok)
    return out


def _is_verb(low: str, lex: Lexicon) -> bool:
    return low in lex.forms or low in lex.groups["tag.auxiliaries"] or low in lex.groups["tag.modals"]


def bound_subject(s: Sentence, g: int, last: int) -> int | None:
    """The token of a subject tied to a verb of the group ``g`` to ``last``, or to its last word: "a-t-il dit"."""
    return next((k for k in range(g, min(last + 2, len(s.toks))) if s.toks[k].bound and _acts(s, s.toks[k])), None)


def past_objects(s: Sentence, last: int) -> int:
    """The last of the objects tied to the verb at ``last``: "disse-lhe"."""
    toks = s.toks
    while last + 1 < len(toks) and toks[last + 1].bound and not _acts(s, toks[last + 1]):
        last += 1
    return last


def _acts(s: Sentence, tok: Token) -> bool:
    """Whether a pronoun is a subject: "il", "on"; "se" is an object that says that nobody in particular acts."""
    groups = s.lex.groups
    return tok.low in groups["source.pronouns"] or (tok.low in groups["voice.impersonal"] - groups["tag.clitics"])
