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
# Long enough that a sentence in common is less than a fifth of a page: else any two of them would be copies in part.
NOTE = (
    "Nothing more was known of the cause by the evening, and the quay stayed shut to all ships until morning. Along "
    "the sea wall people stood with lamps and waited, and from the hill above the town one saw the smoke drift north "
    "over the salt pans. Schools near the basin stay closed for the week; buses turn round at the fish market."
)
OWN = (
    "Doctors in three wards worked through the night, while families waited in the yard of the old customs house and "
    "read the lists that a clerk pinned to the door every hour. The mayor asked for blood and for blankets. Towards "
    "dawn the wind turned, and the heat let go of the sheds by the railway; the crews walked in from the land side, "
    "two by two, with wet cloths over their mouths. In the kitchen of the seamen's home somebody had put on soup for "
    "three hundred. A choir that was to sing in the square went home, and the bells were rung by hand."
)
OTHER = (
    "Ships wait in the bay. Insurers in two countries put off their reports, grain lies in the holds, and the union of "
    "dock hands wants to know who will pay for the days on which nobody can work. Freight for the islands goes by the "
    "small harbour at Vela now, where two cranes serve what nine served here; fruit rots on the road before it. Buyers "
    "in the capital speak of a lost season, brokers of a week, and nobody on the quay speaks of either. The pilots "
    "have been sent on leave, and the tugs are moored three deep along the mole."
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
