"""The pages of exposure, deadlines and elements: tables first, unknowns shown, nothing that scores or decides."""

from __future__ import annotations

import re

from starlette.testclient import TestClient

from foja.case import Case
from foja.text.countries import countries
from foja.text.country_squares import squares
from web.browsing import tags
from web.test_arguments import circumstance
from web.test_proceedings import WHO, built_notices, client, real, recorded, statement, words  # noqa: F401


def test_exposure_by_country(client: TestClient, real: Case) -> None:  # noqa: F811
    blank = client.get("/exposure").text
    assert "No probability and no prediction" in words(blank)
    assert "No act on file concerns anybody yet" in words(blank)
    recorded(real, machine="warrant", title="Warrant", kind="ordered", authority="A court")
    for path in ("/exposure", "/elements", "/arguments"):  # whom one can ask about
        assert re.search(rf'<a href="{path}\?[^"]*party=[^"]+"><bdi>Tomás Rey', client.get(path).text)
    circumstance(real, kind="treaty", value="", persons=[], countries=["AR", "UY"], since="1996", until="..")
    page = client.get("/exposure?party=Tomás Rey&as_of=2001-05-10&requesting=AR").text
    assert "Obligation recorded" in words(page)
    later = words(client.get("/exposure?party=Tomás Rey&as_of=2001-06-01&requesting=AR").text)
    assert "Obligation recorded" not in later
    assert "said to go on, last on 2001-05-10; possibly on that day" in later
    assert "Extradition treaty with Argentina" in words(page)
    assert "other countries : nothing about them is on file" in words(page).replace("countries:", "countries :")
    assert "/particulars/ci-" in page
    one = words(client.get("/exposure?party=Tomás Rey&as_of=2001-06-01&requesting=AR&country=BR").text)
    assert "Request recorded, no obligation found" in one
    for word in ("score", "risk of", "likely", "guilty"):
        assert word not in words(page).lower()
    assert client.get("/exposure?party=Nobody").status_code == 404
    assert client.get("/exposure?party=Tomás Rey&country=Nowhere").status_code == 400


def test_deadlines(client: TestClient, real: Case) -> None:  # noqa: F811
    assert "None follows from what is on file" in words(client.get("/deadlines").text)
    recorded(real)
    page = words(client.get("/deadlines?as_of=2002-01-01").text)
    assert "2006-05-10" in page
    assert "five years" in page
    assert "needs review" in page
    assert "passed" in words(client.get("/deadlines?as_of=2007-01-01").text)


def test_elements_are_filed_in_the_browser(client: TestClient, real: Case) -> None:  # noqa: F811
    identifier = statement(real)
    page = client.get("/elements?party=Tomás Rey&charge=homicide_ar").text
    assert "missing: nothing is filed" in words(page)
    form = client.get(
        f"/filings/new?statement={identifier}&charge=homicide_ar&element=participation&mode=planning"
    ).text
    assert 'value="homicide_ar/participation" selected' in form
    token = next(a["value"] for tag, a in tags(form) if tag == "input" and a.get("name") == "token")
    sent = {
        "token": token, "person": "Tomás Rey", "charge_element": "homicide_ar/participation", "side": "against",
        "mode": "planning", "note": "", "rests": identifier, "why": "Read",
    }  # fmt: skip
    answer = client.post("/filings/new", data=sent)
    assert answer.status_code == 303
    assert client.get(answer.headers["location"]).status_code == 200
    page = words(client.get("/elements?party=Tomás Rey").text)
    assert "1 of 9 cells with something filed" in page
    assert "filed by Clerk" in page or "filed by" in page
    assert client.post("/filings/new", data={**sent, "charge_element": "homicide_ar/motive"}).status_code == 400


def test_the_map_comes_after_the_table_and_says_no_more(client: TestClient, real: Case) -> None:  # noqa: F811
    recorded(real, machine="warrant", title="Warrant", kind="ordered", authority="A court")
    circumstance(real, kind="treaty", value="", persons=[], countries=["AR", "UY"], since="1996", until="..")
    page = client.get("/exposure?party=Tomás Rey&as_of=2001-05-10&requesting=AR").text
    assert page.index('id="table"') < page.index('id="map"')
    squares = re.findall(r"<g class=.tile band-(\w+)( own)?.><title>([^<:]+): ", page)
    assert len(squares) == len(countries())
    assert {name for band, _, name in squares if band == "obligation_recorded"} == {"Uruguay"}
    assert "Obligation recorded: Uruguay." in words(page)  # in the words beside the picture
    alone = client.get("/exposure?party=Tomás Rey&as_of=2001-06-01&requesting=AR&country=UY").text
    assert 'id="map"' not in alone


def test_each_country_has_a_square_of_its_own() -> None:
    placed = squares()
    assert set(placed) == set(countries())
    assert len(set(placed.values())) == len(placed)
    assert max(x for x, _ in placed.values()) < 45  # the picture is that wide
    assert max(y for _, y in placed.values()) < 33
    assert placed["NZ"][1] > placed["JP"][1] > placed["NO"][1]
    assert placed["US"][0] < placed["GB"][0] < placed["IN"][0] < placed["JP"][0]
