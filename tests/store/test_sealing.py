"""Sealing sources: what was protected is in no byte of the case, nothing else is missing, and it can come back."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
from pathlib import Path

import pytest

from foja.case import Case
from foja.model.errors import FojaError
from foja.model.event import Act
from foja.model.vocabulary import OutcomeState, Sensitivity
from foja.preserve import payload
from foja.publish.offline.verify import examine, verdict
from foja.store.folder import CaseFolder
from store.sealed_sample import NAME, SHARED, WHO, WORDS, findings, found, lower, memo, public
from store.test_second_person import sign


def test_what_is_sealed_is_in_no_file_and_everything_else_verifies(case: Case, keys: Path, tmp_path: Path) -> None:
    sha, statements = memo(case), case.reader(memo(case)).statements
    assert statements
    assert all(found(case.path, text) for text in (NAME, "memo-mill", "Río Seco", "The mill memo"))
    before = {row.sha256 for row in case.sources(limit=1000).items}
    (event,) = case.protect([sha], recipients=public(keys, "a", "s"), actor=WHO, why="Ordered by the court")
    case.close()
    assert [] == [text for text in (NAME, "memo-mill", "Río Seco", "The mill memo", "Quispe") if found(case.path, text)]
    with Case(case.path) as again:
        report = again.verify()
        assert ([], "intact") == (list(report.findings), report.verdict)
        assert report.counts["fields_withheld"] > 10
        row = again.source(sha)
        assert (row.state, row.text, row.label) == (OutcomeState.SEALED, "", sha[:12])
        assert "Custodian" in row.detail
        assert "Ordered by the court" in row.detail
        assert before == {one.sha256 for one in again.sources(limit=1000).items}
        assert again.reader(sha).statements == ()
        assert again.search("warehouse mill")["passage"].items == ()
        with pytest.raises(FojaError, match="This source was sealed") as caught:
            again.original(sha)
        assert caught.value.code == "source-closed"
        tables = again.table_digests()
        again.rebuild()
        assert tables == again.table_digests()
        again.build(jobs=0)
        assert not found(again.path, NAME)
        assert event.body["recipients"] == [public(keys, "a")[0], " ".join(public(keys, "s")[0].split()[:2])]


def test_a_holder_of_a_key_opens_it_outside_of_the_case(case: Case, keys: Path, tmp_path: Path) -> None:
    sha = memo(case)
    case.protect([sha], recipients=public(keys, "a", "s"), actor=WHO, why="Ordered by the court")
    for name in "as":
        case.open_sealed(sha[:10], keys / name, tmp_path / f"opened-{name}.txt")
        assert WORDS == (tmp_path / f"opened-{name}.txt").read_text("utf-8")
        assert 0o600 == (tmp_path / f"opened-{name}.txt").stat().st_mode & 0o777
    for identity, out, code in (
        ("x", tmp_path / "x.txt", "identity-wrong"),
        ("a.pub", tmp_path / "x.txt", "identity-unreadable"),
        ("a", case.path / "vault" / "x.txt", "out-inside-case"),
        ("a", tmp_path / "opened-a.txt", "out-exists"),
    ):
        with pytest.raises(FojaError) as caught:
            case.open_sealed(sha, keys / identity, out)
        assert caught.value.code == code
    other = next(row.sha256 for row in case.sources().items if row.sha256 != sha)
    with pytest.raises(FojaError) as caught:
        case.open_sealed(other, keys / "a", tmp_path / "x.txt")
    assert caught.value.code == "not-sealed"
    assert not (tmp_path / "x.txt").exists()
    assert findings(case) == []


@pytest.mark.skipif(shutil.which("age") is None, reason="age is not installed here (scripts/debian.sh installs it)")
def test_the_age_of_others_opens_what_was_sealed(case: Case, keys: Path) -> None:
    case.protect([memo(case)], recipients=public(keys, "a", "s"), actor=WHO, why="Ordered by the court")
    files = [path for path in (case.path / "vault" / "sealed").rglob("*") if path.is_file()]
    for name in "as":
        given = [subprocess.run(["age", "-d", "-i", keys / name, file], capture_output=True) for file in files]
        assert [0] * len(files) == [one.returncode for one in given]
        assert WORDS.encode() in [one.stdout for one in given]


def test_it_comes_back_with_the_label_and_a_second_person_alone(case: Case, keys: Path, tmp_path: Path) -> None:
    sha = memo(case)
    whole = case.table_digests()
    case.protect([sha], recipients=public(keys, "a"), actor=WHO, why="Ordered by the court")
    with pytest.raises(FojaError) as caught:
        case.classify([sha], Sensitivity.INTERNAL, identity=keys / "a", actor=WHO, why="Alone")
    assert caught.value.code == "second-signature-needed"
    with pytest.raises(FojaError) as caught:
        case.classify([sha], Sensitivity.SOURCE_IDENTITY, identity=keys / "a", actor=WHO, why="Upwards")
    assert caught.value.code == "label-still-sealed"
    with pytest.raises(FojaError) as caught:
        lower(case, sha, keys, tmp_path, identity=keys / "x")
    assert caught.value.code == "identity-wrong"
    assert not found(case.path, NAME)
    lower(case, sha, keys, tmp_path, identity=keys / "a")
    assert findings(case) == []
    row = case.source(sha)
    assert (row.sensitivity, row.state, row.label) == (Sensitivity.INTERNAL, OutcomeState.DONE, "The mill memo")
    assert WORDS == case.original(sha).decode()
    assert case.reader(sha).statements
    same = case.table_digests()
    case.rebuild()
    assert same == case.table_digests()
    differing = {name for name in whole if whole[name] != same[name]}
    assert differing <= {"label", "source", "touch", "act", "trail", "tally"}, "but for the label all is as it was"
    # It can be sealed again, for others.
    case.classify([sha], Sensitivity.SEALED, actor=WHO, why="A new order")
    case.protect([sha], recipients=public(keys, "b"), actor=WHO, why="A new order")
    assert not found(case.path, NAME)
    assert findings(case) == []
    with pytest.raises(FojaError):
        case.open_sealed(sha, keys / "a", tmp_path / "opened.txt")
    case.open_sealed(sha, keys / "b", tmp_path / "opened.txt")


def test_the_label_alone_can_go_down_and_the_source_stays_sealed(case: Case, keys: Path, tmp_path: Path) -> None:
    sha = memo(case)
    case.protect([sha], recipients=public(keys, "a"), actor=WHO, why="Ordered by the court")
    lower(case, sha, keys, tmp_path)
    assert case.source(sha).state is OutcomeState.SEALED
    assert findings(case) == []
    out = case.export("bundle", tmp_path / "out.zip")
    assert ([], 0) == (examine(str(out))[0], verdict(examine(str(out))[0]))


def test_only_what_is_labelled_is_sealed_and_only_for_real_keys(case: Case, keys: Path) -> None:
    sha = memo(case)
    other = next(row.sha256 for row in case.sources().items if row.sha256 != sha)
    for source, recipients, code in (
        (other, public(keys, "a"), "label-too-low"),
        (sha, [], "recipient-none"),
        (sha, ["age1hello"], "recipient-malformed"),
        (sha, ["ssh-ed25519 AAAA"], "recipient-malformed"),
        (sha, [public(keys, "a")[0][:-1] + "b"], "recipient-malformed"),  # b is no digit of such a key
    ):
        with pytest.raises(FojaError) as caught:
            case.protect([source], recipients=recipients, actor=WHO, why="No")
        assert caught.value.code == code
    settings = case.path / "foja.toml"
    settings.write_text(settings.read_text() + f'\n[[recipient]]\nname = "Registry"\nkey = "{public(keys, "a")[0]}"\n')
    case.protect([sha], actor=WHO, why="Ordered by the court")
    with pytest.raises(FojaError) as caught:
        case.protect([sha], actor=WHO, why="Again")
    assert caught.value.code == "sealed-already"


def test_adding_it_again_leaves_it_sealed(case: Case, keys: Path, tmp_path: Path) -> None:
    case.protect([memo(case)], recipients=public(keys, "a"), actor=WHO, why="Ordered by the court")
    report = case.add([tmp_path / "in"], actor=WHO)
    assert (report.added, report.closed) == (0, 1)
    assert not found(case.path, NAME)


def test_bundles_hold_the_sealed_file_only_for_who_may_have_it(case: Case, keys: Path, tmp_path: Path) -> None:
    sha = memo(case)
    (event,) = case.protect([sha], recipients=public(keys, "a"), actor=WHO, why="Ordered by the court")
    for audience, holds in ((Sensitivity.INTERNAL, False), (Sensitivity.SEALED, True)):
        out = case.export("bundle", tmp_path / f"{audience}", audience=audience)
        problems, counts, _ = examine(str(out))
        assert (problems, verdict(problems)) == ([], 0)
        names = {path.name for path in out.rglob("*") if path.is_file()}
        assert holds == names.issuperset(event.body["files"])
        assert holds == bool(found(out, sha))
        assert not found(out, NAME)
        assert counts["fields_withheld"] > 10
    sealed = next(path for path in out.rglob("*") if path.name == event.body["index"])
    sealed.write_bytes(sealed.read_bytes() + b"x")
    assert {"blob-altered", "file-altered"} <= {finding.code for finding in examine(str(out))[0]}
    sealed.unlink()
    assert "blob-missing" in {finding.code for finding in examine(str(out))[0]}


def test_what_is_missing_beyond_the_list_is_damage(case: Case, keys: Path) -> None:
    (event,) = case.protect([memo(case)], recipients=public(keys, "a"), actor=WHO, why="Ordered by the court")
    entry = next(
        one for one in case._folder.ledger.entries() if one.opened and str(one.seq) not in event.body["fields"]
    )
    name, (salt, value) = next(iter(entry.opened.items()))
    payload.remove(case._folder.ledger, [(entry.seq, name)])
    assert "field-missing" in findings(case)
    payload.put_back(case._folder.ledger, [(entry.seq, name, salt, value)])
    assert findings(case) == []
    with pytest.raises(FojaError, match="not the one that was recorded"):
        payload.put_back(case._folder.ledger, [(entry.seq, name, salt, value + b" ")])
    place = case.path / "vault" / "sealed" / "sha256"
    for digest in event.body["files"][:2]:
        path = place / digest[:2] / digest[2:4] / digest
        data = path.read_bytes()
        path.chmod(0o644)
        path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
        assert findings(case) == ["blob-altered"]
        path.unlink()
        assert findings(case) == ["blob-missing"]
        path.write_bytes(data)
    (place / digest[:2] / digest[2:4] / "hello").write_bytes(b"")
    assert findings(case) == ["blob-extra"]
    (place / digest[:2] / digest[2:4] / "hello").unlink()
    case._folder.vault.put(WORDS.encode())
    assert findings(case) == ["blob-unnamed"], "a copy of what was sealed, back in the clear"


def test_a_seal_that_nobody_signed_hides_nothing(case: Case, keys: Path) -> None:
    body = {
        "sources": [],
        "received": [],
        "part": "receipt",
        "fields": {"1": ["receipt"]},
        "files": [],
        "recipients": [],
    }
    case._folder.record([Act(kind="source.sealed", body=body, actor=WHO, why="Alone")])
    payload.remove(case._folder.ledger, [(1, "receipt")])
    assert {"field-missing", "events-unsigned"} <= set(findings(case))


def test_without_the_key_of_the_case_nothing_is_deleted(
    case: Case, keys: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as moved:
        moved.setenv("FOJA_HOME", str(case.path.parent / "elsewhere"))
        with pytest.raises(FojaError) as caught:
            case.protect([memo(case)], recipients=public(keys, "a"), actor=WHO, why="Ordered by the court")
        assert caught.value.code == "key-missing"
    assert findings(case) == []
    assert case.original(memo(case))


def named(case: Case, name: str) -> str:
    return next(row.sha256 for row in case.sources(limit=1000).items if row.name.endswith(name))


def test_what_two_sources_share_goes_with_the_protected_one(case: Case, keys: Path, tmp_path: Path) -> None:
    """A comparison that names the memo is sealed with it; the other source keeps its text and statements."""
    news = named(case, "news.txt")
    texts = [case.source(sha).text.encode() for sha in (news, memo(case))]
    derived = [event for event in case.events(limit=1000) if event.body.get("stage") == "weigh.compare"]
    outputs = {event.seq: case._folder.blob(event.body["output"]) for event in derived}
    both = [seq for seq, data in outputs.items() if all(text in data for text in texts)]
    assert both
    assert case.reader(news).links
    case.protect([memo(case)], recipients=public(keys, "a"), actor=WHO, why="Ordered by the court")
    assert case.reader(news).links == ()
    assert case.reader(news).statements
    case.build(jobs=0)
    assert case.reader(news).links == ()
    # Sealed later, by itself; when the memo comes back, what is about both stays sealed.
    case.classify([news], Sensitivity.SEALED, actor=WHO, why="A second order")
    case.protect([news], recipients=public(keys, "b"), actor=WHO, why="A second order")
    lower(case, memo_of(case, news), keys, tmp_path, identity=keys / "a")
    assert findings(case) == []
    assert [{}] * len(both) == [case._folder.ledger.event(seq).body for seq in both]
    assert not found(case.path, "newspaper of the valley")
    case.build(jobs=0)
    assert case.source(news).state is OutcomeState.SEALED
    assert findings(case) == []


def memo_of(case: Case, other: str) -> str:
    return next(row.sha256 for row in case.sources(state="sealed").items if row.sha256 != other)


def test_a_member_is_sealed_with_its_archive_and_its_neighbour_stays(case: Case, keys: Path, tmp_path: Path) -> None:
    one, two, box = (named(case, name) for name in ("one.txt", "two.txt", "box.zip"))
    whole = case.table_digests()
    case.classify([one], Sensitivity.SEALED, actor=WHO, why="Ordered by the court")
    (event,) = case.protect([one], recipients=public(keys, "a"), actor=WHO, why="Ordered by the court")
    assert set(event.body["sources"]) == {one, box}
    assert not found(case.path, "Ottilie Brand")
    assert findings(case) == []
    row = case.source(two)
    assert (row.state, row.name, row.parent) == (OutcomeState.DONE, two[:12], "")
    assert "pier ten" in case.reader(two).text
    assert case.source(box).sensitivity is Sensitivity.SEALED, "as long as its member is"
    lower(case, one, keys, tmp_path, identity=keys / "a")
    assert findings(case) == []
    assert {case.source(sha).state for sha in (one, two, box)} == {OutcomeState.DONE}
    assert {case.source(sha).sensitivity for sha in (one, two, box)} == {Sensitivity.INTERNAL}
    differing = {name for name, digest in case.table_digests().items() if whole[name] != digest}
    assert differing <= {"label", "source", "touch", "act", "trail", "tally"}


def test_how_a_source_came_can_be_sealed_alone(case: Case, keys: Path, tmp_path: Path) -> None:
    news = named(case, "news.txt")
    case.transfer([news], given="Quentin Abelard", taken="the registry", how="by hand", actor=WHO, why="Given")
    case.classify([news], Sensitivity.SOURCE_IDENTITY, receipt_only=True, actor=WHO, why="Asked for")
    (event,) = case.protect([news], recipients=public(keys, "a"), actor=WHO, why="Asked for")
    assert event.body["part"] == "receipt"
    assert not found(case.path, "Quentin Abelard")
    assert not found(case.path, "news.txt")
    row = case.source(news)
    assert (row.state, row.name) == (OutcomeState.DONE, news[:12])
    assert findings(case) == []
    pair = sign(case.label_request([news], Sensitivity.INTERNAL, receipt_only=True), keys / "s", tmp_path)
    case.classify(
        [news], Sensitivity.INTERNAL, receipt_only=True, signed=pair, identity=keys / "a", actor=WHO, why="Lifted"
    )
    assert case.source(news).name == "news.txt"
    assert found(case.path, "Quentin Abelard")
    assert findings(case) == []


def test_a_hand_over_of_two_comes_back_when_both_do(case: Case, keys: Path, tmp_path: Path) -> None:
    both = [named(case, "news.txt"), named(case, "box.zip")]
    case.transfer(both, given="Quentin Abelard", taken="the registry", how="by hand", actor=WHO, why="Given")
    for sha in both:
        case.classify([sha], Sensitivity.SOURCE_IDENTITY, receipt_only=True, actor=WHO, why="Asked for")
        case.protect([sha], recipients=public(keys, "a"), actor=WHO, why="Asked for")
    assert not found(case.path, "Quentin Abelard")
    pair = sign(case.label_request(both[:1], Sensitivity.INTERNAL, receipt_only=True), keys / "s", tmp_path)
    case.classify(
        both[:1], Sensitivity.INTERNAL, receipt_only=True, signed=pair, identity=keys / "a", actor=WHO, why="Lifted"
    )
    assert case.source(both[0]).name == "news.txt"
    assert not found(case.path, "Quentin Abelard"), "who gave the other one"
    assert findings(case) == []


def test_two_families_are_two_events(case: Case, keys: Path) -> None:
    news = named(case, "news.txt")
    case.classify([news], Sensitivity.SOURCE_IDENTITY, actor=WHO, why="Ordered by the court")
    events = case.protect([news, memo(case)], recipients=public(keys, "a"), actor=WHO, why="Ordered by the court")
    assert [len(event.body["sources"]) for event in events] == [1, 1]
    assert {event.body["label"] for event in events} == {"sealed", "source-identity"}
    assert not set(events[0].body["files"]) & set(events[1].body["files"])
    assert [name for name in (NAME, SHARED, "sold in June") if found(case.path, name)] == []
    assert findings(case) == []


def test_another_program_that_holds_the_ledger_is_said(case: Case, keys: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While it reads, its view of the log cannot be cut off; what is left to do is done by the next run."""
    case._folder.ledger.database.execute("PRAGMA busy_timeout = 50")
    other = sqlite3.connect(case.path / "ledger.db", isolation_level=None)
    other.execute("BEGIN")
    other.execute("SELECT count(*) FROM event").fetchone()
    with pytest.raises(FojaError) as caught:
        case.protect([memo(case)], recipients=public(keys, "a"), actor=WHO, why="Ordered by the court")
    assert caught.value.code == "ledger-busy"
    assert findings(case) == ["removal-unfinished"]
    other.close()
    assert case.finish_removals()
    assert not found(case.path, NAME)
    assert findings(case) == []


