"""The bundle: a case as a BagIt folder or zip that a stranger can check with nothing but Python or coreutils.

Same case, same bytes: files in order, no dates, no owners, zip members stored uncompressed (so that no version
of a compressor changes them). Only blobs that an event names are taken along.

Sources: RFC 8493 (BagIt 1.0). The formats inside are described in ``offline/VERIFY.txt``.
"""

from __future__ import annotations

import hashlib
import importlib.resources
import io
import json
import re
import secrets
import shutil
import zipfile
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO, Protocol

from foja.model.errors import Damage, UsageError
from foja.model.record import Record, encode
from foja.publish.offline.verify import named_blobs

TOP = "foja-bundle"
"""The folder inside a zip; the same whatever the zip is called."""
_CHUNK = 1 << 20
_BAGIT = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


class SealedEvent(Protocol):
    """An event as the ledger holds it: ``preserve.ledger.Entry`` is one."""

    @property
    def body(self) -> bytes:
        """The leaf: canonical JSON."""

    @property
    def opened(self) -> Mapping[str, tuple[bytes, bytes]]:
        """Field to (salt, canonical value), for the fields that are given."""


class BundleReport(Record, frozen=True):
    """What was written. ``digest``: SHA-256 of ``tagmanifest-sha256.txt``; it fixes every file of the bundle,
    and is the same for the folder and the zip. ``withheld``: fields that were not given."""

    path: str
    digest: str
    events: int
    blobs: int
    files: int
    bytes: int
    withheld: int


def write_bundle(
    case: Path, out: Path, events: Iterable[SealedEvent], withheld: Mapping[int, Collection[str]] | None = None,
    counts: Iterable[Record] = (), settle: Callable[[Path], object] = lambda path: None,
) -> BundleReport:  # fmt: skip
    """Write the bundle of a case folder to ``out``: a zip when the name ends with ``.zip``, else a folder.

    ``events``: all of them, in order (``Ledger.entries()``); they are read once, after the checkpoints, so that no
    checkpoint is newer than them. ``withheld``: number of an event to the fields that are not given; blobs that only
    such fields name are left out. ``settle``: makes a file, or a folder with all that is in it, durable.
    Raises UsageError ``bundle-exists`` or ``bundle-inside-case``, Damage ``blob-missing`` or ``blob-altered``; nothing
    is left at ``out`` then.
    """
    if out.exists() or out.is_symlink():
        raise UsageError(
            "bundle-exists", "There is something already.", where=str(out), next="Choose another name, or remove it."
        )
    if case.resolve() in out.resolve().parents:
        raise UsageError(
            "bundle-inside-case",
            "A bundle cannot lie inside the case that it holds.",
            where=str(out),
            next="Choose a place outside of the case folder.",
        )
    out.parent.mkdir(parents=True, exist_ok=True)
    draft = out.with_name(f".{out.name}.{secrets.token_hex(4)}")
    sink: _Folder | _Zip = _Zip(draft) if out.suffix == ".zip" else _Folder(draft)
    try:
        report = _fill(case, out, _Lines(events, withheld or {}), counts, sink)
        sink.close()
        settle(draft)
        draft.rename(out)
        settle(out)
    except BaseException:
        sink.close()
        if draft.is_dir():
            shutil.rmtree(draft)
        else:
            draft.unlink(missing_ok=True)
        raise
    return report


def _fill(case: Path, out: Path, lines: _Lines, counts: Iterable[Record], sink: _Folder | _Zip) -> BundleReport:
    kept = [path for place in ("*.note", "*/*.note") for path in sorted((case / "checkpoints").glob(place))]
    notes = {f"data/ledger/{path.relative_to(case).as_posix()}": path for path in kept}
    named = {"data/foja.toml": case / "foja.toml", "data/ledger/checkpoint": case / "checkpoint", **notes}
    for name, data in [(name, path.read_bytes()) for name, path in named.items() if path.is_file()]:
        sink.add(name, io.BytesIO(_given_settings(data) if name == "data/foja.toml" else data))
    sink.add("data/ledger/events.jsonl", lines)
    for digest in sorted(lines.blobs):
        if not re.fullmatch("[0-9a-f]{64}", digest):  # becomes part of a path
            raise Damage(
                "digest-malformed",
                f"{lines.blobs[digest]} names a preserved file by {digest!r}, which is no SHA-256 digest.",
                where=str(case / "ledger.db"),
                next="Run: foja verify CASE.",
            )
        place = f"sha256/{digest[:2]}/{digest[2:4]}/{digest}"
        place = f"sealed/{place}" if (case / "vault" / "sealed" / place).is_file() else place
        path = case / "vault" / place
        if path.is_symlink() or not path.is_file():
            raise Damage(
                "blob-missing",
                f"{lines.blobs[digest]} names a preserved file that is not in the vault.",
                where=str(path),
                next="Run: foja verify CASE. Restore the file from a copy, then write the bundle again.",
            )
        with path.open("rb") as file:
            found = sink.add(f"data/vault/{place}", file)
        if found != digest:
            raise Damage(
                "blob-altered",
                f"A preserved file was altered: its name says {digest}, its content gives {found}.",
                where=str(path),
                next="Run: foja verify CASE. Restore the file from a copy, then write the bundle again.",
            )
    payload = dict(sink.files)
    size = sum(entry.size for entry in payload.values())
    info = f"Bag-Software-Agent: foja\nPayload-Oxum: {size}.{len(payload)}\n"
    offline = importlib.resources.files("foja.publish.offline")
    tags = {
        "VERIFY.txt": offline.joinpath("VERIFY.txt").read_bytes(),
        "bag-info.txt": info.encode(),
        "bagit.txt": _BAGIT,
        "counts.jsonl": b"".join(encode(sheet) + b"\n" for sheet in counts),
        "manifest-sha256.txt": _manifest(payload, "sha256"),
        "manifest-sha512.txt": _manifest(payload, "sha512"),
        "recount.py": offline.joinpath("recount.py").read_bytes(),
        "verify.py": offline.joinpath("verify.py").read_bytes(),
    }
    for name, data in tags.items():
        sink.add(name, io.BytesIO(data))
    listed = {name: sink.files[name] for name in tags}
    digest = sink.add("tagmanifest-sha256.txt", io.BytesIO(_manifest(listed, "sha256")))
    sink.add("tagmanifest-sha512.txt", io.BytesIO(_manifest(listed, "sha512")))
    return BundleReport(
        path=str(out),
        digest=digest,
        events=lines.count,
        blobs=len(lines.blobs),
        files=len(sink.files),
        bytes=sum(entry.size for entry in sink.files.values()),
        withheld=lines.withheld,
    )


