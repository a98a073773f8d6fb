"""Words propose, symbols decide: what makes two statements alike, and what keeps them apart."""

import msgspec
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from foja.model.statement import Statement
from foja.model.vocabulary import Modality, Polarity, Status
from foja.text.fold import key
from foja.weigh.likeness import alike, signature
from foja.weigh.opposites import opposed
from weigh.samples import dated, figure, statement

ASKED = "Prosecutor Ana Ruiz asked the federal court to order the arrest of Omar Deeb"
AGAIN = "the federal court was asked to order the arrest of Omar Deeb, a request of prosecutor Ana Ruiz"
NAMES = ("Ana Ruiz", "Omar Deeb")
KILLED = figure("killed", 85, 85, "85")


def keys(one: Statement) -> tuple[int, ...]:
    return signature(one, [key(name) for name in one.names])


def test_the_same_content_is_alike_whoever_says_it() -> None:
    first = statement(ASKED, id="st-1", outlets=("Sample Wire",), names=NAMES)
    second = statement(ASKED.upper(), id="st-2", names=NAMES)

    found = alike(first, second)

    assert found is not None
    assert ("st-1", "st-2", "the same words") == (found.first, found.second, found.reason)
    assert set(keys(first)) & set(keys(second))


def test_most_of_the_words_in_common_is_alike_and_says_how_many() -> None:
    first = statement("the federal court ordered the arrest of Omar Deeb over the bombing of the market", id="st-1")
    second = statement("the court ordered the arrest of Omar Deeb for the bombing of a market in March", id="st-2")

    found = alike(first, second)

    assert found is not None
    assert "7 of 9 content words in common" == found.reason


@pytest.mark.parametrize(
    "change",
    [
        {"figures": (figure("killed", 86, 86, "86"),)},
        {"figures": (figure("killed", 86, None, "86"),)},
        {"figures": ()},
        {"dates": (dated("1994-07-19"),)},
        {"dates": (dated("1994-07-18/.."),)},
        {"polarity": Polarity.NEGATIVE},
        {"modality": Modality.FOUND},
        {"modality": Modality.REQUESTED},
        {"modality": Modality.DENIED},
    ],
)
def test_one_different_symbol_outweighs_all_words(change: dict[str, object]) -> None:
    content = "the explosion at the community centre killed 85 people"
    plain = {"figures": (KILLED,), "dates": (dated("1994-07-18"),), "modality": Modality.ASSERTED}
    first = statement(content, id="st-1", **plain)  # type: ignore[arg-type]
    second = statement(content, id="st-2", **{**plain, **change})  # type: ignore[arg-type]

    assert alike(first, second) is None
    assert alike(first, statement(content, id="st-2", **plain)) is not None  # type: ignore[arg-type]


def test_asserted_and_alleged_are_one_family() -> None:
    first = statement(ASKED, id="st-1", modality=Modality.ALLEGED)

    assert alike(first, statement(ASKED, id="st-2", modality=Modality.ASSERTED)) is not None


def test_a_more_precise_date_is_no_different_date_and_a_missing_one_neither() -> None:
    first = statement(ASKED, id="st-1", dates=(dated("2025-04-09"),))

    assert alike(first, statement(ASKED, id="st-2", dates=(dated("2025-04"),))) is not None
    assert alike(first, statement(ASKED, id="st-2")) is not None
    assert alike(first, statement(ASKED, id="st-2", dates=(dated("2025-05"),))) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("the request relies on article 3 of the convention of the organisation", "article 4"),
        ("the request never relies on article 3 of the convention of the organisation", "never "),
    ],
)
def test_a_stray_number_or_a_word_of_negation_keeps_apart(one: str, other: str) -> None:
    changed = one.replace("article 3", other) if other.startswith("article") else one.replace(other, "")

    assert alike(statement(one, id="st-1"), statement(changed, id="st-2")) is None


