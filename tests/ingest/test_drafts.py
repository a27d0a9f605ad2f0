"""What is pasted is read as what it is, and nothing that is hidden is read."""

import html

import pytest

from ingest.drafts import read_draft
from ingest.isolation.pool import ReaderPool

GUTENBERG = """<!-- wp:heading {"level":2} -->
<h2 class="wp-block-heading">Titre</h2>
<!-- /wp:heading -->
<!-- wp:paragraph {"className":"is-style-x"} -->
<p>Un&nbsp;paragraphe<sup data-fn="5f" class="fn"><a href="#5f">1</a></sup>.</p>
<!-- /wp:paragraph -->
<!-- wp:list --><ul class="wp-block-list"><!-- wp:list-item -->
<li>premier</li><!-- /wp:list-item --></ul><!-- /wp:list -->
<!-- wp:quote --><blockquote class="wp-block-quote"><!-- wp:paragraph -->
<p>Réparer.</p><!-- /wp:paragraph -->
<cite>Une élève</cite></blockquote><!-- /wp:quote -->
<!-- wp:table --><figure class="wp-block-table"><table><tbody><tr><td>Lyon</td>
<td>3</td></tr></tbody></table>
<figcaption>Villes</figcaption></figure><!-- /wp:table -->
<!-- wp:embed {"url":"https://example.org/v"} --><figure class="wp-block-embed"><div>
https://example.org/v
</div><figcaption>Une vidéo</figcaption></figure><!-- /wp:embed -->
<!-- wp:shortcode -->
[gallery ids="1,2,3"]
<!-- /wp:shortcode -->
<!-- wp:footnotes /-->"""
CLASSIC = """Un texte de l’éditeur <strong>classique</strong>.

[caption id="attachment_1"]<img src="a.jpg" alt="Une salle" /> Photo[/caption]

Deuxième&nbsp;paragraphe.

[gallery ids="1,2,3"]
<!--more-->
Fin."""
SIGNS = ("<", "wp:", "&", "[gallery", "[caption", "class=", "ids=")


@pytest.fixture(scope="module")
def pool():
    with ReaderPool(workers=1) as readers:
        yield readers


def text_of(pool, content, **hints):
    content = content.encode() if isinstance(content, str) else content
    record = read_draft(content, pool=pool, **hints)
    return "\n".join(passage.text for passage in record.passages)


@pytest.mark.parametrize("media_type", ["text/plain; charset=utf-8", "text/html", None])
@pytest.mark.parametrize("written", [str, html.escape])
def test_blocks_of_the_editor_are_read_as_what_they_show(pool, media_type, written):
    text = text_of(pool, written(GUTENBERG), media_type=media_type)
    shown = (
        *("Titre", "Un\xa0paragraphe[1].", "- premier", "Réparer.", "Une élève"),
        *("Lyon\t3", "Villes", "https://example.org/v", "Une vidéo"),
    )
    assert [line for line in text.split("\n") if line] == list(shown)


def test_a_text_file_may_hold_what_was_pasted(pool):
    hints = {"name": "Billet.TXT", "media_type": "text/plain"}
    assert text_of(pool, CLASSIC, **hints).startswith("Un texte de l’éditeur classique")


def test_blocks_that_were_pasted_into_a_visual_editor_are_read_too(pool):
    pasted = f"<p>{html.escape(GUTENBERG)}</p>".replace("\n", "<br>")
    assert "Un\xa0paragraphe[1]." in text_of(pool, pasted, media_type="text/html")


@pytest.mark.parametrize("media_type", ["text/plain", "text/html; charset=utf-8"])
def test_the_source_of_the_classic_editor_keeps_its_paragraphs(pool, media_type):
    text = text_of(pool, CLASSIC, media_type=media_type)
    assert [line for line in text.split("\n") if line] == [
        *("Un texte de l’éditeur classique.", "Une salle", "Photo"),
        *("Deuxième\xa0paragraphe.", "Fin."),
    ]
    assert not any(sign in text for sign in SIGNS)


@pytest.mark.parametrize(
    "text",
    [
        "La balise <p> ouvre, a < b et c > d.",
        "On écrit &lt; pour <, et [note] aussi.",
        "Un prix #1 [sic] (http), *sans* plus.",
    ],
)
def test_a_text_that_speaks_of_signs_stays_a_text(pool, text):
    assert text_of(pool, text, media_type="text/plain") == text


