"""Mentions, dates, figures, sentences: the parts that statements are made of."""

from __future__ import annotations

import datetime as dt

import pytest

from extract.documents import extract
from foja.extract.dates import dates, published_day
from foja.model.vocabulary import MentionKind, ZoneRole
from foja.text.sentences import LONGEST, paragraphs, sentences

DAY = dt.date(2025, 4, 9)  # a Wednesday

DATES = [
    ("en", "on 18 July 1994", "1994-07-18"),
    ("en", "on July 18, 1994, the", "1994-07-18"),
    ("en", "in July 1994", "1994-07"),
    ("en", "since 1994", "1994"),
    ("en", "the October 7th massacre", "XXXX-10-07"),
    ("en", "in the early 1990s", "199X"),
    ("en", "between 1994 and 1996", "1994/1996"),
    ("en", "filed on 2024-03-05", "2024-03-05"),
    ("en", "filed on Tuesday", "2025-04-08"),
    ("en", "filed last month", "2025-03"),
    ("en", "filed this week", "2025-04-07/2025-04-13"),
    ("en", "two weeks ago", "2025-03-24/2025-03-30"),
    ("en", "three years ago", "2022~"),
    ("en", "filed yesterday", "2025-04-08"),
    ("en", "filed on 03/04/2024", "2024"),
    ("en", "filed on 25/04/2024", "2024-04-25"),
    ("es", "el 18 de julio de 1994", "1994-07-18"),
    ("es", "en julio de 1994", "1994-07"),
    ("es", "el 18 de julio", "XXXX-07-18"),
    ("es", "en los años 90", "199X"),
    ("es", "la década del 1990", "199X"),
    ("es", "entre 1994 y 1996", "1994/1996"),
    ("es", "el martes pasado", "2025-04-08"),
    ("es", "la semana pasada", "2025-03-31/2025-04-06"),
    ("es", "hace tres años", "2022~"),
    ("es", "ayer", "2025-04-08"),
    ("es", "el próximo viernes", "2025-04-11"),
    ("es", "03/04/2024", "2024-04-03"),
    ("pt", "em 18 de julho de 1994", "1994-07-18"),
    ("pt", "na semana passada", "2025-03-31/2025-04-06"),
    ("pt", "há três anos", "2022~"),
    ("pt", "ontem", "2025-04-08"),
    ("fr", "le 18 juillet 1994", "1994-07-18"),
    ("fr", "le 1er mars 2003", "2003-03-01"),
    ("fr", "il y a trois ans", "2022~"),
    ("fr", "mardi dernier", "2025-04-08"),
    ("fr", "cette semaine", "2025-04-07/2025-04-13"),
]


@pytest.mark.parametrize(("lang", "text", "edtf"), DATES)
def test_date(lang: str, text: str, edtf: str) -> None:
    (found,) = dates(text, 0, len(text), lang, DAY)
    assert edtf == found.when.edtf
    assert text[found.start : found.end] == found.when.verbatim


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "for three decades the case may march on"),
        ("en", "more than 2000 people"),
        ("en", "Law 1998 of the province and 1999 people"),
        ("es", "durante tres décadas"),
        ("es", "más de 2000 personas"),
    ],
)
def test_no_date(lang: str, text: str) -> None:
    assert [] == dates(text, 0, len(text), lang, DAY)


def test_relative_dates_stay_open_without_a_day_of_publication() -> None:
    (found,) = dates("filed this week", 0, 15, "en", None)
    assert ("this week", "", None) == (found.when.verbatim, found.when.edtf, found.when.earliest)
    assert "not known" in found.when.reason


def test_partial_dates_say_why() -> None:
    (found,) = dates("on October 7th", 0, 14, "en", DAY)
    assert "the text gives no year" == found.when.reason


def test_day_of_publication() -> None:
    assert dt.date(2025, 4, 9) == published_day("2025-04-09T10:00:00+03:00")
    assert published_day("April") is None
    assert published_day("0001-01-01") is None and published_day("9999-12-31") is None


