"""The page that the project began with, where it lies beside the repository (never inside it)."""

from __future__ import annotations

from pathlib import Path

import pytest

from read.samples import in_role, read

_SEED = Path(__file__).resolve().parents[3] / "shared" / "data" / "seed_page.txt"


@pytest.mark.skipif(not _SEED.exists(), reason="the page is not part of the repository")
def test_the_article_is_kept_whole_and_its_surroundings_are_set_apart() -> None:
    lines = [line for line in _SEED.read_text(encoding="utf-8").split("\n") if line.strip()]
    text, reading, _ = read(_SEED.read_bytes(), "page.txt")
    first = lines.index("Related Articles")
    last = lines.index("No More Articles")
    article = in_role(text, reading, "title", "body")
    assert lines[1:first] == [line for line in article.split("\n") if line]
    assert lines[1] == in_role(text, reading, "title").strip() == reading.claim("title")
    assert lines[first + 1 : last] == [item.text for item in reading.related]
    assert 8 == len(reading.related)
    assert [lines[0], lines[last]] == in_role(text, reading, "navigation").split("\n\n")[:2]
    assert lines[last + 1 :] == [line for line in in_role(text, reading, "sharing").split("\n") if line]
    assert "en" == reading.claim("language")
