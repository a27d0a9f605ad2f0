"""Drafts that are no French prose on a subject of the corpus get a clear answer."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.ports import DocumentFilter
from gtnum import wiring
from gtnum.settings import Settings
from ingest.errors import NoText
from search_api.errors import BadQuestion
from search_api.related_work.results import RelatedResults
from search_api.web.requests.drafts import Draft, relate
from search_api.web.services import Knowledge


@pytest.fixture(scope="module")
def knowledge(module_library: Path) -> Iterator[Knowledge]:
    with wiring.knowledge(Settings(library=module_library)) as opened:
        yield opened


def answer(knowledge: Knowledge, content: str = "", **named: object) -> RelatedResults:
    draft = Draft(content.encode(), None, "text/plain", **named)  # type: ignore[arg-type]
    return relate(knowledge, draft=draft, limit=10, restriction=DocumentFilter())


def first(knowledge: Knowledge) -> str:
    return min(knowledge.catalogue.document_identifiers(DocumentFilter()))


def text_of(knowledge: Knowledge, name: str) -> str:
    passages = knowledge.catalogue.passages_of(name)
    return "\n\n".join(passage.text for passage in passages)


def test_a_copy_of_a_document_finds_it_and_the_document_itself_does_not(knowledge):
    name = first(knowledge)
    found = answer(knowledge, text_of(knowledge, name))
    assert found.documents[0].document.identifier == name
    assert found.is_reliable
    others = answer(knowledge, document=name)
    assert others.asked_passages == found.asked_passages
    assert name not in [one.document.identifier for one in others.documents]
    left = answer(knowledge, text_of(knowledge, name), exclude=(name,))
    assert name not in [one.document.identifier for one in left.documents]


@pytest.mark.parametrize(
    "text",
    [
        "Der Gärtner pflanzt im Frühling Tomaten und Gurken in sein Gewächshaus.",
        "Коты спят на тёплой печке и мечтают о рыбе.",
        "猫は暖かい場所で眠る。",
    ],
)
def test_a_draft_in_another_language_on_another_subject_is_told_so(knowledge, text):
    found = answer(knowledge, text)
    assert not found.is_reliable
    assert [part.text for part in found.unsupported] == [text]


def test_a_table_alone_is_compared(knowledge):
    cells = "".join(f"<tr><td>Ligne {n}</td><td>{n}</td></tr>" for n in range(3))
    found = answer(knowledge, f"<table>{cells}</table>")
    assert found.asked_passages == found.draft_passages == 1


@pytest.mark.parametrize("text", ["<p>&nbsp;</p>", "<!-- wp:spacer --><hr>"])
def test_markup_without_words_is_told_to_have_none(knowledge, text):
    with pytest.raises(NoText):
        answer(knowledge, text)


def test_signs_without_words_ask_nothing(knowledge):
    with pytest.raises(BadQuestion) as refused:
        answer(knowledge, "… – * * * — !!!")
    assert refused.value.remedy
