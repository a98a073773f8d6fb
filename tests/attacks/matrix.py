"""The table of attacks: what is done, and which tool says so. ``python tests/attacks/matrix.py`` writes the page.

Peers run by an interpreter that has them: this one, or the one named by ``FOJA_PEERS``. A peer that is nowhere is
left out of the table, with the reason.
"""

from __future__ import annotations

import functools
import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
if __name__ == "__main__":
    sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "src")]

from attacks import on_peers, ours  # noqa: E402
from foja.preserve.finding import KINDS  # noqa: E402
from foja.preserve.keys import load_key  # noqa: E402
from foja.preserve.verify import verify_case  # noqa: E402
from foja.publish.offline import verify as offline  # noqa: E402
from preserve.sample import ORIGIN  # noqa: E402

PAGE = ROOT / "docs" / "explanation" / "attacks.md"
PEERS = ("bagit", "ocfl-py", "wacz")
BEGIN, END = "<!-- made by tests/attacks/matrix.py -->\n", "<!-- end -->\n"

ROWS = {
    "nothing": "nothing (must pass)",
    "flip": "a bit of a file flipped",
    "remove": "a file removed",
    "extra.": "a file added, `evil.pdf`",
    "extra": "a file added, `evil`",
    "extra listed": "a file added under a fitting name, every list of files made to fit",
    "link": "a link to a file added",
    "link folder": "a link to a folder added",
    "case twin": "a twin of a name in another case",
    "unicode twin": "a twin of a name in other letters that look the same",
    "remove listed": "a file removed, with its line in every list; all digests recomputed",
    "back-dated": "every date set to 1999; all digests recomputed",
    "dated": "an event dated 1999 put at the end by the keeper, signed with the real key",
    "described": "the title changed; all digests recomputed",
    "stripped": "signature, checkpoint or digest file removed",
    "rewritten": "the history made anew by its keeper, signed with the real key",
    "rolled back": "an older copy, whole in itself, in the place of the newer one",
    "forked": "two histories of one length, both signed with the real key",
    "halted": "killed in the middle, then run again (must be whole)",
    "key swapped": "another key put in, everything signed with it",
    "planted": "a trigger planted in the database",
}
"""What is done, by name; the order of the table."""

ALONE = "foja, bundle, no key, no receipt"
OURS = ("foja, case folder", "foja, bundle", ALONE)

WHOLE = ("nothing", "halted")
"""Rows where the right answer is that all is well."""


class Answer(NamedTuple):
    """``right``: whether the tool said what is so; None where there is no such attack. ``said``: code or words."""

    right: bool | None
    said: str


def on_ours(folder: Path) -> dict[str, dict[str, Answer]]:
    """Column to attack to answer, for a case folder and for a bundle.

    The verifier has what a careful one has: the key as they were told it, and the receipts that others kept. The
    last column shows what the bundle says without them.
    """
    built, older, receipts = ours.build(folder / "built")
    key = str(load_key(ORIGIN).verifier)
    found: dict[str, dict[str, Answer]] = {name: {} for name in OURS}
    for number, attack in enumerate(ROWS):
        case = ours.attacked_case(built, older, attack, folder / f"c{number}" / "case")
        found["foja, case folder"][attack] = _exit(verify_case(case, [receipts], key=key).exit_code, attack)
        if attack not in ours.BUNDLE and attack not in ours.FROM_CASE:
            found["foja, bundle"][attack] = found[ALONE][attack] = Answer(None, "a bundle holds no database")
            continue
        bundle = ours.attacked_bundle(built, older, attack, folder / f"b{number}" / "bundle")
        code = offline.verdict(offline.examine(str(bundle), key, [str(receipts)])[0])
        found["foja, bundle"][attack] = _exit(code, attack)
        found[ALONE][attack] = _exit(offline.verdict(offline.examine(str(bundle))[0]), attack)
    return found


def _exit(code: int, attack: str) -> Answer:
    return Answer((code == 0) == (attack in WHOLE), f"{code} {KINDS[code][0]}" if code else "0")


@functools.cache
def interpreter(tool: str) -> tuple[str, str]:
    """The Python that has a peer, and the version of the peer; empty and the reason when there is none."""
    for python in filter(None, (sys.executable, os.environ.get("FOJA_PEERS"))):
        done = peer(python, tool, "probe")
        if done.returncode == 0:
            return python, done.stdout.strip()
    return "", f"{tool} is not installed here (pip install {tool}; FOJA_PEERS names another Python that has it)"


