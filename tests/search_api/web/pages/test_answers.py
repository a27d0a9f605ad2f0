"""This test ensures that answers of SPARQL become tables, pictures and snippets."""

import json
import shlex
import subprocess
import sys

import pytest

from graph.errors import QueryTimeout
from graph.ports import QueryAnswer
from ontology.iris import Iris
from search_api.web.pages.answers.answer_chart import draw_chart
from search_api.web.pages.answers.answer_labels import find_labels
from search_api.web.pages.answers.answer_map import draw_map
from search_api.web.pages.answers.answer_table import SHOWN_ROWS, Cell, read_table
from search_api.web.pages.answers.snippets import (
    STATEMENTS,
    TABLE,
    VERDICT,
    snippets,
)

INTEGER = "http://www.w3.org/2001/XMLSchema#integer"
SKOS = "http://www.w3.org/2004/02/skos/core#"
HOSTILE = "SELECT * WHERE { ?s ?p 'it''s \"a\" \\\\ $(id) `id`' }\n# été"


def answer(columns, rows):
    bindings = [dict(zip(columns, row, strict=True)) for row in rows]
    content = {"head": {"vars": columns}, "results": {"bindings": bindings}}
    return json.dumps(content).encode()


def iri(value):
    return {"type": "uri", "value": value}


def words(value, language="fr"):
    return {"type": "literal", "value": value, "xml:lang": language}


def number(value):
    return {"type": "literal", "value": str(value), "datatype": INTEGER}


def table(columns, rows):
    return read_table(answer(columns, rows), Iris(), lambda _iris: {})


class Labels:
    """A ``QueryService`` that knows labels and keeps what it was asked."""

    def __init__(self, rows):
        self.rows = rows
        self.asked = []

    def execute(self, query, **_wanted):
        self.asked.append(query)
        if isinstance(self.rows, Exception):
            raise self.rows
        body = answer(["thing", "naming", "label"], self.rows)
        return QueryAnswer("application/sparql-results+json", body, 0.001)


def test_a_label_stands_for_its_iri_and_the_iri_stays_at_hand():
    lab = "https://gtnum.example/id/lab/techne"
    body = answer(["labo", "sorte"], [[iri(lab), iri(f"{SKOS}Concept")]])

    found = read_table(body, Iris(), lambda _iris: {lab: "Techné"})

    assert found.rows == (
        (
            Cell("Techné", "/entite/lab/techne", iri=lab),
            Cell("skos:Concept", f"{SKOS}Concept", iri=f"{SKOS}Concept"),
        ),
    )


def test_without_labels_an_iri_is_shown_whole():
    found = table(["sorte"], [[iri(f"{SKOS}Concept")]])

    assert found.rows[0][0] == Cell(f"{SKOS}Concept", f"{SKOS}Concept")


def test_the_page_shows_the_first_rows_and_says_how_many_there_are():
    found = table(["n"], [[number(n)] for n in range(SHOWN_ROWS + 1)])

    assert (len(found.rows), found.total) == (SHOWN_ROWS, SHOWN_ROWS + 1)


def test_an_ask_is_its_boolean():
    assert read_table(b'{"head":{},"boolean":false}', Iris(), dict) is False


def test_french_wins_then_no_language_then_the_naming_property():
    things = [f"https://a.example/{n}" for n in range(3)]
    rows = [
        [iri(things[0]), iri(f"{SKOS}prefLabel"), words("English", "en")],
        [iri(things[0]), iri("http://purl.org/dc/terms/title"), words("Français")],
        [iri(things[1]), iri(f"{SKOS}prefLabel"), words("English", "en-GB")],
        [iri(things[1]), iri(f"{SKOS}prefLabel"), {"type": "literal", "value": "Nu"}],
    ]

    found = find_labels(Labels(rows), things, language="fr")

    assert found == {things[0]: "Français", things[1]: "Nu"}


