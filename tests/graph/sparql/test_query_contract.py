"""The service with workers of its own keeps the contract of its port."""

from itertools import count

import pytest

from graph.sparql.query_service import LocalQueryService, ServiceSettings
from graph.stores.generation_writer import GenerationWriter
from ontology.iris import Iris
from tests.contracts.query_service_contract import QueryServiceContract

IRIS = Iris()


@pytest.fixture
def store_of(tmp_path):
    made_before = count()

    def build(*records):
        folder = tmp_path / f"graph-{next(made_before)}"
        writer = GenerationWriter(folder, IRIS)
        for made in records:
            writer.write(made)
        writer.close()
        return folder

    return build


@pytest.fixture
def service_of():
    settings = ServiceSettings(workers=1, memory_bytes=256 << 20)
    return lambda folder: LocalQueryService(folder, IRIS, settings=settings)


class TestLocalQueryService(QueryServiceContract):
    """Processes that can be killed."""
