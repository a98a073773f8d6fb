"""READ: the stage that turns an original into its canonical text, a reading, and members.

    Original  ->  CanonicalText, Reading, Member ...

One canonical text and one reading, always in this order, then the files found inside. What cannot be
read is a ``Gap`` whose code is an ``OutcomeState``: ``empty``, ``no_text``, ``scan``, ``encrypted``,
``corrupt``, ``limit`` or ``unsupported``. A reading with notes is a partial one: the notes say what is missing.
Call it through ``isolation`` for bytes that came from outside.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module

from msgspec.structs import replace

from foja.model.errors import Gap
from foja.model.record import Record, digest
from foja.model.source import Member, Original
from foja.model.text import CanonicalText, Reading
from foja.model.vocabulary import OutcomeState
from foja.read import office_lock
from foja.read.draft import Draft
from foja.read.language import claims_of_language
from foja.read.limits import Limits, check_size
from foja.read.metadata import in_order
from foja.read.sniff import Kind, sniff
from foja.read.zones import cover

Reader = Callable[[Original, Limits], Draft]

_READERS = {
    "pdf": "foja.read.pdf:read",
    "image": "foja.read.scan.image:read",
    "html": "foja.read.html:read",
    "mhtml": "foja.read.mail:read_saved_page",
    "mail": "foja.read.mail:read",
    "mbox": "foja.read.archive:read_mbox",
    "docx": "foja.read.docx:read",
    "doc": "foja.read.doc:read",
    "ppt": "foja.read.ppt:read",
    "odt": "foja.read.odt:read",
    "odp": "foja.read.odt:read",
    "rtf": "foja.read.rtf:read",
    "pptx": "foja.read.pptx:read",
    "epub": "foja.read.epub:read",
    "xlsx": "foja.read.sheets:read",
    "xlsb": "foja.read.sheets:read",
    "xls": "foja.read.sheets:read",
    "ods": "foja.read.ods:read",
    "msg": "foja.read.msg:read",
    "warc": "foja.read.warc:read",
    "wacz": "foja.read.wacz:read",
    "table": "foja.read.table:read",
    "zip": "foja.read.archive:read_zip",
    "tar": "foja.read.archive:read_tar",
    "gzip": "foja.read.archive:read_compressed",
    "bzip2": "foja.read.archive:read_compressed",
    "xz": "foja.read.archive:read_compressed",
    "text": "foja.read.plain:read",
    "markdown": "foja.read.plain:read",
    "json": "foja.read.leaves:read",
    "captions": "foja.read.captions:read",
    "chat": "foja.read.chat:read",
    "xml": "foja.read.plain:read",
}
_NEXT = {
    "ole": "Open it in the program it comes from, save it as PDF, and add that file too.",
    "7z": "Unpack it, and add the files that are in it.",
    "rar": "Unpack it, and add the files that are in it.",
    "pst": "Export the messages as EML or MBOX, and add these files too.",
    "heic": "Open the picture, save it as PNG or JPEG, and add that file too.",
    "media": "Write down what is said in it, with the times (subtitles: SRT, VTT; or text), and add that file too.",
}


def reader_for(kind: Kind) -> Reader:
    """The reader of a kind. Raises ``Gap("unsupported")`` where foja has none."""
    target = _READERS.get(kind.name)
    if target is None:
        raise Gap(
            OutcomeState.UNSUPPORTED.value,
            f"The file is of a type that foja does not read yet: {kind.media_type}. It is preserved as it is.",
            next=_NEXT.get(kind.name, "If it holds text, convert it to PDF, HTML or text, and add that file too."),
        )
    module, function = target.split(":")
    reader: Reader = getattr(import_module(module), function)
    return reader


class Read:
    """The reading stage. Pure: the same bytes, name and limits give the same records."""

    name = "read"
    version = "10"
    needs: type[Record] = Original
    gives: tuple[type[Record], ...] = (CanonicalText, Reading, Member)

    def run(self, item: Record, /, *, setting: Record) -> Iterator[Record]:
        """Yields one CanonicalText, one Reading, then Members. Raises ``Gap`` as the module says."""
        if not isinstance(item, Original) or not isinstance(setting, Limits):
            raise TypeError(
                f"read needs an Original and Limits, not {type(item).__name__} and {type(setting).__name__}"
            )
        try:
            yield from _read(item, setting)
        except Gap as gap:
            raise Gap(gap.code, gap.what, where=gap.where or item.name, next=gap.next) from gap


READ = Read()


def _draft(kind: Kind, original: Original, limits: Limits) -> Draft:
    """What the reader of its kind makes of it; an office file that turns out to be locked is opened first."""
    try:
        return reader_for(kind)(original, limits)
    except Gap as gap:
        doubtful = gap.code in (OutcomeState.ENCRYPTED.value, OutcomeState.CORRUPT.value)
        if not doubtful or kind.name not in office_lock.KINDS or not office_lock.is_locked(original.content):
            raise
    return _unlocked(original, limits)


def _unlocked(original: Original, limits: Limits) -> Draft:
    """The reading of an office file under a password. Raises ``Gap("encrypted")`` where none fits."""
    content, given = office_lock.unlocked(original.content, original.passwords, limits)
    check_size(len(content), limits, where=original.name)
    draft = reader_for(sniff(content, original.name))(replace(original, content=content), limits)
    draft.unlocked = given
    return draft


def _read(original: Original, limits: Limits) -> Iterator[Record]:
    check_size(len(original.content), limits, where=original.name)
    if not original.content:
        raise Gap(
            OutcomeState.EMPTY.value,
            "The file has 0 bytes.",
            next="Ask for it again where it came from; if it was empty there too, nothing is lost.",
        )
    kind = sniff(original.content, original.name)
    draft = _unlocked(original, limits) if kind.name == "locked" else _draft(kind, original, limits)
    if not draft.text.strip():
        raise Gap(
            OutcomeState.EMPTY.value if draft.media_type.startswith("text/") else OutcomeState.NO_TEXT.value,
            f"The file was read as {kind.media_type}, and holds no text.",
            next="Open it in its own program: if text shows there, save it as PDF, and add that file too.",
        )
    zones = draft.zones or cover(len(draft.text), [])
    declared = [item for item in draft.claims if item.field == "language"]
    claims = in_order(item for item in (*original.claims, *draft.claims) if item.field != "language")
    claims += claims_of_language(draft.text, zones, declared)
    yield CanonicalText(text=draft.text)
    yield Reading(
        source=original.sha256,
        text=digest(draft.text.encode("utf-8")),
        reader=READ.name,
        version=READ.version,
        media_type=kind.media_type if draft.media_type == "text/plain" else draft.media_type,
        characters=len(draft.text),
        units=tuple(draft.units),
        zones=tuple(zones),
        claims=tuple(claims),
        related=tuple(draft.related),
        pages=tuple(draft.pages),
        notes=tuple(draft.notes),
        members=tuple(digest(member.content) for member in draft.members),
        unlocked=draft.unlocked,
        bare=tuple(draft.bare),
    )
    yield from draft.members
