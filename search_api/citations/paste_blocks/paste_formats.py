"""The forms in which chosen references are pasted: name, media type, writer."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from search_api.citations.paste_blocks.chosen_references import ChosenReference
from search_api.citations.paste_blocks.html_blocks import (
    footnotes,
    gutenberg,
    html_list,
)
from search_api.citations.paste_blocks.markdown_blocks import (
    markdown_footnotes,
    markdown_list,
    plain_list,
)

__all__ = ["PASTE_FORMATS", "PasteFormat", "PasteFormatName"]


class PasteFormatName(StrEnum):
    """The values of ``format``."""

    GUTENBERG = "gutenberg"
    HTML = "html"
    MARKDOWN = "markdown"
    FOOTNOTES = "footnotes"
    MARKDOWN_FOOTNOTES = "markdown-footnotes"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class PasteFormat:
    """A form of chosen references.

    Attributes:
        name: Value of ``format``.
        media_type: As it is sent; always UTF-8.
        title: What people call it.
        advice: Where it is pasted, in French.
        write: From references, the style and the number of the first note.
    """

    name: PasteFormatName
    media_type: str
    title: str
    advice: str
    write: Callable[[Sequence[ChosenReference], str, int], str]


_Unnumbered = Callable[[Sequence[ChosenReference], str], str]


def _unnumbered(
    write: _Unnumbered,
) -> Callable[[Sequence[ChosenReference], str, int], str]:
    return lambda chosen, style, _first: write(chosen, style)


_FORMATS = (
    PasteFormat(
        PasteFormatName.GUTENBERG,
        "text/html",
        "Blocs WordPress",
        "À coller dans l’éditeur de blocs (WordPress, Hypothèses), tel quel.",
        _unnumbered(gutenberg),
    ),
    PasteFormat(
        PasteFormatName.HTML,
        "text/html",
        "HTML",
        "À coller dans l’onglet « Code » de l’éditeur classique, ou dans un bloc HTML.",
        _unnumbered(html_list),
    ),
    PasteFormat(
        PasteFormatName.FOOTNOTES,
        "text/html",
        "Notes de bas de page (HTML)",
        "Placez chaque citation dans le texte, et la liste des notes à la fin.",
        footnotes,
    ),
    PasteFormat(
        PasteFormatName.MARKDOWN,
        "text/markdown",
        "Markdown",
        "Pour un éditeur ou un dépôt en Markdown.",
        _unnumbered(markdown_list),
    ),
    PasteFormat(
        PasteFormatName.MARKDOWN_FOOTNOTES,
        "text/markdown",
        "Notes de bas de page (Markdown)",
        "Placez chaque citation dans le texte ; les notes vont à la fin.",
        markdown_footnotes,
    ),
    PasteFormat(
        PasteFormatName.TEXT,
        "text/plain",
        "Texte",
        "Pour un courriel ou un traitement de texte.",
        _unnumbered(plain_list),
    ),
)

PASTE_FORMATS: Final[Mapping[PasteFormatName, PasteFormat]] = MappingProxyType(
    {each.name: each for each in _FORMATS}
)
"""In the order in which pages offer them."""