def test_a_custody_sheet_claims_no_check_of_what_was_sealed_then(case: Case, keys: Path, tmp_path: Path) -> None:
    sha, number = memo(case), case.custody(memo(case)).item
    case.protect([sha], recipients=public(keys, "a"), actor=WHO, why="Ordered by the court")
    assert case.fixity(1, actor=WHO, why="Check").exit_code == 0
    assert case.rederive(actor=WHO, why="Check", jobs=0).exit_code == 0
    sheet = case.custody(sha)
    assert (sheet.item, sheet.reread, [deed for deed in sheet.deeds if deed.kind == "checked"]) == (number, "", [])
    lower(case, sha, keys, tmp_path, identity=keys / "a")
    assert case.custody(sha).reread == ""
    case.fixity(1, actor=WHO, why="Check")
    assert case.custody(sha).reread


def test_a_server_that_has_the_case_open_shows_nothing_any_more(case: Case, keys: Path) -> None:
    sha = memo(case)
    with Case(case.path) as server:
        assert server.search("warehouse")["passage"].items
        case.protect([sha], recipients=public(keys, "a"), actor=WHO, why="Ordered by the court")
        server.follow()
        assert server.search("warehouse")["passage"].items == ()
        assert server.source(sha).state is OutcomeState.SEALED


