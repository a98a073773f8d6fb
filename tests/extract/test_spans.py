"""Exact spans: what counts as the same, what a link of a chain is, and that faults are listed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extract.documents import extract
from foja.evaluate import polnear, sentences
from foja.evaluate.one_text import extraction
from foja.extract.annotated import read_line
from foja.extract.spans import is_link, marked, measure, trimmed
from foja.model.errors import UsageError


def test_articles_marks_and_spaces_at_the_edges_do_not_count() -> None:
    text = "“The mayor,” l'élue said"
    assert text[slice(*trimmed(text, (0, 11)))] == "mayor"
    assert text[slice(*trimmed(text, (13, 19)))] == "élue"
    assert trimmed("the", (0, 3)) == (0, 3)


def test_an_attribution_that_holds_nothing_but_another_is_a_link() -> None:
    row = read_line("{s:The paper} {q:says} {c:{s2:the judge} {q2:said} {c2:it was late}}.", "en")
    outer, inner = row.attributions
    assert is_link(row, outer) and not is_link(row, inner)
    spans = marked(row)
    assert {row.text[a:b] for a, b in spans["source"]} == {"paper", "judge"}
    assert {row.text[a:b] for a, b in spans["cue"]} == {"said"}


def test_right_wrong_and_missing_spans_are_counted_and_listed() -> None:
    rows = [
        read_line("{s:The court} {q.found:ruled} that {c:the search was lawful}.", "en"),
        read_line("{s:The sea} {q:hums} that {c:the ship was lost}.", "en"),
        read_line("The court ruled that the search was lawful in 1999.", "en"),
    ]
    rates, faults = measure(rows, lambda text, language: extract(text, language))
    found = {rate.task: (rate.gold, rate.found, rate.right) for rate in rates if rate.language == "en"}
    assert found["content"] == (2, 2, 1)
    assert found["cue"] == (2, 2, 1)
    assert found["force"] == (1, 1, 1)
    assert {(fault.task, bool(fault.expected)) for fault in faults} >= {("cue", True), ("cue", False)}


def test_the_errors_of_the_test_part_are_not_told(tmp_path: Path) -> None:
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "a.txt").write_text(
        "\n".join(f"{{s:The sea}} {{q:hums}} that {{c:ship {n} was lost}}." for n in range(40)), "utf-8"
    )
    test = sentences.measured(tmp_path, "test")
    train = sentences.measured(tmp_path, "train")
    assert test.texts and train.texts and test.texts + train.texts < 40
    assert not test.faults and train.faults
    assert any("held out" in line for line in sentences.span_lines(test, errors=True))
    assert any("hums" in line for line in sentences.span_lines(train, errors=True))
    with pytest.raises(UsageError, match="no annotated sentences"):
        sentences.measured(tmp_path / "en", "dev")


def test_a_sentence_in_two_files_is_refused(tmp_path: Path) -> None:
    (tmp_path / "en").mkdir()
    for name in ("a.txt", "b.txt"):
        (tmp_path / "en" / name).write_text("{v:It rained}.\n", "utf-8")
    with pytest.raises(UsageError, match="the same text"):
        sentences.load(tmp_path)


def test_a_file_of_labelled_tokens_is_measured_within_sentences(tmp_path: Path) -> None:
    text = "The court ruled that the search was lawful. It rained."
    toks = [[0, 3], [4, 9], [10, 15], [16, 20], [21, 24], [25, 31], [32, 35], [36, 42], [42, 43], [44, 46], [47, 53]]
    labels = ["B-source", "I-source", "B-cue", "B-content", *["I-content"] * 4, "O", "O", "O"]
    file = tmp_path / "set.jsonl"
    file.write_text(json.dumps({"text": text, "toks": toks, "labels": labels}) + "\n", "utf-8")
    rates, faults = polnear.measure(file)
    assert [(rate.gold, rate.found, rate.right) for rate in rates] == [(1, 1, 1)] * 3
    assert not faults
    file.write_text('{"text": 3}\n', "utf-8")
    with pytest.raises(UsageError, match="not a file of marked spans"):
        polnear.measure(file)


def test_an_extractor_that_does_not_exist_is_named() -> None:
    with pytest.raises(UsageError, match="oracle"):
        extraction("It rained.", "en", "oracle")
