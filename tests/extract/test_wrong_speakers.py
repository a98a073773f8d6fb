"""Nobody is given what somebody else said, in sentences that invite it: four languages."""

from __future__ import annotations

import pytest

from foja.evaluate.one_text import extraction

PAGE = ""


def drafted(language: str, text: str) -> set[tuple[str, str]]:
    """(speaker, quote) of all drafts; the empty string for the page."""
    return {
        (s.speaker.name if len(s.chain) > 1 else PAGE, s.passage.quote) for s in extraction(text, language).statements
    }


RIGHT = [
    # verbs with a pronoun tied to them
    ("fr", "« Le dossier a été détruit », a-t-il dit devant la cour.", "il", "Le dossier a été détruit"),
    ("fr", "« Le dossier a été détruit », a-t-elle déclaré.", "elle", "Le dossier a été détruit"),
    ("fr", "« Le dossier a été détruit », ont-ils affirmé mardi.", "ils", "Le dossier a été détruit"),
    ("fr", "« Le dossier a été détruit », affirme-t-il.", "il", "Le dossier a été détruit"),
    ("fr", "« Le dossier a été détruit », dit-il.", "il", "Le dossier a été détruit"),
    ("fr", "« Le dossier a été détruit », précise-t-on au parquet.", PAGE, "Le dossier a été détruit"),
    (
        "fr",
        "Le procureur Paul Morel a parlé mardi. « Le dossier a été détruit », a-t-il ajouté.",
        "Paul Morel",
        "Le dossier a été détruit",
    ),
    ("fr", "Claire Vidal a nié. « Je n'étais pas là », a-t-elle répété.", "Claire Vidal", "Je n'étais pas là"),
    ("pt", '"O processo foi destruído", disse-lhe ele.', "ele", "O processo foi destruído"),
    ("pt", '"O processo foi destruído", disse-me o procurador Paulo Reis.', "Paulo Reis", "O processo foi destruído"),
    ("pt", '"O processo foi destruído", afirmou-se no tribunal.', PAGE, "O processo foi destruído"),
    ("pt", "O juiz disse-lhe que o processo foi destruído.", "juiz", "o processo foi destruído"),
    # nobody in particular, whoever was named before
    ("es", "El juez Prats habló ayer. Se dijo que el expediente fue destruido.", PAGE, "el expediente fue destruido"),
    # clauses between a speaker and the verb
    (
        "es",
        "Raúl Prats, a quien los fiscales acusan de fraude, dijo que el expediente fue destruido.",
        "Raúl Prats",
        "el expediente fue destruido",
    ),
    (
        "es",
        "El ministro, al que la fiscalía acusa de fraude, dijo el lunes que el expediente fue destruido.",
        "ministro",
        "el expediente fue destruido",
    ),
    ("en", "Ortega, whose lawyer said the file was closed, refused to testify.", "lawyer", "the file was closed"),
    (
        "en",
        "The statement, which Ortega called a lie, said that the file was closed.",
        "statement",
        "the file was closed",
    ),
    ("en", "Although Ortega claimed that the file was closed, Prats said it was open.", "Prats", "it was open"),
    (
        "en",
        "Ortega, who prosecutors say lied to the court, denied the charges.",
        "prosecutors",
        "Ortega, who prosecutors say lied to the court",
    ),
    # appositions
    (
        "en",
        "In a statement, the ministry's spokeswoman, Ana Ortega, denied the judge had lied.",
        "Ana Ortega",
        "the judge had lied",
    ),
    (
        "es",
        "La fiscal Ana Ortega y su colega Paulo Prats dijeron que el juez mintió ayer.",
        "fiscal Ana Ortega y su colega Paulo Prats",
        "el juez mintió ayer",
    ),
    # at second hand
    ("en", "Ortega was quoted as saying by Reuters that the file was closed.", "Ortega", "the file was closed"),
    ("en", "Reuters quoted Ortega as saying the file was closed.", "Ortega", "the file was closed"),
    ("es", "El fiscal fue citado por Clarín diciendo que el ministro mintió.", "fiscal", "el ministro mintió"),
    ("es", "Según el fiscal, citado por Clarín, el ministro mintió.", "fiscal", "el ministro mintió"),
    ("fr", "D'après le parquet, cité par l'AFP, le ministre a menti.", "parquet", "le ministre a menti"),
    ("en", "Ortega was told by Prats that the file was closed.", "Prats", "the file was closed"),
    # the verb first, and a mark alone
    ("es", "Dijo el fiscal que el expediente fue destruido.", "fiscal", "el expediente fue destruido"),
    ("es", "«El expediente —dijo Prats— fue destruido».", "Prats", "El expediente —dijo Prats— fue destruido"),
    ("es", "Lo dijo la fiscal Ana Ortega: «El expediente fue destruido».", "Ana Ortega", "El expediente fue destruido"),
    ("en", "Minister: 'I will not resign'", "Minister", "I will not resign"),
    # she, he, it
    ("en", "Ana Ortega met Paul Prats. She said the file was closed.", "Ana Ortega", "the file was closed"),
    ("en", "Ms. Ortega met Mr. Prats. She said the file was closed.", "Ortega", "the file was closed"),
    (
        "es",
        "La fiscal Ana Ortega y el juez Raúl Prats declararon. «El expediente fue destruido», dijo ella.",
        "Ana Ortega",
        "El expediente fue destruido",
    ),
    ("en", "Iran rejected the ruling. It said the file was closed.", "Iran", "the file was closed"),
    ("en", "The prosecutor filed an appeal. It said the file was closed.", "It", "the file was closed"),
    ("fr", "Paul Morel a refusé. Selon lui, le dossier a été détruit.", "Paul Morel", "le dossier a été détruit"),
    # commas and modals
    ("en", "Ortega warned Prats that he would be arrested.", "Ortega", "he would be arrested"),
    ("es", "El fiscal sostuvo, ante el juez, que el ministro mintió.", "fiscal", "el ministro mintió"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "speaker", "quote"), RIGHT)
