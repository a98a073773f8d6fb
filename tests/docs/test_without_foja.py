"""The page for a stranger is true: its blocks are run on a fresh export, and what they print is what the page shows.

Numbers and keys are not compared. ``python tests/docs/test_without_foja.py`` writes the page anew with what its blocks
print now; the blocks themselves are written by hand.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
if __name__ == "__main__":
    sys.path[:0] = [str(ROOT / "src")]

from foja.case import Case  # noqa: E402
from foja.model.event import Actor  # noqa: E402
from foja.model.vocabulary import Sensitivity  # noqa: E402

PAGE = ROOT / "docs" / "how-to" / "verify-without-foja.md"
BLOCK = re.compile(r"```sh\n(.*?)```\n\n```text\n(.*?)```", re.DOTALL)
ANA = Actor(name="Ana")
MARK = "--- next block ---"
TOOLS = ("bash", "sha256sum", "sha512sum", "find", "awk", "base64", "openssl", "ssh-keygen", "python3")


def export(case: Path, folder: Path) -> None:
    """A case with a few accepted statements and a label that two persons lowered, handed over."""
    from foja.model.rows import Question
    from foja.model.vocabulary import Review

    with Case(case) as opened:
        ids = [row.id for row in opened.statements(Question(review=(Review.DRAFT,), limit=3)).items]
        opened.accept(ids, actor=ANA, why="Read in the source")
        lowered(opened, folder)
        opened.export("bundle", folder / "handed-over.zip")


def lowered(case: Case, folder: Path) -> None:
    """A source is labelled, and its label lowered with the signature of a second person."""

    keygen("-t", "ed25519", "-N", "", "-C", "second", "-f", str(folder / "second"))
    case.add_signer("Berta", (folder / "second.pub").read_text(), actor=ANA, why="Chosen by the board")
    sha = case.sources().items[0].sha256
    case.classify([sha], Sensitivity.CONFIDENTIAL, actor=ANA, why="A witness is named")
    signed = seconded(folder, "foja.classify", case.label_request([sha], Sensitivity.INTERNAL))
    case.classify([sha], Sensitivity.INTERNAL, signed=signed, actor=ANA, why="It is public by now")


def keygen(*arguments: str) -> None:
    subprocess.run(["ssh-keygen", "-q", *arguments], check=True, capture_output=True, stdin=subprocess.DEVNULL)


def seconded(folder: Path, namespace: str, text: str) -> tuple[str, str]:
    """The text, and the signature of a second person."""
    request = folder / f"{namespace}.txt"
    request.write_text(text, "utf-8")
    keygen("-Y", "sign", "-n", namespace, "-f", str(folder / "second"), str(request))
    return text, request.with_name(f"{request.name}.sig").read_text("utf-8")


def run(page: str, folder: Path, **environment: str) -> list[str]:
    """What each block prints. One shell runs them all, without anything of foja or of this Python in reach."""
    script = f"\necho '{MARK}'\n".join(block for block, _ in BLOCK.findall(page))
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        cwd=folder, capture_output=True, text=True,
        env={"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": str(folder), **environment},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return [part.strip("\n") for part in done.stdout.split(f"{MARK}\n")]


def masked(text: str) -> str:
    """Without what is different in every case; a zero is not."""
    return re.sub(r"\b[1-9]\d*\b", "N", re.sub(r"foja\.local/\S+|SHA256:\S+", "KEY", text.strip()))


@pytest.fixture
def folder(built_sample: Path, tmp_path: Path) -> Path:
    missing = [tool for tool in TOOLS if shutil.which(tool, path="/usr/local/bin:/usr/bin:/bin") is None]
    if missing:
        pytest.skip(f"not here: {', '.join(missing)}")
    shutil.copytree(built_sample, tmp_path / "case")
    export(tmp_path / "case", tmp_path)
    return tmp_path


def test_the_page_shows_what_its_blocks_print(folder: Path) -> None:
    page = PAGE.read_text("utf-8")
    shown = [masked(output) for _, output in BLOCK.findall(page)]
    assert len(shown) == page.count("```sh\n") > 6
    assert shown == [masked(output) for output in run(page, folder)]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("sed -i 's/Read in the source/Not read/' data/ledger/events.jsonl", "fields do not fit"),
        ("sed -i '$d' data/ledger/events.jsonl", "ROLLED BACK"),
        ("sed -i '1s/2026/1999/' data/ledger/events.jsonl", "ARE NOT those that were signed"),
    ],
)
def test_the_blocks_find_what_was_altered(folder: Path, change: str, said: str) -> None:
    """Lists made to fit: only signature, tree and commitments can tell."""
    page = PAGE.read_text("utf-8")
    history = next(block for block, _ in BLOCK.findall(page) if "history.py <<" in block)
    whole = run(f"```sh\npython3 -m zipfile -e handed-over.zip .\ncd foja-bundle\n{history}```\n\n```text\n```", folder)
    again = run(f"```sh\ncd foja-bundle\n{change}\n{history}```\n\n```text\n```", folder)
    assert "0 fields do not fit" in whole[0] and "are those that were signed" in whole[0]
    assert said in again[0]
    assert again != whole
    assert not ("0 fields do not fit" in again[0] and "are those that were signed" in again[0])


def test_two_persons_who_erased_are_checked_in_the_same_way(folder: Path) -> None:
    order = {"authority": "Federal Court 9", "order": "17/2026"}
    with Case(folder / "case") as case:
        sha = case.sources().items[-1].sha256
        signed = seconded(folder, "foja.erase", case.erasure([sha], [], **order)[1])
        case.erase([sha], **order, signed=signed, actor=ANA, why="Ordered")
        case.export("bundle", folder / "foja-bundle")
    blocks = [block for block, _ in BLOCK.findall(PAGE.read_text("utf-8"))]
    second = next(block for block in blocks if "second.py <<" in block)
    quotes = next(block for block in blocks if "quotes.py <<" in block)
    (said,) = run(f"```sh\ncd foja-bundle\n{second}{quotes}```\n\n```text\n```", folder)
    assert 'Good "foja.erase" signature for second' in said
    assert "0 named files are missing, 0 files are named by no event" in said


def write() -> None:
    """Writes the page with what its blocks print now, for the sample case."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["FOJA_HOME"] = str(folder / "keys")
        with Case.create(folder / "case", title="AMIA (sample)", actor=ANA) as case:
            case.add([ROOT / "examples" / "amia" / "sources"], actor=ANA)
            case.build(jobs=0)
        export(folder / "case", folder)
        page = PAGE.read_text("utf-8")
        printed = iter(run(page, folder))
        PAGE.write_text(
            BLOCK.sub(lambda m: f"```sh\n{m[1]}```\n\n```text\n{next(printed).strip()}\n```", page), encoding="utf-8"
        )


if __name__ == "__main__":
    write()
