"""What one answer of the service is worth, against what is owed to the question."""

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.judged_set import Expected, JudgedQuestion, stable_name
from benchmarks.measuring import score
from benchmarks.unfit_sentences import unfit_reason
from ontology.model import DocumentKind
from search_api.query import AnswerState, PassageHit, SearchHit, SearchResults

__all__ = ["Observation", "is_overlapping", "observe", "state_of"]

# A best sentence may end earlier or later than ours; half of the shorter must agree.
LEAST_OVERLAP = 0.5
_STATES = {
    AnswerState.ANSWERED: Expected.ANSWERED,
    AnswerState.MENTIONED: Expected.SPOKEN_OF,
    AnswerState.NOTHING: Expected.NOTHING,
}


@dataclass(frozen=True, slots=True)
class Observation:
    """What was seen of one answer.

    Attributes:
        question: What was asked.
        state: What the service says of its answer.
        found: Stable names of the first ten hits and their copies, best first.
        ndcg10: From 0 to 1; None unless documents are judged.
        is_in_three: Whether a document of grade 2 is in the first three hits.
        is_right: Whether the first hit's best sentence answers; None unless judged.
        is_glossary: For each of the first three hits.
        unfit: Why, for each best sentence of the first ten hits; None if fit.
    """

    question: JudgedQuestion
    state: Expected
    found: tuple[str, ...]
    ndcg10: float | None
    is_in_three: bool
    is_right: bool | None
    is_glossary: tuple[bool, ...]
    unfit: tuple[str | None, ...]


def observe(question: JudgedQuestion, results: SearchResults) -> Observation:
    """Return what is seen of an answer."""
    hits = results.hits[:10]
    judged = question.documents
    found = tuple(name for hit in hits for name in _names(hit))
    first = {name for hit in hits[:3] for name in _names(hit)}
    runs, relevant = {"it": found}, {"it": judged}
    return Observation(
        question,
        state_of(results),
        found,
        score(runs, relevant).ndcg10[0] if judged else None,
        any(judged.get(name) == 2 for name in first),
        _is_right(question, hits) if question.answers else None,
        tuple(hit.document.kind is DocumentKind.GLOSSARY for hit in hits[:3]),
        tuple(
            unfit_reason(_best_sentence(passage), headings=_headings(hit, passage))
            for hit in hits
            for passage in hit.passages[:1]
            if passage.best_sentence
        ),
    )


def state_of(results: SearchResults) -> Expected:
    """Return what the service says of its answer."""
    return _STATES[results.state]


def is_overlapping(passage: str, span: tuple[int, int], accepted: str) -> bool:
    """Return whether a span of a passage agrees with an accepted sentence.

    Both are compared as runs of words within the passage, so that white space does not
    matter and a word that stands elsewhere counts nothing.
    """
    words, wanted = passage.split(), accepted.split()
    first = len(passage[: span[0]].split())
    last = first + len(passage[slice(*span)].split())
    for start in range(len(words) - len(wanted) + 1):
        if words[start : start + len(wanted)] == wanted:
            common = min(last, start + len(wanted)) - max(first, start)
            return common >= LEAST_OVERLAP * min(len(wanted), last - first) > 0
    return False


def _is_right(question: JudgedQuestion, hits: Sequence[SearchHit]) -> bool:
    if not (hits and hits[0].passages and hits[0].passages[0].best_sentence):
        return False
    best = hits[0].passages[0]
    name = stable_name(hits[0].document.identifier)
    return any(
        answer.document == name
        and is_overlapping(best.passage.text, best.best_sentence or (0, 0), answer.text)
        for answer in question.answers
    )


def _names(hit: SearchHit) -> list[str]:
    return [stable_name(d.identifier) for d in (hit.document, *hit.copies)]


def _best_sentence(hit: PassageHit) -> str:
    return hit.passage.text[slice(*(hit.best_sentence or (0, 0)))]


def _headings(hit: SearchHit, passage: PassageHit) -> list[str]:
    return [hit.document.title, *passage.passage.section]
