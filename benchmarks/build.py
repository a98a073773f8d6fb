"""How fast a folder becomes a case: documents per second by stage, peak memory, bytes on disk.

Beside it, in the same run on the same files: what the disk and the hash alone cost (a copy with SHA-256, made
durable), and what a well-known extractor of article text takes for the web pages among them (trafilatura, which
reads; it drafts, resolves and weighs nothing).
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from benchmarks.corpus import write_corpus
from benchmarks.measure import memory, spending
from foja.case import Case
from foja.model.event import Actor

WHO = Actor(name="Benchmark")


class Built(NamedTuple):
    """``jobs``: processes. Seconds by stage; ``peak``: bytes of memory of all processes; ``disk``: bytes of the case."""

    jobs: int
    documents: int
    wall: float
    stages: dict[str, float]
    peak: int
    disk: int


def build(folder: Path, path: Path, jobs: int) -> Built:
    """Adds and builds ``folder`` as a new case at ``path``."""
    stages: dict[str, list[float]] = {}

    def mark(done: int, total: int, what: str) -> None:
        now = time.perf_counter()
        stages.setdefault(what, [now, now])[1] = now

    with Case.create(path, title="Benchmark", actor=WHO) as case, memory() as tree, spending() as spent:
        case.add([folder], actor=WHO, progress=mark)
        case.build(jobs=jobs, progress=mark)
        documents = case.desk().counts.sources
    disk = sum(file.stat().st_size for file in path.rglob("*") if file.is_file())
    seconds = {what: last - first for what, (first, last) in stages.items()}
    return Built(jobs, documents, spent.wall, seconds, tree.total, disk)


def copied(folder: Path, target: Path) -> float:
    """Files per second for a durable copy with SHA-256 and nothing else."""
    files = [file for file in sorted(folder.rglob("*")) if file.is_file()]
    target.mkdir()
    with spending() as spent:
        for number, file in enumerate(files):
            data = file.read_bytes()
            hashlib.sha256(data).hexdigest()
            with (target / str(number)).open("wb") as out:
                out.write(data)
                out.flush()
                os.fsync(out.fileno())
    return len(files) / spent.wall


def extracted(folder: Path) -> tuple[int, float]:
    """How many web pages there are, and how many a second trafilatura reads in one process."""
    import trafilatura

    pages = [file.read_text("utf-8") for file in sorted(folder.rglob("*.html"))]
    trafilatura.extract(pages[0])
    with spending() as spent:
        for page in pages:
            trafilatura.extract(page)
    return len(pages), len(pages) / spent.wall


def run(documents: int, jobs: tuple[int, ...] = (1, 2)) -> str:
    """The table, in Markdown."""
    scratch = Path(tempfile.mkdtemp(prefix="foja-build-"))
    try:
        write_corpus(scratch / "sources", documents)
        limit = copied(scratch / "sources", scratch / "copy")
        pages, peer = extracted(scratch / "sources")
        built = [build(scratch / "sources", scratch / f"case{n}", n) for n in jobs]
    finally:
        shutil.rmtree(scratch)
    names = list(built[0].stages)
    lines = [
        f"| processes | documents | documents/s | peak memory | on disk | {' | '.join(names)} |",
        "|---:|---:|---:|---:|---:|" + "---:|" * len(names),
    ]
    for one in built:
        seconds = " | ".join(f"{one.stages.get(name, 0.0):.1f} s" for name in names)
        lines.append(
            f"| {one.jobs} | {one.documents} | {one.documents / one.wall:.1f} | "
            f"{one.peak / 1e6:.0f} MB | {one.disk / 1e6:.0f} MB | {seconds} |"
        )
    rate = max(one.documents / one.wall for one in built)
    lines += [
        "",
        f"In the same run: a durable copy with SHA-256 makes {limit:.0f} files/s ({limit / rate:.0f} times as many); "
        f"trafilatura alone reads {peer:.0f} of the {pages} web pages a second in one process.",
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=300)
    print(run(parser.parse_args().documents))
