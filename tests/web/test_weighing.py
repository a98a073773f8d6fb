"""The pages of support over a real case: matrix, one proposition, one link, gaps, what falls, grades; wording."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from foja.case import Case
from foja.web.origin_tree import MOST, WIDTH, origin_tree
from store.counted_sample import WHO, build, killed, source
from web.browsing import client_for, tags


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, _keys_of_their_own: None) -> Path:
    return build(tmp_path_factory.mktemp("weighing"))


@pytest.fixture
def real(built: Path, tmp_path: Path) -> Iterator[Case]:
    shutil.copytree(built, tmp_path / "case")
    with Case(tmp_path / "case") as case:
        yield case


@pytest.fixture
def client(real: Case) -> Iterator[TestClient]:
    with client_for(real) as made:
        yield made


@pytest.fixture
def form(client: TestClient) -> dict[str, str]:
    found = re.search(r'name="token" value="([0-9a-f]+)"', client.get("/export").text)
    assert found
    return {"token": found[1]}


def test_the_matrix_has_roots_in_columns_and_leads_to_passages(client: TestClient, real: Case) -> None:
    page = client.get("/matrix").text
    for name in ("El Faro", "Port Herald"):
        assert f'<th scope="col" class="root" title="{name}"><bdi>{name}</bdi>' in page
    assert f"/propositions/{killed(real)}" in page
    assert "4 documents, 3 families, 2 origins" in page
    party = real.party("ana beltran").row.id
    assert "that name" in client.get(f"/matrix?party={party}").text
    assert client.get("/matrix?party=pa-0").status_code == 404


def test_a_proposition_shows_its_numbers_its_tree_and_every_link(client: TestClient, real: Case) -> None:
    view = real.proposition(killed(real))
    page = client.get(f"/propositions/{view.id}").text
    for edge in view.account.edges:
        assert page.count(f'href="/links/{edge.link}"') >= 2  # in the drawing and in the table
        assert client.get(f"/links/{edge.link}").status_code == 200
    for row in view.statements:
        assert f'href="/statements/{row.id}"' in page
    assert "What says otherwise" in page
    assert "None found among accepted statements." in page
    assert client.get("/propositions/pr-0").status_code == 404
    drawn = [tag for name, tag in tags(page) if name == "path" and "edge" in tag.get("class", "").split()]
    assert len(drawn) == len(view.account.edges)


def test_a_link_is_seen_side_by_side_and_decided_on_there(client: TestClient, real: Case, form: dict[str, str]) -> None:
    link = real.links().items[0]
    page = client.get(f"/links/{link.id}").text
    assert "<mark>" in page
    assert "Counts that a decision would change" in page
    assert f"/propositions/{killed(real)}" in page
    answer = client.post(
        f"/links/{link.id}", data={**form, "why": "Read both", "decision": "confirm", "return": f"/links/{link.id}"}
    )
    assert (answer.status_code, answer.headers["location"]) == (303, f"/links/{link.id}")
    assert "Confirmed" in client.get(f"/links/{link.id}").text
    assert client.get("/links/li-0").status_code == 404


def test_gaps_say_nothing_of_anybody(client: TestClient) -> None:
    page = client.get("/gaps").text
    assert "Port Herald" in page
    assert "It says nothing about anybody" in page
    assert "Lira Harbour Office" in client.get("/gaps?kind=unquoted").text
    assert client.get("/gaps?kind=guilt").status_code == 400


def test_what_falls_with_a_source(client: TestClient, real: Case) -> None:
    page = client.get(f"/sources/{source(real, 'faro.txt')}/without").text
    assert "nothing is left" in page
    assert "4 documents, 3 families, 2 origins" in page
    assert client.get("/sources/0000/without").status_code == 404


def test_a_grade_is_set_beside_the_facts_and_its_wording_is_checked(
    client: TestClient, real: Case, form: dict[str, str]
) -> None:
    sha = source(real, "faro.txt")
    page = client.get(f"/grades/{sha}").text
    assert "No person has graded it yet." in page
    assert "usually reliable" in page
    answer = client.post(f"/grades/{sha}", data={**form, "value": "B", "why": "Corrects its errors in print"})
    assert answer.status_code == 303
    assert "usually reliable" in client.get(f"/sources/{sha}").text
    refused = client.post(f"/grades/{sha}", data={**form, "value": "A", "why": "They are likely guilty"})
    assert (refused.status_code, "likelihood that somebody is guilty" in refused.text) == (409, True)
    statement = real.proposition(killed(real)).statements[0].id
    client.post(f"/grades/{statement}", data={**form, "value": "3", "why": "Two origins"})
    assert "possibly true" in client.get(f"/statements/{statement}").text
    assert "graded a source or a statement" in client.get("/history").text


def test_the_drawing_stays_in_its_frame_and_says_what_it_leaves_out(real: Case) -> None:
    tree = origin_tree(real.proposition(killed(real)))
    assert 4 == len(tree.dots) <= MOST
    assert 0 == tree.left_out
    assert all(0 < dot.x < WIDTH and 0 < dot.y < tree.height for dot in tree.dots)
    assert [day for _, day in tree.days] == sorted(day for _, day in tree.days)
    rejected = real.links().items[0].id
    real.decide_links([rejected], False, actor=WHO, why="x")
    assert [line.link for line in origin_tree(real.proposition(killed(real))).lines if line.dashed] == [rejected]


@pytest.mark.parametrize("path", ["/matrix", "/gaps", "/links", "/conflicts"])
def test_no_page_says_that_something_is_so(client: TestClient, path: str) -> None:
    text = re.sub(r"<[^>]+>", " ", client.get(path).text).lower()
    for word in ("true", "false", "proved", "guilty", "lie ", "score", "credible"):
        assert word not in text
