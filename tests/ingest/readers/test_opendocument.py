"""OpenDocument files: what is seen is kept with its structure, what is hidden never."""

import pytest

from ingest.errors import EncryptedContent, MalformedContent
from ingest.limits import Limits
from ingest.read_text import ReadingRequest, ReadText
from ingest.readers.opendocument.opendocument_odt import read_opendocument
from ontology.structure import BlockKind, LossKind
from tests.ingest.office_files import OPEN_SPACES, archive, open_file, open_text

REQUEST = ReadingRequest("note")
STYLES = (
    '<style:style style:name="cache" style:family="text">'
    '<style:text-properties text:display="none"/></style:style>'
    '<style:style style:name="fils" style:family="paragraph" '
    'style:parent-style-name="cachep"/>'
    '<style:style style:name="cachep" style:family="paragraph">'
    '<style:text-properties text:display="none"/></style:style>'
    '<text:list-style style:name="L1">'
    '<text:list-level-style-number text:level="1" style:num-format="1" '
    'style:num-suffix="." text:start-value="3"/>'
    '<text:list-level-style-number text:level="2" style:num-format="a" '
    'style:num-suffix=")" text:display-levels="2"/></text:list-style>'
    '<text:list-style style:name="L2">'
    '<text:list-level-style-bullet text:level="1" text:bullet-char="–"/>'
    "</text:list-style>"
)


def read(body: str, **options: str) -> ReadText:
    options.setdefault("styles", STYLES)
    return read_opendocument(open_file(body, **options), REQUEST)


def text(found: ReadText) -> str:
    return found.pages[0].text


def p(words: str, style: str = "") -> str:
    return f'<text:p text:style-name="{style}">{words}</text:p>'


def item(*inside: str, start: str = "") -> str:
    stated = f' text:start-value="{start}"' if start else ""
    return f"<text:list-item{stated}>{''.join(inside)}</text:list-item>"


def items(style: str, *inside: str, more: str = "") -> str:
    name = f'text:style-name="{style}"' if style else ""
    return f"<text:list {name} {more}>{''.join(inside)}</text:list>"


def test_items_have_the_numbers_that_are_printed():
    inner = items("", item(p("a")), item(p("b")))
    found = read(
        items("L1", item(p("un"), inner), item(p("deux")))
        + p("Entre deux.")
        + items("L1", item(p("trois")), more='text:continue-numbering="true"')
        + items("L1", item(p("neuf"), start="9"))
        + items("L2", item(p("tiret")))
        + items("", item(p("sans style")))
    )
    assert text(found).replace("\n\n", "\n").split("\n") == [
        "3. un", "3.a) a", "3.b) b", "4. deux", "Entre deux.", "5. trois", "9. neuf",
        "– tiret", "- sans style",
    ]  # fmt: skip
    listed = [b for b in found.pages[0].blocks if b.kind is BlockKind.LIST_ITEM]
    assert [(b.label, b.level) for b in listed[:2]] == [("3.", 1), ("3.a)", 2)]


def test_tables_keep_spans_nesting_and_repeated_cells():
    inner = (
        "<table:table><table:table-row><table:table-cell>"
        + p("dedans")
        + "</table:table-cell></table:table-row></table:table>"
    )
    found = read(
        "<table:table><table:table-header-rows><table:table-row>"
        f'<table:table-cell table:number-columns-spanned="2">{p("Tête")}'
        f"</table:table-cell><table:covered-table-cell/></table:table-row>"
        "</table:table-header-rows><table:table-row><table:table-cell "
        f'table:number-rows-spanned="2">{p("A")}</table:table-cell>'
        f"<table:table-cell>{p('B')}{inner}</table:table-cell></table:table-row>"
        "<table:table-row><table:covered-table-cell/>"
        f"<table:table-cell>{p('C')}</table:table-cell></table:table-row></table:table>"
    )
    assert text(found) == "Tête\nA\tB\ndedans\n\tC"
    cells = [
        (b.row, b.column, b.row_span, b.column_span, b.is_header)
        for b in found.pages[0].blocks
        if b.kind is BlockKind.CELL and b.parent == 0
    ]
    assert cells == [
        (0, 0, 1, 2, True),
        (1, 0, 2, 1, False),
        (1, 1, 1, 1, False),
        (2, 1, 1, 1, False),
    ]


