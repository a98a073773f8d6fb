"""Text recognition in child processes, a page at a time: a page that ends its worker costs that page alone."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from foja.model.errors import Gap
from foja.model.record import Record
from foja.read.isolation import Readers
from foja.read.limits import Limits
from foja.read.scan.assemble import assemble, to_recognise
from foja.read.scan.engine import check_engine
from foja.read.scan.records import PageText, Scan, ScanSetting
from foja.read.scan.stage import READ_SCAN


def recognise_isolated(
    scan: Scan,
    setting: ScanSetting,
    pool: Readers,
    threads: ThreadPoolExecutor,
    limits: Limits,
    told: Callable[[int, int], None] | None = None,
) -> list[Record]:
    """As ``READ_SCAN.run``: the same records. ``threads``: as many pages at a time as there are readers. ``told``:
    called after each page with how many are done, and of how many."""
    check_engine(setting)
    look = pool.look(scan.original, setting)

    def one(number: int) -> PageText:
        try:
            return pool.page(scan.original, number, setting, scan.folders)
        except Gap as gap:
            return PageText(page=number, trouble=gap.what, state=gap.code)

    numbers = to_recognise(scan, look)
    pages: list[PageText] = []
    for page in threads.map(one, numbers):
        pages.append(page)
        if told is not None:
            told(len(pages), len(numbers))
    return list(assemble(scan, look, pages, setting, limits, READ_SCAN.version))
