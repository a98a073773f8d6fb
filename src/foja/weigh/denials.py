"""Denials: a statement that is put as denied, or negated, against those that put the same forward.

A party in common, dates not apart, and at least half of the shorter one's content words, three or more, in common. And
what is denied has to be what is put forward: of the words that a negation touches, names left out, half stand in the
claim, where none touches them. "The judge, who has not ruled yet" denies nothing of a sentence about the judge.
Each denial is one conflict, against all that it denies: whether two denials are one is for whoever joins statements.
A denial shares at least ``DENIAL_WORDS`` denial keys with each claim it denies, and its conflict depends on no other
denial; by that a store keeps these conflicts up to date.
"""

from __future__ import annotations

from collections.abc import Sequence

from foja.model.record import derived_id
from foja.model.statement import Statement
from foja.model.support import Conflict
from foja.model.vocabulary import ConflictKind, ConflictReason, Modality, Polarity
from foja.weigh.content import FACTUAL, apart, is_denial, name_stems, negated, stems
from foja.weigh.keys import lookup_key
from foja.weigh.quotes import quoted, statements_words
from foja.weigh.said import Said, written

DENIAL_SHARE = 0.5
DENIAL_WORDS = 3


def denial_keys(said: Said) -> tuple[int, ...]:
    """Look-up keys of a statement that denies something or can be denied; empty for other statements.
    One for each party with each content word."""
    if not (denies(said.statement) or affirms(said.statement)):
        return ()
    words = _deniable_stems(said.statement)
    return tuple(sorted({lookup_key("denial", party, word) for party in said.parties for word in words}))


def denies(statement: Statement) -> bool:
    """Whether a statement is put as denied, or says as a fact that something is not so."""
    return statement.modality is Modality.DENIED or (
        statement.modality in FACTUAL and statement.polarity is Polarity.NEGATIVE
    )


def affirms(statement: Statement) -> bool:
    """Whether a statement puts forward as a fact that something is so, with whatever force."""
    return statement.modality in FACTUAL and statement.polarity is Polarity.POSITIVE


def denied(denial: Said, claim: Said) -> bool:
    """Whether ``denial`` denies what ``claim`` puts forward."""
    ours, theirs = denial.statement, claim.statement
    if not (denies(ours) and affirms(theirs)) or apart(ours.dates, theirs.dates):
        return False
    if not denial.parties & claim.parties:
        return False
    here, there = ours.passage, theirs.passage
    if here.text == there.text and here.start < there.end and there.start < here.end:
        return False  # one sentence that holds both: what is denied, and that it is denied
    one, other = _deniable_stems(ours), frozenset(stems(theirs.content))
    shared = one & other
    if len(shared) < DENIAL_WORDS or len(shared) < DENIAL_SHARE * min(len(one), len(other)):
        return False
    names = name_stems(ours) | name_stems(theirs)
    put = other - names - negated(theirs.content)[1]
    behind = one & negated(ours.content)[0] - names
    if ours.modality is Modality.DENIED or not behind:  # somebody denies all of it, or no word of its own negates it
        return bool(one & put)
    return len(behind & put) >= max(1, DENIAL_SHARE * min(len(behind), len(put)))


def denial_conflict_id(denial: str) -> str:
    """The id of the one conflict that the denial with this id may have."""
    return derived_id("co", "denial", denial)


def denial_conflict(denial: Said, claims: Sequence[Said]) -> Conflict:
    """The conflict of a denial with the claims, one or more, that it denies."""
    theirs = {party for claim in claims for party in claim.parties}
    names = written([denial])
    subject = ", ".join(sorted(names[party] for party in theirs & denial.parties))
    first = min(claims, key=lambda claim: claim.id)
    return Conflict(
        id=denial_conflict_id(denial.id),
        subject=subject,
        kind=ConflictKind.DENIAL,
        reason=ConflictReason.DENIAL,
        sides=(("put forward", tuple(sorted(claim.id for claim in claims))), ("denied", (denial.id,))),
        explanation=(f"One statement denies what {_putting(len(claims))} forward, about {subject}."),
        quotes=(quoted(first.statement), quoted(denial.statement)),
    )


def _putting(claims: int) -> str:
    return "another puts" if claims == 1 else f"{statements_words(claims)} put"


def _deniable_stems(statement: Statement) -> frozenset[str]:
    """The content words but for verbs of denial."""
    return frozenset(stem for stem in stems(statement.content) if not is_denial(stem))
