"""This test ensures that twice the text costs patterns twice the time, not more."""

import ast
import re
from collections import defaultdict
from importlib import import_module
from pathlib import Path

import pytest

from tests.architecture.pattern_attacks import Attack, attacks, grows

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("ontology", "ingest", "graph", "search_api", "gtnum")
_ANCHORED = ({"fullmatch"}, {"match", "fullmatch"}, {"match"})
_USES = {"search", "match", "fullmatch", "finditer", "findall", "split", "sub", "subn"}


def found() -> dict[tuple[re.Pattern, str], list[str]]:
    """Return every pattern of the packages with how it is used, and where."""
    places = defaultdict(list)
    methods: dict[re.Pattern, set[str]] = defaultdict(set)
    for package in PACKAGES:
        for file in sorted((ROOT / package).rglob("*.py")):
            path = file.relative_to(ROOT).with_suffix("")
            name = ".".join(path.parts).removesuffix(".__init__")
            tree = ast.parse(file.read_text("utf-8"))
            for pattern, used, where in [
                *_named(import_module(name), tree),
                *_inline(tree),
            ]:
                places[pattern].append(f"{name}.{where}")
                methods[pattern] |= used
    return {
        (pattern, _method(methods[pattern])): where for pattern, where in places.items()
    }


def _method(used: set[str]) -> str:
    """Return the dearest way in which a pattern is used; unknown uses search."""
    if used == {"fullmatch"}:
        return "fullmatch"
    return "match" if used in _ANCHORED else "search"


def _named(module, tree):
    """Yield the patterns of a module, in its constants and the tables in them."""
    used = defaultdict(set)
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            used[node.value.id] |= {node.attr} & _USES
    for name, value in vars(module).items():
        for pattern in _patterns(value):
            yield pattern, used[name], name


def _patterns(value):
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict):
        yield from _patterns(tuple(value.values()))
        yield from _patterns(tuple(value))
    elif isinstance(value, tuple | list | set | frozenset):
        for each in value:
            if isinstance(each, re.Pattern | tuple):
                yield from _patterns(each)


def _inline(tree):
    """Yield the patterns that are written where they are used."""
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id == "re"
            and node.func.attr in _USES
            and isinstance(node.args[0], ast.Constant)
        ):
            pattern = re.compile(node.args[0].value)
            yield pattern, {node.func.attr}, str(node.args[0].value)


KNOWN = {
    "ingest.linking.unknown_names._PATTERNS",
    "ingest.metadata.byline_forms._DATE_SIGNED",
    "ingest.metadata.byline_forms._HEAD_FORMS",
    "ingest.metadata.byline_forms._LABELLED",
    "ingest.metadata.byline_forms._SIGNATURES",
    "ingest.metadata.byline_forms._SIGNED_DATE",
    "ingest.metadata.byline_forms._UPDATE",
    "ingest.metadata.cover_page._DOI_LINE",
    "ingest.metadata.plausible_authors._LOGIN",
    "ingest.metadata.plausible_authors._MODEL",
    "ingest.metadata.printed_dates._MONTH_FIRST",
    "ingest.metadata.printed_dates._WRITTEN",
    "ingest.metadata.title_choice._EMPTY",
    r"ingest.metadata.title_choice.[\w.-]*\d{4,}[\w.-]*",
    "ingest.readers.html.html_formulas._IN_TEXT",
    "ingest.readers.html.html_formulas._STYLED",
    "ingest.readers.html.html_inline._CALL_BEFORE",
    "ingest.readers.html.html_page._CHARSET",
    "ingest.readers.notebook_posts._LABEL",
    "ingest.readers.notebook_posts._UPDATE",
    "ingest.readers.pdf.text_quality._SOURCE",
    "ingest.texts.apparatus._ENTRY",
    "ingest.texts.apparatus._INDEX_ENTRY",
    "ingest.texts.apparatus._TITLES",
    "ingest.texts.hyphenation._LAST_WORD",
    "ingest.texts.hyphenation._PRINTED",
    "ingest.texts.page_cleaning._LEADER",
    "ingest.texts.page_furniture._NUMBER",
    "ingest.texts.page_furniture._NUMBERED",
    "ingest.texts.passage_roles._CAVEAT",
    "ingest.texts.passage_roles._GLOSSARY",
}
"""Dearer than linear where they read documents: a line or a field each, most of them
in a child that is killed at its deadline. None may join them; delete what leaves.

68 documents made of the texts that are dearest to them, 60,000 characters each, were
read in 25 seconds of a processor together.
"""

_DEAR_SECONDS = 0.004


def expensive(pattern: re.Pattern, method: str) -> Attack | None:
    """Return a text that makes a pattern dear, or None."""
    tried = sorted(attacks(pattern), key=repr)
    return next(
        (each for each in tried if grows(pattern, method, each, dear=_DEAR_SECONDS)),
        None,
    )


@pytest.fixture(scope="module")
def patterns() -> dict[tuple[re.Pattern, str], list[str]]:
    """Every pattern; to find them, all modules are imported."""
    return found()


@pytest.mark.slow
def test_all_patterns_are_found(patterns):
    assert len(patterns) > 400
    places = {place for where in patterns.values() for place in where}
    assert places >= KNOWN


@pytest.mark.slow
@pytest.mark.parametrize("package", PACKAGES)
def test_twice_the_text_costs_twice_the_time(patterns, package):
    dear = {
        where[0]: (pattern.pattern, attack)
        for (pattern, method), where in patterns.items()
        if where[0].startswith(package) and KNOWN.isdisjoint(where)
        if (attack := expensive(pattern, method))
    }
    assert dear == {}


@pytest.mark.parametrize(
    ("pattern", "is_dear"),
    [
        (r"\s+$", True),
        (r"(a+)+$", True),
        (r"(?:a|a)*b", True),
        (r"<[^<>]*>", False),
        (r"(?<!\s)\s+;", False),
        (r"\S*@\S*", True),
        (r"(?<!\S)\S*@\S*", False),
    ],
)
def test_the_attacks_tell_dear_patterns_from_cheap_ones(pattern, is_dear):
    assert (expensive(re.compile(pattern), "search") is not None) is is_dear
