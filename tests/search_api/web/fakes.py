"""Fakes of the ports behind the web application, over five tiny documents.

``FakeServices`` behaves like a real library of one generation, in memory:

- ``searcher.queries`` records every ``SearchQuery`` it was asked;
- a question with ``aeson`` names the group of that name, under a hostile label;
- a question with ``labos`` is answered by the graph, with hostile names; with
  ``panne`` the graph should have answered and fails;
- ``numérque`` is a slip for ``numérique``;
- a question with ``rien`` finds nothing, one with ``douteux`` finds hits that are not
  reliable, any other finds the documents that hold one of its words, else all;
- ``drafts`` records ``(content, name, media_type)`` of every draft;
- ``history`` tells of one document a day, and of ``gone``, which left;
- ``queries.asked`` records the arguments of every SPARQL query, and the answer or the
  error of the next one is ``queries.outcome``.
"""

import json
import re
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from graph.entity_ports import Certainty, EntityRef, FactSource
from graph.ports import (
    DocumentFilter,
    DocumentHeading,
    DocumentStructure,
    QueryAnswer,
)
from ingest.errors import DraftAddressRefused, NoText, TooLarge
from ontology.errors import KnowledgeError
from ontology.model import (
    Document,
    DocumentRecord,
    DocumentSummary,
    Entity,
    EntityKind,
    FieldOrigin,
    Page,
    Passage,
    Source,
    Work,
)
from ontology.structure import PassageRole
from search_api.answered import (
    AnswerFact,
    AnswerItem,
    AnswerSource,
    Counted,
    DirectAnswer,
    DirectAnswers,
)
from search_api.corpus_history import Change, CorpusEvent, CorpusHistory
from search_api.errors import BadQuestion, StaleCursor
from search_api.query import (
    AnswerState,
    PassageHit,
    ScoreParts,
    SearchHit,
    SearchResults,
    Stratum,
)
from search_api.query_proposals.proposer import FilledSlot, ProposedQuery
from search_api.related_work.results import RelatedDocument, RelatedResults
from search_api.subject_groups import SubjectGroup
from search_api.understanding.suggestions import Suggestion
from search_api.understood import (
    Effect,
    EntityCard,
    Found,
    Spelling,
    Understood,
)
from search_api.web.services import Knowledge, OriginalUnsound
from tests.search_api.web.fake_entities import FakeEntities
from tests.search_api.web.fake_related import paragraphs_of, told_of_draft
from tests.search_api.web.tiny_corpus import HOSTILE, corpus, passages

GENERATION = "0007"
PUBLISHED = datetime(2026, 3, 5, 12, 30, tzinfo=UTC)


