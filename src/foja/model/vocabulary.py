"""The closed vocabularies of a case file.

Words are neutral by construction: they say what was said or done and by whom it can be said,
never whether it is so. The status terms follow ``docs/reference/vocabulary.md``.
"""

from __future__ import annotations

from enum import StrEnum


class Modality(StrEnum):
    """The force with which a statement is put, as the text puts it."""

    ASSERTED = "asserted"
    ALLEGED = "alleged"
    REQUESTED = "requested"
    ORDERED = "ordered"
    FOUND = "found"
    DENIED = "denied"
    ACKNOWLEDGED = "acknowledged"
    PREDICTED = "predicted"
    CONDITIONAL = "conditional"
    EVALUATED = "evaluated"


class Polarity(StrEnum):
    """Whether the content is affirmed or negated."""

    POSITIVE = "positive"
    NEGATIVE = "negative"


class Status(StrEnum):
    """Where a statement stands in law, as far as the passage says. Machine drafts reach at most
    what their passage reports; only a person records ``found`` and its relatives."""

    NONE = "none"
    REPORTED = "reported"
    ALLEGED = "alleged"
    DENIED = "denied"
    ACKNOWLEDGED = "acknowledged"
    RETRACTED = "retracted"
    REQUESTED = "requested"
    ORDERED = "ordered"
    CHARGED = "charged"
    FOUND = "found"
    FOUND_INCIDENTALLY = "found_incidentally"
    OVERTURNED = "overturned"
    ACQUITTED = "acquitted"
    DISMISSED = "dismissed"


class Review(StrEnum):
    """Where a statement stands in the work of the people who keep the file."""

    DRAFT = "draft"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    SUPERSEDED = "superseded"
    STALE = "stale"


class Sensitivity(StrEnum):
    """Who may be given a source, from the widest circle to the narrowest."""

    PUBLIC = "public"
    INTERNAL = "internal"
    CONFIDENTIAL = "confidential"
    SEALED = "sealed"
    SOURCE_IDENTITY = "source-identity"


LADDER = tuple(Sensitivity)
"""Labels by rank: who may be given one may be given all before it."""


class AllegerKind(StrEnum):
    """Who speaks at one link of the chain that leads from the page to the speaker."""

    PAGE = "page"
    OUTLET = "outlet"
    SPEAKER = "speaker"
    ROLE = "role"
    DOCUMENT = "document"


class MentionKind(StrEnum):
    PERSON = "person"
    ORGANISATION = "organisation"
    PLACE = "place"
    ROLE = "role"
    UNKNOWN = "unknown"


class ZoneRole(StrEnum):
    """What a stretch of a text is on its page. Only ``BODY`` and ``TITLE`` give statements."""

    BODY = "body"
    TITLE = "title"
    BYLINE = "byline"
    DATELINE = "dateline"
    HEADER = "header"
    NAVIGATION = "navigation"
    TEASER = "teaser"
    SHARING = "sharing"
    COOKIE = "cookie"
    COMMENT = "comment"
    LEGAL = "legal"
    OTHER = "other"


class OutcomeState(StrEnum):
    """What became of an input at a stage."""

    DONE = "done"
    PARTIAL = "partial"
    NO_TEXT = "no_text"
    SCAN = "scan"
    EMPTY = "empty"
    ENCRYPTED = "encrypted"
    CORRUPT = "corrupt"
    LIMIT = "limit"
    TIMEOUT = "timeout"
    CRASHED = "crashed"
    UNSUPPORTED = "unsupported"
    FAILED = "failed"
    SEALED = "sealed"
    ERASED = "erased"


READABLE = frozenset({OutcomeState.DONE, OutcomeState.PARTIAL})
"""Outcomes after which a source has a text."""

CLOSED = frozenset({OutcomeState.SEALED, OutcomeState.ERASED})
"""What a person took out of the clear. Every outcome that is neither this nor readable is a gap."""


class LinkKind(StrEnum):
    """Why two documents may rest on one origin. ``revision``: two captures of one address. ``quotes``: what they share
    stands in quotation marks; that is no dependence, and is shown so that nobody takes it for one. ``same_release``:
    both pass on what one body handed out. ``shared_error``: only they have a value that the rest of the file speaks
    against."""

    COPY = "copy"
    PARTIAL_COPY = "partial_copy"
    REVISION = "revision"
    TRANSLATION = "translation"
    PARAPHRASE = "paraphrase"
    SAME_RELEASE = "same_release"
    SHARED_ERROR = "shared_error"
    QUOTES = "quotes"
    CITES = "cites"


class LinkState(StrEnum):
    SUGGESTED = "suggested"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"


class ConflictKind(StrEnum):
    """What cannot both stand."""

    FIGURES = "figures"
    DENIAL = "denial"
    DESCRIPTION = "description"
    OPPOSITE = "opposite"


class ConflictReason(StrEnum):
    """Why two sides differ, as far as the passages themselves show it. No reason says which side is right."""

    HARD = "hard"
    BOUND = "bound"
    ROUNDING = "rounding"
    UNIT = "unit"
    INCLUSION = "inclusion"
    SCOPE = "scope"
    DEFINITION = "definition"
    SUPERSEDED = "superseded"
    INTERNAL = "internal"
    DENIAL = "denial"
    STATUS = "status"