def _given_settings(data: bytes) -> bytes:
    """The settings without tables that concern this machine alone: paths in them can name its user."""
    kept, table = [], "[case]"
    for line in data.splitlines(keepends=True):
        found = line.strip().decode("utf-8", "replace")
        table = found if found.startswith("[") else table
        if table in ("[case]", "[[witness]]"):
            kept.append(line)
    return b"".join(kept)


class _Lines(io.RawIOBase):
    """``events.jsonl`` as a stream; learns on the way which blobs the events name."""

    def __init__(self, events: Iterable[SealedEvent], closed: Mapping[int, Collection[str]]) -> None:
        self._closed = closed
        self.count = 0
        self.withheld = 0
        self.blobs: dict[str, str] = {}
        self._sealed: set[str] = set()  # digests of sealed files
        self._lines = self._make(events)

    def read(self, size: int = -1) -> bytes:
        """The next lines, about a megabyte of them; empty at the end."""
        parts: list[bytes] = []
        length = 0
        for line in self._lines:
            parts.append(line)
            length += len(line)
            if length >= _CHUNK:
                break
        return b"".join(parts)

    def _make(self, events: Iterable[SealedEvent]) -> Iterator[bytes]:
        for event in events:
            try:
                line = self._line(event)
            except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
                raise Damage(
                    "event-altered",
                    f"Event {self.count} does not hold what an event of foja holds ({error}).",
                    where="ledger.db",
                    next="Run: foja verify CASE. Restore ledger.db from a copy, then write the bundle again.",
                ) from error
            self.count += 1
            yield line

    def _line(self, event: SealedEvent) -> bytes:
        leaf = json.loads(event.body)
        closed = self._closed.get(leaf["seq"], ())
        given = {name: pair for name, pair in sorted(event.opened.items()) if name not in closed}
        fields = {name: json.loads(value) for name, (_, value) in given.items()}
        for digest in named_blobs(leaf["kind"], fields):
            self.blobs.setdefault(digest, f"Event {leaf['seq']}")
        self._sealed |= set(fields.get("files", ())) if leaf["kind"] == "source.sealed" else set()
        for digest in self._sealed.intersection(fields.get("files", ())) if leaf["kind"] == "payload.erased" else ():
            self.blobs.pop(digest, None)  # gone for good
        self.withheld += len(set(leaf["commit"]) - set(fields))
        opened = {name: [salt.hex(), value.decode()] for name, (salt, value) in given.items()}
        return encode({"leaf": event.body.decode(), "open": opened}) + b"\n"


class _File(Record, frozen=True):
    sha256: str
    sha512: str
    size: int


class _Sink:
    """Where files go; remembers the digests of what was written."""

    def __init__(self) -> None:
        self.files: dict[str, _File] = {}

    def open(self, name: str) -> BinaryIO:
        raise NotImplementedError

    def close(self) -> None:
        """Finish; may be called twice."""

    def add(self, name: str, source: BinaryIO | io.RawIOBase) -> str:
        """Write a file from a stream; its SHA-256."""
        first, second, size = hashlib.sha256(), hashlib.sha512(), 0
        with self.open(name) as target:
            while chunk := source.read(_CHUNK):
                first.update(chunk)
                second.update(chunk)
                size += target.write(chunk)
        self.files[name] = _File(sha256=first.hexdigest(), sha512=second.hexdigest(), size=size)
        return first.hexdigest()


class _Folder(_Sink):
    def __init__(self, root: Path) -> None:
        super().__init__()
        self._root = root
        root.mkdir()

    def open(self, name: str) -> BinaryIO:
        path = self._root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open("xb")


class _Zip(_Sink):
    def __init__(self, path: Path) -> None:
        super().__init__()
        self._zip = zipfile.ZipFile(path, "x", zipfile.ZIP_STORED, allowZip64=True)

    def open(self, name: str) -> BinaryIO:
        info = zipfile.ZipInfo(f"{TOP}/{name}", (1980, 1, 1, 0, 0, 0))
        info.create_system = 3
        info.external_attr = 0o100644 << 16
        return self._zip.open(info, "w", force_zip64=True)  # type: ignore[return-value]

    def close(self) -> None:
        self._zip.close()


def _manifest(files: Mapping[str, _File], algorithm: str) -> bytes:
    lines = (f"{getattr(entry, algorithm)}  {name}\n" for name, entry in sorted(files.items()))
    return "".join(lines).encode()
