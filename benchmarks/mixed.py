"""A folder of files of many kinds, as they lie about: what comes of each, and what reading costs.

    python -m benchmarks.mixed FOLDER...                     files drawn from these folders, by kind
    python -m benchmarks.mixed FOLDER... --kreuzberg PYTHON  also kreuzberg, by the Python that has it

Meant for the test files of projects that read documents, which hold the odd ones: checked out, for example,
apache/tika, kreuzberg-dev/kreuzberg, alephdata/ingest-file and py-pdf/sample-files. Only their test files are drawn, at
most so many of each kind (``QUOTA``), by a fixed seed; the same folders give the same files. Text recognition is left
out, of kreuzberg too: what is a picture of pages counts as such. Its cache is switched off: it keeps what it has read,
beyond the end of the program.

Times are processor seconds of one process that reads all files, one after the other. Before they are counted each
program reads the smallest file of each kind once: what it loads for that is paid once in the life of a process, and
``benchmarks.read`` says what it is for foja.

Kreuzberg is asked twice: for text alone, and for what it has of that which foja gives with every text (pages, structure
with places, language).
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from foja.model.errors import Gap
from foja.model.record import digest
from foja.model.source import Original
from foja.model.text import CanonicalText
from foja.read.limits import Limits
from foja.read.stage import READ

QUOTA = {
    "pdf": 90, "docx": 40, "odt": 15, "rtf": 15, "xls": 30, "xlsx": 30, "doc": 30, "pptx": 20, "ppt": 10, "html": 35,
    "eml": 30, "msg": 15, "mbox": 5, "txt": 20, "csv": 10, "zip": 15,
}  # fmt: skip
MOST = 3_000_000
"""Bytes of a file."""
_TESTS = ("test", "fixture", "sample", "resources")
_OTHER = """
import json, resource, sys, time
from kreuzberg import *
how = ExtractionConfig(use_cache=False, disable_ocr=True)
if sys.argv[1] == "more":
    how = ExtractionConfig(
        use_cache=False, disable_ocr=True, include_document_structure=True, pages=PageConfig(extract_pages=True),
        language_detection=LanguageDetectionConfig(enabled=True),
        pdf_options=PdfConfig(extract_metadata=True, hierarchy=HierarchyConfig(enabled=True, include_bbox=True)),
    )
found, spent = {}, {}
for path in sys.argv[2:]:
    begin = time.process_time()
    try:
        found[path] = len(extract_file_sync(path, config=how).content.strip())
    except Exception:
        found[path] = -1
    spent[path] = time.process_time() - begin
print("@" + json.dumps([found, spent, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024]))
"""


def drawn(folders: Iterable[Path]) -> list[Path]:
    """The files, by kind."""
    found: dict[str, list[Path]] = {}
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            kind = path.suffix.lower().lstrip(".").replace("htm", "html").replace("htmll", "html")
            inside = str(path.relative_to(folder)).lower()
            if kind in QUOTA and path.is_file() and not path.is_symlink() and any(word in inside for word in _TESTS):
                found.setdefault(kind, []).append(path)
    chosen = []
    for kind, quota in QUOTA.items():
        paths = [path for path in found.get(kind, []) if 0 < path.stat().st_size < MOST]
        chosen += random.Random(4).sample(paths, min(quota, len(paths)))
    return chosen


def read_all(paths: Iterable[Path]) -> tuple[dict[str, str], dict[str, float]]:
    """The outcome of each file, and its processor seconds. ``read`` where text was found."""
    found: dict[str, str] = {}
    spent: dict[str, float] = {}
    for path in paths:
        begin = time.process_time()
        data = path.read_bytes()
        try:
            records = list(READ.run(Original(sha256=digest(data), name=path.name, content=data), setting=Limits()))
            text = next((one.text for one in records if isinstance(one, CanonicalText)), "")
            found[str(path)] = "read" if text.strip() else "members only"
        except Gap as gap:
            found[str(path)] = gap.code
        spent[str(path)] = time.process_time() - begin
    return found, spent


def by_kind(paths: Iterable[Path], *spent: dict[str, float]) -> str:
    """Lines of a table: processor seconds by kind of file, a column for each program."""
    kinds: dict[str, list[str]] = {}
    for path in paths:
        kinds.setdefault(path.suffix.lower(), []).append(str(path))
    rows = [(kind, len(own), [sum(one[path] for path in own) for one in spent]) for kind, own in kinds.items()]
    rows.sort(key=lambda row: -row[2][0])
    return "".join(
        f"{kind:6} {count:4}" + "".join(f"{value:9.2f}" for value in row) + "\n" for kind, count, row in rows
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--kreuzberg", metavar="PYTHON", help="the Python of an environment that has kreuzberg")
    given = parser.parse_args()
    paths = drawn(given.folders)
    print(f"{len(paths)} files, {sum(path.stat().st_size for path in paths) / 1e6:.0f} MB: ", end="")
    print(dict(Counter(path.suffix.lower() for path in paths)), "\n")
    first = smallest(paths)
    read_all(first)
    found, each = read_all(paths)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    _say("foja", each, memory, Counter(found.values()))
    columns = [each]
    if given.kreuzberg:
        for name, mode in (("kreuzberg, text alone", "text"), ("kreuzberg, with places", "more")):
            theirs, spent, most = kreuzberg(given.kreuzberg, mode, first, paths)
            kinds = Counter("failed" if length < 0 else "read" if length else "no text" for length in theirs.values())
            _say(name, spent, most, kinds)
            columns.append(spent)
        both = [path for path in found if found[path] == "read" and theirs.get(path, 0) <= 0]
        back = [path for path in found if found[path] != "read" and theirs.get(path, 0) > 0]
        print(f"text found by foja alone: {len(both)}, by kreuzberg alone: {len(back)}")
        print("".join(f"    {found[path]}: {Path(path).name}\n" for path in back), end="")
    print("\nseconds by kind: files, then the programs in this order\n" + by_kind(paths, *columns))
    for path in paths:
        if found[str(path)] in ("corrupt", "unsupported", "limit"):
            print(f"{found[str(path)]}: {path.name}")


def smallest(paths: Iterable[Path]) -> list[Path]:
    """The smallest file of each kind."""
    found: dict[str, Path] = {}
    for path in sorted(paths, key=lambda path: (path.stat().st_size, str(path))):
        found.setdefault(path.suffix.lower(), path)
    return list(found.values())


def kreuzberg(
    python: str, mode: str, first: Iterable[Path], paths: Iterable[Path]
) -> tuple[dict[str, int], dict[str, float], int]:
    """Characters of each file (-1: failed), processor seconds of each, and the largest memory in MB."""
    done = subprocess.run(
        [python, "-c", _OTHER, mode, *map(str, first), *map(str, paths)], capture_output=True, text=True
    )
    line = next((line for line in done.stdout.splitlines() if line.startswith("@")), "")
    if not line:
        raise SystemExit(f"kreuzberg did not finish: {done.stderr[-500:]}")
    found, spent, most = json.loads(line[1:])
    return found, spent, most


def _say(name: str, spent: dict[str, float], memory: int, outcomes: Counter[str]) -> None:
    total = sum(spent.values())
    print(f"{name:23} {total:6.1f} s, {len(spent) / total:5.1f} files a second, {memory} MB: {dict(outcomes)}")


if __name__ == "__main__":
    main()
