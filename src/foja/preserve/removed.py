"""What was taken out of the clear, and by which event: sealed for the holders of keys, or erased under an order.

    source.sealed      its ``fields`` (event number to names) and what they name lie in age files, its ``files``
    source.classified  brings back what its ``restored`` lists, in the act that lowers the label
    payload.erased     its ``fields`` and ``files`` are gone for good

A value that is missing counts as removed only by such an event, and only when a signature covers it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from foja.model.event import Event
from foja.model.vocabulary import LADDER, Sensitivity

SEALED, RESTORED, ERASED = "source.sealed", "source.classified", "payload.erased"
KINDS = frozenset({SEALED, RESTORED, ERASED})
_MARKS = tuple(f'"kind":"{kind}"'.encode() for kind in sorted(KINDS))

Field = tuple[int, str]
"""Number of an event, name of a field."""


class Removed:
    """Follows the events.

    ``fields``: each field that is out of the clear, to the event that says so last; ``since``: to the one that said so
    first (what is sealed can be erased later). ``files``: the digests of age files that must be there, to the event
    that names them. ``erased``: of those that must not.
    """

    def __init__(self, events: Iterable[Event] = ()) -> None:
        self.fields: dict[Field, int] = {}
        self.since: dict[Field, int] = {}
        self.files: dict[str, int] = {}
        self.erased: dict[str, int] = {}
        for event in events:
            self.see(event.seq, event.kind, event.body)

    def see(self, seq: int, kind: str, body: Mapping[str, Any]) -> None:
        """Takes up one event; what cannot be read removes nothing."""
        if kind == RESTORED and _is_open(body.get("label")):
            for one in listed(body.get("restored")):
                self.fields.pop(one, None)
                self.since.pop(one, None)
        elif kind in (SEALED, ERASED):
            for one in listed(body.get("fields")):
                if one[0] < seq:
                    self.fields[one] = seq
                    self.since.setdefault(one, seq)
            files = [digest for digest in body.get("files") or () if isinstance(digest, str)]
            if kind == SEALED:
                self.files |= dict.fromkeys(files, seq)
            for digest in files if kind == ERASED else ():
                self.files.pop(digest, None)
                self.erased[digest] = seq


def listed(value: object) -> Iterator[Field]:
    """The fields in a map of event numbers to names; nothing where it is none."""
    for seq, names in value.items() if isinstance(value, dict) else ():
        if isinstance(seq, str) and seq.isascii() and seq.isdigit() and isinstance(names, list):
            yield from ((int(seq), name) for name in names if isinstance(name, str))


def as_body(fields: Iterable[Field]) -> dict[str, list[str]]:
    """The fields as the body of an event lists them."""
    found: dict[str, list[str]] = {}
    for seq, name in sorted(fields):
        found.setdefault(str(seq), []).append(name)
    return found


def may_remove(leaf: bytes) -> bool:
    """Whether an entry with this leaf may be of a kind that ``Removed`` follows; quick, for a pass over all."""
    return any(mark in leaf for mark in _MARKS)


def _is_open(label: object) -> bool:
    """Whether a source with this label may lie in the clear."""
    return label in set(Sensitivity) and LADDER.index(Sensitivity(str(label))) < LADDER.index(Sensitivity.SEALED)
