"""Signs that two pages share an origin though neither copies the other: one release, one rare oddity."""

from __future__ import annotations

from msgspec.structs import replace

from foja.model.statement import Figure, Statement
from foja.model.vocabulary import LinkKind
from foja.weigh.figures import figure_conflicts
from foja.weigh.releases import DAYS, Release, release_of, same_release
from foja.weigh.said import Said, said
from foja.weigh.shared_errors import Spelling, one_letter_apart, shared_figures, shared_spellings
from weigh.samples import dated, figure, statement

BODY = "harbour ministry"


def told(content: str, *, page: str, day: str = "2001-05-02", before: str = "", **more: object) -> Said:
    """A statement on a page of its own, with what stands before it in its sentence."""
    made = statement(content, id=f"st-{page}", **more)  # type: ignore[arg-type]
    placed: Statement = replace(made, passage=replace(made.passage, prefix=before))
    return said(placed, outlet=page, published=day)


def release(content: str, *, page: str, body: str = BODY, **more: object) -> Release | None:
    return release_of(told(content, page=page, **more), body)  # type: ignore[arg-type]


CLOSED = "the eastern pier is closed until the engineers have looked at its cranes"
IN_A_STATEMENT = "In a statement, the Harbour Ministry said that "


def test_two_pages_that_pass_on_a_release_of_one_body_share_it() -> None:
    one = release(CLOSED, page="a", before=IN_A_STATEMENT)
    words = f"engineers look at the cranes, and {CLOSED}"
    other = release(words, page="b", day="2001-05-04", before="A press release: ")
    assert one and other

    link = same_release(one, other)

    assert link is not None
    assert LinkKind.SAME_RELEASE is link.kind
    assert link == same_release(other, one)
    assert "in a statement" in link.reason and "press release" in link.reason and "2 days apart" in link.reason
    assert ((0, len(CLOSED), 0, len(other.said.statement.passage.quote)),) == link.spans


def test_across_languages_a_figure_or_a_day_has_to_be_the_same() -> None:
    dead = figure("killed", 31, 31)
    one = release("31 people were killed", page="a", before=IN_A_STATEMENT, figures=(dead,))
    comunicado = "El comunicado del Ministerio dice que "
    other = release("murieron 31 personas", page="b", before=comunicado, figures=(dead,), language="es")
    less = release(
        "murieron 30 personas", page="c", before=comunicado, figures=(figure("killed", 30, 30),), language="es"
    )
    assert one and other and less

    assert same_release(one, other) is not None
    assert same_release(one, less) is None


def test_what_is_no_release_of_one_body_makes_no_suggestion() -> None:
    one = release(CLOSED, page="a", before=IN_A_STATEMENT)
    assert one

    others = {
        "another body": release(CLOSED, page="b", before=IN_A_STATEMENT, body="port authority"),
        "too many days": release(CLOSED, page="b", before=IN_A_STATEMENT, day="2001-05-06"),
        "before it": release(CLOSED, page="b", before=IN_A_STATEMENT, day="2001-04-28"),
        "another matter": release("nine ships wait in the bay", page="b", before=IN_A_STATEMENT),
        "the same outlet": release(CLOSED, page="a", before=IN_A_STATEMENT),
    }
    assert DAYS < 4
    for why, other in others.items():
        assert other is not None, why
        assert same_release(one, other) is None, why
    assert release(CLOSED, page="b", before="The minister told reporters that ") is None
    assert release(CLOSED, page="b", before="He made a statement to the police. The minister says that ") is None
    assert release(CLOSED, page="b", before="In a statement on Monday he spoke. Now it is said that ") is None
    assert release(CLOSED, page="b", before=IN_A_STATEMENT, day="") is None
    assert release(CLOSED, page="b", before=IN_A_STATEMENT, day="2001-05") is None
    assert release(CLOSED, page="b", before=IN_A_STATEMENT, day="2001-02-31") is None
    assert release(CLOSED, page="b", before=IN_A_STATEMENT, body="") is None


def killed(page: str, number: int, **more: object) -> Said:
    exact = figure("killed", number, number, about="Lira Harbour Office")
    return told(f"the fire at the Lira Harbour Office killed {number}", page=page, figures=(exact,), **more)


def suggested(parts: list[Said]) -> list[str]:
    known = {one.id: one for one in parts}
    return [
        f"{link.first} {link.second}"
        for conflict in figure_conflicts(parts)
        for link in shared_figures(conflict, known)
    ]


