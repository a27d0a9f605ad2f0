"""What of a passage is read where its meaning is kept: by the model, by subwords."""

from ontology.model import Passage

__all__ = ["embedded_text"]


def embedded_text(title: str, passage: Passage) -> str:
    """Return what stands for a passage: title of the document, heading, text."""
    return "\n".join((title, *passage.section[-1:], passage.text))
