"""What a verification costs: a case of 2,000 sources, 1 GB and 100,000 events, beside other tools on the same bytes.

python benchmarks/verify.py           writes docs/explanation/benchmarks-verify.md; some five minutes
python benchmarks/verify.py --quick   a hundredth of it; prints, writes nothing

Beside it in the same run: a bare SHA-256 of every file, ``bagit --validate`` of a bag of the same files (SHA-256) and
of foja's bundle (SHA-256 and SHA-512), and ``git annex fsck`` where git-annex is installed.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT)]  # so that it also runs as a plain script

from benchmarks.measure import machine, spending, timed  # noqa: E402
from foja.model.event import Act, Actor  # noqa: E402
from foja.preserve.checkpoint import checkpoint_text, read_checkpoint, write_checkpoint  # noqa: E402
from foja.preserve.checkpoint_folder import note_path  # noqa: E402
from foja.preserve.keys import KeyPair, load_key, new_key  # noqa: E402
from foja.preserve.ledger import Ledger  # noqa: E402
from foja.preserve.merkle import verify_inclusion  # noqa: E402
from foja.preserve.note import Note, Signature, format_note  # noqa: E402
from foja.preserve.vault import Vault  # noqa: E402
from foja.preserve.verify import verify_case  # noqa: E402
from foja.publish.bundle import write_bundle  # noqa: E402

PAGE = ROOT / "docs" / "explanation" / "benchmarks-verify.md"
ORIGIN = "example.org/benchmark"
AT = "2026-03-01T10:00:00Z"
ANA, TOOL = Actor(name="Ana"), Actor(name="foja", kind="tool")
BATCH = 1_000

HEAD = """# Benchmarks of verification

Made by `python benchmarks/verify.py`. The machine is small and shared, other work ran beside it: CPU time says more
than wall time, and ratios within a run say more than figures. Best of {rounds} rounds.

"""

NOTE = """
bagit reads the same bundle with the same two lists in the third row. foja recomputes SHA-256 of every byte (SHA-512 with
`--sha512`), and besides the files every event: its digest, the tree, the commitments of its fields, the quotes. That is
work on many small things in Python.
"""

AIMS = """
The aims, and this run (CPU, `foja verify` / `verify.py`):

| at most | reached |
|---|---|
| 1.5 times bagit with SHA-256 | {bagit} |
| a fifth of git-annex | {annex} |
| better: 1.2 times a bare SHA-256 | {bare} |

