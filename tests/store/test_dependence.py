"""Links between texts that share a release or an oddity: suggested, decided on, gone with what they rest on."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from foja.case import Case
from foja.model.errors import UsageError
from foja.model.event import Actor
from foja.model.rows import LinkRow, Question
from foja.model.vocabulary import LinkKind, LinkState, Review
from store.counted_sample import NOTE, OTHER, OWN

WHO = Actor(name="Counter")
SAID = "the eastern pier is closed until engineers have looked at its cranes."
MORE = (
    "On the islands people are used to waiting for the mail boat, and shops keep flour for a month. The ferry takes no "
    "cars this week; who has to be at the hospital goes by the fishermen. At the school in Vela lessons were held in "
    "the gymnasium, where the roof does not leak. Two bakers share one oven until the gas comes."
)
RELEASE = {
    "faro.txt": ("El Faro", "2001-05-02", f"In a statement, the Lira Harbour Ministry said that {SAID} {OWN}"),
    "wire.txt": ("Lira Wire", "2001-05-03", f"{OTHER} The Lira Harbour Ministry said in a statement that {SAID}"),
    "dock.txt": ("Dock News", "2001-05-09", f"The Lira Harbour Ministry said in a statement that {SAID} {NOTE} {MORE}"),
}
FIRE = "The fire at the Lira Harbour Office killed {} people."
FIGURES = {
    f"{name}.txt": (name.title(), f"2001-05-0{n}", f"{FIRE.format(dead)} {rest}")
    for n, (name, dead, rest) in enumerate(
        [("amber", 37, OWN), ("basil", 37, OTHER), ("cedar", 31, NOTE), ("dill", 31, ""), ("elder", 31, SAID)], 1
    )
}


def build(folder: Path, pages: dict[str, tuple[str, str, str]], seed: int = 0) -> Case:
    """A case of these pages, each with its outlet and day, everything accepted in an order drawn by ``seed``."""
    (folder / "in").mkdir()
    for name, (_, _, text) in pages.items():
        (folder / "in" / name).write_text(text + "\n", "utf-8")
    case = Case.create(folder / "case", title="Lira", actor=WHO)
    case.add([folder / "in"], actor=WHO)
    case.build(jobs=0)
    for row in case.sources().items:
        outlet, day, _ = pages[row.name.split("/")[-1]]
        case.describe(row.sha256, "outlet", outlet, actor=WHO, why="As printed")
        case.describe(row.sha256, "published", day, actor=WHO, why="As printed")
    drafts = [row.id for row in case.every_statement(Question(review=(Review.DRAFT,), order="text"))]
    random.Random(seed).shuffle(drafts)
    for one in drafts:
        case.accept([one], actor=WHO, why="Read")
    return case


def suggested(case: Case, kind: LinkKind) -> list[LinkRow]:
    return [row for row in case.links(state=LinkState.SUGGESTED).items if row.link.kind is kind]


def ends(case: Case, row: LinkRow) -> set[str]:
    names = {one.text: one.name.split("/")[-1] for one in case.sources().items}
    return {names[row.link.first], names[row.link.second]}


def source(case: Case, name: str) -> str:
    return next(row.sha256 for row in case.sources().items if row.name.endswith(name))


@pytest.mark.parametrize("seed", range(3))
def test_pages_of_near_days_share_a_release_in_whatever_order_they_were_read(tmp_path: Path, seed: int) -> None:
    with build(tmp_path, RELEASE, seed) as case:
        found = suggested(case, LinkKind.SAME_RELEASE)
        assert [{"faro.txt", "wire.txt"}] == [ends(case, row) for row in found]
        view = case.link(found[0].id)
        assert "eastern pier" in "".join(piece.text for piece in view.pairs[0].first)
        digests = case.table_digests()
        case.rebuild()
        assert digests == case.table_digests()


def test_a_release_lowers_the_lower_bound_alone_until_a_person_confirms_it(tmp_path: Path) -> None:
    with build(tmp_path, RELEASE) as case:
        closed = [row.id for row in case.every_statement(Question()) if "eastern pier is closed" in row.content]
        if len({case.proposition(one).id for one in closed}) > 1:
            case.join_statements(closed, actor=WHO, why="One pier")
        link = suggested(case, LinkKind.SAME_RELEASE)[0].id
        before = case.proposition(closed[0]).account.support
        assert (3, 3, 2) == (before.origins, before.upper, before.lower)
        case.decide_links([link], True, actor=WHO, why="One paper, seen")
        after = case.proposition(closed[0]).account.support
        assert (2, 2, 2) == (after.origins, after.upper, after.lower)
        case.decide_links([link], False, actor=WHO, why="Two papers after all")
        last = case.proposition(closed[0]).account.support
        assert (3, 3, 3) == (last.origins, last.upper, last.lower)


def test_a_release_goes_with_the_day_the_name_or_the_statement_that_it_rests_on(tmp_path: Path) -> None:
    with build(tmp_path, RELEASE) as case:
        link = suggested(case, LinkKind.SAME_RELEASE)[0].id
        case.describe(source(case, "wire.txt"), "published", "2001-05-06", actor=WHO, why="Misread")
        assert [{"dock.txt", "wire.txt"}] == [ends(case, row) for row in suggested(case, LinkKind.SAME_RELEASE)]
        with pytest.raises(UsageError, match="no link"):  # against time now: nothing is left to confirm
            case.decide_links([link], True, actor=WHO, why="Seen")
        case.describe(source(case, "wire.txt"), "published", "2001-05-03", actor=WHO, why="Read again")
        assert [link] == [row.id for row in suggested(case, LinkKind.SAME_RELEASE)]
        theirs = [
            row.id for row in case.every_statement(Question()) if "pier" in row.content and row.outlet == "Lira Wire"
        ]
        case.reject(theirs, actor=WHO, why="Not so")
        assert [] == suggested(case, LinkKind.SAME_RELEASE)
        digests = case.table_digests()
        case.rebuild()
        assert digests == case.table_digests()


def test_a_copy_is_a_copy_and_no_release(tmp_path: Path) -> None:
    said = "In a statement, the Lira Harbour Ministry said that"
    pages = {
        "one.txt": ("One", "2001-05-02", f"{said} {SAID} {NOTE} {OWN}"),
        "two.txt": ("Two", "2001-05-03", f"From our desk. {said} {SAID} {NOTE} {OWN}"),
    }
    with build(tmp_path, pages) as case:
        assert [] == suggested(case, LinkKind.SAME_RELEASE)
        copy = next(row for row in case.links(state=LinkState.SUGGESTED).items if row.link.kind is LinkKind.COPY)
        case.decide_links([copy.id], False, actor=WHO, why="Each typed it from the paper")
        assert 1 == len(suggested(case, LinkKind.SAME_RELEASE))
        case.decide_links([copy.id], True, actor=WHO, why="A copy after all")
        assert [] == suggested(case, LinkKind.SAME_RELEASE)


@pytest.mark.parametrize("seed", range(2))
def test_two_pages_share_a_figure_that_three_others_speak_against(tmp_path: Path, seed: int) -> None:
    with build(tmp_path, FIGURES, seed) as case:
        found = suggested(case, LinkKind.SHARED_ERROR)
        assert [{"amber.txt", "basil.txt"}] == [ends(case, row) for row in found]
        assert "37" in found[0].link.reason and "3 texts say 31" in found[0].link.reason
        against = [row.id for row in case.every_statement(Question()) if row.source == source(case, "elder.txt")]
        case.reject(against, actor=WHO, why="Another fire")
        assert [] == suggested(case, LinkKind.SHARED_ERROR)
        case.reopen(against, actor=WHO, why="The same")
        case.accept(against, actor=WHO, why="Read again")
        assert 1 == len(suggested(case, LinkKind.SHARED_ERROR))
        digests = case.table_digests()
        case.rebuild()
        assert digests == case.table_digests()


def test_two_pages_share_a_spelling_once_the_two_names_are_one(tmp_path: Path) -> None:
    words = "said that the pier is closed."
    pages = {
        f"{name}.txt": (name.title(), "2001-05-02", f"Judge Amalia {spelt} {words} {rest}")
        for name, spelt, rest in [
            ("amber", "Etcheverry", OWN), ("basil", "Etcheverry", OTHER), ("cedar", "Echeverry", NOTE),
            ("dill", "Echeverry", "Rain fell."), ("elder", "Echeverry", "The bells were rung by hand."),
        ]
    }  # fmt: skip
    for name, (outlet, day, text) in list(pages.items()):
        who = "Amalia Etcheverry" if "Etcheverry" in text else "Amalia Echeverry"
        pages[name] = (outlet, day, f"The prosecutor said that {who} closed the pier. {text}")
    with build(tmp_path, pages) as case:
        assert [] == suggested(case, LinkKind.SHARED_ERROR)
        case.join_parties(["amalia etcheverry", "amalia echeverry"], actor=WHO, why="One judge")
        found = suggested(case, LinkKind.SHARED_ERROR)
        assert [{"amber.txt", "basil.txt"}] == [ends(case, row) for row in found]
        assert "etcheverry" in found[0].link.reason
        case.part_parties("amalia etcheverry", "amalia echeverry", actor=WHO, why="Two judges")
        assert [] == suggested(case, LinkKind.SHARED_ERROR)
