"""Edits and where they lead: what no edit touches stands in the new text letter for letter."""

from __future__ import annotations

import re

from hypothesis import example, given
from hypothesis import strategies as st

from foja.model.carry import Shift, carried, edits_between, line_edits
from foja.model.passage import matches, passage
from foja.model.statement import Alleger, Cue, Statement
from foja.model.vocabulary import AllegerKind, Modality

words = st.lists(st.sampled_from(["de", "la", "orden", "captnra", "1992", "קול", "امر"]), max_size=8).map(" ".join)
texts = st.lists(words, min_size=1, max_size=6).map("\n".join)


@given(words, words, st.integers(0, 9))
def test_a_corrected_line_is_the_line_that_was_given(was: str, now: str, offset: int) -> None:
    before = "#" * offset + was + "\ntail"
    after = Shift(line_edits(offset, was, now)).apply(before)
    assert "#" * offset + now + "\ntail" == after


@example("", "de\n\n")  # two lines come in at one place, in their order
@given(texts, texts)
def test_the_edits_between_two_texts_lead_from_one_to_the_other(was: str, now: str) -> None:
    assert now == Shift(edits_between(was, now)).apply(was)


@given(texts, texts, st.data())
def test_an_untouched_span_has_the_same_words_at_its_new_place(was: str, now: str, data: st.DataObject) -> None:
    shift = Shift(edits_between(was, now))
    start = data.draw(st.integers(0, len(was)))
    end = data.draw(st.integers(start, len(was)))
    moved = shift.span(start, end)
    assert 0 <= moved.start <= moved.end <= len(now)
    if moved.same:
        assert was[start:end] == now[moved.start : moved.end]


BEFORE = "El juez ordenó la captnra de nueve personas el 9 de noviembre.\nEl fiscal pidió la nota."
AFTER = BEFORE.replace("captnra", "captura")


def on(text: str, quote: str, speaker: str = "") -> Statement:
    start = text.index(quote)
    at = text.index(speaker) if speaker else None
    link = Alleger(kind=AllegerKind.SPEAKER, name=speaker, start=at, end=at + len(speaker) if at is not None else None)
    cue = next(re.finditer(r"ordenó|pidió", text))
    return Statement(
        id="st-1", source="s", passage=passage("old", text, start, start + len(quote)), chain=(link,), content=quote,
        modality=Modality.ORDERED, cue=Cue(start=cue.start(), end=cue.end(), words=cue.group()), extractor="rules 1",
    )  # fmt: skip


def test_a_statement_is_carried_where_its_words_stand_and_proposed_where_they_were_corrected() -> None:
    shift = Shift(edits_between(BEFORE, AFTER))
    kept, same = carried(on(BEFORE, "El fiscal pidió la nota", "El juez"), shift, "new", AFTER) or (None, False)
    assert kept and same and matches(kept.passage, AFTER)
    assert ("new", "st-1", "El fiscal pidió la nota") == (kept.passage.text, kept.supersedes, kept.content)
    changed, same = carried(on(BEFORE, "la captnra de nueve personas", "El juez"), shift, "new", AFTER) or (None, True)
    assert changed and not same and matches(changed.passage, AFTER)
    assert "la captura de nueve personas" == changed.content == changed.passage.quote


def test_a_speaker_whose_name_was_corrected_makes_a_proposal_and_a_line_taken_out_nothing() -> None:
    after = BEFORE.replace("El juez", "La jueza")
    found = carried(on(BEFORE, "de nueve personas", "El juez"), Shift(edits_between(BEFORE, after)), "new", after)
    assert found and ("La jueza", False) == (found[0].speaker.name, found[1])
    gone = BEFORE.split("\n")[0]
    assert carried(on(BEFORE, "El fiscal pidió la nota"), Shift(edits_between(BEFORE, gone)), "new", gone) is None
