"""A library out of thin air for measuring speed: passages, vectors and a catalogue.

Passages of 90 words sound and are drawn like French ones (Zipf), vectors have the
embedder's dimension and its spectrum around 2,000 topics, a document has 20 passages.
"""

# ruff: noqa: ARG002 - a catalogue of noise ignores what it is asked

import itertools
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

import numpy as np

from graph.ports import DocumentFilter, DocumentHeading, DocumentStructure
from ontology.model import (
    Document,
    DocumentKind,
    DocumentSummary,
    Entity,
    Page,
    Passage,
    Source,
    Work,
)
from ontology.structure import PassageRole
from search_api.ports import Embedder, Vectors

PER_DOCUMENT = 20
WORDS = 90
_ONSETS = ("b", "ch", "d", "f", "gr", "j", "l", "m", "n", "p", "r", "s", "tr", "v")
_VOWELS = ("a", "é", "i", "o", "ou", "eu")


def vocabulary(size: int) -> list[str]:
    """Return different words that begin and end in many ways, as French ones do."""
    syllables = [a + b for a, b in itertools.product(_ONSETS, _VOWELS)]
    draws = np.random.default_rng(5).integers(0, len(syllables), (2 * size, 3))
    words = dict.fromkeys("".join(syllables[n] for n in row) for row in draws)
    return list(words)[:size]


class TopicEmbedder:
    """Makes vectors out of thin air, at the price of the real model for questions.

    Embedding 10^6 synthetic passages would take hours and tell nothing. Variance falls
    like 1/i over the directions: of ours, 64, 128 and 192 directions hold 60, 75 and
    84 % in real passages, and 66, 75 and 81 % here.
    """

    def __init__(self, real: Embedder) -> None:
        self.name, self.dimension = real.name, real.dimension
        self.fingerprint = real.fingerprint
        self._real = real
        self._random = np.random.default_rng(7)
        self._spread = 1 / np.sqrt(1 + np.arange(self.dimension))
        self._topics = self._random.normal(size=(2_000, self.dimension)) * self._spread

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return vectors near random topics, rows of length 1."""
        return self._near_topics(len(texts), self._random)

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Run the real model, then return vectors near the topics all the same."""
        self._real.embed_queries(texts)
        seed = zlib.crc32(" ".join(texts).encode())
        return self._near_topics(len(texts), np.random.default_rng(seed))

    def _near_topics(self, count: int, random: np.random.Generator) -> Vectors:
        topics = self._topics[random.integers(0, len(self._topics), count)]
        noise = random.standard_normal((count, self.dimension), np.float32)
        vectors = topics + 0.7 * noise * self._spread
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return (vectors / lengths).astype(np.float32)


class SyntheticCatalogue:
    """A ``Catalogue`` that makes its passages again from their numbers."""

    def __init__(self, documents: int, vocabulary: Sequence[str]) -> None:
        self._names = [f"d{n}" for n in range(documents)]
        # The store keeps the answers to the last filters, too.
        self._every, self._tenth = frozenset(self._names), frozenset(self._names[::10])
        ranks = np.arange(len(vocabulary))
        weights = 1 / (ranks + 3)
        self._vocabulary = np.array(vocabulary)
        self._cumulative = np.cumsum(weights / weights.sum())

    def documents_whole(self) -> Iterator[tuple[Document, list[Passage]]]:
        """Yield documents with their passages."""
        for name in self._names:
            yield _document(name), self.passages_of(name)

    def passages_of(self, document: str, *, page: int | None = None) -> list[Passage]:
        """Return the passages of a document."""
        return [self._passage(document, n) for n in range(PER_DOCUMENT)]

    def passages(self, identifiers: Sequence[str]) -> dict[str, Passage]:
        """Return passages by identifier."""
        parts = ((name, *name.rsplit(".", 1)) for name in identifiers)
        return {name: self._passage(own, int(n)) for name, own, n in parts}

    def _passage(self, document: str, number: int) -> Passage:
        draws = np.random.default_rng([int(document[1:]), number]).random(WORDS)
        rows = np.searchsorted(self._cumulative, draws)
        text = " ".join(self._vocabulary[np.minimum(rows, len(self._vocabulary) - 1)])
        name = f"{document}.{number}"
        return Passage(name, document, number, 1, 0, len(text), text, "fr")

    def structure(self, document: str) -> DocumentStructure:
        """Return no blocks: texts are words in a row."""
        return DocumentStructure()

    def passage_roles(self) -> dict[str, PassageRole]:
        """Return nothing: every passage is body."""
        return {}

    def work_of(self, document: str) -> None:
        """Return no work: every document stands for itself."""

    def works_by_document(self) -> dict[str, Work]:
        """Return nothing: no document has a copy."""
        return {}

    def documents(self, identifiers: Sequence[str]) -> dict[str, DocumentSummary]:
        """Return summaries by identifier."""
        return {name: _summary(name) for name in identifiers}

    def headings(self) -> list[DocumentHeading]:
        """Return every title, as what a draft cites is looked up by."""
        return [DocumentHeading(n, _summary(n).title, None) for n in self._names]

    def document_identifiers(self, restriction: DocumentFilter) -> frozenset[str]:
        """Return one document in ten, whatever the filter; all without one."""
        return self._every if restriction.is_empty else self._tenth

    def all_passages(self) -> Iterable[Passage]:
        """Yield every passage."""
        return itertools.chain.from_iterable(map(self.passages_of, self._names))

    def facets(
        self, documents: Collection[str], *, limit: int = 20
    ) -> Mapping[str, list[tuple[str, str, int]]]:
        """Return no facet."""
        return {}

    def entities(self) -> list[Entity]:
        """Return no entity."""
        return []

    def counts(self) -> dict[str, int]:
        """Return the number of documents."""
        return {"documents": len(self._names)}


def _document(name: str) -> Document:
    source = Source(name, "text/plain", 1, "0" * 64)
    return Document(
        name, source, "benchmark", name, "", (Page(1, 0, 0),), language="fr"
    )


def _summary(name: str) -> DocumentSummary:
    kind = DocumentKind.DOCUMENT
    return DocumentSummary(
        name, name, kind, "fr", "benchmark", "text/plain", "0" * 64, 1, 1, 20, False
    )
