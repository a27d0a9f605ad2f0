"""Tables of facts that a test may change."""

import pytest

from tests.ontology.reference.workshop import Workshop


@pytest.fixture
def workshop(tmp_path) -> Workshop:
    return Workshop(tmp_path)
