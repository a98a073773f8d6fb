"""A person corrects what a machine recognised: a further text, an event, and what becomes of the statements."""

from __future__ import annotations

import time
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foja.case import Case
from foja.facade.watched import Watched
from foja.model.errors import FojaError, Refusal, UsageError
from foja.model.event import Actor
from foja.model.rows import Question, StatementRow
from foja.model.text import Document
from foja.model.vocabulary import Review, Sensitivity, ZoneRole
from foja.read.scan.corrected import LONGEST, corrected
from store.scanned_sample import LINES, WHO, made_reading, recognise, scanned

RIGHT = LINES[0].replace("captnre", "capture")


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    with scanned(tmp_path / "case") as made:
        yield made


def the_scan(case: Case) -> str:
    return case.sources().items[0].sha256


def statements(case: Case, review: Review) -> list[StatementRow]:
    return list(case.statements(Question(review=(review,), order="text")).items)


def accepted(case: Case, words: str) -> str:
    """Accepts the draft that quotes ``words``; its id."""
    row = next(row for row in statements(case, Review.DRAFT) if words in row.quote)
    case.accept([row.id], actor=Actor(name="Ada Acceptor"), why="Read")
    return row.id


def test_the_correction_is_a_further_text_with_who_when_and_why(case: Case) -> None:
    sha = the_scan(case)
    before = case.reader(sha)
    report = case.correct_text(sha, {(1, 1): RIGHT}, actor=WHO, why="Compared with the page")
    after = case.reader(sha)
    assert after.text == before.text.replace("captnre", "capture")
    assert [(LINES[0], RIGHT)] == [(line.was, line.now) for line in report.lines]
    first, second = case.texts(sha)
    assert (before.source.text, False, None) == (first.text, first.in_use, first.made)
    assert (after.source.text, True) == (second.text, second.in_use)
    assert second.made and ("Rosa Reader", "Compared with the page") == (second.made.actor.name, second.made.why)
    assert before.text == case.text_version(sha, first.text[:10]).text
    assert [("Rosa Reader")] == [one.by for one in after.corrected]


