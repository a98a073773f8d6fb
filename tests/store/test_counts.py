"""Counts taken apart over a real case: the sample, and one made to have citations, quotations and owners."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from foja.case import Case
from foja.model.counts import GAP_KINDS
from foja.model.errors import FojaError, Refusal
from foja.model.rows import Question
from foja.model.vocabulary import LinkState, Review, Sensitivity
from foja.publish.offline.recount import count as recounted
from foja.store import ask_counts
from store.counted_sample import WHO, build, killed, source


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, _keys_of_their_own: None) -> Path:
    return build(tmp_path_factory.mktemp("counts"))


@pytest.fixture
def case(built: Path, tmp_path: Path) -> Iterator[Case]:
    shutil.copytree(built, tmp_path / "case")
    with Case(tmp_path / "case") as opened:
        yield opened


def test_the_sample_has_one_origin_for_the_request_and_the_denial_beside_the_claim(sample_case: Case) -> None:
    drafts = [r.id for r in sample_case.every_statement(Question(review=(Review.DRAFT,), order="text"))]
    sample_case.accept(drafts, actor=WHO, why="Read")
    found = sample_case.matrix(limit=100)
    request = next(row for row in found.rows if "order the arrest and questioning" in row.title)
    assert (3, 1, 1, 1) == tuple(getattr(request.support, n) for n in ("documents", "origins", "lower", "upper"))
    assert ("agencia muestra",) == request.support.roots
    denial = next(c for c in sample_case.conflicts(limit=100).items if "Memorandum" in "".join(c.quotes))
    claim = sample_case.proposition(denial.sides[0][1][0])
    assert [denial.sides[1][1][0]] == [row.id for row in claim.against]
    figures = next(c for c in sample_case.conflicts(limit=100).items if c.values == ((85, 85), (86, 86)))
    assert "inclusion" == figures.reason


def test_a_count_is_taken_apart_and_a_citation_can_be_decided_on(case: Case) -> None:
    view = case.proposition(killed(case))
    support = view.account.support
    assert (4, 2) == (support.documents, support.origins)
    assert {"el faro", "port herald"} == set(support.roots)
    assert {"on file", "cited"} <= {part.access for part in view.account.parts} | {"on file"}
    cites = {edge.link: edge for edge in view.account.edges if edge.kind == "cites"}
    assert 3 == len(cites)
    assert all(edge.state is None for edge in cites.values())
    chosen = next(link for link, edge in cites.items() if edge.second == "el faro")
    shown = case.link(chosen)
    assert shown.row.second_label == "El Faro"
    assert [source(case, "faro.txt")] == [row.sha256 for row in shown.cited]
    assert 1 == len(shown.statements)

    case.decide_links([chosen], False, actor=WHO, why="It had its own reporter there")
    after = case.proposition(killed(case)).account
    assert 3 == after.support.origins
    assert ["rejected"] == [edge.why for edge in after.edges if edge.link == chosen]
    assert [chosen] == [row.id for row in case.links(state=LinkState.REJECTED).items]
    case.decide_links([chosen], True, actor=WHO, why="It had not")
    assert 2 == case.proposition(killed(case)).account.support.origins
    digests = case.table_digests()
    case.rebuild()
    assert digests == case.table_digests()
    with pytest.raises(FojaError, match="no link li-0"):
        case.decide_links(["li-0"], True, actor=WHO, why="x")


def test_a_citation_of_what_is_all_later_is_not_confirmed(case: Case) -> None:
    edges = case.proposition(killed(case)).account.edges
    chosen = next(edge.link for edge in edges if edge.kind == "cites" and edge.second == "el faro")
    for day, refused in (("2001-06-01", True), ("2001-05", False), ("2001-05-02", False)):
        case.describe(source(case, "faro.txt"), "published", day, actor=WHO, why="As printed")
        for _ in range(2):  # as it was found, and again once a person has decided on it
            if refused:
                with pytest.raises(Refusal, match="earliest page of the outlet in this case is of 2001-06-01"):
                    case.decide_links([chosen], True, actor=WHO, why="It names it")
            else:
                case.decide_links([chosen], True, actor=WHO, why="It names it")
            case.decide_links([chosen], False, actor=WHO, why="It does not")


def test_one_speaker_quoted_by_two_outlets_is_one_voice(case: Case) -> None:
    row = next(row for row in case.every_statement(Question()) if "pier was closed" in row.content)
    support = case.proposition(row.id).account.support
    assert (2, 1) == (support.documents, support.voices)


def test_common_interest_is_a_mark_and_merges_nothing(case: Case) -> None:
    before = case.proposition(killed(case)).account.support
    for name in ("faro.txt", "dock.txt"):
        case.describe(source(case, name), "owner", "Lira Holdings", actor=WHO, why="Company register")
    view = case.proposition(killed(case))
    assert before == view.account.support
    assert () == view.interests  # dock.txt is no root: it rests on Port Herald
    case.describe(source(case, "dock.txt"), "outlet", "Port Herald", actor=WHO, why="It is its page")
    assert ("Lira Holdings",) == tuple(owner for owner, _ in case.proposition(killed(case)).interests)


def test_one_byline_over_two_outlets_is_a_mark(case: Case) -> None:
    before = case.proposition(killed(case))
    assert () == before.bylines
    for name, author in (
        ("faro.txt", "Ana Beltrán"),
        ("dock.txt", "ANA BELTRÁN"),
        ("gate.txt", "Staff"),
        ("wire.txt", "Staff"),
    ):
        case.describe(source(case, name), "author", author, actor=WHO, why="As printed")
    view = case.proposition(killed(case))
    assert [{"El Faro", "Dock News"}] == [set(outlets) for _, outlets in view.bylines]
    assert before.account.support == view.account.support


def test_the_queue_puts_first_what_changes_most_counts(case: Case) -> None:
    rows = case.links(limit=50).items
    assert rows
    assert [row.sways for row in rows] == sorted((row.sways for row in rows), reverse=True)
    for identifier in [row.id for row in rows]:
        before = {r.id: r.support for r in case.matrix(limit=100).rows}
        row = case.link(identifier).row
        assert row.sways == len(case.link(row.id).propositions)
        swayed = {one for one, _, _ in case.link(row.id).propositions}
        case.decide_links([row.id], False, actor=WHO, why="A test")
        after = {r.id: r.support for r in case.matrix(limit=100).rows}
        changed = {one for one in before if before[one] != after[one]}
        assert changed <= swayed
    paged = case.links(state=LinkState.REJECTED, limit=1)
    seen = [row.id for row in paged.items]
    while paged.after:
        paged = case.links(state=LinkState.REJECTED, limit=1, after=paged.after)
        seen += [row.id for row in paged.items]
    assert sorted(seen) == sorted(row.id for row in rows)


def test_gaps_name_what_is_not_there_and_close_when_it_comes(case: Case) -> None:
    kinds = {kind: {gap.name for gap in case.gaps(kind, limit=100).items} for kind in GAP_KINDS}
    assert {"Port Herald"} == kinds["cited"]
    assert "Lira Harbour Office" in kinds["unquoted"]
    assert "Ana Beltrán" not in kinds["unquoted"]
    case.describe(source(case, "dock.txt"), "outlet", "Port Herald", actor=WHO, why="It is its page")
    assert () == case.gaps("cited").items
    with pytest.raises(FojaError, match="is no kind of gap"):
        case.gaps("guilt")


def test_gaps_come_a_page_at_a_time(sample_case: Case) -> None:
    drafts = [r.id for r in sample_case.every_statement(Question(review=(Review.DRAFT,), order="text"))]
    sample_case.accept(drafts, actor=WHO, why="Read")
    for kind in GAP_KINDS:
        whole = [gap.target for gap in sample_case.gaps(kind, limit=1000).items]
        assert whole
        page = sample_case.gaps(kind, limit=2)
        seen = [gap.target for gap in page.items]
        while page.after:
            page = sample_case.gaps(kind, limit=2, after=page.after)
            seen += [gap.target for gap in page.items]
        assert whole == seen


def test_what_would_fall_is_what_falls_when_the_statements_go(case: Case) -> None:
    sha = source(case, "faro.txt")
    said = case.without(sha[:12])
    before = {row.id: row.support for row in case.matrix(limit=100).rows}
    ids = [row.id for row in case.every_statement(Question(source=sha))]
    case.reject(ids, actor=WHO, why="A test")
    after = {row.id: row.support for row in case.matrix(limit=100).rows}
    assert {fall.id: fall.after for fall in said.falls} == {
        one: after.get(one) for one in before if before[one] != after.get(one)
    }
    assert () == case.without(sha).falls


def test_grades_are_kept_and_change_no_count(case: Case) -> None:
    sha = source(case, "faro.txt")
    row = next(row for row in case.every_statement(Question()) if "killed 31" in row.content)
    before = case.proposition(row.proposition).account
    case.grade(sha, "B", actor=WHO, why="Corrects its errors in print")
    case.grade(sha, "C", actor=WHO, why="Two corrections came late")
    case.grade(row.id, "3", actor=WHO, why="Two origins, neither says how it knows")
    assert ["C", "B"] == [grade.value for grade in case.grade_sheet(sha).grades]
    assert "fairly reliable" == case.grade_sheet(sha).grades[0].words
    assert ["3"] == [grade.value for grade in case.grade_sheet(row.id).grades]
    assert before == case.proposition(row.proposition).account
    for target, value, words in ((sha, "3", "no grade for a source"), (row.id, "B", "no grade for a statement")):
        with pytest.raises(FojaError, match=words):
            case.grade(target, value, actor=WHO, why="x")
    with pytest.raises(FojaError, match="likelihood that somebody is guilty"):
        case.grade(row.id, "2", actor=WHO, why="He is probably guilty")
    with pytest.raises(sqlite3.IntegrityError, match="grades are kept"):
        case._folder.database.connection.execute("UPDATE grade SET value = 'A'")
    digests = case.table_digests()
    case.rebuild()
    assert digests == case.table_digests()


def test_facts_beside_a_letter_say_nothing_of_agreement_and_those_beside_a_number_nothing_of_the_source(
    case: Case,
) -> None:
    letter = " ".join(case.grade_sheet(source(case, "wire.txt")).facts)
    assert "Outlet: Lira Wire." in letter
    assert "conflict" not in letter and "origin" not in letter
    row = next(row for row in case.every_statement(Question()) if "killed 31" in row.content)
    number = " ".join(case.grade_sheet(row.id).facts)
    assert "2 origins" in number and row.outlet not in number


# --- recount.py


def recount(bundle: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", "-S", str(bundle / "recount.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_bundle_recounts_itself_to_the_numbers_of_the_pages(case: Case, tmp_path: Path) -> None:
    link = case.links().items[0].id
    case.decide_links([link], True, actor=WHO, why="Seen")
    bundle = case.export("bundle", tmp_path / "bundle", actor=WHO)
    done = recount(bundle, "--all")
    assert (0, "") == (done.returncode, done.stderr)
    assert done.stdout.splitlines()[-1].startswith("OK: ")
    shown = {row.id: row.support for row in case.matrix(limit=1000).rows}
    lines = dict(line.split("  ", 1) for line in done.stdout.splitlines()[:-1])
    assert set(shown) == set(lines)
    for identifier, support in shown.items():
        words = f"documents {support.documents}, families {support.families}, origins {support.origins}, "
        assert lines[identifier].startswith(words)
    zipped = case.export("bundle", tmp_path / "bundle.zip", actor=WHO)
    assert recount(bundle, str(zipped)).returncode == 0


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda sheet: sheet["support"].update(origins=9), "origins was shown as 9"),
        (lambda sheet: sheet["documents"].pop(), "documents was shown as"),
        (lambda sheet: sheet["statements"].append("st-0"), "st-0 is not accepted in the record"),
        (lambda sheet: sheet["links"].append(["li-0", {"kind": "copy", "first": "a", "second": "b"}, "confirmed"]),
         "the record says suggested"),
    ],
)  # fmt: skip
def test_recount_tells_what_was_altered(case: Case, tmp_path: Path, change, words: str) -> None:  # type: ignore[no-untyped-def]
    bundle = case.export("bundle", tmp_path / "bundle", actor=WHO)
    path = bundle / "counts.jsonl"
    sheets = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    sheet = next(sheet for sheet in sheets if len(sheet["documents"]) > 1)
    sheet.setdefault("links", [])
    change(sheet)
    path.write_text("".join(json.dumps(one) + "\n" for one in sheets), "utf-8")
    done = recount(bundle)
    assert (1, True) == (done.returncode, words in done.stdout)
    assert done.stdout.splitlines()[-1].startswith("DIFFERS: ")


def test_recount_of_no_bundle_says_so(tmp_path: Path, case: Case) -> None:
    bundle = case.export("bundle", tmp_path / "bundle", actor=WHO)
    done = recount(bundle, str(tmp_path))
    assert (2, "") == (done.returncode, done.stderr)
    assert "NOT CHECKED" in done.stdout


def test_counts_are_made_again_over_what_the_receivers_may_have(case: Case, tmp_path: Path) -> None:
    hidden = source(case, "dock.txt")
    case.classify([hidden], Sensitivity.SEALED, actor=WHO, why="Ordered")
    tokens = {hidden, *(row.id for row in case.every_statement(Question(source=hidden)))}
    bundle = case.export("bundle", tmp_path / "bundle", actor=WHO)
    text = (bundle / "counts.jsonl").read_text("utf-8")
    assert not any(token in text for token in tokens)
    sheets = [json.loads(line) for line in text.splitlines()]
    whole = {sheet.proposition: sheet for sheet in case.count_sheets(Sensitivity.SEALED)}
    touched = [sheet for sheet in whole.values() if hidden in {one.source for one in sheet.documents}]
    shared = [sheet for sheet in touched if len(sheet.documents) > 1]
    assert shared
    assert len(sheets) == len(whole) - (len(touched) - len(shared))
    for sheet in shared:
        (given,) = [one for one in sheets if set(one["statements"]) == set(sheet.statements) - tokens]
        assert given["support"]["documents"] == sheet.support.documents - 1
    assert [one["proposition"] for one in sheets] == sorted(one["proposition"] for one in sheets)
    rows = {row.id: row for row in case.every_statement(Question(audience=Sensitivity.INTERNAL))}
    for one in sheets:
        assert {rows[i].proposition for i in one["statements"]} == {one["proposition"]}
        assert {rows[i].support.documents for i in one["statements"]} == {one["support"]["documents"]}
    done = recount(bundle)
    assert (0, "") == (done.returncode, done.stderr)
    assert f"{len(sheets)} counts made again" in done.stdout


def test_the_script_and_the_case_follow_one_rule(sample_case: Case) -> None:
    drafts = [r.id for r in sample_case.every_statement(Question(review=(Review.DRAFT,), order="text"))]
    sample_case.accept(drafts, actor=WHO, why="Read")
    from foja.model.record import builtins

    for sheet in sample_case.count_sheets():
        links = {name: (builtins(link), state.value) for name, link, state in sheet.links}
        found = recounted([builtins(document) for document in sheet.documents], links)
        support = sheet.support
        assert found == {name: getattr(support, name) for name in found if name != "roots"} | {
            "roots": list(support.roots)
        }


def test_origins_come_in_pages_that_hold_each_once(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    for sha in [row.sha256 for row in case.sources().items]:
        case.describe(sha, "outlet", f"Paper {sha[:4]}", actor=WHO, why="A test")
    for identifier in [row.id for row in case.links(limit=50).items]:
        case.decide_links([identifier], False, actor=WHO, why="A test")
    whole = case.proposition(killed(case))
    assert "" == whole.after
    monkeypatch.setattr(ask_counts, "SHOWN", 1)
    pages = [case.proposition(killed(case))]
    while pages[-1].after:
        pages.append(case.proposition(killed(case), after=pages[-1].after))
    assert len(pages) > 1
    assert {page.account.support for page in pages} == {whole.account.support}
    assert sorted(part for page in pages for part in [one.sources for one in page.account.parts]) == sorted(
        part.sources for part in whole.account.parts
    )
    with pytest.raises(FojaError, match="cannot be continued"):
        case.proposition(killed(case), after="?")
