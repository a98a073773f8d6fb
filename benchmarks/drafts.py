"""Measures names and drafts on marked texts, with lists of errors.

python benchmarks/drafts.py sentences [FILE.toml] [--errors] [--extractor X]  our own held-out sentences, all languages
python benchmarks/drafts.py polnear dev.jsonl.xz [--errors N]     PolNeAR: spans of source, cue and content
python benchmarks/drafts.py names LANG FILE.conllu.xz [--errors N]  Universal Dependencies: proper names
python benchmarks/drafts.py speed [FILE.txt] [--lang en] [--peers PYTHON]  words per CPU-second and memory of each
                                                                  extractor; beside spaCy and ftm-analyze, where the
                                                                  other Python has them
python benchmarks/drafts.py dates [FOLDER]                       dates of our own sentences, beside dateparser

PolNeAR and Universal Dependencies are not shipped: their files are named on the command line. Nothing is trained.
"""

from __future__ import annotations

import argparse
import datetime as dt
import lzma
import resource
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import msgspec

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT)]

from foja.evaluate import dates as marked_dates  # noqa: E402
from foja.evaluate import polnear as spans  # noqa: E402
from foja.evaluate.one_text import extraction as extract  # noqa: E402
from foja.evaluate.sentences import load  # noqa: E402
from foja.extract.measure import Sentence, measure  # noqa: E402
from foja.extract.stage import EXTRACTORS  # noqa: E402
from foja.model.errors import UsageError  # noqa: E402
from foja.model.record import digest  # noqa: E402
from foja.model.vocabulary import MentionKind  # noqa: E402

ANNOTATED = ROOT / "examples" / "sentences" / "annotated"
DATES = ROOT / "examples" / "sentences" / "dates"
HELDOUT = ROOT / "examples" / "sentences" / "heldout.toml"
Span = tuple[int, int]


def lines(path: Path) -> list[str]:
    """The lines of a file, packed (.xz) or not."""
    with lzma.open(path, "rt", encoding="utf-8") if path.suffix == ".xz" else path.open(encoding="utf-8") as file:
        return list(file)


def rate(right: int, gold: int, found: int) -> str:
    """Precision, recall and F1 in per cent."""
    precision, recall = 100 * right / max(found, 1), 100 * right / max(gold, 1)
    return f"P {precision:5.1f}  R {recall:5.1f}  F {2 * precision * recall / max(precision + recall, 1e-9):5.1f}"


def own_sentences(path: Path, errors: bool, extractor: str) -> None:
    """Names, statements and their fields on sentences of our own."""
    data = path.read_bytes()
    rows = [msgspec.convert(row, Sentence) for row in tomllib.loads(data.decode())["text"]]
    rates, faults = measure(rows, partial(extract, extractor=extractor))
    print(f"{len(rows)} texts, sha256 {digest(data)[:12]}")
    for one in rates:
        print(f"{one.language:<4} {one.task:<14} gold {one.gold:>4}  {rate(one.right, one.gold, one.found)}")
    if errors:
        for fault in faults:
            print(f"{fault.language} {fault.task:<14} expected “{fault.expected}”, found “{fault.found}”")


def polnear(path: Path, errors: int) -> None:
    """Exact spans of source, cue and content, marks at their edges aside."""
    rates, faults = spans.measure(path)
    for one in rates:
        print(f"{one.task:<8} gold {one.gold:>5}  {rate(one.right, one.gold, one.found)}")
    for fault in faults[:errors]:
        print(f"{fault.task} expected {fault.expected!r}, found {fault.found!r}")


def conllu(path: Path) -> Iterator[tuple[str, list[Span]]]:
    """Each sentence with the spans of its runs of proper names: PROPN, with a capital where the script has them. Where
    a word is written together with the one before it, its span is within."""
    text, at, spans, held = "", 0, [], (0, (0, 0))
    for line in [*lines(path), "\n"]:
        if line.startswith("# text = "):
            text, at, spans, held = line[9:].rstrip("\n"), 0, [], (0, (0, 0))
        elif line[:1].isdigit():
            columns = line.rstrip("\n").split("\t")
            number, form = columns[0], columns[1]
            if "." in number:
                continue
            if "-" not in number and int(number) <= held[0]:
                a, b = held[1]
                within = text.find(form, a, b)
                if within >= 0 and form[0].isalpha() and form.lower() == form.upper():
                    a, b = within, within + len(form)
            else:
                a = text.find(form, at)
                b = at = a + len(form)
                if "-" in number:
                    held = (int(number.split("-")[1]), (a, b))
                    continue
            if columns[3] != "PROPN" or form[0].islower():
                continue
            if spans and not text[spans[-1][1] : a].strip():
                spans[-1] = (spans[-1][0], b)
            else:
                spans.append((a, b))
        elif not line.strip() and text:
            yield text, spans
            text = ""


def names(language: str, path: Path, errors: int) -> None:
    """Names found against runs of proper names: the same span, and any common character; of each kind, how many of
    those found have something in common with a proper name."""
    exact = wanted = had = touched = useful = 0
    by_kind: dict[MentionKind, list[bool]] = {}
    listed: list[str] = []
    for text, all_names in conllu(path):
        found = extract(text, language)
        dated = [(d.start, d.end) for d in found.dates]
        gold = [span for span in all_names if not any(a <= span[0] and span[1] <= b for a, b in dated)]
        named = [m for m in found.mentions if m.kind is not MentionKind.ROLE]
        have = [(m.start, m.end) for m in named]
        for m in named:
            by_kind.setdefault(m.kind, []).append(any(m.start < d and c < m.end for c, d in gold))
        exact += len(set(gold) & set(have))
        wanted, had = wanted + len(gold), had + len(have)
        touched += sum(any(a < d and c < b for c, d in have) for a, b in gold)
        useful += sum(any(a < d and c < b for c, d in gold) for a, b in have)
        listed += [f"no name: {text[a:b]!r}" for a, b in have if not any(a < d and c < b for c, d in gold)]
        listed += [f"missed: {text[a:b]!r}" for a, b in gold if not any(a < d and c < b for c, d in have)]
    print(f"{path.name}: gold {wanted}, found {had}")
    print(f"same span      {rate(exact, wanted, had)}")
    print(f"in common      P {100 * useful / max(had, 1):5.1f}  R {100 * touched / max(wanted, 1):5.1f}")
    for kind, right in sorted(by_kind.items()):
        print(f"  {kind.value:<13} P {100 * sum(right) / len(right):5.1f}  of {len(right)}")
    print("\n".join(listed[:errors]))


