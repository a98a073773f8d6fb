"""The vault: blobs as plain files named by their SHA-256, written once, never overwritten.

    root/sha256/ab/cd/abcd...    one file a blob, mode 0444
    root/incoming/               drafts of writes under way; leftovers of a crash are harmless
    root/sealed/                 a vault of age files (preserve.age)

A blob is written to ``incoming``, made durable, read back and hashed again, and only then linked to its name.
So a name that exists always stands for a whole blob, whenever the machine stops.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import secrets
import stat
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from foja.model.errors import Damage, UsageError
from foja.model.record import Record
from foja.preserve.disk import runs, sync_files, sync_folder
from foja.preserve.finding import Finding, draft_left

CHUNK = 1 << 20
BATCH = 256
_NAME = re.compile(r"[0-9a-f]{64}")
_PAIR = re.compile(r"[0-9a-f]{2}")
_DRAFT = re.compile(r"[0-9]+-[0-9a-f]{16}")


class Blob(Record, frozen=True):
    """What the vault says of a blob it keeps. ``size`` in bytes; digests in lower-case hex."""

    sha256: str
    sha512: str
    size: int


class Vault:
    """The vault below ``root``; the folder is made by the first write."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._store = root / "sha256"
        self._incoming = root / "incoming"
        self._known: set[Path] = set()
        self._swept = False

    # -- writing

    def put(self, data: bytes) -> Blob:
        """Keep ``data``; durable when this returns. Keeping the same bytes again changes nothing."""
        return self._keep(io.BytesIO(data))

    def put_file(self, path: Path) -> Blob:
        """Keep the content of a file, read in pieces. The file itself is not touched.

        Raises UsageError ``file-unreadable``.
        """
        try:
            file = path.open("rb")
        except OSError as error:
            raise UsageError(
                "file-unreadable",
                f"The file cannot be read: {error.strerror}.",
                where=str(path),
                next="Check that it exists, is a file and may be read.",
            ) from error
        with file:
            return self._keep(file)

    def put_stream(self, source: BinaryIO) -> Blob:
        """Keep what a binary file gives, read in pieces."""
        return self._keep(source)

    def put_many(self, datas: Iterable[bytes]) -> list[Blob]:
        """Keep many blobs; all durable when this returns, at a fraction of the cost of one ``put`` each."""
        kept: list[Blob] = []
        rest = iter(datas)
        while batch := list(islice(rest, BATCH)):
            self._prepare()
            drafts: list[tuple[Path, Blob]] = []
            try:
                for data in batch:
                    drafts.append(self._draft(io.BytesIO(data), sync=False))
                sync_files(self._incoming, [draft for draft, _ in drafts])
                folders: set[Path] = set()
                for draft, blob in drafts:
                    self._reread(draft, blob)
                    folders |= self._link(draft, blob)
                sync_files(self._store, sorted(folders))
            finally:
                for draft, _ in drafts:
                    draft.unlink(missing_ok=True)
            kept += [blob for _, blob in drafts]
        return kept

    def remove(self, sha256: str) -> None:
        """Take a blob out, durably. Only ``preserve.removal`` may, after an event under a signature said why."""
        path = self.path(sha256)
        path.unlink(missing_ok=True)
        if path.parent.is_dir():
            sync_folder(path.parent)

    def sweep(self) -> list[Path]:
        """Remove drafts that a process which no longer runs left in ``incoming``, durably; the drafts that stay."""
        if not self._incoming.is_dir():
            return []
        stay = []
        for entry in list(os.scandir(self._incoming)):
            pid = entry.name.split("-")[0]
            if entry.is_file(follow_symlinks=False) and pid.isdigit() and not runs(int(pid)):
                Path(entry.path).unlink(missing_ok=True)
            else:
                stay.append(Path(entry.path))
        sync_folder(self._incoming)  # also what others removed: a power cut could bring it back
        return stay

    def _keep(self, source: BinaryIO) -> Blob:
        self._prepare()
        draft, blob = self._draft(source, sync=True)
        try:
            self._reread(draft, blob)
            folders = self._link(draft, blob)
        finally:
            draft.unlink(missing_ok=True)
        for folder in sorted(folders):
            sync_folder(folder)
        return blob

    def _prepare(self) -> None:
        if not self._swept:
            self._incoming.mkdir(parents=True, exist_ok=True)
            self._store.mkdir(exist_ok=True)
            sync_folder(self.root)
            sync_folder(self.root.parent)
            self.sweep()
            self._swept = True

    def _draft(self, source: BinaryIO, *, sync: bool) -> tuple[Path, Blob]:
        draft = self._incoming / f"{os.getpid()}-{secrets.token_hex(8)}"
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o444)
        first, second, size = hashlib.sha256(), hashlib.sha512(), 0
        try:
            with os.fdopen(handle, "wb", buffering=0) as file:
                while chunk := source.read(CHUNK):
                    first.update(chunk)
                    second.update(chunk)
                    size += len(chunk)
                    view = memoryview(chunk)
                    while view:
                        view = view[file.write(view) :]
                if sync:
                    os.fsync(file.fileno())
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
        return draft, Blob(sha256=first.hexdigest(), sha512=second.hexdigest(), size=size)

    def _reread(self, draft: Path, blob: Blob) -> None:
        found, _ = _hash(draft)
        if found != blob.sha256:
            raise Damage(
                "blob-write-differs",
                f"What was written did not read back the same: {blob.sha256} was expected, {found} was found.",
                where=str(draft),
                next="Nothing was kept. Check memory and disk of this machine, then try again.",
            )

    def _link(self, draft: Path, blob: Blob) -> set[Path]:
        """Give the draft its name; the folders whose names must be made durable."""
        path = self.path(blob.sha256)
        folders = {path.parent}
        # A folder met for the first time may have been made by a process that died before its name was
        # durable, so its parents are synced once, whoever made it.
        if path.parent not in self._known:
            path.parent.mkdir(parents=True, exist_ok=True)
            folders |= {path.parent.parent, self._store}
            self._known.add(path.parent)
        try:
            os.link(draft, path)
        except FileExistsError:
            self._whole(blob.sha256)
        except OSError:
            # File systems without hard links (exFAT). The name is derived from the content, so the
            # worst that a race can do is to put the same bytes there twice.
            if path.exists():
                self._whole(blob.sha256)
            else:
                draft.rename(path)
        return folders

    def _whole(self, sha256: str) -> None:
        """Raise Damage unless the blob that is there already is what its name says."""
        self.open(sha256).close()  # refuses what is no file
        found, _ = _hash(self.path(sha256))
        if found != sha256:
            raise self._altered(sha256, found)

    # -- reading

    def path(self, sha256: str) -> Path:
        """Where the blob of this digest stands, whether it is there or not.

        Raises UsageError ``digest-malformed``.
        """
        if not _NAME.fullmatch(sha256):
            raise UsageError(
                "digest-malformed",
                f"{sha256!r} is not a SHA-256 digest.",
                next="Give 64 hexadecimal digits in lower case.",
            )
        return self._store / sha256[:2] / sha256[2:4] / sha256

    def has(self, sha256: str) -> bool:
        """Whether there is a file for this digest; its content is not checked."""
        path = self.path(sha256)
        return path.is_file() and not path.is_symlink()

    def open(self, sha256: str) -> BinaryIO:
        """The blob as a binary file, unchecked. Raises Damage ``blob-missing``, ``blob-extra`` for what is no file."""
        path = self.path(sha256)
        try:
            handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)  # a pipe must not make us wait
        except (FileNotFoundError, NotADirectoryError) as error:
            raise Damage(
                "blob-missing",
                "A preserved file is not in the vault.",
                where=str(path),
                next="Restore it from a copy of this case; foja checks it by its name.",
            ) from error
        except OSError as error:
            raise self._stray(path, error.strerror or "") from error
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            os.close(handle)
            raise self._stray(path, "not a plain file")
        return os.fdopen(handle, "rb")

    def read(self, sha256: str) -> bytes:
        """The bytes of a blob, hashed again. Raises Damage ``blob-missing`` or ``blob-altered``."""
        with self.open(sha256) as file:
            data = file.read()
        found = hashlib.sha256(data).hexdigest()
        if found != sha256:
            raise self._altered(sha256, found)
        return data

    def contents(self) -> tuple[list[str], list[Finding]]:
        """The digests of all blobs, in order, not read; and a Finding for every other name in the vault:
        ``blob-extra`` (unknown names, links, folders) or ``draft-left``."""
        digests: list[str] = []
        findings: list[Finding] = []
        if self.root.is_symlink() or not self.root.is_dir():
            return digests, [_extra(str(self.root))] if self.root.is_symlink() or self.root.exists() else []
        for entry in _listed(self.root):
            if entry.name == "incoming" and entry.is_dir(follow_symlinks=False):
                for draft in _listed(entry.path):
                    plain = draft.is_file(follow_symlinks=False) and _DRAFT.fullmatch(draft.name)
                    findings.append(draft_left(Path(draft.path)) if plain else _extra(draft.path))
            elif entry.name == "sha256" and entry.is_dir(follow_symlinks=False):
                self._collect(entry.path, "", digests, findings)
            elif entry.name == "sealed" and entry.is_dir(follow_symlinks=False):
                continue  # a vault of its own, see preserve.age; ``removal_check`` looks into it
            else:
                findings.append(_extra(entry.path))
        return digests, findings

    def _collect(self, folder: str, prefix: str, digests: list[str], findings: list[Finding]) -> None:
        for entry in _listed(folder):
            name = entry.name
            if len(prefix) < 4 and _PAIR.fullmatch(name) and entry.is_dir(follow_symlinks=False):
                self._collect(entry.path, prefix + name, digests, findings)
            elif (
                len(prefix) == 4
                and _NAME.fullmatch(name)
                and name.startswith(prefix)
                and entry.is_file(follow_symlinks=False)
            ):
                digests.append(name)
            else:
                findings.append(_extra(entry.path))

    def inspect(self, sha256: str, sha512: str | None = None) -> Finding | None:
        """Read one blob and compare it with its name, and with its second digest where that is known.

        None when it is whole, else a Finding ``blob-altered``.
        """
        path = self.path(sha256)
        try:
            found, other = _hash(path, both=sha512 is not None)
        except OSError as error:
            return Finding(
                code="blob-altered",
                where=str(path),
                what=f"A preserved file cannot be read: {error.strerror}.",
                next="Restore it from a copy of this case.",
            )
        if found == sha256 and (sha512 is None or other == sha512):
            return None
        damage = self._altered(sha256, found if found != sha256 else other)
        return Finding(code=damage.code, where=damage.where, what=damage.what, next=damage.next)

    def _altered(self, sha256: str, found: str) -> Damage:
        return Damage(
            "blob-altered",
            f"A preserved file was altered: its name says {sha256}, its content gives {found}.",
            where=str(self.path(sha256)),
            next="Keep the altered file for inquiry, and restore the original from a copy of this case.",
        )

    def _stray(self, path: Path, reason: str) -> Damage:
        finding = _extra(str(path))
        return Damage(finding.code, f"{finding.what} ({reason})", where=finding.where, next=finding.next)


def _hash(path: Path, *, both: bool = False) -> tuple[str, str]:
    first, second = hashlib.sha256(), hashlib.sha512()
    with os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW), "rb", buffering=0) as file:
        while chunk := file.read(CHUNK):
            first.update(chunk)
            if both:
                second.update(chunk)
    return first.hexdigest(), second.hexdigest() if both else ""


def _listed(folder: Path | str) -> list[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        return sorted(entries, key=lambda entry: entry.name)


def _extra(path: str) -> Finding:
    return Finding(
        code="blob-extra",
        where=path,
        what="Something in the vault is not a preserved file of foja: an unknown name, a link or a folder.",
        next="Look at what it is and who put it there, then move it out of the case folder.",
    )
