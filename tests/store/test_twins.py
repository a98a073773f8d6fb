"""A text that several sources have to the letter is counted for each of them, and is one text."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from foja.case import Case
from foja.model.rows import Question
from foja.model.support import Support
from foja.model.vocabulary import Review, Sensitivity
from store.counted_sample import FIRE, NOTE, OTHER, OWN, WHO

TOLD = f"The {FIRE} {NOTE}"
FILES = {
    # One text in three files: what differs between them is in the head of the page.
    "dock.html": ("Dock News", "2001-05-04", f"<p>{TOLD}</p>"),
    "gate.html": ("Gate Post", "2001-05-05", f"<p>{TOLD}</p>"),
    "wire.html": ("Lira Wire", "2001-05-03", f"<p>{TOLD}</p>"),
    "faro.html": ("El Faro", "2001-05-06", f"<p>According to Lira Wire, the {FIRE} {OWN}</p>"),
    "vela.html": ("Vela Courier", "2001-05-07", f"<p>The {FIRE} {OTHER}</p>"),
}  # fmt: skip


def page(outlet: str, day: str, body: str) -> str:
    head = f'<meta property="og:site_name" content="{outlet}"><meta property="article:published_time" content="{day}">'
    return f'<html lang="en"><head><title>Fire</title>{head}</head><body><article>{body}</article></body></html>'


def put(case: Case, folder: Path, *names: str) -> None:
    folder.mkdir(exist_ok=True)
    for name in names:
        (folder / name).write_text(page(*FILES[name]), "utf-8")
    case.add([folder / name for name in names], actor=WHO)
    case.build(jobs=0)


def join(case: Case) -> None:
    """Accepts what is said of the fire, and joins it."""
    rows = case.every_statement(Question(review=(Review.DRAFT, Review.ACCEPTED)))
    of_fire = [row for row in rows if "killed 31" in row.content]
    case.accept([row.id for row in of_fire if row.review is Review.DRAFT], actor=WHO, why="Read")
    case.join_statements([row.id for row in of_fire], actor=WHO, why="One fire")


def support(case: Case) -> Support:
    (row, *_) = [row for row in case.every_statement(Question()) if "killed 31" in row.content]
    return case.proposition(row.proposition).account.support


def numbers(case: Case) -> tuple[int, int, int, int, int]:
    found = support(case)
    return found.documents, found.families, found.origins, found.lower, found.upper


def source(case: Case, name: str) -> str:
    return next(row.sha256 for row in case.sources().items if row.name.endswith(name))


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    with Case.create(tmp_path / "case", title="Fire", actor=WHO) as opened:
        yield opened


def test_three_papers_with_one_text_are_three_documents_and_one_origin(case: Case, tmp_path: Path) -> None:
    put(case, tmp_path / "in", *FILES)
    join(case)

    assert 1 == len({row.text for row in case.sources().items if row.name[-9:-5] in ("dock", "gate", "wire")})
    assert (5, 3, 2, 2, 2) == numbers(case)
    # The page that cites the wire leads to it, whichever of the three was read first.
    assert ("lira wire", "vela courier") == support(case).roots
    shown = case.proposition(next(iter(case.every_statement(Question()))).id)
    assert {"Dock News", "Gate Post", "Lira Wire"} <= {row.outlet for row in shown.sources}


def test_a_text_that_comes_once_more_is_counted_when_it_comes(case: Case, tmp_path: Path) -> None:
    put(case, tmp_path / "in", "dock.html", "faro.html", "vela.html")
    join(case)
    assert (3, 3, 3, 3, 3) == numbers(case)
    # Nobody knows yet that Lira Wire publishes anything: it is a speaker.
    assert ("dock news", "el faro", "vela courier") == support(case).roots

    put(case, tmp_path / "in", "wire.html", "gate.html")
    assert (5, 3, 2, 2, 2) == numbers(case)
    assert ("lira wire", "vela courier") == support(case).roots
    case.describe(source(case, "wire.html"), "outlet", "Harbour Wire", actor=WHO, why="It was renamed")
    assert (5, 3, 3, 3, 3) == numbers(case)


def test_without_one_of_them_the_others_still_say_it(case: Case, tmp_path: Path) -> None:
    put(case, tmp_path / "in", *FILES)
    join(case)
    view = case.without(source(case, "dock.html"))

    (fall,) = view.falls
    assert (4, 2) == (fall.after.documents, fall.after.origins) if fall.after else False
    view = case.without(source(case, "wire.html"))
    (fall,) = view.falls
    assert fall.after is not None
    assert (4, 3) == (fall.after.documents, fall.after.origins)  # the page that cites the wire stands alone


def test_the_tables_are_the_same_when_made_anew(case: Case, tmp_path: Path) -> None:
    put(case, tmp_path / "in", "dock.html", "faro.html")
    join(case)
    put(case, tmp_path / "in", "wire.html", "gate.html", "vela.html")
    join(case)
    before = numbers(case), support(case).roots
    case.rebuild()

    assert before == (numbers(case), support(case).roots)


def test_what_a_protected_source_has_too_is_not_told(case: Case, tmp_path: Path) -> None:
    put(case, tmp_path / "in", *FILES)
    join(case)
    closed = source(case, "gate.html")
    case.classify([closed], Sensitivity.CONFIDENTIAL, actor=WHO, why="Given in confidence")

    (sheet,) = [one for one in case.count_sheets(Sensitivity.INTERNAL) if one.support.documents > 1]
    assert 4 == sheet.support.documents
    assert closed not in {node.source for node in sheet.documents}
