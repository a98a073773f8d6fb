"""Asking for time stamps. The authorities are on this machine; no test reaches any other."""

from __future__ import annotations

import hashlib
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
import rfc3161_client
from asn1crypto import cms, tsp
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from foja.case import Case
from foja.model.errors import Refusal, UsageError
from foja.model.event import Actor
from foja.preserve.keys import key_path
from foja.preserve.stamp import TOLERANCE, Authority, ask, ask_all, authorities, judge
from foja.preserve.stamp_token import LIMIT, TokenError, distrust, in_order, read_token
from preserve.authority import DAY, LocalAuthority, configure, needs_openssl, now, serving

pytestmark = needs_openssl
WHO = Actor(name="Ana Archivist")
NOTE = b"example.org/cases/7\n42\nAAAA\n\n\xe2\x80\x94 example.org/cases/7 BBBB\n"
NONCE = 0x1234567890ABCDEF


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> LocalAuthority:
    return LocalAuthority(tmp_path_factory.mktemp("tsa") / "first", "First Authority")


@pytest.fixture(scope="module")
def second(tmp_path_factory: pytest.TempPathFactory) -> LocalAuthority:
    return LocalAuthority(tmp_path_factory.mktemp("tsa") / "second", "Second Authority")


@pytest.fixture(scope="module")
def good(first: LocalAuthority) -> bytes:
    return first.forge(NOTE, now(), NONCE)


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "*")


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    with Case.create(tmp_path / "case", title="The secret harbour", actor=WHO) as made:
        (tmp_path / "note.txt").write_text("The court ordered the file to be reopened.\n", "utf-8")
        made.add([tmp_path / "note.txt"], actor=WHO)
        yield made


def table(authority: LocalAuthority, url: str) -> tuple[str, str, Path]:
    return authority.name, url, authority.folder / "root.pem"


def as_settings(authority: LocalAuthority, url: str = "http://127.0.0.1:9/") -> Authority:
    return Authority(name=authority.name, url=url, roots=authority.roots)


# -- asking for a case


def test_a_stamp_is_asked_for_kept_and_recorded(case: Case, first: LocalAuthority) -> None:
    before = len(case.events())
    with serving(first.reply) as (url, got):
        configure(case.path, table(first, url))
        report = case.stamp(actor=WHO)
    (result,) = report.results
    assert (before, before, "", False) == (report.size, result.size, result.reason, report.failed)
    (event,) = case.events(before - 1)
    assert ("stamped", WHO, "Time stamp") == (event.kind, event.actor, event.why)
    note = case.path / "checkpoints" / "00000" / f"{before:08d}.note"
    stamped = note.read_bytes()
    assert hashlib.sha256(stamped).hexdigest() == event.body["note"]
    blob = lambda name: (case.path / "vault/sha256" / (d := event.body[name])[:2] / d[2:4] / d).read_bytes()  # noqa: E731
    assert (stamped, first.roots) == (blob("note"), blob("roots"))
    token = read_token(blob("response"))
    assert (token.gen_time, token.serial, token.policy) == (
        event.body["gen_time"], event.body["serial"], event.body["policy"],
    )  # fmt: skip
    assert (result.gen_time, first.name, url) == (token.gen_time, event.body["authority"], event.body["url"])
    # The answer is under a checkpoint too, and cosignatures that are added to the note later change nothing.
    assert len(case.events()) == int((case.path / "checkpoint").read_text().split("\n")[1])
    note.write_bytes(stamped + b"\xe2\x80\x94 witness.example 3AUrhgAAAAA=\n")
    checked = case.verify(stamp_roots=[first.folder / "root.pem"])
    assert ("intact", ["confirmed"]) == (checked.verdict, [stamp.state for stamp in checked.stamps])
    assert len(got) == 1


def test_the_authority_learns_a_digest_and_nothing_else(case: Case, first: LocalAuthority) -> None:
    with serving(first.reply) as (url, got):
        configure(case.path, table(first, url))
        case.stamp(actor=WHO)
    asked = tsp.TimeStampReq.load(got[0], strict=True)
    size = len(case.events()) - 1
    note = (case.path / "checkpoints" / "00000" / f"{size:08d}.note").read_bytes()
    assert hashlib.sha256(note).digest() == asked["message_imprint"]["hashed_message"].native
    assert {"version", "message_imprint", "nonce", "cert_req"} == {
        name for name in ("version", "message_imprint", "req_policy", "nonce", "cert_req", "extensions")
        if asked[name].native is not None
    }  # fmt: skip
    assert not any(word in got[0].lower() for word in (b"harbour", b"foja", b"ana"))


