"""Drawings of answers: which columns they take, their measures, and their borders."""

import pytest

from search_api.web.pages.answers.answer_chart import draw_chart
from search_api.web.pages.answers.answer_map import draw_map
from search_api.web.pages.answers.answer_table import Cell, Table


def word(text, address=None):
    return Cell(text, address)


def number(value):
    return Cell(str(value), number=float(value))


def table(columns, rows, total=None):
    rows = tuple(map(tuple, rows))
    return Table(tuple(columns), rows, len(rows) if total is None else total)


def bars(count, total=None):
    rows = [(word(f"n{n}"), number(n)) for n in range(count)]
    return draw_chart(table(["nom", "nombre"], rows, total))


def test_a_chart_has_two_to_forty_bars():
    assert bars(1) is None
    assert len(bars(2).bars) == 2
    assert len(bars(40).bars) == 40
    assert bars(41) is None


def test_a_chart_is_drawn_of_whole_answers_only():
    assert bars(3, total=3) is not None
    assert bars(3, total=4) is None


def test_bars_have_their_places_and_the_longest_fills_its_room():
    chart = draw_chart(
        table(
            ["nom", "nombre"],
            [(word("a"), number(1)), (word("b"), number(4)), (word("c"), number(2))],
        )
    )
    assert (chart.width, chart.start, chart.row) == (880, 300, 26)
    assert chart.height == 78
    assert [bar.y for bar in chart.bars] == [0, 26, 52]
    assert [bar.length for bar in chart.bars] == [122.5, 490.0, 245.0]
    assert chart.words == "nombre par nom : 3 barres, la plus longue vaut 4."


def test_numbers_below_one_have_bars_too():
    chart = draw_chart(
        table(["n", "v"], [(word("a"), number(0.25)), (word("b"), number(0.5))])
    )
    assert [bar.length for bar in chart.bars] == [245.0, 490.0]
    assert [bar.value for bar in chart.bars] == ["0,25", "0,5"]


def test_a_long_name_is_cut_to_forty_characters():
    rows = [(word("a" * 40), number(1)), (word("b" * 41), number(2))]
    whole, cut = draw_chart(table(["n", "v"], rows)).bars
    assert (whole.label, cut.label) == ("a" * 40, "b" * 39 + "…")


def test_a_column_of_words_is_a_better_name_than_one_of_addresses():
    rows = [
        (word("urn:a", "/a"), word("Un", "/x"), number(1)),
        (word("urn:b", "/b"), word("Deux"), number(2)),
    ]
    chart = draw_chart(table(["iri", "nom", "v"], rows))
    assert [bar.label for bar in chart.bars] == ["Un", "Deux"]


def test_the_first_column_of_numbers_is_drawn():
    rows = [(word("a"), number(0), number(9)), (word("b"), number(5), number(9))]
    chart = draw_chart(table(["nom", "v", "w"], rows))
    assert chart.words.startswith("v par nom")
    assert [bar.value for bar in chart.bars] == ["0", "5"]


@pytest.mark.parametrize(
    ("first", "last", "is_drawn"),
    [(1900, 2100, False), (1899, 2100, True), (1900, 2101, True)],
)
def test_numbers_that_are_all_years_are_no_measure(first, last, is_drawn):
    rows = [(word("a"), number(first)), (word("b"), number(last))]
    assert (draw_chart(table(["n", "v"], rows)) is not None) == is_drawn


@pytest.mark.parametrize(
    "names",
    [
        (word("a"), word("a")),
        (word("a"), word("")),
        (word("a"), number(3)),
        (number(2020), number(2020)),
    ],
)
def test_bars_need_a_name_each(names):
    rows = [(name, number(n)) for n, name in enumerate(names)]
    assert draw_chart(table(["n", "v"], rows)) is None


@pytest.mark.parametrize("values", [(word("x"), number(1)), (number(-1), number(1))])
def test_bars_need_a_number_each_of_zero_or_more(values):
    rows = [(word(f"n{n}"), value) for n, value in enumerate(values)]
    assert draw_chart(table(["n", "v"], rows)) is None


def places(*rows, columns=("nom", "lat", "long")):
    return draw_map(
        table(columns, [(word(n), number(a), number(o)) for n, a, o in rows])
    )


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [("lat", "long"), ("Latitude", "LON"), ("lat", "lng"), ("LAT", "longitude")],
)
def test_a_map_knows_its_columns_by_their_names(latitude, longitude):
    drawn = places(("Paris", 48.9, 2.3), columns=("nom", latitude, longitude))
    assert drawn.words == "1 lieux sur une carte de France."


def test_a_row_without_both_numbers_is_left_out():
    rows = [
        (word("a"), number(48), Cell("")),
        (word("b"), Cell(""), number(2)),
        (word("c"), number(48), number(2)),
    ]
    drawn = draw_map(table(["nom", "lat", "long"], rows))
    assert [point.label for point in drawn.frames[0].points] == ["c"]
    assert draw_map(table(["nom", "lat", "long"], rows[:2])) is None
    assert draw_map(table(["nom", "long"], [(word("a"), number(2))])) is None
    assert draw_map(table(["nom", "lat"], [(word("a"), number(2))])) is None


def test_the_shortest_words_of_a_row_are_the_name_of_its_place():
    row = (word("https://a.example/"), word("Paris"), word(""), number(48), number(2))
    drawn = draw_map(table(["iri", "nom", "vide", "lat", "lon"], [row]))
    assert drawn.frames[0].points[0].label == "Paris"
    bare = draw_map(table(["lat", "lon"], [(number(48), number(2))]))
    assert bare.frames[0].points[0].label == ""


def test_frames_stand_beside_the_main_one_and_below_each_other():
    drawn = places(("Paris", 48.9, 2.3))
    main, *others = drawn.frames
    assert (drawn.width, drawn.height) == (720, 590)
    assert (main.x, main.y, main.width, main.height) == (0, 0, 560, 560)
    assert {(frame.x, frame.width, frame.height) for frame in others} == {
        (584, 110, 100)
    }
    assert [frame.y for frame in others] == [118 * n for n in range(len(others))]
    assert max(frame.y + frame.height for frame in drawn.frames) <= drawn.height


def test_a_frame_is_filled_in_its_middle_and_true_to_scale():
    # Each frame touches two of its borders; what is left stands on both sides.
    for frame in places(("Paris", 48.9, 2.3)).frames:
        assert frame.outlines
        corners = [
            tuple(map(float, corner.split(",")))
            for outline in frame.outlines
            for corner in outline.split()
        ]
        for x, y in corners:
            assert frame.x - 0.1 <= x <= frame.x + frame.width + 0.1
            assert frame.y - 0.1 <= y <= frame.y + frame.height + 0.1
    known = places(("a", 46, 2), ("b", 47, 2), ("c", 46, 3)).frames[0].points
    middle, north, east = ((point.x, point.y) for point in known)
    assert north[0] == middle[0]
    assert east[1] == middle[1]
    degree_north, degree_east = middle[1] - north[1], east[0] - middle[0]
    assert degree_east / degree_north == pytest.approx(0.69, abs=0.01)
