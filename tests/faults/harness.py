"""Faults at the calls of a program to the system, one at a time, put there by ``strace --inject``.

``calls`` lists the calls of ``foja add`` that touch the case, its key or the sources; ``fault`` runs it again with one
of them failing; ``judge`` says what is wrong afterwards. The method is that of Tessera's fault tests.

python tests/faults/harness.py        every call, every fault; prints what is wrong as it comes, and the counts

The copies of the case lie in memory there (``FAST``): what is tested are answers to calls, and whether a program that
is killed leaves a whole case; what a disk does when the power goes is in ``power``.
"""

from __future__ import annotations

import functools
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
if __name__ == "__main__":
    sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "src")]

from faults.warm import Warm, modules_of  # noqa: E402
from foja.case import Case  # noqa: E402
from foja.model.errors import FojaError  # noqa: E402
from foja.model.event import Actor  # noqa: E402
from foja.preserve.ledger import Ledger  # noqa: E402
from foja.preserve.vault import Vault  # noqa: E402
from foja.preserve.verify import verify_case  # noqa: E402

ANA = Actor(name="Ana")
FAST = Path("/dev/shm")
"""Where files lie in memory, if there is such a place: half of a run is otherwise the waiting for the disk."""
KILL, EIO, ENOSPC = "signal=KILL", "error=EIO", "error=ENOSPC"
WRITES = ("openat", "write", "pwrite64", "fsync", "fdatasync", "syncfs", "link", "linkat", "rename", "mkdir",
          "ftruncate", "fallocate")  # fmt: skip
"""Calls that a full disk can fail."""
PROGRAM = """
import sys
from foja.cli import main
case, *paths = sys.argv[1:]
for path in paths:
    sys.argv = ["foja", "add", case, path, "--as", "Ana"]
    try:
        main()
    except SystemExit as stop:
        if stop.code:
            raise
"""
"""``foja add`` for a file, then for a folder, so that the later calls come after an acknowledgement."""
SAID = " preserved ("
STEPS = {
    "third.txt": {"third.txt": b"The third source."},
    "pair": {"fourth.txt": b"The fourth source, a little longer than the third.", "fifth.txt": b"The fifth source."},
}
"""What is added, one after the other: a name, and the sources that it holds."""
NEW = [name for step in STEPS.values() for name in step]


class Call(NamedTuple):
    """The ``number``-th call (from 1) of ``name`` by the program."""

    name: str
    number: int


class Run(NamedTuple):
    """``fired``: the fault happened at a call on the files of the run. ``acknowledged``: steps of which foja had said
    that their sources are kept. ``wrong``: what was found wrong afterwards."""

    call: Call
    how: str
    fired: bool
    acknowledged: int
    wrong: list[str]


@functools.cache
def unable() -> str:
    """Why faults cannot be injected here; empty when they can."""
    if shutil.which("strace") is None:
        return "strace is not installed (Debian: apt-get install strace)"
    with tempfile.TemporaryDirectory() as name:
        log = Path(name, "log")
        command = ["strace", "-f", "-o", str(log), "-e", "trace=mkdir", "-e", "inject=mkdir:error=EIO", "mkdir"]
        done = subprocess.run([*command, str(Path(name, "made"))], capture_output=True, text=True)
        if "INJECTED" not in (log.read_text() if log.exists() else ""):
            return f"strace may not trace here (ptrace): {done.stderr.strip()[:200]}"
    return ""


def build(root: Path) -> Path:
    """A case with two sources, its key, and three more that wait to be added."""
    for name, data in {"first.txt": b"The first source.", "second.txt": b"The second."}.items():
        path = root / "sources" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    for step, files in STEPS.items():
        for name, data in files.items():
            path = root / "more" / step if step == name else root / "more" / step / name
            path.parent.mkdir(exist_ok=True, parents=True)
            path.write_bytes(data)
    os.environ["FOJA_HOME"] = str(root / "home")
    with Case.create(root / "case", title="Faults", actor=ANA, origin="example.org/faults") as case:
        case.add([root / "sources"], actor=ANA)
    return root


