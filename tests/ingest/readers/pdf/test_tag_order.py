"""The order that the author of a tagged file has laid down is the one that is read."""

import io

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
)
from reportlab.pdfgen.canvas import Canvas

from ingest.read_text import ReadingRequest
from ingest.readers.pdf.engine_chain import read_pdf

LINES = ("Une première ligne du texte.", "Une deuxième ligne.", "Une note en bas.")


def tagged(kinds: str, order: list[int], *, tags: int = 3, more: int = 0) -> bytes:
    """Return a page of lines drawn one after the other, tagged in another order.

    Args:
        kinds: Of the lines: a paragraph or a note.
        order: Of the tags.
        tags: How many lines have one.
        more: Elements of the document that hold nothing on this page.
    """
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=True, pageCompression=0)
    canvas.setFont("Helvetica", 11)
    for at, line in enumerate(LINES):
        canvas.drawString(60, 700 - 40 * at, f"@{at}@{line}")
    canvas.save()
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(buffer.getvalue())))
    page = writer.pages[0]
    before, *parts = page.get_contents().get_data().split(b"BT 1 0")
    marked = [
        b"/P <</MCID %d>> BDC BT 1 0%s EMC " % (at, part.replace(b"@%d@" % at, b""))
        for at, part in enumerate(parts)
    ]
    stream = DecodedStreamObject()
    stream.set_data(before + b"".join(marked))
    page[NameObject("/Contents")] = writer._add_object(stream)
    page[NameObject("/StructParents")] = NumberObject(0)
    root = DictionaryObject({NameObject("/Type"): NameObject("/StructTreeRoot")})
    place = writer._add_object(root)
    elements = {
        at: writer._add_object(
            DictionaryObject(
                {
                    NameObject("/Type"): NameObject("/StructElem"),
                    NameObject("/S"): NameObject("/Note" if kinds[at] == "n" else "/P"),
                    NameObject("/P"): place,
                    NameObject("/Pg"): page.indirect_reference,
                    NameObject("/K"): NumberObject(at),
                }
            )
        )
        for at in range(tags)
    }
    root[NameObject("/K")] = ArrayObject([elements[at] for at in order])
    if more:
        root[NameObject("/K")] = grouped(writer, place, root[NameObject("/K")], more)
    parents = ArrayObject([elements[at] for at in range(tags)])
    root[NameObject("/ParentTree")] = DictionaryObject(
        {NameObject("/Nums"): ArrayObject([NumberObject(0), parents])}
    )
    writer.root_object[NameObject("/StructTreeRoot")] = place
    writer.root_object[NameObject("/MarkInfo")] = DictionaryObject(
        {NameObject("/Marked"): BooleanObject(True)}
    )
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def grouped(writer, root, elements: ArrayObject, more: int) -> ArrayObject:
    """Return one element of the whole document that holds the others."""
    empty = [
        writer._add_object(
            DictionaryObject(
                {NameObject("/S"): NameObject("/P"), NameObject("/P"): root}
            )
        )
        for _ in range(more)
    ]
    group = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/StructElem"),
            NameObject("/S"): NameObject("/Document"),
            NameObject("/P"): root,
            NameObject("/K"): ArrayObject([*empty, *elements]),
        }
    )
    place = writer._add_object(group)
    for element in elements:
        element.get_object()[NameObject("/P")] = place
    return ArrayObject([place])


def read(content: bytes) -> str:
    return read_pdf(content, ReadingRequest("a.pdf")).pages[0].text


def in_order(text: str) -> list[int]:
    return sorted(range(3), key=lambda at: text.index(LINES[at]))


def test_lines_come_in_the_order_of_the_tags():
    assert in_order(read(tagged("ppp", [1, 0, 2]))) == [1, 0, 2]


def test_elements_of_other_pages_do_not_hide_the_order():
    assert in_order(read(tagged("ppp", [1, 0, 2], more=80))) == [1, 0, 2]


def test_notes_come_behind_the_text_that_calls_them():
    assert in_order(read(tagged("pnp", [0, 1, 2]))) == [0, 2, 1]


def test_tags_that_leave_out_much_of_the_page_are_not_followed():
    assert in_order(read(tagged("ppp", [1, 0], tags=2))) == [0, 1, 2]
