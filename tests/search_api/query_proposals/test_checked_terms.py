"""A library that does not use a word of a query says so."""

import json
from types import SimpleNamespace

from ontology.iris import DEFAULT_BASE
from ontology.terms import PREFIXES, Class, Property
from search_api.query_proposals.checked_terms import unused_terms, used_terms
from search_api.query_proposals.query_forms import query_forms


def answering(*terms):
    rows = [{"term": {"type": "uri", "value": term}} for term in terms]
    body = json.dumps({"head": {"vars": ["term"]}, "results": {"bindings": rows}})
    return SimpleNamespace(
        execute=lambda _query, *, accept: SimpleNamespace(body=body.encode())
    )


def test_the_terms_used_are_those_of_the_description():
    assert used_terms(answering("urn:a", "urn:b")) == {"urn:a", "urn:b"}


def test_only_properties_and_classes_count():
    query = next(
        form.write({}) for form in query_forms(DEFAULT_BASE) if form.name == "labs"
    )
    missing = unused_terms(query, {Property.CERTAINTY})
    assert f"{PREFIXES['skos']}prefLabel" in missing
    assert Property.CERTAINTY not in missing
    assert not any(term.endswith("certainty-high") for term in missing)
    assert len(set(missing)) == len(missing)


def test_texts_and_addresses_are_no_terms():
    query = (
        "PREFIX gtnum: <https://gtnum.example/ontology#>\n"
        "# gtnum:Page\n"
        'ASK { ?a a gtnum:Lab ; ?b "gtnum:Group" , <gtnum:Call> }'
    )
    assert unused_terms(query, ()) == (Class.LAB,)
