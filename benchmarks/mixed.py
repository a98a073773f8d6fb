"""A folder of files of many kinds, as they lie about: what comes of each, and what reading costs.

    python -m benchmarks.mixed FOLDER...                     files drawn from these folders, by kind
    python -m benchmarks.mixed FOLDER... --kreuzberg PYTHON  also kreuzberg, by the Python that has it

Meant for the test files of projects that read documents, which hold the odd ones: checked out, for example,
apache/tika, kreuzberg-dev/kreuzberg, alephdata/ingest-file and py-pdf/sample-files. Only their test files are drawn, at
most so many of each kind (``QUOTA``), by a fixed seed; the same folders give the same files. Text recognition is left
out, of kreuzberg too: what is a picture of pages counts as such. Its cache is switched off: it keeps what it has read,
beyond the end of the program.

Times are processor seconds of one process that reads all files, one after the other.
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
from kreuzberg import ExtractionConfig, extract_file_sync
how = ExtractionConfig(use_cache=False, disable_ocr=True)
found, begin = {}, time.process_time()
for path in sys.argv[1:]:
    try:
        found[path] = len(extract_file_sync(path, config=how).content.strip())
    except Exception:
        found[path] = -1
spent = time.process_time() - begin
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


def read_all(paths: Iterable[Path]) -> tuple[dict[str, str], float]:
    """The outcome of each file, and processor seconds. ``read`` where text was found."""
    found, begin = {}, time.process_time()
    for path in paths:
        data = path.read_bytes()
        try:
            records = list(READ.run(Original(sha256=digest(data), name=path.name, content=data), setting=Limits()))
            text = next((one.text for one in records if isinstance(one, CanonicalText)), "")
            found[str(path)] = "read" if text.strip() else "members only"
        except Gap as gap:
            found[str(path)] = gap.code
    return found, time.process_time() - begin


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--kreuzberg", metavar="PYTHON", help="the Python of an environment that has kreuzberg")
    given = parser.parse_args()
    paths = drawn(given.folders)
    print(f"{len(paths)} files, {sum(path.stat().st_size for path in paths) / 1e6:.0f} MB: ", end="")
    print(dict(Counter(path.suffix.lower() for path in paths)), "\n")
    found, spent = read_all(paths)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"foja       {spent:.1f} s, {len(paths) / spent:.1f} files a second, {memory} MB: {dict(Counter(found.values()))}"
    )
    theirs: dict[str, int] = {}
    if given.kreuzberg:
        done = subprocess.run([given.kreuzberg, "-c", _OTHER, *map(str, paths)], capture_output=True, text=True)
        line = next((line for line in done.stdout.splitlines() if line.startswith("@")), "")
        if not line:
            raise SystemExit(f"kreuzberg did not finish: {done.stderr[-500:]}")
        theirs, other, most = json.loads(line[1:])
        kinds = Counter("failed" if length < 0 else "read" if length else "no text" for length in theirs.values())
        print(f"kreuzberg  {other:.1f} s, {len(paths) / other:.1f} files a second, {most} MB: {dict(kinds)}")
        both = [path for path in found if found[path] == "read" and theirs.get(path, 0) <= 0]
        back = [path for path in found if found[path] != "read" and theirs.get(path, 0) > 0]
        print(f"text found by foja alone: {len(both)}, by kreuzberg alone: {len(back)}")
        print("".join(f"    {found[path]}: {Path(path).name}\n" for path in back), end="")
    for path in paths:
        if found[str(path)] in ("corrupt", "unsupported", "limit"):
            print(f"{found[str(path)]}: {path.name}")


if __name__ == "__main__":
    main()
