"""The line model on web pages: what elements say, within bounds on any page."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foja.read.builder import Builder
from foja.read.cues import cues
from foja.read.dom import Walk
from foja.read.elements import Element, Tree, words_of_name
from foja.read.limits import Limits
from foja.read.line_model import Surroundings
from foja.read.lines import Line
from foja.read.page_furniture import too_large
from foja.read.page_model import likely_lines
from foja.read.sections import find_sections, share_before
from foja.read.vote import vote
from read.samples import in_role, read

_SENTENCES = [
    f"The {thing} was heard on that day for more than an hour, and the court asked who had written it and when."
    for thing in ("letter", "witness", "report", "appeal", "notice", "answer", "protest", "request")
]
_TEXT = "".join(f"<p>{sentence}</p>" for sentence in _SENTENCES)


def _walked(page: str) -> tuple[Any, Walk]:
    from resiliparse.parse.html import HTMLTree

    tree = HTMLTree.parse(page)
    walk = Walk(Builder(Limits()))
    walk.run(tree.body)
    return tree, walk


def _likely(lines: list[Line]) -> list[float]:
    kinds = [cues().kind(line.text) for line in lines]
    sections = {index: section for section in find_sections(lines, kinds) for index in range(section.cue, section.end)}
    return likely_lines(Surroundings(lines, kinds, share_before(lines)), sections, too_large(lines))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("entry-content", "named as its text"),
        ("ArticleBody", "named as its text"),
        ("single_post_text", "named as its text"),
        ("noticia__texto--cuerpo", "named as its text"),
        ("page-content", "named as content"),
        ("content", "named plainly"),
        ("x1y2z3", ""),
    ],
)
def test_names_of_elements_say_where_an_article_is(name: str, said: str) -> None:
    told = {word for word in words_of_name(name) if word.startswith("named")}
    assert ({said} if said else set()) == told


def test_a_line_knows_the_blocks_that_it_stands_in() -> None:
    _, walk = _walked("<body><main><div class='entry-content'><p>One <b>line</b>.</p></div></main></body>")
    (line,) = walk.lines
    assert line.element is not None
    assert ["body", "main", "div", "p"] == [one.tag for one in line.element.chain]
    signs = Tree(walk.lines).signs()[line.element.number]
    assert (1.0, 1.0) == (signs["main: in"], signs["named as its text: in the heaviest"])


def test_blocks_that_lie_very_deep_are_one() -> None:
    top: Element | None = None
    for number in range(500):
        top = Element.within(top, number, "div", frozenset())
    assert top is not None
    assert 61 == len(top.chain)


def test_an_extractor_is_not_asked_of_what_is_nested_too_deeply() -> None:
    page = "<body>" + "<div>" * 3_000 + _TEXT + "</div>" * 3_000
    tree, walk = _walked(page)
    assert [None] * len(_SENTENCES) == vote(tree, walk.lines, walk.deepest)
    begin = time.process_time()
    read("<body>" + "<div>" * 100_000 + _TEXT, "deep.html")
    assert time.process_time() - begin < 8


def test_captions_of_a_gallery_and_comments_are_not_the_article() -> None:
    shown = "The witness stands before the building of the court with two of the lawyers on a day in May of that year."
    gallery = "".join(f"<div class='slide'><div class='caption'><p>{shown}</p></div></div>" for _ in range(4))
    talk = "".join(
        f"<li class='comment'><div class='comment-body'><p>I think you are wrong about the {word}, and I said so to "
        "you when you wrote of it the first time, my friend.</p></div></li>"
        for word in ("court", "witness", "letter")
    )
    article = f"<div class='entry-content'>{_TEXT}</div>"
    page = f"<body><div class='gallery carousel'>{gallery}</div>{article}<ol id='comments'>{talk}</ol>"
    text, reading, _ = read(page, "page.html")
    body = in_role(text, reading, "body")
    assert all(sentence in body for sentence in _SENTENCES)
    assert "I think" not in body


_TAGS = st.sampled_from(
    ["div", "p", "ul", "li", "table", "tr", "td", "span", "a", "article", "main", "nav", "h1", "br"]
)
_NAMES = st.sampled_from(
    ["", "content", "entry-content", "comments", "caption", "x", "post", "\u0645\u062a\u0646", "A" * 300]
)
_PIECES = st.one_of(
    st.tuples(_TAGS, _NAMES).map(lambda pair: f"<{pair[0]} class='{pair[1]}'>"),
    _TAGS.map(lambda tag: f"</{tag}>"),
    st.sampled_from(
        [*_SENTENCES[:3], "word ", "\u202e\u05e9\u05dc\u05d5\u05dd", "a\u0301", "\r\n", "&shy;", "&#xd800;", "\ufeff"]
    ),
)


@settings(deadline=None, max_examples=60)
@given(st.lists(_PIECES, min_size=1, max_size=60))
def test_every_line_has_a_probability_and_it_does_not_hang_on_the_run(pieces: list[str]) -> None:
    page = f"<html><body>{''.join(pieces)}</body></html>"
    tree, walk = _walked(page)
    for line, kept in zip(walk.lines, vote(tree, walk.lines, walk.deepest), strict=True):
        line.vote = kept
    found = _likely(walk.lines)
    assert len(walk.lines) == len(found)
    assert all(0 <= value <= 1 for value in found)
    assert found == _likely(_walked_again(page))


def _walked_again(page: str) -> list[Line]:
    tree, walk = _walked(page)
    for line, kept in zip(walk.lines, vote(tree, walk.lines, walk.deepest), strict=True):
        line.vote = kept
    return walk.lines
