"""Checks the annotated sentences and counts them: python scripts/check_sentences.py [FOLDER]."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1] / "src")]

from foja.evaluate.sentences import load  # noqa: E402
from foja.model.errors import FojaError  # noqa: E402

FOLDER = Path(__file__).parents[1] / "examples" / "sentences" / "annotated"


def main() -> int:
    """Prints texts and marks by language; 1 when a line cannot be read."""
    try:
        rows = load(Path(sys.argv[1]) if sys.argv[1:] else FOLDER)
    except FojaError as error:
        print(error)
        return 1
    for language in sorted({row.language for row in rows}):
        mine = [row for row in rows if row.language == language]
        parts = Counter(row.part for row in mine)
        forces = Counter(one.modality.value for row in mine for one in row.attributions)
        print(
            f"{language}: {len(mine)} texts (train {parts['train']}, dev {parts['dev']}, test {parts['test']}), "
            f"{sum(len(row.attributions) for row in mine)} attributions, "
            f"{sum(len(row.own) for row in mine)} statements of the page; "
            + ", ".join(f"{force} {count}" for force, count in forces.most_common())
        )
    print(f"all: {len(rows)} texts")
    return 0


if __name__ == "__main__":
    sys.exit(main())
