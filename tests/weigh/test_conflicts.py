"""What cannot both stand: figures that exclude each other, and denials. No side is ever said to be right."""

from collections.abc import Iterable

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foja.model.grouping import closure
from foja.model.statement import Figure, Statement
from foja.model.support import Conflict
from foja.model.vocabulary import ConflictReason, Modality, Polarity
from foja.weigh import conflicts as weighed
from foja.weigh.content import PartyOf, as_named
from foja.weigh.denials import DENIAL_WORDS, denial_keys, denied
from foja.weigh.figures import figure_conflicts, figure_keys, figures_exclude
from foja.weigh.said import Said, meant, said
from weigh.samples import dated, figure, statement


def conflicts(statements: Iterable[Statement], party_of: PartyOf = as_named) -> tuple[Conflict, ...]:
    return weighed.conflicts(said(one, party_of) for one in statements)


def killed(number: int, id: str, about: str = "AMIA", note: str = "", **more: object) -> Statement:
    return statement(
        f"{number} people died", id=id, figures=(figure("killed", number, number, str(number), about, note),), **more
    )  # type: ignore[arg-type]


def injured(low: float | None, high: float | None, id: str, **more: object) -> Statement:
    return statement("people were injured", id=id, figures=(figure("injured", low, high, "", "AMIA"),), **more)  # type: ignore[arg-type]


def test_eighty_five_and_eighty_six_conflict_and_the_scope_is_named() -> None:
    found = conflicts([killed(85, "st-1"), killed(85, "st-2"), killed(86, "st-3", note="including the bomber")])

    assert 1 == len(found)
    assert ("figures", "inclusion") == (found[0].kind, found[0].reason)
    assert ((85, 85), (86, 86)) == found[0].values
    assert "killed: AMIA" == found[0].subject
    assert (("85", ("st-1", "st-2")), ("86", ("st-3",))) == found[0].sides
    assert (
        "No one value fits 85 (2 statements) and 86 (1 statement). One side may count the perpetrator and the "
        'other not: its own words speak of it. 86 is given with the scope "including the bomber".'
    ) == found[0].explanation
    assert ("“85 people died” (the court)", "“86 people died” (the court)") == found[0].quotes


def test_bounds_that_leave_room_for_each_other_do_not_conflict() -> None:
    at_least, more_than, exactly = injured(151, None, "st-1"), injured(301, None, "st-2"), injured(151, 151, "st-3")

    assert () == conflicts([at_least, more_than])
    assert () == conflicts([at_least, exactly])
    found = conflicts([at_least, more_than, exactly])
    assert [(("151", ("st-3",)), ("301 or more", ("st-2",)))] == [conflict.sides for conflict in found]


def test_other_things_counted_other_events_and_other_days_do_not_conflict() -> None:
    base = killed(85, "st-1", dates=(dated("1994-07-18"),), names=("AMIA", "Buenos Aires"))

    assert () == conflicts([base, killed(29, "st-2", about="Embassy of Israel", names=("Buenos Aires",))])
    assert () == conflicts([base, killed(29, "st-2", dates=(dated("1992-03-17"),))])
    assert () == conflicts([base, injured(300, 300, "st-2")])
    assert () == conflicts([base, killed(29, "st-2", about="")])
    assert 1 == len(conflicts([base, killed(84, "st-2", about="", names=("AMIA",))]))
    assert 1 == len(conflicts([base, killed(84, "st-2", about="", dates=(dated("1994-07"),))]))


def test_requests_orders_and_negated_figures_are_no_facts_that_conflict() -> None:
    base = killed(85, "st-1")

    for change in (
        {"modality": Modality.REQUESTED},
        {"modality": Modality.ORDERED},
        {"modality": Modality.PREDICTED},
        {"polarity": Polarity.NEGATIVE},
    ):
        assert () == conflicts([base, killed(90, "st-2", **change)])
    assert 1 == len(conflicts([base, killed(90, "st-2", modality=Modality.FOUND)]))


def test_two_figures_of_one_statement_do_not_conflict_with_each_other() -> None:
    both = (figure("killed", 2, 2, about="AMIA"), figure("killed", 8, 8, about="AMIA"))

    assert () == conflicts([statement("2 children and 8 adults were killed", figures=both)])


def test_a_statement_with_several_figures_excludes_another_only_if_none_of_them_meets() -> None:
    both = (figure("killed", 633, 633, about="AMIA"), figure("killed", 85, 85, about="AMIA"))
    several = statement("633 and 85 were killed", id="st-1", figures=both)

    assert () == conflicts([several, killed(85, "st-2")])
    assert 1 == len(conflicts([several, killed(86, "st-2")]))