def test_what_cannot_be_signed_is_not_deleted(case: Case, keys: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The key goes away after the event was recorded."""
    sha = memo(case)

    def no_key(folder: CaseFolder) -> str:
        folder.unsigned = "no key"
        return folder.unsigned

    with monkeypatch.context() as gone:
        gone.setattr(CaseFolder, "seal", no_key)
        with pytest.raises(FojaError) as caught:
            case.protect([sha], recipients=public(keys, "a"), actor=WHO, why="Ordered by the court")
    assert caught.value.code == "removal-unsigned"
    assert case._folder.vault.read(sha) == WORDS.encode()
    assert {"removal-unfinished", "events-unsigned"} == set(findings(case))
    assert case.finish_removals()
    assert findings(case) == []
    assert not found(case.path, NAME)


def test_nothing_is_deleted_for_an_age_file_that_is_not_whole(
    case: Case, keys: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sha = memo(case)
    real = CaseFolder.finish_removals

    def harmed(folder: CaseFolder) -> bool:
        for path in (folder.path / "vault" / "sealed").rglob("?" * 64):
            path.unlink()
        return real(folder)

    with monkeypatch.context() as patched:
        patched.setattr(CaseFolder, "finish_removals", harmed)
        with pytest.raises(FojaError) as caught:
            case.protect([sha], recipients=public(keys, "a"), actor=WHO, why="Ordered by the court")
    assert caught.value.code == "blob-altered"
    assert case._folder.vault.read(sha) == WORDS.encode()


def test_what_came_back_cannot_be_taken_out_of_a_bundle(case: Case, keys: Path, tmp_path: Path) -> None:
    (event,) = case.protect([memo(case)], recipients=public(keys, "a"), actor=WHO, why="Ordered by the court")
    lower(case, memo(case), keys, tmp_path, identity=keys / "a")
    out = case.export("bundle", tmp_path / "out")
    assert examine(str(out))[0] == []
    events = out / "data" / "ledger" / "events.jsonl"
    lines = [json.loads(line) for line in events.read_text("utf-8").splitlines()]
    seq = next(seq for seq, names in event.body["fields"].items() if "receipt" in names)
    del lines[int(seq)]["open"]["receipt"]
    events.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), "utf-8")
    assert "fields-withheld" in {finding.code for finding in examine(str(out))[0]}


def test_nothing_is_deleted_while_another_program_writes_into_the_vault(case: Case, keys: Path) -> None:
    """It may be writing what is to be removed: a copy would stay."""
    sha = memo(case)
    draft = case.path / "vault" / "incoming" / f"{os.getpid()}-0123456789abcdef"
    draft.write_bytes(WORDS.encode())
    with pytest.raises(FojaError) as caught:
        case.protect([sha], recipients=public(keys, "a"), actor=WHO, why="Ordered")
    assert caught.value.code == "vault-busy"
    assert "removal-unfinished" in findings(case)
    draft.unlink()
    assert case.finish_removals()
    assert findings(case) == []
    assert not found(case.path, NAME)
