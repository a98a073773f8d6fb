"""Grades: how far a person judges that a source can be relied on, and that a piece of information is borne out.

The Admiralty scale keeps the two apart: a letter for the source, a number for the information, each judged without a
look at the other. foja shows what was computed beside the form and proposes nothing; a grade is a person's, with a
reason, and earlier ones stay.
"""

from __future__ import annotations

from foja.model.record import Record
from foja.model.vocabulary import Credibility, Reliability


class Grade(Record, frozen=True):
    """One grade. ``target``: digest of a source (then ``value`` is a letter) or id of a statement (a number).
    ``by``, ``at``: who set it and when; ``seq``: the event."""

    target: str
    value: str
    why: str
    by: str
    at: str
    seq: int

    @property
    def words(self) -> str:
        """The word of the scale."""
        return SCALE[self.value]


class GradeSheet(Record, frozen=True):
    """What stands beside the form: the grades so far, the newest first, and computed facts as lines of words."""

    target: str
    label: str
    scale: tuple[tuple[str, str], ...]
    facts: tuple[str, ...]
    grades: tuple[Grade, ...] = ()


LETTERS: tuple[tuple[str, str], ...] = (
    (Reliability.A, "completely reliable"),
    (Reliability.B, "usually reliable"),
    (Reliability.C, "fairly reliable"),
    (Reliability.D, "not usually reliable"),
    (Reliability.E, "unreliable"),
    (Reliability.F, "reliability cannot be judged"),
)
NUMBERS: tuple[tuple[str, str], ...] = (
    (Credibility.CONFIRMED, "confirmed by other independent sources"),
    (Credibility.PROBABLY, "probably true"),
    (Credibility.POSSIBLY, "possibly true"),
    (Credibility.DOUBTFUL, "doubtful"),
    (Credibility.IMPROBABLE, "improbable"),
    (Credibility.UNJUDGED, "truth cannot be judged"),
)
"""The words of the scale itself (NATO AJP-2.1, edition B; STANAG 2511): they are quoted, foja says none of them."""

SCALE = dict((*LETTERS, *NUMBERS))
