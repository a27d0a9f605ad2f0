"""What people decide about facts overrules the shipped data, with who and when."""

from dataclasses import replace
from datetime import date

import pytest
from pyoxigraph import Store

from graph.curated_facts import (
    Attributed,
    FactDecision,
    FactRefused,
    LinkDecision,
    Verdict,
    curated_link,
)
from graph.entity_ports import Certainty
from graph.stores.entities.entity_catalogue import EmbeddedEntities
from graph.stores.generation_writer import GenerationWriter
from graph.stores.shipped_reference import shipped_facts, shipped_neighbours
from graph.validation import ShapeChecker
from ontology.iris import Iris
from ontology.model import EntityKind
from ontology.terms import PREFIXES

IRIS = Iris()
PREFIX = "".join(f"PREFIX {p}: <{n}>\n" for p, n in PREFIXES.items())
TECHNE = "<https://gtnum.example/id/lab/techne>"
REVE = "gtnum-2017-05-reve"


def decided(verdict, line=2):
    return Attributed(verdict, "Zoé Œuvrard", date(2026, 11, 25), "vu au labo", line)


def added(kind, identifier, name, value, *, line=2, **more):
    return FactDecision(
        kind, identifier, name, value, decided(Verdict.ADDED, line), **more
    )


def rejected(kind, identifier, name, value, *, line=2):
    return FactDecision(kind, identifier, name, value, decided(Verdict.REJECTED, line))


@pytest.fixture(scope="module")
def facts():
    return shipped_facts(IRIS)


@pytest.fixture(scope="module")
def shipped(tmp_path_factory):
    """A store of the shipped data, to begin from: loading them takes a second."""
    folder = tmp_path_factory.mktemp("shipped") / "graph"
    writer = GenerationWriter(folder, IRIS)
    writer.load_reference()
    writer.close()
    return folder


@pytest.fixture
def written(tmp_path, facts, shipped):
    """Write decisions over the shipped data: the folder of the store."""

    def write(*decisions, links=()):
        folder = tmp_path / "graph"
        writer = GenerationWriter(folder, IRIS, base=shipped)
        writer.curate(
            [*facts.decide(decisions), *(curated_link(one, IRIS) for one in links)]
        )
        writer.close()
        return folder

    return write


def ask(folder, pattern):
    store = Store.read_only(str(folder))
    return bool(
        store.query(f"{PREFIX} ASK {{ {pattern} }}", use_default_graph_as_union=True)
    )


def test_an_added_fact_has_its_statement_its_person_and_its_plain_triple(written):
    folder = written(added(EntityKind.LAB, "techne", "academy", "academy:lyon"))
    lyon = "<https://gtnum.example/id/academy/lyon>"
    assert ask(folder, f"GRAPH ?g {{ {TECHNE} gtnum:academy {lyon} }}")
    assert ask(
        folder,
        "GRAPH <https://gtnum.example/graph/curation> { "
        f"[] a gtnum:Statement ; rdf:subject {TECHNE} ; rdf:predicate gtnum:academy ; "
        f"rdf:object {lyon} ; gtnum:certainty gtnum:certainty-high ; "
        'skos:note "vu au labo"@fr ; dcterms:date "2026-11-25"^^xsd:date ; '
        'prov:wasAttributedTo [ foaf:name "Zoé Œuvrard" ] }',
    )


def test_a_less_certain_fact_has_no_plain_triple(written):
    folder = written(
        added(
            EntityKind.LAB,
            "techne",
            "academy",
            "academy:lyon",
            certainty=Certainty.MEDIUM,
        )
    )
    lyon = "<https://gtnum.example/id/academy/lyon>"
    assert not ask(folder, f"{TECHNE} gtnum:academy {lyon}")
    assert ask(folder, f"[] rdf:subject {TECHNE} ; rdf:object {lyon}")


def test_a_rejected_fact_is_found_by_no_query_for_facts_and_stays_marked(written):
    folder = written(rejected(EntityKind.LAB, "techne", "academy", "academy:poitiers"))
    node = "<https://gtnum.example/id/statement/lab.techne.academy.poitiers>"
    assert not ask(folder, f"{TECHNE} gtnum:academy ?any")
    assert not ask(folder, f"[] rdf:subject {TECHNE} ; rdf:predicate gtnum:academy")
    assert not ask(folder, f"{node} gtnum:certainty ?any")
    assert ask(
        folder,
        f"{node} a gtnum:RejectedStatement ; gtnum:rejectedSubject {TECHNE} ; "
        "prov:wasDerivedFrom ?source ; prov:wasAttributedTo ?person ; "
        "dcterms:date ?when",
    )


def test_a_text_without_a_statement_of_its_own_can_be_corrected(written, facts):
    cites = [t for t in facts._known if t[1].value.endswith("#city")]
    subject, _, city = cites[0]
    kind, identifier = IRIS.identifier(subject.value)
    folder = written(
        rejected(EntityKind(kind), identifier, "city", city.value),
        added(EntityKind(kind), identifier, "city", "Ailleurs"),
    )
    assert ask(folder, f'<{subject.value}> gtnum:city "Ailleurs"')
    assert not ask(folder, f'<{subject.value}> gtnum:city "{city.value}"')


