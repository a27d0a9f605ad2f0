"""A real server on the loopback, and Debian's Chromium to look at it."""

import shutil
import threading
import time
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import sync_playwright

from search_api.web.application import create_app
from search_api.web.settings import WebSettings
from tests.search_api.web.fakes import FakeServices
from tests.search_api.web.structured_document import add_structured

PDF = Path(__file__).parents[2] / "corpus/pdf/note-veille-sobriete-numerique.pdf"


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """Return the address of a server over fakes, which runs for one file of tests."""
    services = FakeServices(tmp_path_factory.mktemp("originals"))
    services.store("note-sobriete", PDF.read_bytes())
    add_structured(services.catalogue)
    app = create_app(services, WebSettings(contact="contact@exemple.fr"))
    config = uvicorn.Config(
        app, host="127.0.0.1", port=0, log_level="warning", ws="none"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 400
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(timeout=200)
    assert not thread.is_alive()


@pytest.fixture(scope="module")
def chromium():
    """Return Debian's Chromium; a machine without it fails loudly, it does not skip."""
    # Not for the session: while Playwright is open its event loop runs on this thread,
    # and no later test could run one of its own.
    path = shutil.which("chromium")
    assert path, "chromium is missing: run `make system`"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox"]
        )
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium, address):
    """Return a function that opens a path; afterwards nothing may have gone wrong.

    Every request of every page must stay on the server, and the console must hold no
    error (a broken script, a violated policy).
    """
    contexts, requests, errors = [], [], []

    def open_path(path, **options):
        context = chromium.new_context(locale="fr-FR", **options)
        contexts.append(context)
        context.on("request", lambda request: requests.append(request.url))
        context.on(
            "console",
            lambda message: message.type == "error" and errors.append(message.text),
        )
        context.on("weberror", lambda error: errors.append(str(error.error)))
        page = context.new_page()
        page.goto(f"{address}{path}")
        return page

    yield open_path
    for context in contexts:
        context.close()
    # Chromium's own PDF viewer is made of chrome:// files that never leave it.
    own = (address, "data:", "chrome-extension:", "chrome://")
    foreign = [url for url in requests if not url.startswith(own)]
    assert foreign == []
    assert [error for error in errors if "status of 404" not in error] == []
