"""The pages of arguments: two columns of equal standing, each premise with its record; forms; wording."""

from __future__ import annotations

import re

from starlette.testclient import TestClient

from foja.case import Case
from web.browsing import tags
from web.test_proceedings import WHO, built_notices, client, real, recorded, statement, words  # noqa: F401


def circumstance(case: Case, **fields: object) -> object:
    given = {"kind": "offence", "value": "terrorism", "since": "2001-05-10", "persons": ["Tomás Rey"], **fields}
    return case.record_particular("circumstance", given, [statement(case)], actor=WHO, why="Read")


def test_both_sides_with_what_they_rest_on(client: TestClient, real: Case) -> None:  # noqa: F811
    assert "foja draws no conclusion" in words(client.get("/arguments").text)
    circumstance(real)
    circumstance(real, kind="political_character", value="", authority="The <b>defence</b>")
    recorded(real)
    page = client.get("/arguments?issue=red_notice&party=Tomás Rey&as_of=2001-06-01").text
    assert "May a red notice about Tomás Rey be published" in words(page)
    assert page.index('id="side-for"') < page.index('id="RN-TERROR"') < page.index('id="side-against"')
    assert page.index('id="side-against"') < page.index('id="RN-ART3-POLITICAL"')
    assert "The &lt;b&gt;defence&lt;/b&gt;" in page
    assert re.search(r'<a href="/particulars/ci-[0-9a-f]+"', page)
    assert "needs review" in words(page)
    assert "reviewed by nobody yet" in words(page)
    assert "Decisions recorded" in words(page)
    assert "Publication of the notice" in words(page) or "publication of the notice" in words(page)
    early = client.get("/arguments?issue=red_notice&party=Tomás Rey&as_of=2001-05-01").text
    assert 'id="RN-TERROR"' not in early
    early = client.get("/arguments?issue=red_notice&party=Tomás Rey&as_of=2001-06-01&known_by=2001-05-01").text
    assert 'id="RN-TERROR"' not in early
    assert "name it above" in words(client.get("/arguments?issue=immunity&party=Tomás Rey").text)
    assert client.get("/arguments?issue=immunity&party=Tomás Rey&forum=AR").status_code == 200
    assert client.get("/arguments?issue=guilt&party=Tomás Rey").status_code == 404
    assert client.get("/arguments?issue=red_notice&party=Nobody").status_code == 404
    for word in ("guilty", "verdict", "winner", "score"):
        assert word not in words(page).lower()


def test_circumstances_and_decisions_are_recorded_in_the_browser(client: TestClient, real: Case) -> None:  # noqa: F811
    identifier = statement(real)
    form = client.get(f"/circumstances/new?statement={identifier}").text
    token = next(a["value"] for tag, a in tags(form) if tag == "input" and a.get("name") == "token")
    sent = {
        "token": token, "kind": "treaty", "value": "", "authority": "", "persons": "", "countries": "AR UY",
        "since": "1996", "until": "..", "rests": identifier, "why": "Read",
    }  # fmt: skip
    answer = client.post("/circumstances/new", data=sent)
    assert answer.status_code == 303
    page = words(client.get(answer.headers["location"]).text)
    assert "A treaty of extradition binds Argentina and Uruguay" in page
    assert "from 1996, no end on record" in page
    assert client.post("/circumstances/new", data={**sent, "countries": "AR"}).status_code == 400
    edit = client.get(answer.headers["location"] + "/correct").text
    assert 'value="AR UY"' in edit
    corrected = client.post(answer.headers["location"] + "/correct", data={**sent, "since": "1997", "why": "Year"})
    assert corrected.status_code == 303
    sent = {
        "token": token, "issue": "", "prefers": "RN-TERROR", "over": "RN-ART3-POLITICAL", "authority": "A committee",
        "since": "2001-05-10", "persons": "Tomás Rey\n", "act": "", "note": "", "rests": identifier, "why": "Read",
    }  # fmt: skip
    answer = client.post("/resolutions/new", data=sent)
    assert answer.status_code == 303
    assert "RN-TERROR followed, RN-ART3-POLITICAL not" in words(client.get(answer.headers["location"]).text)
    listed = words(client.get("/circumstances").text)
    assert "binds Argentina and Uruguay" in listed
    assert "followed RN-TERROR and not RN-ART3-POLITICAL" in listed
