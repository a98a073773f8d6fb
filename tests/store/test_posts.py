"""Posts through the facade: recorded from accepted statements, by both clocks; corrected, withdrawn, withheld."""

from __future__ import annotations

from typing import Any

import pytest

from foja.case import Case
from foja.facade.watched import Watched
from foja.model.errors import Refusal, UsageError
from foja.model.event import Actor
from foja.model.particular import Post
from foja.model.vocabulary import ActState, Holds, Quality, Rank
from store.sealed_sample import memo
from store.test_acts import WHO, built_lira, lira, press, register, says_court  # noqa: F401

FIELDS = {
    "person": "Tomás Rey", "title": "Harbour chief", "rank": "senior_official", "organisation": "Port of Lira",
    "country": "Argentina", "since": "1999", "until": "2001-05",
}  # fmt: skip


def post(case: Case, *statements: str, **fields: Any) -> Any:
    return case.record_particular("post", {**FIELDS, **fields}, statements, actor=WHO, why="Read")


def test_a_post_is_asked_for_by_both_clocks(lira: Case) -> None:  # noqa: F811
    row = press(lira)
    made = post(lira, row.id)
    assert isinstance(made, Post)
    assert (made.id[:3], made.rank, made.country) == ("po-", Rank.SENIOR_OFFICIAL, "AR")
    assert [one.particular.id for one in lira.posts(as_of="2000-06-01").items] == [made.id]
    (shown,) = lira.posts(party="Tomás Rey", as_of="2001-05-15").items
    assert (shown.holds, shown.quality) == (Holds.POSSIBLE, Quality.REPORTED)
    assert shown.words == "Harbour chief, Port of Lira, from 1999 to 2001-05"
    assert lira.posts(as_of="1998-12-31").items == ()
    assert lira.posts(as_of="2002-01-01", over=False).items == ()
    assert lira.posts(as_of="2002-01-01").items[0].holds is Holds.NO
    assert lira.posts(known_by="2001-05-09").items == ()
    assert lira.posts(known_by="2001-05-10").total == 1
    assert [one.particular.id for one in lira.particulars_on_statement(row.id)] == [made.id]


def test_who_held_a_post_is_asked_by_its_words(lira: Case) -> None:  # noqa: F811
    row = press(lira)
    post(lira, row.id)
    other = post(lira, row.id, person="Ana Beltrán", since="2001-06", until="..")
    post(lira, row.id, person="Ivo Nagy", title="Mayor", organisation="Lira", since="1990")

    def held(title: str, **asked: str) -> list[str]:
        rows = lira.posts(title=title, over=False, **asked).items
        return sorted(one.particular.person.name for one in rows if isinstance(one.particular, Post))

    assert held("harbour", as_of="2000-06-01") == ["Tomás Rey"]
    assert held("chief port", as_of="2001-07-01") == ["Ana Beltrán"]  # possible: nothing says so after May 2001
    assert held("harbour argentina") == ["Ana Beltrán", "Tomás Rey"]
    assert held("harbour", party="Ana Beltrán") == ["Ana Beltrán"]
    assert held("harbour", known_by="2001-05-09") == held("admiral") == []
    assert lira.posts(title="harbour", as_of="2001-07-01", over=False).items[0].particular.id == other.id


def test_the_bodys_own_document_documents_it(lira: Case) -> None:  # noqa: F811
    own = register(lira)
    made = post(lira, own.id, organisation="Federal Court of Lira", rank="judge")
    assert lira.particular(made.id).row.quality is Quality.REPORTED
    says_court(lira)
    assert lira.particular(made.id).row.quality is Quality.DOCUMENTED


