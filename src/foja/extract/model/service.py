"""The service that holds the model: one request, one reply, within limits. The only place that reaches for a network.

Redirects are not followed: a text goes to the address that a person named, or nowhere.
"""

from __future__ import annotations

import http.client
import json
import os
import urllib.error
import urllib.parse
import urllib.request
from typing import Any

from foja.extract.model.ask import ModelSetting
from foja.model.errors import Gap, UsageError

LARGEST = 4 << 20
"""Bytes of a reply that are read."""


class _Straight(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *given: Any, **named: Any) -> None:
        return None


def check(setting: ModelSetting) -> None:
    """Raises ``UsageError`` where endpoint or model cannot be used."""
    parts = urllib.parse.urlsplit(setting.endpoint)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or not setting.model.strip():
        raise UsageError(
            "model-unknown",
            "No model can be asked: an endpoint (http or https) and a model have to be named.",
            next="Name both: --endpoint http://127.0.0.1:8080/v1 --model NAME, or under [model] in foja.toml.",
        )
    if setting.key and not os.environ.get(setting.key):
        raise UsageError(
            "model-key-missing",
            f"The environment variable {setting.key}, which is said to hold the key of the service, is not set.",
            next="Set it, or leave the name away for a service that needs no key.",
        )


def ask(setting: ModelSetting, question: dict[str, object]) -> bytes:
    """The reply of the service. Raises ``Gap`` where it cannot be reached, refuses, or takes too long."""
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    if setting.key:
        headers["Authorization"] = f"Bearer {os.environ.get(setting.key, '')}"
    request = urllib.request.Request(  # noqa: S310 (the scheme was checked)
        setting.endpoint.rstrip("/") + "/chat/completions", json.dumps(question).encode(), headers
    )
    opener = urllib.request.build_opener(_Straight())
    try:
        with opener.open(request, timeout=setting.seconds) as reply:
            data: bytes = reply.read(LARGEST + 1)
    except urllib.error.HTTPError as error:
        raise _gap(f"it answered {error.code}") from error
    except TimeoutError as error:
        raise _gap(f"it did not answer within {setting.seconds:g} seconds") from error
    except (OSError, http.client.HTTPException) as error:
        reason = getattr(error, "reason", error)
        raise _gap(
            f"it did not answer within {setting.seconds:g} seconds"
            if isinstance(reason, TimeoutError)
            else f"it could not be reached ({reason})"
        ) from error
    if len(data) > LARGEST:
        raise _gap("its answer is too large")
    return data


def _gap(why: str) -> Gap:
    return Gap(
        "model-failed",
        f"The model gave no answer: {why}.",
        next="Nothing was changed by it. Ask again with the same command.",
    )
