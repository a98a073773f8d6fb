"""The making of a case folder, so that a stop at any place leaves no case, or a whole one.

    1  the folder, and an empty ledger that bears the name of the case
    2  the key, outside of the folder: one that is kept is never replaced
    3  ``foja.toml``
    4  the first event, which names the key

Each is durable before the next begins. Until the last one is done there is no case, and it can be made again.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from foja.model.errors import UsageError
from foja.model.event import Act, Actor
from foja.preserve.disk import DRAFT, make_folder, replace_file, sweep_drafts
from foja.preserve.keys import key_path, load_key, new_key
from foja.preserve.ledger import Ledger
from foja.preserve.probe import PROBE, check_place

SETTINGS = "foja.toml"
_LEDGER = tuple(f"ledger.db{end}" for end in ("", "-shm", "-wal"))
_NAMELESS = "?"
"""Stands for the name of a ledger that was not made yet; no ledger is called so."""


def begin(path: Path, title: str, origin: str, actor: Actor) -> tuple[str, ...]:
    """Makes a new case folder. Returns what the place does without, each in words.

    Raises UsageError ``case-exists``, ``folder-not-empty``, ``key-exists``, Refusal ``place-unfit``.
    """
    before = begun(path)
    if (path / SETTINGS).exists() and not before:
        raise UsageError(
            "case-exists",
            f"{path} already holds a case.",
            where=str(path),
            next=f"Add sources to it with: foja add {path} FILE_OR_FOLDER",
        )
    if path.exists() and any(path.iterdir()) and not before:
        raise UsageError(
            "folder-not-empty",
            f"{path} is not empty and is not a case: a case needs a folder of its own.",
            where=str(path),
            next="Name a folder that does not exist yet. To read a folder of sources, use: foja open FOLDER",
        )
    make_folder(path)
    _clear(path)
    weak = check_place(path).weak
    (path / "vault").mkdir(exist_ok=True)
    if before != origin:
        for name in _LEDGER:
            (path / name).unlink(missing_ok=True)  # of no event
        Ledger.create(path / "ledger.db", origin).close()
    pair = load_key(origin) if before == origin and key_path(origin).exists() else new_key(origin)
    named = {"title": title, "origin": origin, "verifier": str(pair.verifier)}
    text = "# A foja case. Keep this file with the folder; the signing key is kept elsewhere.\n[case]\n"
    text += "".join(f"{name} = {json.dumps(value, ensure_ascii=False)}\n" for name, value in named.items())
    replace_file(path / SETTINGS, f"{text}format = 1\n".encode())
    with Ledger.open(path / "ledger.db", write=True) as ledger:
        ledger.append([Act(kind="case.created", body=named, actor=actor, why="New case")])  # pins the first key
    return weak


def begun(path: Path) -> str:
    """The name of the ledger in a folder where the making of a case was stopped before its first event, ``?`` where
    there was no ledger yet; empty for every other folder."""
    names = {entry.name for entry in path.iterdir()} if path.is_dir() else set()
    made = {name for name in names if not _left(name)}
    if not names or made - {"vault", SETTINGS, *_LEDGER} or any((path / "vault").glob("*")):
        return ""
    if "ledger.db" not in made:
        return "" if SETTINGS in made else _NAMELESS
    with Ledger.open(path / "ledger.db", write=True) as ledger:  # it may have to undo what a stop left half done
        return "" if ledger.size else ledger.origin


def _left(name: str) -> bool:
    """Whether a name is of what a stopped write or a stopped probe leaves."""
    return bool(DRAFT.fullmatch(name) or PROBE.fullmatch(name))


def _clear(path: Path) -> None:
    """Remove what was left by a making that was stopped."""
    for entry in path.iterdir():
        if PROBE.fullmatch(entry.name):
            shutil.rmtree(entry)
    sweep_drafts(path)
