"""Makes what the encoder has learned again: python scripts/train_encoder.py --trees FOLDER [--text FILE].

Needs torch and the extra ``across-more``. FOLDER holds files of Universal Dependencies (xx_*.conllu.xz), FILE further
sentences, one a line, "en<TAB>sentence"; neither is shipped, see docs/explanation/encoder.md. First large teachers
learn all twelve layers of the base, then a student of six layers learns from the sentences and from what the teachers
think of all the material (Hinton et al. 2015), as low-rank changes. Minutes on a graphics card, hours on two cores;
another machine gives other numbers in the last digits, and so not the same file.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch.nn import functional

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src")]

import ud_lessons  # noqa: E402
from encoder_lessons import UNKNOWN, Lesson, Word, lesson, own, trees, written  # noqa: E402
from encoder_torch import Network  # noqa: E402

from foja.evaluate.sentences import digest_of, load  # noqa: E402
from foja.extract.annotated import Annotated  # noqa: E402
from foja.extract.encoder import base as bases  # noqa: E402
from foja.extract.encoder.gold import sentences  # noqa: E402
from foja.extract.encoder.labels import LABELS  # noqa: E402
from foja.extract.encoder.pieces import Cutter  # noqa: E402
from foja.extract.rules.lexicon import lexicon  # noqa: E402

FOLDER = ROOT / "examples" / "sentences" / "annotated"
LICENCE = (
    "CC BY-SA 4.0; from sentences of foja contributors (CC BY 4.0), Universal Dependencies (CC BY-SA 4.0 and 3.0) and "
    "Wikinews (CC BY 2.5), see docs/explanation/encoder.md; base: multilingual-e5-small (MIT)"
)
MASK = 250001  # the piece that stands for a hidden one
TEACHERS = (
    {"seed": 0, "rate": 3e-4, "silver": 0.4, "syntax": True},
    {"seed": 1, "rate": 3e-4, "silver": 0.4, "syntax": True},
    {"seed": 2, "rate": 3e-4, "silver": 0.4, "syntax": False},
    {"seed": 3, "rate": 1.5e-4, "silver": 0.2, "syntax": True},
)
STUDENT = {"seed": 15, "rate": 2e-3, "silver": 0.4, "syntax": True}
RANK = 32
_SYNTAX = 0.1  # weight of the heads for syntax
_HEAD_RATE = 2e-3
_NOISE = 0.06  # share of pieces that are hidden
_BUDGET = 6144  # pieces of one step, filled up


def plain(file: Path, cutter: Cutter) -> Iterator[Lesson]:
    """Sentences without labels, for the student."""
    for line in file.read_text("utf-8").splitlines():
        language, _, text = line.partition("\t")
        for s in sentences(text, language):
            made = lesson([Word(*pair) for pair in written(s)], cutter, language)
            made.own, made.weak, made.inner = False, True, [UNKNOWN] * len(made.first)
            yield made


def filled(rows: Sequence[Sequence[int]], fill: int) -> torch.Tensor:
    """Rows of different length as one tensor."""
    out = np.full((len(rows), max(map(len, rows))), fill, np.int64)
    for at, row in enumerate(rows):
        out[at, : len(row)] = row
    return torch.from_numpy(out)


def batches(
    material: Sequence[Lesson],
    place: dict[int, int],
    device: str,
    thought: list[Any] | None,
    draw: random.Random | None,
) -> list[dict[str, Any]]:
    """Sentences of about the same length together. ``place``: the row of a piece. ``thought``: what teachers think."""
    order = sorted(range(len(material)), key=lambda at: len(material[at].pieces) + (draw.random() * 4 if draw else 0))
    groups: list[list[int]] = [[]]
    longest = 0
    for at in order:
        longest = max(longest, len(material[at].pieces) + 2)
        if groups[-1] and longest * (len(groups[-1]) + 1) > _BUDGET:
            groups.append([])
            longest = len(material[at].pieces) + 2
        groups[-1].append(at)
    out = []
    for group in groups:
        part = [material[at] for at in group]
        batch: dict[str, Any] = {
            "pieces": filled([[place[n] for n in (0, *one.pieces, 2)] for one in part], 1),
            "lengths": torch.tensor([len(one.pieces) + 2 for one in part]),
            "first": filled([[at + 1 for at in one.first] for one in part], 0),
            "tokens": torch.tensor([len(one.first) for one in part]),
            "outer": filled([[UNKNOWN] * len(one.outer) if one.weak else one.outer for one in part], UNKNOWN),
            "inner": filled([one.inner for one in part], UNKNOWN),
            "own": torch.tensor([one.own for one in part]),
        }
        for name in ("pos", "relation", "head"):
            batch[name] = filled([getattr(one, name) or [UNKNOWN] * len(one.first) for one in part], UNKNOWN)
        if thought is not None:
            wide = np.zeros((len(part), batch["first"].shape[1], 2, len(LABELS)), np.float16)
            for row, at in enumerate(group):
                wide[row, : len(thought[at])] = thought[at]
            batch["thought"] = torch.from_numpy(wide)
        out.append({name: value.to(device) for name, value in batch.items()} | {"which": group})
    return out


def loss_of(network: Network, x: torch.Tensor, batch: dict[str, Any], silver: float) -> torch.Tensor:
    """Labels of our sentences count fully; those of trees by ``silver`` for a teacher and not at all for a student, who
    learns from the teachers there."""
    scores = network.labels(functional.dropout(x, 0.1, network.training))
    real = torch.arange(x.shape[1], device=x.device)[None] < batch["tokens"][:, None]
    told = "thought" in batch
    total = torch.zeros((), device=x.device)
    if told:
        far = -(batch["thought"].float() * functional.log_softmax(scores, -1)).sum(-1)
        total = total + (far * real[..., None]).sum() / real.sum() / 1.5
    for layer, (name, share) in enumerate((("outer", 1.0), ("inner", 0.7))):
        weight = torch.where(batch["own"], 1.0, 0.0 if told else silver)[:, None] * (batch[name] != UNKNOWN)
        wrong = functional.cross_entropy(scores[:, :, layer].flatten(0, 1), batch[name].flatten(), reduction="none")
        wrong = (wrong.view(weight.shape) * weight).sum() / weight.sum().clamp(min=1)
        total = total + wrong * share * (0.5 if told else 1.0)
    if network.syntax:
        total = total + _SYNTAX * network.syntax_loss(x, batch, real)
    return total


def train(
    base: bases.Base, material: Sequence[Lesson], place: dict[int, int], layers: int, rank: int, epochs: int,
    options: dict[str, Any], device: str, thought: list[Any] | None = None,
) -> Network:  # fmt: skip
    """One network."""
    torch.manual_seed(options["seed"])
    draw = random.Random(options["seed"])  # noqa: S311
    syntax = (len(ud_lessons.UPOS), len(ud_lessons.RELATIONS)) if options["syntax"] else (0, 0)
    network = Network(base, list(place), layers, rank, 0.1 if thought is None else 0.05, syntax).to(device)
    steps = batches(material, place, device, thought, draw)
    heads = ("head", "pos", "relation", "above", "below")
    groups: list[list[Any]] = [[], []]
    for name, one in network.named_parameters():
        if one.requires_grad:
            groups[name.split(".")[0] in heads].append(one)
    rates = (options["rate"], _HEAD_RATE)
    optimiser = torch.optim.AdamW([{"params": one, "lr": rate} for one, rate in zip(groups, rates, strict=True)])
    done, total = 0, epochs * len(steps)
    for epoch in range(epochs):
        draw.shuffle(steps)
        network.train()
        for batch in steps:
            share = done / total
            scale = min(1, share / 0.06) * max(0.02, min(1, (1 - share) / 0.94))
            for group, rate in zip(optimiser.param_groups, rates, strict=True):
                group["lr"] = rate * scale
            hidden = torch.rand(batch["pieces"].shape, device=device) < _NOISE
            pieces = torch.where(hidden & (batch["pieces"] > 3), place[MASK], batch["pieces"])
            with torch.autocast(device.split(":")[0], dtype=torch.bfloat16, enabled=device != "cpu"):
                x = network(pieces, batch["lengths"], batch["first"])
            loss = loss_of(network, x.float(), batch, options["silver"])
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_([*groups[0], *groups[1]], 1.0)
            optimiser.step()
            done += 1
        print(f"{layers} layers, seed {options['seed']}, epoch {epoch + 1}: loss {loss.item():.3f}", flush=True)
    return network


@torch.no_grad()
def thoughts(network: Network, material: Sequence[Lesson], place: dict[int, int], device: str) -> list[Any]:
    """What a network thinks of each sentence: probabilities (tokens, 2, labels)."""
    network.eval()
    out: list[Any] = [None] * len(material)
    for batch in batches(material, place, device, None, None):
        x = network(batch["pieces"], batch["lengths"], batch["first"]).float()
        likely = torch.softmax(network.labels(x), -1).cpu().numpy()
        for row, at in enumerate(batch["which"]):
            out[at] = likely[row, : len(material[at].first)]
    return out


def forces(rows: Sequence[Annotated]) -> dict[str, str]:
    """The force that was annotated most often for a word of a cue that no lexicon has."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        lex = lexicon(row.language)
        for one in row.attributions:
            if one.cue is None:
                continue
            for word in row.text[one.cue.start : one.cue.end].lower().split():
                if word not in lex.ordinary and len(word) > 3:
                    counts[word][one.modality.value] += 1
    return {word: min(c, key=lambda force: (-c[force], force)) for word, c in sorted(counts.items())}


