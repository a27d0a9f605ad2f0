"""What was understood is told in words that do not repeat themselves."""

import pytest

from ontology.model import EntityKind
from search_api.understood import EntityCard


@pytest.mark.parametrize(
    ("kind", "label", "name"),
    [
        (EntityKind.REGION, "région académique Bretagne", "Bretagne"),
        (EntityKind.ACADEMY, "académie de Rennes", "de Rennes"),
        (EntityKind.GROUP, "groupe REVE", "REVE"),
        (EntityKind.LAB, "CREAD", "CREAD"),
        (EntityKind.LAB, "laboratoires réunis", "laboratoires réunis"),
    ],
)
def test_a_name_does_not_say_its_kind_again(kind, label, name):
    assert EntityCard(kind, "x", label, "https://example.org/x").name == name
