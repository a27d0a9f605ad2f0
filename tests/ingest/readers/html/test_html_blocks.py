"""What a page shows is written once, in order, with what each run of it is."""

import pytest

from ingest.readers.block_text import BlockText
from ingest.readers.html.html_blocks import write_blocks
from ingest.readers.html.html_tree import parse_html
from ontology.structure import BlockKind, Loss, LossKind


def written(html: str) -> tuple[BlockText, tuple[Loss, ...]]:
    blocks = BlockText(100_000)
    losses = write_blocks(parse_html(html), blocks, language="fr")
    return blocks, losses


def text_of(html: str) -> str:
    return written(html)[0].text()


def shown(html: str, kind: BlockKind) -> list[tuple[str, str]]:
    blocks = written(html)[0]
    whole = blocks.text()
    return [(b.label, whole[b.start : b.end]) for b in blocks.blocks if b.kind is kind]


def test_cells_keep_their_column_below_a_cell_that_fills_two_rows():
    blocks, _ = written(
        "<table><caption>Tableau 1</caption><thead><tr><td>Académie</td><th>Groupe</th>"
        "</tr></thead><tr><td rowspan=2>Poitiers</td><td>REVE<br>bis</td></tr>"
        "<tr><td><p>ELABORE</p><p>ter</p></td></tr></table>"
    )
    text = blocks.text()
    assert text == "Tableau 1\n\nAcadémie\tGroupe\nPoitiers\tREVE\nbis\n\tELABORE\nter"
    cells = [block for block in blocks.blocks if block.kind is BlockKind.CELL]
    assert [(text[c.start : c.end], c.row, c.column, c.is_header) for c in cells] == [
        ("Académie", 0, 0, True),
        ("Groupe", 0, 1, True),
        ("Poitiers", 1, 0, False),
        ("REVE\nbis", 1, 1, False),
        ("ELABORE\nter", 2, 1, False),
    ]
    assert blocks.blocks[0].kind is BlockKind.CAPTION


def test_an_inner_table_is_written_once_inside_its_cell():
    html = (
        "<table><tr><td>A</td><td><table><tr><td>b</td><td>c</td></tr></table></td>"
        "<td>d</td></tr></table>"
    )
    assert text_of(html) == "A\tb\tc\td"


@pytest.mark.parametrize(
    "html",
    [
        "<table role=presentation><tr><td>menu</td><td>corps</td></tr></table>",
        "<table><tr><td>menu</td></tr><tr><td>corps</td></tr></table>",
        "<table><tr><td>menu</td><td><h2>corps</h2></td></tr></table>",
    ],
)
def test_tables_that_only_place_boxes_are_blocks(html: str):
    blocks, _ = written(html)
    assert not any(block.kind is BlockKind.TABLE for block in blocks.blocks)
    assert blocks.text().split("\n\n") == ["menu", "corps"]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<ol start=3><li>a</li><li value=7>b</li><li>c</li></ol>", "3. a\n7. b\n8. c"),
        ("<ol reversed><li>a</li><li>b</li></ol>", "2. a\n1. b"),
        ("<ol type=a><li>a<ol type=I><li>b</ol><li>c</ol>", "a. a\nI. b\nb. c"),
        ("<ol style='list-style-type: lower-roman'><li>a<li>b</ol>", "i. a\nii. b"),
        ("<ul><li>a<ul><li>b</ul><li><p>c</p><p>d</p></ul>", "- a\n- b\n- c\nd"),
        ("<dl><dt>Terme</dt><dd>Sens</dd></dl>", "Terme\nSens"),
    ],
)
def test_items_keep_their_number(html: str, text: str):
    assert text_of(html) == text


def test_items_know_how_deep_they_stand():
    blocks, _ = written("<ul><li>a<ol><li>b</li></ol></li></ul>")
    assert [(b.label, b.level) for b in blocks.blocks] == [("-", 1), ("1.", 2)]


def test_headings_never_glue_words():
    blocks, _ = written("<h2>Programme d’actions<br>et axes</h2><p>Un.</p>")
    assert [s.title for s in blocks.sections] == ["Programme d’actions et axes"]


NOTES = {
    "markdown": (
        '<p>Mot<a href="#fn:1" id="r1" class="footnote-ref"><sup>1</sup></a>.</p>'
        '<ol><li id="fn:1"><p>Une note. <a href="#r1">↩</a></p></li></ol>'
    ),
    "hypotheses": (
        '<p>Mot<a class="footnotecall" id="bodyftn1" href="#ftn1">1</a>.</p>'
        '<p><a class="FootnoteSymbol" href="#bodyftn1" id="ftn1">1</a> Une note.</p>'
    ),
    "word": (
        '<p>Mot<a href="#_ftn1" name="_ftnref1"><sup>[1]</sup></a>.</p>'
        '<p><a href="#_ftnref1" name="_ftn1">[1]</a> Une note.</p>'
    ),
    "roles": (
        '<p>Mot<a role="doc-noteref" href="#n1">1</a>.</p>'
        '<aside id="n1" role="doc-footnote"><p>Une note.</p></aside>'
    ),
    "spip": (
        '<p>Mot<span class="spip_note_ref">[<a href="#nb1" class="spip_note" id="nh1">1'
        '</a>]</span>.</p><div id="nb1"><p><span>[<a href="#nh1">1</a>] </span>'
        "Une note.</p></div>"
    ),
}


