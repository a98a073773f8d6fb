"""The pages of incidents, evidence and positions, of changes and of a checked page, over a real case."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from foja.case import Case
from foja.model.item import Evidence, Incident
from foja.model.rows import Question
from store.facts_sample import FACTS, WHO, lira
from web.browsing import client_for, tags


@pytest.fixture(scope="session")
def built_items(tmp_path_factory: pytest.TempPathFactory, _keys_of_their_own: None) -> Path:
    path = lira(tmp_path_factory.mktemp("items"))
    with Case(path) as case:
        case.import_facts(FACTS, "facts.toml", actor=WHO, why="Read")
    return path


@pytest.fixture
def real(built_items: Path, tmp_path: Path) -> Iterator[Case]:
    shutil.copytree(built_items, tmp_path / "case")
    with Case(tmp_path / "case") as case:
        yield case


@pytest.fixture
def client(real: Case) -> Iterator[TestClient]:
    with client_for(real) as made:
        yield made


def words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def token(page: str) -> str:
    return next(a["value"] for tag, a in tags(page) if tag == "input" and a.get("name") == "token")


def test_the_lists_say_who_says_what(client: TestClient) -> None:
    incidents = words(client.get("/incidents").text)
    assert "Fire of 2 March 2001" in incidents
    assert "killed: 12 El Faro, 2001-05" in incidents
    assert "None found in this file for these days" in words(client.get("/incidents?as_of=2001-03-01").text)
    evidence = words(client.get("/evidence").text)
    assert "Report of the Coast Service" in evidence
    assert "not to be quoted in court" in evidence
    assert "None found" in words(client.get("/evidence?kind=testimony").text)
    positions = words(client.get("/positions").text)
    assert "Order to arrest (2001-03-03), Warrant of 2001" in positions
    assert "Hamun refuses" in positions
    assert "None found" in words(client.get("/positions?stance=welcomes").text)
    assert client.get("/positions?party=Nobody").status_code == 404
    for path in ("/incidents", "/evidence", "/positions"):
        assert client.get(f"{path}?known_by=2001-05-30").status_code == 200
        assert "El Faro" not in client.get(f"{path}?known_by=2001-05-30").text


def test_a_flag_stands_beside_the_statement_everywhere(client: TestClient, real: Case) -> None:
    (row,) = real.evidence().items
    (carried,) = [one.row for one in row.basis if one.part == "carries"]
    for path in ("/statements", f"/statements/{carried.id}", f"/items/{row.item.id}"):
        page = client.get(path).text
        assert "rests on intelligence (Coast Service)" in page, path
        assert f'href="/items/{row.item.id}"' in page or path.endswith(row.item.id)


def test_one_is_recorded_corrected_and_withdrawn(client: TestClient, real: Case) -> None:
    page = client.get("/items/new/evidence").text
    sent = {
        "token": token(page), "title": "<b>Log</b> of the harbour", "kind": "physical", "entered": "1",
        "why": "Found in the office", "witnesses": "",
    }  # fmt: skip
    answer = client.post("/items/new/evidence", data=sent)
    assert answer.status_code == 303
    address = answer.headers["location"]
    shown = client.get(address).text
    assert "&lt;b&gt;Log&lt;/b&gt; of the harbour" in shown
    assert "a person entered it" in shown
    assert client.post("/items/new/evidence", data={**sent, "why": ""}).status_code == 400
    assert client.post("/items/new/evidence", data={**sent, "kind": "rumour"}).status_code == 400
    assert client.post("/items/new/rumour", data=sent).status_code == 404
    assert client.post("/items/new/evidence", data={**sent, "token": "0"}).status_code == 403
    form = client.get(f"{address}/correct").text
    filled = {a["name"]: a.get("value", "") for tag, a in tags(form) if tag == "input" and "name" in a}
    changed = client.post(f"{address}/correct", data={**filled, "kind": "physical", "number": "f. 12", "why": "Read"})
    new = changed.headers["location"]
    assert new != address
    assert "f. 12" in client.get(new).text
    assert "the corrected record" in client.get(address).text
    assert client.post(f"{new}/withdraw", data={"token": sent["token"], "why": "Another case"}).status_code == 303
    assert real.evidence().total == 1
    assert client.get("/items/ev-00").status_code == 404


def test_a_form_starts_from_a_statement_and_from_an_incident(client: TestClient, real: Case) -> None:
    (row,) = real.incidents().items
    assert isinstance(row.item, Incident)
    statement = row.item.figures[0]
    page = client.get(f"/statements/{statement}").text
    assert f"/items/new/incident?statement={statement}" in page
    assert statement in client.get(f"/items/new/incident?statement={statement}").text
    form = client.get(f"/items/new/position?on={row.item.id}").text
    sent = {
        "token": token(form), "holder": "Lira", "stance": "no_answer", "date": "2001-06", "on": row.item.id,
        "entered": "1", "why": "Searched the file",
    }  # fmt: skip
    assert client.post("/items/new/position", data=sent).status_code == 303
    assert "no answer found" in words(client.get(f"/items/{row.item.id}").text)
    before = client.get(f"/items/{row.item.id}/correct").text
    assert statement in before


def test_the_history_names_what_was_recorded(client: TestClient) -> None:
    page = client.get("/history").text
    assert "recorded an incident" in page
    assert "noted something beside a statement" in page


def test_changes_since_a_day(client: TestClient) -> None:
    assert "Choose a day" in client.get("/changes").text
    page = words(client.get("/changes?since=2001-05-01").text)
    assert "Warrant of 2001" in page
    assert "none found in this file ordered" in page
    assert "Nothing" in words(client.get("/changes?since=2990-01-01").text)
    assert client.get("/changes?since=spring").status_code == 400


def test_a_page_is_checked_and_not_kept(client: TestClient, real: Case) -> None:
    form = client.get("/check").text
    text = "Port news\n\nThe Federal Court of Lira ordered the arrest of Tomás Rey.\n<script>alert(1)</script>\n"
    before = len(real.events(limit=10_000))
    answer = client.post("/check", data={"token": token(form), "text": text, "as_of": ""})
    assert answer.status_code == 200
    page = words(answer.text)
    assert "Confirms On file for Tomás Rey: order to arrest, by Federal Court of Lira" in page
    assert "<script>alert" not in answer.text
    assert len(real.events(limit=10_000)) == before
    assert client.post("/check", data={"token": token(form), "text": ""}).status_code == 400
    assert client.post("/check", data={"token": token(form), "text": text, "as_of": "soon"}).status_code == 400


def test_evidence_of_one_witness(client: TestClient, real: Case) -> None:
    (row,) = real.evidence().items
    assert isinstance(row.item, Evidence)
    real.correct_item(row.item.id, {"kind": "testimony", "origin": "Ana Beltrán"}, actor=WHO, why="Hers")
    assert "rests on one witness (Ana Beltrán)" in client.get("/statements").text


def test_a_form_finds_statements_by_their_words(client: TestClient, real: Case) -> None:
    """Those that are accepted, by the words of the statement or of its passage; ids that a field holds, in words."""
    one = next(iter(real.every_statement(Question())))
    word = max(one.quote.split(), key=len)
    found = client.get("/choose/statements", params={"q": word}).text
    assert one.id in [a.get("data-id") for tag, a in tags(found) if tag == "li"]
    assert "None" not in found and "<html" not in found
    assert "No accepted statement" in client.get("/choose/statements?q=zzzz").text
    shown = client.get("/choose/statements", params={"ids": f"{one.id} st-00"}).text
    assert [a.get("data-id") for tag, a in tags(shown) if tag == "li"] == [one.id, "st-00"]
    assert "not in this case" in shown


def test_forms_suggest_what_can_be_meant(client: TestClient, real: Case) -> None:
    page = client.get("/items/new/position").text
    options = [a.get("value") for tag, a in tags(page) if tag == "option"]
    act = real.acts().items[0].act
    assert act.id in options and act.matter.id in options
    fields = {a.get("name"): a for tag, a in tags(page) if tag == "input"}
    assert fields["shown"].get("data-choose") == "many" and fields["on"].get("list") == "records"
