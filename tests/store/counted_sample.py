"""A small case with citations, quotations and a copy, for the tests of counts."""

from __future__ import annotations

from pathlib import Path

from foja.case import Case
from foja.model.event import Actor
from foja.model.rows import Question
from foja.model.vocabulary import Review

WHO = Actor(name="Counter")
FIRE = "the fire at the Lira Harbour Office killed 31 people."
SAID = "“The pier was closed on 4 July 1998,” the harbour master Ana Beltrán said."
NOTE = "Nothing more was known of the cause by the evening, and the quay stayed shut to all ships until morning."
OWN = (
    "Doctors in three wards worked through the night, while families waited in the yard of the old customs house and "
    "read the lists that a clerk pinned to the door every hour. The mayor asked for blood and for blankets."
)
OTHER = (
    "Ships wait in the bay. Insurers in two countries put off their reports, grain lies in the holds, and the union of "
    "dock hands wants to know who will pay for the days on which nobody can work."
)
PAGES = {
    "faro.txt": ("El Faro", "2001-05-02", f"{SAID} The {FIRE.removeprefix('the ')} {OWN}"),
    "wire.txt": ("Lira Wire", "2001-05-03", f"{OTHER} {SAID} According to the newspaper El Faro, {FIRE}"),
    "dock.txt": ("Dock News", "2001-05-04", f"According to the newspaper Port Herald, {FIRE} {NOTE}"),
    "gate.txt": ("Gate Post", "2001-05-05", f"From our desk. According to the newspaper Port Herald, {FIRE} {NOTE}"),
}


def build(folder: Path) -> Path:
    """The case, everything in it accepted, and what the four pages say of the fire joined."""
    (folder / "in").mkdir()
    for name, (_, _, text) in PAGES.items():
        (folder / "in" / name).write_text(text + "\n", "utf-8")
    with Case.create(folder / "case", title="Fire at the port of Lira", actor=WHO) as case:
        case.add([folder / "in"], actor=WHO)
        case.build(jobs=0)
        for row in case.sources().items:
            outlet, day, _ = PAGES[row.name.split("/")[-1]]
            case.describe(row.sha256, "outlet", outlet, actor=WHO, why="As printed")
            case.describe(row.sha256, "published", day, actor=WHO, why="As printed")
        ids = [row.id for row in case.every_statement(Question(review=(Review.DRAFT,), order="text"))]
        case.accept(ids, actor=WHO, why="Read")
        of_fire = [row.id for row in case.every_statement(Question()) if "killed 31" in row.content]
        case.join_statements(of_fire, actor=WHO, why="One fire, one number")
    return folder / "case"


def killed(case: Case) -> str:
    """The proposition that the four pages share."""
    return next(row.proposition for row in case.every_statement(Question()) if "killed 31" in row.content)


def source(case: Case, name: str) -> str:
    """The digest of a page by its file name."""
    return next(row.sha256 for row in case.sources().items if row.name.endswith(name))