FIGURES = [
    ("en", "The bomb killed 85 people and injured more than 300.", [("killed", 85, 85), ("injured", 301, None)]),
    ("en", "At least 151 people died.", [("killed", 151, None)]),
    ("en", "Hundreds of witnesses were heard.", [("witnesses", 200, None)]),
    ("en", "Between 10 and 15 suspects were named.", [("suspects", 10, 15)]),
    ("en", "It published six notices in two thousand copies.", [("notices", 6, 6), ("copies", 2000, 2000)]),
    ("en", "Fewer than 50 people were wounded.", [("injured", None, 49)]),
    ("en", "He paid 400,000 dollars.", [("dollars", 400000, 400000)]),
    ("en", "A man, 45, and a 12-year-old were seen in 1994.", []),
    ("es", "La bomba mató a 85 personas e hirió a más de 300.", [("killed", 85, 85), ("injured", 301, None)]),
    ("es", "Hubo al menos 85 muertos y unos 300 heridos.", [("killed", 85, None), ("injured", 300, 300)]),
    ("es", "Cientos de personas marcharon.", [("persons", 200, None)]),
    ("es", "Pagó 400.000 dólares.", [("dólares", 400000, 400000)]),
    ("es", "Declararon ciento cincuenta testigos.", [("witnesses", 150, 150)]),
    ("es", "Entre 10 y 15 sospechosos fueron nombrados.", [("suspects", 10, 15)]),
    ("pt", "Pelo menos 85 mortos e cerca de 300 feridos.", [("killed", 85, None), ("injured", 300, 300)]),
    (
        "fr",
        "Plus de 40 personnes ont voté ; il y a eu au moins deux cents blessés.",
        [("persons", 41, None), ("injured", 200, None)],
    ),
    (
        "fr",
        "Il y a eu 12 000 morts et 1\u202f200\u00a0500 votes.",
        [("killed", 12000, 12000), ("votes", 1200500, 1200500)],
    ),
    ("fr", "Les 12.000 votants, le 3 250, n’ont rien dit.", [("votants", 12000, 12000)]),
    ("fr", "Les versions 01.01.2012 et 01.02.2012 manquent.", []),
    ("es", "Murieron 12 000 personas.", [("killed", 12000, 12000)]),
    ("es", "En 2012 300 personas votaron.", [("persons", 300, 300)]),
    ("es", "El Tribunal Oral Federal 3 porteño dictó la sentencia.", []),
    ("es", "Ante el Tribunal Oral Federal 3 declararon 12 testigos.", [("witnesses", 12, 12)]),
    ("es", "El Tribunal Oral Federal 3 jueces tiene.", [("jueces", 3, 3)]),
    ("en", "At the Federal Court 5 judges resigned.", [("judges", 5, 5)]),
    ("es", "Hace tres años, a los 45 años, fue citado por el artículo 5.", []),
]


@pytest.mark.parametrize(("lang", "text", "want"), FIGURES)
def test_figures(lang: str, text: str, want: list[tuple[str, float | None, float | None]]) -> None:
    found = extract(text, lang).figures
    assert want == [(f.what, f.low, f.high) for f in found]
    assert all(text[f.start : f.end] == f.verbatim for f in found)


def test_scope_and_event_of_a_figure() -> None:
    (found,) = extract("The attack on the AMIA killed 86 people, including the suicide bomber.").figures
    assert ("AMIA", "including the suicide bomber") == (found.about, found.note)
    (found,) = extract("El ataque a la AMIA mató a 86 personas, incluido el atacante suicida.", "es").figures
    assert ("AMIA", "incluido el atacante suicida") == (found.about, found.note)


