"""What a hostile source, a hostile site and a stranger on this machine can do: nothing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from foja.model.event import Actor
from foja.model.vocabulary import Modality, Review, Status
from web.browsing import client_for, enter, tags

EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'><b>"
ORIGIN = "http://127.0.0.1:8471"


def posts(client):
    """Every POST address of the application, with its parameters filled."""
    return [
        re.sub(r"{[^}]+}", "x", route.path)
        for route in client.app.routes
        if "POST" in (getattr(route, "methods", None) or ())
    ]


def test_every_page_carries_the_policy(client):
    for path in ("/", "/sources", "/statements/none", "/nowhere", "/assets/foja.css"):
        headers = client.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy and "script-src 'self'" in policy and "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cross-origin-opener-policy"] == "same-origin"
        assert headers["cross-origin-resource-policy"] == "same-origin"


def test_pages_are_not_kept_by_the_browser_but_assets_are(client):
    assert client.get("/").headers["cache-control"] == "no-store"
    assert "max-age" in client.get("/assets/foja.css").headers["cache-control"]


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "localhost.evil.example:8471"])
def test_foreign_names_get_nothing(client, host):
    answer = client.get("/", headers={"host": host})
    assert answer.status_code == 421
    assert "Lira" not in answer.text
    assert "set-cookie" not in answer.headers  # that name may lead to another machine next


@pytest.mark.parametrize("host", ["127.0.0.1:8471", "localhost:1", "[::1]:8471", "LOCALHOST"])
def test_loopback_names_are_answered(client, host):
    assert client.get("/", headers={"host": host}).status_code == 200


def test_configured_names_are_answered(case):
    with client_for(case, hosts=("case.lan",)) as client:
        assert client.get("/", headers={"host": "case.lan:8471"}).status_code == 200


def test_no_post_without_the_token(client, case, token):
    before = len(case.log)
    paths = posts(client)
    assert len(paths) >= 13
    for path in paths:
        for form in ({}, {"token": "0" * 64}, {"token": ""}):
            answer = client.post(path, data={"why": "x", "id": "x", **form})
            assert answer.status_code == 403, path
    assert len(case.log) == before


def test_no_post_with_the_token_but_without_the_cookie(client, case, token):
    client.cookies.clear()
    answer = client.post("/review", data={"token": token, "id": list(case.found), "decision": "accept", "why": "x"})
    assert answer.status_code == 403
    assert not any(event.kind == "statement.accepted" for event in case.log[-3:] if event.why == "x")


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "http://127.0.0.1:9999"},
        {"origin": "https://127.0.0.1:8471"},
        {"origin": "null"},
        {"origin": "null", "sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_no_post_from_another_site(client, case, token, headers):
    draft = next(row.id for row in case.found.values() if row.review is Review.DRAFT)
    answer = client.post(f"/statements/{draft}/accept", data={"token": token, "why": "x"}, headers=headers)
    assert answer.status_code == 403
    assert case.found[draft].review is Review.DRAFT


@pytest.mark.parametrize("headers", [{}, {"origin": ORIGIN}, {"origin": "null", "sec-fetch-site": "same-origin"}])
def test_posts_of_our_own_pages_are_taken(client, case, token, headers):
    draft = next(row.id for row in case.found.values() if row.review is Review.DRAFT)
    answer = client.post(f"/statements/{draft}/accept", data={"token": token, "why": "read"}, headers=headers)
    assert answer.status_code == 303
    assert case.found[draft].review is Review.ACCEPTED


@pytest.mark.parametrize(
    "how", [{"mode": "no-cors", "dest": "image"}, {"mode": "navigate", "dest": "iframe"}, {"mode": "cors"}, {}]
)
@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_site_learns_nothing_by_asking(client, case, site, how):
    """Not even how long it takes: a search that finds a name takes longer than one that does not."""
    asked = []
    case.search = lambda *given, **named: asked.append(given) or {}
    headers = {"sec-fetch-site": site, **{f"sec-fetch-{name}": value for name, value in how.items()}}
    for path in ("/", "/search?q=Ana", "/assets/foja.css", "/verify?run=1"):
        answer = client.get(path, headers=headers)
        assert answer.status_code == 403 and "Lira" not in answer.text and not client.cookies
    assert not asked


@pytest.mark.parametrize(
    ("path", "goes"),
    [
        ("/", "/"),
        ("/search?q=Ana&x=%22%3E", "/search?q=Ana&amp;x=%22%3E"),
        ("//evil.example/", "/evil.example/"),
        ("/%5Cevil.example/", "/%5Cevil.example/"),
        ("///evil.example", "/evil.example"),
    ],
)
def test_a_link_on_another_site_leads_here_by_a_step_of_our_own(client, path, goes):
    """The cookie is not sent with what another site opens: asked again from here, it is."""
    followed = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}
    answer = client.get("http://127.0.0.1:8471" + path, headers=followed)
    assert answer.status_code == 200 and "Lira" not in answer.text
    assert f'content="0;url={goes}"' in answer.text
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["cross-origin-opener-policy"] == "same-origin"
    again = client.get("/", headers={**followed, "sec-fetch-site": "same-origin"})
    assert "Lira" in again.text


def test_the_cookie_is_for_this_server_only(client):
    cookie = client.get("/").headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=Strict" in cookie and "Path=/" in cookie


def test_other_methods_are_refused(client):
    for method in ("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"):
        assert client.request(method, "/").status_code == 405


def test_with_a_start_token_nothing_is_shown_before_it_was_given(case):
    with client_for(case, token="open-sesame") as client:
        for path in ("/", "/statements", "/sources/abc/original", "/statements.csv"):
            answer = client.get(path)
            assert answer.status_code == 403
            assert "Lira" not in answer.text
        assert enter(client, "wrong").status_code == 403
        answer = enter(client, "open-sesame")
        assert (answer.status_code, answer.headers["location"]) == (303, "/")
        assert client.get("/").status_code == 200


def test_hostile_words_are_shown_as_words(client, case, token):
    sha = case.add_source(
        f"{EVIL}.html",
        EVIL.encode() + b"x",
        f"{EVIL}\n\nwords {EVIL}",
        title=EVIL,
        outlet=EVIL,
        author=EVIL,
        published="2025-01-01",
        language='en" onload="x',
        media_type="text/html",
        detail=EVIL,
        next=EVIL,
        url=f"javascript:{EVIL}",
    )
    made = case.add_statement(
        sha,
        f"words {EVIL}",
        [("page", EVIL), ("speaker", EVIL)],
        Modality.ALLEGED,
        Status.ALLEGED,
        content=EVIL,
        review=Review.ACCEPTED,
        dates=["2001"],
    )
    case._event("statement.accepted", {"statement": made}, Actor(name=EVIL), EVIL)
    case._event("source.described", {"source": sha, "field": EVIL, "value": EVIL}, Actor(name=EVIL), EVIL)
    case.title = EVIL
    paths = [
        "/",
        "/sources",
        f"/sources/{sha}",
        f"/sources/{sha}/captured",
        f"/sources/{sha}/new?start=0&end=9",
        "/review",
        "/statements",
        f"/statements/{made}",
        f"/statements/{made}/correct",
        "/parties",
        "/chronology",
        "/history",
        f"/search?q={EVIL}",
        f"/statements?q={EVIL}",
        f"/review?speaker={EVIL}",
        f"/statements/{EVIL}",
        "/verify?run=1",
    ]
    for path in paths:
        page = client.get(path)
        assert page.status_code in (200, 404), path
        assert "<script>alert" not in page.text, path
        assert "<img src=x" not in page.text, path
        for tag, attributes in tags(page.text):
            assert not any(name.startswith("on") for name in attributes), (path, tag)
            assert "javascript" not in attributes.get("href", ""), path
            assert tag != "script" or attributes["src"].startswith("/assets/"), path


def test_no_page_has_inline_script_or_style(client, case):
    row = next(iter(case.found.values()))
    for path in ("/", "/sources", f"/sources/{row.source}", f"/statements/{row.id}", "/review", "/chronology", "/help"):
        page = client.get(path).text
        assert not re.search(r"<script(?![^>]*\ssrc=)", page), path
        assert not re.search(r"<style|\sstyle=", page), path
        assert not re.search(r'(?:src|href)="(?:https?:)?//', page), path


def test_a_download_is_never_shown_by_the_browser(client, case):
    sha = case.add_source('a"b\r\nc/../é<x>.html', b"<script>alert(1)</script>", "text", media_type="text/html")
    answer = client.get(f"/sources/{sha}/original")
    assert answer.content == b"<script>alert(1)</script>"
    assert answer.headers["content-type"] == "application/octet-stream"
    disposition = answer.headers["content-disposition"]
    assert disposition.startswith("attachment;")
    assert "\r" not in disposition and "/" not in disposition and disposition.count('"') == 2


def test_the_answer_goes_only_to_our_own_pages(client, case, token):
    draft = next(row.id for row in case.found.values() if row.review is Review.DRAFT)
    for target in ("https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"):
        answer = client.post(f"/statements/{draft}/accept", data={"token": token, "why": "x", "return": target})
        assert answer.headers["location"] == f"/statements/{draft}"


def test_a_fault_shows_no_inner_detail(client, case):
    case.desk = lambda: 1 / 0
    answer = client.get("/")
    assert answer.status_code == 500
    assert "Traceback" not in answer.text and "division" not in answer.text and "fake_case" not in answer.text
    assert "What to do" in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("host", "gated"), [("127.0.0.1", False), ("::1", False), ("0.0.0.0", True), ("192.0.2.7", True)]
)
def test_a_case_is_never_open_to_a_network_without_a_token(monkeypatch, host, gated):
    import uvicorn

    from foja.web.serve import serve

    apps, said = [], []
    monkeypatch.setattr(uvicorn, "run", lambda app, **options: apps.append((app, options)))
    monkeypatch.setattr("foja.web.serve._check_free", lambda host, port: None)  # not an address of this machine
    serve(Path("lira"), actor=Actor(name="A"), host=host, say=said.append)
    (app, options) = apps[0]
    with TestClient(app, base_url=ORIGIN) as stranger:
        assert (stranger.get("/assets/../").status_code == 403) == gated
    assert ("/enter#" in said[0]) == gated
    assert options["host"] == host


def test_a_port_that_is_taken_is_said_plainly(tmp_path):
    import socket

    from foja.model.errors import UsageError
    from foja.web.serve import serve

    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(UsageError) as caught:
            serve(tmp_path, actor=Actor(name="A"), port=other.getsockname()[1], say=lambda line: None)
    assert caught.value.code == "port-taken"


def test_a_second_case_opens_beside_the_first_and_the_address_of_a_team_does_not_move(monkeypatch):
    import socket

    from foja.model.errors import UsageError
    from foja.web import serve

    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        monkeypatch.setattr(serve, "USUAL_PORT", taken)
        assert serve.free_port("127.0.0.1", None, moves=True) > taken
        with pytest.raises(UsageError, match="cannot listen"):
            serve.free_port("127.0.0.1", None, moves=False)
