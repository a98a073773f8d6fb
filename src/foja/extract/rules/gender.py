"""Whether a name or a pronoun is a woman's or a man's, as far as given names, titles and articles tell. Pure.

It only keeps "she" from being taken for a man who was named nearer: what is not known speaks against nobody.
"""

from __future__ import annotations

from foja.extract.gazetteer import gazetteer, is_role
from foja.extract.rules.frame import Sentence
from foja.extract.tokens import Token
from foja.text.fold import fold

_BESIDE = 4  # tokens of title and office before a name


def of_word(s: Sentence, tok: Token) -> str:
    """``women``, ``men`` or nothing: of a pronoun, a title, an office."""
    return next((one for one in ("women", "men") if tok.low in s.lex.groups[f"gender.{one}"]), "")


def of_name(s: Sentence, first: int, name: str) -> str:
    """Of the person called ``name`` whose mention begins at token ``first``."""
    known, given = gazetteer(), fold(name.split()[0])
    if given in known.women or given in known.men:
        return "women" if given in known.women else "men"
    for k in range(first - 1, max(-1, first - 1 - _BESIDE), -1):
        tok = s.toks[k]
        if said := of_word(s, tok):
            return said
        article = next((one for one in ("women", "men") if tok.low in s.lex.groups[f"gender.{one}_articles"]), "")
        if article:
            return article if k + 1 < first else ""
        if not is_role(tok.low) and tok.low not in known.modifiers:
            return ""
    return ""
