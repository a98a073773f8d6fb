"""axe-core on every screen, in light and dark, wide and narrow; and no page wider than its window."""

from __future__ import annotations

from pathlib import Path

import pytest

from foja.case import Case
from foja.model.event import Actor
from foja.model.rows import Question
from foja.model.vocabulary import ConflictKind, Review

pytestmark = pytest.mark.e2e

AXE = Path(__file__).parents[2] / "build" / "assets-dev" / "axe.min.js"


@pytest.fixture(scope="module")
def paths(case_path):
    with Case(case_path) as case:
        draft = case.statements(Question(review=(Review.DRAFT,), order="text", limit=1)).items[0]
        who = Actor(name="Inés Mora")
        if not case.desk().counts.accepted:
            case.accept([draft.id], actor=who, why="read")
        if not case.desk().counts.conflicts:
            rest = [row.id for row in case.every_statement(Question(review=(Review.DRAFT,), order="text"))]
            case.accept(rest[: len(rest) * 3 // 4], actor=who, why="read")
        draft = next(row for row in case.every_statement(Question(order="text")) if row.conflicted)
        conflict = case.conflicts(kind=ConflictKind.FIGURES).items[0].id
        link = case.links().items[0].id
        pdf = next(
            row for row in case.sources(limit=200).items if row.media_type == "application/pdf" and row.characters
        )
        party = case.parties(limit=1).items[0]
        fields = {
            "machine": "red_notice", "title": "Notices", "kind": "published", "authority": "Interpol",
            "date": "2007-11", "persons": ["One"],
        }  # fmt: skip
        made = next(iter(case.acts().items), None)
        made = made.act if made else case.record_act(fields, (), entered=True, actor=Actor(name="Inés Mora"), why="x")
        matter = made.matter
    return [
        "/",
        "/sources",
        f"/sources/{draft.source}",
        f"/sources/{draft.source}/captured",
        f"/sources/{draft.source}/custody",
        f"/sources/{pdf.sha256}/captured",
        f"/sources/{draft.source}/new?start=0&end=9",
        "/review",
        "/statements",
        f"/statements/{draft.id}",
        f"/statements/{draft.id}/correct",
        "/parties",
        "/names",
        "/acts/proposed",
        "/screening",
        f"/parties/{party.id}",
        "/chronology",
        "/conflicts",
        f"/conflicts/{conflict}",
        "/links",
        f"/links/{link}",
        "/matrix",
        f"/propositions/{draft.id}",
        "/gaps",
        f"/sources/{draft.source}/without",
        f"/grades/{draft.id}",
        f"/grades/{draft.source}",
        "/proceedings",
        "/positions",
        "/arguments",
        "/circumstances",
        "/exposure",
        "/elements",
        "/deadlines",
        "/incidents",
        "/evidence",
        "/changes",
        "/posts",
        "/check",
        "/items/new/incident",
        "/items/new/evidence",
        "/posts/new",
        f"/proceedings/{matter.id}",
        f"/acts/{made.id}",
        f"/statements/{draft.id}/act",
        "/search?q=Basso",
        "/verify",
        "/export",
        "/history",
        "/help",
    ]


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 800)])
def test_axe_finds_nothing(browser, home, paths, scheme, width):
    if not AXE.is_file():
        pytest.skip("axe-core is not fetched: python scripts/assets.py --dev")
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    found = []
    for path in paths:
        page.goto(home + path, wait_until="networkidle")
        page.evaluate(AXE.read_text("utf-8"))
        result = page.evaluate("axe.run({ iframes: false, resultTypes: ['violations'] })")
        assert len(result["passes"]) > 10
        for violation in result["violations"]:
            found.append(
                (
                    path,
                    violation["id"],
                    violation["nodes"][0]["html"][:160],
                    violation["nodes"][0]["failureSummary"][:200],
                )
            )
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append((path, "wider than the window", "", ""))
    context.close()
    assert found == []


def test_no_page_is_wider_than_a_phone(browser, home, paths):
    page = browser.new_page(viewport={"width": 400, "height": 800})
    wider = []
    for path in paths:
        page.goto(home + path)
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > 400:
            wider.append((path, width))
    page.close()
    assert wider == []