def test_the_only_two_texts_with_a_figure_that_three_others_speak_against() -> None:
    parts = [killed("a", 37), killed("b", 37), killed("c", 31), killed("d", 31), killed("e", 31)]

    assert ["text of st-a text of st-b"] == suggested(parts)
    link = next(shared_figures(next(figure_conflicts(parts)), {one.id: one for one in parts}))
    assert LinkKind.SHARED_ERROR is link.kind
    assert "37" in link.reason and "3 texts say 31" in link.reason


def test_what_shares_no_rare_figure_makes_no_suggestion() -> None:
    usual = [killed("c", 31), killed("d", 31), killed("e", 31)]

    assert [] == suggested([killed("a", 37), killed("b", 37), *usual[:2]])  # two against two: no majority
    assert [] == suggested([killed("a", 37), *usual])  # one page alone
    assert [] == suggested([killed("a", 37), killed("b", 37), killed("f", 37), *usual])  # three: no rarity
    assert [] == suggested([killed("a", 37), killed("b", 39), *usual])  # two different ones
    assert [] == suggested([replace(killed("a", 37), outlet="x"), replace(killed("b", 37), outlet="x"), *usual])
    assert [] == suggested(usual)
    scope: Figure = figure("killed", 37, 37, about="Lira Harbour Office", note="in the building")
    scoped = [told("the fire killed 37 in the building", page=page, figures=(scope,)) for page in "ab"]
    assert [] == suggested([*scoped, *usual])  # a reason was found why they differ
    more: Figure = figure("killed", 40, None, about="Lira Harbour Office")
    bounds = [told("the fire killed more than 40", page=page, figures=(more,)) for page in "ab"]
    assert [] == suggested([*bounds, *usual])  # a bound is no exact figure


def spelt(name: str, pages: str, language: str = "en") -> Spelling:
    parts = tuple(told(f"{name} spoke", page=page, names=(name,), language=language) for page in pages)
    return Spelling(key=name, language=language, parts=parts)


def test_the_only_two_texts_with_a_spelling_one_letter_from_the_usual_one() -> None:
    found = list(shared_spellings([spelt("beunos aires", "ab"), spelt("buenos aires", "cde")]))

    assert [("beunos aires", "buenos aires")] == [(odd, usual) for odd, usual, _ in found]
    assert LinkKind.SHARED_ERROR is found[0][2].kind
    for others in (
        [spelt("beunos aires", "ab"), spelt("buenos aires", "cd")],
        [spelt("beunos aires", "abf"), spelt("buenos aires", "cde")],
        [spelt("beunos aires", "ab"), spelt("buenos aires", "ade")],
        [spelt("beunos aires", "ab", "fr"), spelt("buenos aires", "cde")],
        [spelt("basso", "ab"), spelt("bassa", "cde")],
    ):
        assert [] == list(shared_spellings(others))


def test_one_letter_apart() -> None:
    for first, second in (
        ("buenos aires", "buenos aries"),
        ("buenos aires", "buenos aire"),
        ("buenos aires", "buenos airas"),
        ("velayati", "velayatii"),
    ):
        assert one_letter_apart(first, second) and one_letter_apart(second, first)
    for first, second in (
        ("buenos aires", "buenos aires"),
        ("buenos aires", "buenosaires"),
        ("court no 31", "court no 37"),
        ("velayati", "vallejati"),
        ("basso", "bassa"),
    ):
        assert not one_letter_apart(first, second) and not one_letter_apart(second, first)


def test_a_day_in_common_counts_across_languages_and_a_month_does_not() -> None:
    one = release("the pier is closed", page="a", before=IN_A_STATEMENT, dates=(dated("2001-05-01"),))
    communique = "Le communiqué du ministère dit que "
    day = release("le quai est fermé", page="b", before=communique, dates=(dated("2001-05-01"),), language="fr")
    month = release("le quai est fermé", page="c", before=communique, dates=(dated("2001-05"),), language="fr")
    assert one and day and month

    assert same_release(one, day) is not None
    assert same_release(one, month) is None


def test_the_sentence_goes_on_beyond_what_is_kept_beside_the_quote() -> None:
    long = told(CLOSED, page="a", before="e Authority of the Ports of Lira and Vela said that ")
    paragraph = f"in a written statement the authority of the ports of lira and vela said that {CLOSED}"
    stop = told(CLOSED, page="a", before="ment in May. The Authority of the Ports said that ")

    assert release_of(long, BODY) is None
    found = release_of(long, BODY, paragraph)
    assert found and "in a written statement" == found.cue
    assert release_of(stop, BODY, paragraph) is None
