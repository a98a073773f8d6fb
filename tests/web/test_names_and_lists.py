"""The pages for proposed merges, screening and lists over a real case: decisions, receipts, wording, hostile names."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from foja.case import Case
from foja.model.event import Actor
from foja.model.pairs import PairState
from resolve.list_samples import FTM_JSON, OFAC_XML
from web.browsing import client_for, tags

WHO = Actor(name="Clerk")
TEXT = "Tomás Rey said on 9 April 2001 that the pier was closed. Tomás Rei said that توماس ري was there.\n"
HOSTILE = OFAC_XML.replace("PIER NINE CO.", "&lt;script&gt;alert(1)&lt;/script&gt; CO.").replace("REY", "R&lt;b&gt;EY")


@pytest.fixture(scope="session")
def built_pier(tmp_path_factory: pytest.TempPathFactory, _keys_of_their_own: None) -> Path:
    folder = tmp_path_factory.mktemp("pier")
    (folder / "wire.txt").write_text(TEXT, "utf-8")
    (folder / "ofac.xml").write_text(HOSTILE, "utf-8")
    (folder / "ftm.json").write_text(FTM_JSON, "utf-8")
    with Case.create(folder / "case", title="Pier", actor=WHO) as case:
        case.add([folder / "wire.txt"], actor=WHO)
        case.build(jobs=0)
        case.add_list([folder / "ofac.xml"], name="OFAC <i>", actor=WHO, why="x")
        case.add_list([folder / "ftm.json"], name="Lira", date="2003-05-06", actor=WHO, why="x")
    return folder / "case"


@pytest.fixture
def real(built_pier: Path, tmp_path: Path) -> Iterator[Case]:
    shutil.copytree(built_pier, tmp_path / "case")
    with Case(tmp_path / "case") as case:
        yield case


@pytest.fixture
def client(real: Case) -> Iterator[TestClient]:
    with client_for(real) as made:
        yield made


def token(page: str) -> str:
    return next(attrs["value"] for tag, attrs in tags(page) if attrs.get("name") == "token")


def fields(page: str, action: str) -> dict[str, str]:
    """The hidden fields of the first form that goes to ``action``."""
    form = page[page.index(f'action="{action}"') :]
    form = form[: form.index("</form>")]
    return {a["name"]: a["value"] for tag, a in tags(form) if tag == "input" and a.get("type") == "hidden"}


def test_the_queue_shows_how_names_line_up_and_takes_decisions(client: TestClient, real: Case) -> None:
    page = client.get("/names").text
    assert "Tomás Rei" in page and "How Tomás Re" in page and "nothing is joined by it" in page
    sent = fields(page, "/names")
    refused = client.post("/names", data={**sent, "decision": "apart", "why": ""})
    assert refused.status_code == 400
    assert client.post("/names", data={**sent, "decision": "apart", "why": "Two clerks"}).status_code == 303
    assert "Two clerks" in client.get("/names?state=apart").text
    kept = fields(client.get("/names?state=apart").text, "/names")
    assert client.post("/names", data={**kept, "decision": "open", "why": "One clerk"}).status_code == 303
    assert real.proposed(state=PairState.APART).items == ()
    assert client.get("/names?state=nonsense").status_code == 400
    assert client.post("/names", data={**sent, "decision": "perhaps", "why": "x"}).status_code == 400


def test_several_spellings_are_joined_at_once_for_one_reason(client: TestClient, real: Case, tmp_path: Path) -> None:
    (tmp_path / "more.txt").write_text("Томас Рей said so. Tomaz Rey said that Tomas Rai had said so.\n", "utf-8")
    real.add([tmp_path / "more.txt"], actor=WHO)
    real.build(jobs=0)
    party = real.party("Tomás Rey").row
    page = client.get(f"/parties/{party.id}").text
    boxes = [a["value"] for tag, a in tags(page) if tag == "input" and a.get("name") == "chosen"]
    assert len(boxes) > 1
    queue = client.get("/names").text
    asked = [a["value"] for tag, a in tags(queue) if tag == "input" and a.get("name") == "chosen"]
    assert len(asked) > 1, "names of one party are one question in the queue"
    sent = {**fields(queue, "/names/join"), "chosen": asked[:2], "why": "One man by the photo"}
    none = client.post("/names/join", data={**sent, "chosen": []})
    assert none.status_code == 400 and "No name was chosen" in none.text
    assert client.post("/names/join", data={**sent, "chosen": ["no pair"]}).status_code == 400
    assert client.post("/names/join", data={**sent, "why": ""}).status_code == 400
    assert real.proposed(state=PairState.SAME).items == ()
    assert client.post("/names/join", data=sent).status_code == 303
    kept = real.proposed(state=PairState.SAME).items
    assert len(kept) == 2
    assert {row.decision.why for row in kept if row.decision} == {"One man by the photo"}
    real.say_of_names(kept[0].keys, PairState.OPEN, actor=WHO, why="Another one")
    assert len(real.proposed(state=PairState.SAME).items) == 1


def test_the_page_of_a_party_has_names_by_script_with_their_passages(client: TestClient, real: Case) -> None:
    party = real.party("Tomás Rey").row.id
    page = client.get(f"/parties/{party}").text
    assert "May be the same as" in page and "Not screened." in page and "None recorded." in page
    (link,) = set(re.findall(r"/sources/[0-9a-f]{64}\?at=\d+-\d+#p-here", page))
    assert client.get(link.partition("#")[0]).status_code == 200
    start, end = map(int, re.findall(r"at=(\d+)-(\d+)", link)[0])
    assert TEXT[start:end] == "Tomás Rey"
    form = client.get("/names/new?person=Tom%C3%A1s+Rey").text
    assert "joins nobody" in form and 'value="Tomás Rey"' in form
    said = {
        "person": "Tomás Rey",
        "name": "Otto Rauch",
        "since": "1999",
        "assumed": "1",
        "entered": "1",
        "why": "Told us",
    }
    sent = {"token": token(form), **said}
    assert client.post("/names/new", data=sent).status_code == 303
    page = client.get(f"/parties/{party}").text
    assert "used the name “Otto Rauch”" in page and "entered by a person" in page
    (used,) = real.names_used("Tomás Rey")
    shown = client.get(f"/particulars/{used.particular.id}").text
    assert "It joins nobody" in shown and "Otto Rauch" in shown
    assert "Otto Rauch" in client.get(f"/particulars/{used.particular.id}/correct").text


def test_a_screening_is_made_shown_as_a_receipt_and_decided_on(client: TestClient, real: Case) -> None:
    page = client.get("/screening").text
    assert "never evidence of the listed conduct" in page and "Nobody was screened yet." in page
    sent = {
        "token": token(page),
        "party": "Tomás Rey",
        "list": "Lira",
        "as_of": "2004-01-01",
        "born": "1954",
        "why": "Asked",
    }
    made = client.post("/screening", data=sent)
    assert made.status_code == 303
    receipt = client.get(made.headers["location"]).text
    for words in ("Tomás Rey", "screened as of 2004-01-01", "sha256:", "leaf sha256:", "Lira, 2003-05-06", "Asked"):
        assert words in receipt
    assert "<details open><summary>The entry</summary>" in receipt  # on paper nothing can be unfolded
    action = f"{made.headers['location']}/say"
    lead = fields(receipt, action)
    assert client.post(action, data={**lead, "decision": "confirmed", "why": "The passport"}).status_code == 303
    assert "Said to mean this party" in client.get(made.headers["location"]).text
    assert "The passport" in client.get(made.headers["location"]).text
    assert "No lead waits." in client.get("/screening").text
    assert client.post(action, data={**lead, "decision": "", "why": "x"}).status_code == 400
    assert client.post(action, data={**lead, "decision": "open", "why": ""}).status_code == 400
    for absent in ("/screening/99999", "/screening/0", "/screening/x", "/lists/ls-zz", "/lists/ls-zz/entry?id=1"):
        assert client.get(absent).status_code == 404, absent


def test_a_list_and_its_entries_are_shown_as_they_stand(client: TestClient, real: Case) -> None:
    (row,) = [row for row in real.lists() if row.snapshot.list == "Lira"]
    page = client.get(f"/lists/{row.snapshot.id}?q=tomas").text
    assert "x-1" in page and "Pier Nine" not in page
    entry = client.get(f"/lists/{row.snapshot.id}/entry?id=x-1").text
    assert "weak alias" in entry and "nationality" in entry.lower() and "never evidence" in entry
    ended = client.get(f"/lists/{row.snapshot.id}/entry?id=x-2").text
    assert "Listing ended on" in ended and "2003-01-02" in ended
    assert "None found in this list under this spelling" in client.get(f"/lists/{row.snapshot.id}?q=nobody").text
    assert client.get(f"/lists/{row.snapshot.id}/entry?id=none").status_code == 404


def test_names_of_lists_cannot_write_into_a_page(client: TestClient, real: Case) -> None:
    real.screen("Tomás Rey", actor=WHO)
    (row,) = [row for row in real.lists() if row.snapshot.list.startswith("OFAC")]
    identifier = row.snapshot.id
    seq = real.screenings("Tomás Rey")[0].seq
    for path in (
        f"/lists/{identifier}",
        f"/lists/{identifier}/entry?id=12",
        f"/screening/{seq}",
        "/screening",
        "/history",
    ):
        page = client.get(path).text
        assert "<script>alert" not in page and "<b>EY" not in page and "OFAC <i>" not in page, path


def test_no_page_says_more_than_that_somebody_is_listed(client: TestClient, real: Case) -> None:
    real.screen("Tomás Rey", actor=WHO)
    seq = real.screenings("Tomás Rey")[0].seq
    for path in ("/names", "/screening", f"/screening/{seq}"):
        words = client.get(path).text.lower()
        for label in ("criminal", "guilty", "risk score", "sanctioned person", "hit rate", "match found", "suspect"):
            assert label not in words, (path, label)
