"""Scans on their way through a case: found anywhere, read once, read again when something is installed."""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from conftest import REVIEWER, SAMPLE
from foja.case import Case
from foja.flow.executors import Inline
from foja.flow.produce import MANY_PAGES, LongScan
from foja.flow.rederive import rederive
from foja.model.errors import UsageError
from foja.model.rows import Question, SourceRow
from foja.model.vocabulary import OutcomeState, Review
from foja.read.scan.engine import installed
from foja.store.beginning import SETTINGS

sys.path.insert(0, str(Path(__file__).parents[2]))
from benchmarks.scans import POOR, TEXTS, jpeg, page, word_recall

from benchmarks import scans

SCANNED = SAMPLE / "sources" / "07-scanned-resolution.pdf"


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    with Case.create(tmp_path / "case", title="Scans", actor=REVIEWER) as made:
        yield made


def add(case: Case, tmp_path: Path, **files: bytes) -> None:
    folder = tmp_path / f"files{len(list(tmp_path.iterdir()))}"
    folder.mkdir()
    for name, content in files.items():
        (folder / name.replace("_", ".")).write_bytes(content)
    case.add([folder], actor=REVIEWER)


def named(case: Case, name: str) -> SourceRow:
    return next(row for row in case.sources().items if row.name.endswith(name))


def without_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TESSDATA_PREFIX", "/nonexistent")


