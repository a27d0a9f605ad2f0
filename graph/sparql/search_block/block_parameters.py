"""The values of a search block, checked one by one."""

import re
from collections.abc import Callable
from typing import Any, Final

from graph.errors import QueryRefused, QuerySyntaxError
from graph.ports import DocumentFilter
from graph.sparql.search_block.block_vocabulary import (
    MOST_HITS,
    Input,
)
from graph.sparql.search_block.search_ports import TextQuestion
from graph.sparql.search_block.string_literals import literal_value, place_of
from graph.sparql.tokens import Token
from ontology.errors import OntologyError
from ontology.iris import SEARCH_NAMESPACE, Iris
from ontology.kinds import document_kind
from ontology.model import DocumentKind

__all__ = ["Parameters"]

_DATE: Final = re.compile(
    r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?", re.ASCII
)
_MODES: Final = ("hybrid", "words", "vectors")
_REPEATABLE: Final = (Input.COLLECTION, Input.LANGUAGE, Input.KIND, Input.ENTITY)
_MOST_TEXT: Final = 1_000


class Parameters:
    """Collects the values of one block.

    Args:
        query: The whole query, for places in messages.
        iris: Reads the IRIs of entities.
    """

    def __init__(self, query: str, iris: Iris) -> None:
        self._query = query
        self._iris = iris
        self._values: dict[Input, list[Any]] = {}

    def add(self, name: Input, token: Token, iri: str | None) -> None:
        """Take a value.

        Args:
            name: Of the parameter.
            token: As written.
            iri: What the token stands for, if it is an IRI.

        Raises:
            QuerySyntaxError: If it is of another sort, or a second value of a
                parameter that has one.
            QueryRefused: If it is out of range.
        """
        if name in self._values and name not in _REPEATABLE:
            raise self._wrong(token, f"search:{name} est donné deux fois")
        readers: dict[Input, Callable[[Token, str | None], Any]] = {
            Input.TEXT: self._text,
            Input.K: self._count,
            Input.THRESHOLD: self._share,
            Input.MODE: self._mode,
            Input.KIND: self._kind,
            Input.ENTITY: self._entity,
            Input.FROM: self._date,
            Input.UNTIL: self._date,
        }
        read = readers.get(name)
        value = read(token, iri) if read else self._string(name, token)
        self._values.setdefault(name, []).append(value)

    def question(self, start: int) -> TextQuestion:
        """Return what the block asks.

        Args:
            start: Offset of the block, for the message.

        Raises:
            QuerySyntaxError: If it has no text.
        """
        found = self._values
        if Input.TEXT not in found:
            line, column = place_of(self._query, start)
            raise QuerySyntaxError(
                f"le bloc de recherche de la ligne {line} n’a pas de texte",
                line=line,
                column=column,
                remedy='Ajoutez search:text "…".',
            )
        return TextQuestion(
            found[Input.TEXT][0],
            limit=found.get(Input.K, [10])[0],
            threshold=found.get(Input.THRESHOLD, [0.0])[0],
            mode=found.get(Input.MODE, ["hybrid"])[0],
            restriction=DocumentFilter(
                kinds=tuple(found.get(Input.KIND, ())),
                languages=tuple(found.get(Input.LANGUAGE, ())),
                collections=tuple(found.get(Input.COLLECTION, ())),
                date_from=found.get(Input.FROM, [None])[0],
                date_to=found.get(Input.UNTIL, [None])[0],
                entities=tuple(found.get(Input.ENTITY, ())),
            ),
        )

    def _text(self, token: Token, _: str | None) -> str:
        if token.kind == "variable":
            raise QueryRefused(
                f"search:text attend un texte écrit, pas la variable {token.text} : "
                "la recherche a lieu avant la requête",
                rule="search_text",
                remedy="Écrivez le texte entre guillemets, ou comparez des nœuds par "
                f"<{SEARCH_NAMESPACE}similarity>(?a, ?b).",
            )
        text = self._string(Input.TEXT, token).strip()
        if not 1 <= len(text) <= _MOST_TEXT:
            raise QueryRefused(
                f"search:text compte {len(text)} caractères, il en faut de 1 à "
                f"{_MOST_TEXT}",
                rule="search_text",
                limit=_MOST_TEXT,
                remedy="Raccourcissez le texte.",
            )
        return text

    def _count(self, token: Token, _: str | None) -> int:
        if not (token.kind == "number" and token.text.isdecimal()):
            raise self._wrong(token, "search:k attend un nombre entier")
        # Long numbers are cut before they are read: reading them takes long.
        number = int(token.text[:9])
        if not 1 <= number <= MOST_HITS:
            raise QueryRefused(
                f"search:k vaut {token.text[:9]}, il faut un nombre de 1 à {MOST_HITS}",
                rule="search_k",
                limit=MOST_HITS,
                remedy="Corrigez search:k, ou écrivez plusieurs blocs.",
            )
        return number

    def _share(self, token: Token, _: str | None) -> float:
        value = float(token.text) if token.kind == "number" else -1.0
        if not 0 <= value <= 1:
            raise self._wrong(token, "search:threshold attend un nombre de 0 à 1")
        return value

    def _mode(self, token: Token, _: str | None) -> str:
        mode = self._string(Input.MODE, token)
        if mode not in _MODES:
            raise self._wrong(token, f"search:mode attend {', '.join(_MODES)}")
        return mode

    def _kind(self, token: Token, iri: str | None) -> str:
        try:
            if iri is not None:
                return document_kind(iri).value
            return DocumentKind(self._string(Input.KIND, token)).value
        except (OntologyError, ValueError) as cause:
            known = ", ".join(DocumentKind)
            raise self._wrong(token, f"search:kind attend un de {known}") from cause

    def _date(self, token: Token, _: str | None) -> str:
        date = self._string(Input.FROM, token)
        if not _DATE.fullmatch(date):
            raise self._wrong(
                token, 'les dates s’écrivent "2024", "2024-06" ou "2024-06-30"'
            )
        return date

    def _entity(self, token: Token, iri: str | None) -> tuple[str, str]:
        try:
            return self._iris.identifier(iri or "")
        except OntologyError as cause:
            raise self._wrong(
                token, "search:entity attend l’IRI d’une entité de cette bibliothèque"
            ) from cause

    def _string(self, name: Input, token: Token) -> str:
        expected = f"search:{name} attend un texte entre guillemets"
        if token.kind != "string":
            raise self._wrong(token, expected)
        try:
            return literal_value(token.text)
        except ValueError as cause:
            raise self._wrong(token, expected) from cause

    def _wrong(self, token: Token, what: str) -> QuerySyntaxError:
        line, column = place_of(self._query, token.start)
        return QuerySyntaxError(
            f"{what}, reçu « {token.text[:60]} » (ligne {line}, colonne {column})",
            line=line,
            column=column,
            remedy="Corrigez le bloc de recherche.",
        )
