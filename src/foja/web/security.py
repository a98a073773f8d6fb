"""What stands between the pages and everything else that a browser may open beside them.

A case file is read in the browser that also reads mail and news. So: the server answers only to its own
names (a foreign name that resolves to this machine gets nothing), no page may load or run anything that
foja did not ship, no other site may frame or post to a page, and preserved pages are shown without any
power. Sources: CSP Level 3, Fetch Metadata, RFC 6265bis (SameSite), OWASP CSRF cheat sheet.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

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


@dataclass(frozen=True)
class Keys:
    """The secrets of one running server. ``cookie`` proves that the browser was here, ``form`` that the
    form came from one of our pages. ``gate``: what the address must carry once before anything is
    shown; None where reading is open to whoever reaches the port."""

    name: str
    cookie: str
    form: str
    gate: str | None

    @classmethod
    def derive(cls, case: str, token: str | None) -> Keys:
        """Keys from the start token, or from fresh random bytes where none was given."""
        secret = (token or secrets.token_urlsafe(32)).encode()

        def part(label: str) -> str:
            return hmac.new(secret, f"foja {label}".encode(), hashlib.sha256).hexdigest()

        # Cookies are shared by all ports of a host: two cases open side by side need two names.
        name = "foja-" + hashlib.sha256(case.encode()).hexdigest()[:12]
        return cls(name=name, cookie=part("cookie"), form=part("form"), gate=token)


def same(first: str, second: str) -> bool:
    """Equality that takes the same time wherever the values differ."""
    return hmac.compare_digest(first.encode(), second.encode())


class Guard:
    """ASGI layer: names, gate, origin of posts, headers of every response."""

    def __init__(self, app: ASGIApp, *, keys: Keys, hosts: Iterable[str] = ()) -> None:
        self.app = app
        self.keys = keys
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
                    headers.append("set-cookie", self._cookie())
            await send(message)

        answer = self._refusal(scope)
        await (answer or self.app)(scope, receive, guarded)

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
        if self.keys.gate is not None and not scope["path"].startswith("/assets/") and not self._known(headers):
            return self._at_gate(scope)
        return None

    def _at_gate(self, scope: Scope) -> Response:
        given = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("token", [""])[0]
        if scope["method"] == "GET" and self.keys.gate is not None and same(given, self.keys.gate):
            # The token leaves the address bar at once: it would stay in the history otherwise.
            answer = RedirectResponse(scope["path"] or "/", 303)
            answer.headers.append("set-cookie", self._cookie())
            return answer
        return PlainTextResponse(
            "This case is open for the person who started it only.\n"
            "What to do: open the full address, with its token, that `foja serve` printed.\n",
            403,
        )

    def _known(self, headers: Headers) -> bool:
        return same(cookie_parser(headers.get("cookie", "")).get(self.keys.name, ""), self.keys.cookie)

    def _gives_cookie(self, scope: Scope) -> bool:
        page = scope["method"] == "GET" and not scope["path"].startswith("/assets/")
        return self.keys.gate is None and page and not self._known(Headers(scope=scope))

    def _cookie(self) -> str:
        return f"{self.keys.name}={self.keys.cookie}; Path=/; HttpOnly; SameSite=Strict"


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
