"""Every property that we take from others is told in French."""

from ontology.reused_words import REUSED_WORDS
from ontology.terms import Reused


def test_every_property_of_others_has_its_words():
    local = {term: term.replace("#", "/").rpartition("/")[2] for term in Reused}
    properties = {term for term, name in local.items() if name[0].islower()}
    assert set(REUSED_WORDS) == properties


def test_words_are_one_short_phrase():
    for words in REUSED_WORDS.values():
        assert 0 < len(words) <= 80
        assert not words.endswith(".")
