"""Learns the weights of the line model (``foja.read.line_model``) from pages whose articles people marked.

    python -m benchmarks.train_lines AEB TRAFILATURA/tests --write src/foja/read/line_model.json

The folders are those that ``foja eval read`` measures (docs/how-to/measure-reading.md). Only their
development halves are used. Three sets of weights come out: ``pages`` from all that a page says about its
lines, ``texts`` from the words and blank lines alone, as a scraped text has them, and those of the second look at
these. Of whole articles every line is labelled, of stretches the lines that hold one.
Most lines of the pages with stretches have no label. Of web pages these learn, at a fifth of the weight, from a teacher:
the model of decision 27, without elements and a second look but with trafilatura's vote, which foja does not ask when it
reads (decision 78), and the rules of ``page_furniture``. Each page weighs the same. Logistic regression with an L2 penalty of 1, by Newton's method; the same
folders give the same weights. Needs trafilatura: ``pip install trafilatura``. Without ``--write`` it prints how well lines
are told apart on the half that was kept back.
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
from foja.model.vocabulary import ZoneRole
from foja.read.builder import Builder
from foja.read.cues import cues
from foja.read.dom import Walk
from foja.read.elements import Tree
from foja.read.encoding import declared_in, decode
from foja.read.evaluate import squeezed
from foja.read.limits import Limits
from foja.read.line_context import plain_signs, second_signs
from foja.read.line_model import Surroundings, probability, signs
from foja.read.lines import Line
from foja.read.page_furniture import marks_of, sections_of, too_large
from foja.read.page_model import FIRST, SECOND, first_look, second_look
from foja.read.sections import share_before
from foja.read.vote import vote, votes_for

_WORD = re.compile(r"\w+")
PENALTY = 1.0
STEPS = 12
PARTS = 4
TEACHER = 0.6
"""Probability from which the teacher takes a line for the article: the limit of decision 27."""
TAUGHT = 0.2
"""What a line that the teacher labels weighs, beside one that a person did."""
Row = tuple[dict[str, float], int, float]
"""Signs of a line, its label, its weight."""


def lines_of(page: GoldPage) -> tuple[list[Line], list[bool | None]]:
    """The lines with their votes, and what trafilatura votes."""
    from resiliparse.parse.html import HTMLTree

    data = Path(page.file).read_bytes()
    content = gzip.decompress(data) if page.file.endswith(".gz") else data
    source = decode(content, declared_in(content)).text
    walk = Walk(Builder(Limits()))
    tree = HTMLTree.parse(source)
    if tree.body is not None:
        walk.run(tree.body)
    for line, kept in zip(walk.lines, vote(tree, walk.lines, walk.deepest), strict=True):
        line.vote = kept
    return walk.lines, votes_for(_trafilatura(source), walk.lines)


def _trafilatura(source: str) -> str:
    import trafilatura

    try:
        return trafilatura.extract(source, include_comments=False, include_tables=True) or ""
    except Exception:  # a page that ends the other program has no vote of it
        return ""


def teacher_signs(lines: list[Line], votes: list[bool | None]) -> list[dict[str, float]]:
    """The signs of the lines with the votes of another extractor, and without elements."""
    own = [line.vote for line in lines]
    for line, kept in zip(lines, votes, strict=True):
        line.vote = kept
    found = signs_of(lines)
    for line, kept in zip(lines, own, strict=True):
        line.vote = kept
    return found


def around_of(lines: list[Line]) -> Surroundings:
    return Surroundings(lines, [cues().kind(line.text) for line in lines], share_before(lines))


def taught(page: Seen, teacher: dict[str, float]) -> list[int]:
    """1 for each line that the teacher and the rules take for the article, 0 for another."""
    around = around_of(page.lines)
    likely = [probability(teacher, row) for row in page.teacher_signs]
    marks = marks_of(around, sections_of(around), too_large(page.lines), likely, TEACHER)
    return [int(mark.role == ZoneRole.BODY) for mark in marks]


def signs_of(lines: list[Line]) -> list[dict[str, float]]:
    around, dropped = around_of(lines), too_large(lines)
    sections = sections_of(around)
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
    """A page with the signs of its lines: as a web page, by trafilatura's votes, as a text; and its labels."""

    name: str
    lines: list[Line]
    tree: Tree
    text: list[Line]
    page_signs: list[dict[str, float]]
    teacher_signs: list[dict[str, float]]
    text_signs: list[dict[str, float]]
    marked: list[int | None]


