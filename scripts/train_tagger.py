"""Trains the tagger on the train part of the annotated sentences: python scripts/train_tagger.py [--out FILE].

One core, less than a minute. The same sentences give the same file, byte for byte. With ``--ud`` sentences of Universal
Dependencies are used beside them; the shipped file uses none.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src")]

import ud_lessons  # noqa: E402

from foja.evaluate.sentences import digest_of, load  # noqa: E402
from foja.extract.annotated import Annotated  # noqa: E402
from foja.extract.rules.lexicon import lexicon  # noqa: E402
from foja.extract.tagger.gold import lessons  # noqa: E402
from foja.extract.tagger.learn import Lesson, learn  # noqa: E402
from foja.extract.tagger.model import pack  # noqa: E402
from foja.extract.tagger.signs import signs  # noqa: E402

FOLDER = ROOT / "examples" / "sentences" / "annotated"


def prepare(rows: list[Annotated]) -> list[Lesson]:
    """Signs and labels of every sentence and of every content that holds another attribution."""
    return [(signs(toks, s.lex, s.heading), want) for row in rows for s, toks, want in lessons(row)]


def forces(rows: list[Annotated]) -> dict[str, str]:
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
    """Trains and writes the file."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", type=Path, default=ROOT / "src" / "foja" / "extract" / "tagger" / "tagger.bin")
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--least", type=int, default=2)
    parser.add_argument(
        "--ud", type=Path, nargs="*", default=[], help="files of Universal Dependencies, xx_*.conllu.xz"
    )
    parser.add_argument("--own", type=int, default=1, help="how often our own sentences stand in the material")
    options = parser.parse_args()
    rows = [row for row in load(FOLDER) if row.part == "train"]
    material = prepare(rows) * options.own
    for file in options.ud:
        language = file.name[:2]
        lex = lexicon(language)
        more = [(signs(toks, lex, s.heading), want) for s, toks, want in ud_lessons.lessons(file, lex, language)]
        print(
            f"{file.name}: {len(more)} sentences, {sum(any(want) for _, want in more)} with an attribution", flush=True
        )
        material += more
    model = learn(
        material, options.epochs, options.least, tell=lambda n, wrong: print(f"epoch {n}: {wrong} labels wrong")
    )
    model.forces = forces(rows)
    data = pack(model, {"sentences": digest_of(FOLDER), "texts": len(rows), "epochs": options.epochs})
    options.out.write_bytes(data)
    print(f"{len(rows)} texts, {len(model.weights)} signs, {len(data)} bytes: {options.out}")


if __name__ == "__main__":
    main()
