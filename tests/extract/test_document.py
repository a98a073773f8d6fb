"""Whole documents: zones, languages, context, nesting, properties, hostile input."""

from __future__ import annotations

import random
import re

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.documents import document, extract
from foja.extract.protocol import ExtractSetting
from foja.extract.stage import EXTRACT
from foja.model.errors import UsageError
from foja.model.passage import matches
from foja.model.record import encode
from foja.model.statement import Extraction
from foja.model.text import Unit
from foja.model.vocabulary import AllegerKind, Modality, ZoneRole

PAGE = """Prosecutor asks for arrest of former minister

Prosecutor Ana Pérez has requested an arrest warrant for the former minister. The request, filed on Monday and \
reported by newspaper Clarín, calls on Interpol to detain him.

She said the evidence was new. “The file is complete. The witnesses were heard,” she said.

Subscribe to our newsletter and read what Court experts said about Iran."""


def _zones(text: str) -> list[tuple[int, int, ZoneRole]]:
    body, foot = text.index("\n\n") + 2, text.rindex("\n\n")
    return [(0, body, ZoneRole.TITLE), (body, foot, ZoneRole.BODY), (foot, len(text), ZoneRole.NAVIGATION)]


def _page() -> Extraction:
    return extract(PAGE, zones=_zones(PAGE), outlet="The Paper", published="2025-04-09")


def test_statements_come_from_body_and_title_only() -> None:
    found = _page().statements
    assert found
    assert all(s.passage.end <= PAGE.rindex("\n\n") for s in found)


def test_the_chain_begins_with_the_page() -> None:
    for statement in _page().statements:
        assert (AllegerKind.PAGE, "The Paper", None) == (
            statement.chain[0].kind,
            statement.chain[0].name,
            statement.chain[0].start,
        )


def test_an_outlet_cited_in_the_next_sentence_stands_behind_the_request() -> None:
    (found,) = [s for s in _page().statements if s.content == "an arrest warrant for the former minister"]
    assert ["The Paper", "Clarín", "Ana Pérez"] == [link.name for link in found.chain]
    assert "the next sentence says that Clarín reported it" in found.explanation


def test_a_pronoun_keeps_its_place_and_takes_the_name() -> None:
    (found,) = [s for s in _page().statements if s.content == "the evidence was new"]
    assert ("Ana Pérez", "She") == (found.speaker.name, PAGE[found.speaker.start : found.speaker.end])
    assert "'She' taken to be Ana Pérez" in found.explanation


def test_a_quotation_of_two_sentences_has_one_speaker() -> None:
    speakers = {s.content: s.speaker.name for s in _page().statements}
    assert ("Ana Pérez", "Ana Pérez") == (speakers["The file is complete"], speakers["The witnesses were heard"])


def test_figures_names_and_dates_are_those_of_the_content() -> None:
    text = "On 18 July 1994 a bomb at the AMIA killed 85 people, the court found."
    (found,) = extract(text).statements
    assert (("AMIA",), [85.0], ["1994-07-18"]) == (
        found.names,
        [f.low for f in found.figures],
        [d.edtf for d in found.dates],
    )


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        (
            "es",
            "El escrito de la fiscal, del 3 de mayo, de unas 40 páginas, que acusa al exministro y pide la captura.",
        ),
        ("en", "The indictment, a text of 212 pages, which accuses the former minister of fraud, was read in court."),
        ("pt", "A denúncia, de 80 páginas, que acusa o ex-ministro de fraude, foi lida no tribunal."),
        ("fr", "Le réquisitoire, long de 80 pages, qui accuse l'ancien ministre de fraude, a été lu."),
    ],
)
def test_what_is_measured_says_nothing(lang: str, text: str) -> None:
    names = {link.name for s in extract(text, lang).statements for link in s.chain}
    assert not any("page" in name or "página" in name for name in names), names


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Even if he did order the arrest of the minister, the ministry would not comply."),
        ("en", "Nobody knows whether the judge ordered the arrest of the minister."),
        ("es", "Si el juez ordenara la captura del ministro, el país no lo entregaría."),
        ("pt", "Se o juiz ordenou a prisão do ministro, o país não o entregará."),
        ("fr", "Si le juge a ordonné l'arrestation du ministre, le pays ne le livrera pas."),
        ("es", "La fiscal solicitó al tribunal que ordene la captura del ministro."),
        ("es", "El ministerio negó que el juez hubiera ordenado la captura del ministro."),
        ("en", "The ministry denied that the judge had ordered the arrest of the minister."),
    ],
)
def test_what_is_a_condition_or_asked_for_or_denied_is_no_order(lang: str, text: str) -> None:
    assert not [s.content for s in extract(text, lang).statements if s.modality is Modality.ORDERED]


