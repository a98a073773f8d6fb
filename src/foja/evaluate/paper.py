"""Measuring the reading of PDF files against pages that foja lays out itself.

Typst sets texts of ours (``paper.toml``) in one column and in two, justified, with hyphenated words, running
heads, page numbers and footnotes. A mark of no width stands after each word; where the marks come to
stand tells page, line and extent of every line. No line of the gold comes from reading the file.
"""

from __future__ import annotations

import json
import re
import tempfile
import tomllib
import unicodedata
from collections.abc import Iterator, Sequence
from importlib import resources
from pathlib import Path
from typing import Any, NamedTuple

from foja.model.record import Record, digest
from foja.model.source import Original
from foja.model.text import CanonicalText, Reading, Unit
from foja.model.vocabulary import ZoneRole
from foja.read.limits import Limits
from foja.read.stage import READ

LAYOUTS = ("one column", "two columns")
_ROUNDS = 3
"""How often the paragraphs of a language are set, each time with other numbers before them."""
_IGNORED = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_NUMBER = r"(?:\s?[\d\u0660-\u0669\u06f0-\u06f9]{1,2}\s?)?"
_WIDTH, _HEIGHT, _MARGIN = 420, 595, 50
_GUTTER = 0.04 * (_WIDTH - 2 * _MARGIN)  # what Typst leaves between columns
_HALF = (_WIDTH - 2 * _MARGIN - _GUTTER) / 2
_COLUMNS = {
    LAYOUTS[0]: ((_MARGIN, _WIDTH - _MARGIN),),
    LAYOUTS[1]: ((_MARGIN, _MARGIN + _HALF), (_MARGIN + _HALF + _GUTTER, _WIDTH - _MARGIN)),
}
_LONG_WORD = 10


class Word(NamedTuple):
    """A word or part of one as it is set. ``part``: number of its paragraph or note. ``note``: in a footnote.
    ``opens``: first of its footnote. ``noted``: a footnote number follows."""

    text: str
    part: int
    note: bool = False
    opens: bool = False
    noted: bool = False


class GoldLine(NamedTuple):
    """``base``: height of its base line, ``left`` and ``right`` its extent, in points from the top left."""

    page: int
    words: tuple[Word, ...]
    left: float
    right: float
    base: float


class PaperScore(Record, frozen=True):
    """Shares of lines, 0 to 1. ``verbatim``: letter for letter on their page. ``letters``: letters and digits
    alone. ``order``: pairs of neighbours that follow each other. ``boxes``: of the lines found, those whose box
    covers at least 95 of 100 of their width, is not over a tenth too wide, and holds their base line.
    ``heads``: running heads and page numbers that are marked. ``errors``: gold lines that were not found."""

    language: str
    layout: str
    lines: int
    verbatim: float
    letters: float
    order: float
    boxes: float
    heads: float
    errors: tuple[str, ...] = ()


def texts() -> dict[str, dict[str, Any]]:
    """The texts by language."""
    return tomllib.loads(resources.files("foja.evaluate").joinpath("paper.toml").read_text("utf-8"))


def missing_fonts() -> list[str]:
    """Fonts that the texts need and this computer does not have."""
    import typst

    have = set(typst.Fonts().families())
    return sorted({text["font"] for text in texts().values()} - have)


def measure(languages: Sequence[str] = ()) -> list[PaperScore]:
    """Every language in every layout. ``languages``: only these."""
    absent = missing_fonts()
    scores = []
    for language, text in texts().items():
        if (languages and language not in languages) or text["font"] in absent:
            continue
        for layout in LAYOUTS:
            content, gold = laid_out(language, text, layout)
            scores.append(_score(language, layout, text["head"], content, gold))
    return scores


def laid_out(language: str, text: dict[str, Any], layout: str) -> tuple[bytes, list[GoldLine]]:
    """The PDF file and its lines in reading order, on each page the text before the footnotes."""
    import typst

    words: list[Word] = []
    source = _source(language, text, layout, words)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "page.typ")
        file.write_text(source, encoding="utf-8")
        places = json.loads(typst.query(str(file), "<w>", field="value"))
        content = typst.compile(str(file), format="pdf", timestamp=0)
    at = {index: (place["page"], float(place["x"][:-2]), float(place["y"][:-2])) for index, place in places}
    lines = _lines(words, at, _COLUMNS[layout], text["direction"] == "rtl")
    return content, sorted(lines, key=lambda line: (line.page, line.words[0].note))


def _source(language: str, text: dict[str, Any], layout: str, words: list[Word]) -> str:
    two = layout == LAYOUTS[1]
    count = f"#set page(width: {_WIDTH}pt, height: {_HEIGHT}pt, margin: {_MARGIN}pt, columns: {2 if two else 1},"
    out = [
        count,
        f"  header: align(center, text(8pt)[{_literal(text['head'])}]),",
        "  footer: align(center, text(8pt, context counter(page).display())))",
        f'#set text(font: "{text["font"]}", size: {9 if two else 11}pt)',
        f'#set text(lang: "{language[:2]}", dir: {text["direction"]}, hyphenate: false)',
        f"#set par(justify: {'true' if two else 'false'}, spacing: 10pt)",
        "#let w(i, b) = { b; context [#metadata((i, here().position()))<w>] }",
    ]
    for turn in range(_ROUNDS):
        for index, paragraph in enumerate(text["paragraphs"]):
            number = turn * len(text["paragraphs"]) + index + 1
            noted = two and index % 3 == 1
            line = _typed(f"{number}. {paragraph}", words, part=2 * number, hyphens=two, noted=noted)
            note = _typed(text["note"].format(n=number), words, part=2 * number + 1, note=True) if noted else ""
            out += [line + (f"#footnote[{note}#box(width: 0pt)]" if noted else "") + "#box(width: 0pt)", ""]
    return "\n".join(out)


