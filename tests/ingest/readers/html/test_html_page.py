"""A page gives its text without the site around it, and its title from metadata."""

import pytest

from ingest.errors import NoText
from ingest.read_text import ReadingRequest, ReadText
from ingest.readers.html.html_page import read_html
from ingest.readers.plain_text import read_text

NAVIGATION = "<nav><a href='/'>OpenEdition Books</a> Suivez-nous</nav>"
POST = f"""<!doctype html><html lang="fr-FR"><head><meta charset="utf-8">
<title>Un billet – Le carnet</title>
<meta name="citation_title" content="Un billet">
<meta name="citation_author" content="A. Un">
<meta name="citation_author" content="B. Deux">
<meta property="article:published_time" content="2024-03-05T08:00:00+00:00">
<link rel="canonical" href="https://exemple.fr/12">
<script type="application/ld+json">{{"@type": "BlogPosting"}}</script>
</head><body>{NAVIGATION}<article><div class="entry-content">
<h2>Résumé</h2><h3>Résumé en français</h3><p>Un groupe.</p>
<h3>Résumé en anglais</h3><p lang="en">One group.</p>
<h3>Résumé en espagnol</h3><p>Un grupo.</p>
<p>(Mise à jour : 24/11/26)</p>
<h2>Présentation</h2><p>Le   corps&nbsp;: <b>ici</b>.<br>Ligne</p>
<ul><li>un</li><li>deux</li></ul>
<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table>
<script>alert(1)</script><p style="display: none">caché</p>
</div></article><footer>Mentions légales</footer></body></html>"""


def read(page: str | bytes) -> ReadText:
    content = page.encode() if isinstance(page, str) else page
    return read_html(content, ReadingRequest("page.html"))


def test_text_is_that_of_the_post_alone():
    assert read(POST).pages[0].text == (
        "Résumé\n\nRésumé en français\n\nUn groupe.\n\n"
        "Résumé en anglais\n\nOne group.\n\n"
        "Résumé en espagnol\n\nUn grupo.\n\n(Mise à jour : 24/11/26)\n\n"
        "Présentation\n\nLe corps\u00a0: ici.\nLigne\n- un\n- deux\n\nA\tB\n1\t2"
    )


def test_metadata_name_their_origin_and_the_title_is_not_the_navigation():
    found = read(POST).found
    first = {}
    for item in found:
        first.setdefault(item.name, (item.value, item.origin))
    assert first["title"] == ("Un billet", "meta citation_title")
    assert first["kind"] == ("BlogPosting", "JSON-LD")
    assert first["url"] == ("https://exemple.fr/12", "link canonical")
    assert [i.value for i in found if i.name == "authors"] == ["A. Un", "B. Deux"]


def test_abstracts_are_tagged_and_found_in_each_language():
    result = read(POST)
    text = result.pages[0].text
    tagged = [(s.language, text[s.start : s.end].split("\n")[-1]) for s in result.spans]
    assert ("en", "One group.") in tagged
    assert any(language == "es" for language, _ in tagged)
    found = {f.language: f.value for f in result.found if f.name == "abstract"}
    assert found == {"fr": "Un groupe.", "en": "One group.", "es": "Un grupo."}


def test_older_labels_of_abstracts_are_known():
    page = (
        "<html lang='fr'><body><div class='entry-content'><h2>Français</h2><p>Un texte."
        "</p><h2>Anglais</h2><p>A text.</p><h2>Auteur</h2><p>Moi</p></div>"
    )
    result = read(page)
    assert [span.language for span in result.spans] == ["fr", "en"]


def test_other_pages_are_read_by_trafilatura():
    body = "".join(
        f"<p>Le paragraphe numéro {n} parle longuement de l’école et du numérique.</p>"
        for n in range(8)
    )
    page = f"<html><body>{NAVIGATION}<main><h2>Partie</h2>{body}</main></body></html>"
    result = read(page)
    assert result.pages[0].engine == "trafilatura"
    assert "Suivez-nous" not in result.pages[0].text
    assert [section.title for section in result.sections] == ["Partie"]


def test_short_pages_are_read_without_their_surroundings():
    page = f"<html><body>{NAVIGATION}<p>Court.</p><footer>Pied</footer></body></html>"
    assert read(page).pages[0].text == "Court."


