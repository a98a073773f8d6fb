"""The measures of reading in words: web pages and PDF files, by half, language and field."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from foja.evaluate.pages import (
    FIELDS,
    HALVES,
    PageResult,
    has_trafilatura,
    judgement,
    leak_of,
    load,
    rates_of,
    values_of,
)
from foja.evaluate.pages import measure as measure_pages
from foja.evaluate.paper import PaperScore, missing_fonts
from foja.model.record import Record
from foja.read.evaluate import Rates, Value

PROGRAMS = ("foja", "trafilatura")
_FEWEST = 20
"""Pages of a language from which it has a row of its own."""


class ArticleRow(Record, frozen=True):
    """A program on some pages. ``leak`` is None where the gold does not hold whole articles."""

    program: str
    pages: str
    count: int
    precision: float
    recall: float
    f1: float
    leak: float | None


class ValueRow(Record, frozen=True):
    """A field on some pages: how many are ``right``, ``wrong`` or ``none`` of those that have one, and how many
    are ``invented`` of the ``without``."""

    program: str
    pages: str
    field: str
    count: int
    right: int
    wrong: int
    none: int
    invented: int
    without: int


class PageReport(Record, frozen=True):
    """What was measured on a folder of gold pages. ``unread``: pages that foja could not read."""

    articles: tuple[ArticleRow, ...]
    values: tuple[ValueRow, ...]
    unread: tuple[str, ...]


def report_pages(folder: Path, jobs: int, *, scraped: bool = False) -> tuple[PageReport, list[PageResult]]:
    """Reads the gold pages of a folder with foja, and with trafilatura where that is there. ``scraped``: foja is given
    their text alone."""
    results = measure_pages(load(folder), jobs, scraped=scraped)
    programs = PROGRAMS if has_trafilatura() else PROGRAMS[:1]
    groups = _groups(results)
    articles = tuple(
        _article(program, name, part, rates_of(part, program)) for name, part in groups for program in programs
    )
    named = [(name, part) for name, part in groups if name in ("all", *HALVES)]
    values = tuple(
        _value(program, name, part, field)
        for field in FIELDS
        if any(field in result.gold.values for result in results)
        for name, part in named
        for program in programs
    )
    unread = tuple(f"{result.gold.name}: {result.trouble}" for result in results if result.trouble)
    return PageReport(articles=articles, values=values, unread=unread), results


def _groups(results: Sequence[PageResult]) -> list[tuple[str, list[PageResult]]]:
    groups = [("all", list(results))]
    groups += [(half, [result for result in results if result.half == half]) for half in HALVES]
    for language in sorted({result.language for result in results if result.language}):
        part = [result for result in results if result.language == language]
        if len(part) >= _FEWEST:
            groups.append((language, part))
    return [(name, part) for name, part in groups if part]


def _article(program: str, name: str, part: Sequence[PageResult], rates: Rates) -> ArticleRow:
    whole = any(result.gold.article is not None for result in part)
    return ArticleRow(
        program=program,
        pages=name,
        count=len(part),
        precision=rates.precision,
        recall=rates.recall,
        f1=rates.f1,
        leak=leak_of(part, program) if whole else None,
    )


def _value(program: str, name: str, part: Sequence[PageResult], field: str) -> ValueRow:
    counts = values_of(part, program, field)
    return ValueRow(
        program=program,
        pages=name,
        field=field,
        count=counts[Value.RIGHT] + counts[Value.WRONG] + counts[Value.NONE],
        right=counts[Value.RIGHT],
        wrong=counts[Value.WRONG],
        none=counts[Value.NONE],
        invented=counts[Value.INVENTED],
        without=counts[Value.INVENTED] + counts[Value.ABSENT],
    )


def page_lines(report: PageReport, results: Sequence[PageResult], *, errors: bool) -> Iterator[str]:
    """The report on web pages in words."""
    yield f"{'article':<14}{'pages':>7}  {'program':<12}{'prec.':>7}{'recall':>8}{'F1':>7}{'leak':>7}"
    for row in report.articles:
        leak = "–" if row.leak is None else f"{row.leak:.3f}"
        rates = f"{row.precision:7.3f}{row.recall:8.3f}{row.f1:7.3f}{leak:>7}"
        yield f"{row.pages:<14}{row.count:>7}  {row.program:<12}{rates}"
    if report.values:
        yield ""
        yield f"{'value':<11}{'pages':<14}{'program':<12}{'right':>7}{'wrong':>7}{'none':>7}   given without gold"
    for value in report.values:
        shares = "".join(f"{part / (value.count or 1):7.3f}" for part in (value.right, value.wrong, value.none))
        yield f"{value.field:<11}{value.pages:<14}{value.program:<12}{shares}   {value.invented} of {value.without}"
    yield ""
    yield "Thresholds and weights of foja were chosen on development halves alone; the other halves were kept back."
    if not has_trafilatura():
        yield "For the figures of trafilatura beside these: pip install trafilatura lxml_html_clean"
    for trouble in report.unread:
        yield f"not read: {trouble}"
    if errors:
        for result in results:
            yield from _page_errors(result)


def _page_errors(result: PageResult) -> Iterator[str]:
    found = [f"  missing: {text}" for text in result.foja.missing]
    found += [f"  kept: {text}" for text in result.foja.extra]
    found += [f"  leaked: {line[:160]}" for line in result.foja.leaked]
    for field in result.gold.values:
        kind = judgement(result, "foja", field)
        if kind not in (Value.RIGHT, Value.ABSENT):
            expected, value = result.gold.values[field], result.foja.values[field]
            found.append(f"  {field} {kind}: expected “{expected}”, found “{value}”")
    if found:
        yield f"{result.gold.name} [{result.half}] {result.gold.file}"
        yield from found


def paper_lines(scores: Sequence[PaperScore], *, errors: bool) -> Iterator[str]:
    """The report on PDF files in words."""
    yield f"{'PDF':<12}{'layout':<13}{'lines':>6}{'verbatim':>10}{'letters':>9}{'order':>7}{'boxes':>7}{'heads':>7}"
    for score in scores:
        rates = f"{score.verbatim:10.3f}{score.letters:9.3f}{score.order:7.3f}{score.boxes:7.3f}{score.heads:7.3f}"
        yield f"{score.language:<12}{score.layout:<13}{score.lines:>6}{rates}"
    for font in missing_fonts():
        yield f"left out: texts in {font}, a font that this computer does not have"
    if errors:
        for score in scores:
            yield from (f"{score.language}, {score.layout}: {error}" for error in score.errors)
