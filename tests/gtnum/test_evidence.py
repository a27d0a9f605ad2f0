"""This test ensures that every link leads to a passage whose text contains it.

The library is made from the whole starter corpus, by the real command line, and asked
through the real API.
"""

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from gtnum import wiring
from gtnum.settings import Settings
from tests.gtnum.conftest import ingest
from tests.search_api.related_work.verbatim import check_verbatim

pytestmark = pytest.mark.slow

CORPUS = Path(__file__).resolve().parents[2] / "corpus"


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    """A library of the starter corpus."""
    made = tmp_path_factory.mktemp("corpus") / "library"
    ingest(CORPUS, made)
    return made


@pytest.fixture(scope="module")
def api(library):
    """A client of the service over the starter corpus."""
    with TestClient(wiring.application(Settings(library=library))) as made:
        yield made


def pages(api, address, key):
    """Follow ``next`` to the end; yield every item under the key."""
    while address:
        answer = api.get(address)
        assert answer.status_code == 200, answer.text
        yield from answer.json()[key]
        address = answer.json()["next"]


def passages_by_id(api, document):
    found = pages(api, f"/documents/{document}/passages?limit=1000", "passages")
    return {passage["id"]: passage for passage in found}


def test_every_mention_leads_to_a_passage_that_contains_it(api):
    """Both ways: from each document, and from each entity."""
    from_documents = set()
    known = {}
    for document in pages(api, "/documents?limit=100", "documents"):
        name = document["id"]
        known[name] = passages_by_id(api, name)
        for mention in pages(api, f"/documents/{name}/mentions?limit=1000", "mentions"):
            check(mention, known[name][mention["passage"]])
            entity = mention["entity"]
            from_documents.add((entity["kind"], entity["id"], *place(mention)))

    from_entities = set()
    declared = 0
    for hit in list(pages(api, "/entities?limit=100", "entities")):
        address = f"{hit['url']}?limit=100&evidence=20&neighbours=0"
        for found in pages(api, address, "documents"):
            name = found["document"]["id"]
            assert found["mentions"] or found["declared"]
            declared += found["declared"]
            for each in found["evidence"]:
                check(each, known[name][each["passage"]])
                start, end = each["highlight"]
                assert each["context"][start:end] == each["text"]
                from_entities.add((hit["kind"], hit["id"], *place(each)))

    assert len(known) >= 80
    assert declared > 0
    assert len(from_documents) > 1_000
    # Entities cite at most twenty mentions of each document; documents cite them all.
    assert from_entities <= from_documents
    assert {row[:2] for row in from_entities} == {row[:2] for row in from_documents}


def check(mention, passage):
    """Compare a mention with the text of its passage, character by character."""
    start = mention["start"] - passage["start"]
    end = mention["end"] - passage["start"]
    assert 0 <= start < end <= len(passage["text"]), mention
    assert passage["text"][start:end] == mention["text"], mention
    assert mention["page"] == passage["page"]
    assert mention["url"] == passage["url"]
    assert 0 <= mention["confidence"] <= 1


def place(mention):
    return mention["passage"], mention["start"], mention["end"]


def test_every_question_is_answered_and_its_emptiness_said(api):
    for question in api.get("/questions").json()["questions"]:
        answer = api.get(question["url"])
        assert answer.status_code == 200, question["name"]
        found = answer.json()
        assert (found["message"] is None) == bool(found["rows"]), question["name"]


def test_every_quotation_for_a_draft_is_verbatim_on_its_page(library):
    """Every sixth document of the library is asked about as a draft."""
    checked = copied = 0
    with wiring.knowledge(Settings(library=library)) as knowledge:
        for heading in knowledge.catalogue.headings()[::6]:
            passages = knowledge.catalogue.passages_of(heading.identifier)
            text = "\n\n".join(passage.text for passage in passages)
            draft = knowledge.read_draft(text.encode(), "brouillon.txt", None)
            found = knowledge.related.find(draft)
            checked += check_verbatim(found, draft, knowledge.catalogue)
            copied += found.copy_of is not None
            if found.copy_of is not None:
                assert found.copy_of.document.identifier == heading.identifier
    assert checked > 1_000
    assert copied >= 12
