"""The words of the pages: vocabulary, events and places in plain, neutral English.

Words say who is said to say or do something. None says whether it is so.
"""

from __future__ import annotations

from collections.abc import Sequence

from foja.model.argument import Argument
from foja.model.dates import When
from foja.model.particular import OPEN
from foja.model.statement import Alleger
from foja.model.vocabulary import (
    ActFamily,
    ActState,
    AllegerKind,
    ConflictKind,
    ConflictReason,
    EvidenceKind,
    Holds,
    LinkKind,
    LinkState,
    MentionKind,
    Modality,
    OutcomeState,
    Quality,
    Review,
    Stance,
    Stands,
    Status,
    ZoneRole,
)
from foja.read.scan.languages import by_code

BY: dict[Modality, str] = {
    Modality.ASSERTED: "asserted by",
    Modality.ALLEGED: "alleged by",
    Modality.REQUESTED: "requested by",
    Modality.ORDERED: "ordered by",
    Modality.FOUND: "found by",
    Modality.DENIED: "denied by",
    Modality.ACKNOWLEDGED: "acknowledged by",
    Modality.PREDICTED: "predicted by",
    Modality.CONDITIONAL: "put conditionally by",
    Modality.EVALUATED: "evaluated by",
}

STATUS: dict[Status, str] = {
    Status.NONE: "no status stated",
    Status.REPORTED: "reported",
    Status.ALLEGED: "alleged",
    Status.DENIED: "denied",
    Status.ACKNOWLEDGED: "acknowledged",
    Status.RETRACTED: "retracted",
    Status.REQUESTED: "requested",
    Status.ORDERED: "ordered",
    Status.CHARGED: "charged",
    Status.FOUND: "found by a court",
    Status.FOUND_INCIDENTALLY: "found incidentally by a court",
    Status.OVERTURNED: "overturned",
    Status.ACQUITTED: "acquitted",
    Status.DISMISSED: "dismissed",
}

FAMILY: dict[Status, str] = {
    Status.NONE: "said",
    Status.REPORTED: "said",
    Status.ALLEGED: "said",
    Status.DENIED: "denied",
    Status.RETRACTED: "denied",
    Status.ACKNOWLEDGED: "acknowledged",
    Status.REQUESTED: "requested",
    Status.CHARGED: "requested",
    Status.ORDERED: "ordered",
    Status.FOUND: "decided",
    Status.FOUND_INCIDENTALLY: "decided",
    Status.OVERTURNED: "decided",
    Status.ACQUITTED: "decided",
    Status.DISMISSED: "decided",
}
"""Status families share a hue. Hues have equal weight: none stands for good or bad."""

LEGEND: tuple[tuple[str, str], ...] = (
    ("said", "Reported or alleged"),
    ("denied", "Denied or retracted"),
    ("acknowledged", "Acknowledged"),
    ("requested", "Requested or charged"),
    ("ordered", "Ordered"),
    ("decided", "Decided by a court"),
)

REVIEW: dict[Review, str] = {
    Review.DRAFT: "Draft, not reviewed",
    Review.ACCEPTED: "Accepted",
    Review.REJECTED: "Rejected",
    Review.SUPERSEDED: "Superseded",
    Review.STALE: "Stale: the quote no longer matches",
}

STATE: dict[OutcomeState, str] = {
    OutcomeState.DONE: "Read",
    OutcomeState.PARTIAL: "Read in part",
    OutcomeState.NO_TEXT: "No text found",
    OutcomeState.SCAN: "Picture of text, not read",
    OutcomeState.EMPTY: "Empty",
    OutcomeState.ENCRYPTED: "Encrypted",
    OutcomeState.CORRUPT: "Damaged file",
    OutcomeState.LIMIT: "Over a limit",
    OutcomeState.TIMEOUT: "Took too long",
    OutcomeState.CRASHED: "Reader stopped",
    OutcomeState.UNSUPPORTED: "Format not supported",
    OutcomeState.FAILED: "Could not be read",
    OutcomeState.SEALED: "Sealed",
    OutcomeState.ERASED: "Erased",
}

ROLE: dict[ZoneRole, str] = {
    ZoneRole.BODY: "Body",
    ZoneRole.TITLE: "Title",
    ZoneRole.BYLINE: "Byline",
    ZoneRole.DATELINE: "Dateline",
    ZoneRole.HEADER: "Header",
    ZoneRole.NAVIGATION: "Navigation",
    ZoneRole.TEASER: "Teasers",
    ZoneRole.SHARING: "Sharing links",
    ZoneRole.COOKIE: "Cookie notice",
    ZoneRole.COMMENT: "Comments",
    ZoneRole.LEGAL: "Legal notice",
    ZoneRole.OTHER: "Other page parts",
}

PARTY_KIND: dict[MentionKind, str] = {
    MentionKind.PERSON: "person",
    MentionKind.ORGANISATION: "organisation",
    MentionKind.PLACE: "place",
    MentionKind.ROLE: "role",
    MentionKind.UNKNOWN: "kind not known",
}