def arguments(root: Path) -> list[str]:
    """Those of the program: the case, and what to add."""
    return [str(root / "case"), *(str(root / "more" / step) for step in STEPS)]


def warm(base: Path) -> Warm:
    """The process that this process forks its runs from."""
    key = base, os.getpid()
    if key not in _WARM:
        cool()
        _WARM[key] = _warmed(base)
    return _WARM[key]


_WARM: dict[tuple[Path, int], Warm] = {}


def cool() -> None:
    """End the process that this process forks its runs from, if there is one."""
    for key in [key for key in _WARM if key[1] == os.getpid()]:
        _WARM.pop(key).close()


def _warmed(base: Path) -> Warm:
    root = base.with_name(f"rehearsal{os.getpid()}")
    shutil.copytree(base, root)
    try:
        modules = modules_of(PROGRAM, arguments(root), environment(root), root / "modules")
        return Warm(modules, environment(root))
    finally:
        shutil.rmtree(root)


def environment(root: Path) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONHASHSEED": "0",
        "FOJA_HOME": str(root / "home"), "PYTHONDONTWRITEBYTECODE": "1", "HOME": str(root),
    }  # fmt: skip


def calls(base: Path, program: str = PROGRAM) -> list[Call]:
    """The calls of the program that touch what lies below the folder, in order."""
    root, log = base.with_name("traced"), base.with_name("traced.log")
    shutil.copytree(base, root)
    strace = ["strace", "-f", "-y", "-qq", "-o", str(log), "-e", "trace=%file,%desc"]
    done = warm(base).run(program, arguments(root), environment(root), strace, _said(root))
    assert done.code == 0, done.stderr
    seen: Counter[str] = Counter()
    found = []
    for line in log.read_text(errors="replace").splitlines():
        match = re.match(r"\d+\s+(\w+)\(", line)
        if match:
            seen[match[1]] += 1
            if str(root) in line and match[1] != "execve":
                found.append(Call(match[1], seen[match[1]]))
    shutil.rmtree(root)
    return found


def faults(found: Sequence[Call]) -> list[tuple[Call, str]]:
    """Every fault at every call where it makes sense."""
    all_ = [(call, how) for how in (KILL, EIO) for call in found]
    return all_ + [(call, ENOSPC) for call in found if call.name in WRITES]


