"""Each paragraph of a draft asks both indexes, as a question would."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from graph.ports import Catalogue
from ontology.model import Passage
from search_api import fusion
from search_api.evidence import Indexes
from search_api.french.question import Question
from search_api.fusion import Balance, Evidence
from search_api.identifiers import document_of
from search_api.ports import Embedder
from search_api.query import ScoreParts
from search_api.related_work.pairs import AskedParagraph, Pair
from search_api.reliability import Calibration, Look, document_strengths
from search_api.text_kinds import role_weights, weigh
from search_api.turns import SEARCHES

__all__ = ["ParagraphAsker", "needed_strength"]

_LONGER: Final = 4.5
_WORDS_OF_ONE: Final = 15
"""A paragraph needs one unit of strength more for so many words, ``_LONGER`` at most;
see ``benchmarks/related_quality.py``."""

# What a question would take for an operator.
_OPERATORS: Final = re.compile(r"[\"“”]|(?<!\S)[-+]")


def needed_strength(calibration: Calibration, look: Look, *, words: int) -> float:
    """Return the strength from which a document is about a paragraph.

    Args:
        calibration: Of the library.
        look: Which evidence there is.
        words: Of the paragraph: the more it says, the more is near by chance. That is
            counted in spreads of foreign questions, which a library too small to be
            measured does not know; there the border alone tells them apart.
    """
    longer = min(_LONGER, words / _WORDS_OF_ONE) if calibration.questions else 0.0
    return calibration.borders[look] + longer


class ParagraphAsker:
    """Asks the indexes of one generation; safe to call from several threads.

    Args:
        catalogue: Knows the kinds of passages.
        embedder: The model that made the vectors.
        indexes: Of words and vectors.
        balance: How much vectors count beside words.
        calibration: From where a document supports a paragraph.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        embedder: Embedder,
        indexes: Indexes,
        *,
        balance: Balance,
        calibration: Calibration,
    ) -> None:
        self._catalogue = catalogue
        self._embedder = embedder
        self._indexes = indexes
        self._balance = balance
        self._calibration = calibration

    def ask(
        self, drafts: Sequence[Passage], documents: frozenset[str] | None
    ) -> list[AskedParagraph]:
        """Return what each paragraph found, in their order.

        Args:
            drafts: Paragraphs.
            documents: Which may answer, None for all.

        Raises:
            CallCancelled: If nobody waits for the answer any more.
        """
        vectors = self._embedder.embed_queries([passage.text for passage in drafts])
        roles = self._catalogue.passage_roles()
        found = []
        for number, passage in enumerate(drafts):
            # A draft is text, not a question with operators.
            text = _OPERATORS.sub(" ", passage.text)
            # One paragraph at a time: a long draft lets questions pass.
            with SEARCHES.turn():
                evidence = self._indexes.gather(
                    text,
                    Question(plain=text, free=text),
                    vector=vectors[number : number + 1],
                    documents=documents,
                )
            weights = role_weights(evidence.passages, roles, text)
            pairs: dict[str, Pair] = {}
            for pair in self._scored(number, evidence, weights):
                name = document_of(pair.passage)
                if name not in pairs or pair.fused.score > pairs[name].fused.score:
                    pairs[name] = pair
            words = len(text.split())
            close = self._close(evidence, weights, words=words)
            direction = vectors[number : number + 1]
            found.append(AskedParagraph(pairs, close, direction))
        return found

    def _close(
        self, evidence: Evidence, weights: Mapping[str, float], *, words: int
    ) -> frozenset[str]:
        """Return the documents that would answer the paragraph, were it a question.

        Args:
            evidence: What it found.
            weights: Of passages that are no prose.
            words: Of the paragraph: the more it says, the more is near by chance.
        """
        if not evidence.passages:
            return frozenset()
        strengths = document_strengths(evidence, self._calibration, weights=weights)
        border = needed_strength(self._calibration, Look.of(evidence), words=words)
        return frozenset(name for name, one in strengths.items() if one >= border)

    def _scored(
        self, number: int, evidence: Evidence, weights: Mapping[str, float]
    ) -> list[Pair]:
        # Paragraphs vote together, so their scores must be comparable.
        scores = fusion.absolute(evidence, self._balance)
        held = {name: weights[name] for name in weights.keys() & scores.keys()}
        return [
            Pair(
                number,
                passage,
                fused,
                ScoreParts(
                    evidence.words.get(passage),
                    evidence.vectors.get(passage),
                    fused.words_share,
                    fused.vectors_share,
                    kind_weight=held.get(passage, 1.0),
                ),
            )
            for passage, fused in weigh(scores, held).items()
            if fused.score > 0
        ]
