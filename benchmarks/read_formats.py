"""How fast each format is read: documents and MB per second of one processor core, in this process.

    python -m benchmarks.read_formats              prints a table, about two minutes
    python -m benchmarks.read_formats --quick      a tenth of the documents
    python -m benchmarks.read_formats --kreuzberg PYTHON   also kreuzberg on the same files, by the Python that has it

The files are made here, each with about 200 paragraphs or rows of the sample sentences. MB are those of the file, so
that packed formats show fewer. The last lines say what the child processes cost: the same small texts read in one.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from benchmarks.read import kreuzberg  # noqa: E402
from foja.model.record import digest  # noqa: E402
from foja.model.source import Original  # noqa: E402
from foja.read.isolation import WorkerPool  # noqa: E402
from foja.read.limits import Limits  # noqa: E402
from foja.read.stage import READ  # noqa: E402
from read import formats  # noqa: E402
from read.samples import docx, paragraph, pdf  # noqa: E402

SENTENCES = [
    f"In entry {n} the registry says that payment {n * 37} was received on {n % 28 + 1} April 2025." for n in range(200)
]


def made() -> Iterator[tuple[str, bytes]]:
    """A file of each format with the same sentences."""
    yield "x.txt", "\n".join(SENTENCES).encode()
    yield "x.html", ("<html><body><h1>Entries</h1>" + "".join(f"<p>{s}</p>" for s in SENTENCES)).encode()
    yield (
        "x.pdf",
        pdf(*([(50.0, 750.0 - 14 * k, s) for k, s in enumerate(SENTENCES[at : at + 50])] for at in range(0, 200, 50))),
    )
    yield "x.docx", docx("".join(map(paragraph, SENTENCES)))
    yield "x.odt", formats.odt("".join(f"<text:p>{s}</text:p>" for s in SENTENCES))
    yield "x.rtf", (rb"{\rtf1\ansi " + b"".join(rb"\pard " + s.encode() + rb"\par" + b"\n" for s in SENTENCES) + b"}")
    yield "x.pptx", formats.pptx([formats.slide(*SENTENCES[at : at + 10], title="Entries") for at in range(0, 200, 10)])
    yield "x.epub", formats.epub(*("".join(f"<p>{s}</p>" for s in SENTENCES[at : at + 50]) for at in range(0, 200, 50)))
    yield (
        "x.xlsx",
        formats.xlsx(
            {
                "t": "".join(
                    f'<row r="{n}">{formats.said(f"A{n}", s)}<c r="B{n}"><v>{n}</v></c></row>'
                    for n, s in enumerate(SENTENCES, 1)
                )
            }
        ),
    )
    yield "x.xls", formats.xls(*((n, 0, s) for n, s in enumerate(SENTENCES)))
    row = "<table:table-row><table:table-cell><text:p>{}</text:p></table:table-cell></table:table-row>"
    yield (
        "x.ods",
        formats.odf(
            "spreadsheet", '<table:table table:name="t">' + "".join(map(row.format, SENTENCES)) + "</table:table>"
        ),
    )
    yield "x.csv", "\n".join(f"{n},{s}" for n, s in enumerate(SENTENCES)).encode()
    yield "x.msg", formats.msg("Entries", "\n".join(SENTENCES), sender=("A", "a@example.org"))
    yield "x.eml", b"From: a@example.org\nTo: b@example.org\nSubject: Entries\n\n" + "\n".join(SENTENCES).encode()
    pages = (
        formats.record("response", f"https://example.org/{n}", formats.answer(f"<p>{s}</p>".encode()))
        for n, s in enumerate(SENTENCES)
    )
    yield "x.warc.gz", formats.warc(*pages, packed=True)


def seconds(call: Callable[[], object], times: int) -> float:
    """Processor time of one call, from ``times`` of them after one to warm up."""
    call()
    start = time.process_time()
    for _ in range(times):
        call()
    return (time.process_time() - start) / times


def theirs(name: str, data: bytes, times: int, python: str) -> str:
    """Documents and MB a CPU-second of kreuzberg, as two cells."""
    if not python:
        return " | "
    documents, megabytes, characters = kreuzberg([(name, data)] * times, python)
    return f"{documents:,.0f} | {megabytes:.2f}" if characters else "not read | "


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--kreuzberg", metavar="PYTHON", default="", help="a Python that has kreuzberg")
    given = parser.parse_args()
    times = 3 if given.quick else 30
    print("| file | bytes | documents per CPU-second | MB per CPU-second | kreuzberg: documents | MB |")
    print("|---|---:|---:|---:|---:|---:|")
    for name, data in made():
        source = Original(sha256=digest(data), name=name, content=data)
        spent = seconds(lambda source=source: list(READ.run(source, setting=Limits())), times)  # type: ignore[misc]
        other = theirs(name, data, times, given.kreuzberg)
        print(f"| {name} | {len(data):,} | {1 / spent:,.0f} | {len(data) / spent / 1e6:.2f} | {other} |", flush=True)
    small = [Original(sha256=digest(s.encode()), name="s.txt", content=s.encode()) for s in SENTENCES]
    here = seconds(lambda: [list(READ.run(one, setting=Limits())) for one in small], 1)
    start = time.perf_counter()
    with WorkerPool(1, Limits()) as pool:
        pool.read(small[0])
        began = time.perf_counter() - start
        for one in small:
            pool.read(one)
        whole = time.perf_counter() - start - began
    print(
        f"\n{len(small)} small texts: {here:.2f} s in this process; in a child process {whole:.2f} s, and {began:.2f} s for its start."
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
