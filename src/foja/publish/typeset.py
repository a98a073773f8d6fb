"""Setting a page with Typst (PDF/A-2b): a template of ours, and data that go in as JSON, never read as markup."""

from __future__ import annotations

import json
import tempfile
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from importlib import resources
from pathlib import Path

from foja.model.errors import Gap


def typeset(template: str, data: object, at: str = "", pictures: Mapping[str, bytes] | None = None) -> bytes:
    """The PDF that ``templates/<template>.typ`` makes of ``data`` (plain JSON), which it reads as ``data.json``.

    ``pictures``: file name to content, for those that the template shows. ``at``: the date of the document (ISO 8601),
    never that of the clock: the same data give the same bytes. Raises Gap ``report-failed``.
    """
    import typst

    source = resources.files("foja.publish").joinpath(f"templates/{template}.typ").read_text("utf-8")
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "page.typ").write_text(source, encoding="utf-8")
        Path(folder, "data.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        for name, picture in (pictures or {}).items():
            Path(folder, name).write_bytes(picture)
        try:
            return typst.compile(
                str(Path(folder, "page.typ")),
                format="pdf",
                pdf_standards=["a-2b"],
                timestamp=int(datetime.fromisoformat(at).timestamp()) if at else 0,
            )
        except RuntimeError as error:
            raise Gap(
                "report-failed", f"The page could not be set: {error}.", next="Write it in another form instead."
            ) from error


def plain(text: str) -> str:
    """Text of a source as it may stand in a line: no control characters, none that turn the order of letters."""
    return "".join(
        f"\\u{ord(char):04x}" if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp") else char for char in text
    )
