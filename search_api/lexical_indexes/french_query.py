"""A question as a tantivy query: which words count, where, and how much.

Each word asks for its stem in the text (French or English, whichever the index
knows), for its exact form, and for its compound; titles, headings and names add to it.
Weights were chosen on development questions, see ``benchmarks/search_quality.py``.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import tantivy
from tantivy import Occur, Query

from search_api.french import analysis
from search_api.french.analysis import Word
from search_api.french.question import Question
from search_api.ports import Alternative

__all__ = ["MOST_WORDS", "FrenchQuery"]

MOST_WORDS = 64
"""Longer questions (a pasted paragraph) keep their rarest words."""

SURFACE_WEIGHT = 0.5
WHOLE_WEIGHT = 1.0
FUZZY_WEIGHT = 0.5
ALTERNATIVE_WEIGHT = 0.5
FIELD_WEIGHTS = {"title": 0.6, "section": 0.4, "names": 0.5}

_REMEMBERED: Final = 64
"""Questions whose words are remembered."""


@dataclass(frozen=True, slots=True)
class _Term:
    """A word of the question with the stems that the index knows for it."""

    folded: str
    stems: tuple[str, ...]
    rarity: float
    is_known: bool


class FrenchQuery:
    """Builds queries for one open index.

    Args:
        schema: Of the index.
        frequency: ``(field, term) -> number of passages`` of the index.
        passages: Number of passages in the index.
    """

    def __init__(
        self,
        schema: tantivy.Schema,
        frequency: Callable[[str, str], int],
        *,
        passages: int,
    ) -> None:
        self._schema = schema
        self._frequency = frequency
        self._passages = passages
        # Asked twice for each question: once to build it, once to judge its answers.
        self._terms = lru_cache(_REMEMBERED)(self._find_terms)

    def build(
        self,
        question: Question,
        *,
        is_tolerant: bool = False,
        alternatives: Sequence[Alternative] = (),
    ) -> Query | None:
        """Return the query, or None where there is nothing to look for.

        Args:
            question: What is asked.
            is_tolerant: Accept words one or two typing slips away.
            alternatives: Other names of parts of the question.
        """
        required = (*question.phrases, *question.required)
        clauses = [(Occur.Must, self._exactly(content)) for content in required]
        for term in self._terms(question.free):
            clauses += [(Occur.Should, q) for q in self._word(term, is_tolerant)]
        clauses += [(Occur.Should, query) for query in self._wholes(question.free)]
        clauses += [(Occur.Should, query) for query in self._others(alternatives)]
        if not clauses:
            return None
        refused = [(Occur.MustNot, self._exactly(out)) for out in question.excluded]
        return Query.boolean_query(clauses + refused)

    def expectation(self, question: Question) -> float:
        """Return the score of a usual passage that holds each word once, above 0."""
        terms = self._terms(question.plain)
        total = (1 + SURFACE_WEIGHT) * sum(term.rarity for term in terms)
        return max(total, 1e-6)

    def _find_terms(self, text: str) -> tuple[_Term, ...]:
        # The parts of a DOI say nothing, the whole says everything.
        text, dois = analysis.part_dois(text)
        is_english = analysis.guess_language(text) == "en"
        found = {word.folded: word for word in analysis.words(text)}
        content = [
            word
            for word in found.values()
            if not (word.is_stop or (is_english and word.folded in analysis.ENGLISH))
        ]
        # « Être ou ne pas être » is a question too.
        terms = [self._term(word) for word in content or found.values()]
        terms += [self._doi(doi) for doi in dict.fromkeys(dois)]
        if len(terms) <= MOST_WORDS:
            return tuple(terms)
        rarest = sorted(terms, key=lambda term: (-term.rarity, term.folded))
        return tuple(rarest[:MOST_WORDS])

    def _term(self, word: Word) -> _Term:
        stems = (word.stem, analysis.stem(word.folded, "en"))
        counts = {stem: self._frequency("text", stem) for stem in dict.fromkeys(stems)}
        known = tuple(stem for stem, count in counts.items() if count)
        rarity = self._rarity(max(counts.values()))
        return _Term(word.folded, known or (word.stem,), rarity, bool(known))

    def _doi(self, doi: str) -> _Term:
        frequency = self._frequency("whole", doi)
        return _Term(doi, (doi,), self._rarity(frequency), is_known=frequency > 0)

    def _rarity(self, frequency: int) -> float:
        """Return BM25's own weight of a word that so many passages hold."""
        return math.log(1 + (self._passages - frequency + 0.5) / (frequency + 0.5))

    def _word(self, term: _Term, is_tolerant: bool) -> Iterable[Query]:
        yield self._any("text", term.stems)
        yield self._boosted(self._one("surface", term.folded), SURFACE_WEIGHT)
        yield self._boosted(self._one("whole", term.folded), WHOLE_WEIGHT)
        for field, weight in FIELD_WEIGHTS.items():
            yield self._boosted(self._any(field, term.stems), weight)
        if is_tolerant and not term.is_known and len(term.folded) > 3:
            slips = 1 if len(term.folded) < 8 else 2
            fuzzy = Query.fuzzy_term_query(
                self._schema, "surface", term.folded, distance=slips
            )
            # tantivy gives every fuzzy match the score 1: make it worth the word.
            yield self._boosted(fuzzy, FUZZY_WEIGHT * term.rarity)

    def _wholes(self, text: str) -> Iterable[Query]:
        for whole in dict.fromkeys(analysis.wholes(text)):
            yield self._boosted(self._one("whole", whole), WHOLE_WEIGHT)
            # « e-sport » also finds « esport » written in one word.
            stem = analysis.stem(whole)
            if self._frequency("text", stem):
                yield self._one("text", stem)

    def _others(self, alternatives: Sequence[Alternative]) -> Iterable[Query]:
        """Match other names; of those of one part, the best counts alone."""
        parts: dict[str, list[Query]] = {}
        for each in alternatives:
            parts.setdefault(each.of, []).append(self._alternative(each))
        yield from (Query.disjunction_max_query(names) for names in parts.values())

    def _alternative(self, alternative: Alternative) -> Query:
        """Match another name as a phrase, worth a part of what it stands for.

        A phrase scores the sum of its words: long names are weighed down to what the
        typed part is worth.
        """
        typed = sum(term.rarity for term in self._terms(alternative.of))
        named = sum(term.rarity for term in self._terms(alternative.text))
        weight = ALTERNATIVE_WEIGHT * min(1.0, typed / max(named, 1e-6))
        return self._boosted(self._exactly(alternative.text), weight)

    def _exactly(self, content: str) -> Query:
        """Match a required word by its stems, a phrase by the order of its stems."""
        readings = [list(analysis.words(content, language)) for language in _LANGUAGES]
        if len(readings[0]) == 1:
            stems = tuple(dict.fromkeys(reading[0].stem for reading in readings))
            return Query.disjunction_max_query(
                [self._any(field, stems) for field in ("text", "title", "section")]
                + [self._one("whole", readings[0][0].folded)]
            )
        orders = dict.fromkeys(tuple(w.stem for w in reading) for reading in readings)
        return Query.disjunction_max_query(
            [
                Query.phrase_query(self._schema, field, list(order))
                for field in ("text", "title", "section")
                for order in orders
            ]
        )

    def _one(self, field: str, term: str) -> Query:
        return Query.term_query(self._schema, field, term, "freq")

    def _any(self, field: str, terms: tuple[str, ...]) -> Query:
        if len(terms) == 1:
            return self._one(field, terms[0])
        return Query.disjunction_max_query([self._one(field, term) for term in terms])

    @staticmethod
    def _boosted(query: Query, weight: float) -> Query:
        return Query.boost_query(query, weight)


_LANGUAGES = ("fr", "en")
