"""Turns what is found for a draft into the JSON of the API."""

from ontology.model import Passage
from search_api.answers.related_finding_presenter import (
    cited_out,
    copied_out,
    defined_out,
    doubt_out,
    keyword_out,
    mention_out,
    repetition_out,
)
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
        documents=[_document(one, results, presenter) for one in results.documents],
        draft_passages=results.draft_passages,
        asked_passages=results.asked_passages,
        reliable=results.is_reliable,
        reason=doubt_out(results.doubt),
        copy_of=copied_out(results.copy_of, presenter),
        cited=[cited_out(one, presenter) for one in results.cited],
        to_mention=[mention_out(one, presenter) for one in results.to_mention],
        keywords=[keyword_out(one) for one in results.keywords],
        definitions=[defined_out(one) for one in results.definitions],
        unsupported=[_draft(one, results) for one in results.unsupported],
        paragraphs=[_paragraph(one, results, presenter) for one in results.paragraphs],
        generation=results.generation,
        model=results.embedder,
        took_ms=milliseconds(results.elapsed_seconds),
    )


def _document(
    found: RelatedDocument, results: RelatedResults, presenter: Presenter
) -> RelatedDocumentOut:
    return RelatedDocumentOut(
        document=presenter.document(found.document),
        score=found.score,
        why=found.why,
        is_cited=found.is_cited,
        reliable=found.doubt is None,
        reason=doubt_out(found.doubt),
        pairs=[
            PairOut(
                draft=_draft(draft, results),
                passage=presenter.passage_hit(found.document, hit),
            )
            for draft, hit in found.pairs
        ],
        shared=entities_out(found.shared),
        copies=[presenter.copy(other) for other in found.copies],
    )


def _paragraph(
    paragraph: ParagraphAnswer, results: RelatedResults, presenter: Presenter
) -> ParagraphOut:
    return ParagraphOut(
        draft=_draft(paragraph.passage, results),
        supported=paragraph.is_supported,
        reason=doubt_out(paragraph.doubt),
        found=[
            RelatedPassageOut(
                document=presenter.document(one.document),
                passage=presenter.passage_hit(one.document, one.hit),
                close=one.is_close,
                why=one.why,
                is_cited=one.is_cited,
            )
            for one in paragraph.found
        ],
        repeats=[repetition_out(one, presenter) for one in paragraph.repeats],
    )


def _draft(passage: Passage, results: RelatedResults) -> DraftOut:
    return DraftOut(
        text=passage.text,
        start=passage.start,
        end=passage.end,
        page=passage.page,
        document=results.liked(passage),
    )