class FakeCatalogue:
    """A ``Catalogue`` over dictionaries; facets know kind, language, year, group."""

    def __init__(self) -> None:
        self.summaries: dict[str, DocumentSummary] = {}
        self.works: list[Work] = []
        self.structures: dict[str, DocumentStructure] = {}
        self._passages: dict[str, list[Passage]] = {}
        for described, texts in corpus():
            name = described.identifier
            self.summaries[name] = described
            self._passages[name] = passages(name, texts, paged=described.is_paged)

    def origins_of(self, document):
        return (FieldOrigin("date", "XMP", "D:20240301"),)

    def structure(self, document):
        return self.structures.get(document, DocumentStructure())

    def passage_roles(self):
        every = (one for each in self._passages.values() for one in each)
        return {p.identifier: p.role for p in every if p.role is not PassageRole.BODY}

    def work_of(self, document):
        return next((w for w in self.works if document in w.manifestations), None)

    def works_by_document(self):
        return {name: w for w in self.works for name in w.manifestations}

    def passages(self, identifiers):
        every = {
            one.identifier: one for each in self._passages.values() for one in each
        }
        return {name: every[name] for name in identifiers if name in every}

    def documents(self, identifiers):
        known = self.summaries
        return {name: known[name] for name in identifiers if name in known}

    def passages_of(self, document, *, page=None):
        every = self._passages.get(document, [])
        return [found for found in every if page in (None, found.page)]

    def document_identifiers(self, restriction: DocumentFilter):
        return frozenset(
            name
            for name, known in self.summaries.items()
            if (not restriction.kinds or known.kind in restriction.kinds)
            and (not restriction.languages or known.language in restriction.languages)
            and (not restriction.entities or self._is_linked(name, restriction))
        )

    def _is_linked(self, name, restriction):
        return ("group", "gtnum-2022-aeson") in restriction.entities and "aeson" in name

    def headings(self):
        return [
            DocumentHeading(name, known.title, known.url)
            for name, known in sorted(self.summaries.items())
        ]

    def newest_first(self, documents):
        def last_day(name):
            counts = self.summaries[name].work_date
            return counts.span[1].isoformat() if counts else ""

        return sorted(sorted(documents), key=last_day, reverse=True)

    def facets(self, documents, *, limit=20):
        known = [self.summaries[name] for name in documents]
        kinds = Counter(one.kind.value for one in known)
        years = Counter(one.date[:4] for one in known if one.date)
        languages = Counter(one.language for one in known)
        groups = [("gtnum-2022-aeson", HOSTILE, 1)] if known else []
        return {
            "kind": [
                (value, value, count) for value, count in kinds.most_common(limit)
            ],
            "year": [
                (value, value, count) for value, count in years.most_common(limit)
            ],
            "language": [(value, value, count) for value, count in languages.items()],
            "group": groups,
            "lab": [("techne", "TECHNE", len(known)), ("mica", "MICA", 1)],
        }

    def entities(self) -> list[Entity]:
        return []

    def counts(self):
        return {"documents": 5, "passages": 237, "mentions": 12, "triples": 4321}


class FakeSearcher:
    """A ``Searcher`` that finds whole words; see the module."""

    def __init__(self, catalogue: FakeCatalogue) -> None:
        self.queries = []
        self._catalogue = catalogue

    def search(self, query):
        self.queries.append(query)
        offset = self._offset(query.cursor)
        allowed = self._catalogue.document_identifiers(query.restriction)
        words = re.findall(r"\w+", query.text.casefold())
        hits = [] if "rien" in words else self._hits(query, words, allowed)
        if "douteux" in words:
            hits = [replace(hit, stratum=Stratum.FURTHER) for hit in hits]
        elif "demi" in words:
            hits[1:] = [replace(hit, stratum=Stratum.FURTHER) for hit in hits[1:]]
        answers = [hit for hit in hits if hit.stratum is Stratum.ANSWER]
        if query.only_answers:
            hits = answers
        state = AnswerState.ANSWERED if answers else AnswerState.NOTHING
        if "budget" in words:
            state = AnswerState.MENTIONED
        end = offset + query.limit
        names = [hit.document.identifier for hit in answers]
        return SearchResults(
            query=query,
            total=len(answers),
            further_total=len(hits) - len(answers),
            hits=tuple(hits[offset:end]),
            next_cursor=f"{GENERATION}.{end}" if end < len(hits) else None,
            facets=self._catalogue.facets(names) if query.with_facets else {},
            state=state,
            generation=GENERATION,
            embedder="fake-model",
            elapsed_seconds=0.0123,
            spelling=_spelling(query),
            is_capped="tablettes" in words,
            **(_aeson(query) if "aeson" in words and query.with_intent else {}),
            **({"entities": _subjects()} if "sujets" in words else {}),
            direct=_direct(query, words),
        )

    def _offset(self, cursor):
        if cursor is None:
            return 0
        generation, _, offset = cursor.partition(".")
        if not offset.isdigit():
            raise BadQuestion("La suite est illisible.", parameter="cursor")
        if generation != GENERATION:
            raise StaleCursor("La suite est périmée.", remedy="Relancez la recherche.")
        return int(offset)

    def _hits(self, query, words, allowed):
        found = [
            hit
            for name in sorted(allowed)
            if (hit := self._hit(name, query, words, strict=True))
        ]
        found = found or [
            self._hit(name, query, words, strict=False) for name in sorted(allowed)
        ]
        return sorted(found, key=lambda hit: -hit.score)

    def _hit(self, name, query, words, *, strict):
        scored = [
            (found, _spans(found.text, words))
            for found in self._catalogue.passages_of(name)
        ]
        kept = [(found, spans) for found, spans in scored if spans or not strict]
        kept.sort(key=lambda pair: -len(pair[1]))
        if not kept:
            return None
        hits = tuple(
            _passage_hit(found, spans)
            for found, spans in kept[: query.passages_per_document]
        )
        return SearchHit(self._catalogue.summaries[name], hits[0].score, hits)


