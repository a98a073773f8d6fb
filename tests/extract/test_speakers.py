"""Who speaks, in the ways in which English news writes it."""

from __future__ import annotations

import datetime as dt

import pytest

from foja.evaluate.one_text import extraction
from foja.extract.dates import dates
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


@pytest.mark.parametrize(
    ("language", "text", "speaker", "quote"),
    [
        ("en", "The coast guard, which has always denied any wrongdoing, left.", "coast guard", "any wrongdoing"),
        ("en", "The court rejected that version.", "court", "The court rejected that version"),
        ("en", "Its spokesman, Captain Ivan Ortega, told reporters that the log was lost.", "Ivan Ortega",
         "the log was lost"),
        ("es", "El militar retirado niega los cargos.", "militar retirado", "los cargos"),
        ("es", "«No estaba en el lugar», afirmó su abogado, Raúl Ortega, en diálogo con la radio.", "Raúl Ortega",
         "No estaba en el lugar"),
        ("es", "La fiscal, Marta Ortega, pidió la captura del comandante, a quien acusa de haber dado la orden.",
         "Marta Ortega", "de haber dado la orden"),
    ],
)  # fmt: skip
def test_who_denies_and_who_is_named_behind_an_office(language: str, text: str, speaker: str, quote: str) -> None:
    found = [(s.speaker.name, s.passage.quote) for s in extraction(text, language).statements if len(s.chain) > 1]
    assert (speaker, quote) in found


def test_nobody_is_made_the_accuser_in_a_clause_that_names_none() -> None:
    text = "Ortega dijo que el juez decidirá. Se le imputaría el delito de homicidio."
    found = [s for s in extraction(text, "es").statements if "delito" in s.passage.quote]
    assert [len(s.chain) for s in found] == [1]
    assert not any(s.modality.value == "alleged" for s in found)


def test_a_reason_that_is_cited_is_no_source() -> None:
    assert not attributed("The ministry of justice declined to comment, citing the lack of time.")


def test_the_date_of_an_act_is_not_that_of_what_somebody_else_said() -> None:
    text = "The 2015 murder of prosecutor Alberto Ortega — who accused two ministers of hiding the file — was closed."
    (accused,) = [s for s in attributed(text) if s.modality.value == "alleged"]
    assert accused.dates == ()


def test_this_weekday_is_the_nearest_one() -> None:
    published = dt.date(2023, 11, 8)  # a Wednesday
    for words, day in (("este martes", "2023-11-07"), ("este viernes", "2023-11-10")):
        text = f"El tribunal decidió {words} el caso."
        assert [d.when.edtf for d in dates(text, 0, len(text), "es", published)] == [day]


@pytest.mark.parametrize(("opens", "closes"), [("“", "”"), ('"', '"'), ("''", "''"), ("``", "''")])
def test_every_way_to_close_a_quotation_closes_it(opens: str, closes: str) -> None:
    asked = f"{opens}Was the register kept? Nobody will tell us.{closes} Ortega said."
    assert ("Ortega", "Nobody will tell us") in spoken(asked)
    two = (
        f"Ortega told the court that the file was closed. {opens}It was lost in the fire of 1994.{closes}\n\n"
        f"{opens}The tapes are gone from the archive.{closes}"
    )
    assert not any(name == "Ortega" for name, quote in spoken(two) if "tapes" in quote)
