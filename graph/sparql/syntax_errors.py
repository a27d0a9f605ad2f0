"""Turns what the engine's parser says of a wrong query into a place and a sentence.

The parser names the furthest place it reached and what could have stood there:
causes in English among long classes of characters, or some keyword that has nothing to
do with the fault (``SELECT ?a, ?b`` expects « DISTINCT »). Only causes and punctuation
help a reader; the rest is left out.
"""

import re
from typing import Final

from graph.errors import QuerySyntaxError
from graph.sparql.search_block.block_replacement import Rewritten

__all__ = ["syntax_error"]

_PLACE: Final = re.compile(r"error at (\d+):(\d+): (?:expected )?(.*)", re.DOTALL)
_PUNCTUATION: Final = re.compile(r'"([^\w\s"\\]{1,2})"')
_UNCLOSED: Final = re.compile(r'"\\\\[uU]"')
_MOST_HINTS: Final = 4

_CAUSES: Final = {
    "Prefix not found": "ce préfixe n’est pas déclaré (PREFIX … : <…>)",
    "IRI parsing failed": "ce qui est entre « < » et « > » n’est pas une IRI",
    "Duplicated variable name in SELECT": "SELECT nomme deux fois la même variable",
    "The SELECT contains a variable that is unbound": (
        "SELECT nomme une variable qui n’est ni dans GROUP BY ni dans un calcul"
    ),
    "The SELECT overrides an existing variable using an expression": (
        "le nom donné par AS est déjà celui d’une variable"
    ),
}
# The parser adds this one whenever a « SELECT * » went wrong in any way.
_STAR: Final = "SELECT * is not authorized with GROUP BY"
_STAR_CAUSE: Final = "SELECT * ne va pas avec GROUP BY ni avec un calcul d’ensemble"
_GROUPED: Final = re.compile(r"\bGROUP\s+BY\b|\b(?:COUNT|SUM|AVG|MIN|MAX)\s*\(", re.I)


def syntax_error(message: str, rewritten: Rewritten) -> QuerySyntaxError:
    """Return the error for people.

    Args:
        message: Of the parser, about the rewritten query.
        rewritten: Leads back to what was written.
    """
    found = _PLACE.match(message)
    if found is None:
        return QuerySyntaxError(f"la requête n’est pas du SPARQL : {message[:300]}")
    line, column = rewritten.original_place(int(found[1]), int(found[2]))
    cause = _cause(found[3], rewritten.original)
    return QuerySyntaxError(
        f"erreur de syntaxe, ligne {line}, colonne {column}"
        + (f" : {cause}" if cause else ""),
        line=line,
        column=column,
        remedy=_remedy(line, column, rewritten.original, has_cause=bool(cause)),
    )


def _cause(hints: str, query: str) -> str:
    for english, french in _CAUSES.items():
        if english in hints:
            return french
    if _STAR in hints and _GROUPED.search(query):
        return _STAR_CAUSE
    if _UNCLOSED.search(hints):
        return "un texte entre guillemets n’est pas fermé"
    signs = _PUNCTUATION.findall(hints)
    if signs and len(signs) <= _MOST_HINTS:
        return "attendu " + " ou ".join(f"« {sign} »" for sign in signs)
    return "attendu « BY »" if hints.strip() == "BY" else ""


def _remedy(line: int, column: int, query: str, *, has_cause: bool) -> str:
    # Lines as the engine counts them; one past the last where the query ends with "\n".
    first, *rest = query.split("\n")[line - 1 :] or [""]
    behind = "".join([first[column - 1 :], *rest]).strip()
    if has_cause:
        return "Corrigez cet endroit, ou ce qui le précède."
    if not behind:
        return (
            "La faute n’apparaît qu’à la fin de la requête : vérifiez les parenthèses, "
            "les accolades et les FILTER qui précèdent."
        )
    return "Vérifiez les accolades, les points et les préfixes autour de cet endroit."