def test_stamping_again_covers_what_was_stamped_before(case: Case, first: LocalAuthority) -> None:
    with serving(first.reply) as (url, _):
        configure(case.path, table(first, url))
        one, two = case.stamp(actor=WHO), case.stamp(actor=WHO)
    assert one.size + 1 == two.size
    report = case.verify(stamp_roots=[first.folder / "root.pem"])
    assert ("intact", [one.size, two.size]) == (report.verdict, [stamp.size for stamp in report.stamps])
    desk = case.desk()
    assert [(first.name, two.size)] == [(line.authority, line.size) for line in desk.stamps]
    assert "" == desk.unanchored, "the events of the stamping itself are no reason to stamp again"


def test_one_that_fails_does_not_stop_the_other_and_is_recorded(
    case: Case, first: LocalAuthority, second: LocalAuthority
) -> None:
    seen: list[str] = []
    with serving(first.reply) as (url, _), serving(lambda query: b"<html>log in</html>") as (other, _):
        configure(case.path, table(second, other), table(first, url))
        report = case.stamp(actor=WHO, on_result=lambda result: seen.append(result.authority))
    assert {first.name: "", second.name: "its answer cannot be used: it is not a time-stamp response"} == {
        result.authority: result.reason for result in report.results
    }
    assert (True, {first.name, second.name}) == (report.failed, set(seen))
    kinds = {event.kind: event.body for event in case.events(report.size - 1)}
    assert {"stamped", "stamp.failed"} == set(kinds)
    assert second.name == kinds["stamp.failed"]["authority"]
    assert "time-stamp response" in kinds["stamp.failed"]["reason"]
    assert "intact" == case.verify(stamp_roots=[first.folder / "root.pem"]).verdict


def test_a_whole_answer_that_does_not_count_is_kept(case: Case, first: LocalAuthority, second: LocalAuthority) -> None:
    """The roots in the settings may be the wrong ones; the token is evidence all the same."""
    with serving(first.reply) as (url, _):
        configure(case.path, (first.name, url, second.folder / "root.pem"))
        assert case.stamp(actor=WHO).failed
    (event,) = case.events(len(case.events()) - 2)
    assert ("stamp.failed", True) == (event.kind, "do not vouch" in event.body["reason"])
    kept = case.path / "vault/sha256" / event.body["response"][:2] / event.body["response"][2:4]
    assert "" == distrust((kept / event.body["response"]).read_bytes(), _note(case, event.body["note"]), [first.roots])
    shutil.rmtree(kept)
    assert "blob-missing" in {finding.code for finding in case.verify().findings}


def _note(case: Case, digest: str) -> bytes:
    return (case.path / "vault/sha256" / digest[:2] / digest[2:4] / digest).read_bytes()


def test_a_rebuild_shows_the_same_stamps(case: Case, first: LocalAuthority) -> None:
    with serving(first.reply) as (url, _):
        configure(case.path, table(first, url))
        case.stamp(actor=WHO)
    before = case.desk().stamps
    case.rebuild()
    assert (1, before) == (len(before), case.desk().stamps)


def test_without_the_key_nobody_is_asked(case: Case, first: LocalAuthority) -> None:
    origin = (case.path / "checkpoint").read_text().split("\n")[0]
    key_path(origin).unlink()
    with serving(first.reply) as (url, got):
        configure(case.path, table(first, url))
        with pytest.raises(Refusal) as caught:
            case.stamp(actor=WHO)
    assert ("stamp-unsigned", []) == (caught.value.code, got)


# -- settings


def test_a_case_without_authorities_says_which_lines_to_add(case: Case) -> None:
    with pytest.raises(UsageError) as caught:
        case.stamp(actor=WHO)
    assert ("stamp-none", True) == (caught.value.code, "[[stamp]]" in caught.value.next)


