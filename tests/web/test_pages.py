"""Every screen answers, says what it should, and does what its forms promise."""

from __future__ import annotations

import re

import msgspec
import pytest

from foja.model.errors import Damage, Gap, Refusal, UsageError
from foja.model.vocabulary import LinkState, Review, Status
from foja.web.app import status_of
from web.browsing import client_for


def draft(case):
    return next(row for row in case.found.values() if row.review is Review.DRAFT)


def accepted(case):
    return next(row for row in case.found.values() if row.review is Review.ACCEPTED)


def test_every_screen_answers_with_title_landmarks_and_crumbs(client, case):
    row, sha = accepted(case), next(iter(case.rows))
    party = case.parties().items[0].id
    paths = [
        "/",
        "/sources",
        "/links",
        "/conflicts",
        f"/conflicts/{case.conflict_list[0].id}",
        "/links?state=rejected",
        f"/sources/{sha}",
        f"/sources/{sha}/captured",
        f"/sources/{sha}/custody",
        f"/sources/{sha}/new?start=0&end=4",
        "/review",
        "/statements",
        f"/statements/{row.id}",
        f"/statements/{row.id}/correct",
        "/parties",
        f"/parties/{party}",
        "/chronology",
        "/proceedings",
        "/search",
        "/search?q=fire",
        "/verify",
        "/verify?run=1",
        "/export",
        "/history",
        "/help",
    ]
    for path in paths:
        page = client.get(path)
        assert page.status_code == 200, path
        assert re.search(r"<title>[^<]+· Fire at the port of Lira</title>", page.text), path
        assert page.text.count("<main ") == 1 and page.text.count("<h1") == 1, path
        assert 'class="skip"' in page.text and "<footer" in page.text, path
        if path != "/":
            assert 'aria-label="You are here"' in page.text, path


def test_every_source_can_be_opened(client, case):
    for sha in case.rows:
        assert client.get(f"/sources/{sha}").status_code == 200
        assert client.get(f"/sources/{sha[:12]}").status_code == 200


def test_desk_says_what_waits_what_failed_and_what_conflicts(client):
    page = client.get("/").text
    for words in (
        "Review 11 drafts",
        "All 14 pages are images",
        "Run text recognition on it",
        "the figures exclude each other",
        "31",
        "29",
        "Draft, not reviewed",
        "accepted a statement",
        "Stamped by <bdi>Tide Authority</bdi> at 2026-02-03T10:20:30Z for 12 events",
        "Unanchored since 2026-02-03T10:20:30Z",
    ):
        assert words in page


def test_reader_shows_the_text_with_its_marks_and_the_chain(client, case):
    wire = next(iter(case.rows))
    page = client.get(f"/sources/{wire}").text
    row = draft(case)
    assert f'data-ids="{row.id}"' in page
    assert f'id="p-{row.id}"' in page and f'id="c-{row.id}"' in page
    assert "Navigation, not part of the article" in page
    assert re.search(r"Sample Wire</bdi>.*El Faro</bdi>.*alleged by.*Ana Beltrán</bdi>", page)
    mark = re.search(rf'<mark class="([^"]+)" data-o="(\d+)" data-ids="{row.id}">([^<]+)</mark>', page)
    assert mark
    assert mark[1].split() == ["fam-said", "is-draft"]
    assert case.texts[wire][int(mark[2]) :].startswith(mark[3])


def test_a_search_hit_is_marked_in_the_reader(client, case):
    wire = next(iter(case.rows))
    assert '<span class="here" data-o="12">' in client.get(f"/sources/{wire}?at=12-18").text
    assert client.get(f"/sources/{wire}?at=zz").status_code == 200


def test_a_gap_is_shown_with_its_next_step(client, case):
    scan = next(row for row in case.rows.values() if row.name.startswith("scan"))
    page = client.get(f"/sources/{scan.sha256}").text
    assert "Picture of text, not read" in page and "Run text recognition" in page


