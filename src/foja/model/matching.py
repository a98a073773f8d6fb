"""Names compared across spellings and scripts: what is known of somebody, and how two of them line up.

A comparison is a lead with its reasons, never a match: only a person's decision joins two parties.
"""

from __future__ import annotations

from foja.model.record import Record
from foja.model.vocabulary import MentionKind


class Subject(Record, frozen=True):
    """What is known of a party by which others can be found to be the same.

    ``id``: of a party or of an entry of a list. ``names``: as written, in any script, the main one first.
    ``born``: EDTF. ``countries``: ISO 3166-1 alpha-2 codes in lower case. ``gender``: "male", "female" or empty.
    ``posts``: as written. Empty means not known, never "none".
    """

    id: str
    kind: MentionKind
    names: tuple[str, ...]
    born: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    gender: str = ""
    posts: tuple[str, ...] = ()


class TokenPair(Record, frozen=True):
    """Parts of two names that were set against each other, as written. ``likeness``: 0 to 1. ``weight``: share of
    the information in the name that this part carries, 0 to 1; rare parts weigh more. ``how``: why they are alike,
    in words ("same letters", "spelled alike", "sounds alike across scripts", "initial")."""

    ours: str
    theirs: str
    likeness: float
    weight: float
    how: str = ""


class NameComparison(Record, frozen=True):
    """How two subjects compare. ``ours`` and ``theirs``: the two names, as written, that compare best.

    ``probability``: calibrated on pairs like these, 0 to 1, an order for reading and no finding. ``alone_ours`` and
    ``alone_theirs``: parts without a partner. ``supports``, ``against`` and ``missing``: sentences on what else is
    known (birth, country, gender, posts), what speaks against, and what would be needed to tell.
    """

    probability: float
    ours: str
    theirs: str
    pairs: tuple[TokenPair, ...] = ()
    alone_ours: tuple[str, ...] = ()
    alone_theirs: tuple[str, ...] = ()
    supports: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


class Proposal(Record, frozen=True):
    """Two parties of a case whose names may be names of one. ``first`` and ``second``: ids of the subjects, in
    alphabetical order; ``ours`` of the comparison is the first. It joins nothing: a person decides."""

    first: str
    second: str
    comparison: NameComparison


class NameHit(Record, frozen=True):
    """An entry that a search for a name gave. ``id``: of the ``Subject`` that was found."""

    id: str
    comparison: NameComparison
