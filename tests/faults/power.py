"""Power cuts: a session of foja recorded by ``strace``, and foja at every disk that a power cut may leave of it.

python tests/faults/power.py        every state; prints what is wrong as it comes, and the counts

``record`` runs a program in a copy of a case and reads the calls that change files, with their bytes, into the model of
``disk_model``. ``states`` enumerates what a power cut may leave. ``judge`` puts one of these on a real disk, and says
what is wrong: foja opens it, verifies it, finds all that it had acknowledged, and goes on.

What SQLite writes to its files and logs is among the calls. What it writes to the index beside a log (``-shm``) through
memory is not, so that file is empty after every cut: the first who opens a database makes this index anew.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path, PurePath
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
if __name__ == "__main__":
    sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "src")]

from faults import harness  # noqa: E402
from faults.disk_model import (  # noqa: E402
    Files,
    Record,
    Resize,
    Said,
    Sync,
    Write,
    differences,
    fates,
    read_folder,
    write_folder,
)
from foja.case import Case  # noqa: E402
from foja.model.errors import FojaError  # noqa: E402
from foja.model.vocabulary import Sensitivity  # noqa: E402
from foja.preserve.verify import verify_case  # noqa: E402

FIRST = hashlib.sha256(b"The first source.").hexdigest()
PROGRAM = (
    harness.PROGRAM
    + f"""
