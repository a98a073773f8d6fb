"""What the words of a line say about who writes to whom, and the rules that rest on them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foja.model.vocabulary import ZoneRole
from foja.read.line_words import answers, is_address, opens_a_comment, word_signs
from read.test_line_context import MENU, TITLES, roles

LONG = (
    "The harbour master told the committee that the eastern pier would stay shut until the engineers had looked at "
    "each of its cranes, and that no ship was to be moored there before the end of the month in any weather at all."
)


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("The pier at dawn. (Photo: Lira Archive)", "credit in brackets"),
        ("El muelle al amanecer. Foto: archivo", "has credit"),
        ("Ana Beltrán is a reporter in Lira.", "has biography"),
        ("I would never have thought that of my own town.", "has first person"),
        ("Please tell us what you think of it.", "has second person"),
        ("https://example.org/a/page", "only an address"),
        ("Write to desk@example.org", "mail address"),
        ("Follow @liradesk", "handle"),
        ("Storm over LiraThe storm came in from the east", "words run together"),
    ],
)
def test_a_line_has_the_sign_of_its_words(text: str, sign: str) -> None:
    assert word_signs(text)[sign] > 0


def test_what_a_report_quotes_is_not_the_voice_of_the_line() -> None:
    assert 0 == word_signs("“I saw my house burn, and you did nothing,” said the witness.")["first person"]
    assert 0 == word_signs("The court heard both sides.")["second person"]


def test_heads_of_comments_and_what_only_looks_like_them() -> None:
    for head in ("Ana on 3 May 2019 at 10:15 said:", "2 hours ago, 14:05", "Ana respondió el 3/5/2019 10:15"):
        assert answers(head)
    for other in ("10:15", "3 May 2019, 10:15", f"{LONG} 10:15", "The minister said so.", "Related"):
        assert not answers(other)
    assert opens_a_comment("3 May 2019, 10:15")


def test_lines_that_say_who_wrote_when_open_comments_and_times_alone_do_not() -> None:
    own = [f"{number}. {LONG}" for number in range(1, 5)]
    comment = "Nobody asked those who live beside the water what they make of all these cranes and committees here."
    thread = ["Ana on 3 May 2019 at 10:15 said:", comment, "Luz on 3 May 2019 at 11:20 said:", f"Quite so. {comment}"]
    marked = roles("\n\n".join([MENU, TITLES["en"], *own, *thread]))
    assert {ZoneRole.COMMENT} == {marked[line] for line in thread}
    assert {ZoneRole.BODY} == {marked[line] for line in own}

    running = [line for number, text in enumerate(own) for line in (f"1{number}:15", text)]
    marked = roles("\n\n".join([MENU, TITLES["en"], *running]))
    assert ZoneRole.COMMENT not in marked.values()


def test_an_address_alone_is_no_sentence_of_the_article() -> None:
    marked = roles("\n\n".join([MENU, TITLES["en"], LONG, "https://example.org/lira/pier", f"Again: {LONG}"]))
    assert ZoneRole.NAVIGATION is marked["https://example.org/lira/pier"]
    assert is_address("www.example.org/a") and not is_address("See www.example.org/a")


@given(st.text(max_size=300))
def test_signs_are_bounded_whatever_the_text(text: str) -> None:
    assert all(0 <= value <= 1 for value in word_signs(text).values())
    assert answers(text) in (True, False)
