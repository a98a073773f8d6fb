"""Tokens of a sentence with their place in the text, and the quotations that they lie in."""

from __future__ import annotations

import re

_TOKEN = re.compile(
    r"(?:https?://|www\.)[^\s<>“”«»]{0,400}[^\s<>“”«».,;:!?)\]]|\t"  # an address is one word; a tab parts cells
    r"|(?:[A-ZÁÉÍÓÚ]\.){2,8}|(?:Mrs?|Ms|Dr|Dra|Sra?|Sen|Rep|Gov|Gen|Lic|Prof|Col|Sgt|Lt)\."  # U.S., Mr.
    r"|(?<![^\W_])[A-ZÁÉÍÓÚ]\.(?=\s+[A-ZÁÉÍÓÚ])"  # an initial: Ronald K. Noble
    r"|(?:[ldnscjmt]|[LQ]|[Qq]u|[Ll]orsqu|[Pp]uisqu|[Jj]usqu|[DNSCJ](?=[’'][a-zà-ÿ]))[’'](?=[^\W\d_]{2})(?!s\b|t\b|re\b|ve\b|ll\b)"
    r"|\d{1,9}(?:[.,:/]\d{1,9}){0,6}(?:st|nd|rd|th|º|°)?"
    r"|[^\W\d_]{1,60}(?:[’'](?!(?:s|re|ve|ll|d|m)\b)[^\W\d_]{1,40}|-[^\W_]{1,40}|/\d{1,4}\b){0,8}"
    r"|(?<!-)--(?!-)"  # a dash of typewriters
    r"|''|``"  # quotation marks of typewriters and of the archives of newspapers
    r"|(?<=[^\W\d_])[’'](?:s|re|ve|ll|d|m)\b"  # he's, we've: a word of its own
    r"|\S"
)
OPEN = "“«„"
_DOUBLED = ("''", "``")
_TYPED = {"''": '"', "``": '"', "--": "—"}
DASH = "—–"


class Token:
    """One word or mark. ``text``: its words; two single marks are one double, two hyphens a dash. ``low``: lower case
    with a plain apostrophe. ``tag``: one letter, see ``rules.tag``.
    ``lemma``: of verbs. ``date``: part of a date expression. ``name``: index of the mention it is part
    of, or -1. ``quote``: index of the quotation it lies in, or -1. ``bound``: a pronoun that a hyphen ties to the verb
    before it ("dit-il")."""

    __slots__ = ("bound", "date", "end", "lemma", "low", "name", "quote", "start", "tag", "text")

    def __init__(self, text: str, start: int) -> None:
        self.text = _TYPED.get(text, text)
        self.low = self.text.lower().replace("’", "'")
        if self.low[-1] == "." and self.low.count(".") == 1 and len(self.low) > 1:
            self.low = self.low[:-1]  # "Mr."
        self.start = start
        self.end = start + len(text)
        self.tag = ""
        self.lemma = ""
        self.date = False
        self.name = -1
        self.quote = -1
        self.bound = False

    def __repr__(self) -> str:
        return f"{self.text}/{self.tag or '?'}"


def tokens(text: str, start: int, end: int) -> list[Token]:
    """The tokens of ``text[start:end]``; offsets are those of ``text``."""
    return [Token(m.group(), m.start()) for m in _TOKEN.finditer(text, start, end)]


def quotations(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Spans of the quotations of a paragraph, marks included, in order and without overlap.

    Curly and angle marks pair with their kind; straight double marks pair in turn. A quotation left
    open runs to the end of the paragraph, as in a speech that goes on in the next one.
    """
    spans: list[tuple[int, int]] = []
    opened, mark = -1, ""
    for match in _MARK.finditer(text, start, end):
        char = match.group() if match.group() not in _DOUBLED else '"'
        if opened < 0:
            if char in OPEN or char == '"':
                opened, mark = match.start(), char
        elif (mark == '"' and char == '"') or (mark == "«" and char == "»") or (mark in "“„" and char in "”“"):
            spans.append((opened, match.end()))
            opened = -1
    if opened >= 0 and mark != '"':
        spans.append((opened, end))
    return spans


_MARK = re.compile(r"[\"“”«»„]|''|``")