@pytest.mark.parametrize(
    ("claim", "denial"),
    [
        (
            "the shipping company Norda Lines stored acid in the shed",
            "Norda Lines denied having stored acid in the shed",
        ),
        (
            "la naviera Norda guardaba ácido en el galpón del muelle",
            "la naviera Norda niega que guardaba ácido en el galpón",
        ),
        ("Norda lagerte Säure im Schuppen an der Mole", "Norda bestreitet: lagerte Säure im Schuppen an der Mole"),
    ],
)
def test_what_a_page_calls_a_denial_is_no_support_for_what_is_denied(claim: str, denial: str) -> None:
    assert alike(statement(claim, id="st-1"), statement(denial, id="st-2")) is None
    assert alike(statement(denial, id="st-1"), statement(denial + " yesterday", id="st-2")) is not None


def test_who_is_named_and_in_which_order_decides() -> None:
    def accuses(one: str, other: str, id: str) -> Statement:
        return statement(f"{one} accuses the government of {other} of hiding the reports", id=id, names=(one, other))

    assert alike(accuses("Avaland", "Bergia", "st-1"), accuses("Avaland", "Bergia", "st-2")) is not None
    assert alike(accuses("Avaland", "Bergia", "st-1"), accuses("Bergia", "Avaland", "st-2")) is None
    assert alike(accuses("Avaland", "Bergia", "st-1"), accuses("Avaland", "Corvia", "st-2")) is None


def test_a_surname_stands_for_the_full_name_and_joined_names_meet() -> None:
    first = statement(ASKED, id="st-1", names=NAMES)
    short = statement(ASKED.replace("Ana ", ""), id="st-2", names=("Ruiz", "Omar Deeb"))
    other = statement(ASKED.replace("Omar Deeb", "Umar Dib"), id="st-3", names=("Ana Ruiz", "Umar Dib"))

    assert alike(first, short) is not None
    assert alike(first, other) is None
    assert alike(first, other, lambda name: "omar deeb" if name == "umar dib" else name) is not None


def test_short_contents_must_agree_word_for_word() -> None:
    first = statement("he was arrested in Lima", id="st-1")

    assert alike(first, statement("he was arrested in Quito", id="st-2")) is None
    assert alike(first, statement("He was arrested, in Lima.", id="st-2")) is not None
    assert alike(statement("", id="st-1"), statement("", id="st-2")) is None


def test_across_languages_only_symbols_can_speak() -> None:
    names, when = ("AMIA", "Buenos Aires"), (dated("1994-07-18"),)
    english = statement(
        "the explosion at the AMIA in Buenos Aires killed 85 people",
        id="st-1", figures=(KILLED,), names=names, dates=when,
    )  # fmt: skip
    spanish = statement(
        "la explosión en la AMIA de Buenos Aires dejó 85 muertos",
        id="st-2", figures=(KILLED,), names=names, dates=when, language="es",
    )  # fmt: skip
    bare = statement("la explosión en la AMIA fue un crimen", id="st-3", names=("AMIA",), language="es")

    found = alike(english, spanish)

    assert found is not None
    assert found.reason.startswith("in two languages; the same parties (amia, buenos aires); the same figures")
    assert set(keys(english)) & set(keys(spanish))
    assert alike(english, bare) is None


CONTENT = st.lists(
    st.sampled_from(["court", "order", "arrest", "not", "85", "people", "judge", "of", "Deeb"]), max_size=9
)
STATEMENTS = st.builds(
    statement,
    CONTENT.map(" ".join),
    id=st.sampled_from(["st-1", "st-2", "st-3"]),
    modality=st.sampled_from([Modality.ASSERTED, Modality.ALLEGED, Modality.FOUND]),
    figures=st.sampled_from([(), (KILLED,), (figure("killed", 80, None),)]),
    dates=st.sampled_from([(), (dated("1994"),), (dated("1994-07-18"), dated("2025"))]),
    names=st.sampled_from([(), ("Deeb",), ("Omar Deeb", "Ruiz")]),
    language=st.sampled_from(["en", "es", ""]),
)


