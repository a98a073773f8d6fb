"""Elements of an XML file, one at a time, with the bytes at which each stands. Streaming, on expat.

A document type is refused wherever it stands: without one there are no entities to expand and nothing outside of the
file to open. Elements that are too large are passed over and said; nesting that no list has, and a file that is no
XML, end the reading with the line.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import BinaryIO
from xml.parsers import expat

from foja.model.errors import UsageError
from foja.model.lists import EntryPlace, Unlisted

CHUNK = 1 << 16
MOST = 1 << 20
"""Characters of one entry, with its attributes. The longest real ones have some 60,000."""
DEEPEST = 40
LONGEST_TOKEN = 8 << 20
"""Bytes that may go by without an end of a tag or of a text."""


class Node:
    """An element. ``tag`` and names of attributes are without prefix; ``text``: what it holds itself."""

    __slots__ = ("attributes", "children", "tag", "words")

    def __init__(self, tag: str, attributes: dict[str, str]) -> None:
        self.tag = tag
        self.attributes = attributes
        self.children: list[Node] = []
        self.words: list[str] = []

    @property
    def text(self) -> str:
        return "".join(self.words).strip()

    def all(self, tag: str) -> Iterator[Node]:
        """Children with this tag."""
        return (child for child in self.children if child.tag == tag)

    def get(self, *path: str) -> str:
        """Text of the first element at the end of a path of children; empty where there is none."""
        here: Node | None = self
        for tag in path:
            here = next((child for child in here.children if child.tag == tag), None) if here else None
        return here.text if here else ""

    def texts(self, *path: str) -> list[str]:
        """Texts of all elements at the end of a path of children."""
        found = [self]
        for tag in path:
            found = [child for one in found for child in one.children if child.tag == tag]
        return [one.text for one in found if one.text]


class _Reader:
    """Gathers the wanted elements while expat goes through the file."""

    def __init__(self, wanted: frozenset[str]) -> None:
        self.wanted = wanted
        self.found: list[tuple[Node, EntryPlace] | Unlisted] = []
        self.root: Node | None = None
        self._open: list[Node] = []
        self._depth = self._size = self._line = self._start = 0
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._begin
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._words
        self.parser.StartDoctypeDeclHandler = self._doctype

    def feed(self, data: bytes, fed: int, *, last: bool) -> None:
        try:
            self.parser.Parse(data, last)
        except expat.ExpatError as error:
            raise damaged(f"it is not well-formed XML ({expat.ErrorString(error.code)})", error.lineno) from error
        except (LookupError, ValueError) as error:  # what pyexpat says of encodings that it does not have
            raise damaged(f"its encoding is not one that can be read ({error})", 1) from error
        if fed - self.parser.CurrentByteIndex > LONGEST_TOKEN:
            raise damaged("one tag or text runs on for more than eight megabytes", self.parser.CurrentLineNumber)

    def _doctype(self, *_: object) -> None:
        raise damaged(
            "it declares a document type, which no list needs and which can make a small file expand without end",
            self.parser.CurrentLineNumber,
        )

    def _begin(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise damaged(f"its elements are nested more than {DEEPEST} deep", self.parser.CurrentLineNumber)
        node = Node(_bare(tag), {_bare(name): value for name, value in attributes.items()})
        if self.root is None:
            self.root = node
        if not self._open:
            if node.tag not in self.wanted:
                return
            self._size, self._line, self._start = 0, self.parser.CurrentLineNumber, self.parser.CurrentByteIndex
        elif self._size <= MOST:
            self._open[-1].children.append(node)
        self._open.append(node)
        self._size += 16 + len(tag) + sum(len(name) + len(value) for name, value in attributes.items())

    def _words(self, words: str) -> None:
        if self._open:
            self._size += len(words)
            if self._size <= MOST:
                self._open[-1].words.append(words)

    def _end(self, tag: str) -> None:
        self._depth -= 1
        if not self._open:
            return
        node = self._open.pop()
        if self._open:
            return
        if self._size > MOST:
            what = f"an entry of more than {MOST:,} characters was passed over ({self._size:,})"
            self.found.append(Unlisted(line=self._line, what=what))
            return
        end = max(self.parser.CurrentByteIndex, self._start) + len(f"</{tag}>".encode())
        self.found.append((node, EntryPlace(line=self._line, start=self._start, end=end)))


def elements(stream: BinaryIO, wanted: frozenset[str]) -> Iterator[tuple[Node, EntryPlace] | Unlisted]:
    """The outermost elements with a wanted tag, in order. Raises UsageError ``list-damaged`` with the line."""
    reader = _Reader(wanted)
    fed = 0
    while True:
        data = stream.read(CHUNK)
        fed += len(data)
        reader.feed(data, fed, last=not data)
        yield from reader.found
        reader.found.clear()
        if not data:
            return


def opening(head: bytes, wanted: frozenset[str] = frozenset()) -> tuple[Node | None, dict[str, str]]:
    """The root element and the first text of each wanted element in the beginning of a file; what is no XML has no
    root. Errors are left to whoever reads it whole."""
    reader = _Reader(wanted)
    with suppress(expat.ExpatError, UsageError, LookupError, ValueError):
        reader.parser.Parse(head, False)
    texts: dict[str, str] = {}
    for one in reader.found:
        if isinstance(one, tuple):
            texts.setdefault(one[0].tag, one[0].text)
    return reader.root, texts


def damaged(what: str, line: int, file: str = "") -> UsageError:
    """The error of a file that cannot be read to its end."""
    return UsageError(
        "list-damaged",
        f"The list cannot be read: {what}.",
        where=f"{file}line {line}",
        next="Fetch it again from the body that publishes it; a list that is read in part would hide names.",
    )


def _bare(name: str) -> str:
    return name.rpartition(":")[2]
