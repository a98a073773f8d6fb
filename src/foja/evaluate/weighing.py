"""Measuring the weighing: reuse, and the number rule. With a folder of parallel sentences, on real news too."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from foja.evaluate import happenings, opposite_words
from foja.evaluate.happenings import HappeningScores
from foja.evaluate.numbers import NumberScores, score_numbers
from foja.evaluate.opposite_words import OppositeScores, score_opposites
from foja.evaluate.origins import OriginScores, score_origins
from foja.evaluate.parallel import Parallel, load
from foja.evaluate.planted import CASES, RATES, ReuseScores, invented, score_reuse
from foja.evaluate.translations import FamilyScores, score_families
from foja.model.record import Record

HALVES = ("dev", "test")
"""Rules are tuned on the first alone."""


class WeighReport(Record, frozen=True):
    """``texts``: what passages were planted in: ``invented`` words, or ``news`` of the folder. ``families``: empty
    where no sentence encoder is installed. ``origins``: of the sample, without a folder. ``happenings`` and
    ``opposites``: of a folder with ECB+, and nothing else then."""

    texts: str
    reuse: tuple[ReuseScores, ...]
    numbers: tuple[NumberScores, ...] = ()
    families: tuple[FamilyScores, ...] = ()
    origins: OriginScores | None = None
    happenings: tuple[HappeningScores, ...] = ()
    opposites: tuple[OppositeScores, ...] = ()


def evaluate(folder: Path | None, sample: Path) -> WeighReport:
    """Measures on ``folder``, or without one on what foja can make itself and on ``sample``. The same figures each
    time, with the same encoders installed."""
    if folder is None:
        return WeighReport(
            texts="invented",
            reuse=tuple(
                score_reuse(invented(2 * CASES, seed), rework, half, (1,))
                for half, seed in (("dev", 4), ("test", 5))
                for rework in RATES
            ),
            origins=score_origins(sample),
        )
    if happenings.is_happenings(folder):
        reports = happenings.load(folder)
        return WeighReport(
            texts="happenings", reuse=(),
            happenings=tuple(happenings.score(reports, half) for half in HALVES),
            opposites=tuple(score_opposites(reports, half) for half in HALVES),
        )  # fmt: skip
    parallel = load(folder)
    return WeighReport(
        texts="news",
        reuse=tuple(score_reuse(articles(parallel, half), rework, half) for half in HALVES for rework in RATES),
        numbers=tuple(row for half in HALVES for row in score_numbers(parallel, half)),
        families=tuple(row for half in HALVES for row in score_families(parallel, half)),
    )


def articles(parallel: Parallel, half: str, language: str = "en") -> list[str]:
    """The documents of one half, each as one text."""
    whole: dict[str, list[str]] = {}
    for i in parallel.half(half):
        whole.setdefault(parallel.documents[i], []).append(parallel.sentences[language][i])
    return [" ".join(lines) for lines in whole.values()]


def lines(report: WeighReport, errors: bool) -> Iterator[str]:
    """The report for people."""
    if report.happenings:
        yield from happenings.lines(report.happenings)
        yield from opposite_words.lines(report.opposites, errors)
        return
    yield f"Planted passages ({report.texts}), characters of the host:"
    yield "half  rework   cases  precision  recall  found by length            linked  strangers"
    for row in report.reuse:
        lengths = ", ".join(f"{length} w {share:.2f}" for length, share in row.found.items())
        yield (
            f"{row.half:5} {row.rework:8} {row.cases:5}  {row.precision:9.4f}  {row.recall:6.4f}  {lengths:26}"
            f"  {row.links:6.2f}  {row.strangers} ({row.stranger_links} linked)"
        )
    if report.numbers:
        yield ""
        yield "Number rule, sentences and their translations:"
        yield "half  language  pairs  flagged falsely  altered  caught"
        for number in report.numbers:
            yield (
                f"{number.half:5} {number.language:8} {number.pairs:6}  {number.false_flags:15.4f}"
                f"  {number.altered:7}  {number.caught:6.4f}"
            )
    yield from _families(report)
    if report.origins:
        yield from _origins(report.origins)
    if not errors:
        return
    for row in report.reuse:
        for line in row.missed:
            yield f"not found ({row.half}, {row.rework}): {line}"
    for number in report.numbers:
        for line in number.flagged:
            yield f"flagged falsely ({number.half}, {number.language}): {line}"
        for line in number.missed:
            yield f"not caught ({number.half}, {number.language}): {line}"
    for family in report.families:
        for line in family.errors:
            yield f"{family.kind} ({family.half}, {family.language}): {line}"


def _families(report: WeighReport) -> Iterator[str]:
    if report.texts == "news":
        yield ""
        yield "Translation families, a document and its translation against those of all others:"
        if not report.families:
            yield "not measured: no sentence encoder is installed (pip install 'foja[across]')"
            return
        yield "half  language  documents  strangers  wrong  precision  recall  F1      encoder"
    for row in report.families:
        if row.f1 is None:
            scores = f"{'(paraphrases among strangers)':25}"
        else:
            scores = f"{row.precision:9.4f}  {row.recall:6.4f}  {row.f1:6.4f}"
        yield (
            f"{row.half:5} {row.language:8} {row.documents:10} {row.strangers:10} {row.wrong:6}  {scores}"
            f"  {row.encoder}"
        )


def _origins(origins: OriginScores) -> Iterator[str]:
    yield ""
    yield "The sample: which sources rest on one another:"
    yield (
        f"{origins.documents} texts; {origins.families} families as written down, {origins.found} by suggested links"
        f" (error {origins.error}); {origins.right} of {origins.pairs} dependent pairs suggested, {origins.wrong} wrong"
    )
    yield from (f"  {line}" for line in origins.links)
