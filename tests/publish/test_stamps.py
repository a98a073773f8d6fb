"""Time stamps in a bundle: what the checker in it finds with Python alone, and the openssl command that it prints."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foja.preserve.finding import exit_of
from foja.preserve.ledger import Ledger
from foja.preserve.stamp_token import TokenError, read_token
from foja.preserve.verify import verify_case
from foja.publish.bundle import write_bundle
from foja.publish.offline import verify as offline
from preserve.authority import DAY, LocalAuthority, needs_openssl
from preserve.sample import build_case, copy
from preserve.stamped import record, stamp, text

pytestmark = needs_openssl
BUILT = datetime(2026, 3, 1, 10, 0, 0, tzinfo=UTC)
SOON = BUILT + timedelta(seconds=40)
Make = Callable[[Path, LocalAuthority], object]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("built")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FOJA_HOME", "")  # build_case sets it; restored here
        build_case(folder / "case")
        yield folder / "case"


@pytest.fixture(autouse=True)
def _home(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOJA_HOME", str(built.parent / "home"))


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> LocalAuthority:
    """Its certificate expired long before this test is run, and was valid when it stamped."""
    return LocalAuthority(tmp_path_factory.mktemp("tsa") / "a", "First Authority", BUILT - DAY, BUILT + 8 * DAY)


@pytest.fixture(scope="module")
def answer(authority: LocalAuthority) -> bytes:
    return authority.forge(b"note", SOON)


@pytest.fixture
def case(built: Path, tmp_path: Path) -> Path:
    return copy(built, tmp_path / "case")


def bundle_of(case: Path) -> Path:
    out = case.parent / "bundle"
    with closing(Ledger.open(case / "ledger.db")) as ledger:
        write_bundle(case, out, ledger.entries())
    return out


def run(bundle: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", "-S", "verify.py"]
    return subprocess.run(command, cwd=bundle, capture_output=True, text=True, check=False)


def codes(bundle: Path) -> set[str]:
    return {finding.code for finding in offline.examine(str(bundle))[0]}


def test_a_stranger_checks_a_stamp_with_the_command_that_is_printed(case: Path, authority: LocalAuthority) -> None:
    body = stamp(case, authority, SOON)
    bundle = bundle_of(case)
    assert {body["note"], body["response"], body["roots"]} <= {path.name for path in bundle.rglob("*")}
    done = run(bundle)
    assert (0, "") == (done.returncode, done.stderr)
    assert (
        f"Time stamp by First Authority at {text(SOON)}: the first {body['size']} events existed then." in done.stdout
    )
    assert "OK: everything verifies, apart from the signatures of time stamps." == done.stdout.splitlines()[-1]
    found = re.search(r"    (openssl ts -verify (?:.*\\\n)*.*)\n", done.stdout)
    assert found is not None
    command = found[1].replace("THE-ROOTS-YOU-TRUST.pem", str(authority.folder / "root.pem"))
    checked = subprocess.run(command, shell=True, cwd=bundle, capture_output=True, text=True, check=False)
    assert (0, "Verification: OK") == (checked.returncode, checked.stdout.strip()), checked.stderr
    today = subprocess.run(
        re.sub(r"-attime \d+", "", command), shell=True, cwd=bundle, capture_output=True, text=True, check=False
    )
    assert 1 == today.returncode, "which is why the time is part of the command"


def _dated_back(case: Path, authority: LocalAuthority) -> None:
    stamp(case, authority, SOON)
    record(case, BUILT - 30 * DAY)


def _dated_ahead(case: Path, authority: LocalAuthority) -> None:
    record(case, BUILT + 5 * DAY)
    stamp(case, authority, SOON)


def _of_another_note(case: Path, authority: LocalAuthority) -> None:
    stamp(case, authority, SOON, answer=authority.forge(b"another note", SOON))


def _of_no_checkpoint(case: Path, authority: LocalAuthority) -> None:
    stamp(case, authority, SOON, change=lambda body: body.update(note=body["roots"]))


def _other_time(case: Path, authority: LocalAuthority) -> None:
    stamp(case, authority, SOON, change=lambda body: body.update(gen_time=text(BUILT)))


def _other_size(case: Path, authority: LocalAuthority) -> None:
    stamp(case, authority, SOON, change=lambda body: body.update(size=3))


def _far_size(case: Path, authority: LocalAuthority) -> None:
    stamp(case, authority, SOON, change=lambda body: body.update(size=10**6))


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (_dated_back, "time-impossible"),
        (_dated_ahead, "time-impossible"),
        (_of_another_note, "stamp-altered"),
        (_of_no_checkpoint, "stamp-altered"),
        (_other_time, "stamp-altered"),
        (_other_size, "stamp-altered"),
        (_far_size, "stamp-altered"),
    ],
)
def test_both_checkers_find_what_does_not_fit(case: Path, authority: LocalAuthority, make: Make, code: str) -> None:
    make(case, authority)
    bundle = bundle_of(case)
    assert {code} == codes(bundle) - {"time-backwards"}
    done = run(bundle)
    assert (exit_of(code), True) == (done.returncode, f"{code}: event" in done.stdout)
    report = verify_case(case, stamp_roots=[authority.folder / "root.pem"])
    assert {code} == {finding.code for finding in report.findings} - {"time-backwards"}


def test_dates_within_the_tolerance_are_no_finding(case: Path, authority: LocalAuthority) -> None:
    stamp(case, authority, SOON)
    record(case, SOON - timedelta(seconds=offline.TOLERANCE))
    assert set() == codes(bundle_of(case))


def test_several_stamps(case: Path, authority: LocalAuthority) -> None:
    for days in range(4):
        record(case, BUILT + days * DAY)
        stamp(case, authority, SOON + days * DAY)
    done = run(bundle_of(case))
    assert (0, 4) == (done.returncode, done.stdout.count("Time stamp by"))
    assert "stamps 4" in done.stdout


def test_a_stamp_without_its_checkpoint_is_checked_against_the_tree(case: Path, authority: LocalAuthority) -> None:
    body = stamp(case, authority, SOON)
    (case / "checkpoints" / "00000" / f"{body['size']:08d}.note").unlink()
    done = run(bundle_of(case))
    assert (0, True) == (done.returncode, "Time stamp by" in done.stdout)


@pytest.mark.parametrize("name", ["note", "response", "roots"])
def test_a_file_that_is_gone_is_told(case: Path, authority: LocalAuthority, name: str) -> None:
    body = stamp(case, authority, SOON)
    bundle = bundle_of(case)
    digest = body[name]
    (bundle / "data/vault/sha256" / digest[:2] / digest[2:4] / digest).unlink()
    assert "blob-missing" in codes(bundle)


def test_both_readers_of_tokens_agree(authority: LocalAuthority) -> None:
    raw = authority.forge(b"note", SOON, nonce=5, serial=2**159 + 1)
    token = read_token(raw)
    assert (token.imprint, token.gen_time, token.serial, token.policy) == offline.token_of(raw)


@given(bit=st.integers(0, 8 * 4000))
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_hostile_tokens_end_in_words(answer: bytes, bit: int) -> None:
    raw = bytearray(answer)
    raw[bit // 8 % len(raw)] ^= 1 << bit % 8
    try:
        said = offline.token_of(bytes(raw))
    except ValueError:
        return
    try:
        token = read_token(bytes(raw))
    except TokenError:
        return  # the signature is left to others
    assert (token.imprint, token.gen_time, token.serial, token.policy) == said


def test_a_bundle_without_stamps_says_nothing_of_them(case: Path) -> None:
    done = run(bundle_of(case))
    assert (0, "OK: everything verifies.") == (done.returncode, done.stdout.splitlines()[-1])
    shutil.rmtree(case.parent / "bundle")