@pytest.mark.parametrize("style", NOTES)
def test_notes_keep_their_call(style: str):
    text = text_of(NOTES[style])
    assert text.startswith("Mot[1].")
    ((label, note),) = shown(NOTES[style], BlockKind.NOTE)
    assert label == "1"
    assert note.startswith("[1] ")
    assert note.endswith("Une note.")


def test_links_inside_a_page_are_no_calls_of_notes():
    html = '<p><a href="#partie">Partie 1</a></p><h2 id="partie">Partie</h2>'
    assert text_of(html) == "Partie 1\n\nPartie"


def test_superscripts_do_not_glue_to_the_word_before():
    html = "<p>12 m<sup>2</sup> au XXI<sup>e</sup> siècle, le carnet<sup>3</sup>.</p>"
    assert text_of(html) == "12 m² au XXIe siècle, le carnet[3]."


def test_images_speak_by_their_alternative_text():
    html = (
        '<figure><img src="c.png" alt="Carte des académies"><figcaption>Figure 1'
        '</figcaption></figure><p>Un <img class="emoji" alt="🙂"> mot</p>'
        '<img alt=""><img alt="IMG_2034.jpg"><img role="presentation" alt="Filet bleu">'
    )
    assert text_of(html) == "Carte des académies\n\nFigure 1\n\nUn 🙂 mot"
    assert shown(html, BlockKind.ALTERNATIVE_TEXT) == [("", "Carte des académies")]
    assert shown(html, BlockKind.CAPTION) == [("", "Figure 1")]


@pytest.mark.parametrize(
    ("math", "text"),
    [
        (
            "<math><mi>m</mi><mo>=</mo><mfrac><mi>a</mi><mi>b</mi></mfrac></math>",
            "m = a/b",
        ),
        ('<math alttext="x au carré"><mi>x</mi></math>', "x au carré"),
        (
            '<span class="katex"><math><semantics><mi>x</mi><annotation encoding='
            '"application/x-tex">x^2</annotation></semantics></math><span '
            'class="katex-html" aria-hidden="true">x2</span></span>',
            "x^2",
        ),
        ("<math><msqrt><mi>a</mi><mo>+</mo><mn>1</mn></msqrt></math>", "√(a + 1)"),
    ],
)  # fmt: skip
def test_formulae_are_readable_and_written_once(math: str, text: str):
    assert text_of(f"<p>On a {math} ici.</p>") == f"On a {text} ici."


def test_a_formula_on_a_line_of_its_own_is_one():
    html = '<p>Ainsi</p><math display="block"><mi>x</mi></math>'
    assert shown(html, BlockKind.FORMULA) == [("", "x")]
    alone = r"<p>Ainsi</p><p>\[ E = mc^2 \]</p><p>où \(c\) est connue.</p>"
    assert shown(alone, BlockKind.FORMULA) == [("", "E = mc^2")]
    assert text_of(alone) == "Ainsi\n\nE = mc^2\n\noù c est connue."


@pytest.mark.parametrize(
    "drawn",
    [
        '<img class="latex" src="f.png" alt="$x^2$">',
        '<img src="https://latex.codecogs.com/gif.latex?x^2" alt="x^2">',
        '<span class="MathJax_Preview">x2</span><span class="MathJax"><i>x</i>2</span>'
        '<script type="math/tex">x^2</script>',
        '<script type="math/tex">x^2</script>',
        '<mjx-container class="MathJax"><i>x2</i><mjx-assistive-mml><math><msup><mi>x'
        "</mi><mn>2</mn></msup></math></mjx-assistive-mml></mjx-container>",
        '<span class="MathJax_SVG" data-mathml="&lt;math alttext=&quot;x^2&quot;&gt;'
        '&lt;mi&gt;x&lt;/mi&gt;&lt;/math&gt;"><svg></svg></span>',
        r'<span style="display:none"><math alttext="{\displaystyle x^2}"></math></span>'
        r'<img class="mwe-math-fallback-image-inline" alt="{\displaystyle x^2}">',
        r"\(x^2\)",
    ],
)
def test_a_formula_is_said_once_however_it_was_drawn(drawn: str):
    assert text_of(f"<p>On a {drawn} ici.</p>") == "On a x^2 ici."
    assert shown(f"<p>{drawn}</p>", BlockKind.FORMULA) == [("", "x^2")]


