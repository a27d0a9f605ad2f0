"""The shapes of slides: lists, tables, charts, diagrams, and nothing that is hidden."""

from ingest.read_text import ReadingRequest, ReadText
from ingest.readers.slides.powerpoint_pptx import read_presentation
from ontology.structure import BlockKind, LossKind
from tests.ingest.office_files import CHART, A, C, R, archive, package, relations

P = "http://schemas.openxmlformats.org/presentationml/2006/main"
D = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
SPACES = f'xmlns:p="{P}" xmlns:a="{A}" xmlns:r="{R}" xmlns:c="{C}" xmlns:dgm="{D}"'


def shape(*lines: str, about: str = "", tag: str = "sp") -> str:
    body = "".join(lines)
    return (
        f'<p:{tag}><p:nvSpPr><p:cNvPr id="1" name="x" {about}/></p:nvSpPr><p:txBody>'
        f"{body}</p:txBody></p:{tag}>"
    )


def line(text: str, properties: str = "", **attributes: str) -> str:
    stated = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return f"<a:p><a:pPr{stated}>{properties}</a:pPr><a:r><a:t>{text}</a:t></a:r></a:p>"


def frame(inside: str, about: str = "") -> str:
    return (
        f'<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="2" name="y" {about}/>'
        f"</p:nvGraphicFramePr><a:graphic><a:graphicData>{inside}</a:graphicData>"
        "</a:graphic></p:graphicFrame>"
    )


def read(inside: str, names=None, is_converted=False, **parts: str) -> ReadText:
    slide = f"<p:sld {SPACES}><p:cSld><p:spTree>{inside}</p:spTree></p:cSld></p:sld>"
    deck = (
        f"<p:presentation {SPACES}><p:sldIdLst><p:sldId r:id='s'/></p:sldIdLst>"
        "</p:presentation>"
    )
    members = {
        "ppt/presentation.xml": deck,
        "ppt/slides/1.xml": slide,
        "ppt/slides/_rels/1.xml.rels": relations(names or {}),
    }
    shown = {"s": ("slide", "slides/1.xml")}
    content = archive(package("ppt/presentation.xml", members | parts, shown))
    return read_presentation(content, ReadingRequest("x", is_converted=is_converted))


def text(found: ReadText) -> str:
    return found.pages[0].text


def test_paragraphs_have_the_marks_that_they_state():
    number = '<a:buAutoNum type="alphaLcParenR" startAt="2"/>'
    found = read(
        shape(
            line("un", number),
            line("deux", number),
            line("dedans", '<a:buChar char="–"/>', lvl="1"),
            line("trois", number),
            line("simple"),
        )
    )
    assert text(found) == "b) un\nc) deux\n– dedans\nd) trois\nsimple"


def test_tables_keep_their_spans_and_header():
    def cell(words: str, **attributes: str) -> str:
        stated = "".join(f' {name}="{value}"' for name, value in attributes.items())
        return f"<a:tc{stated}><a:txBody>{line(words)}</a:txBody></a:tc>"

    found = read(
        frame(
            '<a:tbl><a:tblPr firstRow="1"/><a:tr>'
            f"{cell('Tête', gridSpan='2')}{cell('', hMerge='1')}</a:tr><a:tr>"
            f"{cell('A')}{cell('B')}</a:tr></a:tbl>"
        )
    )
    assert text(found) == "Tête\nA\tB"
    cells = [b for b in found.pages[0].blocks if b.kind is BlockKind.CELL]
    assert [(b.column_span, b.is_header) for b in cells] == [
        (2, True),
        (1, False),
        (1, False),
    ]


def test_charts_and_diagrams_give_their_words_or_are_counted():
    words = f'<dgm:data xmlns:dgm="{D}" xmlns:a="{A}">{line("Étape")}</dgm:data>'
    inside = (
        frame('<c:chart r:id="c"/>', 'descr="Courbe"')
        + frame('<dgm:relIds r:dm="d"/>')
        + frame('<c:chart r:id="absent"/>')
    )
    names = {"c": ("chart", "c.xml"), "d": ("diagramData", "d.xml")}
    parts = {"ppt/slides/c.xml": CHART, "ppt/slides/d.xml": words}
    found = read(inside, names, **parts)
    assert text(found) == (
        "Courbe\n\nÉlèves par an\n\n\tCollège\n2022\t4.3\n2023\t12\n\nÉtape"
    )
    assert [(x.kind, x.count) for x in found.losses] == [(LossKind.CHART, 1)]


def test_hidden_shapes_and_comments_are_counted_and_file_names_are_no_description():
    inside = (
        shape(line("Vu."), about='descr="photo.jpg"')
        + shape(line("secret"), about='hidden="1"')
        + f"<p:grpSp>{shape(line('Groupé.'))}</p:grpSp>"
    )
    comments = f'<p:cmLst xmlns:p="{P}"><p:cm/><p:cm/></p:cmLst>'
    names = {"k": ("comments", "k.xml")}
    found = read(inside, names, **{"ppt/slides/k.xml": comments})
    assert text(found) == "Vu.\n\nGroupé."
    assert {x.kind: x.count for x in found.losses} == {
        LossKind.COMMENT: 2,
        LossKind.HIDDEN_TEXT: 6,
    }
