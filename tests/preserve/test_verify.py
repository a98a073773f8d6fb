"""What verify finds. Whoever alters something is taken to have all rights on the folder, but not the key."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from foja.model.errors import Damage, UsageError
from foja.model.event import Act
from foja.preserve.checkpoint import write_checkpoint
from foja.preserve.finding import exit_of
from foja.preserve.keys import key_path, load_key
from foja.preserve.ledger import Ledger
from foja.preserve.note import format_note, parse_note
from foja.preserve.vault import Vault
from foja.preserve.verify import VerifyReport, verify_case
from preserve.sample import ANA, AT, ORIGIN, TEXT, acts, build_case, copy, intruder, quote, rewrite

slow_fixture = [HealthCheck.function_scoped_fixture]


@pytest.fixture
def case(built: Path, tmp_path: Path) -> Path:
    shutil.copytree(built.parent / "home", tmp_path / "home")
    return copy(built, tmp_path / "case")


def codes(report: VerifyReport) -> set[str]:
    return {finding.code for finding in report.findings}


def test_an_untouched_case_is_intact(case: Path, built: Path) -> None:
    seen: list[tuple[int, int, str]] = []
    report = verify_case(case, [built.parent / "receipts"], lambda *step: seen.append(step))
    assert ("intact", (), 0) == (report.verdict, report.findings, report.exit_code)
    assert {
        "events": 9, "covered": 9, "fields_withheld": 0, "clock_steps": 0, "blobs": 4, "quotes": 5,
        "checkpoints": 2, "receipts": 2,
    } == report.counts  # fmt: skip
    assert (4, 4, "files") == seen[-1]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        verify_case(tmp_path / "nothing")
    assert "case-missing" == caught.value.code


def test_leftovers_of_a_crash_are_no_damage(case: Path) -> None:
    (case / "vault" / "incoming" / f"999999999-{'a' * 16}").write_bytes(b"half")
    (case / f".checkpoint.999999999-{'a' * 8}").write_bytes(b"half")
    Vault(case / "vault").put(b"kept, but the event was never written")
    (case / "vault" / "incoming" / f"{os.getpid()}-{'b' * 16}").write_bytes(b"under way")
    report = verify_case(case)
    assert ("unsigned", 12, {"blob-unnamed", "draft-left"}) == (report.verdict, report.exit_code, codes(report))
    with closing(Ledger.open(case / "ledger.db", write=True)) as ledger:
        body = {"output": Vault(case / "vault").put(b"kept, but the event was never written").sha256}
        ledger.append([Act(kind="derived", body=body, actor=ANA, why="again")], AT)
        write_checkpoint(case, ledger, load_key(ORIGIN))
    assert ["draft-left"] == [finding.code for finding in verify_case(case).findings], "that of a process that runs"


def test_a_file_among_the_drafts(case: Path) -> None:
    (case / "vault" / "incoming" / "evil.pdf").write_bytes(b"evil")
    assert ("damaged", {"blob-extra"}) == ((r := verify_case(case)).verdict, codes(r))


# -- evidence that is missing is never "intact"


@pytest.mark.parametrize(
    ("strip", "code", "expected"),
    [
        (lambda case: (case / "foja.toml").unlink(), 30, {"key-unknown"}),
        (lambda case: (case / "foja.toml").write_text("[case]\ntitle = 'x'\n"), 30, {"key-unknown"}),
        (lambda case: (case / "foja.toml").write_text("not toml ="), 30, {"key-unknown"}),
        (lambda case: (case / "foja.toml").write_text("case = 3"), 30, {"key-unknown"}),
        (lambda case: (case / "foja.toml").write_text("[case]\nverifier = 'a+b+c'"), 30, {"key-unknown"}),
        (
            lambda case: (shutil.rmtree(case / "checkpoints"), (case / "checkpoint").unlink()),
            17,
            {"checkpoint-missing"},
        ),
        (lambda case: (case / "checkpoint").unlink(), 17, {"checkpoint-missing"}),
    ],
)
def test_stripped_evidence_is_unsigned(
    case: Path, strip: Callable[[Path], object], code: int, expected: set[str]
) -> None:
    strip(case)
    report = verify_case(case)
    assert ("unsigned", code, expected) == (report.verdict, report.exit_code, codes(report))


def test_stripped_signatures_are_unsigned(case: Path) -> None:
    for path in [case / "checkpoint", *(case / "checkpoints").rglob("*.note")]:
        path.write_text(path.read_text().replace(f"— {ORIGIN} ", "— somebody.else "))
    assert ("unsigned", {"checkpoint-unsigned"}) == ((r := verify_case(case)).verdict, codes(r))


def test_events_after_the_last_checkpoint_are_told(case: Path) -> None:
    with closing(Ledger.open(case / "ledger.db", write=True)) as ledger:
        ledger.append(acts(2), AT)
    report = verify_case(case)
    assert ("unsigned", {"events-unsigned"}, 9, 11) == (
        report.verdict, codes(report), report.counts["covered"], report.counts["events"],
    )  # fmt: skip


def test_a_key_that_was_exchanged_is_not_believed(case: Path, built: Path, tmp_path: Path) -> None:
    """The folder is made anew under another key, whole in itself; only a receipt tells."""
    key_path(ORIGIN).unlink()
    shutil.rmtree(case)
    build_case(case, statements=4)
    assert "intact" == verify_case(case).verdict, "which is why receipts and the key must be held elsewhere"
    report = verify_case(case, [built.parent / "receipts"])
    assert ("damaged", True) == (report.verdict, "history-rewritten" in codes(report))


# -- alterations


def flip(data: bytes, bit: int) -> bytes:
    changed = bytearray(data)
    changed[bit // 8 % len(data)] ^= 1 << bit % 8
    return bytes(changed)


COLUMNS = {"leaf": "event", "body": "event", "data": "tile", "salt": "payload", "value": "payload"}


@pytest.mark.parametrize("column", COLUMNS)
@given(data=st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=slow_fixture)
def test_any_flipped_bit_of_the_ledger_is_found(case: Path, column: str, data: st.DataObject) -> None:
    table = COLUMNS[column]
    with intruder(case) as db:
        key = "seq" if table == "event" else "name" if table == "tile" else "seq || ' ' || field"
        rows = db.execute(f"SELECT {key}, {column} FROM {table} ORDER BY 1").fetchall()
        identity, value = data.draw(st.sampled_from(rows))
        bit = data.draw(st.integers(0, len(value) * 8 - 1))
        change = f"UPDATE {table} SET {column} = ? WHERE {key} = ?"
        db.execute(change, (flip(value, bit), identity))
        report = verify_case(case)
        db.execute(change, (value, identity))
    assert "damaged" == report.verdict
    assert codes(report) & {"event-altered", "tile-altered"}


@given(data=st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=slow_fixture)
def test_any_flipped_bit_of_a_blob_or_note_is_found(case: Path, data: st.DataObject) -> None:
    blobs = sorted((case / "vault" / "sha256").glob("*/*/*"))
    notes = [case / "checkpoint", *sorted((case / "checkpoints").rglob("*.note"))]
    path = data.draw(st.sampled_from([*blobs, *notes]))
    original = path.read_bytes()
    path.chmod(0o644)
    path.write_bytes(flip(original, data.draw(st.integers(0, len(original) * 8 - 1))))
    report = verify_case(case)
    path.write_bytes(original)
    assert report.exit_code != 0
    assert "damaged" == report.verdict or codes(report) == {"checkpoint-unsigned"}


@given(bit=st.integers(0, 2**40))
@example(bit=82999)  # once: a column became NULL
@settings(max_examples=40, deadline=None, suppress_health_check=slow_fixture)
def test_a_flipped_bit_of_the_database_file_changes_nothing_unseen(case: Path, bit: int) -> None:
    path = case / "ledger.db"
    with closing(Ledger.open(path)) as ledger:
        before = list(ledger.events())
    original = path.read_bytes()
    path.write_bytes(flip(original, bit))
    try:
        report = verify_case(case)
        if report.verdict == "intact":
            with closing(Ledger.open(path)) as ledger:
                assert before == list(ledger.events())
    finally:
        for name in ("ledger.db-wal", "ledger.db-shm"):
            (case / name).unlink(missing_ok=True)
        path.write_bytes(original)


def test_events_that_are_not_in_order_end(case: Path) -> None:
    """One bit of a number in the tree of the database: SQLite gives the last events again and again, for ever."""
    path = case / "ledger.db"
    with intruder(case) as db:
        (root,) = db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'event'").fetchone()
        (size,) = db.execute("PRAGMA page_size").fetchone()
    data = bytearray(path.read_bytes())
    leaf = (root - 1) * size
    while data[leaf] == 5:  # an inner page: its first child
        cell = leaf + int.from_bytes(data[leaf + 12 : leaf + 14], "big")
        leaf = (int.from_bytes(data[cell : cell + 4], "big") - 1) * size
    count = int.from_bytes(data[leaf + 3 : leaf + 5], "big")
    at = leaf + int.from_bytes(data[leaf + 8 + 2 * (count - 2) : leaf + 10 + 2 * (count - 2)], "big")
    while data[at] > 127:  # the length of the row
        at += 1
    data[at + 1] ^= 0x40
    path.write_bytes(data)
    with closing(Ledger.open(path)) as ledger, pytest.raises(Damage) as caught:
        list(islice(ledger.entries(), 100))
    assert "ledger-unreadable" == caught.value.code
    report = verify_case(case)
    assert ("damaged", True) == (report.verdict, "ledger-unreadable" in codes(report))


ALTERATIONS: dict[str, tuple[str, set[str]]] = {
    "an event is removed": ("DELETE FROM event WHERE seq = 4", {"event-missing", "history-truncated"}),
    "the last events are removed": ("DELETE FROM event WHERE seq > 5", {"history-truncated"}),
    "all events are removed": ("DELETE FROM event", {"history-truncated"}),
    "an event is inserted": ("INSERT INTO event SELECT 9, leaf, body FROM event WHERE seq = 8", {"event-altered"}),
    "an event stands before the first": ("INSERT INTO event SELECT -1, leaf, body FROM event WHERE seq = 0",
                                         {"event-altered", "history-rewritten"}),
    "two events change places": ("UPDATE event SET seq = 20 WHERE seq = 4; UPDATE event SET seq = 4 WHERE seq = 5;"
                                 "UPDATE event SET seq = 5 WHERE seq = 20", {"event-altered", "history-rewritten"}),
    "the actor is another": ("UPDATE payload SET value = CAST(replace(CAST(value AS TEXT), 'Ana', 'Eva') AS BLOB)"
                             " WHERE field = 'who'", {"event-altered"}),
    "the actor is a machine": ("UPDATE event SET body = CAST(replace(CAST(body AS TEXT), 'person', 'foja') AS BLOB)",
                               {"event-altered", "history-rewritten"}),
    "the date is another": ("UPDATE event SET body = CAST(replace(CAST(body AS TEXT), '2026', '1996') AS BLOB)",
                            {"event-altered", "history-rewritten"}),
    "a leaf has a second spelling": ("UPDATE event SET body = CAST(' ' || CAST(body AS TEXT) AS BLOB)",
                                     {"event-altered", "history-rewritten"}),
    "a value is gone": ("DELETE FROM payload WHERE seq = 6 AND field = 'why'", {"field-missing"}),
    "a value has another's place": ("UPDATE payload SET seq = 99 WHERE seq = 6", {"field-missing", "field-extra"}),
    "a value is added": ("INSERT INTO payload VALUES (6, 'note', zeroblob(32), x'31')", {"event-altered"}),
    "a tile is gone": ("DELETE FROM tile", {"tile-altered"}),
    "a tile is added": ("INSERT INTO tile VALUES ('tile/7/000', zeroblob(32))", {"tile-altered"}),
    "the ledger is of another case": ("UPDATE about SET value = 'example.org/other'", {"origin-differs"}),
    "the origin is gone": ("DELETE FROM about", {"origin-differs"}),
}  # fmt: skip


@pytest.mark.parametrize("what", ALTERATIONS)
def test_alterations_of_the_ledger(case: Path, what: str) -> None:
    harm, expected = ALTERATIONS[what]
    with intruder(case) as db:
        db.executescript(harm)
    report = verify_case(case)
    assert "damaged" == report.verdict
    assert report.exit_code in {exit_of(code) for code in codes(report)}
    assert report.exit_code >= 10
    assert expected <= codes(report), report.findings
    assert all(finding.where and finding.what for finding in report.findings)


@pytest.mark.parametrize("how", [{"drop": 8}, {"drop": 4}, {"change": 0}, {"change": 8}])
def test_a_history_made_anew_is_found(case: Path, how: dict[str, int]) -> None:
    rewrite(case, **how)
    report = verify_case(case)
    assert "damaged" == report.verdict
    assert codes(report) & {"history-rewritten", "history-truncated"}


def test_yesterdays_copy_is_found_by_a_receipt(case: Path, built: Path, tmp_path: Path) -> None:
    later = tmp_path / "later"
    old = copy(case, tmp_path / "old")
    with closing(Ledger.open(case / "ledger.db", write=True)) as ledger:
        ledger.append(acts(1), AT)
        write_checkpoint(case, ledger, load_key(ORIGIN), later)
    assert "intact" == verify_case(old).verdict
    report = verify_case(old, [later])
    assert ("damaged", {"history-truncated"}) == (report.verdict, codes(report))


def test_a_forged_history_signed_with_the_stolen_key_is_found_by_a_receipt(case: Path, built: Path) -> None:
    rewrite(case, change=8)
    shutil.rmtree(case / "checkpoints")
    (case / "checkpoint").unlink()
    with closing(Ledger.open(case / "ledger.db", write=True)) as ledger:
        write_checkpoint(case, ledger, load_key(ORIGIN))
    assert "intact" == verify_case(case).verdict
    report = verify_case(case, sorted((built.parent / "receipts").iterdir()))
    assert ("damaged", 15, {"history-rewritten", "history-forked"}) == (
        report.verdict, report.exit_code, codes(report),
    )  # fmt: skip


def test_receipts_of_other_cases_confirm_nothing(case: Path, tmp_path: Path) -> None:
    note = parse_note((case / "checkpoint").read_bytes())
    other = tmp_path / "other.note"
    other.write_bytes(
        format_note(type(note)(text=note.text.replace(ORIGIN, "example.org/x"), signatures=note.signatures))
    )
    report = verify_case(case, [other])
    assert ("unsigned", {"receipt-none"}) == (report.verdict, codes(report))
    assert {"receipt-none"} == codes(verify_case(case, [tmp_path / "home"]))
    other.write_bytes(b"scribble")
    assert "damaged" == verify_case(case, [other]).verdict


# -- the vault


def test_a_blob_that_an_event_names_is_missing(case: Path) -> None:
    for path in sorted((case / "vault" / "sha256").glob("*/*/*")):
        kept = path.read_bytes()
        path.unlink()
        report = verify_case(case)
        expected = {"blob-missing", "quote-differs"} if kept == TEXT.encode() else {"blob-missing"}
        assert ("damaged", expected) == (report.verdict, codes(report))
        path.write_bytes(kept)


@pytest.mark.parametrize("kind", ["file", "folder", "link", "linked folder"])
def test_what_does_not_belong_in_the_vault(case: Path, kind: str) -> None:
    path = case / "vault" / "sha256" / "extra"
    {
        "file": lambda: path.write_bytes(b""), "folder": path.mkdir, "link": lambda: path.symlink_to("/etc/hostname"),
        "linked folder": lambda: path.symlink_to(case / "checkpoints"),
    }[kind]()  # fmt: skip
    assert ("damaged", {"blob-extra"}) == ((r := verify_case(case)).verdict, codes(r))


def test_the_second_digest_of_a_source_counts(case: Path) -> None:
    """An event may say something wrong; then the file and the event do not agree."""
    with closing(Ledger.open(case / "ledger.db", write=True)) as ledger:
        source = next(ledger.events(kinds=["source.added"])).body["source"]
        body = {"source": {**source, "sha512": "0" * 128}}
        ledger.append([Act(kind="source.added", body=body, actor=ANA, why="wrong")], AT)
        write_checkpoint(case, ledger, load_key(ORIGIN))
    assert {"blob-altered"} == codes(verify_case(case, sha512=True))
    assert "intact" == verify_case(case).verdict, "what SHA-256 and the signature say is whole"


# -- quotes, withdrawn fields, clocks


@pytest.mark.parametrize(
    "passage",
    [
        {**quote(4, 22), "quote": "port authorities sa"}, {**quote(4, 22), "start": 5}, {**quote(4, 22), "end": 4},
        {**quote(4, 22), "start": -3}, {**quote(4, 22), "start": None}, {**quote(4, 22), "end": 10**9},
        {**quote(4, 22), "start": True},
    ],
)  # fmt: skip
def test_a_quote_that_is_not_at_its_place(case: Path, passage: dict[str, Any]) -> None:
    with closing(Ledger.open(case / "ledger.db", write=True)) as ledger:
        body = {"statement": "st-1", "replacement": {"id": "st-2", "passage": passage}}
        ledger.append([Act(kind="statement.corrected", body=body, actor=ANA, why="clearer")], AT)
        write_checkpoint(case, ledger, load_key(ORIGIN))
    assert ("damaged", {"quote-differs"}) == ((r := verify_case(case)).verdict, codes(r))


def test_an_erased_field_is_counted_and_nothing_else(case: Path) -> None:
    with closing(Ledger.open(case / "ledger.db", write=True)) as ledger:
        body = {"fields": {"6": ["why"]}, "authority": "a court", "order": "12/2026"}
        ledger.append([Act(kind="payload.erased", body=body, actor=ANA, why="ordered")], AT)
        write_checkpoint(case, ledger, load_key(ORIGIN))
    with intruder(case) as db:
        db.execute("DELETE FROM payload WHERE seq = 6 AND field = 'why'")
    report = verify_case(case)
    assert ({"erased-alone"}, 1) == (codes(report), report.counts["fields_withheld"])


def test_an_unsigned_event_erases_nothing(case: Path) -> None:
    """Whoever may write to the folder can append an event; only the keeper can sign it."""
    with closing(Ledger.open(case / "ledger.db", write=True)) as ledger:
        body = {"fields": {"6": ["why"]}, "authority": "a court", "order": "12/2026"}
        ledger.append([Act(kind="payload.erased", body=body, actor=ANA, why="ordered")], AT)
    with intruder(case) as db:
        db.execute("DELETE FROM payload WHERE seq = 6 AND field = 'why'")
    report = verify_case(case)
    assert ("damaged", 11, {"field-missing", "events-unsigned"}) == (
        report.verdict,
        report.exit_code,
        codes(report) - {"erased-alone"},
    )


@pytest.mark.parametrize(
    "harm",
    [
        "CREATE TABLE note(x)", "CREATE VIEW truth AS SELECT * FROM event", "INSERT INTO about VALUES ('note', 'evil')",
        "CREATE TRIGGER quiet AFTER INSERT ON event BEGIN DELETE FROM tile; END",
        "DROP TRIGGER event_update; CREATE TRIGGER event_update BEFORE UPDATE ON event BEGIN SELECT 1; END",
    ],
)  # fmt: skip
def test_what_does_not_belong_in_the_database(case: Path, harm: str) -> None:
    with closing(sqlite3.connect(case / "ledger.db", isolation_level=None)) as db:
        db.executescript(harm)
    assert ("damaged", {"ledger-extra"}) == ((r := verify_case(case)).verdict, codes(r))


def test_a_clock_that_ran_backwards_is_counted(case: Path) -> None:
    with closing(Ledger.open(case / "ledger.db", write=True)) as ledger:
        ledger.append(acts(1), "2026-02-01T00:00:00Z")
        ledger.append(acts(1), AT)
        write_checkpoint(case, ledger, load_key(ORIGIN))
    report = verify_case(case)
    assert ("unsigned", 16, {"time-backwards"}, 1) == (
        report.verdict, report.exit_code, codes(report), report.counts["clock_steps"],
    )  # fmt: skip


def test_a_clock_that_was_set_right_is_no_finding(case: Path) -> None:
    with closing(Ledger.open(case / "ledger.db", write=True)) as ledger:
        ledger.append(acts(1), "2026-03-01T10:09:59Z")
        ledger.append(acts(1), AT)
        write_checkpoint(case, ledger, load_key(ORIGIN))
    report = verify_case(case)
    assert ("intact", 1) == (report.verdict, report.counts["clock_steps"])


# -- files that cannot be read


@pytest.mark.parametrize("data", [None, b"", b"scribble" * 600, "half"])
def test_a_ledger_that_cannot_be_read(case: Path, data: bytes | str | None) -> None:
    path = case / "ledger.db"
    original = path.read_bytes()
    path.unlink()
    if data is not None:
        path.write_bytes(original[: len(original) // 2] if isinstance(data, str) else data)
    report = verify_case(case)
    assert ("damaged", True) == (report.verdict, bool(codes(report) & {"ledger-unreadable", "ledger-missing"}))


def test_text_that_is_not_utf8_in_the_ledger(case: Path) -> None:
    with intruder(case) as db:
        db.execute("INSERT INTO payload VALUES (6, CAST(x'ff' AS TEXT), zeroblob(32), x'31')")
    assert "damaged" == verify_case(case).verdict
    with closing(Ledger.open(case / "ledger.db")) as ledger, pytest.raises(Damage):
        list(ledger.events())


def test_a_read_only_copy_can_be_verified(case: Path) -> None:
    with closing(sqlite3.connect(case / "ledger.db")) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    before = sorted(path.name for path in case.iterdir())
    assert "intact" == verify_case(case).verdict
    assert set(before) | {"ledger.db-wal", "ledger.db-shm"} >= {path.name for path in case.iterdir()}


def test_a_damaged_schema_closes_the_file_again(case: Path) -> None:
    """SQLite quotes damaged bytes in its messages; a connection left open would disturb every later one."""
    path = case / "ledger.db"
    original = path.read_bytes()
    at = original.index(b"CREATE TRIGGER event_order")
    path.write_bytes(original[: at + 16] + b"\xc1" + original[at + 17 :])
    assert {"ledger-unreadable"} <= codes(verify_case(case))
    path.write_bytes(original)
    assert "intact" == verify_case(case).verdict
