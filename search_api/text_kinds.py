"""What kind of text a passage is weighs in its score, once, behind fusion.

    body                              1
    entry of a glossary               0.55, unless a definition is asked for
    caveat (« Ce qui reste … »)       0.8
    entry of the very term asked for  as much as the best of all, others 0.95

An entry holds the words of a subject more densely than any prose about it, and says
less; a caveat repeats the names of the sheet around it. ``weigh`` alone applies this to
scores; what a document says for itself as an answer weighs alike (``reliability``).
"""

from collections.abc import Collection, Mapping, Set
from typing import Final

from ontology.structure import PassageRole
from search_api.french.asked import Asked, asked
from search_api.fusion import Fused
from search_api.glossary import Glossary

__all__ = ["WEIGHTS", "kind_weights", "role_weights", "weigh"]

WEIGHTS: Final[Mapping[PassageRole, float]] = {
    PassageRole.ENTRY: 0.55,
    PassageRole.CAVEAT: 0.8,
}
"""Role → weight where no definition is asked for; others weigh 1."""

_BESIDE_DEFINITION: Final = 0.95


def role_weights(
    passages: Set[str], roles: Mapping[str, PassageRole], question: str
) -> dict[str, float]:
    """Return passage → weight of those whose role does not weigh 1.

    Args:
        passages: That were found.
        roles: Of the passages outside the body.
        question: Without operators.
    """
    weights = {name: WEIGHTS.get(roles[name], 1.0) for name in passages & roles.keys()}
    if asked(question) is not Asked.DEFINITION:
        return weights
    return {n: w for n, w in weights.items() if roles[n] is not PassageRole.ENTRY}


def kind_weights(
    scores: Mapping[str, Fused],
    roles: Mapping[str, PassageRole],
    question: str,
    *,
    glossary: Glossary,
) -> dict[str, float]:
    """Return passage → weight of those that do not weigh 1.

    Args:
        scores: Of the passages found, 0 to 1.
        roles: Of the passages outside the body.
        question: Without operators.
        glossary: Knows which entry defines which term.

    Raises:
        StoreError: If the graph fails.
    """
    weights = role_weights(scores.keys(), roles, question)
    if asked(question) is not Asked.DEFINITION:
        return weights
    return _with_definition(scores, weights, glossary.defining(question))


def _with_definition(
    scores: Mapping[str, Fused], weights: dict[str, float], defining: Collection[str]
) -> dict[str, float]:
    """Return the weights that put the entries of the very term first."""
    first = [n for n in defining if n in scores and scores[n].score > 0]
    if not first:
        return weights
    best = max(fused.score for fused in scores.values())
    others = {n: _BESIDE_DEFINITION * weights.get(n, 1.0) for n in scores}
    return {**others, **{name: best / scores[name].score for name in first}}


def weigh(
    scores: Mapping[str, Fused], weights: Mapping[str, float]
) -> dict[str, Fused]:
    """Return the scores times their weights, at most 1, and their parts alike."""
    weighed = dict(scores)
    for name, weight in weights.items():
        score, words, vectors, closeness = scores[name]
        weighed[name] = Fused(
            min(1.0, weight * score),
            weight * words,
            weight * vectors,
            weight * closeness,
        )
    return weighed
