"""Dates and authors are looked for around the heading, not among other things."""

import pytest

from ingest.readers.html.html_bylines import byline_metadata
from ingest.readers.html.html_tree import parse_html

DATED = "<time datetime='2024-04-03'>3 avril</time>"


def found(body: str) -> list[tuple[str, str]]:
    tree = parse_html(f"<html><body>{body}</body></html>")
    return [(one.name, one.value) for one in byline_metadata(tree)]


@pytest.mark.parametrize(
    ("body", "is_read"),
    [
        (f"<h1>T</h1>{DATED}", True),
        (f"<main>{DATED}<h1>T</h1></main>", True),
        ("<main><p class='date'>3 avril 2024</p><h1>T</h1></main>", True),
        (f"<h1>Site</h1><article><h1>T</h1>{DATED}</article>", True),
        (f"<h2 class='entry-title'>T</h2>{DATED}", True),
        (f"<h2>T</h2>{DATED}", False),
        (f"<h1>T</h1><aside>{DATED}</aside>", False),
        (f"<h1>T</h1><div id='comments'>{DATED}</div>", False),
        (f"<h1>T</h1><ul class='related-posts'><li>{DATED}</li></ul>", False),
        (f"<h1>T</h1><p>{'Une phrase. ' * 30}</p>{DATED}", False),
        (f"<h1>T</h1><div><p>{'Une phrase. ' * 30}</p></div>{DATED}", False),
        (f"<h1>T</h1><div>{DATED}<p>{'Une phrase. ' * 30}</p></div>", True),
        ("<h1>T</h1><p class='date'>il y a trois mois</p>", False),
        ("<h1>T</h1><p class='date' title='2024-04-03'>avant-hier</p>", True),
        ("<p itemprop='datePublished'>2024-04-03</p>", True),
        ("<div class='comment'><p itemprop='datePublished'>2024</p></div>", False),
    ],
)
def test_a_date_is_read_where_it_is_that_of_the_article(body, is_read):
    assert any(name == "date" for name, _ in found(body)) is is_read


def test_the_date_of_an_update_comes_last():
    body = (
        "<h1>T</h1><time class='updated' datetime='2025-01-01'>b</time>"
        "<time class='published' datetime='2024-01-01'>a</time>"
    )
    dates = [value for name, value in found(body) if name == "date"]
    assert dates == ["2024-01-01", "2025-01-01"]


def test_a_term_stands_before_its_description():
    body = "<h1>T</h1><dl><dt>Auteur :</dt><dd>Claire Exemple</dd></dl>"
    assert ("byline", "Auteur : Claire Exemple") in found(body)


def test_the_last_lines_of_the_article_are_told_apart():
    body = (
        f"<article><h1>T</h1><p>{'Une phrase. ' * 30}</p><p>Mise à jour : 2024</p>"
        "</article><div class='comments'><p>Bravo</p></div><p>Pied</p>"
    )
    last = [value for name, value in found(body) if name == "byline end"]
    assert last == ["Mise à jour : 2024", "Pied"]


def test_a_page_of_many_marks_gives_few():
    many = "<p itemprop='datePublished'>2024</p><p itemprop='author'>Anne Un</p>" * 500
    assert len(found(f"<h1>T</h1>{many}")) < 100
    long = f"<p itemprop='author'>{'Anne ' * 100}</p>"
    assert not any(name == "byline author" for name, _ in found(long))


@pytest.mark.parametrize(
    "line",
    [
        "<script>par Jean Modèle, le 3 avril 2024</script>",
        "<style>.x{}/* par Jean Modèle */</style>",
    ],
)
@pytest.mark.parametrize("where", ["<h1>T</h1><div>{}</div>", "<h1>T</h1><p>{}</p>"])
def test_what_nobody_sees_is_no_byline(where, line):
    assert found(where.format(line)) == []


@pytest.mark.parametrize("attributes", ["hidden", "style='display:none'", "class='h'"])
def test_a_hidden_line_is_no_byline(attributes):
    style = "<style>.h { display: none }</style>"
    line = f"<p {attributes}>par Jean Modèle, le 3 avril 2024</p>"
    assert found(f"{style}<h1>T</h1>{line}") == []
    assert found(f"{style}<h1>T</h1><div {attributes}>{line}</div>") == []
