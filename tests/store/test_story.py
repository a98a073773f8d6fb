"""The story of a case, through the facade: what is added, built, decided and asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from foja.case import Case, with_fields
from foja.model.errors import Refusal, UsageError
from foja.model.event import Actor
from foja.model.rows import Question, StatementRow
from foja.model.vocabulary import Holds, LinkState, Modality, Review, Status
from foja.store import search

WHO = Actor(name="Reviewer")
DRAFTS = Question(review=(Review.DRAFT,), order="text", limit=500)


def drafts(case: Case) -> list[StatementRow]:
    return list(case.every_statement(DRAFTS))


def test_adding_twice_adds_nothing(sample_case: Case, tmp_path: Path) -> None:
    folder = tmp_path / "more"
    folder.mkdir()
    (folder / "a.txt").write_text("A note of our own on the court of first instance.\n", "utf-8")
    first = sample_case.add([folder], actor=WHO)
    second = sample_case.add([folder], actor=WHO)
    assert (first.added, first.known, second.added, second.known) == (1, 0, 0, 1)


def test_a_second_build_does_nothing_and_one_new_source_costs_its_own_runs(sample_case: Case, tmp_path: Path) -> None:
    assert sample_case.build(jobs=0).runs == 0
    note = tmp_path / "note.txt"
    note.write_text("The court ordered the file to be reopened on 3 May 2010, the registry said.\n", "utf-8")
    sample_case.add([note], actor=WHO)
    assert sample_case.build(jobs=0).runs == 5  # read, extract, resolve, sketch, compare: one each


def test_every_draft_slices_back_and_is_no_furniture(sample_case: Case) -> None:
    furniture = {"navigation", "teaser", "sharing", "cookie", "comment", "legal", "header"}
    for source in sample_case.sources(limit=1000).items:
        view = sample_case.reader(source.sha256)
        for row in view.statements:
            assert view.text[row.start : row.end] == row.quote
            assert view.reading is not None
            roles = {z.role.value for z in view.reading.zones if z.start < row.end and row.start < z.end}
            assert not roles & furniture, (row.quote, roles)


def test_a_source_in_a_language_without_drafts_says_so(sample_case: Case) -> None:
    views = [sample_case.reader(row.sha256) for row in sample_case.sources(limit=1000).items if row.language]
    told = {view.source.language for view in views if "No statements are drafted in the language" in view.drafting}
    assert told == {view.source.language for view in views} - {"en", "es"} != set()


def test_what_could_not_be_read_says_why_and_what_to_do(sample_case: Case) -> None:
    gaps = {row.name: row for row in sample_case.sources(state="gap").items}
    assert {name: str(row.state) for name, row in gaps.items()} == {
        "07-scanned-resolution.pdf": "scan",
        "15-corrupt.pdf": "corrupt",
    }
    assert all(row.detail and row.next for row in gaps.values())


def test_accepting_counts_and_history(sample_case: Case) -> None:
    row = drafts(sample_case)[0]
    assert sample_case.statements(Question()).items == ()
    events = sample_case.accept([row.id], actor=WHO, why="Checked against the page")
    assert [e.kind for e in events] == ["statement.accepted"]
    view = sample_case.statement(row.id)
    assert view.row.review is Review.ACCEPTED
    assert view.row.support is not None
    assert view.row.support.documents == 1
    assert [(e.actor.name, e.why) for e in view.history] == [("Reviewer", "Checked against the page")]
    assert sample_case.accept([row.id], actor=WHO, why="Again") == []


def test_a_form_offers_what_was_read_at_a_passage(sample_case: Case) -> None:
    source = next(row for row in sample_case.sources(text="05-page-fa").items)
    text = sample_case.reader(source.sha256).text
    start = text.index("مقام‌های ارشد ایران")
    offered = sample_case.offered(source.sha256, start, text.index("تصمیم گرفتند", start))
    assert [when.edtf for when in offered.dates] == ["1993-08-14"]
    assert offered.names[:3] == ("ایران", "مشهد", "دادستانی آرژانتین")
    made = sample_case.enter(source.sha256, start, start + 60, {}, actor=WHO, why="Read")
    assert made.names == ("ایران", "مشهد")


def test_a_decision_needs_a_reason(sample_case: Case) -> None:
    with pytest.raises(UsageError) as caught:
        sample_case.accept([drafts(sample_case)[0].id], actor=WHO, why="  ")
    assert caught.value.code == "why-missing"


def test_a_corrected_statement_is_superseded_for_good(sample_case: Case) -> None:
    row = drafts(sample_case)[0]
    made = sample_case.correct(
        row.id, {"status": "reported", "speaker": "The registry"}, actor=WHO, why="The registry said it"
    )
    before, after = sample_case.statement(row.id), sample_case.statement(made.id)
    assert (before.row.review, before.superseded_by) == (Review.SUPERSEDED, made.id)
    assert (after.row.review, after.row.speaker, after.statement.supersedes) == (
        Review.ACCEPTED,
        "The registry",
        row.id,
    )
    for act in (sample_case.accept, sample_case.reject, sample_case.reopen):
        with pytest.raises(Refusal) as caught:
            act([row.id], actor=WHO, why="Once more")
        assert caught.value.code == "superseded-is-final"


def test_the_effort_of_review_is_what_became_of_drafts(sample_case: Case) -> None:
    assert sample_case.effort().said == ""
    rows = drafts(sample_case)
    sample_case.accept([row.id for row in rows[:3]], actor=WHO, why="Read")
    sample_case.reject([rows[3].id], actor=WHO, why="No statement")
    sample_case.correct(rows[4].id, {"speaker": "The registry"}, actor=WHO, why="It said so")
    effort = sample_case.effort()
    assert (effort.accepted, effort.corrected, effort.rejected) == (3, 1, 1)
    assert "3 were accepted as they are (60 of 100)" in effort.said
    sample_case.reopen([rows[3].id], actor=WHO, why="It is one")
    assert sample_case.effort().decided == 4


def test_rejecting_and_reopening_keep_the_history(sample_case: Case) -> None:
    row = drafts(sample_case)[0]
    sample_case.reject([row.id], actor=WHO, why="Not a statement")
    sample_case.reopen([row.id], actor=WHO, why="It is one")
    sample_case.accept([row.id], actor=WHO, why="Read again")
    kinds = [e.kind for e in sample_case.statement(row.id).history]
    assert kinds == ["statement.rejected", "statement.reopened", "statement.accepted"]


def test_a_person_enters_a_statement_on_a_passage(sample_case: Case) -> None:
    source = next(s for s in sample_case.sources().items if s.name == "13-notice.txt")
    text = sample_case.reader(source.sha256).text
    start = text.index("Interpol")
    fields = {"modality": "asserted", "status": "reported", "dates": ["2007-03-15"]}
    made = sample_case.enter(source.sha256, start, start + 8, fields, actor=WHO, why="Missed by the machine")
    view = sample_case.statement(made.id)
    assert (view.row.quote, view.row.review, view.statement.entered) == ("Interpol", Review.ACCEPTED, True)
    with pytest.raises(UsageError):
        sample_case.enter(source.sha256, len(text), len(text) + 5, {}, actor=WHO, why="Outside")
    with pytest.raises(UsageError):
        sample_case.enter(source.sha256, start, start + 8, {"dates": ["next year"]}, actor=WHO, why="No date")


def copies(case: Case) -> list[StatementRow]:
    """A statement that stands word for word in the note and in its verbatim copy."""
    by_quote: dict[tuple[str, str], list[StatementRow]] = {}
    for row in drafts(case):
        by_quote.setdefault((row.quote, row.modality), []).append(row)
    return next(rows for rows in by_quote.values() if len({r.source for r in rows}) == 2 and len(rows[0].quote) > 60)


def test_a_copy_is_another_document_but_no_other_origin(sample_case: Case) -> None:
    rows = copies(sample_case)
    sample_case.accept([r.id for r in rows], actor=WHO, why="Both read")
    support = sample_case.statement(rows[0].id).row.support
    assert support is not None
    assert (support.documents, support.families, support.origins) == (2, 1, 1)


def test_statements_can_be_joined_and_parted(sample_case: Case) -> None:
    first, second = drafts(sample_case)[0], drafts(sample_case)[-1]
    assert first.proposition != second.proposition
    sample_case.join_statements([first.id, second.id], actor=WHO, why="The same")
    assert sample_case.statement(first.id).row.proposition == sample_case.statement(second.id).row.proposition
    sample_case.part_statements(first.id, second.id, actor=WHO, why="Not the same after all")
    assert sample_case.statement(first.id).row.proposition != sample_case.statement(second.id).row.proposition


def test_parties_can_be_joined_and_parted(sample_case: Case) -> None:
    first, second = (sample_case.party(name) for name in ("Interpol", "Clarín"))
    sample_case.join_parties([first.row.id, second.row.id], actor=WHO, why="A test of undoing")
    assert sample_case.party("Interpol").row.id == sample_case.party("Clarín").row.id
    assert "A test of undoing" in " ".join(sample_case.party("Interpol").joins)
    sample_case.part_parties(first.row.key, second.row.key, actor=WHO, why="They are two")
    assert sample_case.party("Interpol").row.id != sample_case.party("Clarín").row.id


def test_the_view_of_a_party_counts_what_the_lists_show(sample_case: Case) -> None:
    waiting = [row.id for row in drafts(sample_case)]
    sample_case.accept(waiting[::2], actor=WHO, why="Read")
    first, second = sample_case.parties(limit=2).items
    sample_case.join_parties([first.id, second.id], actor=WHO, why="A test of counting what is joined")

    for row in sample_case.parties(limit=12).items:
        view = sample_case.party(row.id)
        for role, shown, accepted, left in (
            ("speaker", view.by, view.row.by, view.drafts_by),
            ("subject", view.about, view.row.about, view.drafts_about),
        ):
            asked = {role: view.row.name, "limit": 1000}
            listed = sample_case.statements(with_fields(Question(), **asked))
            assert accepted == listed.total
            assert [s.id for s in shown] == [s.id for s in listed.items[: len(shown)]]
            assert left == sample_case.statements(with_fields(Question(review=(Review.DRAFT,)), **asked)).total
        assert row.documents == sample_case.sources(party=view.row.name).total
        assert row.mentions == sum(form.mentions for form in view.forms)


def test_drafts_stay_out_of_the_file(sample_case: Case, tmp_path: Path) -> None:
    one = drafts(sample_case)[0]
    sample_case.accept([one.id], actor=WHO, why="Read")
    out = sample_case.export("jsonl", tmp_path / "out.jsonl")
    assert [line.count(one.id) > 0 for line in out.read_text("utf-8").splitlines()] == [True]
    table = sample_case.export("csv", tmp_path / "out.csv").read_bytes().decode("utf-8-sig")
    assert table.count("st-") == 1


def test_nothing_is_overwritten_by_an_export(sample_case: Case, tmp_path: Path) -> None:
    (tmp_path / "out.csv").write_text("mine")
    with pytest.raises(Refusal):
        sample_case.export("csv", tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_text() == "mine"


def test_as_of_and_known_by(sample_case: Case) -> None:
    asked = with_fields(DRAFTS, as_of="1994-07-17")
    assert all(r.holds is not Holds.NO for r in sample_case.statements(asked).items)
    bombing = [r for r in drafts(sample_case) if any(d.edtf == "1994-07-18" for d in r.dates)]
    assert bombing
    early = {r.id for r in sample_case.every_statement(asked)}
    assert not {r.id for r in bombing if all(d.edtf == "1994-07-18" for d in r.dates)} & early
    known = list(sample_case.every_statement(with_fields(DRAFTS, known_by="2024-12-31")))
    assert known
    assert all((r.published or r.recorded_at)[:10] <= "2024-12-31" for r in known)
    with pytest.raises(UsageError):
        sample_case.statements(with_fields(DRAFTS, as_of="yesterday"))


def test_questions_narrow_and_pages_go_on(sample_case: Case) -> None:
    everything = drafts(sample_case)
    paged: list[str] = []
    after = ""
    while True:
        page = sample_case.statements(with_fields(DRAFTS, after=after, limit=7))
        paged += [r.id for r in page.items]
        after = page.after
        if not after:
            break
    assert paged == [r.id for r in everything]
    denied = list(sample_case.every_statement(with_fields(DRAFTS, modality=Modality.DENIED)))
    assert {r.id for r in denied} == {r.id for r in everything if r.modality is Modality.DENIED} != set()
    requested = list(sample_case.every_statement(with_fields(DRAFTS, status=Status.REQUESTED)))
    assert {r.id for r in requested} == {r.id for r in everything if r.status is Status.REQUESTED} != set()
    by_speaker = list(sample_case.every_statement(with_fields(DRAFTS, speaker="Sebastián Basso")))
    assert by_speaker
    assert all("Basso" in r.speaker for r in by_speaker)


@pytest.mark.parametrize("typed", ["Jamenei", "خامنه ای", "khamenei", '"red notices"', "Interpol -2005", "notific*"])
def test_search_finds_and_marks_in_any_script(sample_case: Case, typed: str) -> None:
    found = sample_case.search(typed)
    hits = [h for page in found.values() for h in page.items]
    assert hits
    assert any(piece.hit for h in hits for piece in h.snippet)


@pytest.mark.parametrize("typed", ["", '"', "AND OR NOT", "NEAR(", "a* b* -", "*", "-x", "'; DROP TABLE source; --"])
def test_search_takes_anything(sample_case: Case, typed: str) -> None:
    sample_case.search(typed)
    sample_case.statements(with_fields(DRAFTS, text=typed))


def test_rebuilding_gives_the_same_tables_byte_for_byte(sample_case: Case) -> None:
    rows = drafts(sample_case)
    sample_case.accept([r.id for r in rows[:40]], actor=WHO, why="Read")
    sample_case.correct(rows[41].id, {"content": "In clearer words"}, actor=WHO, why="Clearer")
    sample_case.reject([rows[42].id], actor=WHO, why="No")
    sample_case.join_statements([rows[43].id, rows[44].id], actor=WHO, why="Same")
    sample_case.join_parties(
        [sample_case.party("Interpol").row.id, sample_case.party("Clarín").row.id], actor=WHO, why="x"
    )
    sample_case.describe(rows[0].source, "outlet", "Example Gazette", actor=WHO, why="Masthead")
    before = sample_case.table_digests()
    sample_case.rebuild()
    assert sample_case.table_digests() == before
    assert before["statement"] != before["source"]


def test_a_bundle_and_the_case_verify(sample_case: Case, tmp_path: Path) -> None:
    from foja.publish.offline import verify as offline

    sample_case.accept([drafts(sample_case)[0].id], actor=WHO, why="Read")
    assert sample_case.verify().verdict == "intact"
    bundle = sample_case.export("bundle", tmp_path / "file.zip")
    assert offline.examine(str(bundle))[0] == []


def test_the_report_is_a_pdf_and_the_same_twice(sample_case: Case, tmp_path: Path) -> None:
    sample_case.accept([r.id for r in drafts(sample_case)[:5]], actor=WHO, why="Read")
    first = sample_case.export("report", tmp_path / "a.pdf").read_bytes()
    second = sample_case.export("report", tmp_path / "b.pdf").read_bytes()
    assert first.startswith(b"%PDF-")
    assert first == second


def test_a_bundle_is_never_narrowed_and_exports_are_recorded(sample_case: Case, tmp_path: Path) -> None:
    with pytest.raises(Refusal) as caught:
        sample_case.export("bundle", tmp_path / "part.zip", Question(as_of="2001"))
    assert caught.value.code == "bundle-whole"
    sample_case.export("jsonl", tmp_path / "all.jsonl", actor=WHO)
    last = sample_case.events(after=sample_case.desk().events - 2)[-1]
    assert (last.kind, last.body["form"]) == ("exported", "jsonl")


def test_note_copy_and_paraphrase_are_three_documents_and_one_origin(sample_case: Case) -> None:
    """The copy copies the note, and the paraphrase quotes the outlet of the note: once a person has said that
    the three say the same, they count as one origin."""
    names = {s.sha256: s.name[:2] for s in sample_case.sources(limit=100).items}
    arrest = [r for r in drafts(sample_case) if "arrest" in r.content]
    chosen = [
        next(r for r in arrest if names[r.source] == "01"),
        next(r for r in arrest if names[r.source] == "02"),
        next(r for r in arrest if names[r.source] == "03" and "Sample Wire" in [link.name for link in r.chain]),
    ]
    sample_case.accept([r.id for r in chosen], actor=WHO, why="Read")
    sample_case.join_statements([r.id for r in chosen], actor=WHO, why="All three report the request")
    support = sample_case.statement(chosen[0].id).row.support
    assert support is not None
    assert (support.documents, support.origins) == (3, 1)


def test_decisions_without_a_key_are_kept_and_said_to_be_unsigned(
    sample_case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FOJA_HOME", str(tmp_path / "another-machine"))
    sample_case.accept([drafts(sample_case)[0].id], actor=WHO, why="Read")
    assert "no key" in sample_case.unsigned
    assert sample_case.verify().verdict == "unsigned"


@pytest.mark.parametrize("ranked", [5000, 50])
def test_an_accepted_statement_is_found_however_many_drafts_match_better(
    sample_case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ranked: int
) -> None:
    """More drafts match, and match better, than search looks at; the accepted one is still the first hit."""
    monkeypatch.setattr(search, "RANKED", ranked)
    note = tmp_path / "long.txt"
    better = "".join(f"The registry said that beacon {n} was a beacon.\n\n" for n in range(400))
    weak = "The registry said that the file on the harbour, the quay, the mole and the pier named one beacon there."
    note.write_text(f"{better}{weak}\n", "utf-8")
    sample_case.add([note], actor=WHO)
    sample_case.build(jobs=0)
    chosen = next(r for r in drafts(sample_case) if "harbour" in r.content)
    sample_case.accept([chosen.id], actor=WHO, why="Read")
    found = sample_case.search("beacon", kinds=("statement",), limit=10)["statement"]
    assert (True, 50) == (found.capped, found.total) if ranked == 50 else found.total > 300
    assert [hit.review for hit in found.items] == [Review.ACCEPTED] + [Review.DRAFT] * 9
    assert found.items[0].id == chosen.id


def test_search_neither_shows_nor_counts_what_was_rejected(sample_case: Case) -> None:
    before = sample_case.search("Interpol", kinds=("statement",), limit=500)["statement"]
    assert len(before.items) == before.total > 2
    sample_case.reject([before.items[0].id], actor=WHO, why="Not a statement")
    sample_case.correct(before.items[1].id, {"content": "Something else"}, actor=WHO, why="Said so")
    after = sample_case.search("Interpol", kinds=("statement",), limit=500)["statement"]
    gone = {before.items[0].id, before.items[1].id}
    assert gone.isdisjoint(hit.id for hit in after.items)
    assert len(after.items) == after.total


def test_links_wait_until_they_are_decided_on(sample_case: Case) -> None:
    (link,) = sample_case.links().items
    assert 1 == sample_case.links().total == sample_case.desk().counts.links
    assert {link.first_source, link.second_source} < {source.sha256 for source in sample_case.sources().items}
    for confirmed, kind, state in ((True, "link.confirmed", "confirmed"), (False, "link.rejected", "rejected")):
        (event,) = sample_case.decide_links([link.id], confirmed, actor=WHO, why="Word for word")
        assert (kind, "Word for word") == (event.kind, event.why)
        assert [link.id] == [found.id for found in sample_case.links(state=LinkState(state)).items]
        assert 0 == sample_case.links().total == sample_case.desk().counts.links
    with pytest.raises(UsageError, match="no link li-0"):
        sample_case.decide_links(["li-0"], True, actor=WHO, why="None")


def test_a_conflict_has_a_page_of_its_own(sample_case: Case) -> None:
    sample_case.accept([row.id for row in drafts(sample_case)], actor=WHO, why="Read")
    listed = sample_case.conflicts()
    assert listed.total == len(listed.items) == sample_case.desk().counts.conflicts > 1
    paged = sample_case.conflicts(limit=1)
    assert listed.items == (*paged.items, *sample_case.conflicts(after=paged.after).items)
    for conflict in listed.items:
        view = sample_case.conflict(conflict.id)
        assert [ids for _, ids in conflict.sides] == [tuple(row.id for row in rows) for rows in view.statements]
        assert all(row.conflicted for rows in view.statements for row in rows)
    denial = next(conflict for conflict in listed.items if conflict.reason == "denial")
    (denier,) = denial.sides[1][1]
    sample_case.reject([denier], actor=WHO, why="Not a statement")
    with pytest.raises(UsageError, match=f"no conflict {denial.id}"):
        sample_case.conflict(denial.id)
