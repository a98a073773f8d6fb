"""What is withheld from an audience when a case is handed over."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import Any

from msgspec.structs import replace

from foja.model.correction import Corrected
from foja.model.event import Act, Actor, Event
from foja.model.rows import StatementRow
from foja.model.vocabulary import LADDER, Sensitivity
from foja.preserve.removal import removed_of
from foja.store.database import query
from foja.store.folder import CaseFolder

ABOUT_A_PARTY = frozenset({"screened", "hit.confirmed", "hit.rejected", "hit.reopened"})
"""Events that hold what the whole file knows of a party: its names, posts, days of birth."""
_TOKEN = re.compile(rb"[0-9a-f]{64}|\b(?:st|li)-[0-9a-f]+")


def disclose(folder: CaseFolder, audience: Sensitivity, actor: Actor, *, names: bool) -> dict[int, tuple[str, ...]]:
    """What is withheld from ``audience`` in the next bundle: event numbers to fields; without ``names``, who acted as
    well. Where anything is, the list becomes an event of foja, signed with the rest: a bundle from which somebody took
    more shows. An event that says the same is not repeated. Cost grows with the ledger."""
    fields = dict(_withheld_events(folder, audience, names=names))
    if not fields:
        return {}
    # What others are not given tells how well each event is protected: a bundle has one list, which is its own.
    lists = list(folder.ledger.events(kinds=("disclosure.made",)))
    body = _as_list(audience, fields, lists[:-1])
    if lists and lists[-1].body == body:
        return _with_lists(fields, lists[:-1])
    folder.record([Act(kind="disclosure.made", body=_as_list(audience, fields, lists), actor=actor)])
    return _with_lists(fields, lists)


def _as_list(audience: Sensitivity, fields: dict[int, tuple[str, ...]], lists: Iterable[Event]) -> dict[str, Any]:
    whole = _with_lists(fields, lists)
    return {"audience": audience.value, "withheld": {str(seq): list(whole[seq]) for seq in sorted(whole)}}


def _with_lists(fields: dict[int, tuple[str, ...]], lists: Iterable[Event]) -> dict[int, tuple[str, ...]]:
    return {**fields, **{event.seq: ("audience", "who", "withheld") for event in lists}}


def _withheld_events(
    folder: CaseFolder, audience: Sensitivity, *, names: bool
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Numbers of events with the fields that ``audience`` is not given, but for lists of what is withheld."""
    connection = folder.database.connection
    tokens, receipts = closed(connection, audience), _column(connection, "label.receipts", audience)
    everybody = audience is Sensitivity.PUBLIC
    if not (tokens or receipts or everybody) and names:
        return
    met = met_by(connection, _column(connection, "label.above", audience))
    removed = removed_of(folder.ledger).fields  # by an event that is itself withheld, perhaps
    for event in folder.ledger.events():
        found = withheld(folder, event, tokens, receipts, met) | of_exports(event, audience)
        found |= {name for name in event.withheld if (event.seq, name) in removed}
        if everybody and event.kind in ABOUT_A_PARTY:
            found |= _all_fields(event)  # whom a team looked up in lists is nobody else's business
        if not names and event.actor.kind == "person":
            found |= {"who", *(_hands(event) if event.kind == "custody.transferred" else ())}
        if found:
            yield event.seq, tuple(sorted(found))


def of_exports(event: Event, audience: Sensitivity) -> set[str]:
    """The digest of what was handed to a narrower circle: whoever has all of a table but one row could try out by it
    what the row says."""
    given = event.body.get("audience") if event.kind == "exported" else None
    return {"digest"} if given and LADDER.index(Sensitivity(given)) > LADDER.index(audience) else set()


def closed(connection: sqlite3.Connection, audience: Sensitivity) -> set[str]:
    """What may not be named before ``audience``: digests of sources and texts, ids of statements, links, acts
    and items, names. What persons entered without a source has no label, so it is ``internal``."""
    tokens = tokens_of(connection, _column(connection, "label.above", audience))
    if audience is Sensitivity.PUBLIC:
        tokens |= {row[0] for row in connection.execute(query("label.entered"))}
    return tokens


def tokens_of(connection: sqlite3.Connection, sources: Iterable[str]) -> set[str]:
    """What may not be named where these sources are closed. An act, an incident, a piece of evidence or a position that
    rests on a closed statement is closed too."""
    given = json.dumps(sorted(sources))
    names = ("label.tokens", "label.names", "label.acts", "label.items")
    return {row[0] for name in names for row in connection.execute(query(name), (given,))}


