"""What is said before, around and behind an attribution, and by whom; what else the sentence holds is not theirs."""

from __future__ import annotations

import pytest

from extract.documents import extract


def drafts(text: str, language: str) -> list[tuple[str, str, str]]:
    """(speaker, force, quote) of each draft; the page has no name."""
    found = extract(text, language).statements
    return [(s.speaker.name if len(s.chain) > 1 else "", s.modality.value, s.passage.quote) for s in found]


@pytest.mark.parametrize(
    ("language", "text", "speaker", "quotes"),
    [
        ("en", "“The archive was burned in March,” Ortega said, and soon the hall of the court was empty.", "Ortega",
         ["The archive was burned in March"]),
        ("en", "The register was lost, Ortega said, since most clerks of the ministry had left in March.", "Ortega",
         ["The register was lost"]),
        ("en", "“The register is gone,” Ortega said, “and nobody asked for it.”", "Ortega",
         ["The register is gone", "and nobody asked for it"]),
        ("en", "“It is late,” Ortega said, pointing at the appeal, “and nobody will wait.”", "Ortega",
         ["It is late", "and nobody will wait"]),
        ("en", "“The file,” Ortega said, “was closed by the ministry in 1994.”", "Ortega",
         ["The file,” Ortega said, “was closed by the ministry in 1994"]),
        ("en", "The prosecutor, Ortega said in a recent interview, never read the file.", "Ortega",
         ["The prosecutor, Ortega said in a recent interview, never read the file"]),
        ("en", "“We won,” Ortega said.", "Ortega", ["We won"]),
        ("es", "«El archivo ardió en marzo», dijo Ortega, y la sala del tribunal quedó vacía.", "Ortega",
         ["El archivo ardió en marzo"]),
        ("es", "«El registro ya no existe», dijo Ortega, «y nadie lo pidió en todos estos años».", "Ortega",
         ["El registro ya no existe", "y nadie lo pidió en todos estos años"]),
        ("es", "El registro, explicó Ortega en la audiencia, fue quemado en marzo.", "Ortega",
         ["El registro, explicó Ortega en la audiencia, fue quemado en marzo"]),
        ("es", "“¿Por qué quemaron el registro en marzo?”, preguntó Ortega al tribunal.", "Ortega",
         ["¿Por qué quemaron el registro en marzo"]),
        ("fr", "« Le registre a brûlé en mars », a dit Ortega, et la salle du tribunal s'est vidée.", "Ortega",
         ["Le registre a brûlé en mars"]),
        ("fr", "« Le registre n'existe plus », a affirmé Ortega, « et personne ne l'a demandé ».", "Ortega",
         ["Le registre n'existe plus", "et personne ne l'a demandé"]),
        ("pt", "“O registro ardeu em março”, disse Ortega, e a sala do tribunal ficou vazia.", "Ortega",
         ["O registro ardeu em março"]),
        ("pt", "O registro, explicou Ortega na audiência, foi queimado em março.", "Ortega",
         ["O registro, explicou Ortega na audiência, foi queimado em março"]),
    ],
)  # fmt: skip
def test_what_is_said_around_an_attribution(language: str, text: str, speaker: str, quotes: list[str]) -> None:
    assert [quote for name, _, quote in drafts(text, language) if name == speaker] == quotes


@pytest.mark.parametrize(
    ("language", "text", "speaker", "force", "quote"),
    [
        ("en", "The ministry just this month announced it would open the archive.", "ministry", "asserted",
         "it would open the archive"),
        ("en", "But Mr. Ortega and Ms. Ruiz say other records are needed.", "Mr. Ortega and Ms. Ruiz", "asserted",
         "other records are needed"),
        ("en", "Ortega told the radio's “Morning File” that nobody had asked for the register.", "Ortega", "asserted",
         "nobody had asked for the register"),
        ("en", "Ortega -- a former head of the archive -- said the register had been lost.", "Ortega", "asserted",
         "the register had been lost"),
        ("en", "Some believe the file was burned on purpose.", "Some", "asserted", "the file was burned on purpose"),
        ("en", "The clerk and other witnesses said the register was lost.", "clerk and other witnesses", "asserted",
         "the register was lost"),
        ("en", "Iran called the request illegal and based on lies.", "Iran", "alleged",
         "the request illegal and based on lies"),
        ("en", "The charges, which Ortega denies, were brought in March.", "Ortega", "denied", "The charges"),
        ("en", "“Why was the register burned in March?” Ortega demanded.", "Ortega", "requested",
         "Why was the register burned in March"),
        ("es", "Los cargos, que Ortega niega, fueron presentados en marzo.", "Ortega", "denied", "Los cargos"),
        ("es", "Algunos creen que el archivo fue quemado a propósito.", "Algunos", "asserted",
         "el archivo fue quemado a propósito"),
        ("fr", "Les accusations, qu'Ortega nie, ont été portées en mars.", "Ortega", "denied", "Les accusations"),
        ("pt", "As acusações, que Ortega nega, foram apresentadas em março.", "Ortega", "denied", "As acusações"),
    ],
)  # fmt: skip
def test_who_holds_what(language: str, text: str, speaker: str, force: str, quote: str) -> None:
    assert (speaker, force, quote) in drafts(text, language)


