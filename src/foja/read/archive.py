"""Archives: zip, tar, gzip, bzip2, xz and mbox. Members go back to the caller as sources of their own.

Nothing is written under a member's name: a name is text. Links and devices are named in the notes
and not followed. The canonical text of an archive is the list of its members, so that what it held
can be cited even where a member could not be read. Nested archives are members like others; the
caller counts the depth (``Limits.depth``).
"""

from __future__ import annotations

import bz2
import io
import lzma
import re
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Sequence

from foja.model.errors import Gap
from foja.model.source import Member, Original
from foja.model.vocabulary import OutcomeState, ZoneRole
from foja.read import zip_aes
from foja.read.builder import Builder
from foja.read.draft import Draft
from foja.read.limits import MB, UNLOCK, Budget, Limits, over
from foja.read.office import corrupt, open_zip, unpack
from foja.read.sniff import MEDIA_TYPES
from foja.read.zones import Mark, cover

_LIST = Mark(ZoneRole.OTHER, 0.99, "list of the members of the archive")
_SEPARATOR = re.compile(rb"(?m)^From [^\r\n]*\r?\n")
_NAME = 400


def read_zip(original: Original, limits: Limits) -> Draft:
    """Members of a zip. Raises ``Gap`` when none can be read: ``corrupt``, ``encrypted``, ``limit``, ``empty``."""
    package = open_zip(original.content)
    files = [info for info in package.infolist() if not info.is_dir()]
    _check_count(len(files), limits)
    declared = sum(info.file_size for info in files)
    if declared > limits.expanded_bytes:
        raise over(
            f"Unpacked, it would hold {declared / MB:,.0f} MB; the limit is {limits.expanded_bytes // MB} MB.",
            limit="expanded_bytes",
            need=declared,
        )
    if declared > MB and declared > limits.ratio * len(original.content):
        raise over(
            f"It would grow from {len(original.content):,} to {declared:,} bytes: the shape of a decompression bomb.",
            limit="ratio",
            need=declared // len(original.content) + 1,
        )
    unpacking = Unpacking(limits, "zip")
    for info in files:
        if stat.S_ISLNK(info.external_attr >> 16):
            unpacking.skip(info.filename, "is a link to another place and is not followed")
            continue
        try:
            unpacking.budget.check_ratio(info.compress_size, info.file_size, info.filename)
            most = min(unpacking.budget.left, limits.original_bytes)
            if info.flag_bits & 1:
                data = _unlocked(package, info, most, original.passwords)
                unpacking.unlocked = True
            else:
                data = unpack(package, info, most)
        except Gap as gap:
            unpacking.skip(info.filename, gap.what, gap)
            continue
        unpacking.keep(info.filename, data)
    return unpacking.draft(len(files))


def _unlocked(package: zipfile.ZipFile, info: zipfile.ZipInfo, most: int, passwords: Sequence[str]) -> bytes:
    """A member under a password. A wrong one passes the first check once in 256 times, and then fails as damage."""
    if info.compress_type == zip_aes.METHOD:
        return zip_aes.read_member(package, info, most, passwords)
    for password in passwords:
        try:
            return unpack(package, info, most, password)
        except Gap as gap:
            if gap.code == OutcomeState.LIMIT:
                raise
    what = "none of the passwords that were given fits" if passwords else "needs a password"
    raise Gap(OutcomeState.ENCRYPTED.value, what, next=UNLOCK)


def read_tar(original: Original, limits: Limits) -> Draft:
    """Regular files of a tar. Raises ``Gap`` as ``read_zip``."""
    unpacking = Unpacking(limits, "tar")
    expected = 0
    try:
        with tarfile.open(fileobj=io.BytesIO(original.content), mode="r:") as archive:
            for info in archive:
                if info.isdir():
                    continue
                expected += 1
                _check_count(expected, limits)
                if not info.isreg() or info.sparse:
                    unpacking.skip(info.name, "is a link, a device or a sparse file and is not unpacked")
                    continue
                stream = archive.extractfile(info)
                data = stream.read(unpacking.budget.left + 1) if stream else b""
                if len(data) < info.size and len(data) <= unpacking.budget.left:
                    unpacking.skip(info.name, "is cut off", corrupt("cut off"))
                    continue
                unpacking.keep(info.name, data)
    except (tarfile.TarError, EOFError, OSError, ValueError) as error:
        if not unpacking.members:
            raise corrupt(f"The file begins like a tar archive, but cannot be read ({error}).") from error
        unpacking.notes.append(f"the archive is damaged after {len(unpacking.members)} members ({error})")
    return unpacking.draft(expected)


def read_compressed(original: Original, limits: Limits) -> Draft:
    """A gzip, bzip2 or xz file: the one file inside, or the members when that is a tar."""
    name = re.sub(r"(?i)\.(gz|bz2|xz)$", "", original.name) or "content"
    name = re.sub(r"(?i)\.(tgz|tbz2?|txz)$", ".tar", name)
    data = _expand(original.content, limits)
    if data[257:262] == b"ustar":
        return read_tar(Original(sha256=original.sha256, name=name, content=data), limits)
    unpacking = Unpacking(limits, "gzip")
    unpacking.keep(re.split(r"[\\/]", name)[-1], data)
    return unpacking.draft(1)


