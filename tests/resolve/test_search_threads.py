"""Many threads ask one index at once, as those of the pages do: each gets what it would get alone."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from tests.resolve.test_search import names

from foja.model.matching import Subject
from foja.model.vocabulary import MentionKind
from foja.resolve.match import alignment, edit, fold, organisations, traits
from foja.resolve.match.compare import compare
from foja.resolve.match.index import Index


@pytest.fixture
def switching_often() -> Iterator[None]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def person(name: str) -> Subject:
    return Subject(id=name, kind=MentionKind.PERSON, names=(name,))


@pytest.mark.usefixtures("switching_often")
def test_searches_at_once_give_what_each_gives_alone() -> None:
    index = Index.build(person(name) for name in dict.fromkeys(names(1500, seed=31)))
    asked = [person(name) for name in [*names(24, seed=31), *names(8, seed=32)]]
    alone = [index.search(one) for one in asked]
    assert sum(bool(hits) for hits in alone) > 20
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(index.search, asked * 4))
    assert together == alone * 4


@pytest.mark.usefixtures("switching_often")
def test_comparisons_at_once_with_empty_caches_give_what_each_gives_alone() -> None:
    asked = [person(name) for name in names(40, seed=33)]
    pairs = list(zip(asked, [*asked[1:], asked[0]], strict=True))
    alone = [compare(*pair) for pair in pairs]
    for cache in (fold.fold, fold._word, fold.script, edit.readings, organisations.meaning, traits._marks):
        cache.cache_clear()
    assert alignment.given_names()
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda pair: compare(*pair), pairs * 3))
    assert together == alone * 3
