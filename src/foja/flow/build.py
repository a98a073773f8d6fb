"""Building: doing what is owed, stage after stage, until nothing is.

Resuming, retrying, upgrading and adding one document are the same operation, and the cost grows with
what is new. Results are written by one writer in batches: blobs first, then one ledger transaction,
then the projection; a build that is killed between any two of them is taken up where it stopped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from itertools import islice
from threading import Lock

from foja import __version__
from foja.flow import plan, work
from foja.flow.executors import Inline
from foja.flow.work import Product
from foja.model.errors import Gap
from foja.model.event import Act, Actor
from foja.model.outcome import Outcome
from foja.model.record import Record, digest, encode
from foja.model.source import Member, Receipt, Source, added_body
from foja.model.text import CanonicalText, Reading
from foja.model.vocabulary import OutcomeState
from foja.plugins import stage
from foja.read.limits import again
from foja.read.scan.records import ScanSetting
from foja.store.folder import CaseFolder

Progress = Callable[[int, int, str], None]
"""Called with (done, total, what)."""

FOJA = Actor(name=f"foja {__version__}", kind="software")
BATCH = 32
MANY_PAGES = 20
"""Pages of a scan from which its progress is told page by page."""
CHUNK = 4

WORDS = {
    "read": "reading sources",
    "read.scan": "recognising scans",
    "extract": "drafting statements",
    "resolve": "grouping names",
    "weigh.sketch": "looking for copies",
    "weigh.compare": "comparing",
    "weigh.meaning": "encoding sentences",
    "weigh.across": "comparing across languages",
}


class BuildReport(Record, frozen=True):
    """What a build did. ``gaps``: outcomes that are not done, with reason and next step."""

    runs: int
    gaps: tuple[Outcome, ...]


def build(
    folder: CaseFolder,
    executor: Executor,
    jobs: int = 1,
    progress: Progress | None = None,
    passwords: tuple[str, ...] = (),
) -> BuildReport:
    """Does everything that is owed. ``jobs``: how many sources are read at the same time. ``passwords``: tried on
    sources that are locked, and kept nowhere."""
    tell = progress or (lambda done, total, what: None)
    plan.renew(folder)
    runs = 0
    gaps: list[Outcome] = []
    for name in plan.STAGES:
        # Reading a source can bring new ones (members, attachments), so a stage is asked again.
        while inputs := plan.due(folder, name):
            total = len(inputs)
            done = 0
            tell(0, total, WORDS[name])
            products = produced(folder, name, inputs, executor, jobs, passwords=passwords, tell=tell)
            while batch := list(islice(products, BATCH)):
                outcomes = _write(folder, name, batch)
                gaps += [o for o in outcomes if o.state is not OutcomeState.DONE]
                done += len(batch)
                runs += len(batch)
                tell(done, total, WORDS[name])
    return BuildReport(runs=runs, gaps=tuple(gap for gap in gaps if not _was_recognised(folder, gap)))


def _was_recognised(folder: CaseFolder, gap: Outcome) -> bool:
    """Whether what ``read`` could not read was taken up by text recognition, whose outcome counts instead."""
    row = folder.database.connection.execute(
        "SELECT 1 FROM run WHERE stage = 'read.scan' AND input = ? AND state <> ''", (gap.input,)
    ).fetchone()
    return gap.stage == "read" and row is not None


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
        return _read(folder, inputs, jobs, passwords)
    if name == "read.scan":
        return _recognise(folder, inputs, jobs, passwords, tell)
    return _run(folder, name, inputs, executor, jobs, item)


def _read(
    folder: CaseFolder, inputs: Sequence[str], jobs: int, passwords: tuple[str, ...]
) -> Iterator[tuple[str, str, Product]]:
    """Reads sources in child processes with limits; hostile bytes never meet this process."""
    from foja.read.isolation import WorkerPool
    from foja.read.limits import Limits, check_size

    usual = stage("read")[1]
    assert isinstance(usual, Limits)
    with WorkerPool(jobs, usual) as pool, ThreadPoolExecutor(jobs) as threads:

        def one(sha: str) -> Product:
            try:
                limits = plan.limits(folder, sha)
                check_size(folder.vault.path(sha).stat().st_size, limits)
                records = tuple(pool.read(plan.original(folder, sha, passwords), limits))
            except Gap as gap:
                return work.failed(gap)
            return _product(records)

        for sha, product in zip(inputs, _ahead(threads, one, inputs, 4 * jobs), strict=True):
            yield sha, sha, product


def _recognise(
    folder: CaseFolder, inputs: Sequence[str], jobs: int, passwords: tuple[str, ...], tell: Progress | None
) -> Iterator[tuple[str, str, Product]]:
    """Recognises scans page by page in child processes, as many pages at a time as there are jobs."""
    from foja.read.isolation import WorkerPool
    from foja.read.limits import Limits
    from foja.read.scan.isolated import recognise_isolated

    limits, setting = stage("read")[1], plan.setting(folder, "read.scan")
    assert isinstance(limits, Limits) and isinstance(setting, ScanSetting)
    long = LongScan(tell)
    with WorkerPool(jobs, limits) as pool, ThreadPoolExecutor(jobs) as pages, ThreadPoolExecutor(jobs) as threads:

        def one(sha: str) -> Product:
            try:
                scan = plan.scan(folder, sha, passwords)
                told = partial(long.told, sha, scan.original.name)
                return _product(tuple(recognise_isolated(scan, setting, pool, pages, limits, told)))
            except Gap as gap:
                return work.failed(gap)
            finally:
                long.ended(sha)

        for sha, product in zip(inputs, _ahead(threads, one, inputs, 2 * jobs), strict=True):
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
    while True:
        while len(waiting) < 2 * jobs + 1 and (chunk := list(islice(rest, CHUNK))):
            sources, items = [], []
            for input_digest in chunk:
                source, received = item(folder, name, input_digest)
                sources.append(source)
                items.append(received)
            waiting.append((chunk, sources, items, _submit(executor, name, items, given)))
        if not waiting:
            return
        chunk, sources, items, future = waiting.pop(0)
        try:
            products = future.result()
        except BrokenProcessPool:
            # A worker was killed (memory, an operator). The stage is pure, so its items are simply done
            # again, one at a time in this process. A broken pool takes no further work (see ``_submit``).
            products = work.run_many(name, items, given)
        yield from zip(chunk, sources, products, strict=True)


def _submit(executor: Executor, name: str, items: list[Record], given: Record | None) -> Future[list[Product]]:
    """Hands items to the executor; a pool that broke refuses, and then they are done in this process."""
    try:
        return executor.submit(work.run_many, name, items, given)
    except BrokenProcessPool:
        return Inline().submit(work.run_many, name, items, given)


def _write(folder: CaseFolder, name: str, batch: Sequence[tuple[str, str, Product]]) -> list[Outcome]:
    """Blobs, then the ledger, then the projection."""
    version = stage(name)[0].version
    blobs: list[bytes] = []
    acts: list[Act] = []
    outcomes: list[Outcome] = []
    for input_digest, source, product in batch:
        output, held, refused = "", [], 0
        setting = plan.setting_of(folder, name, input_digest)
        for record in product.records:
            if isinstance(record, CanonicalText):
                blobs.append(record.text.encode("utf-8"))
                held.append(digest(blobs[-1]))
            elif isinstance(record, Member):
                if within_depth(folder, source):
                    acts.append(_received(folder, record, source))
                else:
                    refused += 1
            else:
                blobs.append(encode(record))
                output = digest(blobs[-1])
        if refused:
            deep = plan.limits(folder, source).depth
            note = f"{refused} files inside were not opened: they lie deeper than {deep} archives in one another."
            detail = f"{product.detail} {note}".strip()
            product = Product(state=OutcomeState.PARTIAL, records=product.records, detail=detail, next=DEEP)
        outcome = Outcome(
            stage=name, version=version, setting=setting, input=input_digest, state=product.state, output=output,
            detail=product.detail, next=product.next,
        )  # fmt: skip
        outcomes.append(outcome)
        body: dict[str, object] = {
            "stage": name, "version": version, "setting": setting, "input": input_digest, "source": source,
            "state": product.state.value, "output": output, "blobs": held, "detail": product.detail,
            "next": product.next,
        }  # fmt: skip
        acts.append(Act(kind="derived", body=body, actor=FOJA))
    folder.vault.put_many(blobs)
    folder.record(acts)
    return outcomes


DEEP = f"Unpack the innermost archive by hand and add what it holds. {again('depth')}"


def within_depth(folder: CaseFolder, sha: str) -> bool:
    """Whether what ``sha`` holds may still be opened: it does not lie too deep in other files."""
    most, depth = plan.limits(folder, sha).depth, 0
    while sha and depth <= most:
        row = folder.database.connection.execute("SELECT parent FROM source WHERE sha256 = ?", (sha,)).fetchone()
        sha = row["parent"] if row else ""
        depth += 1
    return depth <= most


def _received(folder: CaseFolder, member: Member, parent: str) -> Act:
    """Preserves a member or attachment as a source of its own."""
    blob = folder.vault.put(member.content)
    receipt = Receipt(
        name=member.name,
        received_from=member.received_from or member.name,
        via=member.via,
        parent=parent,
        modified=member.modified or None,
    )
    source = Source(sha256=blob.sha256, sha512=blob.sha512, size=blob.size, receipt=receipt)
    return Act(kind="source.added", body=added_body(source), actor=FOJA)
