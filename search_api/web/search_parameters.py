"""What may stand behind ``?`` in a search, checked before anything runs."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from graph.ports import DocumentFilter
from ontology.model import DocumentKind, EntityKind
from search_api.answers.search_address import SearchAddress
from search_api.query import MOST_ALIKE, SearchMode, SearchQuery, SearchSort
from search_api.web.problems.problem_report import ProblemError, ProblemItem
from search_api.web.problems.validation_problems import request_problem
from search_api.web.wanted_format import ExportParameters

__all__ = [
    "DATE_PATTERN",
    "FilterParameters",
    "ListParameters",
    "SearchParameters",
    "cleaned",
    "from_pairs",
]

DATE_PATTERN = r"^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$"
_LONGEST_QUESTION = 1_000
_UNWANTED = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]+")

Names = Annotated[
    list[Annotated[str, Field(min_length=1, max_length=200)]], Field(max_length=50)
]


def cleaned(text: str) -> str:
    """Return a question without control characters, in one Unicode form (NFC)."""
    return unicodedata.normalize("NFC", _UNWANTED.sub(" ", text)).strip()


class FilterParameters(BaseModel):
    """Which documents may answer; repeat a parameter for alternatives."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: list[DocumentKind] = Field(
        default=[], max_length=50, description="Nature du document"
    )
    language: list[Annotated[str, Field(pattern="^[a-z]{2,3}$")]] = Field(
        default=[], max_length=50, description="Langue, code ISO 639", examples=[["fr"]]
    )
    collection: Names = Field(default=[], description="Nom de collection")
    date_from: str | None = Field(
        default=None,
        pattern=DATE_PATTERN,
        description="Depuis, incluse",
        examples=["2022"],
    )
    date_to: str | None = Field(
        default=None,
        pattern=DATE_PATTERN,
        description="Jusqu’à, incluse",
        examples=["2025-06"],
    )
    group: Names = Field(
        default=[], description="Groupe", examples=[["gtnum-2022-aeson"]]
    )
    lab: Names = Field(default=[], description="Laboratoire", examples=[["techne"]])
    institution: Names = Field(default=[], description="Établissement")
    academy: Names = Field(default=[], description="Académie")
    region: Names = Field(default=[], description="Région académique")
    service: Names = Field(default=[], description="Service")
    person: Names = Field(default=[], description="Personne")
    theme: Names = Field(default=[], description="Thème d’appel")
    wave: Names = Field(default=[], description="Vague", examples=[["2020-2022"]])
    production: Names = Field(default=[], description="Production")
    concept: Names = Field(
        default=[], description="Notion", examples=[["sobriete-numerique"]]
    )

    def restriction(self) -> DocumentFilter:
        """Return the filter that search and graph understand.

        Raises:
            ProblemError: If the dates exclude every document.
        """
        if self.date_from and self.date_to:
            shared = min(len(self.date_from), len(self.date_to))
            if self.date_from[:shared] > self.date_to[:shared]:
                raise ProblemError(
                    "invalid-parameter",
                    f"« date_from » ({self.date_from}) est après « date_to » "
                    f"({self.date_to}). Échangez les deux dates.",
                    errors=(
                        ProblemItem(detail="après date_to", parameter="date_from"),
                    ),
                )
        return DocumentFilter(
            kinds=tuple(kind.value for kind in self.kind),
            languages=tuple(self.language),
            collections=tuple(self.collection),
            date_from=self.date_from,
            date_to=self.date_to,
            entities=tuple(
                (kind.value, identifier)
                for kind in EntityKind
                for identifier in getattr(self, kind.value)
            ),
        )

    def filter_pairs(self) -> list[tuple[str, str]]:
        """Return the filters as they stand in an address, in a fixed order."""
        pairs: list[tuple[str, str]] = []
        for name in FilterParameters.model_fields:
            value = getattr(self, name)
            values = value if isinstance(value, list) else [value]
            pairs += [(name, str(item)) for item in values if item is not None]
        return pairs


class ListParameters(FilterParameters, ExportParameters):
    """A page of a list of documents."""

    ids: Annotated[
        list[Annotated[str, Field(min_length=1, max_length=80)]], Field(max_length=100)
    ] = Field(
        default=[],
        description="Seulement ces documents, dans cet ordre",
        examples=[["sheet-gtnum-2022-aeson"]],
    )
    sort: Literal["id", "date"] = Field(
        default="id",
        description="id : par identifiant ; date : la date de l’œuvre, la plus récente "
        "d’abord, sans date à la fin",
    )
    limit: int = Field(default=20, ge=1, le=100, description="Documents par page")
    cursor: str | None = Field(
        default=None, max_length=2_000, description="Suite d’une page précédente"
    )

    def chosen_pairs(self) -> list[tuple[str, str]]:
        """Return order and selection as they stand in an address."""
        sort = [("sort", self.sort)] if self.sort != "id" else []
        return [*sort, *(("ids", identifier) for identifier in self.ids)]