def met_by(connection: sqlite3.Connection, sources: Iterable[str]) -> set[str]:
    """Name keys of whom these sources, and what rests on them, tell anything."""
    given = json.dumps(sorted(sources))
    return {row[0] for row in connection.execute(query("label.met"), (given,))}


def _column(connection: sqlite3.Connection, name: str, audience: Sensitivity) -> set[str]:
    return {row[0] for row in connection.execute(query(name), (LADDER.index(audience),))}


def names_withheld(connection: sqlite3.Connection, audience: Sensitivity | None) -> dict[str, str]:
    """File names that ``audience`` may not have, by the digest of their source: how it came is labelled above it, and
    the name may show who gave it."""
    if audience is None:
        return {}
    shas = json.dumps(sorted(_column(connection, "label.receipts", audience)))
    return {row["sha256"]: row["name"] for row in connection.execute(query("label.file_names"), (shas,))}


def label_for(sha256: str, label: str, withheld: Mapping[str, str]) -> str:
    """What a source is called before somebody who may not have its file name: its title where it has one."""
    return f"source {sha256[:12]}" if withheld.get(sha256) == label else label


def without_names(words: str, withheld: Mapping[str, str]) -> str:
    """A text of ours in which sources are called by their labels, without the file names that are withheld."""
    for sha, name in withheld.items():
        words = words.replace(name, f"source {sha[:12]}")
    return words


def unsigned(row: StatementRow) -> StatementRow:
    """The row without the name of who decided on it, or corrected what it quotes."""
    return replace(row, decided_by="", corrected=nameless(row.corrected))


def nameless(corrected: tuple[Corrected, ...]) -> tuple[Corrected, ...]:
    """The same corrections without the names of those who made them."""
    return tuple(dict.fromkeys(replace(one, by="") for one in corrected))


def withheld(
    folder: CaseFolder, event: Event, tokens: set[str], receipts: set[str], met: AbstractSet[str] = frozenset()
) -> set[str]:
    """The fields of an event that are withheld. ``tokens`` may not be named, ``receipts`` are the digests of sources
    of which it may not be known how they came, ``met`` the name keys of whom closed sources tell something.

    An event is withheld whole when it concerns a source above the audience: when a field of it, or the record that it
    derived, names the source, its text, one of its statements, a link of its text, or a name that stands in no other
    source. So what was derived from two sources is withheld for the sake of one. Who acted goes with it: whoever
    brought a protected source in would point to it. A screening, and a comparison of names, hold all that the file
    knows of a party, from whatever source: they are withheld where a closed one tells of it.
    """
    fields = _all_fields(event)
    if tokens and not tokens.isdisjoint(named_in(folder, event)):
        return fields
    if met and (event.kind in ABOUT_A_PARTY or event.body.get("stage") == "resolve.match"):
        return set() if met.isdisjoint([*event.body.get("keys", ()), event.body.get("key", "")]) else fields
    if event.kind == "source.added" and event.body.get("source", {}).get("sha256") in receipts:
        return fields & {"receipt", "who", "why"}
    if about_receipt(event) and not receipts.isdisjoint(event.body.get("sources", ())):
        return fields & {"who", "why"}  # the reason for hiding who gave it is apt to say who did
    if event.kind == "custody.transferred" and not receipts.isdisjoint(event.body.get("sources", ())):
        # From whose hands it came shows who gave it, as its receipt does.
        return _hands(event)
    return set()


def _all_fields(event: Event) -> set[str]:
    return {*event.body, "who", *(["why"] if event.why else [])}


def _hands(event: Event) -> set[str]:
    """All that a hand-over of sources says of it: between whom, how, when and why."""
    return _all_fields(event) - {"sources"}


def about_receipt(event: Event) -> bool:
    """Whether an event labels how sources came, and not the sources."""
    return event.kind == "source.classified" and event.body.get("part") == "receipt"


def named_in(folder: CaseFolder, event: Event) -> set[str]:
    """All texts in an event, and what the record that it derived names by digest or id."""
    found = set(_texts(event.body))
    output = event.body.get("output") if event.kind in ("derived", "text.corrected") else None
    if output:
        found |= {match.decode() for match in _TOKEN.findall(folder.blob(str(output)))}
    return found


def _texts(value: Any) -> Iterator[str]:
    """The texts in plain data."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
