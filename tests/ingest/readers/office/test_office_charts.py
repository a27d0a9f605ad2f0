"""Charts of office files: a table of what they were drawn from, and every label."""

from ingest.limits import Limits
from ingest.readers.block_text import BlockText
from ingest.readers.office.office_charts import write_chart, write_table
from ingest.readers.office.office_package import OfficePackage
from ontology.structure import BlockKind
from tests.ingest.office_files import A, C, archive, relations

C15 = "http://schemas.microsoft.com/office/drawing/2012/chart"
CX = "http://schemas.microsoft.com/office/drawing/2014/chartex"


def points(*pairs):
    return "".join(f"<c:pt idx='{at}'><c:v>{v}</c:v></c:pt>" for at, v in pairs)


def chart(inside, name="c:chartSpace", more=()):
    blocks = BlockText(10**6)
    spaces = f"xmlns:c='{C}' xmlns:a='{A}' xmlns:c15='{C15}' xmlns:cx='{CX}'"
    members = {"c.xml": f"<{name} {spaces}>{inside}</{name}>", **dict(more)}
    package = OfficePackage(archive(members), Limits())
    return write_chart(package, "c.xml", blocks), blocks.text()


def test_a_chart_is_a_table_of_its_points():
    first = (
        f"<c:ser><c:tx><c:v>A</c:v></c:tx><c:cat>{points((0, 'x'), (2, 'z'))}</c:cat>"
    )
    second = f"<c:val>{points((0, '1'), ('q', '9'))}</c:val></c:ser>"
    third = f"<c:ser><c:cat>{points((0, 'x'))}</c:cat><c:yVal>{points((1, '5'))}"
    made = chart(f"{first}{second}{third}</c:yVal></c:ser>")
    assert made == (True, "\tA\t\nx\t1\t\n\t\t5\nz\t\t")
    assert chart("") == (False, "")
    nested = f"<c:ser><c:cat>{points((0, 'bas'), (0, 'haut'))}</c:cat></c:ser>"
    assert chart(nested) == (True, "haut bas")
    titles = "<a:p><a:r><a:t>T</a:t></a:r></a:p><c:title><c:v> U </c:v></c:title>"
    assert chart(titles) == (True, "T\nU")


def test_a_chart_has_200_series_and_10000_points():
    series = "".join(
        f"<c:ser><c:val>{points((0, n))}</c:val></c:ser>" for n in range(201)
    )
    whole, text = chart(series)
    assert (whole, text.split("\t")[-1]) == (False, "199")
    many = points(*((n, n) for n in range(10_001)))
    whole, text = chart(f"<c:ser><c:val>{many}</c:val></c:ser>")
    assert (whole, text.split("\n")[-1]) == (False, "\t9999")


def test_series_with_points_of_their_own_begin_a_table():
    def cloud(label, *pairs):
        where = points(*((at, x) for at, (x, _) in enumerate(pairs)))
        values = points(*((at, y) for at, (_, y) in enumerate(pairs)))
        return (
            f"<c:ser><c:tx><c:v>{label}</c:v></c:tx><c:xVal>{where}</c:xVal>"
            f"<c:yVal>{values}</c:yVal></c:ser>"
        )

    both = cloud("Lycées", (1, 10), (2, 20)) + cloud("Collèges", (7, 70))
    assert chart(both) == (True, "\tLycées\n1\t10\n2\t20\n\n\tCollèges\n7\t70")


def test_labels_from_cells_trend_lines_and_boxes_on_a_chart_are_read():
    inside = (
        "<c:ser><c:trendline><c:name>Tendance</c:name></c:trendline>"
        f"<c:cat>{points((0, 'mars'))}</c:cat><c:val>{points((0, '4'))}</c:val>"
        "<c:extLst><c15:datalabelsRange><c15:dlblRangeCache>"
        f"{points((0, 'record'))}</c15:dlblRangeCache></c15:datalabelsRange>"
        "</c:extLst></c:ser>"
    )
    box = f"<x xmlns:a='{A}'><a:p><a:r><a:t>Source : rectorat</a:t></a:r></a:p></x>"
    rels = relations({"u": ("chartUserShapes", "u.xml")})
    more = {"_rels/c.xml.rels": rels, "u.xml": box}
    text = "Tendance\n\nmars\t4\trecord\nSource : rectorat"
    assert chart(inside, more=more) == (True, text)


def test_a_chart_of_2014_is_a_table_of_its_points():
    inside = (
        "<cx:chartData><cx:data id='0'><cx:strDim><cx:lvl><cx:pt idx='0'>Lyon</cx:pt>"
        "<cx:pt idx='1'>Dijon</cx:pt></cx:lvl></cx:strDim><cx:numDim><cx:lvl>"
        "<cx:pt idx='0'>12</cx:pt><cx:pt idx='1'>5</cx:pt></cx:lvl></cx:numDim>"
        "</cx:data></cx:chartData><cx:chart><cx:series><cx:tx><cx:txData>"
        "<cx:v>Classes</cx:v></cx:txData></cx:tx><cx:dataId val='0'/></cx:series>"
        "</cx:chart>"
    )
    made = chart(inside, name="cx:chartSpace")
    assert made == (True, "\tClasses\nLyon\t12\nDijon\t5")


def test_the_first_row_and_column_of_a_written_table_name_the_others():
    for rows, headers in (
        ([["a", "b"], ["c", "d"]], [1, 1, 1, 0]),
        ([["a", "b"]], [0, 0]),
    ):
        blocks = BlockText(100)
        write_table(rows, blocks)
        made = [b.is_header for b in blocks.blocks if b.kind is BlockKind.CELL]
        assert made == list(map(bool, headers))
