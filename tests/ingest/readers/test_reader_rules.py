"""Rules that readers share, and small ones of their own, where they begin and end."""

import io
import re
import zipfile
from email.message import EmailMessage

import pytest
from lxml import etree

from ingest.errors import (
    EncryptedContent,
    MalformedContent,
    NoText,
    TooLarge,
)
from ingest.limits import Limits
from ingest.read_text import LanguageSpan, ReadingRequest
from ingest.readers import READERS, accepted_endings
from ingest.readers.block_text import BlockText
from ingest.readers.email_message import read_mail, read_message
from ingest.readers.front_matter import split_front_matter
from ingest.readers.markdown import read_markdown
from ingest.readers.notebook_posts import abstracts_in, mark_abstracts, navigation_end
from ingest.readers.oai_dc import public_address, record_fields
from ingest.readers.office.list_numbers import bullet, written
from ingest.readers.office.office_archive import (
    OfficeArchive,
    local_name,
    nothing_read,
)
from ingest.readers.office.office_charts import plain_number
from ingest.readers.office.office_math import formula_text
from ingest.readers.office.office_package import OfficePackage
from ingest.readers.opendocument.opendocument_odt import read_opendocument
from ingest.readers.plain_text import read_text
from ingest.readers.rtf.rich_text_rtf import read_rtf
from ingest.readers.rtf.rtf_tokens import TokenKind, decoded, tokens
from ingest.readers.sheets.excel_values import CellValues, S
from ingest.readers.word.word_docx import read_word
from ingest.sources.media_types import OAI_DC
from ingest.sources.office_types import DOC, ENCRYPTED_OFFICE, PPT, XLS
from ontology.model import Section
from ontology.structure import BlockKind, Loss, LossKind
from tests.ingest.office_files import (
    archive,
    line,
    open_file,
    relations,
    word,
)

REQUEST = ReadingRequest("x")


@pytest.mark.parametrize(
    ("number", "form", "text"),
    [
        (26, "a", "z"),
        (27, "a", "aa"),
        (260, "a", "z" * 10),
        (261, "a", "261"),
        (2, "A", "B"),
        (3_999, "i", "mmmcmxcix"),
        (4_000, "i", "4000"),
        (9, "I", "IX"),
        (9, "01", "09"),
        (10, "01", "10"),
        (1, "1er", "1er"),
        (2, "1er", "2e"),
        (0, "a", "0"),
        (0, "", ""),
        (5, "inconnu", "5"),
    ],
)
def test_numbers_of_lists_have_forms(number, form, text):
    assert written(number, form) == text


@pytest.mark.parametrize(
    ("sign", "shown"),
    [("\ue000", "•"), ("\uf8ff", "•"), ("\udfff", "\udfff"), ("o", "◦"), (" - ", "-")],
)
def test_bullets_of_fonts_of_symbols_can_be_read(sign, shown):
    assert bullet(sign) == shown


def math(inside):
    space = "http://schemas.openxmlformats.org/officeDocument/2006/math"
    return formula_text(
        etree.fromstring(f'<m:oMath xmlns:m="{space}">{inside}</m:oMath>')
    )


def run(text):
    return f"<m:r><m:t>{text}</m:t></m:r>"


