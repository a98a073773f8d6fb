"""Lines of Arabic and Hebrew script in a PDF file, put back in the order of reading from where the glyphs stand.

A PDF file holds glyphs at places. PDFium turns runs of them round by rules that fail on marks above
letters, on numbers beside punctuation and on glyphs that stand for several characters. Here the characters
of a line are sorted by their place, right to left, and the parts that are read from left to right (Latin
words, numbers) are turned back: the reordering of UAX #9 undone, for lines whose direction is right to
left. Where two spellings look the same on paper, the simpler one is taken. Combining marks follow their
letter; a space stands where one is drawn or where the gap is wide.
"""

from __future__ import annotations

import ctypes
import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

RTL = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
LTR = re.compile("[A-Za-z\u00c0-\u024f]")
_ARABIC = re.compile("[\u0600-\u08ff\ufb50-\ufdff\ufe70-\ufefc]")
_MIRROR = str.maketrans("()[]{}«»<>‹›", ")(][}{»«><›‹")
_ALEFS = "\u0627\u0622\u0623\u0625"
_SIGNS = "%‰$€£₪°"
"""Written beside a number, they go with it in Hebrew (UAX #9, W5), and not in Arabic."""
_JOINER = "\u200c"
_OPENING = "([{«\"'"
_GAP, _FIT = 0.1, {False: 0.12, True: 0.17}
"""Shares of the size of the letters from which a gap without a drawn space is one; between letters the second,
by whether the line has drawn spaces. Set on pages of two producers (Typst, Chromium)."""
Box = tuple[float, float, float, float]


class Glyph(NamedTuple):
    """What is drawn at one place. ``left`` and ``right`` by its advance, ``bottom`` and ``top`` by its ink."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    size: float


def is_rtl(text: str) -> bool:
    """Whether a line is read from right to left: most of its letters are."""
    letters = len(RTL.findall(text)) if not text.isascii() else 0
    return letters > 0 and letters > len(LTR.findall(text))


def rebuilt(
    text_page: Any, text: str, spans: Sequence[tuple[int, int]]
) -> Iterator[tuple[str, Box, tuple[tuple[int, int], ...]]]:
    """The lines of a page that PDFium gives as ``spans`` of ``text``, with their boxes in page space and the spans they
    were made of. Pieces of one line that PDFium tore apart are one line again."""
    pending: list[Glyph] = []
    pieces: list[tuple[int, int]] = []
    for start, end in spans:
        glyphs = _glyphs(text_page, text, start, end)
        if not glyphs:
            continue
        if pending and not _one_line(pending, glyphs):
            yield _ordered(pending), _box(pending), tuple(pieces)
            pending, pieces = [], []
        pending += glyphs
        pieces.append((start, end))
    if pending:
        yield _ordered(pending), _box(pending), tuple(pieces)


def _glyphs(text_page: Any, text: str, start: int, end: int) -> list[Glyph]:
    import pypdfium2.raw as pdfium

    found: list[Glyph] = []
    loose = pdfium.FS_RECTF()
    for index in range(start, end):
        char = text[index]
        if not pdfium.FPDFText_GetLooseCharBox(text_page, index, ctypes.byref(loose)):
            continue
        _, bottom, _, top = text_page.get_charbox(index)
        if loose.right - loose.left <= 0.01 and char.isspace():
            continue  # put in by PDFium where it saw a jump
        glyph = Glyph(char, loose.left, loose.right, bottom, top, pdfium.FPDFText_GetFontSize(text_page, index))
        last = found[-1] if found else None
        if last and (last.left, last.right, last.bottom, last.top) == glyph[1:5] and not char.isspace():
            found[-1] = last._replace(text=last.text + char)
        else:
            found.append(glyph)
    return [glyph._replace(text=_as_read(glyph.text)) for glyph in found]


def _as_read(text: str) -> str:
    """The characters of one glyph in reading order: PDFium turns them round like everything else."""
    if len(text) > 1 and (unicodedata.combining(text[0]) or (text[0] in _ALEFS and text[1] == "\u0644")):
        text = text[::-1]
    if _JOINER in text[1:]:  # it stands before the letter with which it shares a glyph
        text = _JOINER + text.replace(_JOINER, "")
    return text


def _one_line(before: Sequence[Glyph], after: Sequence[Glyph]) -> bool:
    """Whether two pieces stand at one height, side by side or one inside the other."""
    a, b = _box(before), _box(after)
    shared = min(a[3], b[3]) - max(a[1], b[1])
    size = max(glyph.size for glyph in (*before, *after))
    apart = max(a[0], b[0]) - min(a[2], b[2])
    return shared > 0.5 * min(a[3] - a[1], b[3] - b[1]) and apart < size


def _box(glyphs: Sequence[Glyph]) -> Box:
    inked = [glyph for glyph in glyphs if not glyph.text.isspace()] or glyphs
    return (
        min(glyph.left for glyph in inked),
        min(glyph.bottom for glyph in inked),
        max(glyph.right for glyph in inked),
        max(glyph.top for glyph in inked),
    )


def _ordered(glyphs: Sequence[Glyph]) -> str:
    text = "".join(glyph.text for glyph in glyphs)
    # the page is read from right to left, and so is a line unless hardly any letter of it is
    if len(LTR.findall(text)) > 3 * len(RTL.findall(text)):
        ordered = sorted(glyphs, key=lambda glyph: glyph.left)
        return "".join(_spaced(ordered)).strip()
    items = _with_marks(sorted(glyphs, key=lambda glyph: -(glyph.left + glyph.right)))
    pieces = _spaced(items)
    return _paired("".join(_turned(pieces)).strip())


def _paired(line: str) -> str:
    """Brackets as they open and close. PDFium mirrors them by runs of its own, so one beside a Latin word or a
    number may have been missed. One that hangs on the word before it closes, one that hangs on the word after it
    opens; where that does not tell, a second opening one of a kind closes and a second closing one opens."""
    out = list(line)
    for opening, closing in ("()", "[]", "{}", "«»"):
        last = ""
        for index, char in enumerate(out):
            if char not in (opening, closing):
                continue
            before = index > 0 and not out[index - 1].isspace()
            after = index + 1 < len(out) and (out[index + 1].isalnum() or out[index + 1] in _OPENING)
            if before != after:
                out[index] = closing if before else opening
            elif char == last:
                out[index] = closing if char == opening else opening
            last = out[index]
    return "".join(out)


def _with_marks(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Marks joined to the letter over or under which they stand; a cluster that is drawn as two glyphs, each of
    which stands for the whole of it, is there once."""
    letters = [glyph for glyph in glyphs if not _is_mark(glyph.text)]
    inked = [index for index, glyph in enumerate(letters) if not glyph.text.isspace()]
    for mark in (glyph for glyph in glyphs if _is_mark(glyph.text)):
        middle = (mark.left + mark.right) / 2
        nearest = min(inked, key=lambda at: abs((letters[at].left + letters[at].right) / 2 - middle), default=None)
        if nearest is not None and mark.text not in letters[nearest].text:
            letters[nearest] = letters[nearest]._replace(text=letters[nearest].text + mark.text)
    kept: list[Glyph] = []
    for glyph in letters:
        last = kept[-1] if kept else None
        twice = last is not None and len(glyph.text) > 1 and glyph.text == last.text
        if twice and last is not None and min(last.right, glyph.right) > max(last.left, glyph.left):
            kept[-1] = max(last, glyph, key=lambda one: one.right - one.left)
        else:
            kept.append(glyph)
    return kept


