"""Measuring the weighing: reuse, and the number rule. With a folder of parallel sentences, on real news too."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from foja.evaluate.numbers import NumberScores, score_numbers
from foja.evaluate.parallel import Parallel, load
from foja.evaluate.planted import CASES, RATES, ReuseScores, invented, score_reuse
from foja.model.record import Record

HALVES = ("dev", "test")
"""Rules are tuned on the first alone."""


class WeighReport(Record, frozen=True):
    """``texts``: what passages were planted in: ``invented`` words, or ``news`` of the folder."""

    texts: str
    reuse: tuple[ReuseScores, ...]
    numbers: tuple[NumberScores, ...] = ()


def evaluate(folder: Path | None) -> WeighReport:
    """Measures on ``folder``, or without one on what foja can make itself. The same figures each time."""
    if folder is None:
        return WeighReport(
            texts="invented",
            reuse=tuple(
                score_reuse(invented(2 * CASES, seed), rework, half, (1,))
                for half, seed in (("dev", 4), ("test", 5))
                for rework in RATES
            ),
        )
    parallel = load(folder)
    return WeighReport(
        texts="news",
        reuse=tuple(score_reuse(articles(parallel, half), rework, half) for half in HALVES for rework in RATES),
        numbers=tuple(row for half in HALVES for row in score_numbers(parallel, half)),
    )


def articles(parallel: Parallel, half: str, language: str = "en") -> list[str]:
    """The documents of one half, each as one text."""
    whole: dict[str, list[str]] = {}
    for i in parallel.half(half):
        whole.setdefault(parallel.documents[i], []).append(parallel.sentences[language][i])
    return [" ".join(lines) for lines in whole.values()]


def lines(report: WeighReport, errors: bool) -> Iterator[str]:
    """The report for people."""
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