def part(name, text):
    return f"<m:{name}>{run(text)}</m:{name}>"


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        (f"<m:f>{part('num', 'a+b')}{part('den', 'c')}</m:f>", "(a+b)/c"),
        (f"<m:f>{part('num', 'ab')}{part('den', '12')}</m:f>", "ab/12"),
        (f"<m:sSup>{part('e', 'x')}{part('sup', '2')}</m:sSup>", "x^2"),
        (f"<m:sSubSup>{part('e', 'x')}{part('sub', 'i')}{part('sup', 'n-1')}"
         "</m:sSubSup>", "x_i^(n-1)"),
        (f"<m:sSubSup>{part('e', 'x')}{part('sub', '')}{part('sup', '2')}</m:sSubSup>",
         "x^2"),
        (f"<m:sPre>{part('sub', 'a')}{part('sup', 'b')}{part('e', 'X')}</m:sPre>",
         "_a^bX"),
        (f"<m:rad><m:radPr/><m:deg/>{part('e', 'x')}</m:rad>", "√(x)"),
        (f"<m:rad>{part('deg', '3')}{part('e', 'x')}</m:rad>", "3√(x)"),
        (f"<m:nary>{part('sub', '1')}{part('sup', 'n')}{part('e', 'k')}</m:nary>",
         "∫_1^n k"),
        (f"<m:nary><m:naryPr><m:chr m:val='∑'/></m:naryPr>{part('sub', '')}"
         f"{part('sup', '')}{part('e', 'k')}</m:nary>", "∑ k"),
        (f"<m:d>{part('e', 'a')}{part('e', 'b')}</m:d>", "(a|b)"),
        (f"<m:d><m:dPr><m:begChr m:val='['/><m:endChr m:val=']'/><m:sepChr m:val=';'/>"
         f"</m:dPr>{part('e', 'a')}{part('e', 'b')}</m:d>", "[a;b]"),
        (f"<m:func>{part('fName', 'sin')}{part('e', 'x')}</m:func>", "sin x"),
        (f"<m:m><m:mPr/><m:mr>{part('e', 'a')}{part('e', 'b')}</m:mr><m:mr>"
         f"{part('e', 'c')}</m:mr></m:m>", "[a, b ; c]"),
        (f"<m:eqArr>{part('e', 'a')}{part('e', '')}{part('e', 'b')}</m:eqArr>",
         "a ; b"),
        (f"<m:acc>{part('e', 'x')}</m:acc>", "x\u0302"),
        ("", ""),
    ],
)  # fmt: skip
def test_formulae_of_word_are_a_line(inside, text):
    assert math(inside) == text


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ("<mi>x</mi><mo>=</mo><mn>2</mn>", "x = 2"),
        ("<mi>x</mi><mo>-</mo><mn>2</mn>", "x-2"),
        ("<mroot><mi>x</mi><mn>3</mn></mroot>", "3√(x)"),
        ("<msqrt><mi>x</mi></msqrt>", "√(x)"),
        ("<mi>a</mi><mspace/><mi>b</mi>", "a b"),
        ("<semantics><mi>x</mi><annotation>y</annotation></semantics>", "x"),
        ("<msup><mi>x</mi></msup>", "x"),
    ],
)
def test_formulae_of_open_documents_are_a_line(inside, text):
    assert formula_text(etree.fromstring(f"<math>{inside}</math>")) == text


def values(*styles, own=(), strings="", is_1904=False):
    numbers = "".join(
        f'<numFmt numFmtId="{at}" formatCode="{code}"/>' for at, code in own
    )
    used = "".join(f'<xf numFmtId="{one}"/>' for one in styles)
    root = etree.fromstring(
        f'<s xmlns="{S[1:-1]}"><numFmts>{numbers}</numFmts>'
        f"<cellXfs>{used}</cellXfs></s>"
    )
    shared = etree.fromstring(f'<sst xmlns="{S[1:-1]}">{strings}</sst>')
    return CellValues(shared, root, is_1904=is_1904)


def cell(value="", **attributes):
    stated = " ".join(f'{name}="{said}"' for name, said in attributes.items())
    inside = f"<v>{value}</v>" if value else ""
    return etree.fromstring(f'<c xmlns="{S[1:-1]}" {stated}>{inside}</c>')


@pytest.mark.parametrize(
    ("code", "value", "shown"),
    [
        ("0", "45363", "45363"),
        ("14", "45363", "12/03/2024"),
        ("14", "0", "30/12/1899"),
        ("14", "-1", "-1"),
        ("14", "2958465", "31/12/9999"),
        ("14", "2958466", "2958466"),
        ("20", "0.5", "12:00:00"),
        ("22", "45363.25", "12/03/2024 06:00:00"),
        ("9", "0.255", "25,5 %"),
        ("10", "1", "100 %"),
        ("14", "texte", "texte"),
        ("999", "45363", "45363"),
    ],
)
def test_numbers_show_what_their_format_says(code, value, shown):
    assert values("0", code).of(cell(value, s="1")) == shown


@pytest.mark.parametrize(
    ("form", "shown"),
    [
        ("yyyy", "12/03/2024"),
        ("mmm", "12/03/2024"),
        ("d/m hh", "12/03/2024 00:00:00"),
        ("ss.0", "00:00:00"),
        ("0.0", "45363"),
        ("#", "45363"),
        ("General", "45363"),
        ("Standard", "12/03/2024"),
        ("0%", "4536300 %"),
        ("[hh]", "45363"),
        ("&quot;d&quot;", "45363"),
    ],
)
def test_own_formats_are_known_by_their_letters(form, shown):
    assert values("164", own=((164, form),)).of(cell("45363")) == shown


