"""Labels and what exports withhold: what is above the audience's label is in no byte of what is handed over."""

from __future__ import annotations

import io
import json
import tarfile
import zipfile
from pathlib import Path

import pytest

from foja.case import Case
from foja.model.event import Act, Actor
from foja.model.record import digest
from foja.model.rows import Question, SourceRow
from foja.model.vocabulary import Review, Sensitivity
from foja.publish.offline.verify import examine, verdict

WHO = Actor(name="Custodian")
CLOSED = Sensitivity.CONFIDENTIAL


def source(case: Case, name: str) -> SourceRow:
    (found,) = [row for row in case.sources().items if name in row.name]
    return found


def label(case: Case, name: str, to: Sensitivity = CLOSED, **part: bool) -> SourceRow:
    row = source(case, name)
    case.classify([row.sha256], to, actor=WHO, why="Asked for by who gave it", **part)
    return source(case, name)


def lower(case: Case, name: str, to: Sensitivity) -> None:
    """Without the second person that the facade asks for: what counts here is which label holds."""
    body = {"sources": [source(case, name).sha256], "part": "", "label": to.value}
    case._folder.record([Act(kind="source.classified", body=body, actor=WHO, why="A test of what holds")])


def members(path: Path) -> bytes:
    """All bytes of a bundle, names of its files included."""
    with zipfile.ZipFile(path) as bundle:
        return b"\n".join(name.encode() + b"\n" + bundle.read(name) for name in bundle.namelist())


@pytest.fixture
def reviewed(sample_case: Case) -> Case:
    """The sample with every draft accepted, and one pair of statements, links and parties decided on."""
    ids = [row.id for row in sample_case.every_statement(Question(review=(Review.DRAFT,), order="text"))]
    sample_case.accept(ids, actor=WHO, why="Read")
    return sample_case


def test_nothing_of_a_labelled_source_is_in_a_bundle(reviewed: Case, tmp_path: Path) -> None:
    mail = source(reviewed, ".eml")
    inside = [row for row in reviewed.sources().items if row.parent == mail.sha256]
    assert inside
    statements = [row for one in (mail, *inside) for row in reviewed.reader(one.sha256).statements]
    assert statements
    other = next(row for row in reviewed.every_statement(Question()) if row.source not in {mail.sha256})
    reviewed.join_statements([statements[0].id, other.id], actor=WHO, why="Both say it")
    reviewed.describe(mail.sha256, "title", "A letter", actor=WHO, why="It has none")
    whole = reviewed.export("bundle", tmp_path / "whole.zip")
    label(reviewed, ".eml")
    cut = reviewed.export("bundle", tmp_path / "cut.zip")

    before, after = members(whole), members(cut)
    for row in (mail, *inside):
        for token in (row.sha256, row.text, f'\\"{row.name}\\"'):
            assert token.encode() in before
            assert token.encode() not in after, token
    for row in statements:
        assert row.id.encode() in before
        assert row.id.encode() not in after
        assert row.quote.encode() not in after
    assert b"A letter" not in after
    findings, counts, _ = examine(str(cut))
    assert (findings, verdict(findings)) == ([], 0)
    assert counts["fields_withheld"] == counts["withheld_by_decision"] > 10


def test_a_bundle_from_which_more_was_taken_is_not_confirmed(reviewed: Case, tmp_path: Path) -> None:
    label(reviewed, ".eml")
    reviewed.export("bundle", tmp_path / "cut")
    events = tmp_path / "cut" / "data" / "ledger" / "events.jsonl"
    lines = [json.loads(line) for line in events.read_text("utf-8").splitlines()]
    taken = next(line for line in lines if '"kind":"statement.accepted"' in line["leaf"] and line["open"])
    del taken["open"]["statement"]
    events.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    assert "fields-withheld" in {finding.code for finding in examine(str(tmp_path / "cut"))[0]}


