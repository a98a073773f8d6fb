from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--all-calls", action="store_true", help="a fault at every call, not at a sample (minutes)")
