"""The text of a page is chosen by what holds most of it, and nothing is lost unseen."""

from ingest.read_text import ReadingRequest, ReadPage
from ingest.readers.html.html_page import read_html
from ontology.structure import BlockKind

SENTENCE = "Le groupe étudie la sobriété numérique dans douze collèges de l’académie"
TEXT = "".join(f"<p>{SENTENCE}, étape {number}.</p>" for number in range(12))


def page_of(body: str) -> ReadPage:
    html = f"<html lang='fr'><head><title>T</title></head><body>{body}</body></html>"
    return read_html(html.encode(), ReadingRequest("p.html")).pages[0]


def test_a_small_post_element_does_not_win_against_the_text():
    page = page_of(
        f"<div class='entry-content'><p>Un chapeau.</p></div><div id='x1'>{TEXT}</div>"
    )
    assert page.text.count(SENTENCE) == 12
    assert page.engine == "trafilatura"


def test_the_largest_of_several_post_elements_is_taken():
    page = page_of(
        "<div class='entry-content'><p>Un extrait.</p></div>"
        f"<div class='entry-content'>{TEXT}</div>"
    )
    assert page.text.startswith(SENTENCE)
    assert page.text.count(SENTENCE) == 12
    assert page.furniture == ("Un extrait.",)


def test_furniture_inside_a_post_stands_beside_the_page():
    page = page_of(
        f"<div class='entry-content'>{TEXT}<div class='sharedaddy'><a href='x'>Partager"
        "</a></div><h3>Articles similaires</h3><ul><li><a href='y'>Un autre billet</a>"
        "</li></ul></div><nav><a href='/'>Accueil</a></nav>"
    )
    assert page.text.endswith("étape 11.")
    assert set(page.furniture) == {
        "Partager", "Articles similaires", "- Un autre billet", "Accueil",
    }  # fmt: skip


def test_tables_and_lists_that_trafilatura_leaves_out_stay():
    table = "<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table>"
    page = page_of(f"<nav>Menu</nav><div class='c9'>{TEXT}{table}{TEXT}</div>")
    assert "A\tB\n1\t2" in page.text
    assert any(block.kind is BlockKind.TABLE for block in page.blocks)


def test_notes_outside_the_post_are_read_with_their_call():
    page = page_of(
        f"<div class='entry-content'>{TEXT}<p>Fin<sup><a href='#fn1' id='r1'>1</a>"
        "</sup></p></div><footer><ol><li id='fn1'>Une note. <a href='#r1'>↩</a></li>"
        "</ol></footer><footer>Pied de page</footer>"
    )
    assert page.text.endswith("Fin[1]\n\n[1] Une note.")
    assert page.furniture == ("Pied de page",)


def test_a_form_around_the_page_is_no_furniture():
    page = page_of(f"<form id='f'><nav>Menu</nav><div>{TEXT}</div></form>")
    assert page.text.count(SENTENCE) == 12


def test_the_lead_of_an_article_in_a_box_of_its_own_is_text():
    lead = "Ce billet présente les premiers résultats du groupe, et leurs limites."
    page = page_of(
        "<div><a href='/'>Accueil</a> <a href='/a'>Agenda</a></div><article>"
        f"<div><div><p>{lead}</p></div><div>{TEXT}</div></div></article>"
    )
    assert page.text.startswith(lead)
    assert page.text.count(SENTENCE) == 12


def test_what_announces_other_pages_behind_its_heading_is_no_text():
    cards = "".join(
        f"<div><h4><a href='/{number}'>Un autre billet, le {number}</a></h4>"
        f"<p>Début du billet {number} : nous avons repris les relevés…</p></div>"
        for number in range(4)
    )
    prose = f"<p>{SENTENCE}, et fin.</p>"
    for inside in (cards, f"<div>{cards}</div>"):
        text = page_of(
            f"<div><div>{TEXT}</div><div><h3>Plus d’articles</h3>{inside}</div></div>"
        ).text
        assert text.count(SENTENCE) == 12
        assert "Début du billet" not in text
    text = page_of(f"<div>{TEXT}<div><h3>Plus d’articles</h3>{prose}</div></div>").text
    assert text.endswith("et fin.")
