"""Measures names and drafts on marked texts, with lists of errors.

python benchmarks/drafts.py sentences [FILE.toml] [--errors]      our own held-out sentences, all languages
python benchmarks/drafts.py polnear dev.jsonl.xz [--errors N]     PolNeAR: spans of source, cue and content
python benchmarks/drafts.py names LANG FILE.conllu.xz [--errors N]  Universal Dependencies: proper names

PolNeAR and Universal Dependencies are not shipped: their files are named on the command line. Nothing is trained.
"""

from __future__ import annotations

import argparse
import bisect
import itertools
import json
import lzma
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import msgspec

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT)]

from foja.extract.measure import Sentence, measure  # noqa: E402
from foja.extract.protocol import ExtractSetting  # noqa: E402
from foja.extract.stage import EXTRACT  # noqa: E402
from foja.model.record import digest  # noqa: E402
from foja.model.statement import Extraction, Statement  # noqa: E402
from foja.model.text import Claimed, Document, Reading, Zone  # noqa: E402
from foja.model.vocabulary import MentionKind, ZoneRole  # noqa: E402
from foja.text.sentences import paragraphs, sentences  # noqa: E402

HELDOUT = ROOT / "examples" / "sentences" / "heldout.toml"
EDGES = " \t\n\"“”‘’'«».,;:!?—–-…"
Span = tuple[int, int]


def extract(text: str, language: str) -> Extraction:
    """The extraction of a text that is all body."""
    reading = Reading(
        source=digest(b""),
        text=digest(text.encode()),
        reader="measure",
        version="1",
        media_type="text/plain",
        characters=len(text),
        zones=(Zone(start=0, end=len(text), role=ZoneRole.BODY, probability=1.0, reason="measure"),),
        claims=(Claimed(field="language", value=language, origin="measure", confidence=1.0),),
    )
    (found,) = EXTRACT.run(Document(text=text, reading=reading), setting=ExtractSetting())
    return found


def lines(path: Path) -> list[str]:
    """The lines of a compressed text file."""
    with lzma.open(path, "rt", encoding="utf-8") as file:
        return list(file)


def rate(right: int, gold: int, found: int) -> str:
    """Precision, recall and F1 in per cent."""
    precision, recall = 100 * right / max(found, 1), 100 * right / max(gold, 1)
    return f"P {precision:5.1f}  R {recall:5.1f}  F {2 * precision * recall / max(precision + recall, 1e-9):5.1f}"


def own_sentences(path: Path, errors: bool) -> None:
    """Names, statements and their fields on sentences of our own."""
    data = path.read_bytes()
    rows = [msgspec.convert(row, Sentence) for row in tomllib.loads(data.decode())["text"]]
    rates, faults = measure(rows, extract)
    print(f"{len(rows)} texts, sha256 {digest(data)[:12]}")
    for one in rates:
        print(f"{one.language:<4} {one.task:<14} gold {one.gold:>4}  {rate(one.right, one.gold, one.found)}")
    if errors:
        for fault in faults:
            print(f"{fault.language} {fault.task:<14} expected “{fault.expected}”, found “{fault.found}”")


def trimmed(text: str, span: Span) -> Span:
    """A span without marks and spaces at its edges."""
    a, b = span
    while a < b and text[a] in EDGES:
        a += 1
    while b > a and text[b - 1] in EDGES:
        b -= 1
    return a, b


def pieces(text: str, spans: set[Span], starts: list[int]) -> set[Span]:
    """Spans cut where sentences begin, as the set's published protocol measures within sentences."""
    out: set[Span] = set()
    for a, b in spans:
        cuts = [a, *starts[bisect.bisect_right(starts, a) : bisect.bisect_left(starts, b)], b]
        out.update(trimmed(text, piece) for piece in itertools.pairwise(cuts))
    return {span for span in out if span[0] < span[1]}


def marked(row: dict) -> dict[str, set[Span]]:
    """The spans of the labels (B-, I-) of a PolNeAR document."""
    out: dict[str, set[Span]] = {"source": set(), "cue": set(), "content": set()}
    kind, start, end = "", 0, 0
    for (a, b), label in [*zip(row["toks"], row["labels"], strict=True), ((0, 0), "O")]:
        if label == f"I-{kind}":
            end = b
            continue
        if kind:
            out[kind].add((start, end))
        kind, start, end = (label[2:], a, b) if label != "O" else ("", 0, 0)
    return out


