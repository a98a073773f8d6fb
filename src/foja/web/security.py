"""What stands between the pages and everything else that a browser may open beside them.

A case file is read in the browser that also reads mail and news. So: the server answers only to its own
names (a foreign name that resolves to this machine gets nothing), no page may load or run anything that
foja did not ship, no other site may frame, ask for or post to a page, and preserved pages are shown without any
power. Sources: CSP Level 3, Fetch Metadata, RFC 6265bis (SameSite), OWASP CSRF cheat sheet.
"""

from __future__ import annotations

import html
from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from foja.model.errors import Damage
from foja.web.seats import Seat, Seats

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; frame-src 'self'"
)
CAPTURED_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'"
"""For preserved pages: shown in a frame, without scripts, forms, links that lead anywhere, or network."""

HEADERS = {
    "content-security-policy": PAGE_POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "cache-control": "no-store",
}


ENTER = "/enter"
"""The one page, besides assets, that a stranger gets where a key is asked for."""
STRANGER = "This case is open only for those who were let in.\n"
GATE = (
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>foja</title>'
    '<meta name="viewport" content="width=device-width">'
    '<link rel="stylesheet" href="/assets/foja.css"><main><section class="narrow">'
    f'<p>{STRANGER}</p><p><a class="button" href="{ENTER}">Enter with your key</a></p></section></main></html>'
)
SEAT = "foja.seat"
"""Where a request carries its ``Seat``, once the guard let it in."""
SEATED = "foja.seated"
"""Whether the browser proved the seat with its cookie: without that, nothing is changed."""


class Guard:
    """ASGI layer: names, origin of posts, gate, headers of every response."""

    def __init__(self, app: ASGIApp, *, seats: Seats, hosts: Iterable[str] = ()) -> None:
        self.app = app
        self.seats = seats
        self.hosts = frozenset((*LOOPBACK, *(host.lower() for host in hosts)))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            # No web sockets here: a connection that is not a plain request is closed at once.
            if scope["type"] == "websocket":
                await send({"type": "websocket.close", "code": 1008})
                return
            await self.app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                if answer is None and self._gives_cookie(scope):
                    headers.append("set-cookie", cookie(scope, self.seats, scope[SEAT]))
            await send(message)

        scope[SEAT], scope[SEATED] = self.seats.free, False
        answer: Response | None
        try:
            self._seat(scope)
            answer = self._refusal(scope)
        except Damage:  # of the list of who may come in: nobody is let in, and a stranger is not told where it lies
            answer = PlainTextResponse(
                "Who may come in cannot be read, so nobody is let in.\n"
                "What to do: whoever runs the server finds the reason with: foja team CASE\n",
                500,
            )
        await (answer or self.app)(scope, receive, guarded)

    def _seat(self, scope: Scope) -> None:
        cookies = cookie_parser(Headers(scope=scope).get("cookie", ""))
        known = self.seats.by_cookie(cookies.get(_cookie_name(scope, self.seats), ""))
        if known is not None:
            scope[SEAT], scope[SEATED] = known, True

    def _refusal(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        if _host_name(headers.get("host", "")) not in self.hosts:
            return PlainTextResponse(
                "This server does not answer to that name.\n"
                "What to do: open the address that `foja serve` printed, or name the host when starting it.\n",
                421,
            )
        if scope["method"] not in ("GET", "HEAD", "POST"):
            return PlainTextResponse("Only GET, HEAD and POST are answered here.\n", 405)
        if scope["method"] == "POST" and not _from_here(headers, scope["scheme"]):
            return PlainTextResponse(
                "This request was sent by another site, so nothing was changed.\n"
                "What to do: open the page in foja and send the form from there.\n",
                403,
            )
        if scope["method"] != "POST" and _from_elsewhere(headers):
            return _again(scope, headers)
        if scope[SEAT] is not None or scope["path"] == ENTER or scope["path"].startswith("/assets/"):
            return None
        if headers.get("hx-request") == "true" or "text/html" not in headers.get("accept", ""):
            return PlainTextResponse(STRANGER + f"What to do: open {ENTER} here, with your key.\n", 403)
        return HTMLResponse(GATE, 403)

    def _gives_cookie(self, scope: Scope) -> bool:
        page = scope["method"] == "GET" and not scope["path"].startswith("/assets/")
        return self.seats.free is not None and page and not scope[SEATED]


def cookie(scope: Scope, seats: Seats, seat: Seat | None) -> str:
    """The header that seats a browser, or with None, takes the cookie back."""
    only_tls = "; Secure" if scope["scheme"] == "https" else ""
    value, gone = (seat.cookie, "") if seat else ("", "; Max-Age=0")
    return f"{_cookie_name(scope, seats)}={value}; Path=/; HttpOnly; SameSite=Strict{only_tls}{gone}"


def _cookie_name(scope: Scope, seats: Seats) -> str:
    """Over TLS a name that no other host of the same domain can set, or a page that came in clear (RFC 6265bis)."""
    return f"__Host-{seats.name}" if scope["scheme"] == "https" else seats.name


def _host_name(host: str) -> str:
    """The name in a Host header, without the port."""
    host = host.strip().lower()
    if host.startswith("["):
        return host[: host.find("]") + 1]
    return host.rsplit(":", 1)[0] if ":" in host else host


def _from_elsewhere(headers: Headers) -> bool:
    """Whether a page of another site asks, as far as the browser says."""
    return headers.get("sec-fetch-site") in ("cross-site", "same-site")


def _again(scope: Scope, headers: Headers) -> Response:
    """What a page of another site gets: nothing, where it asks behind the scenes (how long a search takes would tell
    whether a name is in the case); where somebody follows a link, a page that asks again, by itself, as one of ours.
    Only then the browser sends the cookie along, and the other page has lost sight of the window."""
    if headers.get("sec-fetch-mode") != "navigate" or headers.get("sec-fetch-dest") not in ("document", None):
        return PlainTextResponse("Pages of other sites get nothing here.\n", 403)
    path = scope.get("raw_path", scope["path"].encode()).decode("latin-1").partition("?")[0]
    query = scope.get("query_string", b"").decode("latin-1")
    # One slash: two would lead to another host.
    here = html.escape("/" + path.lstrip("/\\") + (f"?{query}" if query else ""), quote=True)
    return HTMLResponse(
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>foja</title>'
        f'<meta http-equiv="refresh" content="0;url={here}"><p><a href="{here}">Go on</a></p></html>'
    )


def _from_here(headers: Headers, scheme: str) -> bool:
    """Whether a post comes from one of our own pages, as far as the browser says.

    Under ``no-referrer`` a browser sends ``Origin: null`` with a form, so its Fetch Metadata decide
    then. A client that sends neither header is no browser; the token in the form still stops it.
    """
    origin, site = headers.get("origin"), headers.get("sec-fetch-site")
    if site is not None and site not in ("same-origin", "none"):
        return False
    if origin is None:
        return True
    if origin == "null":
        return site == "same-origin"
    parts = urlsplit(origin)
    return parts.scheme == scheme and parts.netloc.lower() == headers.get("host", "").strip().lower()
