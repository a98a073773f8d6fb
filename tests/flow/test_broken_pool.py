"""A worker that is killed costs time, not the build: its items are done again in this process."""

from __future__ import annotations

from concurrent.futures import Executor, Future
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import pytest

from conftest import REVIEWER, SAMPLE
from foja.case import Case
from foja.flow import build as flow
from foja.flow.executors import Inline


class Breaking(Executor):
    """Breaks after ``good`` calls: first a call that was taken fails, then no further one is taken."""

    def __init__(self, good: int) -> None:
        self.good = good
        self.calls = 0
        self.inline = Inline()

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.calls += 1
        if self.calls <= self.good:
            return self.inline.submit(fn, *args, **kwargs)
        if self.calls == self.good + 1:
            failed: Future[Any] = Future()
            failed.set_exception(BrokenProcessPool("a worker was killed"))
            return failed
        raise BrokenProcessPool("the pool is broken")


@pytest.mark.parametrize("good", [0, 3])
def test_the_build_goes_on_when_the_pool_breaks(built_sample: Path, tmp_path: Path, good: int) -> None:
    with Case.create(tmp_path / "case", title="Broken", actor=REVIEWER) as case:
        case.add([SAMPLE / "sources"], actor=REVIEWER)
        report = flow.build(case._folder, Breaking(good), jobs=2)
        case.compare_names()  # as a build of the case does
        broken = case.table_digests()
        assert {gap.stage for gap in report.gaps} == {"read", "read.scan"}
    with Case(built_sample) as whole:
        sound = whole.table_digests()
    # Sources and statements hold the moment of receipt, which differs between two cases; the trail holds numbers of
    # events, which follow the order of work.
    differing = {name for name in sound if sound[name] != broken[name]}
    assert differing <= {"source", "statement", "trail"}
