"""What a PDF page carries beside its drawn text: values of form fields, remarks, attached files (PDFium).

A filled field (ISO 32000-2, 12.7) shows on the page and is not in its text: its value is, as a unit of kind ``field``,
behind the name of the field. Remarks (12.5.6: notes, highlights, text put on the page, stamps) were put there by a
reader: they stand apart as comments, each with who is said to have written it and when. What a flag hides is hidden.
Nothing is computed and no script runs: the library is built without one, and fields are only asked for their value.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from ctypes import c_float, c_ulong, create_string_buffer
from functools import partial
from typing import Any, NamedTuple

from foja.model.errors import Gap
from foja.model.text import Box
from foja.read.embedded import Found
from foja.read.limits import Budget, over
from foja.read.textdates import iso_of

MOST = 50_000
"""Fields and remarks of a file that are read."""
_NAME = 200
_HIDDEN = 2 | 32
"""Flags (12.5.3): hidden; not shown on a screen."""
_PASSWORD = 1 << 13
_WIDGET, _REDACTION, _FILE = 20, 28, 17
_BOX, _RADIO, _CHOICES, _TEXT = 2, 3, (4, 5), 6
_WRITTEN = (*_CHOICES, _TEXT)
_WORK = 30_000_000
"""Questions about a field times the fields so far: some seconds. A form with 7,000 fields in one list takes less."""
_XFA = 2
"""The type of a form whose pages a program builds: there is nothing on them before it runs."""
_REMARKS = {
    1: "note", 3: "text put on the page", 4: "line", 5: "frame", 6: "frame", 7: "frame", 8: "line", 9: "highlight",
    10: "underlining", 11: "underlining", 12: "crossing out", 13: "stamp", 14: "insertion", 15: "drawing", 17: "file",
}  # fmt: skip
"""Kinds of annotations that people write (the numbers are PDFium's), in words for a citation."""
_ASKED = frozenset({*_REMARKS, _WIDGET, _REDACTION})
_TAG = re.compile(r"<[^<>]*>")


class Beside(NamedTuple):
    """``kind``: ``field``, ``comment`` or ``hidden``. ``label``: the name of a field, for a person where it has one.
    ``path``: what a citation names. ``author`` and ``day`` (ISO 8601) of a remark, as the file says."""

    kind: str
    text: str
    path: str
    box: Box
    label: str = ""
    author: str = ""
    day: str = ""


class Carried:
    """Asks the pages of one document, in turn. ``files``: attached to a place on them. ``more``: there are more fields
    and remarks than are read. ``blacked``: pages with parts that are marked for blacking out."""

    def __init__(self, document: Any, budget: Budget) -> None:
        self._budget, self._left = budget, MOST
        self._form = _Form(document)
        self.files: list[Found] = []
        self.more = False
        self.blacked: list[int] = []
        self.built_by_program = document.get_formtype() == _XFA

    def on(self, page: Any, number: int, place: Callable[[Box], Box]) -> list[Beside]:
        """Fields, then remarks, from top to bottom."""
        from pypdfium2 import raw

        found: list[Beside] = []
        count = raw.FPDFPage_GetAnnotCount(page.raw)
        for index in range(min(count, self._left)):
            if annotation := raw.FPDFPage_GetAnnot(page.raw, index):
                try:
                    kind = raw.FPDFAnnot_GetSubtype(annotation)
                    # most are links
                    if kind in _ASKED and (one := self._one(annotation, kind, number, place)):
                        found.append(one)
                finally:
                    raw.FPDFPage_CloseAnnot(annotation)
        self.more = self.more or count > self._left or self._form.full
        self._left -= min(count, self._left)
        distinct = dict.fromkeys(found) if len(found) > 1 else found
        return sorted(distinct, key=lambda one: (one.kind != "field", round(one.box[1] / 4), one.box[0]))

    def close(self) -> None:
        """Before the document is closed."""
        self._form.close()

    def _one(self, annotation: Any, kind: int, number: int, place: Callable[[Box], Box]) -> Beside | None:
        from pypdfium2 import raw

        hidden = bool(raw.FPDFAnnot_GetFlags(annotation) & _HIDDEN)
        if kind == _WIDGET:
            label, name, value = self._form.field(annotation)
            if not value.strip():
                return None
            box = place(_box(annotation))
            return Beside("hidden" if hidden else "field", value, f"field {name}"[:_NAME], box, label[:_NAME])
        if kind == _REDACTION and number not in self.blacked:
            self.blacked.append(number)
        if kind not in _REMARKS:
            return None
        text, name = _said(annotation), ""
        if kind == _FILE and (attached := raw.FPDFAnnot_GetFileAttachment(annotation)):
            name = _text(raw.FPDFAttachment_GetName, attached)
            self.files.append(_file(attached, f"p. {number}", name, self._budget))
        if not text.strip() or text == name:
            return None
        author = _text(raw.FPDFAnnot_GetStringValue, annotation, b"T").strip()[:_NAME]
        written = next(filter(None, (_text(raw.FPDFAnnot_GetStringValue, annotation, key) for key in _DAYS)), "")
        day = iso_of(written)[0]
        path = _REMARKS[kind] + (f" by {author}" if author else "") + (f", {day}" if day else "")
        box = place(_box(annotation))
        return Beside("hidden" if hidden else "comment", text, path, box, author=author, day=day)


_DAYS = (b"CreationDate", b"M")


def shows_remarks(page: Any) -> bool:
    """Whether there is anything on the page that ``Carried`` reads: a field, or a remark with words."""
    from pypdfium2 import raw

    for index in range(min(raw.FPDFPage_GetAnnotCount(page.raw), MOST)):
        if annotation := raw.FPDFPage_GetAnnot(page.raw, index):
            try:
                kind = raw.FPDFAnnot_GetSubtype(annotation)
                if kind == _WIDGET or (kind in _REMARKS and _said(annotation)):
                    return True
            finally:
                raw.FPDFPage_CloseAnnot(annotation)
    return False


class _Form:
    """The fields of a document, where it has any. PDFium keeps to a depth in their tree, cycles or not.

    To find the field of a widget it goes through the siblings of the field, at each question: what stands in the widget
    itself is read there, and the questions are bounded by what they cost."""

    def __init__(self, document: Any) -> None:
        from pypdfium2 import raw

        self._handle: Any = None
        self._spent = self._widgets = 0
        if document.get_formtype() != raw.FORMTYPE_NONE:
            # pages are not shown to it: that would run what they ask for when they are opened
            self._calls = raw.FPDF_FORMFILLINFO(version=2)
            self._handle = raw.FPDFDOC_InitFormFillEnvironment(document.raw, self._calls)

    @property
    def full(self) -> bool:
        """Whether no more questions are asked."""
        return self._spent > _WORK

    def field(self, annotation: Any) -> tuple[str, str, str]:
        """Its name for a person (else its full name), its full name, and its value; an empty value for what is not
        filled in, not ticked, a button or a signature, and for passwords."""
        from pypdfium2 import raw

        if not self._handle:
            return "", "", ""
        self._widgets += 1
        own = partial(_text, raw.FPDFAnnot_GetStringValue, annotation)
        kind = own(b"FT")
        if kind == "Sig" or self.full:
            return "", "", ""
        if kind == "Tx" and not raw.FPDFAnnot_HasKey(annotation, b"Parent"):
            value = "" if _flags(annotation) & _PASSWORD else own(b"V")
            return own(b"TU") or _short(own(b"T")), own(b"T"), value
        self._spent += self._widgets
        value = self._value(annotation)
        if not value:
            return "", "", ""
        ask = partial(_text, form=self._handle)
        name = ask(raw.FPDFAnnot_GetFormFieldName, annotation)
        return ask(raw.FPDFAnnot_GetFormFieldAlternateName, annotation) or _short(name), name, value

    def _value(self, annotation: Any) -> str:
        from pypdfium2 import raw

        kind = raw.FPDFAnnot_GetFormFieldType(self._handle, annotation)
        if kind in (_BOX, _RADIO):
            return self._ticked(annotation, kind)
        if kind in _CHOICES and (chosen := ", ".join(self._chosen(annotation))):
            return chosen
        if kind == _TEXT and raw.FPDFAnnot_GetFormFieldFlags(self._handle, annotation) & _PASSWORD:
            return ""
        return _text(raw.FPDFAnnot_GetFormFieldValue, annotation, form=self._handle) if kind in _WRITTEN else ""

    def _ticked(self, annotation: Any, kind: int) -> str:
        """What a ticked box stands for. Some programs write the value of the field alone, without the box's own."""
        from pypdfium2 import raw

        value = _text(raw.FPDFAnnot_GetFormFieldValue, annotation, form=self._handle)
        means = _text(raw.FPDFAnnot_GetFormFieldExportValue, annotation, form=self._handle)
        if raw.FPDFAnnot_IsChecked(self._handle, annotation):
            return means or value or "Yes"
        alone = kind == _BOX and not means and value not in ("", "Off")
        return value if alone or (value and value == means) else ""

    def _chosen(self, annotation: Any) -> Iterator[str]:
        from pypdfium2 import raw

        for index in range(max(0, raw.FPDFAnnot_GetOptionCount(self._handle, annotation))):
            if raw.FPDFAnnot_IsOptionSelected(self._handle, annotation, index):
                yield _text(raw.FPDFAnnot_GetOptionLabel, annotation, index, form=self._handle)

    def close(self) -> None:
        from pypdfium2 import raw

        if self._handle:
            raw.FPDFDOC_ExitFormFillEnvironment(self._handle)
            self._handle = None


def _short(name: str) -> str:
    """The last part of a name that a program put together: ``Email`` of ``form[0].page1[0].Email[0]``."""
    return name.rsplit(".", 1)[-1].split("[", 1)[0] if "[" in name else name


def attached(document: Any, budget: Budget) -> Iterator[Found]:
    """The files of the document as a whole, in its order."""
    from pypdfium2 import raw

    for index in range(raw.FPDFDoc_GetAttachmentCount(document.raw)):
        if one := raw.FPDFDoc_GetAttachment(document.raw, index):
            yield _file(one, f"attachment {index + 1}", _text(raw.FPDFAttachment_GetName, one), budget)


def _file(attachment: Any, place: str, name: str, budget: Budget) -> Found:
    """The file, taken out at once: what holds it may be gone when it is asked for."""
    try:
        content = _content(attachment, budget)
    except Gap as gap:
        return place, partial(_raise, gap)
    return place, partial(iter, [(name.replace("\\", "/").rsplit("/", 1)[-1] or place, content)])


def _raise(gap: Gap) -> Iterator[tuple[str, bytes]]:
    raise gap


def _content(attachment: Any, budget: Budget) -> bytes:
    from pypdfium2 import raw

    budget.member()
    size = c_ulong()
    if not raw.FPDFAttachment_GetFile(attachment, None, 0, size) or not size.value:
        return b""
    if size.value > budget.left:
        raise over(
            f"its {size.value:,} bytes are more than may be unpacked from one file.", limit="expanded_bytes",
            need=size.value,
        )  # fmt: skip
    budget.take(size.value)
    buffer = create_string_buffer(size.value)
    raw.FPDFAttachment_GetFile(attachment, buffer, size.value, size)
    return buffer.raw


def _said(annotation: Any) -> str:
    """The words of a remark; where they are only given with their fonts (12.5.6.2, RC), without these."""
    from pypdfium2 import raw

    plain = _text(raw.FPDFAnnot_GetStringValue, annotation, b"Contents")
    if plain.strip():
        return plain
    return html.unescape(_TAG.sub("", _text(raw.FPDFAnnot_GetStringValue, annotation, b"RC"))).strip()


def _flags(annotation: Any) -> int:
    """The flags of a field (12.7.4.1, Ff) that stand in the widget itself."""
    from pypdfium2 import raw

    value = c_float()
    return int(value.value) if raw.FPDFAnnot_GetNumberValue(annotation, b"Ff", value) else 0


def _box(annotation: Any) -> Box:
    from pypdfium2 import raw

    found = raw.FS_RECTF()
    raw.FPDFAnnot_GetRect(annotation, found)
    return (
        min(found.left, found.right), min(found.bottom, found.top), max(found.left, found.right),
        max(found.bottom, found.top),
    )  # fmt: skip


def _text(ask: Callable[..., int], *about: Any, form: Any = None) -> str:
    """What PDFium gives in two calls: the length in bytes, with two for the end, then the text."""
    from pypdfium2 import raw

    about = about if form is None else (form, *about)
    length = ask(*about, None, 0)
    if length <= 2:
        return ""
    buffer = (raw.FPDF_WCHAR * (length // 2))()
    ask(*about, buffer, length)
    return bytes(buffer)[: length - 2].decode("utf-16-le", "replace")