def _typed(
    line: str, words: list[Word], *, part: int, hyphens: bool = False, note: bool = False, noted: bool = False
) -> str:
    """The words of a paragraph with a mark after each; every third long word is hyphenated."""
    shown = []
    parts = line.split()
    for at, word in enumerate(parts):
        pieces = [word]
        if hyphens and len(word) >= _LONG_WORD and word.isascii() and word.isalpha() and len(words) % 3 == 0:
            middle = len(word) // 2
            pieces = [word[:middle] + "-", word[middle:]]
        for piece in pieces:
            last = at == len(parts) - 1 and piece is pieces[-1]
            words.append(Word(piece, part, note, note and at == 0, noted and last))
            broken = "#linebreak(justify: true)" if len(pieces) == 2 and piece is pieces[0] else ""
            shown.append(f"#w({len(words) - 1})[{_literal(piece)}]{broken}")
            shown.append("" if broken else " ")
    return "".join(shown).strip()


def _literal(text: str) -> str:
    return f"#{json.dumps(text, ensure_ascii=False)}"


def _lines(
    words: Sequence[Word],
    at: dict[int, tuple[int, float, float]],
    columns: Sequence[tuple[float, float]],
    rtl: bool,
) -> Iterator[GoldLine]:
    """Words of one part whose marks stand at one height make a line: from the edge of its column to the last mark.
    Notes stand between the words of their paragraph in the file, never in their line."""
    for note in (False, True):
        line: list[int] = []
        for index in [index for index, word in enumerate(words) if word.note == note] + [-1]:
            ends = (
                index < 0
                or not line
                or words[line[-1]].part != words[index].part
                or _row(at[line[-1]]) != _row(at[index])
            )
            if ends and line:
                page, x, base = at[line[-1]]
                left, right = next((edge for edge in columns if edge[0] - 4 <= x <= edge[1] + 4), columns[0])
                left, right = (x, right) if rtl else (left, x)
                yield GoldLine(page, tuple(words[at_] for at_ in line), left, right, base)
                line = []
            line.append(index)


def _row(place: tuple[int, float, float]) -> tuple[int, float]:
    return place[0], place[2]


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", _IGNORED.sub("", unicodedata.normalize("NFKC", text))).replace("\u2010", "-").strip()


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text))


def _pattern(line: GoldLine, letters: bool) -> re.Pattern[str]:
    """What a reader should show for the line. The number of a footnote may stand close or apart."""
    parts = []
    for word in line.words:
        shown = re.escape(_bare(word.text) if letters else _plain(word.text))
        parts.append((_NUMBER if word.opens else "") + shown + (_NUMBER if word.noted else ""))
    return re.compile(("" if letters else " ").join(parts))


def _score(language: str, layout: str, head: str, content: bytes, gold: Sequence[GoldLine]) -> PaperScore:
    records = list(READ.run(Original(sha256=digest(content), name="page.pdf", content=content), setting=Limits()))
    text, reading = records[0], records[1]
    assert isinstance(text, CanonicalText)
    assert isinstance(reading, Reading)
    units: dict[int, list[tuple[int, Unit, str]]] = {}
    heads: list[bool] = []
    for number, unit in enumerate(reading.units):
        shown = text.text[unit.start : unit.end]
        role = next(zone.role for zone in reading.zones if zone.start <= unit.start < zone.end)
        if _bare(shown) == _bare(head) or _plain(shown) == str(unit.page):
            heads.append(role == ZoneRole.HEADER)
        else:
            units.setdefault(unit.page or 0, []).append((number, unit, shown))
    letters = 0
    places: list[int | None] = []
    boxes: list[bool] = []
    errors: list[str] = []
    for line in gold:
        own = units.get(line.page, [])
        exact, loose = _pattern(line, letters=False), _pattern(line, letters=True)
        hit = next((item for item in own if exact.fullmatch(_plain(item[2]))), None)
        near = hit or next((item for item in own if loose.fullmatch(_bare(item[2]))), None)
        letters += near is not None
        places.append(hit[0] if hit else None)
        boxes.append(near is not None and _boxed(near[1], line))
        if near is not None:
            own.remove(near)  # a text that stands twice on a page is found twice
        if hit is None:
            errors.append(f"page {line.page}: {' '.join(word.text for word in line.words)}")
    # a note stands under its column or at the end of its page: where is left open
    pairs = [
        (a, b)
        for a, b, line, after in zip(places, places[1:], gold, gold[1:], strict=False)
        if a is not None and b is not None and line.words[0].note == after.words[0].note
    ]
    count = len(gold) or 1
    return PaperScore(
        language=language,
        layout=layout,
        lines=len(gold),
        verbatim=sum(place is not None for place in places) / count,
        letters=letters / count,
        order=sum(b > a for a, b in pairs) / (len(pairs) or 1),
        boxes=sum(boxes) / count,
        heads=sum(heads) / (2 * len(reading.pages) or 1),
        errors=tuple(errors),
    )


def _boxed(unit: Unit, line: GoldLine) -> bool:
    if unit.box is None:
        return False
    left, top, right, bottom = unit.box
    if not top - 2 <= line.base <= bottom + 2:
        return False
    if line.words[0].note:  # its indent is not known
        return left < line.right and right > line.left
    width = line.right - line.left
    covered = min(right, line.right) - max(left, line.left)
    return covered >= 0.95 * width and right - left <= 1.1 * width + 4