@pytest.mark.parametrize(
    "drawn",
    [
        '<span class="katex-display"><span class="katex"><math><mi>x</mi></math></span>'
        "</span>",
        '<div class="MathJax_Display"><span class="MathJax">x</span></div>'
        '<script type="math/tex; mode=display">x</script>',
        '<img class="mwe-math-fallback-image-display" alt="x">',
        "$$x$$",
    ],
)
def test_a_formula_that_is_displayed_is_a_block_of_its_own(drawn: str):
    html = f"<p>On a {drawn} ici.</p>"
    assert text_of(html) == "On a\n\nx\n\nici."
    assert shown(html, BlockKind.FORMULA) == [("", "x")]


def test_a_drawn_formula_without_its_source_is_counted():
    losses = written('<p>On a <span class="MathJax"><i>x</i></span></p>')[1]
    assert losses == (Loss(LossKind.FORMULA, 1),)


@pytest.mark.parametrize(
    "text", [r"Voir \[1\].", r"Un \(jour\).", "10 $ et 20 $", r"a \( b"]
)
def test_brackets_and_dollars_are_no_formulae(text: str):
    assert text_of(f"<p>{text}</p>") == text


def test_the_source_of_a_formula_in_code_stays():
    assert text_of(r"<p>Tapez <code>\(x^2\)</code>.</p>") == r"Tapez \(x^2\)."


@pytest.mark.parametrize(
    "hiding",
    [
        "hidden",
        'style="display : none"',
        'style="color:red;VISIBILITY:hidden"',
        'class="a cache"',
        'id="secret"',
    ],
)
def test_hidden_text_is_counted_and_never_written(hiding: str):
    style = "<style>@media print{p{display:none}} .cache,#secret{display:none}</style>"
    blocks, losses = written(f"{style}<p>Vu<span {hiding}>pas vu</span></p><p>Là</p>")
    assert blocks.text() == "Vu\n\nLà"
    assert losses == (Loss(LossKind.HIDDEN_TEXT, 5),)


def test_scripts_and_icons_are_no_text_and_folded_panels_are():
    html = (
        "<table><tr><td>Budget<script>var x='JS'</script><style>.x{}</style></td>"
        '<td>12</td></tr></table><p>Suite <i aria-hidden="true">★</i></p>'
        '<div aria-hidden="true">Un volet replié dont le texte est celui d’un auteur.'
        "</div><template><p>rien</p></template><noscript>rien</noscript>"
    )
    assert text_of(html) == (
        "Budget\t12\n\nSuite\n\nUn volet replié dont le texte est celui d’un auteur."
    )


def test_forms_give_labels_and_values_but_no_buttons():
    html = (
        '<form><label>Nom</label><input value="Dupont"><input type="hidden" value="k">'
        "<label>Académie<select><option>Nantes<option>Lille</select></label>"
        '<p>Tous les champs comptent.</p><button>Envoyer</button><input type="submit"'
        ' value="Valider"></form>'
    )
    assert " ".join(text_of(html).split()) == (
        "Nom Dupont Académie Nantes Lille Tous les champs comptent."
    )
    assert shown(html, BlockKind.FORM_FIELD) == [("", "Dupont"), ("", "Nantes\nLille")]


def test_code_keeps_its_lines_and_scripts_in_it_are_none():
    html = "<pre><code>si a:\n    b<br>c</code><script>x</script></pre>"
    assert text_of(html) == "si a:\n    b\nc"


@pytest.mark.parametrize("depth", [150, 3_000])
def test_depth_loses_nothing(depth: int):
    html = "<div>" * depth + "<p>Profond.</p><table><tr><td>a<td>b</table>"
    assert text_of(html + "</div>" * depth) == "Profond.\n\na\tb"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("Juste des mots", "Juste des mots"),
        ("<td>a</td><td>b</td>", "a\n\nb"),
        ("<li>a</li><li>b</li>", "- a\n- b"),
        ("<p>Un</p><p>deux", "Un\n\ndeux"),
    ],
)
def test_fragments_are_read(html: str, text: str):
    assert text_of(html) == text


def test_embedded_documents_are_counted():
    _, losses = written('<p>Voir :</p><iframe src="https://x.fr/a.pdf"></iframe>')
    assert losses == (Loss(LossKind.EMBEDDED_OBJECT, 1),)
    assert not written('<iframe src="https://video.fr/12"></iframe>')[1]


def test_spaces_without_a_break_survive():
    assert text_of("<p>Un sens&nbsp;: 12\u202f000&nbsp;&nbsp; €</p>") == (
        "Un sens\u00a0: 12\u202f000 €"
    )


def test_contents_and_bibliography_are_parts():
    html = (
        '<div id="toc"><ul><li>Un</li></ul></div><p>Corps.</p>'
        '<section role="doc-bibliography"><p>Dupont, A. (2020).</p></section>'
    )
    assert shown(html, BlockKind.CONTENTS) == [("", "- Un")]
    assert shown(html, BlockKind.BIBLIOGRAPHY) == [("", "Dupont, A. (2020).")]