def test_tables_and_reports_leave_out_what_is_labelled(reviewed: Case, tmp_path: Path) -> None:
    row = next(reviewed.every_statement(Question()))
    label(reviewed, reviewed.source(row.source).name)
    for form in ("jsonl", "csv"):
        inside = reviewed.export(form, tmp_path / f"inside.{form}", audience=CLOSED).read_text("utf-8")
        outside = reviewed.export(form, tmp_path / f"outside.{form}").read_text("utf-8")
        assert row.id in inside
        assert row.id not in outside
        assert row.source not in outside
    for audience, shown in ((CLOSED, True), (Sensitivity.INTERNAL, False)):
        brief = reviewed.brief(Question(audience=audience))
        assert shown == (row.id in {found.id for found in brief.statements})
        assert shown == (row.source in {found.sha256 for found in brief.sources})
        named = {one for conflict in brief.conflicts for _, ids in conflict.sides for one in ids}
        if not shown:
            assert named.isdisjoint(found.id for found in reviewed.reader(row.source).statements)


def test_a_receipt_can_be_withheld_where_the_file_is_given(reviewed: Case, tmp_path: Path) -> None:
    handler = Actor(name="Zuleika Q.")
    (tmp_path / "given.txt").write_text("A note of our own that somebody gave.", "utf-8")
    reviewed.add([tmp_path / "given.txt"], actor=handler, why="Given")
    label(reviewed, "given.txt", Sensitivity.SOURCE_IDENTITY, receipt_only=True)
    row = label(reviewed, "10-memo", Sensitivity.SOURCE_IDENTITY, receipt_only=True)
    reviewed.classify([row.sha256], Sensitivity.SOURCE_IDENTITY, receipt_only=True, actor=handler, why="Quispe sent it")
    assert row.sensitivity is Sensitivity.INTERNAL
    data = members(reviewed.export("bundle", tmp_path / "cut.zip"))
    assert row.sha256.encode() in data
    assert row.name.encode() not in data
    assert b"Zuleika" not in data  # who brought it in points to who gave it
    assert b"Quispe" not in data  # so does the reason for hiding it
    sheets = str(reviewed.dossier([row.sha256, source(reviewed, "given.txt").sha256]).items)
    assert not [one for one in ("Zuleika", "Quispe") if one in sheets]
    assert "Zuleika" in str(reviewed.custody(source(reviewed, "given.txt").sha256))
    assert verdict(examine(str(tmp_path / "cut.zip"))[0]) == 0
    assert row.name.encode() in members(
        reviewed.export("bundle", tmp_path / "all.zip", audience=Sensitivity.SOURCE_IDENTITY)
    )


def test_a_label_holds_for_what_lies_inside_and_for_what_it_lies_in(sample_case: Case, tmp_path: Path) -> None:
    inner = io.BytesIO()
    with tarfile.open(fileobj=inner, mode="w") as tar:
        for name in ("one.txt", "two.txt"):
            info = tarfile.TarInfo(name)
            text = f"A text of our own, {name}.".encode()
            info.size = len(text)
            tar.addfile(info, io.BytesIO(text))
    with zipfile.ZipFile(tmp_path / "outer.zip", "w") as outer:
        outer.writestr("inner.tar", inner.getvalue())
        outer.writestr("three.txt", "A text of our own, three.")
    sample_case.add([tmp_path / "outer.zip"], actor=WHO)
    sample_case.build(jobs=0)

    def labels() -> list[str]:
        return [
            source(sample_case, n).sensitivity for n in ("outer.zip", "inner.tar", "one.txt", "two.txt", "three.txt")
        ]

    assert ["internal"] * 5 == labels()
    label(sample_case, "one.txt")
    assert ["confidential", "confidential", "confidential", "internal", "internal"] == labels()
    label(sample_case, "inner.tar", Sensitivity.SEALED)
    assert ["sealed", "sealed", "sealed", "sealed", "internal"] == labels()
    lower(sample_case, "one.txt", Sensitivity.PUBLIC)
    assert ["sealed", "sealed", "sealed", "sealed", "internal"] == labels()
    lower(sample_case, "inner.tar", Sensitivity.INTERNAL)
    assert ["internal", "internal", "internal", "internal", "internal"] == labels()
    label(sample_case, "three.txt", Sensitivity.PUBLIC)
    assert ["internal", "internal", "internal", "internal", "public"] == labels()
    before = sample_case.table_digests()
    sample_case.rebuild()
    assert before == sample_case.table_digests()


