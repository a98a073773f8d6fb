"""Sentences of rulings, reports, wires and features: one for each fault that was found in reading drafts of them."""

from __future__ import annotations

import pytest

from extract.test_cites import BETWEEN, CITED, NOT_CITED
from foja.evaluate.one_text import extraction

WRONG_BEFORE = [
    (
        "es",
        "El Tribunal Oral n.º 2 condenó al acusado. Este tribunal entiende que asiste razón al fiscal.",
        "tribunal",
        "asiste razón al fiscal",
    ),
    # who speaks
    (
        "es",
        "El perito, quien en el debate había reconocido que no revisó los discos, declaró ayer.",
        "perito",
        "no revisó los discos",
    ),
    (
        "es",
        "Prats lamentó el fallo. Sostuvo que su país cumplió y acusó a la fiscalía de mentir.",
        "Prats",
        "a la fiscalía de mentir",
    ),
    ("es", "Prats celebró el fallo. “Se hizo justicia”, dijo a la salida del tribunal.", "Prats", "Se hizo justicia"),
    (
        "es",
        "Su hermano, dice la panadera, lo denunció en 1984.",
        "panadera",
        "Su hermano, dice la panadera, lo denunció en 1984",
    ),
    ("es", "El testigo dijo primero que el acusado lo sabía.", "testigo", "el acusado lo sabía"),
    ("es", "Este tribunal entiende que asiste razón al fiscal.", "tribunal", "asiste razón al fiscal"),
    ("fr", "« La justice est libre », a-t-il déclaré, ajoutant que la France paierait.", "il", "la France paierait"),
    ("fr", "Elle affirme disposer de photographies du navire.", "Elle", "disposer de photographies du navire"),
    ("pt", "O governo do estado sustenta que todos eles reagiram.", "governo do estado", "todos eles reagiram"),
    (
        "pt",
        "O ministro do Meio Ambiente acusou o governo de mentir.",
        "ministro do Meio Ambiente",
        "o governo de mentir",
    ),
    ("en", "One said he was hit; another said officers had fled.", "another", "officers had fled"),
    # what is said
    (
        "en",
        "The army said there had been rebels in the house, a claim that investigators dismissed.",
        "army",
        "there had been rebels in the house",
    ),
    ("es", "Según la orden, a la que accedió el diario, el juez mintió.", "orden", "el juez mintió"),
    ("en", "Survivors put the figure at more than 60.", "Survivors", "more than 60"),
    ("en", "The judge wrote in an opinion that the law was void.", "judge", "the law was void"),
    (
        "fr",
        "D'après le ministère, les documents cités par le quotidien sont faux.",
        "ministère",
        "les documents cités par le quotidien sont faux",
    ),
]


@pytest.mark.parametrize(("language", "text", "speaker", "content"), WRONG_BEFORE)
def test_pages_of_many_kinds(language: str, text: str, speaker: str, content: str) -> None:
    """One sentence for each fault that was found in reading drafts of rulings, reports, wires and features."""
    drafts = extraction(text, language).statements
    assert (speaker, content) in {(draft.speaker.name, draft.passage.quote) for draft in drafts}
    assert all(draft.speaker.name == speaker for draft in drafts if draft.passage.quote == content)


@pytest.mark.parametrize("language", ["en", "es", "fr", "pt"])
def test_a_text_may_break_off_behind_any_word(language: str) -> None:
    """Every beginning of every sentence of these tables is read, whatever it gives."""
    rows = [row for table in (CITED, NOT_CITED, BETWEEN, WRONG_BEFORE) for row in table]
    for words in (row[1].split() for row in rows if row[0] == language):
        for end in range(1, len(words)):
            for start in range(min(4, end)):
                broken = " ".join(words[start:end])
                for draft in extraction(broken, language).statements:
                    assert broken[draft.passage.start : draft.passage.end] == draft.passage.quote
