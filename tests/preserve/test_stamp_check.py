"""What verify says about time stamps and about the times of events. Whoever forges here has the key of the case."""

from __future__ import annotations

import shutil
from array import array
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from foja.model.errors import UsageError
from foja.preserve.checkpoint import write_checkpoint
from foja.preserve.keys import load_key
from foja.preserve.ledger import Ledger
from foja.preserve.stamp import TOLERANCE
from foja.preserve.stamp_check import Stamp, check_stamps, newest
from foja.preserve.vault import Vault
from foja.preserve.verify import VerifyReport, verify_case
from preserve.authority import DAY, LocalAuthority, needs_openssl
from preserve.sample import ORIGIN, copy, rewrite
from preserve.stamped import record, stamp, text

pytestmark = needs_openssl
BUILT = datetime(2026, 3, 1, 10, 0, 0, tzinfo=UTC)
"""The time of all events of the sample case."""
SOON = BUILT + timedelta(seconds=40)
MINUTE = timedelta(minutes=1)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> LocalAuthority:
    return LocalAuthority(tmp_path_factory.mktemp("tsa") / "a", "First Authority", BUILT - 30 * DAY, BUILT + 365 * DAY)


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> LocalAuthority:
    return LocalAuthority(tmp_path_factory.mktemp("tsa") / "b", "Second Authority", BUILT - 30 * DAY, BUILT + 9 * DAY)


@pytest.fixture
def case(built: Path, tmp_path: Path) -> Path:
    shutil.copytree(built.parent / "home", tmp_path / "home")
    return copy(built, tmp_path / "case")


def check(case: Path, *authorities: LocalAuthority) -> VerifyReport:
    return verify_case(case, stamp_roots=[one.folder / "root.pem" for one in authorities])


def found(report: VerifyReport) -> tuple[str, set[str], list[str]]:
    """What was found, apart from what dates show by themselves: those here are wrong without a stamp too."""
    codes = {finding.code for finding in report.findings} - {"time-backwards"}
    return report.verdict, codes, [stamp.state for stamp in report.stamps]


def bare(report: VerifyReport) -> list[str]:
    """What is told about events that no stamp covers."""
    return [note.what for note in report.notes if note.code == "unanchored"]


# -- whose roots count


def test_roots_of_the_verifier_confirm(case: Path, authority: LocalAuthority, other: LocalAuthority) -> None:
    stamp(case, authority, SOON)
    assert ("intact", set(), ["confirmed"]) == found(check(case, authority))
    assert ("intact", set(), ["confirmed"]) == found(check(case, other, authority))


def test_roots_of_the_case_are_worth_less(case: Path, authority: LocalAuthority, other: LocalAuthority) -> None:
    stamp(case, authority, SOON)
    for given_ in ((), (other,)):
        report = check(case, *given_)
        assert ("unsigned", {"stamp-own-roots"}, ["own-roots"]) == found(report)
        assert (1, True) == (report.exit_code, "that the case itself brings" in report.findings[0].what)
        assert ("do not vouch" in report.findings[0].what) == bool(given_)


def test_a_stamp_that_no_root_vouches_for(case: Path, authority: LocalAuthority, other: LocalAuthority) -> None:
    wrong = Vault(case / "vault").put(other.roots).sha256
    stamp(case, authority, SOON, change=lambda body: body.update(roots=wrong))
    assert ("unsigned", {"stamp-unconfirmed"}, ["unconfirmed"]) == found(check(case, other))
    assert ("intact", set(), ["confirmed"]) == found(check(case, authority))


def test_roots_that_are_none_are_the_fault_of_who_asks(case: Path, tmp_path: Path) -> None:
    (tmp_path / "roots.pem").write_text("nothing")
    with pytest.raises(UsageError) as caught:
        verify_case(case, stamp_roots=[tmp_path / "roots.pem"])
    assert "stamp-roots-unreadable" == caught.value.code


# -- for ever, and not a day longer


def test_a_stamp_outlives_the_certificate(case: Path, tmp_path: Path) -> None:
    """Root and certificate expired twenty years ago; at the time of the stamp they were valid."""
    long_ago = datetime(2001, 5, 1, 12, 0, tzinfo=UTC)
    old = LocalAuthority(tmp_path / "old", "Old Authority", long_ago - DAY, long_ago + DAY)
    stamp(case, old, long_ago, at=BUILT)
    report = check(case, old)
    assert ["confirmed"] == [stamp.state for stamp in report.stamps]
    assert {"time-impossible"} == {finding.code for finding in report.findings}, "the events say 2026"


@pytest.mark.parametrize("shift", [timedelta(days=366), timedelta(days=-31)])
def test_a_stamp_outside_the_validity_of_its_certificate(
    case: Path, authority: LocalAuthority, shift: timedelta
) -> None:
    stamp(case, authority, BUILT + shift, at=BUILT)
    assert ("damaged", {"stamp-outside-validity"}, ["wrong"]) == found(check(case, authority))


