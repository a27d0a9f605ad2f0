"""Rules of the HTML readers where they begin and end."""

import pytest
from lxml.html import fromstring

from ingest.errors import TooLarge
from ingest.limits import Limits
from ingest.read_text import ReadingRequest
from ingest.readers.html.html_extents import Extent, Extents
from ingest.readers.html.html_formulas import formula_text
from ingest.readers.html.html_furniture import is_furniture
from ingest.readers.html.html_inline import (
    alternative_text,
    field_text,
    flow,
    is_embedded_document,
    is_file_name,
    raised_text,
)
from ingest.readers.html.html_lists import HtmlList
from ingest.readers.html.html_metadata import page_metadata
from ingest.readers.html.html_notes import Notes, is_note
from ingest.readers.html.html_page import read_html
from ingest.readers.html.html_parts import part_of
from ingest.readers.html.html_tables import is_layout
from ingest.readers.html.html_tree import parse_html
from ingest.readers.html.html_visibility import Visibility, is_drawing, visible_text
from ontology.structure import BlockKind, LossKind
from tests.ingest.readers.html.test_html_blocks import shown, text_of, written
from tests.ingest.readers.html.test_html_main_text import SENTENCE, page_of


def marks(html):
    element = fromstring(html)
    made = HtmlList(element)
    return [made.mark(item) for item in element]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<ul><li>a</ul>", ["-"]),
        ("<dl><dt>a<dd>b</dl>", ["", ""]),
        ("<ol><li>a<li>b</ol>", ["1.", "2."]),
        ("<ol start=0><li>a</ol>", ["0."]),
        ("<ol start=x><li>a</ol>", ["1."]),
        ("<ol start=-1><li>a<li>b</ol>", ["-1.", "0."]),
        ("<ol reversed><li>a<li>b</ol>", ["2.", "1."]),
        ("<ol reversed start=5><li>a</ol>", ["5."]),
        ("<ol><li>a<li value=7>b<li>c</ol>", ["1.", "7.", "8."]),
        ("<ol type=a start=26><li>a<li>b</ol>", ["z.", "aa."]),
        ("<ol type=A><li>a</ol>", ["A."]),
        ("<ol type=a start=0><li>a</ol>", ["0."]),
        ("<ol type=i start=3999><li>a<li>b</ol>", ["mmmcmxcix.", "4000."]),
        ("<ol type=I start=4><li>a</ol>", ["IV."]),
        ("<ol type=i start=0><li>a</ol>", ["0."]),
        ("<ol type=a style='list-style: upper-roman'><li>a</ol>", ["I."]),
        ("<ol style='list-style-type:none'><li>a</ol>", [""]),
        ("<ol><li style='list-style:none'>a<li>b</ol>", ["", "2."]),
        ("<ol style='list-style:square' type=A><li>a</ol>", ["A."]),
        ("<ol start=1234567890><li>a</ol>", ["1."]),
    ],
)
def test_items_have_the_marks_that_a_browser_prints(html, expected):
    assert marks(html) == expected


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ("<mi>x</mi><mo>=</mo><mn>2</mn>", "x = 2"),
        ("<mi>x</mi><mo>-</mo><mn>2</mn>", "x-2"),
        ("<mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mn>1,5</mn></mfrac>",
         "(a + b)/1,5"),
        ("<msup><mi>x</mi><mn>2</mn></msup>", "x^2"),
        ("<msub><mi>x</mi><mrow><mi>i</mi><mo>-</mo></mrow></msub>", "x_(i-)"),
        ("<msubsup><mi>x</mi><mi>i</mi><mn>2</mn></msubsup>", "x_i^2"),
        ("<msup><mi>x</mi></msup>", "x^"),
        ("<munder><mi>lim</mi><mi>n</mi></munder>", "lim_n"),
        ("<munderover><mo>∑</mo><mn>1</mn><mi>n</mi></munderover><mi>k</mi>",
         "∑_1^n k"),
        ("<mover><mi>x</mi><mo>¯</mo></mover>", "x\u0304"),
        ("<mover><mi>xy</mi><mo>¯</mo></mover>", "xy^¯"),
        ("<mover><mi>x</mi><mi>n</mi></mover>", "x^n"),
        ("<msqrt><mi>a</mi><mo>+</mo><mi>b</mi></msqrt>", "√(a + b)"),
        ("<mroot><mi>a</mi><mn>3</mn></mroot>", "3√a"),
        ("<mfenced><mi>a</mi><mi>b</mi></mfenced>", "(a, b)"),
        ("<mtable><mtr><mtd><mi>a</mi></mtd><mtd><mi>b</mi></mtd></mtr><mtr><mtd>"
         "<mi>c</mi></mtd></mtr></mtable>", "a b ; c"),
        ("<semantics><mi>x</mi><annotation encoding='application/x-tex'>x_1"
         "</annotation></semantics>", "x_1"),
        ("<semantics><mi>x</mi><annotation encoding='text/other'>y</annotation>"
         "</semantics>", "x"),
        ("", ""),
    ],
)  # fmt: skip
def test_a_formula_is_a_line(inside, expected):
    assert formula_text(fromstring(f"<math>{inside}</math>")) == expected


