"""Scoring against hand-marked statements."""

from __future__ import annotations

import pytest

from extract.documents import extract
from foja.extract.evaluate import GoldLink, GoldRow, overlap, resolve, score

TEXT = "The court found that the attack was planned abroad. Iran denied that it had helped. The court met in Rome."


def _row(quote: str, speaker: str, modality: str, **more: object) -> GoldRow:
    chain = (GoldLink(kind="page"), GoldLink(kind="speaker", name=speaker)) if speaker else (GoldLink(kind="page"),)
    return GoldRow(id=quote[:8], source="t", quote=quote, chain=chain, modality=modality, lang="en", **more)  # type: ignore[arg-type]


def test_scores() -> None:
    rows = [
        _row("the attack was planned abroad", "The Court", "found", status="found"),
        _row("it had helped", "Tehran", "denied", status="denied"),
        _row("Nobody", "", "asserted"),
    ]
    gold = resolve(rows[:2], {"t": TEXT})
    all_, english = score(gold, {"t": extract(TEXT).statements})
    assert ("all", "en") == (all_.language, english.language)
    assert (2, 3, 2) == (all_.gold, all_.predicted, all_.matched)
    assert (2 / 3, 1.0, 0.8) == (all_.precision, all_.recall, pytest.approx(all_.f1))
    assert {
        "speaker": 0.5,
        "modality": 1.0,
        "polarity": 1.0,
        "status": 1.0,
        "presupposed": 1.0,
        "dates": 1.0,
    } == all_.agreement
    assert ["speaker", "extra"] == [m.kind for m in all_.misses]
    with pytest.raises(ValueError, match="does not stand"):
        resolve(rows[2:], {"t": TEXT})


def test_occurrences_count_from_one() -> None:
    (span,) = resolve([GoldRow(id="a", source="t", quote="The court", occurrence=2)], {"t": TEXT})
    assert TEXT.rindex("The court") == span.start


def test_overlap() -> None:
    assert 0.0 == overlap((0, 2), (2, 4))
    assert 0.5 == overlap((0, 2), (0, 4))


def test_nothing_predicted() -> None:
    (all_, _) = score(resolve([_row("it had helped", "Iran", "denied")], {"t": TEXT}), {})
    assert (0, 0.0, 0.0, 0.0) == (all_.matched, all_.precision, all_.recall, all_.f1)