def test_accept_reject_and_reopen(client, case, token):
    row = draft(case)
    client.post(f"/statements/{row.id}/accept", data={"token": token, "why": "checked twice"})
    assert (case.found[row.id].review, case.log[-1].why) == (Review.ACCEPTED, "checked twice")
    client.post(f"/statements/{row.id}/reopen", data={"token": token, "why": "wrong speaker"})
    assert case.found[row.id].review is Review.DRAFT
    client.post(f"/statements/{row.id}/reject", data={"token": token, "why": "not a statement"})
    assert (case.found[row.id].review, case.log[-1].actor.name) == (Review.REJECTED, "Inés Mora")


def test_accepting_without_words_records_what_accepting_means(client, case, token):
    row = draft(case)
    client.post(f"/statements/{row.id}/accept", data={"token": token, "why": ""})
    assert case.log[-1].why == "read against the passage"


def test_rejecting_needs_a_reason(client, case, token):
    row = draft(case)
    answer = client.post(f"/statements/{row.id}/reject", data={"token": token, "why": "  "})
    assert answer.status_code == 400
    assert "A decision needs a reason" in answer.text
    assert case.found[row.id].review is Review.DRAFT


def test_a_script_gets_the_card_alone(client, case, token):
    row = draft(case)
    answer = client.post(
        f"/statements/{row.id}/accept",
        data={"token": token, "card": "1", "number": "3"},
        headers={"hx-request": "true"},
    )
    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert f'id="c-{row.id}"' in answer.text and 'data-review="accepted"' in answer.text


def test_a_script_gets_the_refusal_as_plain_words(client, case, token):
    answer = client.post(f"/statements/{draft(case).id}/reject", data={"token": token}, headers={"hx-request": "true"})
    assert answer.headers["content-type"].startswith("text/plain")
    assert "What to do" in answer.text


def test_bulk_decision(client, case, token):
    ids = [row.id for row in case.found.values() if row.review is Review.DRAFT][:3]
    answer = client.post(
        "/review",
        data={"token": token, "id": ids, "decision": "accept", "why": "checked", "return": "/review?speaker=x"},
    )
    assert answer.headers["location"] == "/review?speaker=x"
    assert all(case.found[identifier].review is Review.ACCEPTED for identifier in ids)
    assert client.post("/review", data={"token": token, "decision": "accept", "why": "x"}).status_code == 400
    assert client.post("/review", data={"token": token, "id": ids, "decision": "maybe", "why": "x"}).status_code == 400
    assert client.post("/review", data={"token": token, "id": ids, "decision": "reject", "why": ""}).status_code == 400


def test_review_moves_on_to_the_next_draft(client, case):
    drafts = [row for row in case.found.values() if row.review is Review.DRAFT]
    page = client.get(f"/review?at={drafts[1].id}").text
    assert f'name="return" value="/review?at={drafts[2].id}"' in page
    assert "2 of 11" in page
    assert "Of 5 drafts decided so far, 3 were accepted as they are (60 of 100)" in page
    assert client.get("/review?at=st-nothing").status_code == 200


def test_review_filters(client):
    assert "No draft matches these filters" in client.get("/review?speaker=nobody").text
    assert client.get("/review?modality=shouted").status_code == 400
    assert client.get("/review?origins=many").status_code == 400


def test_correct(client, case, token):
    row = draft(case)
    form = client.get(f"/statements/{row.id}/correct").text
    assert f'name="start" inputmode="numeric" pattern="[0-9]+" required value="{row.start}"' in form
    fields = {
        "content": "Tomás Rey knew of the nitrate.",
        "start": row.start,
        "end": row.end,
        "modality": "alleged",
        "status": "alleged",
        "polarity": "positive",
        "speaker": row.speaker,
        "dates": "1998-05; 1998-06?",
        "why": "clearer",
    }
    answer = client.post(f"/statements/{row.id}/correct", data={"token": token, **fields})
    assert answer.status_code == 303
    new = case.found[answer.headers["location"].rsplit("/", 1)[-1]]
    assert (new.content, [w.edtf for w in new.dates], new.status) == (
        fields["content"],
        ["1998-05", "1998-06?"],
        Status.ALLEGED,
    )
    assert case.found[row.id].review is Review.SUPERSEDED
    assert "the corrected statement" in client.get(f"/statements/{row.id}").text


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({}, "nothing to correct"),
        ({"dates": "last spring"}, "is not a date that foja reads"),
        ({"status": "guilty"}, "expected one of"),
        ({"start": "-1"}, "a whole number was expected"),
        ({"content": " "}, "no content"),
    ],
)
def test_a_wrong_correction_says_what_is_wrong(client, case, token, change, words):
    row = draft(case)
    fields = {
        "content": row.content,
        "start": row.start,
        "end": row.end,
        "modality": row.modality,
        "status": row.status,
        "polarity": row.polarity,
        "speaker": row.speaker,
        "dates": "\n".join(w.edtf for w in row.dates),
        "why": "x",
    }
    answer = client.post(f"/statements/{row.id}/correct", data={"token": token, **fields, **change})
    assert answer.status_code == 400
    assert words in answer.text
    assert case.found[row.id].review is Review.DRAFT


