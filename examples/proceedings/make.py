"""Make the sample “AMIA, the proceedings”: a digest for each public source, and the facts file that reads them.

    python examples/proceedings/make.py            # writes sources/ and facts.toml beside this file
    python examples/proceedings/make.py --check    # writes nothing, says which files would change

It reads the files in ``plan/`` and uses the standard library alone. It reads no clock, so running it twice gives the
same bytes. What the digests say, and what they do not, stands in README.md.
"""

from __future__ import annotations

import html
import io
import re
import sys
import textwrap
import tomllib
import zipfile
from collections.abc import Iterable
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

HERE = Path(__file__).resolve().parent
MAKER = {
    "key": "MAKER", "by": "foja contributors", "kind": "note", "published": "2026-11-24", "lang": "en", "form": "md",
    "url": "", "issuer": [],
}  # fmt: skip
WORDS = {
    "en": {
        "title": "Digest: {by}, {published}",
        "own": "Notes of the maker of the sample",
        "head": "This is a digest written for the sample case of foja. It is not the original and copies no sentence of it.",
        "source": "It stands for this public source: {by}, {published}. {url}",
        "how": "In our own words, from what was read of that page; not checked against the file of the court.",
        "licence": "Licence of this digest: CC BY 4.0, foja contributors.",
        "undated": "date of publication not known",
        "inferred": "[Mark: inferred. No source says it outright.]",
        "general_knowledge": "[Mark: a detail is from general knowledge and was not seen in the source.]",
        "contested": "[Mark: contested. The sources disagree on a point of it.]",
    },
    "es": {
        "title": "Resumen: {by}, {published}",
        "own": "",
        "head": "Este es un resumen escrito para el caso de ejemplo de foja. No es el original ni copia frases de él.",
        "source": "Representa a esta fuente pública: {by}, {published}. {url}",
        "how": "Con palabras propias, según lo leído de esa página; no se cotejó con el expediente judicial.",
        "licence": "Licencia de este resumen: CC BY 4.0, colaboradores de foja.",
        "undated": "fecha de publicación desconocida",
        "inferred": "[Marca: inferido. Ninguna fuente lo dice de manera expresa.]",
        "general_knowledge": "[Marca: un dato es de conocimiento general y no se vio en la fuente.]",
        "contested": "[Marca: discutido. Las fuentes discrepan en un punto.]",
    },
}
MONTHS = {
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    "es": [
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ],
}


# --------------------------------------------------------------------------- dates in words


def day_words(edtf: str, lang: str) -> str:
    """``2007-11-07`` as "7 November 2007", a set or an interval with both its ends."""
    es = lang == "es"
    if "/" in edtf or ".." in edtf:
        first, last = (part.strip("[]") for part in edtf.replace("..", "/", 1).strip("[]").split("/", 1))
        if not last or last == "..":
            return f"{'Desde' if es else 'From'} {day_words(first, lang)}{'' if es else ' on'}"
        return f"{'Entre' if es else 'Between'} {day_words(first, lang)} {'y' if es else 'and'} {day_words(last, lang)}"
    if edtf.startswith("["):
        return f" {'o' if es else 'or'} ".join(day_words(part, lang) for part in edtf.strip("[]").split(","))
    about = "~" in edtf or "?" in edtf
    year, *rest = edtf.rstrip("~?").split("-")
    words = year
    if rest:
        month = MONTHS[lang][int(rest[0]) - 1]
        words = f"{month} de {year}" if es else f"{month} {year}"
    if len(rest) == 2:
        words = f"{int(rest[1])} de {words}" if es else f"{int(rest[1])} {words}"
    return f"{'Hacia' if es else 'About'} {words}" if about else words


def sentence(entry: dict[str, Any], lang: str) -> str:
    """An entry as its digest has it: when, and what."""
    words = entry["es"] if lang == "es" else entry["en"]
    date = entry.get("date", "")
    if not date:
        return str(words)
    when = day_words(date, lang)
    return f"{when[:1].upper()}{when[1:]}: {words[:1].lower() if words[:2] in ('A ', 'An') else words[:1]}{words[1:]}"


# --------------------------------------------------------------------------- documents


def document(source: dict[str, Any], entries: Iterable[dict[str, Any]]) -> tuple[str, list[str], list[str]]:
    """Title, what stands above, and the paragraphs of a digest."""
    lang = source["lang"]
    words = WORDS[lang]
    published = day_words(source["published"], lang) if source.get("published") else words["undated"]
    told = {"by": source["by"], "published": published, "url": source["url"]}
    if source["key"] == "MAKER":
        title, head = words["own"], [f"{words['head'].split('. ')[0]}.", words["licence"]]
        head[0] = "These notes were written for the sample case of foja by those who made it."
    else:
        title = words["title"].format(**told)
        head = [words["head"], words["source"].format(**told), words["how"], words["licence"]]
    paragraphs = []
    for entry in entries:
        marks = " ".join(words[mark] for mark in entry.get("marks", ()))
        paragraphs.append(f"{sentence(entry, lang)} {marks}".strip())
    return title, head, paragraphs


