"""Serve the simulated case, for looking at the pages: ``python tests/web/serve_fake.py [PORT]``."""

from __future__ import annotations

import sys
from pathlib import Path

import uvicorn

sys.path[:0] = [str(Path(__file__).parents[2] / "src"), str(Path(__file__).parents[1])]

from foja.model.event import Actor  # noqa: E402
from foja.web.app import create_app  # noqa: E402
from foja.web.seats import OneSeat  # noqa: E402
from web import fake_case  # noqa: E402

if __name__ == "__main__":
    app = create_app(
        Path("lira"), seats=OneSeat("lira", Actor(name="Inés Mora"), None), open_case=fake_case.opener(fake_case.make())
    )
    uvicorn.run(
        app, host="127.0.0.1", port=int(sys.argv[1]) if len(sys.argv) > 1 else 8471, log_level="warning", lifespan="off"
    )
