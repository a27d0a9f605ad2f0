"""Reads what a search block asks.

    { [] search:text "…" ; search:k 20 ; search:collection "a", "b" ; search:score ?s }

One subject, ``[]`` or a blank node; predicates are the words of ``block_vocabulary``; a
text is a string, never a variable: the search runs before the query.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from graph.errors import QuerySyntaxError
from graph.sparql.search_block.block_parameters import Parameters
from graph.sparql.search_block.block_vocabulary import Input, Output
from graph.sparql.search_block.search_ports import TextQuestion
from graph.sparql.search_block.string_literals import place_of
from graph.sparql.tokens import RawBlock, Token
from ontology.iris import SEARCH_NAMESPACE, Iris

__all__ = ["SearchBlock", "read_blocks"]

_EXAMPLE = 'Écrivez par exemple [] search:text "sobriété" ; search:passage ?p .'
Resolve = Callable[[Token], str | None]


@dataclass(frozen=True, slots=True)
class SearchBlock:
    """A search block of a query.

    Attributes:
        start: Offset of SERVICE.
        end: Offset behind the closing brace.
        question: What is searched.
        outputs: ``(variable with its sign, what it is bound to)``, as written.
    """

    start: int
    end: int
    question: TextQuestion
    outputs: tuple[tuple[str, Output], ...]


def read_blocks(
    query: str, blocks: list[RawBlock], *, resolve: Resolve, iris: Iris
) -> list[SearchBlock]:
    """Read the search blocks of a query.

    Args:
        query: The whole text.
        blocks: What the scan collected.
        resolve: Gives the IRI that a token stands for.
        iris: Reads the IRIs of entities.

    Raises:
        QuerySyntaxError: With line and column, if a block is not written as above.
        QueryRefused: If a value is out of range.
    """
    return [_Reader(query, block, resolve, iris).read() for block in blocks]


@dataclass(slots=True)
class _Reader:
    query: str
    block: RawBlock
    resolve: Resolve
    iris: Iris
    place: int = 0
    subject: str = ""
    outputs: list[tuple[str, Output]] = field(default_factory=list)

    def read(self) -> SearchBlock:
        parameters = Parameters(self.query, self.iris)
        while not self._is("}"):
            self._sentence(parameters)
            if not self._take("."):
                break
        if not self._take("}"):
            raise self._unexpected()
        question = parameters.question(self.block.start)
        return SearchBlock(
            self.block.start, self.block.end, question, tuple(self.outputs)
        )

    def _sentence(self, parameters: Parameters) -> None:
        """Read a subject with its properties."""
        subject = self._next()
        if subject.text == "[":
            name = f"[{subject.start}"
            if not self._is("]"):
                self._properties(parameters)
            if not self._take("]"):
                raise self._unexpected()
        elif subject.kind == "node":
            name = subject.text
        else:
            raise self._wrong(subject, "attend [] comme sujet", _EXAMPLE)
        if self.subject not in ("", name):
            raise self._wrong(
                subject,
                "ne porte qu’une recherche",
                "Écrivez un second bloc, ou liez les propriétés par « ; ».",
            )
        self.subject = name
        if not (self._is(".") or self._is("}")):
            self._properties(parameters)

    def _properties(self, parameters: Parameters) -> None:
        while True:
            predicate = self._next()
            name = self._predicate(predicate)
            self._object(parameters, name)
            while self._take(","):
                self._object(parameters, name)
            goes_on = self._take(";")
            while self._take(";"):
                pass
            if self._is("]") or self._is(".") or self._is("}"):
                return
            if not goes_on:
                raise self._unexpected()

    def _predicate(self, token: Token) -> Input | Output:
        iri = self.resolve(token) if token.kind in ("iri", "name") else None
        if iri is None and token.kind == "name":
            raise self._wrong(
                token,
                f"ne connaît pas le préfixe de « {token.text[:60]} »",
                f"Ajoutez PREFIX search: <{SEARCH_NAMESPACE}>.",
            )
        name = (iri or "").removeprefix(SEARCH_NAMESPACE)
        if iri is not None and iri.startswith(SEARCH_NAMESPACE):
            for kind in (Input, Output):
                if name in set(kind):
                    return kind(name)
        known = ", ".join(f"search:{name}" for name in (*Input, *Output))
        raise self._wrong(
            token, f"ne connaît pas « {token.text[:60]} »", f"Propriétés : {known}."
        )

    def _object(self, parameters: Parameters, name: Input | Output) -> None:
        token = self._next()
        if isinstance(name, Input):
            iri = self.resolve(token) if token.kind in ("iri", "name") else None
            parameters.add(name, token, iri)
            if token.kind == "string" and self._kind() == "language":
                self.place += 1  # search itself knows languages
        elif token.kind == "variable":
            self.outputs.append((f"?{token.text[1:]}", name))
        else:
            raise self._wrong(
                token,
                f"lie search:{name} à une variable, pas à « {token.text[:60]} »",
                f"Écrivez search:{name} ?x, puis filtrez ?x hors du bloc.",
            )

    def _kind(self) -> str:
        return self.block.tokens[self.place].kind

    def _is(self, text: str) -> bool:
        return self.block.tokens[self.place].text == text

    def _take(self, text: str) -> bool:
        is_there = self._is(text)
        # The closing brace stays: there is always a token to look at.
        self.place += is_there and self.place < len(self.block.tokens) - 1
        return is_there

    def _next(self) -> Token:
        token = self.block.tokens[self.place]
        if token.text in ("{", "}"):
            raise self._unexpected()
        self.place += 1
        return token

    def _unexpected(self) -> QuerySyntaxError:
        token = self.block.tokens[self.place]
        return self._wrong(
            token, f"n’attend pas « {token.text[:60]} » à cet endroit", _EXAMPLE
        )

    def _wrong(self, token: Token, what: str, remedy: str) -> QuerySyntaxError:
        line, column = place_of(self.query, token.start)
        return QuerySyntaxError(
            f"le bloc de recherche {what} (ligne {line}, colonne {column})",
            line=line,
            column=column,
            remedy=remedy,
        )