@pytest.mark.parametrize(
    ("said", "part"),
    [
        ("35 people were killed, including four who died in hospital", True),
        ("35 people were killed, among them at least four children", True),
        ("35 personas murieron, entre ellas cuatro niños", True),
        ("35 people were killed and four more in the shed", False),
    ],
)
def test_a_figure_that_is_part_of_another_conflicts_with_nothing(said: str, part: bool) -> None:
    at = said.index("four") if "four" in said else said.index("cuatro")
    whole = Figure(start=0, end=2, what="killed", low=35, high=35, verbatim="35")
    four = Figure(start=at, end=at + 4, what="killed", low=4, high=4, verbatim="four")
    one = statement(said, id="st-1", figures=(whole, four), names=("Lira",))
    other = statement("31 were killed", id="st-2", figures=(figure("killed", 31, 31),), names=("Lira",))
    (found,) = [c for c in conflicts([one, other]) if c.kind == "figures"]

    assert (("31", "35") if part else ("4", "31", "35")) == tuple(label for label, _ in found.sides)


def test_joined_names_bring_figures_of_one_event_together() -> None:
    first, second = killed(85, "st-1", about="AMIA"), killed(86, "st-2", about="Mutual Israelita")

    assert () == conflicts([first, second])
    assert 1 == len(conflicts([first, second], lambda name: "amia" if name == "mutual israelita" else name))


ASSERTED = "Avaland was involved in the attack on the market"


def test_an_assertion_and_its_denial_conflict() -> None:
    claim = statement(ASSERTED, id="st-1", names=("Avaland",), modality=Modality.ALLEGED)
    denial = statement(
        "Avaland has denied any involvement in the attack", id="st-2", names=("Avaland",), modality=Modality.DENIED
    )
    negated = statement(
        "Avaland was not involved in the attack", id="st-3", names=("Avaland",), polarity=Polarity.NEGATIVE
    )

    found = conflicts([claim, denial, negated])

    assert [(("put forward", ("st-1",)), ("denied", (one,))) for one in ("st-2", "st-3")] == sorted(
        conflict.sides for conflict in found
    )
    assert {"Avaland"} == {conflict.subject for conflict in found}
    assert "One statement denies what another puts forward, about Avaland." == found[0].explanation
    assert (
        "“Avaland was involved in the attack on the market” (the court)",
        "“Avaland has denied any involvement in the attack” (the court)",
    ) in {conflict.quotes for conflict in found}


def test_a_denial_of_something_else_or_by_somebody_else_is_no_conflict() -> None:
    claim = statement(ASSERTED, id="st-1", names=("Avaland",))
    for content, names in (
        ("Avaland denied any contact with the new government in the north", ("Avaland",)),
        ("Bergia denied any involvement in the attack on the market", ("Bergia",)),
        ("Avaland", ("Avaland",)),
    ):
        denial = statement(content, id="st-2", names=names, modality=Modality.DENIED)
        assert () == conflicts([claim, denial])
    requested = statement(ASSERTED, id="st-3", names=("Avaland",), modality=Modality.REQUESTED)
    denial = statement(ASSERTED, id="st-2", names=("Avaland",), modality=Modality.DENIED)
    assert () == conflicts([requested, denial])


RAID = "Avaland ordered the raid on the harbour"
DENIALS = [
    # What is negated is said of the same party, and is something else.
    ("The appeal lies with the Lisbon court of audit", "the Lisbon court of audit, which has not sat since May", False),
    ("El recurso corresponde al tribunal de Avaland", "el tribunal de Avaland, que no se reunió en mayo", False),
    ("The tables of Avaland out this week give no total", "The tables of Avaland do not give a source", False),
    (
        "Avaland asked for the file of the inquiry",
        "Avaland, which asked for the file, did not send a lawyer to the inquiry",
        False,
    ),
    ("Avaland never ordered the raid on the harbour", "Avaland did not order the raid on the harbour", False),
    # What is negated is what was put forward.
    (RAID, "Avaland, so its envoy, did not order the raid on the harbour", True),
    ("Avaland ordenó el ataque contra el puerto", "Avaland no ordenó el ataque contra el puerto", True),
    (f"{RAID} without warning", "Avaland did not order the raid on the harbour", True),
    (RAID, "the raid on the harbour Avaland ordered not", True),
]


