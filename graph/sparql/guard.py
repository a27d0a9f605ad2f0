"""Decides, before the engine sees it, whether a query may run at all.

Oxigraph recurses on nesting (ten kilobytes of parentheses end the process), plans for
minutes on a few hundred patterns, and always follows SERVICE. The guard counts what
those need and refuses every call outwards, in one pass over the text. It errs on the
side of refusal: each message says what was counted, and what to change.

It does not stand alone. Workers have no network, little memory and a deadline.
"""

from graph.errors import QueryRefused
from graph.sparql.limits import GuardLimits
from graph.sparql.query_scan import Admission, QueryForm, Scan, expanded

__all__ = ["Admission", "GuardLimits", "QueryForm", "admit", "check_size"]


def admit(query: str, limits: GuardLimits | None = None) -> Admission:
    """Let a query in, or say why not.

    Raises:
        QueryRefused: If it passes a limit, updates, or calls out.
        QuerySyntaxError: If it holds no query form at all.
    """
    limits = limits or GuardLimits()
    check_size(query, limits)
    admission = Scan(query, limits).run()
    other_reading = expanded(query)
    if other_reading != query:
        # SPARQL lets an engine expand \u before it parses: both readings must pass.
        Scan(other_reading, limits).run()
    return admission


def check_size(query: str, limits: GuardLimits) -> None:
    """Refuse what is too long, or no text.

    Raises:
        QueryRefused: Saying which.
    """
    try:
        size = len(query.encode())
    except UnicodeEncodeError as error:
        raise QueryRefused(
            "la requête n’est pas du texte Unicode correct",
            rule="encoding",
            remedy="Envoyez-la en UTF-8.",
        ) from error
    if size > limits.size_bytes:
        raise QueryRefused(
            f"la requête fait {size} octets, pour {limits.size_bytes} au plus",
            rule="size_bytes",
            limit=limits.size_bytes,
            remedy="Coupez-la en plusieurs requêtes.",
        )
