"""This test ensures that harvesters find the provider, by GET and by POST."""

import pytest
from lxml import etree
from sickle import Sickle
from sickle.oaiexceptions import IdDoesNotExist, NoRecordsMatch
from sickle.response import OAIResponse

from search_api.oai import provider
from search_api.web.settings import WebSettings
from tests.search_api.web.tiny_corpus import HOSTILE

BASE = WebSettings().public_url
NS = {"o": "http://www.openarchives.org/OAI/2.0/"}


class Harvester(Sickle):
    """A real harvester that speaks to the application without a network."""

    def __init__(self, client, method):
        super().__init__(f"{BASE}/oai")
        self.client = client
        self.method = method

    def harvest(self, **arguments):
        sent = {"params" if self.method == "GET" else "data": arguments}
        answer = self.client.request(self.method, "/oai", **sent)
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "text/xml; charset=utf-8"
        return OAIResponse(answer, params=arguments)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_everything_is_harvested_with_its_deletions(client, monkeypatch, method):
    monkeypatch.setattr(provider, "PAGE", 2)
    harvester = Harvester(client, method)
    records = list(harvester.ListRecords(metadataPrefix="oai_dc"))
    gone = [one.header.identifier for one in records if one.deleted]
    assert (len(records), gone) == (6, ["oai:gtnum.example:gone"])
    (hostile,) = [one for one in records if "hostile" in one.header.identifier]
    assert hostile.metadata["title"] == [HOSTILE]
    (sheet,) = [one for one in records if "aeson" in one.header.identifier]
    assert "sobriété numérique" not in sheet.metadata.get("subject", [])
    assert "https://aeson.example/groupe" in sheet.metadata["relation"]
    later = {"metadataPrefix": "qdc", "from": "2026-02-05T08:30:00Z"}
    assert {
        one.identifier.rpartition(":")[2] for one in harvester.ListIdentifiers(**later)
    } == {"teachers-and-ai", "glossaire", "gone"}
    with pytest.raises(NoRecordsMatch):
        list(harvester.ListRecords(metadataPrefix="oai_dc", set="wave"))
    with pytest.raises(IdDoesNotExist):
        harvester.GetRecord(metadataPrefix="oai_dc", identifier="x")


def test_harvesters_are_told_whom_to_write_to(client):
    told = Harvester(client, "GET").Identify()
    assert told.adminEmail == "contact@gtnum.example"
    assert told.baseURL == f"{BASE}/oai"


def test_sets_have_names_in_words(client):
    names = {one.setSpec: one.setName for one in Harvester(client, "GET").ListSets()}
    assert names["group:gtnum-2022-aeson"] == "ÆSON"
    assert names["kind:post"] == "Billet"


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"verb=Identify", "application/json"),
        (b"a=1&" * 200, "application/x-www-form-urlencoded"),
        (b"", "multipart/form-data"),
    ],
)
def test_a_form_that_says_nothing_is_an_error_of_the_protocol(
    client, content, media_type
):
    answer = client.post("/oai", content=content, headers={"content-type": media_type})
    assert answer.status_code == 200
    root = etree.fromstring(answer.content)
    assert root.xpath("string(//o:error/@code)", namespaces=NS) == "badVerb"


def test_a_body_without_end_is_refused(client):
    answer = client.post("/oai", content=b"x" * 30_000)
    assert answer.status_code == 413
