"""Names that may be of one party: proposed across scripts, decided on by persons, undone; dated aliases."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import pytest

from foja.case import Case
from foja.model.errors import UsageError
from foja.model.event import Actor
from foja.model.pairs import PairRow, PairState
from foja.model.rows import Question
from foja.model.vocabulary import Quality, Review, Sensitivity

WHO = Actor(name="Clerk")
WIRE = "LIRA, 10 May 2001. Mohsen Rabbani said that the pier was closed. Mohsen Rezai said that Rabbani had left.\n"
CLIP = "LIRA, 11 May 2001. Mohsén Rabani said that the pier was open. Ana Beltrán said that Mohsén Rabani was there.\n"
NOTE = "Ana Beltran Ruiz said on 12 May 2001 that Viktor Solano had paid for the pier.\n"


@pytest.fixture(scope="session")
def built_names(tmp_path_factory: pytest.TempPathFactory, _keys_of_their_own: None) -> Path:
    folder = tmp_path_factory.mktemp("names")
    for name, text in (("wire.txt", WIRE), ("clip.txt", CLIP), ("note.txt", NOTE)):
        (folder / name).write_text(text, "utf-8")
    with Case.create(folder / "case", title="Lira", actor=WHO) as case:
        case.add([folder / "wire.txt", folder / "clip.txt", folder / "note.txt"], actor=WHO)
        case.build(jobs=0)
        drafts = case.statements(Question(review=(Review.DRAFT,), limit=100)).items
        case.accept([row.id for row in drafts], actor=WHO, why="Read")
    return folder / "case"


@pytest.fixture
def case(built_names: Path, tmp_path: Path) -> Iterator[Case]:
    shutil.copytree(built_names, tmp_path / "case")
    with Case(tmp_path / "case") as opened:
        yield opened


def pair(case: Case, one: str, other: str, state: PairState = PairState.OPEN) -> PairRow | None:
    rows = case.proposed(state=state, limit=100).items
    return next((row for row in rows if {row.first.name, row.second.name} == {one, other}), None)


def test_spellings_of_one_name_are_proposed_and_nothing_is_joined(case: Case) -> None:
    row = pair(case, "Mohsen Rabbani", "Mohsén Rabani")
    assert row and row.comparison and row.comparison.probability >= 0.5
    assert {part.ours for part in row.comparison.pairs} | {part.theirs for part in row.comparison.pairs} >= {"Mohsen"}
    assert case.party("Mohsen Rabbani").row.id != case.party("Mohsén Rabani").row.id
    assert pair(case, "Mohsen Rabbani", "Mohsen Rezai") is None
    kinds = [event.kind for event in case.events(limit=1000)]
    assert "parties.joined" not in kinds


def test_what_a_decision_would_change_is_told_and_orders_the_queue(case: Case) -> None:
    row = pair(case, "Mohsen Rabbani", "Mohsén Rabani")
    assert row
    sides = sorted((row.first.weight.order, row.second.weight.order))
    assert row.moves.order == sides[0] and row.moves.accepted >= 1
    found = case.proposed(limit=100).items
    expected = [one.comparison.probability * one.moves.order[0] for one in found if one.comparison]
    assert expected == sorted(expected, reverse=True)
    first = case.proposed(limit=1)
    if first.total > 1:
        second = case.proposed(limit=1, after=first.after)
        assert [*first.items, *second.items] == list(found[:2])


def test_joined_names_are_one_party_until_that_is_taken_back(case: Case) -> None:
    row = pair(case, "Mohsen Rabbani", "Mohsén Rabani")
    assert row
    before = case.party("Mohsen Rabbani")
    case.say_of_names(row.keys, PairState.SAME, actor=WHO, why="The same photo")
    joined = case.party("Mohsén Rabani")
    assert joined.row.id == case.party("Mohsen Rabbani").row.id
    assert joined.row.by > before.row.by
    assert pair(case, "Mohsen Rabbani", "Mohsén Rabani") is None
    (kept,) = case.proposed(state=PairState.SAME).items
    assert kept.decision and kept.decision.why == "The same photo"
    case.say_of_names(row.keys, PairState.OPEN, actor=WHO, why="Another man after all")
    assert case.party("Mohsen Rabbani").row == before.row
    assert pair(case, "Mohsen Rabbani", "Mohsén Rabani") is not None
    assert case.proposed(state=PairState.SAME).items == ()
    history = [event.kind for event in case.party("Mohsen Rabbani").history]
    assert history == ["parties.joined", "parties.reopened"]
    assert case.verify().verdict == "intact"


def test_a_negative_decision_is_kept_and_never_asked_again(case: Case, tmp_path: Path) -> None:
    row = pair(case, "Mohsen Rabbani", "Mohsén Rabani")
    assert row
    case.say_of_names(row.keys, PairState.APART, actor=WHO, why="Two brothers")
    assert pair(case, "Mohsen Rabbani", "Mohsén Rabani") is None
    (kept,) = case.proposed(state=PairState.APART).items
    assert kept.decision and (kept.decision.actor.name, kept.decision.why) == ("Clerk", "Two brothers")
    (tmp_path / "more.txt").write_text("Mohsen Rabbani said that Mohsén Rabani was his brother.\n", "utf-8")
    case.add([tmp_path / "more.txt"], actor=WHO)
    case.build(jobs=0)
    assert pair(case, "Mohsen Rabbani", "Mohsén Rabani") is None
    assert case.party("Mohsen Rabbani").row.id != case.party("Mohsén Rabani").row.id
    before = case.table_digests()
    case.rebuild()
    assert case.table_digests() == before


def test_a_pair_can_be_put_off_and_taken_up(case: Case) -> None:
    row = pair(case, "Mohsen Rabbani", "Mohsén Rabani")
    assert row
    case.say_of_names(row.keys, PairState.LATER, actor=WHO, why="Waiting for the registry")
    assert pair(case, "Mohsen Rabbani", "Mohsén Rabani") is None
    assert pair(case, "Mohsen Rabbani", "Mohsén Rabani", PairState.LATER)
    assert case.proposed_for("Mohsen Rabbani")[0].state is PairState.LATER
    case.say_of_names(row.keys, PairState.OPEN, actor=WHO, why="It came")
    assert pair(case, "Mohsen Rabbani", "Mohsén Rabani")


def test_new_names_are_compared_when_they_come_and_old_ones_once(case: Case, tmp_path: Path) -> None:
    assert case.compare_names() == 0
    size = case._folder.ledger.size
    assert case.compare_names() == 0 and case._folder.ledger.size == size
    (tmp_path / "fa.txt").write_text("Viktor Solanno said that the pier was his.\n", "utf-8")
    case.add([tmp_path / "fa.txt"], actor=WHO)
    case.build(jobs=0)
    assert pair(case, "Viktor Solano", "Viktor Solanno")


def test_the_order_in_which_documents_come_changes_no_proposal(tmp_path: Path, _keys_of_their_own: None) -> None:
    texts = {"a.txt": WIRE, "b.txt": CLIP, "c.txt": NOTE}
    for name, text in texts.items():
        (tmp_path / name).write_text(text, "utf-8")
    found = []
    for number, order in enumerate((["a.txt", "b.txt", "c.txt"], ["c.txt"], [])):
        with Case.create(tmp_path / f"case{number}", title="x", actor=WHO) as made:
            for name in order:
                made.add([tmp_path / name], actor=WHO)
                made.build(jobs=0)
            made.add([tmp_path / name for name in reversed(texts)], actor=WHO)
            made.build(jobs=0)
            digests = made.table_digests()
            found.append((digests["proposal"], digests["compared"], digests["run"]))
    assert len(set(found)) == 1


def test_decisions_are_refused_without_two_names_or_a_reason(case: Case) -> None:
    for pairs, why, code in (
        ([], "x", "two-needed"), ([("mohsen rabbani", "Mohsen Rabbani")], "x", "two-needed"),
        ([("mohsen rabbani", "nobody here")], "x", "party-unknown"),
        ([("mohsen rabbani", "mohsen rezai")], " ", "why-missing"),
    ):  # fmt: skip
        with pytest.raises(UsageError) as refused:
            case.say_of_names(pairs, PairState.SAME, actor=WHO, why=why)
        assert refused.value.code == code


def test_names_compare_with_an_alignment_or_a_reason_why_not(case: Case) -> None:
    near = case.compared("Mohsen Rabbani", "Mohsén Rabani")
    assert near.probability >= 0.5 and near.pairs
    far = case.compared("Mohsen Rabbani", "Viktor Solano")
    assert far.probability < 0.1
    typed = case.compared("Mohsen Rabbani", "محسن ربانی")
    assert typed.probability >= 0.5 and typed.theirs == "محسن ربانی"
    assert case.compared("Mohsen Rabbani", "").pairs == ()
    with pytest.raises(UsageError):
        case.compared("pa-0", "Mohsen Rabbani")


def alias(case: Case, statements: tuple[str, ...] = (), **fields: object) -> str:
    given = {"person": "Viktor Solano", "name": "Ana Beltrán", "assumed": "yes", "since": "1999", **fields}
    made = case.record_particular("name", given, statements, entered=not statements, actor=WHO, why="As the note says")
    return made.id


def test_a_dated_alias_joins_nobody_and_shows_on_both_sides(case: Case) -> None:
    row = case.statements(Question(source=next(s for s in case.sources().items if s.name == "note.txt").sha256)).items[
        0
    ]
    made = alias(case, (row.id,), until="2001-05")
    (used,) = case.names_used("Viktor Solano")
    assert used.particular.id == made and "used the name “Ana Beltrán”" in used.words
    assert (used.quality, used.known_on) == (Quality.REPORTED, row.published or used.known_on)
    assert [one.particular.id for one in case.name_of_others("Ana Beltrán")] == [made]
    assert case.party("Ana Beltrán").row.id != case.party("Viktor Solano").row.id
    assert case.names_used("Viktor Solano", as_of="1998-12-31") == ()
    case.reject([row.id], actor=WHO, why="Wrong passage")
    assert case.names_used("Viktor Solano")[0].quality is Quality.UNSUPPORTED


def test_an_alias_can_be_corrected_withdrawn_and_never_typed_in_twice(case: Case) -> None:
    made = alias(case)
    with pytest.raises(UsageError) as refused:
        alias(case)
    assert refused.value.code == "particular-exists"
    better = case.correct_particular(made, {"since": "2000"}, actor=WHO, why="The note gives 2000")
    assert [one.particular.id for one in case.names_used("Viktor Solano")] == [better.id]
    case.withdraw_particular(better.id, actor=WHO, why="Somebody else")
    assert case.names_used("Viktor Solano") == ()
    for fields, code in (
        ({"name": "viktor solano"}, "particular-value"), ({"name": " "}, "particular-incomplete"),
        ({"since": "2001", "until": "1990"}, "particular-date"),
    ):  # fmt: skip
        with pytest.raises(UsageError) as refused:
            alias(case, **fields)
        assert refused.value.code == code


def test_a_recorded_alias_is_told_beside_a_proposed_merge(case: Case) -> None:
    alias(case, person="Mohsen Rabbani", name="Mohsén Rabani", assumed="")
    row = pair(case, "Mohsen Rabbani", "Mohsén Rabani")
    assert row and [used.words for used in row.used] == ["used the name “Mohsén Rabani”, from 1999, end not known"]


def test_names_of_a_protected_source_do_not_go_out_with_a_proposal(case: Case, tmp_path: Path) -> None:
    import zipfile

    (clip,) = [row for row in case.sources().items if row.name == "clip.txt"]
    case.classify([clip.sha256], Sensitivity.SEALED, actor=WHO, why="Ordered")
    case.export("bundle", tmp_path / "out.zip", actor=WHO)
    with zipfile.ZipFile(tmp_path / "out.zip") as bundle:
        whole = b"".join(bundle.read(name) for name in bundle.namelist())
    assert "Mohsén Rabani".encode() not in whole and b"mohsen rabani" not in whole


def test_pairs_of_one_party_stand_together_at_the_place_of_the_first(case: Case) -> None:
    rows = case.proposed(limit=100).items
    parties = [row.main.id for row in rows]
    assert len([one for one, _ in groupby(parties)]) == len(set(parties))
    for row in rows:
        assert {row.main, row.other} == {row.first, row.second}
        assert row.main.weight.order >= row.other.weight.order


def test_a_place_that_languages_call_by_other_names_is_proposed_as_one(tmp_path: Path) -> None:
    texts = {
        "a.txt": "London, 10 May 2001. The ministry said that the pier in London was closed.\n",
        "b.txt": "Londres, 11 de mayo de 2001. El ministerio dijo que el muelle de Londres estaba abierto.\n",
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, "utf-8")
    with Case.create(tmp_path / "case", title="Pier", actor=WHO) as case:
        case.add([tmp_path / name for name in texts], actor=WHO)
        case.build(jobs=0)
        row = pair(case, "London", "Londres")
        assert row and row.comparison
        assert [part.how for part in row.comparison.pairs] == ["one place in two languages"]
        assert case.party("London").row.id != case.party("Londres").row.id
