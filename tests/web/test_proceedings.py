"""The pages of the law side over a real case: board, one matter, one act, the form; wording and clocks."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from foja.case import Case
from foja.model.event import Actor
from web.browsing import client_for, tags

WHO = Actor(name="Clerk")
TEXT = """Notices over the Lira fire

LIRA, 10 May 2001. Interpol published a red notice for Tomás Rey. Ana Beltrán had asked for it in March.

The harbour court ordered the arrest of Tomás Rey and of <b>Ivo Nagy</b> by an auto de procesamiento.
"""


@pytest.fixture(scope="session")
def built_notices(tmp_path_factory: pytest.TempPathFactory, _keys_of_their_own: None) -> Path:
    folder = tmp_path_factory.mktemp("notices")
    (folder / "wire.txt").write_text(TEXT, "utf-8")
    with Case.create(folder / "case", title="Fire at the port of Lira", actor=WHO) as case:
        case.add([folder / "wire.txt"], actor=WHO)
        case.build(jobs=0)
        sha = case.sources().items[0].sha256
        case.describe(sha, "published", "2001-05-10", actor=WHO, why="As printed")
        start = TEXT.index("Interpol published")
        fields = {"modality": "ordered", "status": "ordered", "dates": ["2001-05"], "speaker": "Sample Wire"}
        case.enter(sha, start, start + 46, fields, actor=WHO, why="Read")
    return folder / "case"


@pytest.fixture
def real(built_notices: Path, tmp_path: Path) -> Iterator[Case]:
    shutil.copytree(built_notices, tmp_path / "case")
    with Case(tmp_path / "case") as case:
        yield case


@pytest.fixture
def client(real: Case) -> Iterator[TestClient]:
    with client_for(real) as made:
        yield made


def statement(case: Case) -> str:
    from foja.model.rows import Question

    return case.statements(Question()).items[0].id


def recorded(case: Case, **fields: Any) -> Any:
    given = {
        "machine": "red_notice", "title": "Notice of 2001", "kind": "published", "authority": "Interpol",
        "date": "2001-05-10", "persons": ["Tomás Rey"], **fields,
    }  # fmt: skip
    return case.record_act(given, [statement(case)], actor=WHO, why="Read")


def words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_an_empty_board_says_that_none_was_found(client: TestClient) -> None:
    page = words(client.get("/proceedings").text)
    assert "None found in this file" in page
    assert "a notice is a request and not a warrant" in page


def test_the_board_and_a_matter_as_of_a_day(client: TestClient, real: Case) -> None:
    made = recorded(real, until="2006-05-10")
    board = client.get("/proceedings?as_of=2001-06-01").text
    assert "Notice of 2001" in board
    assert "published" in words(board)
    assert "yes, by what is on file" in words(board)
    assert "with no authorisation or appeal on file" in words(board)
    assert f"/proceedings/{made.matter.id}?as_of=2001-06-01" in board
    assert "None found in this file" in words(client.get("/proceedings?as_of=2001-05-09").text)
    assert "None found in this file" in words(client.get("/proceedings?known_by=2001-05-09").text)
    late = words(client.get(f"/proceedings/{made.matter.id}?as_of=2007-01-01").text)
    assert "unknown its term ended 2006-05-10, and no renewal was found in this file" in late
    early = words(client.get(f"/proceedings/{made.matter.id}?as_of=2000-01-01").text)
    assert "None found in this file by then" in early
    assert made.id not in early


def test_a_matter_is_cited_with_its_days_and_acts(client: TestClient, real: Case) -> None:
    made = recorded(real)
    page = client.get(f"/proceedings/{made.matter.id}?as_of=2001-06-01&known_by=2001-06-02").text
    (start,) = [m.start() for m in re.finditer('aria-label="Citation"', page)]
    cited = words(page[start : start + 1500])
    for part in ("as of 2001-06-01", "as known by 2001-06-02", made.id, made.matter.id):
        assert part in cited
    assert "Rules on the Processing of Data" in page  # by which rules


def test_an_act_is_recorded_from_its_statement(client: TestClient, real: Case) -> None:
    identifier = statement(real)
    assert f'href="/statements/{identifier}/act"' in client.get(f"/statements/{identifier}").text
    form = client.get(f"/statements/{identifier}/act").text
    filled = {a["name"]: a.get("value", "") for tag, a in tags(form) if tag == "input" and "name" in a}
    assert filled["date"] == "2001-05"
    assert re.search(r'value="red_notice/[a-z_]+" selected', form)
    assert real.acts().total == 0  # a suggestion records nothing
    sent = {
        "token": filled["token"], "act": "red_notice/published", "title": "Notice of 2001", "authority": "Interpol",
        "date": "2001-05-10", "persons": "Tomás Rey\nIvo Nagy\n", "native": "auto", "why": "Read",
    }  # fmt: skip
    answer = client.post(f"/statements/{identifier}/act", data=sent)
    assert answer.status_code == 303
    (row,) = real.acts().items
    assert answer.headers["location"] == f"/proceedings/{row.act.matter.id}"
    assert [person.name for person in row.act.persons] == ["Ivo Nagy", "Tomás Rey"]
    page = client.get(f"/statements/{identifier}").text
    assert row.act.id in page
    party = real.party("Tomás Rey").row.id
    assert "Notice of 2001" in client.get(f"/parties/{party}").text
    assert "recorded an act" in client.get("/history?after=5").text
    assert filled["rests"] == identifier
    more = client.post(f"/statements/{identifier}/act", data={**sent, "date": "2003", "rests": f"{identifier} st-0"})
    assert (more.status_code, "st-0" in more.text) == (404, True)
    wrong = client.post(f"/statements/{identifier}/act", data={**sent, "act": "", "date": "2002"})
    assert (wrong.status_code, "does not say what was done" in wrong.text) == (400, True)
    none = client.post(f"/statements/{identifier}/act", data={**sent, "why": ""})
    assert none.status_code == 400
    assert real.acts().total == 1


def test_an_act_is_corrected_and_withdrawn(client: TestClient, real: Case) -> None:
    made = recorded(real, native="<script>alert(1)</script>")
    page = client.get(f"/acts/{made.id}").text
    assert "<script>alert" not in page
    form = client.get(f"/acts/{made.id}/correct").text
    filled = {a["name"]: a.get("value", "") for tag, a in tags(form) if tag == "input" and "name" in a}
    assert filled["title"] == "Notice of 2001"
    assert filled["rests"] == statement(real)
    sent = {**filled, "act": "red_notice/renewed", "persons": "Tomás Rey", "why": "Misread"}
    answer = client.post(f"/acts/{made.id}/correct", data=sent)
    assert answer.status_code == 303
    new = answer.headers["location"].rsplit("/", 1)[1]
    assert "the corrected record" in client.get(f"/acts/{made.id}").text
    assert client.post(f"/acts/{new}/withdraw", data={"token": filled["token"], "why": "No"}).status_code == 303
    assert "Withdrawn" in client.get(f"/acts/{new}").text
    assert client.post(f"/acts/{new}/withdraw", data={"token": filled["token"], "why": "No"}).status_code == 409


@pytest.mark.parametrize("path", ["/acts/ac-0", "/proceedings/mt-0", "/statements/st-0/act"])
def test_what_is_not_here_is_404(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/proceedings?as_of=soon", "/proceedings?machine=verdict"])
def test_a_question_that_cannot_be_understood_is_told(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 400


def test_no_word_of_a_verdict_and_a_notice_is_no_warrant(client: TestClient, real: Case) -> None:
    made = recorded(real)
    recorded(real, machine="criminal_ar", kind="processed", title="Cause 7/1998", native="auto de procesamiento")
    forbidden = re.compile(
        r"\b(guilty|guilt|perpetrator|terrorist|proven|confidence|score|culprit|indicted|indictment|wanted|"
        r"international arrest warrant|convict)\b", re.I,
    )  # fmt: skip
    party = real.party("Tomás Rey").row.id
    for path in ("/proceedings", f"/proceedings/{made.matter.id}", f"/acts/{made.id}", f"/parties/{party}"):
        text = words(client.get(path).text)
        assert not forbidden.search(text), (path, forbidden.search(text))
    board = words(client.get("/proceedings").text)
    assert "auto de procesamiento" in board  # the native term stands beside ours


def test_every_screen_of_the_law_side_has_its_landmarks(client: TestClient, real: Case) -> None:
    made = recorded(real)
    for path in (
        "/proceedings", f"/proceedings/{made.matter.id}", f"/acts/{made.id}", f"/acts/{made.id}/correct",
        f"/statements/{statement(real)}/act",
    ):  # fmt: skip
        page = client.get(path)
        assert page.status_code == 200, path
        assert page.text.count("<main ") == 1 and page.text.count("<h1") == 1, path
        assert 'aria-label="You are here"' in page.text, path


def test_proposed_acts_are_read_and_recorded_with_their_statement(client: TestClient, real: Case) -> None:
    page = client.get("/acts/proposed").text
    assert "Order to arrest" in page and "suggestions" in page
    assert real.acts().total == 0
    address = re.search(r'href="(/statements/st-[0-9a-f]+/act\?act=warrant/ordered)"', page)
    assert address is not None
    form = client.get(address[1]).text
    assert 'name="accept"' in form and "Tomás Rey" in form
    filled = {a["name"]: a.get("value", "") for tag, a in tags(form) if tag == "input" and "name" in a}
    sent = {
        "token": filled["token"], "rests": filled["rests"], "act": "warrant/ordered", "title": "Warrant",
        "authority": "harbour court", "date": "2001-05", "persons": "Tomás Rey", "why": "Read",
    }  # fmt: skip
    path = address[1].partition("?")[0]
    assert client.post(path, data=sent).status_code >= 400  # the statement waits, and nobody accepted it
    assert real.acts().total == 0
    assert client.post(path, data={**sent, "accept": "1"}).status_code == 303
    assert real.acts().total == 1