def _is_mark(text: str) -> bool:
    return bool(text) and all(unicodedata.category(char) == "Mn" for char in text)


def _spaced(glyphs: Sequence[Glyph]) -> list[str]:
    """The texts in order, with a space where one is drawn or where there is a gap. Between two letters a small gap
    is only their fit, the more so where the line has spaces that are drawn."""
    fit = _FIT[any(glyph.text.isspace() for glyph in glyphs)]
    out: list[str] = []
    before: Glyph | None = None
    for glyph in glyphs:
        if before is not None and not before.text.isspace() and not glyph.text.isspace():
            gap = max(before.left, glyph.left) - min(before.right, glyph.right)
            letters = before.text.isalpha() and glyph.text.isalpha()
            if gap > (fit if letters else _GAP) * max(before.size, glyph.size):
                out.append(" ")
        if not (glyph.text.isspace() and out and out[-1] == " "):
            out.append(" " if glyph.text.isspace() else glyph.text)
        before = glyph
    return out


def _turned(pieces: Sequence[str]) -> Iterator[str]:
    """``pieces`` from right to left, in reading order: runs that are read from left to right turned back, paired
    marks in the rest mirrored back."""
    arabic = bool(_ARABIC.search("".join(pieces)))
    index = 0
    while index < len(pieces):
        end = _run(pieces, index, arabic)
        if end > index:
            yield from reversed(pieces[index:end])
            index = end
        else:
            yield pieces[index].translate(_MIRROR)
            index += 1


def _run(pieces: Sequence[str], start: int, arabic: bool) -> int:
    """The end of the left-to-right run that begins at ``start``; ``start`` itself where none does."""
    signed = not arabic and pieces[start] in _SIGNS and start + 1 < len(pieces) and _digit(pieces[start + 1])
    if not (signed or _digit(pieces[start]) or LTR.match(pieces[start])):
        return start
    separators = ".,:/\u060c\u066b\u066c" if arabic else ".,:/-+" + _SIGNS
    end = last = start
    latin = False
    while end < len(pieces):
        piece = pieces[end]
        if _digit(piece) or LTR.match(piece):
            # what stands between must join two numbers, or two words of which one is Latin
            between = pieces[last:end] if last > start else []
            joined = len(between) <= 1 and all(item in separators for item in between)
            near_latin = latin or bool(LTR.match(piece))
            if between and not joined and not near_latin:
                break
            latin = near_latin
            last = end + 1
        elif RTL.match(piece) and piece not in separators:
            break
        end += 1
    return max(last, start + 1) if last > start or signed else start


def _digit(piece: str) -> bool:
    return piece[:1].isdecimal()
