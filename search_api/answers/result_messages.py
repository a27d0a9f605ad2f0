"""What a reader must know before the hits: that nothing answers, and why."""

from search_api.query import SearchResults
from search_api.understanding.question_cues import says_nothing

__all__ = ["results_message"]

_NOTHING_RELIABLE = (
    "Rien dans le corpus ne répond vraiment à cette question : les résultats montrés "
    "sont les moins éloignés."
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
_ONLY_COMMON = (
    "Les mots de cette question sont trop courants ou trop courts pour chercher : "
    "ajoutez un mot qui dit le sujet."
)


def results_message(results: SearchResults) -> str | None:
    """Return what a reader must know before the hits, or None."""
    if says_nothing(results.query.text):
        return _ONLY_COMMON
    if not results.hits and not results.query.restriction.is_empty:
        return _NOTHING_FILTERED
    if not results.hits:
        return _NOTHING_FOUND
    if not results.is_reliable and results.spelling and not results.spelling.is_applied:
        return _MISSPELT
    if not results.is_reliable:
        return _NOTHING_RELIABLE
    return _NO_PHRASE if results.is_relaxed else None
