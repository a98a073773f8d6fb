"""Power cuts: sessions of foja recorded by ``strace``, and foja at every disk that a power cut may leave of them.

python tests/faults/power.py [SESSION ...]     every state; prints what is wrong as it comes, and the counts

``recording`` runs a session in a copy of a case and reads the calls that change files, with their bytes, into the model
of ``disk_model``. ``states`` enumerates what a power cut may leave. ``judge`` puts one of these on a real disk, and
says what is wrong: foja opens it, verifies it, finds all that it had acknowledged, and goes on. What that means for a
session stands in ``sessions``.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
if __name__ == "__main__":
    sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "src")]

from faults import harness  # noqa: E402
from faults.disk_model import Files, Record, Said, fates, write_folder  # noqa: E402
from faults.recording import record  # noqa: E402
from faults.sessions import SESSIONS, Session  # noqa: E402

DRAWS = 12
"""Combinations by lot at each moment."""


class State(NamedTuple):
    """What a power cut may leave. ``moment``: the number of the call before which it came; ``acknowledged``: steps of
    which foja had said that they are done; ``notes``: signed notes that stood there when it said the last of these."""

    moment: int
    acknowledged: int
    files: Files
    notes: tuple[str, ...]


class Verdict(NamedTuple):
    moment: int
    acknowledged: int
    wrong: list[str]


class Recorded(NamedTuple):
    """A session of this name, run on ``base``; ``modes`` of files by path."""

    name: str
    base: Path
    record: Record
    modes: Mapping[str, int]

    @property
    def session(self) -> Session:
        return SESSIONS[self.name]


def prepare(name: str, folder: Path) -> Path:
    """What is there before a session."""
    base = harness.build(folder / name.replace(" ", "-"))
    SESSIONS[name].prepare(base)
    return base


def recorded(name: str, base: Path, seeded: str = "") -> Recorded:
    """The calls of a session. ``seeded``: lines that go before its program, which put a fault into foja."""
    session = SESSIONS[name]
    return Recorded(name, base, *record(base, seeded + session.program, session.during))


# -- what may be left


def cuts(found: Recorded, seed: int = 1, draws: int = DRAWS) -> Iterator[tuple[int, Mapping[int, str]]]:
    """Each moment with each fate of what was pending then. Some leave the same disk."""
    for moment in found.record.moments():
        yield from ((moment, fate) for fate in fates(found.record, moment, seed, draws))


def states(found: Recorded, chosen: Iterable[tuple[int, Mapping[int, str]]] | None = None) -> Iterator[State]:
    """Each disk that a power cut may leave (those ``chosen``), once for each number of steps acknowledged."""
    known: set[tuple[int, int]] = set()
    for moment, fate in cuts(found) if chosen is None else chosen:
        acknowledged = _acknowledged(found, moment)
        files = found.record.left(moment, fate)
        mark = acknowledged, hash(frozenset(files.items()))
        if mark not in known:
            known.add(mark)
            seen = found.record.seen(_when(found.record, moment)) if acknowledged else {}
            yield State(moment, acknowledged, files, tuple(sorted(path for path in seen if path.endswith(".note"))))


def sample(found: Recorded, count: int, least: int = 0, draws: int = DRAWS) -> list[State]:
    """About ``count`` of the states, always the same ones: for each number of steps acknowledged (``least`` or more) as
    many, spread over the moments."""
    levels = {moment: _acknowledged(found, moment) for moment in found.record.moments()}
    numbers: dict[int, list[int]] = {}
    for number, (moment, _) in enumerate(cuts(found, draws=draws)):
        if levels[moment] >= least:
            numbers.setdefault(levels[moment], []).append(number)
    each = -(-count // len(numbers))
    picked = {one for held in numbers.values() for one in held[:: -(-len(held) // each)]}
    return list(states(found, (one for number, one in enumerate(cuts(found, draws=draws)) if number in picked)))


def _acknowledged(found: Recorded, moment: int) -> int:
    return steps_said(found.session.said, found.record.said(moment))


def steps_said(steps: Sequence[str], told: Sequence[str]) -> int:
    """How many of the steps the program had said to be done."""
    count, text = 0, "".join(told)
    for words in steps:
        _, there, text = text.partition(words)
        if not there:
            break
        count += 1
    return count


def _when(found: Record, moment: int) -> int:
    """When the program last said something before ``moment``."""
    return max((n for n in range(moment) if isinstance(found.operations[n], Said)), default=0)


# -- judging


def judge(name: str, root: Path, state: State, modes: Mapping[str, int]) -> Verdict:
    """What is wrong with one of the states, on a real disk; ``root`` is there for a moment only, if nothing is."""
    shutil.rmtree(root, ignore_errors=True)  # what went wrong in an earlier run is left there to look at
    write_folder(root, state.files, modes)
    os.environ["FOJA_HOME"] = str(root / "home")
    wrong = [f"acknowledged and lost: {path}" for path in state.notes if path not in state.files]
    try:
        wrong += SESSIONS[name].judge(root, state.acknowledged)
    except Exception as error:  # whatever it is, it is what was looked for
        wrong.append(f"{type(error).__name__}: {error}")
    if not wrong:
        shutil.rmtree(root)
    return Verdict(state.moment, state.acknowledged, wrong)


def run(
    found: Recorded,
    chosen: Sequence[State],
    workers: int = 2,
    tell: Callable[[Verdict], None] = lambda one: None,
) -> list[Verdict]:
    """Many states, two at a time. ``tell`` gets each verdict as it comes."""
    verdicts = []
    with ProcessPoolExecutor(workers) as pool:
        work = [
            pool.submit(judge, found.name, found.base.with_name(f"{found.base.name}-cut{n}"), state, found.modes)
            for n, state in enumerate(chosen)
        ]
        for one in work:
            verdicts.append(one.result())
            tell(verdicts[-1])
    return verdicts


def main() -> None:
    if harness.unable():
        sys.exit(harness.unable())
    bad = 0
    with tempfile.TemporaryDirectory(dir=harness.FAST if harness.FAST.is_dir() else None) as folder:
        for name in sys.argv[1:] or SESSIONS:
            found = recorded(name, prepare(name, Path(folder)))
            kinds = dict(Counter(type(one).__name__ for one in found.record.operations))
            chosen = list(states(found))
            print(f"{name}: {kinds}; {len(found.record.moments())} moments, {len(chosen)} states", flush=True)
            verdicts = run(found, chosen, tell=lambda one: print(one, flush=True) if one.wrong else None)
            wrong = sum(bool(one.wrong) for one in verdicts)
            steps = dict(Counter(one.acknowledged for one in verdicts))
            print(f"{name}: {len(verdicts)} states, by steps acknowledged {steps}, {wrong} wrong", flush=True)
            bad += wrong
    sys.exit(bool(bad))


if __name__ == "__main__":
    main()
