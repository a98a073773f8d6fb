"""Measuring foja: the drafts, the reading, and the weighing."""

from __future__ import annotations

from pathlib import Path

import click

from foja.cli.shared import JSON, emit
from foja.cli.start import sample
from foja.model.record import digest

_FOLDER = click.argument("folder", required=False, type=click.Path(path_type=Path, exists=True))


@click.group("eval")
def eval_command() -> None:
    """Measure how good foja is, against gold that people marked.

    No case of yours is touched.
    """


@eval_command.command("extract")
@_FOLDER
@click.option("--errors", is_flag=True, help="List what was missed and what was drafted beside the gold.")
@click.option(
    "--part",
    type=click.Choice(["train", "dev", "test"]),
    default="test",
    show_default=True,
    help="Of a folder of annotated sentences: which part. The errors of the test part are not listed.",
)
@click.option("--extractor", default="", help="Measure this extractor instead of the usual one.")
@JSON
def extract(folder: Path | None, errors: bool, part: str, extractor: str, as_json: bool) -> None:
    """Measure drafts against FOLDER/gold.jsonl over FOLDER/sources (default: the sample of foja).

    The sources are read and drafted afresh in a temporary case. FOLDER may also hold annotated sentences
    (en/*.txt, es/*.txt ...), or be a file of marked spans (PolNeAR, .jsonl or .jsonl.xz): then spans are compared
    exactly. Of a folder with marked dates (en.txt, es.txt ...) the dates are measured, in two parts, dev and test.
    """
    from foja.evaluate import dates, drafts, polnear, sentences
    from foja.extract.protocol import ExtractSetting

    if folder is not None and folder.is_file():
        rates, faults = polnear.measure(folder, extractor)
        texts = sum(1 for _ in polnear.rows(folder))
        gold = digest(folder.read_bytes())
        spans = sentences.Measured(folder.name, texts, gold, extractor or ExtractSetting().extractor, rates, faults)
    elif folder is not None and sentences.files(folder):
        spans = sentences.measured(folder, part, extractor)
    elif folder is not None and dates.files(folder):
        spans = dates.measured(folder, part)
        if not as_json:
            for line in dates.lines(spans, errors=errors):
                click.echo(line)
            return
    else:
        report = drafts.evaluate(folder or sample(), extractor)
        if as_json:
            emit(report)
        for line in () if as_json else drafts.lines(report, errors=errors):
            click.echo(line)
        return
    if as_json:
        emit(spans)
    for line in () if as_json else sentences.span_lines(spans, errors=errors):
        click.echo(line)


@eval_command.command("events")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--learn",
    "train",
    required=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="The file to learn from. Nothing that is learned is kept.",
)
@JSON
def events(file: Path, train: Path, as_json: bool) -> None:
    """Measure role fillers of incidents (MUC-4) in FILE: perpetrators, targets, victims, weapons.

    The set is not shipped, and no draft of foja comes from it. The command shows what the sequence learner of foja
    reaches on it.
    """
    from foja.evaluate.events import measure

    number, rates = measure(file, train)
    if as_json:
        emit(rates)
        return
    click.echo(f"{number} documents, learned from {train.name}; entities aligned one to one (CEAF, strict)")
    for one in rates:
        click.echo(
            f"{one.task:<8} gold {one.gold:>4}  found {one.found:>4}  right {one.right:>4}"
            f"  prec. {one.precision:.3f}  recall {one.recall:.3f}  F1 {one.f1:.3f}"
        )


@eval_command.command("read")
@_FOLDER
@click.option("--errors", is_flag=True, help="List, page by page, what is missing, kept by mistake or wrong.")
@click.option("--jobs", type=click.IntRange(1), default=1, show_default=True, help="Pages read at the same time.")
@click.option("--scraped", is_flag=True, help="Give foja only the text of each page, as a scraper leaves it.")
@JSON
def read(folder: Path | None, errors: bool, jobs: int, scraped: bool, as_json: bool) -> None:
    """Measure the reading of the web pages in FOLDER, beside trafilatura if installed; without FOLDER, of PDF files.

    FOLDER holds pages with articles that people marked; two public sets are known. The PDF files are laid out
    by foja itself.
    """
    from foja.evaluate.paper import measure
    from foja.evaluate.reading import page_lines, paper_lines, report_pages

    if folder is None:
        scores = measure()
        if as_json:
            emit(scores)
        else:
            for line in paper_lines(scores, errors=errors):
                click.echo(line)
        return
    report, results = report_pages(folder, jobs, scraped=scraped)
    if as_json:
        emit(report)
        return
    for line in page_lines(report, results, errors=errors):
        click.echo(line)


@eval_command.command("weigh")
@_FOLDER
@click.option("--errors", is_flag=True, help="List what was not found, flagged falsely or not caught.")
@JSON
def weigh(folder: Path | None, errors: bool, as_json: bool) -> None:
    """Measure how copied passages are found and numbers compared.

    FOLDER holds parallel sentences as NTREX-128 is published (src.eng.txt, ref.spa.txt ...). Without it, passages are
    planted in texts of invented words, and the rest is not measured. Each figure is given for the half of the
    documents that rules were tuned on (dev) and for the other (test).
    """
    from foja.evaluate.weighing import evaluate, lines

    report = evaluate(folder, sample())
    if as_json:
        emit(report)
        return
    for line in lines(report, errors=errors):
        click.echo(line)


@eval_command.command("names")
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--most", type=click.IntRange(1), default=100, show_default=True, help="Names asked for of each group.")
@click.option("--peers", is_flag=True, help="Score the pairs with other programs too, where they are installed.")
@JSON
def names(folder: Path, most: int, peers: bool, as_json: bool) -> None:
    """Measure the search and comparison of names across scripts, on the sets below FOLDER.

    Sets of others, which you fetch: lists of the EU's Official Journal, EveryPolitician, yente, the name bench.
    """
    from foja.evaluate.name_peers import peers as installed
    from foja.evaluate.names import lines, measure

    report = measure(folder, most, installed() if peers else None)
    if as_json:
        emit(report)
        return
    for line in lines(report):
        click.echo(line)
