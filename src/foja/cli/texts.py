"""The command with which a person corrects what text recognition read."""

from __future__ import annotations

from pathlib import Path

import click

from foja.case import Case
from foja.cli.shared import CASE, JSON, PERSON, actor, emit, working
from foja.facade.texts import TextReport
from foja.model.correction import TextLine
from foja.model.errors import UsageError

MOST_BYTES = 4_000_000
"""Of a file with lines."""


@click.command("correct-text")
@CASE
@click.argument("source")
@click.argument("line", required=False)
@click.option("--page", type=click.IntRange(1), help="The page; without --number, its lines are listed.")
@click.option("--number", type=click.IntRange(1), help="The line on the page that LINE replaces.")
@click.option("--remove", is_flag=True, help="With --number: take the line out; the page does not hold it.")
@click.option(
    "--lines", "file", type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Correct several: a file with page, line and words on each line, separated by tabs.",
)  # fmt: skip
@click.option("--use", "earlier", metavar="TEXT", help="Take an earlier text (digest) into use again.")
@click.option("--show", "shown", metavar="TEXT", help="Print a text (digest) that the source had.")
@click.option("--why", metavar="TEXT", default="", help="Why; required to record.")
@PERSON
@JSON
def correct_text_command(
    case: Path, source: str, line: str | None, page: int | None, number: int | None, remove: bool, file: Path | None,
    earlier: str | None, shown: str | None, why: str, person: str | None, as_json: bool,
) -> None:  # fmt: skip
    """Correct what a machine read wrongly on pages of the SOURCE (digest) of CASE.

    \b
    foja correct-text CASE SOURCE                        the texts that it had, and who corrected them
    foja correct-text CASE SOURCE --page 2               the lines of a page, as they are now
    foja correct-text CASE SOURCE --page 2 --number 4 "the line as it is on paper" --why "…"
    foja correct-text CASE SOURCE --lines lines.tsv --why "…"
    foja correct-text CASE SOURCE --use 3fa94c21 --why "…"     take a correction back

    Each correction is a further text of the source; the texts before stay and can be read. Statements whose words stand
    as they stood are carried over with what was decided on them. Others become stale, with a draft on the corrected
    words for you to accept.
    """
    with working(case) as opened:
        if shown is not None:
            document = opened.text_version(source, shown)
            emit(document) if as_json else click.echo(document.text)
            return
        if earlier is not None:
            _report(opened.use_text(source, earlier, actor=actor(person), why=why), case, as_json)
            return
        changes = _changes(line, page, number, remove, file)
        if changes:
            _report(opened.correct_text(source, changes, actor=actor(person), why=why), case, as_json)
        elif page is not None:
            _list_lines(opened, source, page, as_json)
        else:
            _list_texts(opened, source, as_json)


def _changes(
    line: str | None, page: int | None, number: int | None, remove: bool, file: Path | None
) -> dict[tuple[int, int], str]:
    if file is not None:
        return _from_file(file)
    if line is None and number is None and not remove:
        return {}
    if page is None or number is None or (line is None) != remove:
        raise UsageError(
            "line-place",
            "A line is corrected by its page, its number, and its words.",
            next='Write --page 2 --number 4 "the line", or --page 2 --number 4 --remove.',
        )
    return {(page, number): line or ""}


def _from_file(file: Path) -> dict[tuple[int, int], str]:
    """The lines of a file. Raises UsageError ``lines-file``."""
    found: dict[tuple[int, int], str] = {}
    data = file.read_bytes()[: MOST_BYTES + 1]
    trouble = f"it is larger than {MOST_BYTES:,} bytes" if len(data) > MOST_BYTES else ""
    try:
        rows = data.decode("utf-8-sig").split("\n")
    except UnicodeDecodeError:
        rows, trouble = [], "it is not UTF-8"
    for count, row in enumerate(rows, 1):
        if not row.strip():
            continue
        cells = row.rstrip("\r").split("\t", 2)
        if len(cells) != 3 or not all(cell.isascii() and cell.isdigit() and len(cell) < 8 for cell in cells[:2]):
            trouble = trouble or f"its line {count} is not page, line and words, separated by tabs"
            break
        found[int(cells[0]), int(cells[1])] = cells[2]
    if trouble or not found:
        raise UsageError(
            "lines-file",
            f"The file with lines cannot be used: {trouble or 'it holds none'}.",
            where=str(file),
            next="Write a line for each line to correct: 2, a tab, 4, a tab, the words.",
        )
    return found


def _report(report: TextReport, case: Path, as_json: bool) -> None:
    if as_json:
        emit(report)
        return
    for line in report.lines:
        click.echo(f"page {line.page}, line {line.line}\n  - {line.was}\n  + {line.now}")
    click.echo(f"The text in use is now {report.text[:12]}; {report.before[:12]} stays and can be read.")
    if report.carried:
        click.echo(f"{len(report.carried)} statements carried over: their words stand as they stood.")
    for old, new in report.stale:
        click.echo(f"{old} is stale: its words were corrected. A draft waits: {new}")
    for one in report.gone:
        click.echo(f"{one} is stale: its passage was taken out.")
    click.echo(f"Drafts on the corrected text are made by: foja build {case}")


def _list_lines(case: Case, source: str, page: int, as_json: bool) -> None:
    lines = case.recognised_lines(source, page)
    if as_json:
        emit(lines)
        return
    for line in lines:
        click.echo(
            f"{line.line:>4}  {'' if line.confidence is None else line.confidence:>3}  {line.text}{_marks(line)}"
        )
    if not lines:
        click.echo(f"Page {page} holds no line that a machine recognised.")


def _marks(line: TextLine) -> str:
    marks = [f"doubtful: {', '.join(line.doubtful)}"] if line.doubtful else []
    marks += map(str, line.corrected)
    return f"   [{'; '.join(marks)}]" if marks else ""


def _list_texts(case: Case, source: str, as_json: bool) -> None:
    texts = case.texts(source)
    if as_json:
        emit(texts)
        return
    for text in texts:
        made = text.made
        who = (
            f"{made.at[:10]} {made.actor.name or 'a person'}: {made.why}"
            if made
            else f"read by machine ({text.reader})"
        )
        click.echo(
            f"{text.text[:12]}  {'in use' if text.in_use else '      '}  {text.characters:>9,} characters  {who}"
        )
        for line in text.lines:
            click.echo(f"    page {line.page}, line {line.line}\n      - {line.was}\n      + {line.now}")
    if not texts:
        click.echo("It has no text.")
