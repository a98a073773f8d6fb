"""Drafts of certificates: what a form asks for, filled in as far as the record holds it, for a person to complete.

A form is a data file in ``templates/`` with its sources named. ``{name}`` in it is filled from the record, ``[[name]]``
is a blank and stays one, visibly. Values are put in after the form was taken apart, so nothing that a source, a path
or a name holds can become a blank, a field or markup.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from importlib import resources
from pathlib import Path
from typing import Any

from foja.model.custody import WITHHELD, Dossier, Transfer
from foja.model.errors import UsageError
from foja.publish.sheet import moment
from foja.publish.typeset import plain, typeset

FORMS = ("fre902", "argentina")
_PIECE = re.compile(r"\[\[(?P<blank>[^\]]+)\]\]|\{(?P<field>[a-z_]+)\}")
_MARKDOWN = re.compile(r"([\\`*_\[\]<>#|~&!$])")
_LINE = "_" * 28


def write_certificate(dossier: Dossier, form: str, out: Path) -> None:
    """Drafts the certificate ``form`` (one of ``FORMS``) to ``out``: PDF or Markdown, by its ending.

    The same dossier gives the same bytes. Raises UsageError ``form-unknown`` or ``ending-unknown``.
    """
    if form not in FORMS:
        raise UsageError("form-unknown", f"foja drafts {', '.join(FORMS)}; {form!r} is none of these.")
    ending = out.suffix.lower()
    if ending not in (".pdf", ".md"):
        raise UsageError(
            "ending-unknown",
            f"A certificate is written as .pdf or .md, not as {ending or 'a file without an ending'}.",
            next="Give --out a name that ends with .pdf or .md.",
        )
    draft = drafted(dossier, form)
    if ending == ".md":
        out.write_text(as_markdown(draft), encoding="utf-8")
        return
    latest = max((deed.at for sheet in dossier.items for deed in sheet.deeds), default="")
    out.write_bytes(typeset("certificate", draft, latest))


def drafted(dossier: Dossier, form: str) -> dict[str, Any]:
    """The draft as plain data: headings, and blocks of texts, choices, tables and notes."""
    page = tomllib.loads(resources.files("foja.publish").joinpath(f"templates/{form}.toml").read_text("utf-8"))
    values = _values(dossier, page["words"])
    tables = _tables(dossier, page["words"])

    def block(given: dict[str, Any]) -> Iterator[dict[str, Any]]:
        if "table" in given:
            rows = tables[given["table"]]
            if not rows and "empty" in given:
                yield {"kind": "text", "runs": _runs(given["empty"], values)}
                return
            yield _table(given, rows)
        elif "note" in given:
            note = dossier.checkpoint.note if dossier.checkpoint else ""
            if note:
                yield {"kind": "note", "words": note}
        else:
            kind = "choice" if "choice" in given else "text"
            yield {"kind": kind, "runs": _runs(given[kind], values)}

    return {
        "language": page["language"],
        "mark": page["mark"],
        "title": page["title"],
        "case": plain(dossier.case),
        "notice": "".join(words for _, words in _runs(page["notice"], values)),
        "sections": [
            {"heading": one["heading"], "blocks": [made for given in one["block"] for made in block(given)]}
            for one in page["section"]
        ],
        "sources_heading": page["head"]["sources_heading"],
        "sources": page["head"]["sources"],
    }


def _runs(text: str, values: dict[str, str]) -> list[tuple[str, str]]:
    """A text of a form as pieces: ``text``, or ``blank`` with its label."""
    runs: list[tuple[str, str]] = []
    at = 0
    for match in _PIECE.finditer(text):
        runs.append(("text", text[at : match.start()]))
        blank = match["blank"]
        runs.append(("blank", blank) if blank else ("text", values[match["field"]]))
        at = match.end()
    runs.append(("text", text[at:]))
    return [(kind, words) for kind, words in runs if words]


def _values(dossier: Dossier, words: dict[str, Any]) -> dict[str, str]:
    count = len(dossier.items)
    return {
        "case": plain(dossier.case),
        "origin": plain(dossier.origin),
        "verifier": plain(dossier.verifier),
        "software": dossier.software,
        "count": words["count_one"] if count == 1 else words["count_many"].format(n=count),
        "fixity": _fixity(dossier, words),
        "checkpoint": _checkpoint(dossier, words),
        "stamps": _stamps(dossier, words),
    }


def _fixity(dossier: Dossier, words: dict[str, Any]) -> str:
    state = dossier.fixity
    if not state.last:
        said: str = words["fixity_none"]
    elif state.whole_since:
        said = words["fixity_whole"].format(since=moment(state.whole_since), last=moment(state.last))
    else:
        # Rounded down: a share of 99.9 % is not the whole.
        said = words["fixity_part"].format(share=f"{int(state.share * 1000) / 10:g} %", last=moment(state.last))
    others = set(state.damaged) - {sheet.sha256 for sheet in dossier.items}
    return f"{said} {words['fixity_damaged'].format(n=len(others))}" if others else said


def _checkpoint(dossier: Dossier, words: dict[str, Any]) -> str:
    standing = dossier.checkpoint
    if standing is None:
        return str(words["checkpoint_none"])
    covered = sum(sheet.seq < standing.size for sheet in dossier.items)
    template: str = words["checkpoint_signed" if standing.signed else "checkpoint_unsigned"]
    return template.format(size=standing.size, covered=covered, verifier=plain(dossier.verifier))


def _stamps(dossier: Dossier, words: dict[str, Any]) -> str:
    """Which time stamps cover how many of the listed items: the newest of each authority, as the ledger has it.
    OpenTimestamps is left out: no rule that the certificate follows speaks of it."""
    signed = [one for one in dossier.stamps if not one.promised and not one.block]
    if not signed:
        return str(words["stamps_none"])
    said = [
        words["stamp"].format(
            authority=plain(one.authority), at=moment(one.gen_time), size=one.size,
            covered=sum(sheet.seq < one.size for sheet in dossier.items),
        )
        for one in signed
    ]  # fmt: skip
    return " ".join([words["stamps"], *said, words["stamps_unchecked"]])


def _tables(dossier: Dossier, words: dict[str, Any]) -> dict[str, list[dict[str, str]]]:
    """The rows that a form can show, each field as text."""

    def way(name: str, path: str, parent: str) -> str:
        if name == WITHHELD:
            return str(words["withheld"])
        if parent:
            return str(words["way_inside"]).format(name=name, parent=parent)
        return str(words["way" if path and path != name else "way_same"]).format(name=name, path=path)

    def given(value: str) -> str:
        return str(words["withheld"]) if value == WITHHELD else value

    def way_of(one: Transfer) -> str:
        return given(WITHHELD) if one.how == WITHHELD else str(words["how"]).format(how=one.how, why=one.why)

    states = words.get("state", {})
    return {
        "items": [
            {
                "item": sheet.item, "name": given(sheet.name), "size": str(sheet.size), "sha256": sheet.sha256,
                "sha512": sheet.sha512,
            }
            for sheet in dossier.items
        ],
        "arrivals": [
            {
                "item": sheet.item, "at": moment(one.at), "by": given(one.by), "why": one.why, "seq": str(one.seq),
                "way": way(one.name, one.received_from, one.parent),
            }
            for sheet in dossier.items
            for one in sheet.arrivals
        ],
        "readings": [
            {
                "item": sheet.item, "at": moment(one.at), "by": one.by, "version": one.version, "seq": str(one.seq),
                "state": states.get(one.state, one.state.replace("_", " ")),
            }
            for sheet in dossier.items
            for one in sheet.readings
        ],
        "transfers": [
            {
                "item": sheet.item, "on": given(one.on or words["day_not_said"]), "given": given(one.given),
                "taken": given(one.taken), "how": way_of(one), "seq": str(one.seq),
            }
            for sheet in dossier.items
            for one in sheet.transfers
        ],
    }  # fmt: skip


def _table(given: dict[str, Any], rows: list[dict[str, str]]) -> dict[str, Any]:
    """``fields`` without a name are columns that a person fills in, ``blank_rows`` rows for what is not on record."""
    fields = given["fields"]

    def cell(row: dict[str, str], field: str) -> dict[str, Any]:
        return {
            "words": plain(row[field]) if field else "",
            "fixed": field in ("sha256", "sha512"),
            "blank": not field,
        }

    empty = [{"words": "", "fixed": False, "blank": True} for _ in fields]
    return {
        "kind": "table",
        "heads": given["heads"],
        "widths": given["widths"],
        "rows": [[cell(row, field) for field in fields] for row in rows] + [empty] * given.get("blank_rows", 0),
    }


def as_markdown(draft: dict[str, Any]) -> str:
    """The draft as Markdown: blanks are lines with their name, choices are open boxes."""
    lines = [f"# {draft['title']}", "", f"> **{draft['mark']}.** {_safe(draft['notice'])}", ""]
    shown: dict[str, Callable[[dict[str, Any]], list[str]]] = {
        "text": lambda block: [_text(block["runs"])],
        "choice": lambda block: [f"- [ ] {_text(block['runs'])}"],
        "note": lambda block: [f"    {line}".rstrip() for line in block["words"].splitlines()],
        "table": _markdown_table,
    }
    for section in draft["sections"]:
        lines += [f"## {section['heading']}", ""]
        for block in section["blocks"]:
            lines += [*shown[block["kind"]](block), ""]
    lines += [f"## {draft['sources_heading']}", "", *(f"- {_safe(source)}" for source in draft["sources"])]
    return "\n".join(lines) + "\n"


def _markdown_table(block: dict[str, Any]) -> list[str]:
    def row(cells: list[str]) -> str:
        return f"| {' | '.join(cells)} |"

    lines = [row([_safe(head) for head in block["heads"]]), row(["---"] * len(block["heads"]))]
    for cells in block["rows"]:
        lines.append(
            row([_LINE[:8] if c["blank"] else f"`{c['words']}`" if c["fixed"] else _safe(c["words"]) for c in cells])
        )
    return lines


def _text(runs: list[tuple[str, str]]) -> str:
    return "".join(f"{_LINE} ({_safe(words)})" if kind == "blank" else _safe(words) for kind, words in runs)


def _safe(text: str) -> str:
    """Text in which Markdown and HTML see no marks of theirs."""
    return _MARKDOWN.sub(r"\\\1", text)
