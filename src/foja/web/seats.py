"""Who sits at the pages: one person who opened a case, or the members of a team that share a server.

A seat is what a browser proves with its cookie: the person in whose name decisions are recorded, and whether that
person may decide. Whoever reaches a port gets nothing by that alone, except on a machine of one's own.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from typing import Protocol

from foja.model.event import Actor


@dataclass(frozen=True)
class Seat:
    """``cookie`` proves that a browser was let in here, ``form`` that a form came from one of our pages. ``reads``: the
    person looks and searches, and changes nothing."""

    actor: Actor
    cookie: str
    form: str
    reads: bool = False


class Seats(Protocol):
    """``name``: of the cookie. ``free``: the seat of whoever reaches the port; None where a key has to be shown once in
    each browser."""

    name: str

    @property
    def free(self) -> Seat | None: ...

    def by_cookie(self, given: str, /) -> Seat | None:
        """The seat whose cookie this is."""
        ...

    def by_key(self, given: str, /) -> Seat | None:
        """The seat whose key this is."""
        ...


class OneSeat:
    """The seat of the person who started the server. ``token``: the key, where one is asked for."""

    def __init__(self, case: str, actor: Actor, token: str | None) -> None:
        self.name = cookie_name(case)
        self._token = token
        self._seat = seat(actor, cookie_of(token or secrets.token_urlsafe(32)))
        self.free = self._seat if token is None else None

    def by_cookie(self, given: str, /) -> Seat | None:
        return self._seat if same(given, self._seat.cookie) else None

    def by_key(self, given: str, /) -> Seat | None:
        return self._seat if self._token is not None and same(given, self._token) else None


def cookie_of(key: str) -> str:
    """What a browser keeps in place of a key: the key cannot be found from it."""
    return _follows(key, "cookie")


def seat(actor: Actor, cookie: str, *, reads: bool = False) -> Seat:
    """The seat of a cookie; its form token follows from that, and the cookie not from the form token."""
    return Seat(actor, cookie=cookie, form=_follows(cookie, "form"), reads=reads)


def _follows(secret: str, label: str) -> str:
    return hmac.new(secret.encode(), f"foja {label}".encode(), hashlib.sha256).hexdigest()


def cookie_name(case: str) -> str:
    """Cookies are shared by all ports of a host: two cases open side by side need two names."""
    return "foja-" + hashlib.sha256(case.encode()).hexdigest()[:12]


def same(first: str, second: str) -> bool:
    """Equality that takes the same time wherever the values differ."""
    return hmac.compare_digest(first.encode(), second.encode())
