"""Which works of the corpus a draft cites already, and by which characters.

    link    of the text or behind its words, in any of the forms that lead to the work
    doi     wherever it stands, with or without « doi: » or an address around it
    title   whole, in any case and punctuation; a short one only between guillemets or
            in a line of references

A draft that only carries the title of a work as its own does not cite it.
"""

import re
import threading
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from graph.ports import Catalogue, DocumentFilter
from ontology.call_context import checkpoint
from ontology.model import DocumentRecord, EntityKind
from search_api.related_work.cited_titles import titles_in
from search_api.related_work.known_names import KnownNames, known_names
from search_api.related_work.results import CitationForm, CitedWork, DraftSpan
from search_api.related_work.work_keys import address_keys, doi_keys
from search_api.works import leaders

__all__ = ["CITED", "MOST_CITED", "CitedWorks", "with_discoveries"]

CITED: Final = 3.0
"""What the score of a document is multiplied by that the draft cites: it says more for
it than any words in common, where these say something at all."""

MOST_CITED: Final = 50
"""Works told for one draft."""

_MOST_READ: Final = 500_000
"""Characters of a draft that are looked through; links are bounded by themselves."""


_ADDRESS: Final = re.compile(
    r"(?:https?://|www\.)[^\s<>«»“”\"]{4,2000}"
    r"|(?<![\w@./-])(?:[\w-]{1,63}\.){1,5}[a-z]{2,12}/[^\s<>«»“”\"]{1,2000}",
    re.IGNORECASE,
)
_DOI: Final = re.compile(r"\b10\.\d{4,9}\s?/\s?[^\s\"<>«»“”]{1,300}")
_HAL: Final = re.compile(r"(?<![\w/-])[a-z]{3,12}-\d{8}(?:v\d)?(?![\w-])")
_END: Final = ".,;:!?)]}»”’…'*_"


class _Found(NamedTuple):
    """A place that cites a document."""

    how: CitationForm
    start: int
    end: int
    document: str


class CitedWorks:
    """Finds what drafts cite in one generation; safe to call from several threads.

    Args:
        catalogue: Knows titles, addresses and numbers; they are read once.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._lock = threading.Lock()
        self._names: KnownNames | None = None

    def of(self, record: DocumentRecord) -> tuple[CitedWork, ...]:
        """Return the works that a draft cites, in its order, each once.

        Of several places that cite a work, the surest is told.

        Raises:
            StoreError: If the graph fails.
            CallCancelled: If nobody waits for it any more.
        """
        names = self._read_once()
        text = record.document.text
        best: dict[str, _Found] = {}
        for found in (
            *_linked(record, names),
            *_written(text[:_MOST_READ], names),
            *(
                _Found(CitationForm.TITLE, start, end, document)
                for document, start, end in titles_in(record, names, most=_MOST_READ)
            ),
            *self._productions(record),
        ):
            if found.document == record.document.identifier:
                continue  # a stored document that is asked about as a draft
            known = best.get(found.document)
            if known is None or _ORDER[found.how] < _ORDER[known.how]:
                best[found.document] = found
        chosen = sorted(best.values(), key=lambda one: (one.start, one.document))
        first = set(
            leaders(dict.fromkeys(one.document for one in chosen), self._catalogue)
        )
        told = [one for one in chosen if one.document in first][:MOST_CITED]
        known_documents = self._catalogue.documents([one.document for one in told])
        return tuple(
            CitedWork(
                known_documents[one.document],
                one.how,
                DraftSpan(text[one.start : one.end], one.start, one.end),
            )
            for one in told
            if one.document in known_documents
        )

    def _productions(self, record: DocumentRecord) -> Iterator[_Found]:
        """Yield the sheets of works whose own title the linking has recognised."""
        mentions = {
            mention.entity: mention
            for mention in reversed(record.mentions)
            if mention.kind is EntityKind.PRODUCTION
        }
        for identifier, mention in list(mentions.items())[:MOST_CITED]:
            checkpoint()
            named = ((str(EntityKind.PRODUCTION), identifier),)
            linked = self._catalogue.document_identifiers(
                DocumentFilter(entities=named)
            )
            for summary in self._catalogue.documents(sorted(linked)).values():
                if any(thing.target == identifier for thing in summary.describes):
                    yield _Found(
                        CitationForm.TITLE,
                        mention.start,
                        mention.end,
                        summary.identifier,
                    )

    def _read_once(self) -> KnownNames:
        with self._lock:
            if self._names is None:
                self._names = known_names(self._catalogue.headings())
            return self._names


_ORDER: Final = {form: place for place, form in enumerate(CitationForm)}


def with_discoveries(
    ranked: Mapping[str, float], cited: Collection[str], limit: int
) -> dict[str, float]:
    """Return the best documents; what is cited takes no more than half of the places.

    Unless there is nothing else to show.

    >>> with_discoveries({"a": 0.9, "b": 0.8, "c": 0.3}, {"a", "b"}, 2)
    {'a': 0.9, 'c': 0.3}

    Args:
        ranked: Document → score, best first.
        cited: By the draft.
        limit: Places.
    """
    others = sum(name not in cited for name in ranked)
    left = max((limit + 1) // 2, limit - others)
    found: dict[str, float] = {}
    for name, score in ranked.items():
        if name in cited:
            left -= 1
            if left < 0:
                continue
        if len(found) < limit:
            found[name] = score
    return found


def _known(
    keys: Iterable[str], names: KnownNames
) -> tuple[CitationForm, tuple[str, ...]]:
    """Return the documents of the first key that is known, and what kind it is."""
    for key in keys:
        if key in names.keys:
            is_doi = key.startswith("doi:")
            form = CitationForm.DOI if is_doi else CitationForm.LINK
            return form, names.keys[key]
    return CitationForm.LINK, ()


def _linked(record: DocumentRecord, names: KnownNames) -> Iterator[_Found]:
    """Yield what the links behind words lead to."""
    for link in record.hyperlinks:
        _, documents = _known(address_keys(link.target), names)
        for document in documents:
            yield _Found(CitationForm.LINK, link.start, link.end, document)


def _written(text: str, names: KnownNames) -> Iterator[_Found]:
    """Yield what addresses and numbers of the text lead to."""
    for pattern, keys in (
        (_ADDRESS, _address_written),
        (_DOI, doi_keys),
        (_HAL, address_keys),
    ):
        for match in pattern.finditer(text):
            checkpoint()
            form, documents = _known(keys(match[0]), names)
            end = match.start() + len(match[0].rstrip(_END))
            for document in documents:
                yield _Found(form, match.start(), end, document)


def _address_written(written: str) -> Iterator[str]:
    """Yield the keys of an address, with and without what may end its sentence."""
    address = written if "://" in written else f"https://{written}"
    yield from address_keys(address)
    yield from address_keys(address.rstrip(_END))
