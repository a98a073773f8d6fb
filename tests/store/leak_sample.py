"""A case with everything that persons can record on protected sources, and ways to look for traces of them in a file.

Words that only protected sources, or records on them, have: ``WORDS``. Names follow the port of Lira of other tests.
"""

from __future__ import annotations

import base64
import gzip
import io
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from foja.case import Case
from foja.model.event import Actor
from foja.model.lists import LeadState
from foja.model.record import derived_id, digest
from foja.model.rows import Question, SourceRow, StatementRow
from foja.model.vocabulary import Review, Sensitivity
from foja.publish.web_annotations import digest_name
from resolve.list_samples import UN_XML
from store.scanned_sample import recognise

CLERK, HELPER = Actor(name="Clerk"), Actor(name="Zorn Helper")
"""The helper works on protected sources alone: whoever knows that would look there."""
COURT = """The register of the Federal Court of Lira

By order of 3 March 2001 the court ordered the arrest of Tomás Rey.
"""
SHARED = (
    "The inspectors of the province counted forty sealed crates in the eastern yard on the morning of 2 May 1994. A"
    " clerk of the railway said that the crates had been loaded on a train that left for the coast the same night."
)
WIRE = f"""<html lang="en"><head><title>Harbour chief sought</title><meta property="og:site_name"
content="El Faro"></head><body><article><h1>Harbour chief sought</h1><p>LIRA, 10 May 2001. The Federal Court of Lira
ordered the arrest of Tomás Rey, the newspaper El Faro reported. The fire of 2 March 2001 left 12 dead, the prosecutor
Ana Beltrán said.</p><p>Tomás Rey said that the court withdrew the order. Ana Beltrán said that Tomás Rey met the crew.
{SHARED}</p></article></body></html>"""
MEMO = f"""<html lang="en"><head><title>Zaffre dossier</title><meta name="author" content="Ottilie Brand"><meta
property="og:site_name" content="Zaffre Bulletin"><meta property="article:published_time" content="2003-07-19"></head>
<body><article><h1>Zaffre dossier</h1><p>The fire of 2 March 2001 left 47 dead, the foreman Zuleika Quispe said. Zuleika
Quispe denied that Tomás Rey met the crew. Tomás Rey, alias Lobo Gris, said that the kiln was lit. Lobo Gris said that
the kiln was cold. Lobo Gris said that the gate was shut. Tomás Rey Kirchmann said that the pier was shut.</p><p>The
Federal Court of Lira ordered the arrest of Tomás Rey, the newspaper El Faro reported. {SHARED}</p></article></body>
</html>"""
MAIL = """From: Wolfram Eck <wolfram@zaffre.example>
To: Ana <ana@lira.example>
Subject: Zaffre mail about the pier
Date: Mon, 3 Feb 2003 10:11:12 +0100
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=B

--B
Content-Type: text/plain; charset=utf-8

Wolfram Eck said that the pier was closed in March 2003. The fire of 2 March 2001 left 47 dead, Wolfram Eck said.

--B
Content-Type: text/plain; name="zaffre-attached.txt"
Content-Disposition: attachment; filename="zaffre-attached.txt"

The stoker Ingolf Mauk said that the pier was mined in April 2003.
--B--
"""
OPEN = ("court.txt", "wire.html", "box.zip", "three.txt", "from-wolfram.txt")
PROTECTED = ("zaffre-memo.html", "zaffre-mail.eml", "zaffre-scan.png", "zaffre-attached.txt")
"""The last one is labelled by the mail that it came with."""
SCAN = (
    "The stoker Ansgar Voll said that the jetty was mlned in May 1977.",
    "The guard denied that the hatch was open.",
)
CORRECTED = "The stoker Ansgar Voll said that the jetty was mined in May 1977."
WORDS = (
    "zaffre", "wolfram", "ottilie", "brand", "ingolf", "mauk", "kirchmann", "zorn", "lobo gris", "47 dead", "kiln",
    "gate was shut", "mined", "2003-07-19", "2003-02-03", "ansgar", "voll", "mlned", "hatch was",
)  # fmt: skip
"""``Zuleika Quispe`` is in a public list too, so her name is looked for elsewhere than in a bundle alone."""


