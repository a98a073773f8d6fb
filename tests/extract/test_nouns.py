"""Names in German, where every noun has a capital, and in Russian. The persons are officials and accused persons."""

from __future__ import annotations

import pytest

from extract.documents import extract
from foja.model.vocabulary import MentionKind

ORGANISATION, PERSON, PLACE = MentionKind.ORGANISATION, MentionKind.PERSON, MentionKind.PLACE


@pytest.mark.parametrize(
    ("language", "text", "wanted"),
    [
        ("de", "Der Staatsanwalt Sebastián Basso beantragte die Festnahme von Ali Chamenei.",
         [("Sebastián Basso", PERSON), ("Ali Chamenei", PERSON)]),
        ("de", "Die Regierung in Teheran wies die Vorwürfe am Montag in einer Erklärung zurück.", [("Teheran", PLACE)]),
        ("de", "Nach dem Anschlag begann in Buenos Aires die Suche nach Zeugen.", [("Buenos Aires", PLACE)]),
        ("de", "Die Hisbollah und die Vereinten Nationen äußerten sich nicht.",
         [("Hisbollah", ORGANISATION), ("Vereinten Nationen", ORGANISATION)]),
        ("de", "Das Gericht hob das Urteil der Vorinstanz wegen Mängeln der Beweisaufnahme auf.", []),
        ("ru", "Прокурор Себастьян Бассо потребовал ареста Али Хаменеи в Буэнос-Айресе.",
         [("Себастьян Бассо", PERSON), ("Али Хаменеи", PERSON), ("Буэнос-Айресе", PLACE)]),
        ("ru", "Суд выдал ордер на арест лидера Ирана Али Хаменеи.", [("Ирана", PLACE), ("Али Хаменеи", PERSON)]),
        ("es", "Pidió la detención del líder de Irán Alí Jamenei.", [("Irán", PLACE), ("Alí Jamenei", PERSON)]),
        ("es", "Habló el juez de Paris Hilton.", [("Paris Hilton", MentionKind.UNKNOWN)]),
        ("ru", "По словам министра, решение приняли в Мешхеде 14 августа 1993 года.", [("Мешхеде", PLACE)]),
    ],
)  # fmt: skip
def test_names_are_told_from_other_nouns(language: str, text: str, wanted: list[tuple[str, MentionKind]]) -> None:
    assert [(one.name, one.kind) for one in extract(text, language).mentions] == wanted


def test_the_last_word_of_a_german_name_names_the_same_person_later() -> None:
    first, second = extract("Der Richter Juan José Galeano wurde entlassen. Galeano bestritt das.", "de").mentions
    assert (second.name, second.refers_to) == ("Galeano", first.start)


@pytest.mark.parametrize(
    ("language", "text", "wanted"),
    [
        ("de", "Am 14. August 1993 entschied der Rat, am 3. Mai 2004 der 2. Senat.", ["1993-08-14", "2004-05-03"]),
        ("de", "Vor drei Tagen, vergangene Woche.", ["2025-04-14", "2025-04-07/2025-04-13"]),
        ("ru", "14 августа 1993 года и в марте 1992 года", ["1993-08-14", "1992-03"]),
        ("ru", "Три дня назад, на прошлой неделе.", ["2025-04-14", "2025-04-07/2025-04-13"]),
        ("it", "Il 14 agosto 1993, e nel luglio del 1994.", ["1993-08-14", "1994-07"]),
        ("it", "La settimana scorsa.", ["2025-04-07/2025-04-13"]),
    ],
)
def test_dates_of_languages_without_statements(language: str, text: str, wanted: list[str]) -> None:
    found = extract(text, language, published="2025-04-17").dates
    assert [one.when.edtf for one in found] == wanted
