"""A case with a sentence encoder: translations are suggested in any order, survive a rebuild, and can be checked."""

from pathlib import Path

import pytest

from foja.case import Case
from foja.flow import plan
from foja.model.event import Actor
from foja.model.vocabulary import LinkKind
from foja.weigh import meaning
from weigh.test_across import ENGLISH, SPANISH, Dictionary

WHO = Actor(name="Tester")


@pytest.fixture
def encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan, "encoders", lambda: ("dictionary 1",))
    monkeypatch.setattr(meaning, "installed", lambda: ("dictionary 1",))
    monkeypatch.setattr(meaning, "languages", lambda name: Dictionary.languages)
    monkeypatch.setattr(meaning, "encoder", lambda name: Dictionary())


def files(folder: Path) -> dict[str, Path]:
    texts = {
        "english.txt": ENGLISH,
        "spanish.txt": SPANISH,
        "again.txt": [*ENGLISH, "An editor added one more line here."],
    }
    for name, lines in texts.items():
        (folder / name).write_text("\n\n".join(lines), "utf-8")
    return {name: folder / name for name in texts}


def links(case: Case) -> set[tuple[str, str]]:
    return {(row.link.kind, row.id) for row in case.links(limit=100).items}


@pytest.mark.usefixtures("encoder")
def test_the_order_of_arrival_says_nothing_and_a_rebuild_gives_the_same(tmp_path: Path) -> None:
    found = files(tmp_path)
    seen = []
    for number, order in enumerate(
        (["english.txt", "spanish.txt", "again.txt"], ["again.txt", "spanish.txt", "english.txt"])
    ):
        with Case.create(tmp_path / f"case-{number}", title="Two languages", actor=WHO) as case:
            for name in order:
                case.add([found[name]], actor=WHO)
                if number:
                    case.build(jobs=0)
            case.build(jobs=0)
            seen.append(links(case))
            if number:
                case.rebuild()
                assert links(case) == seen[-1]
                assert "same" == case.rederive((), actor=WHO, why="Checked", jobs=0).result

    assert seen[0] == seen[1]
    assert [LinkKind.COPY, LinkKind.TRANSLATION, LinkKind.TRANSLATION] == sorted(kind for kind, _ in seen[0])


def test_without_an_encoder_nothing_is_owed_and_nothing_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan, "encoders", lambda: ())
    found = files(tmp_path)
    with Case.create(tmp_path / "case", title="No encoder", actor=WHO) as case:
        case.add(list(found.values()), actor=WHO)
        report = case.build(jobs=0)

        assert 5 * 3 == report.runs
        assert [LinkKind.COPY] == [kind for kind, _ in links(case)]


@pytest.mark.usefixtures("encoder")
def test_a_text_in_another_language_says_that_it_was_not_compared(tmp_path: Path) -> None:
    file = tmp_path / "hebrew.txt"
    file.write_text("התובע ביקש מבית המשפט להורות על מעצר. " * 5, "utf-8")
    with Case.create(tmp_path / "case", title="Hebrew", actor=WHO) as case:
        case.add([file], actor=WHO)
        case.build(jobs=0)
        (source,) = case.sources().items

        assert "No installed encoder knows its language (he)" in case.reader(source.sha256).weighing