@pytest.mark.parametrize(
    "lines",
    [
        "stamp = 3",
        "[stamp]\nname = 'a'",
        "[[stamp]]\nname = 'a'\nurl = 'https://a.example'",
        "[[stamp]]\nname = ''\nurl = 'https://a.example'\nroots = 'ROOT'",
        "[[stamp]]\nname = 'a'\nurl = 'file:///etc/passwd'\nroots = 'ROOT'",
        "[[stamp]]\nname = 'a'\nurl = 'ftp://a.example/'\nroots = 'ROOT'",
        "[[stamp]]\nname = 'a'\nurl = 'https://user:secret@a.example/'\nroots = 'ROOT'",
        "[[stamp]]\nname = 'a'\nurl = 'https://[::1'\nroots = 'ROOT'",
        "[[stamp]]\nname = 'a'\nurl = 'https:///x'\nroots = 'ROOT'",
        "[[stamp]]\nname = 'a'\nurl = 'https://a.example'\nroots = 'ROOT'\nqualified = 'yes'",
        "[[stamp]]\nname = 'a'\nurl = 'https://a.example'\nroots = 'ROOT'\ncolour = 'red'",
        "[[stamp]]\nname = 'a'\nurl = 'https://a.example'\nroots = 'ROOT'\n" * 2,
    ],
)
def test_settings_that_cannot_be_used(tmp_path: Path, first: LocalAuthority, lines: str) -> None:
    (tmp_path / "foja.toml").write_text(lines.replace("ROOT", str(first.folder / "root.pem")), "utf-8")
    with pytest.raises(UsageError) as caught:
        authorities(tmp_path)
    assert ("stamp-settings", True) == (caught.value.code, "roots" in caught.value.next)


def test_a_file_of_settings_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "foja.toml").write_text("not toml =", "utf-8")
    with pytest.raises(UsageError) as caught:
        authorities(tmp_path)
    assert "settings-malformed" == caught.value.code


def test_roots_are_relative_to_the_case_and_must_be_there(tmp_path: Path, first: LocalAuthority) -> None:
    configure(tmp_path, ("A", "https://a.example/", Path("roots/a.pem")))
    for content in (None, b"no certificate", b""):
        if content is not None:
            (tmp_path / "roots").mkdir(exist_ok=True)
            (tmp_path / "roots" / "a.pem").write_bytes(content)
        with pytest.raises(UsageError) as caught:
            authorities(tmp_path)
        assert "stamp-roots-unreadable" == caught.value.code
    (tmp_path / "roots" / "a.pem").write_bytes(first.roots)
    assert (first.roots, False) == ((found := authorities(tmp_path)[0]).roots, found.qualified)


# -- what an answer must be


def test_a_good_answer_counts(first: LocalAuthority, good: bytes) -> None:
    answer = judge(as_settings(first), good, NOTE, NONCE)
    assert answer.token is not None
    assert ("", good, hashlib.sha256(NOTE).hexdigest()) == (answer.reason, answer.raw, answer.token.imprint)


def stripped(raw: bytes, change: Callable[[tsp.TimeStampResp], object]) -> bytes:
    answer = tsp.TimeStampResp.load(raw)
    change(answer)
    return bytes(answer.dump())


def _signed(answer: tsp.TimeStampResp) -> cms.SignedData:
    return answer["time_stamp_token"]["content"]


def _without_certificates(answer: tsp.TimeStampResp) -> None:
    _signed(answer)["certificates"] = cms.CertificateSet([])


def _without_signature(answer: tsp.TimeStampResp) -> None:
    _signed(answer)["signer_infos"] = cms.SignerInfos([])


def _at_another_time(raw: bytes) -> bytes:
    when = now().strftime("%Y%m%d").encode()
    assert 1 == raw.count(b"\x18\x0f" + when)
    return raw.replace(b"\x18\x0f" + when, b"\x18\x0f" + b"1" + when[1:])


def _other_bit(raw: bytes) -> bytes:
    return raw[:-1] + bytes([raw[-1] ^ 1])


