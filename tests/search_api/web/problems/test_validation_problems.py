"""What a client sent wrongly is said in French, a little of it, field by field."""

import pytest

from search_api.web.problems.validation_problems import body_problem, request_problem


def wrong(kind="missing", place=("query", "q"), received=None, **context):
    return {"type": kind, "loc": place, "input": received, "ctx": context}


def said(**error):
    (item,) = request_problem([wrong(**error)]).errors
    return item.detail


def test_three_fields_are_worded_and_ten_are_listed():
    errors = [wrong(place=("query", f"p{n}")) for n in range(11)]
    problem = request_problem(errors)
    assert problem.kind.slug == "invalid-parameter"
    assert [item.parameter for item in problem.errors] == [f"p{n}" for n in range(10)]
    assert problem.detail == (
        "« p0 » : ce paramètre est obligatoire; « p1 » : ce paramètre est "
        "obligatoire; « p2 » : ce paramètre est obligatoire. Corrigez l’adresse et "
        "réessayez."
    )


def test_a_body_is_pointed_into():
    errors = [wrong(place=("a/b", 0, "~c")), wrong(place=()), wrong(), wrong()]
    problem = body_problem(errors * 3)
    assert problem.kind.slug == "invalid-body"
    assert len(problem.errors) == 10
    assert [item.pointer for item in problem.errors[:2]] == ["/a~1b/0/~0c", ""]
    assert problem.detail.count("obligatoire") == 3
    assert "« / »" in problem.detail


@pytest.mark.parametrize(
    ("error", "detail"),
    [
        (
            {"kind": "less_than_equal", "le": 100, "received": 500},
            "au plus 100 (reçu : 500)",
        ),
        (
            {"kind": "enum", "expected": "a or b", "received": "c"},
            "valeurs admises : a ou b (reçu : c)",
        ),
        (
            {"kind": "float_parsing", "received": 0.5},
            "un nombre est attendu (reçu : 0.5)",
        ),
        ({"kind": "list_type", "received": {}}, "une liste est attendue"),
        ({"kind": "less_than_equal"}, "valeur incorrecte"),
        ({"kind": "new_in_pydantic"}, "valeur incorrecte"),
        ({"kind": "missing", "received": "x"}, "ce paramètre est obligatoire"),
    ],
)
def test_what_is_expected_is_said_with_what_came(error, detail):
    assert said(**error) == detail


def test_eighty_characters_of_what_came_are_shown():
    assert said(kind="list_type", received="x" * 80).endswith(f"(reçu : {'x' * 80})")
    assert said(kind="list_type", received="x" * 81).endswith(f"(reçu : {'x' * 80}…)")
    assert said(kind="list_type", received="a\x00b").endswith("(reçu : a�b)")


@pytest.mark.parametrize(
    ("place", "name"),
    [
        (("query", "kind", 0), "kind"),
        (("query", 0, "x"), "x"),
        (("query",), "?"),
        ((), "?"),
    ],
)
def test_a_parameter_is_named_without_its_place_in_a_list(place, name):
    (item,) = request_problem([wrong(place=place)]).errors
    assert item.parameter == name


def test_no_context_is_no_fault():
    error = {"type": "missing", "loc": ("query", "q"), "ctx": None}
    assert request_problem([error]).errors[0].detail == "ce paramètre est obligatoire"