LINK: dict[LinkKind, str] = {
    LinkKind.COPY: "repeats the wording of",
    LinkKind.PARTIAL_COPY: "shares passages with",
    LinkKind.REVISION: "stands at one address with",
    LinkKind.TRANSLATION: "may be a translation of, or the original of,",
    LinkKind.PARAPHRASE: "may tell in other words, or be told by,",
    LinkKind.SAME_RELEASE: "may pass on the same release as",
    LinkKind.SHARED_ERROR: "shares a rare value with",
    LinkKind.QUOTES: "quotes the same words as",
    LinkKind.CITES: "cites",
}

LINK_STATE: dict[LinkState, str] = {
    LinkState.SUGGESTED: "suggested, not confirmed",
    LinkState.CONFIRMED: "confirmed",
    LinkState.REJECTED: "rejected",
}

STAMP: dict[str, str] = {
    "confirmed": "confirmed by trusted roots",
    "own-roots": "confirmed only with the roots that the case brings",
    "unconfirmed": "not confirmed",
    "wrong": "does not verify",
}
"""States of a time stamp (``preserve.stamp_check``)."""

ANCHOR: dict[str, str] = {
    "promised": "promised, and nothing proves it yet",
    "confirmed": "confirmed by a block that was given",
    "own-block": "confirmed only with the block that the case brings",
    "unconfirmed": "not confirmed",
    "wrong": "does not verify",
}
"""States of an OpenTimestamps proof (``preserve.ots_check``)."""

HOLDS: dict[Holds, str] = {
    Holds.YES: "yes",
    Holds.POSSIBLE: "possible",
    Holds.NO: "no",
    Holds.UNKNOWN: "unknown",
}

QUALITY: dict[Quality, str] = {
    Quality.DOCUMENTED: "documented by the acting body",
    Quality.REPORTED: "reported by others than the acting body",
    Quality.CLAIMED: "claimed by a party that it concerns",
    Quality.INFERRED: "inferred, with no source that says it outright",
    Quality.ENTERED: "entered by a person, with no statement",
    Quality.UNSUPPORTED: "nothing accepted shows it any more",
}

ACT_FAMILY: dict[ActFamily, str] = {
    ActFamily.REQUEST: "requested",
    ActFamily.CHARGE: "requested",
    ActFamily.ORDER: "ordered",
    ActFamily.CIRCULATION: "ordered",
    ActFamily.REFUSAL: "decided",
    ActFamily.DECISION: "decided",
    ActFamily.PAUSE: "decided",
    ActFamily.ENDING: "decided",
    ActFamily.STEP: "said",
}
"""Acts have the hues of the statements that report them."""

ACT_STATE: dict[ActState, str] = {
    ActState.RECORDED: "Recorded",
    ActState.SUPERSEDED: "Superseded",
    ActState.WITHDRAWN: "Withdrawn",
}

ANSWER: dict[Holds, str] = {
    Holds.YES: "yes, by what is on file",
    Holds.POSSIBLE: "possible, by what is on file",
    Holds.NO: "no, by what is on file",
    Holds.UNKNOWN: "unknown",
}

CONFLICT: dict[ConflictKind, str] = {
    ConflictKind.FIGURES: "the figures exclude each other",
    ConflictKind.DENIAL: "asserted by some and denied by others",
    ConflictKind.DESCRIPTION: "put in different words",
    ConflictKind.OPPOSITE: "put in words of opposite sense",
}

CONFLICTS: dict[ConflictKind, str] = {
    ConflictKind.FIGURES: "Figures",
    ConflictKind.DENIAL: "Denials",
    ConflictKind.DESCRIPTION: "Descriptions",
    ConflictKind.OPPOSITE: "Opposite words",
}

REASON: dict[ConflictReason, str] = {
    ConflictReason.HARD: "no reason in the passages",
    ConflictReason.BOUND: "a bound, not a count",
    ConflictReason.ROUNDING: "rounded",
    ConflictReason.UNIT: "other unit",
    ConflictReason.INCLUSION: "perpetrator counted or not",
    ConflictReason.SCOPE: "other scope",
    ConflictReason.DEFINITION: "other definition",
    ConflictReason.SUPERSEDED: "updated later",
    ConflictReason.INTERNAL: "within one source",
    ConflictReason.DENIAL: "denied",
    ConflictReason.STATUS: "by date and authority",
}
"""Why two sides differ, as far as the passages show it."""


EVIDENCE: dict[EvidenceKind, str] = {
    EvidenceKind.INTELLIGENCE: "intelligence",
    EvidenceKind.TESTIMONY: "testimony",
    EvidenceKind.EXPERT: "expert report",
    EvidenceKind.COOPERATION: "reply to a request for cooperation",
    EvidenceKind.OPEN_SOURCE: "open source",
    EvidenceKind.PHYSICAL: "physical",
}

STANCE: dict[Stance, str] = {
    Stance.REQUESTS: "requests",
    Stance.COMPLIES: "complies",
    Stance.REFUSES: "refuses",
    Stance.WELCOMES: "welcomes",
    Stance.OBJECTS: "objects",
    Stance.DENIES: "denies",
    Stance.NO_ANSWER: "no answer found",
    Stance.OTHER: "other",
}

