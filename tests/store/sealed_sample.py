"""A small case with a memo that is to be sealed or erased, and ways to look for it in the bytes of a folder."""

from __future__ import annotations

import unicodedata
from pathlib import Path

from foja.case import Case
from foja.model.event import Actor
from foja.model.vocabulary import Sensitivity
from store.test_second_person import sign

WHO = Actor(name="Custodian")
NAME = "Zuleika Quispe"
SHARED = (
    "The inspectors of the province counted forty sealed crates in the eastern yard on the morning of 2 May 1994. "
    "A clerk of the railway said that the crates had been loaded on a train that left for the coast the same night."
)
WORDS = f"The foreman {NAME} said that the warehouse of the Río Seco mill was emptied on 3 May 1994. {SHARED}"
NEWS = "The newspaper of the valley reported that the mill was sold in June 1994."
ORDER = {"authority": "Federal Court 9", "order": "17/2026"}


def spellings(text: str) -> list[bytes]:
    """The bytes in which a text can stand in a file."""
    forms = {
        unicodedata.normalize(form, one) for form in ("NFC", "NFD") for one in (text, text.casefold(), text.upper())
    }
    return [form.encode(code) for form in forms for code in ("utf-8", "utf-16-le", "utf-16-be")]


def found(folder: Path, text: str) -> list[str]:
    """The files in a folder in which a text stands."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [path.name for path in files if any(one in path.read_bytes() for one in spellings(text))]


def public(keys: Path, *names: str) -> list[str]:
    return [(keys / f"{name}.pub").read_text().strip() for name in names]


def memo(case: Case) -> str:
    rows = case.sources(limit=1000).items
    return next((r.sha256 for r in rows if "mill" in r.name), "") or next(r.sha256 for r in rows if r.state == "sealed")


def findings(case: Case) -> list[str]:
    return [finding.code for finding in case.verify().findings]


def lower(case: Case, sha: str, keys: Path, folder: Path, **more: object) -> None:
    pair = sign(case.label_request([sha], Sensitivity.INTERNAL), keys / "s", folder)
    case.classify([sha], Sensitivity.INTERNAL, signed=pair, actor=WHO, why="The order was lifted", **more)  # type: ignore[arg-type]


def erase(
    case: Case, keys: Path, folder: Path, sources: list[str], fields: list[tuple[int, str]] | None = None
) -> None:
    _, text = case.erasure(sources, fields or [], **ORDER)
    pair = sign(text, keys / "s", folder, "foja.erase")
    case.erase(sources, fields or [], **ORDER, signed=pair, actor=WHO, why="Ordered")
