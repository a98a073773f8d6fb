"""Who cites whom: links of the chain beyond the source that a sentence names first. Four languages."""

from __future__ import annotations

import pytest

from foja.evaluate.one_text import extraction

CITED = [
    (
        "en",
        "The file was destroyed in 2004, according to Agencia Muestra, which cites a report by the newspaper Clarín.",
        ["Agencia Muestra", "Clarín"],
    ),
    (
        "en",
        "According to Agencia Muestra, which cites a report published by the newspaper Clarín, the file was destroyed.",
        ["Agencia Muestra", "Clarín"],
    ),
    (
        "en",
        "The file was destroyed, Agencia Muestra reported, citing the newspaper Clarín.",
        ["Agencia Muestra", "Clarín"],
    ),
    (
        "en",
        "Reuters, citing two judicial sources, reported that the file was destroyed.",
        ["Reuters", "two judicial sources"],
    ),
    (
        "en",
        "Citing two judicial sources, Reuters reported that the file was destroyed.",
        ["Reuters", "two judicial sources"],
    ),
    (
        "es",
        "El expediente fue destruido en 2004, según Agencia Muestra, que cita un informe del diario Clarín.",
        ["Agencia Muestra", "Clarín"],
    ),
    (
        "es",
        "Según Agencia Muestra, que a su vez cita al diario Clarín, el expediente fue destruido en 2004.",
        ["Agencia Muestra", "Clarín"],
    ),
    (
        "es",
        "El expediente fue destruido, informó Agencia Muestra citando al diario Clarín.",
        ["Agencia Muestra", "Clarín"],
    ),
    (
        "fr",
        "Selon l'Agence Exemple, qui cite un rapport publié par le journal Le Monde, le dossier a été détruit.",
        ["Agence Exemple", "Le Monde"],
    ),
    (
        "pt",
        "O processo foi destruído em 2004, segundo a Agência Exemplo, que cita o jornal Correio do Vale.",
        ["Agência Exemplo", "Correio do Vale"],
    ),
    ("es", "Según el fiscal, citado por el diario Clarín, el expediente fue destruido.", ["Clarín", "fiscal"]),
    ("en", "The file was destroyed, the prosecutor, quoted by the newspaper Clarín, said.", ["Clarín", "prosecutor"]),
]


@pytest.mark.parametrize(("language", "text", "chain"), CITED)
def test_who_is_cited_stands_behind_who_cites(language: str, text: str, chain: list[str]) -> None:
    """The source of a source enters the chain, and the sentence gives no draft in the page's own voice."""
    (draft,) = extraction(text, language).statements
    assert [link.name for link in draft.chain[1:]] == chain


NOT_CITED = [
    ("en", "The prosecutor denied the charge, citing the testimony of two experts.", ["prosecutor"]),
    (
        "en",
        "The prosecutor said that the file was destroyed, citing a report by the newspaper Clarín.",
        ["prosecutor"],
    ),
    ("en", "The prosecutor, who cites the report of an expert, said the file was destroyed.", ["prosecutor"]),
    ("en", "The report, which the newspaper cites, says the file was destroyed.", ["report"]),
    ("es", "El informe, que cita el diario Clarín, dice que el expediente fue destruido.", ["informe"]),
    ("es", "El fiscal, que cita el informe de un perito, dijo que el expediente fue destruido.", ["fiscal"]),
]


@pytest.mark.parametrize(("language", "text", "chain"), NOT_CITED)
def test_what_somebody_relies_on_does_not_speak(language: str, text: str, chain: list[str]) -> None:
    """Evidence that a speaker names does not take the place of the speaker, nor who is cited that of who cites."""
    drafts = [draft for draft in extraction(text, language).statements if len(draft.chain) > 1]
    assert [[link.name for link in draft.chain[1:]] for draft in drafts] == [chain]


BETWEEN = [
    (
        "en",
        "Prats told the man who shot the judge that the court had closed the case.",
        "Prats",
        "the court had closed the case",
    ),
    ("en", "Prats told the man who shot the judge.", None, ""),
    (
        "es",
        "Prats le dijo al hombre que mató al juez que el tribunal había cerrado la causa.",
        "Prats",
        "el tribunal había cerrado la causa",
    ),
    (
        "es",
        "Prats le dijo al juez que el ministro que firmó el decreto mintió.",
        "Prats",
        "el ministro que firmó el decreto mintió",
    ),
    (
        "fr",
        "Prats a dit à l'homme qui a tué le juge que le tribunal avait fermé le dossier.",
        "Prats",
        "le tribunal avait fermé le dossier",
    ),
    (
        "pt",
        "Prats disse ao homem que matou o juiz que o tribunal tinha encerrado o processo.",
        "Prats",
        "o tribunal tinha encerrado o processo",
    ),
    (
        "en",
        "The letter that he wrote said the court had closed the case.",
        "letter that he wrote",
        "the court had closed the case",
    ),
    (
        "en",
        "The letter he wrote said the court had closed the case.",
        "letter he wrote",
        "the court had closed the case",
    ),
    ("en", "He told the court that the letter he wrote was lost.", "He", "the letter he wrote was lost"),
    ("es", "La carta que escribió decía que el juez cerró la causa.", "carta que escribió", "el juez cerró la causa"),
]


@pytest.mark.parametrize(("language", "text", "speaker", "content"), BETWEEN)
def test_a_relative_clause_between_a_speaker_and_the_content(
    language: str, text: str, speaker: str | None, content: str
) -> None:
    """A relative clause of the hearer or of the document that speaks hides neither the speaker nor the content."""
    drafts = [(d.speaker.name, d.passage.quote) for d in extraction(text, language).statements if len(d.chain) > 1]
    assert drafts == ([(speaker, content)] if speaker is not None else [])


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


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "El fiscal solicitó que se rechace el recurso."),
        ("es", "Según la fiscalía, el exjefe habría ordenado el secuestro."),
        ("fr", "Son avocate estime que l'État a manqué à ses obligations."),
        ("es", "El fiscal aseguró que el embajador se lo comunicó al ministro."),
    ],
)
def test_what_nobody_did_or_found_is_no_act(language: str, text: str) -> None:
    """What is asked for, heard of or thought is neither ordered, denied nor found; a pronoun is no content."""
    forces = [draft.modality.value for draft in extraction(text, language).statements if len(draft.chain) > 1]
    assert len(forces) == 1
    assert forces[0] in ("requested", "asserted", "alleged", "conditional")


@pytest.mark.parametrize("language", ["en", "es", "fr", "pt"])
def test_a_text_may_break_off_behind_any_word(language: str) -> None:
    """Every beginning of every sentence of this module is read, whatever it gives."""
    rows = [row for table in (CITED, NOT_CITED, BETWEEN, WRONG_BEFORE) for row in table]
    for words in (row[1].split() for row in rows if row[0] == language):
        for end in range(1, len(words)):
            for start in range(min(4, end)):
                broken = " ".join(words[start:end])
                for draft in extraction(broken, language).statements:
                    assert broken[draft.passage.start : draft.passage.end] == draft.passage.quote