def test_the_words_of_an_author_go_before_a_formula():
    assert formula_text(fromstring("<math alttext=' a  b '><mi>x</mi></math>")) == "a b"


@pytest.mark.parametrize("depth", [59, 60, 200])
def test_deep_formulae_keep_their_signs(depth):
    inside = "<msqrt>" * depth + "<mi>x</mi>" + "</msqrt>" * depth
    made = formula_text(fromstring(f"<math>{inside}</math>"))
    assert made.replace("√", "").strip("()") == "x"
    assert made.count("√") == min(depth, 60)


def image(html):
    return alternative_text(fromstring(html))


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<img alt='un  chat'>", ("un chat", False)),
        ("<img alt='ab'>", ("", False)),
        ("<img alt='abc'>", ("abc", False)),
        ("<img alt='a' class='emoji x'>", ("a", True)),
        ("<img alt='chat' role='presentation'>", ("", False)),
        ("<img alt='chat.PNG'>", ("", False)),
        ("<img alt='IMG_1234'>", ("", False)),
        ("<img aria-label='un chat'>", ("un chat", False)),
        ("<svg><title>Un</title><desc>chat</desc></svg>", ("Un chat", False)),
    ],
)
def test_words_for_an_image(html, expected):
    assert image(html) == expected


def test_words_that_a_caption_says_are_said_once():
    figure = fromstring(
        "<figure><img alt='un chat'><figcaption>Un <b>chat</b></figcaption></figure>"
    )
    (one,) = figure.iter("img")
    assert alternative_text(one) == ("un chat", False)
    one.set("alt", "Un chat")
    assert alternative_text(one) == ("", False)
    assert is_file_name("photo 12")
    assert not is_file_name("photo de classe")


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<input value=' a '>", "a"),
        ("<input type=EMAIL value=a>", "a"),
        ("<input type=hidden value=a>", ""),
        ("<input type=checkbox value=a>", ""),
        ("<input>", ""),
        ("<textarea> a\nb </textarea>", "a\nb"),
        ("<select><option>a  b<option> <option>c</select>", "a b\nc"),
    ],
)
def test_a_field_says_what_it_shows(html, text):
    assert field_text(fromstring(html)) == text


@pytest.mark.parametrize(
    ("raised", "before", "text"),
    [
        ("2", "m", "²"),
        ("2", "", ""),
        ("2", "m ", ""),
        ("12", "carnet", "[12]"),
        ("123", "fin.", "[123]"),
        ("1234", "carnet", "¹²³⁴"),
        ("12345", "carnet", ""),
        ("n", "x", "ⁿ"),
        ("-1", "carnet", "⁻¹"),
        ("er", "1", ""),
        ("2", "kilo", "[2]"),
        ("2", "cm3", "²"),
        ("2", "dam", "²"),
    ],
)
def test_a_raised_number_is_a_power_or_a_call(raised, before, text):
    assert raised_text(fromstring(f"<sup>{raised}</sup>"), before) == text


