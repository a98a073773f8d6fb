"""Outcome: what a stage did with an input."""

from __future__ import annotations

from foja.model.record import Record
from foja.model.vocabulary import OutcomeState


class Outcome(Record, frozen=True):
    """``stage``, ``version`` and ``setting`` (a digest) with ``input`` (a digest) name the run.
    ``output``: digest of the derivation blob. ``detail``: the reason, for a person; ``next``: what to do."""

    stage: str
    version: str
    setting: str
    input: str
    state: OutcomeState
    output: str = ""
    detail: str = ""
    next: str = ""
