"""How what is stated stands: its force and polarity, the cue that shows them, and the words that explain them. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from foja.extract.rules.allegers import holds_office
from foja.extract.rules.frame import Frame, Sentence, Span
from foja.extract.rules.given import Clause
from foja.extract.rules.voice import force, polarity
from foja.model.statement import Cue
from foja.model.vocabulary import Modality, Polarity


@dataclass(frozen=True, slots=True)
class Standing:
    """Force and polarity of a content. ``court``: its speaker is a court or a judge; ``prosecution``: he is a
    prosecutor. ``why``: the first words of the explanation. ``cue``: None in the voice of the page."""

    modality: Modality
    polarity: Polarity
    why: str
    court: bool = False
    prosecution: bool = False
    cue: Cue | None = None


def of_frame(s: Sentence, inner: Span, f: Frame, cue: bool) -> Standing:
    """That of a content which somebody is said to hold. ``cue``: whether the words that say so are shown."""
    speaks = f.source if f.rule not in ("speech", "transcript") else None
    court, prosecution = holds_office(s, speaks, "source.courts"), holds_office(s, speaks, "source.prosecution")
    sign = Polarity.NEGATIVE if f.negated else polarity(s, inner)
    modality = _of_court(s, f) if court or _sentences(s, f, inner) else f.modality
    if not cue:
        return Standing(modality, sign, f"rule {f.rule}", court, prosecution)
    a, b = s.chars(f.cue)
    shown = Cue(start=a, end=b, words=s.text[a:b])
    return Standing(modality, sign, f"rule {f.rule}, cue '{shown.words}'", court, prosecution, shown)


def _of_court(s: Sentence, f: Frame) -> Modality:
    """The force of what a court says: a ruling, a conviction."""
    lemma = s.toks[f.cue[1] - 1].lemma
    if f.modality is Modality.ASSERTED and lemma in s.lex.groups["proven.rulings"]:
        return Modality.FOUND
    if f.modality is Modality.EVALUATED and lemma in s.lex.groups["proven.sentences"]:
        return Modality.FOUND  # a court that condemns somebody deplores nothing
    return f.modality


def _sentences(s: Sentence, f: Frame, inner: Span) -> bool:
    """Whether a penalty is imposed: "condenó al general a siete años de presidio"."""
    penalties = s.lex.groups["proven.penalties"]
    return f.modality is Modality.EVALUATED and any(tok.low in penalties for tok in s.toks[slice(*inner)])


def of_clause(s: Sentence, inner: Span, clause: Clause) -> Standing:
    """That of a clause in the voice of the page. What is taken as given is not judged."""
    modality, word = force(s, inner)
    if clause.presupposed and modality is Modality.EVALUATED:
        modality = Modality.ASSERTED
    why = f"rule page {clause.rule}" + (f", '{word}'" if word else "")
    return Standing(modality, polarity(s, inner), why)
