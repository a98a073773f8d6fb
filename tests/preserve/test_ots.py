"""OpenTimestamps: proofs held against the reference library, calendars that run here, and what verify says."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from opentimestamps.core.notary import BitcoinBlockHeaderAttestation, PendingAttestation, UnknownAttestation
from opentimestamps.core.op import OpAppend, OpHexlify, OpPrepend, OpReverse, OpSHA1, OpSHA256
from opentimestamps.core.serialize import BytesDeserializationContext, BytesSerializationContext
from opentimestamps.core.timestamp import DetachedTimestampFile, Timestamp

from foja.case import Case
from foja.cli import cli
from foja.model.errors import UsageError
from foja.model.event import Act, Actor
from foja.preserve.checkpoint import write_checkpoint
from foja.preserve.keys import load_key
from foja.preserve.ledger import Ledger
from foja.preserve.ots_calendar import calendars, header_source
from foja.preserve.ots_proof import (
    LIMIT,
    MAGIC,
    ProofError,
    blinded,
    grown,
    read_branch,
    read_header,
    read_proof,
    write_proof,
)
from foja.preserve.vault import Vault
from foja.preserve.verify import VerifyReport, verify_case
from foja.publish.offline.verify import attested, block_of
from preserve.calendar_here import LocalCalendar, configure, digest_of, mined, serving

WHO = Actor(name="Ana Archivist")


def told(*arguments: str) -> tuple[int, str]:
    """Exit code and output of a command."""
    done = CliRunner().invoke(cli, list(arguments), standalone_mode=False)
    assert done.exception is None, done.exception
    return int(done.return_value or 0), done.output


def now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


# -- proofs

_OPERATIONS = st.one_of(
    st.builds(OpAppend, st.binary(min_size=1, max_size=40)),
    st.builds(OpPrepend, st.binary(min_size=1, max_size=40)),
    st.sampled_from([OpSHA256(), OpSHA1(), OpReverse(), OpHexlify()]),
)
_ATTESTATIONS = st.one_of(
    st.builds(BitcoinBlockHeaderAttestation, st.integers(0, 1 << 40)),
    st.builds(PendingAttestation, st.from_regex(r"https://[a-z0-9./-]{1,40}", fullmatch=True)),
    st.builds(UnknownAttestation, st.binary(min_size=8, max_size=8), st.binary(max_size=60)),
)


@st.composite
def stamps(draw: st.DrawFn, message: bytes = b"", deep: int = 6) -> Timestamp:
    """A tree as the reference library makes it."""
    made = Timestamp(message or draw(st.binary(min_size=32, max_size=32)))
    made.attestations.update(draw(st.lists(_ATTESTATIONS, max_size=2)))
    for operation in draw(st.lists(_OPERATIONS, max_size=2)) if deep and len(made.msg) < 300 else []:
        made.ops[operation] = draw(stamps(operation(made.msg), deep - 1))
    if not made.attestations and not made.ops:
        made.attestations.add(draw(_ATTESTATIONS))
    return made


def detached(stamp: Timestamp) -> bytes:
    context = BytesSerializationContext()
    DetachedTimestampFile(OpSHA256(), stamp).serialize(context)
    return bytes(context.getbytes())


@pytest.mark.filterwarnings("ignore:OpReverse")
@given(stamps())
def test_proofs_are_read_and_written_as_the_reference_library_does(stamp: Timestamp) -> None:
    data = detached(stamp)
    proof = read_proof(data)
    theirs = {(message, one.TAG) for message, one in stamp.all_attestations()}
    assert data == write_proof(proof)
    assert theirs == {(message, one.kind) for message, one in proof.reached()}
    about, found = attested(data)
    assert (stamp.msg, theirs) == (about, {(message, kind) for kind, _, message in found})


@given(st.binary(max_size=200))
def test_the_two_readers_agree_on_anything(rest: bytes) -> None:
    data = MAGIC + b"\1\x08" + bytes(32) + rest
    try:
        ours = [(message, one.kind, one.said) for message, one in read_proof(data).reached()]
    except ProofError:
        with pytest.raises(ValueError, match="it "):
            attested(data)
        return
    assert sorted(ours) == sorted((message, kind, said) for kind, said, message in attested(data)[1])


@given(st.binary(min_size=32, max_size=32), st.binary(min_size=16, max_size=16))
def test_a_blinded_digest_leads_back(digest: bytes, nonce: bytes) -> None:
    sent, start = blinded(digest, nonce)
    branch = Timestamp(sent)
    branch.attestations.add(PendingAttestation("https://calendar.example.org"))
    context = BytesSerializationContext()
    branch.serialize(context)
    data = write_proof(grown(start, sent, read_branch(bytes(context.getbytes()), sent)))
    theirs = DetachedTimestampFile.deserialize(BytesDeserializationContext(data))
    assert (digest, [sent]) == (theirs.file_digest, [message for message, _ in theirs.timestamp.all_attestations()])
    assert digest not in sent


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "ends too early"),
        (b"x" * 200, "no OpenTimestamps proof"),
        (MAGIC + b"\2", "of a version"),
        (MAGIC + b"\1\2" + bytes(20), "not about a SHA-256"),
        (MAGIC + b"\1\x08" + bytes(32) + b"\x08" * 300, "nested too deeply"),
        (MAGIC + b"\1\x08" + bytes(32) + b"\x67", "operation that foja does not know"),
        (MAGIC + b"\1\x08" + bytes(32) + b"\xf3" * 9, "too long"),
        (MAGIC + b"\1\x08" + bytes(LIMIT), "more than"),
    ],
)
def test_what_is_no_proof_is_said(data: bytes, says: str) -> None:
    with pytest.raises(ProofError, match=says):
        read_proof(data)
    with pytest.raises(ValueError, match="it "):
        attested(data)


def test_the_header_of_the_first_block_is_read_right() -> None:
    """Bitcoin block 0: public, and known by heart to many programs."""
    root = "4a5e1e4baab89f3a32518a88c31bc87f618f76673e2cc77ab2127b7afdeda33b"
    parts = (f"01000000{'00' * 32}", bytes.fromhex(root)[::-1].hex(), "29ab5f49ffff001d1dac2b7c")
    header = bytes.fromhex("".join(parts))
    block = read_header(header)
    assert "000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f" == block.digest
    assert (datetime(2009, 1, 3, 18, 15, 5, tzinfo=UTC), 32) == (block.time, round(block.work))
    assert (block.digest, block.merkle_root, "2009-01-03T18:15:05Z") == block_of(header)


@given(st.binary(min_size=80, max_size=80))
def test_headers_without_work_prove_nothing(header: bytes) -> None:
    header = header[:75] + b"\x1d" + header[76:]  # a target that takes some 2^32 tries
    for reader in (read_header, block_of):
        with pytest.raises(ValueError, match="shows no work"):
            reader(header)


# -- asking


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "*")


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    with Case.create(tmp_path / "case", title="The secret harbour", actor=WHO) as made:
        (tmp_path / "note.txt").write_text("The court ordered the file to be reopened.\n", "utf-8")
        made.add([tmp_path / "note.txt"], actor=WHO)
        yield made


def codes(report: VerifyReport) -> set[str]:
    return {finding.code for finding in report.findings}


def test_a_promise_is_kept_later_and_a_named_block_confirms_it(case: Case, tmp_path: Path) -> None:
    with serving(LocalCalendar(found=now())) as calendar:
        configure(case.path, calendar)
        before = len(case.events())
        (first,) = case.stamp(actor=WHO).results
        assert (before, True, "") == (first.size, first.promised, first.reason)
        assert "promised by Harbour Calendar" in told("desk", str(case.path))[1]
        report = case.verify()
        assert (set(), ["promised"]) == (codes(report), [one.state for one in report.anchors])
        assert ["unanchored"] == [note.code for note in report.notes if note.code == "unanchored"]

        calendar.anchored = True
        kept, again = case.stamp(actor=WHO).results
    assert (before, calendar.height, True) == (kept.size, kept.block, again.promised)
    block = digest_of(calendar.blocks[calendar.height])
    report = case.verify()
    assert ({"anchor-own-block"}, 1) == (codes(report), report.exit_code)
    assert block in next(one.next for one in report.findings)
    for given_ in (block, calendar.blocks[calendar.height].hex()):
        report = case.verify(blocks=[given_])
        assert (set(), "intact") == (codes(report), report.verdict)
        assert ["confirmed", "promised"] == [one.state for one in report.anchors]
    assert {"anchor-own-block"} == codes(case.verify(blocks=["00" * 32])), "another block confirms nothing"
    assert case.desk().unanchored == ""

    out = case.export("bundle", tmp_path / "out.zip", actor=WHO)
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(Path("src/foja/publish/offline/verify.py").resolve()), str(out)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert 0 == done.returncode, done.stdout
    assert all(word in done.stdout for word in (block, f"Bitcoin block {calendar.height}", "apart from the blocks"))
    for more, code in (([], 1), (["--block", block], 0)):
        ended, said = told("verify", str(out), *more)
        assert code == ended, said
        assert "Anchored by Harbour Calendar in Bitcoin block 900000" in said


def test_the_calendar_learns_nothing(case: Case) -> None:
    with serving(LocalCalendar()) as calendar:
        configure(case.path, calendar)
        case.stamp(actor=WHO)
        case.stamp(actor=WHO)
    posts = [line.split() for line in calendar.got if line.startswith("/digest")]
    notes = {hashlib.sha256(path.read_bytes()).hexdigest() for path in case.path.glob("checkpoints/**/*.note")}
    assert 2 == len(posts) == len({sent for _, sent in posts})
    assert all(64 == len(sent) and sent not in notes for _, sent in posts)


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        ((500, b""), "HTTP status 500"),
        ((200, b"<html>log in</html>"), "cannot be used"),
        ((200, b"\0" + bytes(8) + b"\0"), "holds no promise"),
        ((200, b"\x08" * 40_000), "more than"),
    ],
)
def test_a_calendar_that_fails_is_written_down(case: Case, broken: tuple[int, bytes], says: str) -> None:
    with serving(LocalCalendar(broken=broken)) as calendar:
        configure(case.path, calendar)
        report = case.stamp(actor=WHO)
    assert report.failed
    assert says in report.results[0].reason
    failed = [event for event in case.events() if event.kind == "stamp.failed"]
    assert [report.results[0].reason] == [event.body["reason"] for event in failed]
    assert "intact" == case.verify().verdict


def test_one_that_speaks_for_another_is_named(case: Case) -> None:
    with serving(LocalCalendar(says="https://other.example.org")) as calendar:
        configure(case.path, calendar)
        assert "https://other.example.org" in case.stamp(actor=WHO).results[0].reason


def test_a_source_of_headers_that_tells_another_block_anchors_nothing(case: Case) -> None:
    with serving(LocalCalendar(found=now())) as calendar:
        configure(case.path, calendar)
        case.stamp(actor=WHO)
        calendar.blocks[calendar.height] = mined(bytes(32), now())
        calendar.anchored = True
        failed, _ = case.stamp(actor=WHO).results
        assert "does not fit" in failed.reason
        assert not [event for event in case.events() if event.kind == "stamp.anchored"]
        del calendar.blocks[calendar.height]
        assert [True, True] == [one.block > 0 for one in case.stamp(actor=WHO).results[:2]], "asked again, both kept"


def test_without_a_source_of_headers_the_verifier_brings_one(case: Case) -> None:
    with serving(LocalCalendar(found=now(), anchored=True)) as calendar:
        configure(case.path, calendar, headers=False)
        case.stamp(actor=WHO)
        case.stamp(actor=WHO)
    report = case.verify()
    assert {"anchor-unconfirmed"} == codes(report)
    assert report.anchors[0].root in next(one.what for one in report.findings)
    header = calendar.blocks[calendar.height].hex()
    assert "intact" == case.verify(blocks=[header]).verdict
    assert {"anchor-unconfirmed"} == codes(case.verify(blocks=[digest_of(bytes.fromhex(header))])), "no header, no time"


# -- what somebody with the key of the case could forge


def forged(case: Case, calendar: LocalCalendar, **changes: Any) -> VerifyReport:
    """The check of a case with its anchor replaced by a changed one, under a checkpoint of its own."""
    anchored = next(event for event in case.events() if event.kind == "stamp.anchored")
    body = dict(anchored.body) | changes
    for value in [value for value in changes.values() if isinstance(value, bytes)]:
        digest = Vault(case.path / "vault").put(value).sha256
        body = {name: digest if found == value else found for name, found in body.items()}
    origin = case.desk().checkpoint.split("\n")[0]
    with closing(Ledger.open(case.path / "ledger.db", write=True)) as ledger:
        ledger.append([Act(kind="stamp.anchored", body=body, actor=WHO, why="Time stamp")])
        write_checkpoint(case.path, ledger, load_key(origin))
    return verify_case(case.path, blocks=[digest_of(header) for header in calendar.blocks.values()])


@pytest.fixture
def anchored(case: Case) -> Iterator[tuple[Case, LocalCalendar]]:
    with serving(LocalCalendar(found=now(), anchored=True)) as calendar:
        configure(case.path, calendar)
        case.stamp(actor=WHO)
        case.stamp(actor=WHO)
        yield case, calendar


@pytest.mark.parametrize(
    "changes",
    [
        {"height": 900_001},
        {"height": "900000"},
        {"header": mined(bytes(32), datetime(2020, 1, 1, tzinfo=UTC)).hex()},
        {"header": "00" * 80},
        {"header": "zz"},
        {"size": 1},
        {"note": b"no checkpoint"},
        {"proof": b"no proof"},
    ],
)
def test_a_forged_anchor_does_not_verify(
    anchored: tuple[Case, LocalCalendar], changes: dict[str, Any], tmp_path: Path
) -> None:
    case, calendar = anchored
    report = forged(case, calendar, **changes)
    assert ({"anchor-altered"}, 10) == (codes(report), report.exit_code)
    out = case.export("bundle", tmp_path / "out.zip", actor=WHO)
    ended, said = told("verify", str(out), "--json")
    assert (10, True) == (ended, "anchor-altered" in said)


def test_an_anchor_of_another_history_shows(anchored: tuple[Case, LocalCalendar], tmp_path: Path) -> None:
    case, calendar = anchored
    body = next(event.body for event in case.events() if event.kind == "stamp.anchored")
    note = Vault(case.path / "vault").read(body["note"])
    lines = note.split(b"\n")
    lines[2] = b"A" * 43 + b"="
    assert {"history-rewritten"} == codes(forged(case, calendar, note=b"\n".join(lines)))


def test_an_event_dated_after_its_block_cannot_be(tmp_path: Path) -> None:
    """The block was found four hours before the events say that they happened."""
    with Case.create(tmp_path / "late", title="Late", actor=WHO) as case:
        with serving(LocalCalendar(found=now() - timedelta(hours=4), anchored=True)) as calendar:
            configure(case.path, calendar)
            case.stamp(actor=WHO)
            case.stamp(actor=WHO)
        report = case.verify(blocks=[digest_of(calendar.blocks[calendar.height])])
        assert ({"time-impossible"}, 16) == (codes(report), report.exit_code)
        out = case.export("bundle", tmp_path / "out.zip", actor=WHO)
        assert 16 == told("verify", str(out))[0]


# -- settings


@pytest.mark.parametrize(
    "lines",
    [
        "[calendar]\nname = 'one'",
        "[[calendar]]\nname = 'one'",
        "[[calendar]]\nname = ''\nurl = 'https://a.example'",
        "[[calendar]]\nname = 'one'\nurl = 'ftp://a.example'",
        "[[calendar]]\nname = 'one'\nurl = 'https://user:word@a.example'",
        "[[calendar]]\nname = 'one'\nurl = 'https://a.example'\nextra = 1",
        "[[calendar]]\nname = 'one'\nurl = 'https://a.example'\n[[calendar]]\nname = 'one'\nurl = 'https://b.example'",
        "[bitcoin]\nheaders = 'a.example'",
        "[bitcoin]\nheaders = 3",
    ],
)
def test_settings_that_cannot_be_used_are_said(tmp_path: Path, lines: str) -> None:
    (tmp_path / "foja.toml").write_text(lines, "utf-8")
    with pytest.raises(UsageError) as caught:
        calendars(tmp_path)
        header_source(tmp_path)
    assert ("calendar-settings", str(tmp_path / "foja.toml")) == (caught.value.code, caught.value.where)


@pytest.mark.parametrize("given_", ["", "00", "zz" * 32, "00" * 80])
def test_blocks_that_are_none_are_the_fault_of_who_asks(case: Case, given_: str) -> None:
    with pytest.raises(UsageError) as caught:
        case.verify(blocks=[given_])
    assert "block-malformed" == caught.value.code
