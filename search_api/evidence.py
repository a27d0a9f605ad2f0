"""Asks both indexes about one question and gathers what they say.

Candidates are the best of each index; whatever only words found gets its cosine too,
so that every candidate is judged by both. Where the question requires or excludes
words, the lexical index alone knows which passages may answer: it names the
candidates, vectors only order them.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from search_api.fusion import Evidence
from search_api.ports import LexicalIndex, VectorIndex, Vectors
from search_api.query import SearchMode
from search_api.question import Question

__all__ = ["CANDIDATES", "Indexes"]

CANDIDATES: Final = 300
"""Passages asked of each index: at least 30 documents at ten passages each."""


@dataclass(frozen=True, slots=True)
class Indexes:
    """The two indexes of a generation, asked together.

    Attributes:
        vectors: By meaning.
        words: By words.
        candidates: Passages asked of each.
    """

    vectors: VectorIndex
    words: LexicalIndex
    candidates: int = CANDIDATES

    def gather(
        self,
        text: str,
        question: Question,
        *,
        vector: Vectors,
        documents: Collection[str] | None = None,
        mode: SearchMode = SearchMode.HYBRID,
    ) -> Evidence:
        """Return the evidence of both indexes about one question.

        Args:
            text: As typed, with operators.
            question: The same, taken apart.
            vector: ``(1, dimension)`` of ``question.plain``.
            documents: Only passages of these, or None for all.
            mode: Which evidence is wanted; the other kind is then left out.
        """
        words: dict[str, float] = {}
        cosines: dict[str, float] = {}
        if mode is not SearchMode.VECTORS or question.is_strict:
            found = self.words.search(text, self.candidates, documents=documents)
            words = {hit.passage: hit.score for hit in found}
        if mode is not SearchMode.WORDS:
            if not question.is_strict:
                near = self.vectors.search(vector, self.candidates, documents=documents)
                cosines = {hit.passage: hit.score for hit in near}
            missing = [passage for passage in words if passage not in cosines]
            similar = self.vectors.similarities(vector, missing)
            cosines.update(zip(missing, similar, strict=True))
        if mode is SearchMode.VECTORS:
            words = {}
        return Evidence(
            words=words,
            vectors=cosines,
            expectation=self.words.expectation(text),
            background=self.vectors.background(vector),
        )