def test_markdown_is_known_by_its_signs(pool):
    note = (
        "---\ntitle: Secret\n---\n\nUn [lien](https://x.org/a)[^1].\n\n[^1]: La note."
    )
    for media_type in ("text/plain; charset=utf-8", "text/markdown; charset=utf-8"):
        text = text_of(pool, note, media_type=media_type)
        assert text == "Un lien[1].\n\n[1] La note."
    assert text_of(pool, "## Titre\n\nUn *mot*.") == "Titre\n\nUn mot."
    assert text_of(pool, "# Titre\n\nUn <b>mot</b>.") == "Titre\n\nUn mot."


def test_what_a_word_processor_on_the_web_copies_is_html(pool):
    copied = (
        '<meta charset="utf-8"><b style="font-weight:normal;" id="docs-guid-1">'
        '<p dir="ltr"><span style="color:#000">Un texte.</span></p><br>'
        '<p dir="ltr"><span>Un autre.</span></p></b>'
    )
    assert text_of(pool, copied) == "Un texte.\n\nUn autre."
    assert text_of(pool, f"<!--StartFragment-->{copied}") == "Un texte.\n\nUn autre."


def test_a_declared_character_set_counts(pool):
    content = "Été à Nîmes.".encode("cp1252")
    for charset in ("windows-1252", "inconnu", "utf-8"):
        media_type = f"text/plain; charset={charset}"
        assert text_of(pool, content, media_type=media_type) == "Été à Nîmes."
    page = '<html><meta charset="iso-8859-1"><body><p>Été</p></body></html>'
    media_type = "text/html; charset=iso-8859-1"
    assert text_of(pool, page.encode("latin-1"), media_type=media_type) == "Été"


@pytest.mark.parametrize(
    "hidden",
    [
        '<p style="display:none">CACHÉ</p>',
        "<p hidden>CACHÉ</p>",
        '<div aria-hidden="true">CACHÉ CACHÉ CACHÉ CACHÉ CACHÉ CACHÉ CACHÉ CACHÉ</div>',
        '<p style="color: #FFF">CACHÉ</p>',
        '<p style="color:white;background:#ffffff">CACHÉ</p>',
        '<p style="color:rgb(255, 255, 255)">CACHÉ</p>',
        '<font color="white">CACHÉ</font>',
        '<span style="opacity:0">CACHÉ</span>',
        '<span style="color:transparent">CACHÉ</span>',
        '<span style="position:absolute;left:-9999px">CACHÉ</span>',
        '<span style="font-size:0">CACHÉ</span>',
        '<span style="font-size: 1px">CACHÉ</span>',
        '<p style="color:#fefefe">CACHÉ</p>',
        '<p style="color:hsl(0, 0%, 100%)">CACHÉ</p>',
        '<p style="max-height:0px;overflow:hidden">CACHÉ</p>',
        "<del>CACHÉ</del>",
        "<!-- CACHÉ -->",
        "<script>CACHÉ</script><template>CACHÉ</template>",
    ],
)
def test_what_nobody_sees_of_a_copied_piece_is_not_read(pool, hidden):
    assert text_of(pool, f"<p>Vu avant.</p>{hidden}<p>Vu après.</p>") == (
        "Vu avant.\n\nVu après."
    )


@pytest.mark.parametrize(
    "shown",
    [
        '<p style="color:#fff;background-color:#000">VU</p>',
        '<div style="background:navy"><p style="color:white">VU</p></div>',
        '<p class="has-background" style="color:#fff">VU</p>',
        '<p style="background-color:#fff">VU</p>',
        '<p style="opacity:0.5">VU</p>',
        '<p style="color:#fff000">VU</p>',
        '<p style="color:hsl(0, 90%, 50%)">VU</p>',
        '<p style="font-size:12px;line-height:1">VU</p>',
        '<p style="width:1px">VU</p>',
        "<p><ins>VU</ins></p>",
    ],
)
def test_what_is_seen_is_read(pool, shown):
    assert text_of(pool, f"<p>Avant.</p>{shown}") == "Avant.\n\nVU"


def test_a_page_with_style_sheets_may_show_white_letters(pool):
    page = (
        "<html><head><link rel=stylesheet href=a.css></head><body>"
        '<h1 style="color:#fff">Titre</h1><p>Un texte.</p></body></html>'
    )
    assert text_of(pool, page) == "Titre\n\nUn texte."
