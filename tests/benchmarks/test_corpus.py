"""The synthetic corpus is the same for the same seed, and holds what it says it holds."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from benchmarks.corpus import write_corpus  # noqa: E402


def digests(folder: Path) -> list[tuple[str, str]]:
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    return [(file.name, hashlib.sha256(file.read_bytes()).hexdigest()) for file in files]


def test_the_same_seed_gives_the_same_files(tmp_path: Path) -> None:
    write_corpus(tmp_path / "one", 30, seed=3)
    write_corpus(tmp_path / "two", 30, seed=3)
    write_corpus(tmp_path / "other", 30, seed=4)
    assert len(digests(tmp_path / "one")) == 30
    assert digests(tmp_path / "one") == digests(tmp_path / "two")
    assert digests(tmp_path / "one") != digests(tmp_path / "other")


def test_a_corpus_can_be_continued(tmp_path: Path) -> None:
    write_corpus(tmp_path / "whole", 20, seed=3)
    write_corpus(tmp_path / "rest", 20, seed=3, skip=12)
    assert digests(tmp_path / "whole")[12:] == digests(tmp_path / "rest")
