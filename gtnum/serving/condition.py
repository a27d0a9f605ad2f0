"""What a service that follows a library says of itself, in French for ``/health``.

Paths and texts of foreign errors stay in the log: anybody may ask.
"""

from collections.abc import Iterator, Sequence

from gtnum.library.generation_choice import PassedOver
from gtnum.serving.warm_up import Warming
from gtnum.watched_threads import WatchedThread
from search_api.service_condition import Reason, ReasonKey
from search_api.web.services import Knowledge

__all__ = ["reasons_of"]

_POINTER = "CURRENT"


def reasons_of(
    knowledge: Knowledge,
    warming: Warming,
    *,
    published: str | None,
    passed_over: Sequence[PassedOver],
    watcher: WatchedThread,
) -> Iterator[Reason]:
    """Yield why a service is not quite itself.

    Args:
        knowledge: What is served.
        warming: What is still read of it.
        published: Name of the generation that should be served; None where ``CURRENT``
            names none.
        passed_over: What is not served because it is damaged.
        watcher: Follows the library.
    """
    served = knowledge.generation
    if published not in (None, served):
        yield Reason(
            ReasonKey.GENERATION_BEHIND,
            f"La génération {served} est servie, {published} est publiée.",
            published,
        )
    for one in passed_over:
        yield _skipped(one)
    for name in knowledge.spoiled():
        yield Reason(
            ReasonKey.FILE_DAMAGED,
            f"Le fichier {name} est abîmé ; aucune réponse n’en vient. "
            "Refaites une génération : `gtnum ingest DOSSIER`.",
            served,
        )
    yield from _of_warming(knowledge, warming)
    if watcher.has_ended:
        yield Reason(
            ReasonKey.WATCHER_ENDED,
            "Le service ne suit plus la bibliothèque : relancez-le.",
        )
    elif watcher.failure:
        yield Reason(
            ReasonKey.WATCHER_FAILING,
            "Le service ne parvient pas à suivre la bibliothèque et réessaie ; "
            "le journal dit pourquoi.",
        )


def _skipped(one: PassedOver) -> Reason:
    if one.name == _POINTER:
        return Reason(
            ReasonKey.POINTER_DAMAGED,
            "CURRENT ne nomme aucune génération présente : "
            "`gtnum library rollback` en publie une saine.",
        )
    return Reason(
        ReasonKey.GENERATION_SKIPPED,
        f"La génération {one.name} est abîmée et n’est pas servie : "
        "`gtnum library verify --all` dit en quoi.",
        one.name,
    )


def _of_warming(knowledge: Knowledge, warming: Warming) -> Iterator[Reason]:
    served = knowledge.generation
    if warming.has_failed_check:
        yield Reason(
            ReasonKey.CHECK_FAILED,
            f"La vérification de la génération {served} n’aboutit pas et recommence ; "
            "le journal dit pourquoi.",
            served,
        )
    elif warming.failure:
        yield Reason(
            ReasonKey.WARM_UP_FAILED,
            f"Une lecture anticipée de la génération {served} a échoué ; "
            "le journal dit pourquoi.",
            served,
        )
    if not knowledge.is_checked():
        yield Reason(
            ReasonKey.UNVERIFIED,
            f"Les fichiers de la génération {served} ne sont pas encore tous "
            "comparés à leurs empreintes.",
            served,
        )
