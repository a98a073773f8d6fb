"""The annotated sentences on disk: one folder a language, text files in the notation of ``foja.extract.annotated``."""

from __future__ import annotations

from pathlib import Path

from foja.extract.annotated import Annotated, NotationError, read_lines
from foja.model.errors import UsageError
from foja.model.record import digest


def files(folder: Path) -> list[Path]:
    """The sentence files of a folder, in order: ``en/01-news.txt``."""
    return sorted(folder.glob("[a-z][a-z]/*.txt"))


def load(folder: Path) -> list[Annotated]:
    """All texts; raises ``UsageError`` where a line cannot be read or a text stands in two files."""
    out: list[Annotated] = []
    seen: dict[str, str] = {}
    for file in files(folder):
        try:
            rows = read_lines(file.read_text("utf-8"), file.parent.name, f"{file.parent.name}/{file.name}")
        except (NotationError, UnicodeDecodeError) as error:
            raise UsageError(
                "sentences-unreadable", str(error), where=str(file), next="See examples/sentences/guideline.md."
            ) from error
        for row in rows:
            if row.text in seen:
                raise UsageError(
                    "sentences-twice",
                    f"{row.where} and {seen[row.text]} hold the same text.",
                    where=str(file),
                    next="Take one of them away.",
                )
            seen[row.text] = row.where
        out += rows
    return out


def digest_of(folder: Path) -> str:
    """One digest for all files, so that figures can be told apart."""
    lines = [f"{file.parent.name}/{file.name} {digest(file.read_bytes())}\n" for file in files(folder)]
    return digest("".join(lines).encode())
