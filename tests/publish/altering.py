"""Ways to alter a bundle as somebody would who may write to every file, manifests included."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path


def plain(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()


def cover_up(bundle: Path, tags: bool = True) -> None:
    """Make the manifests fit what is there, as whoever alters a bundle would. ``tags``: bag-info.txt too."""
    names = [path.relative_to(bundle).as_posix() for path in sorted(bundle.rglob("*")) if plain(path)]
    sizes = [(bundle / n).stat().st_size for n in names if n.startswith("data/")]
    info = f"Bag-Software-Agent: foja\nPayload-Oxum: {sum(sizes)}.{len(sizes)}\n"
    if tags:
        (bundle / "bag-info.txt").write_text(info)
    for kind in ("", "tag"):
        for algorithm in ("sha256", "sha512"):
            manifest = f"{kind}manifest-{algorithm}.txt"
            if (bundle / manifest).exists():
                listed = [n for n in names if n.startswith("data/") == (kind == "") and not n.startswith("tagmanifest")]
                lines = [f"{hashlib.new(algorithm, (bundle / n).read_bytes()).hexdigest()}  {n}\n" for n in listed]
                (bundle / manifest).write_text("".join(lines))


def edit(bundle: Path, seq: int, change: Callable[[dict[str, object]], object]) -> None:
    path = bundle / "data" / "ledger" / "events.jsonl"
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    change(lines[seq])
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines))