class SearchParameters(FilterParameters, ExportParameters):
    """A question and how to answer it."""

    q: str = Field(
        description="La question, de 1 à 1 000 caractères",
        examples=["sobriété numérique à l’école"],
    )
    limit: int = Field(default=10, ge=1, le=100, description="Documents par page")
    cursor: str | None = Field(
        default=None, max_length=2_000, description="Suite d’une page précédente"
    )
    mode: SearchMode = Field(
        default=SearchMode.HYBRID,
        description="Indices utilisés : mots, sens ou les deux",
    )
    sort: SearchSort = Field(
        default=SearchSort.RELEVANCE,
        description="Ordre des réponses : pertinence ; date de l’œuvre, la dernière "
        "d’abord, sans date à la fin ; titre. Ce qui est plus loin reste derrière",
    )
    passages: int = Field(default=3, ge=1, le=20, description="Passages par document")
    facets: bool = Field(default=False, description="Compter les facettes")
    context: bool = Field(
        default=False, description="Donner aussi les passages voisins de chaque passage"
    )
    explain: bool = Field(
        default=False,
        description="Dire pour chaque résultat pourquoi il est là, en nombres et en "
        "une phrase",
    )
    diversity: int = Field(
        default=MOST_ALIKE,
        ge=0,
        le=20,
        description="Documents presque identiques au plus, les autres derrière ; "
        "0 : sans limite",
    )
    intent: Literal["on", "off"] = Field(
        default="on",
        description="Faire monter ce que la question nomme : groupe, année, DOI…",
    )
    ignore: Names = Field(
        default=[],
        description="Ce qui a été compris à tort : « key » ou IRI",
        examples=[["group:gtnum-2020-05-reve"]],
    )
    spelling: Literal["on", "off"] = Field(
        default="on",
        description="« off » : chercher les mots tels quels, même inconnus",
    )

    def query(self) -> SearchQuery:
        """Return the question for the searcher.

        Raises:
            ProblemError: If the question is empty or too long, or the dates clash.
        """
        text = cleaned(self.q)
        if not 1 <= len(text) <= _LONGEST_QUESTION:
            problem = (
                "La question est vide. Écrivez au moins un mot dans « q »."
                if not text
                else f"La question compte {len(text)} caractères, au plus 1 000. "
                "Pour un texte entier, utilisez « /related »."
            )
            raise ProblemError(
                "bad-question",
                problem,
                errors=(ProblemItem(detail="de 1 à 1 000 caractères", parameter="q"),),
            )
        return SearchQuery(
            text=text,
            limit=self.limit,
            cursor=self.cursor,
            restriction=self.restriction(),
            mode=self.mode,
            passages_per_document=self.passages,
            with_facets=self.facets,
            most_alike=self.diversity,
            with_intent=self.intent == "on",
            ignored=tuple(self.ignore),
            with_spelling=self.spelling == "on",
            sort=self.sort,
        )

    def address(self) -> SearchAddress:
        """Return the parameters as they stand in the address of this search."""
        return SearchAddress(
            q=self.q,
            limit=self.limit,
            mode=self.mode,
            passages=self.passages,
            facets=self.facets,
            context=self.context,
            explain=self.explain,
            diversity=self.diversity,
            intent=self.intent,
            spelling=self.spelling,
            ignore=tuple(self.ignore),
            sort=self.sort,
            filters=tuple(self.filter_pairs()),
        )


def from_pairs(pairs: Iterable[tuple[str, str]]) -> SearchParameters:
    """Read the parameters of a page, where forms also send fields left empty.

    Raises:
        ProblemError: If a parameter is unknown or wrong.
    """
    collected: dict[str, list[str]] = {}
    for name, value in pairs:
        if value.strip():
            collected.setdefault(name, []).append(value)
    values: dict[str, object] = {}
    for name, sent in collected.items():
        known = SearchParameters.model_fields.get(name)
        is_list = known is not None and known.default == []
        values[name] = sent if is_list else sent[-1]
    try:
        return SearchParameters.model_validate(values)
    except ValidationError as wrong:
        errors = [
            {**error, "loc": ("query", *error["loc"])} for error in wrong.errors()
        ]
        raise request_problem(errors) from wrong
