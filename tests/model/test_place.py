"""A place is a citation that a person can follow, in the words of the kind of file."""

from __future__ import annotations

import pytest

from foja.model.place import Place


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (Place(), ""),
        (Place(page=3, line=4, kind="line"), "p. 3, line 4"),
        (Place(line=7, kind="line"), "line 7"),
        (Place(line=7, path="/html/body/p[2]", kind="paragraph"), "line 7, /html/body/p[2]"),
        (Place(line=7, path="word/document.xml", kind="paragraph"), "paragraph 7"),
        (Place(line=2, path="word/footnotes.xml", kind="note"), "footnotes, note 2"),
        (Place(line=9, path="word/document.xml table 1, row 2, column 3", kind="cell"), "table 1, row 2, column 3"),
        (Place(line=2, path="Pagos!B2", kind="cell"), "sheet Pagos, cell B2"),
        (Place(path="Pagos!B2", kind="comment"), "sheet Pagos, cell B2 (comment)"),
        (Place(line=2, path="B2", kind="cell"), "cell B2"),
        (Place(page=3, line=1, path="slide 3, notes", kind="note"), "slide 3, notes, note 1"),
        (Place(path="From", kind="header"), "From"),
        (Place(line=5, path="part 2", kind="line"), "part 2, line 5"),
    ],
)
def test_places_in_words(place: Place, words: str) -> None:
    assert words == str(place)
