"""Originals: as a download, as a page in a sandboxed frame, or as images of PDF pages."""

from __future__ import annotations

from urllib.parse import quote

from starlette.responses import HTMLResponse, Response

from foja.model.errors import UsageError
from foja.web.ask import Ask, page
from foja.web.original import harmless_html, kind_of, page_image
from foja.web.security import CAPTURED_POLICY


def download_original(ask: Ask) -> Response:
    """The bytes as preserved. Never shown by the browser: always offered as a file."""
    row = ask.case.source(ask.path("sha256"))
    name = (
        "".join(c for c in row.name.replace("\\", "/").rsplit("/", 1)[-1] if c.isprintable() and c not in '"/')
        or row.sha256
    )
    plain = name.encode("ascii", "replace").decode().replace("?", "_").replace("%", "_")
    return Response(
        ask.case.original(row.sha256),
        media_type="application/octet-stream",
        headers={"content-disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"},
    )


def show_frame(ask: Ask) -> Response:
    """The preserved page with everything active taken out, under a policy that would stop it anyway."""
    row = ask.case.source(ask.path("sha256"))
    if kind_of(row, None) != "html":
        raise UsageError(
            "original-form", f"{row.label} is not a web page.", where=row.sha256, next="Read its text instead."
        )
    return HTMLResponse(
        harmless_html(ask.case.original(row.sha256)),
        headers={"content-security-policy": CAPTURED_POLICY, "x-frame-options": "SAMEORIGIN"},
    )


def show_page_image(ask: Ask) -> Response:
    row = ask.case.source(ask.path("sha256"))
    number = int(ask.request.path_params["number"])
    return Response(page_image(row.sha256, ask.case.original, number), media_type="image/png")


ROUTES = (
    page("/sources/{sha256}/original", download_original),
    page("/sources/{sha256}/frame", show_frame),
    page("/sources/{sha256}/pages/{number:int}.png", show_page_image),
)
