"""BM25 on disk with French analysis: the reading side of the tantivy index."""

import logging
import tempfile
import time
from collections.abc import Collection, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Final

import tantivy
from tantivy import Occur, Query

from ontology.folding import fold
from search_api.errors import IndexDamaged, SearchError
from search_api.french import analysis
from search_api.french.question import parse
from search_api.identifiers import passage_identifier
from search_api.lexical_indexes.french_query import FrenchQuery
from search_api.lexical_indexes.tantivy_schema import (
    read_documents,
    schema,
)
from search_api.ports import Alternative, Scored, best_first

__all__ = ["TantivyFrenchIndex"]

_FILTERS: Final = 16
"""Filters remembered: many questions are asked with the same."""

_MOST: Final = 0.8
"""Part of the passages that must agree on how a word is written."""


_TRIES: Final = 50
_PAUSE_SECONDS: Final = 0.02

_LOG = logging.getLogger(__name__)


class TantivyFrenchIndex:
    """Finds passages by words; safe to call from several threads and processes.

    Args:
        folder: Written by ``TantivyFrenchWriter.commit``.

    Raises:
        IndexDamaged: If the folder holds no index that this version can read.
        SearchError: If no temporary folder can be made.
    """

    def __init__(self, folder: Path) -> None:
        documents = read_documents(folder)
        index = _opened(folder)
        self._documents: list[str | None] = documents
        self._numbers = {name: n for n, name in enumerate(documents) if name}
        self._kept = lru_cache(_FILTERS)(self._within)
        self._searcher = index.searcher()
        self._schema = index.schema
        self._query = FrenchQuery(
            self._schema, self._searcher.doc_freq, passages=self._searcher.num_docs
        )

    def __len__(self) -> int:
        """Return the number of passages."""
        return int(self._searcher.num_docs)

    def search(
        self,
        question: str,
        limit: int,
        *,
        documents: Collection[str] | None = None,
        alternatives: Sequence[Alternative] = (),
    ) -> list[Scored]:
        """Return the best passages, best first; see ``LexicalIndex.search``.

        Words that are one or two typing slips away count only where nothing else is
        found.
        """
        if limit < 1 or (documents is not None and not documents):
            return []
        parts = parse(question)
        query = self._query.build(parts, alternatives=alternatives)
        return self._find(query, limit, documents) or self._find(
            self._query.build(parts, is_tolerant=True), limit, documents
        )

    def frequency(self, word: str) -> int:
        """Return how many passages hold a word in any of its forms."""
        folded = fold(word)
        forms = {("surface", folded), ("whole", folded)}
        forms |= {("text", analysis.stem(word, name)) for name in ("fr", "en")}
        return max(int(self._searcher.doc_freq(*form)) for form in forms)

    def terms(self, prefix: str, limit: int | None = None) -> list[tuple[str, int]]:
        """Return words that begin so, with their passages; most frequent first."""
        found = self._searcher.terms_with_prefix("surface", prefix, limit=limit)
        return [(term, int(count)) for term, count in found]

    def written(self, word: str) -> str:
        """Return how most passages write a word; see ``LexicalIndex.written``."""
        form, count = self._accented.get(word, (word, 0))
        held = int(self._searcher.doc_freq("surface", word))
        return form if count >= _MOST * held else word

    @cached_property
    def _accented(self) -> dict[str, tuple[str, int]]:
        """Return folded word → its most frequent form with accents, and passages."""
        found: dict[str, tuple[str, int]] = {}
        # Most frequent first.
        for form, count in self._searcher.terms_with_prefix("written", "", limit=None):
            found.setdefault(fold(form), (form, int(count)))
        return found

    def expectation(self, question: str) -> float:
        """Return about what a passage holding every word would score, above 0."""
        return self._query.expectation(parse(question))

    def close(self) -> None:
        """Release files once no search is running any more."""
        self._documents = []
        self._numbers = {}

    def _find(
        self, query: Query | None, limit: int, documents: Collection[str] | None
    ) -> list[Scored]:
        if query is None:
            return []
        if documents is not None:
            query = Query.boolean_query(
                [(Occur.Must, query), self._kept(frozenset(documents))]
            )
        hits = self._searcher.search(query, limit, count=False).hits
        addresses = [address for _, address in hits]
        numbers = self._searcher.fast_field_values("number", addresses)
        positions = self._searcher.fast_field_values("position", addresses)
        return best_first(
            (self._identifier(int(number or 0), int(position or 0)), score)
            for (score, _), number, position in zip(
                hits, numbers, positions, strict=True
            )
        )

    def _identifier(self, number: int, position: int) -> str:
        return passage_identifier(self._documents[number] or "", position)

    def _within(self, documents: frozenset[str]) -> tuple[Occur, Query]:
        numbers = map(self._numbers.get, documents)
        allowed = {number for number in numbers if number is not None}
        if 2 * len(allowed) <= len(self._numbers):
            kept = Query.term_set_query(self._schema, "number", sorted(allowed))
            return Occur.Must, Query.const_score_query(kept, 0.0)
        # A wide filter is cheaper said the other way round.
        refused = sorted(set(self._numbers.values()) - allowed)
        return Occur.MustNot, Query.term_set_query(self._schema, "number", refused)


def _opened(folder: Path) -> tantivy.Index:
    """Open an index without writing into its folder.

    tantivy makes a lock file beside the segments even to read them, which a read-only
    volume refuses: it reads through links in a folder of our own. Once every segment
    is open, nobody looks for its name any more, and the links may go.

    Raises:
        IndexDamaged: If the folder holds no index that this version can read.
        SearchError: If there is no room for the links.
    """
    try:
        links = tempfile.TemporaryDirectory(prefix="gtnum-words-")
    except OSError as cause:
        raise SearchError(
            f"Aucun dossier temporaire où ouvrir l’index des mots ({cause.strerror}).",
            remedy="Faites de la place, ou réglez TMPDIR à un dossier où l’on peut "
            "écrire.",
        ) from cause
    try:
        for path in folder.iterdir():
            if not path.name.endswith(".lock"):
                Path(links.name, path.name).symlink_to(path.resolve())
        index = tantivy.Index(schema(), links.name, reuse=True)
        # Published files never change: no thread has to watch them.
        index.config_reader(reload_policy="manual")
        index.reload()
    except (ValueError, OSError) as cause:
        raise IndexDamaged(
            f"L’index des mots {folder} ne s’ouvre pas ({cause}).",
            remedy="Lancez `gtnum reindex`.",
        ) from cause
    finally:
        _remove(links)
    return index


def _remove(links: "tempfile.TemporaryDirectory[str]") -> None:
    """Remove the links, again while tantivy puts its lock file beside them.

    A thread that it starts with an index looks at the folder once more; on a busy
    machine that happens between the emptying of the folder and its end.
    """
    refusal: OSError | None = None
    for _ in range(_TRIES):
        try:
            links.cleanup()
        except OSError as cause:
            refusal = cause
            time.sleep(_PAUSE_SECONDS)
        else:
            return
    _LOG.warning("the links %s stay: %s", links.name, refusal)
