"""Stage: a pure function on records. It knows neither the store, nor the web, nor its machine."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from foja.model.record import Record


class Stage(Protocol):
    """One step of the way of the data.

    ``version`` changes whenever the output for some input may change. ``run`` raises ``Gap`` (or a
    subclass) when the input cannot be read or decided, and never catches broad exceptions: ``flow``
    does, once, and records the outcome.
    """

    name: str
    version: str
    needs: type[Record]
    gives: tuple[type[Record], ...]

    def run(self, item: Record, /, *, setting: Record) -> Iterable[Record]: ...