def test_cells_have_kinds():
    known = values("0", strings="<si><t>un</t></si>")
    assert known.of(cell("0", t="s")) == "un"
    assert known.of(cell("1", t="s")) == known.of(cell("-1", t="s")) == ""
    assert known.of(cell("123456789", t="s")) == ""
    assert [known.of(cell(one, t="b")) for one in "102"] == ["VRAI", "FAUX", "2"]
    assert known.of(cell("12.50", t="str")) == "12.50"
    assert known.of(cell()) == ""
    inline = etree.fromstring(f'<c xmlns="{S[1:-1]}"><is><t>x</t></is><v>1</v></c>')
    assert known.of(inline) == "x"
    assert values("14", is_1904=True).of(cell("1")) == "02/01/1904"
    assert known.of(cell("5", s="7")) == known.of(cell("5", s="x")) == "5"


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("4.2999999999999998", "4.3"),
        ("0.1234567890123", "0.1234567890123"),
        ("0.12345678901234", "0.12345678901234"),
        ("1234567890123456", "1234567890123456"),
        ("version 1.2.3.4.5.6", "version 1.2.3.4.5.6"),
    ],
)
def test_a_number_is_written_as_people_do(text, plain):
    assert plain_number(text) == plain


def opened(members, **limits):
    return OfficeArchive(archive(members), Limits(**limits))


def test_an_archive_unpacks_to_what_is_allowed():
    assert opened({"a": "x" * 50, "b": "y" * 50}, unpacked_bytes=100).read("A")
    with pytest.raises(TooLarge, match="décompressé"):
        opened({"a": "x" * 50, "b": "y" * 51}, unpacked_bytes=100)


@pytest.mark.parametrize(
    ("size", "is_read"), [(5 * 2**20, True), (5 * 2**20 + 1, False)]
)
def test_what_packs_too_well_is_no_document(size, is_read):
    if is_read:
        assert len(opened({"a": bytes(size)}).read("a")) == size
    else:
        with pytest.raises(TooLarge, match="vraisemblable"):
            opened({"a": bytes(size)})


@pytest.mark.parametrize(("count", "is_read"), [(10_000, True), (10_001, False)])
def test_an_archive_has_ten_thousand_members(count, is_read):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for number in range(count):
            file.writestr(zipfile.ZipInfo(str(number)), b"")
    if is_read:
        assert "9999" in OfficeArchive(buffer.getvalue(), Limits())
    else:
        with pytest.raises(TooLarge, match="10000 éléments"):
            OfficeArchive(buffer.getvalue(), Limits())


def test_members_are_found_whatever_their_case_and_slashes():
    made = opened({"Word\\Document.xml": "<a/>"})
    assert "word/document.XML" in made
    assert "./word/document.xml" in made
    assert made.read("rien") == b""
    assert made.tree("rien") is None
    assert made.losses == ()


def test_what_is_no_archive_or_locked_is_refused():
    with pytest.raises(MalformedContent, match="abîmée"):
        OfficeArchive(b"rien", Limits())
    with pytest.raises(EncryptedContent):
        opened({"META-INF/manifest.xml": "<a><encryption-data/></a>"})
    with pytest.raises(MalformedContent, match="entités"):
        opened({"a.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]><a/>"})


def test_broken_members_are_counted_and_five_are_named():
    made = opened({f"{n}.xml": f"<a>{'x' * 50}<b></a>{'y' * 50}" for n in range(6)})
    for number in range(5):
        assert made.tree(f"{number}.xml") is not None
    (loss,) = made.losses
    assert (loss.kind, loss.count, "…" in loss.detail) == (
        LossKind.BROKEN_PART,
        5,
        False,
    )
    assert "0.xml (abîmé à " in loss.detail
    made.tree("5.xml")
    assert made.losses[0].detail.endswith(", …")
    cut = opened({"a.xml": f"<a>{'x' * 200}"})
    assert cut.tree("a.xml").text == "x" * 200
    assert "interrompu" in cut.losses[0].detail


def test_nothing_read_says_whether_a_part_is_broken():
    broken = Loss(LossKind.BROKEN_PART, 1, detail="a.xml")
    assert isinstance(nothing_read([broken], "vide"), MalformedContent)
    assert isinstance(nothing_read([Loss(LossKind.CHART, 1)], "vide"), NoText)
    assert local_name(etree.Comment("x")) == ""
    assert local_name(etree.Element("{a}b")) == "b"


