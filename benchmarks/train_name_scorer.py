"""Training of the scorer of ``foja.resolve.match``: ``python -m benchmarks.train_name_scorer NAMES``.

NAMES as for ``benchmarks.train_names``, which must have run before. Persons are put together at random from groups of
name parts, written once in one script and once in another with what happens to names on the way (respelling, typing
errors, parts dropped, added, cut to an initial, turned round, run together). Nobody's name is used. Pairs of two
persons: what an index of such names finds for the name of another, persons who share words, and persons at random;
without the last a scorer gives strangers .5 to .7. Needs numpy and scikit-learn (here only; foja runs the trees itself).
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from benchmarks.name_bodies import BodyMaker
from benchmarks.name_groups import city_groups, name_groups
from benchmarks.name_respelling import respelled, with_typo
from foja.model.matching import Subject
from foja.model.vocabulary import MentionKind
from foja.resolve.match.alignment import align
from foja.resolve.match.compare import block_of, side_of
from foja.resolve.match.encoder import encoder
from foja.resolve.match.features import BODIES, FALLING, FEATURES, RISING, features
from foja.resolve.match.fold import script
from foja.resolve.match.given import given_names
from foja.resolve.match.index import Index
from foja.resolve.match.units import lexicon, name_of

SEED = 5
DATA = Path(__file__).parents[1] / "src" / "foja" / "resolve" / "match" / "data"
Rows = tuple[np.ndarray, np.ndarray, np.ndarray]
SCRIPTS = {
    "LATIN": 0.34, "ARABIC": 0.22, "CYRILLIC": 0.13, "HEBREW": 0.07, "GREEK": 0.05, "HANGUL": 0.05, "CJK": 0.04,
    "KANA": 0.04, "DEVANAGARI": 0.03, "ARMENIAN": 0.015, "GEORGIAN": 0.015,
}  # fmt: skip
NEAR_POOL, WITHIN = 3000, 3.0
FATHERS, OTHER_FORMS = 0.15, 0.1
COVERED, ACROSS, FAR = FEATURES.index("covered_least"), FEATURES.index("across"), 0.6
WORDS = ((1, 0.03), (2, 0.52), (3, 0.29), (4, 0.12), (5, 0.04))


class Person(NamedTuple):
    """``groups``: numbers of the groups of its words; ``home``: the script of its second name."""

    groups: tuple[int, ...]
    home: str


class Maker:
    """Makes persons out of groups, some words far more frequent than others, as in life."""

    def __init__(self, groups: list[list[str]]) -> None:
        self.random, self.groups = random.Random(SEED), groups
        self.forms = [
            {kind: [word for word in group if script(word) == kind] for kind in {*map(script, group)}}
            for group in groups
        ]
        self.pools: dict[str, list[int]] = {}
        self.vectors: dict[str, np.ndarray] = {}
        self.rank: dict[str, dict[int, int]] = {}
        known = given_names()
        words = list(known.numbers)
        self.other_forms = {
            word: [words[at] for at in np.flatnonzero(known.shared[number]) if at != number]
            for word, number in known.numbers.items()
        }
        common = set(lexicon().common)
        for kind in SCRIPTS:
            pool = [at for at, forms in enumerate(self.forms) if "LATIN" in forms and kind in forms]
            self.random.shuffle(pool)
            # Names that are known to be common come first, and so are drawn most often.
            pool.sort(key=lambda at: not common & set(self.forms[at]["LATIN"]))
            self.pools[kind] = pool
            self.rank[kind] = {group: at for at, group in enumerate(pool)}

    def word(self, home: str) -> int:
        pool = self.pools[home]
        at = (
            int(len(pool) ** self.random.random()) - 1
            if self.random.random() < 0.75
            else self.random.randrange(len(pool))
        )
        return pool[at]

    def person(self) -> Person:
        home = self.random.choices(list(SCRIPTS), list(SCRIPTS.values()))[0]
        number = self.random.choices([size for size, _ in WORDS], [share for _, share in WORDS])[0]
        if home in ("CJK", "HANGUL"):
            number = 2
        return Person(tuple(self.word(home) for _ in range(number)), home)

    def relative(self, person: Person) -> Person:
        """Another person who shares some words, or has words that only sound like them (Hassan and Hussein)."""
        groups = list(person.groups)
        changed = self.random.sample(range(len(groups)), self.random.randint(1, max(1, len(groups) - 1)))
        for at in changed:
            fresh = self.word(person.home)
            if self.random.random() < 0.5:
                fresh = self.near(groups[at], person.home)
            while set(self.groups[fresh]) & set(self.groups[groups[at]]):
                fresh = self.word(person.home)
            groups[at] = fresh
        return Person(tuple(groups), person.home)

    def father(self, person: Person) -> Person:
        """Who bears the rest of a name of three words or more, as fathers do where names are chains."""
        return Person(person.groups[1:], person.home)

    def near(self, group: int, home: str) -> int:
        """One of the frequent words that sound most like a word, among those that share no form with it."""
        pool = self.pools[home][:NEAR_POOL]
        if home not in self.vectors:
            self.vectors[home] = encoder()([self.forms[one]["LATIN"][0] for one in pool])
        forms = set(self.groups[group])
        order = np.argsort(-(self.vectors[home] @ encoder()([self.forms[group]["LATIN"][0]])[0]))[:40]
        others = [pool[at] for at in order.tolist() if not forms & set(self.groups[pool[at]])]
        # The very nearest are often one name on two items of Wikidata.
        return self.random.choice(others[4:] or pool)

    def written(self, person: Person, kind: str, change: float) -> str:
        """The name in one script. ``change``: how much happens to it, 0 to 1."""
        rng = self.random
        words = []
        for group in person.groups:
            forms = self.forms[group].get(kind) or self.forms[group]["LATIN"]
            word = rng.choice(forms) if rng.random() < max(change, 0.3) else forms[0]
            word = with_typo(word, rng, 0.12 * change)
            if kind == "LATIN" and word in self.other_forms and rng.random() < OTHER_FORMS * change:
                words.append(rng.choice(self.other_forms[word] or [word]))
            else:
                words.append(respelled(word, rng, 0.35 * change) if kind == "LATIN" else word)
        if kind in ("CJK", "HANGUL"):
            return "".join(words)
        if len(words) > 2 and rng.random() < 0.25 * change:
            del words[rng.randrange(1, len(words) - 1) if rng.random() < 0.7 else rng.randrange(len(words))]
        if rng.random() < 0.1 * change:
            extra = self.forms[self.word(person.home)]
            words.insert(rng.randint(1, len(words)), rng.choice(extra.get(kind) or extra["LATIN"]))
        if person.home == "ARABIC" and kind == "LATIN" and rng.random() < 0.15:
            words.insert(rng.randint(1, len(words)), rng.choice(("al", "bin", "el", "abu")))
        if len(words) > 1 and rng.random() < 0.08 * change:
            at = rng.randrange(len(words))
            words[at] = words[at][:1]
        if len(words) > 1 and rng.random() < 0.25 * change:
            words = [words[-1], *words[:-1]]
        if len(words) > 1 and rng.random() < 0.06 * change:
            at = rng.randrange(len(words) - 1)
            words[at : at + 2] = [words[at] + words[at + 1]]
        return " ".join(words)

    def namesakes(self, person: Person, among: int = 3000) -> float:
        """The chance that two of ``among`` persons with this name are two, by how often its words are drawn."""
        pool, expected = self.pools[person.home], float(among)
        for group in person.groups:
            rank = self.rank[person.home][group]
            expected *= 0.75 * np.log((rank + 2) / (rank + 1)) / np.log(len(pool)) + 0.25 / len(pool)
        return expected / (1 + expected)

    def alike(self, one: Person, other: Person) -> bool:
        """Whether the shorter name is made of groups that share a form with one of the other's, so that nobody can
        say whether they are one name. Two persons with the very same name are not: they are namesakes."""
        short, long = sorted((one.groups, other.groups), key=len)
        if one.groups == other.groups:
            return False
        return all(any(set(self.groups[a]) & set(self.groups[b]) for b in long) for a in short)


def pairs(maker: Maker, people: int, queries: int, direct: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Features, 1 for one person and 0 for two, and the number of the person whose pairs they are."""
    rng = maker.random
    persons = [maker.person() for _ in range(people)]

    def kind_of(person: Person) -> str:
        return "LATIN" if rng.random() < 0.8 else person.home

    index = Index.build(
        Subject(id=str(at), kind=MentionKind.PERSON, names=(maker.written(person, kind_of(person), 0.3),))
        for at, person in enumerate(persons)
    )
    print("indexed", len(index), flush=True)
    rows, labels, whose = [], [], []

    def add(found: np.ndarray, same: list[bool], person: int) -> None:
        rows.append(found)
        labels.extend(same)
        whose.extend([person] * len(same))

    for at in rng.sample(range(people), queries):
        person = persons[at]
        query = name_of(maker.written(person, person.home, 1.0))
        if not query.words:
            continue
        names, side, block = index.looked_at(query)
        if not len(names):
            continue
        owners = index.owners(names)
        table = features(side, block, align(side, block))
        # The nearest by how much of both names is matched: no scorer is needed to train one.
        order = np.argsort(-(table[:, COVERED] + table[:, COVERED + 1]), kind="stable")[:14]
        own = [row for row, owner in enumerate(owners) if owner == at]
        kept = sorted({*order.tolist(), *range(min(10, len(owners))), *own})
        kept = [row for row in kept if owners[row] == at or not maker.alike(person, persons[owners[row]])]
        add(table[kept], [owners[row] == at for row in kept], at)
    for number in range(direct):
        person = maker.person()
        chance = rng.random()
        other = person if chance < 0.4 else maker.relative(person) if chance < 0.75 else maker.person()
        if person.home == "ARABIC" and len(person.groups) > 2 and rng.random() < FATHERS:
            other = maker.father(person)
        elif other is not person and maker.alike(person, other):
            continue
        ours = maker.written(person, rng.choice((person.home, "LATIN")), 1.0)
        theirs = maker.written(other, "LATIN" if rng.random() < 0.7 else other.home, 1.0)
        block, names = block_of([theirs])
        if not names or not name_of(ours).words:
            continue
        side = side_of(name_of(ours))
        table = best_covered(features(side, block, align(side, block)))
        namesake = rng.random() < maker.namesakes(person)
        # Across scripts only strangers who are far, so that the scorer learns what unrelated names look like. The others
        # taught it to distrust a good alignment across scripts; the pairs found by an index teach that well enough.
        if table[0, ACROSS] and (other is person or table[0, COVERED] >= FAR):
            continue
        add(table, [other is person and not namesake], people + number)
    return np.concatenate(rows), np.array(labels), np.array(whose)