STANCE_FAMILY: dict[Stance, str] = {
    Stance.REQUESTS: "requested",
    Stance.COMPLIES: "acknowledged",
    Stance.REFUSES: "denied",
    Stance.WELCOMES: "acknowledged",
    Stance.OBJECTS: "denied",
    Stance.DENIES: "denied",
    Stance.NO_ANSWER: "said",
    Stance.OTHER: "said",
}


def item_target(identifier: str) -> str:
    """The page of an act, a matter or an item."""
    folder = {"ac": "acts", "mt": "proceedings"}.get(identifier[:2], "items")
    return f"/{folder}/{identifier}"


def model_words(model: str) -> str:
    """The language of a model for text recognition."""
    language = by_code(model)
    return language.name if language else model


def chain_words(chain: Sequence[Alleger]) -> list[tuple[str, str]]:
    """The links of an alleger chain, from the page inward: (kind word, name)."""
    words = []
    for link in chain:
        if link.kind is AllegerKind.PAGE:
            words.append(("page", link.name or "this page"))
        elif link.kind is AllegerKind.DOCUMENT:
            words.append(("document", link.name or "this document"))
        else:
            words.append((str(link.kind), link.name or "not named"))
    return words


def chain_line(chain: Sequence[Alleger], modality: Modality) -> str:
    """The chain as a readable line: "alleged by Basso, reported by Clarín, on the page of Sample Wire"."""
    links = chain_words(chain)
    if not links:
        return f"{BY[modality]} a speaker the page does not name"
    kind, name = links[-1]
    if len(links) == 1:
        return f"{BY[modality]} {'the page itself' if name == 'this page' else name}"
    parts = [f"{BY[modality]} {name}"]
    for kind, name in reversed(links[1:-1]):
        parts.append(f"reported by {name}" if kind != "document" else f"in {name}")
    kind, name = links[0]
    if kind == "page":
        parts.append("on this page" if name == "this page" else f"on the page of {name}")
    else:
        parts.append(f"in {name}")
    return ", ".join(parts)


def date_words(when: When) -> str:
    """A date with its uncertainty: "1994-07-18", "1994-07, day not known", or its bounds."""
    if when.earliest and when.latest:
        if when.earliest == when.latest:
            return when.earliest
        if when.edtf.startswith("["):
            between = f"between {when.earliest} and {when.latest}"
            return between if ".." in when.edtf else f"one of {when.edtf[1:-1].replace(',', ', ')}"
        if when.edtf in (when.earliest[:4], when.earliest[:7]):
            return f"{when.edtf}, day not known"
        return f"{when.edtf or when.verbatim}: between {when.earliest} and {when.latest}"
    if when.earliest:
        return f"on or after {when.earliest}"
    if when.latest:
        return f"on or before {when.latest}"
    return f"“{when.verbatim}”, no year" if when.verbatim else "no date"


REACH: dict[str, str] = {
    "documented": "documented by the own text of whoever says it",
    "reported": "reported by others, and no more",
    "claimed": "claimed by a party that it concerns",
    "inferred": "inferred by a person",
    "unsupported": "nothing accepted shows it",
}
BAND: dict[str, str] = {
    "obligation_recorded": "Obligation recorded",
    "obligation_and_bar_recorded": "Obligation and bar recorded",
    "bar_recorded": "Bar recorded",
    "request_recorded": "Request recorded, no obligation found",
    "no_request_recorded": "No request recorded",
}
BAND_SIGN: dict[str, str] = {
    "obligation_recorded": "O", "obligation_and_bar_recorded": "OB", "bar_recorded": "B", "request_recorded": "R",
    "no_request_recorded": "–",
}  # fmt: skip
"""A sign for each band, so that colour is not all that tells them apart."""
READ: dict[str, str] = {
    "whole": "the cited text was read",
    "part": "the cited text was read in part",
    "none": "the cited text was not read",
}


def stands_words(one: Argument) -> str:
    """How an argument stands among the others of its book."""
    return {
        Stands.UNANSWERED: "No counter-argument in this book applies.",
        Stands.CONTESTED: "Contested by",
        Stands.UNDERCUT: "Undercut by",
        Stands.RESTORED: "What speaks against it was not followed, or is undercut:",
        Stands.FOLLOWED: "Followed in a decision:",
        Stands.NOT_FOLLOWED: "Not followed in a decision:",
    }[one.stands]


def since_words(when: When | None) -> str:
    """When something began, for a narrow column."""
    return f"from {when.edtf or when.verbatim}" if when else "beginning not known"


def until_words(when: When | None) -> str:
    """When something ended, for a narrow column."""
    if when is None:
        return "end not known"
    return "no end on record" if when.edtf == OPEN else f"to {when.edtf or when.verbatim}"


def count(number: int, one: str, many: str = "") -> str:
    """``1 document``, ``3 documents``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}".replace(",", "\u202f")
