"""This test ensures that the mutation sampler changes what a test could see."""

import ast

import pytest

from scripts.mutation_sites import find_sites


def edits(source: str) -> list[tuple[str, str, str]]:
    return [(s.kind, s.old, s.new) for s in find_sites("a.py", source.encode())]


@pytest.mark.parametrize(
    ("source", "edit"),
    [
        ("x < 0", ("compare", "<", "<=")),
        ("x >= y", ("compare", ">=", ">")),
        ("x not   in y", ("compare", "not   in", "in")),
        ("x is None", ("compare", "is", "is not")),
        ("x and y", ("boolean", "and", "or")),
        ("y = not x", ("not", "not", "")),
        ("limit = 3", ("constant", "3", "4")),
        ("is_open = True", ("constant", "True", "False")),
        ("def f():\n    raise ValueError(x)", ("raise", "raise ValueError(x)", "pass")),
        ("def f():\n    return x", ("return", "return x", "return None")),
    ],
)
def test_each_kind_is_found(source, edit):
    assert edit in edits(source)


def test_each_operator_of_a_chain_is_a_site():
    assert [old for _, old, _ in edits("low <= x < high")] == ["<=", "<"]
    assert len(edits("x and y and z")) == 2


@pytest.mark.parametrize(
    "source",
    [
        "def f(x: Literal[1] = None) -> Annotated[int, 3]: ...",
        "limit: Annotated[int, Field(ge=1)]",
        "@lru_cache(maxsize=1)\ndef f(): ...",
        "@dataclass(frozen=True)\nclass A: ...",
        "class Port(Protocol):\n    def f(self, x=1): ...",
        "if TYPE_CHECKING:\n    x = 1",
        "__all__ = ['a' if 1 else 'b']",
        'f"{x:>3}{1 < 2}"',
        '"""A text with 3 and not 4."""',
        "def f():\n    return None",
        "def f():\n    return",
    ],
)
def test_what_no_test_could_see_is_no_site(source):
    assert edits(source) == []


def test_a_comment_is_not_taken_for_an_operator():
    source = "x = (a  # this and that\n     and b)"
    (site,) = find_sites("a.py", source.encode())
    assert site.apply(source.encode()).decode() == source.replace("and b", "or b")


def test_an_edit_after_accents_stands_in_the_right_place():
    source = "é = 'école'; x = 'où' < y".encode()
    (site,) = find_sites("a.py", source)
    assert ast.unparse(ast.parse(site.apply(source))).endswith("'où' <= y")


def test_an_identifier_outlives_edits_elsewhere_and_is_not_shared():
    source = "class A:\n    def f(self):\n        return 1\n        return 1\n"
    before = find_sites("a.py", source.encode())
    after = find_sites("a.py", f"import os\n\n{source}".encode())
    identifiers = [site.identifier for site in before]
    assert identifiers == [site.identifier for site in after]
    assert len(set(identifiers)) == len(identifiers) == 4
    assert identifiers[0].startswith("a.py:A.f:return:")
