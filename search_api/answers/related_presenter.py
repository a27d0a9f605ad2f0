"""Turns what is found for a draft into the JSON of the API."""

from ontology.model import Passage
from search_api.answers.related_schemas import (
    DraftOut,
    PairOut,
    ParagraphOut,
    RelatedAnswer,
    RelatedDocumentOut,
    RelatedPassageOut,
)
from search_api.answers.search_presenter import Presenter, entities_out, milliseconds
from search_api.related_work.results import (
    ParagraphAnswer,
    RelatedDocument,
    RelatedResults,
)

__all__ = ["related_answer"]


def related_answer(results: RelatedResults, presenter: Presenter) -> RelatedAnswer:
    """Write the documents related to a draft.

    Args:
        results: What was found.
        presenter: Writes documents and passages.
    """
    return RelatedAnswer(
        documents=[_document(found, presenter) for found in results.documents],
        draft_passages=results.draft_passages,
        asked_passages=results.asked_passages,
        reliable=results.is_reliable,
        unsupported=[_draft(passage) for passage in results.unsupported],
        paragraphs=[_paragraph(one, presenter) for one in results.paragraphs],
        generation=results.generation,
        model=results.embedder,
        took_ms=milliseconds(results.elapsed_seconds),
    )


def _document(found: RelatedDocument, presenter: Presenter) -> RelatedDocumentOut:
    return RelatedDocumentOut(
        document=presenter.document(found.document),
        score=found.score,
        pairs=[
            PairOut(
                draft=_draft(draft),
                passage=presenter.passage_hit(found.document, hit),
            )
            for draft, hit in found.pairs
        ],
        shared=entities_out(found.shared),
        copies=[presenter.copy(other) for other in found.copies],
    )


def _paragraph(paragraph: ParagraphAnswer, presenter: Presenter) -> ParagraphOut:
    return ParagraphOut(
        draft=_draft(paragraph.passage),
        supported=paragraph.is_supported,
        found=[
            RelatedPassageOut(
                document=presenter.document(one.document),
                passage=presenter.passage_hit(one.document, one.hit),
                close=one.is_close,
            )
            for one in paragraph.found
        ],
    )


def _draft(passage: Passage) -> DraftOut:
    return DraftOut(
        text=passage.text, start=passage.start, end=passage.end, page=passage.page
    )
