"""What came, changed and left between two moments, as JSON and for a page."""

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from pydantic import BaseModel, Field

from ontology.iris import Iris
from search_api.answers import links
from search_api.answers.own_fields import own_fields
from search_api.corpus_history import Change, CorpusHistory, Differences, DocumentLife
from search_api.feeds.feed import MOST_ENTRIES, Feed, FeedEntry, entry_of
from search_api.web.problems.problem_report import ProblemError, ProblemItem
from search_api.web.services import Knowledge

__all__ = [
    "CHANGE_WORDS",
    "ChangedDocument",
    "ChangesAnswer",
    "Span",
    "changes_answer",
    "changes_feed",
    "read_span",
]

CHANGE_WORDS = {
    Change.CAME: "Nouveau",
    Change.CHANGED: "Modifié",
    Change.LEFT: "Retiré",
}
_WITHDRAWN = "Document retiré sur demande"
_INSTANT = timedelta(microseconds=1)


class ChangedDocument(BaseModel):
    """A document that came, changed or left."""

    id: str = Field(description="Identifiant du document")
    title: str = Field(description="Titre ; le dernier connu d’un document parti")
    is_record: bool = Field(
        description="Si c’est une fiche descriptive ; non dit d’un document parti"
    )
    at: datetime = Field(description="Quand la bibliothèque l’a publié")
    generation: str = Field(description="Dans quelle génération")
    page: str | None = Field(description="Sa page ; aucune s’il est parti")


class PublicationOut(BaseModel):
    """A generation in which something changed."""

    generation: str
    at: datetime


class ChangesAnswer(BaseModel):
    """What differs between two moments."""

    since: datetime = Field(description="Ce qui s’est passé après ce moment …")
    until: datetime = Field(description="… et jusqu’à celui-ci")
    came_total: int
    changed_total: int
    left_total: int
    came: list[ChangedDocument] = Field(description="Documents entrés")
    changed: list[ChangedDocument] = Field(description="Documents modifiés")
    left: list[ChangedDocument] = Field(description="Documents partis")
    publications: list[PublicationOut] = Field(
        description="Générations qui ont changé quelque chose, les dernières d’abord"
    )
    generation: str


@dataclass(frozen=True, slots=True)
class Span:
    """Two moments: what happened after the first and not after the second."""

    since: datetime
    until: datetime


def read_span(history: CorpusHistory, since: str | None, until: str | None) -> Span:
    """Return the moments that are meant.

    Args:
        history: Of the corpus.
        since: A day (counted whole), a moment, or a generation (what came after it);
            what the last publication changed when None.
        until: A day, a moment or a generation, included; now when None.

    Raises:
        ProblemError: If one is none of these.
    """
    last = history.ended if until is None else _moment(history, until, "until")
    if since is None:
        earlier = [one.at for one in history.publications if one.at < last]
        return Span(max(earlier, default=history.began - _INSTANT), last)
    return Span(_moment(history, since, "since"), last)


def _moment(history: CorpusHistory, text: str, parameter: str) -> datetime:
    for publication in history.publications:
        if publication.generation == text:
            return publication.at
    try:
        if len(text) == len("2026-11-30"):
            day = datetime.combine(date.fromisoformat(text), time(), UTC)
            is_first = parameter == "since"
            return day - _INSTANT if is_first else day + timedelta(1) - _INSTANT
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is not None:
            return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    known = ", ".join(one.generation for one in history.publications[:8]) or "aucune"
    raise ProblemError(
        "invalid-parameter",
        f"« {parameter} » n’est ni un jour (2026-11-30), ni un moment "
        f"(2026-11-30T08:00:00Z), ni une génération connue ({known}).",
        errors=(ProblemItem(detail="jour, moment ou génération", parameter=parameter),),
    )


