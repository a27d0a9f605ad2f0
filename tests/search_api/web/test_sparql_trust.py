"""This test ensures that a token, and only a known one, allows longer queries."""

import pytest
from starlette.testclient import TestClient

from search_api.web.application import create_app
from tests.search_api.web.fake_deposits import FakeDeposits

ASK = {"query": "ASK {}"}
CLAIRE = {"authorization": "Bearer secret-de-claire"}


@pytest.fixture
def open_client(services, settings, tmp_path):
    """Return a client of an application that knows Claire's token."""
    app = create_app(services, settings, FakeDeposits(tmp_path / "arriving"))
    with TestClient(app, raise_server_exceptions=False) as made:
        yield made


@pytest.mark.parametrize(
    ("headers", "expected"),
    [({}, False), (CLAIRE, True), ({"authorization": "Basic eA=="}, False)],
)
def test_who_is_known_is_told_to_the_service(open_client, services, headers, expected):
    responses = [
        open_client.get("/sparql", params=ASK, headers=headers),
        open_client.post("/sparql", data=ASK, headers=headers),
    ]

    assert [response.status_code for response in responses] == [200, 200]
    told = [wanted["is_trusted"] for _, wanted in services.queries.asked]
    assert told == [expected, expected]


def test_an_unknown_token_is_refused_not_ignored(open_client, client, services):
    for asked in (open_client, client):  # with and without anybody to be known
        response = asked.get(
            "/sparql", params=ASK, headers={"authorization": "Bearer faux"}
        )
        assert response.status_code == 401
        assert "invalid_token" in response.headers["www-authenticate"]
    assert services.queries.asked == []


def test_the_page_honours_a_token_too(open_client, services):
    page = {"accept": "text/html"}
    for headers in (page, {**page, **CLAIRE}):
        open_client.get("/sparql", params=ASK, headers=headers)
        open_client.post("/sparql", data=ASK, headers=headers)

    told = [wanted["is_trusted"] for _, wanted in services.queries.asked]
    assert told == [False, False, True, True]
