"""No draft says more than its passage: who orders, refuses, pleads, sentences, confirms; and who stands behind it."""

from __future__ import annotations

import pytest

from foja.evaluate.one_text import extraction


def drafts(language: str, text: str) -> list[tuple[tuple[str, ...], str, str, str]]:
    """(chain without the page, force, status, quote) of all drafts."""
    found = extraction(text, language).statements
    return [(tuple(a.name for a in s.chain[1:]), s.modality, s.status, s.passage.quote) for s in found]


@pytest.mark.parametrize(
    ("language", "text", "status"),
    [
        ("en", "The court ordered the arrest of the former minister.", "ordered"),
        ("en", "The prosecutor ordered the arrest of the former minister.", "ordered"),
        ("es", "La jueza ordenó la detención del exdirector del puerto.", "ordered"),
        ("es", "El fiscal ordenó la detención del exdirector del puerto.", "ordered"),
        ("en", "The colonel ordered the killing of the two witnesses.", "reported"),
        ("es", "El coronel ordenó el atentado contra los dos testigos.", "reported"),
        ("pt", "O coronel ordenou o atentado contra as duas testemunhas.", "reported"),
        ("fr", "Le colonel a ordonné l'attentat contre les deux témoins.", "reported"),
        ("en", "The attack was ordered by the colonel in 1994.", "reported"),
    ],
)
def test_an_order_is_a_step_in_law_only_where_a_court_or_a_prosecutor_gives_it(
    language: str, text: str, status: str
) -> None:
    assert [found for _, force, found, _ in drafts(language, text) if force == "ordered"] == [status]


def test_an_order_that_somebody_is_said_to_have_given_is_no_step_in_law() -> None:
    found = drafts("en", "The witness has claimed that the colonel ordered the attack on the embassy.")
    assert (("witness",), "alleged", "alleged", "the colonel ordered the attack on the embassy") in found
    assert {status for _, _, status, _ in found} == {"alleged", "reported"}


@pytest.mark.parametrize(
    ("language", "text", "force"),
    [
        ("es", "El ministro en visita condenó ayer al coronel a siete años de presidio.", "found"),
        ("es", "El gobierno condenó el atentado contra la embajada.", "evaluated"),
        ("es", "El canciller condenó a los autores del atentado.", "evaluated"),
    ],
)
def test_whoever_imposes_a_penalty_convicts(language: str, text: str, force: str) -> None:
    assert [found for _, found, _, _ in drafts(language, text)] == [force]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The court confirmed the sentence of seven years for the colonel."),
        ("es", "La Corte Suprema confirmó la condena de siete años."),
        ("fr", "La cour d'appel a confirmé la condamnation du colonel en 1995."),
        ("pt", "O tribunal confirmou a condenação do coronel em 1995."),
        ("en", "The colonel pleaded guilty in the United States in 1978."),
        ("en", "The court dismissed the appeal of the two officers."),
        ("es", "La Corte Suprema rechazó el recurso de los dos oficiales."),
        ("fr", "La Cour de cassation a rejeté le pourvoi du colonel."),
        ("pt", "O tribunal rejeitou o recurso do coronel."),
    ],
)
def test_what_is_done_in_court_is_not_said(language: str, text: str) -> None:
    found = drafts(language, text)
    assert ((), "asserted", "reported", text.removesuffix(".")) in found
    assert {chain for chain, *_ in found} == {()}


@pytest.mark.parametrize(
    ("text", "force", "quote"),
    [
        ("The colonel pleaded guilty to conspiracy.", "acknowledged", "The colonel pleaded guilty to conspiracy"),
        ("The colonel pleaded guilty to the murder of two men.", "acknowledged", "the murder of two men"),
        ("The colonel pleaded not guilty to all of the charges.", "denied", "all of the charges"),
    ],
)
def test_pleas(text: str, force: str, quote: str) -> None:
    assert (("colonel",), force, force, quote) in drafts("en", text)


@pytest.mark.parametrize(
    ("language", "text", "quote"),
    [
        (
            "en",
            "The ministry denied reports that the embassy had put pressure on the judge.",
            "the embassy had put pressure on the judge",
        ),
        (
            "es",
            "El ministerio negó las versiones de que la embajada presionó al juez.",
            "la embajada presionó al juez",
        ),
    ],
)
def test_what_somebody_denies_is_not_asserted_by_the_page(language: str, text: str, quote: str) -> None:
    assert ((), "alleged", "alleged", quote) in drafts(language, text)
    assert not any(force == "asserted" for _, force, _, _ in drafts(language, text))


def test_what_is_set_apart_in_reported_words_is_of_whoever_reports() -> None:
    found = drafts("es", "Los familiares pidieron que se investigue a Ortega, que niega haber conocido el plan.")
    assert (("Ortega",), "denied", "denied", "haber conocido el plan") in found
    found = drafts("en", "The prosecutor said that Ortega, who denied the charges, led the group.")
    assert (("Ortega",), "denied", "denied", "the charges") in found
    found = drafts("en", "“Ortega, who denied the charges, led the group,” the prosecutor said.")
    assert (("prosecutor", "Ortega"), "denied", "denied", "the charges") in found


@pytest.mark.parametrize(
    ("language", "text", "speaker"),
    [
        ("en", "The Ministry of Health published a note. The ministry said that it paid.", "Ministry of Health"),
        ("en", "Norland's Supreme Court sat on Monday. The court said that the term had ended.", "Supreme Court"),
        ("es", "La Corte Suprema recibió el caso. La corte sostuvo que el plazo había vencido.", "Corte Suprema"),
        ("pt", "O Supremo Tribunal Federal julgou o caso. O tribunal afirmou que o prazo tinha expirado.", "Supremo"),
        # more than one could be meant
        ("en", "A court in Paris opened the case. The Supreme Court sat. The court said that the term had ended.", ""),
        ("en", "The Supreme Court heard the Court of Appeals. The court said that the term had ended.", ""),
        ("en", "The Supreme Court heard the appeals court. The court said that the term had ended.", ""),
        ("en", "The Ministry of Health and the Ministry of Justice met. The ministry said that it paid.", ""),
    ],
)
def test_a_body_is_meant_only_where_no_other_can_be(language: str, text: str, speaker: str) -> None:
    said = [chain[-1] for chain, *_ in drafts(language, text) if chain]
    assert len(said) == 1
    assert (speaker in said[0]) if speaker else said[0].islower()


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