def test_of_two_who_correct_at_one_moment_the_second_is_told(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """Otherwise the second text would lack what the first person had put right, and nobody would notice."""
    sha, replacing, entered = the_scan(case), Case._replace, Event()
    seen = case.reader(sha).source.text

    def slowly(opened: Case, *given: Any) -> Any:
        entered.set()
        time.sleep(0.3)
        return replacing(opened, *given)

    monkeypatch.setattr(Case, "_replace", slowly)
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(case.correct_text, sha, {(1, 1): RIGHT}, text=seen, actor=WHO, why="Compared")
        assert entered.wait(10)
        with pytest.raises(Refusal) as caught:
            case.correct_text(sha, {(1, 2): "Other words."}, text=seen, actor=Actor(name="Ada"), why="Compared")
        first.result()
    assert caught.value.code == "text-changed"
    assert "capture" in case.reader(sha).text


def test_untouched_words_keep_their_places_and_corrected_ones_that_of_what_they_replace(case: Case) -> None:
    sha = the_scan(case)
    before = case.reader(sha)
    case.correct_text(sha, {(1, 1): RIGHT + " Done."}, actor=WHO, why="Compared")
    after = case.reader(sha)
    assert before.reading and after.reading and before.reading.recognition and after.reading.recognition
    boxes = {(before.text[w.start : w.end], w.box, w.confidence) for w in before.reading.recognition.words}
    kept = {(after.text[w.start : w.end], w.box, w.confidence) for w in after.reading.recognition.words}
    assert {word for word, _, _ in boxes - kept} == {"captnre"} and kept < boxes
    words = {after.text[c.start : c.end]: c.box for c in after.reading.corrections}
    (wrong,) = [w for w in before.reading.recognition.words if before.text[w.start : w.end] == "captnre"]
    assert words == {"capture": wrong.box, "Done.": before.reading.units[0].box}
    units = [(u.page, u.line, u.box, after.text[u.start : u.end]) for u in after.reading.units]
    assert units == [(1, n, u.box, line) for n, u, line in zip(
        (1, 2, 3, 4), before.reading.units, (RIGHT + " Done.", *LINES[1:]), strict=True)]  # fmt: skip
    assert "".join(after.text[z.start : z.end] for z in after.reading.zones) == after.text


def test_statements_are_carried_over_or_stale_and_the_next_build_drafts_none_of_them_twice(case: Case) -> None:
    sha = the_scan(case)
    kept, wrong = accepted(case, "red notices"), accepted(case, "captnre")
    thrown = next(row for row in statements(case, Review.DRAFT) if "signed the book" in row.quote)
    case.reject([thrown.id], actor=WHO, why="Not for this file")
    report = case.correct_text(sha, {(1, 1): RIGHT}, actor=WHO, why="Compared")
    assert case.statement(kept).superseded_by in report.carried
    carried = case.statement(case.statement(kept).superseded_by)
    assert (Review.ACCEPTED, "Ada Acceptor", True) == (
        carried.row.review,
        carried.row.decided_by,
        carried.quote_matches,
    )
    assert carried.row.text == report.text and carried.statement.supersedes == kept
    stale = case.statement(wrong)
    assert Review.STALE is stale.row.review and "captnre" in stale.row.quote and stale.quote_matches
    ((_, draft),) = report.stale
    assert "capture" in case.statement(draft).row.quote and Review.DRAFT is case.statement(draft).row.review
    assert [row.id for row in case.reader(sha).earlier] == [wrong]
    case.build(jobs=0)
    quotes = [row.quote for row in case.reader(sha).statements]
    assert len(quotes) == len(set(quotes)), "a draft stands beside the decision on it"
    assert ["signed the book" in row.quote for row in statements(case, Review.REJECTED)] == [True]
    with pytest.raises(Refusal, match="were corrected"):
        case.accept([wrong], actor=WHO, why="Read")
    case.accept([draft], actor=WHO, why="Read beside the page")
    assert (Review.SUPERSEDED, draft) == (case.statement(wrong).row.review, case.statement(wrong).superseded_by)
    assert "read by machine" in str(case.statement(draft).place)
    assert "corrected by Rosa Reader on 20" in str(case.statement(draft).place)


def test_a_line_that_is_taken_out_takes_its_statements_with_it(case: Case) -> None:
    sha = the_scan(case)
    gone, kept = accepted(case, "red notices"), accepted(case, "captnre")
    report = case.correct_text(sha, {(1, 2): ""}, actor=WHO, why="Shows through from the back")
    assert (gone,) == report.gone and Review.STALE is case.statement(gone).row.review
    assert Review.SUPERSEDED is case.statement(kept).row.review
    assert "\n".join((LINES[0], *LINES[2:])) == case.reader(sha).text


def test_what_was_read_too_badly_is_body_once_a_person_wrote_it(case: Case) -> None:
    sha = the_scan(case)
    zone = case.reader(sha).reading.zones[-1]  # type: ignore[union-attr]
    assert ZoneRole.OTHER is zone.role
    case.correct_text(sha, {(1, 4): "The clerk said the seal was broken."}, actor=WHO, why="Compared")
    assert {ZoneRole.BODY} == {zone.role for zone in case.reader(sha).reading.zones}  # type: ignore[union-attr]
    case.build(jobs=0)
    assert any("seal was broken" in row.quote for row in case.reader(sha).statements)


def test_a_correction_is_taken_back_by_another_and_nothing_is_lost(case: Case) -> None:
    sha = the_scan(case)
    first = case.reader(sha).source.text
    kept = accepted(case, "red notices")
    for back in (False, True):
        case.correct_text(sha, {(1, 1): RIGHT}, actor=WHO, why="Compared")
        if back:
            case.use_text(sha, first[:12], actor=WHO, why="The first was right")
        else:
            case.correct_text(sha, {(1, 1): LINES[0]}, actor=WHO, why="It was right")
        assert first == case.reader(sha).source.text
        standing = statements(case, Review.ACCEPTED)
        assert [(first, "red notices" in row.quote) for row in standing] == [(first, True)]
    case.build(jobs=0)
    assert len({row.quote for row in case.reader(sha).statements}) == len(case.reader(sha).statements)
    assert 5 == len(case.texts(sha)) and kept not in [row.id for row in statements(case, Review.ACCEPTED)]
    with pytest.raises(UsageError, match="is the one in use"):
        case.use_text(sha, first, actor=WHO, why="Again")


def test_a_rebuild_gives_the_same_and_verify_and_a_bundle_find_it_whole(case: Case, tmp_path: Path) -> None:
    sha = the_scan(case)
    accepted(case, "red notices")
    accepted(case, "captnre")
    case.correct_text(sha, {(1, 1): RIGHT, (1, 4): ""}, actor=WHO, why="Compared")
    case.build(jobs=0)
    before = case.table_digests()
    case.rebuild()
    assert before == case.table_digests()
    report = case.verify()
    assert report.findings == ()
    bundle = case.export("bundle", tmp_path / "out.zip", actor=WHO)
    names = zipfile.ZipFile(bundle).namelist()
    assert all(any(text.text in name for name in names) for text in case.texts(sha))
    rows = (tmp_path / "out.csv", tmp_path / "out.jsonl")
    for form, out in zip(("csv", "jsonl"), rows, strict=True):
        case.export(form, out)
    assert "93 of 100" in rows[0].read_text("utf-8-sig")


def test_what_a_machine_reads_later_does_not_replace_what_a_person_corrected(case: Case) -> None:
    sha = the_scan(case)
    case.correct_text(sha, {(1, 1): RIGHT}, actor=WHO, why="Compared")
    text = case.reader(sha).source.text
    recognise(case, [("The judge ordered the caplure of nine persons.",)], version="2")
    assert text == case.reader(sha).source.text
    newest = made_reading(sha, [("The judge ordered the caplure of nine persons.",)], "2")[1].text
    case.use_text(sha, newest, actor=WHO, why="Read anew")
    recognise(case, [LINES], version="3")
    assert "captnre" in case.reader(sha).text


def test_names_are_withheld_from_exports_without_names(case: Case, tmp_path: Path) -> None:
    sha = the_scan(case)
    case.correct_text(sha, {(1, 1): RIGHT}, actor=WHO, why="Compared")
    case.build(jobs=0)
    accepted(case, "capture")
    for names, found in ((True, True), (False, False)):
        for form in ("csv", "jsonl"):
            out = tmp_path / f"{names}.{form}"
            case.export(form, out, names=names)
            assert found == ("Rosa Reader" in out.read_text("utf-8-sig"))
        assert found == any("Rosa Reader" in place for place in case.brief(Question(), names=names).places)
    assert "corrected by a person on 20" in (tmp_path / "False.csv").read_text("utf-8-sig")


def test_a_labelled_source_is_logged_before_its_texts_are_shown(case: Case) -> None:
    sha = the_scan(case)
    case.classify([sha], Sensitivity.CONFIDENTIAL, actor=WHO, why="Names a witness")
    shown = Watched(case, WHO, "foja test", at_once=True)
    text = case.reader(sha).source.text
    for ask in (
        lambda: shown.texts(sha), lambda: shown.text_version(sha, text), lambda: shown.recognised_lines(sha, 1)
    ):  # fmt: skip
        before = len(case.accesses())
        ask()
        assert [[sha]] == [entry.body["sources"] for entry in case.accesses()[before:]]


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ({(1, 9): "x"}, "line-unknown"),
        ({(7, 1): "x"}, "line-unknown"),
        ({(1, 1): "two\nlines"}, "line-form"),
        ({(1, 1): "a\u2028b"}, "line-form"),
        ({(1, 1): "bell \x07"}, "line-form"),
        ({(1, 1): "turned \u202e round"}, "line-form"),
        ({(1, 1): "lone \ud800"}, "line-form"),
        ({(1, 1): "x" * (LONGEST + 1)}, "line-form"),
        ({(1, 1): f"  {LINES[0]} "}, "nothing-changed"),
        ({}, "nothing-changed"),
        (dict.fromkeys([(1, 1), (1, 2), (1, 3), (1, 4)], ""), "text-emptied"),
    ],
)
def test_what_cannot_be_used_is_refused_and_changes_nothing(
    case: Case, lines: dict[tuple[int, int], str], code: str
) -> None:
    sha = the_scan(case)
    before = len(case.events(limit=10_000))
    with pytest.raises(FojaError) as refused:
        case.correct_text(sha, lines, actor=WHO, why="Compared")
    assert (code == refused.value.code and refused.value.next) or code == "nothing-changed"
    with pytest.raises(UsageError, match="needs a reason"):
        case.correct_text(sha, {(1, 1): RIGHT}, actor=WHO, why=" ")
    with pytest.raises(Refusal, match="since you opened it"):
        case.correct_text(sha, {(1, 1): RIGHT}, text="0" * 64, actor=WHO, why="Compared")
    assert before == len(case.events(limit=10_000))