A bare SHA-256 of the same files is the first row: more than half of what `foja verify` takes, and .18 of git-annex by
itself. The rest goes to 100,000 events and 4,000 files: rows or lines of JSON, the digests of leaves and commitments, the
tree, the quotes; some 26 µs an event, files included. On a processor without SHA instructions, as here, neither a fifth of
git-annex nor 1.2 of a bare SHA-256 is in reach of Python.
"""


class Cost(NamedTuple):
    """Seconds, of CPU (children included) and of the clock."""

    cpu: float
    wall: float


def fill(case: Path, sources: int, size: int, events: int) -> KeyPair:
    """A case with ``size`` bytes in ``sources`` originals, each with a text, and decisions on statements."""
    chance = random.Random(1)
    case.mkdir(parents=True)
    key = new_key(ORIGIN)
    (case / "foja.toml").write_text(f'[case]\ntitle = "Benchmark"\norigin = "{ORIGIN}"\nverifier = "{key.verifier}"\n')
    vault = Vault(case / "vault")
    with closing(Ledger.create(case / "ledger.db", ORIGIN)) as ledger:
        ledger.append(
            [Act(kind="case.created", body={"title": "Benchmark", "origin": ORIGIN}, actor=ANA, why="New")], AT
        )
        texts = []
        for first in range(0, sources, 50):
            numbers = range(first, min(first + 50, sources))
            originals = vault.put_many(chance.randbytes(size // sources) for _ in numbers)
            written = [_text(number) for number in numbers]
            kept = vault.put_many(text.encode() for text in written)
            acts = []
            for number, original, blob in zip(numbers, originals, kept, strict=True):
                source = {"sha256": original.sha256, "sha512": original.sha512, "size": original.size,
                          "receipt": {"name": f"{number}.pdf", "received_from": f"box/{number}.pdf"}}  # fmt: skip
                acts.append(Act(kind="source.added", body={"source": source}, actor=ANA, why="Received"))
                body = {"stage": "read", "version": "1", "input": original.sha256, "output": blob.sha256, "blobs": [],
                        "state": "done", "detail": "", "next": ""}  # fmt: skip
                acts.append(Act(kind="derived", body=body, actor=TOOL))
            ledger.append(acts, AT)
            texts += [(blob.sha256, text) for blob, text in zip(kept, written, strict=True)]
        while ledger.size < events:
            start = ledger.size
            many = range(start, min(start + BATCH, events))
            ledger.append([_decision(number, *texts[number % len(texts)]) for number in many], AT)
        write_checkpoint(case, ledger, key)
    return key


def _text(number: int) -> str:
    return (
        f"Source {number}. The port authority said on Monday that pier nine had been closed. Its director denied it. "
        * 20
    )


def _decision(number: int, digest: str, text: str) -> Act:
    """Nine of ten are decisions on a draft by its id, one brings a statement whole, as in a case that is worked on."""
    if number % 10:
        return Act(
            kind="statement.rejected",
            body={"statement": f"st-{number:020x}"},
            actor=ANA,
            why=f"Not in the text {number}",
        )
    start = text.index("The port")
    passage = {
        "text": digest,
        "start": start,
        "end": start + 60,
        "quote": text[start : start + 60],
        "prefix": "",
        "suffix": "",
    }
    body = {"id": f"st-{number:020x}", "passage": passage, "content": "pier nine was closed", "modality": "asserted",
            "chain": [{"kind": "page", "name": ""}], "dates": [], "language": "en"}  # fmt: skip
    return Act(kind="statement.accepted", body={"statement": body}, actor=ANA, why=f"Read on page {number}")


# -- what is measured


def best(rounds: int, calls: dict[str, Callable[[], object]]) -> dict[str, Cost]:
    """The cheapest of some rounds of each: what it takes when the machine does not disturb.

    All are called in each round, one after the other, so that a busy minute does not fall on one of them alone.
    """
    found: dict[str, list[Cost]] = {}
    for _ in range(rounds):
        for name, call in calls.items():
            with spending() as spent:
                call()
            found.setdefault(name, []).append(Cost(spent.cpu, spent.wall))
    return {name: min(costs) for name, costs in found.items()}


def program(*command: str | Path, folder: Path | None = None) -> Callable[[], None]:
    def call() -> None:
        subprocess.run(
            [str(part) for part in command],
            cwd=folder,
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    return call


def files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def hashed(folder: Path) -> None:
    for path in files(folder):
        with path.open("rb") as file:
            hashlib.file_digest(file, "sha256")


def bag(source: Path, out: Path) -> None:
    """A bag of the same files, with SHA-256 as most bags have."""
    import bagit

    shutil.copytree(source, out)
    bagit.make_bag(str(out), checksums=["sha256"])


def annex(source: Path, out: Path) -> bool:
    """The same files in git-annex; False where it is not installed."""
    if shutil.which("git-annex") is None:
        return False
    shutil.copytree(source, out)
    for command in (["init", "-q"], ["config", "user.email", "a@example.org"], ["config", "user.name", "a"],
                    ["annex", "init", "-q", "benchmark"], ["annex", "add", "--quiet", "."], ["commit", "-qm", "x"]):  # fmt: skip
        program("git", *command, folder=out)()
    return True


def verifying(scratch: Path, sources: int, size: int, events: int, rounds: int) -> str:
    """The table of the verifications."""
    case, bundle = scratch / "case", scratch / "bundle"
    fill(case, sources, size, events)
    with closing(Ledger.open(case / "ledger.db")) as ledger:
        report = write_bundle(case, bundle, ledger.entries())
    assert verify_case(case).exit_code == 0
    # Peers get the files of the bundle: the sources, and the events as one file.
    bag(bundle / "data", scratch / "bag")
    isolated = scratch / "verify.py"
    shutil.copy(bundle / "verify.py", isolated)
    python = sys.executable
    calls: dict[str, Callable[[], object]] = {
        "SHA-256 of the same files (hashlib)": lambda: hashed(bundle / "data"),
        "`bagit --validate`, a bag with SHA-256": program(python, "-m", "bagit", "--validate", scratch / "bag"),
        "`bagit --validate`, foja's bundle (SHA-256 and SHA-512)": program(python, "-m", "bagit", "--validate", bundle),
        "`foja verify`, the case folder": program(python, "-c", "from foja.cli import main; main()", "verify", case),
        "`verify.py`, foja's bundle": program(python, "-I", "-S", isolated, bundle),
    }
    if annex(bundle / "data", scratch / "annex"):
        calls["`git annex fsck`"] = program("git", "annex", "fsck", "--quiet", folder=scratch / "annex")
    costs = best(rounds, calls)
    bare, peer = costs["SHA-256 of the same files (hashlib)"].cpu, costs["`bagit --validate`, a bag with SHA-256"].cpu
    lines = [
        f"{sources:,} sources, {report.bytes / 1e9:.2f} GB, {report.blobs:,} files, {events:,} events.\n",
        "| | CPU | clock | CPU, of a bare SHA-256 | CPU, of bagit (SHA-256) |",
        "|---|---:|---:|---:|---:|",
    ]
    lines += [
        f"| {what} | {cost.cpu:.2f} s | {cost.wall:.2f} s | {cost.cpu / bare:.1f} | {cost.cpu / peer:.1f} |"
        for what, cost in costs.items()
    ]
    if "`git annex fsck`" not in costs:
        lines.append("\ngit-annex is not installed on this machine.")
    return "\n".join(lines) + "\n" + NOTE + aims(costs)


def aims(costs: dict[str, Cost]) -> str:
    """The ratios that were aimed at, as this run gives them."""

    def over(peer: str) -> str:
        if peer not in costs:
            return "not measured"
        ours = [costs[name].cpu for name in ("`foja verify`, the case folder", "`verify.py`, foja's bundle")]
        return " / ".join(f"{cpu / costs[peer].cpu:.2f}" for cpu in ours)

    bare, annex = "SHA-256 of the same files (hashlib)", "`git annex fsck`"
    alone = f" (a bare SHA-256 of the files alone: {costs[bare].cpu / costs[annex].cpu:.2f})" if annex in costs else ""
    return AIMS.format(bagit=over("`bagit --validate`, a bag with SHA-256"), annex=over(annex) + alone, bare=over(bare))


def editing(scratch: Path, edits: int) -> str:
    """One decision at a time, each durable and under a checkpoint."""
    case = scratch / "case"
    key, times = load_key(ORIGIN), []
    with closing(Ledger.open(case / "ledger.db", write=True)) as ledger:
        for number in range(edits):
            began = time.perf_counter()
            ledger.append([Act(kind="statement.rejected", body={"statement": f"st-{number}"}, actor=ANA, why="x")])
            write_checkpoint(case, ledger, key)
            times.append((time.perf_counter() - began) * 1000)
    times.sort()
    return f"| one decision, durable, with its signed checkpoint | {times[len(times) // 2]:.1f} ms (95 %: {times[int(len(times) * 0.95)]:.1f} ms) |\n"


def finding(scratch: Path, notes: int, *, flat: bool = False) -> str:
    """The newest of so many checkpoints, found and read; ``flat``: all in one folder, as cases kept them before."""
    case = scratch / f"notes-{notes}-{flat}"
    key = load_key(ORIGIN)
    for size in range(notes):
        path = note_path(case, size)
        path = case / "checkpoints" / path.name if flat else path
        path.parent.mkdir(parents=True, exist_ok=True)
        text = checkpoint_text(ORIGIN, size, bytes(32))
        line = key.sign(text) if size == notes - 1 else Signature(name=ORIGIN, key=bytes(4), value=bytes(64))
        path.write_bytes(format_note(Note(text=text, signatures=(line,))))
    times = sorted(timed(lambda: read_checkpoint(case)) for _ in range(50))
    shutil.rmtree(case)
    where = ", all in one folder, as cases kept them before" if flat else ""
    return f"| the newest of {notes:,} checkpoints, found and read{where} | {times[len(times) // 2]:.2f} ms |\n"


def proving(scratch: Path, entries: int, proofs: int) -> str:
    """A ledger of a million events: appended in batches, proofs made and checked."""
    path = scratch / "large.db"
    act = Act(kind="statement.rejected", body={"statement": "st-1"}, actor=ANA, why="Not in the text")
    chance = random.Random(2)
    with closing(Ledger.create(path, ORIGIN)) as ledger:
        with spending() as spent:
            while ledger.size < entries:
                ledger.append([act] * min(BATCH, entries - ledger.size), AT)
        rows = f"| events appended a second, {BATCH:,} at a time, each read back | {entries / spent.wall:,.0f} (of CPU time: {entries / spent.cpu:,.0f}) |\n"
        for batch in (1, 100):
            rounds = 100 if batch == 1 else 20
            with spending() as small:
                for _ in range(rounds):
                    ledger.append([act] * batch, AT)
            rows += f"| the same, {batch} at a time | {batch * rounds / small.wall:,.0f} (of CPU time: {batch * rounds / small.cpu:,.0f}) |\n"
        size = ledger.size
        root = ledger.root()
        wanted = [chance.randrange(size) for _ in range(proofs)]
        leaves = {seq: next(iter(ledger.entries(seq - 1))).leaf for seq in wanted}
        made, checked = [], []
        for seq in wanted:
            began = time.perf_counter()
            proof = ledger.inclusion(seq, size)
            made.append(time.perf_counter() - began)
            began = time.perf_counter()
            right = verify_inclusion(leaves[seq], seq, size, proof, root)
            checked.append(time.perf_counter() - began)
            assert right
        made.sort()
        checked.sort()
        rows += f"| proof that an event lies in a tree of {size:,}, made | {made[len(made) // 2] * 1e3:.2f} ms |\n"
        rows += f"| the same, checked | {checked[len(checked) // 2] * 1e6:.0f} µs ({len(proof) * 32} bytes) |\n"
    path.unlink()
    return rows


def report(sources: int, size: int, events: int, entries: int, rounds: int, few: int, many: int) -> str:
    """The whole page. ``few``, ``many``: checkpoints among which the newest is looked for."""
    scratch = Path(tempfile.mkdtemp(prefix="foja-verify-"))
    before = os.environ.get("FOJA_HOME")
    os.environ["FOJA_HOME"] = str(scratch / "home")
    try:
        parts = [HEAD.format(rounds=rounds), "".join(f"- {name}: {value}\n" for name, value in machine().items())]
        parts += ["\n## Verifying\n\n", verifying(scratch, sources, size, events, rounds)]
        parts += ["\n## Recording and proving\n\n| | |\n|---|---:|\n", editing(scratch, 40)]
        parts += [finding(scratch, few), finding(scratch, many), finding(scratch, many, flat=True)]
        for name in ("bundle", "bag", "annex"):
            subprocess.run(["chmod", "-R", "u+w", str(scratch / name)], stderr=subprocess.DEVNULL)
            shutil.rmtree(scratch / name, ignore_errors=True)
        parts.append(proving(scratch, entries, min(1000, entries)))
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
        if before is None:
            del os.environ["FOJA_HOME"]
        else:
            os.environ["FOJA_HOME"] = before
    return "".join(parts)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true")
    if parser.parse_args().quick:
        print(report(20, 10_000_000, 1_000, 10_000, 1, 1_000, 30_000))
        return
    page = report(2_000, 1_000_000_000, 100_000, 1_000_000, 3, 1_000, 30_000)
    PAGE.write_text(page, encoding="utf-8")
    print(page)


if __name__ == "__main__":
    main()