def as_html(title: str, head: list[str], body: list[str], source: dict[str, Any]) -> bytes:
    lines = [
        f'<!doctype html>\n<html lang="{source["lang"]}">\n<head><meta charset="utf-8"><title>{html.escape(title)}</title></head>',
        f"<body>\n<article>\n<h1>{html.escape(title)}</h1>",
        f"<p><em>{html.escape(head[0])}</em></p>",
        *(f"<p>{html.escape(line)}</p>" for line in body),
        "</article>\n<footer>",
        *(f"<p><small>{html.escape(line)}</small></p>" for line in head[1:]),
        "</footer>\n</body>\n</html>\n",
    ]
    return "\n".join(lines).encode()


def as_txt(title: str, head: list[str], body: list[str], _: dict[str, Any]) -> bytes:
    return "\n\n".join([title.upper(), *head, *(textwrap.fill(line, 88) for line in body)]).encode() + b"\n"


def as_md(title: str, head: list[str], body: list[str], _: dict[str, Any]) -> bytes:
    return "\n\n".join([f"# {title}", *(f"*{line}*" for line in head), *body]).encode() + b"\n"


def as_eml(title: str, head: list[str], body: list[str], source: dict[str, Any]) -> bytes:
    """A message of ours to ourselves: the digest of a release that a body sent out."""
    mail = EmailMessage()
    mail["From"] = "foja sample <sample@example.org>"
    mail["To"] = "foja sample <sample@example.org>"
    mail["Subject"] = title
    day = (source.get("published") or "2026-11-24").split("-")
    mail["Date"] = f"{int(day[2]) if len(day) > 2 else 28} {MONTHS['en'][int(day[1]) - 1][:3]} {day[0]} 12:00:00 +0000"
    mail["Message-ID"] = f"<{source['key'].lower()}@sample.example.org>"
    mail.set_content("\n\n".join([*head, *body]) + "\n", cte="quoted-printable")
    return mail.as_bytes()


