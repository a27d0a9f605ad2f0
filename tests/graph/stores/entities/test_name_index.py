"""This test ensures how names are found, shown and ranked, by rows of the test."""

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode

from graph.entity_ports import Certainty, EntityRef, Fact, FactSource, Neighbour
from graph.errors import StoreError
from graph.stores.entities.entity_labels import preferred_label, read_entities
from graph.stores.entities.fact_reader import FactReader, read_sources
from graph.stores.entities.name_index import Name, NameIndex, read_names, shown_labels
from graph.stores.entities.neighbourhood import FactLink, fact_links, ranked
from ontology.folding import fold_name
from ontology.iris import Iris
from ontology.model import Entity, EntityKind, Label
from ontology.terms import Property, Reused, Value

IRIS = Iris()
LAB = (EntityKind.LAB, "x")


def index(*names):
    return NameIndex(
        Name((EntityKind.LAB, str(n)), name, fold_name(name))
        for n, name in enumerate(names)
    )


@pytest.mark.parametrize(
    ("question", "prefix", "ranks"),
    [
        ("techne", False, {0: 0, 1: 1, 2: 2, 5: 2}),
        ("techné", True, {0: 0, 1: 1, 2: 2, 3: 1, 4: 2, 5: 2}),
        ("tech", False, {}),
        ("labo techne", False, {2: 0, 5: 3}),
        ("labo tech", True, {2: 1, 4: 1, 5: 3}),
        ("techne labo", False, {2: 3, 5: 3}),
        ("techne ailleurs", False, {1: 3}),
        ("", True, {}),
        ("?!", True, {}),
    ],
)
def test_the_nearer_a_name_the_better_its_rank(question, prefix, ranks):
    names = ("Techné", "Techné d’ailleurs", "Labo Techné", "Technétium")
    names += ("Labo Technétium", "Labo de Techné", "…")
    found = index(*names).find(question, prefix=prefix)
    assert {int(key[1]): rank for key, (rank, _) in found.items()} == ranks


def test_the_best_name_of_an_entity_counts_and_the_first_of_equals():
    names = [Name(LAB, text, fold_name(text)) for text in ("Un labo", "LABO", "labo")]
    assert NameIndex(names).find("labo", prefix=False) == {LAB: (0, "LABO")}


def row(identifier, predicate, text, kind="lab"):
    label = text if isinstance(text, Literal) else Literal(text, language="fr")
    entity = NamedNode(f"{IRIS.base}id/{kind}/{identifier}")
    return {"entity": entity, "predicate": NamedNode(predicate), "label": label}


ROWS = [
    row("x", Reused.HIDDEN_LABEL, "labbo"),
    row("x", Property.ACRONYM, Literal("LX")),
    row("x", Reused.ALT_LABEL, "LX"),
    row("x", Reused.ALT_LABEL, Literal("Lab X", language="en")),
    row("x", Reused.PREF_LABEL, "Labo X"),
    row("a", Reused.NAME, Literal("Ada")),
    row("a", Reused.TITLE, "Titre"),
    row("z", Reused.PREF_LABEL, "De rien", kind="document"),
    {**row("x", Reused.PREF_LABEL, "ailleurs"), "entity": NamedNode("urn:x")},
    {**row("x", Reused.PREF_LABEL, "vide"), "entity": BlankNode("b")},
    {**row("y", Reused.PREF_LABEL, "y"), "label": NamedNode("urn:y")},
]


def test_entities_come_in_order_with_one_preferred_property():
    ada, lab = read_entities(ROWS, IRIS)
    assert (ada.identifier, lab.identifier) == ("a", "x")
    assert [(x.text, x.language) for x in ada.labels if x.is_preferred] == [
        ("Ada", "fr")
    ]
    assert [x.text for x in lab.labels if x.is_preferred] == ["Labo X"]
    languages = {(x.text, x.language) for x in lab.labels}
    assert {("LX", ""), ("LX", "fr"), ("Lab X", "en")} <= languages


@pytest.mark.parametrize(
    ("labels", "shown"),
    [
        ((), "x"),
        ((Label("B", "en"), Label("A", "fr")), "A"),
        ((Label("A", "fr"), Label("B", "en", is_preferred=True)), "B"),
        ((Label("B", "en", is_preferred=True), Label("A", "fr", True)), "A"),
    ],
)
def test_a_preferred_name_is_shown_french_first(labels, shown):
    assert preferred_label(Entity("x", EntityKind.LAB, labels)) == shown


def test_names_for_search_only_are_found_and_not_shown():
    names = read_names([*ROWS, *ROWS], IRIS)
    assert "labbo" in {name.text for name in names}
    assert len(names) == len(set(names))
    entities = {
        (each.kind, each.identifier): each for each in read_entities(ROWS, IRIS)
    }
    shown = shown_labels(ROWS, entities, IRIS)[LAB]
    assert next(label.text for label in shown) == "Labo X"
    assert "labbo" not in {label.text for label in shown}
    assert sorted(label.text for label in shown) == ["LX", "Lab X", "Labo X"]


def ref(identifier, label):
    return EntityRef(EntityKind.LAB, identifier, label)


def fact(label, *, subject="s", target=None, certainty=Certainty.HIGH):
    return Fact(
        subject=ref(subject, subject),
        predicate="urn:p",
        label=label,
        value="v",
        target=None if target is None else ref(target, target),
        url=None,
        certainty=certainty,
        basis="",
        sources=(),
    )


