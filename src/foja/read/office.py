"""Office packages: XML parts of a zip, read without entities, network or trust.

ECMA-376 part 2 forbids document type declarations in office XML; a file that has one was made to
harm its reader (XXE, billion laughs) and is refused.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from typing import Any

from foja.model.errors import Gap
from foja.model.text import Claimed
from foja.model.vocabulary import OutcomeState
from foja.read.limits import MB, UNLOCK, Budget, over
from foja.read.metadata import claim, date_claims

_DC, _TERMS = "{http://purl.org/dc/elements/1.1/}", "{http://purl.org/dc/terms/}"
_CP = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_AGAIN = "Ask for the file again where it came from, and compare the digests."


def corrupt(what: str) -> Gap:
    """The gap for a package that cannot be read."""
    return Gap(OutcomeState.CORRUPT.value, what, next=_AGAIN)


def open_zip(content: bytes) -> zipfile.ZipFile:
    """The zip in ``content``. Raises ``Gap("corrupt")``."""
    try:
        return zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, EOFError, OSError, NotImplementedError) as error:
        raise corrupt(f"The file begins like a zip package, but its directory cannot be read ({error}).") from error


def read_part(package: zipfile.ZipFile, name: str, budget: Budget, times: int = 1) -> bytes:
    """The bytes of a part; ``times`` as in ``check_ratio``. Raises ``Gap``: ``encrypted``, ``limit``, ``corrupt``."""
    info = package.getinfo(name)
    if info.flag_bits & 1:
        raise Gap(
            OutcomeState.ENCRYPTED.value,
            f"{name!r} is encrypted.",
            next="Save a copy without password, and add the copy.",
        )
    limits = budget.limits
    if info.file_size > limits.part_bytes:
        raise over(
            f"{name!r} would unpack to {info.file_size / MB:,.0f} MB; the limit is {limits.part_bytes // MB} MB.",
            limit="part_bytes",
            need=info.file_size,
        )
    budget.member()
    budget.check_ratio(info.compress_size, info.file_size, name, times)
    data = unpack(package, info, limits.part_bytes)
    budget.take(len(data))
    return data


def unpack(package: zipfile.ZipFile, info: zipfile.ZipInfo, most: int, password: str = "") -> bytes:
    """The bytes of a member, at most ``most``. Raises ``Gap("corrupt" | "limit" | "encrypted")``."""
    try:
        with package.open(info, pwd=password.encode() or None) as stream:
            data = stream.read(most + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise corrupt(f"{info.filename[:80]!r} cannot be unpacked ({error}).") from error
    except RuntimeError as error:  # what zipfile raises for members under a password
        raise Gap(
            OutcomeState.ENCRYPTED.value,
            f"{info.filename[:80]!r} needs a password.",
            next=UNLOCK,
        ) from error
    if len(data) > most:
        raise over(
            f"{info.filename[:80]!r} is longer than its directory says and than {most // MB} MB.",
            limit="expanded_bytes",
        )
    return data


def parse(data: bytes, name: str) -> Any:
    """The root element of an XML part. Raises ``Gap("corrupt")`` for anything but plain XML."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True)
    if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data[:65536]:
        raise declared(name)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise corrupt(f"{name!r} is not well-formed XML ({str(error)[:120]}).") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise declared(name)
    return root


def declared(name: str) -> Gap:
    """The gap for a part with a document type declaration."""
    return corrupt(
        f"{name!r} holds a document type declaration, which office files must not have: it can harm a reader."
    )


def relations(package: zipfile.ZipFile, part: str, budget: Budget) -> dict[str, tuple[str, str]]:
    """Relations of a part (ECMA-376 part 2, 9): id to (last word of the type, part that it names)."""
    folder, name = posixpath.split(part)
    place = f"{folder}/_rels/{name}.rels"
    if place not in package.namelist():
        return {}
    found = {}
    for one in parse(read_part(package, place, budget), place).iter(_RELATION):
        if one.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join(folder, one.get("Target") or "")).lstrip("/")
            found[one.get("Id") or ""] = ((one.get("Type") or "").rsplit("/", 1)[-1], target)
    return found


def core_claims(package: zipfile.ZipFile, budget: Budget) -> list[Claimed]:
    """Claims of the core properties (ECMA-376 part 2, 11) where there are any: often left from a template."""
    if "docProps/core.xml" not in package.namelist():
        return []
    core = parse(read_part(package, "docProps/core.xml", budget), "docProps/core.xml")

    def value(tag: str) -> str:
        element = core.find(tag)
        return (element.text or "") if element is not None else ""

    found = claim("title", value(_DC + "title"), "file", 0.5) + claim("author", value(_DC + "creator"), "file", 0.4)
    found += date_claims("created", value(_TERMS + "created"), "file", 0.4)
    found += date_claims("modified", value(_TERMS + "modified"), "file", 0.4)
    found += claim("language", value(_DC + "language"), "file", 0.3)
    return found + claim("editor", value(_CP + "lastModifiedBy"), "file", 0.3)


def said_of_itself(ole: Any) -> list[Claimed]:
    """What the file says of itself ([MS-OLEPS]); a part that cannot be read says nothing."""
    try:
        said = ole.get_metadata()
    except Exception:  # olefile lets whatever a damaged part provokes through
        return []
    encoding = f"cp{said.codepage}" if said.codepage and said.codepage > 0 else "cp1252"

    def text(value: object) -> str:
        if not isinstance(value, bytes):
            return ""
        try:
            return value.decode(encoding if encoding != "cp65001" else "utf-8", "replace").strip("\0 ")
        except LookupError:
            return value.decode("cp1252", "replace").strip("\0 ")

    found = claim("title", text(said.title), "file", 0.5)
    found += claim("author", text(said.author), "file", 0.4)
    found += claim("editor", text(said.last_saved_by), "file", 0.3)
    for field, moment in (("created", said.create_time), ("modified", said.last_saved_time)):
        found += date_claims(field, moment.isoformat() if moment else "", "file", 0.4)
    return found
