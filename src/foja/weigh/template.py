"""Templates: words that stand on page after page of one site are the site's, not the report's.

The reader marks navigation, teasers and notices as such, but not all: log-in walls, standing boxes and addresses pass
for body text. Among 5,908 press reports one heap of 56 equal log-in pages made 1,475 false pairs, and pages of one
group of stations shared their boxes. A run of four words that stands in several texts of a site (``TEMPLATE`` in
``meeting``) is a template of it. Between pages of one site its words are set aside; between two sites those that
are templates of both, so that a report that a site printed five times can still be found elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from foja.model.text import Reading
from foja.text.fold import key
from foja.weigh.body import Body, Word
from foja.weigh.fingerprint import GRAM, grams

HOLE = 8
"""Words between two runs of a template that belong to it too. Every second run of four is kept, so that a hole of more
words within a template is rare (1 in 256); the words that differ from page to page, a date or a name, lie in holes."""
OWN = 20
"""Words that a page must have beside a template to be compared at all."""
MOSTLY = 0.5
"""Share of a page in templates from which on a person is told."""

_HOST = re.compile(r"^[a-z][a-z0-9+.-]*://(?:[^/?#@]*@)?([^/?#:@\s]+)", re.IGNORECASE)


def site(reading: Reading) -> str:
    """The site of a page: the host of its address, without "www."; else the name key of its outlet; else empty."""
    match = _HOST.match(reading.claim("url"))
    if match:
        return match[1].lower().rstrip(".").removeprefix("www.")
    return key(reading.claim("outlet"))


def set_aside(page: Body, template: Collection[int]) -> Body:
    """The body without the words of a template. One with fewer than ``OWN`` words left is empty."""
    if not template:
        return page
    keys = frozenset(template)
    stretches = [part for stretch in page.stretches for part in _without(stretch, keys)]
    size = sum(len(stretch) for stretch in stretches)
    if size < OWN:
        return page._replace(stretches=(), size=0)
    return page._replace(stretches=tuple(stretches), size=size)


def covered(stretch: tuple[Word, ...], template: frozenset[int]) -> bytearray:
    """A flag for each word of a stretch: whether it belongs to a template."""
    flags = bytearray(len(stretch))
    last = -1
    for run, at in grams(stretch):
        if run not in template:
            continue
        begin = last if last >= 0 and at - last <= HOLE else at
        flags[begin : at + GRAM] = b"\x01" * (at + GRAM - begin)
        last = at + GRAM
    if last < 0:
        return flags
    # What is left at an edge after a template, shorter than a hole, is more of it.
    first = flags.find(1)
    if first <= HOLE:
        flags[:first] = b"\x01" * first
    if len(stretch) - last <= HOLE:
        flags[last:] = b"\x01" * (len(stretch) - last)
    return flags


def _without(stretch: tuple[Word, ...], template: frozenset[int]) -> list[tuple[Word, ...]]:
    taken = covered(stretch, template)
    parts: list[tuple[Word, ...]] = []
    begin = 0
    for at in range(len(stretch) + 1):
        if at == len(stretch) or taken[at]:
            if at > begin:
                parts.append(stretch[begin:at])
            begin = at + 1
    return parts


def shared_words(page: Body, template: Collection[int]) -> str:
    """What a person should know of a page that is mostly template; empty for others."""
    rest = set_aside(page, template)
    if not template or page.size - rest.size < MOSTLY * page.size:
        return ""
    keys = frozenset(template)
    own = sum(len(part) for stretch in page.stretches for part in _without(stretch, keys))
    said = f"{page.size - own} of its {page.size} words stand on other pages of its site too"
    return (
        f"{said}; with so little left it was compared with nothing."
        if not rest.size
        else f"{said}: only the others were compared with those."
    )
