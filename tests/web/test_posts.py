"""The pages of posts: list by day, one post, its forms."""

from __future__ import annotations

import re

from starlette.testclient import TestClient

from foja.case import Case
from web.browsing import tags
from web.test_proceedings import WHO, built_notices, client, real, statement, words  # noqa: F401


def test_posts_are_recorded_listed_corrected_and_withdrawn(client: TestClient, real: Case) -> None:  # noqa: F811
    identifier = statement(real)
    assert "None found in this file" in words(client.get("/posts").text)
    assert f'href="/posts/new?statement={identifier}"' in client.get(f"/statements/{identifier}").text
    form = client.get(f"/posts/new?statement={identifier}").text
    filled = {a["name"]: a.get("value", "") for tag, a in tags(form) if tag == "input" and "name" in a}
    assert filled["rests"] == identifier
    sent = {
        "token": filled["token"], "person": "Tomás Rey", "title": "Chief of <b>the</b> port", "rank": "senior_official",
        "organisation": "Port of Lira", "country": "AR", "since": "1999", "until": "", "rests": identifier,
        "why": "Read",
    }  # fmt: skip
    answer = client.post("/posts/new", data=sent)
    assert answer.status_code == 303
    page = client.get(answer.headers["location"]).text
    assert "Chief of &lt;b&gt;the&lt;/b&gt; port" in page
    assert "from 1999, end not known" in words(page)
    assert "Argentina" in words(page)
    listed = words(client.get("/posts?as_of=2000-01-01").text)
    assert "held on that day: possible" in listed
    assert "Chief of" not in words(client.get("/posts?as_of=1998-01-01").text)
    assert "Chief of" not in words(client.get("/posts?known_by=2001-05-09").text)
    (party,) = [row.id for row in real.parties(text="rey").items][:1]
    assert "Posts held" in words(client.get(f"/parties/{party}").text)
    assert "Chief of" in client.get(f"/parties/{party}").text

    (made,) = [row.particular.id for row in real.posts().items]
    edit = client.get(f"/particulars/{made}/correct").text
    assert re.search(r'<option value="senior_official" selected', edit)
    answer = client.post(f"/particulars/{made}/correct", data={**sent, "until": "2001", "why": "The year"})
    new = answer.headers["location"].rsplit("/", 1)[1]
    assert "the corrected record" in client.get(f"/particulars/{made}").text
    client.post(f"/particulars/{new}/withdraw", data={"token": filled["token"], "why": "Not he"})
    assert real.posts().items == ()
    assert client.get("/particulars/po-none").status_code == 404
    assert client.post("/posts/new", data={**sent, "since": "yesterday"}).status_code == 400
