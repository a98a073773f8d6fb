"""The rulebook on red notices against a copy of it written for clingo: the same arguments, open and labelled alike."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import clingo
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foja.law.arguing import IN, OUT, argue, attacks_among, defeats_of, grounded, preferences
from foja.law.fold import Dated
from foja.law.interval import holds_on
from foja.law.rulebook import Ask, rulebook_named
from foja.law.scene import Fact, Given, Question, Scene
from foja.law.standing import Known
from foja.model.act import PartyName
from foja.model.dates import When, when
from foja.model.particular import OPEN, Circumstance, Post, Resolution
from foja.model.vocabulary import Holds, Rank
from law.argument_cases import ArgumentCase, every_case

BOOK = rulebook_named("red_notice")
PROGRAM = (Path(__file__).parent / "red_notice.lp").read_text("utf-8")
FIRST, LAST = 0, 99999999
WHO = PartyName(name="X", key="x")


def number(day: str | None, otherwise: int) -> int:
    return int(day.replace("-", "")) if day else otherwise


def bounds(one: When | None) -> tuple[int, int]:
    return (number(one.earliest, FIRST), number(one.latest, LAST)) if one else (FIRST, LAST)


def ending(one: When | None) -> tuple[int, int]:
    """Bounds of an end: open ends never come, ends that nobody knows may come any day."""
    if one is not None and one.edtf == OPEN:
        return LAST, LAST
    return bounds(one)


def atoms(given: Given, day: str) -> list[str]:
    """What is on file as the other program wants it."""
    scene = Scene(given, Question(day))
    found = [f"day({number(day, 0)})."]
    for name, ask in (
        ("warrant", Ask(ask="matter", machine="warrant", open=("requested",))),
        ("dispute", Ask(ask="matter", machine="red_notice", states=("disputed", "appealed"))),
    ):
        answer = scene.answer(ask).holds
        found.append(f"{name}({'no' if answer is Holds.UNKNOWN else answer}).")
    for act in scene.acts("red_notice"):
        if act.act.kind == "refused":
            low, high = act.act.earliest.replace("-", ""), act.act.latest.replace("-", "")
            found.append(f"refused({int(low)},{int(high)}).")
    for fact in given.facts:
        one = fact.record
        low, high = bounds(one.since)
        if low > number(day, 0):
            continue
        if isinstance(one, Post):
            end = ending(one.until)
            found.append(f'post("{one.id}",{one.rank},{low},{high},{end[0]},{end[1]}).')
            found += [f'disputed("{one.id}").'] if one.rank_disputed else []
        elif isinstance(one, Resolution):
            names = (one.prefers.lower().replace("-", "_"), one.over.lower().replace("-", "_"))
            found.append(f"decided({names[0]},{names[1]},{low},{high}).")
        elif one.kind == "conduct":
            found.append(f"conduct({low},{high}).")
        elif one.kind == "identity_disputed":
            end = ending(one.until)
            found.append(f"lasting({one.kind},{low},{high},{end[0]},{end[1]}).")
        else:
            value = one.value if one.kind in VALUED else "none"
            found.append(f"{'denied' if one.denied else 'said'}({one.kind},{value},{low},{high}).")
    return found


VALUED = {"offence", "qualified", "refusal_ground", "max_penalty_months", "sentence_months"}


def by_clingo(given: Given, day: str) -> dict[str, tuple[str, bool]]:
    control = clingo.Control(["--warn=none"])
    control.add("base", [], PROGRAM + "\n".join(atoms(given, day)))
    control.ground([("base", [])])
    models: list[list[Any]] = []
    control.solve(on_model=lambda model: models.append(list(model.symbols(shown=True))))
    assert len(models) == 1  # the grounded labelling is one
    labels = {str(one.arguments[0]): one.name for one in models[0] if one.name != "open"}
    opened = {str(one.arguments[0]) for one in models[0] if one.name == "open"}
    return {name: (label, name in opened) for name, label in labels.items()}


def by_foja(given: Given, day: str) -> dict[str, tuple[str, bool]]:
    asked = Question(day)
    found = argue(BOOK, given, asked, "X").arguments
    rules = [BOOK.named(one.rule) for one in found]
    names = {one.rule: one for one in found}
    decided = preferences(Scene(given, asked).resolutions, BOOK.name, day)
    defeats = defeats_of(attacks_among(rule for rule in rules if rule), decided, names)
    labels = grounded(names, defeats, {one.rule for one in found if one.open})
    word = {IN: "in", OUT: "out"}
    return {
        name.lower().replace("-", "_"): (word.get(label, "undecided"), names[name].open)
        for name, label in labels.items()
    }


@pytest.mark.parametrize("path", every_case(), ids=lambda path: path.stem)
def test_every_person_on_many_days(path: Path) -> None:
    case = ArgumentCase(path)
    for person in case.persons():
        given = case.given(person)
        for day in DAYS:
            assert by_foja(given, day) == by_clingo(given, day), (person, day)


DAYS = (
    "1993-01-01", "1994-07-18", "2001-12-31", "2002-02-14", "2003-11-30", "2005-06-01", "2005-09-27", "2006-11-09",
    "2006-12-01", "2007-03-14", "2007-03-15", "2007-06-01", "2012-01-01", "2017-12-31", "2024-06-01", "2025-04-11",
    "2026-03-05",
)  # fmt: skip
"""Days around which something on file, or a rule, begins."""
dates = st.sampled_from(
    [
        "", "1989", "1994-07-18", "1994-07", "[1993..1995]", "2001-05", "2002-02-14", "2004", "2005-09-27",
        "2006-11-09", "2007-03", "2007-03-15", "2010", "1988~",
    ]
)  # fmt: skip
ACTS = (
    ("warrant", "requested"), ("warrant", "ordered"), ("warrant", "annulled"), ("red_notice", "disputed"),
    ("red_notice", "refused"),
)  # fmt: skip


def dated(edtf: str) -> When | None:
    return None if not edtf else When(verbatim=OPEN, edtf=OPEN) if edtf == OPEN else when(edtf, edtf)


@st.composite
def files(draw: st.DrawFn) -> Given:
    acts = []
    for n, (machine, kind) in enumerate(draw(st.lists(st.sampled_from(ACTS), max_size=3))):
        first, last = _outer(draw(dates))
        act = Dated(f"ac-{n}", kind, first or "0000-00-00", last or "9999-99-99")
        acts.append(Known(f"m{n}", machine, "", act, "1990-01-01"))
    facts: list[Fact] = []
    for n in range(draw(st.integers(0, 2))):
        since, until = dated(draw(dates)), dated(draw(st.one_of(dates, st.just(OPEN))))
        post = Post(
            id=f"po-{n}", person=WHO, title="Post", rank=draw(st.sampled_from([
                Rank.HEAD_OF_STATE, Rank.FOREIGN_MINISTER, Rank.MINISTER, Rank.AMBASSADOR, Rank.JUDGE])),
            rank_disputed=draw(st.booleans()), since=since, until=until,
        )  # fmt: skip
        facts.append(Fact(post, "1990-01-01"))
    if draw(st.booleans()):
        conduct = Circumstance(id="ci-c", kind="conduct", countries=("AR",), since=when("1994-07", "1994-07"))
        facts.append(Fact(conduct, "1990-01-01"))
    kinds = draw(
        st.lists(
            st.sampled_from([
                ("offence", "terrorism"), ("offence", "behaviour"), ("qualified", "crime_against_humanity"),
                ("civilian_target", ""), ("new_evidence", ""), ("political_character", ""), ("death", ""),
                ("refusal_ground", "want_of_evidence"), ("signatory_removed", ""), ("identity_disputed", ""),
                ("max_penalty_months", "300"), ("max_penalty_months", "12"), ("sentence_months", "6"),
            ]), max_size=7,
        )
    )  # fmt: skip
    for n, (kind, value) in enumerate(kinds):
        lasts = kind == "identity_disputed"
        one = Circumstance(
            id=f"ci-{n}", kind=kind, value=value, since=dated(draw(dates.filter(bool))),
            until=dated(draw(st.one_of(dates, st.just(OPEN)))) if lasts else None,
            denied=draw(st.booleans()) and not lasts and kind not in VALUED,
        )  # fmt: skip
        facts.append(Fact(one, "1990-01-01"))
    for n in range(draw(st.integers(0, 2))):
        pair = draw(st.sampled_from([
            ("RN-ART3-RANK-THEN", "RN-TERROR"), ("RN-TERROR", "RN-ART3-RANK-THEN"), ("RN-NO-NEW", "RN-WARRANT"),
            ("RN-NEW", "RN-REFUSED")]))  # fmt: skip
        made = Resolution(
            id=f"re-{n}", issue="red_notice", prefers=pair[0], over=pair[1], authority=WHO,
            since=when(*[draw(dates.filter(bool))] * 2),
        )  # fmt: skip
        facts.append(Fact(made, "1990-01-01"))
    return Given(acts, facts)


def _outer(edtf: str) -> tuple[str | None, str | None]:
    found = dated(edtf)
    return (found.earliest, found.latest) if found else (None, None)


@settings(max_examples=150, deadline=None)
@given(
    files(),
    st.sampled_from(["1994-07-18", "2002-02-14", "2005-06-01", "2005-09-27", "2007-03-15", "2007-06-01", "2012-01-01"]),
)
def test_whatever_is_on_file(file: Given, day: str) -> None:
    assert by_foja(file, day) == by_clingo(file, day)


def test_a_rule_that_is_left_out_would_show() -> None:
    """The comparison can fail: without the date of one rule the copy differs."""
    post = Post(id="po-1", person=WHO, title="President", rank=Rank.HEAD_OF_STATE, since=when("1990", "1990"))
    file = Given([], [Fact(post, "1990-01-01")])
    assert holds_on(post.since, post.until, "2001-01-01") is Holds.POSSIBLE
    assert "rn_personae" not in by_foja(file, "2001-01-01")
    assert "rn_personae" in by_foja(file, "2003-01-01")
    assert by_clingo(file, "2001-01-01") == by_foja(file, "2001-01-01")
