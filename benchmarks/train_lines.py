"""Learns the weights of the line model (``foja.read.line_model``) from pages whose articles people marked.

    python -m benchmarks.train_lines AEB TRAFILATURA/tests --write src/foja/read/line_model.json

The folders are those that ``foja eval read`` measures (docs/how-to/measure-reading.md). Only their
development halves are used. Three sets of weights come out: ``pages`` from all that a page says about its
lines, ``texts`` from the words and blank lines alone, as a scraped text has them, and those of the second look at
these. Of whole articles every line is labelled, of stretches the lines that hold one.
Each page weighs the same. Logistic regression with an L2 penalty of 1, by Newton's method; the same
folders give the same weights. Needs numpy, which foja does not: ``pip install numpy``. Without
``--write`` it prints how well lines are told apart on the half that was kept back.
"""

from __future__ import annotations

import gzip
import json
import math
import re
import sys
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from foja.evaluate.pages import HALVES, GoldPage, half_of, load
from foja.read.builder import Builder
from foja.read.cues import cues
from foja.read.dom import Walk
from foja.read.encoding import declared_in, decode
from foja.read.evaluate import squeezed
from foja.read.limits import Limits
from foja.read.line_context import plain_signs, second_signs
from foja.read.line_model import Surroundings, probability, signs
from foja.read.lines import Line
from foja.read.page_furniture import too_large
from foja.read.sections import find_sections, share_before
from foja.read.vote import vote

_WORD = re.compile(r"\w+")
PENALTY = 1.0
STEPS = 12
PARTS = 4
Row = tuple[dict[str, float], int, float]
"""Signs of a line, its label, its weight."""


def lines_of(page: GoldPage) -> list[Line]:
    from resiliparse.parse.html import HTMLTree

    data = Path(page.file).read_bytes()
    content = gzip.decompress(data) if page.file.endswith(".gz") else data
    source = decode(content, declared_in(content)).text
    walk = Walk(Builder(Limits()))
    body = HTMLTree.parse(source).body
    if body is not None:
        walk.run(body)
    for line, kept in zip(walk.lines, vote(source, walk.lines), strict=True):
        line.vote = kept
    return walk.lines


def signs_of(lines: list[Line]) -> list[dict[str, float]]:
    kinds = [cues().kind(line.text) for line in lines]
    dropped = too_large(lines)
    around = Surroundings(lines, kinds, share_before(lines))
    sections = {index: section for section in find_sections(lines, kinds) for index in range(section.cue, section.end)}
    return [
        signs(around, index, [hint for hint in line.hints if hint.element not in dropped], sections.get(index))
        for index, line in enumerate(lines)
    ]


def labels(page: GoldPage, lines: list[Line]) -> list[int | None]:
    """1 for a line of the article, 0 for another, None where the gold does not tell."""
    if page.article is None:
        wanted, unwanted = [squeezed(item) for item in page.wanted], [squeezed(item) for item in page.unwanted]
        found = []
        for line in lines:
            text = squeezed(line.text)
            yes, no = any(item in text for item in wanted), any(item in text for item in unwanted)
            found.append(None if yes == no else int(yes))
        return found
    words = _WORD.findall(page.article.lower())
    triples, whole = set(zip(words, words[1:], words[2:], strict=False)), f" {' '.join(words)} "
    found = []
    for line in lines:
        own = _WORD.findall(line.text.lower())
        mine = list(zip(own, own[1:], own[2:], strict=False))
        if len(own) < 4:  # too short to tell, except by its place among lines that can be told
            found.append(None if f" {' '.join(own)} " in whole else 0)
        else:
            found.append(int(sum(triple in triples for triple in mine) >= 0.7 * len(mine)))
    certain = [index for index, value in enumerate(found) if value == 1]
    return [
        (int(bool(certain) and certain[0] <= index <= certain[-1]) if value is None else value)
        for index, value in enumerate(found)
    ]


