"""The feed of a draft: documents that came since, and come near it.

Nothing of a draft is kept: its outline stands in the address (``feeds/draft_token``).
"""

from dataclasses import replace
from typing import Final

from search_api.answers import links
from search_api.answers.own_fields import own_fields
from search_api.errors import StaleDraftFeed
from search_api.feeds.draft_token import (
    DraftToken,
    DraftTokenError,
    model_name,
)
from search_api.feeds.feed import MOST_ENTRIES, Feed, entry_of, newest
from search_api.related_work.results import RelatedResults
from search_api.web.problems.problem_report import ProblemError, ProblemItem
from search_api.web.responses.feed_answers import FeedMaker
from search_api.web.services import Knowledge

__all__ = ["draft_feed", "draft_feed_path"]

_PAGE: Final = "/apparentes"


def draft_feed_path(knowledge: Knowledge, results: RelatedResults) -> str | None:
    """Return where the draft of an answer is followed, None where it cannot be."""
    if results.outline is None:
        return None
    token = DraftToken(
        results.outline,
        model_name(knowledge.related.follower.fingerprint),
        knowledge.history().ended,
    )
    return links.draft_feed(token.written())


def draft_feed(maker: FeedMaker, token: str) -> Feed:
    """Return the feed of a draft.

    Args:
        maker: Of the generation that answers.
        token: As ``draft_feed_path`` wrote it.

    Raises:
        ProblemError: If the token is none of ours, or not whole.
        StaleDraftFeed: If it was made with another model.
        CallCancelled: If nobody waits for the feed any more.
    """
    knowledge, history = maker.knowledge, maker.knowledge.history()
    followed = _read(token)
    if followed.model != model_name(knowledge.related.follower.fingerprint):
        raise StaleDraftFeed(
            "Ce flux suit un brouillon avec un modèle que la bibliothèque n’a plus.",
            remedy="Comparez de nouveau le texte et abonnez-vous au nouveau flux.",
        )
    near = knowledge.related.follower.near(followed.outline, _new(knowledge, followed))
    names = newest(near, history)[:MOST_ENTRIES]
    known = knowledge.catalogue.documents(names)
    passages = knowledge.catalogue.passages([near[name] for name in names])
    entries = tuple(
        entry_of(
            # What is near the draft says more here than the abstract.
            replace(
                own_fields(known[name], iris=maker.iris, public_url=maker.public_url),
                abstract=None,
            ),
            history,
            quotation=passages[near[name]].text,
        )
        for name in names
    )
    return Feed(
        address=maker.public_url + links.draft_feed(token),
        page=maker.public_url + _PAGE,
        search=f"{maker.public_url}/opensearch.xml",
        title="GTnum : ce qui arrive près de votre brouillon",
        subtitle="Les documents entrés depuis dans le corpus, les plus récents d’abord",
        updated=max((entry.updated for entry in entries), default=followed.since),
        entries=entries,
        total=len(near),
    )


def _read(token: str) -> DraftToken:
    try:
        return DraftToken.read(token)
    except DraftTokenError as wrong:
        raise ProblemError(
            "invalid-parameter",
            "Cette adresse n’est pas celle d’un flux de brouillon, ou elle est coupée. "
            "Copiez-la en entier depuis la page de comparaison.",
            errors=(ProblemItem(detail="adresse incomplète", parameter="token"),),
        ) from wrong


def _new(knowledge: Knowledge, followed: DraftToken) -> frozenset[str]:
    """Return the documents that came since; no new copy of a work that was there."""
    history, works = knowledge.history(), knowledge.catalogue.works_by_document()
    came = {
        name
        for name, life in history.lives.items()
        if not life.is_gone and life.came > followed.since
    }
    return frozenset(
        name
        for name in came
        if name not in works or came.issuperset(works[name].manifestations)
    )
