"""Which body "the court" or "la empresa" means: the only one with that word in its name that the text has named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from foja.extract.gazetteer import gazetteer
from foja.extract.rules.frame import Sentence
from foja.extract.tokens import Token
from foja.model.vocabulary import MentionKind


@dataclass(slots=True)
class Bodies:
    """By a word of their names ("court"), the bodies named so far; None where another one of the kind was spoken of
    without a name ("a court in Paris", "the appeals court")."""

    named: dict[str, str | None] = field(default_factory=dict)

    def note(self, s: Sentence) -> None:
        """Remembers the bodies of a sentence, whether they are named or not."""
        kinds = _kinds(s)
        for k, tok in enumerate(s.toks):
            if tok.low not in kinds:
                continue
            if tok.name >= 0:
                mention = s.mentions[tok.name]
                if mention.kind is MentionKind.ORGANISATION:
                    self._add(tok.low, mention.name)
            elif _another(s, k):
                self.named[tok.low] = None

    def _add(self, kind: str, name: str) -> None:
        known = self.named.get(kind, name)
        if known is None or not (name in known or known in name):
            self.named[kind] = None  # two of them: it could be either
        else:
            self.named[kind] = max(known, name, key=len)

    def meant(self, toks: Sequence[Token]) -> str:
        """The body that an article and one word mean; the empty string where that is not clear."""
        if len(toks) != 2 or toks[0].tag != "D":
            return ""
        return self.named.get(toks[1].low) or ""


def _kinds(s: Sentence) -> frozenset[str]:
    return gazetteer().organisation | s.lex.groups["source.courts"]


def _another(s: Sentence, k: int) -> bool:
    """Whether a word of kind speaks of a body of its own: "a court", "the appeals court", "el tribunal oral", "the
    court in Paris"; not "the court" or "this court"."""
    groups = s.lex.groups
    before = s.toks[k - 1].low if k else ""
    definite = groups["tag.articles"] - groups["source.indefinite"] | groups["tag.contractions"]
    if before not in definite | groups["source.pointers"]:
        return True
    after = s.toks[k + 1 : k + 3]
    if not after:
        return False
    timed = len(after) > 1 and after[1].tag in "TD"  # "the court on Tuesday", "la corte en la madrugada"
    return after[0].tag in "NKM" or after[0].low in groups["source.links"] or (after[0].tag == "P" and not timed)
