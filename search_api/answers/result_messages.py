"""What a reader must know before the hits: that nothing answers, and why."""

from search_api.query import AnswerState, SearchResults

__all__ = ["results_message"]

_NOTHING_RELIABLE = (
    "Rien dans le corpus ne répond vraiment à cette question : les résultats montrés "
    "sont les moins éloignés."
)
_ONLY_MENTIONED = (
    "Le corpus en parle, mais ne répond pas à ce qui est demandé : voici les documents "
    "sur le sujet."
)
_GRAPH_ANSWERS = (
    "Le graphe répond ; aucun document n’y répond lui-même : voici les plus proches."
)
_MISSPELT = (
    "Un mot de la question ne se trouve pas dans le corpus : les résultats montrés "
    "tiennent aux autres mots."
)
_NO_PHRASE = (
    "Aucun passage ne contient la suite de mots entre guillemets : ses mots ont été "
    "cherchés un à un."
)
_NOTHING_FOUND = "Rien dans le corpus ne correspond à cette question."
_NOTHING_FILTERED = (
    "Rien dans le corpus ne correspond à cette question avec ces filtres. "
    "Retirez un filtre."
)


def results_message(results: SearchResults) -> str | None:
    """Return what a reader must know before the hits, or None."""
    if not results.hits and not results.query.restriction.is_empty:
        return _NOTHING_FILTERED
    if not results.hits:
        return _NOTHING_FOUND
    if results.direct.is_any_known and results.state is not AnswerState.ANSWERED:
        return _GRAPH_ANSWERS
    if results.state is AnswerState.MENTIONED:
        return _ONLY_MENTIONED
    if results.state is AnswerState.NOTHING:
        is_misspelt = results.spelling and not results.spelling.is_applied
        return _MISSPELT if is_misspelt else _NOTHING_RELIABLE
    return _NO_PHRASE if results.is_relaxed else None
