"""Office formats of before 2007 (DOC, XLS, PPT): by LibreOffice or by kreuzberg.

Where LibreOffice is installed it makes files of today, which our own readers read: they
know what is hidden or deleted and keep structure. Else kreuzberg reads them, an extra
(``office``) because it is a large binary: it gives text and the cells of sheets. The
codes of fields that Word keeps in its text and the prompts of masters are taken out
again; that hidden text cannot be told there is said in the report.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from importlib import import_module
from io import BytesIO
from typing import Any, Final

from ingest.errors import (
    EncryptedContent,
    MalformedContent,
    NoText,
    ReadingError,
    UnsupportedContent,
)
from ingest.read_text import Found, ReadingRequest, ReadPage, ReadText
from ingest.readers.block_text import BlockText
from ingest.readers.office.libreoffice import converted
from ingest.readers.office.office_archive import RESAVE
from ingest.readers.office.office_charts import write_table
from ingest.readers.pdf.author_names import split_authors
from ingest.sources.media_types import HEAD_BYTES, media_type_of
from ingest.sources.office_types import DOC, PPT, XLS

__all__ = ["read_old_office", "refuse_encrypted"]

_INSTALL: Final = "python -m pip install 'kreuzberg>=4.10,<5'"
_MISSING = (
    f"Installez LibreOffice ou le complément « office » ({_INSTALL}), ou enregistrez "
    "le document en DOCX, XLSX, PPTX ou PDF."
)
_TODAY: Final[Mapping[str, tuple[str, str, str, str]]] = {
    DOC: ("doc", "docx", "word.word_docx", "read_word"),
    XLS: ("xls", "xlsx", "sheets.excel_xlsx", "read_workbook"),
    PPT: ("ppt", "pptx", "slides.powerpoint_pptx", "read_presentation"),
}
"""Ending, ending of today, and who reads that."""

_SHARE_OF_TIME = 0.75
_UNCHECKED = {
    DOC: "format ancien : texte masqué ou supprimé impossible à reconnaître",
    PPT: "format ancien : diapositives masquées impossibles à reconnaître",
}
_FIELD_CODES = re.compile(
    r"""[ ]?\b(?:HYPERLINK(?:[ ]\\[lnmot])*[ ]+"[^"\n]*"(?:[ ]\\[a-z](?:[ ]"[^"\n]*")?)*
    |PAGEREF[ ]+\S+(?:[ ]\\[hp])*
    |(?:SEQ|STYLEREF)[ ]+"?\w+"?(?:[ ]\\\*?[ ]?\w+)*[ ]
    |REF[ ]+_\w+(?:[ ]\\[a-z*]+(?:[ ]MERGEFORMAT)?)*
    |TOC(?:[ ]\\[a-z](?:[ ]"[^"\n]*")?)+
    |EMBED[ ]+[\w.]+(?:[ ]\\[a-z])*
    |MERGEFIELD[ ]+\S+(?:[ ]\\\*[ ]MERGEFORMAT)?
    |(?:INCLUDEPICTURE|INCLUDETEXT)[ ]+"[^"\n]*"(?:[ ]\\[^\s]+)*)[ ]?""",
    re.VERBOSE,
)
_PROMPTS = frozenset(
    {
        "Click to edit Master title style", "Click to edit Master text styles",
        "Click to edit Master subtitle style", "Second level", "Third level",
        "Fourth level", "Fifth level",
        "Cliquez pour modifier le style du titre",
        "Cliquez pour modifier les styles du texte du masque",
        "Modifiez le style du titre", "Modifiez les styles du texte du masque",
        "Deuxième niveau", "Troisième niveau", "Quatrième niveau", "Cinquième niveau",
    }
)  # fmt: skip


def refuse_encrypted(_content: bytes, _request: ReadingRequest) -> ReadText:
    """Say that an office file is locked by a password.

    Raises:
        EncryptedContent: Always.
    """
    raise EncryptedContent(
        "ce document demande un mot de passe",
        remedy="Enregistrez-en une copie sans mot de passe.",
    )


