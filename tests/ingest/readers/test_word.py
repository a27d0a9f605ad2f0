"""Word documents: what is seen is kept with its structure, what is hidden never is."""

import pytest

from ingest.errors import TooLarge
from ingest.limits import Limits
from ingest.read_text import ReadingRequest, ReadText
from ingest.readers.word.word_docx import read_word
from ontology.structure import Block, BlockKind, LossKind
from tests.ingest.office_files import (
    CHART,
    WORD_SPACES,
    archive,
    line,
    members,
    package,
    word,
)

REQUEST = ReadingRequest("note")
LIST = '<w:numPr><w:ilvl w:val="{}"/><w:numId w:val="{}"/></w:numPr>'


def read(body: str, parts=None, names=None) -> ReadText:
    return read_word(word(body, parts, names), REQUEST)


def text(found: ReadText) -> str:
    return found.pages[0].text


def lost(found: ReadText) -> dict[LossKind, int]:
    return {loss.kind: loss.count for loss in found.losses}


def said(found: ReadText, kind: BlockKind) -> list[str]:
    page = found.pages[0]
    return [page.text[b.start : b.end] for b in page.blocks if b.kind is kind]


def cells(found: ReadText) -> list[Block]:
    return [b for b in found.pages[0].blocks if b.kind is BlockKind.CELL]


