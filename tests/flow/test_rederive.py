"""Running derivations again: the same, another output, or not to be checked; and nothing else changes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from conftest import REVIEWER
from foja.case import Case
from foja.extract.stage import EXTRACT
from foja.flow import produce
from foja.flow import rederive as module
from foja.flow.work import Product
from foja.model.record import Record
from foja.model.text import Reading
from foja.model.vocabulary import OutcomeState, ZoneRole
from foja.read.stage import READ
from foja.weigh.stage import COMPARE


def again(case: Case, *sources: str) -> module.RederiveReport:
    return case.rederive(sources, actor=REVIEWER, why="Checked", jobs=0)


def test_the_sample_gives_the_same_again_and_only_one_event_is_added(sample_case: Case) -> None:
    tables, events = sample_case.table_digests(), sample_case.desk().events
    files = sorted(p.name for p in (sample_case.path / "vault").rglob("*"))
    report = again(sample_case)
    assert ("same", 0, ()) == (report.result, report.exit_code, report.uncheckable)
    assert report.runs == report.same > 5 * 10
    assert files == sorted(p.name for p in (sample_case.path / "vault").rglob("*"))
    (event,) = sample_case.events(after=events - 1)
    assert ("checked", "rederive", "same") == (event.kind, event.body["check"], event.body["result"])
    after = sample_case.table_digests()
    assert {name for name in tables if tables[name] != after[name]} == {"act", "trail"}


def test_a_comparison_that_found_something_is_run_again(sample_case: Case) -> None:
    """Copies and likenesses are in the sample; without their pairs the output would be empty, and differ."""
    rows = sample_case._folder.database.connection.execute(
        "SELECT output FROM run WHERE stage = 'weigh.compare' AND output <> ''"
    )
    found = [len(sample_case._folder.blob(row["output"])) for row in rows]
    assert max(found) > 400
    assert 0 == again(sample_case).exit_code


def test_what_is_made_of_a_new_reading_is_made_anew_though_the_names_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reader of a new version may mark other lines as the text of the page: what is compared with others follows."""
    note = tmp_path / "note.txt"
    note.write_text("alpha beta gamma delta epsilon zeta eta theta\n\niota kappa lambda mu nu xi omicron pi rho\n")
    case = Case.create(tmp_path / "case", title="One note", actor=REVIEWER)
    case.add([note], actor=REVIEWER)
    case.build(jobs=0)
    real = produce._read

    def other(*given: Any) -> Iterator[tuple[str, str, Product]]:
        for sha, source, product in real(*given):
            records = [
                msgspec.structs.replace(one, zones=(msgspec.structs.replace(one.zones[0], role=ZoneRole.COMMENT),))
                if isinstance(one, Reading)
                else one
                for one in product.records
            ]
            yield sha, source, msgspec.structs.replace(product, records=tuple(records))

    monkeypatch.setattr(produce, "_read", other)
    monkeypatch.setattr(READ, "version", "another")
    assert case.build(jobs=0).runs >= 4  # read, extract, resolve, sketch: the texts of three of them stay the same
    report = again(case)
    assert ("same", ()) == (report.result, report.nondeterministic)
    case.close()


def test_one_source_alone(sample_case: Case) -> None:
    source = next(row for row in sample_case.sources().items if row.drafts)
    report = again(sample_case, source.sha256[:12])
    assert ("same", 5) == (report.result, report.runs)
    assert [source.sha256] == sample_case.events(after=sample_case.desk().events - 2)[-1].body["sources"]


@pytest.mark.parametrize("stage", [EXTRACT, COMPARE])
def test_another_output_is_named_with_both_digests(
    sample_case: Case, monkeypatch: pytest.MonkeyPatch, stage: object
) -> None:
    real = type(stage).run

    def unsteady(self: object, item: Record, /, *, setting: Record) -> Iterator[Record]:
        for record in real(self, item, setting=setting):
            yield msgspec.structs.replace(record, version="unsteady")

    monkeypatch.setattr(type(stage), "run", unsteady)
    report = again(sample_case)
    name = "extract" if stage is EXTRACT else "weigh.compare"
    assert ("nondeterministic", 3) == (report.result, report.exit_code)
    assert {name} == {one.stage for one in report.nondeterministic}
    assert report.same == report.runs - len(report.nondeterministic)
    for one in report.nondeterministic:
        assert 64 == len(one.recorded) == len(one.found)
        assert one.recorded != one.found
    body = sample_case.events(after=sample_case.desk().events - 2)[-1].body
    assert len(report.nondeterministic) == len(body["nondeterministic"])


def test_a_version_that_is_not_installed_is_never_the_same(sample_case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(EXTRACT), "version", "999")
    report = again(sample_case)
    (left,) = report.uncheckable
    assert ("incomplete", 1) == (report.result, report.exit_code)
    assert ("extract", 1) == (left.stage, report.exit_code)
    assert "not installed" in left.reason
    assert report.runs == report.same + left.runs


def test_another_setting_is_not_checkable(sample_case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module.plan, "setting_of", lambda folder, name, given: "0" * 64)
    report = again(sample_case)
    assert (0, report.runs) == (report.same, sum(left.runs for left in report.uncheckable))
    assert {"made with another setting than the one that is installed"} == {left.reason for left in report.uncheckable}


def test_a_gap_is_found_again_but_not_one_of_the_machine(sample_case: Case, tmp_path: Path) -> None:
    gap = next(row for row in sample_case.sources(state="gap").items if row.state is OutcomeState.SCAN)
    assert ("same", 2) == (again(sample_case, gap.sha256).result, again(sample_case, gap.sha256).runs)
    with sample_case._folder.database.transaction() as connection:
        connection.execute("UPDATE run SET state = 'timeout' WHERE input = ?", (gap.sha256,))
    report = again(sample_case, gap.sha256)
    assert ("incomplete", 0) == (report.result, report.same)