def test_labels_are_asked_for_in_batches_and_never_by_a_hostile_iri():
    queries = Labels([])
    things = [f"https://a.example/{n}" for n in range(150)]

    find_labels(queries, [*things, "x> } SERVICE <http://b.example"], language="fr")

    assert len(queries.asked) == 2
    assert "SERVICE" not in "".join(queries.asked)


def test_an_answer_stands_without_its_labels():
    busy = Labels(QueryTimeout("trop long", seconds=1))

    assert find_labels(busy, ["https://a.example/1"], language="fr") == {}


def test_a_name_and_a_number_become_bars():
    rows = [[words("Techné"), number(4)], [words("MICA"), number(1)]]

    chart = draw_chart(table(["labo", "groupes"], rows))

    assert [(bar.label, bar.value) for bar in chart.bars] == [
        ("Techné", "4"),
        ("MICA", "1"),
    ]
    assert chart.bars[0].length == pytest.approx(4 * chart.bars[1].length)
    assert chart.words.startswith("groupes par labo : 2 barres")


@pytest.mark.parametrize(
    "rows",
    [
        [[words("seul"), number(4)]],
        [[words("a"), number(-1)], [words("b"), number(1)]],
        [[words("a"), words("x")], [words("b"), words("y")]],
        [[words("même"), number(3)], [words("même"), number(4)]],
        [[words("a"), number(2020)], [words("b"), number(2022)]],
        [[words(str(n)), number(n)] for n in range(41)],
    ],
)
def test_no_bars_where_they_would_mislead(rows):
    assert draw_chart(table(["nom", "valeur"], rows)) is None


def test_years_name_the_bars_beside_a_count():
    rows = [[number(2019), number(3)], [number(2020), number(7)]]

    chart = draw_chart(table(["annee", "nombre"], rows))

    assert [bar.label for bar in chart.bars] == ["2019", "2020"]


def test_places_stand_in_their_frame_and_others_are_counted():
    places = [("Paris", 49, 2), ("Saint-Denis", -21, 55.4), ("Genève", 60, 80)]
    rows = [[words(name), number(lat), number(lon)] for name, lat, lon in places]

    drawn = draw_map(table(["nom", "lat", "long"], rows))

    points = {frame.name: [p.label for p in frame.points] for frame in drawn.frames}
    assert points["Métropole"] == ["Paris"]
    assert points["La Réunion"] == ["Saint-Denis"]
    assert drawn.words == "2 lieux sur une carte de France, 1 hors de la carte."
    for frame in drawn.frames:
        for point in frame.points:
            assert frame.x <= point.x <= frame.x + frame.width
            assert frame.y <= point.y <= frame.y + frame.height


def test_north_is_up_and_east_is_right():
    rows = [
        [words("Lille"), number(51), number(3)],
        [words("Nice"), number(44), number(7)],
    ]

    lille, nice = draw_map(table(["nom", "lat", "long"], rows)).frames[0].points

    assert lille.y < nice.y
    assert lille.x < nice.x


def test_no_map_without_both_coordinates():
    assert draw_map(table(["nom", "lat"], [[words("a"), number(1)]])) is None


def test_the_curl_snippet_asks_exactly_the_query_whatever_it_holds():
    (curl, _, _) = snippets("https://gtnum.example/sparql", HOSTILE)

    words_of_the_shell = shlex.split(curl.text.replace("\\\n", " "))

    assert words_of_the_shell[-1] == f"query={HOSTILE}"


def test_the_python_snippet_builds_exactly_the_query():
    (_, python, _) = snippets("https://gtnum.example/sparql", HOSTILE)
    start = python.text.index("query = ")
    program = python.text[start : python.text.index("answer = ")]

    ran = subprocess.run(
        [sys.executable, "-c", f"{program}\nprint(query, end='')"],
        capture_output=True,
        text=True,
        check=True,
    )

    assert ran.stdout == HOSTILE


