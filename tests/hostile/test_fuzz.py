"""Small valid files of every format with bytes changed, cut, repeated and spliced: a reading or a gap, nothing else.

Seeds are fixed, so that a failure in CI is the same failure here. Run longer with ``FOJA_FUZZ=2000``.
"""

from __future__ import annotations

import os
from functools import cache

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from foja.model.errors import Gap
from foja.model.record import Record, digest
from foja.model.text import CanonicalText, Reading
from foja.model.vocabulary import OutcomeState
from foja.read.limits import MB, Limits
from foja.read.stage import READ
from read.formats import samples
from read.samples import check_cover, original

LIMITS = Limits(expanded_bytes=32 * MB, part_bytes=8 * MB, members=200, pages=50, characters=2_000_000, cells=20_000)
EXAMPLES = int(os.environ.get("FOJA_FUZZ", "40"))


@cache
def _samples() -> dict[str, bytes]:
    return samples()


@st.composite
def damaged(draw: st.DrawFn, name: str) -> bytes:
    """The sample ``name`` after one to four accidents."""
    data = bytearray(_samples()[name])
    other = _samples()[draw(st.sampled_from(sorted(_samples())))]
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, max(0, len(data) - 1)))
        kind = draw(st.sampled_from(("change", "change", "cut", "drop", "repeat", "splice", "number", "text")))
        if kind == "change":
            data[at : at + 1] = bytes([draw(st.integers(0, 255))])
        elif kind == "cut":
            del data[at:]
        elif kind == "drop":
            del data[at : at + draw(st.integers(1, 64))]
        elif kind == "repeat":
            data[at:at] = data[at : at + draw(st.integers(1, 64))] * draw(st.integers(1, 20))
        elif kind == "splice":
            start = draw(st.integers(0, max(0, len(other) - 1)))
            data[at:at] = other[start : start + draw(st.integers(1, 400))]
        elif kind == "number":
            data[at : at + 4] = draw(
                st.sampled_from((b"\xff\xff\xff\xff", b"\0\0\0\0", b"\xff\xff\xff\x7f", b"\0\0\0\x80"))
            )
        else:
            data[at:at] = draw(st.text(max_size=12)).encode("utf-8", "surrogatepass")
    return bytes(data)


def _outcome(data: bytes, name: str) -> list[Record] | tuple[str, str]:
    try:
        return list(READ.run(original(data, name), setting=LIMITS))
    except Gap as gap:
        assert gap.code in set(OutcomeState)
        assert gap.what
        assert name == gap.where
        return gap.code, gap.what
    except (RecursionError, MemoryError):  # the worker makes a limit of them
        return "limit", ""


@pytest.mark.parametrize("name", sorted(samples()))
def test_a_damaged_file_gives_a_reading_or_a_gap(name: str) -> None:
    @seed(20251127)
    @settings(
        max_examples=EXAMPLES, deadline=None, database=None, derandomize=False, suppress_health_check=list(HealthCheck)
    )
    @given(damaged(name))
    def check(data: bytes) -> None:
        found = _outcome(data, name)
        if isinstance(found, list):
            text, reading = found[0], found[1]
            assert isinstance(text, CanonicalText)
            assert isinstance(reading, Reading)
            assert digest(text.text.encode("utf-8")) == reading.text
            check_cover(text.text, reading)
            assert text.text.strip()
        assert found == _outcome(data, name)

    check()