def _spelling(query):
    """« numérque » is proposed as « numérique », and asked where it stands alone."""
    if "numérque" not in query.text or not query.with_spelling:
        return None
    text = query.text.replace("numérque", "numérique")
    replaced = (("numérque", "numérique"),)
    return Spelling(text, replaced, is_applied=query.text == "numérque")


def _aeson(query):
    """What a question that begins with « aeson » is understood to name."""
    found = Found("group", "gtnum-2022-aeson", 0, 5)
    iri = "https://gtnum.example/id/group/gtnum-2022-aeson"
    names = [Understood(found, HOSTILE, iri, Effect.BOOST, strengths={"x": 1.0})]
    card = EntityCard(
        EntityKind.GROUP,
        "gtnum-2022-aeson",
        HOSTILE,
        iri,
        names=(HOSTILE,),
        documents=2,
        waves=("2022-2025",),
    )
    kept = tuple(one for one in names if one.key not in query.ignored)
    return {"understood": kept, "entities": (card,)}


def _direct(query, words):
    """Two labs, one of them only probable; none known where « aucun » is asked too."""
    if "panne" in words:
        return DirectAnswers(is_failed=True)
    if "labos" not in words or "answer:labs" in query.ignored:
        return DirectAnswers()
    group = EntityRef(EntityKind.GROUP, "gtnum-2022-aeson", HOSTILE)
    scope = EntityRef(EntityKind.ACADEMY, "bordeaux", f"académie {HOSTILE}")
    facts = [
        AnswerFact(HOSTILE, certainty, (1, 2), through=group)
        for certainty in (Certainty.HIGH, Certainty.MEDIUM)
    ]
    mica = EntityRef(EntityKind.LAB, "mica", "MICA")
    items = (
        AnswerItem("urn:mica", "MICA", mica, Certainty.HIGH, tuple(facts)),
        AnswerItem("urn:autre", HOSTILE, None, Certainty.MEDIUM, (facts[1],)),
    )
    sources = (
        AnswerSource(FactSource(HOSTILE, "javascript:alert(1)")),
        AnswerSource(FactSource("Billet", "https://a.example/"), "note-sobriete"),
    )
    answer = DirectAnswer(
        "labs",
        "Laboratoires",
        Counted("laboratoire", "laboratoires"),
        (scope,),
        f"# {HOSTILE}\nSELECT ?reponse WHERE {{ ?reponse ?p ?o }}",
        items,
        {Certainty.HIGH: 1, Certainty.MEDIUM: 60},
        sources,
        ("answer:labs", "academy:bordeaux"),
    )
    none = replace(answer, items=(), counts={}, sources=())
    return DirectAnswers((none if "aucun" in words else answer,))


def _subjects():
    """Two concepts: one that groups work on, and one that none is known for."""
    iri = "https://gtnum.example/id/concept/"
    groups = [("gtnum-2022-aeson", HOSTILE, True), ("gtnum-2023-forges", "F", False)]
    many = [(f"gtnum-2030-{n}", f"G{n}", True) for n in range(6)]
    known = tuple(SubjectGroup(*each) for each in groups + many)
    kind = EntityKind.CONCEPT
    return (
        EntityCard(kind, "sobriete", "sobriété", f"{iri}sobriete", groups=known),
        EntityCard(kind, "esport", "e-sport", f"{iri}esport", groups=()),
    )


def _spans(text: str, words: list[str]) -> tuple[tuple[int, int], ...]:
    return tuple(
        match.span()
        for match in re.finditer(r"\w+", text)
        if match.group().casefold() in words and len(match.group()) > 2
    )