def changes_answer(knowledge: Knowledge, span: Span, *, limit: int) -> ChangesAnswer:
    """Return what differs between two moments.

    Args:
        knowledge: The generation that answers.
        span: The moments.
        limit: Documents of each list at most.
    """
    history = knowledge.history()
    found = history.between(span.since, span.until)
    return ChangesAnswer(
        since=span.since,
        until=span.until,
        came_total=len(found.came),
        changed_total=len(found.changed),
        left_total=len(found.left),
        generation=knowledge.generation,
        publications=[
            PublicationOut(generation=one.generation, at=one.at)
            for one in history.publications[:100]
        ],
        **_lists(knowledge, found, limit),
    )


def _lists(
    knowledge: Knowledge, found: Differences, limit: int
) -> dict[str, list[ChangedDocument]]:
    named = {"came": found.came, "changed": found.changed, "left": found.left}
    shown = {name: lives[:limit] for name, lives in named.items()}
    here = [life.document for name in ("came", "changed") for life in shown[name]]
    known = knowledge.catalogue.documents(here)
    records = {name for name, summary in known.items() if summary.is_record}
    return {
        name: [_changed(knowledge, life, records) for life in lives]
        for name, lives in shown.items()
    }


def _changed(
    knowledge: Knowledge, life: DocumentLife, records: Set[str]
) -> ChangedDocument:
    page = None if life.is_gone else links.document_page(life.document)
    return ChangedDocument(
        id=life.document,
        title=_title(knowledge, life),
        is_record=life.document in records,
        at=life.updated,
        generation=life.last.generation,
        page=page,
    )


def _title(knowledge: Knowledge, life: DocumentLife) -> str:
    """Return the title; not of a document that somebody wanted to be gone."""
    if life.is_gone and knowledge.was_withdrawn(life.document):
        return _WITHDRAWN
    return life.last.title or life.document


def changes_feed(
    knowledge: Knowledge, *, iris: Iris, public_url: str, form: str
) -> Feed:
    """Return the feed of the last changes, one entry for each document."""
    history = knowledge.history()
    lives = sorted(history.lives.values(), key=lambda life: life.document)
    lives.sort(key=lambda life: life.updated, reverse=True)
    page = f"{public_url}/nouveautes"
    return Feed(
        address=f"{public_url}/changes?format={form}",
        page=page,
        search=f"{public_url}/opensearch.xml",
        title="GTnum : nouveautés du corpus",
        subtitle="Ce qui est entré dans le corpus, a changé ou l’a quitté",
        updated=history.ended if lives else history.began,
        entries=_entries(knowledge, lives[:MOST_ENTRIES], iris=iris, base=public_url),
        total=len(lives),
    )


def _entries(
    knowledge: Knowledge, lives: Sequence[DocumentLife], *, iris: Iris, base: str
) -> tuple[FeedEntry, ...]:
    history = knowledge.history()
    here = [life.document for life in lives if not life.is_gone]
    known = knowledge.catalogue.documents(here)
    made = []
    for life in lives:
        # An event of its own: who read of a document shall read of its change.
        event = f"{iris.document(life.document)}#{life.last.generation}"
        word = CHANGE_WORDS[life.last.change]
        if life.document in known:
            fields = own_fields(known[life.document], iris=iris, public_url=base)
            entry = entry_of(fields, history)
            title = f"{word} : {entry.title}"
            at = life.updated
            made.append(
                replace(entry, identifier=event, title=title, came=at, updated=at)
            )
        elif life.is_gone:
            made.append(_gone(life, event, f"{word} : {_title(knowledge, life)}", base))
    return tuple(made)


def _gone(life: DocumentLife, event: str, title: str, base: str) -> FeedEntry:
    return FeedEntry(
        identifier=event,
        title=" ".join(title.split()),
        page=f"{base}/nouveautes",
        came=life.updated,
        updated=life.updated,
        authors=("Auteur non indiqué",),
        summary="Ce document n’est plus dans le corpus.",
        category="Document retiré",
        language="fr",
        related=(),
    )
