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
