"""Find the files of a folder, always in the same order, and say what each one is.

``find_files`` only looks at names and sizes, so that an unchanged folder of thousands
of files is passed in a moment; ``describe`` reads a file once for its fingerprint and
type. What cannot be used (a broken link, a device, a folder without rights) is found
too, with the reason, so that the report can name it.
"""

import errno
import hashlib
import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from ingest.errors import SourceError
from ingest.limits import Limits
from ingest.sources.ignore_rules import IgnoreRules
from ingest.sources.media_types import HEAD_BYTES, media_type_of
from ingest.sources.published_origin import Published, is_mirror
from ontology.model import Source

__all__ = [
    "FoundFile",
    "describe",
    "find_files",
    "printable_path",
    "require_collection",
]

_PART = re.compile(r"#post-\d+$")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
_COLLECTION = re.compile(r"[\w][\w .-]{0,79}")


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file before it is opened.

    Attributes:
        path: Where it is.
        uri: ``<collection>/<relative path>``, printable, with ``/`` on every system.
        size_bytes: As the file system says.
        mtime_ns: Time of the last change, nanoseconds since 1970.
        problem: Why it cannot be read, in French, or empty.
        is_folder: Whether it stands for a folder that could not be listed.
        published: Where it is published, when the folder is a mirror.
    """

    path: Path
    uri: str
    size_bytes: int = 0
    mtime_ns: int = 0
    problem: str = ""
    is_folder: bool = False
    published: Published | None = None

    @property
    def fingerprint(self) -> str:
        """What is known of the file besides its bytes, for the ledger."""
        return self.published.fingerprint if self.published else ""

    @property
    def document_uri(self) -> str:
        """What a document made of it calls its source: a public address, or ``uri``."""
        return self.published.address if self.published else self.uri


def require_collection(name: str) -> None:
    """Check that a collection may have a name.

    Raises:
        SourceError: If it may not.
    """
    if not _COLLECTION.fullmatch(name):
        raise SourceError(
            f"« {name} » ne peut pas nommer une collection",
            remedy="Utilisez des lettres, des chiffres, des tirets, sans « / ».",
        )


def printable_path(path: Path) -> str:
    """Return a path as text: bytes that are no UTF-8 and controls become ``%XX``.

    Marks that turn the direction of writing are controls too: with them a name reads
    as another one.

    >>> printable_path(Path("a/b.pdf"))
    'a/b.pdf'
    """
    return _printable(path.as_posix())


def _printable(name: str) -> str:
    if name.isascii() and name.isprintable():
        return name
    text = os.fsencode(name).decode("utf-8", "backslashreplace")
    text = re.sub(r"\\x([0-9a-f]{2})", lambda m: f"%{m[1].upper()}", text)
    return _CONTROL.sub(
        lambda m: "".join(f"%{byte:02X}" for byte in m[0].encode()), text
    )


def find_files(
    root: Path, collection: str, *, limits: Limits | None = None
) -> Iterator[FoundFile]:
    """Yield the files under a folder, or the one file given, sorted by path.

    Hidden files and folders and what ``.gtnumignore`` names are left out. Links are
    followed only to places inside the folder, and never twice into the same folder.

    Args:
        root: A folder or a single file.
        collection: Name of the set of sources, the first part of every ``uri``.
        limits: Number of files and depth.

    Raises:
        SourceError: If ``root`` does not exist or cannot be listed, if the collection
            has no usable name, or if there are more files or folders than allowed.
    """
    limits = limits or Limits()
    require_collection(collection)
    try:
        kind = root.stat()
    except OSError as error:
        raise SourceError(
            f"« {root} » ne peut pas être ouvert : {_reason(error)}",
            remedy="Vérifiez le chemin et les droits.",
        ) from error
    if not stat.S_ISDIR(kind.st_mode):
        yield _found(root, f"{collection}/{printable_path(Path(root.name))}", root)
        return
    yield from _Walk(root, collection, limits).run()


class _Walk:
    def __init__(self, root: Path, collection: str, limits: Limits) -> None:
        self._root = root.resolve()
        self._collection = collection
        self._limits = limits
        self._rules = IgnoreRules.of(self._root)
        self._is_mirror = is_mirror(self._root)
        self._visited: set[tuple[int, int]] = set()
        self._count = 0

    def run(self) -> Iterator[FoundFile]:
        try:
            with os.scandir(self._root):
                pass
        except OSError as error:
            raise SourceError(
                f"le dossier « {self._root} » ne peut pas être lu : {_reason(error)}",
                remedy="Vérifiez les droits du dossier.",
            ) from error
        yield from self._folder(self._root, "", 0)

    def _folder(self, folder: Path, within: str, depth: int) -> Iterator[FoundFile]:
        """Yield what a folder holds; ``within`` is its path from the root, with "/"."""
        if depth > self._limits.depth:
            yield self._problem(folder, "dossiers trop profondément imbriqués")
            return
        try:
            where = folder.stat()
            if (where.st_dev, where.st_ino) in self._visited:
                return
            self._visited.add((where.st_dev, where.st_ino))
            with os.scandir(folder) as entries:
                found = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            yield self._problem(folder, f"dossier illisible : {_reason(error)}")
            return
        for entry in found:
            yield from self._entry(entry, folder, within + entry.name, depth)

    def _entry(
        self, entry: os.DirEntry[str], folder: Path, relative: str, depth: int
    ) -> Iterator[FoundFile]:
        is_folder = _is_folder(entry)
        if entry.name.startswith(".") or self._rules.match(
            relative, is_folder=is_folder
        ):
            return
        path = folder / entry.name
        uri = f"{self._collection}/{_printable(relative)}"
        if entry.is_symlink() and not self._stays_inside(path):
            self._tally()
            yield FoundFile(path, uri, problem="lien vers un lieu hors du dossier")
        elif is_folder:
            yield from self._folder(path, f"{relative}/", depth + 1)
        else:
            self._tally()
            found = _found(path, uri, path)
            yield _with_record(found) if self._is_mirror else found

    def _stays_inside(self, path: Path) -> bool:
        try:
            return path.resolve().is_relative_to(self._root)
        except (OSError, RuntimeError):
            # RuntimeError: a loop of links; stat will name it.
            return True

    def _tally(self) -> None:
        self._count += 1
        if self._count > self._limits.files:
            raise SourceError(
                f"le dossier « {self._root} » contient plus de "
                f"{self._limits.files} fichiers",
                remedy="Ajoutez-le par sous-dossiers ou relevez la limite.",
            )

    def _problem(self, folder: Path, problem: str) -> FoundFile:
        uri = f"{self._collection}/{printable_path(folder.relative_to(self._root))}"
        return FoundFile(folder, uri, problem=problem, is_folder=True)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a loop of links; stat will name it
        return False


def _found(path: Path, uri: str, target: Path) -> FoundFile:
    try:
        facts = target.stat()
    except OSError as error:
        return FoundFile(path, uri, problem=_reason(error))
    if not stat.S_ISREG(facts.st_mode):
        return FoundFile(
            path, uri, problem="ce n’est pas un fichier ordinaire (périphérique, tube)"
        )
    return FoundFile(path, uri, facts.st_size, facts.st_mtime_ns)


def _with_record(found: FoundFile) -> FoundFile:
    """Add where a mirrored file is published."""
    try:
        return replace(found, published=Published.beside(found.path))
    except SourceError as error:
        return replace(found, problem=error.message)


def describe(found: FoundFile, *, limits: Limits | None = None) -> Source:
    """Read a file once for its fingerprint and its type.

    A file over the limit is typed by its start and not read to its end: its ``sha256``
    is then that of the part read, which still tells one version from another in
    practice, and its size is always true.

    Raises:
        SourceError: If the file cannot be read.
    """
    limits = limits or Limits()
    digest = hashlib.sha256()
    head, tail, size = b"", b"", 0
    try:
        # O_NONBLOCK: a pipe put in place of the file must not hold us up.
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)
        with os.fdopen(os.open(found.path, flags), "rb") as file:
            while block := file.read(1 << 20):
                head = head or block[:HEAD_BYTES]
                tail = (tail + block)[-1024:]
                size += len(block)
                digest.update(block)
                if size > limits.size_bytes:
                    break
            media_type = media_type_of(head, found.path.name, tail=tail, file=file)
    except OSError as error:
        raise SourceError(
            f"« {found.uri} » ne peut pas être lu : {_reason(error)}",
            remedy="Vérifiez les droits du fichier.",
        ) from error
    return Source(
        uri=found.uri,
        media_type=media_type,
        size_bytes=max(size, found.size_bytes) if size > limits.size_bytes else size,
        sha256=digest.hexdigest(),
    )


def _reason(error: OSError) -> str:
    reasons = {
        errno.ENOENT: "il n’existe pas",
        errno.EACCES: "l’accès est refusé",
        errno.EPERM: "l’accès est refusé",
        errno.ELOOP: "les liens symboliques tournent en rond",
        errno.ENAMETOOLONG: "son nom est trop long",
        errno.EISDIR: "c’est un dossier",
        errno.EIO: "erreur de lecture du disque",
    }
    return reasons.get(error.errno or 0, error.strerror or str(error))
