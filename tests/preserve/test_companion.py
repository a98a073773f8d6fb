"""The companion key: the history also stands under ML-DSA-44, and who takes that away is seen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from foja.case import Case
from foja.model.errors import FojaError
from foja.model.event import Actor
from foja.preserve.companion import COMPANION, companion_path
from foja.preserve.cosign import ML_DSA, parse_cosigner
from foja.preserve.verify import VerifyReport, verify_case
from foja.publish.offline import verify as offline
from preserve.witnesses import without_ml_dsa

ANA = Actor(name="Ana")
WHY = "It is to hold in 2060"


@pytest.fixture
def case(tmp_path: Path) -> Path:
    Case.create(tmp_path / "case", title="Harbour", actor=ANA).close()
    return tmp_path / "case"


@contextmanager
def opened(case: Path) -> Iterator[Case]:
    with Case(case) as found:
        yield found


def work(case: Path, name: str) -> None:
    (case.parent / name).write_text(f"Text {name}", "utf-8")
    with opened(case) as found:
        found.add([case.parent / name], actor=ANA)


def codes(report: VerifyReport) -> tuple[set[str], set[str]]:
    return {f.code for f in report.findings}, {f.code for f in report.notes} - {"unanchored", "receipts-here"}


def test_sealing_signs_with_it_from_then_on(case: Path) -> None:
    with opened(case) as found:
        assert found.seal().companion == "", "a case has none by itself"
        assert "ML-DSA-44) too" in found.seal(companion=ANA, why=WHY).companion
        (event,) = [event for event in found.events() if event.kind == COMPANION]
        assert (event.why, parse_cosigner(event.body["key"]).kind) == (WHY, ML_DSA)
    report = verify_case(case)
    assert (set(), {"companion-signed"}, "intact") == (*codes(report), report.verdict)
    work(case, "a.txt")
    report = verify_case(case)
    assert any("the first 2 of 3 events" in note.what for note in report.notes), "the last seal is what it covers"
    with opened(case) as found:
        size = found.seal().events
        assert size == 3
        found.seal(companion=ANA, why=WHY)
        assert len([event for event in found.events() if event.kind == COMPANION]) == 1, "it is given once"
    assert any("the first 3 of 3 events" in note.what for note in verify_case(case).notes)
    assert companion_path(found.origin).stat().st_mode & 0o077 == 0


def test_who_takes_its_signature_away_is_seen(case: Path) -> None:
    with opened(case) as found:
        found.seal(companion=ANA, why=WHY)
    notes = (case / "checkpoint", *(case / "checkpoints").rglob("*.note"))
    signed = [path for path in notes if path.stat().st_size > 3000]
    assert len(signed) == 2
    before = [path.read_bytes() for path in signed]
    for path, data in zip(signed, before, strict=True):
        lines = [line for line in data.decode().split("\n") if len(line) < 3000]
        path.write_text("\n".join(lines), "utf-8")
    with opened(case) as found:
        receipts = companion_path(found.origin).parents[1] / "receipts"
    for path in receipts.rglob("*.note"):  # else what this machine kept outside of the case shows it
        path.unlink()
    report = verify_case(case)
    assert ({"companion-missing"}, 17) == (codes(report)[0], report.exit_code)
    for path, data in zip(signed, before, strict=True):
        path.write_bytes(re.sub(rb"(.*)A(?=[^A]*$)", rb"\1B", data, count=1))
    assert codes(verify_case(case))[0] & {"cosignature-wrong", "checkpoint-altered"}


def test_another_companion_takes_over_by_an_event(case: Path) -> None:
    with opened(case) as found:
        found.seal(companion=ANA, why=WHY)
        path = companion_path(found.origin)
        path.rename(path.with_name("lost"))
    work(case, "a.txt")
    with opened(case) as found:
        assert "this machine has no companion key" in found.seal().companion.lower()
        assert "too" in found.seal(companion=ANA, why="The old one was lost").companion
        assert len([event for event in found.events() if event.kind == COMPANION]) == 2
    assert verify_case(case).verdict == "intact"


def test_where_the_library_has_none(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with opened(case) as found:
        found.seal(companion=ANA, why=WHY)
    work(case, "a.txt")
    without_ml_dsa(monkeypatch)
    with opened(case) as found:
        report = found.seal()
        assert "has no ML-DSA-44" in report.companion
        assert report.exit_code == 0
    report = verify_case(case)
    assert (set(), {"companion-unchecked"}) == codes(report), "said, and neither damage nor a confirmation"


def test_no_reason_no_key(case: Path) -> None:
    with opened(case) as found, pytest.raises(FojaError) as caught:
        found.seal(companion=ANA)
    assert caught.value.code == "why-missing"
    assert not companion_path(found.origin).exists()


def test_a_bundle_says_what_it_does_not_check(case: Path, tmp_path: Path) -> None:
    with opened(case) as found:
        found.seal(companion=ANA, why=WHY)
        found.export("bundle", tmp_path / "out")
    said: list[str] = []
    assert offline.examine(str(tmp_path / "out"), said=said)[0] == []
    assert any("companion key (ML-DSA-44)" in line for line in said)
