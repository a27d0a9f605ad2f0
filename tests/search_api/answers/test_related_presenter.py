"""What was found for a draft stands in the JSON of the API, each under its key."""

from dataclasses import replace

from ontology.iris import DEFAULT_BASE, Iris
from ontology.model import Passage
from search_api.answers.related_presenter import related_answer
from search_api.answers.search_presenter import Presenter
from search_api.query import PassageHit, ScoreParts
from search_api.related_work.results import (
    ParagraphAnswer,
    RelatedDocument,
    RelatedPassage,
    RelatedResults,
)
from tests.search_api.web.tiny_corpus import summary

PRESENTER = Presenter(Iris(DEFAULT_BASE))
DOCUMENT = summary("d", "Titre")
COPY = summary("e", "Copie", collection="hal")
FIRST, SECOND = (
    Passage(f"d.{n}", "d", n, 1, 10 * n, 10 * n + 6, f"texte{n}", "fr") for n in (0, 1)
)
HIT = PassageHit(SECOND, 0.75, ScoreParts(3.5, 0.25, 0.1, 0.2), ((0, 2),))


def test_documents_related_to_a_draft_show_the_pairs_that_relate_them():
    related = RelatedDocument(
        DOCUMENT, 0.5, ((FIRST, HIT),), (("lab", "techne", "TECHNE"),), (COPY,)
    )
    told = related_answer(
        RelatedResults((related,), 4, 3, "0007", "letters", 0.00004), PRESENTER
    )
    assert (told.draft_passages, told.generation, told.model) == (4, "0007", "letters")
    assert (told.asked_passages, told.reliable, told.unsupported) == (3, True, [])
    assert told.took_ms == 0.0
    (found,) = told.documents
    assert (found.document.id, found.score) == ("d", 0.5)
    (pair,) = found.pairs
    assert (pair.draft.text, pair.draft.start, pair.draft.end) == ("texte0", 0, 6)
    assert pair.draft.page == 1
    assert pair.passage.id == "d.1"
    assert [entity.id for entity in found.shared] == ["techne"]
    assert [copy.id for copy in found.copies] == ["e"]


def test_each_paragraph_says_what_is_nearest_and_whether_that_is_about_it():
    near = (RelatedPassage(DOCUMENT, HIT, True), RelatedPassage(COPY, HIT, False))
    paragraphs = (ParagraphAnswer(FIRST, True, near), ParagraphAnswer(SECOND, False))
    told = related_answer(
        RelatedResults((), 2, 2, "0007", "letters", 0.1, paragraphs), PRESENTER
    )
    first, second = told.paragraphs
    assert (first.draft.text, first.supported) == ("texte0", True)
    found = [(one.document.id, one.passage.id, one.close) for one in first.found]
    assert found == [("d", "d.1", True), ("e", "d.1", False)]
    assert (second.supported, second.found) == (False, [])
    assert [one.text for one in told.unsupported] == ["texte1"]


def test_passages_of_liked_documents_are_told_from_the_draft():
    mine = replace(FIRST, document="brouillon")
    paragraphs = (ParagraphAnswer(mine, True), ParagraphAnswer(SECOND, True))
    results = RelatedResults(
        (), 2, 2, "0007", "letters", 0.1, paragraphs, draft="brouillon"
    )
    told = related_answer(results, PRESENTER).paragraphs
    assert [one.draft.document for one in told] == [None, "d"]
    unknown = replace(results, draft="")
    assert unknown.liked(SECOND) is None
