"""Which groups and waves a document is about, when its title names them.

The title is read as a passage would be, by the same linker. Only certain mentions
count, and only a title that names one group says whose document it is; what stands in
the text stays a mention.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from ingest.ports import Linker
from ontology.model import (
    LINKING_PAGE,
    SOURCE_TITLE,
    DeclaredLink,
    Document,
    EntityKind,
    Passage,
)

__all__ = ["TITLE", "title_links"]

TITLE: Final = "title"
_CERTAIN: Final = 0.9
_PART: Final = re.compile(r"[^:,;()«»–—]{3,}")
_KINDS: Final = (EntityKind.GROUP, EntityKind.WAVE)


def title_links(document: Document, linker: Linker) -> tuple[DeclaredLink, ...]:
    """Return links to the group and the wave that a title names, none declared yet.

    A file that a page links to has those of the title of the page where its own title
    names none; their origin then says so.

    Args:
        document: With its own declared links; a kind declared there is not looked for.
        linker: Knows the names of groups and waves.
    """
    declared = {link.kind for link in document.links}
    own = _named(document, document.title, linker)
    links = list(_links(own, _KINDS, TITLE))
    if page := next(
        (o.printed for o in document.origins if o.name == SOURCE_TITLE), ""
    ):
        handed = _named(document, page, linker)
        kinds = [kind for kind in _KINDS if kind not in own]
        links += _links(handed, kinds, LINKING_PAGE)
    return tuple(link for link in links if link.kind not in declared)


def _named(
    document: Document, title: str, linker: Linker
) -> dict[EntityKind, set[str]]:
    found: dict[EntityKind, set[str]] = {}
    for mention in linker(document, tuple(_parts(document, title))):
        if mention.confidence >= _CERTAIN:
            found.setdefault(mention.kind, set()).add(mention.entity)
    return found


def _links(
    found: Mapping[EntityKind, set[str]], kinds: Iterable[EntityKind], origin: str
) -> Iterator[DeclaredLink]:
    for kind in kinds:
        if len(found.get(kind, ())) == 1:
            yield DeclaredLink(kind, min(found[kind]), origin)


def _parts(document: Document, title: str) -> Iterator[Passage]:
    """Yield the title, then its parts: a production may bear all of it as its name."""
    spans = [(0, len(title)), *(part.span() for part in _PART.finditer(title))]
    for position, (start, end) in enumerate(dict.fromkeys(spans)):
        yield Passage(
            identifier=f"{document.identifier}.{position}",
            document=document.identifier,
            position=position,
            page=1,
            start=start,
            end=end,
            text=title[start:end],
            language=document.language,
        )
