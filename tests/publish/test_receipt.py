"""The page about a checkpoint: what it says, what it does not, and that it can be read back."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
import segno

from foja.case import Case
from foja.model.errors import Damage, Refusal, UsageError
from foja.model.rows import ReceiptSheet
from foja.preserve.checkpoint import parse_checkpoint
from foja.preserve.checkpoint_folder import note_files
from foja.preserve.note import parse_verifier, signers
from foja.publish.receipt import QR_LIMIT, _square, groups, note_of, receipt_text, write_receipt
from foja.store.standing import receipt_sheet


def sheet(case: Case) -> ReceiptSheet:
    return receipt_sheet(case._folder)


def test_the_text_holds_a_note_that_verifies(sample_case: Case) -> None:
    text = sample_case.receipt()
    note = text.partition("-----8<-----\n")[2].partition("----->8-----\n")[0]
    assert note == (sample_case.path / "checkpoint").read_text()
    checkpoint = parse_checkpoint(note.encode())
    key = parse_verifier(sheet(sample_case).key)
    assert ((key,), True) == (signers(checkpoint.note, [key]), str(key) in text)
    aloud = "".join(" ".join(groups(checkpoint.root.hex())).split())
    assert (checkpoint.root.hex(), True) == (aloud, groups(checkpoint.root.hex())[0] in text)
    assert f"Events:    {checkpoint.size}\n" in text


def test_it_names_no_person_and_no_content(sample_case: Case) -> None:
    text = sample_case.receipt()
    assert "Reviewer" not in text
    for source in sample_case.sources(limit=100).items:
        assert source.name not in text and source.sha256 not in text and source.label not in text


def test_the_page_is_one_page_and_the_same_each_time(sample_case: Case, tmp_path: Path) -> None:
    for name in ("a.pdf", "b.pdf"):
        sample_case.receipt(tmp_path / name)
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()
    document = pypdfium2.PdfDocument(tmp_path / "a.pdf")
    words = document[0].get_textpage().get_text_bounded()
    assert 1 == len(document)
    assert sheet(sample_case).origin in words and groups(sheet(sample_case).root)[1] in words
    document.close()


def given(title: str = "T", lines: tuple[str, ...] = ("\u2014 o AAAA",)) -> ReceiptSheet:
    return ReceiptSheet(
        title=title, origin="o", events=1, at="2026-01-01T00:00:00Z", root="00" * 32, key="k", text="o\n1\nAA=\n",
        lines=lines,
    )  # fmt: skip


def test_the_square_is_that_of_the_whole_note() -> None:
    """Whether a camera reads it was tried with a decoder; here, that nothing but the note is drawn."""
    square = _square(given())
    assert ("M", False) == (square.error, square.is_micro)
    assert square == segno.make(
        "o\n1\nAA=\n\n\u2014 o AAAA\n", error="m", boost_error=False, micro=False, encoding="utf-8"
    )


def test_a_long_note_is_cut_to_what_a_square_can_show() -> None:
    lines = ("\u2014 o AAAA", *(f"\u2014 witness{n} {'A' * 100}" for n in range(40)))
    long = given(lines=lines)
    assert len(note_of(long).encode()) > QR_LIMIT
    assert _square(long) == _square(given(lines=lines[:1]))
    assert "witness39" in receipt_text(long), "the text has it whole"


def test_the_page_of_an_earlier_checkpoint(sample_case: Case) -> None:
    """Who was read a root aloud asks for the same page again, and compares."""
    sizes = [parse_checkpoint(path.read_bytes()).size for path in note_files(sample_case.path)]
    assert len(sizes) > 1
    text = sample_case.receipt(events=sizes[0])
    assert f"Events:    {sizes[0]}\n" in text and text != sample_case.receipt()
    with pytest.raises(UsageError) as none:
        sample_case.receipt(events=sizes[0] + 1_000_000)
    assert "checkpoint-none" == none.value.code


def test_no_page_over_a_history_that_does_not_fit(sample_case: Case) -> None:
    path = sample_case.path / "checkpoint"
    kept = sorted((sample_case.path / "checkpoints").rglob("*.note"))[-1]
    lines = path.read_text().split("\n")
    lines[2] = "A" * 43 + "="
    for place in (path, kept):
        place.write_text("\n".join(lines))
    with pytest.raises(Damage) as caught:
        sample_case.receipt()
    assert "history-rewritten" == caught.value.code


@pytest.mark.parametrize("suffix", [".txt", ".pdf"])
def test_hostile_names_change_nothing(tmp_path: Path, suffix: str) -> None:
    name = '#panic("x") *bold* <script> $x$ "quoted" \\'
    write_receipt(given(title=name), tmp_path / f"out{suffix}")
    if suffix == ".txt":
        assert name in (tmp_path / "out.txt").read_text()
    else:
        document = pypdfium2.PdfDocument(tmp_path / "out.pdf")
        assert "#panic" in document[0].get_textpage().get_text_bounded()
        document.close()


def test_what_is_refused(sample_case: Case, tmp_path: Path) -> None:
    (tmp_path / "there.txt").write_text("mine")
    with pytest.raises(Refusal) as refused:
        sample_case.receipt(tmp_path / "there.txt")
    with pytest.raises(UsageError) as wrong:
        sample_case.receipt(tmp_path / "out.docx")
    assert ("out-exists", "form-unknown", "mine") == (
        refused.value.code, wrong.value.code, (tmp_path / "there.txt").read_text(),
    )  # fmt: skip
    with (
        Case.create(tmp_path / "new", title="New", actor=sample_case.events(limit=1)[0].actor) as case,
        pytest.raises(UsageError) as none,
    ):
        case.receipt()
    assert "checkpoint-none" == none.value.code
