"""How long it takes to say where one subject stands on a day, as known by a day, and how that grows; to argue; to make
the tables of exposure.

python -m benchmarks.law                  cases of 2,000, 20,000 and 200,000 acts, 10 and 100 for each subject
python -m benchmarks.law --acts 2000000   one case of that size, 10 for each subject
python -m benchmarks.law --sample         the sample of the proceedings: import, states, changes, a page checked
python -m benchmarks.law --reasoning      arguments of each rulebook, and exposure of ten persons in all countries

The acts, and as many accepted statements that they rest on, are written straight into the tables of a case: what is
measured is the question, not the recording. Each subject has its acts in as many matters as make ten acts a matter at most. Times are of the CPU, medians over many
questions, each about another subject, day and day of knowledge: once as it is asked for the first time, once as the best
of five more times, which says what it costs where other work does not disturb it.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from foja.law.arguing import argue
from foja.law.exposure import exposure
from foja.law.fold import Dated, fold, rules_of
from foja.law.particulars import particular_of
from foja.law.rulebook import rulebooks
from foja.law.scene import Fact, Given, Question
from foja.law.standing import Known, standings
from foja.model.act import PartyName
from foja.store.ask_matters import standings_of
from foja.store.database import Database, query
from foja.text.countries import countries

MACHINES = ("warrant", "red_notice", "extradition", "criminal_ar")
FIRST_DAY, SPAN = date(1990, 1, 1), 13_000
_STATEMENT = """INSERT INTO statement (
    id, source, text, start, "end", review, machine, modality, polarity, status, presupposed, speaker, speaker_key,
    outlet, language, known_on, sort_date, weight, proposition, record
) VALUES (?1, '', '', 0, 1, 'accepted', 0, 'asserted', 'affirmed', '', 0, '', '', '', 'en', ?2, ?3, 0, ?1, '{}')"""
A_MATTER = 10
"""Acts in one matter about one subject."""


class Line(NamedTuple):
    """Acts in the case, acts of the subject; median microseconds to say where all its matters stand, asked first and
    asked again, and of that to find the acts; of one matter of ten acts that are all known."""

    acts: int
    each: int
    first: float
    again: float
    query: float
    one_matter: float


def day(random_: random.Random) -> date:
    return FIRST_DAY + timedelta(days=random_.randrange(SPAN))


def rows(acts: int, each: int, seed: int = 1) -> Iterator[tuple[object, ...]]:
    """Acts as the table has them: one in five has a date with room, one in ten a term."""
    chosen = random.Random(seed)
    for number in range(acts):
        subject, place = divmod(number, each)
        machine = MACHINES[place // A_MATTER % len(MACHINES)]
        kind = chosen.choice(sorted(rules_of(machine).moves))
        first = day(chosen)
        last = first + timedelta(days=chosen.choice((0, 0, 0, 0, 30)))
        until = (first + timedelta(days=1826)).isoformat() if chosen.random() < 0.1 else ""
        published = last + timedelta(days=chosen.randrange(400))
        yield (
            f"ac-{number}", f"mt-{subject}-{place // A_MATTER}", machine, f"Matter {place // A_MATTER}", kind,
            first.isoformat(), last.isoformat(), until, until, "recorded", 1, published.isoformat(), number, "", "", "{}",
        )  # fmt: skip


def write(path: Path, acts: int, each: int) -> Database:
    """A case in which each act rests on an accepted statement of its own, which says since when it is known."""
    database = Database(path)
    with database.transaction() as connection:
        connection.executemany(_STATEMENT, ((f"st-{row[0]}", row[11], row[5]) for row in rows(acts, each)))
        connection.executemany(query("act.insert"), ((*row[:10], 0, "", *row[12:]) for row in rows(acts, each)))
        connection.executemany(query("act.rest"), ((row[0], f"st-{row[0]}") for row in rows(acts, each)))
        connection.executemany(
            "INSERT INTO act_party VALUES (?, 'person', ?)",
            ((f"person {number // each}", f"ac-{number}") for number in range(acts)),
        )
    return database


def microseconds(call: Callable[[int], object], calls: int, again: int = 0) -> float:
    """The median CPU time of a call; with ``again``, of the best of so many for each number."""
    spent = []
    for number in range(calls):
        times = []
        for _ in range(again or 1):
            begin = time.process_time_ns()
            call(number)
            times.append(time.process_time_ns() - begin)
        spent.append(min(times))
    return statistics.median(spent) / 1000


def measure(acts: int, each: int, calls: int) -> Line:
    with tempfile.TemporaryDirectory() as folder:
        database = write(Path(folder) / "case.db", acts, each)
        connection = database.connection
        chosen = random.Random(2)
        asked = [
            (f"person {chosen.randrange(acts // each)}", day(chosen).isoformat(), day(chosen).isoformat())
            for _ in range(calls)
        ]
        cursor = connection.cursor()
        cursor.row_factory = None

        def ask(number: int) -> object:
            return standings_of(connection, [asked[number][0]], *asked[number][1:])

        first = microseconds(ask, calls)
        again = microseconds(ask, calls, 5)
        found = microseconds(lambda n: cursor.execute(query("act.of_key"), asked[n]).fetchall(), calls, 5)
        matter = [
            Known("mt", "red_notice", "s", Dated(row[0], "published", str(row[5]), str(row[6])), str(row[11]))
            for row in list(rows(A_MATTER, A_MATTER, seed=3))
        ]
        one = microseconds(lambda n: standings(matter, *asked[n][1:]), calls, 5)
        database.close()
    return Line(acts, each, first, again, found, one)


def worst(acts: int, calls: int) -> float:
    """Microseconds for one matter in which every date overlaps with every other: the fold compares each with each."""
    chosen, rules = random.Random(4), rules_of("criminal_ar")
    kinds = sorted(rules.moves)
    facts = [Dated(f"ac-{n}", chosen.choice(kinds), "2000-01-01", "2010-12-31") for n in range(acts)]
    return microseconds(lambda _: fold(rules, facts, "2005-06-01"), calls)


def reasoning(calls: int) -> str:
    """Arguments and exposure over the golden cases of the tests, and over files that grow."""
    out = [
        "| rulebook | rules | arguments made | to argue, µs | with 1,000 circumstances about others' states, µs |",
        "|---|---:|---:|---:|---:|",
    ]
    small, large = given_of(0), given_of(1000)
    asked = Question("2007-06-01", "", "AR", "UY")
    for name, book in rulebooks().items():
        made = len(argue(book, small, asked, "X").arguments)
        few = microseconds(lambda _, b=book: argue(b, small, asked, "X"), calls)
        many = microseconds(lambda _, b=book: argue(b, large, asked, "X"), max(20, calls // 10))
        out.append(f"| {name} | {len(book.rule)} | {made} | {few:,.0f} | {many:,.0f} |")
    out += ["", "| circumstances about states on file | ten persons in 249 countries, s |", "|---:|---:|"]
    for states in (0, 250, 1000):
        given = given_of(states)
        ten = microseconds(
            lambda _, g=given: [exposure(g, (), asked, ["x"], ["AR"]) for _ in range(10)], max(3, calls // 400)
        )
        out.append(f"| {states:,} | {ten / 1e6:.2f} |")
    return "\n".join(out)


def given_of(states: int) -> Given:
    """What is on file about one person: ten acts, three posts, nine circumstances; and so many about states."""
    who = PartyName(name="X", key="x")
    acts = [
        Known("m", "warrant", "", Dated("ac-1", "ordered", "2006-11-09", "2006-11-09"), "2006-11-10"),
        *(
            Known("n", "red_notice", "", Dated(f"ac-{kind}", kind, day, day), day)
            for kind, day in (
                ("requested", "2006-11-16"), ("disputed", "2006-12-01"), ("authorised", "2007-03-15"),
                ("appealed", "2007-04-01"), ("published", "2007-05-07"),
            )
        ),
        *(
            Known("e", "extradition", "", Dated(f"ac-{kind}", kind, day, day), day)
            for kind, day in (("requested", "2003-08-20"), ("arrested", "2003-08-21"), ("discharged", "2003-11-12"))
        ),
        Known("i", "in_absentia_ar", "", Dated("ac-i", "requested", "2007-01-01", "2007-01-01"), "2007-01-01"),
    ]  # fmt: skip
    posts = [
        ("post", {"person": who, "title": "Post", "rank": rank, "since": first, "until": last, "receiving": "AR"})
        for rank, first, last in (
            ("ambassador", "1991", "1994-08"), ("minister", "1995", "2001"), ("head_of_government", "2005", "2009"),
        )
    ]  # fmt: skip
    said = [
        {"kind": "conduct", "countries": ["AR"], "since": "1994-07-18"},
        {"kind": "offence", "value": "terrorism", "since": "2006-10-25"},
        {"kind": "qualified", "value": "crime_against_humanity", "since": "2006-11-09"},
        {"kind": "max_penalty_months", "value": "300", "since": "1994"},
        {
            "kind": "refusal_ground",
            "value": "want_of_evidence",
            "countries": ["GB"],
            "since": "2003-11-12",
            "persons": [who],
        },
        {"kind": "political_character", "since": "2006"},
        {"kind": "limitation_years", "value": "15", "countries": ["AR"], "since": "1921", "until": ".."},
        {"kind": "nationality", "persons": [who], "countries": ["IR"], "since": "1950", "until": ".."},
        {"kind": "treaty", "countries": ["AR", "UY"], "since": "1996", "until": ".."},
    ]
    codes = [code for code in countries() if code != "AR"]
    for number in range(states):
        code = codes[number % len(codes)]
        kind = ("treaty", "party_to", "notice_practice", "nationals_not_surrendered")[number // len(codes) % 4]
        value = {"party_to": "bombings_1997", "notice_practice": "arrests_on_a_notice"}.get(kind, "")
        there = ["AR", code] if kind == "treaty" else [code]
        said.append({"kind": kind, "value": value, "countries": there, "since": "1990", "until": ".."})
    made = [*posts, *(("circumstance", one) for one in said)]
    facts = [Fact(particular_of(sort, fields, [f"st-{n}"]), "1990-01-01") for n, (sort, fields) in enumerate(made)]
    return Given(acts, facts)  # type: ignore[arg-type]


def report(acts: int, calls: int) -> str:
    out = [
        "| acts in the case | acts of the subject | where all its matters stand, asked first, µs | asked again, µs |"
        " of this to find the acts, µs | one matter of ten known acts, µs |",
        "|---:|---:|---:|---:|---:|---:|",
    ]
    sizes = [(acts, 10)] if acts else [(size, each) for size in (2000, 20_000, 200_000) for each in (10, 100)]
    for size, each in sizes:
        line = measure(size, each, calls)
        out.append(
            f"| {line.acts:,} | {line.each} | {line.first:,.0f} | {line.again:,.0f} | {line.query:,.0f} |"
            f" {line.one_matter:,.0f} |"
        )
    if not acts:
        out += ["", "| acts in one matter, all dates overlapping | to fold them, µs |", "|---:|---:|"]
        out += [f"| {size} | {worst(size, max(3, calls // 20)):,.0f} |" for size in (5, 10, 20, 40, 80)]
    return "\n".join(out)


def sample() -> str:
    """What people do with a file of that size, in seconds of the CPU."""
    from foja.case import Case
    from foja.facade.facts import FactsReport
    from foja.model.event import Actor

    folder = Path(__file__).resolve().parents[1] / "examples"
    who = Actor(name="Benchmark")
    text = (folder / "proceedings" / "facts.toml").read_text("utf-8")
    lines = []

    def timed(what: str, call: Callable[[], object], times: int = 1) -> None:
        begin = time.process_time()
        for _ in range(times):
            call()
        lines.append(f"| {what} | {(time.process_time() - begin) / times:.3f} |")

    with (
        tempfile.TemporaryDirectory() as temporary,
        Case.create(Path(temporary) / "case", title="Sample", actor=who) as case,
    ):
        case.add([folder / "proceedings" / "sources"], actor=who)
        timed("reading, drafting, comparing 132 sources (without the children that read)", lambda: case.build(jobs=0))
        report: list[FactsReport] = []
        timed(
            "importing the facts file",
            lambda: report.append(case.import_facts(text, "facts.toml", actor=who, why="Read")),
        )
        timed("the same again", lambda: case.import_facts(text, "facts.toml", actor=who, why="Read"))
        day = {"as_of": "2016-10-20", "known_by": "2016-10-20"}
        timed("all notices on a day", lambda: case.notices(**day), 20)
        timed("where everything stands for one person", lambda: case.status("Ali Akbar Velayati", **day), 20)
        timed("all posts on a day", lambda: case.posts(**day), 20)
        timed("changes since a day", lambda: case.changes("2016-01-01"), 5)
        page = folder / "amia" / "sources" / "01-agency-note.html"
        timed("holding a page of 29 statements against it", lambda: case.check_page(page))
        entries = sum(report[0].recorded.values())
    return "\n".join([f"{entries} entries imported\n", "| what | CPU, s |", "|---|---|", *lines])


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--acts", type=int, default=0)
    parser.add_argument("--calls", type=int, default=2000)
    parser.add_argument("--sample", action="store_true")
    parser.add_argument("--reasoning", action="store_true")
    options = parser.parse_args(arguments)
    if options.reasoning:
        found = reasoning(options.calls)
    else:
        found = sample() if options.sample else report(options.acts, options.calls)
    sys.stdout.write(found + "\n")


if __name__ == "__main__":
    main()
