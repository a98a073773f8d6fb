"""A case for sealing and erasing, built once."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from foja.case import Case
from foja.model.rows import Question
from foja.model.vocabulary import Review, Sensitivity
from store.sealed_sample import NEWS, SHARED, WHO, WORDS, memo, public
from store.test_second_person import OTHER, keygen


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Private keys: a (age), b (age), s (SSH, which also signs as a second person), x (of a stranger)."""
    import pyrage

    folder = tmp_path_factory.mktemp("keys")
    for name in "abx":
        made = pyrage.x25519.Identity.generate()
        (folder / name).write_text(f"# a key\n{made}\n")
        (folder / f"{name}.pub").write_text(str(made.to_public()))
    if shutil.which("ssh-keygen") is None:
        pytest.skip("needs ssh-keygen (Debian: openssh-client)")
    keygen("-t", "ed25519", "-N", "", "-C", "someone", "-f", str(folder / "s"))
    return folder


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory, keys: Path, _keys_of_their_own: None) -> Path:
    """A small case, read, its drafts accepted; a memo in it is labelled sealed; a second person is registered."""
    folder = tmp_path_factory.mktemp("prepared")
    (folder / "in" / "given by Quispe").mkdir(parents=True)
    (folder / "in" / "given by Quispe" / "memo-mill.txt").write_text(WORDS, "utf-8")
    (folder / "in" / "news.txt").write_text(f"{NEWS} {SHARED}", "utf-8")
    with zipfile.ZipFile(folder / "in" / "box.zip", "w") as box:
        box.writestr("inner/one.txt", "The director Ottilie Brand said that pier nine was closed in March 1993.")
        box.writestr("inner/two.txt", "The harbour board said that pier ten was open in March 1993.")
    with Case.create(folder / "case", title="Mill", actor=WHO) as case:
        case.add([folder / "in"], actor=WHO)
        case.build(jobs=0)
        ids = [row.id for row in case.every_statement(Question(review=(Review.DRAFT,), order="text"))]
        case.accept(ids, actor=WHO, why="Read")
        case.add_signer(OTHER, public(keys, "s")[0], actor=WHO, why="Chosen by the board")
        case.describe(memo(case), "title", "The mill memo", actor=WHO, why="It has none")
        case.classify([memo(case)], Sensitivity.SEALED, actor=WHO, why="Ordered by the court")
    return folder / "case"


@pytest.fixture
def case(prepared: Path, tmp_path: Path) -> Iterator[Case]:
    shutil.copytree(prepared, tmp_path / "case")
    shutil.copytree(prepared.parent / "in", tmp_path / "in")
    with Case(tmp_path / "case") as opened:
        yield opened
