"""The elements matrix: charge, elements, modes of taking part; what is filed for and against; what is missing."""

from __future__ import annotations

from collections.abc import Sequence

from foja.law.charging import Charge
from foja.model.elements import Cell, ElementsMatrix
from foja.model.particular import Filing, ParticularRow
from foja.model.vocabulary import Mode, Quality, Side


def matrix(charge: Charge, filed: Sequence[ParticularRow]) -> ElementsMatrix:
    """The matrix of a charge. A cell for each element; where it differs by mode, one for each mode."""
    counted = [row for row in filed if row.quality is not Quality.UNSUPPORTED]
    cells = []
    for element in charge.element:
        for mode in (*Mode,) if element.by_mode else (None,):
            here = [row for row in counted if _belongs(row.particular, charge.name, element.name, mode)]
            sides = {
                side: tuple(row for row in here if isinstance(row.particular, Filing) and row.particular.side is side)
                for side in Side
            }
            cells.append(
                Cell(
                    element=element.name, words=element.words, mode=mode, supporting=sides[Side.FOR],
                    opposing=sides[Side.AGAINST], missing=not here,
                )
            )  # fmt: skip
    return ElementsMatrix(
        charge=charge.name, title=charge.title, order=charge.order, cite=charge.cite, read=charge.read,
        says=charge.says, cells=tuple(cells), filled=sum(not cell.missing for cell in cells),
    )  # fmt: skip


def _belongs(one: object, charge: str, element: str, mode: Mode | None) -> bool:
    """Whether a filing is about this cell. One filed for no mode in particular is about all."""
    if not isinstance(one, Filing) or (one.charge, one.element) != (charge, element):
        return False
    return mode is None or one.mode is None or one.mode is mode