def test_what_is_added_to_a_labelled_archive_later_is_labelled(sample_case: Case, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "outer.zip", "w") as outer:
        outer.writestr("three.txt", "A text of our own, three.")
    sample_case.add([tmp_path / "outer.zip"], actor=WHO)
    label(sample_case, "outer.zip")
    sample_case.build(jobs=0)
    assert CLOSED is source(sample_case, "three.txt").sensitivity


def test_the_same_case_gives_the_same_bundle_again(reviewed: Case, tmp_path: Path) -> None:
    label(reviewed, ".eml")
    first = reviewed.export("bundle", tmp_path / "first.zip").read_bytes()
    assert first == reviewed.export("bundle", tmp_path / "second.zip").read_bytes()


def test_names_of_reviewers_can_be_withheld_from_everything(reviewed: Case, tmp_path: Path) -> None:
    row = next(iter(reviewed.every_statement(Question())))
    careful = Actor(name="Zuleika Q.")
    reviewed.correct(row.id, {"content": "Put more clearly", "dates": ["1994"]}, actor=careful, why="Clearer")
    hands = {"given": "Zuleika R.", "taken": "Zuleika S.", "how": "to Zuleika T."}
    reviewed.transfer([row.source], **hands, actor=careful, why="For the archive")
    for name in ("out.zip", "out.csv", "out.jsonl", "out.pdf"):
        form = {"zip": "bundle", "pdf": "report"}.get(name[4:], name[4:])
        path = reviewed.export(form, tmp_path / name, actor=careful, names=False)
        data = members(path) if form == "bundle" else path.read_bytes()
        assert b"Zuleika" not in data, name
        if form != "report":  # its text is compressed
            assert b"Zuleika" in (members if form == "bundle" else Path.read_bytes)(
                reviewed.export(form, tmp_path / f"named-{name}")
            )
    assert 0 == verdict(examine(str(tmp_path / "out.zip"))[0])


def test_a_bundle_has_one_list_of_what_is_withheld_its_own(reviewed: Case, tmp_path: Path) -> None:
    """Those of other bundles tell which events are protected better than others."""
    label(reviewed, ".eml")
    label(reviewed, "10-memo", Sensitivity.SEALED)

    def lists(name: str, audience: Sensitivity) -> list[str]:
        with zipfile.ZipFile(reviewed.export("bundle", tmp_path / name, audience=audience)) as bundle:
            lines = [json.loads(line) for line in bundle.read("foja-bundle/data/ledger/events.jsonl").splitlines()]
        findings, counts, _ = examine(str(tmp_path / name))
        assert (findings, verdict(findings)) == ([], 0)
        assert counts["fields_withheld"] == counts["withheld_by_decision"]
        made = [line for line in lines if json.loads(line["leaf"])["kind"] == "disclosure.made"]
        return [json.loads(line["open"]["audience"][1]) for line in made if "audience" in line["open"]]

    for number, audience in enumerate((Sensitivity.INTERNAL, CLOSED, Sensitivity.PUBLIC, CLOSED, Sensitivity.INTERNAL)):
        assert lists(f"{number}.zip", audience) == [audience.value]
        events = reviewed.events(limit=10_000)
        assert lists(f"{number}-again.zip", audience) == [audience.value]
        assert reviewed.events(limit=10_000) == events