def test_enter_a_statement_on_a_selection(client, case, token):
    sha = next(iter(case.rows))
    start = case.texts[sha].index("no valid permit")
    form = client.get(f"/sources/{sha}/new?start={start}&end={start + 15}").text
    assert "<mark>no valid permit</mark>" in form
    assert '<option value="Ana Ruiz"></option>' in form
    fields = {
        "content": "There was no permit.",
        "start": start,
        "end": start + 15,
        "modality": "found",
        "status": "found",
        "polarity": "positive",
        "speaker": "A tribunal",
        "dates": "",
        "why": "missed",
    }
    answer = client.post(f"/sources/{sha}/new", data={"token": token, **fields})
    assert answer.status_code == 303
    made = case.found[answer.headers["location"].split("#c-")[1]]
    assert (made.quote, made.speaker, made.status) == ("no valid permit", "A tribunal", Status.FOUND)


@pytest.mark.parametrize(
    "span", ["start=5&end=5", "start=9&end=2", "start=0&end=99999999", "start=a&end=b", "start=0", ""]
)
def test_a_place_that_is_none_is_explained(client, case, span):
    answer = client.get(f"/sources/{next(iter(case.rows))}/new?{span}")
    assert answer.status_code == 400
    assert "Select words in the text" in answer.text


def test_statement_page_says_all_that_the_file_holds(client, case):
    row = accepted(case)
    page = client.get(f"/statements/{row.id}").text
    for words in (
        "Requested by Ana Beltrán, on the page of Sample Wire.",
        "3 documents, 1 origin (1–2)",
        "1 if all suggested links hold, 2 if none does",
        f"source sha256:{row.source}",
        f"statement {row.id}",
        "read against the passage",
        "Open in the reader",
    ):
        assert words in page, words
    assert f'href="/sources/{row.source}#p-{row.id}"' in page


def test_a_draft_says_so_everywhere(client, case):
    row = draft(case)
    for path in (
        f"/statements/{row.id}",
        f"/sources/{row.source}",
        "/review",
        "/",
        "/statements?review=draft",
        "/search?q=nitrate",
    ):
        assert "Draft, not reviewed" in client.get(path).text, path


def test_statement_list_filters_and_pages(client, case):
    page = client.get("/statements?speaker=tribunal").text
    assert "1 statement with these filters" in page
    assert "by that day: possible" in client.get("/statements?as_of=2004-06-01").text
    assert client.get("/statements?as_of=yesterday").status_code == 400
    assert client.get("/statements?order=random").status_code == 400
    for number in range(60):
        wire = next(iter(case.rows))
        case.add_statement(
            wire,
            "LIRA",
            [("page", "Sample Wire")],
            case.found[accepted(case).id].modality,
            Status.NONE,
            content=f"number {number}",
            review=Review.ACCEPTED,
        )
    page = client.get("/statements").text
    assert 'rel="next"' in page
    following = re.search(r'href="(/statements\?after=[^"]+)" rel="next"', page)
    assert following and "Back to the beginning" in client.get(following[1]).text


def test_downloads_hold_accepted_statements_only(client, case):
    for path in ("/statements.csv", "/statements.jsonl", "/statements.csv?review=draft"):
        answer = client.get(path)
        assert answer.status_code == 200
        assert answer.headers["content-disposition"].startswith("attachment")
        listed = set(answer.text.split()[1:])
        assert listed == {row.id for row in case.found.values() if row.review is Review.ACCEPTED}


