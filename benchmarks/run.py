"""Runs the benchmarks and writes ``docs/explanation/benchmarks.md``. Every figure there comes from here.

python benchmarks/run.py            all, some 30 minutes on two cores
python benchmarks/run.py --quick    small sizes, under two minutes; prints, writes nothing
python benchmarks/run.py --dry      ten documents, seconds: only whether everything runs
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT)]  # so that it also runs as a plain script

from benchmarks import ask, build, grow  # noqa: E402
from benchmarks.measure import machine  # noqa: E402
from foja.case import Case  # noqa: E402

PAGE = ROOT / "docs" / "explanation" / "benchmarks.md"

HEAD = """# Benchmarks

Made by `python benchmarks/run.py` (`--quick` for small sizes). The corpus is synthetic: news-like pages in English and
Spanish, web pages, texts and messages, with furniture, copies and partial copies, written by `benchmarks/corpus.py`.
The machine is small and shared; ratios within a run say more than the figures.

"""


ACCEPTING = """
## Accepting

One more statement in the largest of these cases: the event, the counts and the conflicts it brings. It grows with what
the statement meets: accepted statements that deny it or that it denies, and other figures for the same thing. Conflicts
of figures that meet become one, and each statement that joins a large one costs its size.

"""

REBUILDING = """
## Rebuilding

All derived tables of this case, a third of its statements accepted, made anew from its ledger and its vault.

"""

ASKING = """
## Asking

Server time in the largest of these cases, a third of its statements accepted. The aim is a 95th percentile under 50 ms.

"""


def report(documents: int, sizes: tuple[int, ...], calls: int, jobs: tuple[int, ...] = (1, 2)) -> str:
    """The whole page. The largest case of the second part is used in those that follow. ``jobs``: numbers of processes; the last one fills the cases."""
    scratch = Path(tempfile.mkdtemp(prefix="foja-run-"))
    try:
        parts = [HEAD, "".join(f"- {name}: {value}\n" for name, value in machine().items())]
        parts += ["\n## Building a case\n\n", build.run(documents, jobs)]
        case = scratch / "kept"
        costs = grow.run(sizes, scratch, jobs=jobs[-1], compare=True, keep=case)
        parts += [
            "\n## Adding one source to a case\n\nIt should cost its own work and index look-ups, whatever the case holds.\n\n",
            grow.table(costs, True),
        ]
        with Case(case) as opened:
            parts += [ACCEPTING, ask.accepting_table(ask.accept(opened))]
            began = time.perf_counter()
            events = opened.rebuild()
            parts += [REBUILDING, f"{events:,} events in {time.perf_counter() - began:,.0f} s, in one process.\n"]
        parts += [
            ASKING,
            ask.table(ask.run(case, calls)),
        ]
    finally:
        shutil.rmtree(scratch)
    return "".join(parts)


def dry() -> str:
    """The page for ten documents, without other processes than those that read."""
    return report(10, (5, 10), 2, (0,))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--dry", action="store_true")
    asked = parser.parse_args()
    if asked.dry or asked.quick:
        print(dry() if asked.dry else report(60, (30, 120), 10))
        return
    page = report(300, grow.SIZES, 60)
    PAGE.write_text(page, encoding="utf-8")
    print(page)


if __name__ == "__main__":
    main()
