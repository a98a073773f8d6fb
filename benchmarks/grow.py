"""What one new source costs in a case of 100, 1,000 and 10,000 sources.

It should cost its own work and some index look-ups: the figure to watch is the growth of SQLite's instructions and
of CPU time from the smallest case to the largest. The new source is the same in every case: a page that copies none.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from benchmarks.corpus import as_html, pages, write_corpus
from benchmarks.measure import Work, spending, watching
from foja.case import Case
from foja.flow import plan
from foja.flow.build import FOJA
from foja.model.event import Act, Actor
from foja.model.record import decode, digest, encode
from foja.model.support import Comparison, Sketch

WHO = Actor(name="Benchmark")
SIZES = (100, 1000, 10000)
WORDS = (140, 280)
"""Shorter pages than in ``build``: ten thousand long ones would take most of an hour on a small machine."""


class Cost(NamedTuple):
    """``sources`` and ``statements`` of the case; seconds for ``add`` and ``build``; what SQLite did."""

    sources: int
    statements: int
    wall: float
    cpu: float
    work: Work


def fill(case: Case, folder: Path, jobs: int, compare: bool) -> None:
    """Adds and builds ``folder``. Without ``compare`` each comparison is recorded as done and empty: the look-ups
    that a new source makes later are the same, only what was found before is missing."""
    case.add([folder], actor=WHO)
    if compare:
        case.build(jobs=jobs)
        return
    stages = plan.STAGES
    plan.STAGES = stages[:-1]
    try:
        case.build(jobs=jobs)
    finally:
        plan.STAGES = stages
    _compared(case)


def _compared(case: Case) -> None:
    held = case._folder
    setting = plan.setting_digest("weigh.compare")
    due = plan.due(held, "weigh.compare")
    for start in range(0, len(due), 500):
        acts, blobs = [], []
        for name in due[start : start + 500]:
            sketch = decode(held.blob(name), Sketch)
            blobs.append(encode(Comparison(source=sketch.source, text=sketch.text, version=sketch.version)))
            body = {
                "stage": "weigh.compare", "version": sketch.version, "setting": setting, "input": name,
                "source": sketch.source, "state": "done", "output": digest(blobs[-1]), "blobs": [], "detail": "",
                "next": "",
            }  # fmt: skip
            acts.append(Act(kind="derived", body=body, actor=FOJA))
        held.vault.put_many(blobs)
        held.record(acts)


def cost(case: Case, scratch: Path, seed: int, tries: int = 3) -> Cost:
    """Adds ``tries`` new sources one after the other, each with a build, in this process. Medians."""
    walls, cpus, works = [], [], []
    for number in range(tries):
        file = scratch / f"new-{number}.html"
        file.write_text(as_html(next(pages(1, seed * 10 + number, (300, 301)))), "utf-8")
        with watching(case._folder.database.connection) as work, spending() as spent:
            case.add([file], actor=WHO)
            case.build(jobs=0)
        walls.append(spent.wall)
        cpus.append(spent.cpu)
        works.append(work)
    counts = case.desk().counts
    middle = sorted(works, key=lambda w: w.steps)[len(works) // 2]
    return Cost(counts.sources, counts.drafts, statistics.median(walls), statistics.median(cpus), middle)


def run(
    sizes: tuple[int, ...], scratch: Path, *, jobs: int = 2, compare: bool = True, keep: Path | None = None
) -> list[Cost]:
    """One case, filled up to each size in turn and measured there. ``keep``: where the case is made and left."""
    path = keep or scratch / "grow"
    costs = []
    have = 0
    case = Case.create(path, title="Growing", actor=WHO)
    with case:
        for size in sizes:
            folder = scratch / f"part-{size}"
            write_corpus(folder, size, 7, WORDS, skip=have)
            with spending() as spent:
                fill(case, folder, jobs, compare)
            print(f"filled to {size} in {spent.wall:.0f} s", file=sys.stderr, flush=True)
            new = scratch / f"new-at-{size}"
            new.mkdir()
            # The sources added for measuring differ from size to size: the same bytes would be known already.
            costs.append(cost(case, new, size))
            have = size
    return costs


def table(costs: list[Cost], compare: bool) -> str:
    first, last = costs[0], costs[-1]
    lines = [
        "| sources | statements | wall, s | CPU, s | SQLite instructions | rows written |",
        "|---:|---:|---:|---:|---:|---:|",
        *(
            f"| {c.sources:,} | {c.statements:,} | {c.wall:.2f} | {c.cpu:.2f} | {c.work.steps:,} | {c.work.changes:,} |"
            for c in costs
        ),
        "",
        f"From the first row to the last the case grows {last.sources / first.sources:.0f} times; CPU time grows"
        f" {last.cpu / first.cpu:.1f} times and SQLite's instructions {last.work.steps / first.work.steps:.1f} times.",
    ]
    if not compare:
        lines.append("The cases were filled without comparing their documents with one another (see `grow.py`).")
    for sql, (count, plan_lines) in sorted(last.work.scans.items()):
        lines.append(
            f"- reads a whole table ({count} times for one source): `{'; '.join(plan_lines)}` in `{sql[:200]}`"
        )
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)))
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--without-comparing", action="store_true")
    parser.add_argument("--keep", type=Path)
    asked = parser.parse_args()
    scratch = Path(tempfile.mkdtemp(prefix="foja-grow-"))
    try:
        sizes = tuple(int(size) for size in asked.sizes.split(","))
        costs = run(sizes, scratch, jobs=asked.jobs, compare=not asked.without_comparing, keep=asked.keep)
        print(table(costs, not asked.without_comparing))
    finally:
        shutil.rmtree(scratch)


if __name__ == "__main__":
    main()