NAMES = [
    (
        "en",
        "Prosecutor Sebastián Basso met Judge Daniel Rafecas in Buenos Aires.",
        ["Sebastián Basso", "Daniel Rafecas", "Buenos Aires"],
    ),
    ("en", "Iranian officials and the Argentine court met.", []),
    ("en", "Iranian-backed groups trained in Lebanon.", ["Lebanon"]),
    (
        "en",
        "Nobody saw it. The Islamic Revolutionary Guard Corps (IRGC) denied it.",
        ["Islamic Revolutionary Guard Corps", "IRGC"],
    ),
    ("en", "The Ministry of Foreign Affairs of Iran replied.", ["Ministry of Foreign Affairs of Iran"]),
    ("en", "Evidence was lost. Nothing remains.", []),
    (
        "es",
        "El fiscal Alberto Nisman denunció a la Guardia Revolucionaria de Irán.",
        ["Alberto Nisman", "Guardia Revolucionaria", "Irán"],
    ),
    (
        "es",
        "La Corte Suprema de Justicia citó a Juan José de la Fuente.",
        ["Corte Suprema de Justicia", "Juan José de la Fuente"],
    ),
    ("es", "Hubo pruebas. Nadie las vio. Durante años calló.", []),
    ("en", "A clerk at Office 17 said that it was lost.", ["Office 17"]),
    ("en", "He told the Supreme Court 85 people had died.", ["Supreme Court"]),
    ("en", "The Federal Court No. 12 refused.", ["Federal Court No. 12"]),
    (
        "es",
        "El Juzgado Federal N° 6 de Buenos Aires y el Tribunal Oral Federal 3 de la Capital lo ordenaron.",
        ["Juzgado Federal N° 6", "Buenos Aires", "Tribunal Oral Federal 3", "Capital"],
    ),
    ("en", "See https://www.example.org/News-and-Events/INTERPOL-Executive-Committee, said Interpol.", ["Interpol"]),
    ("en", "That month the National Ferry Bureau in Oslo replied.", ["National Ferry Bureau", "Oslo"]),
    ("en", "Applies\tArticle 7\tNone\tReport\tSmall boats", []),
    ("en", "The Secretary General, Ronald K. Noble, spoke.", ["Ronald K. Noble"]),
    ("en", "The Serbian team read the Law and the Review. I’m here.", []),
    ("en", "The Office and the Secretariat replied to DNA tests.", []),
    ("en", "The Islamic Republic of Iran replied.", ["Islamic Republic of Iran"]),
    ("es", "El Líder Supremo y el Fiscal General callaron.", []),
    ("es", "La muerte fue un accidente, informó El Faro.", ["El Faro"]),
    ("es", "Estudió Química en Lima. Decreto 9 y Ley 4 del Estado.", ["Química", "Lima"]),
    ("pt", "O procurador João Prado falou em Lisboa.", ["João Prado", "Lisboa"]),
    ("fr", "Le juge Pierre Vidal a parlé à Lyon. D’après lui, rien ne presse.", ["Pierre Vidal", "Lyon"]),
    ("en", "April 2025\tGovernment of Argentina\tPersonal immunity", ["Argentina"]),
]


@pytest.mark.parametrize(("lang", "text", "want"), NAMES)
def test_names(lang: str, text: str, want: list[str]) -> None:
    assert want == [m.name for m in extract(text, lang).mentions if m.kind is not MentionKind.ROLE]


def test_kinds_and_short_forms() -> None:
    text = "Prosecutor Sebastián Basso went to Rome. Interpol answered Basso. The Guard Corps (GC) did not. GC left."
    kinds = {(m.name, m.kind, m.refers_to) for m in extract(text).mentions}
    assert ("Sebastián Basso", MentionKind.PERSON, None) in kinds
    assert ("Rome", MentionKind.PLACE, None) in kinds
    assert ("Interpol", MentionKind.ORGANISATION, None) in kinds
    assert ("Basso", MentionKind.PERSON, text.index("Sebastián")) in kinds
    assert ("GC", MentionKind.ORGANISATION, text.index("Guard Corps")) in kinds


def test_posts_are_roles_and_no_persons() -> None:
    found = extract("The Supreme Leader met the foreign minister. El fiscal general no fue.").mentions
    assert [
        ("Supreme Leader", MentionKind.ROLE),
        ("foreign minister", MentionKind.ROLE),
        ("fiscal general", MentionKind.ROLE),
    ] == [(m.name, m.kind) for m in found]


def test_an_acronym_finds_its_long_form_without_brackets_unless_two_fit() -> None:
    text = "The Harbour Safety Board met. HSB left."
    (_, short) = extract(text).mentions
    assert short.refers_to == text.index("Harbour")
    two = "The Harbour Safety Board met the Highland Sheep Board. HSB left."
    assert extract(two).mentions[-1].refers_to is None


def test_a_line_in_capitals_gives_no_names_of_its_own() -> None:
    assert () == extract("THE HARBOUR NOTICES: WHAT THE BOARD DECIDED, AND WHEN\nIt was late.").mentions


def test_headline_capitals_give_only_names_known_from_the_body() -> None:
    title = "Court Seeks Answers From Galeano Over Lost Tapes"
    body = "The court asked Judge Juan José Galeano about the tapes."
    text = f"{title}\n\n{body}"
    found = extract(text, zones=[(0, len(title), ZoneRole.TITLE), (len(title) + 2, len(text), ZoneRole.BODY)])
    assert ["Galeano", "Juan José Galeano"] == [m.name for m in found.mentions]


def test_arabic_names_are_not_invented() -> None:
    assert [] == [
        m for m in extract("المحكمة طلبت توقيف المتهم في بوينس آيرس", "ar").mentions if m.kind is not MentionKind.PLACE
    ]


