"""The application: routes, templates and the guard put together."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles

from foja.model.errors import Damage, FojaError, Gap, Refusal
from foja.model.event import Actor
from foja.web.ask import OpenCase, Setting
from foja.web.render import environment
from foja.web.routes import (
    arguments,
    choose,
    chronology,
    conflicts,
    custody,
    desk,
    enter,
    exposure,
    handover,
    items,
    links,
    names,
    original,
    page_check,
    particular_forms,
    particulars,
    parties,
    posts,
    proceedings,
    reader,
    review,
    screening,
    search,
    sources,
    statements,
    texts,
    weighing,
)
from foja.web.seats import Seat, Seats
from foja.web.security import HEADERS, SEAT, Guard

if TYPE_CHECKING:
    from foja.case import Case

ASSETS = Path(__file__).parent / "assets"
ABSENT = frozenset(
    {
        "source-unknown",
        "statement-unknown",
        "party-unknown",
        "link-unknown",
        "proposition-unknown",
        "conflict-unknown",
        "act-unknown",
        "matter-unknown",
        "list-unknown",
        "entry-unknown",
        "screening-unknown",
        "particular-unknown",
        "issue-unknown",
        "item-unknown",
        "charge-unknown",
        "case-missing",
        "blob-missing",
        "page-unknown",
    }
)
"""Errors that mean: what the address names is not here."""
SCREENS = (
    texts,
    desk, sources, links, reader, original, custody, review, statements, conflicts, names, parties, screening,
    chronology, proceedings, posts, particular_forms, particulars, arguments, exposure, items, page_check, search,
    handover, weighing, choose,
)  # fmt: skip


def create_app(
    case_path: Path,
    *,
    seats: Seats,
    hosts: Sequence[str] = (),
    open_case: OpenCase | None = None,
) -> Starlette:
    """The pages of one case.

    ``seats``: who may open them, and in whose name decisions are recorded. ``hosts``: names the server answers to,
    besides the loopback ones. ``open_case``: how the case is opened for a request (the tests pass a simulator).
    """
    routes: list[BaseRoute] = [*enter.ROUTES, *(route for screen in SCREENS for route in screen.ROUTES)]
    # The type of these endings must not depend on the machine's own table.
    mimetypes.add_type("text/javascript", ".js")
    mimetypes.add_type("font/woff2", ".woff2")
    routes.append(Mount("/assets", _Assets(directory=ASSETS), name="assets"))
    app = Starlette(
        routes=routes,
        middleware=[Middleware(Guard, seats=seats, hosts=tuple(hosts))],
        exception_handlers={FojaError: _refused, HTTPException: _refused_by_router, Exception: _failed},
    )
    app.state.setting = Setting(case_path, open_case or _Shared(), environment())
    app.state.seats = seats
    return app


class _Shared:
    """One open case for all requests: opening it for each would cost more than most pages.

    Each thread has its own connection to the tables (see ``Database``); what another process wrote to the
    ledger is taken up before a request is answered.
    """

    def __init__(self) -> None:
        self._opening = Lock()
        self._cases: dict[Path, Case] = {}

    @contextmanager
    def __call__(self, path: Path, /) -> Iterator[Case]:
        from foja.case import Case

        with self._opening:
            case = self._cases.get(path)
            if case is None:
                case = self._cases[path] = Case(path)
        case.follow()
        yield case


class _Assets(StaticFiles):
    """Our own files: the only ones a browser may keep, for an hour."""

    def file_response(self, *arguments: object, **named: object) -> Response:
        answer = super().file_response(*arguments, **named)  # type: ignore[arg-type]
        answer.headers["cache-control"] = "private, max-age=3600"
        return answer


def _error_page(request: Request, status: int, title: str, error: FojaError) -> Response:
    if request.headers.get("hx-request") == "true":
        return PlainTextResponse(str(error), status)
    setting: Setting = request.app.state.setting
    seat: Seat | None = request.scope.get(SEAT)
    body = setting.templates.get_template("error.html").render(
        case_title="",
        actor=seat.actor if seat else Actor(name="nobody"),
        token=seat.form if seat else "",
        page_at="",
        reads=seat.reads if seat else True,
        gated=request.app.state.seats.free is None,
        here=request.url.path,
        address="",
        status=status,
        title=title,
        error=error,
    )
    return HTMLResponse(body, status)


def status_of(error: FojaError) -> tuple[int, str]:
    """HTTP status and heading of an error."""
    if error.code == "form-token":
        return 403, "Nothing was changed"
    if error.code in ABSENT:
        return 404, "Not in this case file"
    if isinstance(error, Refusal):
        return 409, "foja did not do this"
    if isinstance(error, Damage):
        return 500, "Something in the case file does not verify"
    if isinstance(error, Gap):
        return 422, "This could not be read"
    return 400, "This request cannot be understood"


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, FojaError)
    status, title = status_of(error)
    return _error_page(request, status, title, error)


async def _refused_by_router(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    missing = FojaError(
        "page-unknown" if error.status_code == 404 else "request-refused",
        "There is no page at this address." if error.status_code == 404 else str(error.detail),
        where=request.url.path,
        next="Start from the desk, or search.",
    )
    return _error_page(request, error.status_code, "No such page" if error.status_code == 404 else "Refused", missing)


async def _failed(request: Request, error: Exception) -> Response:
    # Starlette re-raises after this answer, so the server's log has the whole story; the page has none of it.
    failure = FojaError(
        "page-failed",
        f"A fault in foja stopped this page ({type(error).__name__}). Nothing was changed by it.",
        where=request.url.path,
        next="Try again; if it stays, report it with the lines that the server printed.",
    )
    answer = _error_page(request, 500, "This page failed", failure)
    # Starlette answers faults outside of our guard: its headers are set here.
    answer.headers.update(HEADERS)
    return answer
