"""The site for everybody, and annotations: what is in them, what never is, and that they need nothing."""

from __future__ import annotations

import json
import re
import zipfile
from html.parser import HTMLParser
from pathlib import Path

import pytest
from msgspec.structs import replace

from foja.case import Case
from foja.model.errors import Refusal
from foja.model.rows import Brief, Question
from foja.model.vocabulary import Sensitivity
from foja.publish.site import PAGES, write_site
from foja.publish.web_annotations import collection, digest_name
from store.facts_sample import FACTS, WHO, lira


@pytest.fixture
def case(tmp_path: Path) -> Case:
    made = Case(lira(tmp_path))
    made.import_facts(FACTS, "facts.toml", actor=WHO, why="Read")
    return made


def label(case: Case, name: str, to: Sensitivity) -> None:
    (sha,) = [row.sha256 for row in case.sources().items if name in row.name]
    case.classify([sha], to, actor=WHO, why="Decided by the board")


def pages(path: Path) -> dict[str, str]:
    with zipfile.ZipFile(path) as site:
        return {name: site.read(name).decode() for name in site.namelist()}


def site(case: Case, tmp_path: Path, name: str = "site.zip") -> dict[str, str]:
    return pages(case.export("site", tmp_path / name))


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.add(tag)
        self.links += [value for name in ("href", "src") if (value := given.get(name))]
        self.ids |= {value} if (value := given.get("id")) else set()


def test_nothing_is_published_that_nobody_called_public(case: Case, tmp_path: Path) -> None:
    with pytest.raises(Refusal) as caught:
        case.export("site", tmp_path / "site.zip", audience=Sensitivity.SEALED)
    assert caught.value.code == "site-empty"
    assert "foja classify" in caught.value.next
    assert not (tmp_path / "site.zip").exists()


def test_every_public_statement_stands_there_with_its_passage_and_source(case: Case, tmp_path: Path) -> None:
    for name in ("court", "wire"):
        label(case, name, Sensitivity.PUBLIC)
    made = site(case, tmp_path)
    assert {f"{name}.html" for name in PAGES} <= set(made)
    text = " ".join(re.sub(r"<[^>]+>", " ", made["index.html"]).split())
    rows = list(case.every_statement(Question()))
    assert rows
    for row in rows:
        assert f'id="{row.id}"' in made["index.html"]
        assert " ".join(row.content.split()) in text
        assert row.source in made["sources.html"]
    assert "presumed innocent" in text
    assert "Warrant of 2001" in made["proceedings.html"]
    assert not [name for name, page in made.items() if WHO.name in page]


def test_pages_need_no_script_no_server_and_nothing_from_elsewhere(case: Case, tmp_path: Path) -> None:
    for name in ("court", "wire"):
        label(case, name, Sensitivity.PUBLIC)
    made = site(case, tmp_path)
    ids = {}
    for name in made:
        found = _Links()
        found.feed(made[name])
        ids[name] = found
        assert not found.tags & {"script", "iframe", "img", "form", "object"}
    for name, found in ids.items():
        for link in found.links:
            file, _, anchor = link.partition("#")
            assert (file or name) in made, link
            assert not anchor or anchor in ids[file or name].ids, link


def test_the_same_case_gives_the_same_bytes(case: Case, tmp_path: Path) -> None:
    label(case, "wire", Sensitivity.PUBLIC)
    case.export("site", tmp_path / "first.zip")
    case.export("site", tmp_path / "second.zip")
    assert (tmp_path / "first.zip").read_bytes() == (tmp_path / "second.zip").read_bytes()


def test_what_is_not_public_is_in_no_byte(case: Case, tmp_path: Path) -> None:
    label(case, "wire", Sensitivity.PUBLIC)
    hidden = [row for row in case.every_statement(Question()) if row.outlet != "El Faro"]
    made = site(case, tmp_path)
    assert hidden
    for row in hidden:
        for part in (row.id, row.source, row.text):
            assert not [name for name, page in made.items() if part in page]


