"""Rulebooks are data: what is wrong in one is told with file, line and what was expected, and nothing of it is used."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foja.law.circumstances import circumstances
from foja.law.rulebook import read_rulebook, rulebook_named, rulebooks
from foja.model.errors import UsageError

GOOD = """name = "permit"
title = "Permit"
question = "May {person} have a permit on {day}?"
order = "Lira"
says = "A permit."
author = "somebody"
reviewer = "nobody yet"
unchecked = "All of it."
sources = ["Statute of Lira"]

[[rule]]
id = "PE-ONE"
side = "for"
says = "{person} was {post}."
cite = "Statute of Lira, art. 1"
source = "statute"
contested = "Nobody."
when = [{ask = "rank", ranks = ["minister"]}]

[[rule]]
id = "PE-TWO"
side = "against"
says = "A warrant stands as {matter}."
cite = "Statute of Lira, art. 2"
source = "statute"
contested = "Nobody."
when = [{ask = "matter", machine = "warrant"}]
rebuts = ["PE-ONE"]
"""

PREMISE = 'ask = "matter", machine = "warrant"'
REST = '\ncontested = "Nobody."\nwhen = [{ask = "matter"'
SAID = 'ask = "circumstance", '


def test_a_book_is_read() -> None:
    assert [rule.id for rule in read_rulebook(GOOD, "permit.toml").rule] == ["PE-ONE", "PE-TWO"]


@pytest.mark.parametrize(
    ("before", "after", "line", "words"),
    [
        ('sources = ["Statute of Lira"]', "sources = []", 9, "no source is named"),
        ('reviewer = "nobody yet"', 'reviewer = ""', 7, "reviewer is empty"),
        ('side = "against"', 'side = "maybe"', 22, "maybe"),
        ('side = "against"', 'side = "for"', 1, "no rule speaks against"),
        ('id = "PE-TWO"', 'id = "PE-ONE"', 21, "no id of its own"),
        ('cite = "Statute of Lira, art. 2"', 'cite = " "', 24, "cite is empty"),
        (f'source = "statute"{REST}', f'source = "gossip"{REST}', 25, "gossip"),
        (REST, REST.replace("Nobody.", ""), 26, "contested is empty"),
        ('rebuts = ["PE-ONE"]', 'rebuts = ["PE-NIL"]', 28, "expected another rule"),
        ('rebuts = ["PE-ONE"]', 'undercuts = [{rule = "PE-ONE", cite = ""}]', 28, "without a citation"),
        ('rebuts = ["PE-ONE"]', 'since = "spring"', 28, "is not a date"),
        ('machine = "warrant"', 'machine = "wand"', 27, "no machine"),
        ('machine = "warrant"', 'machine = "warrant", states = ["lost"]', 27, "no state 'lost'"),
        ('machine = "warrant"', 'machine = "warrant", ranks = ["judge"]', 27, "a premise on matter has ranks"),
        (PREMISE, 'ask = "feeling"', 27, "it asks 'feeling'"),
        (PREMISE, 'ask = "act", machine = "warrant"', 27, "names no kind of act"),
        (PREMISE, 'ask = "circumstance", kind = "mood"', 27, "no circumstance"),
        (PREMISE, f'{SAID}kind = "offence", values = ["evil"]', 27, "no value 'evil'"),
        (PREMISE, f'{SAID}kind = "conduct", countries = ["forum"]', 27, "about the place 'forum'"),
        ('says = "A warrant stands as {matter}."', 'says = "A warrant of {forum}."', 23, "wants {forum}"),
        ('says = "A warrant stands as {matter}."', 'says = "A warrant {"', 23, ""),
        ('ranks = ["minister"]', 'ranks = ["king"]', 18, "king"),
        ('order = "Lira"', 'order = Lira', 4, "not TOML"),
        ('order = "Lira"', 'conclusion = "yes"', 4, "conclusion"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_line(before: str, after: str, line: int, words: str) -> None:
    assert GOOD.count(before) == 1, before
    with pytest.raises(UsageError) as caught:
        read_rulebook(GOOD.replace(before, after), "permit.toml")
    assert caught.value.code == "rulebook-malformed"
    assert caught.value.where == f"permit.toml, line {line}", caught.value.what
    assert words in caught.value.what


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(GOOD) - 1), st.sampled_from(['"', "[", "]", "{", "=", "\n", "x", "", "\x00", "é"]))
def test_a_broken_file_is_read_whole_or_refused(place: int, put: str) -> None:
    """Nothing half-read and no traceback: a book with both its rules, or an error that names file and line."""
    text = GOOD[:place] + put + GOOD[place + 1 :]
    try:
        assert len(read_rulebook(text, "permit.toml").rule) == 2
    except UsageError as error:
        assert error.code == "rulebook-malformed"
        assert error.where.startswith("permit.toml, line ")


def test_the_books_that_are_shipped() -> None:
    books = rulebooks()
    assert sorted(books) == [
        "extradition", "immunity", "in_absentia", "jurisdiction", "limitation", "red_notice", "sanctions",
    ]  # fmt: skip
    ids = [rule.id for book in books.values() for rule in book.rule]
    assert len(ids) == len(set(ids)) >= 60
    with pytest.raises(UsageError) as caught:
        rulebook_named("guilt")
    assert caught.value.code == "issue-unknown"


def test_every_kind_of_circumstance_can_be_said() -> None:
    for kind in circumstances().values():
        assert kind.person in ("yes", "no", "may")
        assert (kind.value == "word") == bool(kind.values)
        assert ("{value}" in kind.words) == (kind.value != "none"), kind.name
        assert "{countries}" in kind.words or not kind.countries, kind.name
