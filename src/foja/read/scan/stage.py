"""READ.SCAN: the stage that recognises pages that are pictures.

    Scan  ->  CanonicalText, Reading

It follows ``read``, and replaces the reading of a source: pages with a text layer stay as they are. It is a stage of
its own because it is slow, and because what it gives depends on the engine and models of the machine, which its
setting names with their digests. ``isolated`` does the same page by page in child processes.
"""

from __future__ import annotations

from collections.abc import Iterator

from foja.model.record import Record
from foja.model.text import CanonicalText, Reading
from foja.read.limits import Limits
from foja.read.scan.assemble import assemble, to_recognise
from foja.read.scan.engine import check_engine
from foja.read.scan.page import recognise
from foja.read.scan.picture import look
from foja.read.scan.records import Scan, ScanSetting


class ReadScan:
    """Pure: the same bytes, kept text and setting give the same records."""

    name = "read.scan"
    version = "2"
    needs: type[Record] = Scan
    gives: tuple[type[Record], ...] = (CanonicalText, Reading)

    def run(self, item: Record, /, *, setting: Record) -> Iterator[Record]:
        """Yields one CanonicalText and one Reading. Raises ``Gap``: ``scan`` where engine or models are missing,
        ``no_text``, ``corrupt``, ``limit``."""
        if not isinstance(item, Scan) or not isinstance(setting, ScanSetting):
            raise TypeError(f"read.scan needs a Scan and a ScanSetting, not {type(item).__name__}")
        check_engine(setting)
        seen = look(item.original, setting)
        pages = [recognise(item.original, number, setting, item.folders) for number in to_recognise(item, seen)]
        yield from assemble(item, seen, pages, setting, Limits(), self.version)


READ_SCAN = ReadScan()
