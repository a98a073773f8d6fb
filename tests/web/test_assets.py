"""The pinned third-party files, and our own."""

from __future__ import annotations

import importlib.util
import io
import re
import sys
import tarfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ASSETS = ROOT / "src" / "foja" / "web" / "assets"


@pytest.fixture(scope="module")
def assets():
    spec = importlib.util.spec_from_file_location("foja_assets", ROOT / "scripts" / "assets.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["foja_assets"] = module
    spec.loader.exec_module(module)
    return module


def test_every_pin_is_whole(assets):
    pins = assets.pins(sections=frozenset({"web", "dev"}))
    assert len({(pin.section, pin.to) for pin in pins}) == len(pins)
    for pin in pins:
        assert re.fullmatch(r"[0-9a-f]{64}", pin.sha256)
        assert re.fullmatch(r"\d+\.\d+\.\d+", pin.version)
        assert ".." not in pin.to and not pin.to.startswith("/")


def test_the_licence_of_every_package_comes_along(assets):
    pins = assets.pins(sections=frozenset({"web", "dev"}))
    for package in {pin.package for pin in pins}:
        assert any("LICENSES/" in pin.to for pin in pins if pin.package == package)


def test_what_only_tests_use_stays_apart(assets):
    package = assets.TARGETS["web"]
    assert all(pin.section == "web" for pin in assets.pins())
    assert not assets.TARGETS["dev"].is_relative_to(ROOT / "src")
    assert package == ASSETS / "vendor"


def test_no_registry_and_no_other_host_is_named(assets):
    for path in [
        ROOT / "scripts" / "assets.py",
        ROOT / "scripts" / "assets.toml",
        ROOT / "hatch_build.py",
        *ASSETS.glob("*.*"),
    ]:
        text = path.read_text("utf-8").replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"https?://|registry\.|\bunpkg|jsdelivr", text), path.name


def pack(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return buffer.getvalue()


def fetching(assets, monkeypatch, tmp_path, content: bytes):
    tarball = tmp_path / "a.tgz"
    tarball.write_bytes(pack({"package/dist/a.js": content, "package/../../evil": b"x"}))
    monkeypatch.setattr(assets, "_npm", lambda folder: ["npm"])
    monkeypatch.setattr(assets, "_pack", lambda npm, package, version, folder: tarball)
    pin = assets.Pin(
        "a", "1.0.0", "web", "dist/a.js", "a.js", "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"
    )
    return [pin], {"web": tmp_path / "vendor"}


def test_a_file_that_matches_its_pin_is_written(assets, monkeypatch, tmp_path):
    pins, targets = fetching(assets, monkeypatch, tmp_path, b"hello")
    assets.fetch(pins, targets)
    assert [path.name for path in targets["web"].rglob("*")] == ["a.js"]
    assert assets.wanting(pins, targets) == []


def test_a_file_that_differs_from_its_pin_is_not(assets, monkeypatch, tmp_path):
    pins, targets = fetching(assets, monkeypatch, tmp_path, b"hullo")
    with pytest.raises(assets.AssetError, match="expected 2cf24dba"):
        assets.fetch(pins, targets)
    assert not targets["web"].exists()


def test_every_asset_that_a_page_names_is_there(client):
    names = set(re.findall(r'(?:src|href)="(/assets/[^"]+)"', client.get("/").text))
    assert "/assets/foja.css" in names
    for name in names:
        if "/vendor/" not in name:
            assert client.get(name).status_code == 200, name


def test_modules_are_served_as_scripts(client):
    assert client.get("/assets/foja.js").headers["content-type"].startswith("text/javascript")
    assert client.get("/assets/../app.py").status_code == 404
