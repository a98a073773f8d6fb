"""Pairs that are proposed: the same whether names are looked up at once or in pieces, by one process or by several."""

from __future__ import annotations

import pytest

from foja.model.matching import Subject
from foja.model.vocabulary import MentionKind
from foja.resolve.match import proposals as module
from foja.resolve.match.index import Index
from foja.resolve.match.proposals import joined, piece, proposals
from foja.resolve.match.units import lexicon

KINDS = (MentionKind.PERSON, MentionKind.PERSON, MentionKind.UNKNOWN, MentionKind.ORGANISATION, MentionKind.PLACE)


def subjects() -> list[Subject]:
    """Every name twice, the second time with a letter doubled and the words turned round; some with a birth year."""
    words = [word for word in lexicon().common if word.isascii()][:60]
    written = [f"{one} {other}an".title() for one, other in zip(words, words[7:], strict=False)]
    turned = [" ".join(reversed(name.replace("a", "aa", 1).split())) for name in written]
    names = [*written, *turned, "London", "Londres", "", "Mr", "X. Y.", "محسن ربانی", "Mohsen Rabbani"]
    return [
        Subject(id=f"{at:03}", kind=KINDS[at % len(KINDS)], names=(name,), born=("1961",) if at % 7 == 0 else ())
        for at, name in enumerate(names)
    ]


@pytest.mark.parametrize("together", [1, 16])
def test_pieces_joined_are_the_whole(together: int, monkeypatch: pytest.MonkeyPatch) -> None:
    everybody = subjects()
    index = Index.build(everybody)
    whole = list(proposals(everybody, index))
    assert len(whole) > 20
    monkeypatch.setattr(module, "TOGETHER", together)
    pieces = [everybody[at : at + together] for at in range(0, len(everybody), together)]
    saved = index.save()
    assert list(joined(piece(saved, some) for some in pieces)) == list(proposals(everybody, index)) == whole


def test_a_pair_is_proposed_once() -> None:
    everybody = subjects()
    pairs = [(one.first, one.second) for one in proposals(everybody, Index.build(everybody))]
    assert len(pairs) == len(set(pairs)) and all(first < second for first, second in pairs)
