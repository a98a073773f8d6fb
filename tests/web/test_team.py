"""A server that a team shares: who is let in, in whose name it is recorded, and what a stranger gets."""

from __future__ import annotations

import stat
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import Any

import msgspec
import pytest
from starlette.testclient import TestClient

from foja.case import Case
from foja.model.errors import Damage, UsageError
from foja.model.event import Actor
from foja.model.rows import Question
from foja.model.vocabulary import Review
from foja.web import team
from foja.web.app import create_app
from foja.web.seats import cookie_of
from foja.web.serve import serve
from foja.web.team import TeamSeats, admit, dismiss, read_roster
from web.browsing import HOME, client_for, enter, tags
from web.fake_case import make


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    return tmp_path / "teams" / "lira.json"


def seats(roster: Path) -> TeamSeats:
    return TeamSeats("lira", roster)


def form_token(page: str) -> str:
    return next(a["value"] for tag, a in tags(page) if tag == "input" and a.get("name") == "token")


def test_nobody_is_let_in_without_a_key(roster: Path) -> None:
    admit(roster, "Inés Mora")
    with client_for(make(), seats=seats(roster)) as stranger:
        for address in ("/", "/sources", "/review", "/enter/", "/enterx", "/statements.csv"):
            for accept in ("text/html", "*/*"):
                answer = stranger.get(address, headers={"accept": accept})
                assert answer.status_code == 403 and "Lira" not in answer.text
                assert "/enter" in answer.text
        assert stranger.get("/enter").status_code == 200
        assert "Lira" not in stranger.get("/enter").text
        for sent in ({"key": ""}, {"key": "wrong"}, {}, {"key": "wrong", "as": "Inés Mora"}):
            assert stranger.post("/enter", data=sent).status_code == 403
        for path in ("/review", "/leave", "/export/bundle"):
            assert stranger.post(path, data={"why": "x"}).status_code == 403
        assert stranger.post("/enter", data={"key": "x" * 5000}).status_code == 413
        assert not stranger.cookies


def test_what_is_decided_is_recorded_in_the_name_of_whom_the_key_is_of(roster: Path) -> None:
    keys = {name: admit(roster, name) for name in ("Inés Mora", "Tomás Rey")}
    case, shared = make(), seats(roster)
    for name, key in keys.items():
        with client_for(case, seats=shared) as client:
            answer = enter(client, key)
            assert (answer.status_code, answer.headers["location"]) == (303, "/")
            page = client.get("/review").text
            assert f"<bdi>{name}</bdi>" in page
            draft = next(a["value"] for tag, a in tags(page) if tag == "input" and a.get("name") == "id")
            sent = {"token": form_token(page), "id": draft, "decision": "accept", "why": f"read by {name}"}
            assert client.post("/review", data=sent).status_code == 303
            assert case.log[-1].actor.name == name


def test_the_form_of_one_is_refused_from_another(roster: Path) -> None:
    first, second = admit(roster, "Inés Mora"), admit(roster, "Tomás Rey")
    case = make()
    with client_for(case, seats=seats(roster)) as client:
        enter(client, first)
        token = form_token(client.get("/review").text)
        enter(client, second)
        before = len(case.log)
        assert client.post("/review", data={"token": token, "why": "x"}).status_code == 403
        assert len(case.log) == before


def test_who_decides_on_what_another_decided_meanwhile_is_told(roster: Path) -> None:
    case = make()
    with client_for(case, seats=seats(roster)) as first, client_for(case, seats=seats(roster)) as second:
        pages = {}
        for client, name in ((first, "Inés Mora"), (second, "Tomás Rey")):
            enter(client, admit(roster, name))
            pages[name] = client.get("/review").text
        draft = next(a["value"] for tag, a in tags(pages["Inés Mora"]) if tag == "input" and a.get("name") == "id")

        def sent(name: str, decision: str, **more: str) -> dict[str, str]:
            return {
                "token": form_token(pages[name]),
                "seen": "draft",
                "why": "x",
                "id": draft,
                "decision": decision,
                **more,
            }

        assert first.post("/review", data=sent("Inés Mora", "accept")).status_code == 303
        before = len(case.log)
        for path in ("/review", f"/statements/{draft}/reject", f"/statements/{draft}/correct"):
            answer = second.post(path, data=sent("Tomás Rey", "reject", content="Something else"))
            assert answer.status_code == 409 and "Inés Mora decided on it" in answer.text, path
        assert len(case.log) == before
        assert second.post("/review", data=sent("Tomás Rey", "accept")).status_code == 303  # the same is no conflict


