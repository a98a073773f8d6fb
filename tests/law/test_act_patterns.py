"""Acts that a passage reports, by patterns of words: roles, forces, both languages, hostile input."""

from __future__ import annotations

import re

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foja.evaluate.one_text import extraction
from foja.law import act_patterns
from foja.law.act_drafts import ActDraft, drafts
from foja.law.act_patterns import patterns
from foja.model.errors import UsageError
from foja.model.vocabulary import MentionKind

Read = tuple[str, str, tuple[str, ...], str]


def read(text: str, language: str) -> list[Read]:
    """Act, authority, persons and date of each draft of a text."""
    found: list[ActDraft] = []
    for statement in extraction(text, language).statements:
        found += [draft for draft in drafts(statement, statement.names) if draft not in found]
    return [(f"{one.machine}/{one.kind}", one.authority, one.persons, one.date) for one in found]


@pytest.mark.parametrize(
    ("language", "text", "want"),
    [
        (
            "en",
            "The Federal Court of Lira ordered the arrest of Tomás Rey on 3 March 2001.",
            ("warrant/ordered", "Federal Court of Lira", ("Tomás Rey",), "2001-03-03"),
        ),
        (
            "en",
            "Interpol published red notices for Tomás Rey, Ana Pérez and Luis Gómez on 7 November 2007.",
            ("red_notice/published", "Interpol", ("Tomás Rey", "Ana Pérez", "Luis Gómez"), "2007-11-07"),
        ),
        (
            "en",
            "Tomás Rey was arrested in Lisbon on 4 May 2003.",
            ("warrant/executed", "", ("Tomás Rey",), "2003-05-04"),
        ),
        (
            "en",
            "Tomás Rey was convicted by the Criminal Court of Lira in 2005.",
            ("criminal_ar/convicted", "Criminal Court of Lira", ("Tomás Rey",), "2005"),
        ),
        (
            "en",
            "The Treasury sanctioned Ana Pérez in June 2011.",
            ("sanction/listed", "Treasury", ("Ana Pérez",), "2011-06"),
        ),
        (
            "en",
            "Argentina requested the extradition of Tomás Rey from Lira.",
            ("extradition/requested", "Argentina", ("Tomás Rey",), ""),
        ),
        (
            "en",
            "Tomás Rey appealed the judgment on 4 June 2006.",
            ("criminal_ar/appealed", "Tomás Rey", ("Tomás Rey",), "2006-06-04"),
        ),
        (
            "en",
            "El Faro reported that the Federal Court of Lira indicted Tomás Rey.",
            ("criminal_ar/processed", "Federal Court of Lira", ("Tomás Rey",), ""),
        ),
        (
            "en",
            "Prosecutor Ana Pérez has requested an arrest warrant for Tomás Rey.",
            ("warrant/requested", "Ana Pérez", ("Tomás Rey",), ""),
        ),
        (
            "es",
            "El Tribunal Federal de Lira ordenó la captura de Tomás Rey el 3 de marzo de 2001.",
            ("warrant/ordered", "Tribunal Federal de Lira", ("Tomás Rey",), "2001-03-03"),
        ),
        (
            "es",
            "Interpol publicó notificaciones rojas contra Tomás Rey y Ana Pérez.",
            ("red_notice/published", "Interpol", ("Tomás Rey", "Ana Pérez"), ""),
        ),
        (
            "es",
            "Tomás Rey fue detenido en Lisboa el 4 de mayo de 2003.",
            ("warrant/executed", "", ("Tomás Rey",), "2003-05-04"),
        ),
        (
            "es",
            "El Tribunal Oral de Lira condenó a Tomás Rey a diez años de prisión.",
            ("criminal_ar/convicted", "Tribunal Oral de Lira", ("Tomás Rey",), ""),
        ),
        (
            "es",
            "El juez Luis Gómez procesó a Tomás Rey por encubrimiento.",
            ("criminal_ar/processed", "Luis Gómez", ("Tomás Rey",), ""),
        ),
        (
            "es",
            "La Corte Suprema rechazó la extradición de Tomás Rey.",
            ("extradition/refused", "Corte Suprema", ("Tomás Rey",), ""),
        ),
        ("es", "Tomás Rey apeló la condena en 2006.", ("criminal_ar/appealed", "Tomás Rey", ("Tomás Rey",), "2006")),
        (
            "pt",
            "O Tribunal Federal de Lira ordenou a prisão de Tomás Rey em 3 de março de 2001.",
            ("warrant/ordered", "Tribunal Federal de Lira", ("Tomás Rey",), "2001-03-03"),
        ),
        (
            "pt",
            "A Interpol publicou difusões vermelhas contra Tomás Rey e Ana Pérez em 7 de novembro de 2007.",
            ("red_notice/published", "Interpol", ("Tomás Rey", "Ana Pérez"), "2007-11-07"),
        ),
        (
            "pt",
            "Tomás Rey foi preso em Lisboa em 4 de maio de 2003.",
            ("warrant/executed", "", ("Tomás Rey",), "2003-05-04"),
        ),
        (
            "pt",
            "Tomás Rey foi condenado a dez anos de prisão pelo Tribunal Criminal de Lira em 2005.",
            ("criminal_ar/convicted", "Tribunal Criminal de Lira", ("Tomás Rey",), "2005"),
        ),
        (
            "pt",
            "O Supremo Tribunal negou a extradição de Tomás Rey.",
            ("extradition/refused", "Supremo Tribunal", ("Tomás Rey",), ""),
        ),
        (  # the court of a place is not the place
            "pt",
            "O tribunal de Lira absolveu Tomás Rey em 2004.",
            ("criminal_ar/acquitted", "", ("Tomás Rey",), "2004"),
        ),
        (
            "pt",
            "O Tesouro impôs sanções contra Ana Pérez em junho de 2011.",
            ("sanction/listed", "Tesouro", ("Ana Pérez",), "2011-06"),
        ),
        (
            "fr",
            "Le Tribunal fédéral de Lira a ordonné l'arrestation de Tomás Rey le 3 mars 2001.",
            ("warrant/ordered", "Tribunal fédéral de Lira", ("Tomás Rey",), "2001-03-03"),
        ),
        (
            "fr",
            "Le juge Luis Gómez a émis un mandat d'arrêt international contre Tomás Rey.",
            ("warrant/ordered", "Luis Gómez", ("Tomás Rey",), ""),
        ),
        (
            "fr",
            "Interpol a publié des notices rouges contre Tomás Rey et Ana Pérez le 7 novembre 2007.",
            ("red_notice/published", "Interpol", ("Tomás Rey", "Ana Pérez"), "2007-11-07"),
        ),
        (
            "fr",
            "Tomás Rey a été arrêté à Lisbonne le 4 mai 2003.",
            ("warrant/executed", "", ("Tomás Rey",), "2003-05-04"),
        ),
        (
            "fr",
            "Tomás Rey a été condamné à dix ans de prison par le Tribunal criminel de Lira en 2005.",
            ("criminal_ar/convicted", "", ("Tomás Rey",), "2005"),
        ),
        (
            "fr",
            "L'Argentine a demandé l'extradition de Tomás Rey.",
            ("extradition/requested", "Argentine", ("Tomás Rey",), ""),
        ),
        (
            "fr",
            "Tomás Rey a fait appel du jugement en 2006.",
            ("criminal_ar/appealed", "Tomás Rey", ("Tomás Rey",), "2006"),
        ),
    ],
)
def test_who_did_what_to_whom_and_when(language: str, text: str, want: Read) -> None:
    assert [want] == read(text, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The court did not order the arrest of Tomás Rey."),
        ("en", "If the court ordered the arrest of Tomás Rey, Lira would refuse."),
        ("en", "The Ministry denied that Tomás Rey was arrested."),
        ("en", "Tomás Rey will be extradited to Lira, the minister said."),
        ("en", "The storm arrested the growth of the harbour."),
        ("es", "El ministerio negó que Tomás Rey fuera detenido."),
        ("es", "El tribunal no ordenó la captura de Tomás Rey."),
        ("fr", "Tomás Rey fue detenido en Lisboa."),
        ("pt", "O ministério negou que Tomás Rey tenha sido preso."),
        ("pt", "O tribunal não ordenou a prisão de Tomás Rey."),
        ("pt", "Tomás Rey será extraditado para Lira, disse o ministro."),
        ("pt", "O Irã condenou o ataque a Lira."),
        ("fr", "Le ministère a nié que Tomás Rey ait été arrêté."),
        ("fr", "Le tribunal n'a pas ordonné l'arrestation de Tomás Rey."),
        ("fr", "Tomás Rey sera extradé vers Lira, a dit le ministre."),
        ("fr", "L'Iran a condamné l'attaque contre Lira."),
        ("fr", "L'arrêté du ministre Gómez a été publié."),
        ("xx", "Tomás Rey was arrested in Lisbon."),
    ],
)
def test_what_was_not_done_is_no_act(language: str, text: str) -> None:
    assert [] == read(text, language)


