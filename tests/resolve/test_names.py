"""Mentions of one document are grouped by what that document says, and every form says why."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foja.model.errors import Gap, UsageError
from foja.model.party import Named, NameGroup, Naming
from foja.model.statement import Mention
from foja.model.vocabulary import MentionKind
from foja.resolve.aliases import abbreviates
from foja.resolve.forms import bare, name_key, shortens
from foja.resolve.stage import DEFAULT, NAMES
from resolve.samples import named, wrap


def resolve(item: Named) -> Naming:
    (found,) = NAMES.run(item, setting=DEFAULT)
    assert isinstance(found, Naming)
    return found


def groups(marked: str) -> dict[str, NameGroup]:
    return {group.key: group for group in resolve(named(marked)).groups}


def test_roles_fall_away_and_a_surname_joins_the_one_full_name() -> None:
    marked = "[P:Prosecutor Sebastián Basso] wrote to the court. [P:Basso] asked again; [P:Basso]'s brief is long."
    (found,) = resolve(named(marked)).groups

    assert ("sebastian basso", "Sebastián Basso", MentionKind.PERSON) == (found.key, found.name, found.kind)
    assert ("Basso", "Sebastián Basso") == found.forms
    text = named(marked).document.text
    assert ["Sebastián Basso", "Basso", "Basso"] == [text[start:end] for start, end in found.spans]
    assert (
        '"Basso" (2): surname of "Sebastián Basso", the only full name in this document that it fits\n'
        '"Sebastián Basso" (1): fullest form in this document'
    ) == found.reason


def test_a_surname_that_fits_two_people_stays_apart_and_says_so() -> None:
    found = groups("[P:Ana Ruiz] met [P:Luis Ruiz]. Later [P:Ruiz] left.")

    assert {"ana ruiz", "luis ruiz", "ruiz"} == set(found)
    assert '"Ruiz" (1): kept apart: it fits "Ana Ruiz" and "Luis Ruiz"' == found["ruiz"].reason


def test_a_surname_alone_is_never_completed() -> None:
    assert {"ruiz"} == set(groups("[P:Judge Ruiz] ruled. [P:Ruiz] then left."))


def test_spellings_with_and_without_marks_are_one() -> None:
    found = groups("[P:Sebastián Basso] and [P:SEBASTIAN BASSO] and [P:Basso, Sebastián]")

    assert ["sebastian basso"] == list(found)
    assert 3 == len(found["sebastian basso"].spans)


def test_parts_of_a_long_name_join_it_inside_the_document() -> None:
    (found,) = resolve(named("[P:Natalio Alberto Nisman] died. [P:Alberto Nisman] had filed. [P:N. A. Nisman]")).groups

    assert ("Natalio Alberto Nisman", "Alberto Nisman", "N. A. Nisman") == found.forms


def test_only_a_form_that_keeps_the_first_name_is_evidence_in_other_documents() -> None:
    aliases = resolve(named("[P:Juan José Pérez Gil]; [P:Juan Pérez]; [P:Pérez Gil]; [P:Gil]; [P:J. J. Pérez]")).aliases

    assert [("juan jose perez gil", "juan perez")] == [(alias.first, alias.second) for alias in aliases]


def test_a_name_of_unknown_kind_does_not_make_a_surname_doubtful() -> None:
    found = groups("[P:Ana Ruiz] spoke. [P:Ruiz] left. See [U:The-Death-of-Ruiz] and [U:" + "Very " * 8 + "Ruiz]")

    assert ("Ana Ruiz", "Ruiz") == found["ana ruiz"].forms


def test_a_first_name_or_a_particle_joins_nobody() -> None:
    found = groups("[P:Juan de la Torre] spoke to [P:Juan]. [P:De la Torre] nodded.")

    assert {"juan de la torre", "juan"} == set(found)
    assert ("Juan de la Torre", "De la Torre") == found["juan de la torre"].forms


def test_an_acronym_in_brackets_is_evidence_with_its_place() -> None:
    item = named("The [O:Asociación Mutual Israelita Argentina] (AMIA) stood here. The [O:AMIA] was rebuilt.")
    result = resolve(item)

    (alias,) = result.aliases
    assert ("asociacion mutual israelita argentina", "amia") == (alias.first, alias.second)
    assert "AMIA" == item.document.text[alias.start : alias.end]
    assert {"asociacion mutual israelita argentina", "amia"} == {group.key for group in result.groups}


@pytest.mark.parametrize(
    ("marked", "first", "second"),
    [
        ("[O:AMIA] (Asociación Mutual Israelita Argentina) said", "amia", "asociacion mutual israelita argentina"),
        ("[O:Islamic Revolutionary Guard Corps] (the “IRGC”, a force)", "islamic revolutionary guard corps", ""),
        ("[O:Islamic Revolutionary Guard Corps] (“IRGC”, a force)", "islamic revolutionary guard corps", "irgc"),
        ("[P:Alí Jamenei] (علی خامنه‌ای) said", "ali jamenei", "علی خامنه ای"),
        ("[P:Omar Deeb] (alias Abu Samir) fled", "omar deeb", "abu samir"),
        ("[P:Omar Deeb] (also known as “Samir Dib”) fled", "omar deeb", "samir dib"),
        ("[O:A.M.I.A.] (Asociación Mutual Israelita Argentina)", "amia", "asociacion mutual israelita argentina"),
        ("[P:Ana Ruiz] (Justice Party) spoke", "", ""),
        ("[P:Ana Ruiz] (born 1950) spoke", "", ""),
        ("[P:Ana Ruiz] (47) spoke", "", ""),
        ("[P:Ana Ruiz] (deceased) spoke", "", ""),
        ("[P:Ana Ruiz] (PJ) spoke", "", ""),
        ("[P:Ana Ruiz] (", "", ""),
    ],
)
def test_what_in_brackets_is_a_second_name(marked: str, first: str, second: str) -> None:
    expected = [(first, second)] if second else []

    assert expected == [(alias.first, alias.second) for alias in resolve(named(marked)).aliases]


def test_the_kind_is_that_of_most_mentions_and_unknown_never_outvotes() -> None:
    found = groups("[O:Clarín] wrote. [P:Clarín] wrote. [O:Clarin] wrote. [U:Avaland] [U:Avaland] [L:Avaland]")

    assert MentionKind.ORGANISATION == found["clarin"].kind
    assert MentionKind.PLACE == found["avaland"].kind


def test_a_role_alone_names_nobody() -> None:
    assert {} == groups("[R:The prosecutor] spoke, then [U:...] followed.")


def test_organisations_keep_their_first_words_and_swallow_no_person() -> None:
    found = groups("[O:Fiscal General Press] quoted [P:Press] and [O:President Hotel]")

    assert {"fiscal general press", "press", "president hotel"} == set(found)


def test_arabic_script_keeps_its_own_key() -> None:
    found = groups("[P:علی خامنه‌ای] گفت. [P:خامنه‌ای] رفت.")

    assert ["علی خامنه ای"] == list(found)


def test_mentions_of_another_text_are_refused_with_a_next_step() -> None:
    with pytest.raises(Gap, match="mentions were found in text") as caught:
        resolve(wrap("Ana Ruiz", (), of="f" * 64))
    assert "mentions-of-another-text" == caught.value.code
    with pytest.raises(Gap, match=r"claims the span 4\.\.99") as outside:
        resolve(wrap("Ana Ruiz", (Mention(start=4, end=99, name="Ruiz", kind=MentionKind.PERSON),)))
    assert "mention-outside-text" == outside.value.code
    with pytest.raises(UsageError):
        list(NAMES.run(DEFAULT, setting=DEFAULT))


@pytest.mark.parametrize(
    ("name", "kind", "expected"),
    [
        ("Prosecutor Sebastián Basso", MentionKind.PERSON, "Sebastián Basso"),
        ("el ex juez federal Juan José Galeano", MentionKind.PERSON, "Juan José Galeano"),
        ("Iranian Foreign Minister Omar Deeb", MentionKind.PERSON, "Omar Deeb"),
        ("Judge", MentionKind.PERSON, "Judge"),
        ("Supreme Leader", MentionKind.PERSON, "Supreme Leader"),
        ("juez De Luca", MentionKind.PERSON, "De Luca"),
        ("Fiscal General Press", MentionKind.ORGANISATION, "Fiscal General Press"),
        ("Ana Ruiz’s", MentionKind.PERSON, "Ana Ruiz"),
        ("  ", MentionKind.PERSON, ""),
    ],
)
def test_bare_names(name: str, kind: MentionKind, expected: str) -> None:
    assert expected == bare(name, kind)


def test_what_shortens_a_full_name() -> None:
    cases = {
        ("basso", "sebastian basso"): "surname",
        ("galeano", "juan jose galeano perez"): "surname",
        ("sebastian", "sebastian basso"): "",
        ("juan galeano", "juan jose galeano"): "part",
        ("j galeano", "juan jose galeano"): "part",
        ("galeano juan", "juan jose galeano"): "",
        ("s b", "sebastian basso perez"): "",
        ("sebastian basso", "sebastian basso"): "",
        ("de", "juan de torre"): "",
        ("", "juan"): "",
    }
    assert cases == {pair: shortens(*pair) for pair in cases}


def test_what_an_acronym_abbreviates() -> None:
    assert abbreviates("UNDP", "United Nations Development Programme")
    assert abbreviates("U.S.", "United States")
    assert abbreviates("SIDE", "Secretaría de Inteligencia del Estado")
    assert abbreviates("DAIA", "Delegación de Asociaciones Israelitas Argentinas")
    assert abbreviates("INTERPOL", "International Criminal Police Organization") is False
    assert not abbreviates("AMIA", "Amistad")
    assert not abbreviates("", "United States")


def test_keys_meet_across_dotted_forms() -> None:
    assert "amia" == name_key("A.M.I.A.") == name_key("AMIA")
    assert "s r peres" == name_key("S. R. Peres")


PIECES = st.sampled_from(
    ["Ana", "Luis", "Ruiz", "de", "Basso", "A.", "(AMIA)", "Prosecutor", "علی", "alias", "the", "(", "’s"]
)
NAMES_ = st.lists(PIECES, min_size=1, max_size=4).map(" ".join)


@given(st.lists(st.tuples(st.sampled_from("POLRU"), NAMES_), max_size=8), st.randoms(use_true_random=False))
def test_every_mention_lies_in_one_group_whatever_the_order(pairs, random) -> None:  # type: ignore[no-untyped-def]
    item = named(" and ".join(f"[{kind}:{name}]" for kind, name in pairs))
    result = resolve(item)

    spans = [span for group in result.groups for span in group.spans]
    assert len(spans) == len(set(spans))
    for group in result.groups:
        assert group.forms and group.name in group.forms
        assert name_key(group.name) == group.key
        assert len(group.reason.splitlines()) == len(group.forms)
        assert all(item.document.text[start:end].strip() for start, end in group.spans)
    for alias in result.aliases:
        assert alias.first != alias.second and 0 <= alias.start < alias.end <= len(item.document.text)
    mentions = list(item.extraction.mentions)
    random.shuffle(mentions)
    assert result == resolve(wrap(item.document.text, tuple(mentions + mentions[:1])))
