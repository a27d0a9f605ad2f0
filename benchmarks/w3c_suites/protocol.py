"""The protocol suite and the three tests of the service description, over HTTP.

Tests of updates pass where the documented refusal comes back: this service is read
only. ``refused_as_documented`` counts them apart from tests that concern queries.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import httpx
from rdflib import RDF, Graph, Namespace, URIRef

from benchmarks.w3c_suites.endpoint import Endpoint, write_store
from benchmarks.w3c_suites.manifests import HttpStep, ProtocolCase, protocol_cases

__all__ = ["Verdict", "check_description", "run_protocol"]

_SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
# The suite names this graph without giving it data: here it is an empty graph.
_UNFILLED: Final = "http://kasei.us/2009/09/sparql/data/data0.rdf"
_MEDIA_TYPES: Final = {
    "boolean": {"application/sparql-results+json", "application/sparql-results+xml"},
    "tabular": {
        "application/sparql-results+json",
        "application/sparql-results+xml",
        "text/csv",
        "text/tab-separated-values",
    },
    "RDF": {"text/turtle", "application/n-triples", "application/rdf+xml"},
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """How one test ended: ``passed``, ``refused as documented`` or ``failed``."""

    name: str
    outcome: str
    why: str = ""


def run_protocol(manifest: Path, endpoint: Endpoint, folder: Path) -> list[Verdict]:
    """Run all protocol tests against the endpoint.

    Args:
        manifest: ``protocol/manifest.ttl``.
        endpoint: Running.
        folder: Where stores may be made.
    """
    verdicts = []
    for number, case in enumerate(protocol_cases(manifest)):
        store = folder / f"protocol-{number}"
        graphs = {name: (file,) for name, file in case.graphs.items()}
        write_store(store, {_UNFILLED: (), **graphs})
        endpoint.serve_store(store)
        verdicts.append(_run(case, endpoint))
    return verdicts


def _run(case: ProtocolCase, endpoint: Endpoint) -> Verdict:
    outcome = "passed"
    for step in case.steps:
        response = _send(step, endpoint)
        if case.name.startswith("update_") and _is_documented_refusal(response):
            return Verdict(case.name, "refused as documented")
        why = _fault(step, response)
        if why:
            return Verdict(case.name, "failed", why)
    return Verdict(case.name, outcome)


def _send(step: HttpStep, endpoint: Endpoint) -> httpx.Response:
    mark = "?" if step.query_string else ""
    return endpoint.client.request(
        step.method,
        f"{endpoint.address}{mark}{step.query_string}",
        headers=step.headers,
        content=step.body,
    )


def _fault(step: HttpStep, response: httpx.Response) -> str:
    """Say what is wrong with an answer, or nothing."""
    status = str(response.status_code)
    if status[0] not in step.statuses:
        return f"status {status} instead of {sorted(step.statuses)}"
    media_type = response.headers.get("content-type", "").partition(";")[0]
    allowed = _MEDIA_TYPES.get(step.format)
    if allowed is not None and media_type not in allowed:
        return f"{media_type} is not {step.format}"
    if step.boolean is not None and response.json()["boolean"] != step.boolean:
        return f"the answer is not {step.boolean}"
    return ""


def _is_documented_refusal(response: httpx.Response) -> bool:
    """Tell whether an update was refused by name."""
    if response.headers["content-type"] != "application/problem+json":
        return False
    problem = response.json()
    is_refusal = problem["type"].endswith("/query-refused")
    return is_refusal and problem.get("rule") == "update"


def check_description(endpoint: Endpoint) -> list[Verdict]:
    """Run the three tests of the service description suite."""
    response = endpoint.client.get(endpoint.address)
    media_type = response.headers["content-type"].partition(";")[0]
    verdicts = [_verdict("returns-rdf", media_type in _MEDIA_TYPES["RDF"])]
    statements = Graph()
    statements.parse(data=response.content, format="turtle")
    address = URIRef(endpoint.address)
    matching = list(statements.subjects(_SD.endpoint, address))
    verdicts.append(_verdict("has-endpoint-triple", len(matching) == 1))
    conforms = bool(matching) and _follows_schema(statements, matching[0])
    verdicts.append(_verdict("conforms-to-schema", conforms))
    return verdicts


def _follows_schema(statements: Graph, service: URIRef) -> bool:
    """Check domains and ranges of the vocabulary, as far as the terms are used."""
    graph_terms = (_SD.defaultDataset, _SD.defaultGraph, _SD.namedGraph)
    things = {
        term: list(statements.objects(None, term))
        for term in (_SD.supportedLanguage, _SD.resultFormat, _SD.feature)
    }
    return (
        (service, RDF.type, _SD.Service) in statements
        and bool(things[_SD.supportedLanguage])
        and all(isinstance(o, URIRef) for own in things.values() for o in own)
        and all(
            isinstance(o, URIRef) and statements.value(s, RDF.type) is not None
            for s, o in statements.subject_objects(_SD.name)
        )
        and any((None, term, None) in statements for term in graph_terms)
        and _SD.BasicFederatedQuery not in things[_SD.feature]
    )


def _verdict(name: str, is_passed: bool) -> Verdict:
    return Verdict(name, "passed" if is_passed else "failed")