@pytest.mark.parametrize(
    ("form", "name"),
    [("bundle", "bundle.zip"), ("report", "report.pdf"), ("csv", "statements.csv"), ("jsonl", "statements.jsonl")],
)
def test_export(client, token, form, name):
    answer = client.post(f"/export/{form}", data={"token": token})
    assert answer.status_code == 200
    assert f'filename="{name}"' in answer.headers["content-disposition"]
    assert answer.text.startswith(form)


def test_an_unknown_form_of_export(client, token):
    assert client.post("/export/word", data={"token": token}).status_code == 400


def test_verify_says_what_was_found(client):
    assert "Check now" in client.get("/verify").text
    page = client.get("/verify?run=1").text
    for words in (
        "Every byte and every entry verifies",
        "Could not be confirmed",
        "no signature of a witness",
        "Stamped by <bdi>Tide Authority</bdi> at 2026-02-03T10:20:30Z for 12 events",
        "confirmed only with the roots that the case brings (and 1 earlier)",
        "Unanchored since yesterday",
        "<h3>Witnesses</h3>",
        "no confirmation: the witness example.org/w cosigned the first 9 of 12 events",
        "check with: --witness KEY",
        "Have another person sign it",
    ):
        assert words in page


def test_desk_and_verify_say_when_the_files_were_last_read_again(client):
    for path in ("/", "/verify"):
        assert re.search(r"last read again and compared between <time[^>]+>2026-01-01", client.get(path).text), path


def test_a_custody_sheet_shows_the_record_and_takes_a_hand_over(client, case, token):
    sha = next(iter(case.rows))
    assert f'href="/sources/{sha}/custody"' in client.get(f"/sources/{sha}").text
    page = client.get(f"/sources/{sha}/custody").text
    for words in (sha, "5" * 128, "1" * 64, "in/wire.html", "None is recorded", "foja/lira\n14"):
        assert words in page, words
    form = {"given": "the archive", "taken": "registry <b>", "how": "by hand", "on": "2026-03", "why": "ordered"}
    answer = client.post(f"/sources/{sha}/custody", data={"token": token, **form})
    assert answer.headers["location"] == f"/sources/{sha}/custody"
    assert case.log[-1].body == {
        "sources": [sha],
        "from": "the archive",
        "to": "registry <b>",
        "how": "by hand",
        "at": "2026-03",
    }
    assert "registry &lt;b&gt;" in client.get(f"/sources/{sha}/custody").text
    assert f'href="/sources/{sha}/custody"' in client.get("/history").text
    assert client.post(f"/sources/{sha}/custody", data={"token": token, **form, "why": " "}).status_code == 400


def test_search_marks_the_words_in_any_script(client):
    for words in ("nitrate", "תומס", "محموله"):
        assert f'<mark class="hit">{words}</mark>' in client.get("/search", params={"q": words}).text
    assert "g-party" not in client.get("/search?q=nitrate&kind=passage").text


def test_parties(client, case, token):
    row = case.parties().items[0]
    page = client.get(f"/parties/{row.id}").text
    for words in ("אנה בלטרן", "آنا بلتران", "surname of a full name"):
        assert words in page
    client.post(f"/parties/{row.id}/join", data={"token": token, "other": "pa-00", "why": "same person"})
    client.post(f"/parties/{row.id}/part", data={"token": token, "first": "a", "second": "b", "why": "not the same"})
    assert [event.kind for event in case.log[-2:]] == ["parties.joined", "parties.parted"]


def test_statements_are_joined_and_parted(client, case, token):
    ids = list(case.found)
    client.post(f"/statements/{ids[0]}/join", data={"token": token, "other": ids[1], "why": "same"})
    client.post(f"/statements/{ids[0]}/part", data={"token": token, "other": ids[1], "why": "differ"})
    assert [event.kind for event in case.log[-2:]] == ["statements.joined", "statements.parted"]


