"""How fast files are read, by format, beside other programs on the same files in the same run.

    python -m benchmarks.read                         everything below, on files made here
    python -m benchmarks.read --pages AEB/html        web pages of a folder instead of made ones
    python -m benchmarks.read --kreuzberg PYTHON      also kreuzberg, by the Python of an environment that has it

Three measures, all in processor seconds of this process and its children, so that a busy machine changes
little:

1. files and megabytes a second by format, foja in one process against the bare library and against others;
2. seconds a file as the number of files grows, through the child processes that foja reads in: the start of a
   child is paid once;
3. the memory that the reading process needed at most.

Others are never needed by foja. One that is not installed is left out, and that is said. To have them without
touching the environment of foja: ``pip install --target PEERS --no-deps python-docx pypdf``, then run this with
``PYTHONPATH=PEERS``; kreuzberg in an environment of its own.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import io
import json
import resource
import subprocess
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

from benchmarks.corpus import as_html, as_mail, pages
from benchmarks.measure import machine, spending
from foja.evaluate.paper import LAYOUTS, laid_out, missing_fonts, texts
from foja.model.record import digest
from foja.model.source import Original
from foja.read.isolation import WorkerPool
from foja.read.limits import Limits
from foja.read.stage import READ

File = tuple[str, bytes]
COUNT = 60
GROWTH = (1, 10, 50, 200)
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def html_files(folder: Path | None, count: int) -> list[File]:
    if folder is None:
        return [(f"{number}.html", as_html(page).encode()) for number, page in enumerate(pages(count, seed=7))]
    found = []
    for path in sorted(folder.iterdir())[:count]:
        data = path.read_bytes()
        found.append((path.name.removesuffix(".gz"), gzip.decompress(data) if path.suffix == ".gz" else data))
    return found


def pdf_files() -> list[File]:
    absent = set(missing_fonts())
    return [
        (f"{language} {layout}.pdf", laid_out(language, text, layout)[0])
        for language, text in texts().items()
        if text["font"] not in absent
        for layout in LAYOUTS
    ]


def docx_files(count: int) -> list[File]:
    paragraphs = [paragraph for text in texts().values() for paragraph in text["paragraphs"]]
    found = []
    for number in range(count):
        shown = (paragraphs[number % len(paragraphs) :] + paragraphs[: number % len(paragraphs)]) * 2
        body = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in shown)
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("[Content_Types].xml", _TYPES)
            archive.writestr("_rels/.rels", _RELATIONS)
            archive.writestr("word/document.xml", f'<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>')
        found.append((f"{number}.docx", stream.getvalue()))
    return found


_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" Type='
    '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)


def mail_files(count: int) -> list[File]:
    return [(f"{number}.eml", as_mail(page).encode()) for number, page in enumerate(pages(count, seed=8))]


def ours(file: File) -> int:
    name, data = file
    records = list(READ.run(Original(sha256=digest(data), name=name, content=data), setting=Limits()))
    return len(records[0].text)  # type: ignore[attr-defined]


def trafilatura(file: File) -> int:
    import trafilatura as peer

    return len(peer.extract(file[1], include_comments=False, include_tables=True) or "")


def resiliparse(file: File) -> int:
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.encoding import bytes_to_str, detect_encoding

    return len(extract_plain_text(bytes_to_str(file[1], detect_encoding(file[1]))))


def pypdfium2(file: File) -> int:
    import pypdfium2 as peer

    document = peer.PdfDocument(file[1])
    return sum(len(document[number].get_textpage().get_text_range()) for number in range(len(document)))


def pypdf(file: File) -> int:
    import pypdf as peer

    return sum(len(page.extract_text()) for page in peer.PdfReader(io.BytesIO(file[1])).pages)


def python_docx(file: File) -> int:
    import docx as peer

    return sum(len(paragraph.text) for paragraph in peer.Document(io.BytesIO(file[1])).paragraphs)


def mailparser(file: File) -> int:
    import mailparser as peer

    return len(peer.parse_from_bytes(file[1]).body)


Reader = Callable[[File], int]
PEERS: dict[str, list[tuple[str, str, Reader]]] = {  # format -> (shown name, module, reader)
    "html": [("trafilatura", "trafilatura", trafilatura), ("resiliparse, all text", "resiliparse", resiliparse)],
    "pdf": [("pypdfium2, bare", "pypdfium2", pypdfium2), ("pypdf", "pypdf", pypdf)],
    "docx": [("python-docx", "docx", python_docx)],
    "eml": [("mail-parser", "mailparser", mailparser)],
}


def speed(files: list[File], reader: Reader) -> tuple[float, float, int]:
    """Files and megabytes a processor second, and characters read. The first file is read once before."""
    reader(files[0])
    with spending() as spent:
        characters = sum(reader(file) for file in files)
    return len(files) / spent.cpu, sum(len(data) for _, data in files) / spent.cpu / 1e6, characters


_THEIRS = """
import json, sys
from time import process_time as now
from kreuzberg import ExtractionConfig, extract_file_sync
files = json.load(sys.stdin)
how = ExtractionConfig(use_cache=False, disable_ocr=True)
extract_file_sync(files[0], config=how)
start = now()
count = failed = 0
for file in files:
    try:
        count += len(extract_file_sync(file, config=how).content)
    except Exception:
        failed += 1
