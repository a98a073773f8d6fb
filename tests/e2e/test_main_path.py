"""The main path: open, read, accept, correct, enter, search, cite, export, verify; by mouse and by keyboard."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

from foja.case import Case
from foja.model.event import Actor
from foja.model.rows import Question
from foja.model.vocabulary import Review

pytestmark = pytest.mark.e2e


def accepted(path: Path) -> int:
    with Case(path) as case:
        return case.desk().counts.accepted


def first_source(watched: Any) -> str:
    """The page of the source with most drafts."""
    page = watched.open("/sources")
    rows = page.locator("tbody tr").all()
    best = max(rows, key=lambda row: int(row.locator("td").nth(5).inner_text() or 0))
    return str(best.locator("th a").get_attribute("href"))


def test_desk_leads_to_review(watched):
    page = watched.open("/")
    assert page.locator("h1").inner_text() == "AMIA (sample)"
    page.get_by_role("link", name=re.compile(r"Review \d+ drafts")).click()
    assert page.url.endswith("/review")


def test_accepting_in_the_reader_keeps_the_place(watched, case_path):
    before = accepted(case_path)
    page = watched.open(first_source(watched))
    card = page.locator(".card.is-draft").first
    identifier = card.get_attribute("data-id")
    card.locator("[data-act=accept]").click()
    page.locator(f"#c-{identifier}.is-accepted").wait_for()
    assert page.locator(f"mark[data-ids~='{identifier}']").first.evaluate("m => m.dataset.ids.split(' ')[0]")
    assert "Accepted." in page.locator("#notice").inner_text()
    assert accepted(case_path) == before + 1
    with Case(case_path) as case:
        assert case.events(limit=10_000)[-1].why == "read against the passage"


def test_keys_move_and_accept_and_reject(watched, case_path):
    page = watched.open(first_source(watched))
    before = accepted(case_path)
    page.keyboard.press("j")
    while not page.locator(".card.focus.is-draft").count():
        page.keyboard.press("j")
    identifier = page.locator(".card.focus").get_attribute("data-id")
    assert page.locator(f"mark.lit[data-ids~='{identifier}']").count() >= 1
    page.keyboard.press("a")
    page.locator(f"#c-{identifier}.is-accepted").wait_for()
    assert accepted(case_path) == before + 1

    while not page.locator(".card.focus.is-draft").count():
        page.keyboard.press("j")
    identifier = page.locator(".card.focus").get_attribute("data-id")
    page.keyboard.press("x")
    page.keyboard.type("wrong speaker")
    page.keyboard.press("Enter")
    page.locator(f"#c-{identifier}.is-rejected").wait_for()
    with Case(case_path) as case:
        event = case.events(limit=10_000)[-1]
        assert (event.kind, event.why) == ("statement.rejected", "wrong speaker")


def test_text_and_card_lead_to_each_other(watched):
    page = watched.open(first_source(watched))
    mark = page.locator(".block mark[data-ids]").nth(2)
    first = mark.get_attribute("data-ids").split()[0]
    mark.click()
    assert page.locator(".card.focus").get_attribute("data-id") == first
    page.locator(".card .num").first.click()
    assert page.locator("mark.lit").count() >= 1


def test_selected_words_become_a_statement(watched, case_path):
    source = first_source(watched)
    page = watched.open(source)
    picked = page.evaluate(
        """() => {
          const runs = [...document.querySelectorAll('.role-body [data-o]')];
          const run = runs.find((r) => r.textContent.trim().split(' ').length > 3);
          const node = run.firstChild, words = node.textContent.trim().split(' ').slice(0, 3).join(' ');
          const from = node.textContent.indexOf(words), range = document.createRange();
          range.setStart(node, from); range.setEnd(node, from + words.length);
          getSelection().removeAllRanges(); getSelection().addRange(range);
          return words;
        }"""
    )
    page.keyboard.press("n")
    page.wait_for_url("**/new?start=*")
    assert page.locator(".span-text mark").inner_text() == picked
    page.locator("[data-move=end-out]").click()
    assert len(page.locator(".span-text mark").inner_text()) > len(picked)
    page.locator("[data-move=end-in]").click()
    assert page.locator("[name=content]").input_value() == picked
    page.locator("[name=why]").fill("missed by the reader")
    page.get_by_role("button", name="Enter the statement").click()
    page.wait_for_url("**/sources/*#c-st-*")
    identifier = page.url.rsplit("#c-", 1)[1]
    with Case(case_path) as case:
        row = case.statement(identifier).row
        assert (row.quote, case.reader(row.source).text[row.start : row.end]) == (picked, picked)


@pytest.mark.parametrize("language", ["fa", "ar", "es"])
def test_a_selection_is_placed_in_code_points_in_any_script(watched, case_path, language):
    with Case(case_path) as case:
        source = next((r for r in case.sources(limit=200).items if r.language == language and r.characters), None)
        if source is None:
            pytest.skip(f"the example has no source in {language}")
        text = case.reader(source.sha256).text
    page = watched.open(f"/sources/{source.sha256}")
    place = page.evaluate(
        """async () => {
          const { placeOf } = await import('/assets/offsets.js');
          const body = document.querySelector('.body'), block = [...body.querySelectorAll('.role-body')].at(-1);
          const range = document.createRange(); range.selectNodeContents(block);
          return [placeOf(range.startContainer, range.startOffset, body),
                  placeOf(range.endContainer, range.endOffset, body),
                  [...block.querySelectorAll('[data-o]')].map((r) => r.textContent).join('')];
        }"""
    )
    assert text[place[0] : place[1]] == place[2]


def test_offsets_count_code_points(watched):
    page = watched.open("/help")
    found = page.evaluate(
        """async () => {
          const { codePoints, units } = await import('/assets/offsets.js');
          const text = 'a𝒳b😀\u05e9\u05c1';
          return [[0, 1, 3, 4, 6, 8, 99].map((n) => codePoints(text, n)), codePoints(text, 2),
                  [0, 1, 2, 3, 4, 6].map((n) => units(text, n))];
        }"""
    )
    assert found == [[0, 1, 2, 3, 4, 6, 6], 1, [0, 1, 3, 4, 6, 8]]


def test_review_correct_and_supersede(watched, case_path):
    page = watched.open("/review")
    page.keyboard.press("c")
    page.wait_for_url("**/correct?**")
    old = page.url.split("/statements/")[1].split("/")[0]
    page.locator("[name=content]").fill("A person put this in clearer words.")
    page.locator("[name=why]").fill("clearer")
    page.get_by_role("button", name="Record the correction").click()
    page.wait_for_url(re.compile(r"/statements/st-[0-9a-f]+$"))
    assert page.locator("h1").inner_text() == "A person put this in clearer words."
    with Case(case_path) as case:
        assert case.statement(old).row.review is Review.SUPERSEDED


def test_bulk_decision(watched, case_path):
    page = watched.open("/review")
    boxes = page.locator(".pick input")
    ids = [boxes.nth(n).get_attribute("value") for n in range(3)]
    for number in range(3):
        boxes.nth(number).check()
    page.locator(".bulk [name=why]").fill("read together")
    page.locator(".bulk").get_by_role("button", name="Accept").click()
    page.wait_for_load_state("networkidle")
    with Case(case_path) as case:
        assert {case.statement(identifier).row.review for identifier in ids} == {Review.ACCEPTED}


def test_search_leads_to_the_place(watched):
    page = watched.open("/")
    page.keyboard.press("/")
    page.keyboard.type("Basso")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=Basso")
    assert page.locator("mark.hit").count() > 3
    page.locator("[aria-labelledby=g-passage] .hits a").first.click()
    page.wait_for_url("**/sources/**")
    assert page.locator(".here").first.is_visible()


def test_statement_page_can_be_cited(watched, case_path):
    with Case(case_path) as case:
        row = case.statements(Question(limit=1)).items[0]
    page = watched.open(f"/statements/{row.id}")
    cited = page.locator("[data-copy]").inner_text()
    assert f"sha256:{row.source}" in cited and f"characters {row.start}–{row.end}" in cited
    page.get_by_role("link", name="Open in the reader").click()
    page.wait_for_url(f"**/sources/{row.source}#p-{row.id}")
    assert page.locator("mark.lit").count() >= 1


def test_export_and_verify(watched, tmp_path):
    page = watched.open("/export")
    with page.expect_download() as download:
        page.get_by_role("button", name="Make and download: Bundle").click()
    download.value.save_as(tmp_path / "bundle.zip")
    with zipfile.ZipFile(tmp_path / "bundle.zip") as bundle:
        assert bundle.testzip() is None
    for form, beginning in (("Report", b"%PDF"), ("Records", b"{"), ("Table", b"\xef\xbb\xbfid,")):
        with page.expect_download() as download:
            page.get_by_role("button", name=f"Make and download: {form}").click()
        download.value.save_as(tmp_path / form)
        assert (tmp_path / form).read_bytes().startswith(beginning)
    page = watched.open("/verify")
    page.get_by_role("button", name="Check now").click()
    page.wait_for_url("**/verify?run=1")
    assert "verifies" in page.locator("section[role=status] h2").first.inner_text()


def test_without_scripts_everything_still_works(browser, home, case_path):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    before = accepted(case_path)
    page.goto(home + "/review")
    page.locator(".focus").get_by_role("button", name="Accept").click()
    page.wait_for_load_state()
    assert "/review" in page.url
    assert accepted(case_path) == before + 1
    page.locator(".focus [name=why]").fill("not a statement")
    page.locator(".focus").get_by_role("button", name="Reject").click()
    page.wait_for_load_state()
    with Case(case_path) as case:
        assert case.events(limit=10_000)[-1].kind == "statement.rejected"
    context.close()


def test_an_original_page_has_no_power(watched, case_path):
    with Case(case_path) as case:
        source = next(row for row in case.sources(limit=200).items if row.media_type == "text/html")
    page = watched.open(f"/sources/{source.sha256}/captured")
    assert page.frames[1].url.endswith("/frame")
    assert page.locator("iframe").get_attribute("sandbox") == ""
    assert len(page.frame_locator("iframe").locator("body").inner_text()) > 200


def test_a_form_takes_statements_by_their_words(watched, case_path):
    """By keyboard alone: words, Enter; what was chosen stands there and can be taken out."""
    with Case(case_path) as case:
        drafts = [row.id for row in case.every_statement(Question(review=(Review.DRAFT,)))][:3]
        case.accept(drafts, actor=Actor(name="Inés Mora"), why="read")
        row = case.statement(drafts[0]).row
    page = watched.open("/items/new/incident")
    field = page.get_by_label("Statements that tell of it")
    field.fill(row.content)
    page.locator(f".found li[data-id='{row.id}']").wait_for()
    field.press("Enter")
    page.locator(".chosen li").wait_for()
    chosen = page.locator("input[name=accounts]")
    assert chosen.input_value().startswith("st-")
    page.get_by_role("button", name="Take out").click()
    page.locator(".chosen li").wait_for(state="detached")
    assert chosen.input_value() == ""
