"""This test ensures that the API is what its OpenAPI description says."""

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.python import asgi
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from search_api.web.application import create_app
from search_api.web.settings import WebSettings
from tests.search_api.web.fakes import FakeServices

OPERATIONS = {
    "search",
    "suggest",
    "propose_queries",
    "list_documents",
    "get_document",
    "deposit_document",
    "withdraw_document",
    "list_tasks",
    "get_task",
    "unapi",
    "cite",
    "follow_draft",
    "list_passages",
    "get_original",
    "list_mentions",
    "list_entities",
    "get_entity",
    "list_changes",
    "oai_get",
    "oembed",
    "oai_post",
    "list_concepts",
    "get_concept",
    "list_questions",
    "ask_question",
    "related",
    "sparql_get",
    "sparql_post",
    "get_thing",
    "get_graph",
    "list_dumps",
    "get_dump",
    "health",
}

# Any text may name a file, and some ask for nothing: no request to them is wrong.
NEVER_WRONG = {
    "get_original",
    "health",
    "get_concept",
    "list_concepts",
    "list_questions",
    "ask_question",
    "get_thing",
    "list_dumps",
    "get_dump",
    # oEmbed wants a 501 for a form that nobody knows.
    "oembed",
    # Closed in these tests: the answer is 403 before anything is looked at.
    "deposit_document",
    "withdraw_document",
    "list_tasks",
    "get_task",
}
REQUESTS = [
    (operation, mode)
    for operation in sorted(OPERATIONS)
    for mode in GenerationMode
    if mode is GenerationMode.POSITIVE or operation not in NEVER_WRONG
]


@pytest.fixture(scope="module")
def described(tmp_path_factory):
    """The API as schemathesis reads it from its own description."""
    folder = tmp_path_factory.mktemp("described")
    app = create_app(FakeServices(folder), WebSettings())
    yield schemathesis.openapi.from_asgi("/openapi.json", app)
    # Its event loop has a thread, which it keeps until the process ends.
    asgi._shutdown()


def test_operation_ids_are_stable_and_version_is_3_1(client):
    description = client.get("/openapi.json").json()
    found = [
        operation
        for methods in description["paths"].values()
        for operation in methods.values()
    ]

    assert description["openapi"] == "3.1.0"
    assert {operation["operationId"] for operation in found} == OPERATIONS
    assert len(found) == len(OPERATIONS)


def test_errors_are_described_as_problems_and_nothing_else(client):
    description = client.get("/openapi.json").json()

    assert "HTTPValidationError" not in str(description)
    for methods in description["paths"].values():
        for operation in methods.values():
            for status, answer in operation["responses"].items():
                if status >= "4" and operation["operationId"] != "health":
                    kinds = set(answer.get("content", {"application/problem+json": 1}))
                    assert kinds == {"application/problem+json"}, operation
            assert operation["summary"]
            assert operation["description"]


@pytest.mark.slow
@pytest.mark.parametrize(("operation_id", "mode"), REQUESTS)
def test_any_request_is_answered_as_described(described, operation_id, mode):
    operation = described.find_operation_by_id(operation_id)

    @settings(
        max_examples=30,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def each_request(case):
        case.call_and_validate(
            checks=[
                not_a_server_error,
                status_code_conformance,
                content_type_conformance,
                response_schema_conformance,
            ]
        )

    each_request()
