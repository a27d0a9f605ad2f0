"""Questions about what a library holds, taken from the library itself.

The title of a document asks for its subject. Asked as it is, its own document would
answer word by word, which no question of people gets; so that document, with every copy
of it, is left out, and the question is what the *rest* of the library says of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from graph.ports import Catalogue, DocumentFilter
from ontology.structure import PassageRole
from search_api.works import all_copies

__all__ = ["MOST", "OwnQuestion", "own_questions"]

MOST: Final = 80
_FEWEST_WORDS: Final = 3
_LONGEST_WORDS: Final = 12


@dataclass(frozen=True, slots=True)
class OwnQuestion:
    """A question and the documents that it was taken from.

    Attributes:
        text: The question.
        left_out: These may not answer.
    """

    text: str
    left_out: frozenset[str]


def own_questions(catalogue: Catalogue) -> list[OwnQuestion]:
    """Return at most ``MOST`` questions, from documents spread over the library.

    A document whose title is no more than a word or two is asked for by the beginning
    of its middle passage.

    Raises:
        StoreError: If the graph fails.
    """
    names = _spread(sorted(catalogue.document_identifiers(DocumentFilter())))
    known = catalogue.documents(names)
    asked = (
        (name, _title(known[name].title) or _beginning(catalogue, name))
        for name in names
    )
    return [
        OwnQuestion(text, all_copies([name], catalogue)) for name, text in asked if text
    ]


def _spread(names: Sequence[str]) -> list[str]:
    """Return at most ``MOST`` of many names, at even distances."""
    count = min(MOST, len(names))
    return [names[place * len(names) // count] for place in range(count)]


def _title(title: str) -> str:
    return title if len(title.split()) >= _FEWEST_WORDS else ""


def _beginning(catalogue: Catalogue, document: str) -> str:
    """Return the first words of the middle passage; nothing where there is none."""
    body = [
        passage
        for passage in catalogue.passages_of(document)
        if passage.role is PassageRole.BODY
    ]
    if not body:
        return ""
    return " ".join(body[len(body) // 2].text.split()[:_LONGEST_WORDS])