def test_who_was_admitted_to_read_changes_nothing(roster: Path) -> None:
    key = admit(roster, "Ana Vidal", reads=True)
    case = make()
    with client_for(case, seats=seats(roster)) as client:
        enter(client, key)
        page = client.get("/review").text
        assert "Reading as" in page
        before = len(case.log)
        posts = [
            route.path.replace("{id}", "x").replace("{sort}", "x")
            for route in client.app.routes  # type: ignore[attr-defined]
            if "POST" in (getattr(route, "methods", None) or ()) and route.path not in ("/enter", "/leave")
        ]
        assert len(posts) > 20
        for path in posts:
            answer = client.post(path, data={"token": form_token(page), "why": "x"})
            assert answer.status_code == 409 and "admitted to read" in answer.text, path
        assert len(case.log) == before


def test_who_is_dismissed_is_refused_at_once_and_others_stay(roster: Path) -> None:
    keys = {name: admit(roster, name) for name in ("Inés Mora", "Tomás Rey")}
    shared = seats(roster)
    with client_for(make(), seats=shared) as gone, client_for(make(), seats=shared) as stays:
        enter(gone, keys["Tomás Rey"])
        enter(stays, keys["Inés Mora"])
        assert gone.get("/").status_code == stays.get("/").status_code == 200
        dismiss(roster, "Tomás Rey")
        assert gone.get("/").status_code == enter(gone, keys["Tomás Rey"]).status_code == 403
        assert stays.get("/").status_code == 200
    with client_for(make(), seats=seats(roster)) as restarted:  # a cookie outlasts the server
        restarted.cookies.update(stays.cookies)
        assert restarted.get("/").status_code == 200


def test_over_tls_the_cookie_stays_there(roster: Path) -> None:
    key = admit(roster, "Inés Mora")
    app = create_app(Path("lira"), seats=seats(roster))
    with TestClient(app, base_url=HOME.replace("http", "https"), follow_redirects=False) as client:
        given = enter(client, key).headers["set-cookie"]
        assert given.startswith("__Host-") and "; Secure" in given and "Domain" not in given
        assert client.get("/enter").text.count("Inés Mora") == 1
        name, value = given.split(";")[0].split("=")
        client.cookies.clear()
        client.cookies.set(name.removeprefix("__Host-"), value)  # as a page in clear, or of a neighbour, could set it
        assert client.get("/enter").text.count("Inés Mora") == 0


