"""Accepted statements as W3C Web Annotations, for other programs: which words of which text, and what is said there.

Sources: W3C Web Annotation Data Model and Vocabulary (Recommendations of 2017); RFC 6920 (names of things by digest).
The target is the text that the positions count in, named by its digest, obtained (``via``) from the preserved original.
"""

from __future__ import annotations

import base64
import json
import uuid
from collections.abc import Iterable
from typing import Any

from foja.model.rows import StatementRow

CONTEXT = "http://www.w3.org/ns/anno.jsonld"


def collection(rows: Iterable[StatementRow], origin: str) -> bytes:
    """An annotation collection with one page, JSON-LD in UTF-8. The same rows give the same bytes."""
    items = [_annotation(row, origin) for row in rows]
    page = {"type": "AnnotationPage", "startIndex": 0, "items": items}
    made = {
        "@context": CONTEXT,
        "id": _urn(origin, "annotations"),
        "type": "AnnotationCollection",
        "total": len(items),
        "first": page,
    }
    return json.dumps(made, ensure_ascii=False, sort_keys=True, indent=1).encode() + b"\n"


def digest_name(sha256: str) -> str:
    """A thing by its digest, as RFC 6920 names it."""
    return "ni:///sha-256;" + base64.urlsafe_b64encode(bytes.fromhex(sha256)).decode().rstrip("=")


def _annotation(row: StatementRow, origin: str) -> dict[str, Any]:
    said = {"type": "TextualBody", "purpose": "describing", "format": "text/plain", "value": row.content}
    if row.language:
        said["language"] = row.language
    chain = " › ".join(link.name or "the page" for link in row.chain)
    tags = [f"said by: {chain}", f"force: {row.modality.value}", f"status: {row.status.value}"]
    tags += ["negated"] if row.polarity.value == "negative" else []
    made: dict[str, Any] = {
        "id": _urn(origin, row.id),
        "type": "Annotation",
        "motivation": "describing",
        "body": [said, *({"type": "TextualBody", "purpose": "tagging", "value": one} for one in tags)],
        "target": {
            "type": "SpecificResource",
            "source": {
                "id": digest_name(row.text),
                "type": "Text",
                "format": "text/plain",
                "via": digest_name(row.source),
            },
            "selector": [
                {"type": "TextQuoteSelector", "exact": row.quote},
                {"type": "TextPositionSelector", "start": row.start, "end": row.end},
            ],
        },
    }
    if row.decided_at:
        made["created"] = row.decided_at
    return made


def _urn(origin: str, name: str) -> str:
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{origin}/{name}')}"