def test_links_and_descriptions_are_decided(client, case, token):
    sha = next(iter(case.rows))
    client.post(f"/links/{case.link_rows[0].id}", data={"token": token, "decision": "confirm", "why": "word for word"})
    client.post(
        f"/sources/{sha}/describe", data={"token": token, "field": "outlet", "value": "Wire", "why": "its imprint"}
    )
    assert [event.kind for event in case.log[-2:]] == ["link.confirmed", "source.described"]
    assert (
        client.post(
            f"/sources/{sha}/describe", data={"token": token, "field": "sha256", "value": "x", "why": "x"}
        ).status_code
        == 400
    )


def test_a_list_without_accepted_statements_leads_to_the_drafts(client, case):
    """The first thing a person sees of a case that was just built must not be a dead end."""
    drafts = [row for row in case.found.values() if row.review is Review.DRAFT]
    for identifier in [row.id for row in case.found.values() if row.review is not Review.DRAFT]:
        del case.found[identifier]
    page = client.get("/statements").text
    assert "No statement is accepted yet." in page
    assert f'<a href="/statements?review=draft">{len(drafts)} drafts</a> match' in page
    assert 'href="/chronology?review=draft"' in client.get("/chronology").text
    narrowed = client.get("/statements?q=zzzzzz").text
    assert "None found in this file with these filters." in narrowed and "review=draft" not in narrowed
    asked = client.get("/statements?review=rejected").text
    assert "None found in this file with these filters." in asked and "match;" not in asked


def test_a_decided_link_offers_only_the_other_decision(client, case):
    link = case.link_rows[0]
    for state, offered in (("suggested", {"confirm", "reject"}), ("confirmed", {"reject"}), ("rejected", {"confirm"})):
        case.link_rows[0] = msgspec.structs.replace(link, state=LinkState(state))
        page = client.get(f"/links?state={state}").text
        assert set(re.findall(r'name="decision" value="(\w+)"', page)) == offered, state


def test_chronology_draws_ranges_as_ranges(client):
    page = client.get("/chronology").text
    assert page.count("<rect") == 7
    assert re.search(r'fam-decided range" x="[\d.]+" y="[\d.]+" width="(?!3")', page)
    assert "fam-requested exact" in page
    assert 'id="y2004"' in page and 'href="#y2004"' in page


def test_absent_things_are_404_with_a_way_on(client):
    for path in ("/statements/st-0", "/parties/pa-0", "/sources/abcdefabcdef", "/nowhere"):
        answer = client.get(path)
        assert answer.status_code == 404, path
        assert "What to do" in answer.text and "To the desk" in answer.text


def test_errors_speak_with_their_status(client, case):
    cases = [
        (UsageError("form-choice", "w", where="p", next="n"), 400),
        (Refusal("superseded-is-final", "w"), 409),
        (Damage("blob-damaged", "w"), 500),
        (Gap("page-unreadable", "w"), 422),
        (UsageError("statement-unknown", "w"), 404),
        (Refusal("form-token", "w"), 403),
    ]
    for error, status in cases:
        assert status_of(error)[0] == status

    def broken() -> None:
        raise Damage("blob-damaged", "The digest differs.", where="vault/ab", next="Restore it from a copy.")

    case.desk = broken
    page = client.get("/")
    assert page.status_code == 500
    for words in ("The digest differs.", "vault/ab", "Restore it from a copy.", "blob-damaged"):
        assert words in page.text


def test_an_empty_case_has_pages_too(case):
    from web import fake_case

    with client_for(fake_case.FakeCase("Empty")) as client:
        for path in (
            "/",
            "/sources",
            "/review",
            "/statements",
            "/parties",
            "/chronology",
            "/search?q=x",
            "/export",
            "/history",
        ):
            assert client.get(path).status_code == 200, path


def test_no_word_of_a_verdict_and_no_score(client, case):
    words = re.compile(r"\b(guilty|guilt|perpetrator|terrorist|proven|confidence|score)\b", re.I)
    for path in (
        "/",
        "/help",
        "/review",
        "/statements",
        "/parties",
        "/chronology",
        "/proceedings",
        "/verify?run=1",
        "/export",
        f"/statements/{accepted(case).id}",
    ):
        text = re.sub(r"<[^>]+>", " ", client.get(path).text)
        assert not words.search(text), path
