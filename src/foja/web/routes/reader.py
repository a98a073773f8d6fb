"""Reader: the preserved text on one side, its statements on the other; a new statement from a selection."""

from __future__ import annotations

from bisect import bisect_right
from itertools import takewhile

from starlette.responses import RedirectResponse, Response

from foja.model.errors import UsageError
from foja.model.rows import ReaderView, StatementRow
from foja.model.text import Box, Unit, around
from foja.model.vocabulary import Review, Status
from foja.text.advance import stretch
from foja.web.ask import Ask, act, page
from foja.web.forms import dates_text, statement_fields
from foja.web.original import kind_of, page_count
from foja.web.render import render
from foja.web.routes.sources import DESCRIBED
from foja.web.table_blocks import grid
from foja.web.text_blocks import sections

_SLIDES = ("application/vnd.ms-powerpoint",)
_MAIL = ("message/rfc822", "application/vnd.ms-outlook")
SHOWN = (Review.DRAFT, Review.ACCEPTED, Review.STALE)


def show_reader(ask: Ask) -> Response:
    view = ask.case.reader(ask.path("sha256"))
    shown = [row for row in view.statements if row.review in SHOWN]
    numbers = {row.id: number for number, row in enumerate(shown, 1)}
    here = _here(ask.query.get("at", ""))
    table = grid(view.text, view.reading, shown, here)
    return render(
        ask,
        "reader.html",
        view=view,
        sheet=ask.case.grade_sheet(view.source.sha256),
        sections=() if table.sheets else sections(view.text, view.reading, shown, here),
        table=table,
        mail=view.source.media_type in _MAIL,
        attachments=view.members if view.source.media_type in _MAIL else (),
        page_word="slide" if view.source.media_type in _SLIDES or "presentation" in view.source.media_type else "page",
        shown=shown,
        put_aside=[row for row in view.statements if row.review not in SHOWN],
        numbers=numbers,
        rows={row.id: row for row in shown},
        described=DESCRIBED,
        original=kind_of(view.source, view.reading),
        notes=view.reading.notes if view.reading else (),
        machine=view.reading.recognition if view.reading else None,
    )


def _here(value: str) -> tuple[int, int] | None:
    """The span in ``?at=120-148``; None for anything else, since it only marks a place."""
    start, _, end = value.partition("-")
    return (int(start), int(end)) if all(p.isascii() and p.isdigit() and len(p) < 12 for p in (start, end)) else None


def show_captured(ask: Ask) -> Response:
    """The tab "as captured": page images with the passages marked, or the preserved page in a frame."""
    view = ask.case.reader(ask.path("sha256"))
    kind = kind_of(view.source, view.reading)
    shown = [row for row in view.statements if row.review in SHOWN]
    pages = page_count(ask.case.original(view.source.sha256)) if kind in ("pdf", "image") else 0
    return render(
        ask,
        "captured.html",
        view=view,
        original=kind,
        pages=pages,
        boxes=_boxes(view, shown),
        machine=view.reading.recognition if view.reading else None,
        numbers={row.id: number for number, row in enumerate(shown, 1)},
    )


def _boxes(view: ReaderView, rows: list[StatementRow]) -> dict[int, list[tuple[StatementRow, Box]]]:
    """The boxes of each page that statements touch, by page number. A box is a line of the page."""
    found: dict[int, list[tuple[StatementRow, Box]]] = {}
    units = view.reading.units if view.reading else ()
    for unit in units:
        if unit.box is None or unit.page is None:
            continue
        for row in rows:
            if row.start < unit.end and row.end > unit.start:
                places = _places(view, unit, row)
                if places:
                    found.setdefault(unit.page, []).append((row, around(places)))
                    continue
                left, top, right, bottom = unit.box
                # A line is marked from where the passage enters it to where it leaves it, by the widths of its letters.
                width, line = right - left, view.text[unit.start : unit.end]
                first, last = stretch(line, row.start - unit.start, row.end - unit.start)
                found.setdefault(unit.page, []).append((row, (left + width * first, top, left + width * last, bottom)))
    return found


def _places(view: ReaderView, unit: Unit, row: StatementRow) -> list[Box]:
    """The places of the words of a line that a passage touches and a machine recognised, or a person corrected: they
    are known, also in lines that run left."""
    recognition = view.reading.recognition if view.reading else None
    if view.reading is None or recognition is None:
        return []
    first, last = max(unit.start, row.start), min(unit.end, row.end)
    begin = bisect_right(recognition.words, first, key=lambda word: word.end)
    places = [word.box for word in takewhile(lambda word: word.start < last, recognition.words[begin:])]
    return places + [
        one.box for one in view.reading.corrections if one.box is not None and one.start < last and one.end > first
    ]


def show_new(ask: Ask) -> Response:
    """The form for a new statement. Without scripts the place is given as two numbers in the address."""
    view = ask.case.reader(ask.path("sha256"))
    start, end = _span(ask, len(view.text))
    offered = ask.case.offered(view.source.sha256, start, end)
    return render(
        ask,
        "new_statement.html",
        view=view,
        names=offered.names,
        dates=dates_text(offered.dates),
        start=start,
        end=end,
        quote=view.text[start:end],
        before=view.text[max(0, start - 240) : start],
        after=view.text[end : end + 240],
    )


def _span(ask: Ask, length: int) -> tuple[int, int]:
    given = [ask.query.get(name, "") for name in ("start", "end")]
    if not all(value.isascii() and value.isdigit() for value in given):
        raise UsageError(
            "span-form",
            "The place of the passage is not given as two numbers.",
            where=ask.request.url.path,
            next="Select words in the text and press n.",
        )
    start, end = (int(value) for value in given)
    if not 0 <= start < end <= length:
        raise UsageError(
            "span-outside",
            f"The span {start} to {end} does not lie in this text of {length} characters.",
            where=ask.request.url.path,
            next="Select words in the text and press n.",
        )
    return start, end


def enter_statement(ask: Ask) -> Response:
    digest = ask.path("sha256")
    fields = statement_fields({name: ask.field(name) for name in ask.form})
    if not fields["speaker"]:
        del fields["speaker"]
    fields.setdefault("status", str(Status.NONE))
    made = ask.case.enter(digest, ask.number("start"), ask.number("end"), fields, actor=ask.actor, why=ask.why())
    return RedirectResponse(f"/sources/{made.source}#c-{made.id}", 303)


ROUTES = (
    page("/sources/{sha256}", show_reader),
    page("/sources/{sha256}/captured", show_captured),
    page("/sources/{sha256}/new", show_new),
    act("/sources/{sha256}/new", enter_statement),
)
