"""Every attack ends in a state that says what happened; the process that asked goes on."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from foja.model.errors import Gap
from foja.model.source import Member
from foja.model.text import CanonicalText, Reading
from foja.model.vocabulary import OutcomeState
from foja.read.isolation import WorkerPool, read_isolated
from foja.read.limits import Limits, check_size
from hostile.corpus import Attack, attacks
from hostile.corpus_formats import format_attacks
from read.samples import check_cover, docx, original, paragraph, pdf

_LIMITS = Limits(wall_seconds=40.0, memory_bytes=1 << 30)
_ATTACKS = {attack.name: attack for attack in (*attacks(), *format_attacks())}


@pytest.fixture(scope="module")
def pool() -> Iterator[WorkerPool]:
    with WorkerPool(1, _LIMITS) as workers:
        yield workers


def _outcome(pool: WorkerPool, attack: Attack) -> tuple[str, list[Member]]:
    try:
        text, reading, *members = pool.read(original(attack.content(), attack.name))
    except Gap as gap:
        assert gap.what
        assert attack.name == gap.where
        assert gap.code in set(OutcomeState)
        return gap.code, []
    assert isinstance(text, CanonicalText)
    assert isinstance(reading, Reading)
    assert text.text.strip()
    check_cover(text.text, reading)
    assert "root:" not in text.text
    return "partial" if reading.notes else "done", [member for member in members if isinstance(member, Member)]


@pytest.mark.parametrize("name", sorted(_ATTACKS))
def test_every_attack_ends_in_an_expected_state(pool: WorkerPool, name: str) -> None:
    state, _ = _outcome(pool, _ATTACKS[name])
    assert state in _ATTACKS[name].states


def test_member_names_are_text_and_nothing_is_written(pool: WorkerPool, tmp_path: Path) -> None:
    _, members = _outcome(pool, _ATTACKS["names.zip"])
    assert ["../../../x", "..\\..\\w.txt", "CON", "a" * 400] == [member.name for member in members]
    assert [] == list(tmp_path.iterdir())


def test_nested_archives_end_at_the_depth_that_the_caller_counts(pool: WorkerPool) -> None:
    """What flow does: members become sources until the depth is reached."""
    name, content, depth = "nested.zip", _ATTACKS["nested.zip"].content(), 0
    while depth < _LIMITS.depth:
        _, members = _outcome(pool, Attack(name, lambda data=content: data, ()))  # type: ignore[misc]
        assert 8 == len(members)
        name, content, depth = members[0].name, members[0].content, depth + 1
    assert _LIMITS.depth == depth


def test_one_changed_byte_never_breaks_the_pool(pool: WorkerPool) -> None:
    samples = {
        "x.pdf": pdf([(50, 700, "A page with enough text on it.")]),
        "x.docx": docx(paragraph("A letter with some text in it.")),
        "x.html": b"<html><body><h1>Title</h1><p>Some text.</p><table><tr><td>x</table></body></html>",
        "x.eml": b"From: a@b\nTo: c@d\nSubject: x\nContent-Type: text/html; charset=utf-8\n\n<p>body</p>",
    }
    for name, data in samples.items():
        step = max(1, len(data) // 40)
        for place in range(0, len(data), step):
            changed = bytearray(data)
            changed[place] ^= 0x5A
            state, _ = _outcome(pool, Attack(name, lambda data=bytes(changed): data, ()))  # type: ignore[misc]
            assert "failed" != state, f"{name} with byte {place} changed"


def test_a_file_that_is_too_large_is_not_loaded() -> None:
    with pytest.raises(Gap) as caught:
        check_size(1 << 30, Limits(), where="large.txt")
    assert ("limit", "large.txt") == (caught.value.code, caught.value.where)
    assert "1,024 MB" in caught.value.what
    check_size(512 << 20, Limits())


def test_time_is_limited_and_the_pool_goes_on() -> None:
    slow = original(b"<html><body>" + b"<p>a b c</p>" * 300_000, "slow.html")
    with WorkerPool(1, Limits(wall_seconds_per_mb=0.0)) as pool:
        pool.read(original("warm", "a.txt"))
        with pytest.raises(Gap) as caught:
            pool.read(slow, Limits(wall_seconds=0.2, wall_seconds_per_mb=0.0))
        assert "timeout" == caught.value.code
        assert CanonicalText(text="still here") == pool.read(original("still here", "b.txt"))[0]


def test_memory_is_limited_and_the_pool_goes_on() -> None:
    with WorkerPool(1, Limits(memory_bytes=400 << 20)) as pool:
        with pytest.raises(Gap) as caught:
            pool.read(original(b"a line of text\n" * 4_000_000, "large.txt"))
        assert "limit" == caught.value.code
        assert CanonicalText(text="still here") == pool.read(original("still here", "b.txt"))[0]


def test_a_killed_worker_is_a_crash_and_the_pool_goes_on() -> None:
    with WorkerPool(1, _LIMITS) as pool:
        pool.read(original("first", "a.txt"))
        worker = pool._slots.get()
        assert worker is not None
        worker._process.kill()
        pool._slots.put(worker)
        with pytest.raises(Gap) as caught:
            pool.read(original("second", "b.txt"))
        assert "crashed" == caught.value.code
        assert CanonicalText(text="third") == pool.read(original("third", "c.txt"))[0]


def test_threads_share_a_pool() -> None:
    with WorkerPool(2, _LIMITS) as pool, ThreadPoolExecutor(4) as threads:
        results = list(threads.map(lambda number: pool.read(original(f"text {number}")), range(40)))
    assert [CanonicalText(text=f"text {number}") for number in range(40)] == [records[0] for records in results]


def test_workers_are_gone_after_closing() -> None:
    pool = WorkerPool(1, _LIMITS)
    pool.read(original("text"))
    worker = pool._slots.get()
    assert worker is not None
    pool._slots.put(worker)
    folder = Path(worker._folder)
    assert folder.exists()
    pool.close()
    assert not folder.exists()
    with pytest.raises(ProcessLookupError):
        os.kill(worker._process.pid, 0)
    with pytest.raises(RuntimeError, match="closed"):
        pool.read(original("text"))


def test_workers_leave_nothing_behind_when_their_caller_is_killed(tmp_path: Path) -> None:
    code = """
