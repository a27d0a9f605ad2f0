"""A document of the library as a draft: what else is there on what it says?"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from itertools import chain, groupby
from typing import Final

from graph.ports import Catalogue
from ontology.model import (
    Document,
    DocumentRecord,
    DocumentSummary,
    Mention,
    Page,
    Passage,
    Source,
)

__all__ = ["named_draft", "stored_draft"]

_NO_DRAFT: Final = "no-draft"


def named_draft(
    document: str | None,
    liked: Collection[str],
    catalogue: Catalogue,
    mentions: Callable[[str], Sequence[Mention]],
) -> DocumentRecord:
    """Return a document as a draft, or what stands for one where some are only liked.

    Args:
        document: Known to the catalogue; None where there is no draft at all.
        liked: Known, too; one at least where there is no draft. What they name counts
            as named, their passages are asked by the finder itself.
        catalogue: Of the generation.
        mentions: What the passages of a document name.
    """
    names = (document,) if document else tuple(liked)
    summary = catalogue.documents(names[:1])[names[0]]
    passages = catalogue.passages_of(document) if document else ()
    named = tuple(chain.from_iterable(map(mentions, names)))
    record = stored_draft(summary, passages, named)
    if document:
        return record
    # No passage of what is liked is the draft's own.
    return replace(record, document=replace(record.document, identifier=_NO_DRAFT))


def stored_draft(
    summary: DocumentSummary,
    passages: Sequence[Passage] = (),
    mentions: Sequence[Mention] = (),
) -> DocumentRecord:
    """Return a document of the library as if it had been read just now.

    Its text is that of its passages at their offsets, white space between them; what
    stands in no passage (running heads) is not there.

    Args:
        summary: Of the document.
        passages: Its own, in reading order; none where only its names count.
        mentions: What its passages name.
    """
    text = _text(passages)
    pages = [
        Page(number, own[0].start, own[-1].end)
        for number, group in groupby(passages, key=lambda one: one.page)
        if (own := list(group))
    ]
    source = Source(
        f"document/{summary.identifier}",
        summary.media_type,
        summary.size_bytes,
        summary.sha256,
    )
    document = Document(
        summary.identifier,
        source,
        summary.collection,
        summary.title,
        text,
        tuple(pages) or (Page(1, 0, len(text)),),
        is_paged=summary.is_paged,
        kind=summary.kind,
        language=summary.language,
        url=summary.url,
        doi=summary.doi,
    )
    return DocumentRecord(document, tuple(passages), tuple(mentions))


def _text(passages: Sequence[Passage]) -> str:
    pieces: list[str] = []
    end = 0
    for one in sorted(passages, key=lambda passage: passage.start):
        pieces.append(" " * (one.start - end))
        pieces.append(one.text[max(0, end - one.start) :])
        end = max(end, one.end)
    return "".join(pieces)
