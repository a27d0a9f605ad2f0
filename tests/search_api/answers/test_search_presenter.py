"""What the searcher found stands in the JSON of the API, each value under its key."""

from dataclasses import replace

import pytest

from graph.ports import DocumentStructure
from ontology.iris import DEFAULT_BASE, Iris
from ontology.model import Abstract, EntityKind, Passage, Work, WorkMatch
from ontology.structure import Loss, LossKind, PassageRole
from search_api.answers.search_address import SearchAddress
from search_api.answers.search_presenter import Presenter, linked_entities
from search_api.query import (
    AnswerState,
    PassageHit,
    ScoreParts,
    SearchHit,
    SearchMode,
    SearchQuery,
    SearchResults,
)
from search_api.subject_groups import SubjectGroup
from search_api.understood import (
    Definition,
    Effect,
    EntityCard,
    Found,
    Spelling,
    Understood,
)
from tests.search_api.web.tiny_corpus import summary

PRESENTER = Presenter(Iris(DEFAULT_BASE))
DOCUMENT = summary(
    "d",
    "Titre",
    doi="10.1/x",
    abstracts=(Abstract("Résumé", "fr"),),
    url="https://x.org",
)
COPY = summary("e", "Copie", collection="hal")
FIRST, SECOND, THIRD = (
    Passage(f"d.{n}", "d", n, page, 10 * n, 10 * n + 6, f"texte{n}", "fr", ("S",))
    for n, page in ((0, 1), (1, 1), (2, 2))
)
PARTS = ScoreParts(3.5, 0.25, 0.1, 0.2, intent_share=0.3, closeness_share=0.4)
HIT = PassageHit(SECOND, 0.75, PARTS, ((0, 2),), (0, 6), ("autre",))
ADDRESS = SearchAddress(q="x", limit=10, mode=SearchMode.HYBRID)
RESULTS = SearchResults(
    query=SearchQuery("sobriété numérique"),
    total=12,
    hits=(SearchHit(DOCUMENT, 0.75, (HIT,), copies=(COPY,)),),
    next_cursor="suite",
    facets={"year": [("2024", "2024", 3)]},
    state=AnswerState.ANSWERED,
    generation="0007",
    embedder="letters",
    elapsed_seconds=0.01234,
    is_capped=True,
)


def test_a_document_is_described_with_its_addresses():
    told = PRESENTER.full_document(DOCUMENT)
    assert (told.id, told.title, told.doi, told.abstract) == (
        *("d", "Titre", "10.1/x", "Résumé"),
    )
    assert told.iri == f"{DEFAULT_BASE}id/document/d"
    assert (told.kind, told.kind_label) == ("group_sheet", "Fiche de groupe")
    assert (told.paged, told.page_count, told.passage_count) == (False, 1, 1)
    assert told.links.self == "/documents/d"
    assert told.links.original == "/documents/d/original"
    assert told.links.page == "/document/d"


def test_an_entity_that_a_document_is_linked_to_is_named_and_a_year_is_not():
    class Facets:
        def facets(self, documents, *, limit):
            assert (documents, limit) == (["d"], 40)
            return {"year": [("2024", "2024", 1)], "lab": [("techne", "TECHNE", 1)]}

    (entity,) = linked_entities(Facets(), "d")
    assert entity.model_dump() == {"kind": "lab", "id": "techne", "label": "TECHNE"}


def test_a_work_names_its_official_copy_and_says_why_they_are_one():
    match = WorkMatch("d", "e", "near_text", 0.93)
    work = Work("w", ("d", "e", "gone"), (match,))
    told = PRESENTER.work(work, {"d": DOCUMENT, "e": COPY})
    assert (told.id, told.official) == ("w", "d")
    assert [copy.id for copy in told.manifestations] == ["d", "e"]
    assert told.manifestations[1].collection == "hal"
    (said,) = told.evidence
    assert (said.documents, said.method, said.similarity) == (
        *(("d", "e"), "near_text", 0.93),
    )
    assert PRESENTER.work(None, {}) is None


def test_a_passage_that_answers_has_its_scores_and_marks():
    told = PRESENTER.passage_hit(DOCUMENT, HIT)
    assert (told.id, told.text, told.start, told.end) == ("d.1", "texte1", 10, 16)
    assert (told.section, told.role) == (["S"], PassageRole.BODY.value)
    assert told.scores.model_dump() == {
        "words": 3.5,
        "vectors": 0.25,
        "words_share": 0.1,
        "vectors_share": 0.2,
        "intent_share": 0.3,
        "closeness_share": 0.4,
        "kind_weight": 1.0,
    }
    assert (told.highlights, told.best_sentence) == ([(0, 2)], (0, 6))
    assert told.synonyms == ["autre"]
    assert told.context is None


@pytest.mark.parametrize(
    ("around", "names"),
    [
        ((FIRST, THIRD), ("d.0", "d.2")),
        ((None, THIRD), (None, "d.2")),
        ((FIRST, None), ("d.0", None)),
    ],
)
def test_the_passages_around_are_shown_where_they_are_given(around, names):
    told = PRESENTER.search_answer(ADDRESS, RESULTS, neighbours={"d.1": around})
    context = told.hits[0].passages[0].context
    found = (context.previous, context.next)
    assert tuple(one and one.id for one in found) == names