# -- what does not fit


def _altered(raw: bytes) -> bytes:
    return raw[:-1] + bytes([raw[-1] ^ 1])


@pytest.mark.parametrize("roots", [True, False])
def test_a_signature_that_was_altered(case: Path, authority: LocalAuthority, roots: bool) -> None:
    """Shows also where nobody trusts the authority."""
    note = (case / "checkpoint").read_bytes()
    stamp(case, authority, SOON, answer=_altered(authority.forge(note, SOON)))
    assert ("damaged", {"stamp-altered"}, ["wrong"]) == found(check(case, *[authority] * roots))


def test_a_stamp_of_something_else(case: Path, authority: LocalAuthority) -> None:
    stamp(case, authority, SOON, answer=authority.forge(b"another note", SOON))
    assert ("damaged", {"stamp-altered"}, ["wrong"]) == found(check(case, authority))


@pytest.mark.parametrize(
    "change",
    [
        {"gen_time": text(BUILT - DAY)},
        {"gen_time": "yesterday"},
        {"serial": "8"},
        {"policy": "1.2.3"},
        {"size": 3},
        {"size": 10_000},
        {"size": -1},
    ],
    ids=str,
)
def test_an_event_that_says_otherwise_than_its_token(
    case: Path, authority: LocalAuthority, change: dict[str, Any]
) -> None:
    stamp(case, authority, SOON, change=lambda body: body.update(change))
    assert ("damaged", {"stamp-altered"}, ["wrong"]) == found(check(case, authority))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (field, value)
        for field in ("note", "response", "roots", "gen_time", "authority", "size")
        for value in (None, 7, "nonsense", ["a"])
        if (field, value) not in (("authority", "nonsense"), ("size", 7))
    ],
    ids=str,
)
def test_an_event_without_what_belongs_there_confirms_nothing(
    case: Path, authority: LocalAuthority, field: str, value: object
) -> None:
    stamp(case, authority, SOON, change=lambda body: body.update({field: value}))
    report = check(case, authority)
    assert "intact" != report.verdict
    assert "confirmed" not in {stamp.state for stamp in report.stamps}


def test_what_was_stamped_must_be_a_checkpoint_of_this_case(case: Path, authority: LocalAuthority) -> None:
    keep = Vault(case / "vault").put
    foreign = (case / "checkpoint").read_bytes().replace(ORIGIN.encode(), b"example.org/other")
    for note in (b"no checkpoint", foreign):
        raw = authority.forge(note, SOON)
        stamp(case, authority, SOON, answer=raw, change=lambda body, n=note: body.update(note=keep(n).sha256))
    assert ("damaged", {"stamp-altered"}, ["wrong", "wrong"]) == found(check(case, authority))


@pytest.mark.parametrize("name", ["note", "response", "roots"])
def test_files_that_are_gone_or_altered_are_told_once(case: Path, authority: LocalAuthority, name: str) -> None:
    body = stamp(case, authority, SOON)
    path = Vault(case / "vault").path(body[name])
    path.unlink()
    assert ("damaged", {"blob-missing"}, []) == found(check(case, authority))
    path.write_bytes(b"something else")
    assert ("damaged", {"blob-altered"}, []) == found(check(case, authority))


def test_a_history_that_was_rewritten_contradicts_its_stamp(case: Path, authority: LocalAuthority) -> None:
    """The key signs the new history, every old checkpoint is gone; the stamp is what remains."""
    record(case, BUILT)
    stamp(case, authority, SOON)
    rewrite(case, change=2)
    shutil.rmtree(case / "checkpoints")
    (case / "checkpoint").unlink()
    with closing(Ledger.open(case / "ledger.db", write=True)) as ledger:
        write_checkpoint(case, ledger, load_key(ORIGIN))
    assert ("damaged", {"history-rewritten"}, ["wrong"]) == found(check(case, authority))


def test_a_stamp_needs_no_checkpoint_beside_it(case: Path, authority: LocalAuthority) -> None:
    body = stamp(case, authority, SOON)
    (case / "checkpoints" / "00000" / f"{body['size']:08d}.note").unlink()
    assert ("intact", set(), ["confirmed"]) == found(check(case, authority))


# -- times


@pytest.mark.parametrize(
    ("moment", "verdict"),
    [
        (BUILT - 30 * DAY, "damaged"),
        (SOON - timedelta(seconds=TOLERANCE + 1), "damaged"),
        (SOON - timedelta(seconds=TOLERANCE), "intact"),
        (SOON, "intact"),
        (SOON + 5 * DAY, "intact"),
    ],
)
def test_an_event_after_a_stamp_that_is_dated_before_it(
    case: Path, authority: LocalAuthority, moment: datetime, verdict: str
) -> None:
    body = stamp(case, authority, SOON)
    record(case, moment)
    report = check(case, authority)
    assert (verdict, {"damaged": {"time-impossible"}, "intact": set()}[verdict]) == found(report)[:2]
    where = [finding.where for finding in report.findings if finding.code == "time-impossible"]
    assert [f"event {body['size'] + 1}"] * (verdict == "damaged") == where