REFUSED: dict[str, tuple[Callable[[bytes, LocalAuthority, LocalAuthority], bytes], str]] = {
    "another message": (lambda raw, a, b: a.forge(NOTE + b"x", now(), NONCE), "something else"),
    "another nonce": (lambda raw, a, b: a.forge(NOTE, now(), NONCE + 1), "another request"),
    "no nonce": (lambda raw, a, b: a.forge(NOTE, now()), "another request"),
    # This one fails with rfc3161-client up to 1.0.8, which trusted the root that an answer brings along.
    "another root": (lambda raw, a, b: b.forge(NOTE, now(), NONCE), "do not vouch"),
    "a bit of the signature": (lambda raw, a, b: _other_bit(raw), "signature does not fit"),
    "a bit of the time": (lambda raw, a, b: _at_another_time(raw), "over another content"),
    "after the validity": (lambda raw, a, b: a.forge(NOTE, now() + 400 * DAY, NONCE), "does not hold at the time"),
    "before the validity": (lambda raw, a, b: a.forge(NOTE, now() - 40 * DAY, NONCE), "does not hold at the time"),
    "certificates stripped": (lambda raw, a, b: stripped(raw, _without_certificates), "certificate of its signer"),
    "signature stripped": (lambda raw, a, b: stripped(raw, _without_signature), "not one of a time-stamping"),
    "token stripped": (lambda raw, a, b: bytes.fromhex("30053003020100"), "token cannot be read"),
    "SHA-1": (lambda raw, a, b: a.forge(NOTE, now(), NONCE, algorithm="sha1"), "another kind of digest"),
    "a refusal": (
        lambda raw, a, b: bytes.fromhex("30153013020102300e0c0c") + b"pay\x1b[31m now",
        "did not grant it (rejection: pay [31m now)",
    ),
    "empty": (lambda raw, a, b: b"", "not a time-stamp response"),
    "cut off": (lambda raw, a, b: raw[:-100], "not a time-stamp response"),
    "something behind it": (lambda raw, a, b: raw + b"\0", "not a time-stamp response"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused(name: str, good: bytes, first: LocalAuthority, second: LocalAuthority) -> None:
    make, said = REFUSED[name]
    answer = judge(as_settings(first), make(good, first, second), NOTE, NONCE)
    assert (None, True) == (answer.token, said in answer.reason), answer.reason


def test_a_certificate_for_something_else_is_refused(tmp_path: Path) -> None:
    server = LocalAuthority(tmp_path / "server", "A web server", usage=False)
    answer = judge(as_settings(server), server.forge(NOTE, now(), NONCE), NOTE, NONCE)
    assert (None, True) == (answer.token, "do not vouch" in answer.reason)


@pytest.mark.parametrize(("shift", "counts"), [(TOLERANCE - 60, True), (TOLERANCE + 60, False)])
@pytest.mark.parametrize("sign", [1, -1])
def test_clocks_must_agree(good: bytes, first: LocalAuthority, shift: int, counts: bool, sign: int) -> None:
    """Else the record would contradict itself from then on, whoever is wrong."""
    here = (now() + sign * timedelta(seconds=shift)).strftime("%Y-%m-%dT%H:%M:%SZ")
    answer = judge(as_settings(first), good, NOTE, NONCE, at=here)
    assert (counts, not counts) == (answer.token is not None, "clock" in answer.reason)


def test_certificates_in_the_order_of_the_chain_are_put_in_order(good: bytes, first: LocalAuthority) -> None:
    given = [choice.dump() for choice in _signed(tsp.TimeStampResp.load(good))["certificates"]]
    assert (2, 1) == (len(given), good.count(b"".join(given)))
    unsorted = good.replace(b"".join(given), b"".join(sorted(given, reverse=True)))
    with pytest.raises(ValueError, match="InvalidSetOrdering"):
        rfc3161_client.decode_timestamp_response(unsorted)
    assert (len(unsorted), True) == (len(good), sorted(unsorted) == sorted(good))
    answer = judge(as_settings(first), unsorted, NOTE, NONCE)
    assert ("", unsorted) == (answer.reason, answer.raw), "what is kept is the answer as it came"
    assert rfc3161_client.decode_timestamp_response(in_order(unsorted)).tst_info.nonce == NONCE


@given(bit=st.integers(0, 8 * 4000))
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(bit=0)
@example(bit=1448)  # the version of a certificate that nothing depends on
def test_no_bit_changes_what_is_believed(bit: int, good: bytes, first: LocalAuthority) -> None:
    changed = bytearray(good)
    changed[bit // 8 % len(good)] ^= 1 << bit % 8
    answer = judge(as_settings(first), bytes(changed), NOTE, NONCE)
    assert (answer.token is None) == bool(answer.reason)
    if answer.token is not None:  # parts that nothing depends on, such as the spelling of a length
        assert answer.token == read_token(good)


@given(data=st.binary(max_size=200) | st.binary(max_size=60).map(lambda tail: b"0\x800\x03\x02\x01\x000" + tail))
@settings(max_examples=200, deadline=None)
def test_garbage_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(TokenError):
        read_token(data)


# -- what the network does


def reason(url: str, timeout: float = 20, roots: bytes = b"") -> str:
    return ask(Authority(name="A", url=url, roots=roots), NOTE, timeout).reason


def test_a_huge_answer_is_not_read_to_its_end() -> None:
    with serving(lambda query: b"0" * (LIMIT + 10)) as (url, _):
        assert f"more than {LIMIT:,} bytes" in reason(url)


@pytest.mark.parametrize("target", ["file:///etc/passwd", "http://127.0.0.1:9/", "ftp://127.0.0.1/"])
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirections_are_not_followed(target: str, status: int) -> None:
    with serving(lambda query: b"", status, {"Location": target}) as (url, got):
        assert "another address" in reason(url)
    assert len(got) == 1


@pytest.mark.parametrize("status", [400, 404, 500, 503])
def test_errors_of_the_server_are_told(status: int, good: bytes) -> None:
    with serving(lambda query: good, status) as (url, _):
        assert f"HTTP status {status}" in reason(url)


def test_nobody_there() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        port = server.getsockname()[1]
    assert "could not be reached" in reason(f"http://127.0.0.1:{port}/")
    assert "could not be reached" in reason("http://name.invalid/")


@contextmanager
def trickle(head: bytes) -> Iterator[str]:
    """A server that sends ``head`` and then a byte from time to time, for ever."""
    server = socket.create_server(("127.0.0.1", 0))
    over = threading.Event()

    def work() -> None:
        connection, _ = server.accept()
        with connection:
            connection.recv(65536)
            connection.sendall(head)
            while not over.wait(0.05):
                try:
                    connection.sendall(b"x")
                except OSError:
                    return

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.getsockname()[1]}/"
    finally:
        over.set()
        thread.join()
        server.close()


@pytest.mark.parametrize("head", [b"", b"HTTP/1.1 200 OK\r\nX-Slow: ", b"HTTP/1.1 200 OK\r\n\r\n"])
def test_an_answer_that_trickles_in_holds_up_nobody(head: bytes, first: LocalAuthority) -> None:
    with trickle(head) as slow, serving(first.reply) as (url, _):
        chosen = [Authority(name="Slow", url=slow, roots=b""), as_settings(first, url)]
        answer = next(ask_all(chosen, NOTE, timeout=60))
        assert (first.name, "") == (answer.authority.name, answer.reason)


@pytest.mark.parametrize("head", [b"", b"HTTP/1.1 200 OK\r\nX-Slow: ", b"HTTP/1.1 200 OK\r\n\r\n"])
def test_an_answer_that_trickles_in_is_given_up(head: bytes) -> None:
    with trickle(head) as slow:
        (answer,) = ask_all([Authority(name="Slow", url=slow, roots=b"")], NOTE, timeout=0.3)
    assert "it did not answer within 0.3 seconds" == answer.reason


def test_a_server_that_says_nothing() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        address = f"http://127.0.0.1:{server.getsockname()[1]}/"
        assert "did not answer" in reason(address, timeout=0.3) or "could not be reached" in reason(address, 0.3)


def test_answers_come_as_they_are_ready(first: LocalAuthority, second: LocalAuthority) -> None:
    free = threading.Event()

    def late(query: bytes) -> bytes:
        free.wait(20)
        return first.reply(query)

    with serving(late) as (one, _), serving(second.reply) as (two, _):
        answers = ask_all([as_settings(first, one), as_settings(second, two)], NOTE)
        assert second.name == next(answers).authority.name
        free.set()
        assert (first.name, "") == ((last := next(answers)).authority.name, last.reason)
