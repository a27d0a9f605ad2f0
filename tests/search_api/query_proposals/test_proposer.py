"""Queries are proposed for what a question asks, filled with what it names."""

import pytest

from ontology.iris import Iris
from ontology.model import Entity, EntityKind, Label
from search_api.embedders.registry import EMBEDDED_FAST, load_embedder
from search_api.errors import BadQuestion
from search_api.query_proposals.proposer import QueryProposer
from search_api.understood import Found

IRIS = Iris()


def entity(kind, identifier, *labels):
    names = tuple(
        Label(text, "fr", is_preferred=n == 0) for n, text in enumerate(labels)
    )
    return Entity(identifier, kind, names)


ENTITIES = [
    entity(EntityKind.ACADEMY, "nantes", "académie de Nantes", "Nantes"),
    entity(EntityKind.WAVE, "2023-2026", "vague 2023-2026"),
    entity(EntityKind.GROUP, "gtnum-2020-05-reve", "REVE"),
    entity(EntityKind.CONCEPT, "ia", "intelligence artificielle", "IA"),
    entity(EntityKind.PERSON, "ada", "Ada"),
]


def named_in(text):
    """Find the names that are labels, as the understanding of questions would."""
    known = {"REVE": ("group", "gtnum-2020-05-reve"), "IA": ("concept", "ia")}
    for name, (kind, identifier) in known.items():
        start = text.find(name)
        if start >= 0:
            yield Found(kind, identifier, start, start + len(name))


@pytest.fixture(scope="module")
def proposer():
    return QueryProposer(
        load_embedder(EMBEDDED_FAST),
        find_names=lambda text: list(named_in(text)),
        answer=lambda _text, _found: (),
        entities=lambda: ENTITIES,
        iris=IRIS,
    )


def forms(proposer, question):
    return [one.form for one in proposer.propose(question)]


def test_a_town_stands_for_its_académie(proposer):
    question = "Quels laboratoires de Nantes ?"
    best = proposer.propose(question)[0]
    assert best.form == "labs"
    assert f"VALUES ?lieu {{ <{IRIS.base}id/academy/nantes> }}" in best.query
    (filled,) = best.filled
    assert (filled.variable, filled.label) == ("lieu", "académie de Nantes")
    assert question[filled.start : filled.end] == "Nantes"


def test_a_year_is_the_wave_that_began_then_unless_it_is_of_a_day(proposer):
    best = proposer.propose("thèmes de l’appel 2023")[0]
    assert (best.form, best.filled[0].identifier) == ("themes", "2023-2026")
    assert "cq32" in forms(proposer, "groupes actifs le 3 mars 2023")


def test_a_query_without_a_place_for_a_name_is_not_proposed(proposer):
    found = proposer.propose("productions de REVE")
    assert found[0].form in ("productions", "cq08")
    assert all("gtnum-2020-05-reve" in one.query for one in found)
    assert "cq22" not in [one.form for one in found]


def test_what_the_question_does_not_name_is_an_example(proposer):
    best = proposer.propose("documents produits par un groupe, classés par année")[0]
    assert (best.form, best.examples) == ("cq08", ("groupe",))


@pytest.mark.parametrize(
    "question",
    [
        "recette de la tarte aux pommes",
        "pourquoi le groupe REVE a-t-il commencé",
        "qu’est-ce que l’IA",
        "impact de l’IA sur le sommeil",
        "météo à Nantes demain",
    ],
)
def test_where_nothing_fits_nothing_is_proposed(proposer, question):
    assert proposer.propose(question) == ()


@pytest.mark.parametrize("question", ["", "   ", "x" * 401])
def test_an_empty_or_endless_question_is_refused(proposer, question):
    with pytest.raises(BadQuestion, match="400"):
        proposer.propose(question)
