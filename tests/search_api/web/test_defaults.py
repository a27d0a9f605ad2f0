"""What holds where nobody says otherwise: settings, limits, and empty libraries."""

import pytest
from starlette.testclient import TestClient

from ontology.model import EntityKind
from search_api.web.application import create_app
from search_api.web.delivery import DeliveryLimits
from search_api.web.services import Knowledge, NoEntities, ServiceNotReady
from search_api.web.settings import WebSettings
from tests.search_api.web.fakes import PUBLISHED


def test_settings_are_those_documented():
    usual = WebSettings()
    assert (usual.max_draft_bytes, usual.max_deposit_bytes) == (20 << 20, 200 << 20)
    assert (usual.deposit_idle_seconds, usual.deposit_seconds) == (30, 900)
    assert (usual.concurrent_deposits, usual.concurrent_drafts) == (4, 2)
    assert (usual.max_query_bytes, usual.body_timeout_seconds) == (1 << 20, 30)
    assert (usual.cache_seconds, usual.cors_origins) == (60, ("*",))
    assert (usual.oai_admin_email, usual.embed_ancestors) == (
        "contact@gtnum.example",
        (),
    )


def test_answers_leave_within_the_limits_documented():
    usual = DeliveryLimits()
    assert (usual.piece_bytes, usual.large_bytes) == (64 << 10, 1 << 20)
    assert (usual.grace_seconds, usual.bytes_per_second) == (30, 50_000)
    assert usual.waiting_bytes == 256 << 20


def test_a_library_without_more_answers_with_nothing():
    released = []
    bare = Knowledge("0001", PUBLISHED, None, None, None, "m")
    assert (bare.counts, bare.downloads, bare.describe_endpoint) == ({}, {}, None)
    assert bare.was_withdrawn("x") is False
    assert list(bare.suggest("x", 8)) == []
    assert list(bare.first_uses) == []
    assert (bare.history().events, bare.seal) == ((), b"")
    with pytest.raises(ServiceNotReady):
        bare.read_draft(b"x", None, None)
    bare.close()
    full = Knowledge(
        *("0001", PUBLISHED, None, None, None, "m"),
        release=lambda: released.append(True),
    )
    full.close()
    assert released == [True]


def test_no_entities_are_described_by_their_identifiers():
    nobody = NoEntities()
    key = (EntityKind.LAB, "techne")
    assert nobody.kinds() == {}
    assert nobody.search("x") == []
    assert nobody.describe(*key) is None
    assert nobody.documents(*key) == []
    assert nobody.evidence(*key, document="d") == []
    assert nobody.neighbours(*key) == []
    assert nobody.concepts() == {}
    assert nobody.mentions("d") == []
    assert nobody.labels([key]) == {key: "techne"}


@pytest.fixture
def plain(services):
    with TestClient(create_app(services, WebSettings())) as made:
        yield made


def test_scripts_of_other_sites_may_read_and_ask_again_after_a_day(plain):
    asked = {
        "origin": "https://a.example",
        "access-control-request-method": "POST",
        "access-control-request-headers": "x-own",
    }
    answer = plain.options("/search", headers=asked)
    assert answer.status_code == 200
    assert answer.headers["access-control-max-age"] == "86400"
    assert answer.headers["access-control-allow-origin"] == "*"
    asked["access-control-request-method"] = "DELETE"
    assert plain.options("/search", headers=asked).status_code == 400


def test_answers_are_compressed_and_files_are_not(plain):
    page = plain.get("/recherche", headers={"accept-encoding": "gzip"})
    assert page.headers["content-encoding"] == "gzip"
    file = plain.get(
        "/documents/note-sobriete/original", headers={"accept-encoding": "gzip"}
    )
    assert "content-encoding" not in file.headers
    small = plain.get("/search?q=rien&limit=0", headers={"accept-encoding": "gzip"})
    assert len(small.content) < 1_024
    assert "content-encoding" not in small.headers


def test_head_is_answered_like_get_without_a_body(plain):
    answer = plain.head("/search?q=mot")
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["content-type"].startswith("application/json")
