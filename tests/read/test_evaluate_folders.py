"""Measuring web pages of a folder: both forms of gold, on two pages written here."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from foja.cli import cli
from foja.evaluate.pages import HALVES, half_of, load
from foja.model.errors import UsageError

_TEXT = [
    f"Paragraph {n} says at some length what the court heard on that day, and who said it to whom." for n in range(6)
]
_PAGE = (
    "<html><head><title>Court hears parties</title></head><body><nav><a href='/'>World</a></nav><article>"
    "<h1>Court hears parties</h1>" + "".join(f"<p>{line}</p>" for line in _TEXT) + "</article></body></html>"
)


def _whole(folder: Path) -> Path:
    (folder / "html").mkdir()
    (folder / "html" / "one.html").write_text(_PAGE, "utf-8")
    (folder / "ground-truth.json").write_text(json.dumps({"one": {"articleBody": "\n".join(_TEXT)}}), "utf-8")
    return folder


def _stretches(folder: Path) -> Path:
    (folder / "eval").mkdir()
    (folder / "eval" / "one.html").write_text(_PAGE, "utf-8")
    gold = {
        "file": "one.html", "with": [_TEXT[0], "not there"], "without": ["World"], "title": "Court hears parties",
        "author": "", "date": "2025-04-09",
    }  # fmt: skip
    (folder / "evaldata.json").write_text(json.dumps({"https://a.example.org": gold}), "utf-8")
    return folder


def test_whole_articles(tmp_path: Path) -> None:
    done = CliRunner().invoke(cli, ["eval", "read", str(_whole(tmp_path)), "--json"], catch_exceptions=False)
    row = json.loads(done.output)["articles"][0]
    assert ("foja", "all", 1, 1.0, 0.0) == tuple(row[name] for name in ("program", "pages", "count", "f1", "leak"))


def test_stretches_and_values(tmp_path: Path) -> None:
    done = CliRunner().invoke(cli, ["eval", "read", str(_stretches(tmp_path)), "--errors"], catch_exceptions=False)
    assert "missing: not there" in done.output
    assert "published none: expected “2025-04-09”, found “”" in done.output
    assert "kept:" not in done.output


def test_a_page_is_always_in_the_same_half() -> None:
    assert ["development", "kept back"] == list(HALVES)
    assert [half_of("a"), half_of("b"), half_of("https://a.example.org")] == ["development", "development", "kept back"]


@pytest.mark.parametrize("content", ["[]", '{"one": {}}', "no json"])
def test_gold_that_cannot_be_read_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "ground-truth.json").write_text(content, "utf-8")
    with pytest.raises(UsageError):
        load(tmp_path)
    (tmp_path / "ground-truth.json").unlink()
    with pytest.raises(UsageError):
        load(tmp_path)