def test_a_text_that_no_machine_recognised_is_not_corrected(case: Case, tmp_path: Path) -> None:
    (tmp_path / "memo.txt").write_text("The judge ordered nothing.\n" * 3, "utf-8")
    case.add([tmp_path / "memo.txt"], actor=WHO)
    case.build(jobs=0)
    memo = next(row for row in case.sources().items if row.name.endswith("memo.txt"))
    assert () == case.reader(memo.sha256).correctable and () == case.recognised_lines(memo.sha256, 1)
    with pytest.raises(FojaError) as refused:
        case.correct_text(memo.sha256, {(1, 1): "x"}, actor=WHO, why="Compared")
    assert refused.value.code in ("line-unknown", "line-not-recognised")


written = st.dictionaries(
    st.tuples(st.just(1), st.integers(1, 4)),
    st.one_of(st.sampled_from([*LINES, RIGHT, ""]), st.text(max_size=60)), min_size=1,
)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(written, max_size=3))
def test_whatever_is_written_the_map_stays_whole(rounds: list[dict[tuple[int, int], str]]) -> None:
    text, reading = made_reading("s", [LINES])
    for lines in rounds:
        known = {(u.page, u.line) for u in reading.units}
        try:
            now, after, _ = corrected(
                Document(text=text, reading=reading), {k: v for k, v in lines.items() if k in known}
            )
        except FojaError:
            continue
        assert reading.text == after.corrects
        text, reading = now, after
        spans = [(u.start, u.end) for u in reading.units]
        assert all(0 <= a < b <= len(text) for a, b in spans)
        assert all(b < c for (_, b), (c, _) in pairwise(spans))
        assert text == "".join(text[z.start : z.end] for z in reading.zones)
        assert "\n".join(text[a:b] for a, b in spans) == text
        for one in reading.corrections:
            assert text[one.start : one.end].strip() == text[one.start : one.end] != ""
        assert reading.recognition
        for word in reading.recognition.words:
            assert text[word.start : word.end] in " ".join(LINES)