def test_facts_that_link_are_counted_and_certain_ones_named_first():
    facts = [
        fact("peut-être", target="t", certainty=Certainty.MEDIUM),
        fact("sûr", target="t"),
        fact("deux fois", target="t", certainty=Certainty.LOW),
        fact("deux fois", target="t"),
        fact("seul"),
    ]
    found = fact_links(facts, [fact("nommé", subject="u", target="s")])
    assert set(found) == {(EntityKind.LAB, "t"), (EntityKind.LAB, "u")}
    link = found[EntityKind.LAB, "t"]
    assert (link.certain, link.uncertain) == (2, 2)
    assert link.relations == ("sûr", "deux fois", "peut-être")
    assert FactLink().relations == ()


def test_neighbours_are_ranked_by_facts_then_passages_then_name():
    def neighbour(identifier, certain=0, uncertain=0, passages=0, label="M"):
        return Neighbour(
            ref(identifier, label),
            certain_facts=certain,
            uncertain_facts=uncertain,
            passages=passages,
            relations=(),
        )

    wanted = [
        neighbour("a", certain=1, passages=9),
        neighbour("b", certain=2, uncertain=1, passages=1),
        neighbour("c", uncertain=1, passages=5),
        neighbour("d", passages=7),
        neighbour("e", passages=3, label="école"),
        neighbour("f", passages=3, label="F"),
        neighbour("g", passages=3, label="F"),
    ]
    found = [each.entity.identifier for each in ranked(reversed(wanted))]
    assert found[2:] == ["c", "d", "e", "f", "g"]
    assert set(found[:2]) == {"a", "b"}


def stated(value, **fields):
    return {
        "subject": NamedNode(IRIS.entity(EntityKind.LAB, "x")),
        "predicate": NamedNode("urn:p#near"),
        "object": value,
        "certainty": NamedNode(Value.CERTAINTY_HIGH),
        "source": None,
        "printed": None,
        **fields,
    }


READER = FactReader(
    labels={LAB: "Labo X"},
    words={"urn:p#near": "près de", "urn:basis": "dit"},
    sources={"urn:s1": FactSource("Un", "https://a.example/")},
    iris=IRIS,
)


@pytest.mark.parametrize(
    ("value", "words", "url", "is_ours"),
    [
        (Literal("texte"), "texte", None, False),
        (NamedNode(IRIS.entity(EntityKind.LAB, "x")), "Labo X", None, True),
        (NamedNode(f"{IRIS.base}id/lab/y"), f"{IRIS.base}id/lab/y", None, False),
        (NamedNode("https://b.fr/"), "https://b.fr/", "https://b.fr/", False),
        (NamedNode("http://b.fr/"), "http://b.fr/", "http://b.fr/", False),
        (NamedNode("urn:a#b"), "urn:a#b", None, False),
    ],
)
def test_a_value_is_told_in_words_and_as_an_address_of_the_web(
    value, words, url, is_ours
):
    (found,) = READER.facts([stated(value)])
    assert (found.value, found.url) == (words, url)
    assert (found.target is not None) == is_ours
    assert (found.label, found.basis, found.note) == ("près de", "", "")


def test_the_sources_of_a_fact_are_gathered_in_order():
    rows = [
        stated(Literal("a"), source=NamedNode("urn:s2"), basis=NamedNode("urn:basis")),
        stated(Literal("a"), source=NamedNode("urn:s1")),
        stated(Literal("a"), source=NamedNode("urn:s1")),
        stated(Literal("b"), note=Literal("à voir"), printed=Literal("imprimé")),
    ]
    first, second = READER.facts(rows)
    assert [each.label for each in first.sources] == ["Un", "urn:s2"]
    assert first.basis == "dit"
    assert (second.sources, second.note, second.printed) == ((), "à voir", "imprimé")


def test_what_is_about_nothing_of_ours_is_left_out():
    assert READER.facts([stated(Literal("a"), subject=NamedNode("urn:x"))]) == []
    unknown = NamedNode(IRIS.entity(EntityKind.LAB, "y"))
    assert READER.facts([stated(Literal("a"), subject=unknown)]) == []


@pytest.mark.parametrize(
    ("iri", "certainty"),
    [
        (Value.CERTAINTY_HIGH, Certainty.HIGH),
        (Value.CERTAINTY_MEDIUM, Certainty.MEDIUM),
        (Value.CERTAINTY_LOW, Certainty.LOW),
    ],
)
def test_each_certainty_is_ours(iri, certainty):
    (found,) = READER.facts([stated(Literal("a"), certainty=NamedNode(iri))])
    assert found.certainty is certainty
    assert found.is_certain == (certainty is Certainty.HIGH)


def test_another_certainty_is_refused():
    with pytest.raises(StoreError, match="urn:sure"):
        READER.facts([stated(Literal("a"), certainty=NamedNode("urn:sure"))])


def test_the_first_label_and_address_of_a_source_are_kept():
    def told(source, label, url=None):
        return {
            "source": NamedNode(source),
            "label": Literal(label),
            "url": None if url is None else NamedNode(url),
        }

    rows = [
        told("urn:a", "A"),
        told("urn:a", "B", "urn:1"),
        told("urn:a", "C", "urn:2"),
    ]
    assert read_sources(rows) == {"urn:a": FactSource("A", "urn:1")}
