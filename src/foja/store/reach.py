"""How far the status of a statement reaches, by who speaks and whose document its source is."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence

from foja.law.ceiling import reach
from foja.law.quality import Ground
from foja.model.statement import Statement, StatusReach
from foja.model.vocabulary import Review
from foja.store.database import query
from foja.text.fold import key


def reach_of(
    connection: sqlite3.Connection, row: sqlite3.Row, record: Statement, issuer: str, parties: Sequence[sqlite3.Row]
) -> StatusReach | None:
    """``row``: of the statement; ``issuer``: whose own text its source is; ``parties``: those that it names."""

    def party(name_key: str) -> str:
        found = connection.execute(query("row.party_of_key"), (name_key,)).fetchone()
        return str(found["party"]) if found else name_key

    speaker = party(row["speaker_key"]) if row["speaker_key"] else ""
    issuers = frozenset(party(key(name)) for name in issuer.split(";") if name.strip())
    ground = Ground(row["id"], row["review"] == Review.ACCEPTED, row["known_on"], issuers, speaker)
    about = {one["id"] for one in parties if one["role"] == "about"} - {speaker}
    named = connection.execute(query("act.names_one"), (speaker, json.dumps(sorted(about)))).fetchone() is not None
    return reach(record.status, ground, record.speaker.name, about, named)