@pytest.mark.parametrize(
    "secret",
    [
        '<text:p><text:span text:style-name="cache">secret</text:span></text:p>',
        p("secret", "fils"),
        '<text:section text:display="none">' + p("secret") + "</text:section>",
        '<text:p><text:hidden-text text:string-value="secret"/></text:p>',
        "<text:tracked-changes><text:changed-region><text:deletion>"
        + p("secret")
        + "</text:deletion></text:changed-region></text:tracked-changes>",
        '<table:table><table:table-row table:visibility="collapse"><table:table-cell>'
        + p("secret")
        + "</table:table-cell></table:table-row></table:table>",
    ],
)
def test_hidden_and_deleted_text_is_counted_and_never_published(secret: str):
    found = read(p("Visible.") + secret)
    assert text(found) == "Visible."
    assert [(x.kind, x.count) for x in found.losses] == [(LossKind.HIDDEN_TEXT, 6)]


def test_comments_are_counted_and_contents_known():
    found = read(
        "<text:p>Un <office:annotation><text:p>à revoir</text:p></office:annotation>"
        "fait.</text:p><text:table-of-content><text:table-of-content-source>"
        f"{p('modèle')}</text:table-of-content-source><text:index-body>"
        f"{p('Contexte 3')}</text:index-body></text:table-of-content>"
    )
    assert text(found) == "Un fait.\n\nContexte 3"
    assert [b.kind for b in found.pages[0].blocks] == [BlockKind.CONTENTS]
    assert [(x.kind, x.count) for x in found.losses] == [(LossKind.COMMENT, 1)]


def test_frames_give_boxes_alternative_texts_and_objects():
    formula = (
        '<math xmlns="http://www.w3.org/1998/Math/MathML"><mfrac><mi>a</mi><mi>b</mi>'
        "</mfrac></math>"
    )
    chart = (
        f"<office:document-content {OPEN_SPACES}><office:body><office:chart>"
        "<chart:chart><chart:title><text:p>Effectifs</text:p></chart:title>"
        "<table:table><table:table-row><table:table-cell><text:p>2022</text:p>"
        "</table:table-cell><table:table-cell><text:p>12</text:p></table:table-cell>"
        "</table:table-row></table:table></chart:chart></office:chart></office:body>"
        "</office:document-content>"
    )
    body = (
        "<text:p>Avant <draw:frame><draw:text-box><text:p>En marge.</text:p>"
        "</draw:text-box></draw:frame></text:p>"
        "<text:p>Soit <draw:frame><draw:object xlink:href='./Object 1'/></draw:frame>."
        "</text:p><text:p><draw:frame><draw:image/><svg:title>Carte</svg:title>"
        "</draw:frame></text:p><text:p><draw:frame><draw:object "
        "xlink:href='./Object 2'/></draw:frame></text:p><text:p><draw:frame>"
        "<draw:object-ole xlink:href='./Object 3'/></draw:frame></text:p>"
    )
    members = open_text(body, styles=STYLES) | {
        "Object 1/content.xml": formula,
        "Object 2/content.xml": chart,
    }
    found = read_opendocument(archive(members), REQUEST)
    assert text(found).split("\n\n") == [
        "Avant", "En marge.", "Soit a/b.", "Carte", "Effectifs", "2022\t12",
    ]  # fmt: skip
    assert [(x.kind, x.count) for x in found.losses] == [(LossKind.EMBEDDED_OBJECT, 1)]


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE office:document-content PUBLIC "-//OpenOffice.org//DTD '
        'OfficeDocument 1.0//EN" "office.dtd">',
        "<!DOCTYPE office:document-content>",
    ],
)
def test_a_doctype_that_declares_nothing_is_no_attack(doctype: str):
    manifest = (
        '<!DOCTYPE m:manifest PUBLIC "x" "Manifest.dtd"><m:manifest xmlns:m="m"/>'
    )
    members = open_text(p("Texte."), doctype=doctype)
    members["META-INF/manifest.xml"] = manifest
    assert text(read_opendocument(archive(members), REQUEST)) == "Texte."


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE a [<!ENTITY b "c">]>',
        '<!DOCTYPE a [<!ENTITY % b SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE a [<!ATTLIST a b CDATA "c">]>',
        f"<!--{' ' * 5000}--><!DOCTYPE a [<!ENTITY b 'c'>]>",
    ],
)
def test_declared_entities_are_refused(doctype: str):
    with pytest.raises(MalformedContent, match="entités"):
        read(p("Texte."), doctype=doctype)


