"""This test ensures that decisions of people become facts, links and refusals."""

from datetime import date
from pathlib import Path

import pytest

from gtnum.curation import AppliedCuration, CuratedSink, curation_path
from gtnum.settings import Settings
from ingest.linking.curation import Action, Curation, Decision
from ingest.linking.curation_file import CurationError
from ontology.model import DeclaredLink, EntityKind
from tests.search_api.fakes import record

DAY = date(2026, 11, 25)
TECHNE = (EntityKind.LAB, "techne")
STATED = DeclaredLink(*TECHNE, "front matter")


def decision(action: Action, line: int = 3, **fields) -> Decision:
    return Decision(action, "Jeanne", DAY, "vu dans un billet", line, **fields)


class RecordingSink:
    """A ``Sink``; ``written`` keeps the records, ``removed`` the identifiers."""

    def __init__(self) -> None:
        self.written, self.removed = [], []

    def write(self, record):
        self.written.append(record)

    def remove(self, document):
        self.removed.append(document)


def links_of(document, *decisions: Decision):
    """Return the links with which a document reaches the sink."""
    sink = RecordingSink()
    CuratedSink(sink, Curation(tuple(decisions))).write(document)
    (written,) = sink.written
    return written.document.links


ADDED = decision(Action.ADD_LINK, document="note", entity=TECHNE)
REJECTED = decision(Action.REJECT_LINK, document="note", entity=TECHNE)


def test_an_added_link_says_who_added_it():
    (link,) = links_of(record("note", "Un texte."), ADDED)
    assert (link.kind, link.target) == TECHNE
    assert link.origin == "curation : Jeanne, 2026-11-25"


def test_a_link_that_the_document_states_is_not_added_again():
    assert links_of(record("note", "Un texte.", links=(STATED,)), ADDED) == (STATED,)


def test_a_rejected_link_leaves_and_the_others_stay():
    other = DeclaredLink(EntityKind.GROUP, "gtnum-a", "front matter")
    made = record("note", "Un texte.", links=(STATED, other))
    assert links_of(made, REJECTED) == (other,)
    assert links_of(record("note", "Un texte."), REJECTED) == ()


def test_other_documents_pass_as_they_are():
    made = record("autre", "Un texte.", links=(STATED,))
    sink = RecordingSink()
    CuratedSink(sink, Curation((REJECTED,))).write(made)
    assert sink.written == [made]
    assert sink.written[0] is made


def test_removals_pass():
    sink = RecordingSink()
    CuratedSink(sink, Curation(())).remove("note")
    assert sink.removed == ["note"]


def applied(*decisions: Decision) -> AppliedCuration:
    return AppliedCuration(Path("curation.yaml"), Curation(tuple(decisions)), ())


def test_a_decision_about_a_document_that_does_not_exist_is_refused_with_its_line():
    found = applied(ADDED, decision(Action.REJECT_LINK, 9, document="note"))
    found.require_documents(["note"])
    with pytest.raises(CurationError, match=r"ligne 3 : document inconnu « note »"):
        found.require_documents(["autre"])


def test_the_first_decision_about_a_document_stands_for_it():
    found = applied(ADDED, decision(Action.REJECT_MENTION, 9, document="note"))
    assert found.named_documents() == {"note": ADDED}


def test_decisions_about_names_are_about_no_document():
    named = decision(Action.ADD_LABEL, entity=TECHNE, label="Techné")
    assert applied(named).named_documents() == {}


def test_a_fact_changes_the_graph_but_not_the_linking():
    fact = decision(Action.REJECT_FACT, entity=TECHNE, property="city", value="Paris")
    empty, with_fact, with_link = applied(), applied(fact), applied(ADDED)
    assert with_fact.linking_digest == empty.linking_digest
    assert with_fact.digest != empty.digest
    assert with_link.linking_digest != empty.linking_digest


def test_the_file_is_that_of_the_settings_or_in_the_library(tmp_path):
    settings = Settings(_env_file=None, library=tmp_path)
    assert curation_path(settings) == tmp_path / "curation.yaml"
    named = Settings(_env_file=None, library=tmp_path, curation="/a/b.yaml")
    assert curation_path(named) == Path("/a/b.yaml")