def cell(inside: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"


def row(*inside: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(inside)}</w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def test_a_nested_table_is_written_once_inside_its_cell():
    inner = table(row(cell(line("C1")), cell(line("C2"))))
    found = read(table(row(cell(line("A")), cell(line("B") + inner + line("")))))
    assert text(found) == "A\tB\nC1\tC2"
    outer, nested = (
        i for i, b in enumerate(found.pages[0].blocks) if b.kind is BlockKind.TABLE
    )
    parents = [b.parent for b in cells(found)]
    assert parents == [outer, outer, nested, nested]
    assert found.pages[0].blocks[nested].parent == 2


def test_cells_state_their_spans_and_header_rows():
    found = read(
        table(
            row(
                cell(line("Académie"), '<w:vMerge w:val="restart"/>'),
                cell(line("Classes"), '<w:gridSpan w:val="2"/>'),
                properties="<w:tblHeader/>",
            ),
            row(cell(line(""), "<w:vMerge/>"), cell(line("6e")), cell(line("5e"))),
            row(cell(line("Lille")), cell(line("3")), cell(line("4"))),
        )
    )
    assert text(found) == "Académie\tClasses\n\t6e\t5e\nLille\t3\t4"
    places = [
        (b.row, b.column, b.row_span, b.column_span, b.is_header) for b in cells(found)
    ]
    assert places[:4] == [
        (0, 0, 2, 1, True),
        (0, 1, 1, 2, True),
        (1, 1, 1, 1, False),
        (1, 2, 1, 1, False),
    ]


def test_content_controls_are_kept_at_every_level():
    def control(inside: str) -> str:
        return f"<w:sdt><w:sdtContent>{inside}</w:sdtContent></w:sdt>"

    inline = control("<w:r><w:t>dans la ligne</w:t></w:r>")
    body = control(line("bloc")) + f"<w:p>{inline}</w:p>"
    body += table(control(row(cell(line("rangée")), control(cell(line("case"))))))
    assert text(read(body)) == "bloc\n\ndans la ligne\n\nrangée\tcase"


@pytest.mark.parametrize(
    "secret",
    [
        line("secret", run="<w:vanish/>"),
        line("secret", run="<w:webHidden/>"),
        line("secret", '<w:pStyle w:val="Cache"/>'),
        line("secret", run='<w:rStyle w:val="CacheFils"/>'),
        "<w:p><w:del><w:r><w:delText>secret</w:delText></w:r></w:del></w:p>",
        "<w:p><w:moveFrom><w:r><w:t>secret</w:t></w:r></w:moveFrom></w:p>",
        f"<w:del>{line('secret')}</w:del>",
        table(row(cell(line("secret")), properties='<w:del w:id="1"/>')),
        table(row(cell(line("secret")), properties="<w:hidden/>")),
        table(row(cell(line("secret"), '<w:cellDel w:id="1"/>'))),
    ],
)
def test_hidden_and_deleted_text_is_counted_and_never_published(secret: str):
    styles = (
        '<w:style w:styleId="Cache" w:type="paragraph"><w:rPr><w:vanish/></w:rPr>'
        '</w:style><w:style w:styleId="CacheFils"><w:basedOn w:val="Cache"/></w:style>'
    )
    found = read(line("Visible.") + secret, {"styles.xml": styles})
    assert text(found) == "Visible."
    assert lost(found) == {LossKind.HIDDEN_TEXT: 6}


def test_what_a_run_shows_again_is_shown():
    styles = '<w:style w:styleId="Cache"><w:rPr><w:vanish/></w:rPr></w:style>'
    shown = line("montré", '<w:pStyle w:val="Cache"/>', '<w:vanish w:val="0"/>')
    assert text(read(shown, {"styles.xml": styles})) == "montré"


def test_a_paragraph_whose_end_was_deleted_goes_on_in_the_next():
    body = line("Début ", "<w:rPr><w:del/></w:rPr>") + line("et fin.")
    assert text(read(body)) == "Début et fin."


LEVELS = (
    '<w:abstractNum w:abstractNumId="0">'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/>'
    '<w:lvlText w:val="%1."/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/>'
    '<w:lvlText w:val="%1.%2)"/></w:lvl></w:abstractNum>'
    '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/>'
    '<w:lvlText w:val="\uf0b7"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
    '<w:startOverride w:val="5"/></w:lvlOverride></w:num>'
)


def test_items_have_the_numbers_that_are_printed():
    places = ((0, 1), (1, 1), (1, 1), (0, 1), (1, 1), (0, 2), (0, 3), (0, 1))
    body = "".join(line(f"n{n}", LIST.format(*place)) for n, place in enumerate(places))
    found = read(body, {"numbering.xml": LEVELS})
    assert text(found).split("\n") == [
        "I. n0", "I.a) n1", "I.b) n2", "II. n3", "II.a) n4", "• n5", "V. n6", "VI. n7",
    ]  # fmt: skip
    items = [b for b in found.pages[0].blocks if b.kind is BlockKind.LIST_ITEM]
    assert [(b.label, b.level) for b in items[:2]] == [("I.", 1), ("I.a)", 2)]


def test_items_that_are_gone_are_not_counted():
    styles = '<w:style w:styleId="Cache"><w:rPr><w:vanish/></w:rPr></w:style>'
    item = LIST.format(0, 1)
    body = (
        line("un", item)
        + line("secret", f'<w:pStyle w:val="Cache"/>{item}')
        + f"<w:p><w:pPr>{item}<w:rPr><w:moveFrom/></w:rPr></w:pPr><w:moveFrom><w:r>"
        "<w:t>secret</w:t></w:r></w:moveFrom></w:p>"
        + line("secret", f"{item}<w:rPr><w:vanish/></w:rPr>", "<w:vanish/>")
        + line("deux", item)
    )
    found = read(body, {"numbering.xml": LEVELS, "styles.xml": styles})
    assert text(found) == "I. un\nII. deux"


def test_headings_and_items_are_numbered_by_their_style():
    styles = (
        '<w:style w:styleId="T1"><w:name w:val="heading 1"/><w:pPr><w:numPr>'
        '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="P"><w:name w:val="List"/><w:pPr><w:numPr>'
        '<w:numId w:val="2"/></w:numPr></w:pPr></w:style>'
    )
    body = (
        line("Contexte", '<w:pStyle w:val="T1"/>')
        + line("point", '<w:pStyle w:val="P"/>')
        + line("sans", '<w:pStyle w:val="P"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    )
    found = read(body, {"styles.xml": styles, "numbering.xml": LEVELS})
    assert text(found) == "I. Contexte\n• point\n\nsans"
    assert [s.title for s in found.sections] == ["I. Contexte"]


def test_notes_have_calls_and_stand_behind_the_text_as_blocks():
    body = (
        '<w:p><w:r><w:t>Un fait</w:t><w:footnoteReference w:id="2"/></w:r>'
        '<w:r><w:t> et sa fin</w:t><w:endnoteReference w:id="3"/></w:r></w:p>'
    )
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r>"
    found = read(
        body,
        {
            "footnotes.xml": f'<w:footnote w:id="2"><w:p><w:r><w:t>Sa source.</w:t>'
            f"</w:r>{hidden}</w:p></w:footnote>",
            "endnotes.xml": f'<w:endnote w:id="3">{line("Sa suite.")}</w:endnote>',
        },
    )
    assert text(found) == "Un fait[1] et sa fin[2]\n\n[1] Sa source.\n\n[2] Sa suite."
    notes = [b for b in found.pages[0].blocks if b.kind is BlockKind.NOTE]
    assert [b.label for b in notes] == ["1", "2"]
    assert lost(found) == {LossKind.HIDDEN_TEXT: 6}


def test_alternative_texts_captions_and_formulae_are_blocks():
    picture = (
        '<w:p><w:r><w:drawing><wp:inline><wp:docPr id="1" name="Image 1" '
        'descr="Carte des académies"/></wp:inline></w:drawing></w:r></w:p>'
    )
    formula = (
        "<w:p><m:oMathPara><m:oMath><m:r><m:t>x=</m:t></m:r><m:f><m:num><m:r><m:t>a+b"
        "</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath>"
        "</m:oMathPara></w:p>"
    )
    styles = '<w:style w:styleId="L"><w:name w:val="caption"/></w:style>'
    caption = line("Figure 1", '<w:pStyle w:val="L"/>')
    found = read(picture + caption + formula, {"styles.xml": styles})
    assert said(found, BlockKind.ALTERNATIVE_TEXT) == ["Carte des académies"]
    assert said(found, BlockKind.CAPTION) == ["Figure 1"]
    assert said(found, BlockKind.FORMULA) == ["x=(a+b)/2"]


def drawing(inside: str) -> str:
    return (
        '<w:p><w:r><w:drawing><wp:inline><wp:docPr id="1" name="x"/><a:graphic>'
        f"<a:graphicData>{inside}</a:graphicData></a:graphic></wp:inline></w:drawing>"
        "</w:r></w:p>"
    )


def test_a_chart_gives_its_texts_as_a_table_or_is_counted():
    body = drawing('<c:chart r:id="c1"/>')
    names = {"c1": ("chart", "charts/chart1.xml")}
    found = read(body, {"charts/chart1.xml": CHART}, names)
    assert text(found) == "Élèves par an\n\n\tCollège\n2022\t4.3\n2023\t12"
    assert found.losses == ()
    missing = read(line("Texte.") + body, None, names)
    assert lost(missing)[LossKind.CHART] == 1
    assert lost(missing)[LossKind.BROKEN_PART] == 1


def test_text_boxes_stand_behind_their_paragraph_once():
    box = "<w:txbxContent>" + line("En marge.") + "</w:txbxContent>"
    body = (
        "<w:p><w:r><w:t>Avec boîte</w:t><mc:AlternateContent><mc:Choice><w:drawing>"
        f"{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict>"
        "</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    assert text(read(body)) == "Avec boîte\n\nEn marge."


def test_comments_objects_and_running_heads_are_counted():
    body = line("Texte.") + (
        '<w:p><w:r><w:object><o:OLEObject ProgID="Excel.Sheet.12"/></w:object></w:r>'
        "</w:p>"
    )
    found = read(
        body,
        {
            "comments.xml": f'<w:comment w:id="1">{line("à revoir")}</w:comment>',
            "header1.xml": line("Rapport GTnum"),
        },
        {"h": ("header", "header1.xml")},
    )
    assert text(found) == "Texte."
    assert found.pages[0].furniture == ("Rapport GTnum",)
    assert lost(found) == {LossKind.EMBEDDED_OBJECT: 1, LossKind.COMMENT: 1}
    assert found.losses[0].detail == "Excel.Sheet.12"


def test_contents_and_bibliography_are_known_as_such():
    styles = (
        '<w:style w:styleId="TM1"><w:name w:val="toc 1"/></w:style>'
        '<w:style w:styleId="B"><w:name w:val="Bibliography"/></w:style>'
    )
    body = (
        line("Contexte 3", '<w:pStyle w:val="TM1"/>')
        + line("Suite 4", '<w:pStyle w:val="TM1"/>')
        + line("Le corps.")
        + line("Lenoir, 2023.", '<w:pStyle w:val="B"/>')
    )
    found = read(body, {"styles.xml": styles})
    assert said(found, BlockKind.CONTENTS) == ["Contexte 3\n\nSuite 4"]
    assert said(found, BlockKind.BIBLIOGRAPHY) == ["Lenoir, 2023."]


def test_forms_symbols_and_ruby_are_text():
    body = (
        '<w:p><w:r><w:fldChar><w:ffData><w:ddList><w:result w:val="1"/>'
        '<w:listEntry w:val="non"/><w:listEntry w:val="oui"/></w:ddList></w:ffData>'
        '</w:fldChar></w:r><w:r><w:t xml:space="preserve"> </w:t>'
        '<w:sym w:font="Wingdings" w:char="F0FC"/></w:r></w:p>'
    )
    assert text(read(body)) == "oui ✓"


def test_pages_that_are_taken_in_are_read():
    body = line("Avant.") + '<w:altChunk r:id="p"/><w:altChunk r:id="q"/>'
    names = {"p": ("aFChunk", "page.html"), "q": ("aFChunk", "autre.bin")}
    parts = {"page.html": "<?html?><html><body><p>Dedans.</p></body></html>"}
    found = read(body, parts, names)
    assert text(found) == "Avant.\n\nDedans."
    assert lost(found)[LossKind.EMBEDDED_OBJECT] == 1


def test_a_document_that_breaks_off_gives_what_stands_before():
    broken = f"<w:document {WORD_SPACES}><w:body>{line('Premier.')}<w:p><w:r><w:t>Sec"
    cut = archive(package("word/document.xml", {"word/document.xml": broken}, {}))
    found = read_word(cut, REQUEST)
    assert text(found).startswith("Premier.")
    assert [(x.kind, x.detail) for x in found.losses] == [
        (LossKind.BROKEN_PART, "word/document.xml (interrompu)")
    ]


def test_depth_is_counted_not_dropped_in_silence():
    inner = line("au fond")
    for _ in range(60):
        inner = table(row(cell(inner)))
    found = read(line("Dessus.") + inner)
    assert text(found) == "Dessus."
    assert lost(found) == {LossKind.DEPTH: 1}


def test_characters_are_limited_in_cells_too():
    body = table(row(cell(line("x" * 50)), cell(line("y" * 50))))
    with pytest.raises(TooLarge):
        read_word(word(body), ReadingRequest("x", Limits(characters=60)))


def test_the_strict_kind_is_read_as_the_usual_one():
    content = word(line("Texte.") + table(row(cell(line("A")), cell(line("B")))))
    strict = {
        name: one.replace(
            "http://schemas.openxmlformats.org/wordprocessingml/2006/",
            "http://purl.oclc.org/ooxml/wordprocessingml/",
        ).replace(
            "http://schemas.openxmlformats.org/officeDocument/2006/",
            "http://purl.oclc.org/ooxml/officeDocument/",
        )
        for name, one in members(content).items()
    }
    assert text(read_word(archive(strict), REQUEST)) == "Texte.\n\nA\tB"