def test_a_package_follows_its_relations_inside_only():
    rels = relations({"m": ("officeDocument", "/x/main.xml"), "a": ("autre", "y")})
    own = relations({"c": ("chart", "../c.xml"), "d": ("chart", "%64.xml")}).replace(
        "</Relationships>",
        '<Relationship Id="e" Type="q/chart" Target="http://a" TargetMode="External"/>'
        "</Relationships>",
    )
    members = {
        "_rels/.rels": rels,
        "x/main.xml": "<a/>",
        "x/_rels/main.xml.rels": own,
        "c.xml": "<c/>",
    }
    package = OfficePackage(archive(members), Limits())
    assert package.main_part("z.xml")[0] == "x/main.xml"
    assert list(package.targets("x/main.xml", "chart")) == ["c.xml", "x/d.xml"]
    assert package.relations("x/main.xml")["e"].is_external
    assert [root.tag for root in package.trees("x/main.xml", "chart")] == ["c"]
    assert package.losses[0].detail == "x/d.xml"
    with pytest.raises(MalformedContent, match="manque"):
        OfficePackage(archive({"a": ""}), Limits()).main_part("z.xml")


# RTF


def rtf(body):
    return read_rtf(b"{\\rtf1 " + body.encode("latin-1") + b"}", REQUEST)


def test_tokens_of_rtf():
    made = [
        (t.kind, t.name, t.value, t.content)
        for t in tokens(b"{\\b-1 x\\'e9\\~\\bin2 ab}\r\n")
    ]
    assert made == [
        (TokenKind.BEGIN, "", None, b""),
        (TokenKind.WORD, "b", -1, b""),
        (TokenKind.BYTES, "", None, b"x"),
        (TokenKind.BYTES, "", None, b"\xe9"),
        (TokenKind.SYMBOL, "~", None, b""),
        (TokenKind.END, "", None, b""),
    ]
    assert decoded(b"\xe9", "inconnu") == "é"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (r"a\line b", "a\nb"),
        (r"a\~b\_c\{d\}", "a\u00a0b-c{d}"),
        (r"a\par b", "a\n\nb"),
        (r"{\uc2\u233 xxb}", "éb"),
        (r"{\uc0\u233 xb}", "éxb"),
        (r"{\v a}b{\v0 c}", "bc"),
        (r"{\v a\plain b}", "b"),
        (r"{\*\inconnu a}b", "b"),
        (r"{\*\shpinst a}b", "ab"),
        (r"{\pntext\'b7}a", "· a"),
        (r"a\emdash b\ldblquote c\rdblquote ", "a—b“c”"),
        (r"\pard\intbl a\cell b\cell\row\pard c", "a\tb\n\nc"),
        (r"a{\footnote b}{\footnote c}", "a[1][2]\n\n[1] b\n\n[2] c"),
        (r"a{\v{\footnote b}}", "a"),
    ],
)
def test_words_of_rtf_have_a_meaning(body, text):
    assert rtf(body).pages[0].text == text


@pytest.mark.parametrize(("level", "count"), [(0, 1), (8, 1), (9, 0), (-1, 0)])
def test_outline_levels_of_rtf_are_headings(level, count):
    made = rtf(rf"\pard\outlinelevel{level} a\par\pard b")
    assert [one.level for one in made.sections] == [level + 1] * count


def test_objects_and_comments_of_rtf_are_counted_and_depth_is_bounded():
    made = rtf(r"a{\object b}{\*\annotation c}")
    assert {one.kind: one.count for one in made.losses} == {
        LossKind.EMBEDDED_OBJECT: 1,
        LossKind.COMMENT: 1,
    }
    assert rtf("{" * 1_999 + "a" + "}" * 1_999).pages[0].text == "a"
    with pytest.raises(MalformedContent, match="imbriqués"):
        rtf("{" * 2_000 + "a")


# Word and OpenDocument


def numbering(levels, more=""):
    return {
        "numbering.xml": f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>'
        f'<w:num w:numId="1"><w:abstractNumId w:val="0"/>{more}</w:num>'
        f'<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
        f'<w:startOverride w:val="7"/></w:lvlOverride></w:num>'
    }


def level(at, form="decimal", text="%1.", more=""):
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def entry(at=0, num=1):
    return line(
        "x", f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{num}"/></w:numPr>'
    )


def marks(body, levels):
    read = read_word(word(body, numbering(levels)), REQUEST)
    return [b.label for b in read.pages[0].blocks if b.kind is BlockKind.LIST_ITEM]


def test_numbers_of_word_lists_go_on_and_begin_anew():
    levels = level(0) + level(1, "lowerLetter", "%1.%2)")
    body = entry() + entry(1) + entry(1) + entry() + entry(1) + entry(0, 2) + entry()
    assert marks(body, levels) == ["1.", "1.a)", "1.b)", "2.", "2.a)", "7.", "8."]