def _passage_hit(found: Passage, spans: tuple[tuple[int, int], ...]) -> PassageHit:
    score = min(0.3 + 0.1 * len(spans), 1.0)
    words = float(len(spans)) or None
    end = found.text.find(". ") + 1 or len(found.text)
    parts = ScoreParts(words, 0.42, score / 2, score / 2)
    return PassageHit(found, score, parts, spans, (0, end))


class FakeRelated:
    """A ``RelatedFinder`` that finds ÆSON and its first passage for any draft.

    What it tells beside them: see ``fake_related``. Near a draft that is followed is
    every document, by its first passage. The first passage of what is liked asks beside
    the draft. ``preferred`` records the drafts, as records,
    and what was said beside them.
    """

    def __init__(self, catalogue: FakeCatalogue) -> None:
        self.asked = []
        self.follower = self
        self.fingerprint = "weights of today"
        self.preferred = []
        self._catalogue = catalogue

    def near(self, outline, documents):
        if outline.directions.shape[1] != 5:
            raise BadQuestion("Ce ne sont pas nos nombres.", parameter="token")
        return {
            name: self._catalogue.passages_of(name)[0].identifier for name in documents
        }

    def find(self, record, *, limit, restriction, **preferred):
        self.asked.append((limit, restriction))
        self.preferred.append((record, preferred))
        liked = preferred.get("liked", ())
        beside = [self._catalogue.passages_of(name)[0] for name in liked]
        record = replace(record, passages=(*record.passages, *beside))
        names = ["sheet-gtnum-2022-aeson", "hostile"][:limit]
        documents = tuple(
            RelatedDocument(
                self._catalogue.summaries[name],
                0.8,
                (
                    (
                        (*record.passages, *self._catalogue.passages_of(name))[0],
                        _passage_hit(self._catalogue.passages_of(name)[0], ((3, 12),)),
                    ),
                ),
                (("lab", "techne", "TECHNE"),),
            )
            for name in names
        )
        return RelatedResults(
            documents,
            len(record.passages),
            len(record.passages),
            GENERATION,
            "fake",
            0.02,
            draft=record.document.identifier,
            **told_of_draft(record, documents, self._catalogue),
        )


@dataclass
class FakeQueries:
    """A ``QueryService`` that gives ``outcome``, an answer or an error to raise."""

    outcome: QueryAnswer | Exception = field(
        default_factory=lambda: select_answer([{"s": "https://gtnum.example/id/lab/a"}])
    )
    asked: list[tuple[str, dict]] = field(default_factory=list)

    def execute(self, query, **wanted):
        self.asked.append((query, wanted))
        if isinstance(self.outcome, Exception):
            raise self.outcome
        return self.outcome

    def switch(self, store):
        raise AssertionError("the web layer never switches generations")

    def close(self):
        """Nothing to stop."""


def select_answer(rows: list[dict[str, str]]) -> QueryAnswer:
    """Return a SELECT answer in JSON; values that look like IRIs become IRIs."""
    columns = sorted({name for row in rows for name in row})
    bindings = [
        {
            name: {
                "type": "uri" if re.match(r"[a-z]+:", value) else "literal",
                "value": value,
            }
            for name, value in row.items()
        }
        for row in rows
    ]
    body = json.dumps({"head": {"vars": columns}, "results": {"bindings": bindings}})
    return QueryAnswer("application/sparql-results+json", body.encode(), 0.004)


def history(catalogue: FakeCatalogue) -> CorpusHistory:
    """Each document came a day after the one before; ``gone`` left at the end.

    The glossary changed in the generation that is served.
    """
    events = []
    for day, name in enumerate([*sorted(catalogue.summaries), "gone"], start=1):
        known = catalogue.summaries.get(name)
        sets = ("group:gtnum-2022-aeson",) if "aeson" in name else ()
        kind = "kind:post" if known is None else f"kind:{known.kind.value}"
        event = CorpusEvent(
            name,
            Change.CAME,
            datetime(2026, 2, day, 8, 30, tzinfo=UTC),
            f"000{day}",
            title=HOSTILE if known is None else known.title,
            sets=(*sets, kind),
        )
        events.append(event)
    glossary = next(event for event in events if event.document == "glossaire")
    served = {"generation": GENERATION, "at": PUBLISHED}
    changed = replace(glossary, change=Change.CHANGED, **served)
    left = replace(events[-1], change=Change.LEFT, **served)
    return CorpusHistory([*events, changed, left])


