"""A border around libraries that parse hostile files: whatever they raise has a name.

A parser of foreign files raises what its author did not foresee: a ``struct.error``
in a font, an ``UnboundLocalError`` in a broken table. Inside the block stands nothing
but calls of that one library, so an unforeseen exception is its failure and costs
only what it was asked for, never what another engine has read.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from ingest.errors import MalformedContent, ReadingError
from ingest.soft_deadline import SoftDeadline

__all__ = ["ForeignFailure", "foreign_code"]


class ForeignFailure(MalformedContent):
    """A library failed on the file; the cause is what it raised."""


@contextmanager
def foreign_code(library: str) -> Iterator[None]:
    """Run calls of one library.

    Args:
        library: Its name, for the message.

    Raises:
        ForeignFailure: For whatever the library raises, but for deadlines and errors
            of our own, which pass.
    """
    try:
        yield
    except (ReadingError, SoftDeadline):
        raise
    except Exception as error:  # the one border where any exception is foreign
        name = type(error).__name__
        raise ForeignFailure(f"{library} a échoué ({name})") from error
