"""The same attacks on packages of other tools: BagIt (bagit), OCFL (ocfl-py), WACZ (wacz).

A text instead of a function says why the attack cannot be made there.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

ABSENT = "nothing of the kind there"
UNSIGNED = "nothing is signed"
CYRILLIC_O = "\N{CYRILLIC SMALL LETTER O}"


def put(path: Path, data: bytes = b"evil") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def link_out(path: Path, folder: bool) -> None:
    outside = path.parents[2] / "outside"
    put(outside / "evil.txt")
    path.symlink_to(outside if folder else outside / "evil.txt")


# -- BagIt


def bag_fit(bag: Path) -> None:
    """All manifests made to fit what is there."""
    payload = [path for path in sorted((bag / "data").rglob("*")) if path.is_file()]
    info = (bag / "bag-info.txt").read_text().splitlines()
    oxum = f"Payload-Oxum: {sum(path.stat().st_size for path in payload)}.{len(payload)}"
    (bag / "bag-info.txt").write_text("".join((oxum if li.startswith("Payload-Oxum") else li) + "\n" for li in info))
    _manifest(bag, bag / "manifest-sha256.txt", payload)
    tags = [bag / name for name in ("bag-info.txt", "bagit.txt", "manifest-sha256.txt")]
    _manifest(bag, bag / "tagmanifest-sha256.txt", tags)


def _manifest(bag: Path, manifest: Path, files: list[Path]) -> None:
    lines = (f"{hashlib.sha256(path.read_bytes()).hexdigest()} {path.relative_to(bag).as_posix()}\n" for path in files)
    manifest.write_text("".join(lines))


def bag_then_fit(change: Callable[[Path], object]) -> Callable[[Path], None]:
    def both(bag: Path) -> None:
        change(bag)
        bag_fit(bag)

    return both


def _info(old: str, new: str) -> Callable[[Path], None]:
    def change(bag: Path) -> None:
        path = bag / "bag-info.txt"
        assert old in path.read_text()
        path.write_text(path.read_text().replace(old, new))

    return bag_then_fit(change)


BAG: dict[str, Callable[[Path], object] | str] = {
    "nothing": lambda b: None,
    "flip": lambda b: flip(b / "data/first.txt"),
    "remove": lambda b: (b / "data/second.txt").unlink(),
    "extra.": lambda b: put(b / "data/evil.pdf"),
    "extra": lambda b: put(b / "data/evil"),
    "extra listed": bag_then_fit(lambda b: put(b / "data/evil")),
    "link": lambda b: link_out(b / "data/link", folder=False),
    "link folder": lambda b: link_out(b / "data/link", folder=True),
    "case twin": lambda b: put(b / "data/First.txt"),
    "unicode twin": lambda b: put(b / f"data/sec{CYRILLIC_O}nd.txt"),
    "remove listed": bag_then_fit(lambda b: (b / "data/second.txt").unlink()),
    "back-dated": _info("2026-03-01", "1999-03-01"),
    "dated": ABSENT,
    "described": _info("Harbour", "Airport"),
    "stripped": lambda b: (b / "tagmanifest-sha256.txt").unlink(),
    "rewritten": bag_then_fit(lambda b: put(b / "data/second.txt", b"another text")),
    "rolled back": bag_then_fit(lambda b: (b / "data/third.bin").unlink()),
    "forked": bag_then_fit(lambda b: put(b / "data/second.txt", b"another text")),
    "key swapped": UNSIGNED,
}


# -- OCFL


def ocfl_fit(root: Path, change: Callable[[dict[str, object]], object]) -> None:
    """The inventories changed, their sidecars recomputed."""
    for path in (root / "inventory.json", root / "v1/inventory.json"):
        inventory = json.loads(path.read_text())
        change(inventory)
        path.write_text(json.dumps(inventory, indent=2))
        digest = hashlib.sha512(path.read_bytes()).hexdigest()
        path.with_name("inventory.json.sha512").write_text(f"{digest} inventory.json\n")


def _digest_of(inventory: dict[str, object], name: str) -> str:
    manifest = inventory["manifest"]
    assert isinstance(manifest, dict)
    return next(digest for digest, paths in manifest.items() if f"v1/content/{name}" in paths)


def _drop(inventory: dict[str, object], name: str) -> None:
    digest = _digest_of(inventory, name)
    inventory["manifest"].pop(digest)  # type: ignore[attr-defined]
    inventory["versions"]["v1"]["state"].pop(digest)  # type: ignore[index]


def _take(inventory: dict[str, object], name: str, data: bytes) -> None:
    digest = hashlib.sha512(data).hexdigest()
    inventory["manifest"][digest] = [f"v1/content/{name}"]  # type: ignore[index]
    inventory["versions"]["v1"]["state"][digest] = [name]  # type: ignore[index]


def ocfl_remove(root: Path, name: str) -> None:
    (root / "v1/content" / name).unlink()
    ocfl_fit(root, lambda inventory: _drop(inventory, name))


def ocfl_replace(root: Path, name: str, data: bytes, new: bool = False) -> None:
    put(root / "v1/content" / name, data)
    if not new:
        ocfl_fit(root, lambda inventory: _drop(inventory, name))
    ocfl_fit(root, lambda inventory: _take(inventory, name, data))


def _version(name: str, value: str) -> Callable[[Path], None]:
    return lambda root: ocfl_fit(root, lambda i: i["versions"]["v1"].update({name: value}))  # type: ignore[index]


OCFL: dict[str, Callable[[Path], object] | str] = {
    "nothing": lambda o: None,
    "flip": lambda o: flip(o / "v1/content/first.txt"),
    "remove": lambda o: (o / "v1/content/second.txt").unlink(),
    "extra.": lambda o: put(o / "v1/content/evil.pdf"),
    "extra": lambda o: put(o / "v1/content/evil"),
    "extra listed": lambda o: ocfl_replace(o, "evil", b"evil", new=True),
    "link": lambda o: link_out(o / "v1/content/link", folder=False),
    "link folder": lambda o: link_out(o / "v1/content/link", folder=True),
    "case twin": lambda o: put(o / "v1/content/First.txt"),
    "unicode twin": lambda o: put(o / f"v1/content/sec{CYRILLIC_O}nd.txt"),
    "remove listed": lambda o: ocfl_remove(o, "second.txt"),
    "back-dated": _version("created", "1999-03-01T10:00:00Z"),
    "dated": ABSENT,
    "described": _version("message", "Airport"),
    "stripped": lambda o: (o / "inventory.json.sha512").unlink(),
    "rewritten": lambda o: ocfl_replace(o, "second.txt", b"another text"),
    "rolled back": lambda o: ocfl_remove(o, "third.bin"),
    "forked": lambda o: ocfl_replace(o, "second.txt", b"another text"),
    "key swapped": UNSIGNED,
}


# -- WACZ (unpacked; it is packed again afterwards)


def wacz_fit(root: Path, change: Callable[[dict[str, object]], object] = lambda package: None) -> None:
    """The list of resources and the digest file made to fit what is there."""
    path = root / "datapackage.json"
    package = json.loads(path.read_text())
    kept = []
    for file in sorted(root.rglob("*")):
        name = file.relative_to(root).as_posix()
        if file.is_file() and not name.startswith("datapackage"):
            data = file.read_bytes()
            entry = {"name": file.name.lower(), "path": name, "bytes": len(data)}
            kept.append({**entry, "hash": f"sha256:{hashlib.sha256(data).hexdigest()}"})
    package["resources"] = kept
    change(package)
    path.write_text(json.dumps(package, indent=2))
    digest = root / "datapackage-digest.json"
    said = json.loads(digest.read_text())
    said["hash"] = f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}"
    digest.write_text(json.dumps(said))


def warc(root: Path) -> Path:
    return next(iter(sorted((root / "archive").iterdir())))


def _rewrite(root: Path) -> None:
    pages = root / "pages/pages.jsonl"
    pages.write_text(pages.read_text().replace("Page", "Other"))
    wacz_fit(root)


def _fewer(root: Path) -> None:
    pages = root / "pages/pages.jsonl"
    pages.write_text("".join(pages.read_text().splitlines(keepends=True)[:-1]))
    wacz_fit(root)


def _remove_listed(root: Path) -> None:
    (root / "pages/pages.jsonl").unlink()
    wacz_fit(root)


def _then_fit(change: Callable[[Path], object]) -> Callable[[Path], None]:
    def both(root: Path) -> None:
        change(root)
        wacz_fit(root)

    return both


WACZ: dict[str, Callable[[Path], object] | str] = {
    "nothing": lambda w: None,
    "flip": lambda w: flip(warc(w)),
    "remove": lambda w: warc(w).unlink(),
    "extra.": lambda w: put(w / "archive/evil.pdf"),
    "extra": lambda w: put(w / "archive/evil"),
    "extra listed": _then_fit(lambda w: put(w / "archive/evil.txt")),
    "link": ABSENT,
    "link folder": ABSENT,
    "case twin": lambda w: put(w / "pages/Pages.jsonl"),
    "unicode twin": lambda w: put(w / f"pages/pages{CYRILLIC_O}.jsonl"),
    "remove listed": _remove_listed,
    "back-dated": lambda w: wacz_fit(w, lambda package: package.update(created="1999-01-01T00:00:00Z")),
    "dated": ABSENT,
    "described": lambda w: wacz_fit(w, lambda package: package.update(title="Airport")),
    "stripped": lambda w: (w / "datapackage-digest.json").unlink(),
    "rewritten": _rewrite,
    "rolled back": _fewer,
    "forked": _rewrite,
    "key swapped": "not signed without a server",
}

ATTACKS = {"bagit": BAG, "ocfl-py": OCFL, "wacz": WACZ}
