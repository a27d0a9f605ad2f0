"""The JSON of the API. These keys are a promise, see ``docs/reference/api.md``."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from search_api.answers.direct_answer_schemas import DirectAnswerOut
from search_api.answers.score_schemas import ExplanationOut, ScoresOut
from search_api.answers.understood_schemas import (
    EntityCardOut,
    SpellingOut,
    UnderstoodOut,
)
from search_api.query import AnswerState, Stratum
from search_api.service_condition import ReasonKey

__all__ = [
    "AbstractOut",
    "ContextOut",
    "DescribedOut",
    "DocumentAnswer",
    "DocumentListAnswer",
    "DocumentOut",
    "EntityOut",
    "FacetValue",
    "FullDocumentOut",
    "HealthAnswer",
    "HitOut",
    "LinksOut",
    "LossOut",
    "PageOut",
    "PassageHitOut",
    "PassageListAnswer",
    "PassageOut",
    "ReasonOut",
    "SearchAnswer",
    "WorkDateOut",
]


class LinksOut(BaseModel):
    """Where a document can be found in this service."""

    self: str = Field(description="Description par l’API")
    original: str = Field(description="Fichier conservé")
    page: str = Field(description="Page à lire")


class WorkDateOut(BaseModel):
    """The date that a document is sorted, filtered and counted by."""

    edtf: str = Field(description="Date ou période, en EDTF (ISO 8601-2)")
    earliest: str | None = Field(description="Premier jour possible, null si inconnu")
    latest: str | None = Field(description="Dernier jour possible, null si inconnu")
    basis: str = Field(
        description="own : du document ; described : de ce qu’il décrit ; "
        "group_period : d’après la période de son groupe, faute de mieux"
    )
    words: str = Field(description="La même chose en français")


class DescribedOut(BaseModel):
    """What a record describes: every value is of the work, none of the record."""

    kind: str = Field(description="production, group, call, theme, wave ou work")
    id: str | None = Field(description="Notre identifiant, s’il est connu")
    title: str
    date: str | None = Field(description="Date ou période, en EDTF (ISO 8601-2)")
    date_words: str = Field(description="La même, en français, ou vide")
    authors: list[str]
    publisher: str | None
    pages: int | None
    language: str | None
    url: str | None = Field(description="Adresse officielle, jamais celle d’une copie")
    doi: str | None
    licence: str | None
    certainty: str | None = Field(description="high, medium (probable), low (possible)")
    sources: list[str] = Field(description="Où ces faits ont été lus")


class DocumentOut(BaseModel):
    """A document, without its text; of a record, every value is of the record."""

    id: str
    iri: str = Field(description="IRI du document dans le graphe")
    is_record: bool = Field(
        description="true : fiche descriptive d’autre chose, voir « describes »"
    )
    title: str
    kind: str = Field(description="Valeur de DocumentKind")
    kind_label: str = Field(description="La même, en français")
    date: str | None = Field(
        description="Du document lui-même, ISO 8601, à la précision connue"
    )
    work_date: WorkDateOut | None = Field(
        description="Celle qui compte : de l’œuvre décrite, sinon du document"
    )
    language: str = Field(description="ISO 639-1, ou « und »")
    authors: list[str]
    url: str | None = Field(description="Adresse officielle du document lui-même")
    publisher: str | None
    licence: str | None
    page_count: int
    paged: bool = Field(description="Les numéros de page ont un sens pour le lecteur")
    describes: list[DescribedOut]
    links: LinksOut


class CopyOut(BaseModel):
    """Another manifestation of the same work."""

    id: str
    title: str
    date: str | None
    url: str | None = Field(description="Son adresse, parfois celle d’un miroir")
    publisher: str | None
    media_type: str
    collection: str
    links: LinksOut


class MatchOut(BaseModel):
    """Why two documents are manifestations of one work."""

    documents: tuple[str, str]
    method: str = Field(
        description="bytes, text, near_text, doi, handle, hal ou address"
    )
    similarity: float = Field(
        description="Part de texte commune pour near_text, sinon 1"
    )


class WorkOut(BaseModel):
    """A work that the library holds more than once."""

    id: str
    iri: str
    official: str = Field(description="Identifiant de l’exemplaire officiel")
    manifestations: list[CopyOut] = Field(description="L’exemplaire officiel d’abord")
    evidence: list[MatchOut]


class OriginOut(BaseModel):
    """Where the value of a field comes from."""

    field: str
    origin: str
    printed: str = Field(description="Telle qu’imprimée, avant tout nettoyage")
    confidence: float | None = Field(
        default=None,
        description="De 0 à 1 ; null : énoncée par une personne, ou non jugée",
    )


class AbstractOut(BaseModel):
    """An abstract in one language."""

    language: str
    text: str


class FullDocumentOut(DocumentOut):
    """A document with everything known about it and its file."""

    doi: str | None
    handle: str | None
    hal_id: str | None
    abstract: str | None = Field(description="Dans la langue du document, si possible")
    abstracts: list[AbstractOut] = Field(description="Un par langue")
    collection: str
    media_type: str
    size_bytes: int
    sha256: str
    passage_count: int


class PassageOut(BaseModel):
    """A passage, verbatim."""

    id: str
    text: str
    page: int = Field(description="À partir de 1")
    start: int = Field(description="Position dans le texte du document")
    end: int = Field(description="Position après le dernier caractère")
    section: list[str] = Field(description="Titres au-dessus du passage")
    language: str
    role: str = Field(
        description="body, entry (une entrée de glossaire), caveat (une réserve, une "
        "source), ou cover, contents, index, bibliography : ces quatre-là se lisent "
        "dans le document mais ne répondent à aucune recherche"
    )
    url: str = Field(
        description="Où vérifier : la page du PDF, ou le passage chez nous"
    )


class ContextOut(BaseModel):
    """The passages around another one, in the same document."""

    previous: PassageOut | None
    next: PassageOut | None


class PassageHitOut(PassageOut):
    """A passage that answers."""

    score: float = Field(description="De 0 à 1")
    scores: ScoresOut
    highlights: list[tuple[int, int]] = Field(description="Positions dans « text »")
    best_sentence: tuple[int, int] | None = Field(
        description="Phrase entière, position dans « text », ou null"
    )
    synonyms: list[str] = Field(
        default=[], description="Autres noms d’une notion demandée, tenus par le texte"
    )
    context: ContextOut | None = Field(
        default=None, description="Ses voisins, si « context » est demandé"
    )


class HitOut(BaseModel):
    """A document with its best passages."""

    document: DocumentOut
    stratum: Stratum = Field(
        description="answer : répond, ou parle du sujet ; further : plus loin"
    )
    score: float
    passages: list[PassageHitOut]
    explanation: ExplanationOut | None = Field(
        default=None, description="Pourquoi ce résultat, si « explain » est demandé"
    )
    copies: list[CopyOut] = Field(description="Autres exemplaires de la même œuvre")


class FacetValue(BaseModel):
    """How many answers share a value: « total » of the search with that filter."""

    value: str
    label: str
    count: int


class SearchAnswer(BaseModel):
    """One page of hits."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"query": "sobriété numérique à l’école"}}
    )

    query: str
    total: int = Field(description="Nombre d’œuvres qui répondent, une par résultat")
    further_total: int = Field(
        default=0, description="Nombre d’œuvres proches qui ne répondent pas"
    )
    capped: bool = Field(
        description="true : d’autres œuvres répondent peut-être, « total » compte les "
        "plus proches"
    )
    hits: list[HitOut] = Field(
        description="Les réponses d’abord, puis le reste, du plus proche au moins"
    )
    next: str | None = Field(description="Adresse de la page suivante, null à la fin")
    state: AnswerState = Field(
        description="answered : le corpus répond ; mentioned : il parle du sujet sans "
        "dire ce qui est demandé ; nothing : il n’en parle pas"
    )
    reliable: bool = Field(description="true seulement si « state » vaut answered")
    message: str | None = Field(description="À montrer au lecteur, ou null")
    understood: list[UnderstoodOut] = Field(
        default=[], description="Ce que la question nomme et qui a fait monter"
    )
    entities: list[EntityCardOut] = Field(
        default=[], description="Entités nommées, en réponse à part"
    )
    direct_answers: list[DirectAnswerOut] = Field(
        default=[], description="Ce que le graphe répond lui-même"
    )
    direct_answers_message: str | None = Field(
        default=None, description="Pourquoi le graphe n’a pas pu répondre, ou null"
    )
    spelling: SpellingOut | None = Field(
        default=None, description="La question en mots connus, ou null"
    )
    facets: dict[str, list[FacetValue]]
    generation: str
    model: str
    took_ms: float


