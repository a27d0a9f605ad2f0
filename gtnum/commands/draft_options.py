"""What ``gtnum related`` is asked: a file, a document or a page, and preferences."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from ontology.errors import KnowledgeError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from graph.entity_ports import EntityCatalogue
    from graph.ports import Catalogue, DocumentFilter
    from gtnum.settings import Settings
    from ontology.model import DocumentRecord
    from search_api.related_work.results import RelatedResults

__all__ = ["DraftOptions", "OpenLibrary", "find_related"]


class Finder(Protocol):
    """Finds documents related to a draft; see ``search_api.related_work.finder``."""

    def find(
        self,
        record: DocumentRecord,
        *,
        limit: int,
        restriction: DocumentFilter,
        exclude: Collection[str],
        liked: Collection[str],
        disliked: Collection[str],
    ) -> RelatedResults:
        """Return the documents most related to a draft, best first."""
        ...


class OpenLibrary(Protocol):
    """What the command needs of an opened generation."""

    @property
    def catalogue(self) -> Catalogue:
        """Knows documents and passages."""
        ...

    @property
    def entities(self) -> EntityCatalogue:
        """Knows what documents name."""
        ...

    @property
    def related(self) -> Finder:
        """Finds related work."""
        ...

    @property
    def read_draft(self) -> Callable[[bytes, str | None, str | None], DocumentRecord]:
        """Reads a draft as the corpus was read."""
        ...


@dataclass(frozen=True, slots=True)
class DraftOptions:
    """What was typed.

    Attributes:
        draft: A file, or ``-`` for the standard input.
        document: Identifier of a stored document.
        url: Address of a public page.
        like: Documents that ask beside the draft.
        unlike: Documents that lower what is like them.
        exclude: Documents that may not answer.
    """

    draft: str | None = None
    document: str | None = None
    url: str | None = None
    like: tuple[str, ...] = ()
    unlike: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()

    def require_one(self) -> None:
        """Check that there is one draft, or something liked, before all is opened.

        Raises:
            KnowledgeError: If there is none, more than one, or no such file.
        """
        said = sum(x is not None for x in (self.draft, self.document, self.url))
        if said > 1:
            raise KnowledgeError(
                "un seul brouillon est comparé à la fois",
                remedy="Donnez un fichier, --document ou --url.",
            )
        if not said and not self.like:
            raise KnowledgeError(
                "aucun brouillon n’est donné",
                remedy="Donnez un fichier, - pour l’entrée standard, --document, --url "
                "ou --like.",
            )
        if self.draft not in (None, "-") and not Path(self.draft).is_file():
            raise KnowledgeError(
                f"le brouillon « {self.draft} » n’est pas un fichier",
                remedy="Donnez un fichier, ou - pour l’entrée standard.",
            )


def find_related(
    asked: DraftOptions, knowledge: OpenLibrary, settings: Settings, *, limit: int
) -> RelatedResults:
    """Return what is related to what was typed.

    A page is fetched whatever the settings let strangers do: who types its address
    could fetch it as well.

    Raises:
        KnowledgeError: If the draft cannot be had or read, or a document is unknown.
    """
    from graph.ports import DocumentFilter

    own = (asked.document,) if asked.document else ()
    _require_known(knowledge, (*own, *asked.like, *asked.unlike, *asked.exclude))
    return knowledge.related.find(
        _record(asked, knowledge, settings),
        limit=limit,
        restriction=DocumentFilter(),
        exclude=(*asked.exclude, *own),
        liked=asked.like,
        disliked=asked.unlike,
    )


def _record(
    asked: DraftOptions, knowledge: OpenLibrary, settings: Settings
) -> DocumentRecord:
    from gtnum import wiring
    from search_api.related_work.stored_drafts import named_draft

    if asked.url is not None:
        page = wiring.page_fetcher(settings)(asked.url)
        return knowledge.read_draft(page.content, page.name, page.media_type)
    if asked.draft is not None:
        content, name = _content(asked.draft, settings.upload_max_mb * 1_000_000)
        return knowledge.read_draft(content, name, None)
    catalogue, mentions = knowledge.catalogue, knowledge.entities.mentions
    return named_draft(asked.document, asked.like, catalogue, mentions)


def _require_known(knowledge: OpenLibrary, names: tuple[str, ...]) -> None:
    from search_api.errors import UnknownDocument

    known = knowledge.catalogue.documents(names) if names else {}
    for name in names:
        if name not in known:
            raise UnknownDocument(
                f"aucun document « {name[:80]} » dans la bibliothèque",
                remedy="Retrouvez son identifiant par une recherche.",
            )


def _content(draft: str, max_bytes: int) -> tuple[bytes, str | None]:
    """Read the draft, refusing what is larger than the limit.

    Raises:
        KnowledgeError: If it is too large, or the file cannot be read.
    """
    if draft == "-":
        content, name = sys.stdin.buffer.read(max_bytes + 1), None
    else:
        path = Path(draft)
        try:
            with path.open("rb") as stream:
                content, name = stream.read(max_bytes + 1), path.name
        except OSError as error:
            raise KnowledgeError(
                f"le brouillon « {draft} » ne peut pas être lu : {error.strerror}",
                remedy="Vérifiez ses droits, ou donnez-le par l’entrée standard (-).",
            ) from error
    if len(content) > max_bytes:
        raise KnowledgeError(
            f"le brouillon dépasse {max_bytes // 1_000_000} Mo",
            remedy="Raccourcissez-le ou relevez GTNUM_UPLOAD_MAX_MB.",
        )
    return content, name
