"""What a first pass over the body learns about its words and names."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from foja.extract.tokens import Token
from foja.model.vocabulary import MentionKind


@dataclass(slots=True)
class Survey:
    """``nouns``: every noun of the language begins with a capital. ``ordinary``: words of the language that begin
    sentences without being names (verb forms, closed classes).
    ``speech``: finite forms of its verbs of saying. ``lower``: words seen in lower case. ``inside``: capitalised
    words inside sentences, alone and with the one that follows. ``persons``: folded last part of a long personal
    name -> (start, full name). ``typed``: folded name -> kind. ``first``: folded name -> where it first stands.
    ``initials``: initials -> the names that have them, with their place."""

    nouns: bool = False
    ordinary: frozenset[str] = frozenset()
    speech: frozenset[str] = frozenset()
    lower: set[str] = field(default_factory=set)
    inside: Counter[str] = field(default_factory=Counter)
    persons: dict[str, tuple[int, str]] = field(default_factory=dict)
    typed: dict[str, MentionKind] = field(default_factory=dict)
    first: dict[str, int] = field(default_factory=dict)
    initials: dict[str, dict[str, int]] = field(default_factory=dict)

    def read(self, toks: list[Token]) -> None:
        """Notes the words of one sentence of the body."""
        for i, tok in enumerate(toks):
            char = tok.text[0]
            if char.islower():
                self.lower.add(tok.low)
            elif char.isupper() and i and toks[i - 1].text not in '.:?!¿¡“"«—([\t•*' and toks[i - 1].text[0].isalpha():
                self.inside[tok.low] += 1
                if i + 1 < len(toks) and toks[i + 1].text[0].isupper():
                    self.inside[f"{tok.low} {toks[i + 1].low}"] += 1


def title_like(toks: list[Token]) -> bool:
    """Whether the capitals of a sentence tell nothing: a headline (no stop, most longer words begin with one) or
    a line in capitals."""
    long_words = [tok for tok in toks if tok.text[0].isalpha() and len(tok.text) > 3]
    shouted = sum(1 for tok in long_words if tok.text.isupper())
    if shouted > 1 and shouted * 5 >= len(long_words) * 3:
        return True
    if toks and toks[-1].text in '.?!…”"':
        return False
    capital = sum(1 for tok in long_words if tok.text[0].isupper())
    return len(long_words) >= 3 and capital * 4 >= len(long_words) * 3
