"""JSON (RFC 8259): each value as a unit with its place in the structure, as a pointer (RFC 6901).

What is escaped in the file ("Jos\\u00e9") is text here. Numbers stand as they are written, a list of numbers on one
line, and a name that comes twice in an object keeps both values. A file with a value on each line is read line by line.
What is no JSON is read as plain text. Exports of chats from Telegram (``result.json``) are read message by message.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from foja.model.source import Original
from foja.model.text import Claimed
from foja.model.vocabulary import ZoneRole
from foja.read import plain
from foja.read.builder import CELL, LINE, PARAGRAPH, Builder
from foja.read.draft import Draft
from foja.read.encoding import decode
from foja.read.limits import Limits, over
from foja.read.metadata import claim
from foja.read.zones import Mark, cover

_SCRIPT = re.compile(r"\s*window\.[\w.]{1,80}\s*=\s*")
"""What an archive of Twitter writes before a value."""
_NAMED = Mark(ZoneRole.OTHER, 0.9, "name of the value")
_VALUE = Mark(ZoneRole.BODY, 0.9, "value")
_WROTE = Mark(ZoneRole.BYLINE, 0.9, "who wrote the message, and when")
_MESSAGE = Mark(ZoneRole.BODY, 0.9, "message")
_PROGRAM = Mark(ZoneRole.OTHER, 0.85, "written by the program, not by a person")
_MOST_NAMED = 200


class _Number(str):
    """A number as it is written."""

    __slots__ = ()


class Pairs(list[tuple[str, Any]]):
    """An object, with its names in their order."""

    def get(self, name: str) -> Any:
        """The first value of a name; None where there is none."""
        return next((value for key, value in self if key == name), None)


def read(original: Original, limits: Limits) -> Draft:
    """The values in the order of the file."""
    decoded = decode(original.content, "")
    values = _parsed(_SCRIPT.sub("", decoded.text.removeprefix("\ufeff"), count=1))
    if values is None:
        return plain.read(original, limits)
    builder, marks, claims = Builder(limits), list[tuple[int, Mark]](), list[Claimed]()
    chats = [chat for prefix, value in values for chat in _chats(value) if not prefix]
    if chats:
        for name, messages in chats:
            claims += _messages(builder, marks, name, messages)
    else:
        for prefix, value in values:
            _leaves(builder, marks, value, prefix, limits)
    return Draft(
        media_type="application/json", text=builder.text, units=builder.units, zones=cover(builder.length, marks),
        claims=claims, notes=list(decoded.notes),
    )  # fmt: skip


def _parsed(text: str) -> list[tuple[str, Any]] | None:
    """The values of a file, each with what stands before its pointer; None where it is no JSON."""
    whole = _value(text)
    if whole is not None:
        return [("", whole[0])]
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            value = _value(line)
            if value is None:
                return None
            found.append((f"line {number} ", value[0]))
    return found or None


def _value(text: str) -> tuple[Any] | None:
    try:
        return (
            json.loads(text, object_pairs_hook=Pairs, parse_int=_Number, parse_float=_Number, parse_constant=_Number),
        )
    except (ValueError, RecursionError):
        return None


def _leaves(builder: Builder, marks: list[tuple[int, Mark]], value: Any, prefix: str, limits: Limits) -> None:
    """What holds no other values, each on a line of its own behind its name. Raises ``Gap("limit")``."""
    waiting: list[tuple[str, str, Any]] = [("", "", value)]
    count = 0
    while waiting:
        pointer, name, one = waiting.pop()
        if isinstance(one, Pairs):
            waiting += [(f"{pointer}/{_escaped(key)}", key, held) for key, held in reversed(one)]
        elif isinstance(one, list) and not all(isinstance(held, _Number) for held in one):
            waiting += [(f"{pointer}/{index}", "", held) for index, held in reversed(list(enumerate(one)))]
        elif (text := _shown(one)).strip():
            path, join = f"{prefix}{pointer}" or "/", LINE
            if name.strip():
                marks.append((builder.add(name, "label", join=join, path=path).start, _NAMED))
                join = CELL
            marks.append((builder.add(text, "field", join=join, path=path).start, _VALUE))
            count += 1
            if count > limits.cells:
                raise over(f"The file has more than {limits.cells:,} values.", limit="cells")


def _escaped(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")


def _shown(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return ", ".join(map(_shown, value))
    return "" if value is None else "true" if value is True else "false" if value is False else str(value)


def _chats(value: Any) -> Iterator[tuple[str, Sequence[Any]]]:
    """The chats of an export from Telegram, each with its name and messages; none where it is something else."""
    if not isinstance(value, Pairs):
        return
    chats = value.get("chats")
    held = chats.get("list") if isinstance(chats, Pairs) else [value]
    for chat in held if isinstance(held, list) else []:
        messages = chat.get("messages") if isinstance(chat, Pairs) else None
        if isinstance(messages, list) and messages and all(_is_message(one) for one in messages):
            yield _shown(chat.get("name")), messages


def _is_message(one: Any) -> bool:
    return isinstance(one, Pairs) and one.get("type") in ("message", "service") and isinstance(one.get("date"), str)


def _messages(builder: Builder, marks: list[tuple[int, Mark]], chat: str, messages: Sequence[Any]) -> Iterator[Claimed]:
    names: set[str] = set()
    for one in messages:
        name, when = _shown(one.get("from") or one.get("actor")), one.get("date")
        number = _shown(one.get("id"))
        path = ", ".join(filter(None, (f"chat {chat}" if chat else "", f"message {number}", when, name)))
        person = one.get("type") == "message"
        head = builder.add(f"{when} {name}".strip(), "label", join=PARAGRAPH, path=path)
        marks.append((head.start, _WROTE if person else _PROGRAM))
        if name and name not in names and len(names) < _MOST_NAMED:
            names.add(name)
            yield from claim("participant", name, "text", 0.8, head.end - len(name), head.end)
        text = _said(one.get("text")) or (_shown(one.get("action")) if not person else "")
        if text.strip():
            unit = builder.add(text, "message", join=CELL, path=path)
            marks.append((unit.start, _MESSAGE if person else _PROGRAM))
        for kind in ("photo", "file", "forwarded_from"):
            if said := _shown(one.get(kind)).strip():
                unit = builder.add(f"{kind}: {said}", "line", join=LINE, path=path)
                marks.append((unit.start, _PROGRAM))
    if chat:
        yield from claim("title", f"Chat: {chat}", "file", 0.6)


def _said(text: Any) -> str:
    """The words of a message, which stand in pieces where it holds links and the like."""
    if isinstance(text, list):
        return "".join(_shown(one.get("text")) if isinstance(one, Pairs) else _shown(one) for one in text)
    return _shown(text)
