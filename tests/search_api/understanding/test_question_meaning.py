"""A meaning tells hits what they owe to it, and is empty where none is wanted."""

from dataclasses import replace

from ontology.model import Passage
from search_api.french.typed_wording import plain_wording
from search_api.ports import Alternative
from search_api.query import PassageHit, ScoreParts, SearchHit, SearchQuery
from search_api.understanding.boosts import BOOST, Preference
from search_api.understanding.question_meaning import Meaning, meaning_of
from search_api.understood import Effect, Found, Understood, UnderstoodQuestion
from tests.search_api.understanding.fakes import reader
from tests.search_api.web.tiny_corpus import summary

TEXT = "L’EMI en classe."
FOUND = PassageHit(
    Passage("d.0", "d", 0, 1, 0, len(TEXT), TEXT, "fr"),
    0.5,
    ScoreParts(None, 0.5, 0.0, 0.5),
)
HIT = SearchHit(summary("d", "Titre"), 0.5, (FOUND,))
READER = reader()


def test_nothing_is_read_without_a_reader_or_where_nobody_wants_it():
    query = SearchQuery("TECHNE")
    nothing = Meaning(plain_wording("TECHNE"))
    assert meaning_of(query, None) == nothing
    assert meaning_of(replace(query, with_intent=False), READER) == nothing
    ignoring = meaning_of(replace(query, ignored=("lab:techne",)), READER)
    assert ignoring == replace(nothing, question=ignoring.question)


def test_what_is_understood_is_told_where_it_was_typed():
    meaning = meaning_of(SearchQuery("pour l’E.M.I. en donnees"), READER)
    (one,) = meaning.told
    assert one.found.identifier == "emi"
    assert (one.found.start, one.found.end) == (7, 13)
    assert meaning.asked(lambda word: word.replace("donnees", "données")) == (
        "pour l’EMI en données"
    )


def test_a_name_makes_documents_rise_and_has_its_place():
    meaning = meaning_of(SearchQuery("le TECHNE"), READER)
    assert meaning.places == [(3, 9)]
    assert meaning.preference.weight == BOOST
    assert meaning.alternatives == ()


def test_names_keep_their_letters_and_concepts_get_their_accents():
    meaning = meaning_of(SearchQuery("REVE, education aux medias"), READER)
    accents = {"reve": "rêve", "education": "éducation", "medias": "médias"}
    asked = meaning.asked(lambda word: accents.get(word, word))
    assert asked == "REVE, éducation aux médias"
    group = meaning_of(SearchQuery("groupe reve"), READER)
    assert group.asked(lambda word: accents.get(word, word)) == "groupe reve"


def test_what_is_refused_and_when_works_are_from_is_not_looked_for():
    meaning = meaning_of(SearchQuery("usages depuis 2021"), READER)
    assert meaning.asked(str).split() == ["usages"]
    alone = meaning_of(SearchQuery("depuis 2021"), READER)
    assert alone.asked(str) == "depuis 2021"


def test_an_acronym_brings_its_other_names():
    (name,) = meaning_of(SearchQuery("l’EMI"), READER).alternatives
    assert name.of == "EMI"


def test_hits_say_what_they_owe():
    meaning = Meaning(preference=Preference({"d": 0.5}, BOOST))
    (shown,) = meaning.shown([HIT])
    assert shown.passages[0].parts.intent_share == 0.125
    assert shown.passages[0].synonyms == ()


def test_hits_show_other_names_even_where_nothing_rises():
    meaning = Meaning(alternatives=(Alternative("x", "EMI"),))
    (shown,) = meaning.shown([HIT])
    assert shown.passages[0].synonyms == ("EMI",)
    assert shown.passages[0].parts.intent_share == 0.0


def test_without_meaning_hits_stay_as_they_are():
    assert Meaning().shown(iter([HIT])) == (HIT,)


def understood(kind, start, documents):
    found = Found(kind, f"{kind}-{start}", start, start + 1)
    strengths = dict.fromkeys(documents, 1.0)
    return Understood(found, "nom", None, Effect.BOOST, strengths=strengths)


def strangers(*parts):
    return Meaning(question=UnderstoodQuestion(tuple(parts))).is_of_strangers


def test_two_things_without_a_document_in_common_are_strangers():
    group, lab = understood("group", 0, "ab"), understood("lab", 5, "cd")
    assert strangers(group, lab)
    assert not strangers(group, understood("lab", 5, "bc"))
    assert not strangers(group)
    # Two groups that one name may mean, a year, and a lab that nothing is known of.
    assert not strangers(group, understood("group", 0, "x"))
    assert not strangers(group, understood("year", 5, "x"))
    assert not strangers(group, understood("lab", 5, ""))
    # « TECHNE, ou MICA » of which one is in a document of the group
    assert not strangers(group, lab, understood("lab", 5, "a"))


def test_subjects_are_about_every_entity_that_is_named():
    concept, place = understood("concept", 0, "abc"), understood("region", 5, "bcd")
    year = understood("year", 9, "x")
    meaning = Meaning(question=UnderstoodQuestion((concept, place, year)))
    assert meaning.subjects == {"b", "c"}
    # Two groups that one name may mean: either will do.
    either = (understood("group", 0, "a"), understood("group", 0, "z"))
    assert Meaning(question=UnderstoodQuestion(either)).subjects == {"a", "z"}
    assert Meaning(question=UnderstoodQuestion((year,))).subjects == frozenset()


def test_what_is_not_wanted_or_named_in_passing_is_no_subject():
    refused = replace(understood("concept", 0, "a"), effect=Effect.AVOID)
    weak = replace(understood("concept", 0, "a"), strengths={"a": 0.5})
    for one in (refused, weak):
        assert Meaning(question=UnderstoodQuestion((one,))).subjects == frozenset()
