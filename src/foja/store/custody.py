"""Projection of custody: which events concern the keeping of which source, and how far the vault was read again."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator

from foja.model.event import Event
from foja.model.vocabulary import LADDER, Sensitivity

EVERY = ""
"""Stands in ``trail`` for all sources that the case held at that time."""


def follow(connection: sqlite3.Connection, event: Event) -> None:
    """Notes which sources an event concerns. What is made from a text (drafts, decisions) is no part of custody."""
    for source in concerned(event):
        connection.execute("INSERT OR IGNORE INTO trail VALUES (?, ?)", (source, event.seq))
    bundle = event.kind == "exported" and event.body.get("form") == "bundle"
    if bundle and event.body.get("audience") in set(Sensitivity):
        # The labels of that moment: events are applied in their order.
        connection.execute(
            "INSERT OR IGNORE INTO held_back SELECT sha256, ? FROM source WHERE sensitivity > ?",
            (event.seq, LADDER.index(Sensitivity(event.body["audience"]))),
        )
    if event.kind == "checked" and event.body.get("check") == "fixity" and "low" in event.body:
        body = event.body
        damaged = sorted({*body.get("altered", ()), *body.get("missing", ())})
        connection.execute(
            "INSERT OR IGNORE INTO sweep VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                event.seq, event.at, body["low"], body["high"], body["part"], body["parts"], body.get("blobs", 0),
                json.dumps(damaged),
            ),
        )  # fmt: skip


def concerned(event: Event) -> Iterator[str]:
    """The digests of the sources that an event concerns by name; ``EVERY`` where it concerns all of them.

    Checks of the vault concern those on their arc; they stand in ``sweep``. A field that was sealed or
    erased names none.
    """
    body = event.body
    source = body.get("source")
    if event.kind == "source.added" and isinstance(source, dict):
        yield str(source.get("sha256", ""))
    elif event.kind in ("source.described", "source.allowed", "text.corrected") and isinstance(source, str):
        yield source
    elif event.kind == "derived" and body.get("stage") in ("read", "read.scan"):
        yield str(body.get("input", ""))
    elif event.kind in ("custody.transferred", "source.classified", "source.sealed", "payload.erased"):
        yield from body.get("sources", ())
    elif event.kind == "exported":
        # A bundle holds every original but those in ``held_back``; reports and tables hold none.
        yield from [EVERY] if body.get("form") == "bundle" else body.get("sources", ())
    elif event.kind == "checked" and body.get("check") == "rederive":
        yield from body.get("sources", ()) or [EVERY]
