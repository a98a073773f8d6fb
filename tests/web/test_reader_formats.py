"""The Reader over real files: a table as a table, attachments as links in their message."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from conftest import REVIEWER
from foja.case import Case
from read.formats import answer, msg, odt, pptx, record, said, slide, warc, xlsx
from read.samples import docx, paragraph
from read.test_pdf_unseen import hiding
from web.browsing import client_for


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    folder = tmp_path_factory.mktemp("reader")
    papers = folder / "papers"
    papers.mkdir()
    rows = f'<row r="2">{said("B2", "The prosecutor said on 9 April 2025 that the payments were made.")}</row>'
    note = "<text:note><text:note-body><text:p>Interview of April.</text:p></text:note-body></text:note>"
    page = b"<html><body><h1>A captured page</h1><p>The court said so.</p></body></html>"
    files = {
        "t.xlsx": xlsx({"Pagos": rows}),
        "m.msg": msg(
            "Letter", "The body.", attachments=[("note.txt", b"A note to read."), ("empty.bin", b"\0\1\2\3" * 40)]
        ),
        "memo.odt": odt(f"<text:p>He came.{note}</text:p>"),
        "memo.docx": docx(paragraph("A brief."), comments=paragraph("Check!")),
        "talk.pptx": pptx([slide("One line.", title="Title")]),
        "order.pdf": hiding(),
        "chat.txt": b"12/03/24, 10:15 - Ana: A message.\n13/03/24, 10:18 - Juan: Another.\n",
        "crawl.warc": warc(record("response", "https://example.org/a", answer(page))),
    }
    for name, data in files.items():
        (papers / name).write_bytes(data)
    with Case.create(folder / "case", title="Reader", actor=REVIEWER) as made:
        made.add([papers], actor=REVIEWER)
        made.build(jobs=0)
        yield made


@pytest.fixture
def client(case: Case) -> Iterator[TestClient]:
    with client_for(case) as made:
        yield made


def _page(client: TestClient, case: Case, name: str) -> str:
    (row,) = [row for row in case.sources(limit=100).items if row.name == name]
    shown = client.get(f"/sources/{row.sha256}")
    assert 200 == shown.status_code
    return shown.text


def test_a_workbook_is_a_table_with_the_statement_in_its_cell(client: TestClient, case: Case) -> None:
    page = _page(client, case, "t.xlsx")
    assert '<h2 class="sheet-name"><bdi>Pagos</bdi></h2>' in page
    assert re.search(r'<td [^>]*title="Pagos!B2"[^>]*>.*<mark [^>]*>.*the payments were made', page, re.DOTALL)
    assert '<th scope="row">2</th>' in page


def test_a_message_links_to_its_attachments_after_its_head(client: TestClient, case: Case) -> None:
    page = _page(client, case, "m.msg")
    assert page.index("Subject: Letter") < page.index('class="attached"') < page.index("The body.")
    attached = page[page.index('class="attached"') :].split("</div>", 1)[0]
    assert "2 attachments" in attached
    (target,) = re.findall(r'href="(/sources/[0-9a-f]{64})"><bdi>note.txt', attached)
    assert "A note to read." in client.get(target).text
    assert re.search(r'empty.bin</bdi></a> <span class="small">160 bytes, [a-z ]+</span>', attached)


def test_notes_comments_and_slides_are_named(client: TestClient, case: Case) -> None:
    page = _page(client, case, "memo.odt")
    assert page.index("He came.") < page.index(">Notes<") < page.index("Interview of April.")
    assert "<summary>Comments in the margin</summary>" in _page(client, case, "memo.docx")
    assert ">slide 1<" in _page(client, case, "talk.pptx")


def test_a_capture_says_when_and_from_where(client: TestClient, case: Case) -> None:
    page = _page(client, case, "https://example.org/a")
    assert re.search(r"captured 2025-04-10 12:00 UTC from <bdi>https://example.org/a</bdi>", page)
    assert "crawl.warc" in page


def test_a_page_shows_its_own_number_and_hidden_words_stand_apart(client: TestClient, case: Case) -> None:
    page = _page(client, case, "order.pdf")
    assert "page 1, numbered i<" in page
    assert "p. 1, under a painted area" in page
    assert "are still in the file" in page
    assert "are still in the file" in client.get("/").text


def test_messages_of_a_chat_stand_under_who_wrote_them(client: TestClient, case: Case) -> None:
    page = _page(client, case, "chat.txt")
    assert page.index("12/03/24, 10:15 - Ana") < page.index("A message.") < page.index("13/03/24, 10:18 - Juan")
