"""Turns what a worker says instead of an answer into our errors."""

import re
from typing import Final

from graph.errors import (
    GraphError,
    QueryError,
    QueryFailed,
    QueryRefused,
    QueryTooLarge,
    StoreError,
)
from graph.sparql.search_block.block_replacement import Rewritten
from graph.sparql.syntax_errors import syntax_error
from graph.sparql.worker_process import Reply
from graph.uncertain_facts import TOO_MANY

__all__ = ["failure_of"]

_UNKNOWN_FUNCTION: Final = re.compile(r"custom function (<[^<>]*>) is not supported")


def failure_of(reply: Reply, limit_bytes: int, rewritten: Rewritten) -> GraphError:
    """Return the error for a reply that is no answer.

    Args:
        reply: Of a worker, its status another than ``ok``.
        limit_bytes: The cap that it was given.
        rewritten: The query as the worker read it.
    """
    message = str(reply.header.get("message", ""))
    if refusal := _refusal_of(reply, message):
        return refusal
    match reply.status:
        case "syntax":
            return syntax_error(message, rewritten)
        case "too_large":
            return QueryTooLarge(
                f"la réponse complète dépasse {limit_bytes} octets",
                limit_bytes=limit_bytes,
                remedy="Demandez moins de colonnes, ou des tranches par LIMIT et "
                "OFFSET avec ORDER BY.",
            )
        case "unreadable":
            return StoreError(
                f"le graphe publié ne peut pas être lu : {message}",
                remedy="Vérifiez la bibliothèque : `gtnum library verify`.",
            )
        case "memory":
            return QueryFailed(
                "la requête demande plus de mémoire que le service n’en donne",
                remedy="Restreignez-la.",
            )
        case "failed":
            return QueryFailed(f"le moteur a renoncé : {message}")
        case unknown:
            return QueryError(f"réponse inattendue d’un processus : {unknown}")


def _refusal_of(reply: Reply, message: str) -> QueryRefused | None:
    """Return the error where the engine is not let at the query, or cannot know it."""
    match reply.status:
        case "unknown_graph":
            return QueryRefused(
                f"le graphe nommé « {reply.header['graph']} » n’existe pas ici",
                rule="unknown_graph",
                remedy="Les graphes se listent par "
                "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }.",
            )
        case "unread_paths":
            return QueryRefused(
                "un chemin avec « | » ou « ! », dans une requête qui n’est pas écrite "
                "en SPARQL 1.1, donnerait trop peu de lignes",
                rule="path",
                remedy="Écrivez ce chemin avec UNION, ou la requête en SPARQL 1.1.",
            )
        case "failed" if function := _UNKNOWN_FUNCTION.search(message):
            return QueryRefused(
                f"la fonction {function[1]} n’existe pas ici",
                rule="unknown_function",
                remedy="Utilisez les fonctions de SPARQL 1.1 ou celles que la "
                "description du service annonce.",
            )
        case "failed" if message == TOO_MANY:
            return QueryRefused(
                "il y a trop d’énoncés à réunir avec les faits incertains",
                rule="dataset",
                remedy="Nommez les graphes qu’il vous faut (FROM <…/graph/reference> "
                "FROM <…/graph/incertain>) au lieu de tous.",
            )
    return None