def read_old_office(content: bytes, request: ReadingRequest) -> ReadText:
    """Read a document of an old format.

    Raises:
        EncryptedContent: If a password is needed.
        MalformedContent: If the library does not understand the file.
        NoText: If it holds no text.
        TooLarge: If it has too many characters.
        UnsupportedContent: If neither library nor LibreOffice is installed.
    """
    media_type = media_type_of(
        content[:HEAD_BYTES], request.name, tail=content[-1024:], file=BytesIO(content)
    )
    read = _by_libreoffice(content, media_type, request)
    return read or _by_library(content, media_type, request)


def _by_libreoffice(
    content: bytes, media_type: str, request: ReadingRequest
) -> ReadText | None:
    """Return what LibreOffice makes of a file, None where it makes nothing."""
    if not request.options.soffice or media_type not in _TODAY:
        return None
    ending, wanted, module, name = _TODAY[media_type]
    request.alive()
    made = converted(
        content,
        ending=ending,
        wanted=wanted,
        soffice=request.options.soffice,
        seconds=request.limits.wall_seconds * _SHARE_OF_TIME,
    )
    if made is None:
        return None
    request.alive()
    read = getattr(import_module(f"ingest.readers.{module}"), name)
    try:
        result: ReadText = read(made, replace(request, is_converted=True))
    except MalformedContent:
        return None
    return result


def _by_library(content: bytes, media_type: str, request: ReadingRequest) -> ReadText:
    extracted = _extract(content, media_type)
    blocks = BlockText(request.limits.characters)
    _write(extracted, media_type, blocks)
    text = blocks.text()
    if not text:
        raise NoText("aucun texte dans ce document")
    doubt = _UNCHECKED.get(media_type)
    return ReadText(
        pages=(ReadPage(text, "kreuzberg", blocks=tuple(blocks.blocks)),),
        is_final=True,
        found=tuple(_found(extracted.metadata)),
        sections=tuple(blocks.sections),
        notes=(doubt,) if doubt else (),
    )


def _extract(content: bytes, media_type: str) -> Any:  # noqa: ANN401 - of a library without types that is not always there
    try:
        library = import_module("kreuzberg")
    except ImportError as error:
        raise UnsupportedContent(
            f"les fichiers {media_type} demandent un complément", remedy=_MISSING
        ) from error
    settings = library.ExtractionConfig(
        use_cache=False, enable_quality_processing=False, disable_ocr=True
    )
    try:
        return library.extract_bytes_sync(content, media_type, settings)
    except library.KreuzbergError as error:
        raise _typed(str(error)) from error


def _typed(message: str) -> ReadingError:
    if re.search(r"password|encrypt", message, re.IGNORECASE):
        return EncryptedContent(
            "ce document demande un mot de passe",
            remedy="Enregistrez-en une copie sans mot de passe.",
        )
    return MalformedContent("ce document ancien ne peut pas être lu", remedy=RESAVE)


def _write(extracted: Any, media_type: str, blocks: BlockText) -> None:  # noqa: ANN401
    names = extracted.metadata.get("sheet_names")
    if names:
        for table in extracted.tables:
            page = table.page_number
            blocks.add_heading(names[page - 1] if 0 < page <= len(names) else "", 1)
            write_table([list(row) for row in table.cells], blocks)
        return
    for paragraph in _paragraphs(extracted.content, media_type):
        blocks.add(paragraph)


def _paragraphs(content: str, media_type: str) -> Iterator[str]:
    if media_type == DOC:
        content = _FIELD_CODES.sub(" ", content)
    for paragraph in content.replace("\r", "\n").split("\n\n"):
        if media_type != PPT or paragraph.strip() not in _PROMPTS:
            yield paragraph


def _found(metadata: Any) -> Iterator[Found]:  # noqa: ANN401
    for name, key in (
        ("title", "title"),
        ("authors", "authors"),
        ("date", "created_at"),
        ("date", "modified_at"),
        ("subject", "subject"),
    ):
        stated = metadata.get(key) or ""
        for value in [stated] if isinstance(stated, str) else stated:
            for part in split_authors(name, value):
                if part.strip():
                    yield Found(name, part.strip(), "OLE")
