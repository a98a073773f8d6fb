"""Running a stage on what is due: here, or on a cluster; results in the order of the inputs. Nothing is written.

What goes to other machines is only what may be sent (``sent``); the rest is done on this machine, beside it. What was
lost with a process or a machine is done again here: a stage is pure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from functools import partial
from itertools import islice
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from foja.flow import plan, work
from foja.flow.executors import Away, Inline, width
from foja.flow.sent import may_be_sent, sources_of
from foja.flow.work import Product
from foja.model.errors import Gap
from foja.model.record import Record
from foja.model.text import Reading
from foja.model.vocabulary import OutcomeState
from foja.plugins import stage
from foja.read.limits import Limits, check_size
from foja.read.scan.records import ScanSetting
from foja.store.folder import CaseFolder

if TYPE_CHECKING:  # readers are loaded where something is read
    from foja.read.isolation import Readers

Progress = Callable[[int, int, str], None]
"""Called with (done, total, what)."""
MANY_PAGES = 20
"""Pages of a scan from which its progress is told page by page."""
CHUNK = 4

Item = Callable[[CaseFolder, str, str], tuple[str, Record]]
"""Gives (digest of the source concerned, what the stage receives) for an input; ``plan.item`` is one."""


def produced(
    folder: CaseFolder,
    name: str,
    inputs: Sequence[str],
    executor: Executor,
    jobs: int,
    item: Item = plan.item,
    passwords: tuple[str, ...] = (),
    tell: Progress | None = None,
) -> Iterator[tuple[str, str, Product]]:
    """Runs the stage ``name`` on each input; gives (input, source, product), in order. Writes nothing. ``tell``: told
    how far a long scan is."""
    if name == "read":
        return _read(folder, inputs, executor, jobs, passwords)
    if name == "read.scan":
        return _recognise(folder, inputs, executor, jobs, passwords, tell)
    return _run(folder, name, inputs, executor, jobs, item)


class _Places(NamedTuple):
    """Where originals are read: on this machine; and where those are that may be sent, which can be the same."""

    here: Readers
    away: Readers

    def of(self, folder: CaseFolder, sha: str, passwords: tuple[str, ...]) -> Readers:
        """A password never leaves this machine, and so what it may open does not either."""
        return self.away if not passwords and may_be_sent(folder, [sha]) else self.here


def _places(executor: Executor, pool: Readers) -> _Places:
    return _Places(pool, executor.readers(pool) if isinstance(executor, Away) else pool)


def _read(
    folder: CaseFolder, inputs: Sequence[str], executor: Executor, jobs: int, passwords: tuple[str, ...]
) -> Iterator[tuple[str, str, Product]]:
    """Reads sources in child processes with limits; hostile bytes never meet this process."""
    from foja.read.isolation import WorkerPool

    usual, wide = stage("read")[1], width(executor, jobs)
    assert isinstance(usual, Limits)
    with WorkerPool(jobs, usual) as pool, ThreadPoolExecutor(wide) as threads:
        places = _places(executor, pool)

        def one(sha: str) -> Product:
            try:
                limits = plan.limits(folder, sha)
                check_size(folder.vault.path(sha).stat().st_size, limits)
                reader = places.of(folder, sha, passwords)
                records = tuple(reader.read(plan.original(folder, sha, passwords), limits))
            except Gap as gap:
                return work.failed(gap)
            return _product(records)

        for sha, product in zip(inputs, _ahead(threads, one, inputs, 4 * wide), strict=True):
            yield sha, sha, product


def _recognise(
    folder: CaseFolder, inputs: Sequence[str], executor: Executor, jobs: int, passwords: tuple[str, ...],
    tell: Progress | None,
) -> Iterator[tuple[str, str, Product]]:  # fmt: skip
    """Recognises scans page by page in child processes, as many pages at a time as there are jobs."""
    from foja.read.isolation import WorkerPool
    from foja.read.scan.isolated import recognise_isolated

    limits, setting, wide = stage("read")[1], plan.setting(folder, "read.scan"), width(executor, jobs)
    assert isinstance(limits, Limits) and isinstance(setting, ScanSetting)
    long = LongScan(tell)
    with WorkerPool(jobs, limits) as pool, ThreadPoolExecutor(wide) as pages, ThreadPoolExecutor(wide) as threads:
        places = _places(executor, pool)

        def one(sha: str) -> Product:
            try:
                scan = plan.scan(folder, sha, passwords)
                told = partial(long.told, sha, scan.original.name)
                readers = places.of(folder, sha, passwords)
                return _product(tuple(recognise_isolated(scan, setting, readers, pages, limits, told)))
            except Gap as gap:
                return work.failed(gap)
            finally:
                long.ended(sha)

        for sha, product in zip(inputs, _ahead(threads, one, inputs, 2 * wide), strict=True):
            yield sha, sha, product


class LongScan:
    """Tells how far a scan of many pages is: of several that are recognised at a time the one that began first."""

    def __init__(self, tell: Progress | None) -> None:
        self._tell, self._shown, self._turn = tell, "", Lock()

    def told(self, sha: str, name: str, done: int, pages: int) -> None:
        if self._tell is None or pages < MANY_PAGES:
            return
        with self._turn:
            self._shown = self._shown or sha
            if self._shown == sha:
                self._tell(done, pages, f"pages of {name}")

    def ended(self, sha: str) -> None:
        with self._turn:
            self._shown = "" if self._shown == sha else self._shown


def _product(records: tuple[Record, ...]) -> Product:
    """A reading with notes is a partial one."""
    notes = next((record.notes for record in records if isinstance(record, Reading)), ())
    return Product(state=OutcomeState.PARTIAL if notes else OutcomeState.DONE, records=records, detail="; ".join(notes))


def _ahead(
    threads: ThreadPoolExecutor, call: Callable[[str], Product], inputs: Sequence[str], depth: int
) -> Iterator[Product]:
    """Results in order, with at most ``depth`` calls begun: the bytes of a large case are not all held at once."""
    waiting: list[Future[Product]] = []
    for sha in inputs:
        waiting.append(threads.submit(call, sha))
        if len(waiting) >= depth:
            yield waiting.pop(0).result()
    for future in waiting:
        yield future.result()


def _run(
    folder: CaseFolder, name: str, inputs: Sequence[str], executor: Executor, jobs: int, item: Item
) -> Iterator[tuple[str, str, Product]]:
    """Runs a stage through the executor, a few chunks ahead, results in order."""
    waiting: list[tuple[list[str], list[str], list[Record], Future[list[Product]]]] = []
    rest = iter(inputs)
    given = plan.setting(folder, name) if name == "extract" else None
    ahead = 2 * width(executor, jobs) + 1
    while True:
        while len(waiting) < ahead and (chunk := list(islice(rest, CHUNK))):
            sources, items = [], []
            for input_digest in chunk:
                source, received = item(folder, name, input_digest)
                sources.append(source)
                items.append(received)
            place = executor if not isinstance(executor, Away) or _may_go(folder, items) else Inline()
            waiting.append((chunk, sources, items, _submit(place, name, items, given)))
        if not waiting:
            return
        chunk, sources, items, future = waiting.pop(0)
        try:
            products = future.result()
        except BrokenExecutor:
            # A worker was killed (memory, an operator), or a machine was lost. The stage is pure, so its items are
            # simply done again, one at a time in this process. A broken pool takes no further work (see ``_submit``).
            products = work.run_many(name, items, given)
        yield from zip(chunk, sources, products, strict=True)


def _may_go(folder: CaseFolder, items: Sequence[Record]) -> bool:
    """Whether nothing in the items stems from a source that stays on this machine."""
    return may_be_sent(folder, {sha for item in items for sha in sources_of(item)})


def _submit(executor: Executor, name: str, items: list[Record], given: Record | None) -> Future[list[Product]]:
    """Hands items to the executor; a pool that broke refuses, and then they are done in this process."""
    try:
        return executor.submit(work.run_many, name, items, given)
    except BrokenExecutor:
        return Inline().submit(work.run_many, name, items, given)