def make(folder: Path) -> Case:
    """The case with every draft accepted and every kind of decision taken on what is protected; nothing is labelled."""
    given = folder / "in"
    given.mkdir(parents=True)
    listed = UN_XML.replace("<FIRST_NAME>Tomás<", "<FIRST_NAME>Zuleika<").replace(">Rey<", ">Quispe<")
    texts = {
        "court.txt": COURT, "wire.html": WIRE, "zaffre-memo.html": MEMO, "zaffre-mail.eml": MAIL, "un.xml": listed,
        "from-wolfram.txt": "The court of Lira ordered the arrest of Ana Beltrán, the clerk said.\n",
    }  # fmt: skip
    for name, text in texts.items():
        (given / name).write_text(text, "utf-8")
    with zipfile.ZipFile(given / "box.zip", "w") as box:
        box.writestr("three.txt", "The harbour board said that pier ten was open in March 1993.")
    case = Case.create(folder / "case", title="Lira", actor=CLERK)
    case.add([given / "court.txt", given / "wire.html", given / "box.zip"], actor=CLERK)
    case.add([given / name for name in ("zaffre-memo.html", "zaffre-mail.eml", "from-wolfram.txt")], actor=HELPER)
    scan = recognise(case, [SCAN], "zaffre-scan.png")
    case.build(jobs=0)
    case.correct_text(scan, {(1, 1): CORRECTED}, actor=HELPER, why="Zaffre reason")
    case.accept([row.id for row in case.every_statement(Question(review=(Review.DRAFT,)))], actor=CLERK, why="Read")
    _decide(case)
    case.add_list([given / "un.xml"], name="UN", actor=CLERK, why="Published")
    _screen(case)
    return case


def source(case: Case, name: str) -> SourceRow:
    (found,) = [row for row in case.sources().items if row.name.endswith(name)]
    return found


def _statement(case: Case, words: str, name: str) -> StatementRow:
    sha = source(case, name).sha256
    return next(row for row in case.every_statement(Question(source=sha)) if words in row.content)


def _decide(case: Case) -> None:
    memo, mail, court, wire = "zaffre-memo.html", "zaffre-mail.eml", "court.txt", "wire.html"
    why = {"actor": HELPER, "why": "Zaffre reason"}

    def id_of(words: str, name: str) -> str:
        return _statement(case, words, name).id

    case.join_statements([id_of("withdrew", wire), id_of("pier was closed", mail)], **why)
    case.describe(source(case, memo).sha256, "issuer", "Zaffre Kontor", **why)
    case.grade(source(case, memo).sha256, "B", **why)
    case.grade(id_of("47 dead", memo), "2", **why)
    case.join_parties(["Tomás Rey", "Lobo Gris"], **why)
    case.part_parties("zuleika quispe", "ana beltran", **why)
    act = {"machine": "warrant", "kind": "ordered", "authority": "Federal Court of Lira", "date": "2001-03-03"}
    ordered = case.record_act(
        {**act, "title": "Warrant of 2001", "persons": ["Tomás Rey"]}, [id_of("arrest of Tom", court)], actor=CLERK,
        why="Read",
    )  # fmt: skip
    both = [id_of("arrest of Tom", wire), id_of("arrest of Tom", memo)]
    case.record_act({**act, "title": "Warrant of 2001", "date": "2001-04", "persons": ["Ana Beltrán"]}, both, **why)
    case.record_act({**act, "title": "Zaffre warrant", "persons": ["Ana Beltrán"]}, [id_of("47 dead", memo)], **why)
    for person in ("Zuleika Quispe", "Ana Beltrán"):
        post = {"person": person, "title": "Zaffre post", "organisation": "Zaffre Kontor"}
        case.record_particular("post", post, [id_of("47 dead", memo)], **why)
    told = {"shown": [id_of("47 dead", memo)]}
    fire = {"title": "Zaffre incident", "place": "Port", "date": "2001-03-02"}
    case.record_item("incident", {**fire, "accounts": both}, **why)
    proof = {"title": "Zaffre report", "kind": "intelligence", "origin": "Zuleika Quispe", "conditions": "Zaffre"}
    case.record_item("evidence", {**proof, **told, "carries": [id_of("arrest of Tom", court)]}, **why)
    case.record_item(
        "position", {"holder": "Hamun", "stance": "refuses", "date": "2001", "on": ordered.id, **told}, **why
    )
    hands = {"given": "Zaffre giver", "taken": "Zaffre taker", "how": "by hand"}
    case.transfer([source(case, memo).sha256], **hands, **why)
    case.transfer([source(case, "from-wolfram.txt").sha256], **hands, **why)
    case.reject([id_of("gate was shut", memo)], **why)
    case.correct(id_of("kiln was cold", memo), {"content": "Zaffre cold kiln"}, **why)


def _screen(case: Case) -> None:
    view = case.screen("Zuleika Quispe", actor=HELPER)
    (lead, *_) = view.screening.leads
    case.say_of_lead("Zuleika Quispe", lead.snapshot, lead.entry.id, LeadState.REJECTED, actor=HELPER, why="Another")
    assert list(case.screen_all(actor=CLERK))