def _split(text: str) -> list[str]:
    return [text[a:b] for p in paragraphs(text) for a, b in sentences(text, *p)]


def test_sentences() -> None:
    assert ["Mr. Smith left the U.S. court at 10.30.", "“It is over.”", "Why? he asked."] == _split(
        "Mr. Smith left the U.S. court at 10.30. “It is over.” Why? he asked."
    )
    assert ["El Dr. Pérez citó el art. 5 de la ley.", "¿Quién fue?", "—Nadie."] == _split(
        "El Dr. Pérez citó el art. 5 de la ley. ¿Quién fue? —Nadie."
    )


def test_a_german_ordinal_ends_no_sentence() -> None:
    german = "Am 14. August 1993 entschied der 2. Senat. Er bestätigte das am 3. Mai."
    assert ["Am 14. August 1993 entschied der 2. Senat.", "Er bestätigte das am 3. Mai."] == _split(german)
    english = "It is on page 3. March followed. He was 14. August was cold."
    assert ["It is on page 3.", "March followed.", "He was 14.", "August was cold."] == _split(english)


def test_paragraphs_of_wrapped_lines() -> None:
    long = "The court heard more than one hundred witnesses over\nthree years before it gave its ruling."
    wrapped = f"{long}\nHeading\nNew text."
    assert [long, "Heading", "New text."] == [wrapped[a:b] for a, b in paragraphs(wrapped)]


def test_a_stretch_without_a_stop_is_cut() -> None:
    assert all(len(part) <= LONGEST for part in _split("word " * 5000))


def test_a_figure_is_about_the_event_named_last_and_never_about_its_speaker() -> None:
    text = (
        "The attack on the Harbour Court left the city in mourning. The Ministry of Health counted 85 dead, "
        "according to the Ministry of Health.\n\nIn Clearwater 633 families were told. A column speaks of 86 deaths."
    )
    killed = {f.low: f.about for s in extract(text).statements for f in s.figures if f.what == "killed"}
    assert set(killed) == {85.0, 86.0}
    assert set(killed.values()) == {"Harbour Court"}


def test_a_number_does_not_take_the_noun_of_the_next_one() -> None:
    text = "La explosión en la calle Pasteur 633 causó 85 muertes, y una columna habla de 86 víctimas fatales."
    killed = {f.low for s in extract(text, "es").statements for f in s.figures if f.what == "killed"}
    assert killed == {85.0, 86.0}


PARTS = """
en | The Court of Lira convicted Ana Pérez and acquitted Tomás Rey. | [The Court of Lira] acquitted Tomás Rey
en | The clerk said that the officials met in Lira and decided the attack. | [the officials] decided the attack
en | The clerk said that the officials met in Lira and that Ana Pérez paid for it. | Ana Pérez paid for it
es | El fiscal dijo que los jefes viajaron a Lira y decidieron el ataque. | [los jefes] decidieron el ataque
es | El Tribunal de Lira condenó a Ana Pérez y absolvió a Tomás Rey. | [El Tribunal de Lira] absolvió a Tomás Rey
pt | O tribunal de Lira condenou Ana Pérez e absolveu Tomás Rey. | [O tribunal de Lira] absolveu Tomás Rey
"""


@pytest.mark.parametrize("row", PARTS.strip().splitlines())
def test_a_part_without_a_subject_says_whose_it_is(row: str) -> None:
    """In square brackets, as one quotes; the passage stays what the text says."""
    language, text, want = row.split(" | ")
    (found,) = [s for s in extract(text, language).statements if s.content == want]
    assert found.content.endswith(found.passage.quote)
    assert text[found.passage.start : found.passage.end] == found.passage.quote


CONDEMNED = """
en | evaluated | The foreign ministry condemned the attack on the port.
en | found | The Criminal Court of Lira condemned Tomás Rey to two years in prison.
es | evaluated | La cancillería condenó el atentado contra el puerto.
es | found | El Tribunal Oral de Lira condenó a Tomás Rey por la desaparición de un testigo.
pt | evaluated | O ministério condenou o atentado contra o porto.
pt | found | O tribunal de Lira condenou Tomás Rey pelo desaparecimento de uma testemunha.
"""


@pytest.mark.parametrize("row", CONDEMNED.strip().splitlines())
def test_a_court_that_condemns_somebody_deplores_nothing(row: str) -> None:
    language, force, text = row.split(" | ")
    assert {force} == {s.modality for s in extract(text, language).statements} - {"asserted"}
