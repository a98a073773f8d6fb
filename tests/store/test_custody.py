"""Custody through the facade: sheets, hand-overs, checks of the vault."""

from __future__ import annotations

from pathlib import Path

import pytest

from foja.case import Case
from foja.model.errors import Damage, FojaError, Refusal, UsageError
from foja.model.event import Actor
from foja.model.vocabulary import Sensitivity
from foja.preserve.fixity import SPACE, Arc
from foja.preserve.ledger import Ledger
from foja.preserve.merkle import verify_inclusion
from foja.preserve.note import decode64
from foja.publish.offline import verify as offline

WHO = Actor(name="Custodian")
HAND_OVER = {"given": "the archive", "taken": "registry of the court", "how": "USB stick, by hand", "on": "2026-03"}


def hand_over(case: Case, *sources: str, **changes: str) -> None:
    case.transfer(sources, **{**HAND_OVER, **changes}, actor=WHO, why="Ordered")  # type: ignore[arg-type]


def spoil(case: Case, digest: str) -> None:
    path = case.path / "vault" / "sha256" / digest[:2] / digest[2:4] / digest
    path.chmod(0o644)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))


def check(case: Case, parts: int = 1) -> int:
    return case.fixity(parts, actor=WHO, why="Regular check").exit_code


def test_a_sheet_holds_all_that_is_recorded_in_order(sample_case: Case, tmp_path: Path) -> None:
    source = next(row for row in sample_case.sources().items if row.drafts)
    sample_case.describe(source.sha256, "outlet", "Example Gazette", actor=WHO, why="Masthead")
    hand_over(sample_case, source.sha256)
    sample_case.export("bundle", tmp_path / "out.zip", actor=WHO)
    sample_case.export("csv", tmp_path / "out.csv", actor=WHO)  # holds no original: not on the sheet
    check(sample_case)
    sheet = sample_case.custody(source.sha256[:12])
    kinds = [deed.kind for deed in sheet.deeds]
    assert kinds == ["source.added", "derived", "source.described", "custody.transferred", "exported", "checked"]
    assert [deed.seq for deed in sheet.deeds] == sorted(deed.seq for deed in sheet.deeds)
    (arrival,) = sheet.arrivals
    assert (source.name, "Reviewer", f"sources/{source.name}") == (arrival.name, arrival.by, arrival.received_from)
    (transfer,) = sheet.transfers
    assert ("the archive", "registry of the court", "2026-03", "Ordered") == (
        transfer.given, transfer.taken, transfer.on, transfer.why,
    )  # fmt: skip
    (reading,) = sheet.readings
    assert ("done", source.text) == (reading.state, reading.text)
    assert f"S-{sheet.seq}" == sheet.item
    assert (64, 128, source.size) == (len(sheet.sha256), len(sheet.sha512), sheet.size)
    assert sheet.reread == sheet.deeds[-1].at
    assert sheet.reread_whole
    assert 0 == sheet.uncovered


def test_a_sheet_proves_where_it_stands_under_the_checkpoint(sample_case: Case) -> None:
    source = sample_case.sources().items[-1]
    sheet = sample_case.custody(source.sha256)
    standing = sheet.checkpoint
    assert standing is not None
    assert standing.signed
    assert standing.note == (sample_case.path / "checkpoint").read_text("utf-8")
    proof = [bytes.fromhex(one) for one in standing.proof]
    leaf = bytes.fromhex(sheet.leaf)
    assert verify_inclusion(leaf, sheet.seq, standing.size, proof, decode64(standing.root))
    assert not verify_inclusion(leaf, sheet.seq + 1, standing.size, proof, decode64(standing.root))


