"""This test ensures that the SPARQL editor helps, traps nobody and calls nobody."""

import pytest

pytestmark = pytest.mark.browser


def code(page):
    return page.locator(".CodeMirror").evaluate("box => box.CodeMirror.getValue()")


def write(page, text):
    page.locator(".CodeMirror").evaluate(
        "(box, text) => box.CodeMirror.setValue(text)", text
    )


def test_ctrl_enter_asks_and_the_answer_stands_below(open_page):
    page = open_page("/sparql")
    write(page, "SELECT * WHERE { ?s ?p ?o }")
    page.locator(".CodeMirror textarea").focus()

    with page.expect_navigation():
        page.keyboard.press("Control+Enter")

    page.get_by_role("heading", name="Réponse").wait_for()
    assert "query=SELECT" in page.url
    assert code(page) == "SELECT * WHERE { ?s ?p ?o }"


def test_missing_prefixes_of_ours_are_written(open_page):
    page = open_page("/sparql")
    write(page, "SELECT * WHERE { ?s a skos:Concept }")

    with page.expect_navigation():
        page.get_by_role("button", name="Exécuter").click()

    assert code(page).startswith("PREFIX skos: <http://www.w3.org/2004/02/skos/core#>")


def test_a_query_too_long_for_an_address_is_posted(open_page):
    page = open_page("/sparql")
    write(page, "SELECT * WHERE { ?s ?p ?o } #" + "é" * 2000)

    with page.expect_navigation():
        page.get_by_role("button", name="Exécuter").click()

    assert page.url.endswith("/sparql")
    page.get_by_role("heading", name="Réponse").wait_for()


def test_tab_leaves_the_editor(open_page):
    page = open_page("/sparql")
    page.locator(".CodeMirror textarea").focus()

    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.textContent.trim()") == "Exécuter"


def test_classes_of_the_vocabulary_complete(open_page):
    page = open_page("/sparql")
    write(page, "SELECT * WHERE { ?s a ")
    page.locator(".CodeMirror").evaluate(
        "box => { box.CodeMirror.focus(); box.CodeMirror.execCommand('goDocEnd'); }"
    )
    page.keyboard.type("gtnum:Pass")
    page.keyboard.press("Control+Space")

    hint = page.locator(".CodeMirror-hint", has_text="gtnum:Passage").first
    hint.wait_for()
    assert hint.is_visible()


def test_without_scripts_the_field_asks(open_page):
    page = open_page("/sparql", java_script_enabled=False)
    page.get_by_label("Requête SPARQL").fill("SELECT * WHERE { ?s ?p ?o }")
    page.get_by_role("button", name="Exécuter").click()

    page.get_by_role("heading", name="Réponse").wait_for()


def test_a_snippet_is_copied(open_page, chromium):
    page = open_page("/sparql", permissions=["clipboard-read", "clipboard-write"])
    page.get_by_text("curl", exact=True).first.click()
    page.get_by_role("button", name="Copier").first.click()

    page.get_by_role("button", name="Copié").wait_for()
    assert page.evaluate("navigator.clipboard.readText()").startswith("curl 'http")


def test_the_vocabulary_shows_terms_as_queries_write_them(open_page):
    """A prefix with a capital is another one; entity pages capitalise their facts."""
    page = open_page("/ontology")
    shown = page.locator("dt").first.evaluate(
        "dt => getComputedStyle(dt, '::first-letter').textTransform"
    )
    assert page.locator("dt code").first.inner_text() == "gtnum:Document"
    assert shown == "none"