def test_white_space_flows_and_documents_are_embedded():
    assert flow("a \n\t b\u00a0 c") == "a b\u00a0 c"
    assert flow(None) == ""
    for tag, address, is_document in (
        ("iframe", "x/a.pdf?b", True),
        ("object", "a.docx", True),
        ("iframe", "https://www.calameo.com/a", True),
        ("iframe", "https://video.example/a", False),
        ("img", "a.pdf", False),
    ):
        for name in ("src", "data"):
            element = fromstring(f"<{tag} {name}='{address}'></{tag}>")
            assert is_embedded_document(element, tag) is is_document


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<table><tr><td>a</table>", True),
        ("<table><tr><td>a<td>b</table>", False),
        ("<table></table>", False),
        ("<table role=none><tr><th>a<th>b</table>", True),
        ("<table><tr><th>a</table>", False),
        ("<table><caption>c</caption><tr><td>a</table>", False),
        ("<table><tr><td><h1>a</h1><td>b</table>", True),
        ("<table><tr><td><h3>a</h3><td>b</table>", False),
        (f"<table><tr><td>{'a' * 1_500}<td>b</table>", False),
        (f"<table><tr><td>{'a' * 1_501}<td>b</table>", True),
        ("<table><tr><td>a<td><table><tr><th>x</table></table>", False),
    ],
)
def test_a_table_of_boxes_holds_no_data(html, expected):
    assert is_layout(fromstring(html)) is expected


@pytest.mark.parametrize(
    ("html", "kind"),
    [
        ("<nav role=doc-toc></nav>", BlockKind.CONTENTS),
        ("<div class='a ez-TOC-container'></div>", BlockKind.CONTENTS),
        ("<ul id=bibliographie></ul>", BlockKind.BIBLIOGRAPHY),
        ("<section role=DOC-index></section>", BlockKind.INDEX),
        ("<p class=toc></p>", None),
        ("<div></div>", None),
    ],
)
def test_parts_say_what_they_are(html, kind):
    assert part_of(fromstring(html)) is kind


def is_hidden(html, style=""):
    root = parse_html(f"<style>{style}</style>{html}")
    return Visibility(root).is_hidden(root.xpath("//*[@id='x']")[0])


@pytest.mark.parametrize(
    ("html", "style", "expected"),
    [
        ("<p id=x hidden>", "", True),
        ("<p id=x style='color:red;display:none'>", "", True),
        ("<p id=x style='nodisplay:none'>", "", False),
        ("<p id=x style='font-size:0'>", "", True),
        ("<p id=x style='font-size:0.9em'>", "", False),
        ("<p id=x style='visibility: collapse'>", "", True),
        ("<dialog id=x>a</dialog>", "", True),
        ("<dialog id=x open>a</dialog>", "", False),
        ("<p id=x class='a b'>", ".b{display:none}", True),
        ("<p id=x class=a>", "p.a, .c {visibility:hidden}", True),
        ("<p id=x>", "#x{display:none}", True),
        ("<p id=x class=x>", ".x{color:red}", False),
        ("<p id=x class=a>", ".a .b{display:none}", False),
        ("<p id=x class=a>", "@media print{.a{display:none}}", False),
        ("<p id=x class=a>", "/* .a{display:none} */", False),
        ("<p id=x class=a>", "p{}" * 166_661 + "p.a{display:none}", True),
        ("<p id=x class=a>", "p{}" * 166_661 + "pp.a{display:none}", False),
    ],
)
def test_only_what_a_page_says_hides(html, style, expected):
    assert is_hidden(html, style) is expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (f"<p aria-hidden=true>{'a' * 39}</p>", True),
        (f"<p aria-hidden=true>{'a' * 40}</p>", False),
        ("<p aria-hidden=false>a</p>", False),
        (f"<p aria-hidden=true class=katex-html>{'a' * 90}</p>", True),
        ("<p>a</p>", False),
    ],
)
def test_what_screen_readers_skip_is_a_drawing_when_short(html, expected):
    assert is_drawing(fromstring(html)) is expected


def test_visible_text_has_no_scripts():
    html = (
        "<div>a<script>b</script><style>c</style><b>d</b><noscript>e</noscript></div>"
    )
    assert visible_text(fromstring(html)) == "ad"


