"""Dates of our own sentences: found, found to the letter, and read rightly.

A folder with one file a language (``en.txt``); a line is ``day of publication | text with {EDTF:words}``. As with the
annotated sentences, the text decides by its CRC-32 which part it belongs to, here in two halves: rules are mended on
the errors of ``dev``; those of ``test`` are listed nowhere. Counted as at TempEval-3 (UzZaman et al. 2013): relaxed
(any letter in common), strict (the same span, articles and prepositions at its edges aside), value (relaxed, and the
same reading).
"""

from __future__ import annotations

import datetime as dt
import re
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

from foja.evaluate.sentences import Measured
from foja.extract.dates import dates
from foja.extract.measure import Fault, Rate
from foja.model.errors import UsageError
from foja.model.record import Record, digest

TASKS = ("relaxed", "strict", "value")
_MARK = re.compile(r"\{([^{}:]*):([^{}]+)\}")
_LINE = re.compile(r"(\d{4}-\d\d-\d\d) \| (.+)")
_EDGES = re.compile(
    r"(?:(?:the|on|in|of|at|over|during|around|el|la|los|las|en|de|del|hacia"
    r"|o|a|os|as|na|no|nos|nas|em|do|da|le|les|l|du|dans|au)\b[ '’]*)+",
    re.IGNORECASE,
)


class Dated(Record, frozen=True):
    """One text with its marked dates: (start, end, EDTF). ``published``: the day that relative dates are read from."""

    language: str
    text: str
    published: dt.date
    dates: tuple[tuple[int, int, str], ...]

    @property
    def part(self) -> str:
        """The half that the text belongs to, by its own words."""
        return "test" if zlib.crc32(self.text.encode()) % 2 else "dev"


def files(folder: Path) -> list[Path]:
    """The files of dates in a folder, in order."""
    return sorted(folder.glob("[a-z][a-z].txt"))


def load(folder: Path) -> list[Dated]:
    """All texts; raises ``UsageError`` where a line cannot be read."""
    return [row for file in files(folder) for row in _rows(file)]


def _rows(file: Path) -> Iterator[Dated]:
    for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        match = _LINE.fullmatch(line.strip())
        try:
            if match is None or _MARK.sub("", line).count("{"):
                raise ValueError("not “day | text with {EDTF:words}”")
            yield _row(file.stem, dt.date.fromisoformat(match.group(1)), match.group(2))
        except ValueError as error:
            raise UsageError(
                "dates-unreadable", f"{file.name}:{number}: {error}", where=str(file),
                next="See examples/sentences/guideline.md.",
            ) from error  # fmt: skip


def _row(language: str, published: dt.date, line: str) -> Dated:
    text, at = "", 0
    marked: list[tuple[int, int, str]] = []
    for match in _MARK.finditer(line):
        text += line[at : match.start()]
        marked.append((len(text), len(text) + len(match.group(2)), match.group(1)))
        text += match.group(2)
        at = match.end()
    return Dated(language, text + line[at:], published, tuple(marked))


def measured(folder: Path, part: str) -> Measured:
    """The rates on one half; raises ``UsageError`` for a part that there is not."""
    rows = [row for row in load(folder) if row.part == part]
    if not rows:
        raise UsageError(
            "dates-missing", f"{folder} holds no dates of the part {part!r}.", next="Name the part dev or test."
        )
    rates, faults = measure(rows)
    return Measured(part, len(rows), digest_of(folder), "dates", rates, faults if part == "dev" else ())


def lines(report: Measured, *, errors: bool) -> Iterator[str]:
    """The report in words."""
    yield f"{report.texts} texts ({report.what}), sha256 {report.gold[:12]}"
    yield ""
    yield f"{'':<14} gold   found   right   prec.  recall     F1"
    for one in report.rates:
        yield (
            f"{one.language:<4} {one.task:<9} {one.gold:>4} {one.found:>7} {one.right:>7}"
            f" {one.precision:7.3f} {one.recall:7.3f} {one.f1:6.3f}"
        )
    if errors and report.what == "test":
        yield "The errors of the test part are not listed: it is held out. Use --part dev."
    for fault in report.faults if errors else ():
        yield f"{fault.language} {fault.task:<8} expected “{fault.expected}”, found “{fault.found}”"


Finder = Callable[[str, str, dt.date], list[tuple[int, int, str]]]
"""Text, language and day of publication to (start, end, EDTF) of each date."""


def own(text: str, language: str, published: dt.date) -> list[tuple[int, int, str]]:
    """What foja finds."""
    return [(one.start, one.end, one.when.edtf) for one in dates(text, 0, len(text), language, published)]


def measure(rows: list[Dated], find: Finder = own) -> tuple[tuple[Rate, ...], tuple[Fault, ...]]:
    """Rates for all languages together ("all") and for each one, and every fault."""
    counts: dict[tuple[str, str], list[int]] = {}
    faults: list[Fault] = []
    for row in rows:
        found = find(row.text, row.language, row.published)
        right = dict.fromkeys(TASKS, 0)
        free = list(found)
        for gold in row.dates:
            met = next((one for one in free if one[0] < gold[1] and gold[0] < one[1]), None)
            if met is None:
                faults.append(Fault("relaxed", row.language, _shown(row, gold), ""))
                continue
            free.remove(met)
            checks = {"strict": _bare(row.text, gold) == _bare(row.text, met), "value": met[2] == gold[2]}
            right["relaxed"] += 1
            for task, same in checks.items():
                right[task] += same
                if not same:
                    faults.append(Fault(task, row.language, _shown(row, gold), _shown(row, met)))
        faults += [Fault("relaxed", row.language, "", _shown(row, one)) for one in free]
        for task in TASKS:
            for language in ("all", row.language):
                cell = counts.setdefault((task, language), [0, 0, 0])
                for at, value in enumerate((len(row.dates), len(found), right[task])):
                    cell[at] += value
    languages = ["all", *sorted({row.language for row in rows})]
    return tuple(Rate(task, one, *counts[task, one]) for one in languages for task in TASKS), tuple(faults)


def _bare(text: str, span: tuple[int, int, str]) -> tuple[int, int]:
    """A span without articles and prepositions in front."""
    start, end, _ = span
    match = _EDGES.match(text, start, end)
    return (match.end() if match and match.end() < end else start), end


def _shown(row: Dated, span: tuple[int, int, str]) -> str:
    return f"{row.text[span[0] : span[1]]} = {span[2]}"


def digest_of(folder: Path) -> str:
    """One digest for all files, so that figures can be told apart."""
    return digest("".join(f"{file.name} {digest(file.read_bytes())}\n" for file in files(folder)).encode())
