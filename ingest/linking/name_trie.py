"""All names that linking looks for, in one trie over word keys.

Reading a text costs one dictionary look-up per word and a few more where a name may
begin: the time does not depend on the number of labels. Each end of a path holds the
*forms* that are written with these words; several entities may share one.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from ingest.linking.word_keys import BREAK, Words, bare, cut
from ontology.model import Entity, EntityKind

__all__ = ["Form", "Hit", "Method", "Reference", "Trie", "is_acronym", "label_forms"]

Reference = tuple[EntityKind, str]
"""What identifies an entity: its kind and its identifier."""

_LONGEST_NAME: Final = 64
_LONG_ENOUGH: Final = 4
_TRAILER = re.compile(r"(?:(?<!\s)\s+)?[(\[][^()\[\]]*[)\]]\s*$")
_PART = re.compile(r"(?<!\s)\s+[–—:]\s+|\.\s+(?=[A-ZÀ-Ý])")
_NUMBERED = re.compile(r"Université .+ \d+")
_NUMBER_ALONE = re.compile(r"(?i)GT[\s\xa0]?num\s*\d+")
_SINGLE = re.compile(r"#?[\w@]+(?:[-_][\w]+)*")


class Method(StrEnum):
    """How a mention was found; stands in ``Mention.method``."""

    LABEL = "label"
    ACRONYM = "acronym"
    HASHTAG = "hashtag"
    NUMBER = "number"
    NAME = "name"
    INITIALS = "initials"
    SURNAME = "surname"
    TERRITORY = "territory"
    LIST = "list"
    YEARS = "years"
    TITLE = "title"
    IDENTIFIER = "identifier"


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write the name of an entity.

    Attributes:
        reference: The entity.
        text: The form as a person would write it.
        method: How a mention by this form was found.
        is_exact: Whether the case must be the one of ``text``.
        is_derived: Whether we made it from a label, instead of reading it.
    """

    reference: Reference
    text: str
    method: Method
    is_exact: bool = False
    is_derived: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """Words ``first`` to ``last``, both included, that read like these forms."""

    first: int
    last: int
    forms: tuple[Form, ...]


class _Node:
    __slots__ = ("children", "forms")

    def __init__(self) -> None:
        self.children: dict[str, _Node] = {}
        self.forms: tuple[Form, ...] = ()


class Trie:
    """Finds forms in the words of a text.

    Args:
        forms: What to find; the order does not matter.
    """

    def __init__(self, forms: Iterable[Form]) -> None:
        self._roots: dict[str, _Node] = {}
        for form in forms:
            self._add(form)

    def _add(self, form: Form) -> None:
        keys = cut(form.text).keys
        if not keys or len(keys) > _LONGEST_NAME:
            return
        for variant in {keys, tuple(key for key in keys if key != BREAK)}:
            node = self._roots.setdefault(variant[0], _Node())
            for key in variant[1:]:
                node = node.children.setdefault(key, _Node())
            if form not in node.forms:
                node.forms += (form,)

    def hits(self, words: Words) -> Iterator[Hit]:
        """Yield every place where a form is written, also inside of another one."""
        roots, keys = self._roots, words.keys
        for first, key in enumerate(keys):
            node = roots.get(key)
            if node is None:
                continue
            last = first
            while True:
                if node.forms:
                    yield Hit(first, last, node.forms)
                last += 1
                following = node.children.get(keys[last]) if last < len(keys) else None
                if following is None:
                    break
                node = following

    def longest(self, words: Words, first: int) -> Hit | None:
        """Return the longest form that begins at a word, or None."""
        best, last = None, first
        children = self._roots
        while last < len(words.keys):
            node = children.get(words.keys[last])
            if node is None:
                break
            if node.forms:
                best = Hit(first, last, node.forms)
            children, last = node.children, last + 1
        return best


def is_acronym(label: str) -> bool:
    """Tell whether a label is one word held together by its capitals.

    >>> [is_acronym(name) for name in ("IMS", "FoReLLIS", "xAPI", "LS2N", "IA_EO")]
    [True, True, True, True, True]
    >>> [is_acronym(name) for name in ("Forges", "portfolio", "GIS 2IF", "e-sport")]
    [False, False, False, False]
    """
    name = label.removeprefix("#")
    capitals = sum(sign.isupper() for sign in name)
    return _SINGLE.fullmatch(label) is not None and (
        capitals > 1 or (capitals == 1 and name[0].islower())
    )


def _is_proper_word(label: str) -> bool:
    """Tell whether a label is one word with a capital: Forges, Paragraphe, Pix."""
    return _SINGLE.fullmatch(label) is not None and label[:1].isupper()


def label_forms(entity: Entity) -> Iterator[Form]:
    """Yield the forms that the labels of an entity give.

    Acronyms and one-word names keep their case. Long titles are also found without
    what stands in brackets behind them and by their first part alone.
    """
    reference = (entity.kind, entity.identifier)
    titles = entity.kind in {EntityKind.PRODUCTION, EntityKind.THEME, EntityKind.GROUP}
    for label in entity.labels:
        text = label.text.strip()
        if label.language == "" or is_acronym(text):
            yield Form(reference, text, Method.ACRONYM, is_exact=" " not in text)
            continue
        exact = entity.kind is not EntityKind.CONCEPT and _is_proper_word(text)
        method = Method.TITLE if titles and " " in text else Method.LABEL
        yield Form(reference, text, method, is_exact=exact)
        yield from _shortened(reference, text, method)
        if entity.kind is EntityKind.INSTITUTION and _NUMBERED.fullmatch(text):
            yield Form(reference, text.partition(" ")[2], method, is_derived=True)


def _shortened(reference: Reference, text: str, method: Method) -> Iterator[Form]:
    plain = _TRAILER.sub("", text)
    if plain and plain != text and not _NUMBER_ALONE.fullmatch(plain):
        exact = _SINGLE.fullmatch(plain) is not None
        yield Form(reference, plain, method, is_exact=exact, is_derived=True)
    parts = _PART.split(plain)
    if len(parts) < 2 or method is not Method.TITLE:
        return
    # A part behind the first is a name of its own only for a group: the acronym of
    # DEFI stands for the second half of its title.
    for part in parts if reference[0] is EntityKind.GROUP else parts[:1]:
        words = [key for key in cut(part).keys if key != BREAK]
        if len(words) >= _LONG_ENOUGH and not bare(part).lower().startswith("gtnum"):
            yield Form(reference, part, method, is_derived=True)