def test_extents_are_letters_of_the_page():
    root = parse_html(
        "<body><p id=a>Un été, <a href=x>ici</a> !</p><script>x</script>"
        "<p id=b hidden>caché</p><p id=c>Fin 12.</p></body>"
    )
    extents = Extents(root)
    a, b, c = (root.get_element_by_id(one) for one in "abc")
    assert extents.of(a) == Extent(0, 8, 3)
    assert (extents.of(a).prose, extents.of(a).link_share) == (5, 3 / 8)
    assert extents.of(b) == Extent(0, 0, 0)
    assert extents.of(b).link_share == 0
    assert extents.of(c) == Extent(8, 13, 0)
    assert extents.find(["Fin", "rien", "", "UN été"]) == [(0, 5), (8, 11)]
    assert extents.find(["Un", "été"]) == [(0, 5)]
    assert extents.find(["rien"] * 201 + ["Fin"]) == []
    assert extents.find(["rien"] * 200 + ["Fin"]) == [(8, 11)]


def test_a_long_text_is_found_by_its_first_letters():
    root = parse_html(f"<p>{'ab' * 60}c</p>")
    extents = Extents(root)
    assert extents.find(["ab" * 60 + "zz"]) == [(0, 121)]
    assert extents.find(["ab" * 59 + "az"]) == []


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<nav>a</nav>", True),
        ("<div role='x banner'>a</div>", True),
        ("<div class='social-links'>a</div>", True),
        ("<div class='antisocial'>a</div>", False),
        ("<div id='comments'>a</div>", True),
        ("<article class='related'>a</article>", False),
        ("<nav class=toc>a</nav>", False),
        ("<div>a</div>", False),
    ],
)
def test_furniture_says_what_it_is(html, expected):
    assert is_furniture(fromstring(html)) is expected


PROSE = "".join(f"<p>{SENTENCE}, étape {n}.</p>" for n in range(20))


def post(inside):
    page = page_of(f"<div class='entry-content'>{PROSE}{inside}</div>")
    return page.text.rpartition("étape 19.")[2].strip()


@pytest.mark.parametrize(
    ("inside", "kept"),
    [
        ("<h3>À lire aussi</h3><p><a href=a>Un billet</a></p><p>La suite.</p>",
         "La suite."),
        ("<h3>À lire aussi</h3><h4>Autre</h4><p>La suite.</p>",
         "Autre\n\nLa suite."),
        ("<h3>À lire ensemble</h3><p>La suite.</p>", "À lire ensemble\n\nLa suite."),
        ("<ul><li><a href=a>un</a></li><li><a href=b>deux</a></li></ul>",
         "- un\n- deux"),
        ("<aside>Un mot.</aside>", ""),
        ("<div class=byline>Un mot.</div>", ""),
    ],
)  # fmt: skip
def test_what_a_heading_of_furniture_heads_goes_with_it(inside, kept):
    assert post(inside) == kept


def calls(html):
    root = parse_html(html)
    notes = Notes(root)
    return [notes.call(one) for one in root.iter("a")], notes, root


@pytest.mark.parametrize(
    ("anchor", "label"),
    [
        ("<sup><a href='#x'>1</a></sup>", "1"),
        ("<a href='#x'><sup>1</sup></a>", "1"),
        ("<a href='#x'>[1]</a>", "1"),
        ("<a href='#x'>1</a>", ""),
        ("<a href='#x' class=footnote-ref>1</a>", "1"),
        ("<a href='#x' class=footnote-ref></a>", "1"),
        ("<a href='#x'></a>", ""),
        ("<a href='#x' role=doc-noteref>abc</a>", "abc"),
        ("<sup><a href='#x'>abc</a></sup>", ""),
        ("<sup><a href='#y'>1</a></sup>", ""),
        ("<a href='#x' class=noteref>abcdefghijkl</a>", "abcdefghijkl"),
        ("<a href='#x' class=noteref>abcdefghijklm</a>", ""),
        ("<sup><a href='#x'>**</a></sup>", "**"),
        ("<sup><a href='#x'>iv</a></sup>", "iv"),
        ("<a href='#x'>↩</a>", ""),
    ],
)
def test_a_call_is_a_short_link_to_something_that_is_there(anchor, label):
    made, notes, root = calls(f"<p>Un mot{anchor}</p><p id=x>Une note.</p>")
    assert made == [label]
    target = root.get_element_by_id("x")
    assert notes.note(target) == (label or None)


