"""How long questions take in a case of 100,000 statements, a third of them accepted.

Each question is put through the facade (``foja.case.Case``) and as a whole page through the web application in this
process: from the arrival of the request to the last byte of the answer, the opening of the case included. Arguments
are drawn from the case: parties named everywhere and once, words found everywhere and once.
"""

from __future__ import annotations

import argparse
import asyncio
import cProfile
import io
import pstats
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

from benchmarks.corpus import write_corpus
from benchmarks.grow import WHO, WORDS, fill
from benchmarks.measure import Work, quantiles, spending, watching
from foja.case import Case, with_fields
from foja.model.counts import GAP_KINDS
from foja.model.rows import Question
from foja.model.vocabulary import ConflictReason, Modality, Review, Status

TARGET = 50.0
"""Milliseconds that 95 of 100 answers should stay below."""

SHARE = 3
"""One statement in so many is accepted."""


class Answer(NamedTuple):
    """Times of one question in milliseconds: of the clock (median, 95th percentile, worst) and of the CPU (95th)."""

    name: str
    calls: int
    median: float
    p95: float
    worst: float
    cpu95: float
    work: Work


class Sample(NamedTuple):
    """Arguments drawn from the case."""

    statements: list[str]
    sources: list[str]
    parties: list[str]
    common_parties: list[str]
    common: list[str]
    rare: list[str]
    phrases: list[str]
    propositions: list[str]


def _drafts(case: Case) -> list[str]:
    rows = case._folder.database.connection.execute("SELECT id FROM statement WHERE review = 'draft' ORDER BY id")
    return [row["id"] for row in rows.fetchall()]


class Accepting(NamedTuple):
    """``accepted``: statements accepted before; then the cost of one more: CPU in ms, SQLite's instructions."""

    accepted: int
    cpu: float
    steps: int