def best_covered(table: np.ndarray) -> np.ndarray:
    """Of the ways to read one name (Chinese letters in three languages) the row in which most of both is matched."""
    return table[[int((table[:, COVERED] + table[:, COVERED + 1]).argmax())]]


def body_pairs(maker: BodyMaker, bodies: int, queries: int, direct: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The same of organisations."""
    rng = maker.random
    held = [maker.body() for _ in range(bodies)]
    # A list has many bodies of one kind and in one place.
    held += [maker.relative(one) for one in held]
    index = Index.build(
        Subject(
            id=str(at), kind=MentionKind.ORGANISATION,
            names=(maker.written(body, "LATIN" if rng.random() < 0.75 else body.home, 0.3),),
        )
        for at, body in enumerate(held)
    )  # fmt: skip
    print("indexed", len(index), flush=True)
    rows, labels, whose = [], [], []
    for at in rng.sample(range(len(held)), queries):
        body = held[at]
        query = name_of(maker.written(body, rng.choice((body.home, "LATIN")), 1.0), organisation=True)
        if not query.words:
            continue
        names, side, block = index.looked_at(query)
        if not len(names):
            continue
        owners = index.owners(names)
        table = features(side, block, align(side, block), organisation=True)
        order = np.argsort(-(table[:, COVERED] + table[:, COVERED + 1]), kind="stable")[:14]
        kept = sorted(
            {*order.tolist(), *range(min(10, len(owners))), *(row for row, one in enumerate(owners) if one == at)}
        )
        kept = [row for row in kept if owners[row] == at or not maker.alike(body, held[owners[row]])]
        rows.append(table[kept])
        labels.extend([owners[row] == at for row in kept])
        whose.extend([at] * len(kept))
    for number in range(direct):
        body, chance = maker.body(), rng.random()
        other = body if chance < 0.4 else maker.relative(body) if chance < 0.75 else maker.body()
        if other is not body and maker.alike(body, other):
            continue
        ours = name_of(maker.written(body, rng.choice((body.home, "LATIN")), 1.0), organisation=True)
        block, names = block_of(
            [maker.written(other, "LATIN" if rng.random() < 0.7 else other.home, 1.0)], organisation=True
        )
        # Of pairs that no index found only strangers who are far: what else there is taught it to distrust good ones.
        if not names or not ours.words or other is body:
            continue
        side = side_of(ours)
        table = best_covered(features(side, block, align(side, block), organisation=True))
        if table[0, COVERED] < FAR:
            rows.append(table)
            labels.append(False)
            whose.append(len(held) + number)
    return np.concatenate(rows), np.array(labels), np.array(whose)


def fit(
    table: np.ndarray,
    labels: np.ndarray,
    whose: np.ndarray,
    out: Path,
    people: int,
    columns: Sequence[str] = FEATURES,
    within: float = WITHIN,
    leaves: int = 12,
) -> dict[str, float]:
    """Fits trees on nine tenths of the parties, writes them to ``out``, gives figures on the rest. Pairs that no index
    found (``whose`` from ``people`` on) count ``within`` times as much within one script, because there are few of
    them beside the others."""
    from sklearn.ensemble import HistGradientBoostingClassifier
    from sklearn.metrics import average_precision_score, log_loss

    kept_back = whose % 10 == 0
    rules = [1 if name in RISING else -1 if name in FALLING else 0 for name in columns]
    model = HistGradientBoostingClassifier(
        max_iter=100, learning_rate=0.1, max_leaf_nodes=leaves, max_depth=5 if leaves > 6 else 3, l2_regularization=1.0, min_samples_leaf=60,
        monotonic_cst=rules, random_state=SEED, early_stopping=False,
    )  # fmt: skip
    weight = np.where((whose >= people) & (table[:, ACROSS] == 0), within, 1.0)
    model.fit(table[~kept_back], labels[~kept_back], sample_weight=weight[~kept_back])
    grown = [tree[0].nodes for tree in model._predictors]
    width = max(len(nodes) for nodes in grown)
    shape = (len(grown), width)
    parts = {"feature": np.zeros(shape, np.int16), "bound": np.zeros(shape, np.float32), "left": np.zeros(shape, np.int16),
             "right": np.zeros(shape, np.int16), "value": np.zeros(shape, np.float32)}  # fmt: skip
    for at, nodes in enumerate(grown):
        size = len(nodes)
        leaf, own = nodes["is_leaf"].astype(bool), np.arange(size)
        parts["feature"][at, :size] = np.where(leaf, 0, nodes["feature_idx"])
        parts["bound"][at, :size] = np.where(leaf, 0, nodes["num_threshold"])
        parts["left"][at, :size] = np.where(leaf, own, nodes["left"])
        parts["right"][at, :size] = np.where(leaf, own, nodes["right"])
        parts["value"][at, :size] = nodes["value"]
    depth = max(int(nodes["depth"].max()) for nodes in grown)
    out.parent.mkdir(parents=True, exist_ok=True)
    np.savez(out, base=np.array(float(model._baseline_prediction.ravel()[0])), depth=np.array(depth), **parts)
    chance = model.predict_proba(table[kept_back])[:, 1]
    return {
        "pairs": len(labels), "same": int(labels.sum()), "average_precision": round(average_precision_score(labels[kept_back], chance), 4),
        "log_loss": round(log_loss(labels[kept_back], chance), 4),
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", type=Path)
    parser.add_argument("--people", type=int, default=40_000)
    parser.add_argument("--queries", type=int, default=2_500)
    parser.add_argument("--direct", type=int, default=14_000)
    parser.add_argument("--bodies", type=int, default=6_000)
    parser.add_argument("--body-queries", type=int, default=1_800)
    parser.add_argument(
        "--rows", type=Path, help="keep the features of the pairs in this folder, or take them from there"
    )
    parser.add_argument("--out", type=Path, default=DATA)
    given = parser.parse_args()
    groups = name_groups(given.names)
    made = {
        "persons": lambda: pairs(
            Maker([group for group in groups if any(word.isascii() for word in group)]),
            given.people, given.queries, given.direct,
        ),
        "bodies": lambda: body_pairs(
            BodyMaker(groups + city_groups(), SEED), given.bodies, given.body_queries, given.direct * 2 // 7
        ),
    }  # fmt: skip
    sizes = {"persons": (given.people, FEATURES, WITHIN, 12), "bodies": (2 * given.bodies, BODIES, 1.0, 6)}
    for kind, (known, columns, within, leaves) in sizes.items():
        table, labels, whose = _rows(made[kind], given.rows / f"{kind}.npz" if given.rows else None)
        print(kind, fit(table, labels, whose, given.out / f"{kind}.npz", known, columns, within, leaves))


def _rows(made: Callable[[], Rows], kept: Path | None) -> Rows:
    if kept and kept.is_file():
        with np.load(kept) as held:
            return held["table"], held["labels"], held["whose"]
    rows = made()
    if kept:
        kept.parent.mkdir(parents=True, exist_ok=True)
        np.savez(kept, table=rows[0], labels=rows[1], whose=rows[2])
    return rows


if __name__ == "__main__":
    main()
