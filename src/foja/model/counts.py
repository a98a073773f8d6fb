"""What the weighing answers with: a count taken apart, the matrix, gaps, and what would change if a source fell."""

from __future__ import annotations

from foja.model.record import Record
from foja.model.rows import LinkRow, SourceRow, StatementRow
from foja.model.support import Account, Conflict, DocumentNode, Link, Support, TrailStep
from foja.model.vocabulary import LinkState


class PropositionView(Record, frozen=True):
    """A proposition with its count taken apart. ``title``: the content of its first statement. ``account``: the count
    is over all; its documents, parts and edges are those of one page, the origins of most documents first, and the next
    page begins ``after``. ``sources``: the first of these documents. ``named``: name key, or digest, to the name as
    written, for roots, outlets and speakers. ``against``: statements on the other side of a denial. ``interests``:
    owners of two or more of the roots, with them. ``bylines``: authors named over pages of two or more outlets, with
    these. ``labels``: (statement, words that label in it, who puts them so) where a page does so in its own voice.
    ``total``: accepted statements, of which ``statements`` has the first."""

    id: str
    title: str
    account: Account
    statements: tuple[StatementRow, ...]
    sources: tuple[SourceRow, ...]
    named: dict[str, str]
    conflicts: tuple[Conflict, ...] = ()
    against: tuple[StatementRow, ...] = ()
    interests: tuple[tuple[str, tuple[str, ...]], ...] = ()
    bylines: tuple[tuple[str, tuple[str, ...]], ...] = ()
    trail: tuple[TrailStep, ...] = ()
    labels: tuple[tuple[str, str, str], ...] = ()
    total: int = 0
    after: str = ""


class Cell(Record, frozen=True):
    """What a root has of a proposition. ``state``: ``attests``, ``denies``, ``differs`` (another value or description,
    in ``words``), ``silent``. ``statement``: the first one to look at."""

    state: str
    documents: int = 0
    words: str = ""
    statement: str = ""


class MatrixRow(Record, frozen=True):
    id: str
    title: str
    support: Support
    cells: tuple[Cell, ...]


class Matrix(Record, frozen=True):
    """Propositions against roots. ``roots``: key and name of each column; ``more``: roots that found no column."""

    roots: tuple[tuple[str, str], ...]
    rows: tuple[MatrixRow, ...]
    total: int
    after: str = ""
    more: int = 0


class Span(Record, frozen=True):
    """A piece of a passage. ``shared``: it stands in the other one too, word for word."""

    text: str
    shared: bool = False


class SpanPair(Record, frozen=True):
    """Two passages side by side, with where each begins in its text."""

    first: tuple[Span, ...]
    second: tuple[Span, ...]
    first_start: int
    second_start: int


class LinkView(Record, frozen=True):
    """A link with the passages that it rests on, and the propositions whose count a decision would change.

    For a citation ``second`` is an outlet: ``cited`` holds its sources in the file, ``statements`` what cites it.
    """

    row: LinkRow
    pairs: tuple[SpanPair, ...] = ()
    more_pairs: int = 0
    first: SourceRow | None = None
    second: SourceRow | None = None
    cited: tuple[SourceRow, ...] = ()
    statements: tuple[StatementRow, ...] = ()
    propositions: tuple[tuple[str, str, Support], ...] = ()


class Gap(Record, frozen=True):
    """Something that is not in the file. ``kind``: see ``GAP_KINDS``. ``target``: id or digest of what it is about;
    ``number``: how many propositions or statements it concerns, as ``words`` says. ``next``: what would close it."""

    kind: str
    target: str
    name: str
    words: str
    number: int = 0
    next: str = ""


GAP_KINDS: dict[str, str] = {
    "cited": "Cited, not in the file",
    "document": "Documents that speak through a page",
    "one-root": "Several documents, one origin",
    "unquoted": "Named, never quoted",
    "undenied": "Named in allegations, no denial in the file",
    "no-primary": "Conflicts with no document of a body that speaks",
}
"""Kinds of gaps and their headings."""


class Fall(Record, frozen=True):
    """A proposition if a source fell: its count as it is and without the source, None where nothing would be left."""

    id: str
    title: str
    before: Support
    after: Support | None


class WithoutView(Record, frozen=True):
    """What would change if a source fell. ``falls``: propositions whose count would change; ``same``: how many would
    not. ``conflicts``: those that would end. ``acts``: ids of acts that nothing accepted would show any more."""

    source: SourceRow
    falls: tuple[Fall, ...]
    same: int = 0
    conflicts: tuple[Conflict, ...] = ()
    acts: tuple[str, ...] = ()


class CountSheet(Record, frozen=True):
    """A count as it goes into a bundle: what it is made from, and the numbers, so that they can be made again.
    Both are those of what the receivers may have."""

    proposition: str
    support: Support
    statements: tuple[str, ...] = ()
    documents: tuple[DocumentNode, ...] = ()
    links: tuple[tuple[str, Link, LinkState], ...] = ()
