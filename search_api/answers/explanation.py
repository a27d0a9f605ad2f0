"""Why a hit stands where it does, in numbers and in one French sentence."""

from collections.abc import Iterable, Sequence
from typing import Final

from ontology.structure import PassageRole
from search_api.answers.score_schemas import ExplanationOut
from search_api.query import PassageHit, SearchHit, SearchResults
from search_api.understood import Understood

__all__ = ["explanations"]

_MOST_WORDS: Final = 4
_DATES: Final = frozenset({"year", "period", "newest"})
_KINDS: Final = {
    PassageRole.ENTRY: "c’est une entrée de glossaire",
    PassageRole.CAVEAT: "c’est une réserve ou une source",
}


def explanations(results: SearchResults) -> dict[str, ExplanationOut]:
    """Return document → why it stands where it does, told of its best passage."""
    return {
        hit.document.identifier: _explanation(hit, results.understood)
        for hit in results.hits
    }


def _explanation(hit: SearchHit, understood: Iterable[Understood]) -> ExplanationOut:
    best = hit.passages[0]
    parts = best.parts
    document = hit.document.identifier
    raised = [one for one in understood if one.strengths.get(document)]
    dates = [one for one in raised if one.found.kind in _DATES]
    return ExplanationOut(
        score=hit.score,
        words=parts.words_share,
        meaning=parts.vectors_share,
        second_look=parts.closeness_share,
        understanding=parts.intent_share,
        kind=parts.kind_weight,
        date=max((one.strengths[document] for one in dates), default=0.0),
        sentence=_sentence(best, [one.label for one in raised]),
    )


def _sentence(best: PassageHit, raised: Sequence[str]) -> str:
    clauses = [_words(best), *_meaning(best)]
    if raised and best.parts.intent_share > 0:
        clauses.append(f"le document monte pour « {' », « '.join(raised)} »")
    clauses += _kind(best)
    said = " ; ".join(clauses)
    return f"{said[:1].upper()}{said[1:]}."


def _words(best: PassageHit) -> str:
    """Say which words of the question the passage holds, as it writes them."""
    if not best.highlights or not best.parts.words:
        return "aucun mot de la question n’y est"
    text = best.passage.text
    held: dict[str, str] = {}
    for start, end in best.highlights:
        held.setdefault(text[start:end].casefold(), text[start:end])
    first = list(held.values())
    others = len(first) - _MOST_WORDS
    told = f"le passage contient « {' », « '.join(first[:_MOST_WORDS])} »"
    if others < 1:
        return told
    return f"{told} et {others} autre{'s' if others > 1 else ''}"


def _meaning(best: PassageHit) -> list[str]:
    """Say what meaning and the second look make of what the passage itself scores."""
    parts = best.parts
    by_meaning = parts.vectors_share + parts.closeness_share
    whole = parts.words_share + by_meaning
    if parts.vectors is None or whole <= 0:
        return []
    return [f"le sens fait {round(100 * by_meaning / whole)} % de son score"]


def _kind(best: PassageHit) -> list[str]:
    weight = best.parts.kind_weight
    if weight == 1:
        return []
    written = f"{weight:.2f}".replace(".", ",")
    told = _KINDS.get(best.passage.role, "une définition est demandée")
    return [f"{told}, son score est multiplié par {written}"]
