"""What a draft cites, repeats, names and could name, as JSON."""

from ontology.model import EntityKind
from search_api.answers.direct_answer_wording import certainty_word
from search_api.answers.related_finding_schemas import (
    CitedWorkOut,
    CopiedDocumentOut,
    DefinedTermOut,
    DoubtOut,
    DraftSpanOut,
    EvidenceSourceOut,
    KeywordOut,
    MentionEvidenceOut,
    OutsideConceptOut,
    RepetitionOut,
    ToMentionOut,
)
from search_api.answers.related_wording import (
    citation_words,
    doubt_words,
    repetition_words,
)
from search_api.answers.search_presenter import Presenter
from search_api.answers.understood_presenter import definition_out, entity_links_out
from search_api.answers.wording import FACET_LABELS
from search_api.related_work.results import (
    CitedWork,
    CopiedDocument,
    DefinedTerm,
    Doubt,
    DraftSpan,
    Keyword,
    MentionEvidence,
    Repetition,
    ToMention,
)

__all__ = [
    "cited_out",
    "copied_out",
    "defined_out",
    "doubt_out",
    "keyword_out",
    "mention_out",
    "repetition_out",
]


def doubt_out(doubt: Doubt | None) -> DoubtOut | None:
    """Say why nothing supports a text; None where something does."""
    if doubt is None:
        return None
    return DoubtOut(key=doubt.value, message=doubt_words(doubt))


def cited_out(cited: CitedWork, presenter: Presenter) -> CitedWorkOut:
    """Describe a work that the draft cites."""
    return CitedWorkOut(
        document=presenter.document(cited.document),
        how=cited.how.value,
        how_label=citation_words(cited.how),
        found=_span_out(cited.found),
    )


def copied_out(
    copied: CopiedDocument | None, presenter: Presenter
) -> CopiedDocumentOut | None:
    """Describe the document that the whole draft repeats."""
    if copied is None:
        return None
    return CopiedDocumentOut(
        document=presenter.document(copied.document), share=copied.share
    )


def repetition_out(repetition: Repetition, presenter: Presenter) -> RepetitionOut:
    """Describe what a paragraph shares with a document, word for word."""
    return RepetitionOut(
        kind=repetition.kind.value,
        message=repetition_words(repetition),
        share=repetition.share,
        found=_span_out(repetition.found),
        document=presenter.document(repetition.document),
        passage=presenter.passage(repetition.document, repetition.passage),
        text=repetition.text,
        start=repetition.start,
        end=repetition.end,
    )


def mention_out(mention: ToMention, presenter: Presenter) -> ToMentionOut:
    """Describe something of the close documents that the draft could name."""
    return ToMentionOut(
        kind=mention.kind.value,
        kind_label=FACET_LABELS[mention.kind.value],
        id=mention.identifier,
        label=mention.label,
        short_label=mention.short,
        iri=mention.iri,
        certainty=mention.certainty.value,
        certainty_label=certainty_word(mention.certainty),
        documents=mention.documents,
        named_in_draft=mention.is_named_in_draft,
        named=mention.named and _span_out(mention.named),
        evidence=[_evidence_out(one, presenter) for one in mention.evidence],
        links=entity_links_out(mention.kind, mention.identifier),
    )


def keyword_out(keyword: Keyword) -> KeywordOut:
    """Describe a concept to tag the draft with."""
    return KeywordOut(
        id=keyword.identifier,
        label=keyword.label,
        iri=keyword.iri,
        rarity=keyword.rarity,
        documents=keyword.documents,
        named_in_draft=bool(keyword.named),
        named=[_span_out(one) for one in keyword.named],
        definition=keyword.definition,
        outside=[
            OutsideConceptOut(
                scheme=one.scheme,
                id=one.identifier,
                url=one.url,
                relation=one.relation,
                certainty=one.certainty.value,
            )
            for one in keyword.outside
        ],
        links=entity_links_out(EntityKind.CONCEPT, keyword.identifier),
    )


def defined_out(defined: DefinedTerm) -> DefinedTermOut:
    """Describe a term of the draft that a glossary defines."""
    return DefinedTermOut(
        label=defined.label,
        found=_span_out(defined.found),
        definition=definition_out(defined.definition),
    )


def _evidence_out(
    evidence: MentionEvidence, presenter: Presenter
) -> MentionEvidenceOut:
    source = evidence.source
    return MentionEvidenceOut(
        document=presenter.document(evidence.document),
        passage=evidence.passage
        and presenter.passage(evidence.document, evidence.passage),
        start=evidence.start if evidence.passage else None,
        end=evidence.end if evidence.passage else None,
        text=evidence.text,
        source=source and EvidenceSourceOut(label=source.label, url=source.url),
    )


def _span_out(span: DraftSpan) -> DraftSpanOut:
    return DraftSpanOut(text=span.text, start=span.start, end=span.end)
