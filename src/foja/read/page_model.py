"""How likely each line of a web page is of its article: two looks of the line model.

The first weighs the signs of a line (``line_model``), of how it is written (``line_context``) and of its elements
(``elements``); the second adds what the first says of the lines and elements around it. Both are sums, so what is said
of an element is weighed once and not for each of its lines.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from foja.read.elements import Signs, Tree
from foja.read.line_context import plain_signs, second_signs
from foja.read.line_model import Surroundings, logistic, score, signs, weights
from foja.read.lines import Line
from foja.read.sections import Section

FIRST, SECOND = "pages", "pages, second look"


class Look(NamedTuple):
    """Signs of each line, and of each element by its number; the signs of a line are both."""

    lines: list[Signs]
    elements: dict[int, Signs]

    def row(self, line: Line, index: int) -> Signs:
        """All signs of a line, as the training sees them."""
        return self.lines[index] | (self.elements[line.element.number] if line.element else {})

    def scores(self, lines: Sequence[Line], known: Mapping[str, float]) -> list[float]:
        """The weighted sums of the lines, without the constant."""
        of_elements = {number: score(known, found) for number, found in self.elements.items()}
        return [
            score(known, found) + (of_elements[line.element.number] if line.element else 0.0)
            for line, found in zip(lines, self.lines, strict=True)
        ]


def first_look(around: Surroundings, sections: Mapping[int, Section], dropped: set[int], tree: Tree) -> Look:
    """The signs of the first look. ``dropped``: elements that hold most of the text; their names count apart."""
    rows = []
    for index, line in enumerate(around.lines):
        hints = [hint for hint in line.hints if hint.element not in dropped]
        found = signs(around, index, hints, sections.get(index)) | plain_signs(around.lines, index)
        found |= {f"large element {hint.role}": 1.0 for hint in line.hints if hint.element in dropped}
        rows.append(found)
    return Look(rows, tree.signs())


def second_look(lines: Sequence[Line], likely: Sequence[float], tree: Tree) -> Look:
    """The signs that the second look adds. ``likely``: what the first says."""
    return Look(second_signs(lines, likely), tree.second_signs(likely))


def likely_lines(around: Surroundings, sections: Mapping[int, Section], dropped: set[int]) -> list[float]:
    """For each line the probability that it is of the article."""
    lines, tree = around.lines, Tree(around.lines)
    first = first_look(around, sections, dropped, tree)
    known = weights(FIRST)
    likely = [logistic(value + known[""]) for value in first.scores(lines, known)]
    known = weights(SECOND)
    second = second_look(lines, likely, tree)
    both = zip(first.scores(lines, known), second.scores(lines, known), strict=True)
    return [logistic(a + b + known[""]) for a, b in both]
