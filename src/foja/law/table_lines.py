"""Where in a TOML file something stands that a check complains about: the files of the law side name file and line."""

from __future__ import annotations

import re


def line_in_message(message: str) -> int:
    """The line that a parser names; 1 where it names none."""
    found = re.search(r"line (\d+)", message)
    return int(found[1]) if found else 1


def line_of_path(text: str, message: str, tables: str) -> int:
    """The line of the table that a message of the check is about: ``$.act[3].to`` lies under the fourth [[act]].
    ``tables``: their names, separated by ``|``."""
    path = re.search(rf"\$\.({tables})\[(\d+)\](?:\.(\w+))?", message)
    unknown = re.search(r"unknown field `(\w+)`", message)
    if path:
        return table_line(text, path[1], int(path[2]), path[3] or (unknown[1] if unknown else ""))
    field = re.search(r"\$\.(\w+)", message) or unknown
    return field_line(text, 0, field[1]) if field else 1


def table_line(text: str, table: str, index: int, field: str = "") -> int:
    """The line of a field in the ``index``-th table, or of the head of that table."""
    heads = [number for number, line in enumerate(text.splitlines(), 1) if line.strip() == f"[[{table}]]"]
    head = heads[index] if index < len(heads) else 1
    return field_line(text, head, field) if field else head


def field_line(text: str, after: int, field: str) -> int:
    """The line of a field after a line; that line where the table has no such field."""
    for number, line in enumerate(text.splitlines()[after:], after + 1):
        if re.match(rf"\s*{re.escape(field)}\s*=", line):
            return number
        if line.strip().startswith("[[") and after:
            break
    return max(after, 1)
