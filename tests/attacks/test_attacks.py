"""Every attack of the table shows on ours, by the exit code that belongs to it, and the page says what the run says."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from attacks import matrix, ours
from attacks.matrix import ALONE, PEERS, ROWS, Answer
from foja.preserve.finding import KINDS as IN_FOJA
from foja.preserve.finding import NOTES, UNCONFIRMED, exit_of
from foja.preserve.keys import load_key
from foja.preserve.verify import verify_case
from foja.publish.offline import verify as offline
from preserve.sample import ORIGIN

NEEDS_MORE = {"rewritten", "rolled back", "forked", "key swapped"}
"""What only the key or a receipt, kept elsewhere, can show."""

CODES = {
    "nothing": 0, "flip": 10, "remove": 11, "extra.": 12, "extra": 12, "extra listed": 12, "link": 12,
    "link folder": 12, "case twin": 12, "unicode twin": 12, "remove listed": 14, "back-dated": 14,
    "dated": 16, "described": 10, "stripped": 17,
    "rewritten": 14, "rolled back": 13, "forked": 15, "halted": 0, "key swapped": 18, "planted": 12,
}  # fmt: skip


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Answer]]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FOJA_HOME", "")  # build_case sets it; restored here
        return matrix.on_ours(tmp_path_factory.mktemp("ours"))


def shown() -> dict[str, dict[str, str]]:
    """The table of the page: tool to attack to cell."""
    rows = [line.strip("|").split("|") for line in matrix.PAGE.read_text("utf-8").splitlines() if line.startswith("|")]
    head, body = [cell.strip() for cell in rows[0]], rows[2:]
    names = {words: attack for attack, words in ROWS.items()}
    return {
        column: {names[row[0].strip()]: row[number].strip() for row in body}
        for number, column in enumerate(head)
        if number
    }


def cell(answer: Answer) -> str:
    return f"{'–' if answer.right is None else '✔' if answer.right else '✘'} {answer.said}"


@pytest.mark.parametrize("attack", ROWS)
@pytest.mark.parametrize("column", ["foja, case folder", "foja, bundle"])
def test_ours_notices_every_attack(answers: dict[str, dict[str, Answer]], column: str, attack: str) -> None:
    right, said = answers[column][attack]
    if right is None:
        assert ("foja, bundle", "planted") == (column, attack)
    else:
        assert right, said
        assert CODES[attack] == int(said.split()[0])


def test_without_a_key_or_a_receipt_only_the_holder_of_a_key_gets_through(
    answers: dict[str, dict[str, Answer]],
) -> None:
    assert NEEDS_MORE == {attack for attack, answer in answers[ALONE].items() if answer.right is False}


def test_the_page_shows_what_ours_says(answers: dict[str, dict[str, Answer]]) -> None:
    page = shown()
    for column, found in answers.items():
        assert page[column] == {attack: cell(answer) for attack, answer in found.items()}


@pytest.mark.slow
@pytest.mark.parametrize("tool", PEERS)
def test_the_page_shows_what_a_peer_says(tool: str, tmp_path: Path) -> None:
    python, version = matrix.interpreter(tool)
    if not python:
        pytest.skip(version)
    (page,) = (cells for column, cells in shown().items() if column.startswith(f"{tool} "))
    assert page == {attack: cell(answer) for attack, answer in matrix.on_peer(tool, tmp_path / tool).items()}


def test_both_programs_sort_findings_alike() -> None:
    assert IN_FOJA.keys() == offline.KINDS.keys()
    assert list(IN_FOJA) == list(offline.KINDS), "the worst stands first in both"
    assert {n: (word, set(codes)) for n, (word, codes) in IN_FOJA.items()} == offline.KINDS
    assert set(UNCONFIRMED) == offline.UNCONFIRMED
    assert {0, 2} & set(IN_FOJA) == set()
    sorted_out = UNCONFIRMED.union(*(codes for _, codes in IN_FOJA.values()))
    assert not NOTES & sorted_out and {0} == {exit_of(code) for code in NOTES}, "what is no fault fails nothing"


def test_a_finding_that_nobody_sorted_never_passes() -> None:
    assert 10 == offline.verdict([offline.Finding("something-new", "x", "x")])
    assert 1 == offline.verdict([offline.Finding("events-unsigned", "x", "x")])
    assert 15 == offline.verdict([offline.Finding(code, "x", "x") for code in ("blob-missing", "history-forked")])


def test_a_key_that_is_none_is_wrong_use(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from foja.model.errors import UsageError

    monkeypatch.setenv("FOJA_HOME", "")
    case, _, _ = ours.build(tmp_path)
    assert 0 == verify_case(case, key=str(load_key(ORIGIN).verifier)).exit_code
    with pytest.raises(UsageError):
        verify_case(case, key="nonsense")


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("bag-info.txt", "foja\n", "foja\nBagging-Date: 1999-01-01\n"),
        ("bagit.txt", "UTF-8", "UTF-16"),
        ("data/foja.toml", 'title = "Harbour"', "title = 'Airport'"),
        ("data/foja.toml", 'title = "Harbour"', "\"title\" = 'Airport'"),
        ("data/foja.toml", 'title = "Harbour"', 'title = "Airport"\ntitle = "Harbour"'),
        ("data/foja.toml", 'title = "Harbour"', 'title = "Harbour"\n[case]'),
        ("data/foja.toml", 'title = "Harbour"', 'title = "Harbour"\n[ case ]\ntitle = "Airport"'),
        ("data/foja.toml", 'title = "Harbour"', 'title = "Harbour"\n[case.more]\nof = "Airport"'),
    ],
)
def test_what_nobody_signs_must_be_what_foja_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, old: str, new: str
) -> None:
    """These lie outside the signed history, and every manifest can be recomputed."""
    monkeypatch.setenv("FOJA_HOME", "")
    case, _, _ = ours.build(tmp_path)
    bundle = ours.export(case, tmp_path / "bundle")
    before = (bundle / name).read_text()
    assert old in before
    (bundle / name).write_text(before.replace(old, new))
    ours.cover_up(bundle, tags=False)
    assert offline.verdict(offline.examine(str(bundle))[0]) in (10, 30)


def test_a_checkpoint_under_another_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOJA_HOME", "")
    case, _, _ = ours.build(tmp_path)
    bundle = ours.export(case, tmp_path / "bundle")
    notes = bundle / "data/ledger/checkpoints/00000"
    (notes / "00000005.note").write_bytes((notes / "00000009.note").read_bytes())
    ours.cover_up(bundle)
    assert 10 == offline.verdict(offline.examine(str(bundle))[0])


def lines_of(path: Path) -> list[str]:
    return path.read_text().splitlines(keepends=True)


LISTS: dict[str, Callable[[list[str]], list[str]]] = {
    "a file twice, first with another digest": lambda lines: [lines[0].replace(lines[0][:8], "00000000"), *lines],
    "other ends of lines": lambda lines: [line.replace("\n", "\r\n") for line in lines],
    "a mark before the first": lambda lines: ["\ufeff", *lines],
    "another order": lambda lines: lines[::-1],
    "no last end of a line": lambda lines: [*lines[:-1], lines[-1].rstrip("\n")],
    "what only some programs take for an end": lambda lines: [lines[0].replace("\n", "\x0c"), *lines[1:]],
    "a remark": lambda lines: ["# checked\n", *lines],
}


@pytest.mark.parametrize("manifest", ["manifest-sha256.txt", "manifest-sha512.txt", "tagmanifest-sha256.txt"])
@pytest.mark.parametrize("name", LISTS)
def test_a_list_of_files_has_one_reading(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, manifest: str, name: str
) -> None:
    """What ``sha256sum -c`` or another program reads in it is what the checker read."""
    monkeypatch.setenv("FOJA_HOME", "")
    case, _, _ = ours.build(tmp_path)
    bundle = ours.export(case, tmp_path / "bundle")
    (bundle / manifest).write_bytes("".join(LISTS[name](lines_of(bundle / manifest))).encode())
    for algorithm in ("sha256", "sha512") if not manifest.startswith("tag") else ():
        tags = bundle / f"tagmanifest-{algorithm}.txt"
        digest = hashlib.new(algorithm, (bundle / manifest).read_bytes()).hexdigest()
        kept = [f"{digest}  {manifest}\n" if line.endswith(f"  {manifest}\n") else line for line in lines_of(tags)]
        tags.write_text("".join(kept))
    assert offline.verdict(offline.examine(str(bundle))[0]) in (10, 11)


def test_a_second_digest_that_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is not recomputed without being asked for, but it has to be one."""
    monkeypatch.setenv("FOJA_HOME", "")
    case, _, _ = ours.build(tmp_path)
    bundle = ours.export(case, tmp_path / "bundle")
    first, *rest = lines_of(bundle / "manifest-sha512.txt")
    (bundle / "manifest-sha512.txt").write_text("".join(["unknown" + first[128:], *rest]))
    for algorithm in ("sha256", "sha512"):
        path = bundle / f"tagmanifest-{algorithm}.txt"
        digest = hashlib.new(algorithm, (bundle / "manifest-sha512.txt").read_bytes()).hexdigest()
        end = "  manifest-sha512.txt\n"
        path.write_text("".join(f"{digest}{end}" if line.endswith(end) else line for line in lines_of(path)))
    assert {"file-altered"} == {one.code for one in offline.examine(str(bundle))[0]}