def read_mbox(original: Original, limits: Limits) -> Draft:
    """Messages of a mailbox (RFC 4155), split at "From " lines; ">From " in a body stays as it is."""
    parts = [part for part in _SEPARATOR.split(original.content, maxsplit=limits.members + 1) if part.strip()]
    _check_count(len(parts), limits)
    unpacking = Unpacking(limits, "mbox")
    for number, part in enumerate(parts, 1):
        unpacking.keep(f"message {number}.eml", part)
    return unpacking.draft(len(parts))


class Unpacking:
    """What has been unpacked so far, under one budget."""

    def __init__(self, limits: Limits, kind: str) -> None:
        self.budget = Budget(limits)
        self.kind = kind
        self.members: list[Member] = []
        self.notes: list[str] = []
        self.listed: list[str] = []
        self.refused: list[Gap] = []
        self.unlocked = False

    def keep(self, name: str, data: bytes) -> None:
        self.budget.member()
        self.budget.take(len(data))
        self.listed.append(name)
        if data:
            self.members.append(Member(name=name[:_NAME] or "content", via="member", content=data))
        else:
            self.notes.append(f"{name[:80]!r} is empty")

    def skip(self, name: str, why: str, gap: Gap | None = None) -> None:
        self.listed.append(name)
        self.notes.append(f"{name[:80]!r} {why if gap is None else 'was not read: ' + why}")
        if gap is not None:
            self.refused.append(gap)

    def draft(self, expected: int) -> Draft:
        """Raises the first refusal when nothing at all could be unpacked."""
        if not self.listed:
            raise Gap(
                OutcomeState.EMPTY.value, "The archive holds no files.", next="Nothing is lost: there is nothing in it."
            )
        if not self.members and self.refused:
            first = self.refused[0]
            raise Gap(first.code, f"None of its {expected} members could be read. {self.notes[0]}", next=first.next)
        builder = Builder(self.budget.limits)
        for number, name in enumerate(self.listed, 1):
            builder.add(name[:_NAME] or "(without name)", "member", line=number)
        if len(self.members) < expected:
            self.notes.insert(0, f"{len(self.members)} of {expected} members were read")
        return Draft(
            media_type=MEDIA_TYPES[self.kind],
            text=builder.text,
            units=builder.units,
            zones=cover(builder.length, [(0, _LIST)]),
            notes=self.notes,
            members=self.members,
            unlocked=self.unlocked,
        )


def _check_count(count: int, limits: Limits) -> None:
    if count > limits.members:
        raise over(f"It holds more than {limits.members:,} files.", limit="members", need=count)


def _expand(content: bytes, limits: Limits) -> bytes:
    """Decompressed bytes, stream after stream. Raises ``Gap``: ``limit``, ``corrupt``."""
    most = min(limits.expanded_bytes, max(MB, limits.ratio * len(content)))
    parts: list[bytes] = []
    size = position = 0
    while position < len(content):
        stream = _decompressor(content[position : position + 6])
        if stream is None:
            break  # padding after the last stream
        try:
            while not stream.eof:
                piece = content[position : position + MB] if stream.needs_input else b""
                if stream.needs_input and not piece:
                    raise EOFError("it is cut off")
                position += len(piece)
                part = stream.decompress(piece, MB)
                size += len(part)
                parts.append(part)
                if size > most:
                    raise over(
                        f"It grows from {len(content):,} to over {most:,} bytes: the shape of a decompression bomb.",
                        limit="expanded_bytes" if most == limits.expanded_bytes else "ratio",
                    )
        except (zlib.error, OSError, EOFError, lzma.LZMAError, ValueError) as error:
            raise corrupt(f"The compressed file cannot be unpacked ({error}).") from error
        position -= len(stream.unused_data)
    return b"".join(parts)


class _Zlib:
    """zlib's decompressor with the manners of bz2's and lzma's."""

    def __init__(self) -> None:
        self._inner = zlib.decompressobj(31)
        self.needs_input = True

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data

    def decompress(self, data: bytes, most: int) -> bytes:
        part = self._inner.decompress(self._inner.unconsumed_tail + data, most)
        # a full part may leave more in the window even when all input is consumed
        self.needs_input = not self._inner.unconsumed_tail and len(part) < most
        return part


def _decompressor(data: bytes) -> _Zlib | bz2.BZ2Decompressor | lzma.LZMADecompressor | None:
    if data.startswith(b"\x1f\x8b"):
        return _Zlib()
    if data.startswith(b"BZh"):
        return bz2.BZ2Decompressor()
    if data.startswith(b"\xfd7zXZ\x00"):
        return lzma.LZMADecompressor(memlimit=256 * MB)
    return None
