"""Correcting a recognised page beside its picture, and the texts that a source had."""

from __future__ import annotations

from starlette.responses import RedirectResponse, Response

from foja.model.errors import UsageError
from foja.web.ask import Ask, act, page
from foja.web.meanwhile import untouched
from foja.web.original import kind_of
from foja.web.render import render
from foja.web.text_blocks import sections


def show_page(ask: Ask) -> Response:
    """The lines of one page as fields, with the picture of the page beside them."""
    view = ask.case.reader(ask.path("sha256"))
    number = _page(ask)
    if number not in view.correctable:
        raise UsageError(
            "page-not-recognised",
            f"Page {number} of this source holds no line that a machine recognised.",
            where=ask.request.url.path,
            next="Open the source, and choose one of its pages that were read by machine.",
        )
    place = view.correctable.index(number)
    size = view.reading.pages[number - 1] if view.reading and len(view.reading.pages) >= number else None
    return render(
        ask,
        "correct_text.html",
        view=view,
        number=number,
        before=view.correctable[place - 1] if place else None,
        after=view.correctable[place + 1] if place + 1 < len(view.correctable) else None,
        lines=ask.case.recognised_lines(view.source.sha256, number),
        size=size,
        original=kind_of(view.source, view.reading),
        machine=view.reading.recognition if view.reading else None,
    )


def correct_page(ask: Ask) -> Response:
    """Records the lines that differ from what they were when the page was opened."""
    digest, number = ask.path("sha256"), _page(ask)
    lines = ask.case.recognised_lines(digest, number)
    # A field wraps a long line; what a person breaks there is still one line.
    written = {line.line: " ".join(ask.field(f"line-{line.line}").splitlines()) for line in lines}
    changed = {
        (number, line.line): written[line.line]
        for line in lines
        if f"line-{line.line}" in ask.form and written[line.line] != line.text
    }
    made = ask.case.correct_text(digest, changed, text=ask.field("text"), actor=ask.actor, why=ask.why())
    return RedirectResponse(f"/sources/{made.source}#page-{number}", 303)


def show_texts(ask: Ask) -> Response:
    """The texts that a source had, with who corrected them; one of them whole, where the address names it."""
    view = ask.case.reader(ask.path("sha256"))
    asked = ask.query.get("text", "")
    document = ask.case.text_version(view.source.sha256, asked) if asked else None
    return render(
        ask,
        "texts.html",
        view=view,
        texts=ask.case.texts(view.source.sha256),
        document=document,
        sections=sections(document.text, document.reading, ()) if document else (),
        original=kind_of(view.source, view.reading),
    )


def use_text(ask: Ask) -> Response:
    digest = ask.path("sha256")
    with untouched(ask, digest):
        ask.case.use_text(digest, ask.field("text"), actor=ask.actor, why=ask.why())
    return RedirectResponse(f"/sources/{digest}", 303)


def _page(ask: Ask) -> int:
    value = ask.path("page")
    if not (value.isascii() and value.isdigit() and len(value) < 8):
        raise UsageError("page-form", f"“{value}” is not the number of a page.", where=ask.request.url.path)
    return int(value)


ROUTES = (
    page("/sources/{sha256}/texts", show_texts),
    act("/sources/{sha256}/texts", use_text),
    page("/sources/{sha256}/correct-text/{page}", show_page),
    act("/sources/{sha256}/correct-text/{page}", correct_page),
)