sys.argv = ["foja", "classify", case, "confidential", "{FIRST}", "--as", "Ana", "--why", "A witness is named"]
main()
"""
)
"""A file is added, then a folder, then somebody decides that a source is confidential."""
SAID = (harness.SAID, harness.SAID, "Recorded.")
"""What foja says when each of the steps is done."""
CALLS = ("open", "creat", "openat", "write", "pwrite64", "writev", "pwritev", "pwritev2", "ftruncate", "truncate",
         "fallocate", "fsync", "fdatasync", "syncfs", "sync", "sync_file_range", "link", "linkat", "rename", "renameat",
         "renameat2", "mkdir", "mkdirat", "unlink", "unlinkat", "rmdir", "symlink", "symlinkat", "lseek", "dup", "dup2",
         "dup3", "copy_file_range", "sendfile", "mknod")  # fmt: skip
"""Every call that changes a file or makes a change durable, and those that say where the next write goes."""
INDEX = "-shm"
"""How the name of the index of a log of SQLite ends."""
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


# -- recording


def record(base: Path, program: str = PROGRAM) -> tuple[Record, dict[str, int]]:
    """The calls of a run of the program in a copy of ``base``, and the modes of files by path."""
    root, log = base.with_name("recorded"), base.with_name("recorded.log")
    shutil.copytree(base, root)
    before = read_folder(root)
    strace = ["strace", "-f", "-y", "-xx", "-qq", "-s", "100000000", "-o", str(log), "-e", f"trace={','.join(CALLS)}"]
    said = root.with_name("recorded-said")
    done = harness.warm(base).run(program, harness.arguments(root), harness.environment(root), strace, said)
    assert done.code == 0, done.stderr
    found = _Reader(root, before, said.with_suffix(".stdout")).read(log)
    wrong = differences(found.seen(len(found.operations)), read_folder(root), [INDEX])
    assert not wrong, f"the record does not lead to what is there: {wrong}"
    modes = {path.relative_to(root).as_posix(): path.stat().st_mode & 0o777 for path in root.rglob("*")}
    shutil.rmtree(root)
    log.unlink()
    return found, {path: mode for path, mode in modes.items() if mode not in (0o644, 0o755)}


class _Reader:
    """Reads what ``strace`` wrote. Raises ``ValueError`` at a call that it does not understand: none is passed over."""

    _LINE = re.compile(r"\d+\s+(\w+)\((.*)\) = (-?\d+)(?:<[^>]*>)?(?: \w+ \(.*\))?")
    _PATH = re.compile(r'(?:AT_FDCWD<[^>]*>, )?"((?:\\x[0-9a-f]{2})*)"')
    _FILE = re.compile(r"(\d+)<((?:\\x[0-9a-f]{2})+)>(?:\(deleted\))?")

    def __init__(self, root: Path, before: Files, spoken: Path) -> None:
        self.record, self._root, self._spoken = Record(before), str(root) + "/", str(spoken)
        self._places: dict[str, int] = {}  # where the next write to an open file goes

    def read(self, log: Path) -> Record:
        for line in log.read_text("ascii", "replace").splitlines():
            if re.fullmatch(r"\d+\s+(---|\+\+\+).*", line):
                continue
            match = self._LINE.fullmatch(line)
            if not match:
                raise ValueError(f"this is no call: {line[:200]}")
            if int(match[3]) >= 0:
                self._call(match[1], match[2], int(match[3]))
        return self.record

    def _call(self, name: str, arguments: str, result: int) -> None:
        file = self._FILE.match(arguments)
        path = self._within(_text(file[2])) if file else None
        if name in ("open", "openat", "creat"):
            self._opened(arguments, result)
        elif name == "lseek" and file:
            self._places[file[1]] = result
        elif name in ("dup", "dup2", "dup3"):
            if path is not None:
                raise ValueError(f"{name} of {path}: where writes go then is not known")
        elif name in ("link", "linkat", "rename", "renameat", "renameat2"):
            old, new = (self._within(_text(one)) for one in self._PATH.findall(arguments))
            if (old is None) != (new is None):
                raise ValueError(f"{name} between the folder and the world: {old}, {new}")
            if old is not None and new is not None:
                self._renamed(name, old, new)
        elif name in ("mkdir", "mkdirat", "unlink", "unlinkat", "rmdir"):
            (found,) = (self._within(_text(one)) for one in self._PATH.findall(arguments))
            if found is not None and name.startswith("mkdir"):
                self.record.make(found, folder=True)
            elif found is not None:
                self.record.remove(found)
        elif name in ("write", "pwrite64"):
            self._written(name, arguments, result, file[1] if file else "", _text(file[2]) if file else "")
        elif name == "syncfs":
            self.record.do(Sync(None))
        elif path is not None and not path.endswith(INDEX):
            self._other(name, arguments, path)
        elif not file:
            raise ValueError(f"{name} is not known here: {arguments[:200]}")

    def _other(self, name: str, arguments: str, path: str) -> None:
        node = self._known(path)
        if name in ("fsync", "fdatasync"):
            self.record.do(Sync(frozenset([node])))
        elif name == "ftruncate":
            self.record.do(Resize(node, int(arguments.rpartition(", ")[2])))
        else:
            raise ValueError(f"{name} is not known here: {path}")

    def _opened(self, arguments: str, result: int) -> None:
        found = self._PATH.search(arguments)
        path = self._within(_text(found[1])) if found else None
        self._places[str(result)] = 0
        if path is None:
            return
        if "O_APPEND" in arguments or "O_TMPFILE" in arguments:
            raise ValueError(f"{path} is opened in a way that is not known here")
        if "O_CREAT" in arguments and self.record.node(path) is None:
            self.record.make(path)
        elif "O_TRUNC" in arguments:
            self.record.do(Resize(self._known(path), 0))

    def _renamed(self, name: str, old: str, new: str) -> None:
        if name.startswith("rename"):
            self.record.move(old, new)
        else:
            self.record.give(new, self._known(old))

    def _written(self, name: str, arguments: str, result: int, handle: str, full: str) -> None:
        _, _, rest = arguments.partition(', "')
        encoded, _, rest = rest.partition('"')
        data = bytes.fromhex(encoded.replace("\\x", ""))[:result]
        path = self._within(full)
        if full == self._spoken:
            self.record.do(Said(data.decode()))
        elif path is not None and path.endswith(INDEX):
            return
        elif path is not None and name == "pwrite64":
            self.record.do(Write(self._known(path), int(rest.rpartition(", ")[2]), data))
        elif path is not None:
            self.record.do(Write(self._known(path), self._places[handle], data))
        if name == "write":
            self._places[handle] = self._places.get(handle, 0) + result

    def _known(self, path: str) -> int:
        node = self.record.node(path)
        if node is None:
            raise ValueError(f"{path} is not known: a call that made it was not recorded")
        return node

    def _within(self, path: str) -> str | None:
        """The path below the folder; None outside."""
        return path[len(self._root) :] if path.startswith(self._root) else None


def _text(encoded: str) -> str:
    return os.fsdecode(bytes.fromhex(encoded.replace("\\x", "")))


# -- what may be left


def states(found: Record, seed: int = 1, draws: int = DRAWS) -> Iterator[State]:
    """Each disk that a power cut may leave, once for each number of steps that foja had acknowledged."""
    known: set[tuple[int, int]] = set()
    for moment in found.moments():
        told = found.said(moment)
        acknowledged = steps_said(told)
        seen = found.seen(_when(found, moment))
        notes = tuple(sorted(path for path in seen if path.endswith(".note"))) if acknowledged else ()
        for fate in fates(found, moment, seed, draws):
            files = found.left(moment, fate)
            mark = acknowledged, hash(frozenset(files.items()))
            if mark not in known:
                known.add(mark)
                yield State(moment, acknowledged, files, notes)


def steps_said(told: Sequence[str]) -> int:
    """How many of the steps the program had said to be done."""
    count, text = 0, "".join(told)
    for words in SAID:
        _, there, text = text.partition(words)
        if not there:
            break
        count += 1
    return count


def _when(found: Record, moment: int) -> int:
    """When the program last said something before ``moment``."""
    return max((n for n in range(moment) if isinstance(found.operations[n], Said)), default=0)


# -- judging


def judge(root: Path, state: State, modes: Mapping[str, int]) -> Verdict:
    """What is wrong with one of the states, on a real disk; ``root`` is there for a moment only, if nothing is."""
    shutil.rmtree(root, ignore_errors=True)  # what went wrong in an earlier run is left there to look at
    write_folder(root, state.files, modes)
    os.environ["FOJA_HOME"] = str(root / "home")
    wrong = [f"acknowledged and lost: {path}" for path in state.notes if path not in state.files]
    try:
        wrong += harness.judge(root, min(state.acknowledged, len(harness.STEPS)))
        wrong += _decision(root / "case", state.acknowledged == len(SAID))
    except Exception as error:  # whatever it is, it is what was looked for
        wrong.append(f"{type(error).__name__}: {error}")
    if not wrong:
        shutil.rmtree(root)
    return Verdict(state.moment, state.acknowledged, wrong)


def _decision(case: Path, acknowledged: bool) -> list[str]:
    """What is wrong with the decision of the last step: lost, or not to be taken again."""
    label = Sensitivity.CONFIDENTIAL
    try:
        with Case(case) as opened:
            held = opened.source(FIRST).sensitivity
            wrong = ["acknowledged and lost: the decision"] if acknowledged and held != label else []
            if held != label:
                opened.classify([FIRST], label, actor=harness.ANA, why="A witness is named")
            listed = sorted(PurePath(row.label).name for row in opened.sources().items)
    except FojaError as error:
        return [f"deciding after the cut failed: {error}"]
    report = verify_case(case)
    wrong += [] if listed == sorted(["first.txt", "second.txt", *harness.NEW]) else [f"the case lists {listed}"]
    return wrong + [f"not whole after deciding: {f.code}: {f.what}" for f in report.findings]


def run(
    base: Path,
    chosen: Sequence[State],
    modes: Mapping[str, int],
    workers: int = 2,
    tell: Callable[[Verdict], None] = lambda one: None,
) -> list[Verdict]:
    """Many states, two at a time. ``tell`` gets each verdict as it comes."""
    found = []
    with ProcessPoolExecutor(workers) as pool:
        work = [pool.submit(judge, base.with_name(f"cut{n}"), state, modes) for n, state in enumerate(chosen)]
        for one in work:
            found.append(one.result())
            tell(found[-1])
    return found


def sample(all_: Sequence[State], count: int) -> list[State]:
    """``count`` of the states, always the same ones, spread over the whole run."""
    step = max(1, -(-len(all_) // count))
    return [one for number, one in enumerate(all_) if number % step == step // 2][:count]


def main() -> None:
    if harness.unable():
        sys.exit(harness.unable())
    with tempfile.TemporaryDirectory(dir=harness.FAST if harness.FAST.is_dir() else None) as name:
        base = harness.build(Path(name, "base"))
        found, modes = record(base)
        kinds = Counter(type(one).__name__ for one in found.operations)
        chosen = list(states(found))
        print(f"{dict(kinds)}; {len(found.moments())} moments, {len(chosen)} states", flush=True)
        verdicts = run(base, chosen, modes, tell=lambda one: print(one, flush=True) if one.wrong else None)
        bad = sum(bool(one.wrong) for one in verdicts)
        steps = dict(Counter(one.acknowledged for one in verdicts))
        print(f"{len(verdicts)} states, by steps acknowledged {steps}, {bad} wrong")
        sys.exit(bool(bad))


if __name__ == "__main__":
    main()