def test_what_is_not_in_the_text_is_said_with_its_remedy():
    losses = (
        Loss(LossKind.UNREAD_PAGE, 2, (3, 4)),
        Loss(LossKind.FURNITURE, 5, (1,)),
    )
    lost, meant = PRESENTER.losses(DocumentStructure((), losses, {}, is_whole=False))
    assert (lost.kind, lost.count, lost.pages) == ("unread_page", 2, [3, 4])
    assert (lost.is_intended, meant.is_intended) == (False, True)
    assert lost.words
    assert lost.remedy


def test_passages_are_grouped_by_page_with_what_is_printed_around():
    structure = DocumentStructure((), (), {2: ("En-tête",)}, is_whole=True)
    first, second = PRESENTER.pages(DOCUMENT, (FIRST, SECOND, THIRD), structure)
    assert [found.id for found in first.passages] == ["d.0", "d.1"]
    assert [found.id for found in second.passages] == ["d.2"]
    assert (first.number, first.furniture) == (1, [])
    assert (second.number, second.furniture) == (2, ["En-tête"])


def test_an_answer_says_all_of_its_search():
    told = PRESENTER.search_answer(ADDRESS, RESULTS)
    assert (told.query, told.total, told.capped) == ("sobriété numérique", 12, True)
    assert (told.reliable, told.message) == (True, None)
    assert (told.generation, told.model, told.took_ms) == ("0007", "letters", 12.3)
    assert told.next == "/search?q=x&limit=10&passages=3&cursor=suite"
    (hit,) = told.hits
    assert (hit.document.id, hit.score) == ("d", 0.75)
    assert [copy.id for copy in hit.copies] == ["e"]
    (facet,) = told.facets["year"]
    assert (facet.value, facet.label, facet.count) == ("2024", "2024", 3)
    assert (told.understood, told.entities, told.spelling) == ([], [], None)


def test_the_last_page_of_an_answer_has_no_next_one():
    told = PRESENTER.search_answer(ADDRESS, replace(RESULTS, next_cursor=None))
    assert told.next is None


def test_what_was_understood_can_be_taken_back():
    lab = Understood(
        *(Found("lab", "techne", 2, 8), "TECHNE", "urn:t", Effect.BOOST),
        alternatives=("Techné",),
    )
    odd = Understood(Found("planet", "mars", 0, 1), "Mars", None, Effect.BOOST)
    told = PRESENTER.search_answer(ADDRESS, replace(RESULTS, understood=(lab, odd)))
    one, other = told.understood
    assert (one.key, one.kind_label, one.characters) == (
        *("lab:techne", "Laboratoire", (2, 8)),
    )
    assert (one.effect, one.synonyms, one.iri) == ("boost", ["Techné"], "urn:t")
    assert one.remove_url.endswith("&ignore=lab%3Atechne")
    assert (other.kind_label, other.iri) == ("planet", None)


@pytest.mark.parametrize(
    ("is_applied", "end"), [(True, "&spelling=off"), (False, "passages=3")]
)
def test_the_other_spelling_has_an_address(is_applied, end):
    spelling = Spelling("y", (("x", "y"),), is_applied=is_applied)
    told = PRESENTER.search_answer(ADDRESS, replace(RESULTS, spelling=spelling))
    assert (told.spelling.text, told.spelling.applied) == ("y", is_applied)
    assert told.spelling.replaced == [("x", "y")]
    assert told.spelling.url.endswith(end)


def test_an_entity_has_a_card_with_the_groups_that_work_on_it():
    groups = (SubjectGroup("g", "G", True), SubjectGroup("h", "H", False))
    card = EntityCard(
        EntityKind.CONCEPT, "sobriete", "sobriété", "urn:s", ("autre",), 3, ("2022",)
    )
    known = replace(card, groups=groups)
    told = PRESENTER.search_answer(ADDRESS, replace(RESULTS, entities=(card, known)))
    first, second = told.entities
    assert (first.kind, first.kind_label, first.documents) == ("concept", "Notion", 3)
    assert (first.names, first.waves, first.groups) == (["autre"], ["2022"], None)
    assert first.links.self == "/entities/concept/sobriete"
    assert first.links.page == "/entite/concept/sobriete"
    assert [(one.id, one.certain) for one in second.groups] == [
        ("g", True),
        ("h", False),
    ]
    assert second.groups[0].links.page == "/entite/group/g"


def test_the_card_of_a_concept_shows_its_definition_with_the_evidence():
    definition = Definition(DOCUMENT, FIRST, 2, 6, "xte0", 2)
    card = EntityCard(
        EntityKind.CONCEPT, "sobriete", "sobriété", "urn:s", definition=definition
    )
    told = PRESENTER.search_answer(ADDRESS, replace(RESULTS, entities=(card,)))
    found = told.entities[0].definition
    assert (found.text, found.start, found.end) == ("xte0", 2, 6)
    assert (found.document, found.title) == (DOCUMENT.identifier, DOCUMENT.title)
    assert (found.passage, found.page) == (FIRST.identifier, FIRST.page)
    assert found.url


def test_a_hit_is_explained_where_that_is_asked():
    assert PRESENTER.search_answer(ADDRESS, RESULTS).hits[0].explanation is None
    asked = replace(ADDRESS, explain=True)
    told = PRESENTER.search_answer(asked, RESULTS).hits[0].explanation
    assert told.score == RESULTS.hits[0].score
    assert told.sentence.endswith(".")
