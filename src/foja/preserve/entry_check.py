"""The entries of a ledger, each checked: its leaf hash, its canonical form, the commitments of its fields.

A verification does this for every event, so there are two ways. The quick one knows an entry as foja writes it: a leaf
in canonical JSON without escapes, all fields opened, in order, and fitting. It says yes or nothing. What it does not
confirm, the thorough one looks at, which finds the words for what is wrong; nothing is called wrong by the quick one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256

from foja.preserve.entry import Entry, check_entry
from foja.preserve.leaf import FIELD, SALT, TAG, is_canonical, is_text, malformed, read_leaf, tagged
from foja.preserve.ledger import Ledger
from foja.preserve.ledger_file import Field, typed_fields

_LEAF = re.compile(
    r'\{"actor":"([a-z]+)","at":"([^"\\\x00-\x1f]*)","commit":\{([^}\\]*)\},"kind":"([a-z0-9_.]+)","seq":([0-9]+)\}'
)
"""A leaf in canonical JSON (RFC 8785), where nothing in it needs an escape."""
_ENTRY, _TAGGED = sha256(b"\0"), sha256(TAG)
"""The states of the digest of every leaf, and of every commitment, before what differs."""


Checked = tuple[int, bytes, str | None, str, list[Field], list[str], list[str]]
"""An entry after its check: number; hash of its body as it is; kind, None where the body is no leaf; time; its fields
as they lie in the file; names of its fields without a value; what does not verify, nothing when all does."""


def checked_entries(ledger: Ledger) -> Iterator[Checked]:
    """All entries in order. Raises Damage ``ledger-unreadable`` where the file does not give them."""
    for rows, fields in ledger.pages():
        at, end, text = 0, len(fields), _are_text(fields)
        for seq, leaf, body in rows:
            while at < end and fields[at][0] < seq:  # a field of an event that is not there: ``Ledger.strays`` tells
                at += 1
            first = at
            while at < end and fields[at][0] == seq:
                at += 1
            digest = _ENTRY.copy()
            digest.update(body)
            found = digest.digest()
            own = fields[first:at]
            known = _quickly(seq, found, body, own) if found == leaf and text else None
            yield known or _thoroughly(ledger, seq, leaf, body, own, found)


def _are_text(fields: list[Field]) -> bool:
    """Whether the values are UTF-8, all of a page at once."""
    try:
        return is_text(b"\n".join([value for _, _, _, value in fields]))
    except TypeError:
        return False


class _Names(dict[str, tuple[str, bytes]]):
    """How the name of a field stands in a leaf and in what is hashed, for names that a field can have."""

    def __missing__(self, name: str) -> tuple[str, bytes]:
        if not FIELD.fullmatch(name):
            raise ValueError(name)
        self[name] = (f'"{name}":"', tagged(name))
        return self[name]


_NAMES = _Names()


def _quickly(seq: int, leaf: bytes, body: bytes, fields: list[Field]) -> Checked | None:
    """The entry, if it is one as foja writes it and all of it fits."""
    try:
        match = _LEAF.fullmatch(body.decode("ascii"))
        if not match:
            return None
        _, at, listed, kind, number = match.groups()
        written, last = [], ""
        for _, name, salt, value in fields:
            if name <= last or len(salt) != SALT:
                return None
            label, before = _NAMES[name]
            digest = _TAGGED.copy()
            digest.update(salt + before + value)
            written.append(label + digest.hexdigest())
            last = name
    except (ValueError, TypeError, AttributeError):
        return None
    if number != str(seq) or '",'.join(written) + '"' != listed:
        return None
    return seq, leaf, kind, at, fields, [], []


def _thoroughly(ledger: Ledger, seq: int, leaf: bytes, body: bytes, fields: list[Field], found: bytes) -> Checked:
    """The entry, and what is wrong with it."""
    typed_fields(ledger.path, fields)
    opened = {name: (salt, value) for _, name, salt, value in fields}
    try:
        known = read_leaf(body)
    except ValueError as error:
        return seq, found, None, "", fields, [], [f"its body is not a leaf ({error})"]
    wrong = check_entry(Entry(seq=seq, leaf=leaf, body=body, opened=opened), known, found)
    wrong += [] if is_canonical(known, body) else ["its body is not in canonical form"]
    wrong += malformed(known)
    wrong += [f"the field {name!r} is not UTF-8" for name, (_, value) in opened.items() if not is_text(value)]
    return seq, found, known.kind, known.at, fields, [name for name in known.commit if name not in opened], wrong