def test_numbers_of_word_lists_have_forms_and_restarts():
    body = entry() + entry(1) + entry(1)
    assert marks(body, level(0, "upperRoman") + level(1, "bullet", "o")) == [
        "I.",
        "◦",
        "◦",
    ]
    kept = level(0) + level(1, text="%2", more='<w:lvlRestart w:val="0"/>')
    assert marks(entry() + entry(1) + entry() + entry(1), kept) == [
        "1.",
        "1",
        "2.",
        "2",
    ]
    legal = level(0, "upperRoman") + level(1, "decimal", "%1.%2", "<w:isLgl/>")
    assert marks(entry() + entry(1), legal) == ["I.", "1.1"]
    assert marks(entry(1), level(0) + level(1, text="%1.%2")) == ["1.1"]


def word_table(*rows):
    inside = "".join(
        f"<w:tr>{row}</w:tr>" if row.startswith("<") else row for row in rows
    )
    read = read_word(word(f"<w:tbl>{inside}</w:tbl>"), REQUEST)
    text = read.pages[0].text
    return [
        (text[b.start : b.end], b.row, b.column, b.row_span, b.column_span, b.is_header)
        for b in read.pages[0].blocks
        if b.kind is BlockKind.CELL
    ], read.losses


def tc(text, properties=""):
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{line(text)}</w:tc>"


def test_cells_of_word_are_merged_across_and_down():
    begun, goes_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    cells, _ = word_table(
        tc("a", begun) + tc("b", '<w:gridSpan w:val="2"/>'),
        tc("", goes_on) + tc("c") + tc("d"),
        tc("e") + tc("f", '<w:hMerge w:val="restart"/>') + tc("", "<w:hMerge/>"),
    )
    assert cells == [
        ("a", 0, 0, 2, 1, False),
        ("b", 0, 1, 1, 2, False),
        ("c", 1, 1, 1, 1, False),
        ("d", 1, 2, 1, 1, False),
        ("e", 2, 0, 1, 1, False),
        ("f", 2, 1, 1, 2, False),
    ]


def test_header_rows_of_word_stand_at_the_top_and_hidden_rows_are_left_out():
    head = "<w:trPr><w:tblHeader/></w:trPr>"
    hidden = "<w:trPr><w:hidden/></w:trPr>"
    before = '<w:trPr><w:gridBefore w:val="1"/></w:trPr>'
    cells, losses = word_table(
        head + tc("a"), tc("b"), head + tc("c"), hidden + tc("xyz"), before + tc("d")
    )
    assert [(one[0], one[2], one[5]) for one in cells if one[0]] == [
        ("a", 0, True),
        ("b", 0, False),
        ("c", 0, False),
        ("d", 1, False),
    ]
    assert [(one.kind, one.count) for one in losses] == [(LossKind.HIDDEN_TEXT, 3)]


@pytest.mark.parametrize(
    ("outline", "levels"), [("0", [1]), ("8", [9]), ("9", []), ("10", []), ("", [])]
)
def test_outline_levels_of_word_are_headings(outline, levels):
    body = line("a", f'<w:outlineLvl w:val="{outline}"/>') + line("b")
    assert [s.level for s in read_word(word(body), REQUEST).sections] == levels


def test_styles_of_word_are_headings_titles_and_parts():
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{i}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="{base}"/></w:style>'
        for i, name, base in (
            ("h", "heading 2", ""), ("t", "Title", ""), ("o", "autre", "h"),
            ("c", "toc 1", ""), ("l", "caption", ""), ("b", "Bibliographie", ""),
        )
    )  # fmt: skip
    body = "".join(line(i, f'<w:pStyle w:val="{i}"/>') for i in "htoclb")
    read = read_word(word(body, {"styles.xml": styles}), REQUEST)
    assert [(s.title, s.level) for s in read.sections] == [("h", 2), ("t", 1), ("o", 2)]
    kinds = {b.kind for b in read.pages[0].blocks}
    assert kinds >= {BlockKind.CONTENTS, BlockKind.CAPTION, BlockKind.BIBLIOGRAPHY}


@pytest.mark.parametrize(
    ("switch", "text"),
    [
        ("<w:vanish/>", "b"),
        ('<w:vanish w:val="0"/>', "a\n\nb"),
        ('<w:vanish w:val="false"/>', "a\n\nb"),
        ("<w:webHidden/>", "b"),
        ('<w:vanish w:val="1"/>', "b"),
    ],
)
def test_hidden_runs_of_word_are_not_read(switch, text):
    body = line("a", run=switch) + line("b")
    assert read_word(word(body), REQUEST).pages[0].text == text


def open_cells(body):
    read = read_opendocument(open_file(f"<table:table>{body}</table:table>"), REQUEST)
    text = read.pages[0].text
    return [
        (text[b.start : b.end], b.row, b.column, b.is_header)
        for b in read.pages[0].blocks
        if b.kind is BlockKind.CELL
    ]