def test_stated_encoding_is_used():
    page = "<html><head><meta charset='iso-8859-1'></head><p>Été à l’œuvre</p>"
    assert "Été à l’œuvre" in read(page.encode("cp1252")).pages[0].text


@pytest.mark.parametrize(
    "page", ["<html><body></body></html>", "<html><script>x</script></html>"]
)
def test_pages_without_text_are_said_to_be_so(page: str):
    with pytest.raises(NoText):
        read(page)


def test_deep_nesting_and_hostile_json_end_well():
    deep = "<html><body>" + "<div>" * 5000 + "Texte profond." + "</div>" * 5000
    assert read(deep + "<p>Fin.</p>").pages[0].text == "Texte profond.\n\nFin."
    nested = "[" * 100_000
    page = POST.replace('{"@type": "BlogPosting"}', nested)
    assert read(page).found


def test_identifiers_are_found_where_pages_state_them():
    page = POST.replace(
        "</head>",
        """<link rel="cite-as" href="https://doi.org/10.58079/abcd">
        <meta name="DC.identifier" content="https://hdl.handle.net/20.500.13089/gk5x">
        <script type="application/ld+json">{"@type": "Article", "identifier":
        {"@type": "PropertyValue", "value": "hal-02321700"}}</script></head>""",
    )
    found = {(item.name, item.origin): item.value for item in read(page).found}
    assert found["doi", "link cite-as"] == "https://doi.org/10.58079/abcd"
    handle = "https://hdl.handle.net/20.500.13089/gk5x"
    assert found["handle", "meta dc.identifier"] == handle
    assert found["hal_id", "JSON-LD"] == "hal-02321700"


def test_the_doi_of_a_post_is_that_of_its_suggested_citation():
    citation = (
        "<p>OpenEdition vous suggère de citer ce billet comme suit : A. Un (5 mars "
        "2024). Un billet. <i>Le carnet</i>. https://doi.org/10.58079/vwxy</p>"
    )
    page = POST.replace("<footer>", f"{citation}<footer>")
    dois = [item for item in read(page).found if item.name == "doi"]
    assert [(item.value, item.origin) for item in dois] == [
        ("10.58079/vwxy", "suggested citation")
    ]
    body = POST.replace("Le   corps", "Voir https://doi.org/10.58079/autre. Le corps")
    assert not [item for item in read(body).found if item.name == "doi"]


LINE = (
    "OpenEdition Books OpenEdition Journals Calenda Hypothèses Lettre et alertes "
    "OpenEdition Freemium Suivez-nous"
)


def test_the_navigation_of_the_platform_is_no_text_wherever_it_stands():
    words = "<p>Le groupe étudie la sobriété numérique à l’école, en trois ans.</p>" * 9
    bare = (
        f"<html lang='fr'><head><title>Un billet</title></head><body><div>{LINE}</div>"
        f"<div><h1>Un billet</h1>{words}</div></body></html>"
    )
    for page in (
        bare,
        POST.replace("<h2>Résumé</h2>", f"<p>{LINE}</p><h2>Résumé</h2>"),
    ):
        text = read(page).pages[0].text
        assert "OpenEdition" not in text
        assert "Suivez-nous" not in text
    kept = POST.replace("Un groupe.", "Un carnet d’OpenEdition Books et de Calenda.")
    assert "OpenEdition Books et de Calenda" in read(kept).pages[0].text


def test_a_copied_text_begins_behind_the_navigation():
    copied = f"{LINE}\nUn billet du carnet\n\nRésumé"
    page = read_text(copied.encode(), ReadingRequest("copie.txt")).pages[0]
    assert page.text == "Un billet du carnet\n\nRésumé"


def test_no_more_than_ten_scripts_of_data_are_read():
    scripts = "".join(
        '<script type="application/ld+json">'
        f'{{"@type": "Article", "author": {{"name": "Autrice {number:02d}"}}}}</script>'
        for number in range(12)
    )
    page = f"<html><head>{scripts}</head><body><p>Un texte de billet.</p></body></html>"
    names = {found.value for found in read(page).found if found.name == "authors"}
    assert names == {f"Autrice {number:02d}" for number in range(10)}
