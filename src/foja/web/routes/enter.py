"""The way in where a key is asked for, and the way out. No case is opened here, and nothing of it is shown.

The key stands behind the ``#`` of the address that was given: browsers send that part to nobody, so it is in no log of
a server or proxy. A script puts it into the form; without scripts it is pasted. Whose key it is has to be confirmed
before anything is recorded in that name: a link or a page of somebody else cannot seat anybody.
"""

from __future__ import annotations

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from foja.web.seats import Seat, Seats, same
from foja.web.security import ENTER, SEAT, SEATED, cookie

MOST_BYTES = 4096
"""Of a form that a stranger sends."""


async def show_enter(request: Request) -> Response:
    if request.app.state.seats.free is not None:
        return RedirectResponse("/", 303)
    return _page(request)


async def enter(request: Request) -> Response:
    """First says whose the key is, then, confirmed, gives the browser the cookie of that seat."""
    seats: Seats = request.app.state.seats
    form = await _form(request)
    if form is None:
        return _page(request, 413, wrong="That is too long for a key.")
    key = _field(form, "key")
    seat = seats.by_key(key) if key else None
    if seat is None:
        return _page(request, 403, wrong="This key is not known here. It may have been mistyped, or taken back.")
    if _field(form, "as") != seat.actor.name:
        return _page(request, key=key, of=seat)
    answer = RedirectResponse("/", 303)
    answer.headers.append("set-cookie", cookie(request.scope, seats, seat))
    return answer


async def leave(request: Request) -> Response:
    """Takes the cookie back from this browser. Other browsers of the same person stay."""
    seats: Seats = request.app.state.seats
    seat: Seat | None = request.scope[SEAT]
    form = await _form(request)
    if seat is None or form is None or not same(_field(form, "token"), seat.form):
        return _page(request, 403, wrong="The form did not come from a page of this server, so nothing was changed.")
    answer = RedirectResponse(ENTER, 303)
    answer.headers.append("set-cookie", cookie(request.scope, seats, None))
    return answer


async def _form(request: Request) -> FormData | None:
    """The form, as long as it is short and says how long it is."""
    length = request.headers.get("content-length", "")
    if not length.isascii() or not length.isdigit() or int(length) > MOST_BYTES:
        return None
    async with request.form(max_files=0, max_fields=4) as form:
        return form


def _field(form: FormData, name: str) -> str:
    value = form.get(name, "")
    return value.strip() if isinstance(value, str) else ""


def _page(request: Request, status: int = 200, *, key: str = "", of: Seat | None = None, wrong: str = "") -> Response:
    """``of``: whose the ``key`` is, to be confirmed; ``wrong``: why nothing was done."""
    now: Seat | None = request.scope[SEAT] if request.scope[SEATED] else None
    template = request.app.state.setting.templates.get_template("enter.html")
    return HTMLResponse(template.render(key=key, of=of, now=now, wrong=wrong), status)


ROUTES = (
    Route(ENTER, show_enter, methods=["GET"]),
    Route(ENTER, enter, methods=["POST"]),
    Route("/leave", leave, methods=["POST"]),
)