def test_a_name_of_a_note_is_enough_and_a_link_back_is_none():
    made, notes, root = calls(
        "<p><a href='#fn1' id=r1>1</a></p><p id=fn1>Une note <a href='#r1'>1</a></p>"
    )
    assert made == ["1", ""]
    assert notes.is_back(list(root.iter("a"))[1])
    assert [one.get("id") for one in notes.called_from(root)] == ["fn1"]


@pytest.mark.parametrize(("length", "is_one"), [(6_000, True), (6_001, False)])
def test_a_note_has_6000_characters(length, is_one):
    html = f"<p><sup><a href='#x'>1</a></sup></p><p id=x>{'a' * length}</p>"
    _, notes, root = calls(html)
    assert (notes.note(root.get_element_by_id("x")) is not None) is is_one


def test_a_text_that_calls_into_itself_is_no_note():
    html = "<div id=x>Un<sup><a href='#y'>1</a></sup><sup><a href='#x'>2</a></sup>"
    _, notes, root = calls(f"{html}<p id=y>Une note.</p></div>")
    assert notes.note(root.get_element_by_id("x")) is None
    assert notes.note(root.get_element_by_id("y")) == "1"


def test_elements_that_say_they_are_notes():
    assert is_note(fromstring("<aside role=doc-footnote>a</aside>"))
    assert is_note(fromstring("<section role=doc-endnotes>a</section>"))
    assert not is_note(fromstring("<aside>a</aside>"))
    root = parse_html("<aside role=doc-footnote id=x>a</aside>")
    assert Notes(root).note(root.get_element_by_id("x")) == ""


def found(head, body="<p>Texte.</p>", lang=""):
    root = parse_html(f"<html{lang}><head>{head}</head><body>{body}</body></html>")
    return [(one.name, one.value, one.origin) for one in page_metadata(root)]


def data(text):
    return f'<script type="application/ld+json">{text}</script>'


def test_data_of_a_page_that_are_no_document_say_nothing():
    assert found(data('{"@type": "Person", "headline": "A"}')) == []
    assert found(data("[1, {}]")) == []
    made = found(data('{"@graph": [{"@type": ["Report"], "headline": ["A", " "]}]}'))
    assert made == [("kind", "['Report']", "JSON-LD"), ("title", "A", "JSON-LD")]
    by_id = '{"@type": "Event", "author": [{"@id": "i"}, {"name": "n", "@id": "j"}]}'
    assert [one[1] for one in found(data(by_id))][1:] == ["i", "n"]


@pytest.mark.parametrize(("length", "count"), [(200_000, 1), (200_001, 0)])
def test_data_of_a_page_have_a_length(length, count):
    text = '{"@type": "Event"}'
    assert len(found(data(text.ljust(length)))) == count


@pytest.mark.parametrize(("number", "count"), [(50, 50), (51, 50)])
def test_fifty_values_of_one_name_are_read(number, count):
    tags = "<meta name=author content=A>" * number
    assert len(found(tags)) == count
    names = ", ".join(['"a"'] * number)
    assert len(found(data(f'{{"@type": "Event", "author": [{names}]}}'))) == count + 1
    things = ", ".join(['{"@type": "Event"}'] * number)
    assert len(found(data(f"[{things}]"))) == count
    assert len(found(data(f'{{"@graph": [{things}]}}'))) == count


def test_the_order_of_origins():
    made = found(
        "<title>Un titre | Site</title><meta property='og:title' content=O>"
        "<meta name='DC:title' content=D><link rel='canonical x' href=u>"
        "<link rel=canonical>"
        + data('{"@type": "Article", "headline": "L", "url": "j"}'),
        "<h1 class=entry-title>H</h1><p>T</p>",
        " lang=fr",
    )
    assert [one for one in made if one[0] in ("title", "url", "language")] == [
        ("url", "j", "JSON-LD"),
        ("title", "D", "meta dc.title"),
        ("title", "O", "meta og:title"),
        ("title", "L", "JSON-LD"),
        ("url", "u", "link canonical"),
        ("title", "H", "heading"),
        ("title", "H", "heading"),
        ("title", "Un titre", "title"),
        ("language", "fr", "html lang"),
    ]


