"""Measuring the reading of web pages against gold pages from a folder. The pages are not part of foja.

Three forms of folder are known, those of public sets:

- ``ground-truth.json`` beside ``html/``: whole articles (scrapinghub/article-extraction-benchmark);
- ``evaldata.json`` beside ``eval/`` and ``cache/``: stretches and metadata (adbar/trafilatura, ``tests``);
- a folder for each page with ``source.html`` and ``expected.html``, the article as HTML, and where it is there
  ``expected-metadata.json`` (mozilla/readability, ``test/test-pages``).

Half of each set is for finding faults, half is kept back: which page is in which half hangs on the digest
of its name and nothing else. Beside foja stands what trafilatura makes of the same files in the same run, where that is
installed: foja does not need it to read.
"""

from __future__ import annotations

import gzip
import json
import logging
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import msgspec

from foja.model.errors import Gap, UsageError
from foja.model.record import Record, digest
from foja.model.source import Original
from foja.model.text import CanonicalText, Reading
from foja.model.vocabulary import ZoneRole
from foja.read.builder import Builder
from foja.read.dom import Walk
from foja.read.encoding import declared_in, decode
from foja.read.evaluate import (
    Rates,
    Value,
    judged,
    mean_rates,
    outside,
    same_author,
    same_day,
    same_title,
    shingles,
    squeezed,
    stretches,
)
from foja.read.limits import Limits
from foja.read.stage import READ

HALVES = ("development", "kept back")
FIELDS = ("title", "author", "published")
_SAME = {"title": same_title, "author": same_author, "published": same_day}


class GoldPage(Record, frozen=True):
    """``article``: the whole article, or None. ``wanted``, ``unwanted``: stretches. ``values``: title, author
    and published as a careful reader gives them; a field that is missing was not looked at."""

    name: str
    file: str
    article: str | None = None
    wanted: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()
    values: dict[str, str] = msgspec.field(default_factory=dict)


class Extraction(Record, frozen=True):
    """What one program makes of one page. ``values`` as in the gold. ``leaked``: long lines outside the
    article that were kept. ``rejected``: how many were not."""

    text: str
    values: dict[str, str]
    shingles: tuple[float, float, float] = (0.0, 0.0, 0.0)
    missing: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    leaked: tuple[str, ...] = ()
    rejected: int = 0


class PageResult(Record, frozen=True):
    """One page as both programs read it. ``trouble``: why foja could not read it."""

    gold: GoldPage
    language: str
    foja: Extraction
    trafilatura: Extraction
    trouble: str = ""

    @property
    def half(self) -> str:
        return half_of(self.gold.name)


def half_of(name: str) -> str:
    """Which half a page is in."""
    return HALVES[int(digest(name.encode())[:2], 16) % 2]


def load(folder: Path) -> list[GoldPage]:
    """The gold pages of a folder, in order of their names. Raises ``UsageError`` for other folders."""
    try:
        if (folder / "ground-truth.json").is_file():
            data = json.loads((folder / "ground-truth.json").read_text("utf-8"))
            pages = [_whole(folder, name, entry) for name, entry in sorted(data.items())]
        elif (folder / "evaldata.json").is_file():
            data = json.loads((folder / "evaldata.json").read_text("utf-8"))
            pages = [_stretches(folder, name, entry) for name, entry in sorted(data.items())]
        else:
            pages = [_beside(path.parent) for path in sorted(folder.glob("*/expected.html"))]
    except (ValueError, KeyError, AttributeError, TypeError) as error:
        raise UsageError(
            "gold-unreadable", f"The gold of {folder} cannot be read: {error}.", where=str(folder)
        ) from error
    if not pages:
        raise UsageError(
            "gold-missing",
            f"{folder} holds no gold pages: no ground-truth.json and no evaldata.json with pages in it, and no folders "
            "with expected.html.",
            next="See docs/how-to/measure-reading.md for the forms that are known and where the public sets are.",
        )
    return pages


def _whole(folder: Path, name: str, entry: dict[str, Any]) -> GoldPage:
    candidates = [folder / "html" / f"{name}{ending}" for ending in (".html.gz", ".html")]
    return GoldPage(name=name, file=_existing(candidates), article=entry["articleBody"])


def _stretches(folder: Path, name: str, entry: dict[str, Any]) -> GoldPage:
    fields = {"title": "title", "author": "author", "date": "published"}
    return GoldPage(
        name=name,
        file=_existing([folder / place / entry["file"] for place in ("cache", "eval")]),
        wanted=tuple(entry["with"]),
        unwanted=tuple(entry["without"]),
        values={field: _one(entry[key]) for key, field in fields.items() if key in entry},
    )


def _beside(folder: Path) -> GoldPage:
    """A page whose article lies beside it as HTML: its visible lines. A value that is null was looked for, and is not
    there."""
    from resiliparse.parse.html import HTMLTree

    content = (folder / "expected.html").read_bytes()
    walk = Walk(Builder(Limits()))
    tree = HTMLTree.parse(decode(content, declared_in(content)).text)
    if tree.body is not None:
        walk.run(tree.body)
    about = folder / "expected-metadata.json"
    said = json.loads(about.read_text("utf-8")) if about.is_file() else None
    fields = {"title": "title", "byline": "author", "publishedTime": "published"}
    return GoldPage(
        name=folder.name,
        file=_existing([folder / f"source{ending}" for ending in (".html", ".html.gz")]),
        article="\n".join(line.text for line in walk.lines),
        values={field: _one(said.get(key)) for key, field in fields.items()} if said is not None else {},
    )


def _one(value: Any) -> str:
    return " ".join(str(part) for part in value) if isinstance(value, list) else str(value or "")