def open_cell(text, attributes=""):
    inside = f"<text:p>{text}</text:p>" if text else ""
    return f"<table:table-cell {attributes}>{inside}</table:table-cell>"


def open_row(*cells, attributes=""):
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


def test_rows_and_cells_of_open_documents_are_repeated():
    twice = 'table:number-columns-repeated="2"'
    rows = (
        f"<table:table-header-rows>{open_row(open_cell('t'))}</table:table-header-rows>"
        + open_row(open_cell("", twice), open_cell("a", twice), open_cell("", twice))
        + open_row(open_cell(""), attributes='table:number-rows-repeated="3"')
        + open_row(open_cell("b"), attributes='table:number-rows-repeated="2"')
        + open_row(open_cell("c"), attributes='table:visibility="collapse"')
    )
    assert [one for one in open_cells(rows) if one[0]] == [
        ("t", 0, 0, True),
        ("a", 1, 2, False),
        ("a", 1, 3, False),
        ("b", 5, 0, False),
        ("b", 6, 0, False),
    ]


@pytest.mark.parametrize(("times", "count"), [(1_000, 1_000), (1_001, 1_000), (0, 1)])
def test_a_cell_of_an_open_document_is_repeated_a_thousand_times(times, count):
    cell = open_cell("a", f'table:number-columns-repeated="{times}"')
    assert len(open_cells(open_row(cell, open_cell("b")))) == count + 1


def open_list(styles, body="<text:list-item><text:p>x</text:p></text:list-item>"):
    style = f'<text:list-style style:name="L">{styles}</text:list-style>'
    inside = f'<text:list text:style-name="L">{body * 2}</text:list>'
    read = read_opendocument(open_file(inside, styles=style), REQUEST)
    return [b.label for b in read.pages[0].blocks if b.kind is BlockKind.LIST_ITEM]


@pytest.mark.parametrize(
    ("style", "labels"),
    [
        ('<text:list-level-style-number text:level="1" style:num-format="a" '
         'style:num-suffix=")"/>', ["a)", "b)"]),
        ('<text:list-level-style-number text:level="1" style:num-format="1" '
         'style:num-prefix="(" text:start-value="5"/>', ["(5", "(6"]),
        ('<text:list-level-style-bullet text:level="1" text:bullet-char="o"/>',
         ["◦", "◦"]),
        ('<text:list-level-style-bullet text:level="1"/>', ["•", "•"]),
        ('<text:list-level-style-image text:level="1"/>', ["•", "•"]),
        ('<text:list-level-style-number text:level="1" style:num-format=""/>',
         ["", ""]),
        ('<text:list-level-style-number text:level="11" style:num-format="1"/>',
         ["", ""]),
    ],
)  # fmt: skip
def test_items_of_open_documents_have_the_marks_of_their_style(style, labels):
    assert open_list(style) == labels


# Notes, records, posts


@pytest.mark.parametrize(
    ("block", "found"),
    [
        ("titre: A", [("title", "A")]),
        ("TITLE: A", [("title", "A")]),
        ("date: 2024-03-05", [("date", "2024-03-05")]),
        ("draft: true", []),
        ("n: 12", [("n", "12")]),
        (
            "authors: [A, {name: B, email: c}, [d]]",
            [("authors", "A"), ("authors", "B")],
        ),
        ("tags: [a, b]", [("tags", "a ; b")]),
        (f"{'k' * 81}: a", [("k" * 80, "a")]),
        ("lab: a", []),
    ],
)
def test_front_matter_gives_fields(block, found):
    made = split_front_matter(f"---\n{block}\n---\nTexte")
    assert [(one.name, one.value) for one in made.found] == found
    assert (made.body.strip(), made.problem) == ("Texte", "")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("--- \nsuite", ""),
        ("---\na: [\n---\nb", "mal formé"),
        ("---\n- a\n---\nb", ""),
        ("Texte", ""),
    ],
)
def test_what_is_no_front_matter_stays_text(text, problem):
    made = split_front_matter(text)
    assert (made.body, made.found) == (text, ())
    assert problem in made.problem
    assert bool(made.problem) is bool(problem)


def test_front_matter_has_64_kibibytes_and_500_values():
    def made(length):
        block = f"\na: {'b' * (length - 5)}\n"
        assert len(block) == length
        return split_front_matter(f"---{block}---\nTexte")

    assert made(65_536).problem == ""
    assert "64 Kio" in made(65_537 + 1).problem
    many = split_front_matter(f"---\nauthors: [{', '.join(['a'] * 501)}]\n---\nb")
    assert len(many.found) == 500
    assert split_front_matter("---\n\n---\nb").body.strip() == "b"
    (link,) = split_front_matter("---\nLabs: [a]\n---\nb").links
    assert (link.kind.value, link.target) == ("lab", "a")