def test_what_came_after_the_checkpoint_is_said_to_be_uncovered(
    sample_case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FOJA_HOME", str(tmp_path / "another-machine"))
    source = sample_case.sources().items[0].sha256
    hand_over(sample_case, source)
    sheet = sample_case.custody(source)
    assert sheet.checkpoint is not None
    assert (1, "custody.transferred") == (sheet.uncovered, sheet.deeds[-1].kind)
    note = tmp_path / "late.txt"
    note.write_text("A late note.\n", "utf-8")
    sample_case.add([note], actor=WHO)
    late = next(row for row in sample_case.sources().items if row.name == "late.txt")
    assert (None, 1) == (sample_case.custody(late.sha256).checkpoint, sample_case.custody(late.sha256).uncovered)


def test_a_checkpoint_that_does_not_fit_is_damage(sample_case: Case) -> None:
    source = sample_case.sources().items[0].sha256
    path = sample_case.path / "checkpoint"
    lines = path.read_text("utf-8").split("\n")
    for file in (sample_case.path / "checkpoints").rglob("*.note"):
        file.unlink()
    for change in ({1: "100000"}, {2: "q" * 43 + "="}):
        path.write_text("\n".join(change.get(n, line) for n, line in enumerate(lines)), "utf-8")
        with pytest.raises(Damage):
            sample_case.custody(source)


def test_a_sheet_is_found_by_look_up_and_does_not_read_the_ledger(
    sample_case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = sample_case.sources().items[0].sha256
    hand_over(sample_case, source)
    fetched: list[int] = []
    real = Ledger._all

    def counted(self: Ledger, query: str, *rest: object) -> object:
        rows = real(self, query, *rest)  # type: ignore[arg-type]
        if "FROM event" in query:
            fetched.append(len(rows))
        return rows

    monkeypatch.setattr(Ledger, "_all", counted)
    sheet = sample_case.custody(source)
    assert sum(fetched) <= len(sheet.deeds) + 10 < sample_case.desk().events  # the rest are questions for its size
    plan = sample_case._folder.database.connection.execute(
        "EXPLAIN QUERY PLAN SELECT seq FROM trail WHERE source = ? AND seq > ?", ("", 3)
    ).fetchall()
    assert "SEARCH trail USING PRIMARY KEY (source=? AND seq>?)" in plan[0][3]


def test_a_hand_over_of_several_is_one_event_on_each_sheet(sample_case: Case) -> None:
    one, two, other = (row.sha256 for row in sample_case.sources().items[:3])
    before = sample_case.desk().events
    hand_over(sample_case, one, two, one[:10])
    (event,) = sample_case.events(after=before - 1)
    assert sorted((one, two)) == event.body["sources"]
    assert 1 == len(sample_case.custody(one).transfers) == len(sample_case.custody(two).transfers)
    assert () == sample_case.custody(other).transfers


@pytest.mark.parametrize(
    ("change", "code"),
    [({"given": " "}, "transfer-incomplete"), ({"taken": ""}, "transfer-incomplete"),
     ({"how": "\n"}, "transfer-incomplete"), ({"on": "last week"}, "date-unknown")],
)  # fmt: skip
def test_a_hand_over_says_who_and_how(sample_case: Case, change: dict[str, str], code: str) -> None:
    before = sample_case.desk().events
    with pytest.raises(UsageError) as caught:
        hand_over(sample_case, sample_case.sources().items[0].sha256, **change)
    assert code == caught.value.code
    assert before == sample_case.desk().events


def test_a_hand_over_needs_a_reason(sample_case: Case) -> None:
    with pytest.raises(FojaError, match="reason"):
        sample_case.transfer(
            [sample_case.sources().items[0].sha256],
            **HAND_OVER,
            actor=WHO,
            why=" ",  # type: ignore[arg-type]
        )


def test_files_inside_files_say_where_they_were(sample_case: Case) -> None:
    inside = next(row for row in sample_case.sources().items if row.parent)
    sheet = sample_case.custody(inside.sha256)
    assert inside.parent == sheet.arrivals[0].parent
    assert 0 < sample_case.custody(inside.parent).members


def test_rebuilding_gives_the_same_trail_and_sweeps(sample_case: Case, tmp_path: Path) -> None:
    source = sample_case.sources().items[0].sha256
    hand_over(sample_case, source)
    sample_case.export("bundle", tmp_path / "out.zip", actor=WHO)
    check(sample_case, 3)
    sample_case.rederive([source], actor=WHO, why="x", jobs=0)
    before, sheet = sample_case.table_digests(), sample_case.custody(source)
    sample_case.rebuild()
    assert before == sample_case.table_digests()
    assert sheet == sample_case.custody(source)
    assert before["trail"] != before["sweep"]


# -- labels


def classify(case: Case, sha: str, label: Sensitivity, *, receipt_only: bool = False) -> None:
    case.classify([sha], label, receipt_only=receipt_only, actor=WHO, why="Asked for")


def test_a_bundle_from_which_a_source_was_withheld_is_not_on_its_sheet(sample_case: Case, tmp_path: Path) -> None:
    closed, open_ = (row.sha256 for row in sample_case.sources().items[:2])
    classify(sample_case, closed, Sensitivity.CONFIDENTIAL)
    sample_case.export("bundle", tmp_path / "one.zip", actor=WHO)
    kinds = {sha: [deed.kind for deed in sample_case.custody(sha).deeds] for sha in (closed, open_)}
    assert ("exported" in kinds[open_], "exported" in kinds[closed]) == (True, False)
    assert "it was labelled confidential" in [deed.what for deed in sample_case.custody(closed).deeds]
    sample_case.export("bundle", tmp_path / "two.zip", actor=WHO, audience=Sensitivity.CONFIDENTIAL)
    assert 1 == [deed.kind for deed in sample_case.custody(closed).deeds].count("exported")
    before = sample_case.table_digests()
    sample_case.rebuild()
    assert before == sample_case.table_digests()


def test_what_is_written_names_its_audience(sample_case: Case, tmp_path: Path) -> None:
    closed = sample_case.sources().items[0].sha256
    everything = len(sample_case.dossier().items)
    classify(sample_case, closed, Sensitivity.CONFIDENTIAL)
    assert closed not in {sheet.sha256 for sheet in sample_case.dossier().items}
    for write in (
        lambda: sample_case.write_sheets([closed], tmp_path / "sheet.pdf"),
        lambda: sample_case.certify([closed], "fre902", tmp_path / "draft.md"),
    ):
        with pytest.raises(Refusal) as caught:
            write()
        assert "label-above-audience" == caught.value.code
    assert list(tmp_path.glob("*.*")) == []
    assert everything == sample_case.certify([], "fre902", tmp_path / "all.md", audience=Sensitivity.CONFIDENTIAL)


def test_from_whose_hands_a_source_came_is_withheld_with_its_receipt(sample_case: Case, tmp_path: Path) -> None:
    row = next(row for row in sample_case.sources().items if row.title)
    hand_over(sample_case, row.sha256, given="Zwischenträger", how="at the Nordbrücke")
    classify(sample_case, row.sha256, Sensitivity.SOURCE_IDENTITY, receipt_only=True)
    secrets = [row.name, "Zwischenträger", "Nordbrücke"]
    sheet = sample_case.dossier([row.sha256]).items[0]
    assert not [secret for secret in secrets if secret in str(sheet)]
    assert (row.size, row.title) == (sheet.size, sheet.label)
    for form in ("fre902", "argentina"):
        sample_case.certify([row.sha256], form, tmp_path / f"{form}.md")
        page = (tmp_path / f"{form}.md").read_text("utf-8")
        assert not [secret for secret in secrets if secret in page]
        assert {"fre902": "withheld", "argentina": "reservado"}[form] in page
    whole = sample_case.dossier([row.sha256], audience=Sensitivity.SOURCE_IDENTITY).items[0]
    assert [secret for secret in secrets if secret in str(whole)] == secrets
    assert [secret for secret in secrets if secret in str(sample_case.custody(row.sha256))] == secrets
    sample_case.export("bundle", tmp_path / "out", actor=WHO)
    events = (tmp_path / "out" / "data" / "ledger" / "events.jsonl").read_text("utf-8")
    assert "Zwischenträger" not in events
    assert "Nordbrücke" not in events
    assert row.sha256 in events
    assert offline.examine(str(tmp_path / "out"))[0] == []


# -- fixity


def test_the_desk_knows_how_much_was_read_and_when_all_was(sample_case: Case) -> None:
    assert "" == sample_case.desk().fixity.last
    files = sum(1 for path in (sample_case.path / "vault" / "sha256").rglob("*") if path.is_file())
    read = 0
    for number in range(1, 4):
        assert "" == sample_case.desk().fixity.whole_since
        report = sample_case.fixity(3, actor=WHO, why="Regular check")
        read += report.blobs
        assert sample_case.desk().fixity.share == pytest.approx(number / 3)
    state = sample_case.desk().fixity
    assert read == files
    assert state.whole_since == sample_case.events(after=sample_case.desk().events - 4)[0].at
    assert () == state.damaged


def test_which_file_was_checked_when_follows_from_the_ledger(sample_case: Case) -> None:
    for _ in range(4):
        check(sample_case, 4)
    events = [event for event in sample_case.events(limit=10000) if event.kind == "checked"]
    arcs = [Arc(low=e.body["low"], high=e.body["high"], part=e.body["part"], parts=e.body["parts"]) for e in events]
    assert SPACE == sum(arc.width for arc in arcs)
    for row in sample_case.sources().items:
        (seq,) = (e.seq for e, arc in zip(events, arcs, strict=True) if arc.holds(row.sha256))
        assert [seq] == [d.seq for d in sample_case.custody(row.sha256).deeds if d.kind == "checked"]


def test_a_check_is_of_what_the_case_held_then(sample_case: Case, tmp_path: Path) -> None:
    check(sample_case)
    note = tmp_path / "late.txt"
    note.write_text("A late note.\n", "utf-8")
    sample_case.add([note], actor=WHO)
    late = next(row for row in sample_case.sources().items if row.name == "late.txt")
    assert "" == sample_case.custody(late.sha256).reread


@pytest.mark.parametrize("what", ["altered", "missing", "a text is missing"])
def test_damage_is_recorded_shown_and_gone_after_repair(sample_case: Case, what: str) -> None:
    source = next(row for row in sample_case.sources().items if row.text)
    digest = source.text if what == "a text is missing" else source.sha256
    path = sample_case.path / "vault" / "sha256" / digest[:2] / digest[2:4] / digest
    whole = path.read_bytes()
    if what == "altered":
        spoil(sample_case, digest)
    else:
        path.unlink()
    report = sample_case.fixity(1, actor=WHO, why="Regular check")
    assert 3 == report.exit_code
    assert {digest} == {*report.altered, *report.missing}
    assert report.findings[0].next
    assert (digest,) == sample_case.desk().fixity.damaged
    if digest == source.sha256:
        sheet = sample_case.custody(digest)
        assert not sheet.reread_whole
        assert "missing, or its bytes did not" in sheet.deeds[-1].what
        with pytest.raises(Damage):
            sample_case.dossier([digest])
    path.unlink(missing_ok=True)
    path.write_bytes(whole)
    assert 0 == check(sample_case)
    assert () == sample_case.desk().fixity.damaged
    assert sample_case.custody(source.sha256).reread_whole


def test_damage_on_one_arc_stays_said_until_that_arc_is_read_again(sample_case: Case) -> None:
    digest = sample_case.sources().items[0].sha256
    spoil(sample_case, digest)
    codes = [check(sample_case, 4) for _ in range(4)]
    assert sorted(codes) == [0, 0, 0, 3]
    while not check(sample_case, 4):
        assert (digest,) == sample_case.desk().fixity.damaged


def test_verify_still_finds_the_case_whole_after_all_of_it(sample_case: Case) -> None:
    hand_over(sample_case, sample_case.sources().items[0].sha256)
    check(sample_case, 90)
    assert "intact" == sample_case.verify().verdict
