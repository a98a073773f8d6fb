"""Correcting a recognised page in the browser: the page beside its lines, and the texts that were there before."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from foja.case import Case
from foja.model.rows import Question
from foja.model.vocabulary import Review
from foja.web.app import create_app
from foja.web.seats import OneSeat
from store.scanned_sample import LINES, WHO, scanned
from web.browsing import tags

RIGHT = LINES[0].replace("captnre", "capture")


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    with scanned(tmp_path / "case") as made:
        yield made


@pytest.fixture
def client(case: Case) -> Iterator[TestClient]:
    with TestClient(create_app(case.path, seats=OneSeat("texts", WHO, None)), base_url="http://127.0.0.1:8471") as made:
        yield made


def token_of(page: str) -> str:
    return re.search(r'name="token" value="([^"]+)"', page).group(1)  # type: ignore[union-attr]


def scan(case: Case) -> str:
    return case.sources().items[0].sha256


def test_the_lines_of_a_page_stand_beside_its_picture(case: Case, client: TestClient) -> None:
    sha = scan(case)
    reader = client.get(f"/sources/{sha}").text
    assert f"/sources/{sha}/correct-text/1" in reader and "/texts" not in reader
    page = client.get(f"/sources/{sha}/correct-text/1").text
    fields = dict(re.findall(r'<textarea name="(line-[0-9]+)"[^>]*>([^<]*)</textarea>', page))
    assert fields == {f"line-{n}": line for n, line in enumerate(LINES, 1)}
    boxes = [a for tag, a in tags(page) if tag == "rect"]
    assert [str(n) for n in range(1, 5)] == [box["data-line"] for box in boxes]
    assert re.search(r'Doubtful: <bdi class="doubt">captnre</bdi>', page)
    assert f"/sources/{sha}/pages/1.png" in page


def test_only_what_was_changed_is_recorded_and_the_reader_says_by_whom(case: Case, client: TestClient) -> None:
    sha = scan(case)
    draft = next(row for row in case.statements(Question(review=(Review.DRAFT,))).items if "captnre" in row.quote)
    case.accept([draft.id], actor=WHO, why="Read")
    where = f"/sources/{sha}/correct-text/1"
    page = client.get(where).text
    form = {f"line-{n}": line for n, line in enumerate(LINES, 1)} | {
        "line-1": RIGHT, "token": token_of(page), "text": case.reader(sha).source.text, "why": "Compared with the page",
    }  # fmt: skip
    done = client.post(where, data=form, follow_redirects=False)
    assert (303, f"/sources/{sha}#page-1") == (done.status_code, done.headers["location"])
    case.follow()
    assert [(1, 1, LINES[0], RIGHT)] == [(c.page, c.line, c.was, c.now) for c in case.texts(sha)[-1].lines]
    reader = client.get(f"/sources/{sha}").text
    assert "Corrected by Rosa Reader on 20" in reader and "Stale: the quote no longer matches" in reader
    again = client.post(where, data=form)
    assert 409 == again.status_code and "since you opened it" in again.text
    texts = client.get(f"/sources/{sha}/texts").text
    assert "captnre" in texts and "Compared with the page" in texts
    first = case.texts(sha)[0].text
    assert LINES[0] in client.get(f"/sources/{sha}/texts?text={first}").text.replace("</span>", "").replace(
        "<span>", ""
    )
    back = {"token": token_of(texts), "text": first, "why": "The first was right"}
    assert 303 == client.post(f"/sources/{sha}/texts", data=back, follow_redirects=False).status_code
    case.follow()
    assert LINES[0] in case.reader(sha).text


def test_what_is_no_page_or_comes_from_elsewhere_is_refused(case: Case, client: TestClient) -> None:
    sha = scan(case)
    for place in ("2", "0", "99999999999", "x", "1%27"):
        assert client.get(f"/sources/{sha}/correct-text/{place}").status_code in (400, 404)
    where = f"/sources/{sha}/correct-text/1"
    assert client.post(where, data={"line-1": RIGHT, "why": "x", "token": "none"}).status_code == 403
    page = client.get(where).text
    for form in (
        {"line-1": RIGHT, "why": ""}, {"line-9": "x", "why": "x"}, {"line-1": LINES[0], "why": "x"},
        {"line-1": "a\u202eb", "why": "x"}, {"line-1": "x" * 3000, "why": "x"},
    ):  # fmt: skip
        answer = client.post(where, data={**form, "token": token_of(page)})
        assert 400 <= answer.status_code < 500 and "Traceback" not in answer.text
    case.follow()
    assert 1 == len(case.texts(sha))


def test_markup_in_a_line_is_shown_as_it_was_written(case: Case, client: TestClient) -> None:
    sha = scan(case)
    hostile = '"><script>alert(1)</script>'
    case.correct_text(sha, {(1, 2): hostile}, actor=WHO, why=hostile)
    for path in ("", "/correct-text/1", "/texts", f"/texts?text={case.reader(sha).source.text}"):
        page = client.get(f"/sources/{sha}{path}").text
        assert "<script>alert" not in page and "&lt;script&gt;" in page
