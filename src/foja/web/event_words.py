"""Events of the ledger in plain words: what was done, and the page that shows what it was done to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import quote

from foja.model.event import Event
from foja.model.item import SORTS
from foja.web.words import count

_EVENT: dict[str, str] = {
    "case.created": "opened the case",
    "source.added": "added a source",
    "text.corrected": "corrected a recognised text",
    "source.described": "corrected a source's description",
    "source.classified": "labelled a source",
    "source.allowed": "let a source be read again",
    "source.sealed": "sealed a source",
    "payload.erased": "erased under an order",
    "signer.added": "registered a second person",
    "signer.removed": "removed a second person",
    "disclosure.made": "fixed what a bundle withholds",
    "derived": "read or weighed a source",
    "statement.entered": "entered a statement",
    "statement.accepted": "accepted a statement",
    "statement.rejected": "rejected a statement",
    "statement.reopened": "reopened a statement",
    "statement.corrected": "corrected a statement",
    "statement.carried": "carried a statement over to the corrected text",
    "statement.staled": "set a statement aside: its quote was corrected",
    "statements.joined": "recorded that statements say the same",
    "statements.parted": "recorded that two statements do not say the same",
    "parties.joined": "joined names to one party",
    "parties.parted": "parted two names",
    "parties.deferred": "put off a decision on two names",
    "parties.reopened": "took back what was said of two names",
    "link.confirmed": "confirmed a link between documents",
    "link.rejected": "rejected a link between documents",
    "act.recorded": "recorded an act",
    "act.corrected": "corrected the record of an act",
    "act.withdrawn": "withdrew the record of an act",
    "incident.recorded": "recorded an incident",
    "incident.corrected": "corrected the record of an incident",
    "incident.withdrawn": "withdrew the record of an incident",
    "evidence.recorded": "recorded a piece of evidence",
    "evidence.corrected": "corrected the record of a piece of evidence",
    "evidence.withdrawn": "withdrew the record of a piece of evidence",
    "position.recorded": "recorded a position",
    "position.corrected": "corrected the record of a position",
    "position.withdrawn": "withdrew the record of a position",
    "statement.marked": "noted something beside a statement",
    "statement.unmarked": "took away a note beside a statement",
    "particular.recorded": "recorded a particular",
    "particular.corrected": "corrected a particular",
    "particular.withdrawn": "withdrew a particular",
    "list.added": "added a screening list",
    "screened": "screened a party against lists",
    "hit.confirmed": "said that an entry of a list means a party",
    "hit.rejected": "said that an entry of a list means somebody else",
    "hit.reopened": "took back what was said of an entry of a list",
    "grade.set": "graded a source or a statement",
    "keys.rotated": "changed the signing key",
    "keys.companion": "gave the case a companion key",
    "checked": "checked the case file",
    "custody.transferred": "recorded that sources were handed over",
    "exported": "exported the case file",
    "stamped": "had the record stamped",
    "stamp.failed": "asked for a time stamp and got none",
    "stamp.promised": "had a calendar promise to anchor the record",
    "stamp.anchored": "had the record anchored in a Bitcoin block",
}


_STAMPING = {
    "stamped": "had the first {size} events stamped by",
    "stamp.failed": "got no stamp from",
    "stamp.promised": "had the anchoring of the first {size} events promised by",
    "stamp.anchored": "had the first {size} events anchored in Bitcoin block {block} by",
}


_STAGES = {
    "read": "read {source}",
    "read.scan": "recognised the text of {source}",
    "extract": "drafted statements from {source}",
    "extract.model": "drafted statements from {source} with a language model",
    "resolve": "grouped the names in {source}",
    "weigh.sketch": "looked for copies of {source}",
    "weigh.meaning": "compared the meaning of {source}",
    "weigh.across": "looked for translations of {source}",
    "weigh.compare": "compared what {source} says",
    "resolve.match": "compared names",
}


def event_phrase(event: Event, names: Mapping[str, str] | None = None) -> str:
    """What an event did, in words that follow the actor's name. ``names``: of sources, by digest, as far as known."""
    phrase = _EVENT.get(event.kind, event.kind)
    body = event.body
    if not body and event.withheld:
        return f"{phrase} (sealed or erased)"
    if event.kind == "source.added":
        name = _inner(body, "receipt", "name")
        return f"added the source “{name}”" if name else phrase
    if event.kind == "source.described" and body.get("field"):
        return f"set the {body['field']} of a source to “{body.get('value', '')}”"
    if event.kind == "text.corrected" and "lines" in body:
        lines = len(body["lines"])
        return f"corrected {count(lines, 'recognised line')}" if lines else "took an earlier text into use again"
    if event.kind == "exported" and body.get("form"):
        return f"exported the case file as {body['form']}"
    if event.kind == "checked" and body.get("check") == "fixity":
        bad = len(body.get("altered", ())) + len(body.get("missing", ()))
        result = f"{count(bad, 'file is', 'files are')} damaged or missing" if bad else "each gave its digest"
        return f"read {count(body.get('blobs', 0), 'preserved file')} again: {result}"
    if event.kind == "checked" and body.get("check") == "rederive":
        return f"ran {count(body.get('runs', 0), 'derivation')} again: {body.get('same', 0)} gave the same output"
    if event.kind.startswith("hit.") and body.get("entry"):
        said = {
            "hit.confirmed": "said that this party is meant by",
            "hit.rejected": "said that somebody else is meant by",
        }
        return f"{said.get(event.kind, 'took back what was said of')} {body['list']} {body['entry']} ({body['name']})"
    if event.kind == "list.added" and _inner(body, "snapshot", "list"):
        return f"added the list {body['snapshot']['list']} of {body['snapshot']['date']}"
    if event.kind == "screened" and isinstance(body.get("screening"), dict):
        against = [f"{one['list']} of {one['date']}" for one in body["screening"].get("against", ())]
        return f"screened a party against {', '.join(against)}"
    if event.kind == "custody.transferred" and body.get("sources"):
        return f"recorded that {count(len(body['sources']), 'source was', 'sources were')} handed over"
    if event.kind == "source.sealed" and body.get("sources"):
        return f"sealed {count(len(body['sources']), 'source')} for {count(len(body.get('recipients', ())), 'key')}"
    if event.kind in _STAMPING and body.get("authority"):
        got = _STAMPING[event.kind].format(size=body.get("size"), block=body.get("height"))
        return f"{got} {body['authority']}" + (f": {body['reason']}" if body.get("reason") else "")
    if event.kind == "derived" and body.get("stage"):
        state = str(body.get("state", ""))
        source = (names or {}).get(str(body.get("source", "")))
        phrase = _STAGES.get(body["stage"], f"ran {body['stage']} on {{source}}")
        told = phrase.format(source=f"“{source}”" if source else "a source")
        return told + (f": {state.replace('_', ' ')}" if state and state != "done" else "")
    return phrase