def test_files_of_openoffice_1_are_read():
    old = "http://openoffice.org/2000/"
    content = (
        '<?xml version="1.0"?>'
        '<!DOCTYPE office:document-content PUBLIC "x" "office.dtd">'
        f'<office:document-content xmlns:office="{old}office" xmlns:text="{old}text">'
        '<office:body><text:h text:level="2">Titre</text:h><text:p>Un fait'
        "<text:footnote><text:footnote-citation>1</text:footnote-citation>"
        "<text:footnote-body><text:p>Source.</text:p></text:footnote-body>"
        "</text:footnote>.</text:p></office:body></office:document-content>"
    )
    members = {"mimetype": "application/vnd.sun.xml.writer", "content.xml": content}
    found = read_opendocument(archive(members), REQUEST)
    assert text(found) == "Titre\n\nUn fait[1].\n\n[1] Source."
    assert [(s.title, s.level) for s in found.sections] == [("Titre", 2)]


def test_a_flat_file_is_read():
    flat = (
        f'<office:document {OPEN_SPACES} office:mimetype="application/vnd.oasis.'
        f'opendocument.text"><office:meta><dc:title>Note</dc:title></office:meta>'
        f"<office:body><office:text>{p('Texte.')}</office:text></office:body>"
        "</office:document>"
    )
    found = read_opendocument(flat.encode(), REQUEST)
    assert text(found) == "Texte."
    assert [(f.name, f.value) for f in found.found] == [("title", "Note")]


def test_half_a_file_is_partial_and_says_what_is_broken():
    members = open_text("".join(p(f"Ligne {n}.") for n in range(50)))
    content = str(members["content.xml"])
    members["content.xml"] = content[: len(content) // 2]
    found = read_opendocument(archive(members), REQUEST)
    assert text(found).startswith("Ligne 0.\n\nLigne 1.")
    assert [(x.kind, x.detail) for x in found.losses] == [
        (LossKind.BROKEN_PART, "content.xml (interrompu)")
    ]


def test_a_file_that_is_broken_inside_says_where():
    members = open_text("".join(p(f"Ligne {n}.") for n in range(50)))
    members["content.xml"] = str(members["content.xml"]).replace(
        "Ligne 25", "<Ligne 25"
    )
    found = read_opendocument(archive(members), REQUEST)
    assert "Ligne 24." in text(found)
    assert "%" in found.losses[0].detail


def test_sheets_are_tables_and_hidden_ones_are_not_read():
    empty = '<table:table-cell table:number-columns-repeated="16000"/>'
    sheet = (
        '<table:table table:name="Effectifs"><table:table-row>'
        f"<table:table-cell>{p('Ville')}</table:table-cell><table:table-cell/>"
        f"<table:table-cell>{p('12')}</table:table-cell>{empty}</table:table-row>"
        '<table:table-row table:number-rows-repeated="1048576">'
        f"{empty}</table:table-row></table:table>"
    )
    style = (
        '<style:style style:name="ta2" style:family="table"><style:table-properties '
        'table:display="false"/></style:style>'
    )
    hidden = sheet.replace('"Effectifs"', '"Paie" table:style-name="ta2"')
    found = read(sheet + hidden, kind="spreadsheet", styles=style)
    assert text(found) == "Effectifs\n\nVille\t\t12"
    assert found.losses[0].kind is LossKind.HIDDEN_TEXT


def test_a_presentation_has_a_page_for_each_slide_that_is_shown():
    style = (
        '<style:style style:name="dp2" style:family="drawing-page">'
        '<style:drawing-page-properties presentation:visibility="hidden"/>'
        "</style:style>"
    )

    def slide(title: str, name: str = "") -> str:
        return (
            f'<draw:page draw:style-name="{name}"><draw:frame presentation:class='
            f'"title"><draw:text-box>{p(title)}</draw:text-box></draw:frame><draw:frame>'
            f"<draw:text-box>{p('Corps.')}</draw:text-box></draw:frame>"
            "<presentation:notes><draw:frame presentation:class='notes'>"
            f"<draw:text-box>{p('À dire.')}</draw:text-box></draw:frame>"
            "</presentation:notes></draw:page>"
        )

    found = read(
        slide("Un") + slide("Secret", "dp2") + slide("Deux"),
        kind="presentation",
        styles=style,
    )
    assert [page.text for page in found.pages] == [
        "Un\n\nCorps.\n\nÀ dire.",
        "Deux\n\nCorps.\n\nÀ dire.",
    ]
    assert [(h.title, h.page) for h in found.headings] == [("Un", 0), ("Deux", 1)]
    assert found.is_paged
    assert found.losses[0].kind is LossKind.HIDDEN_TEXT


def test_a_locked_file_is_said_to_be():
    members = open_text(p("x")) | {"META-INF/manifest.xml": "<m><encryption-data/></m>"}
    with pytest.raises(EncryptedContent):
        read_opendocument(archive(members), ReadingRequest("x", Limits()))