def seen(page: GoldPage) -> Seen:
    lines, theirs = lines_of(page)
    text = bare(lines)
    first = [row | plain_signs(text, index) for index, row in enumerate(signs_of(text))]
    around, tree = around_of(lines), Tree(lines)
    look = first_look(around, sections_of(around), too_large(lines), tree)
    own = [look.row(line, index) for index, line in enumerate(lines)]
    teacher = teacher_signs(lines, theirs)
    return Seen(page.name, lines, tree, text, own, teacher, first, labels(page, lines))


def rows_of(
    lines: list[Line],
    rows: list[dict[str, float]],
    marked: list[int | None],
    others: list[int] | None = None,
) -> list[Row]:
    """The labelled lines; and those without a label, where a teacher labels the ``others``."""
    known = sum(label is not None for label in marked) or 1
    other = len(marked) - known
    found: list[Row] = []
    for index, (line, row, label) in enumerate(zip(lines, rows, marked, strict=True)):
        size = math.log1p(len(line.text))
        if label is not None:
            found.append((row, label, size / known**0.5))
        elif others is not None:
            found.append((row, others[index], TAUGHT * size / max(1, other) ** 0.5))
    return found


def first_rows(pages: Iterable[Seen]) -> list[Row]:
    return [row for page in pages for row in rows_of(page.text, page.text_signs, page.marked)]


def second_rows(page: Seen, known: dict[str, float]) -> list[Row]:
    """The rows of the second look, by what weights of the first look say of the lines."""
    likely = [probability(known, row) for row in page.text_signs]
    more = second_signs(page.text, likely)
    return rows_of(page.text, [a | b for a, b in zip(page.text_signs, more, strict=True)], page.marked)


def learn(pages: list[Seen]) -> dict[str, dict[str, float]]:
    """All weights."""
    return learn_pages(pages) | learn_texts(pages)


def learn_pages(pages: list[Seen]) -> dict[str, dict[str, float]]:
    """The weights of web pages. As with texts the second look learns from a first that has not seen the page."""
    teacher = fit([row for page in pages for row in rows_of(page.lines, page.teacher_signs, page.marked)])
    others = {page.name: taught(page, teacher) for page in pages}

    def first(chosen: Iterable[Seen]) -> list[Row]:
        return [row for page in chosen for row in rows_of(page.lines, page.page_signs, page.marked, others[page.name])]

    rows: list[Row] = []
    for part in range(PARTS):
        unseen = fit(first(page for page in pages if _part(page) != part))
        for page in pages:
            if _part(page) == part:
                rows += rows_of(page.lines, second_page_signs(page, unseen), page.marked, others[page.name])
    return {FIRST: fit(first(pages)), SECOND: fit(rows)}


def second_page_signs(page: Seen, known: dict[str, float]) -> list[dict[str, float]]:
    """The signs of both looks at the lines of a web page, by weights of the first."""
    look = second_look(page.lines, [probability(known, row) for row in page.page_signs], page.tree)
    return [
        row | look.row(line, index) for index, (line, row) in enumerate(zip(page.lines, page.page_signs, strict=True))
    ]


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
        FIRST: [row for page in back for row in rows_of(page.lines, page.page_signs, page.marked)],
        SECOND: [
            row for page in back for row in rows_of(page.lines, second_page_signs(page, weights[FIRST]), page.marked)
        ],
        "texts": first_rows(back),
        "texts, second look": [row for page in back for row in second_rows(page, weights["texts"])],
    }
    for kind, rows in found.items():
        right = sum(((probability(weights[kind], row) > 0.5) == bool(label)) * share for row, label, share in rows)
        print(f"{kind}: {right / sum(share for _, _, share in rows):.3f} of {len(rows)} lines told right, by weight")


if __name__ == "__main__":
    main(sys.argv[1:])
