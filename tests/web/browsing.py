"""How the tests of the pages ask for a page and look at its tags."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from httpx2 import Response
from starlette.testclient import TestClient

from foja.model.event import Actor
from foja.model.rows import StatementRow
from foja.model.vocabulary import Modality, Polarity, Review, Status
from foja.web.app import create_app
from foja.web.seats import OneSeat
from web import fake_case


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))


def tags(page: str) -> list[tuple[str, dict[str, str]]]:
    """The tags of a page with their attributes, as a parser sees them."""
    parser = _Tags()
    parser.feed(page)
    return parser.found


HOME = "http://127.0.0.1:8471"


def client_for(case: Any, **options: Any) -> TestClient:
    seats = options.pop("seats", None) or OneSeat("lira", Actor(name="Inés Mora"), options.pop("token", None))
    app = create_app(Path("lira"), seats=seats, open_case=fake_case.opener(case), **options)
    return TestClient(app, base_url=HOME, follow_redirects=False, raise_server_exceptions=False)


def enter(client: TestClient, key: str) -> Response:
    """What a person does with a key: shows it, sees whose it is, and says yes."""
    asked = client.post("/enter", data={"key": key})
    fields = {a["name"]: a["value"] for tag, a in tags(asked.text) if tag == "input" and a.get("value")}
    return client.post("/enter", data=fields)


def row(identifier: str, start: int, end: int) -> StatementRow:
    """A draft that stands at a place, with nothing else to it."""
    return StatementRow(
        id=identifier,
        source="s",
        source_label="s",
        outlet="",
        published="",
        text="t",
        start=start,
        end=end,
        quote="",
        content="",
        chain=(),
        speaker="",
        modality=Modality.ASSERTED,
        polarity=Polarity.POSITIVE,
        status=Status.NONE,
        presupposed=False,
        review=Review.DRAFT,
        proposition="p",
    )
