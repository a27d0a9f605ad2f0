"""This test ensures that the application as a whole behaves: headers, HEAD, closing."""

import inspect

import pytest
from starlette.testclient import TestClient

from graph.errors import QueriesBusy, StoreError
from gtnum.errors import LibraryDamaged
from search_api.errors import IndexDamaged
from search_api.service_condition import Reason, ReasonKey
from search_api.web.application import create_app
from search_api.web.routes import health

BUSY = QueriesBusy("toutes les places sont prises")


def test_health_names_generation_counts_model_and_versions(client):
    answer = client.get("/health").json()

    assert answer["status"] == "ok"
    assert answer["generation"] == "0007"
    assert answer["counts"]["documents"] == 5
    assert answer["model"] == "fake-model"
    assert set(answer["versions"]) == {"gtnum", "python", "fastapi"}
    assert answer["verified"] is True
    assert answer["reason"] is None


def test_health_of_a_damaged_generation_says_why(client, services, monkeypatch):
    def damaged():
        raise LibraryDamaged("génération 0007 : un fichier d’index a changé")

    monkeypatch.setattr(services, "current", damaged)
    answer = client.get("/health")

    assert answer.status_code == 503
    assert answer.json()["status"] == "unavailable"
    assert answer.json()["verified"] is False
    assert answer.json()["reason"] == "génération 0007 : un fichier d’index a changé"


@pytest.mark.parametrize(
    ("key", "status"),
    [(key, "degraded") for key in ReasonKey if key is not ReasonKey.UNVERIFIED]
    + [(ReasonKey.UNVERIFIED, "ok")],
)
def test_health_says_what_somebody_should_look_at(services, settings, key, status):
    reasons = [Reason(key, "Une phrase en français.", "0008")]
    app = create_app(services, settings, reasons=lambda: reasons)
    with TestClient(app) as client:
        answer = client.get("/health")
    assert answer.status_code == 200
    assert answer.json()["status"] == status
    assert answer.json()["reasons"] == [
        {"key": key, "message": "Une phrase en français.", "generation": "0008"}
    ]


@pytest.mark.parametrize(
    ("failure", "doubts"),
    [(StoreError("Corruption"), 1), (IndexDamaged("abîmé"), 1), (BUSY, 0)],
)
def test_what_could_not_be_read_is_doubted(services, settings, failure, doubts):
    doubted = []
    app = create_app(services, settings, doubt=lambda: doubted.append("now"))
    services.failure = failure
    with TestClient(app) as client:
        assert client.get("/search?q=mot").status_code == 503
    assert len(doubted) == doubts


def test_health_waits_for_no_thread():
    """A pool that is full of work holds up everything that is not a coroutine."""
    (route,) = health.router.routes
    assert inspect.iscoroutinefunction(route.endpoint)
    calls = [each.call for each in route.dependant.dependencies]
    assert calls
    assert all(inspect.iscoroutinefunction(call) for call in calls)


@pytest.mark.parametrize(
    "address", ["/", "/search?q=mot", "/nulle-part", "/static/style.css"]
)
def test_every_answer_carries_the_protecting_headers(client, address):
    headers = client.get(address).headers

    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "unsafe-inline" not in headers["content-security-policy"]


@pytest.mark.parametrize(
    "address", ["/", "/search?q=mot", "/health", "/document/hostile"]
)
def test_head_is_get_without_a_body(client, address):
    whole, head = client.get(address), client.head(address)

    assert head.status_code == whole.status_code
    assert head.content == b""
    assert head.headers["content-type"] == whole.headers["content-type"]


def test_long_answers_are_compressed_on_request(client):
    plain = client.get("/openapi.json", headers={"accept-encoding": "identity"})
    packed = client.get("/openapi.json", headers={"accept-encoding": "gzip"})

    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.json() == plain.json()


def test_one_request_asks_for_one_snapshot(client, services):
    asked = []
    current = services.current
    services.current = lambda: asked.append(1) or current()

    client.get("/recherche?q=sobriété")
    client.get("/document/note-sobriete")

    assert len(asked) == 2


def test_a_forged_host_appears_nowhere(client):
    own = ("/", "/search?q=mot&limit=1", "/opensearch.xml", "/document/hostile")
    for address in own:
        response = client.get(address, headers={"host": "mechant.example"})
        assert "mechant.example" not in response.text
        assert "mechant.example" not in str(response.headers)


def test_the_application_closes_its_services(services, settings):
    with TestClient(create_app(services, settings)):
        assert not services.is_closed
    assert services.is_closed


@pytest.mark.parametrize("coding", ["gzip", "identity"])
@pytest.mark.parametrize(
    "path", ["/search?q=sobriété", "/", "/documents", "/static/style.css", "/nope"]
)
def test_head_tells_of_the_bytes_that_get_sends(client, path, coding):
    headers = {"accept-encoding": coding}
    got = client.get(path, headers=headers)
    told = client.head(path, headers=headers)

    assert told.content == b""
    assert told.status_code == got.status_code
    assert dict(told.headers) == dict(got.headers)
