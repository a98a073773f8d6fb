"""Gold for names across scripts, read from sets that others publish. None is part of foja.

Known by their header: the sanctions of the EU's Official Journal and the name bench of OpenSanctions, the names of
EveryPolitician, the candidates of yente. All that is found in a folder becomes one list of entities, and queries
whose entity is known.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from foja.model.errors import UsageError
from foja.model.matching import Subject
from foja.model.vocabulary import MentionKind
from foja.resolve.match.fold import script, split

SCRIPTS = {
    "LATIN": "Latin", "ARABIC": "Arabic", "CYRILLIC": "Cyrillic", "HEBREW": "Hebrew", "GREEK": "Greek",
    "HANGUL": "Hangul", "CJK": "Han", "KANA": "Kana", "DEVANAGARI": "Devanagari", "ARMENIAN": "Armenian",
    "GEORGIAN": "Georgian",
}  # fmt: skip
_ALIASES = ("alias", "weakAlias", "previousName")


class Query(NamedTuple):
    """``name`` is another name of the entities ``ids`` (mostly one) than those in the list. ``group``: set and
    script."""

    name: str
    ids: frozenset[str]
    group: str


class Pair(NamedTuple):
    """A name and the names of an entity, and whether people hold them to be of one."""

    ours: str
    theirs: tuple[str, ...]
    kind: MentionKind
    same: bool


class Gold(NamedTuple):
    """``entities``: the list to be searched. ``strangers``: names of nobody on it."""

    entities: tuple[Subject, ...]
    queries: tuple[Query, ...]
    strangers: tuple[str, ...]
    pairs: tuple[Pair, ...]


def load(folder: Path) -> Gold:
    """All sets below ``folder``. Raises ``UsageError`` where there is none."""
    entities: dict[str, Subject] = {}
    queries: dict[tuple[str, str], set[str]] = {}
    strangers: dict[str, None] = {}
    pairs: list[Pair] = []
    for path in sorted(folder.rglob("*.csv")):
        header = _header(path)
        if "programKey" in header and "alias" in header and "consolidated" in path.parts:
            _add(entities, queries, _official_journal(path), "EU")
        elif header == ["name", "id"]:
            _add(entities, queries, _politicians(path), "EP")
        elif header[:2] == ["full_name", "first_name"] and path.name.startswith("negatives"):
            strangers.update(dict.fromkeys(row["full_name"] for row in _rows(path)))
        elif header[:2] == ["full_name", "first_name"] and path.name.endswith("_untreated.csv"):
            _treated(path, entities, queries)
        elif {"name1", "name2", "is_match"} <= set(header):
            pairs.extend(_bench(path))
    if not entities and not pairs:
        raise UsageError(
            "no-name-sets",
            f"No set of names that foja knows lies below {folder}.",
            next="See docs/how-to/measure-names.md for the sets and how to get them.",
        )
    asked = tuple(Query(name, frozenset(ids), group) for (group, name), ids in queries.items())
    return Gold(tuple(entities.values()), asked, tuple(strangers), tuple(dict.fromkeys(pairs)))


def chosen(text: str, part: int) -> bool:
    """One in ``part``, by the digest of ``text``: the same on every machine."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big") % part == 0


def name_script(name: str) -> str:
    """The script of a name in words ("Latin", "Arabic"); "" where its words differ in script or have none."""
    kinds = {script(word.folded) for word in split(name)}
    return SCRIPTS.get(kinds.pop(), "") if len(kinds) == 1 else ""


class _Names(NamedTuple):
    id: str
    kind: MentionKind
    names: tuple[str, ...]


def _add(
    entities: dict[str, Subject], queries: dict[tuple[str, str], set[str]], found: Iterator[_Names], of: str
) -> None:
    """The names in Latin letters go on the list, but one alias; that, and one name in each other script, are asked
    for."""
    together: dict[str, _Names] = {}
    for one in found:
        before = together.get(one.id, one)
        together[one.id] = one._replace(names=tuple(dict.fromkeys(before.names + one.names)))
    for one in together.values():
        latin = [name for name in one.names if name_script(name) == "Latin"]
        if not latin:
            continue
        main, aliases = latin[0], latin[1:]
        what = of if one.kind is MentionKind.PERSON else f"{of} organisations"
        known = {word.folded for word in split(main)}
        asked = next((alias for alias in aliases if {word.folded for word in split(alias)} != known), "")
        if asked:
            queries.setdefault((f"{what}, alias", asked), set()).add(one.id)
        entities[one.id] = Subject(id=one.id, kind=one.kind, names=tuple(name for name in latin if name != asked))
        seen = set()
        for name in one.names:
            kind = name_script(name)
            if kind and kind != "Latin" and kind not in seen and len(split(name)) >= 1:
                seen.add(kind)
                queries.setdefault((f"{what}, {kind}", name), set()).add(one.id)


def _official_journal(path: Path) -> Iterator[_Names]:
    for row in _rows(path):
        kind = {
            "Person": MentionKind.PERSON,
            "Organization": MentionKind.ORGANISATION,
            "Company": MentionKind.ORGANISATION,
        }
        if row["schema"] not in kind or not row["name"]:
            continue
        others = [part.strip() for column in _ALIASES for part in (row[column] or "").split(";")]
        # The journal writes the name in another script beside the first, in one cell.
        names = tuple(part for cell in [*row["name"].split(";"), *others] for part in [cell.strip()] if part)
        if names:
            # One person stands in several acts, with the words of the name in another order or case.
            key = "-".join(sorted(word.folded for word in split(names[0])))
            yield _Names(f"eu-{key}", kind[row["schema"]], names)


def _politicians(path: Path) -> Iterator[_Names]:
    names: dict[str, list[str]] = {}
    for row in _rows(path):
        if row["name"] and row["id"]:
            names.setdefault(row["id"], []).append(row["name"])
    for key, held in names.items():
        yield _Names("ep-" + key, MentionKind.PERSON, tuple(held))


def _treated(path: Path, entities: dict[str, Subject], queries: dict[tuple[str, str], set[str]]) -> None:
    """Names of a list, and beside them the same rows with typing errors."""
    other = path.with_name(path.name.replace("_untreated", "_treated"))
    treated = list(_rows(other)) if other.is_file() else []
    for at, row in enumerate(_rows(path)):
        key = f"yente-{path.stem}-{at}"
        entities[key] = Subject(id=key, kind=MentionKind.PERSON, names=(row["full_name"],))
        if at < len(treated):
            name = treated[at]["full_name"]
            queries.setdefault(("UN, typing errors", name), set()).add(key)


def _bench(path: Path) -> Iterator[Pair]:
    kinds = {
        "Person": MentionKind.PERSON,
        "Organization": MentionKind.ORGANISATION,
        "Company": MentionKind.ORGANISATION,
    }
    for row in _rows(path):
        if row["name1"] and row["name2"]:
            kind = kinds.get(row.get("schema", ""), MentionKind.UNKNOWN)
            yield Pair(row["name1"], (row["name2"],), kind, row["is_match"].strip().lower() == "true")


def _header(path: Path) -> list[str]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return next(csv.reader(lines), [])


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        yield from csv.DictReader(lines)