class PageOut(BaseModel):
    """A page of a document with its passages."""

    number: int
    url: str
    furniture: list[str] = Field(
        description="Titres courants, pieds et numéros mis à part, de haut en bas"
    )
    passages: list[PassageOut]


class LossOut(BaseModel):
    """What was seen in a document and is not in its text."""

    kind: str = Field(description="Valeur de LossKind, par exemple unread_page")
    count: int = Field(description="Combien, dans cette unité")
    unit: str = Field(description="page, character, block, part, field, object…")
    pages: list[int] = Field(description="Où, à partir de 1, si c’est connu")
    detail: str = Field(description="Noms de fichiers ou de styles, ou vide")
    is_intended: bool = Field(
        description="true : à juste titre, comme un pied de page ou un texte masqué"
    )
    words: str = Field(description="La même chose en français")
    remedy: str = Field(description="Ce qu’on peut y faire, ou vide")


class EntityOut(BaseModel):
    """Something of the GTnum world."""

    kind: str
    id: str
    label: str


class DocumentAnswer(BaseModel):
    """A document with its pages."""

    document: FullDocumentOut
    entities: list[EntityOut] = Field(description="Ce à quoi le document est relié")
    origins: list[OriginOut] = Field(description="D’où vient chaque métadonnée")
    work: WorkOut | None = Field(description="L’œuvre, si elle a plusieurs exemplaires")
    is_whole: bool | None = Field(
        description="false : lu en partie, « losses » dit pourquoi ; null : lu avant "
        "que cela ne soit compté"
    )
    losses: list[LossOut] = Field(description="Ce qui n’est pas dans le texte")
    original_problem: str | None = Field(
        default=None,
        description="Ce qui est arrivé au fichier conservé, qui n’est alors pas "
        "envoyé ; null : rien n’est connu",
    )
    pages: list[PageOut]
    generation: str


