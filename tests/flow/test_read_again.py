"""Reading again with larger limits or a password: only what was asked for, remembered without the password."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import REVIEWER
from foja.case import Case
from foja.model.text import Reading
from foja.plugins import stage
from foja.read.isolation import WorkerPool
from foja.read.limits import Limits
from read.formats import answer, locked_pdf, locked_zip, record, warc
from read.samples import zipped

WORD = "sesame-that-stands-nowhere"


def _built(tmp_path: Path, files: dict[str, bytes]) -> Case:
    folder = tmp_path / "papers"
    folder.mkdir()
    for name, data in files.items():
        (folder / name).write_bytes(data)
    case = Case.create(tmp_path / "case", title="Again", actor=REVIEWER)
    case.add([folder], actor=REVIEWER)
    case.build(jobs=0)
    return case


def _rows(case: Case) -> dict[str, object]:
    return {row.name: row for row in case.sources(limit=100).items}


def test_larger_limits_hold_for_one_source_and_what_is_in_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small = Limits(cells=3)
    monkeypatch.setattr("foja.read.limits.DEFAULT", small)
    stage.cache_clear()
    table = b"a,b\nc,d\n"
    try:
        files = {
            "one.csv": table,
            "two.csv": table + b"e,f\n",
            "both.zip": zipped(("in.csv", table + b"g,h\n")),
            "t.txt": b"text",
        }
        with _built(tmp_path, files) as case:
            rows = _rows(case)
            assert {"one.csv": "limit", "two.csv": "limit", "in.csv": "limit", "both.zip": "done", "t.txt": "done"} == {
                name: str(row.state) for name, row in rows.items()  # type: ignore[attr-defined]
            }  # fmt: skip
            read: list[str] = []
            reading = WorkerPool.read
            monkeypatch.setattr(
                WorkerPool, "read", lambda self, o, limits=None: read.append(o.name) or reading(self, o, limits)
            )
            case.read_again([rows["one.csv"].sha256], limits={"cells": 9}, actor=REVIEWER, why="I know it", jobs=0)  # type: ignore[attr-defined]
            assert ["one.csv"] == read
            assert "done" == str(_rows(case)["one.csv"].state)  # type: ignore[attr-defined]
            case.read_again([rows["both.zip"].sha256], limits={"cells": 9}, actor=REVIEWER, why="I know it", jobs=0)  # type: ignore[attr-defined]
            assert {"done"} == {str(_rows(case)[name].state) for name in ("one.csv", "both.zip", "in.csv")}  # type: ignore[attr-defined]
            assert "limit" == str(_rows(case)["two.csv"].state)  # type: ignore[attr-defined]
            runs = [
                event.body
                for event in case.events(limit=1000)
                if event.kind == "derived" and event.body["stage"] == "read"
            ]
            assert 2 == len({body["setting"] for body in runs})  # the setting is part of the derivation
            before = case.table_digests()
            case.rebuild()
            assert before == case.table_digests()
            read.clear()
            case.build(jobs=0)
            assert [] == read
            report = case.rederive(actor=REVIEWER, why="Check", jobs=0)
            assert [] == [left.reason for left in report.uncheckable if "setting" in left.reason]
            assert "I know it" in [event.why for event in case.events(limit=1000) if event.kind == "source.allowed"]
    finally:
        stage.cache_clear()


def test_a_password_opens_and_stands_nowhere(tmp_path: Path) -> None:
    files = {"page.pdf": locked_pdf(WORD), "files.zip": locked_zip(WORD), "other.pdf": locked_pdf("another one")}
    with _built(tmp_path, files) as case:
        assert {"encrypted"} == {str(row.state) for row in case.sources().items}
        report = case.read_again(passwords=["wrong", WORD], actor=REVIEWER, why="The sender told it", jobs=0)
        rows = _rows(case)
        states = {name: str(row.state) for name, row in rows.items()}  # type: ignore[attr-defined]
        assert {"page.pdf": "done", "files.zip": "done", "a.txt": "done", "other.pdf": "encrypted"} == states
        reading = case.reader(rows["page.pdf"].sha256).reading  # type: ignore[attr-defined]
        assert isinstance(reading, Reading)
        assert reading.unlocked
        assert [] == [gap for gap in report.gaps if WORD in gap.detail + gap.next]
        allowed = [event.body for event in case.events(limit=1000) if event.kind == "source.allowed"]
        assert [True] * 3 == [body["password"] for body in allowed]
        left = {one.reason for one in case.rederive(actor=REVIEWER, why="Check", jobs=0).uncheckable}
        assert "a password opened it, which is kept nowhere" in left
        assert "let be read again, with a password" in [
            line.what for line in case.custody(rows["page.pdf"].sha256).deeds
        ]  # type: ignore[attr-defined]
        case.verify()
    for path in (tmp_path / "case").rglob("*"):
        if path.is_file():
            assert WORD.encode() not in path.read_bytes(), path


def test_what_a_password_opened_is_kept_when_the_reader_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with _built(tmp_path, {"page.pdf": locked_pdf(WORD), "t.txt": b"text"}) as case:
        case.read_again(passwords=[WORD], actor=REVIEWER, why="Told", jobs=0)
        monkeypatch.setattr(type(stage("read")[0]), "version", "999")
        case.build(jobs=0)
        states = {name: str(row.state) for name, row in _rows(case).items()}  # type: ignore[attr-defined]
        assert {"page.pdf": "done", "t.txt": "done"} == states
        versions = {event.body["version"] for event in case.events(limit=1000) if event.body.get("stage") == "read"}
        assert {stage("read")[0].version, "999"} >= {"999"} & versions


def test_a_capture_has_the_archive_as_parent_and_its_address_as_claim(tmp_path: Path) -> None:
    page = b"<html><head><link rel=canonical href=https://example.org/other></head><body><h1>A page</h1><p>It says so.</p></body></html>"
    data = warc(
        record("response", "https://example.org/a", answer(page)),
        record("response", "https://example.org/b", answer(page)),
    )
    with _built(tmp_path, {"crawl.warc": data}) as case:
        rows = _rows(case)
        (name,) = [name for name in rows if name.startswith("https://")]
        row = rows[name]
        assert (rows["crawl.warc"].sha256, "capture") == (row.parent, row.via)  # type: ignore[attr-defined]
        reading = case.reader(row.sha256).reading  # type: ignore[attr-defined]
        assert reading is not None
        stated = {(c.value, c.origin) for c in reading.claims if c.field in ("url", "captured")}
        assert {
            ("https://example.org/a", "capture"),
            ("https://example.org/b", "capture"),
            ("2025-04-10", "capture"),
        } <= stated
        assert "https://example.org/a" == row.url  # type: ignore[attr-defined]
        sheet = case.custody(row.sha256)  # type: ignore[attr-defined]
        assert "as a capture in a web archive, captured at 2025-04-10T12:00:00Z as that archive says" in " ".join(
            deed.what for deed in sheet.deeds
        )


def test_a_file_that_may_use_more_memory_gets_a_worker_of_its_own() -> None:
    from read.samples import original

    with WorkerPool(1, Limits(memory_bytes=1 << 30)) as pool:
        text, _ = pool.read(original("text"), Limits(memory_bytes=3 << 30))
        assert "text" == text.text  # type: ignore[attr-defined]
        worker = pool._slots.get()
        pool._slots.put(worker)
        assert worker is None  # the pool's own worker was not needed
