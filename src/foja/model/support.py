"""Links between documents, likeness between statements, counts and conflicts."""

from __future__ import annotations

from foja.model.record import Record, derived_id
from foja.model.vocabulary import ConflictKind, ConflictReason, LinkKind, LinkState


class Link(Record, frozen=True):
    """Why two documents may rest on one origin.

    For copies ``first`` and ``second`` are text digests in alphabetical order (direction follows from
    dates, not from the link) and ``spans`` are pairs of aligned spans (start and end in each).
    ``containment``: share of the shorter text that stands in the other, 0 to 1; for translations and paraphrases, of
    its sentences that follow the other's.
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
    ``sentences``: hashes of the folded sentences of the body, for sentences taken over word for word. ``grams``: hashes
    of runs of four words, for passages taken over and reworked. All are positive 63-bit integers, sorted, without
    repeats.
    """

    text: str
    bands: tuple[int, ...] = ()
    sentences: tuple[int, ...] = ()
    grams: tuple[int, ...] = ()


class Likeness(Record, frozen=True):
    """Two statements that appear to say the same: ids in alphabetical order, with the reason."""

    first: str
    second: str
    reason: str


class Support(Record, frozen=True):
    """How a proposition is supported by accepted statements. Never a score.

    ``documents``: distinct sources. ``families``: groups of documents that copy one another.
    ``origins``: groups left after following copies and citations upstream; ``upper`` and ``lower`` bound
    it: with suggested links ignored, and with all of them followed. ``access``: origins that say how they know it;
    ``access_upper``: origins of which the first page is in the file. ``voices``: who is said to say it, a speaker
    quoted by many being one; ``voices_lower`` and ``voices_upper`` bound it. ``hinge``: the link whose rejection would
    change the count, if one alone does.
    """

    documents: int
    families: int
    origins: int
    upper: int
    lower: int
    access: int = 0
    access_upper: int = 0
    voices: int = 0
    voices_lower: int = 0
    voices_upper: int = 0
    roots: tuple[str, ...] = ()
    hinge: str = ""


class DocumentNode(Record, frozen=True):
    """A document that carries a proposition, as it is counted. ``source`` and ``text`` are digests. ``outlet_key``:
    name key of the outlet that published it, empty where unknown. ``cites``: name keys of the outlets that its accepted
    statements name as their source. ``published``: ISO day or less, empty where unknown. ``speakers``: keys of the
    parties that it quotes. ``bare``: it says it in its own voice. ``direct``: it names a speaker or a document, with no
    outlet between. ``issued``: it is the own text of the body that speaks, as a person recorded."""

    source: str
    text: str
    outlet_key: str = ""
    cites: tuple[str, ...] = ()
    published: str = ""
    speakers: tuple[str, ...] = ()
    bare: bool = False
    direct: bool = False
    issued: bool = False


class OriginEdge(Record, frozen=True):
    """Why a text leads to another text, or to an outlet (then ``second`` is its name key and ``kind`` is ``cites``).
    ``state``: None where no link was stored. ``origins``, ``upper``, ``lower``: in which numbers it is followed;
    ``why``: the reason where it is followed in none."""

    kind: str
    link: str
    first: str
    second: str
    state: LinkState | None = None
    origins: bool = True
    upper: bool = True
    lower: bool = True
    why: str = ""


class OriginPart(Record, frozen=True):
    """One origin. ``roots``: as in ``Support``. ``sources``: its documents, the earliest first; ``heads``: those at
    its head. ``access``: ``stated`` (a head says how it knows), ``on file`` (a head is in the file), ``cited`` (none
    is)."""

    roots: tuple[str, ...]
    sources: tuple[str, ...]
    heads: tuple[str, ...]
    access: str


class Account(Record, frozen=True):
    """A count with all that it followed and left out: enough to do it again by hand."""

    support: Support
    documents: tuple[DocumentNode, ...]
    parts: tuple[OriginPart, ...]
    edges: tuple[OriginEdge, ...]


class Conflict(Record, frozen=True):
    """Two or more readings of the record that cannot all stand, with the reason code.

    ``kind``: ``figures`` (values that exclude each other), ``denial`` (asserted and denied), ``description`` (one
    matter under words that say different things), ``opposite`` (opposite words of one thing on one day). ``sides``:
    words for each side, and ids of its statements. ``values``: for figures, the interval of each side in the order of
    ``sides``; None is an open bound. ``unit``: the unit of ``values`` where they were converted. ``reason`` says why
    the sides differ as far as the passages show it; ``explanation`` says it in words; ``quotes`` has a passage of each
    side, with who says it and when.
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


class TrailStep(Record, frozen=True):
    """A place where a wording changes between pages that say the same. ``kind``: ``hardening`` or ``actor``. ``first``
    and ``second``: ids of the statements; ``explanation`` quotes both."""

    kind: str
    first: str
    second: str
    explanation: str


class Sketch(Record, frozen=True):
    """Look-up keys of one document: for whole copies, for shared sentences and passages, and for its statements.

    ``site``: where the page says that it was published, a host or else the name key of its outlet; empty where it does
    not say. Which documents are compared depends on the sketches of the case, and not on the order in which they came.
    """

    source: str
    text: str
    version: str
    bands: tuple[int, ...] = ()
    sentences: tuple[int, ...] = ()
    statements: tuple[tuple[str, tuple[int, ...]], ...] = ()
    grams: tuple[int, ...] = ()
    site: str = ""


class Comparison(Record, frozen=True):
    """What the comparison of one document with its candidates gave. ``notes``: what was set aside, and why."""

    source: str
    text: str
    version: str
    links: tuple[Link, ...] = ()
    likenesses: tuple[Likeness, ...] = ()
    notes: tuple[str, ...] = ()


class Vectors(Record, frozen=True):
    """Rows of a sentence encoder, one for each sentence, as signed bytes scaled to their greatest; ``width`` of a row.
    ``mean``: the mean of the rows, likewise."""

    encoder: str
    width: int
    rows: bytes
    mean: bytes = b""


class Meaning(Record, frozen=True):
    """The sentences of one text and their rows, by which texts in other languages and other words are found.

    ``sentences``: start and end of each. ``sets``: one for each encoder that knows the language; none where no
    installed one does. ``notes``: what was left out, and why.
    """

    source: str
    text: str
    version: str
    language: str
    sentences: tuple[tuple[int, int], ...] = ()
    sets: tuple[Vectors, ...] = ()
    notes: tuple[str, ...] = ()


class Crossing(Record, frozen=True):
    """What the comparison of one text with those that lie near it in meaning gave."""

    source: str
    text: str
    version: str
    links: tuple[Link, ...] = ()
