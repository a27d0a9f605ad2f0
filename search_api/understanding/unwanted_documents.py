"""Which documents are about what a question does not want, and how much.

« hors lycée »           texts that hold the word: once 0.42, twice 0.59 …
« qui ne parlent d’IA »  the same with the other names of a concept
« sauf les rapports »    documents of the kind: 1
« autres que ÆSON »      documents about the group, as much as they are
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Final

from graph.ports import Catalogue, DocumentFilter
from ontology.folding import fold_name
from ontology.model import Entity
from search_api.identifiers import document_of
from search_api.ports import LexicalIndex
from search_api.understanding import question_cues
from search_api.understanding.question_negations import Unwanted
from search_api.understanding.strength_rules import of_mentions, strongest
from search_api.understanding.synonyms import alternative_names
from search_api.understood import Effect, Found, Understood

__all__ = ["understood_unwanted"]

_MOST_PASSAGES: Final = 1_000


def understood_unwanted(
    unwanted: Unwanted,
    named: Iterable[tuple[Found, Entity]],
    *,
    strengths: Callable[[Found], Mapping[str, float]],
    catalogue: Catalogue,
    words: LexicalIndex,
) -> Understood | None:
    """Return what is not wanted with the documents about it; None where none is.

    Args:
        unwanted: Part of the question.
        named: What it names, with offsets in its text.
        strengths: Documents about something named.
        catalogue: Knows the kinds of documents.
        words: Knows which passages hold words.

    Raises:
        StoreError: If the graph fails.
    """
    meant: list[Mapping[str, float]] = []
    names = [unwanted.text]
    for found, entity in named:
        meant.append(strengths(found))
        typed = unwanted.text[found.start : found.end]
        names += [typed, *alternative_names(found, typed, entity)]
    kinds = tuple(f.identifier for f in question_cues.said_kinds(unwanted.text))
    if kinds:
        of_kind = catalogue.document_identifiers(DocumentFilter(kinds=kinds))
        meant.append(dict.fromkeys(of_kind, 1.0))
    else:
        meant.append(_holding(dict.fromkeys(names), words))
    about = strongest(meant)
    if not about:
        return None
    identifier = fold_name(unwanted.text)
    found = Found("without", identifier, unwanted.start, unwanted.end)
    return Understood(found, unwanted.text, None, Effect.AVOID, strengths=about)


def _holding(names: Collection[str], words: LexicalIndex) -> dict[str, float]:
    """Return the documents whose text holds a name, by how many passages do."""
    passages = {
        hit.passage
        for name in names
        for hit in words.search(f'"{name}"', _MOST_PASSAGES)
    }
    counts = Counter(document_of(passage) for passage in passages)
    return {name: of_mentions(count) for name, count in counts.items()}