import os, sys
sys.path.insert(0, sys.argv[1])
from foja.read.isolation import WorkerPool
from foja.read.limits import Limits
from read.samples import original
pool = WorkerPool(1, Limits())
pool.read(original("text"))
print(len(os.listdir(os.environ["TMPDIR"])), flush=True)
os.kill(os.getpid(), 9)
"""
    tests = str(Path(__file__).parent.parent)
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", code, tests], env=environment, capture_output=True, text=True)
    assert (-9, "1\n") == (done.returncode, done.stdout), done.stderr
    for _ in range(100):
        if not list(tmp_path.iterdir()):
            return
        time.sleep(0.1)
    raise AssertionError(f"left behind: {list(tmp_path.iterdir())}")


def test_one_file_in_a_process_of_its_own() -> None:
    text, reading = read_isolated(original("one text"), _LIMITS)
    assert CanonicalText(text="one text") == text
    assert isinstance(reading, Reading)


def test_isolated_and_direct_reading_give_the_same_records(pool: WorkerPool) -> None:
    from foja.read.stage import READ

    for source in (
        original(pdf([(50, 700, "A page with enough text on it.")]), "x.pdf"),
        original(docx(paragraph("A letter with some text in it.")), "x.docx"),
        original("<html><h1>Title of it</h1><p>Some text that says a thing.</p>", "x.html"),
    ):
        assert list(READ.run(source, setting=_LIMITS)) == pool.read(source)
