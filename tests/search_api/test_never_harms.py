"""Hybrid search is about as good as the better of its parts on a small gold set.

Twelve questions, most of them without the words of the answer: what fusion spoils
first. One place lost by one question is worth 0.04; the benchmark judges the rest.
"""

import pytest

from search_api import fusion
from search_api.embedders.registry import load_embedder
from search_api.evidence import Indexes
from search_api.french.question import parse
from search_api.identifiers import document_of
from search_api.indexer import OpenIndexes, SearchIndexWriter
from search_api.query import SearchMode
from tests.search_api.fakes import record

TEXTS = {
    "sobriete": "La sobriété numérique à l’école : réduire l’usage des équipements.",
    "ia": "L’intelligence artificielle aide l’enseignant à corriger les copies.",
    "hybride": "L’hybridation alterne des séances en présence et à distance.",
    "esport": "Des collégiens jouent en équipe : l’e-sport au club du collège.",
    "donnees": "Lire un graphique, une carte, un tableau : la littératie des données.",
    "robots": "Programmer un robot apprend à décomposer un problème en étapes.",
    "inclusion": "Des élèves dyslexiques lisent mieux avec une police adaptée.",
    "emotions": "Face aux images violentes, les adolescents cachent leur peur.",
    "ecrans": "Tablets in primary classes: what pupils read on screen they forget.",
    "logiciels": "Teachers share free software and open resources on a forge.",
}
QUESTIONS = {
    "moins consommer avec les outils numériques": "sobriete",
    "machines that mark pupils' papers": "ia",
    "cours à la maison et en classe": "hybride",
    "jeux vidéo en compétition": "esport",
    "e-sport": "esport",
    "comprendre des statistiques": "donnees",
    "apprendre le code informatique": "robots",
    "handicap et lecture": "inclusion",
    "teenagers and fear": "emotions",
    "tablettes et mémoire à l’école primaire": "ecrans",
    "partage de ressources libres entre enseignants": "logiciels",
    "correction automatique des copies": "ia",
}
ONE_PLACE = 0.042


@pytest.fixture(scope="module")
def ranks(tmp_path_factory):
    """Mode → the mean of 1 / place of the right text."""
    embedder = load_embedder("embedded-fast")
    folder = tmp_path_factory.mktemp("gold")
    writer = SearchIndexWriter(None, embedder)
    for name, text in TEXTS.items():
        writer.write(record(name, text, title=""))
    writer.commit(folder)
    opened = OpenIndexes(folder, embedder)
    indexes = Indexes(
        opened.vectors,
        opened.words,
        opened.second_look,
        balance=fusion.balance_for("embedded-fast"),
    )
    means = {}
    for mode in SearchMode:
        total = 0.0
        for text, wanted in QUESTIONS.items():
            question = parse(text)
            vector = embedder.embed_queries([question.plain])
            evidence = indexes.gather(text, question, vector=vector, mode=mode)
            found = fusion.ranked(fusion.fuse(evidence, evidence.balance))
            places = [document_of(passage) for passage in found]
            total += 1 / (1 + places.index(wanted)) if wanted in places else 0.0
        means[mode] = total / len(QUESTIONS)
    return means


@pytest.mark.parametrize("mode", [SearchMode.WORDS, SearchMode.VECTORS])
def test_hybrid_is_not_worse_than_its_parts(ranks, mode):
    assert ranks[SearchMode.HYBRID] >= ranks[mode] - ONE_PLACE


def test_hybrid_finds_most_right_texts_first(ranks):
    assert ranks[SearchMode.HYBRID] > 0.8