def test_half_of_the_acts_tell_nothing_of_where_somebody_stands(case: Case, tmp_path: Path) -> None:
    """The order is told by a public page, what came after by one that is not: the page would accuse for ever."""
    rows = list(case.every_statement(Question()))
    shas = {row.name: row.sha256 for row in case.sources().items}
    court, wire = (next(row.id for row in rows if row.source == shas[f"{name}.txt"]) for name in ("court", "wire"))
    for kind, date, told in (("ordered", "2001-03", court), ("withdrawn", "2001-06", wire)):
        act = {
            "machine": "warrant", "title": "Another warrant", "kind": kind, "authority": "The register",
            "date": date, "persons": ["Tomás Rey"],
        }  # fmt: skip
        case.record_act(act, [told], actor=WHO, why="Read")
    for name in ("court", "wire"):
        label(case, name, Sensitivity.PUBLIC)
    whole = site(case, tmp_path, "whole.zip")["proceedings.html"]
    assert "not told" not in whole
    assert "<li><b" in whole
    label(case, "wire", Sensitivity.INTERNAL)
    part = site(case, tmp_path, "part.zip")["proceedings.html"]
    assert "where it stands is not told" in part
    assert "<li><b dir" not in part
    label(case, "wire", Sensitivity.CONFIDENTIAL)  # that there is something protected is not told either
    assert "not told" not in site(case, tmp_path, "protected.zip")["proceedings.html"]


def test_what_a_source_says_is_never_markup(case: Case, tmp_path: Path) -> None:
    label(case, "wire", Sensitivity.PUBLIC)
    brief = case.brief(Question(audience=Sensitivity.PUBLIC))
    evil = '<script>alert(1)</script>"><img src=x onerror=alert(2)>'
    brief = replace(
        brief,
        title=evil,
        statements=tuple(replace(row, content=evil, quote=evil) for row in brief.statements),
        sources=tuple(replace(row, title=evil, url="javascript:alert(3)") for row in brief.sources),
    )
    write_site(brief, tmp_path / "evil.zip")
    for name, page in pages(tmp_path / "evil.zip").items():
        if name.endswith(".html"):
            found = _Links()
            found.feed(page)
            assert not found.tags & {"script", "img"}
            assert not [link for link in found.links if "javascript" in link]


def test_a_site_without_conflicts_or_proceedings_says_so(tmp_path: Path) -> None:
    empty = Brief(
        title="A", origin="a.example/1", as_of="", known_by="", statements=(), places=(), sources=(), conflicts=()
    )
    write_site(empty, tmp_path / "site.zip")
    made = pages(tmp_path / "site.zip")
    assert "None found" in made["conflicts.html"]
    assert "None is recorded" in made["proceedings.html"]


def test_names_by_digest_are_those_of_the_standard() -> None:
    """RFC 6920, section 8.1: the name of "Hello World!"."""
    digest = "7f83b1657ff1fc53b92dc18148a1d65dfc2d4b1fa3d677284addd200126d9069"
    assert digest_name(digest) == "ni:///sha-256;f4OxZX_x_FO5LcGBSKHWXfwtSx-j1ncoSt3SABJtkGk"


def test_annotations_name_the_exact_characters(case: Case, tmp_path: Path) -> None:
    out = case.export("annotations", tmp_path / "statements.jsonld")
    made = json.loads(out.read_text("utf-8"))
    assert made["@context"] == "http://www.w3.org/ns/anno.jsonld"
    rows = list(case.every_statement(Question()))
    items = made["first"]["items"]
    assert made["total"] == len(items) == len(rows) > 3
    texts = {digest_name(row.text): case._folder.blob(row.text).decode() for row in rows}
    for item in items:
        exact, position = item["target"]["selector"]
        text = texts[item["target"]["source"]["id"]]
        assert text[position["start"] : position["end"]] == exact["exact"]
    assert len({item["id"] for item in items}) == len(items)
    assert out.read_bytes() == collection(rows, case.origin)
