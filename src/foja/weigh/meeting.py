"""When two texts meet: how many keys they have to share, and which keys are held by too many to say anything."""

from __future__ import annotations

LEAST_SHARED = 2
"""One shared window is a phrase. With one, a page of a 10,000-page collection met 106 others; with two, 2, and
of 260 copies one partial copy was missed (synthetic pages of `benchmarks/corpus.py`)."""
LEAST_GRAMS = 3
"""Runs of four words that two texts have to share."""
CAP = 32
"""A run of four words that stands in more texts than this brings no two of them together."""
TEMPLATE = 5
"""A run of four words that stands in so many texts of one site is part of the site's pages, not of its reports."""
COMMON = 12
"""A run of four words that so many texts hold can belong to a standing text (see ``foja.weigh.standing``)."""
NEIGHBOURS = 64
"""Under a whole key that more texts hold, a text meets the so many of them whose digests are least: a family of a
thousand copies hangs together by 64 of them, and costs a thousand comparisons of each and not a million."""