@given(STATEMENTS, STATEMENTS)
def test_likeness_is_symmetric(first: Statement, second: Statement) -> None:
    found = alike(first, second)

    assert found == alike(second, first)
    if found is not None:
        assert found.first < found.second


@given(STATEMENTS, st.permutations(["omar deeb", "ruiz", "amia"]))
def test_a_signature_does_not_depend_on_the_order_of_names(one: Statement, names: list[str]) -> None:
    assert signature(one, sorted(names)) == signature(one, names)


@given(STATEMENTS)
def test_equal_content_of_equal_force_always_meets(one: Statement) -> None:
    same = statement(one.content.upper(), id="st-9", modality=one.modality)

    assert set(keys(one)) & set(keys(same))


NUMBERS = st.integers(10, 999_999)
TEXTS = st.sampled_from(
    [
        "the explosion at the community centre on the avenue killed {} people that morning",
        "the court ordered the bank to pay {} to the families of the victims of the fire",
        "más de {} personas declararon ante el tribunal de la causa por el incendio del puerto",
        "selon le procureur {} documents ont été saisis dans le bureau du directeur du port",
    ]
)


@given(TEXTS, NUMBERS, NUMBERS, st.booleans())
def test_a_sentence_with_another_number_is_never_the_same_statement(
    text: str, one: int, other: int, grouped: bool
) -> None:
    assume(one != other)
    first = statement(text.format(one), id="st-1")
    second = statement(text.format(f"{other:,}" if grouped else other), id="st-2")
    # 1,234 can be read as 1.234 as well: then the two may be one number, and nothing is claimed.
    assume(not grouped or other < 1000 or f"{other:,}".replace(",", ".") != str(one))
    assert alike(first, second) is None
    assert alike(first, statement(text.format(one), id="st-2")) is not None


def test_numbers_in_words_are_numbers() -> None:
    one = statement("the explosion at the community centre killed eighty-five people", id="st-1")
    other = statement("the explosion at the community centre killed eighty-six people", id="st-2")
    assert alike(one, other) is None


def test_statements_that_stand_elsewhere_in_law_are_not_the_same() -> None:
    content = "the former harbour chief over the fire at the port of Lira"
    charged, acquitted, reported, alleged = (
        msgspec.structs.replace(statement(content, id=f"st-{n}"), status=status)
        for n, status in enumerate((Status.CHARGED, Status.ACQUITTED, Status.REPORTED, Status.ALLEGED))
    )
    assert alike(charged, acquitted) is None
    assert alike(charged, reported) is None
    assert alike(reported, alleged) is not None


@pytest.mark.parametrize(
    ("content", "first", "second"),
    [
        ("the federal chamber {} the warrants against the seven accused", "upheld", "annulled"),
        ("the minister {} the clinic in Lira late on Thursday night", "checked into", "left"),
        ("la cámara {} las órdenes de captura contra los siete acusados", "confirmó", "revocó"),
        ("o tribunal {} a extradição do ministro acusado pelo atentado", "concedeu", "recusou"),
        ("le juge a {} la procédure contre les sept accusés du port", "ouvert", "clos"),
    ],
)
def test_one_word_that_says_the_opposite_outweighs_all_others(content: str, first: str, second: str) -> None:
    one, other = statement(content.format(first), id="st-1"), statement(content.format(second), id="st-2")
    assert alike(one, other) is None
    assert alike(other, one) is None
    assert alike(one, msgspec.structs.replace(one, id="st-3")) is not None


def test_who_says_both_says_the_opposite_of_neither() -> None:
    both = statement("the chamber upheld the warrants of 2006 and annulled the notices of the seven accused", id="st-1")
    one = statement("the chamber upheld the warrants of 2006 and the notices of the seven accused stood", id="st-2")
    assert alike(both, one) is not None


@given(st.lists(st.sampled_from(("upheld", "annulled", "granted", "the", "warrant", "refused", "court")), max_size=8))
def test_nothing_is_the_opposite_of_itself(words: list[str]) -> None:
    said = " ".join(words)
    assert not opposed(said, said)
