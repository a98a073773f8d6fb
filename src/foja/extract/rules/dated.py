"""The dates of a statement. Pure."""

from __future__ import annotations

from foja.extract.rules.frame import Frame, Sentence
from foja.extract.rules.given import Clause
from foja.extract.rules.spans import DASHES
from foja.model.dates import When


def dated(s: Sentence, start: int, end: int, origin: Frame | Clause) -> tuple[When, ...]:
    """The dates inside the content; where it has none, the one date that stands before it, outside the
    source ("On 18 July 1994 the court ordered ...", "requested on Tuesday that ...")."""
    inside = tuple(d.when for d in s.dates if start <= d.start and d.end <= end)
    if inside or len(s.dates) != 1 or (isinstance(origin, Clause) and origin.rule != "main"):
        return inside
    date = s.dates[0]
    if date.end > start or (isinstance(origin, Frame) and origin.rule in ("hedge", "nominal", "what as", "participle")):
        return ()
    if isinstance(origin, Frame) and origin.source is not None:
        a, b = s.chars(origin.source)
        if a <= date.start < b:
            return ()
    if isinstance(origin, Frame):  # "the 2015 murder of X, who accused": the year of the murder
        between = [tok for tok in s.toks[: origin.cue[0]] if tok.start >= date.end]
        if any(tok.tag == "W" or tok.text in DASHES for tok in between):
            return ()
    return (date.when,)
