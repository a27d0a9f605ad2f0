"""This test ensures that ``docs/reference/api.md`` says what the API does."""

import re
from pathlib import Path

import pytest

from search_api.answers.related_schemas import (
    ParagraphOut,
    RelatedAnswer,
    RelatedDocumentOut,
    RelatedPassageOut,
)
from search_api.answers.search_schemas import (
    DocumentOut,
    HitOut,
    PassageHitOut,
    ScoresOut,
    SearchAnswer,
)
from search_api.web.problems.problem_types import PROBLEMS
from search_api.web.search_parameters import FilterParameters, SearchParameters

PAGE = (Path(__file__).parents[3] / "docs/reference/api.md").read_text(encoding="utf-8")


def test_every_route_stands_in_the_table(client):
    described = {
        (f"{method.upper()} {path}", operation["operationId"])
        for path, methods in client.get("/openapi.json").json()["paths"].items()
        for method, operation in methods.items()
    }

    assert set(re.findall(r"^\| `([A-Z]+ /\S+)` \| `(\w+)`", PAGE, re.M)) == described


def test_every_problem_stands_in_the_table_with_its_status():
    rows = re.findall(r"^\| `/problems/([a-z-]+)` \| (\d+)", PAGE, re.M)

    assert rows == [(slug, str(kind.status)) for slug, kind in PROBLEMS.items()]


def test_every_parameter_of_search_is_named():
    own = set(SearchParameters.model_fields) - set(FilterParameters.model_fields)

    section = PAGE.partition("## `GET /search`")[2].partition("```json")[0]
    assert set(re.findall(r"^\| `(\w+)`", section, re.M)) == own
    assert all(f"`{name}`" in section for name in FilterParameters.model_fields)


@pytest.mark.parametrize(
    "model",
    [SearchAnswer, HitOut, DocumentOut, PassageHitOut, ScoresOut],
)
def test_every_key_of_an_answer_is_in_the_example(model):
    example = PAGE.partition("```json")[2].partition("```")[0]

    assert [name for name in model.model_fields if f'"{name}":' not in example] == []


@pytest.mark.parametrize(
    "model", [RelatedAnswer, RelatedDocumentOut, ParagraphOut, RelatedPassageOut]
)
def test_every_key_of_related_is_named(model):
    assert [name for name in model.model_fields if f"`{name}`" not in PAGE] == []
