"""The weighing's questions in cases of 100,000 and 1,000,000 accepted statements.

    foja demo --case CASE --no-serve --no-browser       # then accept all drafts, here with --accept
    python -m benchmarks.multiply --case CASE --accept --statements 100000,1000000

Building a case of a million statements takes hours. So the tables of a small one, everything in it accepted, are copied
many times over inside SQLite: each copy has sources, statements, links and conflicts of its own. Every tenth copy of a
statement stays in the proposition of the first, so that propositions of many documents come about; these are counted
anew. Names repeat over forty sets of parties and 300 of outlets. Word indexes, passages and the record of events are
not copied: questions of search and of custody cannot be put to such a case, and it is thrown away.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

from benchmarks import ask
from benchmarks.grow import WHO
from foja.case import Case
from foja.model.rows import Question
from foja.model.vocabulary import Review
from foja.store import weighing

PARTIES, OUTLETS, SHARED = 40, 300, 10
OWN = "||printf('%06x', k)"
SET = f"||' '||(k % {PARTIES})"
PROPOSITION = f"CASE WHEN k % {SHARED} = 0 THEN {{}} ELSE {{}}{OWN} END"
CHANGES: dict[str, dict[str, str]] = {
    "source": {
        "sha256": "sha256" + OWN, "text": "text" + OWN,
        "outlet_key": f"CASE outlet_key WHEN '' THEN '' ELSE outlet_key||' '||(k % {OUTLETS}) END",
    },
    "statement": {
        "number": "number + k * 1000003", "id": "id" + OWN, "source": "source" + OWN, "text": "text" + OWN,
        "proposition": PROPOSITION.format("proposition", "proposition"),
    },
    "statement_party": {"statement": "statement" + OWN, "key": "key" + SET},
    "party": {"number": f"number + (k % {PARTIES}) * 1000003", "id": f"id||'-'||(k % {PARTIES})", "key": "key" + SET},
    "party_key": {"key": "key" + SET, "id": f"id||'-'||(k % {PARTIES})", "party": f"party||'-'||(k % {PARTIES})"},
    "party_document": {"party": f"party||'-'||(k % {PARTIES})", "source": "source" + OWN},
    "support": {"proposition": "proposition" + OWN},
    "citation": {
        "link": "link" + OWN, "proposition": PROPOSITION.format("proposition", "proposition"), "text": "text" + OWN,
        "outlet_key": f"outlet_key||' '||(k % {OUTLETS})",
    },
    "counted": {
        "proposition": "proposition" + OWN, "source": "source" + OWN, "text": "text" + OWN, "island": "island" + OWN,
        "node": f"json_set(node, '$.source', source{OWN}, '$.text', text{OWN})",
    },
    "counted_key": {"proposition": "proposition" + OWN, "source": "source" + OWN},
    "island": {"proposition": "proposition" + OWN, "island": "island" + OWN},
    "sway": {"link": "link" + OWN, "proposition": PROPOSITION.format("proposition", "proposition")},
    "link": {"id": "id" + OWN, "first": "first" + OWN, "second": "second" + OWN},
    "statement_date": {"statement": "statement" + OWN},
    "said": {"statement": "statement" + OWN},
    "conflict": {"id": "id" + OWN},
    "conflict_statement": {"statement": "statement" + OWN, "conflict": "conflict" + OWN},
    "likeness": {"first": "first" + OWN, "second": "second" + OWN},
    "document_named": {"proposition": PROPOSITION.format("proposition", "proposition"), "key": "key" + SET},
}  # fmt: skip
"""Table -> column -> what it is in copy ``k``. Other columns are as in the first."""
COUNTED = ("support", "counted", "counted_key", "island")
"""Tables that a shared proposition has from counting it anew, with all its copies."""
QUESTIONS = (
    "conflicts", "conflicts, a reason", "proposition, any", "proposition, of most documents", "matrix",
    "matrix, a party named everywhere", "links by what they change", "without a source",
)  # fmt: skip
PAGES = ("GET /conflicts", "GET /matrix", "GET /propositions/…", "GET /links", "GET /gaps", "GET /sources/…/without")


def multiply(path: Path, wanted: int) -> dict[str, int]:
    """Copies the tables of the case at ``path`` until it has ``wanted`` accepted statements. Returns what it holds."""
    connection = sqlite3.connect(path / "case.db", isolation_level=None)
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA synchronous = OFF")
    have = connection.execute("SELECT count(*) FROM statement WHERE review = 'accepted'").fetchone()[0]
    copies = max(0, -(-wanted // have) - 1)
    connection.execute("BEGIN")
    laid_aside = _lay_aside(connection)
    connection.execute("CREATE TEMP TABLE copy (k INTEGER PRIMARY KEY)")
    connection.executemany("INSERT INTO copy VALUES (?)", [(k,) for k in range(1, copies + 1)])
    shared = [row[0] for row in connection.execute("SELECT proposition FROM support ORDER BY proposition")]
    for table, changes in CHANGES.items():
        _copy(connection, table, changes)
    for sql in laid_aside:
        connection.execute(sql)
    for kind in ("conflict", "party"):
        connection.execute(f"UPDATE tally SET count = (SELECT count(*) FROM {kind}) WHERE what = ?", (kind,))
    connection.execute("ANALYZE")
    for proposition in shared:
        rows = connection.execute("SELECT source FROM statement WHERE proposition = ?", (proposition,)).fetchall()
        weighing.recount(connection, [(proposition, row["source"]) for row in rows])
    connection.execute("COMMIT")
    held = {
        table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        for table in ("source", "statement", "support", "link", "conflict", "party")
    }
    held["documents of the largest proposition"] = connection.execute("SELECT max(documents) FROM support").fetchone()[
        0
    ]
    connection.close()
    return held


def _lay_aside(connection: sqlite3.Connection) -> list[str]:
    """Drops triggers, and indexes of the tables that grow, and returns how to make them again."""
    laid_aside = []
    rows = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    for row in rows:
        if row["type"] == "trigger" or (row["type"] == "index" and row["tbl_name"] in CHANGES):
            connection.execute(f"DROP {row['type']} {row['name']}")
            laid_aside.append(str(row["sql"]))
    return sorted(laid_aside, key=lambda sql: sql.startswith("CREATE TRIGGER"))


def _copy(connection: sqlite3.Connection, table: str, changes: dict[str, str]) -> None:
    names = [row["name"] for row in connection.execute(f"PRAGMA table_xinfo({table})") if not row["hidden"]]
    columns = ", ".join(f'"{name}"' for name in names)
    values = ", ".join(changes.get(name, f'"{name}"') for name in names)
    kept = f" WHERE k % {SHARED} <> 0" if table in COUNTED else ""
    connection.execute(f"CREATE TEMP TABLE first_{table} AS SELECT * FROM {table}")
    connection.execute(
        f"INSERT OR IGNORE INTO {table} ({columns}) SELECT {values} FROM copy CROSS JOIN first_{table}{kept}"
    )


def arguments(case: Case, size: int, seed: int = 3) -> ask.Sample:
    """Arguments for the questions, without reading every id of a large case."""
    chance = random.Random(seed)
    connection = case._folder.database.connection

    def drawn(sql: str) -> list[str]:
        found = [str(row[0]) for row in connection.execute(sql).fetchall()]
        return [chance.choice(found) for _ in range(size)]

    def column(sql: str) -> list[str]:
        return [str(row[0]) for row in connection.execute(sql).fetchall()]

    common = column("SELECT id FROM party ORDER BY documents DESC, id LIMIT 10")
    return ask.Sample(
        statements=drawn("SELECT id FROM statement WHERE number % 97 = 0 AND review = 'accepted' ORDER BY id"),
        sources=drawn("SELECT sha256 FROM source WHERE accepted > 0 ORDER BY sha256 LIMIT 5000"),
        parties=common, common_parties=common, common=["x"], rare=["x"], phrases=["x"],
        propositions=column("SELECT proposition FROM support ORDER BY documents DESC, proposition LIMIT 10"),
    )  # fmt: skip


def questions(path: Path, size: int, only: str, explain: bool) -> list[ask.Answer]:
    """The questions and pages of the weighing, put to the case at ``path``."""
    with Case(path) as case:
        found = arguments(case, size)
        every = ask.facade(case, found)
        wanted = {name: every[name] for name in every if name in QUESTIONS or name.startswith("gaps")}
        answers = ask.ask_facade(case, wanted, only)
        for answer in answers if explain else ():
            if answer.cpu95 > ask.TARGET:
                print(f"== {answer.name}: {answer.work.steps} instructions", file=sys.stderr)
                for sql, (count, lines) in answer.work.scans.items():
                    print(f"   {count}x {'; '.join(lines)}\n      {sql[:600]}", file=sys.stderr)
                print(ask.profile(every[answer.name][-1]), file=sys.stderr)
    pages = ask.addresses(found)
    return answers + ask.ask_pages(path, {name: pages[name] for name in PAGES}, only)


def accept(path: Path) -> None:
    """Accepts every draft of a case."""
    with Case(path) as case:
        drafts = [row.id for row in case.every_statement(Question(review=(Review.DRAFT,), order="text"))]
        if drafts:
            case.accept(drafts, actor=WHO, why="Accepted for measuring")


def main(given: Iterable[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--case", type=Path, required=True)
    parser.add_argument("--accept", action="store_true", help="accept every draft of --case first")
    parser.add_argument("--statements", default="100000")
    parser.add_argument("--calls", type=int, default=20)
    parser.add_argument("--only", default="", help="only questions whose name holds this")
    parser.add_argument("--explain", action="store_true", help="plans and profiles of what is too slow")
    parser.add_argument("--keep", type=Path, help="where the copies are made and left")
    asked = parser.parse_args(None if given is None else list(given))
    if asked.accept:
        accept(asked.case)
    for size in map(int, asked.statements.split(",")):
        scratch = Path(tempfile.mkdtemp(prefix="foja-multiply-"))
        path = (asked.keep / str(size)) if asked.keep else scratch / "case"
        try:
            if not path.exists():
                shutil.copytree(asked.case, path)
                start = time.process_time()
                print(multiply(path, size), f"{time.process_time() - start:.0f} s of CPU", flush=True)
            print(ask.table(questions(path, asked.calls, asked.only, asked.explain)), flush=True)
        finally:
            shutil.rmtree(scratch)


if __name__ == "__main__":
    main()
