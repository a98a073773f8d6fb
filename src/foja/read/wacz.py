"""WACZ (1.1): a zip of web archives. The archives inside are members; the text is the list of pages it names.

The digests that the package states of its parts are computed again; one that does not match is noted.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from typing import Any

from foja.model.errors import Gap
from foja.model.source import Original
from foja.model.vocabulary import ZoneRole
from foja.read.archive import Unpacking
from foja.read.builder import Builder
from foja.read.draft import Draft
from foja.read.limits import Limits
from foja.read.office import open_zip, unpack
from foja.read.zones import Mark, cover

_LIST = Mark(ZoneRole.OTHER, 0.99, "list of the pages of the archive")
_ARCHIVES = (".warc", ".warc.gz")
_PAGES = "pages/"


def read(original: Original, limits: Limits) -> Draft:
    """Web archives as members. Raises ``Gap``: ``corrupt``, ``encrypted``, ``limit``."""
    package = open_zip(original.content)
    unpacking = Unpacking(limits, "wacz")
    stated = _stated(package, limits, unpacking.notes)
    pages: list[str] = []
    count = 0
    for info in package.infolist():
        archive = info.filename.startswith("archive/") and info.filename.endswith(_ARCHIVES)
        if not archive and not (info.filename.startswith(_PAGES) and info.filename.endswith(".jsonl")):
            continue
        count += archive
        try:
            unpacking.budget.check_ratio(info.compress_size, info.file_size, info.filename)
            data = unpack(package, info, min(unpacking.budget.left, limits.original_bytes))
        except Gap as gap:
            unpacking.skip(info.filename, gap.what, gap)
            continue
        digest = stated.get(info.filename)
        if digest and digest != hashlib.sha256(data).hexdigest():
            unpacking.notes.append(f"{info.filename!r} does not match the digest that the package has of it")
        if archive:
            unpacking.keep(info.filename, data)
        else:
            pages += _pages(data)
    draft = unpacking.draft(count)
    if pages:
        builder = Builder(limits)
        for number, page in enumerate(pages, 1):
            builder.add(page, "item", line=number, path=f"page {number} of the list")
        draft.text, draft.units = builder.text, builder.units
        draft.zones = cover(builder.length, [(0, _LIST)])
    return draft


def _stated(package: zipfile.ZipFile, limits: Limits, notes: list[str]) -> dict[str, str]:
    """SHA-256 of the parts as ``datapackage.json`` states them."""
    try:
        data = json.loads(unpack(package, package.getinfo("datapackage.json"), limits.part_bytes))
        resources = data["resources"] if isinstance(data, dict) else []
        found = {
            str(one["path"]): str(one.get("hash", "")) for one in resources if isinstance(one, dict) and "path" in one
        }
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        notes.append(f"the list of parts, datapackage.json, cannot be read ({str(error)[:80]})")
        return {}
    return {path: value.removeprefix("sha256:") for path, value in found.items() if value.startswith("sha256:")}


def _pages(data: bytes) -> list[str]:
    """A line for each page: when it was captured, its title, its address."""
    found = []
    for line in data.splitlines():
        try:
            page: Any = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if isinstance(page, dict) and isinstance(page.get("url"), str) and page["url"].strip():
            parts = (page.get("ts"), page.get("title"), page["url"])
            found.append(
                "  ".join(" ".join(part.split())[:500] for part in parts if isinstance(part, str) and part.strip())
            )
    return found
