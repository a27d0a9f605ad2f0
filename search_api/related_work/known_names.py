"""By what the documents of a generation are known: addresses, numbers, titles."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from graph.ports import DocumentHeading
from ontology.folding import fold_words
from search_api.related_work.work_keys import address_keys, number_key

__all__ = ["FIRST_WORDS", "KnownNames", "Words", "known_names"]

_MOST_ALIKE: Final = 3
"""A title of more documents than that names none of them."""

_BEHIND: Final = re.compile(r"(?<!\s)\s*+\([^()]{1,60}\)\s*+$")

FIRST_WORDS: Final = 3
"""Of titles that begin with « la » a library has thousands; few share three words."""

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KnownNames:
    """What documents are known by.

    Attributes:
        keys: Key of ``work_keys`` → documents.
        titles: Folded words of a title → documents, three at most.
        beginnings: First words of a title, three at most → titles that begin with them,
            the longest first.
    """

    keys: Mapping[str, tuple[str, ...]]
    titles: Mapping[Words, tuple[str, ...]]
    beginnings: Mapping[Words, tuple[Words, ...]]


def known_names(headings: Iterable[DocumentHeading]) -> KnownNames:
    """Read what documents are known by.

    Args:
        headings: Of all documents.
    """
    keys: dict[str, list[str]] = {}
    titles: dict[Words, list[str]] = {}
    for heading in headings:
        own = {f"document:{heading.identifier}", *map(number_key, heading.numbers)}
        if heading.url:
            own.add(next(address_keys(heading.url), ""))
            own |= {key for key in address_keys(heading.url) if key[:4] != "url:"}
        for key in own - {""}:
            keys.setdefault(key, []).append(heading.identifier)
        for title in {heading.title, _BEHIND.sub("", heading.title)}:
            if words := tuple(fold_words(title)):
                titles.setdefault(words, []).append(heading.identifier)
    clear = {w: tuple(own) for w, own in titles.items() if len(own) <= _MOST_ALIKE}
    beginnings: dict[Words, list[Words]] = {}
    for words in sorted(clear, key=len, reverse=True):
        beginnings.setdefault(words[:FIRST_WORDS], []).append(words)
    return KnownNames(
        {key: tuple(own) for key, own in keys.items()},
        clear,
        {words: tuple(own) for words, own in beginnings.items()},
    )
