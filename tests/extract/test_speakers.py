"""Who speaks, in the ways in which English news writes it."""

from __future__ import annotations

import pytest

from foja.evaluate.one_text import extraction
from foja.extract.tokens import quotations, tokens
from foja.model.statement import Statement


def spoken(text: str) -> list[tuple[str, str]]:
    """(speaker, quote) of the attributed drafts of an English text."""
    return [(s.speaker.name, s.passage.quote) for s in attributed(text)]


def attributed(text: str) -> list[Statement]:
    return [s for s in extraction(text, "en").statements if len(s.chain) > 1]


@pytest.mark.parametrize(
    ("text", "speaker", "quote"),
    [
        (
            "A report published on Wednesday said the ministry had used private accounts.",
            "report published on Wednesday",
            "the ministry had used private accounts",
        ),
        (
            "“The register was never kept,” Laura Ortega, counsel for the families, said in a statement.",
            "Laura Ortega",
            "The register was never kept",
        ),
        ("Six in ten voters say they trust the court.", "Six in ten voters", "they trust the court"),
        (
            "Aides to the minister say she’s preparing an appeal.",
            "Aides to the minister",
            "she’s preparing an appeal",
        ),
        (
            "A study of the archive by the university noted that more than half of the files were missing.",
            "study of the archive by the university",
            "more than half of the files were missing",
        ),
        ("“We’re late; we’ve lost a year,” Ortega said.", "Ortega", "We’re late; we’ve lost a year"),
        ("''The file is closed,'' Ms. Ortega said on Friday.", "Ortega", "The file is closed"),
        (
            "The judge defended the ruling by saying the witness had been heard twice.",
            "judge",
            "the witness had been heard twice",
        ),
        (
            "The trial was delayed for a year, Ortega said on Tuesday in Lima, noting that two judges had resigned.",
            "Ortega",
            "The trial was delayed for a year",
        ),
        (
            "The ministry announced changes, which officials said will take effect in June.",
            "officials",
            "changes, which officials said will take effect in June",
        ),
    ],
)
def test_a_speaker_is_found(text: str, speaker: str, quote: str) -> None:
    found = spoken(text)
    assert any(name.endswith(speaker) or speaker in name for name, said in found if said == quote), found


@pytest.mark.parametrize(
    "text",
    [
        "“Was the register kept? Nobody will tell us.” Ortega said.",
        "Ortega told the court:\n\n“Was the register kept? Nobody will tell us.”",
    ],
)
def test_a_sentence_that_only_names_the_speaker_gives_him_to_the_quotation(text: str) -> None:
    found = attributed(text)
    assert [s.passage.quote for s in found] == ["Nobody will tell us"] or len(found) == 2
    for s in found:
        assert s.speaker.name == "Ortega"
        assert s.cue is not None
        assert text[s.cue.start : s.cue.end] == s.cue.words
        assert s.passage.quote == text[s.passage.start : s.passage.end]


def test_a_quotation_that_is_left_open_goes_on_in_the_next_paragraph() -> None:
    text = (
        "“The archive was burned in March,” Ortega said. “Nobody was ever asked about it.\n\n“We asked every ministry.”"
    )
    assert ("Ortega", "We asked every ministry") in spoken(text)


def test_a_speaker_is_not_carried_over_a_paragraph_between() -> None:
    text = "Ortega told the court:\n\nThe hall was full on Monday.\n\n“We asked every ministry for the list.”"
    assert not any(name == "Ortega" for name, _ in spoken(text))


def test_what_is_added_belongs_to_the_verb_of_adding() -> None:
    (said,) = [
        s
        for s in attributed("“It is late,” Ortega said in a statement, adding that the archive burned.")
        if "archive" in s.passage.quote
    ]
    assert said.cue is not None
    assert said.cue.words == "adding"


def test_words_behind_an_apostrophe_are_words_of_their_own() -> None:
    said = [tok.text for tok in tokens("We’ve seen they'll say he's late; Ortega's file", 0, 48)]
    assert said == ["We", "’ve", "seen", "they", "'ll", "say", "he", "'s", "late", ";", "Ortega", "'s", "file"]


def test_two_single_marks_are_one_double_and_cover_both() -> None:
    text = "He wrote ''it's late'' and left."
    assert quotations(text, 0, len(text)) == [(9, 22)]
    marks = [tok for tok in tokens(text, 0, len(text)) if tok.text == '"']
    assert [(tok.start, tok.end) for tok in marks] == [(9, 11), (20, 22)]
