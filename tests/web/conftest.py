"""The pages over the simulated case, as a browser on this machine would reach them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from web import fake_case
from web.browsing import client_for


@pytest.fixture
def case() -> Any:
    return fake_case.make()


@pytest.fixture
def client(case: Any) -> Iterator[TestClient]:
    with client_for(case) as made:
        yield made


@pytest.fixture
def token(client: TestClient) -> str:
    """The token of the forms; asking for it also gives the client its cookie."""
    page = client.get("/export").text
    found = re.search(r'name="token" value="([0-9a-f]+)"', page)
    assert found
    return found[1]