def accept(case: Case, share: int = SHARE, batch: int = 100) -> list[Accepting]:
    """Accepts one draft in ``share`` as a person would, counts and conflicts included. Returns what one more cost when
    0, 500, 1,000, 2,000 and so on were accepted."""
    ids = _drafts(case)[::share]
    wanted, costs = 0, []
    for start in range(0, len(ids), batch):
        chosen = ids[start : start + batch]
        with watching(case._folder.database.connection) as work, spending() as spent:
            case.accept(chosen, actor=WHO, why="Accepted for measuring")
        if start >= wanted or start + batch >= len(ids):
            costs.append(Accepting(start, spent.cpu / len(chosen) * 1000, work.steps // len(chosen)))
            wanted = max(2 * start, 500)
    return costs


def accepting_table(costs: Sequence[Accepting]) -> str:
    lines = [
        "| accepted before | CPU for one more, ms | SQLite instructions |",
        "|---:|---:|---:|",
        *(f"| {c.accepted:,} | {c.cpu:.1f} | {c.steps:,} |" for c in costs),
    ]
    return "\n".join(lines) + "\n"


def sample(case: Case, size: int, seed: int = 5) -> Sample:
    """Arguments for ``size`` calls of each question."""
    chance = random.Random(seed)
    connection = case._folder.database.connection

    def column(sql: str) -> list[str]:
        return [str(row[0]) for row in connection.execute(sql).fetchall()]

    statements = column("SELECT id FROM statement WHERE review = 'accepted' ORDER BY id")
    sources = column("SELECT sha256 FROM source WHERE state = 'done' ORDER BY sha256")
    parties = column("SELECT id FROM party ORDER BY id")
    counts: dict[str, int] = {}
    pieces = []
    for identifier in chance.sample(statements, min(len(statements), 2000)):
        words = [w.strip(".,“”«»") for w in case.statement(identifier).row.content.split()]
        pieces.append(words)
        for word in set(words):
            counts[word] = counts.get(word, 0) + 1
    ranked = sorted((w for w in counts if w.isalpha() and len(w) > 3), key=lambda w: (-counts[w], w))
    return Sample(
        statements=_draw(chance, statements, size),
        sources=_draw(chance, sources, size),
        parties=_draw(chance, parties, size),
        common_parties=column("SELECT id FROM party ORDER BY documents DESC, id LIMIT 10"),
        common=ranked[:10],
        rare=_draw(chance, ranked[-500:], size),
        phrases=[f'"{" ".join(words[1:4])}"' for words in _draw(chance, [p for p in pieces if len(p) > 5], size)],
        propositions=column("SELECT proposition FROM support ORDER BY documents DESC, proposition LIMIT 10"),
    )


def _draw(chance: random.Random, values: list[Any], size: int) -> list[Any]:
    return [chance.choice(values) for _ in range(size)]


def facade(case: Case, found: Sample) -> dict[str, list[Callable[[], object]]]:
    """Calls of the facade by the name of the question."""

    def listed(**fields: Any) -> Callable[[], object]:
        return lambda: case.statements(with_fields(Question(), **fields))

    size = len(found.statements)
    days = [f"{year}-06-15" for year in range(1986, 2024)]
    draft = (Review.DRAFT,)
    return {
        "statements": [listed()] * size,
        "statements, second page": [listed(after=case.statements(Question()).after)] * size,
        "statements, drafts by weight": [listed(review=draft, order="weight")] * size,
        "statements, drafts in text order": [listed(review=draft, order="text")] * size,
        "statements, recent": [listed(order="recent")] * size,
        "statements, status": [listed(status=s) for s in Status],
        "statements, modality": [listed(modality=m) for m in Modality],
        "statements, language": [listed(language="es")] * size,
        "statements, single origin": [listed(origins=1)] * size,
        "statements, in conflict": [listed(conflicted=True)] * size,
        "statements, speaker": [listed(speaker=p) for p in found.parties + found.common_parties],
        "statements, subject": [listed(subject=p) for p in found.parties + found.common_parties],
        "statements, as of": [listed(as_of=d) for d in days],
        "statements, known by": [listed(known_by=d) for d in days],
        "statements, text rare": [listed(text=w) for w in found.rare],
        "statements, text common": [listed(text=w) for w in found.common],
        "statement": [lambda i=i: case.statement(i) for i in found.statements],  # type: ignore[misc]
        "reader": [lambda s=s: case.reader(s) for s in found.sources],  # type: ignore[misc]
        "sources": [lambda: case.sources()] * size,
        "parties": [lambda: case.parties()] * size,
        "party, any": [lambda p=p: case.party(p) for p in found.parties],  # type: ignore[misc]
        "party, named everywhere": [lambda p=p: case.party(p) for p in found.common_parties],  # type: ignore[misc]
        "chronology": [lambda: case.chronology(Question(limit=500))] * size,
        "chronology, as of": [lambda d=d: case.chronology(Question(as_of=d, limit=500)) for d in days],  # type: ignore[misc]
        "search, rare": [lambda w=w: case.search(w, limit=20) for w in found.rare],  # type: ignore[misc]
        "search, common": [lambda w=w: case.search(w, limit=20) for w in found.common],  # type: ignore[misc]
        "search, phrase": [lambda w=w: case.search(w, limit=20) for w in found.phrases],  # type: ignore[misc]
        "search, prefix": [lambda w=w: case.search(w[:3] + "*", limit=20) for w in found.rare],  # type: ignore[misc]
        "desk": [case.desk] * size,
        "conflicts": [lambda: case.conflicts(limit=20)] * size,
        "conflicts, a reason": [lambda r=r: case.conflicts(reason=r, limit=20) for r in ConflictReason],  # type: ignore[misc]
        "proposition, any": [lambda i=i: case.proposition(i) for i in found.statements],  # type: ignore[misc]
        "proposition, of most documents": [lambda i=i: case.proposition(i) for i in found.propositions],  # type: ignore[misc]
        "matrix": [lambda: case.matrix()] * size,
        "matrix, a party named everywhere": [lambda p=p: case.matrix(party=p) for p in found.common_parties],  # type: ignore[misc]
        "links by what they change": [lambda: case.links(limit=50)] * size,
        **{f"gaps, {kind}": [lambda k=kind: case.gaps(k)] * size for kind in GAP_KINDS},  # type: ignore[misc]
        "without a source": [lambda s=s: case.without(s) for s in found.sources],  # type: ignore[misc]
    }


def addresses(found: Sample) -> dict[str, list[str]]:
    """Addresses of pages by the name of the page."""
    size = len(found.statements)
    return {
        "GET /": ["/"] * size,
        "GET /sources": ["/sources"] * size,
        "GET /sources/…": [f"/sources/{s}" for s in found.sources],
        "GET /review": ["/review"] * size,
        "GET /statements": ["/statements"] * size,
        "GET /statements?status=": [f"/statements?status={s.value}" for s in Status],
        "GET /statements?subject=": [f"/statements?subject={p}" for p in found.parties + found.common_parties],
        "GET /statements?q=": [f"/statements?q={quote(w)}" for w in found.rare + found.common],
        "GET /statements/…": [f"/statements/{i}" for i in found.statements],
        "GET /parties": ["/parties"] * size,
        "GET /parties/…, any": [f"/parties/{p}" for p in found.parties],
        "GET /parties/…, named everywhere": [f"/parties/{p}" for p in found.common_parties],
        "GET /chronology": ["/chronology"] * size,
        "GET /search?q=, rare": [f"/search?q={quote(w)}" for w in found.rare],
        "GET /search?q=, common": [f"/search?q={quote(w)}" for w in found.common],
        "GET /search?q=, phrase": [f"/search?q={quote(w)}" for w in found.phrases],
        "GET /conflicts": ["/conflicts"] * size,
        "GET /matrix": ["/matrix"] * size,
        "GET /propositions/…": [f"/propositions/{i}" for i in found.statements],
        "GET /links": ["/links"] * size,
        "GET /gaps": ["/gaps"] * size,
        "GET /sources/…/without": [f"/sources/{s}/without" for s in found.sources],
        "GET /grades/…": [f"/grades/{i}" for i in found.statements],
        "GET /search?q=, prefix": [f"/search?q={quote(w[:3])}*" for w in found.rare],
    }


def ask_facade(case: Case, questions: dict[str, list[Callable[[], object]]], only: str = "") -> list[Answer]:
    """Puts every question. What SQLite does is watched in one call of each, apart from the timing."""
    from foja.web.serve import settle

    settle()
    answers = []
    for name, calls in questions.items():
        if only not in name:
            continue
        calls[0]()
        walls, cpus = [], []
        for call in calls:
            wall, cpu = time.perf_counter(), time.process_time()
            call()
            walls.append((time.perf_counter() - wall) * 1000)
            cpus.append((time.process_time() - cpu) * 1000)
        slowest = calls[cpus.index(max(cpus))]
        with watching(case._folder.database.connection) as work:
            slowest()
        answers.append(Answer(name, len(calls), *quantiles(walls), quantiles(cpus)[1], work))
    return answers


def ask_pages(path: Path, pages: dict[str, list[str]], only: str = "") -> list[Answer]:
    """Requests every page from the web application in this process."""
    return asyncio.run(_ask_pages(path, pages, only))


async def _ask_pages(path: Path, pages: dict[str, list[str]], only: str) -> list[Answer]:
    import httpx2

    from foja.web.app import create_app
    from foja.web.seats import OneSeat
    from foja.web.serve import settle

    transport = httpx2.ASGITransport(app=create_app(path, seats=OneSeat("benchmark", WHO, None)))
    settle()  # as the server does
    answers = []
    async with httpx2.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        for name, targets in pages.items():
            if only not in name:
                continue
            (await client.get(targets[0])).raise_for_status()
            walls, cpus = [], []
            for target in targets:
                wall, cpu = time.perf_counter(), time.process_time()
                answer = await client.get(target)
                walls.append((time.perf_counter() - wall) * 1000)
                cpus.append((time.process_time() - cpu) * 1000)
                answer.raise_for_status()
            answers.append(Answer(name, len(targets), *quantiles(walls), quantiles(cpus)[1], Work()))
    return answers


def table(answers: Sequence[Answer]) -> str:
    lines = [
        "| question | calls | median, ms | 95 %, ms | worst, ms | CPU 95 %, ms | |",
        "|---|---:|---:|---:|---:|---:|---|",
        *(
            f"| {a.name} | {a.calls} | {a.median:.1f} | {a.p95:.1f} | {a.worst:.1f} | {a.cpu95:.1f} |"
            f" {'' if a.p95 < TARGET else 'above ' + str(round(TARGET))} |"
            for a in answers
        ),
    ]
    return "\n".join(lines) + "\n"


def profile(call: Callable[[], object], rows: int = 25) -> str:
    """Where the time of a call goes."""
    profiler = cProfile.Profile()
    profiler.runcall(call)
    out = io.StringIO()
    pstats.Stats(profiler, stream=out).sort_stats("cumulative").print_stats(rows)
    return out.getvalue()


def run(path: Path, size: int = 60, only: str = "", explain: bool = False) -> list[Answer]:
    """Asks a case that is there and has accepted statements."""
    with Case(path) as case:
        found = sample(case, size)
        questions = facade(case, found)
        answers = ask_facade(case, questions, only)
        if explain:
            for answer in answers:
                if answer.cpu95 > TARGET:
                    print(f"== {answer.name}: {answer.work.steps} instructions", file=sys.stderr)
                    for sql, (count, lines) in answer.work.scans.items():
                        print(f"   {count}x {'; '.join(lines)}\n      {sql[:400]}", file=sys.stderr)
                    print(profile(questions[answer.name][-1]), file=sys.stderr)
    return answers + ask_pages(path, addresses(found), only)


def make(path: Path, scratch: Path, documents: int, jobs: int = 2) -> None:
    """A case to ask: filled without comparing documents, a third of its statements accepted."""
    write_corpus(scratch / "asked", documents, 7, WORDS)
    with Case.create(path, title="Asked", actor=WHO) as case:
        fill(case, scratch / "asked", jobs, compare=False)
        accept(case)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--case", type=Path, help="a case that is there and has accepted statements")
    parser.add_argument("--accept", action="store_true", help="accept one draft in three of --case first")
    parser.add_argument("--calls", type=int, default=60)
    parser.add_argument("--only", default="", help="only questions whose name holds this")
    parser.add_argument("--explain", action="store_true", help="plans and profiles of what is too slow")
    asked = parser.parse_args()
    scratch = Path(tempfile.mkdtemp(prefix="foja-ask-"))
    try:
        path = asked.case or scratch / "case"
        if asked.case is None:
            make(path, scratch, asked.documents)
        elif asked.accept:
            with Case(path) as case:
                print(accepting_table(accept(case)))
        print(table(run(path, asked.calls, asked.only, asked.explain)))
    finally:
        shutil.rmtree(scratch)


if __name__ == "__main__":
    main()