def test_the_r_snippet_escapes_quotes_and_backslashes():
    (_, _, r) = snippets("https://gtnum.example/sparql", 'a "b" \\c')

    assert '"a \\"b\\" \\\\c"' in r.text


@pytest.mark.parametrize("media_type", [TABLE, STATEMENTS, VERDICT])
def test_snippets_ask_for_a_form_that_the_answer_has(media_type):
    for snippet in snippets(
        "https://a.example/sparql", "ASK {}", media_type=media_type
    ):
        assert media_type in snippet.text
        assert ("pandas" in snippet.text) <= (media_type == TABLE)


def test_columns_of_numbers_are_known():
    found = table(["nom", "nombre", "rien"], [[words("a"), number(1), words("")]])

    assert found.numeric == {"nombre"}
    assert table(["nom"], []).numeric == frozenset()


def test_bars_write_numbers_in_french():
    rows = [[words("a"), number(2_500_000)], [words("b"), number(12)]]
    chart = draw_chart(table(["nom", "nombre"], rows))

    assert [bar.value for bar in chart.bars] == ["2\u202f500\u202f000", "12"]
    assert "vaut 2\u202f500\u202f000." in chart.words


def test_bars_are_as_long_as_their_numbers():
    rows = [[words("un"), number(4)], [words("deux"), number(2)]]
    whole, half = draw_chart(table(["mot", "nombre"], rows)).bars
    assert whole.length == 2 * half.length > 0


def test_a_chart_of_zeros_has_bars_without_length():
    rows = [[words("un"), number(0)], [words("deux"), number(0)]]
    assert [bar.length for bar in draw_chart(table(["mot", "n"], rows)).bars] == [0, 0]


def test_labels_are_ranked_by_language_then_naming():
    thing = "https://a.example/1"
    names = [
        [iri(thing), iri("https://schema.org/name"), words("Autre", "de")],
        [iri(thing), iri(f"{SKOS}prefLabel"), words("English", "en")],
        [
            iri(thing),
            iri("https://schema.org/name"),
            {"type": "literal", "value": "Nu"},
        ],
        [iri(thing), iri("https://schema.org/name"), words("Nom", "FR-ca")],
        [iri(thing), iri(f"{SKOS}prefLabel"), words("Préféré", "fr")],
    ]
    for count, best in enumerate(["Autre", "English", "Nu", "Nom", "Préféré"], start=1):
        for rows in (names[:count], names[:count][::-1]):
            assert find_labels(Labels(rows), [thing], language="fr") == {thing: best}
    equal = [names[4], [*names[4][:2], words("Second", "fr")]]
    assert find_labels(Labels(equal), [thing], language="fr") == {thing: "Préféré"}


def test_labels_are_asked_for_a_hundred_at_a_time():
    for count, asked in ((0, 0), (100, 1), (101, 2)):
        queries = Labels([])
        find_labels(queries, [f"urn:{n}" for n in range(count)], language="fr")
        assert len(queries.asked) == asked


def test_cells_say_what_they_are():
    (row,) = table(
        ["a", "b", "c", "d"],
        [
            [
                words("mot", "en"),
                number("x"),
                number(1.5),
                {"type": "literal", "value": "7"},
            ]
        ],
    ).rows
    assert row[0] == Cell("mot", language="en")
    assert (row[1].text, row[1].number) == ("x", None)
    assert (row[2].text, row[2].number) == ("1.5", 1.5)
    assert row[3].number is None


@pytest.mark.parametrize(
    ("address", "leads"),
    [
        ("https://gtnum.example/id/document/a", "/document/a"),
        ("https://gtnum.example/id/lab/a", "/entite/lab/a"),
        ("https://gtnum.example/id/statement/a", None),
        ("https://gtnum.example/graph/a", None),
        ("https://autre.example/a", "https://autre.example/a"),
        ("urn:a", None),
    ],
)
def test_an_iri_leads_to_our_page_or_to_the_web(address, leads):
    assert table(["x"], [[iri(address)]]).rows[0][0].address == leads
