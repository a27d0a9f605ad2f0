"""What a draft cites, repeats and could name stands in JSON, each under its key."""

import json
from pathlib import Path

import pytest

from graph.entity_ports import Certainty, FactSource
from ontology.iris import DEFAULT_BASE, Iris
from ontology.model import EntityKind, Passage
from search_api.answers import related_finding_schemas, related_schemas
from search_api.answers.related_finding_presenter import (
    cited_out,
    copied_out,
    defined_out,
    doubt_out,
    keyword_out,
    mention_out,
    repetition_out,
)
from search_api.answers.search_presenter import Presenter
from search_api.answers.search_schemas import DocumentOut, PassageOut
from search_api.related_work.results import (
    CitationForm,
    CitedWork,
    CopiedDocument,
    DefinedTerm,
    Doubt,
    DraftSpan,
    Keyword,
    MentionEvidence,
    OutsideConcept,
    Repetition,
    RepetitionKind,
    ToMention,
)
from search_api.understood import Definition
from tests.search_api.web.tiny_corpus import summary

PRESENTER = Presenter(Iris(DEFAULT_BASE))
DOCUMENT = summary("d", "Titre")
PASSAGE = Passage("d.1", "d", 1, 1, 10, 16, "texte1", "fr")
SPAN = DraftSpan("un texte", 3, 11)
API_PAGE = Path(__file__).parents[3] / "docs/reference/api.md"


def test_a_cited_work_tells_how_it_was_recognised_and_where():
    told = cited_out(CitedWork(DOCUMENT, CitationForm.DOI, SPAN), PRESENTER)
    assert (told.document.id, told.how, told.how_label) == ("d", "doi", "par son DOI")
    assert told.found.model_dump() == {"text": "un texte", "start": 3, "end": 11}


def test_a_copy_and_a_repetition_tell_how_much_of_what():
    assert copied_out(None, PRESENTER) is None
    assert copied_out(CopiedDocument(DOCUMENT, 0.97), PRESENTER).share == 0.97
    repetition = Repetition(
        RepetitionKind.UNSOURCED_QUOTATION,
        0.8,
        SPAN,
        DOCUMENT,
        PASSAGE,
        text="texte1",
        start=10,
        end=16,
    )
    told = repetition_out(repetition, PRESENTER)
    assert told.message == (
        "Ce paragraphe cite, sans nommer la source, « Titre » "
        "(80 % de ses mots à la suite)."
    )
    assert (told.kind, told.passage.id) == ("unsourced_quotation", "d.1")
    assert (told.text, told.start, told.end) == ("texte1", 10, 16)


def test_what_to_mention_tells_its_evidence_and_the_weakest_certainty():
    source = FactSource("Billet", "https://a.example/1")
    evidence = (
        MentionEvidence(DOCUMENT, PASSAGE, 10, 15, "texte"),
        MentionEvidence(DOCUMENT, None, 0, 0, "laboratoire porteur", source),
    )
    mention = ToMention(
        EntityKind.LAB,
        "mica",
        "MICA",
        "https://x/mica",
        Certainty.MEDIUM,
        2,
        evidence,
        short="M",
    )
    told = mention_out(mention, PRESENTER)
    assert (told.label, told.short_label) == ("MICA", "M")
    assert (told.kind, told.kind_label, told.id) == ("lab", "Laboratoire", "mica")
    assert (told.certainty, told.certainty_label) == ("medium", "probable")
    assert (told.documents, told.named_in_draft, told.named) == (2, False, None)
    assert [one.text for one in told.evidence] == ["texte", "laboratoire porteur"]
    assert told.evidence[0].passage.id == "d.1"
    assert [(one.start, one.end) for one in told.evidence] == [(10, 15), (None, None)]
    assert told.evidence[1].source.url == "https://a.example/1"
    assert told.links.page == "/entite/lab/mica"


def test_keywords_and_definitions_tell_where_the_draft_names_them():
    outside = OutsideConcept("Wikidata", "Q1", "https://w/Q1", "close", Certainty.LOW)
    keyword = Keyword("k", "notion", "https://x/k", 0.5, 3, (SPAN,), "Dit.", (outside,))
    told = keyword_out(keyword)
    assert (told.id, told.rarity, told.documents) == ("k", 0.5, 3)
    assert (told.named_in_draft, told.named[0].text) == (True, "un texte")
    assert told.outside[0].model_dump() == {
        "scheme": "Wikidata",
        "id": "Q1",
        "url": "https://w/Q1",
        "relation": "close",
        "certainty": "low",
    }
    definition = Definition(DOCUMENT, PASSAGE, 10, 16, "texte1", 10)
    defined = defined_out(DefinedTerm("notion", SPAN, definition))
    assert (defined.label, defined.definition.text) == ("notion", "texte1")


@pytest.mark.parametrize("doubt", Doubt)
def test_every_doubt_has_a_sentence(doubt):
    told = doubt_out(doubt)
    assert told.key == doubt.value
    assert told.message.endswith(".")
    assert doubt_out(None) is None


def test_every_key_stands_in_the_reference_of_the_api():
    page = API_PAGE.read_text()
    section = page[page.index("## `POST /related`") : page.index("## Deposits")]
    models = [
        getattr(module, name)
        for module in (related_schemas, related_finding_schemas)
        for name in module.__all__
        if name != "DraftRequest"
    ]
    keys = {key for model in models for key in model.model_fields}
    example = json.loads(section.partition("```json\n")[2].partition("```")[0])
    assert set(_keys(example)) <= keys | set(DocumentOut.model_fields) | set(
        PassageOut.model_fields
    )
    assert sorted(key for key in keys if f"`{key}`" not in section) == []
    assert [doubt for doubt in Doubt if f"`{doubt.value}`" not in section] == []


def _keys(value):
    """Yield every key of nested objects."""
    if isinstance(value, dict):
        yield from value
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from _keys(one)
