"""Workbooks give each sheet as a table, and nothing of what is hidden."""

import pytest

from ingest.errors import NoText
from ingest.read_text import ReadingRequest, ReadText
from ingest.readers.sheets.excel_xlsx import read_workbook
from ontology.structure import BlockKind, LossKind
from tests.ingest.office_files import CHART, A, C, R, archive, package, relations

S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRINGS = (
    f'<sst xmlns="{S}"><si><t>Ville</t></si><si><r><t>Clas</t></r><r><t>ses</t></r>'
    "<rPh><t>lu</t></rPh></si></sst>"
)
STYLES = (
    f'<styleSheet xmlns="{S}"><numFmts><numFmt numFmtId="170" '
    'formatCode="[$-40C]d\\ mmmm\\ yyyy"/><numFmt numFmtId="171" '
    'formatCode="#,##0.00\\ &quot;jours&quot;"/></numFmts><cellXfs>'
    '<xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/><xf numFmtId="9"/>'
    '<xf numFmtId="171"/><xf numFmtId="22"/></cellXfs></styleSheet>'
)


def sheet(rows: str, more: str = "") -> str:
    return (
        f'<worksheet xmlns="{S}" xmlns:r="{R}">{more}<sheetData>{rows}</sheetData>'
        "</worksheet>"
    )


def book(*sheets: str, states: tuple[str, ...] = (), **parts: str) -> bytes:
    known = (*states, *["visible"] * len(sheets))
    listed = "".join(
        f'<sheet name="Feuille{n}" r:id="s{n}" state="{known[n]}"/>'
        for n in range(len(sheets))
    )
    workbook = (
        f'<workbook xmlns="{S}" xmlns:r="{R}"><sheets>{listed}</sheets></workbook>'
    )
    names = {f"s{n}": ("worksheet", f"sheets/{n}.xml") for n in range(len(sheets))}
    names |= {"t": ("sharedStrings", "strings.xml"), "y": ("styles", "styles.xml")}
    members = {"xl/workbook.xml": workbook, "xl/strings.xml": STRINGS}
    members["xl/styles.xml"] = STYLES
    members |= {f"xl/sheets/{n}.xml": one for n, one in enumerate(sheets)}
    return archive(package("xl/workbook.xml", members | parts, names))


def read(content: bytes) -> ReadText:
    return read_workbook(content, ReadingRequest("classeur"))


def value(place: str, text: str, **attributes: str) -> str:
    stated = "".join(f' {name}="{said}"' for name, said in attributes.items())
    return f'<c r="{place}"{stated}><v>{text}</v></c>'


def test_cells_show_what_people_see():
    cells = (
        value("A1", "0", t="s") + value("B1", "1", t="s") + value("D1", "0.25", s="3")
    )
    dates = value("A2", "45363", s="1") + value("B2", "45363.5", s="2")
    dates += value("C2", "45363.75", s="5") + value("D2", "12.5", s="4")
    found = read(book(sheet(f'<row r="1">{cells}</row><row r="3">{dates}</row>')))
    assert found.pages[0].text == (
        "Feuille0\n\nVille\tClasses\t\t25 %\n"
        "12/03/2024\t12/03/2024\t12/03/2024 18:00:00\t12.5"
    )
    rows = {b.row for b in found.pages[0].blocks if b.kind is BlockKind.CELL}
    assert rows == {0, 2}


def test_merged_cells_state_their_spans():
    merged = '<mergeCells><mergeCell ref="A1:B2"/></mergeCells>'
    rows = (
        f'<row r="1">{value("A1", "Tout", t="str")}{value("C1", "1")}</row>'
        f'<row r="2">{value("C2", "2")}</row>'
    )
    found = read(book(sheet(rows).replace("</sheetData>", f"</sheetData>{merged}")))
    cells = [b for b in found.pages[0].blocks if b.kind is BlockKind.CELL]
    places = [(b.row, b.column, b.row_span, b.column_span) for b in cells]
    assert places == [(0, 0, 2, 2), (0, 2, 1, 1), (1, 2, 1, 1)]


def test_hidden_sheets_rows_and_columns_are_counted_and_not_read():
    secret = value("A1", "secret", t="str")
    shown = (
        f'<row r="2">{value("A2", "vu", t="str")}{value("B2", "caché", t="str")}</row>'
    )
    columns = '<cols><col min="2" max="2" hidden="1"/></cols>'
    first = sheet(f'<row r="1" hidden="1">{secret}</row>{shown}', columns)
    second = sheet(f'<row r="1">{secret}</row>')
    found = read(book(first, second, states=("visible", "veryHidden")))
    assert found.pages[0].text == "Feuille0\n\nvu"
    assert [(x.kind, x.count) for x in found.losses] == [(LossKind.HIDDEN_TEXT, 17)]


def test_charts_and_boxes_stand_behind_their_sheet_and_comments_are_counted():
    spreadsheet = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
    drawing = (
        f'<xdr:wsDr xmlns:xdr="{spreadsheet}" xmlns:a="{A}" xmlns:c="{C}" '
        f'xmlns:r="{R}"><xdr:sp><xdr:txBody><a:p><a:r><a:t>Une boîte.</a:t></a:r></a:p>'
        '</xdr:txBody></xdr:sp><c:chart r:id="c"/></xdr:wsDr>'
    )
    parts = {
        "xl/sheets/_rels/0.xml.rels": relations(
            {"d": ("drawing", "../d.xml"), "n": ("comments", "../n.xml")}
        ),
        "xl/d.xml": drawing,
        "xl/_rels/d.xml.rels": relations({"c": ("chart", "c.xml")}),
        "xl/c.xml": CHART,
        "xl/n.xml": f'<comments xmlns="{S}"><comment><text/></comment></comments>',
    }
    objects = 2 * '<oleObject progId="Word.Document.12" shapeId="7"/>'
    found = read(book(sheet("", f"<oleObjects>{objects}</oleObjects>"), **parts))
    assert found.pages[0].text == (
        "Feuille0\n\nUne boîte.\n\nÉlèves par an\n\n\tCollège\n2022\t4.3\n2023\t12"
    )
    assert [(x.kind, x.count) for x in found.losses] == [
        (LossKind.EMBEDDED_OBJECT, 1),
        (LossKind.COMMENT, 1),
    ]


def test_a_far_cell_and_many_cells_stay_within_bounds():
    far = f'<row r="1048576">{value("XFD1048576", "loin", t="str")}</row>'
    assert "loin" in read(book(sheet(far))).pages[0].text
    rows = "".join(
        f'<row r="{n}">{value(f"CVA{n}", str(n))}</row>' for n in range(1, 80)
    )
    found = read(book(sheet(rows)))
    assert found.pages[0].text.rstrip().endswith("79")
    assert len(found.pages[0].blocks) < 110_000


def test_an_empty_workbook_has_no_text():
    with pytest.raises(NoText):
        read(book(sheet("")))
