"""Measures on single sentences, and what a language file must hold."""

from __future__ import annotations

from extract.documents import extract
from foja.extract.lexicon import load
from foja.extract.measure import Rate, Sentence, measure
from foja.extract.rules.lexicon import LANGUAGES, lexicon

ROWS = [
    Sentence(
        "en",
        "Prosecutor Ana Pérez said that the dam broke.",
        ("Ana Pérez",),
        (("Ana Pérez", "the dam broke", "asserted"),),
    ),
    Sentence("en", "The board denied that the dam broke.", ("Board",), (("mayor", "the dam broke", "alleged"),)),
    Sentence("es", "El juez dijo que la represa cedió.", (), ()),
]


def test_every_task_is_counted_and_every_fault_listed() -> None:
    rates, faults = measure(ROWS, lambda text, lang: extract(text, lang))
    found = {(rate.task, rate.language): rate for rate in rates}
    assert Rate("names", "en", 2, 1, 1) == found["names", "en"]
    assert Rate("statements", "all", 2, 3, 2) == found["statements", "all"]
    assert (0.5, 0.5) == (found["speaker", "en"].recall, found["modality", "en"].recall)
    assert (0.0, 0.0, 0.0) == (found["names", "es"].precision, found["names", "es"].recall, found["names", "es"].f1)
    assert ["names", "speaker", "modality", "statements"] == [fault.task for fault in faults]


def test_every_language_file_has_the_keys_of_the_others() -> None:
    english = {(part, key) for part, values in load("en").items() if isinstance(values, dict) for key in values}
    own = {"strong", "weak", "irregular", "conjugation", "stems"}
    for language in LANGUAGES:
        data = load(language)
        keys = {(part, key) for part, values in data.items() if isinstance(values, dict) for key in values}
        assert {pair for pair in english if pair[0] not in own} <= keys, language
        assert load(f"dates_{language}")["patterns"]
        assert load(f"figures_{language}")["numbers"]
        assert lexicon(language).speech


def test_a_verb_table_gives_the_forms() -> None:
    forms = lexicon("pt").forms
    assert ("negar", "past") in forms["negou"]
    assert ("publicar", "subj") in forms["publique"]
    assert ("dizer", "past") in forms["disse"]
    assert ("affirmer", "part") in lexicon("fr").forms["affirmé"]
