"""Web pages: visible text, elements, roles, claims."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, NoReturn

import pytest
from resiliparse.parse.html import HTMLTree

from foja.model.errors import Gap
from foja.model.text import Reading
from foja.read.builder import Builder
from foja.read.dom import Walk
from foja.read.limits import Limits
from foja.read.page_dates import marked_days
from foja.read.page_metadata import authors_in, claims_of_head
from read.samples import in_role, read
from work import lines

_PARAGRAPHS = [
    f"Paragraph {word} of the article says at some length what the court heard on that day, and who said it to whom."
    for word in ("one", "two", "three", "four", "five", "six")
]
_TEASER = "The council of the town has decided in its session of Monday that the old bridge will be painted next year."
_PAGE = f"""<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8">
<title>Court hears parties | Sample Post</title>
<meta property="og:title" content="Court hears parties"><meta property="og:site_name" content="Sample Post">
<meta property="article:published_time" content="2025-04-09T22:15:00-03:00">
<link rel="canonical" href="https://post.example.org/2025/04/10/court">
<script type="application/ld+json">{{"@graph":[{{"@type":"WebSite","name":"no"}},{{"@type":["NewsArticle"],
"headline":"Court hears parties","datePublished":"2025-04-09T22:15:00-03:00","author":[{{"name":"Ana Ejemplo"}},
{{"@type":"Person","name":"Bo Sample"}}],"publisher":{{"name":"Sample Post"}}}}]}}</script>
<script>document.write("never")</script><style>p{{color:red}}</style></head>
<body class="single related-open"><nav><ul><li><a href="/a">World</a></li><li><a href="/b">Courts</a></li></ul></nav>
<main><article><h1>Court hears parties</h1><p class="byline">By Ana Ejemplo and Bo Sample</p>
<time datetime="2025-04-09">9
 April 2025</time><div class="share-tools"><a href="#f">Share</a> <a href="#x">Post</a></div>
{"".join(f"<p>{text}</p>" for text in _PARAGRAPHS)}
<p hidden>not shown</p><p style="color: red; display: none">not shown</p><noscript>not shown</noscript></article>
<section class="teasers"><h2>More stories</h2><div><a href="/r/1">Bridge to be painted</a><p>{_TEASER}</p></div>
<div><a href="/r/2">Museum opens</a><p>{_TEASER}</p></div></section>
<section id="comments"><h3>2 comments</h3>
<p>I think that the hearing took far too long for such a simple matter, frankly.</p>
</section></main><div class="cookie-banner"><p>We use cookies to count visits.</p><button>Accept all</button></div>
<footer><p>© 2025 Sample Post</p></footer></body></html>"""


def test_roles_of_a_page() -> None:
    text, reading, _ = read(_PAGE, "page.html")
    assert "text/html" == reading.media_type
    assert _PARAGRAPHS == in_role(text, reading, "body").strip().split("\n\n")
    assert "Court hears parties" == in_role(text, reading, "title").strip()
    assert "By Ana Ejemplo and Bo Sample" == in_role(text, reading, "byline").strip()
    assert "9 April 2025" == in_role(text, reading, "dateline").strip()
    assert "World\nCourts" in in_role(text, reading, "navigation")
    assert "Share Post" == in_role(text, reading, "sharing").strip()
    assert "hearing took far too long" in in_role(text, reading, "comment")
    assert "We use cookies" in in_role(text, reading, "cookie")
    assert "not shown" not in text
    assert "never" not in text


def test_teasers_are_items_with_their_address() -> None:
    _, reading, _ = read(_PAGE, "page.html")
    assert [(f"Bridge to be painted\n{_TEASER}", "/r/1"), (f"Museum opens\n{_TEASER}", "/r/2")] == [
        (item.text, item.url) for item in reading.related
    ]


def test_claims_name_their_origin() -> None:
    _, reading, _ = read(_PAGE, "page.html")
    shown = {name: reading.claim(name) for name in ("title", "author", "outlet", "published", "language", "url")}
    assert {
        "title": "Court hears parties",
        "author": "Ana Ejemplo",
        "outlet": "Sample Post",
        "published": "2025-04-09",
        "language": "en",
        "url": "https://post.example.org/2025/04/10/court",
    } == shown
    found = {(claim.field, claim.value, claim.origin) for claim in reading.claims}
    assert ("published_time", "2025-04-09T22:15:00-03:00", "json-ld") in found
    assert ("published", "2025-04-09", "meta") in found
    assert ("published", "2025-04-09", "time") in found
    assert ("published", "2025-04-10", "guess") in found  # the address disagrees, and is kept
    assert ("author", "Bo Sample", "json-ld") in found


def test_units_name_their_element() -> None:
    text, reading, _ = read("<body><div><p>a</p><p>b <b>c</b><br>d</p></div><table><tr><td>e<td>f</table>", "x.html")
    assert "a\n\nb c\nd\n\ne\tf" == text
    assert [
        ("paragraph", "/html/body/div[1]/p[1]"),
        ("paragraph", "/html/body/div[1]/p[2]"),
        ("paragraph", "/html/body/div[1]/p[2]"),
        ("cell", "/html/body/table[1]/tbody[1]/tr[1]/td[1]"),
        ("cell", "/html/body/table[1]/tbody[1]/tr[1]/td[2]"),
    ] == [(unit.kind, unit.path) for unit in reading.units]


def test_white_space_collapses_and_preformatted_text_does_not() -> None:
    text, _, _ = read("<p>  a\n  <i> b</i>\tc </p><pre>  x\n  y</pre>", "x.html")
    assert "a b c\n\n  x\n  y" == text


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        (
            "ar",
            "قالت المحكمة إن الجلسة القادمة ستعقد يوم الأحد للنظر في طلب النيابة العامة وسماع أقوال الدفاع في القضية",
        ),
        (
            "fa",
            "دادگاه اعلام کرد که جلسهٔ بعدی روز یکشنبه برای بررسی درخواست دادستان و شنیدن سخنان وکیل مدافع برگزار می‌شود",
        ),
        ("he", "בית המשפט הודיע כי הדיון הבא יתקיים ביום ראשון לצורך בחינת בקשת התביעה ושמיעת טענות ההגנה בתיק הזה"),
        ("ru", "Суд сообщил, что следующее заседание состоится в воскресенье, чтобы рассмотреть ходатайство обвинения"),
    ],
)
def test_scripts_and_languages(language: str, sentence: str) -> None:
    page = f"<html lang='en' dir='rtl'><body><nav>Home</nav><article><h1>x y z</h1><p>{sentence}</p>"
    text, reading, _ = read(page + f"<p>{sentence}</p><p>{sentence}</p></article>", "x.html")
    assert 3 == in_role(text, reading, "body").count(sentence)
    assert language == reading.claim("language")
    assert ["guess", "meta"] == [claim.origin for claim in reading.claims if claim.field == "language"]


def test_a_page_without_visible_text_is_a_gap() -> None:
    with pytest.raises(Gap) as caught:
        read("<html><body><div id=app></div><script>draw()</script></body></html>", "x.html")
    assert "no_text" == caught.value.code


def test_a_page_saved_by_a_browser_knows_its_address() -> None:
    page = "<!DOCTYPE html>\n<!-- saved from url=(0032)https://post.example.org/2025/04 -->\n<html><p>Text of it.</p>"
    _, reading, _ = read(page, "saved.htm")
    assert "https://post.example.org/2025/04" == reading.claim("url")
    assert "post.example.org" == reading.claim("outlet")


def test_large_pages_are_marked_without_the_vote() -> None:
    text, reading, _ = read(_PAGE, "page.html", Limits(vote_bytes=10))
    assert _PARAGRAPHS == in_role(text, reading, "body").strip().split("\n\n")


def test_a_text_about_web_pages_is_not_one() -> None:
    text, reading, _ = read("The page begins with <html> and <body>.\n", "note.txt")
    assert ("text/plain", "The page begins with <html> and <body>.") == (reading.media_type, text)


_BODY = "".join(f"<p>{text}</p>" for text in _PARAGRAPHS)


def _claims(reading: Reading, field: str) -> list[tuple[str, str]]:
    return [(claim.value, claim.origin) for claim in reading.claims if claim.field == field]


def test_an_author_is_read_from_its_element_and_cited_in_the_text() -> None:
    page = (
        f"<html><body><main><article><h1>Court hears parties</h1>{_BODY}<p>Written by <a rel='author' href='/a'>Ana "
        "Ejemplo</a></p></article><div id='comments'><p class='comment-author'>Someone Else</p></div></main>"
    )
    text, reading, _ = read(page, "x.html")
    assert [("Ana Ejemplo", "text")] == _claims(reading, "author")
    author = next(claim for claim in reading.claims if claim.field == "author")
    assert "Ana Ejemplo" == text[author.start : author.end]


def test_an_outlet_that_signs_its_own_pages_is_no_author() -> None:
    head = "<meta property='og:site_name' content='Sample Post'><meta name='author' content='SAMPLE POST'>"
    _, reading, _ = read(f"<html><head>{head}</head><body><h1>Court hears</h1>{_BODY}</body></html>", "x.html")
    assert [] == _claims(reading, "author")
    assert "Sample Post" == reading.claim("outlet")


@pytest.mark.parametrize("byline", ["By", "Von", "By https://post.example.org", "22 February 2020", "By:"])
def test_a_byline_that_names_nobody_gives_no_author(byline: str) -> None:
    page = f"<body><article><h1>Court hears parties</h1><p class='byline'>{byline}</p>{_BODY}</article>"
    _, reading, _ = read(page, "x.html")
    assert [] == _claims(reading, "author")


def test_a_moment_in_universal_time_yields_to_the_day_that_the_page_names() -> None:
    head = "<meta property='article:published_time' content='2022-05-04T01:30:00Z'>"
    dated = "<p class='date'>3 May 2022</p>"
    page = f"<html><head>{head}</head><body><article><h1>Court hears parties</h1>{dated}{_BODY}</article></body></html>"
    _, reading, _ = read(page, "x.html")
    assert "2022-05-03" == reading.claim("published")
    assert ("2022-05-04", "meta") in _claims(reading, "published")


def test_a_date_from_the_address_alone_is_a_guess_and_says_so() -> None:
    head = "<link rel='canonical' href='https://post.example.org/2025/04/10/court'>"
    _, reading, _ = read(f"<html><head>{head}</head><body><h1>Court hears</h1>{_BODY}</body></html>", "x.html")
    assert ("2025-04-10", ("outlet", "published")) == (
        reading.claim("published"),
        tuple(field for field in reading.guessed() if field != "language"),
    )


def test_headlines_that_lead_elsewhere_are_teasers_without_any_heading() -> None:
    links = "".join(f"<div><a href='/r/{n}'>The old bridge number {n} will be painted</a></div>" for n in range(4))
    _, reading, _ = read(f"<body><article><h1>Court hears parties</h1>{_BODY}</article>{links}", "x.html")
    assert [f"/r/{n}" for n in range(4)] == [item.url for item in reading.related]


@pytest.mark.parametrize("value", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"])
def test_a_date_that_stands_for_none_is_none(value: str) -> None:
    head = f"<meta property='article:published_time' content='{value}'>"
    _, reading, _ = read(f"<html><head>{head}</head><body><h1>Court hears</h1>{_BODY}</body></html>", "x.html")
    assert [] == _claims(reading, "published")


@pytest.mark.parametrize(
    "piece",
    [
        "<td>cell {0}</td>",
        '<meta name="author" content="A {0}">',
        '<p class="author">Ana Name{0}</p>',
        '<a href="/{0}">word</a> ',
    ],
)
def test_the_cost_of_a_page_grows_with_its_size(piece: str) -> None:
    def cost(count: int) -> int:
        page = _page_of(piece, count)
        return lines(lambda: read(page, "x.html"))

    assert cost(800) < 12 * cost(100)


def _page_of(piece: str, count: int) -> str:
    inside = "".join(piece.format(number) for number in range(count))
    row = f"<table><tr>{inside}</tr></table>"
    return f"<html><body>{row if '<td>' in piece else f'<p>{inside} text</p>'}</body></html>"


class _Found:
    """What a selector found. To go through it one by one, the parser looks for each anew: only a slice may be taken."""

    def __init__(self, found: Any) -> None:
        self._found = found

    def __getitem__(self, wanted: slice) -> Any:
        assert isinstance(wanted, slice) and wanted.stop is not None, "one by one"
        return self._found[wanted]

    def __iter__(self) -> NoReturn:
        raise AssertionError("one by one")

    __len__ = __iter__


@pytest.mark.parametrize("function", [authors_in, marked_days, lambda tree: claims_of_head(tree, "")])
def test_of_what_a_selector_finds_a_slice_is_taken(function: Callable[[Any], object]) -> None:
    tree = HTMLTree.parse(_PAGE)
    document = SimpleNamespace(
        query_selector_all=lambda selector: _Found(tree.document.query_selector_all(selector)),
        query_selector=tree.document.query_selector,
    )
    assert function(SimpleNamespace(document=document, title=tree.title)) == function(tree) != []


class _Address(str):
    """An address that counts with how many others it is compared."""

    compared = 0
    __hash__ = str.__hash__

    def __eq__(self, other: object) -> bool:
        _Address.compared += 1
        return str.__eq__(self, other)


def test_the_links_of_a_line_are_not_compared_with_each_other() -> None:
    count, _Address.compared = 200, 0
    walk = Walk(Builder(Limits()))
    for number in range(count):
        frame: Any = SimpleNamespace(url=_Address(f"/{number}"), hints=(), block=1)
        walk._open = frame
        walk._piece("word ", frame)
    assert _Address.compared < 4 * count