def as_docx(title: str, head: list[str], body: list[str], _: dict[str, Any]) -> bytes:
    """The smallest Word file with a heading and paragraphs."""
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    made = [f'<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>{escape(title)}</w:t></w:r></w:p>']
    made += [f'<w:p><w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>' for line in [*head, *body]]
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{kind}"/></Types>',
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"'
        ' Target="word/document.xml"/></Relationships>',
        "word/document.xml": f"<w:document {space}><w:body>{''.join(made)}</w:body></w:document>",
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in parts.items():
            info = zipfile.ZipInfo(name, (2026, 11, 24, 12, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(info, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{text}')
    return buffer.getvalue()


def as_pdf(title: str, head: list[str], body: list[str], _: dict[str, Any]) -> bytes:
    """A page or more of lines in a font that every reader has."""
    lines: list[tuple[int, str]] = [(14, line) for line in textwrap.wrap(title, 62)]
    for paragraph in [*head, *body]:
        lines += [(10, ""), *((10, line) for line in textwrap.wrap(paragraph, 92, break_long_words=False))]
    pages = [lines[at : at + 52] for at in range(0, len(lines), 52)]
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>".encode(), font]
    for number, page in enumerate(pages):
        drawn, y = [], 790
        for size, line in page:
            if line:
                shown = (
                    line.encode("cp1252", "replace").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
                )
                drawn.append(b"BT /F %d Tf 60 %d Td (%s) Tj ET" % (size, y, shown))
            y -= 14
        stream = b"\n".join(drawn)
        objects += [
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {5 + 2 * number} 0 R"
            "/Resources<</Font<</F 3 0 R>>>>>>".encode(),
            b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        ]
    out, offsets = bytearray(b"%PDF-1.4\n"), []
    for number, made in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, made)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return bytes(out + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))


FORMS = {"html": as_html, "txt": as_txt, "md": as_md, "eml": as_eml, "docx": as_docx, "pdf": as_pdf}


# --------------------------------------------------------------------------- the facts file


def quoted(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(quoted, value)) + "]"
    return '"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"'


def table(name: str, fields: dict[str, Any]) -> str:
    kept = {key: value for key, value in fields.items() if value not in ("", None, [], (), False)}
    return f"[[{name}]]\n" + "".join(f"{key} = {quoted(value)}\n" for key, value in kept.items())


def expanded(named: list[str], ids: list[str]) -> list[str]:
    """``E044`` stands for all sentences of that entry, ``!E044.X`` for all but that one."""
    without = {one[1:] for one in named if one.startswith("!")}
    found = []
    for one in named:
        if not one.startswith("!"):
            some = [name for name in ids if name == one or name.startswith(f"{one}.")]
            if not some:
                raise SystemExit(f"the plan names {one}, which no sentence has")
            found += [name for name in some if name not in without]
    return list(dict.fromkeys(found))


def facts(plan: dict[str, list[dict[str, Any]]], names: dict[str, str]) -> str:
    sources = {source["key"]: source for source in plan["source"]}
    ids = [entry["id"] for entry in plan["entry"]]
    tables = []
    for key, file in names.items():
        source = sources[key]
        lang = source["lang"]
        fields = {
            "file": file, "title": document(source, [])[0], "outlet": source["by"], "language": lang,
            "published": source.get("published", ""), "url": source["url"], "issuer": source.get("issuer", []),
        }  # fmt: skip
        if source.get("issuer"):
            fields["why"] = "The digest stands for a document of this body, as far as it was read; it is no original"
        tables.append(table("source", fields))
    for entry in plan["entry"]:
        lang = sources[entry["source"]]["lang"]
        words = sentence(entry, lang)
        fields = {
            "id": entry["id"], "file": names[entry["source"]], "quote": words,
            "content": entry["en"], "speaker": entry.get("speaker", ""),
            "modality": entry["modality"], "status": entry["status"],
            "dates": [entry["date"]] if entry.get("date") else [], "about": entry.get("about", []),
            "marks": entry.get("marks", []), "note": entry.get("note", ""),
        }  # fmt: skip
        tables.append(table("statement", fields))
    tables += [table("same", same) for same in plan["same"]]
    for sort in ("act", "post", "circumstance", "resolution"):
        for one in plan[sort]:
            rests = expanded(one.get("rests") or one["rests_on"], ids)
            tables.append(
                table(sort, {k: v for k, v in one.items() if k not in ("rests", "rests_on")} | {"rests_on": rests})
            )
    for one in plan["incident"]:
        parts = {part: expanded(one.get(part, []), ids) for part in ("figures", "qualifications")}
        fields = {k: v for k, v in one.items() if k not in ("rests", *parts)}
        tables.append(table("incident", fields | {"accounts": expanded(one["rests"], ids)} | parts))
    for one in plan["evidence"]:
        parts = {part: expanded(one.get(part, []), ids) for part in ("shown", "carries")}
        tables.append(table("evidence", one | parts))
    for one in plan["position"]:
        fields = {k: v for k, v in one.items() if k != "rests"}
        tables.append(table("position", fields | {"shown": expanded(one["rests"], ids)}))
    head = (
        'format = "foja-facts-1"\ntitle = "AMIA, the proceedings"\n'
        'note = "Entered by those who made the sample, from digests of their own; licence CC BY 4.0. Made by make.py."\n'
    )
    return "\n".join([head, *tables])


def read_plan() -> dict[str, list[dict[str, Any]]]:
    plan: dict[str, list[dict[str, Any]]] = {}
    for path in sorted((HERE / "plan").glob("*.toml")):
        for sort, entries in tomllib.loads(path.read_text("utf-8")).items():
            plan.setdefault(sort, []).extend(entries)
    plan["source"].append(MAKER)
    return plan


def made() -> dict[str, bytes]:
    """Every file of the sample that this script makes, by its path."""
    plan = read_plan()
    files, names = {}, {}
    for source in plan["source"]:
        entries = [entry for entry in plan["entry"] if entry["source"] == source["key"]]
        name = f"{re.sub(r'[^a-z0-9]+', '-', source['key'].lower())}.{source['form']}"
        names[source["key"]] = name
        files[f"sources/{name}"] = FORMS[source["form"]](*document(source, entries), source)
    files["facts.toml"] = facts(plan, names).encode()
    return files


def main() -> int:
    wanted = made()
    stale = [name for name, data in wanted.items() if not (HERE / name).is_file() or (HERE / name).read_bytes() != data]
    there = {f"sources/{path.name}" for path in (HERE / "sources").glob("*")}
    if "--check" in sys.argv:
        for name in sorted({*stale, *(there - set(wanted))}):
            print(f"would change: {name}")
        return 1 if stale or there - set(wanted) else 0
    (HERE / "sources").mkdir(exist_ok=True)
    for name in there - set(wanted):
        (HERE / name).unlink()
    for name in stale:
        (HERE / name).write_bytes(wanted[name])
    print(f"{len(wanted)} files, {len(stale)} written, {sum(map(len, wanted.values())):,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