class FakeServices:
    """``Services`` in memory; set ``failure`` to make ``current`` raise it."""

    def __init__(self, folder: Path) -> None:
        self.catalogue = FakeCatalogue()
        self.searcher = FakeSearcher(self.catalogue)
        self.related = FakeRelated(self.catalogue)
        self.queries = FakeQueries()
        self.entities = FakeEntities(self.catalogue, hostile=HOSTILE)
        self.drafts = []
        self.pages = {}
        self.failure: KnowledgeError | None = None
        self.generation = GENERATION
        self.history = history(self.catalogue)
        self.withdrawn = set()
        self.is_closed = False
        self.damaged: dict[str, str] = {}
        self._folder = folder

    def current(self) -> Knowledge:
        if self.failure is not None:
            raise self.failure
        return Knowledge(
            generation=self.generation,
            published_at=PUBLISHED,
            searcher=self.searcher,
            related=self.related,
            catalogue=self.catalogue,
            embedder_name="fake-model",
            counts=self.catalogue.counts(),
            entities=self.entities,
            suggest=self.suggest,
            propose_queries=self.propose_queries,
            read_draft=self.read_draft,
            fetch_page=self.fetch_page,
            history=lambda: self.history,
            seal=b"seal of " + self.generation.encode(),
            was_withdrawn=self.withdrawn.__contains__,
        )

    def suggest(self, typed, limit):
        """Complete « so » and nothing else, with one suggestion of each sort."""
        if not typed.startswith("so"):
            return []
        return [
            Suggestion(HOSTILE, "concept", "sobriete"),
            Suggestion(
                "Sobriété numérique : douze études", "document", "note-sobriete"
            ),
            Suggestion("sobriété", "word", passages=12),
        ][:limit]

    def propose_queries(self, question):
        """Two queries for « laboratoires de Nantes », nothing for anything else."""
        if question != "laboratoires de Nantes":
            return ()
        place = FilledSlot("lieu", EntityKind.ACADEMY, "nantes", HOSTILE, 16, 22)
        query = "ASK { ?labo a <https://gtnum.example/ontology#Lab> }"
        return (
            ProposedQuery("labs", "Quels laboratoires ?", query, 1.0, (place,)),
            ProposedQuery("cq02", HOSTILE, "ASK {}", 0.4, (), ("sujet",), "Certains."),
        )

    def store(self, identifier: str, content: bytes) -> None:
        """Keep the original of a document."""
        digest = self.catalogue.summaries[identifier].sha256
        (self._folder / digest).write_bytes(content)

    def read_draft(self, content, name, media_type) -> DocumentRecord:
        self.drafts.append((content, name, media_type))
        text = content.decode(errors="replace")
        if "VIDE" in text:
            raise NoText("Ce fichier ne contient pas de texte.", remedy="Numérisez-le.")
        if "ENORME" in text:
            raise TooLarge("Ce fichier a trop de pages.")
        document = Document(
            "draft",
            Source("draft", "text/plain", len(content), "0" * 64),
            "drafts",
            "Brouillon",
            text,
            (Page(1, 0, len(text)),),
        )
        return DocumentRecord(document, paragraphs_of(text))

    def fetch_page(self, address):
        """Give the page of ``pages``, or raise the error that stands there."""
        unknown = DraftAddressRefused("cette adresse n’est pas publique")
        page = self.pages.get(address, unknown)
        if isinstance(page, Exception):
            raise page
        return page

    def original_problem(self, sha256: str) -> str:
        return self.damaged.get(sha256, "")

    def original(self, sha256: str) -> Path | None:
        if sha256 in self.damaged:
            raise OriginalUnsound("Le fichier conservé a changé de contenu.")
        path = self._folder / sha256
        return path if path.is_file() else None

    def close(self) -> None:
        self.is_closed = True
