"""Cells are told by the rules that are drawn, and drawings hold none."""

import io
import random
import time
from itertools import product

import pypdfium2
import pytest
from pdfplumber.table import (
    edges_to_intersections,
    intersections_to_cells,
    merge_edges,
)
from reportlab.pdfgen.canvas import Canvas

from ingest.readers.pdf.glyphs import Box
from ingest.readers.pdf.page_rules import Rules, page_rules
from ingest.readers.pdf.ruled_grids import cells_between, ruled_grids


@pytest.mark.parametrize("seed", range(20))
def test_cells_are_those_of_pdfplumber(seed: int):
    chance = random.Random(seed)
    edges = []
    for x, y in product(range(50, 290, 40), range(60, 220, 20)):
        across = {"orientation": "h", "x0": x, "x1": x + 40, "top": y, "bottom": y}
        down = {"orientation": "v", "x0": x, "x1": x, "top": y, "bottom": y + 20}
        edges += [
            {"width": edge["x1"] - x, "height": edge["bottom"] - y, **edge}
            for edge in (across, down)
            if chance.random() < 0.8
        ]
    crossings = edges_to_intersections(merge_edges(edges, 3, 3, 3, 3), 3, 3)
    cells = intersections_to_cells(crossings)
    assert len(cells) > 5
    assert list(cells_between(crossings)) == cells


def test_frames_that_stand_apart_are_no_table():
    rules = Rules()
    for left in (50, 200, 350):
        rules.add(Box(left, 600, left + 100, 700))
    assert ruled_grids(rules) == []


def test_frames_side_by_side_are_a_table():
    rules = Rules()
    for left in (50, 150):
        rules.add(Box(left, 600, left + 100, 700))
    assert ruled_grids(rules) == [[Box(50, 600, 150, 700), Box(150, 600, 250, 700)]]


def rules_of(draw) -> Rules:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=True)
    draw(canvas)
    canvas.save()
    with pypdfium2.PdfDocument(buffer.getvalue()) as document:
        return page_rules(document[0])


def test_a_rule_is_long_and_seen():
    def draw(canvas: Canvas) -> None:
        canvas.line(50, 700, 300, 700)
        canvas.line(50, 600, 55, 600)
        canvas.rect(50, 500, 5, 5)
        canvas.rect(400, 500, 90, 60, stroke=0, fill=0)

    rules = rules_of(draw)
    assert [round(box.top) for box in rules.level] == [700]
    assert rules.upright == []


def test_the_straight_parts_of_a_path_are_rules():
    def draw(canvas: Canvas) -> None:
        canvas.translate(10, 20)
        path = canvas.beginPath()
        path.moveTo(50, 700)
        for x, y in ((250, 700), (250, 600), (150, 550), (50, 600), (50, 650)):
            path.lineTo(x, y)
        path.close()
        canvas.drawPath(path)

    rules = rules_of(draw)
    assert [tuple(map(round, box)) for box in rules.level] == [(60, 720, 260, 720)]
    assert {round(box.left) for box in rules.upright} == {60, 260}


def test_a_page_of_curves_holds_no_rules_and_is_left_soon():
    def draw(canvas: Canvas) -> None:
        canvas.line(50, 700, 300, 700)
        for at in range(600):
            path = canvas.beginPath()
            path.moveTo(50, 50)
            for step in range(50):
                path.curveTo(60 + at % 7, 60, 70, 80 + step, 90, 50)
            canvas.drawPath(path)

    begun = time.process_time()
    rules = rules_of(draw)
    assert (rules.level, rules.upright) == ([], [])
    assert time.process_time() - begun < 12
