"""Full-text search over folded words, with highlights computed on the original text."""

from __future__ import annotations

import re
import sqlite3

from foja.model.record import decode
from foja.model.rows import Hit, Page, Snippet
from foja.model.statement import Statement
from foja.model.vocabulary import Review
from foja.store.database import query
from foja.store.folder import CaseFolder
from foja.text.fold import words

BEFORE, AFTER = 80, 220
"""Code points shown before the first hit and after it."""

RANKED = 5000
"""Hits that are ranked, and counted. Ranking costs time for each hit; where more match, the words say little, and the
best of the first in the order of the file are shown."""

_PART = re.compile(r'"([^"]*)"|(\S+)')


def match_words(text: str) -> str:
    """An FTS5 query from what a person typed: words (all of them), "a phrase", prefix*, -without.

    Everything is folded and quoted, so no input can be read as query syntax. Empty when nothing is left.
    """
    wanted: list[str] = []
    without: list[str] = []
    for phrase, word in _PART.findall(text):
        piece = phrase or word
        negative = not phrase and piece.startswith("-") and len(piece) > 1
        prefix = not phrase and piece.endswith("*")
        folded = " ".join(w for w, _, _ in words(piece))
        if folded:
            term = f'"{folded}"' + ("*" if prefix else "")
            (without if negative else wanted).append(term)
    if not wanted:
        return ""
    return " AND ".join(wanted) + "".join(f" NOT {term}" for term in without)


def match_terms(text: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """(whole folded words, folded prefixes) to highlight for what a person typed."""
    whole, prefixes = set(), []
    for phrase, word in _PART.findall(text):
        if not phrase and word.startswith("-") and len(word) > 1:
            continue
        folded = [w for w, _, _ in words(phrase or word)]
        if word.endswith("*") and folded:
            prefixes.append(folded.pop())
        whole.update(folded)
    return frozenset(whole), tuple(prefixes)


def snippet(text: str, typed: str, *, whole_text: bool = False) -> tuple[Snippet, ...]:
    """The stretch of ``text`` around the first hit, cut into pieces that matched and pieces that did not."""
    terms, prefixes = match_terms(typed)
    spans = [(s, e) for word, s, e in words(text) if word in terms or any(word.startswith(p) for p in prefixes)]
    if not spans:
        return (Snippet(text=text if whole_text else text[: BEFORE + AFTER]),)
    low = 0 if whole_text else max(0, spans[0][0] - BEFORE)
    high = len(text) if whole_text else min(len(text), spans[0][0] + AFTER)
    while low > 0 and not text[low - 1].isspace():
        low -= 1
    pieces, at = [], low
    for start, end in spans:
        if start >= high:
            break
        if start > at:
            pieces.append(Snippet(text=text[at:start]))
        pieces.append(Snippet(text=text[start:end], hit=True))
        at = end
    if at < high:
        pieces.append(Snippet(text=text[at:high]))
    if low > 0:
        pieces.insert(0, Snippet(text="… "))
    if high < len(text):
        pieces.append(Snippet(text=" …"))
    return tuple(pieces)


def search_statements(connection: sqlite3.Connection, typed: str, limit: int) -> Page[Hit]:
    """Accepted statements first; drafts follow, and say so. Rejected and superseded ones are not found."""
    match = match_words(typed)
    if not match:
        return Page(items=(), total=0)
    total, capped = _count(connection, "statement_words", f"words : ({match})")
    rows: list[sqlite3.Row] = []
    if capped:
        for review in (Review.ACCEPTED, Review.DRAFT):
            if len(rows) < limit:
                reviewed = f"review : {review} AND words : ({match})"
                rows += connection.execute(query("search.statements"), (reviewed, RANKED, limit - len(rows))).fetchall()
    else:
        rows = connection.execute(query("search.few_statements"), (match, limit)).fetchall()
        total = rows[0]["total"] if rows else 0
    hits = []
    for row in rows:
        content = decode(row["record"], Statement).content
        hits.append(
            Hit(
                kind="statement", id=row["id"], source=row["source"], label=row["source_title"] or row["source_name"],
                snippet=snippet(content, typed, whole_text=len(content) < 600), start=row["start"], end=row["end"],
                review=Review(row["review"]), language=row["language"],
            )
        )  # fmt: skip
    return Page(items=tuple(hits), total=total, capped=capped)


def search_passages(folder: CaseFolder, typed: str, limit: int) -> Page[Hit]:
    """Paragraphs of sources. Page furniture is found too, after the body: it is kept, only marked."""
    connection = folder.database.connection
    match = match_words(typed)
    if not match:
        return Page(items=(), total=0)
    rows = connection.execute(query("search.passages"), (match, RANKED, limit)).fetchall()
    texts: dict[str, str] = {}
    hits = []
    for row in rows:
        if row["text"] not in texts:
            texts[row["text"]] = folder.blob(row["text"]).decode("utf-8")
        piece = texts[row["text"]][row["start"] : row["end"]]
        hits.append(
            Hit(
                kind="passage", id=f"{row['source']}#{row['start']}", source=row["source"],
                label=row["title"] or row["name"], snippet=snippet(piece, typed), start=row["start"], end=row["end"],
                language=row["language"],
            )
        )  # fmt: skip
    total, capped = _count(connection, "passage_words", match) if len(rows) == limit else (len(rows), False)
    return Page(items=tuple(hits), total=total, capped=capped)


def search_parties(connection: sqlite3.Connection, typed: str, limit: int) -> Page[Hit]:
    match = match_words(typed)
    if not match:
        return Page(items=(), total=0)
    rows = connection.execute(
        "SELECT party.* FROM (SELECT rowid AS number FROM party_words WHERE words MATCH ? LIMIT ?) AS found"
        " JOIN party ON party.number = found.number ORDER BY documents DESC, mentions DESC, id LIMIT ?",
        (match, RANKED, limit),
    ).fetchall()
    hits = tuple(
        Hit(kind="party", id=row["id"], source="", label=row["name"], snippet=snippet(row["name"], typed))
        for row in rows
    )
    total, capped = _count(connection, "party_words", match)
    return Page(items=hits, total=total, capped=capped)


def _count(connection: sqlite3.Connection, table: str, match: str) -> tuple[int, bool]:
    row = connection.execute(
        f"SELECT count(*) FROM (SELECT 1 FROM {table} WHERE {table} MATCH ? LIMIT ?)",  # noqa: S608 (a closed list)
        (match, RANKED + 1),
    ).fetchone()
    return min(row[0], RANKED), row[0] > RANKED
