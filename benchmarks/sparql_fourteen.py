"""The fourteen questions of ``sparql_questions``, from a look-up to a count of all."""

__all__ = ["HOSTILE", "QUESTIONS"]

_PREFIXES = """PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX gtnum: <https://gtnum.example/ontology#>
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX schema: <https://schema.org/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX doc: <https://gtnum.example/id/document/>
PREFIX concept: <https://gtnum.example/id/concept/>
PREFIX group: <https://gtnum.example/id/group/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""

_BODIES = {
    "is there a document": "ASK { ?d a gtnum:Document }",
    "one document": "SELECT ?p ?o { doc:d-7 ?p ?o }",
    "passages of one document": "SELECT ?p ?x { ?p dcterms:isPartOf doc:d-7 ; "
    "gtnum:text ?x ; gtnum:position ?n } ORDER BY ?n",
    "ten titles": "SELECT ?d ?t { ?d a gtnum:Document ; dcterms:title ?t } LIMIT 10",
    "documents of a group": "SELECT ?d ?t { ?d gtnum:producedBy group:3 ; "
    "dcterms:title ?t ; dcterms:date ?y } ORDER BY DESC(?y) ?d LIMIT 50",
    "labs with their académies": "SELECT ?l ?a { ?lab a gtnum:Lab ; "
    "skos:prefLabel ?l ; gtnum:academy/skos:prefLabel ?a } ORDER BY ?a ?l",
    "where a concept is named": "SELECT ?t ?page ?x { ?m oa:hasBody concept:250 ; "
    "oa:hasTarget ?p ; gtnum:page ?page . ?p gtnum:text ?x ; "
    "dcterms:isPartOf/dcterms:title ?t } LIMIT 100",
    "neighbours of a concept": "SELECT ?b (COUNT(DISTINCT ?d) AS ?n) "
    "{ ?d schema:mentions concept:250, ?b FILTER(?b != concept:250) } "
    "GROUP BY ?b ORDER BY DESC(?n) ?b LIMIT 20",
    "narrower concepts, all steps": "SELECT ?c { ?c skos:broader+ concept:5 }",
    "documents without two years": "SELECT ?d { ?d gtnum:producedBy group:5 ; "
    "dcterms:type gtnum:kind-report FILTER NOT EXISTS { ?d dcterms:date ?y "
    "FILTER(?y IN ('2018'^^xsd:gYear, '2019'^^xsd:gYear)) } } ORDER BY ?d LIMIT 50",
    "groups in an académie": "SELECT ?g ?l { <https://gtnum.example/id/academy/4> "
    "^gtnum:academy ?lab . ?g gtnum:hasLab ?lab ; skos:prefLabel ?l } ORDER BY ?l",
    "count documents by kind": "SELECT ?k (COUNT(?d) AS ?n) "
    "{ ?d a gtnum:Document ; dcterms:type ?k } GROUP BY ?k ORDER BY ?k",
    "count mentions by concept": "SELECT ?c (COUNT(?m) AS ?n) { ?m oa:hasBody ?c } "
    "GROUP BY ?c ORDER BY DESC(?n) ?c LIMIT 20",
    "count passages with a word": "SELECT (COUNT(?p) AS ?n) "
    "{ ?p gtnum:text ?x FILTER CONTAINS(?x, 'littératie') }",
}

QUESTIONS = {name: _PREFIXES + body for name, body in _BODIES.items()}
"""Name → query; those that begin with ``count`` look at everything."""

HOSTILE = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
"""Never ends."""
