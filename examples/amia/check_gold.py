"""Check that every gold quote stands in the visible text of its source, and that each row is well formed.

    python examples/amia/check_gold.py        # needs lxml; pypdfium2, when installed, adds the born-digital PDF

Visible text here is the plain reading a person would make: for HTML the text nodes outside script, style, template
and noscript; for e-mail the text/plain body; for Word the paragraphs and footnotes; white space collapsed. It is
written apart from foja's readers on purpose, so that the two can disagree. Exit code 1 when a row fails.
"""

from __future__ import annotations

import email
import email.policy
import io
import json
import re
import sys
import zipfile
from collections import Counter
from pathlib import Path

from lxml import etree, html

HERE = Path(__file__).resolve().parent
UNREADABLE = {"07-scanned-resolution.pdf": "a scan: nothing to compare without reading the picture"}
KEYS = [
    "id",
    "source",
    "quote",
    "occurrence",
    "chain",
    "cue",
    "modality",
    "polarity",
    "presupposed",
    "status",
    "dates",
    "figures",
    "lang",
    "note",
]
KINDS = {"page", "outlet", "speaker", "role", "document"}
MODALITIES = {
    *("asserted", "alleged", "requested", "ordered", "found"),
    *("denied", "acknowledged", "predicted", "conditional", "evaluated"),
}
STATUSES = {
    *("alleged", "reported", "requested", "ordered", "charged", "found", "found_incidentally"),
    *("denied", "acknowledged", "dismissed", "none"),
}
FIGURES = {"killed", "injured", "notices", "persons", "years", "other"}
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def html_text(data: bytes) -> str:
    tree = html.document_fromstring(data)
    etree.strip_elements(tree, "script", "style", "template", "noscript", etree.Comment, with_tail=False)
    return " ".join(tree.body.itertext())


def html_inline_text(data: bytes) -> str:
    """The same without a space between nodes, for a quote that runs over an inline element."""
    tree = html.document_fromstring(data)
    etree.strip_elements(tree, "script", "style", "template", "noscript", etree.Comment, with_tail=False)
    return tree.body.text_content()


def docx_text(data: bytes) -> str:
    lines = []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for part in ("word/document.xml", "word/footnotes.xml"):
            if part in archive.namelist():
                root = etree.fromstring(archive.read(part))
                lines += ["".join(t.text or "" for t in p.iter(f"{WORD}t")) for p in root.iter(f"{WORD}p")]
    return "\n".join(lines)


def pdf_text(data: bytes) -> str | None:
    """Both pages as a reader goes through them: without running head, footer, footnote block and footnote mark."""
    try:
        import pypdfium2
    except ImportError:
        return None
    lines = []
    for page in pypdfium2.PdfDocument(data):
        text = page.get_textpage().get_text_bounded().replace("\r\n", "\n")
        text = re.sub(r"^Resumen para el caso.*\n|\nPágina \d de \d\s*$", "", text)
        lines.append(re.sub(r"\n1\s?Ni Irán.*", "", text, flags=re.S))
    return re.sub(r"(?<=[a-z]\.)1(?= )", "", "\n".join(lines))


def message(data: bytes) -> email.message.EmailMessage:
    return email.message_from_bytes(data, policy=email.policy.default)


def member(container: str, data: bytes, name: str) -> bytes:
    if container.endswith(".zip"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return archive.read(name)
    parts = {part.get_filename(): part for part in message(data).iter_attachments()}
    return parts[name].get_payload(decode=True)


def visible(source: str) -> list[str] | None:
    """The readings of a source in which a quote may stand, or None when it cannot be compared here."""
    container, _, inner = source.partition("!/")
    data = (HERE / "sources" / container).read_bytes()
    name = container
    if inner:
        data, name = member(container, data, inner), inner
    kind = name.rpartition(".")[2]
    if name in UNREADABLE:
        return None
    if kind == "html":
        readings = [html_text(data), html_inline_text(data)]
    elif kind == "docx":
        readings = [docx_text(data)]
    elif kind == "eml":
        readings = [message(data).get_body(("plain",)).get_content()]
    elif kind == "pdf":
        text = pdf_text(data)
        if text is None:
            return None
        readings = [text]
    else:
        readings = [data.decode("utf-8")]
    return [" ".join(reading.split()) for reading in readings]


def shape_faults(row: dict) -> list[str]:
    faults = []
    if list(row) != KEYS:
        faults.append("keys differ from the guideline")
    if row["chain"][0] != {"kind": "page"} or any(link["kind"] not in KINDS for link in row["chain"]):
        faults.append("chain must start at the page and use known kinds")
    if any(not link.get("name") for link in row["chain"][1:]):
        faults.append("a link after the page needs a name")
    for key, allowed in (("modality", MODALITIES), ("status", STATUSES), ("polarity", {"positive", "negative"})):
        if row[key] not in allowed:
            faults.append(f"unknown {key}: {row[key]}")
    faults += [f"unknown figure: {f['what']}" for f in row["figures"] if f["what"] not in FIGURES]
    return faults


def main() -> int:
    rows = [json.loads(line) for line in (HERE / "gold.jsonl").read_text("utf-8").splitlines()]
    failed, skipped, texts = 0, Counter(), {}
    for row in rows:
        faults = shape_faults(row)
        source = row["source"]
        if source not in texts:
            texts[source] = visible(source)
        readings = texts[source]
        if readings is None:
            skipped[source] += 1
        else:
            if not any(reading.count(row["quote"]) >= row["occurrence"] for reading in readings):
                faults.append("quote not found in the visible text")
            if row["cue"] and not any(row["cue"] in reading for reading in readings):
                faults.append(f"cue not found: {row['cue']}")
        for fault in faults:
            print(f"{row['id']} {source}: {fault}: {row['quote'][:60]!r}")
        failed += bool(faults)
    if len({row["id"] for row in rows}) != len(rows):
        print("ids are not unique")
        failed += 1
    print(f"{len(rows)} rows, {failed} failed, not compared: {dict(skipped) or 'none'}")
    print("by language:", dict(Counter(row["lang"] for row in rows)))
    print("by source:", dict(Counter(row["source"] for row in rows)))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
