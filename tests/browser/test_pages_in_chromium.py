"""This test ensures that the pages work in a real browser, for everyone."""

import pytest

from tests.browser.axe import violations

pytestmark = pytest.mark.browser

PAGES = [
    "/",
    "/recherche?q=sobriété+tablettes",
    "/recherche?q=sobriété&kind=watch_note&lab=techne",
    "/recherche?q=rien",
    "/recherche?q=aeson",
    "/recherche?q=labos",
    "/recherche?q=labos+aucun",
    "/recherche?q=panne",
    "/recherche?q=numérque",
    "/recherche?q=école+numérque",
    "/recherche?q=hostile+gras",
    "/recherche?q=xyz&limit=2",
    "/catalogue",
    "/document/sheet-gtnum-2022-aeson",
    "/document/note-sobriete?page=2",
    "/document/glossaire?partie=2",
    "/document/hostile",
    "/document/teachers-and-ai",
    "/document/structure",
    "/entites",
    "/entites?q=techne&kind=lab",
    "/entites?q=introuvable",
    "/entite/group/gtnum-2022-aeson",
    "/entite/concept/sobriete",
    "/entite/lab/mica",
    "/notions",
    "/apparentes",
    "/sparql",
    "/sparql?query=SELECT",
    "/nouveautes",
    "/embed?kind=post",
    "/aide",
    "/accessibilite",
    "/donnees",
    "/docs",
    "/problems",
    "/problems/busy",
    "/nulle-part",
]
VIEWS = [(1280, "light"), (1280, "dark"), (390, "light")]


@pytest.mark.parametrize("path", PAGES)
def test_no_page_scrolls_sideways_on_320_pixels_and_axe_finds_nothing_to_mend(
    open_page, path
):
    """Both are asked of a page that is loaded once: loading costs more than asking."""
    page = open_page(path, viewport={"width": 320, "height": 640})
    overflow = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert overflow <= 0

    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    for width, scheme in VIEWS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        assert violations(page) == [], (width, scheme)


@pytest.mark.parametrize("has_script", [True, False])
def test_a_question_leads_to_a_marked_passage_and_its_page(
    open_page, address, has_script
):
    page = open_page("/", java_script_enabled=has_script)
    page.get_by_label("Que cherchez-vous").fill("tablettes partagées")
    page.get_by_role("button", name="Chercher").click()

    assert page.locator("mark").first.inner_text() == "tablettes"
    link = page.get_by_role("link", name="p. 2")
    assert link.get_attribute("href") == "/documents/note-sobriete/original#page=2"

    page.get_by_role("link", name="Lire dans le document").first.click()
    page.wait_for_url(f"{address}/document/note-sobriete?page=2#passage-1")
    assert "Les tablettes partagées" in page.locator(":target").inner_text()


def test_the_page_link_opens_the_pdf(open_page):
    page = open_page("/recherche?q=tablettes")

    with page.expect_response("**/original") as answered:
        page.get_by_role("link", name="p. 2").click(no_wait_after=True)

    assert answered.value.status in (200, 206)
    assert answered.value.headers["content-type"] == "application/pdf"
    assert answered.value.headers["content-disposition"].startswith("inline")


def focused(page):
    return page.evaluate("document.activeElement.textContent.trim()")


def test_the_way_from_question_to_passage_needs_no_mouse(open_page, address):
    page = open_page("/")
    page.keyboard.press("Tab")
    assert focused(page) == "Aller au contenu"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("tablettes")
    page.keyboard.press("Enter")
    page.wait_for_url("**/recherche?q=tablettes")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    for _ in range(12):
        page.keyboard.press("Tab")
        if focused(page) == "Sobriété numérique : douze études":
            break
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    page.keyboard.press("Enter")

    page.wait_for_url(f"{address}/document/note-sobriete")


def test_the_slash_key_leads_to_the_search_box(open_page):
    page = open_page("/recherche?q=tablettes")

    page.keyboard.press("/")

    assert page.evaluate("document.activeElement.id") == "q"
    assert page.get_by_label("Votre question").input_value() == "tablettes"


def test_a_citation_can_be_copied(open_page):
    page = open_page(
        "/document/sheet-gtnum-2022-aeson",
        permissions=["clipboard-read", "clipboard-write"],
    )
    page.get_by_role("button", name="Copier la citation", exact=True).click()

    page.get_by_role("button", name="Citation copiée").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("MARTIN, Camille, 2024. Fiche descriptive : GTnum #ÆSON")


def test_hostile_documents_run_nothing(open_page):
    page = open_page("/document/hostile")
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    page.goto(page.url.replace("/document/hostile", "/recherche?q=hostile"))

    assert page.locator("img").count() == 0
    assert "<script>alert" in page.locator("h3").first.inner_text()


def test_suggestions_are_chosen_with_the_keyboard(open_page):
    page = open_page("/")
    box = page.get_by_role("combobox", name="Que cherchez-vous")
    box.press_sequentially("so")
    options = page.get_by_role("option")
    options.first.wait_for()
    assert box.get_attribute("aria-expanded") == "true"
    assert violations(page) == []

    page.keyboard.press("ArrowUp")
    assert box.input_value() == "sobriété"
    active = box.get_attribute("aria-activedescendant")
    assert page.locator(f"#{active}").get_attribute("aria-selected") == "true"
    assert violations(page) == []

    page.keyboard.press("Escape")
    assert box.get_attribute("aria-expanded") == "false"
    assert box.input_value() == "so"

    page.keyboard.press("ArrowDown")
    options.first.wait_for()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_url("**/recherche?q=sobri%C3%A9t%C3%A9")


def test_a_suggestion_is_chosen_with_the_mouse_and_is_only_text(open_page):
    page = open_page("/")
    page.get_by_role("combobox").press_sequentially("so")
    page.get_by_role("option").first.wait_for()
    assert page.locator("#suggestions img").count() == 0
    page.get_by_role("option").nth(1).click()
    page.wait_for_url("**/recherche?q=Sobri*")


def test_what_was_understood_is_taken_back_with_a_click(open_page):
    page = open_page("/recherche?q=aeson")
    chips = page.get_by_label("Compris dans la question")
    chips.get_by_role("link").last.click()
    page.wait_for_url("**ignore=**")
    assert chips.count() == 0
