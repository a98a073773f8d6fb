"""Reads the same files in other surroundings, and compares all that comes out, byte for byte.

    python -m benchmarks.repeatable FOLDER... [--count 320]

The files are taken evenly from those under the folders, in order of their paths. They are read twice, each time
in a process of its own with another hash seed, locale and time zone, and in another order. Every record of every
file must be the same. Exit code 1 where one is not.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from foja.model.errors import Gap
from foja.model.record import digest, encode
from foja.model.source import Original
from foja.read.limits import Limits
from foja.read.stage import READ

SURROUNDINGS = (
    {"PYTHONHASHSEED": "0", "LC_ALL": "C.UTF-8", "TZ": "UTC"},
    {"PYTHONHASHSEED": "4711", "LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8", "TZ": "Asia/Tehran"},
)


def files_of(folders: list[str], count: int) -> list[str]:
    """At most ``count`` files, spread evenly over all of them."""
    found = sorted(str(path) for folder in folders for path in Path(folder).rglob("*") if path.is_file())
    step = max(1.0, len(found) / count)
    return [found[int(place * step)] for place in range(min(count, len(found)))]


def read(path: str) -> str:
    """The digest of all records that come of a file, or the gap."""
    content = Path(path).read_bytes()
    try:
        return digest(
            b"".join(map(encode, READ.run(Original(digest(content), Path(path).name, content), setting=Limits())))
        )
    except Gap as gap:
        return f"gap {gap.code}: {gap.what}"


def main(arguments: list[str]) -> int:
    if arguments[:1] == ["--child"]:
        paths = json.load(sys.stdin)
        print(json.dumps({path: read(path) for path in paths}))
        return 0
    count = int(arguments[arguments.index("--count") + 1]) if "--count" in arguments else 320
    paths = files_of([one for one in arguments if one != "--count" and not one.isdecimal()], count)
    found = []
    for number, surroundings in enumerate(SURROUNDINGS):
        order = paths if number % 2 == 0 else paths[::-1]
        start = time.monotonic()
        child = subprocess.run(
            [sys.executable, "-m", "benchmarks.repeatable", "--child"],
            input=json.dumps(order), env={**os.environ, **surroundings}, capture_output=True, text=True, check=True,
        )  # fmt: skip
        found.append(json.loads(child.stdout))
        print(f"{surroundings}: {time.monotonic() - start:.0f} s", flush=True)
    apart = [path for path in paths if len({one[path] for one in found}) > 1]
    gaps = Counter(found[0][path].split(":")[0] for path in paths if found[0][path].startswith("gap"))
    print(f"{len(paths) - len(apart)} of {len(paths)} files are read to the same bytes; of them gaps: {dict(gaps)}")
    print("\n".join(apart))
    return 1 if apart else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
