"""A file name that shows who gave a source stands in the bytes of what the source lies in: its label holds there."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from foja.case import Case
from foja.model.errors import Refusal
from foja.model.event import Actor
from foja.model.vocabulary import Sensitivity

WHO = Actor(name="Custodian")
NAME = "given-by-zuleika.txt"


@pytest.fixture
def boxed(tmp_path: Path) -> Case:
    """A public file in a public archive in another one; nothing shows who gave it but its name."""
    inner = tmp_path / "inner.zip"
    with zipfile.ZipFile(inner, "w") as box:
        box.writestr(NAME, "The harbour board said that pier ten was open in March 1993.")
        box.writestr("other.txt", "The harbour board said that pier nine was closed in March 1993.")
    with zipfile.ZipFile(tmp_path / "outer.zip", "w") as box:
        box.write(inner, "inner.zip")
    case = Case.create(tmp_path / "case", title="Lira", actor=WHO)
    case.add([tmp_path / "outer.zip"], actor=WHO)
    case.build(jobs=0)
    case.classify(shas(case).values(), Sensitivity.PUBLIC, actor=WHO, why="Published")  # type: ignore[arg-type]
    return case


def shas(case: Case) -> dict[str, str]:
    return {row.name: row.sha256 for row in case.sources().items}


def labels(case: Case) -> dict[str, str]:
    return {row.name: row.sensitivity.value for row in case.sources().items}


def test_the_label_of_a_receipt_holds_for_what_the_source_lies_in(boxed: Case, tmp_path: Path) -> None:
    with boxed as case:
        before = case.export("bundle", tmp_path / "before", audience=Sensitivity.PUBLIC)
        case.classify([shas(case)[NAME]], Sensitivity.SOURCE_IDENTITY, receipt_only=True, actor=WHO, why="It names her")
        expected = {
            "outer.zip": "source-identity", "inner.zip": "source-identity", NAME: "public", "other.txt": "public",
        }  # fmt: skip
        assert labels(case) == expected
        after = case.export("bundle", tmp_path / "after", audience=Sensitivity.PUBLIC)
        held = case.table_digests()
        case.rebuild()
        assert case.table_digests() == held
        case.classify([shas(case)["other.txt"]], Sensitivity.INTERNAL, actor=WHO, why="Not published after all")
        assert labels(case) == {**expected, "other.txt": "internal"}

    def named(folder: Path) -> list[Path]:
        return [one for one in folder.rglob("*") if one.is_file() and NAME.encode() in one.read_bytes()]

    assert named(before)
    assert not named(after)


def test_how_a_member_came_is_not_sealed_while_its_archive_names_it(boxed: Case, keys: Path) -> None:
    with boxed as case:
        found = shas(case)
        case.classify([found[NAME]], Sensitivity.SEALED, receipt_only=True, actor=WHO, why="It names her")
        to = [(keys / "a.pub").read_text().strip()]
        with pytest.raises(Refusal) as caught:
            case.protect([found[NAME]], recipients=to, actor=WHO, why="It names her")
        assert caught.value.code == "named-by-container"
        assert found["inner.zip"][:12] in caught.value.next
