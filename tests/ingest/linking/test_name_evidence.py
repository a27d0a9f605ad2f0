"""This test ensures that words with several senses need support, as people decided."""

import pytest

from ingest.linking import Linker
from ingest.linking.name_evidence import weigh
from ingest.linking.name_trie import Form, Method
from ingest.linking.word_keys import cut, key_of
from ontology.model import Document, Entity, EntityKind, Label, Passage, Source
from ontology.reference.ambiguous_words import AmbiguousWords

LAB = (EntityKind.LAB, "zephyr")
CONCEPT = (EntityKind.CONCEPT, "zephyr")
WORDS = frozenset({"zephyr"})


def weighed(text: str, form: Form, **ambiguous: frozenset[str]):
    return weigh(cut(text), 1, 1, form, ambiguous=AmbiguousWords(**ambiguous))


def test_an_acronym_that_is_a_word_needs_support() -> None:
    form = Form(LAB, "ZEPHYR", Method.ACRONYM, is_exact=True)
    assert weighed("Le ZEPHYR souffle", form).is_sure
    assert not weighed("Le ZEPHYR souffle", form, bodies=WORDS).is_sure
    assert weighed("laboratoire ZEPHYR", form, bodies=WORDS).is_sure


def test_a_label_with_several_senses_is_a_noun_and_needs_support() -> None:
    form = Form(CONCEPT, "zéphyr", Method.LABEL)
    assert weighed("un zéphyr", form).is_sure
    assert not weighed("un zéphyr", form, concept_labels=WORDS).is_sure
    assert weighed("en zéphyr", form, concept_labels=WORDS) is None
    assert weighed("un zéphyr", form, bodies=WORDS).is_sure


def test_an_acronym_of_a_concept_that_is_a_word_needs_support() -> None:
    form = Form(CONCEPT, "ZEPHYR", Method.ACRONYM, is_exact=True)
    assert weighed("le ZEPHYR souffle", form).is_sure
    doubtful = weighed("le ZEPHYR souffle", form, concept_acronyms=WORDS)
    assert (doubtful.is_sure, doubtful.confidence) == (False, 0.6)


@pytest.mark.parametrize("written", ["zephyr", "Zéphyrs"])
def test_the_linker_takes_the_words_that_it_is_given(written: str) -> None:
    assert key_of(written) == "zephyr"
    text = "Le ZEPHYR souffle."
    source = Source("x", "text/plain", len(text), "0" * 64)
    document = Document("x", source, "x", title="", text=text, pages=())
    passages = [Passage("x.0", "x", 0, 1, 0, len(text), text, "fr")]
    lab = Entity("zephyr", EntityKind.LAB, (Label("ZEPHYR", ""),))
    doubtful = AmbiguousWords(bodies=frozenset({written}))
    assert len(Linker([lab])(document, passages)) == 1
    assert not Linker([lab], ambiguous=doubtful)(document, passages)
