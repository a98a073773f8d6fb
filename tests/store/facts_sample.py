"""A small case and a facts file on it, for tests: an invented port."""

from __future__ import annotations

from pathlib import Path

from foja.case import Case
from foja.model.event import Actor

WHO = Actor(name="Clerk")

COURT = """The register of the Federal Court of Lira

By order of 3 March 2001 the court ordered the arrest of Tomás Rey.
"""
WIRE = """Harbour chief sought

LIRA, 10 May 2001. The Federal Court of Lira ordered the arrest of Tomás Rey,
the newspaper El Faro reported. The fire of 2 March 2001 left 12 dead, El Faro said.

Tomás Rey said that the court withdrew the order. A report of the Coast Service says that Tomás Rey met the crew.
The government of Hamun refused the request. The government of Hamun refused the request again in June.
"""
FACTS = """format = "foja-facts-1"
title = "Fire at the port of Lira"

[[source]]
file = "court.txt"
published = "2001-06-01"
issuer = ["Federal Court of Lira"]

[[source]]
file = "wire.txt"
published = "2001-05"
outlet = "El Faro"

[[statement]]
id = "order"
file = "court.txt"
quote = "the court ordered the arrest of Tomás Rey"
modality = "ordered"
status = "ordered"
dates = ["2001-03-03"]

[[statement]]
id = "order-told"
file = "wire.txt"
quote = "The Federal Court of Lira ordered the arrest of Tomás Rey, the newspaper El Faro reported"
modality = "ordered"
status = "ordered"
marks = ["contested"]
note = "The register has another day"

[[statement]]
id = "dead"
file = "wire.txt"
quote = "The fire of 2 March 2001 left 12 dead"
speaker = "El Faro"
dates = ["2001-03-02"]

[[statement]]
id = "met"
file = "wire.txt"
quote = "Tomás Rey met the crew"
speaker = "Coast Service"
modality = "alleged"

[[statement]]
id = "refusal"
file = "wire.txt"
quote = "The government of Hamun refused the request"
occurrence = 1
status = "denied"

[[same]]
names = ["Tomás Rey", "T. Rey Olmos"]
why = "The register has both"

[[act]]
id = "a1"
machine = "warrant"
title = "Warrant of 2001"
kind = "ordered"
by = "Federal Court of Lira"
date = "2001-03-03"
persons = ["Tomás Rey"]
rests_on = ["order", "order-told"]

[[incident]]
id = "fire"
title = "Fire of 2 March 2001"
place = "Port of Lira"
date = "2001-03-02"
accounts = ["dead"]
figures = ["dead"]

[[evidence]]
id = "report"
title = "Report of the Coast Service"
kind = "intelligence"
origin = "Coast Service"
conditions = "not to be quoted in court"
shown = ["met"]
carries = ["met"]

[[position]]
id = "hamun"
holder = "Hamun"
stance = "refuses"
date = "2001-05~"
on = "a1"
shown = ["refusal"]
"""


def lira(folder: Path) -> Path:
    """The case, built, with nothing recorded."""
    (folder / "in").mkdir(parents=True)
    (folder / "in" / "court.txt").write_text(COURT, "utf-8")
    (folder / "in" / "wire.txt").write_text(WIRE, "utf-8")
    with Case.create(folder / "case", title="Lira", actor=WHO) as case:
        case.add([folder / "in"], actor=WHO)
        case.build(jobs=0)
    return folder / "case"
