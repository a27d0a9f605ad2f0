"""Front matter: the YAML block at the head of a note, as fields and declared links.

Ours (see the starter corpus) and that of common site generators (``author``,
``description``, ``layout``). Unknown keys with simple values are kept as printed. What
a sheet describes stands in a block of its own, see ``described_block``.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import yaml
from frontmatter.default_handlers import YAMLHandler

from ingest.read_text import Found
from ingest.readers.described_block import described_things
from ontology.described import Described, DescribedKind
from ontology.model import DeclaredLink, EntityKind

__all__ = ["FrontMatter", "split_front_matter"]

ORIGIN = "front matter"
_LARGEST = 64 * 1024
_MOST_VALUES = 500

_FIELDS = {
    "id": "identifier",
    "identifier": "identifier",
    "title": "title",
    "titre": "title",
    "kind": "kind",
    "type": "kind",
    "layout": "kind",
    "date": "date",
    "lang": "language",
    "language": "language",
    "locale": "language",
    "author": "authors",
    "authors": "authors",
    "auteur": "authors",
    "auteurs": "authors",
    "publisher": "publisher",
    "url": "url",
    "canonical": "url",
    "canonical_url": "url",
    "doi": "doi",
    "handle": "handle",
    "hal": "hal_id",
    "hal_id": "hal_id",
    "license": "licence",
    "licence": "licence",
    "abstract": "abstract",
    "résumé": "abstract",
    "description": "abstract",
    "summary": "abstract",
    "abstract_fr": "abstract",
    "abstract_en": "abstract",
    "abstract_es": "abstract",
}
_LINKS = {
    "group": EntityKind.GROUP,
    "groups": EntityKind.GROUP,
    "wave": EntityKind.WAVE,
    "labs": EntityKind.LAB,
    "lab": EntityKind.LAB,
    "institutions": EntityKind.INSTITUTION,
    "academies": EntityKind.ACADEMY,
    "académies": EntityKind.ACADEMY,
    "regions": EntityKind.REGION,
    "services": EntityKind.SERVICE,
    "people": EntityKind.PERSON,
    "themes": EntityKind.THEME,
    "theme": EntityKind.THEME,
    "concepts": EntityKind.CONCEPT,
    "production": EntityKind.PRODUCTION,
    "productions": EntityKind.PRODUCTION,
}
_ABSTRACT_LANGUAGES = {"abstract_fr": "fr", "abstract_en": "en", "abstract_es": "es"}
_DESCRIBES = "describes"
_READ = {*_FIELDS, *_LINKS, _DESCRIBES}
_DESCRIBED = {
    DescribedKind.PRODUCTION: EntityKind.PRODUCTION,
    DescribedKind.CALL: EntityKind.PRODUCTION,
    DescribedKind.GROUP: EntityKind.GROUP,
    DescribedKind.THEME: EntityKind.THEME,
    DescribedKind.WAVE: EntityKind.WAVE,
}


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The head of a note, read.

    Attributes:
        body: The text behind it, or the whole text when there is none.
        found: Fields, as printed.
        links: What the note declares about itself.
        describes: What it only describes, dates as printed.
        problem: Why the block could not be read, in French, or empty.
    """

    body: str
    found: tuple[Found, ...] = ()
    links: tuple[DeclaredLink, ...] = ()
    describes: tuple[Described, ...] = ()
    problem: str = ""


def split_front_matter(text: str) -> FrontMatter:
    """Read the YAML block at the head of a text.

    A block that is no YAML stays part of the body, so that nothing is lost, and is
    named in ``problem``.
    """
    handler = YAMLHandler()
    if not text.startswith("---"):
        return FrontMatter(text)
    try:
        block, body = handler.split(text)
    except ValueError:
        # Three hyphens and no end: a rule of Markdown.
        return FrontMatter(text)
    if len(block) > _LARGEST:
        return FrontMatter(
            text, problem="en-tête YAML de plus de 64 Kio, non interprété"
        )
    try:
        values = handler.load(block)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        line = getattr(getattr(error, "problem_mark", None), "line", None)
        where = f" (ligne {line + 1})" if line is not None else ""
        return FrontMatter(text, problem=f"en-tête YAML mal formé{where}")
    if values is None:
        return FrontMatter(body)
    if not isinstance(values, Mapping):
        return FrontMatter(text)
    stated = _get(values, _DESCRIBES)
    things, problem = ((), "") if stated is None else described_things(stated)
    links = (*_links(values), *_described_links(things))
    return FrontMatter(
        body, tuple(_fields(values)), tuple(dict.fromkeys(links)), things, problem
    )


def _fields(values: Mapping[Any, Any]) -> Iterator[Found]:
    # Our own order of keys decides between two names of one field.
    for key, name in _FIELDS.items():
        stated = _get(values, key)
        if name == "abstract":
            yield from _abstracts(key, stated)
            continue
        for value in _printed(stated):
            yield Found(name, value, ORIGIN)
    for key, value in values.items():
        if str(key).casefold() not in _READ:
            joined = " ; ".join(_printed(value))
            if joined:
                yield Found(str(key)[:80], joined, ORIGIN)


def _links(values: Mapping[Any, Any]) -> Iterator[DeclaredLink]:
    for key, kind in _LINKS.items():
        for value in _printed(_get(values, key)):
            yield DeclaredLink(kind, value, ORIGIN)


def _abstracts(key: str, stated: object) -> Iterator[Found]:
    """Yield abstracts: one, or one for each language (``abstract: {fr: …, en: …}``)."""
    if isinstance(stated, Mapping):
        by_language = {str(code): value for code, value in stated.items()}
    else:
        by_language = {_ABSTRACT_LANGUAGES.get(key, ""): stated}
    for code, value in by_language.items():
        yield from (Found("abstract", one, ORIGIN, code) for one in _printed(value))


def _described_links(things: Iterable[Described]) -> Iterator[DeclaredLink]:
    """Yield links to what is described: a sheet is about it."""
    for thing in things:
        kind = _DESCRIBED.get(thing.kind)
        if kind is not None and thing.target is not None:
            yield DeclaredLink(kind, thing.target, ORIGIN)


def _get(values: Mapping[Any, Any], key: str) -> object:
    for name, value in values.items():
        if str(name).casefold() == key:
            return value
    return None


def _printed(value: object) -> list[str]:
    """Return simple values as text; what is nested deeper than a list is left out."""
    items = value if isinstance(value, list) else [value]
    return [text for item in items[:_MOST_VALUES] if (text := _scalar(item))]


def _scalar(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, str | int | float):
        return " ".join(str(value).split())
    if isinstance(value, Mapping) and isinstance(value.get("name"), str):
        # authors: [{name: …, email: …}]; an address is personal data.
        return " ".join(value["name"].split())
    return ""
