"""What stands between the pages and everything else that a browser may open beside them.

A case file is read in the browser that also reads mail and news. So: the server answers only to its own
names (a foreign name that resolves to this machine gets nothing), no page may load or run anything that
foja did not ship, no other site may frame or post to a page, and preserved pages are shown without any
power. Sources: CSP Level 3, Fetch Metadata, RFC 6265bis (SameSite), OWASP CSRF cheat sheet.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import parse_qs, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import PlainTextResponse, RedirectResponse, Response
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


SEAT = "foja.seat"
"""Where a request carries its ``Seat``, once the guard let it in."""
SEATED = "foja.seated"
"""Whether the browser proved the seat with its cookie: without that, nothing is changed."""


class Guard:
    """ASGI layer: names, gate, origin of posts, headers of every response."""

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
                if self._gives_cookie(scope):
                    headers.append("set-cookie", self._cookie(scope, scope[SEAT]))
            await send(message)

        scope[SEAT], scope[SEATED] = self.seats.free, False
        try:
            self._seat(scope)
            answer = self._refusal(scope)
        except Damage as error:  # of the list of who may come in: nobody is let in
            answer = PlainTextResponse(f"{error}\n", 500)
        await (answer or self.app)(scope, receive, guarded)

    def _seat(self, scope: Scope) -> None:
        cookies = cookie_parser(Headers(scope=scope).get("cookie", ""))
        known = self.seats.by_cookie(cookies.get(self.seats.name, ""))
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
        if scope["path"].startswith("/assets/"):
            return None
        return self._at_gate(scope)

    def _at_gate(self, scope: Scope) -> Response | None:
        """Lets in whoever shows a key, or has a seat; a key that was shown leads to the seat that it is of."""
        given = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("token", [""])[0]
        shown = self.seats.by_key(given) if given and scope["method"] == "GET" else None
        if shown is not None:
            # The key leaves the address bar at once: it would stay in the history otherwise.
            answer = RedirectResponse(scope["path"] or "/", 303)
            answer.headers.append("set-cookie", self._cookie(scope, shown))
            return answer
        if scope[SEAT] is not None:
            return None
        return PlainTextResponse(
            "This case is open only for those who were let in.\n"
            "What to do: open the full address, with its token: `foja serve` printed it, or whoever runs the server for"
            " your team gave it to you.\n",
            403,
        )

    def _gives_cookie(self, scope: Scope) -> bool:
        page = scope["method"] == "GET" and not scope["path"].startswith("/assets/")
        return self.seats.free is not None and page and not scope[SEATED]

    def _cookie(self, scope: Scope, seat: Seat) -> str:
        only_tls = "; Secure" if scope["scheme"] == "https" else ""
        return f"{self.seats.name}={seat.cookie}; Path=/; HttpOnly; SameSite=Strict{only_tls}"


def _host_name(host: str) -> str:
    """The name in a Host header, without the port."""
    host = host.strip().lower()
    if host.startswith("["):
        return host[: host.find("]") + 1]
    return host.rsplit(":", 1)[0] if ":" in host else host


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