def record(*pairs):
    inside = "".join(f"<d:{tag}>{text}</d:{tag}>" for tag, text in pairs)
    return etree.fromstring(
        f'<r xmlns:d="http://purl.org/dc/elements/1.1/">{inside}</r>'
    )


@pytest.mark.parametrize(
    ("identifiers", "address"),
    [
        (["https://doi.org/10.1234/a", "https://a.fr/1"], "https://a.fr/1"),
        (["https://doi.org/10.1234/a"], "https://doi.org/10.1234/a"),
        (["doi:10.1234/a"], "https://doi.org/10.1234/a"),
        (["10.1234/a", "hal-123456"], "https://doi.org/10.1234/a"),
        (["hal-123456"], None),
        (["https://[x"], None),
        ([], None),
    ],
)
def test_a_record_names_its_page(identifiers, address):
    made = record(*(("identifier", one) for one in identifiers))
    assert public_address(made) == address


def test_a_record_says_its_fields_in_order():
    made = record(
        ("creator", "Un, Anne"), ("creator", "CNRS"), ("rights", "libre"),
        ("rights", "https://a.fr/l"), ("identifier", "hdl:2042/1"),
        ("identifier", "halshs-123456v2"),
    )  # fmt: skip
    assert [(one.name, one.value) for one in record_fields(made)] == [
        ("authors", "Anne Un"), ("creator", "Un, Anne"), ("authors", "CNRS"),
        ("handle", "2042/1"), ("hal_id", "halshs-123456"),
        ("licence", "https://a.fr/l"), ("licence", "libre"),
    ]  # fmt: skip
    many = record(*(("subject", str(n)) for n in range(201)))
    assert len(record_fields(many)) == 200


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("OpenEdition Books Calenda Hypothèses Suivez-nous Un", "Un"),
        ("OpenEdition Books Calenda Hypothèses Un", None),
        ("Calenda Hypothèses Rechercher Suivez-nous Un", None),
    ],
)
def test_four_names_are_the_navigation_of_a_platform(text, rest):
    end = navigation_end(text)
    assert text[end:] == (text if rest is None else rest)


def test_abstracts_stand_under_their_labels():
    text = "Résumé\nUn texte. (Mise à jour : hier)\nAbstract\nA text.\nSuite\nFin"
    sections = [
        Section(title, 2, text.index(title))
        for title in ("Résumé", "Abstract", "Suite")
    ]
    found = [(one.language, one.value) for one in abstracts_in(text, sections)]
    assert found == [("fr", "Un texte."), ("en", "A text.")]
    spans = mark_abstracts(text, sections, [LanguageSpan(0, 3, "fr")])
    assert [(s.start, s.language) for s in spans] == [(0, "fr"), (38, "en")]
    empty = "Résumé\n\nSuite"
    parts = [Section("Résumé", 1, 0), Section("Suite", 1, 8)]
    assert abstracts_in(empty, parts) == ()
    assert mark_abstracts(empty, parts, ()) == ()
    alone = "Abstract\nA text."
    (only,) = abstracts_in(alone, [Section("Abstract", 1, 0)])
    assert (only.language, only.value) == ("en", "A text.")


@pytest.mark.parametrize("read", [read_text, read_markdown])
def test_a_text_has_as_many_characters_as_allowed(read):
    assert read(b"abcde", ReadingRequest("x", Limits(characters=5))).pages
    with pytest.raises(TooLarge, match="4 caractères"):
        read(b"abcde", ReadingRequest("x", Limits(characters=4)))
    with pytest.raises(NoText):
        read(b" \n", REQUEST)


@pytest.mark.parametrize(
    ("note", "text"),
    [
        ("3. a\n4. b", "3. a\n4. b"),
        ("- a\n  - b", "- a\n- b"),
        ("a  \nb\nc", "a\nb c"),
        ("a<br>b", "a\nb"),
        ("![un chat](a.png)", "un chat"),
        ("![](a.png) b", "b"),
        ("![a.png](a.png) b", "b"),
        ("a[^1]\n\n[^1]: b", "a[1]\n\n[1] b"),
        ("| a | b |\n|---|---|\n| c | d |", "a\tb\nc\td"),
        ("    code", "code"),
        ("<div>a</div>", "a"),
        ("un <b>mot</b>", "un mot"),
    ],
)
def test_markdown_gives_its_words(note, text):
    assert read_markdown(note.encode(), REQUEST).pages[0].text == text


