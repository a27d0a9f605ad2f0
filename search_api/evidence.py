"""Asks both indexes about one question and gathers what they say.

Candidates are the best of each index; whatever only words found gets its cosine too,
so that every candidate is judged by both. Where the question requires or excludes
words, the lexical index alone knows which passages may answer: it names the
candidates, vectors only order them. A phrase that stands nowhere is looked for by its
words. The best of the first look get a second one, part by part of the question.
"""

from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from ontology.call_context import checkpoint
from search_api.french.question import Question, parse
from search_api.fusion import (
    DEFAULT_BALANCE,
    VECTORS_ALONE,
    WORDS_ALONE,
    Balance,
    Evidence,
    first_look,
)
from search_api.ports import (
    Alternative,
    LexicalIndex,
    Scored,
    SecondLook,
    VectorIndex,
    Vectors,
)
from search_api.query import SearchMode

__all__ = ["CANDIDATES", "LOOKS", "Indexes"]

CANDIDATES: Final = 300
"""Passages asked of each index: at least 30 documents at ten passages each."""

LOOKS: Final = 50
"""Passages that get a second look in hybrid search."""

SIDE_BY_SIDE: Final = 50_000
"""Passages from which both indexes are searched at the same time."""

_BESIDE: Final = ThreadPoolExecutor(8, thread_name_prefix="words")

Ask = Callable[[], list[Scored]]

_ALONE: Final = {SearchMode.WORDS: WORDS_ALONE, SearchMode.VECTORS: VECTORS_ALONE}

_QUOTES: Final = str.maketrans(dict.fromkeys('"“”', " "))


@dataclass(frozen=True, slots=True)
class Indexes:
    """The two indexes of a generation, asked together.

    Attributes:
        vectors: By meaning.
        words: By words.
        second_look: Judges what they found once more; None leaves that out.
        candidates: Passages asked of each.
        looks: Passages that get a second look in hybrid mode.
        balance: Of hybrid search; chooses them.
    """

    vectors: VectorIndex
    words: LexicalIndex
    second_look: SecondLook | None = None
    candidates: int = CANDIDATES
    looks: int = LOOKS
    balance: Balance = DEFAULT_BALANCE

    def gather(
        self,
        text: str,
        question: Question,
        *,
        vector: Vectors,
        documents: Collection[str] | None = None,
        mode: SearchMode = SearchMode.HYBRID,
        alternatives: Sequence[Alternative] = (),
        balance: Balance | None = None,
        with_second_look: bool = True,
    ) -> Evidence:
        """Return the evidence of both indexes about one question.

        Args:
            text: As typed, with operators.
            question: The same, taken apart.
            vector: ``(1, dimension)`` of ``question.plain``.
            documents: Only passages of these, or None for all.
            mode: Which evidence is wanted; the other kind is then left out.
            alternatives: Other names of parts of the question, for words.
            balance: Of hybrid search, where evidence will be joined with other; by the
                question when None.
            with_second_look: Whether hybrid search takes its second look.

        Raises:
            CallCancelled: If nobody waits for it any more.
        """
        look = partial(
            self._look,
            vector=vector,
            documents=documents,
            mode=mode,
            alternatives=alternatives,
        )
        checkpoint()
        evidence = look(text, question)
        checkpoint()
        if question.phrases and not (evidence.words or evidence.vectors):
            relaxed = text.translate(_QUOTES)
            evidence = replace(look(relaxed, parse(relaxed)), is_relaxed=True)
        if mode is not SearchMode.HYBRID:
            return replace(evidence, balance=_ALONE[mode])
        evidence = replace(evidence, balance=balance or self.balance)
        if self.second_look is None or not with_second_look:
            return evidence
        best = first_look(evidence, evidence.balance, self.looks)
        seen = self.second_look.closeness(question.plain, best)
        return replace(evidence, closeness=dict(zip(best, seen, strict=True)))

    def _look(
        self,
        text: str,
        question: Question,
        *,
        vector: Vectors,
        documents: Collection[str] | None,
        mode: SearchMode,
        alternatives: Sequence[Alternative],
    ) -> Evidence:
        """Return what a first look at both indexes says."""
        is_strict = question.is_strict
        by_words: Ask | None = None
        if mode is not SearchMode.VECTORS or is_strict:
            by_words = partial(
                self.words.search,
                text,
                self.candidates,
                documents=documents,
                alternatives=alternatives,
            )
        by_vectors: Ask | None = None
        if mode is not SearchMode.WORDS and not is_strict:
            by_vectors = partial(
                self.vectors.search, vector, self.candidates, documents=documents
            )
        words, cosines = self._both(by_words, by_vectors)
        checkpoint()
        is_capped = max(len(words), len(cosines)) >= self.candidates
        evidence = Evidence(
            words={} if mode is SearchMode.VECTORS else words,
            vectors={},
            expectation=self.words.expectation(text),
            background=self.vectors.background(vector),
            is_capped=is_capped,
        )
        if mode is SearchMode.WORDS:
            return evidence
        missing = [passage for passage in words if passage not in cosines]
        similar = self.vectors.similarities(vector, missing)
        cosines.update(zip(missing, similar, strict=True))
        evidence = replace(evidence, vectors=cosines)
        if self.second_look is None:
            return evidence
        names = list(cosines)
        contexts = self.second_look.contexts(vector, names)
        return replace(
            evidence,
            contexts=dict(zip(names, contexts, strict=True)),
            context_background=self.second_look.context_background(vector),
        )

    def _both(
        self, by_words: Ask | None, by_vectors: Ask | None
    ) -> tuple[dict[str, float], dict[str, float]]:
        """Return passage → score of both searches; None finds nothing.

        In a large index they run side by side, so that one question uses two cores;
        in a small one, passing work to a thread would take longer than the work.
        """
        if by_words is None or by_vectors is None or len(self.words) < SIDE_BY_SIDE:
            found = _scored(by_words)
            checkpoint()
            return found, _scored(by_vectors)
        words = _BESIDE.submit(_scored, by_words)
        try:
            near = _scored(by_vectors)
        finally:
            wait([words])
        return words.result(), near


def _scored(ask: Ask | None) -> dict[str, float]:
    return {} if ask is None else {hit.passage: hit.score for hit in ask()}
