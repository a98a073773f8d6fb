"""Passages in an explanation: short, exact, with who says it and when."""

from __future__ import annotations

from foja.model.statement import Figure, Statement

LONGEST = 160


def quoted(statement: Statement, figure: Figure | None = None) -> str:
    """The passage of a statement between quotation marks, cut around its figure where it is long, and its speaker and
    date. White space is shown as single blanks."""
    quote = statement.passage.quote
    start = figure.start - statement.passage.start if figure else 0
    start = start if 0 <= start < len(quote) else 0
    first = max(0, min(start - LONGEST // 2, len(quote) - LONGEST))
    first = quote.rfind(" ", 0, first) + 1 if first else 0
    last = min(len(quote), first + LONGEST)
    last = quote.rfind(" ", first, last) if last < len(quote) and " " in quote[first:last] else last
    shown = " ".join(quote[first:last].split())
    who = statement.speaker.name
    when = next((date.edtf for date in statement.dates if date.edtf), "")
    said = ", ".join(part for part in (who, when) if part)
    return f"“{'… ' if first else ''}{shown}{' …' if last < len(quote) else ''}”{f' ({said})' if said else ''}"


def statements_words(number: int) -> str:
    """``1 statement``, ``3 statements``."""
    return f"{number} statement{'' if number == 1 else 's'}"
