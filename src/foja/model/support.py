"""Links between documents, likeness between statements, counts and conflicts."""

from __future__ import annotations

from foja.model.record import Record, derived_id
from foja.model.vocabulary import ConflictKind, ConflictReason, LinkKind


class Link(Record, frozen=True):
    """Why two documents may rest on one origin.

    For copies ``first`` and ``second`` are text digests in alphabetical order (direction follows from
    dates, not from the link) and ``spans`` are pairs of aligned spans (start and end in each).
    ``containment``: share of the shorter text that stands in the other, 0 to 1.
    For citations ``second`` is the name key of the outlet cited, and ``spans`` is empty.
    """

    kind: LinkKind
    first: str
    second: str
    containment: float = 0.0
    spans: tuple[tuple[int, int, int, int], ...] = ()
    reason: str = ""

    @property
    def id(self) -> str:
        return derived_id("li", self.kind, self.first, self.second)


class Fingerprint(Record, frozen=True):
    """Look-up keys of one text: two texts may share words where they share a key.

    ``text``: digest of the text. ``bands``: keys under which copies meet, whole ones and reworked ones.
    ``sentences``: hashes of the folded sentences of the body, for sentences taken over word for word.
    All are positive 63-bit integers, sorted, without repeats.
    """

    text: str
    bands: tuple[int, ...] = ()
    sentences: tuple[int, ...] = ()


class Likeness(Record, frozen=True):
    """Two statements that appear to say the same: ids in alphabetical order, with the reason."""

    first: str
    second: str
    reason: str


class Support(Record, frozen=True):
    """How a proposition is supported by accepted statements. Never a score.

    ``documents``: distinct sources. ``families``: groups of documents that copy one another.
    ``origins``: groups left after following copies and citations upstream; ``upper`` and ``lower`` bound
    it: with suggested links ignored, and with all of them followed. ``hinge``: the link whose rejection
    would change the count, if one alone does.
    """

    documents: int
    families: int
    origins: int
    upper: int
    lower: int
    roots: tuple[str, ...] = ()
    hinge: str = ""


class Conflict(Record, frozen=True):
    """Two or more readings of the record that cannot all stand, with the reason code.

    ``kind``: ``figures`` (values that exclude each other), ``denial`` (asserted and denied), ``description`` (one
    matter under words that say different things). ``sides``: words for each side, and ids of its statements.
    ``values``: for figures, the interval of each side in the order of ``sides``; None is an open bound. ``unit``: the
    unit of ``values`` where they were converted. ``reason`` says why the sides differ as far as the passages show it;
    ``explanation`` says it in words; ``quotes`` has a passage of each side, with who says it and when.
    """

    id: str
    subject: str
    kind: ConflictKind
    reason: ConflictReason
    sides: tuple[tuple[str, tuple[str, ...]], ...]
    explanation: str = ""
    values: tuple[tuple[float | None, float | None], ...] = ()
    unit: str = ""
    quotes: tuple[str, ...] = ()


class Sketch(Record, frozen=True):
    """Look-up keys of one document: for whole copies, for shared sentences, and for its statements.

    Whether two documents or statements are compared depends on their two sketches alone, so the result
    does not depend on the order in which documents arrive.
    """

    source: str
    text: str
    version: str
    bands: tuple[int, ...] = ()
    sentences: tuple[int, ...] = ()
    statements: tuple[tuple[str, tuple[int, ...]], ...] = ()


class Comparison(Record, frozen=True):
    """What the comparison of one document with its candidates gave."""

    source: str
    text: str
    version: str
    links: tuple[Link, ...] = ()
    likenesses: tuple[Likeness, ...] = ()
