"""Makes feeds of questions and filters, and sends them where they changed.

What came into the corpus is known by its history. The tag of a feed is that of its
content: a new generation in which nothing of it changed is told as unchanged.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from ontology.iris import Iris
from ontology.model import EntityKind
from search_api.answers import links
from search_api.answers.own_fields import own_fields
from search_api.answers.wording import FACET_LABELS, kind_label, language_label
from search_api.feeds.atom import atom
from search_api.feeds.feed import MOST_ENTRIES, Feed, FeedEntry, entry_of, newest
from search_api.feeds.rss import rss
from search_api.query import SearchQuery, SearchSort
from search_api.web.responses.answer_formats import FEED_TYPES, wanted_feed
from search_api.web.responses.caching import matches
from search_api.web.search_parameters import FilterParameters, SearchParameters
from search_api.web.services import Knowledge
from search_api.works import leaders

__all__ = ["FEED_RESPONSES", "FeedMaker", "Feeds", "feed_response"]

_WRITERS: Final = {"atom": atom, "rss": rss}
_MOST_PAGES: Final = 10
_MAX_AGE_SECONDS: Final = 900

FEED_RESPONSES: Final = {
    media_type: {"schema": {"type": "string"}} for media_type in FEED_TYPES.values()
}
"""How the description of the API tells of them."""


@dataclass(frozen=True, slots=True)
class FeedMaker:
    """Makes feeds of one generation.

    Attributes:
        knowledge: The generation.
        iris: Mints IRIs.
        public_url: Address that users see.
    """

    knowledge: Knowledge
    iris: Iris
    public_url: str

    def of_question(self, parameters: SearchParameters, form: str) -> Feed:
        """Return the feed of a question: the documents that are sure to answer it.

        Raises:
            BadQuestion: If the question cannot be used.
        """
        # What changes no entry is left out: one feed has one address.
        kept = _feed_pairs(parameters)
        if parameters.q.strip() == "*":
            return self._listed(parameters, form, path="/search", kept=kept)
        quotations = self._answers(parameters.query())
        return self._feed(
            quotations,
            title=_title(f"« {parameters.q.strip()} »", self._labels(parameters)),
            address=self._address("/search", kept, form),
            page=self._address("/recherche", kept),
            question=parameters.q.strip(),
        )

    def of_filters(self, parameters: FilterParameters, form: str) -> Feed:
        """Return the feed of all documents that pass the filters."""
        kept = parameters.filter_pairs()
        return self._listed(parameters, form, path="/documents", kept=kept)

    def _listed(
        self,
        parameters: FilterParameters,
        form: str,
        *,
        path: str,
        kept: list[tuple[str, str]],
    ) -> Feed:
        every = self.knowledge.catalogue.document_identifiers(parameters.restriction())
        found = leaders(every, self.knowledge.catalogue)
        return self._feed(
            dict.fromkeys(found, ""),
            title=_title("documents", self._labels(parameters)),
            address=self._address(path, kept, form),
            page=self._address("/catalogue", parameters.filter_pairs()),
        )

    def _feed(
        self,
        quotations: Mapping[str, str],
        *,
        title: str,
        address: str,
        page: str,
        question: str = "",
    ) -> Feed:
        history = self.knowledge.history()
        entries = self._entries(quotations, newest(quotations, history)[:MOST_ENTRIES])
        return Feed(
            address=address,
            page=page,
            search=f"{self.public_url}/opensearch.xml",
            title=title,
            subtitle="Les documents entrés dans le corpus, les plus récents d’abord",
            updated=max((each.updated for each in entries), default=history.began),
            entries=entries,
            total=len(quotations),
            question=question,
        )

    def _entries(
        self, quotations: Mapping[str, str], documents: list[str]
    ) -> tuple[FeedEntry, ...]:
        history = self.knowledge.history()
        known = self.knowledge.catalogue.documents(documents)
        return tuple(
            entry_of(
                own_fields(known[name], iris=self.iris, public_url=self.public_url),
                history,
                quotation=quotations[name],
            )
            for name in documents
            if name in known
        )

    def _answers(self, query: SearchQuery) -> dict[str, str]:
        """Return the documents that are sure to answer, with what answers."""
        wanted = replace(
            query,
            limit=100,
            cursor=None,
            passages_per_document=1,
            most_alike=0,
            with_facets=False,
            only_answers=True,
            sort=SearchSort.RELEVANCE,
        )
        found: dict[str, str] = {}
        for _ in range(_MOST_PAGES):
            results = self.knowledge.searcher.search(wanted)
            for hit in results.hits:
                found[hit.document.identifier] = hit.passages[0].passage.text
            if results.next_cursor is None:
                break
            wanted = replace(wanted, cursor=results.next_cursor)
        return found

    def _address(
        self, path: str, pairs: list[tuple[str, str]], form: str | None = None
    ) -> str:
        asked = [*pairs, ("format", form)] if form else pairs
        return self.public_url + links.with_parameters(path, asked)

    def _labels(self, parameters: FilterParameters) -> list[str]:
        """Return the filters in French."""
        pairs = parameters.filter_pairs()
        kinds = {kind.value: kind for kind in EntityKind}
        named = [(kinds[name], value) for name, value in pairs if name in kinds]
        labels = self.knowledge.entities.labels(named) if named else {}
        words = {"kind": kind_label, "language": language_label}
        return [
            f"{FACET_LABELS.get(name, name).lower()} "
            + (
                labels.get((kinds[name], value), value)
                if name in kinds
                else words.get(name, str)(value)
            )
            for name, value in pairs
        ]


@dataclass(frozen=True, slots=True)
class Feeds:
    """Feeds for one request.

    Attributes:
        request: The request.
        maker: Of the generation that answers it.
    """

    request: Request
    maker: FeedMaker

    def wanted(self, asked: str | None) -> str | None:
        """Return ``atom`` or ``rss`` where a feed is wanted, see ``wanted_feed``."""
        return wanted_feed(self.request, asked)

    def send(self, feed: Feed, form: str) -> Response:
        """Return the feed, or a 304."""
        published_at = self.maker.knowledge.published_at
        return feed_response(self.request, feed, form, published_at=published_at)


def feed_response(
    request: Request, feed: Feed, form: str, *, published_at: datetime
) -> Response:
    """Send a feed, or a 304 to who holds it.

    Args:
        request: With the conditions of the client.
        feed: What to send.
        form: ``atom`` or ``rss``.
        published_at: When the generation was published: nothing changes in between.
    """
    body = _WRITERS[form](feed)
    changed_at = published_at.astimezone(UTC).replace(microsecond=0)
    tag = f'W/"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {
        "ETag": tag,
        "Last-Modified": format_datetime(changed_at, usegmt=True),
        "Cache-Control": f"public, max-age={_MAX_AGE_SECONDS}",
        "Vary": "Accept",
    }
    if _is_held(request, tag, changed_at):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=FEED_TYPES[form], headers=headers)


def _is_held(request: Request, tag: str, changed_at: datetime) -> bool:
    """Say whether the client holds the answer; a tag counts more than a date.

    The date must be the one we sent: a generation is begun before it is published.
    """
    named = request.headers.get("if-none-match")
    if named is not None:
        return matches(named, tag)
    since = request.headers.get("if-modified-since", "")
    try:
        return parsedate_to_datetime(since) == changed_at
    except (ValueError, TypeError):
        return False


def _title(subject: str, filters: Iterable[str]) -> str:
    return " – ".join([f"GTnum : {subject}", *filters])


def _feed_pairs(parameters: SearchParameters) -> list[tuple[str, str]]:
    mode = [] if parameters.mode == "hybrid" else [("mode", parameters.mode.value)]
    kept = [("q", parameters.q), *mode, *parameters.address().reading_pairs()]
    return kept + parameters.filter_pairs()