def test_a_label_in_brackets_names_nobody() -> None:
    found = extract("The six notices were published. [Mark: contested.] It was Mark Twain [Paris: 1867].")
    assert ["Mark Twain"] == [m.name for m in found.mentions]


def test_the_formulas_of_a_ruling_name_nobody() -> None:
    found = extract(
        "VISTO: El pedido de la fiscal. Y CONSIDERANDO: Que es tardío. SE RESUELVE: Rechazar el pedido.", "es"
    )
    assert not {m.name.lower() for m in found.mentions} & {"visto", "considerando", "resuelve", "se resuelve"}


def test_a_date_between_subject_and_verb_is_not_the_subject() -> None:
    text = "El caso siguió a cargo del juez Tomás Rey, que el 26 de junio de 2025 ordenó continuar la causa sin él."
    made = [s for s in extract(text, "es").statements if s.modality is Modality.ORDERED]
    assert [("Tomás Rey", "continuar la causa sin él")] == [(s.speaker.name, s.content) for s in made]


def test_an_attribution_before_a_clause_is_not_its_content() -> None:
    found = extract("According to the Gazette, the judge had not ruled on the request by 10 April 2025.", "en")
    assert not any(s.content.startswith("According to") for s in found.statements)


def test_no_statement_runs_from_one_cell_of_a_table_into_the_next() -> None:
    cells = ["Example Body", "The minister said that the file was destroyed", "in the archive of the court", "2019"]
    text = "\t".join(cells)
    starts = [text.index(cell) for cell in cells]
    made = document(text)
    units = tuple(Unit(start=a, end=a + len(cell), kind="cell") for a, cell in zip(starts, cells, strict=True))
    table = msgspec.structs.replace(made, reading=msgspec.structs.replace(made.reading, units=units))
    (found,) = EXTRACT.run(table, setting=ExtractSetting())
    (joined,) = EXTRACT.run(made, setting=ExtractSetting())
    assert any("\t" in s.content for s in joined.statements)  # what the cells prevent
    assert ["the file was destroyed"] == [s.content for s in found.statements]


def test_other_languages_give_no_statements_and_say_so() -> None:
    found = extract("Der Staatsanwalt Jan Beispiel erklärte 1994, Berlin habe es gewusst.", "de")
    assert () == found.statements
    assert ["1994"] == [d.when.edtf for d in found.dates]
    assert "No statements are drafted" in found.notes[0]


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("The court found that the attack on the embassy was planned.", "en"),
        ("El tribunal dijo que el ataque a la embajada fue planeado.", "es"),
        ("O tribunal disse que o ataque à embaixada foi planejado na cidade.", "pt"),
        ("Le tribunal a dit que l'attaque contre l'ambassade avait été préparée dans la ville.", "fr"),
    ],
)
def test_a_language_that_is_not_claimed_is_taken_from_the_words(text: str, want: str) -> None:
    found = extract(text, "")
    assert [want] == [s.language for s in found.statements]
    assert want in found.notes[0]


def test_regional_language_tags() -> None:
    assert 1 == len(extract("El juez resolvió que la causa siga abierta.", "es-AR").statements)


def test_page_voice_can_be_left_out() -> None:
    text = "The court met in Rome. The judge said the case was closed."
    (found,) = EXTRACT.run(document(text), setting=ExtractSetting(page_voice=False))
    assert ["the case was closed"] == [s.content for s in found.statements]


def test_an_unknown_extractor_is_refused_in_words() -> None:
    with pytest.raises(UsageError) as caught:
        list(EXTRACT.run(document("x"), setting=ExtractSetting(extractor="oracle")))
    assert "extractor-unknown" == caught.value.code


def test_a_byline_gives_a_mention_and_no_statement() -> None:
    text = "By María López\n\nThe court met in Rome."
    found = extract(text, zones=[(0, 14, ZoneRole.BYLINE), (16, len(text), ZoneRole.BODY)])
    assert "María López" in [m.name for m in found.mentions]
    assert all(s.passage.start >= 16 for s in found.statements)


_WORDS = st.sampled_from(
    [
        *[
            "The",
            "El",
            "court",
            "tribunal",
            "said",
            "dijo",
            "that",
            "que",
            "Iran",
            "Irán",
            ",",
            ".",
            "”",
            "“",
            "(",
            ")",
            ";",
            ":",
            "and",
            "y",
            "85",
            "1994",
            "people",
            "murió",
            "who",
            "by",
        ],
        *[
            "according",
            "to",
            "según",
            "denied",
            "negó",
            "alleged",
            "presunto",
            "'",
            "’s",
            "was",
            "fue",
            "Prosecutor",
            "fiscal",
            "Ana",
            "Pérez",
            "requested",
        ],
        *["pidió", "not", "no", "what", "lo", "describe", "as", "como", "—", '"'],
        "\n",
        "\n\n",
    ]
)


