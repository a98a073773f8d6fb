"""Images at the reading stage: they are looked at, not read. Text recognition is a stage of its own."""

from __future__ import annotations

from typing import NoReturn

from foja.model.errors import Gap
from foja.model.source import Original
from foja.model.vocabulary import OutcomeState
from foja.read.limits import Limits
from foja.read.scan.picture import look
from foja.read.scan.records import DEFAULT


def read(original: Original, limits: Limits) -> NoReturn:
    """Raises ``Gap``: ``scan`` for an image that can be decoded, ``corrupt`` or ``limit`` for one that cannot."""
    pages = len(look(original, DEFAULT).sizes)
    raise Gap(
        OutcomeState.SCAN.value,
        f"It is a picture{f' of {pages} pages' if pages > 1 else ''}, without a text of its own.",
        next="It is read by text recognition, in the same build.",
    )