@pytest.mark.parametrize(
    ("moment", "verdict"),
    [
        (SOON + 30 * DAY, "damaged"),
        (SOON + timedelta(seconds=TOLERANCE + 1), "damaged"),
        (SOON + timedelta(seconds=TOLERANCE), "intact"),
        (BUILT, "intact"),
    ],
)
def test_an_event_that_existed_before_its_date(
    case: Path, authority: LocalAuthority, moment: datetime, verdict: str
) -> None:
    record(case, moment)
    stamp(case, authority, SOON)
    assert (verdict, {"damaged": {"time-impossible"}, "intact": set()}[verdict]) == found(check(case, authority))[:2]


def test_an_event_between_two_stamps(case: Path, authority: LocalAuthority) -> None:
    """Dated back by a day between stamps of a week: it shows. How often one stamps is how finely times are fixed."""
    stamp(case, authority, SOON)
    record(case, SOON + 3 * DAY)
    stamp(case, authority, SOON + 7 * DAY)
    assert "intact" == check(case, authority).verdict
    record(case, SOON + 6 * DAY)
    assert ("damaged", {"time-impossible"}) == found(check(case, authority))[:2]


def test_a_stamp_that_was_altered_proves_no_time(case: Path, authority: LocalAuthority) -> None:
    note = (case / "checkpoint").read_bytes()
    late = SOON + 100 * DAY
    stamp(case, authority, late, at=BUILT, answer=_altered(authority.forge(note, late)))
    assert ("damaged", {"stamp-altered"}) == found(check(case, authority))[:2]


def test_a_contradiction_is_told_without_roots_too(case: Path, authority: LocalAuthority) -> None:
    """The record contradicts itself, whoever is wrong."""
    stamp(case, authority, SOON)
    record(case, BUILT - 30 * DAY)
    assert ("damaged", {"stamp-own-roots", "time-impossible"}) == found(check(case))[:2]


STAMPS = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 6000)), max_size=5)


@given(times=st.lists(st.integers(0, 6000) | st.just(float("nan")), max_size=12), stamps=STAMPS)
@example(times=[2000.0], stamps=[(0, 5000), (0, 1000)])
@example(times=[2000.0], stamps=[(1, 5000), (1, 1000)])
def test_times_against_stamps_as_the_definition_says(times: list[float], stamps: list[tuple[int, int]]) -> None:
    """Which events are named equals what the rule says, tried one by one."""
    from foja.preserve import stamp_check

    known = [
        Stamp(event=20, authority="A", gen_time=text(datetime.fromtimestamp(at, UTC)), size=size, state="confirmed")
        for size, at in stamps
    ]
    wrong: set[int] = set()
    for seq, at in enumerate(times):
        for size, gen in stamps:
            fits = at <= gen + TOLERANCE if seq < size else at >= gen - TOLERANCE
            wrong |= set() if fits else {seq}
    findings = stamp_check._impossible(known, array("d", times))
    firsts = {int(finding.where.split()[1]) for finding in findings}
    assert firsts <= wrong
    assert bool(firsts) == bool(wrong)
    assert not wrong or min(firsts) == min(wrong)


# -- what is not stamped


def test_a_case_without_stamps_is_intact_and_says_so(case: Path) -> None:
    report = verify_case(case)
    assert ("intact", set(), []) == found(report)
    (said,) = bare(report)
    assert f"Unanchored since {text(BUILT)}" in said


def test_what_came_after_the_last_stamp_is_told(case: Path, authority: LocalAuthority) -> None:
    stamp(case, authority, SOON)
    assert [] == bare(check(case, authority))
    record(case, SOON + DAY)
    (said,) = bare(check(case, authority))
    assert f"Unanchored since {text(SOON + DAY)}" in said


def test_a_stamp_that_does_not_verify_anchors_nothing(case: Path, authority: LocalAuthority) -> None:
    stamp(case, authority, SOON, answer=authority.forge(b"another note", SOON))
    assert 1 == len(bare(check(case, authority)))


def test_the_newest_of_each_authority(case: Path, authority: LocalAuthority, other: LocalAuthority) -> None:
    stamp(case, authority, SOON)
    stamp(case, authority, SOON + MINUTE)
    stamp(case, other, SOON + MINUTE)
    shown = newest(check(case, authority, other).stamps)
    assert [("First Authority", 1), ("Second Authority", 0)] == [(one.authority, older) for one, older in shown]
    assert text(SOON + MINUTE) == shown[0][0].gen_time


def test_no_stamps_at_all_are_checked_without_anything() -> None:
    assert ([], []) == check_stamps([], array("d", [1.0]), lambda size: None, ORIGIN, lambda name: b"")
