"""This test ensures that an editor can work on the page of related work."""

import gzip
from itertools import pairwise

import pytest

from search_api.web.pages.bookmarklet import bookmarklet
from tests.browser.axe import violations
from tests.search_api.web.tiny_corpus import AESON, HOSTILE

pytestmark = pytest.mark.browser

DRAFT = f"""La sobriété numérique s’enseigne aux élèves, dit {HOSTILE}, voir 8846.

Une recette de tarte, que rien n’appuie.

Une reprise mot pour mot.
"""
VIEWS = [(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")]


@pytest.fixture
def compare(open_page):
    """Return a function that compares the draft and gives the page of answers."""

    def compared(draft=DRAFT, **options):
        page = open_page("/apparentes", **options)
        page.get_by_label("Votre texte").fill(draft)
        page.get_by_role("button", name="Comparer").click()
        page.get_by_role("heading", name="Travaux proches de votre texte").wait_for()
        return page

    return compared


def test_the_page_is_sound_in_both_themes_and_on_a_phone(compare):
    page = compare(viewport={"width": 320, "height": 640})
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    overflow = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert overflow <= 0
    assert page.locator("script:not([src]), [style], style").count() == 0
    for width, scheme in VIEWS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        assert violations(page) == [], (width, scheme)


def test_headings_are_in_order_and_what_is_missing_comes_first(compare):
    page = compare()
    levels = page.evaluate(
        "[...document.querySelectorAll('main :is(h1, h2, h3, h4)')]"
        ".map(heading => Number(heading.tagName[1]))"
    )
    assert levels[0] == 1
    assert all(b - a <= 1 for a, b in pairwise(levels))
    first = page.locator("main h2").first
    assert (
        first.inner_text() == "Rien dans le corpus n’appuie 1 paragraphe de votre texte"
    )
    page.locator(".notice").get_by_role("link", name="2. Une recette").click()
    assert page.evaluate("location.hash") == "#paragraphe-2"


def test_the_page_weighs_little(compare):
    page = compare()
    assert len(gzip.compress(page.content().encode())) < 12_000


def test_what_is_chosen_is_copied_as_blocks(compare):
    page = compare(permissions=["clipboard-read", "clipboard-write"])
    told = page.locator("#choisis")
    assert told.inner_text() == "Cochez « Citer » sous un passage."

    # Three times on the page, for two paragraphs and the whole text: once chosen.
    first = page.get_by_role("checkbox", name="Citer « GTnum #ÆSON").first
    first.focus()
    page.keyboard.press("Space")
    assert told.inner_text() == "1 passage à citer"
    page.get_by_role("checkbox", name="Citer « <script>").first.check()
    assert told.inner_text() == "2 passages à citer"

    page.get_by_role("button", name="Copier les références").click()
    page.get_by_role("button", name="Copié").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("<!-- wp:list -->")
    assert copied.count('<span class="Z3988"') == 2
    sentence = AESON[0].split(". ")[0]
    assert f"«\u202f{sentence}.\u202f»" in copied

    page.get_by_role("button", name="Copier les mots-clés").click()
    page.get_by_role("button", name="Mots-clés copiés").wait_for()
    assert page.evaluate("navigator.clipboard.readText()").startswith("sobriété, ")


def test_references_are_taken_without_a_script(compare):
    page = compare(java_script_enabled=False)
    assert page.get_by_role("button", name="Copier").count() == 0
    page.get_by_role("checkbox", name="Citer « GTnum #ÆSON").first.check()
    page.get_by_label("Forme").select_option("markdown")
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="Voir les références").click()

    references = opened.value
    references.get_by_role("heading", name="Références à coller").wait_for()
    boxes = references.locator("textarea")
    assert boxes.first.input_value().startswith("- Description de «\u202fAdopter une")
    assert boxes.count() == 6
    assert "?" not in references.url


def test_an_answer_is_steered_by_what_is_liked_and_set_aside(compare):
    page = compare(DRAFT.split("\n")[0])
    page.get_by_text("2 documents, du plus proche").click()
    ranking = page.locator(".ranking")
    ranking.get_by_role("checkbox", name="Écarter : « GTnum #ÆSON").check()
    ranking.get_by_role("checkbox", name="En chercher de semblables").last.check()
    page.get_by_role("button", name="Comparer de nouveau").click()

    form = page.locator("#brouillon")
    form.get_by_role("checkbox", name="Écarter « GTnum #ÆSON").wait_for()
    assert form.get_by_role("checkbox", name="Chercher aussi").is_checked()
    assert "La sobriété numérique" in page.locator("#text").input_value()
    assert violations(page) == []


def test_the_boxes_of_references_are_sound(compare):
    page = compare()
    page.get_by_role("checkbox", name="Citer « GTnum #ÆSON").first.check()
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="Voir les références").click()
    opened.value.get_by_role("heading", name="Références à coller").wait_for()
    assert violations(opened.value) == []


@pytest.mark.parametrize("select", ["p", "textarea", "iframe"])
def test_the_bookmark_brings_the_selected_text(open_page, address, select):
    page = open_page("/apparentes")
    page.evaluate(
        """([select, draft]) => {
          document.body.innerHTML = `<p>avant <b>gras</b></p><textarea></textarea>
            <iframe></iframe>`;
          const frame = document.querySelector("iframe").contentWindow;
          frame.document.body.textContent = draft;
          document.querySelector("textarea").value = draft;
          document.querySelector("p").append(draft);
          const target = document.querySelector(select);
          if (select === "textarea") { target.focus(); target.select(); }
          else {
            const view = select === "iframe" ? frame : window;
            const node = select === "iframe" ? frame.document.body : target;
            view.getSelection().selectAllChildren(node);
          }
        }""",
        [select, "La sobriété numérique"],
    )
    script = page.evaluate(
        "link => decodeURIComponent(link)", str(bookmarklet(address))
    )
    with page.context.expect_page() as opened:
        page.evaluate(script.removeprefix("javascript:"))

    answers = opened.value
    answers.get_by_role("heading", name="Travaux proches de votre texte").wait_for()
    assert answers.url == f"{address}/apparentes"
    shown = answers.locator("#text").input_value()
    assert "La sobriété numérique" in shown
    assert ("<b>gras</b>" in shown) == (select == "p")


def test_the_bookmark_is_dragged_not_followed(open_page):
    page = open_page("/apparentes")
    page.get_by_role("link", name="Comparer avec GTnum").click()
    assert page.get_by_text("Ce lien ne s’ouvre pas ici").is_visible()
