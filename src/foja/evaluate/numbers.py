"""Measuring the number rule: sentences with their translations, and the same with one digit changed.

A pair is *flagged falsely* when the rule says that a sentence and its translation have numbers at odds. An altered
number is *caught* when it says so after one digit of one number of the English sentence (no clock time, and ten or
more) was replaced.
"""

from __future__ import annotations

import random

from foja.evaluate.parallel import Parallel
from foja.model.record import Record
from foja.text.quantities import LEAST, Quantity, quantities
from foja.text.quantity_match import compare

TRIES = 3
"""Alterations of each sentence."""


class NumberScores(Record, frozen=True):
    """``pairs`` with a number in the English sentence; ``false_flags``: share of them at odds; ``altered`` pairs;
    ``caught``: share of them at odds. ``missed`` and ``flagged``: the pairs concerned, for reading."""

    language: str
    half: str
    pairs: int
    false_flags: float
    altered: int
    caught: float
    flagged: tuple[str, ...] = ()
    missed: tuple[str, ...] = ()


def score_numbers(parallel: Parallel, half: str) -> list[NumberScores]:
    """One row for each language beside English."""
    chosen = parallel.half(half)
    english = parallel.sentences["en"]
    known = {i: quantities(english[i]) for i in chosen}
    return [
        _score(parallel, half, language, [i for i in chosen if any(not one.soft for one in known[i])], known)
        for language in parallel.sentences
        if language != "en"
    ]


def _score(
    parallel: Parallel, half: str, language: str, chosen: list[int], known: dict[int, list[Quantity]]
) -> NumberScores:
    english, theirs = parallel.sentences["en"], parallel.sentences[language]
    flagged, missed, tries = [], [], 0
    for i in chosen:
        other = quantities(theirs[i])
        if compare(known[i], other).at_odds:
            flagged.append(f"{i + 1}: {english[i]} | {theirs[i]}")
        for number in range(TRIES):
            changed = altered(english[i], known[i], i * TRIES + number)
            if changed is None:
                break
            tries += 1
            if not compare(quantities(changed), other).at_odds:
                missed.append(f"{i + 1}: {changed} | {theirs[i]}")
    return NumberScores(
        language=language,
        half=half,
        pairs=len(chosen),
        false_flags=round(len(flagged) / len(chosen), 4) if chosen else 0.0,
        altered=tries,
        caught=round(1 - len(missed) / tries, 4) if tries else 0.0,
        flagged=tuple(flagged),
        missed=tuple(missed),
    )


def altered(sentence: str, found: list[Quantity], seed: int) -> str | None:
    """The sentence with one digit of one number replaced; None where it has no number written in digits."""
    chance = random.Random(seed)  # noqa: S311 (the same choice each time is what is wanted)
    numbers = [
        one
        for one in found
        if one.dimension != "clock"
        and max(one.bare) >= LEAST
        and any(c.isdigit() for c in sentence[one.start : one.end])
    ]
    if not numbers:
        return None
    one = chance.choice(numbers)
    places = [at for at in range(one.start, one.end) if sentence[at].isdigit()]
    at = chance.choice(places)
    barred = {sentence[at], "0"} if at == places[0] else {sentence[at]}
    digit = chance.choice([c for c in "0123456789" if c not in barred])
    return sentence[:at] + digit + sentence[at + 1 :]
