"""DOC ([MS-DOC]): files of Word 6 to 2003. Paragraphs, cells, notes, headers, comments, text boxes; what was deleted
or is hidden apart."""

from __future__ import annotations

from foja.model.errors import Gap
from foja.model.source import Original
from foja.model.vocabulary import OutcomeState
from foja.read import compound
from foja.read.builder import CELL, LINE, PARAGRAPH, Builder
from foja.read.doc_text import LockedError, Paragraph, Word
from foja.read.draft import Draft
from foja.read.embedded import attach, in_folders
from foja.read.limits import UNLOCK, Budget, Limits
from foja.read.office import said_of_itself
from foja.read.sniff import MEDIA_TYPES
from foja.read.written import BODY, MARKS, apart, first_line
from foja.read.zones import cover


def read(original: Original, limits: Limits) -> Draft:
    """The parts in the order of the file, then what was deleted and what is hidden.
    Raises ``Gap``: ``corrupt``, ``encrypted``, ``limit``."""
    builder, budget = Builder(limits), Budget(limits)
    with compound.opened(original.content) as ole:
        try:
            word = Word(ole, budget)
        except LockedError as error:
            raise Gap(OutcomeState.ENCRYPTED.value, "The document opens only with a password.", next=UNLOCK) from error
        found = list(word.paragraphs())
        claims = said_of_itself(ole)
        deleted, hidden = ([one for one in found if one.kind == kind] for kind in ("deleted", "hidden"))
        _write([one for one in found if one.kind not in ("deleted", "hidden")] + deleted + hidden, builder)
        draft = Draft(
            media_type=MEDIA_TYPES["doc"],
            text=builder.text,
            units=builder.units,
            zones=cover(builder.length, ((unit.start, MARKS.get(unit.kind, BODY)) for unit in builder.units)),
            claims=claims if any(one.field == "title" for one in claims) else claims + first_line(builder),
            notes=apart(deleted=len(deleted), hidden=len(hidden)),
        )
        pool = compound.folder_named(ole.root, "ObjectPool")
        return attach(draft, builder, in_folders(ole, compound.folders(pool, "_") if pool else (), budget))


def _write(paragraphs: list[Paragraph], builder: Builder) -> None:
    """Each with its number among those of its part; a cell with its table, row and column."""
    before, number, part = None, 0, ""
    for one in paragraphs:
        now = "" if one.kind == "cell" else one.kind
        number = number + 1 if now == part else 1
        part = now
        join = PARAGRAPH
        if one.table and before is not None and (before.kind, before.table) == (one.kind, one.table):
            join = CELL if before.row == one.row else LINE
        where = f"table {one.table}, row {one.row}, column {one.column}" if one.table else None
        builder.add(one.text, one.kind or "paragraph", join=join, line=number, path=where)
        before = one
