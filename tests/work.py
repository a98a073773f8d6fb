"""Work counted, where a test holds that something costs no more than its size: seconds depend on what else runs."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import foja

_FOLDER = str(Path(foja.__file__).parent)


def lines(call: Callable[[], object]) -> int:
    """How many lines of foja run in a call, those of loops and comprehensions each time. What runs inside the
    interpreter or a library is not in it."""
    count = 0

    def in_frame(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal count
        count += event == "line"
        return in_frame

    def at_call(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal count
        if not frame.f_code.co_filename.startswith(_FOLDER):
            return None
        count += 1  # also for each step of a generator
        return in_frame

    before = sys.gettrace()
    sys.settrace(at_call)
    try:
        call()
    finally:
        sys.settrace(before)
    return count
