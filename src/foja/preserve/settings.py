"""What ``foja.toml`` says to the keeping of a case: its key, its witnesses, where receipts go.

[case]
verifier = "name+id+key"

[receipts]
folder = "/media/stick/receipts"      # besides the one of this machine

[[witness]]
name = "A court"
url = "https://witness.example.org"
key = "witness.example.org/w+id+key"

[[recipient]]                         # for whom sources are sealed (foja protect)
name = "Registry of the court"
key = "age1..."
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from foja.model.errors import FojaError, UsageError
from foja.model.record import Record
from foja.preserve.checkpoint import receipt_mark, receipts_in
from foja.preserve.cosign import Cosigner, parse_cosigner
from foja.preserve.disk import read_plain, replace_file
from foja.preserve.keys import home

FILE = "foja.toml"


class NamedWitness(Record, frozen=True):
    """A witness that the case asks. Being named here proves nothing: whoever checks brings keys of their own."""

    name: str
    url: str
    key: Cosigner


def read_settings(case: Path) -> dict[str, Any]:
    """The whole of ``foja.toml``. Raises UsageError ``settings-malformed``."""
    path = case / FILE
    try:
        return tomllib.loads(read_plain(path).decode())
    except (OSError, ValueError, RecursionError) as error:
        raise _malformed(path, f"it cannot be read ({error})") from error


def verifier_of(case: Path) -> str:
    """The key that ``foja.toml`` names, empty when it names none. Raises UsageError ``settings-malformed``."""
    table = read_settings(case).get("case")
    found = table.get("verifier") if isinstance(table, dict) else None
    return found if isinstance(found, str) else ""


def witnesses_of(case: Path) -> list[NamedWitness]:
    """The witnesses that the case asks. Raises UsageError ``settings-malformed``."""
    given = read_settings(case).get("witness", [])
    found: list[NamedWitness] = []
    if not isinstance(given, list):
        raise _malformed(case / FILE, "witnesses are given as [[witness]], with two brackets")
    for table in given:
        values = [table.get(name) for name in ("name", "url", "key")] if isinstance(table, dict) else []
        texts = [value for value in values if isinstance(value, str) and value]
        if len(texts) != 3:
            raise _malformed(case / FILE, "each [[witness]] needs name, url and key")
        name, url, key = texts
        if not re.fullmatch(r"https?://[^\s?#]+", url):
            raise _malformed(case / FILE, f"{url!r} is not the address of a witness")
        try:
            found.append(NamedWitness(name=name, url=url.rstrip("/"), key=parse_cosigner(key)))
        except FojaError as error:
            raise _malformed(case / FILE, error.what) from error
    return found


def recipients_of(case: Path) -> list[tuple[str, str]]:
    """For whom the case seals: name and public key. Raises UsageError ``settings-malformed``."""
    given = read_settings(case).get("recipient", [])
    tables = given if isinstance(given, list) else [given]
    found = [(t.get("name"), t.get("key")) if isinstance(t, dict) else (None, None) for t in tables]
    if any(not isinstance(value, str) or not value for pair in found for value in pair):
        raise _malformed(case / FILE, "each [[recipient]] needs name and key")
    return [(str(name), str(key)) for name, key in found]


def receipt_folders(case: Path) -> list[Path]:
    """Where copies of checkpoints go: the folder of this machine, and the one that the case names, if it names one.

    The folder of this machine is always one of them: whoever exchanges the case folder exchanges its settings too.
    Raises UsageError ``settings-malformed`` or ``receipts-inside-case``.
    """
    folders = [home() / "receipts"]
    table = read_settings(case).get("receipts", {})
    named = table.get("folder", "") if isinstance(table, dict) else None
    if not isinstance(named, str):
        raise _malformed(case / FILE, "[receipts] folder is not a text")
    if named:
        folder = Path(named).expanduser()
        folder = folder if folder.is_absolute() else case / folder
        if folder.resolve() == case.resolve() or case.resolve() in folder.resolve().parents:
            raise UsageError(
                "receipts-inside-case",
                "Receipts must lie outside of the case: whoever alters the folder would alter them too.",
                where=str(folder),
                next=f"Name another folder under [receipts] in {FILE}.",
            )
        folders += [folder] if folder not in folders else []
    return folders


def receipts_here(case: Path, origin: str, given: Sequence[Path] = ()) -> list[Path]:
    """The receipts of a case that are kept on this machine, in the folders above, without those that are ``given``
    (files or folders) already."""
    try:
        here = home() / "receipts"
    except RuntimeError:  # a user without a home
        return []
    try:
        folders = receipt_folders(case)
    except FojaError:
        folders = [here]
    named = {path.resolve() for path in given}
    found = [path for folder in folders for path in receipts_in(folder, receipt_mark(origin))]
    return [path for path in found if not {path.resolve(), *path.resolve().parents} & named] if named else found


def with_verifier(case: Path, verifier: str) -> bytes:
    """``foja.toml`` with another key of the case and all else as it was. Raises UsageError ``settings-malformed``."""
    path = case / FILE
    before = read_settings(case)
    lines, table, done = path.read_text(encoding="utf-8").splitlines(keepends=True), "", 0
    for at, line in enumerate(lines):
        table = line.split("#")[0].strip() if line.lstrip().startswith("[") else table
        if table == "[case]" and re.match(r"\s*verifier\s*=", line):
            end = "\n" if line.endswith("\n") else ""
            lines[at] = f"verifier = {json.dumps(verifier, ensure_ascii=False)}{end}"
            done += 1
    data = "".join(lines)
    try:
        after = tomllib.loads(data)
        before["case"]["verifier"] = verifier
        if done != 1 or after != before:
            raise ValueError("the line with the key of the case was not found under [case]")
    except (ValueError, KeyError, TypeError) as error:
        raise _malformed(path, str(error)) from error
    return data.encode()


def replace_verifier(case: Path, verifier: str) -> None:
    """Name another key of the case in ``foja.toml``, all or nothing."""
    replace_file(case / FILE, with_verifier(case, verifier))


def _malformed(path: Path, what: str) -> UsageError:
    return UsageError(
        "settings-malformed",
        f"{path.name} does not say what is needed: {what}.",
        where=str(path),
        next="Put it right by hand, or restore the file from a copy; the ledger is not touched.",
    )