@pytest.mark.parametrize(("claim", "denial", "against"), DENIALS)
def test_what_is_denied_is_what_was_put_forward(claim: str, denial: str, against: bool) -> None:
    names = ("Avaland",) if "Avaland" in claim else ("Lisbon court of audit",)
    put = statement(claim, id="st-1", names=names)
    negative = statement(denial, id="st-2", names=names, polarity=Polarity.NEGATIVE)

    assert against == bool(conflicts([put, negative]))


def test_a_sentence_that_reports_a_denial_does_not_conflict_with_itself() -> None:
    denial = statement(f"Avaland rejects that {ASSERTED}", id="st-1", names=("Avaland",), modality=Modality.DENIED)
    inner = statement(ASSERTED, id="st-2", names=("Avaland",))

    assert 1 == len(conflicts([denial, inner]))
    assert () == conflicts([denial, msgspec.structs.replace(inner, passage=denial.passage)])


IDS = st.integers(1, 12).map(lambda number: f"st-{number}")
FIGURES = st.builds(
    figure,
    st.sampled_from(["killed", "injured"]),
    st.sampled_from([None, 85, 86, 300]),
    st.sampled_from([None, 300, 400]),
    about=st.sampled_from(["", "AMIA", "Embassy"]),
    note=st.sampled_from(["", "including the bomber"]),
)
STATEMENTS = st.lists(
    st.builds(
        statement,
        st.sampled_from([ASSERTED, "Avaland denied the attack on the market", "people died in the attack"]),
        id=IDS,
        modality=st.sampled_from([Modality.ASSERTED, Modality.DENIED, Modality.FOUND]),
        figures=st.lists(FIGURES, max_size=2).map(tuple),
        dates=st.sampled_from([(), (dated("1994-07-18"),), (dated("1994-07"),), (dated("1992"),)]),
        names=st.sampled_from([(), ("Avaland",), ("Avaland", "AMIA"), ("Bergia",)]),
    ),
    max_size=8,
    unique_by=lambda found: found.id,
)
PARTS = STATEMENTS.map(lambda found: [said(one) for one in found])


@given(STATEMENTS, st.randoms(use_true_random=False))
def test_conflicts_do_not_depend_on_order_or_repetition(statements, random) -> None:  # type: ignore[no-untyped-def]
    found = conflicts(statements)

    random.shuffle(statements)
    assert found == conflicts(statements + statements[:2])
    assert len({conflict.id for conflict in found}) == len(found)


@given(PARTS)
def test_every_pair_in_conflict_is_found_by_its_keys(parts: list[Said]) -> None:
    """What the store looks up: figures under one key that do not meet, and denials that share enough keys."""
    for one in parts:
        for other in parts:
            if figures_exclude(one, other):
                assert any(
                    ours.key == theirs.key and (over(theirs.low, ours.high) or over(ours.low, theirs.high))
                    for ours in figure_keys(one)
                    for theirs in figure_keys(other)
                )
            if denied(one, other):
                assert len({*denial_keys(one)} & {*denial_keys(other)}) >= DENIAL_WORDS


def over(low: float | None, high: float | None) -> bool:
    return low is not None and high is not None and low > high


@given(PARTS)
def test_conflicts_of_figures_are_what_excluding_pairs_connect(parts: list[Said]) -> None:
    near = {one.id: [o.id for o in parts if figures_exclude(one, o)] for one in parts}
    whole = list(figure_conflicts(parts))
    for one in parts:
        reached = closure([one.id], near.__getitem__)
        fetched = figure_conflicts([other for other in parts if other.id in reached])
        assert [c for c in whole if reached & {i for _, ids in c.sides for i in ids}] == list(fetched)


# --- reasons


def reason(*parts: Said) -> tuple[ConflictReason, ...]:
    return tuple(conflict.reason for conflict in weighed.conflicts(parts))