def drafted(text: str) -> dict[str, set[Span]]:
    """The spans of the attributed drafts. The set marks one layer, so drafts inside others are left out; its content
    begins at "that", ours after it; parts of one compound content are put together again."""
    drafts = [s for s in extract(text, "en").statements if s.cue is not None or len(s.chain) > 1]
    out: dict[str, set[Span]] = {"source": set(), "cue": set(), "content": set()}
    contents: dict[Span, list[Span]] = {}
    for s in drafts:
        if any(_inside(s, o) for o in drafts if o is not s):
            continue
        start, end = s.passage.start, s.passage.end
        before = text[:start].rstrip(' "“')
        if before.lower().endswith(" that"):
            start = len(before) - 4
        contents.setdefault((s.cue.start, s.cue.end) if s.cue else (start, end), []).append((start, end))
        if s.cue:
            out["cue"].add((s.cue.start, s.cue.end))
        if s.speaker.start is not None and s.speaker.end is not None:
            out["source"].add((s.speaker.start, s.speaker.end))
    out["content"] = {(min(a for a, _ in parts), max(b for _, b in parts)) for parts in contents.values()}
    return out


def _inside(s: Statement, other: Statement) -> bool:
    return s.cue is not None and other.passage.start <= s.cue.start and s.cue.end <= other.passage.end


def polnear(path: Path, errors: int) -> None:
    """Exact spans of source, cue and content, marks at their edges aside."""
    counts = {kind: [0, 0, 0] for kind in ("source", "cue", "content")}
    listed: list[str] = []
    for line in lines(path):
        row = json.loads(line)
        text, gold, found = row["text"], marked(row), drafted(row["text"])
        starts = [c for a, b in paragraphs(text) for c, _ in sentences(text, a, b)]
        for kind, cell in counts.items():
            want, have = pieces(text, gold[kind], starts), pieces(text, found[kind], starts)
            cell[0] += len(want & have)
            cell[1] += len(want)
            cell[2] += len(have)
            listed += [f"{kind} missed: {text[a:b]!r}" for a, b in sorted(want - have)]
            listed += [f"{kind} extra: {text[a:b]!r}" for a, b in sorted(have - want)]
    for kind, (right, wanted, had) in counts.items():
        print(f"{kind:<8} gold {wanted:>5}  {rate(right, wanted, had)}")
    print("\n".join(listed[:errors]))


def conllu(path: Path) -> Iterator[tuple[str, list[Span]]]:
    """Each sentence with the spans of its runs of proper names (PROPN, capital, no month or weekday)."""
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
            else:
                a = text.find(form, at)
                b = at = a + len(form)
                if "-" in number:
                    held = (int(number.split("-")[1]), (a, b))
                    continue
            if columns[3] != "PROPN" or not form[0].isupper():
                continue
            if spans and not text[spans[-1][1] : a].strip():
                spans[-1] = (spans[-1][0], b)
            else:
                spans.append((a, b))
        elif not line.strip() and text:
            yield text, spans
            text = ""


def names(language: str, path: Path, errors: int) -> None:
    """Names found against runs of proper names: the same span, and any common character."""
    exact = wanted = had = touched = useful = 0
    listed: list[str] = []
    for text, all_names in conllu(path):
        found = extract(text, language)
        dated = [(d.start, d.end) for d in found.dates]
        gold = [span for span in all_names if not any(a <= span[0] and span[1] <= b for a, b in dated)]
        have = [(m.start, m.end) for m in found.mentions if m.kind is not MentionKind.ROLE]
        exact += len(set(gold) & set(have))
        wanted, had = wanted + len(gold), had + len(have)
        touched += sum(any(a < d and c < b for c, d in have) for a, b in gold)
        useful += sum(any(a < d and c < b for c, d in gold) for a, b in have)
        listed += [f"no name: {text[a:b]!r}" for a, b in have if not any(a < d and c < b for c, d in gold)]
        listed += [f"missed: {text[a:b]!r}" for a, b in gold if not any(a < d and c < b for c, d in have)]
    print(f"{path.name}: gold {wanted}, found {had}")
    print(f"same span      {rate(exact, wanted, had)}")
    print(f"in common      P {100 * useful / max(had, 1):5.1f}  R {100 * touched / max(wanted, 1):5.1f}")
    print("\n".join(listed[:errors]))


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    tasks = parser.add_subparsers(dest="task", required=True)
    one = tasks.add_parser("sentences")
    one.add_argument("file", nargs="?", type=Path, default=HELDOUT)
    one.add_argument("--errors", action="store_true")
    two = tasks.add_parser("polnear")
    two.add_argument("file", type=Path)
    two.add_argument("--errors", type=int, default=0)
    three = tasks.add_parser("names")
    three.add_argument("language")
    three.add_argument("file", type=Path)
    three.add_argument("--errors", type=int, default=0)
    given = parser.parse_args()
    if given.task == "sentences":
        own_sentences(given.file, given.errors)
    elif given.task == "polnear":
        polnear(given.file, given.errors)
    else:
        names(given.language, given.file, given.errors)


if __name__ == "__main__":
    main()
