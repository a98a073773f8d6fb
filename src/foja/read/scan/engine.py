"""The engine and its models on this machine: what is there, and what to install where it is not.

Tesseract comes in the wheel of ``tesserocr`` (extra ``foja[ocr]``), its models from the operating system. They are
looked for in ``TESSDATA_PREFIX``, and in nothing else where that is set; otherwise in the usual places.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from foja.model.errors import Gap
from foja.model.text import Model
from foja.model.vocabulary import OutcomeState
from foja.read.scan.languages import OSD, by_code, languages
from foja.read.scan.records import ScanSetting

_PLACES = (
    "/usr/share/tesseract-ocr/5/tessdata",  # Debian, Ubuntu
    "/usr/share/tesseract-ocr/4.00/tessdata",
    "/usr/share/tessdata",  # Fedora, Arch, openSUSE, Alpine
    "/usr/share/tesseract/tessdata",
    "/usr/local/share/tessdata",  # macOS (Homebrew on Intel), FreeBSD, built from source
    "/opt/homebrew/share/tessdata",  # macOS (Homebrew)
    "/opt/local/share/tessdata",  # macOS (MacPorts)
    r"C:\Program Files\Tesseract-OCR\tessdata",
    r"C:\Program Files (x86)\Tesseract-OCR\tessdata",
)


class Installed(NamedTuple):
    """``version`` of Tesseract; empty where there is none. ``folders``: of each model by its name."""

    version: str
    models: tuple[Model, ...]
    folders: Mapping[str, str]


def installed() -> Installed:
    """What this machine has. The models are read for their digests: some 10 to 30 MB."""
    found: dict[str, Path] = {}
    for folder in places():
        for name in (OSD, *(one.code for one in languages())):
            file = folder / f"{name}.traineddata"
            if name not in found and file.is_file():
                found[name] = file
    models = tuple(Model(name=name, sha256=_digest(found[name])) for name in sorted(found))
    return Installed(_version(), models, {name: str(file.parent) for name, file in sorted(found.items())})


def _digest(file: Path) -> str:
    status = file.stat()
    return _digest_of(file, status.st_size, status.st_mtime_ns)


@lru_cache(maxsize=256)
def _digest_of(file: Path, size: int, changed: int) -> str:
    """Read once for each state of the file: builds ask often."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def places() -> list[Path]:
    """Folders in which models may lie, in the order in which they are looked through."""
    given = os.environ.get("TESSDATA_PREFIX", "")
    if given:
        return [Path(given), Path(given) / "tessdata"]
    local = os.environ.get("LOCALAPPDATA", "")
    usual = [Path(place) for place in _PLACES]
    return [*usual, Path(local) / "Programs" / "Tesseract-OCR" / "tessdata"] if local else usual


def _version() -> str:
    try:
        import tesserocr
    except ImportError:  # not installed, or its libraries do not fit this machine
        return ""
    return str(tesserocr.tesseract_version()).split()[1]


def how_to_install(models: Iterable[str], *, engine: bool) -> str:
    """What a person does to get these models, and the engine where ``engine``, on this operating system."""
    steps = ["pip install tesserocr"] if engine else []
    names = list(models)
    if names:
        if sys.platform == "darwin":
            steps.append("brew install tesseract-lang")
        elif sys.platform == "win32":
            steps.append(
                "install Tesseract from https://github.com/UB-Mannheim/tesseract/wiki, with the language data of "
                + ", ".join(named(name) for name in names)
            )
        else:
            packages = " ".join(f"tesseract-ocr-{name.replace('_', '-')}" for name in names)
            steps.append(f"sudo apt-get install {packages} (or what your system calls these models)")
    return f"Install it: {'; then '.join(steps)}. Then build the case again."


def named(model: str) -> str:
    """The name of a model for people."""
    language = by_code(model)
    return language.name if language else "script and orientation" if model == OSD else model


def check_engine(setting: ScanSetting) -> None:
    """Raises ``Gap("scan")`` that says what to install, where text cannot be recognised on this machine."""
    names = {model.name for model in setting.models}
    wanted = [OSD] if OSD not in names else []
    if not names - {OSD}:
        wanted += ["spa", "eng"]
    if setting.engine and not wanted:
        return
    lacking = [] if setting.engine else ["the program that recognises text (Tesseract) is not installed"]
    if wanted:
        what = ", ".join(named(name) for name in wanted)
        lacking.append(f"the recognition models are not installed ({what})")
    raise Gap(
        OutcomeState.SCAN.value,
        f"It holds pictures of pages, and {' and '.join(lacking)}.",
        next=how_to_install(wanted, engine=not setting.engine),
    )