LANGUAGES = ("en", "es", "pt", "fr")


def test_all_languages_know_the_same_events() -> None:
    known = [{one.act for one in made.report} for language in LANGUAGES if (made := patterns(language))]
    assert len(known) == len(LANGUAGES)
    assert {
        "warrant/requested", "warrant/ordered", "warrant/executed", "red_notice/published", "extradition/requested",
        "extradition/granted", "extradition/refused", "extradition/surrendered", "criminal_ar/processed",
        "criminal_ar/convicted", "criminal_ar/acquitted", "criminal_ar/appealed", "sanction/listed",
    } <= set.intersection(*known)  # fmt: skip
    assert patterns("../en") is None and patterns("de") is None


def test_every_pattern_can_match() -> None:

    for language in LANGUAGES:
        made = patterns(language)
        assert made is not None and made.source
        for one in made.report:
            for row in (*one.active, *one.passive, *one.own):
                words = " ".join(word.split("|")[0].replace("*", "") for word in row.split() if word != "...")
                assert re.fullmatch(act_patterns._expression(row), words), row


_BITS = st.sampled_from(
    ["ordered", "the arrest of", "Tomás Rey", "Ana Pérez", "was arrested", "by", "and", ",", ".", "fue detenido", "por",
     "ordenó", "la captura de", "foi preso", "pelo", "ordenou", "a prisão de", "a été arrêté", "par", "a ordonné",
     "l'arrestation de", "appealed", "sentence", "issued", "red notice for", "(", "”", "\u202e", "İ", "ß"]
)  # fmt: skip


