"""Reads which documents and passages are to be cited, and finds them.

A passage is named by its identifier, ``note-sobriete.4``; with ``:120-260`` behind it
only these characters of its text are quoted. So whatever is asked, what is quoted is
verbatim.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field

from ontology.model import DocumentSummary, Passage
from search_api.citations.paste_blocks.chosen_references import (
    ChosenReference,
    Quotation,
    sheet_of,
)
from search_api.citations.paste_blocks.paste_formats import PasteFormatName
from search_api.errors import UnknownDocument
from search_api.identifiers import document_of
from search_api.web.document_lookup import find_document
from search_api.web.excerpts import heading_end
from search_api.web.exports.citers import Citer
from search_api.web.problems.problem_report import ProblemError, ProblemItem
from search_api.web.services import Knowledge
from search_api.web.wanted_format import StyleName

__all__ = ["MOST_CHOSEN", "CiteParameters", "chosen_passage", "chosen_references"]

MOST_CHOSEN: Final = 100
"""Documents, and passages, that can be cited at once."""

_NAMED = re.compile(r"([a-z0-9-]{1,80}\.[0-9]{1,9})(?::([0-9]{1,9})-([0-9]{1,9}))?")
_NAME = Annotated[str, Field(min_length=1, max_length=80)]
_CHOICE = Annotated[str, Field(pattern=rf"^{_NAMED.pattern}$", max_length=120)]


class CiteParameters(BaseModel):
    """What is cited, and in which form."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    document: list[_NAME] = Field(
        default=[],
        max_length=MOST_CHOSEN,
        description="Documents à citer, dans cet ordre",
        examples=[["sheet-gtnum-2022-aeson"]],
    )
    passage: list[_CHOICE] = Field(
        default=[],
        max_length=MOST_CHOSEN,
        description="Passages à citer, chacun avec son document ; « :120-260 » à la "
        "fin ne cite que ces caractères du passage",
        examples=[["sheet-gtnum-2022-aeson.0"]],
    )
    format: PasteFormatName = Field(
        default=PasteFormatName.HTML, description="Forme de ce qui est à coller"
    )
    style: StyleName = Field(default="iso690", description="Style des références")
    first: int = Field(
        default=1, ge=1, le=9_999, description="Numéro de la première note"
    )


def chosen_passage(passage: Passage, span: tuple[int, int] | None = None) -> str:
    """Return how a passage is named, or the part of it that shall be quoted.

    Args:
        passage: The passage.
        span: Offsets within its text; all of it behind its heading when None.
    """
    return f"{passage.identifier}:{span[0]}-{span[1]}" if span else passage.identifier


def chosen_references(
    knowledge: Knowledge,
    citer: Citer,
    *,
    documents: Sequence[str],
    passages: Sequence[str],
) -> list[ChosenReference]:
    """Return what was chosen, each work once, in the order in which it was named.

    Args:
        knowledge: The snapshot of this request.
        citer: Makes citations.
        documents: Identifiers; they come before documents that only passages name.
        passages: As ``CiteParameters`` takes them.

    Raises:
        UnknownDocument: If a document or a passage is not there.
        WithdrawnDocument: If a document was taken out on demand.
        ProblemError: If nothing was chosen or too much, or a part is not one of its
            passage.
        CallCancelled: If nobody waits for it any more.
    """
    if not documents and not passages:
        raise _wrong(
            "Rien n’est choisi. Cochez ou nommez un document ou un passage.", "document"
        )
    for name, values in (("document", documents), ("passage", passages)):
        if len(values) > MOST_CHOSEN:
            raise _wrong(f"{MOST_CHOSEN} choix au plus : retirez-en.", name)
    read = [_read(named) for named in dict.fromkeys(passages)]
    names = dict.fromkeys([*documents, *(document_of(name) for name, _ in read)])
    summaries = {name: find_document(knowledge, name) for name in names}
    known = knowledge.catalogue.passages([name for name, _ in read])
    quoted: dict[str, list[Quotation]] = {name: [] for name in names}
    for name, span in read:
        if name not in known:
            raise UnknownDocument(
                f"Aucun passage « {name} » dans la bibliothèque.",
                remedy="Le document a pu être relu : cherchez de nouveau ce passage.",
            )
        summary = summaries[document_of(name)]
        quoted[summary.identifier].append(_quotation(citer, summary, known[name], span))
    return _merged(
        ChosenReference(
            citer.document(knowledge, summary), tuple(quoted[name]), sheet_of(summary)
        )
        for name, summary in summaries.items()
    )


def _merged(chosen: Iterable[ChosenReference]) -> list[ChosenReference]:
    """Return each work once: its copies are cited alike."""
    merged: dict[str, ChosenReference] = {}
    for one in chosen:
        before = merged.get(one.work.identifier)
        quotations = (*before.quotations, *one.quotations) if before else one.quotations
        merged[one.work.identifier] = ChosenReference(one.work, quotations, one.sheet)
    return [*merged.values()]


def _read(named: str) -> tuple[str, tuple[int, int] | None]:
    found = _NAMED.fullmatch(named)
    if found is None:
        raise _wrong(f"« {named[:80]} » n’est pas le nom d’un passage.", "passage")
    name, start, end = found.groups()
    return name, None if start is None else (int(start), int(end))


def _quotation(
    citer: Citer,
    summary: DocumentSummary,
    passage: Passage,
    span: tuple[int, int] | None,
) -> Quotation:
    start, end = span or (
        heading_end(passage.text, passage.section),
        len(passage.text),
    )
    if not 0 <= start < end <= len(passage.text):
        raise _wrong(
            f"« {passage.identifier} » compte {len(passage.text)} caractères : "
            f"{start}-{end} n’en est pas une partie.",
            "passage",
        )
    return Quotation(
        text=passage.text[start:end],
        page=passage.page if summary.is_paged else None,
        address=citer.passage_address(summary, passage),
        language=passage.language,
    )


def _wrong(message: str, parameter: str) -> ProblemError:
    return ProblemError(
        "invalid-parameter",
        message,
        errors=(ProblemItem(detail=message, parameter=parameter),),
    )