def test_only_one_heading_is_the_title():
    assert found("", "<h1>A</h1><footer><h1>B</h1></footer>")[-1][1] == "A"
    assert found("", "<h1>A</h1><h1>B</h1>") == []


def byline(*lines):
    body = "<h1>T</h1>" + "".join(f"<p>{line}</p>" for line in lines)
    return [one[1] for one in found("", body) if one[0] == "byline"]


def test_lines_below_the_heading_are_short_and_few():
    assert byline("a" * 120, "a" * 121, "b") == ["a" * 120, "b"]
    assert byline("a", "b" * 200, "c") == ["a", "c"]
    assert byline("a", "b" * 201, "c") == ["a"]
    assert len(byline(*["a"] * 17)) == 16
    body = "<h1>T</h1><time datetime=2024>hier</time>"
    assert ("date", "2024", "byline") in found("", body)
    assert found("", "<p>a</p>") == []


@pytest.mark.parametrize(("between", "is_read"), [(1_440, True), (1_500, False)])
def test_a_suggested_citation_is_near_its_words(between, is_read):
    words = f"OpenEdition vous suggère de citer ce billet {'a' * between} 10.58079/abc"
    made = [one for one in found("", f"<p>{words}</p>") if one[0] == "doi"]
    assert bool(made) is is_read


def page(body, limit=10_000, head=""):
    html = f"<html><head>{head}</head><body>{body}</body></html>"
    limits = Limits(characters=limit)
    return read_html(html.encode(), ReadingRequest("p.html", limits))


@pytest.mark.parametrize(("limit", "is_read"), [(10, True), (9, False)])
def test_a_page_has_as_many_characters_as_allowed(limit, is_read):
    if is_read:
        assert page("<p>abcdefghij</p>", limit).pages[0].text == "abcdefghij"
    else:
        with pytest.raises(TooLarge, match="9 caractères"):
            page("<p>abcdefghij</p>", limit)


def test_furniture_has_400_lines_of_300_characters():
    post = f"<div class=entry-content><p>{'x' * 200_000}</p></div>"
    line = f"<p>{'m' * 310}</p>"
    for number, more in ((400, ()), (401, (1,))):
        made = page(f"<nav>{line * number}</nav>{post}", 10**6)
        assert [len(one) for one in made.pages[0].furniture] == [300] * 400
        assert tuple(one.count for one in made.losses) == more


@pytest.mark.parametrize(
    ("charset", "encoding"),
    [("iso-8859-1", "cp1252"), ("iso-8859-15", "iso-8859-15"), ("utf-8", "utf-8")],
)
def test_a_stated_encoding_is_that_of_the_page(charset, encoding):
    html = f"<meta charset={charset}><p>Été œ €</p>".encode(encoding)
    assert read_html(html, ReadingRequest("p.html")).pages[0].text == "Été œ €"


# Blocks


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>a<br>b</p>", "a\nb"),
        ("<div>a<p>b</p>c</div>", "a\n\nb\n\nc"),
        ("<p>a<span style='display: block'>b</span></p>", "a\n\nb"),
        ("<p>a<span>b</span></p>", "ab"),
        ("<dl><dt>a<dd>b</dl>", "a\nb"),
        ("<ol><li><h2>T</h2>a</ol>", "1. T\na"),
        ("<ul><li><h2>T</h2>a</ul>", "T\na"),
        ("<h2>a<br>b <b>c</b></h2>", "a b c"),
        ("<h2><button>a</button></h2><button>b</button><p>c</p>", "a\n\nc"),
        ("<p>a<img alt='un chat'> b</p><p>c</p>", "a b\n\nun chat\n\nc"),
        ("<p>a<img alt=':)' class=emoji>b</p>", "a:)b"),
        ("<h2>a <img alt='un chat'></h2>", "a un chat"),
        ("<p>a <math><mi>x</mi></math> b</p>", "a x b"),
        ("<p>a <math display=block><mi>x</mi></math> b</p>", "a\n\nx\n\nb"),
        ("<p>a<input value=b>c</p>", "a\nb\n\nc"),
        ("<pre>a\n  b</pre>", "a\n  b"),
        ("<pre><p>a</p>  b</pre>", "a\n\nb"),
        ("<table><tr><th>h<th>i<tr><td><pre>a\tb</pre><td>c</table>",
         "h\ti\na   b\tc"),
        ("<p>a<span class='MathJax'>x</span></p>", "a"),
        ("<p>m<sup>2</sup></p>", "m²"),
        ("<p>mot<sup>er</sup></p>", "moter"),
        ("<p>a<b class=inline-note>Une note.</b> b</p>", "a[1] b\n\n[1] Une note."),
    ],
)  # fmt: skip
def test_elements_are_written_as_they_are_shown(html, text):
    assert text_of(html) == text