def test_the_digest_of_what_others_were_given_is_no_oracle(reviewed: Case, tmp_path: Path) -> None:
    """Whoever has all rows of a table but the protected ones could try out the rest by its digest."""
    label(reviewed, ".eml")
    table = reviewed.export("csv", tmp_path / "for-the-court.csv", actor=WHO, audience=CLOSED)
    ours = reviewed.export("csv", tmp_path / "inside.csv", actor=WHO)
    data = members(reviewed.export("bundle", tmp_path / "out.zip"))
    assert digest(table.read_bytes()).encode() not in data
    assert digest(ours.read_bytes()).encode() in data
    assert verdict(examine(str(tmp_path / "out.zip"))[0]) == 0
    whole = reviewed.export("bundle", tmp_path / "whole.zip", actor=WHO, audience=CLOSED)
    assert digest(table.read_bytes()).encode() in members(whole)
    (sha, *_) = [row.sha256 for row in reviewed.sources().items if row.sensitivity is Sensitivity.INTERNAL]
    told = [deed.what for deed in reviewed.dossier([sha]).items[0].deeds if deed.kind == "exported"]
    assert len(told) == 1 and told[0].endswith("withheld")


def test_paths_of_this_machine_stay_here(reviewed: Case, tmp_path: Path) -> None:
    settings = reviewed.path / "foja.toml"
    more = '\n[receipts]\nfolder = "/home/zuleika/receipts"\n\n[[stamp]]\nname = "A"\nroots = "/home/zuleika/r.pem"\n'
    settings.write_text(settings.read_text("utf-8") + more, "utf-8")
    out = reviewed.export("bundle", tmp_path / "out.zip")
    assert b"zuleika" not in members(out)
    assert 0 == verdict(examine(str(out))[0])


@pytest.mark.parametrize("form", ["bundle", "site", "report", "csv", "jsonl", "acts", "annotations"])
def test_a_file_name_that_shows_who_gave_a_source_is_in_no_export(tmp_path: Path, form: str) -> None:
    """A source that everybody may have, and whose file name nobody may: without a title the name would be its label."""
    text = 'who,what\nx,"The court of Lira ordered the arrest of Tomás Rey."\n'
    (tmp_path / "given-by-maria.csv").write_text(text, "utf-8")
    with Case.create(tmp_path / "case", title="Lira", actor=WHO) as case:
        case.add([tmp_path / "given-by-maria.csv"], actor=WHO)
        case.build(jobs=0)
        case.accept([row.id for row in case.every_statement(Question(review=(Review.DRAFT,)))], actor=WHO, why="Read")
        act = {"machine": "warrant", "title": "Warrant", "kind": "ordered", "authority": "Court", "date": "2001"}
        rests = [row.id for row in case.every_statement(Question())]
        case.record_act({**act, "persons": ["Tomás Rey"]}, rests[:1], actor=WHO, why="Read")
        (sha,) = [row.sha256 for row in case.sources().items]
        case.classify([sha], Sensitivity.PUBLIC, actor=WHO, why="Published by the court")
        before = case.export(form, tmp_path / f"before-{form}.zip", audience=Sensitivity.PUBLIC)
        case.classify([sha], Sensitivity.SOURCE_IDENTITY, receipt_only=True, actor=WHO, why="Who gave it")
        after = case.export(form, tmp_path / f"after-{form}.zip", audience=Sensitivity.PUBLIC)
        told = case.brief(Question(audience=Sensitivity.PUBLIC))

    def holds(path: Path) -> bytes:
        return members(path) if form in ("bundle", "site") else path.read_bytes()

    if form not in ("report", "annotations"):  # a PDF is packed; annotations name no file
        assert b"given-by-maria" in holds(before)
    assert b"given-by-maria" not in holds(after)
    assert "given-by-maria" not in str(told)
    assert f"source {sha[:12]}" in str(told)
