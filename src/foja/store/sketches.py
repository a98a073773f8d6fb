"""The index of look-up keys, and which texts meet in it.

What is compared is a function of the set of texts, whatever the order in which they came:

- under a *whole* key a text meets all that hold it while they are few, else the ``NEIGHBOURS`` with the least digests;
- under a *gram* all that hold it meet while they are at most ``CAP``, else none;
- a gram that ``TEMPLATE`` texts of one site hold is a template there and brings no two pages of such sites together;
  its words are set aside in their comparison;
- so is a gram of a text that the site gives under ``TEMPLATE`` addresses, such as a log-in page;
- a match made of grams that ``COMMON`` texts hold can be a standing text.

A new text can change what was so before it: a gram is held by one text more than ``CAP``, a least digest pushes
another out, a gram becomes a template or common. Then, and only for the texts concerned, suggested links are forgotten
and the comparison is owed anew. Each gram passes each of these limits once, so that the work this makes is bounded by
the number of grams, and for a new text it does not grow with the case. A text that is no longer in use gives up its
keys; texts that could meet only now are not looked for until they are compared for another reason.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from foja.model.record import decode
from foja.model.support import Sketch
from foja.model.vocabulary import LinkKind
from foja.store.sources import owe_anew
from foja.weigh.keys import lookup_key
from foja.weigh.meeting import CAP, COMMON, LEAST_GRAMS, LEAST_SHARED, NEIGHBOURS, TEMPLATE

WHOLE, GRAM = 0, 1
_REUSE = ", ".join(f"'{kind}'" for kind in (LinkKind.COPY, LinkKind.PARTIAL_COPY, LinkKind.QUOTES, LinkKind.REVISION))
_DIGITS = 15


class Moved(NamedTuple):
    """What a new text changed for others. ``turned``: texts with words that are a template, or common, now.
    ``parted``: sets of texts of which some may no longer meet."""

    turned: set[int]
    parted: list[set[int]]


def number_of(text: str) -> int:
    """The number by which a text stands in the index."""
    return int(text[:_DIGITS], 16)


def site_of(sketch: Sketch) -> int:
    return lookup_key("site", sketch.site) if sketch.site else 0


def keys_of(sketch: Sketch) -> Iterator[tuple[int, int, int]]:
    """(key, kind, site) of each key of a sketch."""
    for key in {*sketch.bands, *sketch.sentences}:
        yield key, WHOLE, 0
    site = site_of(sketch)
    for key in sketch.grams:
        yield key, GRAM, site


def replace(connection: sqlite3.Connection, sketch: Sketch, blobs: Callable[[str], bytes]) -> list[str]:
    """Puts the keys of a sketch in the place of those that its source had. Returns the texts for which links were
    forgotten."""
    row = connection.execute("SELECT sketch FROM source WHERE sha256 = ?", (sketch.source,)).fetchone()
    before = decode(blobs(row["sketch"]), Sketch) if row and row["sketch"] else None
    keys = set(keys_of(sketch))
    old = set(keys_of(before)) if before else set()
    forgotten: list[str] = []
    if before and (before.text != sketch.text or old != keys) and not _elsewhere(connection, before):
        gone = old if before.text != sketch.text else old - keys
        connection.executemany(
            "DELETE FROM sketch WHERE key = ? AND kind = ? AND site = ? AND text = ?",
            [(*key, number_of(before.text)) for key in gone],
        )
        forgotten += _forget(connection, before.text)
    if before is None or before.text != sketch.text or old != keys:
        number = number_of(sketch.text)
        known = not connection.execute("INSERT OR IGNORE INTO sketched VALUES (?, ?)", (number, sketch.text)).rowcount
        new = {key for key in keys if not _has(connection, key, number)} if known else keys
        forgotten += _look_again(connection, _insert(connection, new, number))
    connection.execute("UPDATE source SET site = ? WHERE sha256 = ?", (site_of(sketch), sketch.source))
    return forgotten + _stand(connection, sketch)


def _stand(connection: sqlite3.Connection, sketch: Sketch) -> list[str]:
    """Notes a text that its site gives under ``TEMPLATE`` addresses. What it shares with others of the site is looked
    at again. Returns the texts for which links were forgotten."""
    site, number = site_of(sketch), number_of(sketch.text)
    rows = connection.execute(
        "SELECT DISTINCT url FROM source WHERE text = ? AND site = ? AND site <> 0 AND url <> '' LIMIT ?",
        (sketch.text, site, TEMPLATE),
    ).fetchall()
    if (
        len(rows) < TEMPLATE
        or not connection.execute("INSERT OR IGNORE INTO wall VALUES (?, ?)", (site, number)).rowcount
    ):
        return []
    held = _held(connection, GRAM, sketch.grams, 1, beside=number)
    met = {one for key, rows in held.items() if rows for one in _of_site(connection, key, site, CAP)}
    return _look_again(connection, Moved(met | {number}, []))


def _elsewhere(connection: sqlite3.Connection, sketch: Sketch) -> bool:
    """Whether another source has the text of this sketch."""
    row = connection.execute(
        "SELECT 1 FROM source WHERE text = ? AND sha256 <> ? AND sketch <> '' LIMIT 1", (sketch.text, sketch.source)
    ).fetchone()
    return row is not None


def _insert(connection: sqlite3.Connection, keys: Iterable[tuple[int, int, int]], text: int) -> Moved:
    """Adds keys that a text does not have yet, and says what that moves over a limit."""
    new = sorted(keys)
    connection.executemany("INSERT INTO sketch VALUES (?, ?, ?, ?)", [(*key, text) for key in new])
    held = _held(connection, WHOLE, (key for key, kind, _ in new if kind == WHOLE), NEIGHBOURS + 1)
    shared = _held(connection, GRAM, (key for key, kind, _ in new if kind == GRAM), TEMPLATE)
    moved = Moved(set(), [])
    for key, kind, site in new:
        if kind == WHOLE:
            if held[key] > NEIGHBOURS and text in (nearest := _nearest(connection, key))[:NEIGHBOURS]:
                moved.parted.append({nearest[-1]})
            continue
        if shared[key] < TEMPLATE:
            continue
        if site:
            pages = _of_site(connection, key, site, TEMPLATE + 1)
            if len(pages) == TEMPLATE:
                moved.turned.update(pages)
        every = {one for one, _ in _holders(connection, key)}
        if len(every) == COMMON:
            moved.turned.update(every)
        if len(every) == CAP + 1:
            moved.parted.append(every)
    moved.turned.discard(text)
    return moved


def _held(
    connection: sqlite3.Connection, kind: int, keys: Iterable[int], most: int, beside: int = -1
) -> dict[int, int]:
    """How many rows each key has, counted up to ``most``, without those of the text ``beside``: one question for all
    keys of a text, most of which no other text holds."""
    rows = connection.execute(
        "SELECT value, (SELECT count(*) FROM"
        " (SELECT 1 FROM sketch WHERE key = value AND kind = ?2 AND text <> ?4 LIMIT ?3)) FROM json_each(?1)",
        (json.dumps(list(keys)), kind, most, beside),
    )
    return {row[0]: row[1] for row in rows}


def _nearest(connection: sqlite3.Connection, key: int) -> list[int]:
    """The texts with the least digests that hold a whole key: one more than meet all others."""
    rows = connection.execute(
        "SELECT text FROM sketch WHERE key = ? AND kind = 0 AND site = 0 ORDER BY text LIMIT ?", (key, NEIGHBOURS + 1)
    )
    return [row[0] for row in rows]


def _of_site(connection: sqlite3.Connection, key: int, site: int, most: int) -> list[int]:
    rows = connection.execute(
        "SELECT text FROM sketch WHERE key = ? AND kind = 1 AND site = ? ORDER BY text LIMIT ?", (key, site, most)
    )
    return [row[0] for row in rows]


def _holders(connection: sqlite3.Connection, key: int) -> list[tuple[int, int]]:
    """(text, site) of those that hold a gram, or of the first of them where they are more than ``CAP``. One text can
    stand there for several sites."""
    rows = connection.execute(
        "SELECT text, site FROM sketch WHERE key = ? AND kind = 1 ORDER BY site, text LIMIT ?", (key, 2 * CAP + 2)
    )
    return [(row[0], row[1]) for row in rows]


def _look_again(connection: sqlite3.Connection, moved: Moved) -> list[str]:
    """Forgets suggested links that may no longer hold, and owes the comparisons of their texts."""
    again = set(moved.turned)
    for texts in moved.parted:
        again |= {one for one in texts if _linked(connection, one, texts)}
    forgotten = []
    for number in sorted(again):
        row = connection.execute("SELECT text FROM sketched WHERE number = ?", (number,)).fetchone()
        forgotten += _forget(connection, row["text"])
        sketches = connection.execute(
            "SELECT source.sketch FROM source JOIN run ON run.stage = 'weigh.compare' AND run.input = source.sketch"
            " WHERE source.text = ? AND run.state <> ''",
            (row["text"],),
        ).fetchall()
        for sketch in sketches:
            owe_anew(connection, "weigh.compare", sketch["sketch"])
    return forgotten


def _linked(connection: sqlite3.Connection, number: int, texts: set[int]) -> bool:
    """Whether a text has a suggested link to one of ``texts``; to any, where it is the only one."""
    row = connection.execute("SELECT text FROM sketched WHERE number = ?", (number,)).fetchone()
    others = {number_of(other) for _, other in _suggested(connection, row["text"])}
    return bool(others & texts) if len(texts) > 1 else bool(others)


def _suggested(connection: sqlite3.Connection, text: str) -> list[tuple[str, str]]:
    """(id, text at the other end) of the suggested links of reuse of a text."""
    rows = connection.execute(
        f"SELECT id, second AS other FROM link WHERE first = ?1 AND state = 'suggested' AND kind IN ({_REUSE})"  # noqa: S608
        f" UNION ALL SELECT id, first FROM link WHERE second = ?1 AND state = 'suggested' AND kind IN ({_REUSE})",
        (text,),
    ).fetchall()
    return [(row["id"], row["other"]) for row in rows]


def _forget(connection: sqlite3.Connection, text: str) -> list[str]:
    links = _suggested(connection, text)
    connection.executemany("DELETE FROM link WHERE id = ?", [(identifier,) for identifier, _ in links])
    return [text, *(other for _, other in links)] if links else []


def meetings(connection: sqlite3.Connection, sketch: Sketch, turn: str) -> list[str]:
    """The texts that a text has to be compared with, in order of their digests.

    ``turn``: digest of the sketch, in whose order comparisons that are due are made. Each pair is compared once, by the
    later of two that are due. The set of pairs is the same in any order of arrival.
    """
    ours = number_of(sketch.text)
    own = _sites(connection, sketch.text)
    whole: Counter[int] = Counter()
    for key in _shared(connection, WHOLE, {*sketch.bands, *sketch.sentences}, ours):
        whole.update(_met(connection, key, ours))
    runs: Counter[int] = Counter()
    for key in _shared(connection, GRAM, sketch.grams, ours):
        runs.update(_sharing(_holders(connection, key), own))
    found = {one for one, count in whole.items() if count >= LEAST_SHARED}
    found |= {one for one, count in runs.items() if count >= LEAST_GRAMS}
    found.discard(ours)
    texts = []
    for number in sorted(found):
        row = connection.execute("SELECT text FROM sketched WHERE number = ?", (number,)).fetchone()
        if row and not _left_to(connection, row["text"], turn):
            texts.append(row["text"])
    return texts


def _shared(connection: sqlite3.Connection, kind: int, keys: Iterable[int], ours: int) -> list[int]:
    """Those keys that another text holds too."""
    return [key for key, rows in _held(connection, kind, keys, 1, beside=ours).items() if rows]


def shared_templates(connection: sqlite3.Connection, sketch: Sketch, others: Iterable[str]) -> list[tuple[int, ...]]:
    """The grams of a text that are templates of its own sites; then, for each of ``others``, those that are templates
    of a site of both."""
    ours = _templates(connection, sketch, _sites(connection, sketch.text))
    every = tuple(sorted({key for keys in ours.values() for key in keys}))
    return [every, *(_of_both(connection, text, ours) for text in others)]


def common(connection: sqlite3.Connection, sketch: Sketch) -> tuple[int, ...]:
    """The grams of a sketch that many texts of the case hold."""
    held = _held(connection, GRAM, sketch.grams, COMMON)
    return tuple(
        key
        for key in sketch.grams
        if held[key] >= COMMON and len({text for text, _ in _holders(connection, key)}) >= COMMON
    )


def _sites(connection: sqlite3.Connection, text: str) -> set[int]:
    rows = connection.execute("SELECT DISTINCT site FROM source WHERE text = ? AND site <> 0", (text,))
    return {row[0] for row in rows}


def _met(connection: sqlite3.Connection, key: int, ours: int) -> list[int]:
    nearest = _nearest(connection, key)
    if len(nearest) <= NEIGHBOURS or ours not in nearest[:NEIGHBOURS]:
        return nearest[:NEIGHBOURS]
    rows = connection.execute("SELECT text FROM sketch WHERE key = ? AND kind = 0 AND site = 0", (key,))
    return [row[0] for row in rows]


def _sharing(holders: list[tuple[int, int]], own: set[int]) -> set[int]:
    """The texts that a gram brings together with one of the sites ``own``."""
    texts = {text for text, _ in holders}
    if len(texts) > CAP:
        return set()
    sites = Counter(site for _, site in holders)
    if not any(site and sites[site] >= TEMPLATE for site in own):
        return texts
    return {text for text, site in holders if not site or sites[site] < TEMPLATE}


def _templates(connection: sqlite3.Connection, sketch: Sketch, own: set[int]) -> dict[int, tuple[int, ...]]:
    """The grams of a sketch that are templates of each of its sites."""
    held = _held(connection, GRAM, sketch.grams if own else (), TEMPLATE)
    often = [key for key, rows in held.items() if rows >= TEMPLATE]
    found = {}
    for site in sorted(own):
        walls = _walls(connection, site)
        keys = sketch.grams if walls else often
        found[site] = tuple(key for key in keys if _is_template(connection, key, site, walls))
    return found


def _walls(connection: sqlite3.Connection, site: int) -> list[int]:
    return [row["number"] for row in connection.execute("SELECT number FROM wall WHERE site = ?", (site,)).fetchall()]


def _is_template(connection: sqlite3.Connection, key: int, site: int, walls: Iterable[int]) -> bool:
    """Whether many texts of a site hold a gram, or one that the site gives under many addresses."""
    return len(_of_site(connection, key, site, TEMPLATE)) >= TEMPLATE or any(
        _has(connection, (key, GRAM, site), wall) for wall in walls
    )


def _of_both(connection: sqlite3.Connection, text: str, ours: dict[int, tuple[int, ...]]) -> tuple[int, ...]:
    """The grams of both texts that are templates of a site of ours and of one of the other. A gram that only one of the
    two has is left out, so that the result is the same whoever asks."""
    every = {key for keys in ours.values() for key in keys}
    found: set[int] = set()
    for site in sorted(_sites(connection, text)) if every else ():
        walls = _walls(connection, site) if site not in ours else []
        keys = ours[site] if site in ours else [k for k in every if _is_template(connection, k, site, walls)]
        found.update(key for key in keys if _has(connection, (key, GRAM, site), number_of(text)))
    return tuple(sorted(found))


def _has(connection: sqlite3.Connection, key: tuple[int, int, int], text: int) -> bool:
    row = connection.execute(
        "SELECT 1 FROM sketch WHERE key = ? AND kind = ? AND site = ? AND text = ?", (*key, text)
    ).fetchone()
    return row is not None


def _left_to(connection: sqlite3.Connection, text: str, turn: str) -> bool:
    """Whether the comparison with a text is left to a later turn of its own."""
    row = connection.execute(
        "SELECT 1 FROM source JOIN run ON run.stage = 'weigh.compare' AND run.input = source.sketch"
        " WHERE source.text = ? AND run.state = '' AND run.input > ? LIMIT 1",
        (text, turn),
    ).fetchone()
    return row is not None
