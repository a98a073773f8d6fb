"""Erasing under an order: the value is in no byte of the case, the history verifies, and nobody did it alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from foja.case import Case
from foja.model.errors import FojaError
from foja.model.event import Act, Actor
from foja.model.vocabulary import OutcomeState, Sensitivity
from foja.publish.offline.verify import examine, verdict
from store.sealed_sample import NAME, ORDER, SHARED, WHO, WORDS, erase, findings, found, lower, memo, public
from store.test_second_person import OTHER, sign


def test_a_source_is_erased_from_every_file(case: Case, keys: Path, tmp_path: Path) -> None:
    sha = memo(case)
    erase(case, keys, tmp_path, [sha])
    case.close()
    gone = (NAME, "Quispe", "Río Seco", "memo-mill", "The mill memo")
    assert [] == [one for one in gone if found(case.path, one)]
    with Case(case.path) as again:
        assert findings(again) == []
        row = again.source(sha)
        assert row.state is OutcomeState.ERASED
        assert all(word in row.detail for word in ("Custodian", "17/2026", "Federal Court 9", "Ordered"))
        assert again.desk().counts.gaps == 0
        tables = again.table_digests()
        again.rebuild()
        assert tables == again.table_digests()
        again.build(jobs=0)
        assert again.add([tmp_path / "in"], actor=WHO).closed == 1
        assert not found(again.path, NAME)
        for audience in (Sensitivity.INTERNAL, Sensitivity.SEALED):
            out = again.export("bundle", tmp_path / audience.value, audience=audience)
            assert (examine(str(out))[0], verdict(examine(str(out))[0])) == ([], 0)
            assert not found(out, NAME)


def test_a_sealed_source_can_be_erased_without_a_key(case: Case, keys: Path, tmp_path: Path) -> None:
    sha = memo(case)
    (event,) = case.protect([sha], recipients=public(keys, "a"), actor=WHO, why="Ordered by the court")
    erase(case, keys, tmp_path, [sha])
    assert case.source(sha).state is OutcomeState.ERASED
    assert findings(case) == []
    names = {path.name for path in case.path.rglob("*")}
    assert names.isdisjoint(event.body["files"])
    out = case.export("bundle", tmp_path / "out", audience=Sensitivity.SOURCE_IDENTITY)
    assert examine(str(out))[0] == []
    with pytest.raises(FojaError) as caught:
        case.open_sealed(sha, keys / "a", tmp_path / "opened")
    assert caught.value.code == "not-sealed"


def test_what_was_sealed_and_came_back_is_erased_with_its_age_files(case: Case, keys: Path, tmp_path: Path) -> None:
    sha = memo(case)
    (event,) = case.protect([sha], recipients=public(keys, "a"), actor=WHO, why="Ordered by the court")
    lower(case, sha, keys, tmp_path, identity=keys / "a")
    assert {path.name for path in case.path.rglob("*")}.issuperset(event.body["files"])
    erase(case, keys, tmp_path, [sha])
    assert {path.name for path in case.path.rglob("*")}.isdisjoint(event.body["files"])
    assert findings(case) == []
    assert not found(case.path, NAME)


def test_a_single_value_is_erased(case: Case, keys: Path, tmp_path: Path) -> None:
    """The receipt says who gave it; the source stays."""
    sha = memo(case)
    event = next(e for e in case.events() if e.kind == "source.added" and e.body["source"]["sha256"] == sha)
    assert found(case.path, "given by Quispe")
    erase(case, keys, tmp_path, [], [(event.seq, "receipt"), (event.seq, "who")])
    assert not found(case.path, "given by Quispe")
    assert findings(case) == []
    assert case.original(sha) == WORDS.encode()
    assert case.source(sha).name == sha[:12]
    assert case.custody(sha).arrivals[0].name == "withheld"
    assert case.reader(sha).statements


@pytest.mark.parametrize(
    ("field", "code"),
    [
        ((0, "title"), "field-needed"), ((1, "source"), "field-needed"), ((1, "size"), "field-unknown"),
        ((9999, "who"), "event-missing"),
    ],
)  # fmt: skip
def test_what_a_check_needs_cannot_be_erased_alone(case: Case, field: tuple[int, str], code: str) -> None:
    with pytest.raises(FojaError) as caught:
        case.erasure([], [field], **ORDER)
    assert caught.value.code == code


def refused(case: Case, sources: list[str], signed: tuple[str, str], who: Actor = WHO, **order: str) -> str:
    with pytest.raises(FojaError) as caught:
        case.erase(sources, [], **{**ORDER, **order}, signed=signed, actor=who, why="Ordered")
    return caught.value.code


def test_signatures_that_do_not_count(case: Case, keys: Path, tmp_path: Path) -> None:
    sha = memo(case)
    other = next(row.sha256 for row in case.sources().items if row.sha256 != sha)
    _, text = case.erasure([sha], [], **ORDER)
    good = sign(text, keys / "s", tmp_path, "foja.erase")
    assert refused(case, [sha], sign(text, keys / "s", tmp_path)) == "second-signature-wrong", "for another act"
    assert refused(case, [sha, other], good) == "request-outdated"
    assert refused(case, [sha], good, order="18/2026") == "request-outdated"
    assert refused(case, [sha], good, who=Actor(name=OTHER)) == "second-person-same"
    assert refused(case, [sha], good, order=" ") == "order-missing"
    assert case.original(sha)
    assert findings(case) == []


def test_verify_sees_what_one_person_erased(case: Case, keys: Path, tmp_path: Path) -> None:
    """Somebody with another program, or an altered foja, writes the event without asking."""
    body, text = case.erasure([memo(case)], [], **ORDER)
    signature = sign(text, keys / "s", tmp_path, "foja.erase")[1]
    key = " ".join(public(keys, "s")[0].split()[:2])
    second = {"name": OTHER, "key": key, "after": case._folder.ledger.size, "signature": signature}
    forged: list[dict[str, Any]] = [
        {},
        {"second": {**second, "name": "Nobody"}},
        {"second": {**second, "after": 1}},
        {"second": second, "order": "18/2026"},
        {"second": second, "fields": {**body["fields"], "0": ["why"]}},
        {"second": []},
    ]
    acts = [Act(kind="payload.erased", body={**body, "fields": {}, **one}, actor=WHO, why="Alone") for one in forged]
    case._folder.record(acts)
    case._folder.seal()
    assert findings(case).count("erased-alone") == len(forged)
    case.export("bundle", tmp_path / "out", audience=Sensitivity.SOURCE_IDENTITY)
    found = [one.code for one in examine(str(tmp_path / "out"))[0]]
    assert found == findings(case), "the checker of the bundle says the same"


def test_what_other_sources_hold_stays(case: Case, keys: Path, tmp_path: Path) -> None:
    news = next(row for row in case.sources().items if row.name == "news.txt")
    assert any(
        {link.first_source, link.second_source} == {news.sha256, memo(case)} for link in case.reader(news.sha256).links
    )
    erase(case, keys, tmp_path, [memo(case)])
    view = case.reader(news.sha256)
    assert SHARED in view.text
    assert view.statements
    assert view.links == ()
    case.build(jobs=0)
    assert findings(case) == []