@settings(deadline=None, max_examples=200)
@given(st.lists(_BITS, max_size=30), st.sampled_from(LANGUAGES))
def test_roles_are_names_of_the_passage(bits: list[str], language: str) -> None:
    for statement in extraction(" ".join(bits), language).statements:
        for draft in drafts(statement, statement.names):
            link = {one.name for one in statement.chain}
            assert {*draft.persons, draft.authority} <= {"", *statement.names, *link}


@pytest.mark.parametrize("words", ["ordered ", "ordered the ", "Rey, ", "issued arrest ", "a", "ordenó la "])
def test_of_long_contents_the_beginning_is_searched(words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    searched: list[int] = []

    class Watched:
        def __init__(self, expression: re.Pattern[str]) -> None:
            self._expression = expression

        def search(self, text: str) -> re.Match[str] | None:
            assert len(text) <= act_patterns._MOST < len(long.content)
            searched.append(len(text))
            return self._expression.search(text)

    compiled = act_patterns._compiled
    monkeypatch.setattr(act_patterns, "_compiled", lambda of: [(Watched(one), *rest) for one, *rest in compiled(of)])
    (statement, *_) = extraction("The court said that Tomás Rey was arrested in Lisbon.", "en").statements
    long = msgspec.structs.replace(statement, content=words * 20_000, names=("Rey",))
    drafts(long, long.names)
    assert searched


def test_a_file_that_names_no_act_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(act_patterns, "machines", lambda: {})
    act_patterns.patterns.cache_clear()
    with pytest.raises(UsageError, match="no machine"):
        act_patterns.patterns("en")
    act_patterns.patterns.cache_clear()


@pytest.mark.parametrize(
    ("language", "text", "act", "by"),
    [
        ("es", "El Tribunal Oral de Lira condenó a Ana Pérez y absolvió a Tomás Rey.", "criminal_ar/acquitted", "Oral"),
        ("en", "Lira Criminal Court convicted Ana Pérez and acquitted Tomás Rey.", "criminal_ar/acquitted", ""),
        ("es", "Un escrito que acusa a Ana Pérez y pide la captura de Tomás Rey.", "warrant/requested", ""),
    ],
)  # fmt: skip
def test_a_verb_that_goes_on_is_not_done_by_whom_the_one_before_concerns(
    language: str, text: str, act: str, by: str
) -> None:
    found = {name: authority for name, authority, _, _ in read(text, language)}
    assert act in found
    assert "Pérez" not in found[act]
    assert by in found[act]


def test_whom_a_request_is_sent_to_is_not_whom_it_concerns() -> None:
    statement = extraction("Argentina asked Pakistan to arrest Tomás Rey.", "en").statements[0]
    kinds = {"Pakistan": MentionKind.PLACE, "Tomás Rey": MentionKind.PERSON}
    assert [one.persons for one in drafts(statement, [*kinds], kinds)] == [("Tomás Rey",)]
    assert [one.persons for one in drafts(statement, [*kinds])] == [("Pakistan", "Tomás Rey")]


def test_who_denies_an_accusation_refuses_no_arrest() -> None:
    text = "The government of Lira denied the accusations behind the arrest warrants for Tomás Rey."
    assert not [act for act, *_ in read(text, "en") if act == "warrant/refused"]
    text = "The Supreme Court of Lira denied the request for the arrest of Tomás Rey."
    assert [act for act, *_ in read(text, "en") if act == "warrant/refused"]