@pytest.mark.usefixtures("engine")
def test_scans_in_an_archive_and_in_a_mail_become_sources_with_a_text(case: Case, tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("inner/photo.jpg", jpeg(page("es", POOR, turned=90), POOR))
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "a@example.org", "b@example.org", "The order"
    mail.set_content("The order is attached as we received it.")
    mail.add_attachment(scans.pdf([page("en", POOR)], POOR), "application", "pdf", filename="order.pdf")
    add(case, tmp_path, box_zip=packed.getvalue(), note_eml=mail.as_bytes())
    report = case.build(jobs=0)
    assert () == report.gaps
    for name, language in (("photo.jpg", "es"), ("order.pdf", "en")):
        row = named(case, name)
        assert (OutcomeState.DONE, language) == (row.state, row.language)
        assert word_recall(TEXTS[language], case.reader(row.sha256).text) > 0.97
    assert 0 == case.build(jobs=0).runs


def test_without_the_engine_the_gap_says_what_to_install_and_building_again_reads_it(
    case: Case, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    case.add([SCANNED], actor=REVIEWER)
    report = case.build(jobs=0)
    (row,) = case.sources(state="gap").items
    assert OutcomeState.SCAN is row.state
    assert "models are not installed (script and orientation" in row.detail
    assert "tesseract-ocr-osd" in row.next
    assert [("read.scan", "scan")] == [(gap.stage, gap.state) for gap in report.gaps]
    assert 0 == case.build(jobs=0).runs
    request.getfixturevalue("engine")
    assert case.build(jobs=0).runs > 1
    row = named(case, SCANNED.name)
    assert OutcomeState.DONE is row.state
    assert row.drafts > 5
    view = case.reader(row.sha256)
    assert "ordena la captura de nueve personas" in " ".join(view.text.split())
    assert all(one.recognised is not None for one in view.statements)
    without_engine(monkeypatch)
    assert 0 == case.build(jobs=0).runs  # what was read stays read
    assert view.text == case.reader(row.sha256).text


@pytest.mark.usefixtures("engine")
def test_a_rebuild_and_a_second_run_give_the_same(case: Case, tmp_path: Path) -> None:
    add(case, tmp_path, a_jpg=jpeg(page("es", POOR), POOR))
    case.build(jobs=2)
    before = case.table_digests()
    case.rebuild()
    assert before == case.table_digests()
    report = rederive(case._folder, [], Inline())
    assert ("same", report.runs) == (report.result, report.same)


@pytest.mark.usefixtures("engine")
def test_what_was_accepted_before_a_page_was_recognised_stays_on_its_text(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import pypdfium2

    made = pypdfium2.PdfDocument(next((SAMPLE / "sources").glob("08-*.pdf")).read_bytes())
    made.import_pages(pypdfium2.PdfDocument(scans.pdf([page("es", POOR)], POOR)))
    out = io.BytesIO()
    made.save(out)
    with monkeypatch.context() as patch:
        without_engine(patch)
        add(case, tmp_path, mixed_pdf=out.getvalue())
        case.build(jobs=0)
    row = named(case, "mixed.pdf")
    assert OutcomeState.PARTIAL is row.state
    assert "models are not installed" in row.detail and "apt-get" in row.next
    draft = case.statements(Question(review=(Review.DRAFT,), source=row.sha256)).items[0]
    case.accept([draft.id], actor=REVIEWER, why="Read beside the page")
    place = case.statement(draft.id).place
    case.build(jobs=0)
    after = named(case, "mixed.pdf")
    assert (OutcomeState.DONE, True) == (after.state, after.text != row.text)
    view = case.statement(draft.id)
    assert (Review.ACCEPTED, True, place) == (view.row.review, view.quote_matches, view.place)
    reader = case.reader(row.sha256)
    assert [draft.id] == [one.id for one in reader.earlier]
    assert any(one.recognised for one in reader.statements)
    assert any(one.recognised is None for one in reader.statements)


@pytest.mark.usefixtures("engine")
def test_the_report_and_the_tables_say_that_a_passage_was_read_by_machine(case: Case, tmp_path: Path) -> None:
    add(case, tmp_path, a_jpg=jpeg(page("es", POOR), POOR))
    case.build(jobs=0)
    draft = case.statements(Question(review=(Review.DRAFT,))).items[0]
    case.accept([draft.id], actor=REVIEWER, why="Read beside the page")
    view = case.statement(draft.id)
    assert view.row.recognised and f"read by machine ({view.row.recognised} of 100)" in str(view.place)
    assert [str(view.place)] == list(case.brief(Question()).places)
    table = case.export("csv", tmp_path / "out.csv").read_text("utf-8-sig")
    assert f"{view.row.recognised} of 100" in table
    assert f'"recognised":{view.row.recognised}' in case.export("jsonl", tmp_path / "out.jsonl").read_text("utf-8")


@pytest.mark.usefixtures("engine")
def test_the_languages_of_the_case_renew_what_was_read(case: Case, tmp_path: Path) -> None:
    add(case, tmp_path, a_jpg=jpeg(page("es", POOR), POOR))
    case.build(jobs=0)
    settings = tmp_path / "case" / SETTINGS
    settings.write_text(settings.read_text("utf-8") + 'languages = ["en"]\n', "utf-8")
    with Case(tmp_path / "case") as again:
        again.build(jobs=0)
        reading = again.reader(named(again, "a.jpg").sha256).reading
        assert reading is not None and reading.recognition is not None
        assert ("eng",) == reading.recognition.pages[0].models
    settings.write_text(settings.read_text("utf-8").replace('["en"]', '"english"'), "utf-8")
    with Case(tmp_path / "case") as wrong, pytest.raises(UsageError) as caught:
        wrong.build(jobs=0)
    assert "languages-unknown" == caught.value.code


@pytest.mark.usefixtures("engine")
def test_a_further_model_renews_what_was_not_read_well_and_nothing_else(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folders, models = installed().folders, tmp_path / "models"
    models.mkdir()

    def install(name: str) -> None:
        (models / f"{name}.traineddata").symlink_to(Path(folders[name]) / f"{name}.traineddata")

    install("osd")
    install("spa")
    monkeypatch.setenv("TESSDATA_PREFIX", str(models))
    add(case, tmp_path, a_jpg=jpeg(page("es", POOR), POOR), b_jpg=jpeg(page("en", POOR), POOR))
    case.build(jobs=0)
    spanish, english = named(case, "a.jpg"), named(case, "b.jpg")
    assert (OutcomeState.DONE, OutcomeState.PARTIAL) == (spanish.state, english.state)
    assert "page 1 looks to be in English" in english.detail and "tesseract-ocr-eng" in english.detail
    with monkeypatch.context() as patch:
        without_engine(patch)
        assert 0 == case.build(jobs=0).runs
        assert english == named(case, "b.jpg")  # a text that was read in part is not lost with the models
    install("eng")
    scanned = []
    case.build(jobs=0, progress=lambda done, total, what: scanned.append((done, what)))
    assert [(0, "recognising scans"), (1, "recognising scans")] == [one for one in scanned if "scans" in one[1]]
    again = named(case, "b.jpg")
    assert (OutcomeState.DONE, "") == (again.state, again.detail)
    assert spanish == named(case, "a.jpg")


@pytest.mark.usefixtures("engine")
def test_no_drafts_are_made_from_what_is_recognised_a_moment_later(case: Case, tmp_path: Path) -> None:
    import pypdfium2

    made = pypdfium2.PdfDocument(next((SAMPLE / "sources").glob("08-*.pdf")).read_bytes())
    made.import_pages(pypdfium2.PdfDocument(scans.pdf([page("es", POOR)], POOR)))
    out = io.BytesIO()
    made.save(out)
    add(case, tmp_path, mixed_pdf=out.getvalue())
    assert 6 == case.build(jobs=0).runs  # read, read.scan, extract, resolve, sketch, compare: one each
    assert 0 == case.build(jobs=0).runs


def test_a_long_scan_says_how_far_it_is_and_of_several_one_at_a_time() -> None:
    told: list[tuple[int, int, str]] = []
    scans = LongScan(lambda done, total, what: told.append((done, total, what)))
    few, many = MANY_PAGES - 1, MANY_PAGES
    scans.told("a", "short.pdf", 1, few)
    scans.told("b", "long.pdf", 1, many)
    scans.told("c", "other.pdf", 1, many)
    scans.ended("c")
    scans.told("b", "long.pdf", 2, many)
    scans.ended("b")
    scans.told("c", "other.pdf", 2, many)
    assert [(1, many, "pages of long.pdf"), (2, many, "pages of long.pdf"), (2, many, "pages of other.pdf")] == told
    LongScan(None).told("a", "long.pdf", 1, many)