def fit(rows: list[Row]) -> dict[str, float]:
    """Weights by name; the empty name is the constant."""
    import numpy

    names = [*sorted({name for row, _, _ in rows for name in row}), ""]
    place = {name: index for index, name in enumerate(names)}
    table = numpy.zeros((len(rows), len(names)))
    table[:, -1] = 1
    for at, (row, _, _) in enumerate(rows):
        for name, value in row.items():
            table[at, place[name]] = value
    labels_ = numpy.array([label for _, label, _ in rows], float)
    weight = numpy.array([share for _, _, share in rows])
    penalty = numpy.eye(len(names)) * PENALTY
    penalty[-1, -1] = 1e-6
    found = numpy.zeros(len(names))
    for _ in range(STEPS):
        likely = 1 / (1 + numpy.exp(-numpy.clip(table @ found, -30, 30)))
        slope = table.T @ (weight * (labels_ - likely)) - penalty @ found
        bend = (table * (weight * likely * (1 - likely))[:, None]).T @ table + penalty
        step = numpy.linalg.solve(bend, slope)
        found += step
        if abs(step).max() < 1e-4:
            break
    return {name: round(float(value), 3) for name, value in zip(names, found, strict=True)}


def bare(lines: list[Line]) -> list[Line]:
    """The lines as a plain text has them."""
    found, start = [], 0
    for line in lines:
        found.append(Line(start=start, end=start + len(line.text), text=line.text, blank=line.blank))
        start += len(line.text) + 1
    return found


class Seen(NamedTuple):
    """A page with the signs of its lines: as a web page, as a text, and its labels."""

    name: str
    lines: list[Line]
    text: list[Line]
    page_signs: list[dict[str, float]]
    text_signs: list[dict[str, float]]
    marked: list[int | None]


def seen(page: GoldPage) -> Seen:
    lines = lines_of(page)
    text = bare(lines)
    first = [row | plain_signs(text, index) for index, row in enumerate(signs_of(text))]
    return Seen(page.name, lines, text, signs_of(lines), first, labels(page, lines))


def rows_of(lines: list[Line], rows: list[dict[str, float]], marked: list[int | None]) -> list[Row]:
    known = sum(label is not None for label in marked) or 1
    return [
        (row, label, math.log1p(len(line.text)) / known**0.5)
        for line, row, label in zip(lines, rows, marked, strict=True)
        if label is not None
    ]


def first_rows(pages: Iterable[Seen]) -> list[Row]:
    return [row for page in pages for row in rows_of(page.text, page.text_signs, page.marked)]


def second_rows(page: Seen, known: dict[str, float]) -> list[Row]:
    """The rows of the second look, by what weights of the first look say of the lines."""
    likely = [probability(known, row) for row in page.text_signs]
    more = second_signs(page.text, likely)
    return rows_of(page.text, [a | b for a, b in zip(page.text_signs, more, strict=True)], page.marked)


def learn(pages: list[Seen]) -> dict[str, dict[str, float]]:
    """All weights."""
    rows = [row for page in pages for row in rows_of(page.lines, page.page_signs, page.marked)]
    return {"pages": fit(rows)} | learn_texts(pages)


def learn_texts(pages: list[Seen]) -> dict[str, dict[str, float]]:
    """The weights of scraped texts. The second look learns from what the first says of pages that it has not seen: of
    each quarter, chosen by the CRC-32 of the names, by weights from the other three."""
    rows: list[Row] = []
    for part in range(PARTS):
        others = fit(first_rows(page for page in pages if _part(page) != part))
        rows += [row for page in pages if _part(page) == part for row in second_rows(page, others)]
    return {"texts": fit(first_rows(pages)), "texts, second look": fit(rows)}


def _part(page: Seen) -> int:
    return zlib.crc32(page.name.encode()) % PARTS


def main(arguments: list[str]) -> None:
    target = arguments[arguments.index("--write") + 1] if "--write" in arguments else ""
    pages = [page for folder in arguments if folder not in ("--write", target) for page in load(Path(folder))]
    weights = learn([seen(page) for page in pages if half_of(page.name) == HALVES[0]])
    if target:
        Path(target).write_text(json.dumps(weights, indent=1, sort_keys=True) + "\n", "utf-8")
        print(f"{sum(map(len, weights.values()))} weights written to {target}")
        return
    back = [seen(page) for page in pages if half_of(page.name) == HALVES[1]]
    found = {
        "pages": [row for page in back for row in rows_of(page.lines, page.page_signs, page.marked)],
        "texts": first_rows(back),
        "texts, second look": [row for page in back for row in second_rows(page, weights["texts"])],
    }
    for kind, rows in found.items():
        right = sum(((probability(weights[kind], row) > 0.5) == bool(label)) * share for row, label, share in rows)
        print(f"{kind}: {right / sum(share for _, _, share in rows):.3f} of {len(rows)} lines told right, by weight")


if __name__ == "__main__":
    main(sys.argv[1:])