def test_what_is_hidden_or_embedded_is_counted():
    def lost(html):
        return [(one.kind, one.count) for one in written(f"<p>a</p>{html}")[1]]

    assert lost("<p hidden>b c 1</p>") == [(LossKind.HIDDEN_TEXT, 3)]
    assert lost("<p hidden>1 2</p>") == []
    assert lost("<iframe src=a.pdf></iframe>") == [(LossKind.EMBEDDED_OBJECT, 1)]
    assert lost("<iframe src=a></iframe>") == []
    assert lost("<math><mspace/></math>") == [(LossKind.FORMULA, 1)]
    assert lost("<math></math>") == []


def test_captions_code_and_headings_have_their_kind():
    html = (
        "<figure><img alt='un chat'><figcaption>Figure</figcaption></figure>"
        "<p class=wp-caption-text>Légende</p><p>b</p><pre>c</pre>"
        "<pre class=wp-block-verse>d</pre><h3>e</h3>"
    )
    assert [text for _, text in shown(html, BlockKind.CAPTION)] == ["Figure", "Légende"]
    assert [text for _, text in shown(html, BlockKind.CODE)] == ["c"]
    assert [text for _, text in shown(html, BlockKind.HEADING)] == ["e"]
    assert [text for _, text in shown(html, BlockKind.ALTERNATIVE_TEXT)] == ["un chat"]
    levels = [b.level for b in written(html)[0].blocks if b.kind is BlockKind.HEADING]
    assert levels == [3]


def test_items_know_how_deep_they_stand():
    blocks, _ = written("<ul><li>a<ol><li>b</ol></ul><dl><dt>c<dd>d</dl><li>e")
    made = [(b.label, b.level) for b in blocks.blocks if b.kind is BlockKind.LIST_ITEM]
    assert made == [("-", 1), ("1.", 2), ("", 1), ("", 2), ("-", 1)]


@pytest.mark.parametrize(
    ("span", "expected"),
    [("2", 2), ("0", 1), ("x", 1), ("1001", 1_000), ("99999", 1_000), ("100000", 1)],
)
def test_a_span_of_a_cell_is_bounded(span, expected):
    html = f"<table><tr><th colspan={span}>a<th>b</table>"
    blocks, _ = written(html)
    cell = next(b for b in blocks.blocks if b.kind is BlockKind.CELL)
    assert (cell.column_span, cell.row_span) == (expected, 1)


def test_parts_in_another_language_are_remembered():
    blocks, _ = written(
        "<p lang=fr>a</p><p lang=en-GB>b</p><div lang=es><p>c</p></div>"
    )
    text = blocks.text()
    made = [(s.language, text[s.start : s.end]) for s in blocks.spans]
    assert made == [("en", "b"), ("es", "c")]


@pytest.mark.parametrize("depth", [100, 181, 221, 400])
def test_deep_boxes_keep_their_text_in_order(depth):
    html = "".join(f"<div>{n} " for n in range(depth)) + "fin" + "</div>x" * depth
    words = text_of(html).split()
    assert words[:depth] == [str(n) for n in range(depth)]
    assert "".join(words[depth:]) == "fin" + "x" * depth


@pytest.mark.parametrize("piece", ["x", "@", "/* ", "a{", "@a{b"])
def test_a_style_without_rules_is_read_once_and_hides_nothing(piece: str):
    style = piece * (400_000 // len(piece))
    page = f"<html><head><style>{style}</style></head><body><p>Vu.</p></body></html>"
    assert not Visibility(fromstring(page)).is_hidden(fromstring("<p class='x'>a</p>"))
