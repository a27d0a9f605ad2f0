"""Whatever corpus and draft: all that is quoted stands in them, to the character."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_api.glossary import Glossary
from search_api.indexer import OpenIndexes, SearchIndexWriter
from search_api.related_work.finder import Related
from search_api.related_work.naming import Naming
from tests.search_api.fakes import LetterEmbedder, MemoryCatalogue, record
from tests.search_api.related_work.entity_fakes import (
    MemoryEntities,
    fact,
    mention,
    reference,
)
from tests.search_api.related_work.verbatim import check_verbatim

SENTENCES = [
    "La fabrication des équipements pèse davantage que leur usage au collège.",
    "Les élèves de cinquième ont démonté un téléphone et compté ses métaux.",
    "«\u00a0L’œuvre d’Été\u00a0», dit-on, n’est pas\nun tableau de bord.",
    "Réparer,\tc’est déjà apprendre ; ÆSON l’a montré deux fois.",
    "- tableau de bord (dashboard). Écran qui rassemble quelques indicateurs.",
    "Voir https://carnet.example/8846 et 10.52358/mm.vi17.392.",
    "𝐍otre élève lit\u202f: un tableau de bord, ÆSON, puis rien.",
]
GROUP = reference("group", "aeson", "ÆSON")
BOARD = reference("concept", "bord", "tableau de bord")
LAB = reference("lab", "mica", "MICA")
FACTS = [
    fact(GROUP, "https://gtnum.example/ontology#supportLab", "porteur", LAB),
    fact(GROUP, "http://purl.org/dc/terms/subject", "sujet", BOARD),
]
NAMES = {"ÆSON": ("group", "aeson"), "tableau de bord": ("concept", "bord")}
TEXTS = st.lists(
    st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=3).map(" ".join),
    min_size=1,
    max_size=4,
)


def named(made):
    """Return what a linker would find in a record."""
    text = made.document.text
    name = made.document.identifier
    return tuple(
        mention(name, passage.position, start, word, key)
        for passage in made.passages
        for word, key in NAMES.items()
        if (start := text.find(word, passage.start, passage.end)) >= 0
    )


def linked(identifier, texts, **fields):
    plain = record(identifier, *texts, **fields)
    return record(identifier, *texts, mentions=named(plain), **fields)


@pytest.fixture(scope="module")
def corpora(tmp_path_factory):
    """Four small corpora, each with what is related to a draft in it."""
    chosen = random.Random(7)
    made = [_corpus(chosen, tmp_path_factory.mktemp("corpus")) for _ in range(4)]
    yield made
    for _, indexes, _ in made:
        indexes.close()


def _corpus(chosen, folder):
    records = [
        linked(
            f"d{n}",
            [" ".join(chosen.sample(SENTENCES, chosen.randint(1, 3))) for _ in "abc"],
            title=chosen.choice(SENTENCES)[:40],
            url="https://carnet.example/8846" if n == 0 else None,
        )
        for n in range(chosen.randint(1, 5))
    ]
    catalogue = MemoryCatalogue(records)
    known = {GROUP: 1, BOARD: 1, LAB: 1}
    entities = MemoryEntities(
        known, FACTS, {one.document.identifier: list(one.mentions) for one in records}
    )
    embedder = LetterEmbedder()
    writer = SearchIndexWriter(None, embedder)
    for one in records:
        writer.write(one)
    writer.commit(folder)
    indexes = OpenIndexes(folder, embedder)
    related = Related(
        catalogue,
        embedder,
        vectors=indexes.vectors,
        words=indexes.words,
        generation="0001",
        naming=Naming(catalogue, entities, Glossary(catalogue)),
    )
    return related, indexes, catalogue


@given(st.integers(0, 3), TEXTS, st.booleans())
def test_every_quotation_is_verbatim_on_its_page(corpora, which, texts, is_copy):
    related, _, catalogue = corpora[which]
    if is_copy:
        texts = [passage.text for passage in catalogue.passages_of("d0")]
    draft = linked("draft", texts)
    assert check_verbatim(related.find(draft), draft, catalogue) > 0
