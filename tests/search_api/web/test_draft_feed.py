"""This test ensures that a draft is followed by an address that holds no word of it."""

import html
import re
from base64 import urlsafe_b64decode
from datetime import timedelta

import numpy as np
import pytest
from lxml import etree

from search_api.corpus_history import Change, CorpusEvent, CorpusHistory
from search_api.feeds.draft_token import DraftToken, model_name
from search_api.related_work.draft_outline import DraftOutline
from tests.search_api.web.tiny_corpus import REPORT

DRAFT = "Un secret : la sobriété numérique des collégiens de Poitiers."


def feed_of(client, draft=DRAFT):
    """Return where the page says that a draft is followed."""
    page = client.post("/apparentes", data={"text": draft}).text
    found = re.search(r'href="(/feeds/draft/[^"]+\.atom)"', page)
    return html.unescape(found[1])


def deposit(services, *names, days=1):
    """Tell that documents came after all that had happened."""
    history = services.history
    at = history.ended + timedelta(days=days)
    events = [CorpusEvent(name, Change.CAME, at, "0009") for name in names]
    services.history = CorpusHistory([*history.events, *events])


def entries(answer):
    assert answer.headers["content-type"].startswith("application/atom+xml")
    return etree.fromstring(answer.content).findall("{*}entry")


def test_only_what_came_since_is_told_newest_first_with_its_passage(client, services):
    address = feed_of(client)
    assert entries(client.get(address)) == []

    deposit(services, "note-sobriete")
    deposit(services, "teachers-and-ai")
    found = entries(client.get(address))
    titles = [entry.findtext("{*}title") for entry in found]
    assert titles == [
        "Teachers and artificial intelligence",
        "Sobriété numérique : douze études",
    ]
    assert found[1].findtext("{*}summary") == REPORT[0]


def test_the_address_holds_no_word_of_the_draft(client):
    token = feed_of(client).removeprefix("/feeds/draft/").removesuffix(".atom")
    raw = urlsafe_b64decode(token + "=" * (-len(token) % 4))
    for word in re.findall(r"\w{4,}", DRAFT):
        assert word.lower().encode() not in raw.lower()
        assert word.lower() not in token.lower()


def test_who_holds_the_feed_is_told_that_nothing_changed(client, services):
    address = feed_of(client)
    tag = {"if-none-match": client.get(address).headers["etag"]}
    assert client.get(address, headers=tag).status_code == 304

    deposit(services, "note-sobriete")
    assert client.get(address, headers=tag).status_code == 200


def test_a_copy_of_a_work_that_was_there_is_not_new(client, services, monkeypatch):
    from ontology.model import Work

    address = feed_of(client)
    deposit(services, "note-sobriete")
    work = Work("hostile", ("hostile", "note-sobriete"), ())
    works = dict.fromkeys(work.manifestations, work)
    monkeypatch.setattr(
        services.catalogue, "works_by_document", lambda: works, raising=False
    )
    assert entries(client.get(address)) == []


def test_another_model_is_gone_with_what_to_do(client, services):
    address = feed_of(client)
    services.related.follower.fingerprint = "weights of tomorrow"
    answer = client.get(address)
    assert answer.status_code == 410
    assert answer.json()["type"] == "/problems/other-model"
    assert "Comparez de nouveau" in answer.json()["detail"]


@pytest.mark.parametrize("change", ["cut", "changed", "made up"])
def test_what_is_no_token_is_a_problem_that_names_it(client, change):
    address = feed_of(client)
    token = address.removeprefix("/feeds/draft/").removesuffix(".atom")
    wrong = {"cut": token[:-3], "changed": f"A{token[1:]}B", "made up": "brouillon"}
    answer = client.get(f"/feeds/draft/{wrong[change]}.atom")
    assert answer.status_code == 400
    assert answer.json()["type"] == "/problems/invalid-parameter"
    assert answer.json()["errors"][0]["parameter"] == "token"


def test_a_direction_of_another_length_is_never_asked(client, services):
    """Who writes such an address by hand gets a problem, no failure of ours."""
    token = DraftToken(
        DraftOutline(np.eye(1, 9, dtype=np.float32), (5,)),
        model_name(services.related.follower.fingerprint),
        services.history.ended,
    )
    answer = client.get(f"/feeds/draft/{token.written()}.atom")
    assert answer.status_code == 400
    assert answer.json()["type"] == "/problems/invalid-parameter"
