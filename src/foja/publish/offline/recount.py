#!/usr/bin/env python3
"""Make every count of a bundle again. One file, Python 3.8 or newer, standard library only. Writes nothing, no network.

    python3 -I recount.py [BUNDLE] [--all]

BUNDLE is a folder or a .zip; without it, the folder of this file. ``counts.jsonl`` has, for each proposition, what its
count is made from: documents and links; and the numbers that foja showed. This script computes the numbers from the
documents and links alone, by the rule below, and compares. It also looks into the record of events: every statement
counted must have been accepted there, and every link must stand as the last decision on it left it. Whether the record
itself is whole is what verify.py checks. Exit code: 0 all the same; 1 something differs; 2 wrong use.

The rule. A text is a node, and so is an outlet; a number is a count of the connected parts that hold a text.

 1. documents: different sources.
 2. families: parts under copies of any kind that nobody rejected. Two sources with one text are one.
 3. origins: parts under confirmed links, suggested links that are not of a dashed kind (partial_copy, translation,
    paraphrase, same_release and shared_error say "possibly dependent"; quotes says nothing), and citations. A document
    joins the outlet that published it and the outlets that it cites.
 4. upper: the same without suggested links. lower: the same with all of them, dashed ones too.
 5. access: origins with a document at the head that says how it knows: it is the own text of the body that speaks, or
    names a speaker or a document with no outlet between. access_upper: origins with a document at the head at all.
    The head: pages of the cited outlets that cite no other here; without citations, the earliest text.
 6. voices: speakers that are quoted, each once, and origins that say it in their own voice.
 7. hinge: the first undecided link, by its id, without which an origin would fall into two.

A citation holds unless its link was rejected. One is refused where every page of the cited outlet here is later than
the page that cites it; days are compared at the coarser precision of the two.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
import zipfile
from pathlib import Path
from typing import Any, Iterator, NamedTuple, Sequence  # noqa: UP035 (Python 3.8)

DASHED = frozenset(("partial_copy", "translation", "paraphrase", "same_release", "shared_error"))
NUMBERS = (
    "documents", "families", "origins", "upper", "lower", "access", "access_upper", "voices", "voices_lower",
    "voices_upper",
)  # fmt: skip
_DAY = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")


class Edge(NamedTuple):
    one: tuple[str, str]
    other: tuple[str, str]
    link: str = ""
    firm: bool = True
    settled: bool = True
    dashed: bool = False


def link_id(kind: str, first: str, second: str) -> str:
    """The id of a link: the beginning of the SHA-256 of its kind and its ends."""
    data = json.dumps([kind, first, second], ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    return "li-" + hashlib.sha256(data).hexdigest()[:20]


def day_of(published: str) -> str:
    match = _DAY.match(published)
    return match.group() if match else ""


def later(day: str, other: str) -> bool:
    precision = min(len(day), len(other))
    return day[:precision] > other[:precision]


def edges_of(
    documents: Sequence[dict[str, Any]], links: dict[str, tuple[dict[str, Any], str]]
) -> dict[str, list[Edge]]:
    """The edges of one proposition by what they are: same, own, cites, copies."""
    texts = {("text", d["text"]) for d in documents}
    copies: list[Edge] = []
    cites: set[Edge] = set()
    days: dict[str, list[str]] = {}
    for name, (link, state) in sorted(links.items()):
        one, other = ("text", link["first"]), ("text", link["second"])
        if link["kind"] not in ("cites", "quotes") and state != "rejected" and one in texts and other in texts:
            sure = state == "confirmed"
            copies.append(Edge(one, other, name, sure, sure, link["kind"] in DASHED))
    for d in documents:
        if d.get("outlet_key"):
            days.setdefault(d["outlet_key"], []).append(day_of(d.get("published", "")))
    for d in documents:
        for outlet in d.get("cites", ()):
            name = link_id("cites", d["text"], outlet)
            state = links[name][1] if name in links else ""
            mine = day_of(d.get("published", ""))
            late = outlet in days and all(later(day, mine) for day in days[outlet])
            if outlet and outlet != d.get("outlet_key", "") and state != "rejected" and not late:
                edge = Edge(("text", d["text"]), ("outlet", outlet), name, state != "suggested", state == "confirmed")
                cites.add(edge)
    return {
        "same": [Edge(("text", d["text"]), ("source", d["source"])) for d in documents],
        "own": [Edge(("text", d["text"]), ("outlet", d["outlet_key"])) for d in documents if d.get("outlet_key")],
        "cites": sorted(cites),
        "copies": copies,
    }


def parts_of(documents: Sequence[dict[str, Any]], edges: Sequence[Edge]) -> list[frozenset[tuple[str, str]]]:
    """The connected parts that hold a text."""
    near: dict[tuple[str, str], set[tuple[str, str]]] = {("text", d["text"]): set() for d in documents}
    for edge in edges:
        near.setdefault(edge.one, set()).add(edge.other)
        near.setdefault(edge.other, set()).add(edge.one)
    parts: list[frozenset[tuple[str, str]]] = []
    seen: set[tuple[str, str]] = set()
    for start in sorted(near):
        if start in seen:
            continue
        part: set[tuple[str, str]] = set()
        waiting = [start]
        while waiting:
            node = waiting.pop()
            if node not in part:
                part.add(node)
                waiting.extend(near[node])
        seen |= part
        if any(kind == "text" for kind, _ in part):
            parts.append(frozenset(part))
    return parts


def upstream(part: frozenset[tuple[str, str]], documents: Sequence[dict[str, Any]], cites: Sequence[Edge]) -> list[str]:
    """The cited outlets at the head of a part; of a ring of outlets, the first."""
    followed = {(edge.one[1], edge.other[1]) for edge in cites if edge.one in part}
    above: dict[str, set[str]] = {outlet: set() for _, outlet in followed}
    for text, outlet in followed:
        for d in documents:
            if d["text"] == text and d.get("outlet_key"):
                above.setdefault(d["outlet_key"], set()).add(outlet)
    cited = sorted({outlet for _, outlet in followed})
    return [outlet for outlet in cited if not above[outlet]] or cited[:1]


def count(documents: Sequence[dict[str, Any]], links: dict[str, tuple[dict[str, Any], str]]) -> dict[str, Any]:
    """All numbers of one proposition."""
    known = edges_of(documents, links)
    open_dashed = [e for e in known["copies"] if e.dashed and not e.settled]
    joined = known["same"] + known["own"] + known["cites"] + [e for e in known["copies"] if e not in open_dashed]
    parts = parts_of(documents, joined)
    upper = parts_of(documents, [e for e in joined if e.firm])
    lower = parts_of(documents, joined + open_dashed)
    heads: list[list[dict[str, Any]]] = []
    roots: set[str] = set()
    for part in parts:
        ours = [d for d in documents if ("text", d["text"]) in part]
        outlets = upstream(part, documents, known["cites"])
        if outlets:
            heads.append([d for d in ours if d.get("outlet_key") in outlets])
            roots.update(outlets)
        else:
            first = min(ours, key=_by_day)
            heads.append([d for d in ours if d["text"] == first["text"]])
            roots.add(first.get("outlet_key") or first["source"])
    return {
        "documents": len({d["source"] for d in documents}),
        "families": len(parts_of(documents, known["same"] + known["copies"])),
        "origins": len(parts),
        "upper": len(upper),
        "lower": len(lower),
        "access": sum(any(d.get("direct") or d.get("issued") for d in ours) for ours in heads),
        "access_upper": sum(bool(ours) for ours in heads),
        "voices": voices(documents, parts),
        "voices_lower": voices(documents, lower),
        "voices_upper": voices(documents, upper),
        "roots": sorted(roots),
        "hinge": hinge(documents, joined, len(parts)),
    }


def _by_day(d: dict[str, Any]) -> tuple[str, str, str]:
    return day_of(d.get("published", "")) or "9999", d.get("outlet_key") or d["source"], d["source"]


def voices(documents: Sequence[dict[str, Any]], parts: Sequence[frozenset[tuple[str, str]]]) -> int:
    named = {speaker for d in documents for speaker in d.get("speakers", ())}
    bare = {("text", d["text"]) for d in documents if d.get("bare")}
    return len(named) + sum(not bare.isdisjoint(part) for part in parts)


def hinge(documents: Sequence[dict[str, Any]], edges: Sequence[Edge], origins: int) -> str:
    """The first undecided link whose rejection alone would change the number of origins: each is tried."""
    undecided = sorted({edge.link for edge in edges if edge.link and not edge.settled})
    for name in undecided:
        if len(parts_of(documents, [edge for edge in edges if edge.link != name])) != origins:
            return name
    return ""


# What the record of events says


def decided(lines: Iterator[bytes]) -> tuple[set[str], dict[str, str]]:
    """Statements that are accepted at the end of the record, and links with the last decision on each."""
    accepted: set[str] = set()
    links: dict[str, str] = {}
    for line in lines:
        event = json.loads(line)
        kind = json.loads(event["leaf"])["kind"]
        fields = {name: json.loads(value) for name, (_, value) in event["open"].items()}
        found = fields.get("statement", "")
        name = found.get("id", "") if isinstance(found, dict) else found
        if kind in ("statement.accepted", "statement.entered"):
            accepted.add(name)
        elif kind in ("statement.rejected", "statement.reopened", "statement.corrected"):
            accepted.discard(name)
            if kind == "statement.corrected" and "replacement" in fields:
                accepted.add(fields["replacement"]["id"])
        elif kind in ("link.confirmed", "link.rejected") and "link" in fields:
            links[fields["link"]] = kind.split(".")[1]
    return accepted, links


class Bundle:
    """The files of a bundle, in a folder or in a zip."""

    def __init__(self, path: Path) -> None:
        self._zip = zipfile.ZipFile(str(path)) if path.is_file() else None
        self._root = path

    def lines(self, name: str) -> Iterator[bytes]:
        """The lines of a file, without empty ones. Raises OSError or KeyError where it is not there."""
        if self._zip is None:
            with (self._root / name).open("rb") as file:
                yield from (line for line in file if line.strip())
        else:
            with self._zip.open("foja-bundle/" + name) as inner:
                yield from (line for line in inner if line.strip())


def recount(bundle: Bundle, say_all: bool) -> tuple[int, list[str]]:
    """How many counts were made again, and what differs."""
    accepted, decisions = decided(bundle.lines("data/ledger/events.jsonl"))
    made = 0
    troubles: list[str] = []
    for line in bundle.lines("counts.jsonl"):
        sheet = json.loads(line)
        made += 1
        name, shown = sheet["proposition"], sheet["support"]
        links = {identifier: (link, state) for identifier, link, state in sheet.get("links", ())}
        for identifier, (link, state) in links.items():
            if identifier != link_id(link["kind"], link["first"], link["second"]):
                troubles.append(f"{name}: the link {identifier} is not what its id says")
            if state != decisions.get(identifier, "suggested"):
                last = decisions.get(identifier, "suggested")
                troubles.append(f"{name}: the link {identifier} stands as {state}; the record says {last}")
        for identifier in sheet.get("statements", ()):
            if identifier not in accepted:
                troubles.append(f"{name}: {identifier} is not accepted in the record")
        found = count(sheet.get("documents", ()), links)
        wanted = {key: shown.get(key, 0) for key in NUMBERS}
        wanted.update(roots=sorted(shown.get("roots", ())), hinge=shown.get("hinge", ""))
        for key in sorted(found):
            if found[key] != wanted[key]:
                troubles.append(f"{name}: {key} was shown as {wanted[key]} and comes out as {found[key]}")
        if say_all:
            print(f"{name}  " + ", ".join(f"{key} {found[key]}" for key in NUMBERS))
    return made, troubles


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Make every count of a bundle again and compare.")
    parser.add_argument("bundle", nargs="?", default=str(Path(__file__).resolve().parent), help="a folder or a .zip")
    parser.add_argument("--all", action="store_true", help="print every count")
    asked = parser.parse_args(arguments)
    try:
        made, troubles = recount(Bundle(Path(asked.bundle)), asked.all)
    except (OSError, KeyError, ValueError, TypeError, zipfile.BadZipFile) as error:
        print(f"NOT CHECKED: this is no bundle with counts ({error})")
        return 2
    for trouble in troubles:
        print(trouble)
    print(f"{'DIFFERS' if troubles else 'OK'}: {made} counts made again")
    return 1 if troubles else 0


if __name__ == "__main__":
    sys.exit(main())