def test_the_speaker_is_who_speaks_and_nobody_else(language: str, text: str, speaker: str, quote: str) -> None:
    found = drafted(language, text)
    assert (speaker, quote) in found
    assert {name for name, said in found if said == quote} == {speaker}


BEHIND = [
    # when, where and to whom, between the verb and whoever speaks
    ("es", "El registro fue quemado, dijo el martes un portavoz de la Corte.", "portavoz de la Corte"),
    ("es", "El registro fue quemado, informó este martes la Corte Suprema.", "Corte Suprema"),
    ("es", "El registro fue quemado, dijo a la prensa el ministro Raúl Prats.", "Raúl Prats"),
    ("es", "El registro fue quemado, dijo el martes a periodistas el fiscal.", "fiscal"),
    ("es", "El registro fue quemado, dijo en conferencia de prensa el fiscal.", "fiscal"),
    ("es", "El registro fue quemado, señaló también el fiscal.", "fiscal"),
    ("fr", "Le registre a été brûlé, a indiqué jeudi un porte-parole du parquet.", "porte-parole du parquet"),
    ("fr", "« Le registre a été brûlé », a déclaré mardi à la presse le procureur Paul Morel.", "Paul Morel"),
    ("pt", "O registro foi queimado, disse na terça-feira um porta-voz da polícia.", "porta-voz da polícia"),
    ("pt", "O registro foi queimado, afirmou nesta quinta-feira o procurador Paulo Reis.", "Paulo Reis"),
    # nobody behind the verb: who spoke before, or of whom the text speaks
    ("es", "El ministro Raúl Prats habló ayer. El registro fue quemado, dijo.", "Raúl Prats"),
    ("es", "El ministro Raúl Prats habló ayer. El registro fue quemado, dijo en una entrevista.", "Raúl Prats"),
    ("pt", "O procurador Paulo Reis falou ontem. O registro foi queimado, disse.", "Paulo Reis"),
    ("es", "El registro fue quemado, dijo el lunes.", PAGE),
]


@pytest.mark.parametrize(("language", "text", "speaker"), BEHIND)
def test_who_speaks_behind_what_is_said(language: str, text: str, speaker: str) -> None:
    said = {
        who for who, quote in drafted(language, text) if "quemado" in quote or "brûlé" in quote or "queimado" in quote
    }
    assert said == {speaker}


def test_what_is_announced_does_not_speak() -> None:
    found = drafted("es", "El ministro criticó el fallo, anunció su renuncia y se fue.")
    assert {who for who, _ in found} == {"ministro"}


SILENT = [
    ("fr", "Le ministre a-t-il dit que le dossier a été détruit ?"),
    ("fr", "Ainsi a-t-il dit que le dossier avait été détruit."),
    ("es", "¿Dijo el fiscal que el expediente fue destruido?"),
    ("en", "Has the minister claimed that the file was closed?"),
    ("en", "Had Ortega said that the file was closed, nobody would have asked."),
    ("en", "Ortega refused to say whether the judge had lied."),
    ("en", "Q: Did the minister say that the file was closed?"),
    ("en", "A: No, the judge closed the file."),
    ("en", "“The file was closed.” Prats said that in court on Monday."),
]


