"""Recognised text of a bad scan gives few drafts, and clean text loses none."""

from __future__ import annotations

import random
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from foja.evaluate.one_text import extraction
from foja.evaluate.sentences import load

FOLDER = Path(__file__).parents[2] / "examples" / "sentences" / "annotated"


def harmed(text: str, share: float, draw: random.Random) -> str:
    """The text as a bad scan is read: so many of its letters lost, parted or taken for something else."""
    out = []
    for char in text:
        if draw.random() < share:
            out.append(draw.choice(["", " ", *"~|}{;:.,!1lIi0O§"]))
        else:
            out.append(char)
    return "".join(out)


def test_a_bad_scan_gives_few_drafts() -> None:
    clean = "\n\n".join([row.text for row in load(FOLDER) if row.language == "en"][:150])
    drafts = len(extraction(clean, "en").statements)
    found = len(extraction(harmed(clean, 0.3, random.Random(4)), "en").statements)
    assert drafts > 100
    assert found * 10 < drafts


@settings(deadline=None, max_examples=30)
@given(st.text(alphabet="abc l1I|~{}.;:§ \n", max_size=400))
def test_noise_gives_no_draft_that_does_not_stand_in_it(text: str) -> None:
    for s in extraction(text, "en").statements:
        assert text[s.passage.start : s.passage.end] == s.passage.quote


def test_left_over_markup_is_no_noise() -> None:
    text = "The harbour court ordered the arrest of Tomás Rey and of <b>Ivo Nagy</b> by an auto de procesamiento."
    assert extraction(text, "en").statements


def test_hours_amounts_and_names_are_no_noise() -> None:
    text = "At 9.15 p.m. on 3 May the court ordered the U.S. bank to pay $4.5m (£3m) to the B-2 fund, 62% of the claim."
    assert extraction(text, "en").statements