def protect(case: Case, label: Sensitivity, rest: Sensitivity) -> dict[str, str]:
    """Labels the protected sources, and ``rest`` all others; what of them may be in no export below ``label``."""
    shas = {name: source(case, name).sha256 for name in (*OPEN, *PROTECTED)}
    found = {name: source(case, name) for name in PROTECTED}
    case.classify([shas[name] for name in OPEN], rest, actor=CLERK, why="Published")
    case.classify([shas["from-wolfram.txt"]], Sensitivity.SOURCE_IDENTITY, receipt_only=True, actor=HELPER,
                  why="Wolfram gave it")  # fmt: skip
    case.classify([found[name].sha256 for name in PROTECTED[:-1]], label, actor=HELPER, why="Zaffre reason")
    tokens = {word: word for word in WORDS}
    query = case._folder.database.connection.execute
    for name, row in found.items():
        (sha512,) = query("SELECT sha512 FROM source WHERE sha256 = ?", (row.sha256,)).fetchone()
        named = {"sha256": row.sha256, "sha512": sha512, "text": row.text, "title": row.title, "name": row.name}
        named |= {"ni": digest_name(row.sha256)[14:], "ni of text": digest_name(row.text)[14:]}
        tokens |= {f"{what} of {name}": value for what, value in named.items()}
        for number, text in enumerate(case.texts(row.sha256)):
            tokens |= {
                f"text {number} of {name}": text.text,
                f"ni of text {number} of {name}": digest_name(text.text)[14:],
            }
        for (one,) in query("SELECT id FROM statement WHERE source = ?", (row.sha256,)):
            tokens |= {one: one, f"proposition of {one}": derived_id("pr", one)}
    texts = {row.text for row in found.values()}
    tokens |= {row.id: row.id for row in case.links(limit=500).items if texts & {row.link.first, row.link.second}}
    for key in ("zuleika quispe", "lobo gris", "wolfram eck", "ingolf mauk"):
        tokens |= {f"party {key}": derived_id("pa", key)}
    tokens["digest of a wider table"] = _handed_to_more(case)
    return tokens


def _handed_to_more(case: Case) -> str:
    out = case.path.with_name("wider.csv")
    case.export("csv", out, actor=CLERK, audience=Sensitivity.SOURCE_IDENTITY)
    return digest(out.read_bytes())


def layers(data: bytes, depth: int = 0) -> Iterator[bytes]:
    """The bytes of a file, and what can be unpacked of them: members of archives, streams and text of PDF files, what
    is packed by gzip, escaped, or written in base 64."""
    yield data
    if depth > 5:
        return
    if data.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            for member in packed.infolist():
                yield f"{member.filename} {member.date_time}".encode()
                yield from layers(packed.read(member), depth + 1)
    if data.startswith(b"\x1f\x8b"):
        yield from layers(gzip.decompress(data), depth + 1)
    if data.startswith(b"%PDF-"):
        yield from _of_pdf(data, depth)
    for found in re.findall(rb"[A-Za-z0-9+/_-]{24,}", data):
        plain = found.translate(bytes.maketrans(b"-_", b"+/"))
        yield base64.b64decode(plain[: len(plain) - len(plain) % 4])
    escaped = re.sub(rb"\\+u([0-9a-f]{4})", lambda m: chr(int(m[1], 16)).encode("utf-8", "replace"), data)
    if escaped != data:
        yield escaped


def _of_pdf(data: bytes, depth: int) -> Iterator[bytes]:
    import pypdfium2

    for stream in re.findall(rb"stream\r?\n(.*?)endstream", data, re.DOTALL):
        try:
            yield from layers(zlib.decompress(stream), depth + 1)
        except zlib.error:
            continue
    pdf = pypdfium2.PdfDocument(data)
    yield " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in pdf).encode()
    yield repr(pdf.get_metadata_dict()).encode()


def traces(data: bytes, tokens: dict[str, str]) -> set[str]:
    """Which of the tokens stand in a file, in whatever case, form or packing."""
    forms = {name: _forms(value) for name, value in tokens.items() if value}
    found = set()
    for layer in layers(data):
        low = layer.lower()
        found |= {name for name, wanted in forms.items() if any(one in low for one in wanted)}
    return found


def _forms(value: str) -> set[bytes]:
    plain = value.lower()
    spelt = {unicodedata.normalize(form, plain) for form in ("NFC", "NFD")}
    return {one.encode(code).lower() for one in spelt for code in ("utf-8", "utf-16-le", "utf-16-be")}