@pytest.mark.parametrize(("language", "text"), SILENT)
def test_what_is_asked_supposed_or_kept_silent_is_said_by_nobody(language: str, text: str) -> None:
    spoken = [s for s in extraction(text, language).statements if len(s.chain) > 1]
    assert all(s.passage.quote == "The file was closed" for s in spoken)


@pytest.mark.parametrize(
    ("language", "text", "denied"),
    [
        ("fr", "Le maire nie avoir dit que la police avait menti.", "avoir dit que la police avait menti"),
        ("es", "El fiscal negó haberle dicho a la jueza que mintió.", "haberle dicho a la jueza que mintió"),
        ("en", "Prats denied that Ortega had said that the judge lied.", "Ortega had said that the judge lied"),
    ],
)  # fmt: skip
def test_who_denies_having_said_it_does_not_say_it(language: str, text: str, denied: str) -> None:
    assert {(s.modality, s.passage.quote) for s in extraction(text, language).statements} == {("denied", denied)}


def test_a_claim_of_one_that_another_rejects_is_the_first_ones() -> None:
    found = drafted("en", "Ortega's claim that the judge lied was rejected by the ministry.")
    assert ("ministry", "the judge lied") in found
    assert not [quote for _, quote in found if "rejected" in quote]


def test_what_somebody_may_or_should_say_is_conditional() -> None:
    for text in ("Ortega may have said that the file was closed.", "Ortega should say that the file was closed."):
        (only,) = extraction(text, "en").statements
        assert only.modality == "conditional"


def test_a_name_of_a_korean_is_no_verb_with_a_pronoun() -> None:
    found = extraction("Le dirigeant Kim Jong-il a visité la ville, a-t-on appris mardi.", "fr")
    assert any(mention.name.endswith("Kim Jong-il") for mention in found.mentions)


@pytest.mark.parametrize(
    ("language", "text", "speaker"),
    [
        ("en", "The witness who saw the minister said that the file was closed.", "witness who saw the minister"),
        ("es", "El testigo que vio al ministro dijo que el expediente fue destruido.", "testigo que vio al ministro"),
        ("fr", "Le témoin qui a vu le ministre a dit que le dossier a été détruit.", "témoin qui a vu le ministre"),
        ("pt", "A testemunha que viu o ministro disse que o processo foi destruído.", "testemunha que viu o ministro"),
        ("en", "In a radio interview Ortega said that the file was closed.", "Ortega"),
        ("en", "Ortega, speaking to Reuters, said that the file was closed.", "Ortega"),
    ],
)
def test_a_name_between_a_speaker_and_the_verb_speaks_not(language: str, text: str, speaker: str) -> None:
    assert {s.speaker.name for s in extraction(text, language).statements if len(s.chain) > 1} == {speaker}


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "The widow is certain that the letter was opened.", {("widow", "the letter was opened")}),
        ("en", "Neighbours are convinced the fire was set.", {("Neighbours", "the fire was set")}),
        ("es", "La viuda está segura de que la carta fue abierta.", {("viuda", "la carta fue abierta")}),
        ("fr", "La veuve est certaine que la lettre a été ouverte.", {("veuve", "la lettre a été ouverte")}),
        ("pt", "A viúva está convencida de que a carta foi aberta.", {("viúva", "a carta foi aberta")}),
        ("en", "The widow is not certain that the letter was opened.", set()),
        ("en", "Is the widow certain that the letter was opened?", set()),
        ("en", "It is clear that the letter was opened.", set()),
        (
            "en",
            "Calling the arrest a mistake, the police chief said the officers had been suspended.",
            {("police chief", "the arrest a mistake"), ("police chief", "the officers had been suspended")},
        ),
        (
            "en",
            "The rolls were accurate, Ortega insisted, noting they had been audited twice.",
            {("Ortega", "The rolls were accurate"), ("Ortega", "they had been audited twice")},
        ),
        ("en", "The dockers' delegate said the offer was refused.", {("dockers' delegate", "the offer was refused")}),
        (
            "en",
            "The state broadcaster said, citing officials, that the general was questioned.",
            {("officials", "the general was questioned")},
        ),
    ],
)
def test_whoever_holds_something_is_found(language: str, text: str, expected: set[tuple[str, str]]) -> None:
    assert {(name, quote) for name, quote in drafted(language, text) if name} == expected