print(json.dumps([now() - start, count, failed]))
"""


def kreuzberg(files: list[File], python: str) -> tuple[float, float, int]:
    """The same by another Python that has kreuzberg; its start is not counted. Without its cache, which keeps what it
    has read beyond the end of the program, and without text recognition."""
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for number, (name, data) in enumerate(files):
            path = Path(folder, f"{number}{Path(name).suffix}")
            path.write_bytes(data)
            paths.append(str(path))
        done = subprocess.run(
            [python, "-c", _THEIRS], input=json.dumps(paths), capture_output=True, text=True, check=True, timeout=600
        )
    used, characters, _ = json.loads(done.stdout.splitlines()[-1])
    return len(files) / used, sum(len(data) for _, data in files) / used / 1e6, characters


def growth(files: list[File]) -> list[tuple[int, float, float]]:
    """For each number of files: wall and processor seconds a file, through one child process."""
    rows = []
    for count in GROWTH:
        chosen = [files[number % len(files)] for number in range(count)]
        with spending() as spent, WorkerPool(1) as pool:
            for name, data in chosen:
                pool.read(Original(sha256=digest(data), name=name, content=data))
        # the child is waited for when the pool closes, inside the block
        rows.append((count, spent.wall / count, spent.cpu / count))
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=Path, help="a folder of web pages, .html or .html.gz")
    parser.add_argument("--count", type=int, default=COUNT, help="files of a format")
    parser.add_argument("--kreuzberg", metavar="PYTHON", default="", help="a Python that has kreuzberg")
    options = parser.parse_args()
    print("\n".join(f"{name}: {value}" for name, value in machine().items()), end="\n\n")
    sets = {
        "html": html_files(options.pages, options.count),
        "pdf": pdf_files(),
        "docx": docx_files(options.count),
        "eml": mail_files(options.count),
    }
    print(f"{'format':<7}{'program':<24}{'files':>6}{'files/s':>9}{'MB/s':>8}{'characters':>12}")
    for kind, files in sets.items():
        readers: list[tuple[str, str, Reader]] = [("foja", "foja", ours), *PEERS[kind]]
        for name, module, reader in readers:
            if importlib.util.find_spec(module) is None:
                print(f"{kind:<7}{name:<24}left out: {module} is not installed")
                continue
            _row(kind, name, len(files), speed(files, reader))
        if options.kreuzberg:
            _row(kind, "kreuzberg", len(files), kreuzberg(files, options.kreuzberg))
        else:
            print(f"{kind:<7}{'kreuzberg':<24}left out: no Python given that has it")
    print(f"\n{'files':>6}{'wall s/file':>13}{'processor s/file':>18}   web pages through one child process")
    for count, wall, used in growth(sets["html"]):
        print(f"{count:>6}{wall:>13.4f}{used:>18.4f}")
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"\nmemory of the largest child process: {usage.ru_maxrss / 1024:.0f} MB")


def _row(kind: str, name: str, count: int, found: tuple[float, float, int]) -> None:
    print(f"{kind:<7}{name:<24}{count:>6}{found[0]:>9.1f}{found[1]:>8.2f}{found[2]:>12,}")


if __name__ == "__main__":
    main()