def sample(found: Sequence[tuple[Call, str]], count: int) -> list[tuple[Call, str]]:
    """``count`` of the faults, always the same ones, spread over all calls."""
    step = max(1, -(-len(found) // count))
    return [one for number, one in enumerate(found) if number % step == step // 2][:count]


def fault(base: Path, root: Path, call: Call, how: str, program: str = PROGRAM) -> Run:
    """Run ``foja add`` in a copy with a fault at one call, and judge what is left."""
    shutil.rmtree(root, ignore_errors=True)  # what went wrong in an earlier run is left there to look at
    shutil.copytree(base, root)
    log = root.with_suffix(".log")
    strace = ["strace", "-f", "-y", "-qq", "-o", str(log), "-e", f"trace={call.name}"]
    strace += ["-e", f"inject={call.name}:{how}:when={call.number}"]
    done = warm(base).run(program, arguments(root), environment(root), strace, _said(root))
    hit = [line for line in log.read_text(errors="replace").splitlines() if re.match(r"\d+\s+\w+\(", line)]
    if how == KILL:
        fired = done.code == -9 and str(root) in hit[-1]
    else:
        fired = any("INJECTED" in line and str(root) in line for line in hit)
    acknowledged = done.stdout.count(SAID)
    os.environ["FOJA_HOME"] = str(root / "home")
    wrong = judge(root, acknowledged)
    if "Traceback" in done.stderr:
        wrong.append(f"a traceback: {done.stderr.strip().splitlines()[-1]}")
    if how != KILL and done.code not in (0, 2, 3, 4):
        wrong.append(f"exit code {done.code}")
    if not wrong:
        shutil.rmtree(root)
    return Run(call, how, fired, acknowledged, wrong)


def _said(root: Path) -> Path:
    """A name for files that belong to a run and do not lie, by their names, in its folder."""
    return root.with_name(f"said-{root.name}")


def judge(root: Path, acknowledged: int) -> list[str]:
    """What is wrong with the case after a fault, and after the same was run again without one."""
    case = root / "case"
    wrong = [f"damage after the fault: {f.code}: {f.what}" for f in verify_case(case).findings if f.damage]
    try:
        kept = names(case)
    except FojaError as error:
        return [*wrong, f"a source cannot be read: {error.code}: {error}"]
    said = [name for step in list(STEPS.values())[:acknowledged] for name in step]
    lost = {"first.txt", "second.txt", *said} - set(kept)
    wrong += [f"acknowledged and lost: {name}" for name in sorted(lost)]
    try:
        with Case(case) as opened:
            opened.add([root / "more" / step for step in STEPS], actor=ANA)
    except (FojaError, OSError) as error:
        return [*wrong, f"going on failed: {error}"]
    report = verify_case(case)
    if report.exit_code:
        wrong.append(f"not whole after going on: {[(f.code, f.what) for f in report.findings]}")
    if sorted(names(case)) != sorted(["first.txt", "second.txt", *NEW]):
        wrong.append(f"not each source once after going on: {sorted(names(case))}")
    return wrong


def names(case: Path) -> list[str]:
    """The names of the sources that the ledger and the vault hold together."""
    vault, found = Vault(case / "vault"), []
    with closing(Ledger.open(case / "ledger.db")) as ledger:
        for event in ledger.events(kinds=["source.added"]):
            vault.read(event.body["source"]["sha256"])
            found.append(str(event.body["receipt"]["name"]))
    return found


def run(
    base: Path,
    chosen: Sequence[tuple[Call, str]],
    program: str = PROGRAM,
    workers: int = 2,
    tell: Callable[[Run], None] = lambda one: None,
) -> list[Run]:
    """Many faults, two at a time, each with a copy of the home of ``base``: its key, and the receipts of its case.
    ``tell`` gets each as it comes."""
    runs = []
    with ProcessPoolExecutor(workers) as pool:
        work = [
            pool.submit(_guarded, base, base.with_name(f"run{number}"), call, how, program)
            for number, (call, how) in enumerate(chosen)
        ]
        for one in work:
            runs.append(one.result())
            tell(runs[-1])
    return runs


def _guarded(base: Path, root: Path, call: Call, how: str, program: str) -> Run:
    try:
        return fault(base, root, call, how, program)
    finally:
        root.with_suffix(".log").unlink(missing_ok=True)


def counts(runs: Sequence[Run]) -> str:
    """One line a fault: how many, how many fired, how many had been acknowledged, how many went wrong."""
    lines: list[str] = []
    for how in (KILL, EIO, ENOSPC):
        mine = [one for one in runs if one.how == how]
        if mine:
            fired, said, bad = (
                sum(n) for n in zip(*((o.fired, bool(o.acknowledged), bool(o.wrong)) for o in mine), strict=True)
            )
            words = f"{len(mine)} calls, {fired} faults fired, {said} after an acknowledgement, {bad} wrong"
            lines.append(f"{how.split('=')[1]}: {words}")
    return "\n".join(lines)


def teller(total: int) -> Callable[[Run], None]:
    """Prints what is wrong as it comes, and the counts after every hundred, so that a run that is cut off says what it
    found."""
    so_far: list[Run] = []

    def tell(one: Run) -> None:
        so_far.append(one)
        if one.wrong or not one.fired:
            print(one, flush=True)
        if not len(so_far) % 100:
            print(f"{len(so_far)} of {total}\n{counts(so_far)}", flush=True)

    return tell


def main() -> None:
    if unable():
        sys.exit(unable())
    with tempfile.TemporaryDirectory(dir=FAST if FAST.is_dir() else None) as name:
        base = build(Path(name, "base"))
        found = calls(base)
        print(f"{len(found)} calls: {dict(Counter(call.name for call in found).most_common())}", flush=True)
        chosen = faults(found)
        runs = run(base, chosen, tell=teller(len(chosen)))
        print(f"All {len(runs)}:\n{counts(runs)}")
        sys.exit(any(one.wrong or not one.fired for one in runs))


if __name__ == "__main__":
    main()
