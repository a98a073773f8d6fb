"""Where what is said begins and ends, and who says it, around insertions, openings and hearers."""

from __future__ import annotations

import pytest

from foja.evaluate.one_text import extraction

SAID = [
    # a clause that opens another: both are said
    (
        "en",
        "If the court agrees, Ortega said, the file will be opened.",
        [("Ortega", "If the court agrees, Ortega said, the file will be opened")],
    ),
    (
        "es",
        "Si el tribunal acepta, dijo Ortega, el expediente será abierto.",
        [("Ortega", "Si el tribunal acepta, dijo Ortega, el expediente será abierto")],
    ),
    ("en", "When he left, Ortega said that the file was lost.", [("Ortega", "the file was lost")]),
    # insertions between dashes
    (
        "en",
        "The ministry said that the officers — all of them members of the unit — had destroyed the file.",
        [("ministry", "the officers — all of them members of the unit — had destroyed the file")],
    ),
    (
        "es",
        "El ministerio dijo que los oficiales —todos miembros de la unidad— habían destruido el expediente.",
        [("ministerio", "los oficiales —todos miembros de la unidad— habían destruido el expediente")],
    ),
    (
        "en",
        "The ministry said that the file was lost — a claim that Ortega denies — and that nobody had copied it.",
        [("Ortega", "a claim"), ("ministry", "the file was lost")],
    ),
    (
        "en",
        "His lawyer Paul Prats said — on the radio, as it happens — that the clerk was ill.",
        [("Paul Prats", "the clerk was ill")],
    ),
    # who hears it, and where
    (
        "en",
        "“We are in a critical situation,” Ortega told reporters after the meeting that was held on a ship.",
        [("Ortega", "We are in a critical situation")],
    ),
    (
        "en",
        "“The file was lost,” Ana Ortega, 57, told a reporter passing by who seemed to be confused.",
        [("Ana Ortega", "The file was lost")],
    ),
    ("en", "“The file was lost,” she said in her speech that night.", [("she", "The file was lost")]),
    ("en", "“The file was lost on Monday,” Prats said onstage.", [("Prats", "The file was lost on Monday")]),
    (
        "en",
        "Several experts cautioned, as did the ministry itself, that the file was lost.",
        [("Several experts", "the file was lost")],
    ),
    (
        "en",
        "He hopes that states, led by Chile, will agree to the request.",
        [("He", "states, led by Chile, will agree to the request")],
    ),
    # who speaks
    (
        "en",
        "Ortega, Prats and Lund all suggested that the file was lost.",
        [("Ortega, Prats and Lund", "the file was lost")],
    ),
    ("en", "Many share these views, but the ministry wants to close the file.", [("ministry", "to close the file")]),
    (
        "en",
        "The spokesman before the court said that the file was lost.",
        [("spokesman before the court", "the file was lost")],
    ),
    (
        "en",
        "Keller said his clerk and assistant, a lawyer, wrote the ruling.",
        [("Keller", "his clerk and assistant, a lawyer, wrote the ruling")],
    ),
    (
        "en",
        "The money arrived in February alone, court records show.",
        [("court records", "The money arrived in February alone")],
    ),
    ("en", "The agency's rules that could lead to a ban were lost.", []),
    (
        "en",
        "A woman asked for a copy and Ortega said, “as long as we are not late.”",
        [("Ortega", "as long as we are not late"), ("woman", "a copy")],
    ),
    (
        "en",
        "The ministry announced that the file was lost, before adding that a copy existed.",
        [("ministry", "a copy existed"), ("ministry", "the file was lost")],
    ),
    # what is said behind a colon
    ("en", "The minister was blunt: “The file is closed.”", [("minister", "The file is closed")]),
    ("en", "Ana Ortega scolded him: “The file is closed.”", [("Ana Ortega", "The file is closed")]),
    ("es", "El fiscal fue tajante: «El expediente fue destruido».", [("fiscal", "El expediente fue destruido")]),
    ("en", "Police found a note: “The file is closed.”", []),
    ("es", "La policía encontró una nota: «El expediente fue destruido».", []),
    # whoever writes
    ("en", "I told the officer that the file was lost.", [("I", "the file was lost")]),
    ("en", "We conclude that the state violated article 3.", [("We", "the state violated article 3")]),
    ("en", "“I said that I was ill,” Ortega told the court.", [("Ortega", "I said that I was ill")]),
]


@pytest.mark.parametrize(("language", "text", "expected"), SAID)
def test_what_is_said_and_by_whom(language: str, text: str, expected: list[tuple[str, str]]) -> None:
    """Everything that is attributed in a sentence, and nothing else."""
    drafts = [(d.speaker.name, d.passage.quote) for d in extraction(text, language).statements if len(d.chain) > 1]
    assert sorted(drafts) == sorted(expected)


@pytest.mark.parametrize(
    ("language", "text", "kept"),
    [
        ("en", "The former mayor allegedly sold public land to his brother.", True),
        ("es", "El ministro nunca contestó la carta.", True),
        ("en", "The police chief refused to comment on it.", True),
        ("en", "The rain stopped in the afternoon.", False),
        ("es", "La lluvia paró y todos salieron.", False),
    ],
)
def test_what_the_page_says_of_an_office_or_in_doubt_is_drafted(language: str, text: str, kept: bool) -> None:
    """An office or a body that does something is told of, named or not; the weather is not."""
    assert bool(extraction(text, language).statements) is kept
