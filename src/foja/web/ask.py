"""One request, with the open case and the person: what every route handler receives.

Handlers are plain functions ``Ask -> Response`` and run in a worker thread, each with its own open case,
so that a slow question never holds up another page. ``page`` makes one a GET route, ``act`` a POST route;
only ``act`` hands over a form, and only after the token in it was checked.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, cast
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, QueryParams
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from foja.facade.watched import Watched
from foja.model.errors import Refusal, UsageError
from foja.model.event import Actor
from foja.web.seats import Seat, same
from foja.web.security import SEAT, SEATED

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from foja.case import Case

MOST_FIELDS = 5000
"""Fields in one form: a bulk decision on more statements than this is sent in parts."""


class OpenCase(Protocol):
    """Opens the case for one request and closes it afterwards."""

    def __call__(self, path: Path, /) -> AbstractContextManager[Case]: ...


@dataclass(frozen=True)
class Setting:
    """What one running server knows: where the case is, how it is opened, its templates."""

    path: Path
    open_case: OpenCase
    templates: Any


@dataclass(frozen=True)
class Ask:
    """A request with everything a handler needs. ``seat``: who asks. ``form`` is empty for GET. ``at``: how many events
    the page is made from, which its forms carry, so that two who decide at once are told of one another."""

    request: Request
    setting: Setting
    seat: Seat
    case: Case
    form: FormData
    at: int

    @property
    def actor(self) -> Actor:
        return self.seat.actor

    @property
    def query(self) -> QueryParams:
        return self.request.query_params

    @property
    def partial(self) -> bool:
        """Whether a script asked for a part of the page; without scripts a whole page is given."""
        return self.request.headers.get("hx-request") == "true"

    def path(self, name: str) -> str:
        """A part of the address."""
        return str(self.request.path_params[name])

    def field(self, name: str, default: str = "") -> str:
        """A text field of the form."""
        value = self.form.get(name, default)
        return value.strip() if isinstance(value, str) else default

    def fields(self, name: str) -> list[str]:
        """All values of a field, in order, without repetition."""
        return list(dict.fromkeys(value for value in self.form.getlist(name) if isinstance(value, str) and value))

    def number(self, name: str) -> int:
        """A whole number of the form. Raises ``UsageError`` when it is not one."""
        value = self.field(name)
        if not value.isascii() or not value.isdigit():
            raise UsageError(
                "form-number",
                f"The field “{name}” is “{value}”; a whole number was expected.",
                where=self.request.url.path,
                next="Go back and correct the field.",
            )
        return int(value)

    def why(self) -> str:
        """The reason. Every decision of a person carries one."""
        value = self.field("why")
        if not value:
            raise UsageError(
                "reason-missing",
                "A decision needs a reason, in one line; none was given.",
                where=self.request.url.path,
                next="Go back and write why.",
            )
        return value

    def back(self, default: str) -> RedirectResponse:
        """To the page that the form names in ``return``, if it is one of ours; otherwise to ``default``."""
        target = self.field("return") or default
        parts = urlsplit(target)
        ours = target.startswith("/") and not target.startswith("//") and not parts.scheme and not parts.netloc
        return RedirectResponse(target if ours and "\\" not in target else default, 303)


Handler = Callable[[Ask], Response]


def page(path: str, handler: Handler) -> Route:
    """A GET route."""

    async def endpoint(request: Request) -> Response:
        return await run_in_threadpool(_answer, request, handler, FormData())

    return Route(path, endpoint, methods=["GET"], name=handler.__name__)


def act(path: str, handler: Handler) -> Route:
    """A POST route: the form must carry the token of this server, and the browser its cookie."""

    async def endpoint(request: Request) -> Response:
        seat: Seat = request.scope[SEAT]
        async with request.form(max_files=0, max_fields=MOST_FIELDS) as form:
            given = form.get("token")
            if not request.scope[SEATED] or not isinstance(given, str) or not same(given, seat.form):
                raise Refusal(
                    "form-token",
                    "The form did not come from a page of this server, so nothing was changed.",
                    where=request.url.path,
                    next="Open the page again and repeat the step: the server was perhaps restarted meanwhile.",
                )
            if seat.reads:
                raise Refusal(
                    "reads-only",
                    f"{seat.actor.name} was admitted to read, so nothing was changed.",
                    where=request.url.path,
                    next="Ask whoever runs the server for your team, if you are to decide too.",
                )
            return await run_in_threadpool(_answer, request, handler, form)

    return Route(path, endpoint, methods=["POST"], name=handler.__name__)


def _answer(request: Request, handler: Handler, form: FormData) -> Response:
    setting: Setting = request.app.state.setting
    seat: Seat = request.scope[SEAT]
    with setting.open_case(setting.path) as case:
        watched = Watched(case, seat.actor, f"page {request.url.path}", at_once=False)
        response = handler(Ask(request, setting, seat, cast("Case", watched), form, case.recorded))
        watched.settle()  # what cannot be logged is not shown
        return response
