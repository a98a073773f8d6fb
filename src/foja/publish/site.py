"""A site for everybody: what was accepted from public sources, as pages that need no server and no script.

The pages load nothing from elsewhere and keep no track of who reads them. Each statement has an address of its own, its
passage, and the digest of the preserved source. Drafts, names of reviewers, and whatever has a label above ``public``
are not in it.
"""

from __future__ import annotations

import zipfile
from importlib.resources import files
from itertools import groupby
from pathlib import Path
from typing import Any

from foja.model.rows import Brief
from foja.publish.told import told
from foja.publish.web_annotations import collection

PAGES = {
    "index": "Statements",
    "proceedings": "Proceedings",
    "conflicts": "Conflicts",
    "sources": "Sources",
    "about": "How to read this",
}
"""The pages, by the name of their file and template."""


def write_site(brief: Brief, out: Path) -> None:
    """Writes the site as a ZIP: unpack it where a web server finds it, or open ``index.html``. The same brief gives the
    same bytes."""
    shown = told(brief)
    years = [(year, list(rows)) for year, rows in groupby(shown["statements"], key=lambda row: _year(row["dates"]))]
    templates = _templates()
    with zipfile.ZipFile(out, "x", zipfile.ZIP_STORED) as site:
        for name in PAGES:
            page = templates.get_template(f"{name}.html").render(case=shown, years=years, pages=PAGES, here=name)
            _put(site, f"{name}.html", page.encode())
        _put(site, "site.css", (files("foja.publish") / "templates" / "site" / "site.css").read_bytes())
        _put(site, "annotations.jsonld", collection(brief.statements, brief.origin))


def _year(dates: str) -> str:
    """The year that the first date of a statement begins with; empty where none is dated."""
    return dates[:4] if dates[:4].isdigit() else ""


def _templates() -> Any:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("foja.publish", "templates/site"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip


def _put(site: zipfile.ZipFile, name: str, data: bytes) -> None:
    info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))  # no clock in what is written
    info.external_attr = 0o644 << 16
    site.writestr(info, data)