def peer(python: str, tool: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    script = str(Path(__file__).with_name("peers.py"))
    return subprocess.run([python, "-W", "ignore", script, tool, *arguments], capture_output=True, text=True)


def on_peer(tool: str, folder: Path) -> dict[str, Answer]:
    """Attack to answer of a peer. All packages are made first, so that the tool starts once."""
    python, _ = interpreter(tool)
    source = folder / "source"
    source.mkdir(parents=True)
    for name in ("first.txt", "second.txt", "third.bin"):
        (source / name).write_bytes(name.encode() * 40)
    whole = folder / ("whole.wacz" if tool == "wacz" else "whole")
    made = peer(python, tool, "make", str(source), str(whole))
    assert whole.exists(), made.stderr
    found: dict[str, Answer] = {}
    packages: dict[str, Path] = {}
    for number, attack in enumerate(ROWS):
        change = on_peers.ATTACKS[tool].get(attack, "")
        if attack == "halted":
            found[attack] = _halted(python, tool, source, folder / "halted")
        elif isinstance(change, str):
            found[attack] = Answer(None, change or on_peers.ABSENT)
        else:
            packages[attack] = _attacked(tool, whole, folder / f"p{number}", change)
    done = peer(python, tool, "check", *map(str, packages.values()))
    said = json.loads(done.stdout.splitlines()[-1])
    for attack, words in zip(packages, said, strict=True):
        found[attack] = Answer((words == "") == (attack in WHOLE), "valid" if words == "" else "not valid")
    return {attack: found[attack] for attack in ROWS}


def _attacked(tool: str, whole: Path, to: Path, change: Callable[[Path], object]) -> Path:
    if tool != "wacz":
        shutil.copytree(whole, to, symlinks=True)
        change(to)
        return to
    with zipfile.ZipFile(whole) as archive:
        archive.extractall(to)
    change(to)
    out = to.with_suffix(".wacz")
    with zipfile.ZipFile(out, "w") as archive:
        for path in sorted(to.rglob("*")):
            if path.is_file():
                archive.write(path, path.relative_to(to).as_posix())
    return out


def _halted(python: str, tool: str, source: Path, to: Path) -> Answer:
    """Killed in the middle of making, run again, checked: valid and with the same payload, or refused by itself."""
    done = peer(python, tool, "halt", str(source), str(to))
    if done.returncode != 9:
        return Answer(None, on_peers.ABSENT)
    again = peer(python, tool, "again", str(source), str(to))
    if again.returncode:
        return Answer(True, "refuses to go on")
    if "whole" in again.stdout:
        return Answer(True, "valid")
    said = json.loads(peer(python, tool, "check", str(to)).stdout.splitlines()[-1])[0]
    return Answer(said != "", "valid, a package inside a package" if said == "" else "not valid")


def columns(folder: Path) -> dict[str, dict[str, Answer]]:
    """Every column that can be filled here."""
    found = on_ours(folder / "ours")
    for tool in PEERS:
        if interpreter(tool)[0]:
            found[f"{tool} {interpreter(tool)[1]}"] = on_peer(tool, folder / tool)
    return found


def table(found: dict[str, dict[str, Answer]]) -> str:
    """The table, in Markdown."""
    lines = [f"| what is done | {' | '.join(found)} |", "|---|" + "---|" * len(found)]
    for attack, words in ROWS.items():
        cells = []
        for answers in found.values():
            right, said = answers[attack]
            cells.append(f"– {said}" if right is None else f"{'✔' if right else '✘'} {said}")
        lines.append(f"| {words} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        os.environ["FOJA_HOME"] = ""
        made = table(columns(Path(name)))
    for tool in PEERS:
        if not interpreter(tool)[0]:
            print(f"left out: {interpreter(tool)[1]}", file=sys.stderr)
    print(made)
    page = PAGE.read_text("utf-8")
    before, rest = page.split(BEGIN)
    PAGE.write_text(before + BEGIN + made + END + rest.split(END)[1], encoding="utf-8")


if __name__ == "__main__":
    main()
