"""What a web page declares in its head: JSON-LD (schema.org), Open Graph and meta tags, canonical link.

Order of belief, measured on public pages: JSON-LD and ``article:`` properties, other meta tags,
``time`` elements, then what stands in the text, then the address. Nothing is fetched.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import msgspec

from foja.model.text import Claimed
from foja.read.cues import cues
from foja.read.metadata import claim, date_claims, person_in, url_date
from foja.text.fold import folded_text

_ARTICLE = re.compile(r"(?i)(article|posting|report|newsitem)$")
_PAGE = re.compile(r"(?i)^(?:\w+:)?(web|item|about|faq|collection|profile)page$")
"""A page as such: its dates are those of the article on it, where no article is declared."""
_DATES = (("datePublished", "published"), ("dateModified", "modified"))
# field -> names of meta properties with how far each is to be believed
_FIELDS = {
    "title": {"og:title": 0.9, "citation_title": 0.8, "twitter:title": 0.7, "dc.title": 0.7, "headline": 0.7},
    "author": {
        "citation_author": 0.8, "author": 0.7, "dc.creator": 0.7, "parsely-author": 0.7, "sailthru.author": 0.7,
        "article:author": 0.6,
    },
    "outlet": {"og:site_name": 0.9, "dc.publisher": 0.7, "application-name": 0.6, "publisher": 0.5},
    "published": {
        "article:published_time": 0.9, "og:article:published_time": 0.85, "datepublished": 0.85, "dc.date.issued": 0.8,
        "article:published": 0.8, "article.published": 0.8, "article_date_original": 0.8, "rnews:datepublished": 0.8,
        "og:published_time": 0.8, "pubdate": 0.8, "publish-date": 0.8, "publish_date": 0.8, "publishdate": 0.8,
        "publication_date": 0.8, "publicationdate": 0.8, "publication-date": 0.8, "dateposted": 0.8,
        "citation_publication_date": 0.8, "citation_online_date": 0.8, "parsely-pub-date": 0.8, "bt:pubdate": 0.8,
        "cxenseparse:recs:publishtime": 0.8, "dcterms.issued": 0.8, "sailthru.date": 0.7,
        "dc.date": 0.5, "date": 0.5, "dcterms.created": 0.5, "dcterms.date": 0.5,
    },
    "modified": {
        "article:modified_time": 0.9, "datemodified": 0.8, "article:modified": 0.8, "dcterms.modified": 0.7,
        "dc.date.modified": 0.7, "og:updated_time": 0.7, "last-modified": 0.6,
    },
    "url": {"og:url": 0.8},
    "language": {"inlanguage": 0.7, "content-language": 0.6, "dc.language": 0.6, "language": 0.5, "og:locale": 0.5},
}  # fmt: skip
_META = {name: (field, sure) for field, names in _FIELDS.items() for name, sure in names.items()}
_AUTHORS = "[rel~=author], [itemprop~=author], [class*=author], [class*=byline], [class*=autor], [class*=Author]"
# Of what a selector finds only a slice is taken: to go through it one by one, the parser looks for each of them anew.
_SAVED = (
    re.compile(r"<!--\s*saved from url=\(\d+\)(\S{1,2000}?)\s*-->"),
    re.compile(r"(?s)<!--\s*Page saved with SingleFile\s{0,20}url:\s*(\S{1,2000})"),
)


def claims_of_head(tree: Any, source: str) -> list[Claimed]:
    """The claims of a parsed page. ``source``: its decoded HTML, for comments left by the saving program."""
    saved = next((match.group(1) for pattern in _SAVED if (match := pattern.search(source[:4096]))), "")
    link = tree.document.query_selector("link[rel=canonical]")
    canonical = (link.getattr("href") or "") if link else ""
    found = [*_json_ld(tree), *_metas(tree)]
    found += claim("title", _page_title(tree), "meta", 0.6)
    declared = [claimed.value for claimed in found if claimed.field == "title"]
    found += _outlet_in_title(_page_title(tree), declared)
    addresses = claim("url", canonical, "meta", 0.9) + claim("url", saved, "meta", 0.85)
    found = [claimed for claimed in addresses + found if claimed.field != "url" or _is_address(claimed.value)]
    root = tree.document.query_selector("html")
    found += claim("language", (root.getattr("lang") or root.getattr("xml:lang") or "") if root else "", "meta", 0.7)
    return found


def guesses_from(claims: list[Claimed]) -> list[Claimed]:
    """What the address of the page lets one guess: its day, and its host as the outlet."""
    address = next((claimed.value for claimed in claims if claimed.field == "url"), "")
    host = urlsplit(address).hostname or ""
    return claim("published", url_date(address), "guess", 0.5) + claim(
        "outlet", host.removeprefix("www."), "guess", 0.3
    )


def authors_in(tree: Any) -> list[tuple[str, float]]:
    """Names in elements for authors (``rel=author``, ``itemprop=author``, class names), outside of comments and
    teasers, with how far each is to be believed. They stand in the text; where, the caller finds."""
    found: list[tuple[str, float]] = []
    for element in tree.document.query_selector_all(_AUTHORS)[:80]:
        names = " ".join(element.getattr(key) or "" for key in ("class", "itemprop", "rel"))
        if cues().role_of(names)[0] not in ("byline", "") or not of_the_page(element):
            continue
        name = person_in(" ".join((element.text or "").split()))
        if name and len(name) <= 80 and name not in [other for other, _ in found]:
            found.append((name, 0.6 if element.getattr("rel") or element.getattr("itemprop") else 0.5))
    return found[:5]


def of_the_page(element: Any) -> bool:
    """No element around it is for comments or for other articles."""
    node, depth = element, 0
    while node.parent is not None and depth < 60:  # the document itself has no attributes
        names = " ".join((node.getattr(key) or "") for key in ("class", "id")) if node.tag else ""
        for name in names.split()[:12]:
            if cues().role_of(name)[0] in ("comment", "related"):
                return node.tag in ("body", "html")
        node, depth = node.parent, depth + 1
    return True


def without_outlet(claims: list[Claimed]) -> list[Claimed]:
    """A page that gives the name of its outlet as its author names no author: the value is kept as an outlet."""
    outlets = {folded_text(claimed.value) for claimed in claims if claimed.field == "outlet"}
    return [
        msgspec.structs.replace(claimed, field="outlet")
        if claimed.field == "author" and folded_text(claimed.value) in outlets
        else claimed
        for claimed in claims
    ]


def _is_address(value: str) -> bool:
    try:
        return urlsplit(value).scheme in ("http", "https")
    except ValueError:
        return False


def _page_title(tree: Any) -> str:
    return (tree.title or "").strip()


def _outlet_in_title(title: str, declared: list[str]) -> list[Claimed]:
    """ "Headline | Outlet": the tail, where the head is also declared as the title by itself."""
    for separator in (" | ", " - ", " – ", " — ", " :: "):
        head, found, tail = title.rpartition(separator)
        if found and head.strip() in declared and 1 <= len(tail.split()) <= 6:
            return claim("outlet", tail, "meta", 0.5)
    return []


def _metas(tree: Any) -> Iterator[Claimed]:
    for element in tree.document.query_selector_all("meta[content]")[:400]:
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            name = (element.getattr(attribute) or "").lower()
            if name in _META:
                field, confidence = _META[name]
                value = element.getattr("content") or ""
                if field in ("published", "modified"):
                    yield from date_claims(field, value, "meta", confidence)
                elif not (field == "author" and value.startswith("http")):
                    yield from claim(field, value, "meta", confidence)


def _json_ld(tree: Any) -> Iterator[Claimed]:
    for script in tree.document.query_selector_all("script[type]")[:200]:
        if "ld+json" not in (script.getattr("type") or "").lower():
            continue
        written = (script.text_content or "").strip()[:2_000_000]
        try:
            data = json.loads(written, strict=False)  # line ends inside of strings are common
        except (ValueError, RecursionError):
            yield from _from_damaged(written)
            continue
        for item in _items(data):
            if _is_a(item, _ARTICLE):
                yield from _of_article(item)
            elif _is_a(item, _PAGE):
                yield from _dates_of(item, 0.7)


def _from_damaged(written: str) -> Iterator[Claimed]:
    """The dates of JSON-LD that is no JSON (a quotation mark in a headline), where it gives one of a kind."""
    for key, field in _DATES:
        values = set(re.findall(rf'"{key}"\s*:\s*"([^"]{{8,40}})"', written))
        if len(values) == 1:
            yield from date_claims(field, values.pop(), "json-ld", 0.6)


def _items(data: Any) -> Iterator[dict[str, Any]]:
    """Items of a JSON-LD document: itself, its list, its ``@graph``."""
    queue, seen = [data], 0
    while queue and seen < 1000:
        item = queue.pop(0)
        seen += 1
        if isinstance(item, list):
            queue += item[:200]
        elif isinstance(item, dict):
            queue += [item["@graph"]] if isinstance(item.get("@graph"), (list, dict)) else []
            yield item


def _is_a(item: dict[str, Any], pattern: re.Pattern[str]) -> bool:
    kinds = item.get("@type")
    return any(
        isinstance(kind, str) and pattern.search(kind) for kind in (kinds if isinstance(kinds, list) else [kinds])
    )


def _of_article(item: dict[str, Any]) -> Iterator[Claimed]:
    for key, field in (("headline", "title"), ("name", "title"), ("url", "url"), ("mainEntityOfPage", "url")):
        yield from claim(field, _name(item.get(key), "@id", "url"), "json-ld", 0.9 if key != "name" else 0.6)
    yield from _dates_of(item, 0.9)
    authors = item.get("author")
    for author in (authors if isinstance(authors, list) else [authors])[:20]:
        name = _name(author, "name")
        if not name.startswith("http"):
            yield from claim("author", name, "json-ld", 0.85)
    yield from claim("outlet", _name(item.get("publisher"), "name"), "json-ld", 0.9)
    yield from claim("language", _name(item.get("inLanguage"), "alternateName", "name"), "json-ld", 0.7)


def _dates_of(item: dict[str, Any], sure: float) -> Iterator[Claimed]:
    for key, field in _DATES:
        value = item.get(key)
        yield from date_claims(field, value if isinstance(value, str) else "", "json-ld", sure)


def _name(value: Any, *keys: str) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return next((value[key] for key in keys if isinstance(value.get(key), str)), "")
    return ""
