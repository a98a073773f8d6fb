"""What all tests share: keys that are not the user's, and the sample case, built once."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from foja.case import Case
from foja.model.event import Actor
from foja.read.scan.engine import installed

SAMPLE = Path(__file__).parents[1] / "examples" / "amia"
REVIEWER = Actor(name="Reviewer")

settings.register_profile("foja", deadline=None)  # a busy machine is no fault of the code
settings.load_profile("foja")


@pytest.fixture(autouse=True, scope="session")
def _keys_of_their_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    before = os.environ.get("FOJA_HOME")
    os.environ["FOJA_HOME"] = str(tmp_path_factory.mktemp("foja-home"))
    yield
    if before is None:
        del os.environ["FOJA_HOME"]
    else:
        os.environ["FOJA_HOME"] = before


@pytest.fixture(autouse=True, scope="session")
def _no_models() -> Iterator[None]:
    """Tests see a machine without models for text recognition, whatever is installed; ``engine`` shows them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TESSDATA_PREFIX", "/nonexistent")
        yield


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the machine has for text recognition. Skips where that is not all that the tests read."""
    monkeypatch.delenv("TESSDATA_PREFIX")
    found = installed()
    lacking = {"osd", "spa", "eng", "ara", "fas", "heb"} - set(found.folders)
    if not found.version or lacking:
        pytest.skip(f"for text recognition there lacks: {found.version or 'tesserocr'}, {sorted(lacking)}")


@pytest.fixture(autouse=True)
def _receipts_of_their_own(_keys_of_their_own: None) -> None:
    """Tests copy one case and go different ways with it, which is what receipts are there to show."""
    if os.environ["FOJA_HOME"]:
        shutil.rmtree(Path(os.environ["FOJA_HOME"]) / "receipts", ignore_errors=True)


@pytest.fixture(scope="session")
def built_sample(tmp_path_factory: pytest.TempPathFactory, _keys_of_their_own: None) -> Path:
    """The sample case, read and drafted, nothing decided. Do not change it: take ``sample_case``."""
    path = tmp_path_factory.mktemp("sample") / "case"
    with Case.create(path, title="AMIA (sample)", actor=REVIEWER) as case:
        case.add([SAMPLE / "sources"], actor=REVIEWER)
        case.build(jobs=0)
    return path


@pytest.fixture
def sample_case(built_sample: Path, tmp_path: Path) -> Iterator[Case]:
    """A copy of the sample case that a test may change."""
    path = tmp_path / "case"
    shutil.copytree(built_sample, path)
    with Case(path) as case:
        yield case