def test_the_first_heading_of_the_first_level_is_a_title():
    made = read_markdown(b"## A\n\n# B\n\n# C", REQUEST)
    assert [(one.value, one.origin) for one in made.found] == [("B", "first heading")]
    assert [one.level for one in made.sections] == [2, 1, 1]
    assert read_markdown(b"## A", REQUEST).found == ()


def mail(*, parts=0, body="Texte"):
    made = EmailMessage()
    made["Subject"], made["From"] = "S", "A <a@b.fr>"
    made.set_content(body)
    for number in range(parts):
        made.add_attachment(f"Pièce {number}.", filename=f"{number}.txt")
    return made


@pytest.mark.parametrize(("attached", "left"), [(99, 0), (100, 1)])
def test_a_mail_has_a_hundred_parts(attached, left):
    made = read_mail(mail(parts=attached).as_bytes(), REQUEST)
    assert (len(made.parts), len(made.left_out)) == (100, left)


@pytest.mark.parametrize(("depth", "left"), [(3, 0), (4, 1)])
def test_messages_in_messages_are_read_to_a_depth(depth, left):
    made = mail()
    for _ in range(depth):
        outer = mail()
        outer.add_attachment(made)
        made = outer
    read = read_mail(made.as_bytes(), REQUEST)
    assert (len(read.parts), len(read.left_out)) == (depth + 1 - left, left)


def test_attachments_of_a_message_alone_are_counted_and_five_are_named():
    (loss,) = read_message(mail(parts=6).as_bytes(), REQUEST).losses
    assert (loss.kind, loss.count) == (LossKind.EMBEDDED_OBJECT, 6)
    assert loss.detail == "0.txt, 1.txt, 2.txt, 3.txt, 4.txt, …"
    assert read_message(mail().as_bytes(), REQUEST).losses == ()
    with pytest.raises(MalformedContent):
        read_message(b"", REQUEST)


# Blocks of a text


@pytest.mark.parametrize(("limit", "is_read"), [(6, True), (5, False)])
def test_a_growing_text_has_a_limit_with_its_gaps(limit, is_read):
    blocks = BlockText(limit)
    blocks.add("ab")
    if is_read:
        blocks.add("cd")
        assert blocks.text() == "ab\n\ncd"
    else:
        with pytest.raises(TooLarge, match="5 caractères"):
            blocks.add("cd")


def test_white_space_of_blocks_is_squeezed():
    blocks = BlockText(1_000)
    blocks.add(" a \t b\u00a0 c\u00a0\u00a0d \n e\n\n\n\nf ")
    assert blocks.text() == "a b c\u00a0d\ne\n\nf"
    blocks.add("  ")
    blocks.add_item(" ", mark="-")
    blocks.add_heading("\n", 1)
    blocks.add_table([[blocks.cell()]])
    assert blocks.blocks == []


def test_items_headings_and_parts_are_blocks():
    blocks = BlockText(1_000)
    blocks.add_item("a", depth=0)
    blocks.add_item("b", mark="", depth=2)
    blocks.add_heading("c\nd", 3, language="en")
    with blocks.part(BlockKind.CONTENTS):
        pass
    with blocks.part(BlockKind.NOTE, label="1"):
        blocks.add("e")
    text = blocks.text()
    assert text == "- a\nb\n\nc d\n\ne"
    assert [(b.kind.value, text[b.start : b.end], b.level) for b in blocks.blocks] == [
        ("list_item", "- a", 1),
        ("list_item", "b", 2),
        ("heading", "c d", 3),
        ("note", "e", 0),
    ]
    assert [(s.language, s.start) for s in blocks.spans] == [("en", 7)]


@pytest.mark.parametrize(("span", "kept"), [(0, 1), (1_000, 1_000), (1_001, 1_000)])
def test_spans_of_cells_are_bounded(span, kept):
    cell = BlockText(10).cell(row_span=span, column_span=span)
    assert (cell.row_span, cell.column_span) == (kept, kept)


def test_the_endings_that_are_offered_are_those_of_the_readers() -> None:
    """Formats of before 2007 need a program, records of OAI-PMH are no files."""
    needing = {DOC, XLS, PPT, ENCRYPTED_OFFICE, OAI_DC}
    offered = accepted_endings()
    assert len(offered) == len(set(offered))
    assert all(re.fullmatch(r"\.[a-z]{2,8}", ending) for ending in offered)
    assert len(offered) == len(READERS.keys() - needing) + len((".htm", ".markdown"))
    assert {".pdf", ".docx", ".odt", ".md", ".htm"} <= set(offered)