def _check(text: str, lang: str) -> None:
    found = extract(text, lang)
    assert encode(found) == encode(extract(text, lang))
    for mention in found.mentions:
        assert 0 <= mention.start < mention.end <= len(text)
    for figure in found.figures:
        assert text[figure.start : figure.end] == figure.verbatim
    for date in found.dates:
        assert text[date.start : date.end] == date.when.verbatim
    for s in found.statements:
        assert matches(s.passage, text)
        assert s.passage.quote == s.passage.quote.strip()
        assert re.fullmatch(r"(\[[^\n]+\] )?" + re.escape(s.passage.quote), s.content)
        assert len(s.content.split()) >= 2
        assert "\n\n" not in s.content
        if s.cue is not None:
            assert text[s.cue.start : s.cue.end] == s.cue.words
        for link in s.chain[1:]:
            assert link.start is not None and link.end is not None and link.name
            assert 0 <= link.start < link.end <= len(text)
    assert len({s.id for s in found.statements}) == len(found.statements)


@settings(max_examples=150, deadline=None)
@given(st.lists(_WORDS, max_size=60), st.sampled_from(["en", "es", "pt", "fr"]))
def test_any_mix_of_cues_slices_back(parts: list[str], lang: str) -> None:
    _check(" ".join(parts), lang)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300), st.sampled_from(["en", "es", "", "fa"]))
def test_any_text_is_read_without_an_error(text: str, lang: str) -> None:
    _check(text, lang)


@settings(max_examples=40, deadline=None)
@given(st.lists(_WORDS, min_size=5, max_size=60), st.integers(0, 100), st.integers(0, 100))
def test_nothing_is_drafted_outside_the_body(parts: list[str], a: int, b: int) -> None:
    text = " ".join(parts)
    first, last = sorted((min(a, len(text)), min(b, len(text))))
    zones = [(0, first, ZoneRole.NAVIGATION), (first, last, ZoneRole.BODY), (last, len(text), ZoneRole.COMMENT)]
    for s in extract(text, zones=[z for z in zones if z[0] < z[1]]).statements:
        assert first <= s.passage.start < s.passage.end <= last


@pytest.mark.parametrize(
    "text",
    [
        *("a" * 300_000, "." * 300_000, "“" * 100_000, '"' * 100_000, "( " * 50_000, "1," * 100_000, "A. " * 50_000),
        *("\n" * 300_000, "said, " * 50_000, "that " * 60_000, "El " * 60_000, "—" * 100_000, "’s " * 50_000),
        *("1994 " * 40_000, "a-" * 100_000, "two hundred and " * 20_000),
    ],
    ids=lambda text: text[:4].strip() or "newline",
)
def test_hostile_repetition_ends(text: str) -> None:
    assert extract(text, "en").extractor == "rules"


def test_noise_gives_few_drafts() -> None:
    chance = random.Random(7)
    noise = " ".join(
        "".join(chance.choices("abcdefghilmnorstu.,;-~|0123456789 lIiJ", k=chance.randint(1, 9))) for _ in range(4000)
    )
    assert len(extract(noise, "en").statements) <= 40
    assert len(extract(noise, "es").statements) <= 40


def test_titles_give_drafts_only_when_asked() -> None:
    title = "The prosecutor said that the file was complete"
    text = f"{title}\n\nThe court ordered the arrest of the former director on Friday.\n"
    made = document(text, zones=[(0, len(title), ZoneRole.TITLE), (len(title) + 2, len(text), ZoneRole.BODY)])
    plain = next(iter(EXTRACT.run(made, setting=ExtractSetting())))
    asked = next(iter(EXTRACT.run(made, setting=ExtractSetting(titles=True))))
    assert all(s.passage.start > len(title) for s in plain.statements)
    assert any(s.passage.start < len(title) for s in asked.statements)


def test_a_role_is_resolved_only_where_the_text_leaves_no_doubt() -> None:
    start = "Judge Ana Pérez opened the file on Monday.\n\nNothing else was heard in court that week.\n\n"
    names = {
        text: extract(f"{start}{text} said that the port was closed in May.").statements[-1].speaker.name
        for text in ("The judge", "A judge", "A retired judge", "The retired judge")
    }
    assert {"The judge": "Ana Pérez", "A judge": "judge"} == {key: names[key] for key in ("The judge", "A judge")}
    assert "Ana Pérez" not in (names["A retired judge"], names["The retired judge"])
    two = f"{start}Judge Luis Gómez objected.\n\nThe hall was empty.\n\nThe judge said that the port was closed in May."
    assert "judge" == extract(two).statements[-1].speaker.name