PEERS = """
import importlib, pkgutil, resource, sys, time
text = sys.stdin.read()
parts = text.split("\\n\\n")
def told(name, work):
    work(parts[:20])
    start = time.process_time()
    found = work(parts)
    spent = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{name:<14} {len(text.split())} words, {found} names, {len(text.split()) / spent:,.0f} words per CPU-second,"
          f" peak of the process so far {peak} MB", flush=True)
try:
    package = next(m.name for m in pkgutil.iter_modules() if m.name.startswith(sys.argv[1] + "_core_"))
    model = importlib.import_module(package).load()
    told("spaCy", lambda some: sum(len(doc.ents) for doc in model.pipe(some)))
except StopIteration:
    print("spaCy          not measured: no pipeline of this language is installed")
try:
    from followthemoney import model as ftm
    from ftm_analyze.logic import analyze_entity
    def analysed(some):
        found = 0
        for at, part in enumerate(some):
            made = ftm.make_entity("PlainText")
            made.id = str(at)
            made.add("bodyText", part)
            found += sum(1 for _ in analyze_entity(made))
        return found
    told("ftm-analyze", analysed)
except Exception as error:
    print(f"ftm-analyze    not measured: {type(error).__name__}: {error}")
"""
"""What another Python runs: the name that spaCy gives its pipelines begins with the language."""


def peers(python: Path, text: str, language: str) -> None:
    """The same for spaCy's small pipeline and for ftm-analyze, on the same text, paragraph by paragraph."""
    subprocess.run([python, "-c", PEERS, language], input=text.encode(), check=True)


def speed(path: Path | None, language: str, python: Path | None) -> None:
    """Words per CPU-second of each extractor on one text, after it has read a piece of it, and the peak of memory."""
    kept = [row.text for row in load(ANNOTATED) if row.language == language]
    text = path.read_text("utf-8") if path else "\n\n".join(kept)
    words = len(text.split())
    for extractor in EXTRACTORS:
        try:
            extract(text[:2_000], language, extractor)
        except UsageError as missing:
            print(f"{extractor:<14} not measured: {missing.what}")
            continue
        start = time.process_time()
        found = extract(text, language, extractor)
        spent = time.process_time() - start
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(
            f"{extractor:<14} {words} words, {len(found.statements)} drafts, {words / spent:,.0f} words per CPU-second,"
            f" peak of the process so far {peak} MB"
        )
    if python is not None:
        peers(python, text, language)


def searched(text: str, language: str, published: dt.date) -> list[tuple[int, int, str]]:
    """What ``dateparser.search`` finds; it always answers with a day."""
    from dateparser.search import search_dates

    base = dt.datetime.combine(published, dt.time())
    found = search_dates(text, languages=[language], settings={"RELATIVE_BASE": base, "PREFER_DATES_FROM": "past"})
    out, at = [], 0
    for words, day in found or []:
        start = text.find(words, at)
        if start >= 0:
            at = start + len(words)
            out.append((start, at, day.date().isoformat()))
    return out


def dates(folder: Path) -> None:
    """Dates of our own sentences, the half that is held back: foja beside dateparser. A year or a month that dateparser
    fills up to a day counts as wrong by value, so its last figure is a lower bound."""
    rows = [row for row in marked_dates.load(folder) if row.part == "test"]
    for name, find in (("foja", marked_dates.own), ("dateparser", searched)):
        start = time.process_time()
        rates, _ = marked_dates.measure(rows, find)
        spent = time.process_time() - start
        shown = "  ".join(f"{one.task} {100 * one.f1:.1f}" for one in rates if one.language == "all")
        print(f"{name:<11} {len(rows)} texts, {spent:.2f} CPU-seconds, F1: {shown}")


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    tasks = parser.add_subparsers(dest="task", required=True)
    one = tasks.add_parser("sentences")
    one.add_argument("file", nargs="?", type=Path, default=HELDOUT)
    one.add_argument("--errors", action="store_true")
    one.add_argument("--extractor", default="")
    two = tasks.add_parser("polnear")
    two.add_argument("file", type=Path)
    two.add_argument("--errors", type=int, default=0)
    three = tasks.add_parser("names")
    three.add_argument("language")
    three.add_argument("file", type=Path)
    three.add_argument("--errors", type=int, default=0)
    four = tasks.add_parser("speed")
    four.add_argument("file", nargs="?", type=Path)
    four.add_argument("--lang", default="en")
    four.add_argument("--peers", type=Path)
    five = tasks.add_parser("dates")
    five.add_argument("file", nargs="?", type=Path, default=DATES)
    given = parser.parse_args()
    if given.task == "sentences":
        own_sentences(given.file, given.errors, given.extractor)
    elif given.task == "polnear":
        polnear(given.file, given.errors)
    elif given.task == "dates":
        dates(given.file)
    elif given.task == "speed":
        speed(given.file, given.lang, given.peers)
    else:
        names(given.language, given.file, given.errors)


if __name__ == "__main__":
    main()
