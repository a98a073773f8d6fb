"""Drafts of certificates: filled where the record says something, blank where it does not, a draft everywhere."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pypdfium2
import pytest

from foja.case import Case
from foja.cli.keeping import CERTIFICATES
from foja.model.custody import Arrival, CustodySheet, Deed, Dossier, FixityState, StampLine, Standing, Transfer
from foja.model.errors import FojaError, Refusal, UsageError
from foja.model.event import Actor
from foja.publish.certificate import FORMS, as_markdown, drafted, write_certificate
from foja.publish.sheet import write_sheets

WHO = Actor(name="Custodian")
EVIL = "a|b <script>alert(1)</script> `x` **y** [[full name]] {verifier} #let \u202e gpj.exe\n# Heading"


def sheet(number: int = 1, name: str = "order.pdf", **changes: object) -> CustodySheet:
    made = CustodySheet(
        case="Harbour", origin="example.org/cases/7", item=f"S-{number}", label=name, name=name,
        sha256=f"{number:064x}", sha512=f"{number:0128x}", size=1000 + number, seq=number, leaf="e" * 64,
        arrivals=(Arrival(seq=number, at="2026-03-01T10:00:00Z", by="Ana", name=name, why="By courier",
                          received_from=f"box/{name}"),),
        deeds=(Deed(seq=number, at="2026-03-01T10:00:00Z", kind="source.added", by="Ana", what="received",
                    leaf="e" * 64),),
    )  # fmt: skip
    return msgspec.structs.replace(made, **changes)


def dossier(*items: CustodySheet, **changes: object) -> Dossier:
    made = Dossier(
        case="Harbour", origin="example.org/cases/7", verifier="example.org/cases/7+00+key", software="foja 9",
        items=items or (sheet(),), fixity=FixityState(),
        checkpoint=Standing(origin="example.org/cases/7", size=5, root="r", note="example.org/cases/7\n5\nr\n\n— x y\n",
                            signed=True),
    )  # fmt: skip
    return msgspec.structs.replace(made, **changes)


def markdown(given: Dossier, form: str) -> str:
    return as_markdown(drafted(given, form))


def pages(path: Path) -> list[str]:
    document = pypdfium2.PdfDocument(path)
    texts = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    return texts


@pytest.mark.parametrize("form", FORMS)
def test_a_draft_is_marked_lists_its_items_and_keeps_its_blanks(form: str) -> None:
    given = dossier(sheet(1), sheet(2, "photo.jpg"))
    page = markdown(given, form)
    assert {"fre902": "DRAFT, not signed", "argentina": "BORRADOR, sin firmar"}[form] in page
    for one in given.items:
        assert one.sha256 in page
        assert one.item in page
    assert "example.org/cases/7\n    5\n" in page
    draft = drafted(given, form)
    blanks = [w for s in draft["sections"] for b in s["blocks"] for k, w in b.get("runs", ()) if k == "blank"]
    assert len(blanks) > 10
    assert page.count("_" * 28) == len(blanks)
    assert "{" not in re.sub(r"\\.", "", page)


@pytest.mark.parametrize(
    ("form", "fields"),
    [
        ("fre902", ["902(11)", "902(13)", "902(14)", "803(6)(A)-(C)", "28 U.S.C. § 1746", "SHA-256", "checkpoint",
                    "under penalty of perjury", "qualified to make this certification", "(signature)", "notice"]),
        ("argentina", ["232/2023", "528/2021", "Identificación", "Recolección", "Preservación", "Procesamiento",
                       "Presentación", "Rótulo", "SHA-256", "Entrega", "Recibe", "Testigos", "Firma", "Traspasos"]),
    ],
)  # fmt: skip
def test_a_form_has_the_fields_that_its_rules_name(form: str, fields: list[str]) -> None:
    page = markdown(dossier(), form).replace("\\", "")
    assert [field for field in fields if field not in page] == []


@pytest.mark.parametrize("form", FORMS)
def test_nothing_is_filled_in_that_the_record_does_not_hold(form: str) -> None:
    bare = markdown(dossier(checkpoint=None), form)
    assert {"fre902": "No checkpoint was signed yet", "argentina": "Todavía no se firmó"}[form] in bare
    unsigned = dossier()
    assert unsigned.checkpoint is not None
    unsigned = dossier(checkpoint=msgspec.structs.replace(unsigned.checkpoint, signed=False))
    assert {"fre902": "no signature that verifies", "argentina": "No lleva una firma"}[form] in markdown(unsigned, form)
    # Names of persons stand there only as far as events have them.
    assert "Ana" in bare
    draft = drafted(dossier(), form)
    for section in draft["sections"]:
        for block in section["blocks"]:
            assert not any(kind == "blank" and not words.strip() for kind, words in block.get("runs", ()))


@pytest.mark.parametrize(
    ("form", "none", "said", "unchecked"),
    [
        ("fre902", "No time stamp by a third party is recorded",
         "states that the first 2 events existed at 2026-03-01 11:00:00 UTC, among them the receipt of 1 of the listed",
         "were not checked for this draft"),
        ("argentina", "No consta ningún sello de tiempo",
         "declara que los primeros 2 asientos existían el 2026-03-01 11:00:00 UTC, entre ellos el ingreso de 1 de los",
         "no se comprobaron para este borrador"),
    ],
)  # fmt: skip
def test_time_stamps_are_named_with_the_items_they_cover(form: str, none: str, said: str, unchecked: str) -> None:
    assert none in markdown(dossier(), form)
    stamp = StampLine(authority="Tide {verifier} [[name]]", gen_time="2026-03-01T11:00:00Z", size=2)
    page = markdown(dossier(sheet(1), sheet(2), stamps=(stamp,)), form).replace("\\", "")
    assert said in page and unchecked in page
    assert none not in page
    assert "Tide {verifier} [[name]]" in page, "a name is text"


def test_a_check_of_a_part_is_never_said_to_be_one_of_the_whole() -> None:
    part = FixityState(last="2026-03-02T00:00:00Z", share=0.99999)
    assert "checks of 99.9 % of the store" in markdown(dossier(fixity=part), "fre902")
    whole = FixityState(last="2026-03-02T00:00:00Z", whole_since="2026-01-01T00:00:00Z", share=1.0, damaged=("f" * 64,))
    page = markdown(dossier(fixity=whole), "fre902")
    assert "between 2026-01-01 00:00:00 UTC and 2026-03-02 00:00:00 UTC" in page
    assert "1 files of the case file, none of them listed here, were damaged or missing" in page


@pytest.mark.parametrize("form", FORMS)
def test_names_of_files_are_text_and_never_markup_blanks_or_fields(form: str, tmp_path: Path) -> None:
    hostile = dossier(
        sheet(
            1, EVIL, transfers=(Transfer(seq=3, at="2026-03-01T10:00:00Z", by=EVIL, given=EVIL, taken=EVIL, how=EVIL),)
        ),
        case=EVIL,
    )
    tame = dossier(sheet(1, "a", transfers=(Transfer(seq=3, at="x", by="a", given="a", taken="a", how="a"),)), case="a")
    page = markdown(hostile, form)
    assert "<script>" not in page
    assert "\u202e" not in page
    assert page.count("_" * 28) == markdown(tame, form).count("_" * 28)
    assert page.count("\n# ") == 0
    assert page.count("\n|") == markdown(tame, form).count("\n|")
    write_certificate(hostile, form, tmp_path / "out.pdf")
    assert "script" in "".join(pages(tmp_path / "out.pdf"))


@pytest.mark.parametrize("form", FORMS)
def test_the_pdf_is_marked_on_every_page_and_the_same_twice(form: str, tmp_path: Path) -> None:
    given = dossier(*(sheet(n, f"file {n}.pdf") for n in range(1, 40)))
    for name in ("a.pdf", "b.pdf"):
        write_certificate(given, form, tmp_path / name)
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()
    texts = pages(tmp_path / "a.pdf")
    assert len(texts) > 3
    mark = {"fre902": "DRAFT, not signed", "argentina": "BORRADOR, sin firmar"}[form]
    assert [n for n, text in enumerate(texts) if mark not in text] == []
    together = re.sub(r"[\s\u200b]", "", "".join(texts))
    assert all(one.sha256 in together for one in given.items)


def test_a_wrong_form_or_ending_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="none of these"):
        write_certificate(dossier(), "notary", tmp_path / "a.pdf")
    with pytest.raises(UsageError, match=r"\.pdf or \.md"):
        write_certificate(dossier(), "fre902", tmp_path / "a.docx")
    assert list(tmp_path.iterdir()) == []


def test_the_command_line_offers_the_forms_that_there_are() -> None:
    assert CERTIFICATES == FORMS


# -- through the facade


def test_a_case_drafts_both_and_changes_nothing(sample_case: Case, tmp_path: Path) -> None:
    before = sample_case.desk().events
    for form in FORMS:
        sample_case.certify([], form, tmp_path / f"{form}.pdf")
        sample_case.certify([], form, tmp_path / f"{form}.md")
        page = (tmp_path / f"{form}.md").read_text("utf-8")
        assert all(row.sha256 in page for row in sample_case.sources(limit=1000).items)
    assert before == sample_case.desk().events
    with pytest.raises(Refusal, match="nothing is overwritten"):
        sample_case.certify([], "fre902", tmp_path / "fre902.md")


def test_nothing_is_drafted_on_damaged_items(sample_case: Case, tmp_path: Path) -> None:
    sha = sample_case.sources().items[0].sha256
    path = sample_case.path / "vault" / "sha256" / sha[:2] / sha[2:4] / sha
    for spoil in (lambda: (path.chmod(0o644), path.write_bytes(b"other")), path.unlink):
        spoil()
        with pytest.raises(FojaError) as caught:
            sample_case.certify([], "fre902", tmp_path / "out.md")
        assert caught.value.code in ("blob-altered", "blob-missing")
        assert not (tmp_path / "out.md").exists()


def test_sheets_are_printed_the_same_twice(sample_case: Case, tmp_path: Path) -> None:
    shas = [row.sha256 for row in sample_case.sources().items[:3]]
    sample_case.transfer([shas[0]], given="archive", taken="registry", how="by hand", actor=WHO, why="Ordered")
    for name in ("a.pdf", "b.pdf"):
        sample_case.write_sheets(shas, tmp_path / name)
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()
    text = re.sub(r"[\s\u200b]", "", "".join(pages(tmp_path / "a.pdf")))
    for sha in shas:
        assert sha in text
        assert sample_case.custody(sha).sha512 in text
        assert sample_case.custody(sha).leaf in text
    assert "registry" in text


def test_a_hostile_name_on_a_sheet_is_text(tmp_path: Path) -> None:
    write_sheets([sheet(1, EVIL)], tmp_path / "a.pdf")
    assert "#let" in "".join(pages(tmp_path / "a.pdf"))
