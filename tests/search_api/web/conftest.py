"""The application over fakes, and clients that speak to it."""

import pytest
from starlette.testclient import TestClient

from search_api.web.application import create_app
from search_api.web.settings import WebSettings
from tests.search_api.web.fakes import FakeServices


@pytest.fixture
def services(tmp_path):
    """Return services in memory with one stored PDF and one stored HTML page."""
    made = FakeServices(tmp_path)
    made.store("note-sobriete", b"%PDF-1.7\n" + bytes(range(256)) * 40)
    made.store("hostile", b"<script>alert(1)</script>")
    return made


@pytest.fixture
def settings():
    """Return settings with limits that a test can reach."""
    return WebSettings(max_draft_bytes=10_000, max_query_bytes=5_000)


@pytest.fixture
def client(services, settings):
    """Return a client for which a bug of ours is an answer, as it is for users."""
    app = create_app(services, settings)
    with TestClient(app, raise_server_exceptions=False) as made:
        yield made


@pytest.fixture
def reader(client):
    """Return a client that asks for pages, as a browser does."""
    client.headers["accept"] = "text/html,application/xhtml+xml,*/*;q=0.8"
    return client
