"""The shipped files can be read, and only they."""

import pytest
from pyoxigraph import RdfFormat, parse

from ontology.errors import OntologyError
from ontology.shipped_files import read_text, reference_files, turtle_files


def test_all_turtle_files_parse():
    for name in (*turtle_files(), "shapes.ttl"):
        assert list(parse(read_text(name).encode(), format=RdfFormat.TURTLE)), name


def test_reference_files_are_the_scheme_and_one_file_per_kind():
    assert reference_files() == (
        "concepts.ttl",
        "reference/academies.ttl",
        "reference/departments.ttl",
        "reference/groups.ttl",
        "reference/identifiers.ttl",
        "reference/institutions.ttl",
        "reference/labs.ttl",
        "reference/people.ttl",
        "reference/productions.ttl",
        "reference/regions.ttl",
        "reference/services.ttl",
        "reference/sources.ttl",
        "reference/themes.ttl",
        "reference/waves.ttl",
    )


def test_another_base_moves_things_and_leaves_the_vocabulary():
    text = read_text("reference/labs.ttl", base="https://graphe.example.fr/")
    assert "@prefix lab: <https://graphe.example.fr/id/lab/> ." in text
    assert "@prefix gtnum: <https://gtnum.example/ontology#> ." in text
    assert "<https://gtnum.example/id/" not in text


@pytest.mark.parametrize(
    "name", ["absent.ttl", "../pyproject.toml", "/etc/hosts", "reference", ""]
)
def test_a_file_that_does_not_ship_is_refused(name):
    with pytest.raises(OntologyError, match="ne fait pas partie"):
        read_text(name)