class Reliability(StrEnum):
    """How far a person judges that a source can be relied on: the letters of the Admiralty scale."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"
    F = "F"


class Credibility(StrEnum):
    """How far a person judges that a piece of information is borne out: the numbers of the Admiralty scale."""

    CONFIRMED = "1"
    PROBABLY = "2"
    POSSIBLY = "3"
    DOUBTFUL = "4"
    IMPROBABLE = "5"
    UNJUDGED = "6"


class Holds(StrEnum):
    """The answer to a question about a date."""

    YES = "yes"
    POSSIBLE = "possible"
    NO = "no"
    UNKNOWN = "unknown"


class ActFamily(StrEnum):
    """What sort of act it is, whatever it is called where it was done: the native term stands beside it."""

    REQUEST = "request"
    CHARGE = "charge"
    ORDER = "order"
    REFUSAL = "refusal"
    CIRCULATION = "circulation"
    PAUSE = "pause"
    DECISION = "decision"
    STEP = "step"
    ENDING = "ending"


class ActState(StrEnum):
    """Where an act stands in the work of the people who keep the file."""

    RECORDED = "recorded"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


class Quality(StrEnum):
    """How well the record shows that an act was done. Computed from whose document shows it, never typed in."""

    DOCUMENTED = "documented"
    REPORTED = "reported"
    CLAIMED = "claimed"
    INFERRED = "inferred"
    ENTERED = "entered"
    UNSUPPORTED = "unsupported"


class Rank(StrEnum):
    """What sort of post it is, as far as rules ask for it. The classification is a person's, and can be disputed."""

    HEAD_OF_STATE = "head_of_state"
    HEAD_OF_GOVERNMENT = "head_of_government"
    FOREIGN_MINISTER = "foreign_minister"
    MINISTER = "minister"
    VICE_PRESIDENT = "vice_president"
    DEPUTY_MINISTER = "deputy_minister"
    AMBASSADOR = "ambassador"
    DIPLOMAT = "diplomat"
    CONSUL = "consul"
    MILITARY_COMMANDER = "military_commander"
    SENIOR_OFFICIAL = "senior_official"
    ADVISER = "adviser"
    JUDGE = "judge"
    PROSECUTOR = "prosecutor"
    LEGISLATOR = "legislator"
    OFFICIAL = "official"
    NONE = "none"
    UNKNOWN = "unknown"


class Side(StrEnum):
    """For or against: of an argument on its issue, of a statement under an element."""

    FOR = "for"
    AGAINST = "against"


class Mode(StrEnum):
    """How somebody is alleged to have taken part."""

    PLANNING = "planning"
    DECIDING = "deciding"
    EXECUTING = "executing"
    SUPPORTING = "supporting"


class Mark(StrEnum):
    """What a person notes beside a statement: that no source says it outright, that a detail was not seen in its
    source, that sources disagree on it."""

    INFERRED = "inferred"
    GENERAL_KNOWLEDGE = "general_knowledge"
    CONTESTED = "contested"


class EvidenceKind(StrEnum):
    """What a means of proof is."""

    INTELLIGENCE = "intelligence"
    TESTIMONY = "testimony"
    EXPERT = "expert"
    COOPERATION = "cooperation"
    OPEN_SOURCE = "open_source"
    PHYSICAL = "physical"


class Stance(StrEnum):
    """What a state or an organisation made of an act. ``no_answer``: none was found in this file, which is not that
    there was none. ``other``: none of these; the words say what."""

    REQUESTS = "requests"
    COMPLIES = "complies"
    REFUSES = "refuses"
    WELCOMES = "welcomes"
    OBJECTS = "objects"
    DENIES = "denies"
    NO_ANSWER = "no_answer"
    OTHER = "other"


class SourceClass(StrEnum):
    """What sort of text a rule is taken from."""

    TREATY = "treaty"
    STATUTE = "statute"
    CASE_LAW = "case_law"
    SOFT_LAW = "soft_law"
    PRACTICE = "practice"
    DOCTRINE = "doctrine"


class Read(StrEnum):
    """How much of the text that a rule cites its author read."""

    WHOLE = "whole"
    PART = "part"
    NONE = "none"


class Stands(StrEnum):
    """How an argument stands among the others of its book. No word here says which side is right."""

    UNANSWERED = "unanswered"
    CONTESTED = "contested"
    UNDERCUT = "undercut"
    RESTORED = "restored"
    FOLLOWED = "followed"
    NOT_FOLLOWED = "not_followed"


class Relation(StrEnum):
    """How what is on file bears on a statement of a page. None of them says which is so."""

    CONFIRMS = "confirms"
    QUALIFIES = "qualifies"
    CONTRADICTS = "contradicts"


class Direction(StrEnum):
    """Which way a recorded factor points: toward arrest or surrender, against, contested, context, unknown."""

    TOWARD = "toward"
    AGAINST = "against"
    CONTESTED = "contested"
    CONTEXT = "context"
    UNKNOWN = "unknown"


class Band(StrEnum):
    """What is recorded for a country, in one word. It is no probability."""

    OBLIGATION = "obligation_recorded"
    BOTH = "obligation_and_bar_recorded"
    BAR = "bar_recorded"
    REQUEST = "request_recorded"
    NOTHING = "no_request_recorded"
