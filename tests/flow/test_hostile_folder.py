"""A folder of broken and hostile files: each becomes a source with its reason; the build goes on."""

from __future__ import annotations

import io
import tarfile
import zipfile
from pathlib import Path

import pytest

from conftest import REVIEWER
from foja.case import Case


def _zip(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def _nested(depth: int) -> bytes:
    data = _zip({"innermost.txt": b"The innermost note of a court registry."})
    for level in range(depth):
        data = _zip({f"level{level}.zip": data})
    return data


def _tar(name: str, data: bytes) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        info = tarfile.TarInfo(name)
        info.size = len(data)
        archive.addfile(info, io.BytesIO(data))
    return buffer.getvalue()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "papers"
    made.mkdir()
    files = {
        "good.txt": b"The court said on 3 May 2010 that the file was complete.\n",
        "zero.pdf": b"",
        "wrong-extension.pdf": "La fiscalía pidió el 9 de abril de 2025 la detención, dijo el juzgado.\n".encode(),
        "truncated.docx": _zip({"word/document.xml": b"<w:document/>" * 50})[:120],
        "truncated.pdf": b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\n",
        "noise.bin": bytes(range(256)) * 64,
        "latin1.txt": "El año próximo la Cámara resolverá la apelación, según el fiscal.\n".encode("cp1252"),
        "deep.zip": _nested(8),
        "escaping.tar": _tar("../../../outside.txt", b"A note that tries to leave its archive.\n"),
    }
    for name, data in files.items():
        (made / name).write_bytes(data)
    return made


def test_each_file_ends_with_its_reason(folder: Path, tmp_path: Path) -> None:
    with Case.create(tmp_path / "case", title="Hostile", actor=REVIEWER) as case:
        case.add([folder], actor=REVIEWER)
        report = case.build(jobs=0)
        rows = {row.name: row for row in case.sources(limit=1000).items}
        states = {name: str(row.state) for name, row in rows.items()}
        assert states["good.txt"] == "done"
        assert states["zero.pdf"] == "empty"
        assert states["wrong-extension.pdf"] == "done"  # content decides, not the name
        assert states["truncated.docx"] in ("corrupt", "unsupported")
        assert states["truncated.pdf"] == "corrupt"
        assert states["noise.bin"] == "unsupported"
        assert "próximo" in case.reader(rows["latin1.txt"].sha256).text
        assert "innermost.txt" not in rows
        assert any("deeper" in gap.detail for gap in report.gaps)
        assert "../../../outside.txt" in rows  # a name is data, never a path
        assert all(row.detail and row.next for row in case.sources(state="gap", limit=100).items)
        assert case.verify().verdict == "intact"
    assert not list(tmp_path.rglob("outside.txt"))


def test_a_retry_reads_again_only_what_failed(folder: Path, tmp_path: Path) -> None:
    with Case.create(tmp_path / "case", title="Hostile", actor=REVIEWER) as case:
        case.add([folder], actor=REVIEWER)
        first = case.build(jobs=0)
        again = case.build(jobs=0, retry=True)
        assert 0 < again.runs < first.runs
        assert {g.input for g in again.gaps} == {g.input for g in first.gaps}


@pytest.mark.slow
def test_a_gigabyte_of_text_ends_at_the_limit(tmp_path: Path) -> None:
    big = tmp_path / "big.txt"
    with big.open("wb") as file:
        file.truncate(1 << 30)
    with Case.create(tmp_path / "case", title="Big", actor=REVIEWER) as case:
        case.add([big], actor=REVIEWER)
        case.build(jobs=0)
        (row,) = case.sources().items
        assert str(row.state) == "limit"
        assert row.size == 1 << 30
        assert row.next