def test_roles_and_membership_of_a_lab_stay_in_agreement(written, facts):
    role = next(
        t
        for t, known in facts._known.items()
        if t[1].value.endswith("supportLab") and known.certainty is Certainty.HIGH
    )
    group, lab = (IRIS.identifier(t.value)[1] for t in (role[0], role[2]))
    gone = rejected(EntityKind.GROUP, group, "supportLab", f"lab:{lab}")
    new = added(EntityKind.GROUP, group, "coLab", "lab:ls2n", line=3)
    folder = written(gone, new)
    assert not ask(folder, f"<{role[0].value}> gtnum:hasLab <{role[2].value}>")
    assert ask(
        folder,
        f"<{role[0].value}> gtnum:hasLab <https://gtnum.example/id/lab/ls2n>",
    )
    moved = added(EntityKind.GROUP, group, "otherLab", f"lab:{lab}", line=3)
    names = {
        (fact.predicate.value.rpartition("#")[2], fact.is_added)
        for fact in facts.decide([gone, moved])
    }
    assert names == {("supportLab", False), ("otherLab", True)}
    out = rejected(EntityKind.GROUP, group, "hasLab", f"lab:{lab}")
    assert {f.is_added for f in facts.decide([out])} == {False}
    assert len(facts.decide([out])) == 2


def test_the_days_of_a_date_come_and_go_with_it(written, facts):
    reve = "<https://gtnum.example/id/group/gtnum-2020-05-reve>"
    gone = rejected(EntityKind.GROUP, "gtnum-2020-05-reve", "endDate", "2022")
    new = added(EntityKind.GROUP, "gtnum-2020-05-reve", "endDate", "2023-06", line=3)
    folder = written(gone, new)
    assert ask(folder, f"{reve} gtnum:latestDay '2023-06-30'^^xsd:date")
    assert not ask(folder, f"{reve} gtnum:latestDay '2022-12-31'^^xsd:date")
    assert ask(folder, f"{reve} gtnum:earliestDay '2020-01-01'^^xsd:date")
    doubtful = replace(new, certainty=Certainty.LOW)
    (end, last) = facts.decide([doubtful])
    assert last.predicate.value.endswith("latestDay")
    assert last.certainty is end.certainty is Certainty.LOW


NAMES = [
    replace(
        rejected(EntityKind.LAB, "techne", "altLabel", text, line=line), language="fr"
    )
    for line, text in enumerate(("TECHNE", "Techné"))
]


def test_a_rejected_name_leaves_but_a_preferred_one_stays(written):
    folder = written(*NAMES)
    assert not ask(folder, f'{TECHNE} gtnum:acronym|skos:altLabel "TECHNE"')
    assert ask(folder, f"{TECHNE} skos:prefLabel ?name")
    assert ask(folder, f"[] gtnum:rejectedSubject {TECHNE} ; skos:note ?why")


@pytest.mark.slow
def test_what_people_decided_keeps_the_shapes(written):
    folder = written(
        *NAMES,
        added(EntityKind.LAB, "techne", "academy", "academy:lyon"),
        rejected(EntityKind.LAB, "techne", "academy", "academy:poitiers", line=3),
        added(EntityKind.LAB, "techne", "altLabel", "Labo T", language="fr", line=4),
        links=[
            LinkDecision("fiche", EntityKind.LAB, "techne", decided(Verdict.ADDED)),
            LinkDecision(
                "fiche", EntityKind.LAB, "crem", decided(Verdict.REJECTED), True, "C"
            ),
        ],
    )
    assert list(ShapeChecker().check_store(folder, IRIS)) == []
    described = EmbeddedEntities(folder, IRIS).describe(EntityKind.LAB, "techne")
    (fact,) = [one for one in described.facts if one.label == "académie"]
    assert fact.value == "académie de Lyon"
    assert fact.sources[0].label == "Zoé Œuvrard, 2026-11-25 : vu au labo"


@pytest.mark.parametrize(
    ("decision", "message", "remedy"),
    [
        (added(EntityKind.LAB, "techne", "age", "3"), "age", "academy"),
        (added(EntityKind.LAB, "techne", "academy", "academy:x"), "academy:x", "connu"),
        (added(EntityKind.LAB, "techne", "supportLab", "lab:crem"), "lab", "group"),
        (
            added(EntityKind.LAB, "techne", "academy", "academy:poitiers"),
            "déjà",
            "Retirez",
        ),
        (
            rejected(EntityKind.LAB, "techne", "academy", "academy:lyon"),
            "ne dit pas",
            "academy:poitiers",
        ),
        (added(EntityKind.GROUP, REVE, "startDate", "hier"), "hier", "date"),
        (added(EntityKind.GROUP, REVE, "number", "-5"), "-5", "entier"),
    ],
)
def test_a_decision_that_makes_no_sense_is_refused(facts, decision, message, remedy):
    with pytest.raises(FactRefused) as refusal:
        facts.decide([decision])
    assert message in refusal.value.message
    assert remedy in refusal.value.remedy
    assert refusal.value.line == 2


def test_a_fact_is_decided_once(facts):
    one = added(EntityKind.LAB, "techne", "academy", "academy:lyon")
    two = added(EntityKind.LAB, "techne", "academy", "academy:lyon", line=9)
    with pytest.raises(FactRefused, match="ligne 2") as refusal:
        facts.decide([one, two])
    assert refusal.value.line == 9


def test_neighbours_are_the_certain_labs_of_groups():
    found = shipped_neighbours(IRIS)
    assert (EntityKind.LAB, "cread") in found[(EntityKind.GROUP, "gtnum-2017-09-cread")]