def test_what_somebody_else_told_is_not_the_speaker_of_what_stands_before() -> None:
    text = "Ortega said she suspected the clerk was absent — something a caller told the police before they arrived."
    assert not any("caller" in name for name, _, _ in drafts(text, "en"))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The judge ordered the arrest of Laura Ortega."),
        ("es", "El juez ordenó la detención de Laura Ortega."),
        ("es", "El fiscal pidió la extradición de Laura Ortega."),
    ],
)
def test_what_is_ordered_or_asked_for_is_not_taken_as_given(language: str, text: str) -> None:
    assert not any(s.presupposed for s in extract(text, language).statements)


def test_a_transcript_names_its_speakers() -> None:
    text = (
        "Laura Ortega told the committee about the fire. Ana Ruiz led the hearing.\n\n"
        "RUIZ: Who told you so? I never saw it in the archive.\n\n"
        "MS. ORTEGA: The register was lost in March. Nobody asked for it.\n\n"
        "THE COURT: The objection is overruled for now.\n\n"
        "UPDATE: The hearing was closed on Friday."
    )
    found = drafts(text, "en")
    assert ("Ana Ruiz", "asserted", "I never saw it in the archive") in found
    assert ("Laura Ortega", "asserted", "The register was lost in March") in found
    assert ("Laura Ortega", "asserted", "Nobody asked for it") in found
    assert ("THE COURT", "asserted", "The objection is overruled for now") in found
    assert not any("told you" in quote for _, _, quote in found)
    assert not any(name == "UPDATE" for name, _, _ in found)


@pytest.mark.parametrize(
    ("language", "text", "wrong"),
    [
        ("en", "A judge rejected the accusation of prosecutors Ana Ruiz and Laura Ortega.", "prosecutors Ana Ruiz"),
        ("es", "Rafecas desestimó la denuncia de Laura Ortega contra el ministro de Lima.", "Laura Ortega contra"),
        ("fr", "La cour a rejeté l'accusation du procureur Laura Ortega contre le ministre.", "procureur Laura"),
        ("pt", "O juiz rejeitou a acusação do procurador Laura Ortega contra o ministro.", "procurador Laura"),
    ],
)
def test_who_accuses_is_not_what_is_claimed(language: str, text: str, wrong: str) -> None:
    assert not any(quote.startswith(wrong) for _, _, quote in drafts(text, language))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Neither the ministry nor the court has said whether the warrant was issued."),
        ("es", "Ni el ministerio ni el tribunal informaron si se había librado la orden."),
    ],
)
def test_who_says_nothing_holds_nothing(language: str, text: str) -> None:
    for s in extract(text, language).statements:
        assert len(s.chain) == 1
        assert s.polarity == "negative"


def test_one_person_is_not_many() -> None:
    text = "Prosecutors allege Ortega ordered the attack; she has pleaded not guilty and says she was in Lima."
    assert ("Prosecutors", "asserted", "she was in Lima") not in drafts(text, "en")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The Supreme Court admitted the defender’s appeal against the ruling."),
        ("es", "La Cámara admitió el recurso de la defensa contra la sentencia."),
    ],
)
def test_an_appeal_that_is_admitted_is_no_acknowledgement(language: str, text: str) -> None:
    assert not any(force == "acknowledged" for _, force, _ in drafts(text, language))


def test_what_somebody_is_accused_of_is_not_ordered() -> None:
    found = drafts("El fiscal acusa a Ortega de haber ordenado el ataque.", "es")
    assert found == [("fiscal", "alleged", "a Ortega de haber ordenado el ataque")]


def test_a_request_ends_where_another_acts() -> None:
    found = drafts("La querella pidió que se cite a Ortega y el juez hizo lugar al pedido.", "es")
    assert ("querella", "requested", "se cite a Ortega") in found
    assert not any(force == "requested" and "juez" in quote for _, force, quote in found)


def test_what_was_decided_is_no_speaker() -> None:
    found = drafts("Según lo resuelto por la Cámara, la causa vuelve al juez de primera instancia.", "es")
    assert all(name == "" for name, _, _ in found)


def test_a_pronoun_behind_a_preposition_is_not_the_subject() -> None:
    text = "The judge remarked that the material before him showed no clear evidence of involvement."
    assert not any(name == "him" for name, _, _ in drafts(text, "en"))


@pytest.mark.parametrize(
    ("language", "text", "asked", "denies"),
    [
        ("es", "El fiscal pidió la captura del exministro, que niega los cargos.", "la captura del exministro",
         ("exministro", "denied", "los cargos")),
        ("fr", "Le procureur a requis la réclusion contre l'ancien ministre, qui nie les faits.",
         "la réclusion contre l'ancien ministre", ("ancien ministre", "denied", "les faits")),
        ("pt", "O procurador pediu a prisão do ex-ministro, que nega as acusações.", "a prisão do ex-ministro",
         ("ex-ministro", "denied", "as acusações")),
    ],
)  # fmt: skip
def test_who_of_a_phrase_can_deny(language: str, text: str, asked: str, denies: tuple[str, str, str]) -> None:
    found = drafts(text, language)
    assert denies in found
    assert [quote for _, force, quote in found if force == "requested"] == [asked]
