"""Batches for the word encoder: pairs of forms of one group beside groups that sound like it.

All of it is tensors, so that a batch is drawn where it is used, on a processor or on a GPU.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import partial
from multiprocessing import Pool

import numpy as np
import torch
from torch import Tensor

from benchmarks.name_respelling import respelled
from foja.resolve.match.edit import readings
from foja.resolve.match.encoder import FIRST, LAST, UNSEEN
from foja.resolve.match.fold import script

WIDTH = 20
"""Letters with both marks; the few longer words are cut, which the encoder itself does at 24."""
VARIANTS = 8
"""Respellings of each word in Latin letters that are drawn once, beside the word itself."""
_MOST_FORMS, _MOST_KEYS = 32, 48
_ACROSS, _RESPELLED, _TYPO = 0.75, 0.4, 0.15
_OFFSETS = 10
_RESPELLABLE, _AT_ONCE = 4, 8192


class Batch:
    """``ours``, ``theirs`` (B, 20): letters of a pair each; ``same`` (B, B): pairs of groups that are one, or may be
    one because they share a form, or a form that is read alike. They do not count as different."""

    def __init__(self, ours: Tensor, theirs: Tensor, same: Tensor) -> None:
        self.ours, self.theirs, self.same = ours, theirs, same


class Groups:
    """G groups as tensors. ``letters`` (W, 1 + VARIANTS, 20): each word and its respellings; ``forms`` (G, 32): words of
    each group, -1 for none; ``kinds`` (G, 32): their scripts; ``keys`` (G, 48): what two groups that may be one share."""

    def __init__(
        self, groups: Sequence[Sequence[str]], weights: np.ndarray, alphabet: dict[str, int], device: str, seed: int
    ) -> None:
        self.device, rng = device, random.Random(seed)
        words = sorted({word for group in groups for word in group})
        number = {word: at for at, word in enumerate(words)}
        kinds = [script(word) for word in words]
        kind_of = {kind: at for at, kind in enumerate(sorted(set(kinds)))}
        parts = [words[at : at + _AT_ONCE] for at in range(0, len(words), _AT_ONCE)]
        with Pool() as pool:
            made = pool.map(partial(_prepared, alphabet, seed), parts, chunksize=1)
        self.letters = torch.from_numpy(np.concatenate([letters for letters, _ in made])).to(device)
        read = [keys for _, held in made for keys in held]
        forms = np.full((len(groups), _MOST_FORMS), -1, np.int64)
        keys = np.full((len(groups), _MOST_KEYS), -1, np.int64)
        key_of: dict[str, int] = {}
        for at, group in enumerate(groups):
            some = list(group) if len(group) <= _MOST_FORMS else rng.sample(list(group), _MOST_FORMS)
            forms[at, : len(some)] = [number[word] for word in some]
            held = list(dict.fromkeys([*some, *(key for word in some for key in read[number[word]])]))[:_MOST_KEYS]
            keys[at, : len(held)] = [key_of.setdefault(key, len(key_of)) for key in held]
        self.forms = torch.from_numpy(forms).to(device)
        self.keys = torch.from_numpy(keys).to(device)
        kind = torch.tensor([kind_of[one] for one in kinds], device=device)
        self.kinds = torch.where(self.forms >= 0, kind[self.forms.clamp(min=0)], -1)
        # A script is drawn first and then one of its forms, so that twenty Latin spellings do not drown one Arabic one.
        alike = (self.kinds[:, :, None] == self.kinds[:, None, :]).sum(2)
        self.chance = torch.where(self.forms >= 0, 1.0 / alike, 0.0)
        self.chances = torch.tensor(np.cumsum(weights / weights.sum()), dtype=torch.float64, device=device)
        self.near: Tensor | None = None

    def draw(self, size: int, share: float) -> Batch:
        """``size`` pairs, of which the groups of a ``share`` are among the nearest to another of the batch."""
        drawn = torch.rand(size, dtype=torch.float64, device=self.device)
        chosen = torch.searchsorted(self.chances, drawn).clamp(max=len(self.forms) - 1)
        if self.near is not None and share > 0:
            followers = int(size * share)
            heads = chosen[torch.randint(size - followers, (followers,), device=self.device)]
            place = torch.randint(self.near.shape[1], (followers,), device=self.device)
            chosen = torch.cat([chosen[: size - followers], self.near[heads, place]])
        chance, kinds, forms = self.chance[chosen], self.kinds[chosen], self.forms[chosen]
        one = _pick(chance)
        own = kinds.gather(1, one)
        across = torch.rand((size, 1), device=self.device) < _ACROSS
        other_kind = chance * (kinds != own)
        same_kind = chance * (kinds == own)
        same_kind = same_kind.scatter(1, one, 0)
        wanted = torch.where(across & (other_kind.sum(1, keepdim=True) > 0), other_kind, same_kind)
        none = wanted.sum(1, keepdim=True) == 0
        two = torch.where(none, one, _pick(wanted))
        pair = [self._written(forms.gather(1, at).squeeze(1)) for at in (one, two)]
        return Batch(pair[0], pair[1], self._same(chosen))

    def some_form(self) -> Tensor:
        """(G, 20) letters of one form of each group, drawn."""
        return self.letters[self.forms.gather(1, _pick(self.chance)).squeeze(1), 0].long()

    def _written(self, words: Tensor) -> Tensor:
        variant = torch.randint(1, 1 + VARIANTS, words.shape, device=self.device)
        variant *= torch.rand(words.shape, device=self.device) < _RESPELLED
        return with_typos(self.letters[words, variant].long(), _TYPO)

    def _same(self, chosen: Tensor) -> Tensor:
        size = len(chosen)
        keys = self.keys[chosen]
        row = torch.arange(size, device=self.device)[:, None].expand_as(keys).reshape(-1)
        keys, order = keys.reshape(-1).sort()
        row = row[order]
        flat = torch.zeros(size * size + 1, dtype=torch.bool, device=self.device)
        for offset in range(1, _OFFSETS + 1):
            first, second = row[:-offset], row[offset:]
            match = (keys[:-offset] == keys[offset:]) & (keys[offset:] >= 0)
            for left, right in ((first, second), (second, first)):
                flat[torch.where(match, left * size + right, size * size)] = True
        same = flat[:-1].view(size, size)
        return same | (chosen[:, None] == chosen[None, :])


def with_typos(letters: Tensor, chance: float) -> Tensor:
    """(N, 20) letters, in a ``chance`` of the words of four letters and more one dropped, swapped, changed or doubled."""
    count, device = len(letters), letters.device
    size = (letters > 0).sum(1) - 2
    at = 1 + (torch.rand(count, device=device) * size).long().clamp(min=0)
    place = torch.arange(WIDTH, device=device)[None, :].expand(count, -1)
    after = place - at[:, None]
    kind = torch.rand(count, device=device)
    kind = torch.where((size >= 4) & (torch.rand(count, device=device) < chance), kind, 2.0)[:, None]
    step = torch.where((kind < 0.3) & (after >= 0), 1, 0)
    swap = (kind >= 0.3) & (kind < 0.5) & (at[:, None] < size[:, None])
    step = torch.where(swap & (after == 0), 1, torch.where(swap & (after == 1), -1, step))
    step = torch.where((kind >= 0.75) & (kind < 1) & (size[:, None] < WIDTH - 2) & (after > 0), -1, step)
    moved = torch.nn.functional.pad(letters, (0, 1)).gather(1, place + step)
    other = letters.gather(1, (1 + (torch.rand(count, device=device) * size).long().clamp(min=0))[:, None])
    changed = (kind >= 0.5) & (kind < 0.75) & (after == 0)
    return torch.where(changed, other, moved)


def rows(words: Sequence[str], alphabet: dict[str, int]) -> np.ndarray:
    """(N, 20) letters of words between two marks, 0 after them."""
    out = np.zeros((len(words), WIDTH), np.int16)
    for at, word in enumerate(words):
        ids = [FIRST, *(alphabet.get(char, UNSEEN) for char in word[: WIDTH - 2]), LAST]
        out[at, : len(ids)] = ids
    return out


def _prepared(alphabet: dict[str, int], seed: int, words: list[str]) -> tuple[np.ndarray, list[list[str]]]:
    """(W, 1 + VARIANTS, 20) letters of words and of respellings of them, and how each word may be read."""
    rng = random.Random(f"{seed} {words[0]}")
    letters = np.zeros((len(words), 1 + VARIANTS, WIDTH), np.int16)
    keys = []
    for at, word in enumerate(words):
        latin = word.isascii() and len(word) >= _RESPELLABLE
        forms = [word, *(respelled(word, rng, 1.0) for _ in range(VARIANTS))] if latin else [word]
        letters[at] = rows(forms, alphabet) if latin else rows(forms, alphabet)[:1]
        keys.append([f"/{one}" for one in readings(word)[:2]] if latin else [])
    return letters, keys


def _pick(chance: Tensor) -> Tensor:
    """(N, 1) a column of each row, by its chance."""
    noise = -torch.log(-torch.log(torch.rand_like(chance).clamp(1e-9, 1 - 1e-7)))
    return (chance.log() + noise).argmax(1, keepdim=True)