class DocumentListAnswer(BaseModel):
    """One page of the list of documents."""

    total: int
    documents: list[DocumentOut]
    next: str | None
    generation: str


class PassageListAnswer(BaseModel):
    """Passages of a document, in order."""

    document: str
    total: int
    passages: list[PassageOut]
    next: str | None
    generation: str


class ReasonOut(BaseModel):
    """Why the service is not quite itself."""

    key: str = Field(
        description="Nom stable : " + ", ".join(ReasonKey), examples=["unverified"]
    )
    message: str = Field(description="La même chose, en français")
    generation: str | None = Field(
        description="Génération dont il s’agit, ou null", examples=["0007"]
    )


class HealthAnswer(BaseModel):
    """The state of the service."""

    status: str = Field(
        description="ok ; degraded : le service répond juste, mais quelqu’un devrait "
        "regarder « reasons » ; unavailable : il ne répond pas (code 503)",
        examples=["ok"],
    )
    generation: str | None
    published_at: datetime | None
    counts: dict[str, int]
    model: str | None
    calibrated: bool | None = Field(
        default=None,
        description="false : seuils généraux, `gtnum reindex` mesure ceux de la "
        "bibliothèque ; null : aucune bibliothèque",
    )
    versions: dict[str, str]
    verified: bool = Field(
        description="Si tous les fichiers de la génération ont été comparés à leurs "
        "sommes de contrôle ; les plus grands le sont pendant que le service répond "
        "déjà"
    )
    reason: str | None = Field(
        description="Pourquoi le service ne répond pas, ou null", examples=[None]
    )
    reasons: list[ReasonOut] = Field(
        default=[],
        description="Ce que quelqu’un devrait regarder ; « unverified » passe seul et "
        "laisse l’état « ok »",
    )
