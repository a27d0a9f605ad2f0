"""Values that were typed into the fields of a form: text, behind their label.

pdfium keeps what a field shows out of the text of the page, so nothing comes twice.
"""

import ctypes
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import pypdfium2
import pypdfium2.raw as pdfium

from ingest.readers.pdf.glyphs import Box
from ingest.readers.pdf.lines import Line

__all__ = ["has_unread_form", "read_fields", "with_fields"]

_MOST_FIELDS = 1_000
_LONGEST_VALUE = 20_000
_BUTTONS = (pdfium.FPDF_FORMFIELD_CHECKBOX, pdfium.FPDF_FORMFIELD_RADIOBUTTON)
_TEXTS = (
    pdfium.FPDF_FORMFIELD_TEXTFIELD,
    pdfium.FPDF_FORMFIELD_COMBOBOX,
    pdfium.FPDF_FORMFIELD_LISTBOX,
)
_FAR = 200.0
"""Points between the end of a label and its field."""

_TICKED = "☒"
Field = tuple[Box, str, str]
"""Where it stands, its name for people, its value."""


def has_unread_form(document: pypdfium2.PdfDocument) -> bool:
    """Whether the form is XFA, whose values are no fields of the pages."""
    return bool(document.get_formtype() == pdfium.FORMTYPE_XFA_FULL)


def read_fields(
    form: pypdfium2.PdfFormEnv | None, page: pypdfium2.PdfPage
) -> list[Field]:
    """Return the fields of a page that hold a value, in the order of the file.

    Args:
        form: Of the document, None where it has none.
        page: Opened after the form.
    """
    if form is None:
        return []
    count = min(pdfium.FPDFPage_GetAnnotCount(page.raw), _MOST_FIELDS)
    fields: list[Field] = []
    for index in range(count):
        with _annotation(page, index) as annotation:
            found = _field(form, annotation) if annotation else None
            if found:
                fields.append(found)
    return fields


@contextmanager
def _annotation(
    page: pypdfium2.PdfPage, index: int
) -> Iterator[pdfium.FPDF_ANNOTATION | None]:
    annotation = pdfium.FPDFPage_GetAnnot(page.raw, index)
    try:
        yield annotation or None
    finally:
        if annotation:
            pdfium.FPDFPage_CloseAnnot(annotation)


def _field(
    form: pypdfium2.PdfFormEnv, annotation: pdfium.FPDF_ANNOTATION
) -> Field | None:
    kind = pdfium.FPDFAnnot_GetFormFieldType(form.raw, annotation)
    if kind in _BUTTONS:
        is_set = pdfium.FPDFAnnot_IsChecked(form.raw, annotation)
        value = _TICKED if is_set else ""
    elif kind in _TEXTS:
        value = _text(pdfium.FPDFAnnot_GetFormFieldValue, form, annotation)
    else:
        return None
    rectangle = pdfium.FS_RECTF()
    if not value or not pdfium.FPDFAnnot_GetRect(annotation, ctypes.byref(rectangle)):
        return None
    name = _text(pdfium.FPDFAnnot_GetFormFieldAlternateName, form, annotation) or _text(
        pdfium.FPDFAnnot_GetFormFieldName, form, annotation
    )
    box = Box(rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)
    return box, name, value


def _text(
    ask: Callable[..., int],
    form: pypdfium2.PdfFormEnv,
    annotation: pdfium.FPDF_ANNOTATION,
) -> str:
    """Return what pdfium answers in UTF-16, white space collapsed."""
    size = ask(form.raw, annotation, None, 0)
    if not 2 < size <= 2 * _LONGEST_VALUE:
        return ""
    buffer = ctypes.create_string_buffer(size)
    pointer = ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort))
    ask(form.raw, annotation, pointer, size)
    said = buffer.raw[:size].decode("utf-16-le", "replace").rstrip("\0")
    return " ".join(said.split())


def with_fields(lines: Sequence[Line], fields: Sequence[Field]) -> list[Line]:
    """Return the lines with each value behind the label printed beside its field.

    A field without a label beside it gets a line of its own, with its name, where it
    stands on the page.
    """
    result = list(lines)
    for box, name, value in fields:
        at = _label(result, box)
        if at is not None:
            label = result[at]
            blank = " " if label.text else ""
            result[at] = label._replace(
                text=f"{label.text}{blank}{value}", right=box.right, is_field=True
            )
            continue
        size = min(12.0, max(box.top - box.bottom, 1.0))
        text = f"{name} : {value}" if name else value
        own = Line(text, box.left, box.right, box.bottom, size, is_field=True)
        result.insert(_place(result, box), own)
    return result


def _label(lines: Sequence[Line], box: Box) -> int | None:
    """Return the nearest line that ends left of a field, at its height."""
    beside = [
        (box.left - line.right, at)
        for at, line in enumerate(lines)
        if not line.cells
        and box.bottom - 0.5 * line.size <= line.y <= box.top
        and -2.0 <= box.left - line.right <= _FAR
    ]
    return min(beside)[1] if beside else None


def _place(lines: Sequence[Line], box: Box) -> int:
    """Return where a line of that height belongs: behind the last one above it."""
    above = [at for at, line in enumerate(lines) if line.y > box.bottom]
    return above[-1] + 1 if above else 0