def test_what_was_recorded_is_corrected_and_withdrawn_never_changed(lira: Case) -> None:  # noqa: F811
    row = press(lira)
    first = post(lira, row.id)
    second = lira.correct_particular(first.id, {"until": "2001-05-20", "rank_disputed": True}, actor=WHO, why="The day")
    assert (second.corrects, second.rank_disputed, second.rests_on) == (first.id, True, (row.id,))
    assert lira.particular(first.id).row.state is ActState.SUPERSEDED
    assert [one.particular.id for one in lira.posts().items] == [second.id]
    with pytest.raises(Refusal, match="final"):
        lira.withdraw_particular(first.id, actor=WHO, why="No")
    lira.withdraw_particular(second.id, actor=WHO, why="Another person")
    assert lira.posts().items == ()
    again = lira.correct_particular
    with pytest.raises(Refusal):
        again(second.id, {"until": "2002"}, actor=WHO, why="No")
    third = post(lira, row.id, until="2001-05-20", rank_disputed=True)
    assert third.id not in (first.id, second.id)
    before = lira.table_digests()
    lira.rebuild()
    assert lira.table_digests() == before


def test_a_post_follows_the_statements_that_it_rests_on(lira: Case) -> None:  # noqa: F811
    row = press(lira)
    made = post(lira, row.id)
    new = lira.correct(row.id, {"content": "He was harbour chief"}, actor=WHO, why="Clearer")
    assert [ground.statement for ground in lira.particular(made.id).row.basis if ground.counts] == [new.id]
    lira.reject([new.id], actor=WHO, why="No")
    assert [one.quality for one in lira.posts().items] == [Quality.UNSUPPORTED]  # listed as that, as acts are
    assert lira.posts(known_by="2030-01-01").items == ()
    assert lira.particular(made.id).row.quality is Quality.UNSUPPORTED


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"title": " "}, "particular-incomplete"),
        ({"person": ""}, "particular-incomplete"),
        ({"rank": "boss"}, "particular-value"),
        ({"country": "Atlantis"}, "country-unknown"),
        ({"since": "03/05/1999"}, "particular-date"),
        ({"since": "2005", "until": "2001"}, "particular-date"),
        ({"guilty": "yes"}, "field-unknown"),
    ],
)
def test_what_cannot_be_recorded_changes_nothing(lira: Case, fields: dict[str, Any], code: str) -> None:  # noqa: F811
    row = press(lira)
    before = lira.desk().events
    with pytest.raises(UsageError) as caught:
        post(lira, row.id, **fields)
    assert caught.value.code == code
    assert lira.desk().events == before


def test_nothing_rests_on_a_draft_and_nothing_on_nothing(lira: Case) -> None:  # noqa: F811
    row = press(lira)
    lira.reopen([row.id], actor=WHO, why="Once more")
    with pytest.raises(Refusal) as refused:
        post(lira, row.id)
    assert refused.value.code == "act-basis-not-accepted"
    with pytest.raises(UsageError) as missing:
        post(lira)
    assert missing.value.code == "particular-basis-missing"
    made = lira.record_particular("post", FIELDS, entered=True, actor=WHO, why="Seen on the door")
    assert lira.particular(made.id).row.quality is Quality.ENTERED
    with pytest.raises(UsageError) as twice:
        lira.record_particular("post", FIELDS, entered=True, actor=WHO, why="Seen on the door")
    assert twice.value.code == "particular-exists"


def test_a_post_from_a_protected_source_is_watched_and_withheld(case: Case) -> None:
    sha = memo(case)
    statement = case.reader(sha).statements[0].id
    made = case.record_particular(
        "post", {"person": "Zuleika Quispe", "title": "Guard"}, [statement], actor=WHO, why="Read"
    )
    shown: Any = Watched(case, Actor(name="Rosa Reader"), "test", at_once=True)
    for ask in (shown.posts, lambda: shown.particular(made.id), lambda: shown.posts(party="Zuleika Quispe")):
        before = len(case.accesses())
        ask()
        assert [sha] in [entry.body["sources"] for entry in case.accesses()[before:]]
    from foja.model.vocabulary import Sensitivity
    from foja.store.withholding import closed

    assert made.id in closed(case._folder.database.connection, Sensitivity.INTERNAL)
