"""Words to pieces of words: the most probable way to cut each (unigram model, Kudo 2018), as in the base. Pure.

Each token of foja is cut by itself, so that labels fall on tokens; a space before it is part of its first piece.
"""

from __future__ import annotations

from foja.extract.encoder.base import Base

MOST = 50_000
"""Words whose pieces are kept; a full table is emptied."""
_SPACE = "▁"


class Cutter:
    """Cuts words by the pieces of a base."""

    def __init__(self, base: Base) -> None:
        self._base = base
        self._longest = max(map(len, base.pieces))
        self._worst = min(base.scores) - 10
        self._kept: dict[tuple[str, bool], tuple[int, ...]] = {}

    def cut(self, word: str, spaced: bool) -> tuple[int, ...]:
        """The numbers of the pieces of a word; at least one. ``spaced``: whether a space stands before it."""
        found = self._kept.get((word, spaced))
        if found is None:
            if len(self._kept) >= MOST:
                self._kept.clear()
            found = self._kept[word, spaced] = self._best(word, spaced)
        return found

    def _best(self, word: str, spaced: bool) -> tuple[int, ...]:
        characters = self._base.characters
        text = "".join(characters.get(char, char) for char in word).replace(" ", _SPACE)
        text = (_SPACE if spaced else "") + text
        pieces, scores, unknown = self._base.pieces, self._base.scores, self._base.unknown
        raw = [char.encode("utf-8", "replace") for char in text]
        best: list[tuple[float, int, int]] = [(0.0, 0, unknown)]
        best += [(float("-inf"), 0, unknown)] * len(raw)
        for start in range(len(raw)):
            reached, piece = best[start][0], b""
            if reached + self._worst > best[start + 1][0]:
                best[start + 1] = (reached + self._worst, start, unknown)
            for end in range(start, len(raw)):
                piece += raw[end]
                if len(piece) > self._longest:
                    break
                number = pieces.get(piece)
                if number is not None and reached + scores[number] > best[end + 1][0]:
                    best[end + 1] = (reached + scores[number], start, number)
        out: list[int] = []
        at = len(raw)
        while at:
            _, at, number = best[at]
            out.append(number)
        return tuple(reversed(out)) or (unknown,)