def died(low: float, high: float | None, id: str, **more: object) -> Said:
    """A figure of the dead in a source of its own."""
    one = msgspec.structs.replace(
        statement("people died", id=id, figures=(figure("killed", low, high, "", "AMIA"),)), source=id
    )
    return said(one, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (died(29, 29, "st-1"), died(22, 22, "st-2"), "hard"),
        (died(151, 151, "st-1"), died(301, None, "st-2"), "bound"),
        (died(330, 330, "st-1"), died(300, 300, "st-2"), "rounding"),
        (died(86, 86, "st-1"), died(80, 80, "st-2"), "hard"),
        (died(151, None, "st-1"), died(301, None, "st-2"), None),
        (
            died(85, 85, "st-1", outlet="wire", published="2025-04-10"),
            died(86, 86, "st-2", outlet="wire", published="2025-04-11"),
            "superseded",
        ),
        (
            died(85, 85, "st-1", outlet="wire", published="2025-04-10"),
            died(86, 86, "st-2", outlet="wire", published="2025-04-10"),
            "hard",
        ),
        (died(85, 85, "st-1"), died(86, 86, "st-2", paragraph="86 murieron contando al conductor"), "inclusion"),
        (
            died(85, 85, "st-1"),
            died(86, 86, "st-2", paragraph="some of them died in hospital"),
            "definition",
        ),
        (died(85, 85, "st-1"), died(86, 86, "st-2", paragraph="the driver was counted out by nobody"), "hard"),
    ],
)
def test_the_reason_follows_from_the_passages(one: Said, other: Said, expected: str | None) -> None:
    assert ((expected,) if expected else ()) == reason(one, other)


def test_two_values_of_one_source_are_internal_and_a_scope_is_named() -> None:
    one, other = (killed(number, f"st-{number}") for number in (85, 94))
    assert (ConflictReason.INTERNAL,) == reason(said(one), said(other))
    scoped = msgspec.structs.replace(killed(94, "st-3", note="in the building"), source="another")
    assert (ConflictReason.SCOPE,) == reason(said(one), said(scoped))


def test_units_are_converted_before_they_are_compared() -> None:
    def charge(number: float, unit: str, id: str) -> Said:
        return said(
            msgspec.structs.replace(
                statement("explosives", id=id, figures=(figure(unit, number, number, "", "AMIA"),)), source=id
            )
        )

    assert () == weighed.conflicts([charge(600, "lb", "st-1"), charge(272, "kilos", "st-2")])
    found = weighed.conflicts([charge(600, "pounds", "st-1"), charge(400, "kg", "st-2")])
    assert [("unit", "kg", ("272.155 kg", "400 kg"))] == [
        (one.reason, one.unit, tuple(label for label, _ in one.sides)) for one in found
    ]
    assert (ConflictReason.ROUNDING,) == reason(charge(300, "kg", "st-1"), charge(310, "kg", "st-2"))


def test_one_death_under_different_words_is_listed_by_who_and_when() -> None:
    found_dead = statement("Nisman was found dead", id="st-1", names=("Nisman",), dates=(dated("2015-01-18"),))
    homicide = statement(
        "la muerte de Nisman fue un homicidio", id="st-2", names=("Nisman",), dates=(dated("2017-12"),),
        modality=Modality.FOUND,
    )  # fmt: skip
    suicide = statement("it was a suicide of Nisman", id="st-3", names=("Nisman",))
    both = statement("whether Nisman's death was suicide or murder", id="st-4", names=("Nisman",))
    negated = statement("Nisman's death was not a suicide", id="st-5", names=("Nisman",))
    other = statement("Basso was found dead", id="st-6", names=("Basso",))

    two = [c for c in conflicts([found_dead, homicide, both, negated, other]) if c.kind == "description"]
    assert [("status", ("found dead", "killing by others"))] == [
        (c.reason, tuple(label for label, _ in c.sides)) for c in two
    ]
    assert "“found dead” leaves open what the others say." in two[0].explanation
    assert "(the court, 2017-12)" in two[0].quotes[1]
    three = [c for c in conflicts([found_dead, homicide, suicide]) if c.kind == "description"]
    assert "“killing by others” and “suicide” exclude each other." in three[0].explanation
    assert () == conflicts([found_dead, other])


def test_a_short_form_means_the_one_longer_name_in_its_passage() -> None:
    assert "sebastian basso" == meant("basso", ["sebastian basso", "amia"])
    assert "basso" == meant("basso", ["sebastian basso", "maria basso"])
    assert "basso" == meant("basso", ["basso", "maria basso"])
    assert "basso" == meant("basso", [])


@given(PARTS)
def test_a_reason_never_decides_whether_there_is_a_conflict(parts: list[Said]) -> None:
    """Outlets, dates and paragraphs explain a difference; they neither make one nor hide one."""
    told = [
        msgspec.structs.replace(one, outlet="wire", published=f"2025-01-0{n + 1}", hints=(ConflictReason.INCLUSION,))
        for n, one in enumerate(parts)
    ]
    assert [(c.id, c.sides) for c in weighed.conflicts(parts)] == [(c.id, c.sides) for c in weighed.conflicts(told)]
