"""A browser on a real case that is served on this machine, as a person would use it."""

from __future__ import annotations

import os
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


def chromium() -> str:
    """The path of a Chromium; skips with what to do where there is none."""
    named = os.environ.get("FOJA_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not named:
        pytest.skip("no Chromium: apt-get update && apt-get install -y chromium (or set FOJA_CHROMIUM to its path)")
    return named


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def case_path(tmp_path_factory: pytest.TempPathFactory, built_sample: Path) -> Path:
    """A copy of the sample case, read and drafted by the real readers and extractors."""
    path = tmp_path_factory.mktemp("e2e") / "case"
    shutil.copytree(built_sample, path)
    return path


@pytest.fixture(scope="session")
def home(case_path: Path) -> Iterator[str]:
    """The address of the served case."""
    import uvicorn

    from foja.model.event import Actor
    from foja.web.app import create_app
    from foja.web.seats import OneSeat

    port = _free_port()
    app = create_app(case_path, seats=OneSeat("e2e", Actor(name="Inés Mora"), None))
    server = uvicorn.Server(
        uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error", lifespan="off", ws="none")
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started and thread.is_alive():
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    path = chromium()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield started
        started.close()


class Watched:
    """A page that keeps account of what went wrong and of every address that was asked for."""

    def __init__(self, page: Any, home: str) -> None:
        self.page, self.home = page, home
        self.troubles: list[str] = []
        self.asked: list[str] = []
        page.on("console", lambda message: message.type == "error" and self.troubles.append(message.text))
        page.on("pageerror", lambda error: self.troubles.append(str(error)))
        page.on("request", lambda request: self.asked.append(request.url))

    def open(self, path: str) -> Any:
        self.page.goto(self.home + path, wait_until="networkidle")
        return self.page

    def foreign(self) -> list[str]:
        """Addresses outside the served case."""
        return [url for url in self.asked if not url.startswith((self.home + "/", "data:", "about:", "blob:"))]


@pytest.fixture
def watched(browser: Any, home: str) -> Iterator[Watched]:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, accept_downloads=True, locale="en-GB")
    made = Watched(context.new_page(), home)
    yield made
    assert made.foreign() == []
    assert made.troubles == []
    context.close()