def _existing(candidates: Sequence[Path]) -> str:
    for path in candidates:
        if path.is_file():
            return str(path)
    raise UsageError("gold-missing", f"The gold names a page that is not there: {candidates[0]}.")


def measure(gold: Sequence[GoldPage], jobs: int, *, scraped: bool = False) -> list[PageResult]:
    """Every page read by both programs, in the order of ``gold``. ``scraped``: foja is given only the text of
    each page, as a scraper would leave it."""
    one = partial(measure_page, scraped=scraped)
    if jobs <= 1:
        return [one(page) for page in gold]
    with ProcessPoolExecutor(jobs) as pool:
        return list(pool.map(one, gold, chunksize=8))


def measure_page(gold: GoldPage, *, scraped: bool = False) -> PageResult:
    data = Path(gold.file).read_bytes()
    content = gzip.decompress(data) if gold.file.endswith(".gz") else data
    original = Original(sha256=digest(content), name="page.html", content=content)
    lines: list[tuple[str, bool]] = []
    values = dict.fromkeys(FIELDS, "")
    language = trouble = ""
    try:
        text, reading = list(READ.run(original, setting=Limits()))[:2]
        if scraped and isinstance(text, CanonicalText):
            bare = text.text.encode()
            original = Original(sha256=digest(bare), name="page.txt", content=bare)
            text, reading = list(READ.run(original, setting=Limits()))[:2]
    except Gap as gap:
        trouble = gap.code
    except Exception as error:  # a fault of the reader is a finding here, and must not end the run
        trouble = f"failed with {type(error).__name__}"
    else:
        assert isinstance(text, CanonicalText)
        assert isinstance(reading, Reading)
        lines = list(_lines(text.text, reading))
        values = {field: reading.claim(field) for field in FIELDS}
        language = reading.claim("language")
    kept = "\n".join(line for line, body in lines if body)
    theirs, their_values = _trafilatura(content)
    return PageResult(
        gold=gold,
        language=language,
        foja=_scored(gold, kept, values, lines),
        trafilatura=_scored(gold, theirs, their_values, [(line, line in theirs) for line, _ in lines]),
        trouble=trouble,
    )


def _lines(text: str, reading: Reading) -> Iterator[tuple[str, bool]]:
    zones = iter(reading.zones)
    zone = next(zones)
    for unit in reading.units:
        while unit.start >= zone.end:
            zone = next(zones)
        yield text[unit.start : unit.end], zone.role == ZoneRole.BODY


def _scored(gold: GoldPage, text: str, values: dict[str, str], lines: Sequence[tuple[str, bool]]) -> Extraction:
    missing, extra = stretches(gold.wanted, gold.unwanted, text)
    leaked: tuple[str, ...] = ()
    rejected = 0
    if gold.article is not None:
        apart = outside([line for line, _ in lines], gold.article)
        leaked = tuple(line for (line, body), out in zip(lines, apart, strict=True) if out and body)
        rejected = sum(out and not body for (_, body), out in zip(lines, apart, strict=True))
    return Extraction(
        text=text,
        values=values,
        shingles=shingles(gold.article, text) if gold.article is not None else (0.0, 0.0, 0.0),
        missing=tuple(missing),
        extra=tuple(extra),
        leaked=leaked,
        rejected=rejected,
    )


@cache
def has_trafilatura() -> bool:
    """Whether the other program is installed."""
    return find_spec("trafilatura") is not None


def _trafilatura(content: bytes) -> tuple[str, dict[str, str]]:
    """Its text and metadata with the settings under which it publishes its own figures; empty where it is not there."""
    if not has_trafilatura():
        return "", dict.fromkeys(FIELDS, "")
    import trafilatura
    from trafilatura.metadata import extract_metadata

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    try:
        text = trafilatura.extract(content, include_comments=False, include_tables=True, include_formatting=False) or ""
        found = extract_metadata(content)
    except Exception:  # a page that ends the other program counts as one from which it read nothing
        return "", dict.fromkeys(FIELDS, "")
    return text, {"title": found.title or "", "author": found.author or "", "published": found.date or ""}


def rates_of(results: Sequence[PageResult], program: str) -> Rates:
    """Article precision and recall: by shingles where the gold is whole, else by stretches."""
    found = [(result.gold, getattr(result, program)) for result in results]
    if any(gold.article is not None for gold, _ in found):
        return mean_rates([extraction.shingles for gold, extraction in found if gold.article is not None])
    wanted = sum(len(gold.wanted) for gold, _ in found)
    hit = wanted - sum(len(extraction.missing) for _, extraction in found)
    wrong = sum(len(extraction.extra) for _, extraction in found)
    return Rates(precision=hit / (hit + wrong) if hit + wrong else 0.0, recall=hit / wanted if wanted else 0.0)


def leak_of(results: Sequence[PageResult], program: str) -> float:
    """Share of long lines outside the article that were kept."""
    leaked = sum(len(getattr(result, program).leaked) for result in results)
    total = leaked + sum(getattr(result, program).rejected for result in results)
    return leaked / total if total else 0.0


def values_of(results: Iterable[PageResult], program: str, field: str) -> dict[Value, int]:
    """How often a field is right, wrong, none, invented, absent."""
    counts = dict.fromkeys(Value, 0)
    for result in results:
        if field in result.gold.values:
            counts[judgement(result, program, field)] += 1
    return counts


def judgement(result: PageResult, program: str, field: str) -> Value:
    expected, found = result.gold.values[field], getattr(result, program).values[field]
    return judged(expected, found, _SAME[field](squeezed(expected), squeezed(found)))