def main() -> None:
    """Learns and writes the two files."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--trees", type=Path, required=True)
    parser.add_argument("--text", type=Path)
    parser.add_argument("--out", type=Path, default=ROOT / "src" / "foja" / "extract" / "encoder")
    parser.add_argument("--epochs", type=int, nargs=2, default=(9, 10), help="of the teachers, of the student")
    parser.add_argument("--teachers", type=int, default=len(TEACHERS))
    parser.add_argument("--layers", type=int, nargs=2, default=(12, 6), help="of the teachers, of the student")
    parser.add_argument("--sample", type=int, default=1, help="every how many sentences are used, for a trial")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    options = parser.parse_args()
    base = bases.load(bases.find())
    cutter = Cutter(base)
    rows = [row for row in load(FOLDER) if row.part == "train"]
    material = [*own(rows, cutter), *trees(sorted(options.trees.glob("[a-z][a-z]_*.xz")), cutter)]
    material += plain(options.text, cutter) if options.text else ()
    material = [one for one in material if len(one.first) > 2][:: options.sample]
    place = {n: at for at, n in enumerate(sorted({0, 1, 2, 3, MASK, *(n for one in material for n in one.pieces)}))}
    print(
        f"{len(material)} sentences, {sum(one.own for one in material)} from our own, {len(place)} pieces", flush=True
    )
    thought: list[Any] | None = None
    for teacher in TEACHERS[: options.teachers]:
        one = train(base, material, place, options.layers[0], 0, options.epochs[0], teacher, options.device)
        more = thoughts(one, material, place, options.device)
        share = 1 / len(TEACHERS[: options.teachers])
        thought = [share * b if thought is None else thought[at] + share * b for at, b in enumerate(more)]
    student = train(base, material, place, options.layers[1], RANK, options.epochs[1], STUDENT, options.device, thought)
    np.savez_compressed(options.out / "learned.npz", **student.learned())
    about = {
        "base": bases.DIGEST, "sentences": digest_of(FOLDER), "texts": len(rows), "layers": options.layers[1],
        "rank": RANK, "licence": LICENCE, "forces": forces(rows),
    }  # fmt: skip
    (options.out / "learned.json").write_text(
        json.dumps(about, ensure_ascii=False, indent=0, sort_keys=True) + "\n", encoding="utf-8"
    )


if __name__ == "__main__":
    main()
