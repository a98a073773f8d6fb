"""What three large files cost, each read in a child process of its own under the limits that hold by default.

    python -m benchmarks.large

A message with 1,000 attachments, a PDF file of 10,000 pages and a spreadsheet with a million rows. The last two are over
a limit, and are read once more as ``foja read-again --limit`` does. The files are those of the hostile
corpus (``tests/hostile/corpus_formats.py``), made by rule. Memory is the peak of the child that read the file.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from foja.model.errors import Gap  # noqa: E402
from foja.model.record import digest  # noqa: E402
from foja.model.source import Member, Original  # noqa: E402
from foja.model.text import Reading  # noqa: E402
from foja.read.isolation import WorkerPool  # noqa: E402
from foja.read.limits import Limits, parse_limit, raised  # noqa: E402
from hostile.corpus_formats import format_attacks  # noqa: E402

FILES = (
    ("attachments.eml", ""), ("ten-thousand.pdf", ""), ("ten-thousand.pdf", "pages=10000"),
    ("million.xlsx", ""), ("million.xlsx", "part_bytes=256MB"),
)  # fmt: skip


def measured(name: str, limit: str) -> str:
    """A row of the table: the file, what came of it, clock, processor and memory."""
    content = next(attack for attack in format_attacks() if attack.name == name).content()
    limits = raised(Limits(), dict([parse_limit(limit)])) if limit else Limits()
    start = time.monotonic()
    with WorkerPool(1, limits) as pool:
        try:
            records = pool.read(Original(digest(content), name, content))
        except Gap as gap:
            came = f"gap {gap.code}: {gap.what}"
        else:
            reading = next(record for record in records if isinstance(record, Reading))
            members = sum(isinstance(record, Member) for record in records)
            came = f"{reading.characters:,} characters, {len(reading.units):,} units, {members:,} members"
            came += "".join(f"; {note}" for note in reading.notes)
    clock = time.monotonic() - start
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor, peak = spent.ru_utime + spent.ru_stime, spent.ru_maxrss / 1024
    size = len(content) / 1e6
    what = f"{name}, {limit}" if limit else name
    return f"| {what} | {size:.1f} | {came} | {clock:.1f} | {processor:.1f} | {peak:.0f} |"


def main() -> None:
    print("| file | MB | what came of it | clock, s | processor, s | peak, MB |\n|---|---:|---|---:|---:|---:|")
    for name, limit in FILES:  # each in a process of its own: the peak of a child is kept for good
        code = f"from benchmarks.large import measured; print(measured({name!r}, {limit!r}))"
        subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)


if __name__ == "__main__":
    main()
