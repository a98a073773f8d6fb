"""Cursors: where a list goes on, as a short text that fits an address."""

from __future__ import annotations

import base64
import json

from foja.model.errors import UsageError


def write_cursor(values: list[str | int]) -> str:
    return base64.urlsafe_b64encode(json.dumps(values, ensure_ascii=False).encode()).decode().rstrip("=")


def read_cursor(cursor: str, length: int) -> list[str | int]:
    """The values of a cursor; raises ``UsageError`` for one that foja did not write."""
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except ValueError:
        values = None
    if not isinstance(values, list) or len(values) != length or not all(isinstance(v, str | int) for v in values):
        raise UsageError(
            "cursor-unknown",
            "The list cannot be continued from there: this is not a place that foja gave.",
            next="Open the list again from its beginning.",
        )
    return values