def in_a_row(events: Sequence[Event]) -> list[tuple[Event, int]]:
    """Events with how often the same person did the same, for the same reason, one after the other."""
    rows: list[tuple[Event, int]] = []
    for event in events:
        if rows:
            first, times = rows[-1]
            if (first.kind, first.actor, first.why) == (event.kind, event.actor, event.why):
                rows[-1] = (first, times + 1)
                continue
        rows.append((event, 1))
    return rows


def event_target(event: Event) -> str:
    """The page that shows what an event was about, as a local path; empty where there is none."""
    body = event.body
    if event.kind in ("statement.corrected", "statement.carried", "statement.staled"):
        new = _inner(body, "replacement", "id")
        return f"/statements/{new}" if new else ""
    for noun, path in (("act", "acts"), ("particular", "particulars")):
        if event.kind.startswith(f"{noun}."):
            found = body.get(noun)
            identifier = found if isinstance(found, str) else _inner(body, noun, "id")
            new = _inner(body, "replacement", "id") or identifier
            return f"/{path}/{new}" if new else ""
    if event.kind.partition(".")[0] in SORTS:
        found = body.get("item")
        identifier = found if isinstance(found, str) else _inner(body, "item", "id")
        new = _inner(body, "replacement", "id") or identifier
        return f"/items/{new}" if new else ""
    if event.kind == "grade.set" and body.get("target"):
        return f"/grades/{body['target']}"
    if event.kind.startswith("link.") and body.get("link"):
        return f"/links/{body['link']}"
    if event.kind.startswith("statement."):
        found = body.get("statement")
        identifier = found if isinstance(found, str) else _inner(body, "statement", "id")
        return f"/statements/{identifier}" if identifier else ""
    if event.kind == "screened":
        return f"/screening/{event.seq}"
    if event.kind == "list.added":
        new = _inner(body, "snapshot", "id")
        return f"/lists/{new}" if new else ""
    if event.kind.startswith("hit.") and body.get("entry"):
        return f"/lists/{body['snapshot']}/entry?id={quote(body['entry'], safe='')}"
    if event.kind == "custody.transferred" and body.get("sources"):
        return f"/sources/{body['sources'][0]}/custody"
    if event.kind in ("source.sealed", "payload.erased") and body.get("sources"):
        return f"/sources/{body['sources'][0]}"
    if event.kind == "derived" and body.get("source"):
        return f"/sources/{body['source']}"
    if event.kind.startswith(("source.", "text.")):
        found = body.get("source")
        digest = found if isinstance(found, str) else _inner(body, "source", "sha256")
        return f"/sources/{digest}" if digest else ""
    return ""


def _inner(body: object, *names: str) -> str:
    for name in names:
        if not isinstance(body, dict):
            return ""
        body = body.get(name)
    return body if isinstance(body, str) else ""