def test_nobody_is_seated_by_a_link_or_by_a_page_of_somebody_else(roster: Path) -> None:
    """Who works in the name of another would record decisions in it: a key is confirmed by whoever it seats."""
    mine, theirs = admit(roster, "Inés Mora"), admit(roster, "Tomás Rey")
    with client_for(make(), seats=seats(roster)) as client:
        assert client.get(f"/?token={mine}").status_code == 403
        assert client.get(f"/enter?key={mine}&as=In%C3%A9s+Mora").status_code == 200
        assert not client.cookies
        shown = client.post("/enter", data={"key": mine})
        assert shown.status_code == 200 and "Enter as <bdi>Inés Mora</bdi>?" in shown.text
        assert not client.cookies
        enter(client, mine)
        asked = client.post("/enter", data={"key": theirs})
        assert "In this browser <b><bdi>Inés Mora</bdi></b> is working now" in asked.text
        assert "as <bdi>Inés Mora</bdi>" in client.get("/").text
        confirmed = {"key": theirs, "as": "Tomás Rey"}
        for other in ({"origin": "https://evil.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}):
            assert client.post("/enter", data=confirmed, headers=other).status_code == 403
        assert client.post("/enter", data={"key": theirs, "as": "Inés Mora"}).status_code == 200
        assert "as <bdi>Inés Mora</bdi>" in client.get("/").text
        assert client.post("/enter", data=confirmed).status_code == 303
        assert "as <bdi>Tomás Rey</bdi>" in client.get("/").text


def test_who_leaves_is_out_in_this_browser(roster: Path) -> None:
    key = admit(roster, "Inés Mora", reads=True)
    with client_for(make(), seats=seats(roster)) as client, client_for(make(), seats=seats(roster)) as elsewhere:
        enter(client, key)
        enter(elsewhere, key)
        page = client.get("/enter").text
        assert "You will read, and change nothing" in client.post("/enter", data={"key": key}).text
        assert client.post("/leave", data={"token": "0" * 64}).status_code == 403
        assert client.get("/").status_code == 200
        assert client.post("/leave", data={"token": form_token(page)}).headers["location"] == "/enter"
        assert client.get("/").status_code == 403
        assert elsewhere.get("/").status_code == 200


def test_keys_are_kept_nowhere_and_the_list_is_for_its_owner_alone(roster: Path) -> None:
    key = admit(roster, "Inés Mora")
    assert key not in roster.read_text("utf-8")
    assert cookie_of(key) not in roster.read_text("utf-8")
    member = msgspec.json.decode(roster.read_bytes())["members"][0]
    with client_for(make(), seats=seats(roster)) as client:  # whoever reads the list is not let in by what is in it
        for value in member.values():
            assert enter(client, str(value)).status_code == 403
            client.cookies.set(seats(roster).name, str(value) if str(value).isascii() else "x")
            assert client.get("/").status_code == 403
            client.cookies.clear()
    assert stat.S_IMODE(roster.stat().st_mode) == 0o600
    assert {one.name for one in roster.parent.iterdir()} == {roster.name, roster.with_suffix(".lock").name}
    assert all(stat.S_IMODE(one.stat().st_mode) == 0o600 for one in roster.parent.iterdir())


def test_people_admitted_and_dismissed_at_the_same_moment_are_all_heard(
    roster: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(4):
        admit(roster, f"Leaves {number}")
    write = team._write

    def slowly(path: Path, changed: team.Roster) -> None:
        time.sleep(0.05)  # long enough for all others to have read the list, if they may
        write(path, changed)

    monkeypatch.setattr(team, "_write", slowly)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: admit(roster, f"Comes {n}") if n < 4 else dismiss(roster, f"Leaves {n - 4}"), range(8)))
    found = read_roster(roster)
    assert found
    assert sorted(one.name for one in found.members) == [f"Comes {n}" for n in range(4)]


def test_names_that_cannot_be_told_apart_or_said_are_refused(roster: Path) -> None:
    admit(roster, "Inés Mora")
    refused = {
        "Inés  Mora": "team-known", "inés mora": "team-known", "Ine\u0301s Mora": "team-known", "  ": "team-name",
        "x" * 121: "team-name", "Inés\u200b Mora": "team-name", "Inés \x1b[2J": "team-name",
    }  # fmt: skip
    for name, code in refused.items():
        with pytest.raises(UsageError) as caught:
            admit(roster, name)
        assert caught.value.code == code
    with pytest.raises(UsageError) as caught:
        dismiss(roster, "Nobody")
    assert caught.value.code == "team-unknown" and "Inés Mora" in caught.value.what


def test_a_list_that_was_damaged_lets_nobody_in(roster: Path) -> None:
    key = admit(roster, "Inés Mora")
    roster.write_text("{")
    with pytest.raises(Damage):
        read_roster(roster)
    with client_for(make(), seats=seats(roster)) as client:
        answer = client.get("/")
        assert answer.status_code == 500 and "foja team" in answer.text
        assert str(roster.parent) not in answer.text  # where it lies is nobody's business
        assert enter(client, key).status_code == 500
    roster.unlink()
    with client_for(make(), seats=seats(roster)) as client:
        assert enter(client, key).status_code == 403


def test_a_team_is_not_served_to_a_network_in_clear(roster: Path, tmp_path: Path) -> None:
    def refused(**options: object) -> str:
        with pytest.raises(UsageError) as caught:
            serve(tmp_path, actor=Actor(name="A"), team=roster, say=lambda line: None, **options)  # type: ignore[arg-type]
        return caught.value.code

    assert refused() == "team-empty"
    admit(roster, "Inés Mora")
    assert refused(host="192.0.2.7") == "team-needs-tls"
    broken = tmp_path / "broken.pem"
    broken.write_text("no certificate")
    assert refused(host="192.0.2.7", tls=(broken, broken)) == "certificate-unusable"


def test_two_people_decide_at_once_on_a_real_case(roster: Path, sample_case: Case) -> None:
    """Forty decisions from two browsers: each is there once, in the right name, and the file verifies."""
    app = create_app(sample_case.path, seats=TeamSeats("sample", roster))
    drafts = [row.id for row in sample_case.every_statement(Question(review=(Review.DRAFT,)))][:40]
    keys = {name: admit(roster, name) for name in ("Inés Mora", "Tomás Rey")}

    def decide(name: str, ids: list[str]) -> set[int]:
        with TestClient(app, base_url=HOME, follow_redirects=False) as client:
            enter(client, keys[name])
            form = {"token": form_token(client.get("/review").text), "why": name, "seen": "draft"}
            return {client.post(f"/statements/{one}/accept", data=form).status_code for one in ids}

    with ThreadPoolExecutor(2) as pool:
        answers = [pool.submit(decide, name, drafts[place::2]) for place, name in enumerate(keys)]
        assert set().union(*(answer.result() for answer in answers)) == {303}
    sample_case.follow()
    decided = [one for one in sample_case.events(limit=10_000) if one.kind == "statement.accepted" and one.why in keys]
    assert sorted(one.body["statement"]["id"] for one in decided) == sorted(drafts)
    assert all(one.actor.name == one.why for one in decided)
    assert sample_case.verify().findings == ()


def seated(case: Case, roster: Path, *names: str) -> list[TestClient]:
    """A browser for each, on one server."""
    app = create_app(case.path, seats=TeamSeats("sample", roster))
    clients = [TestClient(app, base_url=HOME, follow_redirects=False) for _ in names]
    for client, name in zip(clients, names, strict=True):
        enter(client, admit(roster, name))
    return clients


def hidden(page: str) -> dict[str, str]:
    """The fields that every form of a page carries."""
    return {a["name"]: a["value"] for tag, a in tags(page) if tag == "input" and a.get("name") in ("token", "at")}


def test_of_two_who_decide_on_one_draft_at_one_moment_the_second_is_told(
    roster: Path, sample_case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second looks while the first has looked and not recorded yet."""
    draft = sample_case.statements(Question(review=(Review.DRAFT,), limit=1)).items[0].id
    first, second = seated(sample_case, roster, "Inés Mora", "Tomás Rey")
    forms = {client: {**hidden(client.get("/review").text), "seen": "draft", "why": "x"} for client in (first, second)}
    looked, accepting = Event(), Case.accept

    def slowly(case: Case, ids: list[str], **more: Any) -> Any:
        looked.set()
        time.sleep(0.5)
        return accepting(case, ids, **more)

    monkeypatch.setattr(Case, "accept", slowly)
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(first.post, f"/statements/{draft}/accept", data=forms[first])
        assert looked.wait(10)
        refused = second.post(f"/statements/{draft}/reject", data=forms[second])
        assert answer.result().status_code == 303
    assert refused.status_code == 409
    assert "Inés Mora decided on it" in refused.text
    sample_case.follow()
    assert sample_case.statement(draft).row.review is Review.ACCEPTED


def test_what_another_program_decides_between_looking_and_recording_refuses_it(
    roster: Path, sample_case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft, other = (row.id for row in sample_case.statements(Question(review=(Review.DRAFT,), limit=2)).items)
    (client,) = seated(sample_case, roster, "Inés Mora")
    form = {**hidden(client.get("/review").text), "seen": "draft", "why": "x"}
    accepting = Case.accept

    def after_another(case: Case, ids: list[str], **more: Any) -> Any:
        monkeypatch.setattr(Case, "accept", accepting)
        with Case(sample_case.path) as program:
            program.reject([draft], actor=Actor(name="Ana Vidal"), why="At the command line")
        return accepting(case, ids, **more)

    monkeypatch.setattr(Case, "accept", after_another)
    answer = client.post(f"/statements/{draft}/accept", data=form)
    assert answer.status_code == 409 and "case-changed" in answer.text
    assert client.post(f"/statements/{other}/accept", data=form).status_code == 303
    sample_case.follow()
    assert sample_case.statement(draft).row.review is Review.REJECTED
    assert sample_case.verify().findings == ()


def test_who_decides_on_a_stale_page_of_anything_else_is_told(roster: Path, sample_case: Case) -> None:
    first, second = seated(sample_case, roster, "Inés Mora", "Tomás Rey")
    link = sample_case.links().items[0].id
    sha = sample_case.sources().items[0].sha256
    statements = [row.id for row in sample_case.statements(Question(review=(Review.DRAFT,), limit=2)).items]
    party, other = (row.key for row in sample_case.parties(limit=2).items)
    forms: dict[str, dict[str, str]] = {
        f"/links/{link}": {"decision": "confirm"},
        f"/sources/{sha}/describe": {"field": "outlet", "value": "El Faro"},
        f"/sources/{sha}/classify": {"label": "confidential"},
        f"/statements/{statements[0]}/join": {"other": statements[1]},
        f"/grades/{sha}": {"value": "B"},
        "/names": {"decision": "apart", "first": party, "second": other},
    }
    for path, fields in forms.items():
        pages = {client: hidden(client.get("/review").text) for client in (first, second)}
        for _ in range(2):  # what one did oneself is no surprise
            done = first.post(path, data={**pages[first], **fields, "why": "Read"})
            assert done.status_code == 303, (path, done.text)
        told = second.post(path, data={**pages[second], **fields, "why": "Read"})
        assert told.status_code == 409 and "Inés Mora decided on it" in told.text, path
        again = {**hidden(second.get("/review").text), **fields, "why": "Read"}
        assert second.post(path, data=again).status_code == 303, path
