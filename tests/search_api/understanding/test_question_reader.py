"""A question is read as a whole: chips, cards, and what is not meant."""

import pytest

from ontology.iris import Iris
from ontology.model import EntityKind
from search_api.ports import Scored
from search_api.understood import Effect
from tests.search_api.understanding.fakes import CULTURES, REVE, reader

READER = reader()


def keys(text, **options):
    return [one.key for one in READER.read(text, **options).understood]


def test_a_group_is_shown_with_its_years_and_place():
    (one, wave) = READER.read("le GTnum 5 2020-2022").understood
    assert (one.label, one.effect) == ("REVE (2020-2022)", Effect.BOOST)
    assert one.iri == Iris().entity(EntityKind.GROUP, REVE)
    assert (one.found.start, one.found.end) == (3, 10)
    assert wave.key == "wave:2020-2022"


def test_declared_documents_are_meant_more_than_mentions():
    (one, _) = READER.read("GTnum 5 2020-2022").understood
    assert one.strengths["reve"] == 1.0
    assert 0 < one.strengths["note-1"] < 0.5


def test_a_lab_means_the_documents_of_its_certain_groups():
    (one,) = READER.read("TECHNE").understood
    assert one.strengths["reve"] == 0.8
    assert "cultures" not in one.strengths


def test_plain_words_ask_for_kind_year_and_language():
    assert keys("rapports de 2021 en anglais") == [
        "kind:report",
        "year:2021",
        "language:en",
    ]


def test_what_no_document_has_is_not_said_to_be_understood():
    assert keys("billets de 1999 en espagnol") == []


def test_an_identifier_names_its_document():
    (one,) = READER.read("doi 10.4000/dms.8566").understood
    assert (one.effect, dict(one.strengths)) == (Effect.FIRST, {"english": 1.0})
    (same,) = READER.read("HAL-03080381v2").understood
    assert same.strengths == one.strengths
    assert READER.read("10.9999/inconnu").understood == ()


def test_what_is_ignored_by_key_or_iri_is_gone():
    both = keys("GTnum 5")
    assert both == [f"group:{CULTURES}", f"group:{REVE}"]
    assert keys("GTnum 5", ignored=[both[0]]) == both[1:]
    iri = Iris().entity(EntityKind.GROUP, REVE)
    assert keys("GTnum 5", ignored=[iri]) == both[:1]


def test_what_is_excluded_is_not_understood():
    assert keys("usages -TECHNE") == []


def test_entities_answer_by_themselves():
    cards = READER.read("emi").entities
    assert [(card.kind, card.identifier) for card in cards] == [
        (EntityKind.CONCEPT, "emi")
    ]
    (person,) = READER.read("Plantard").entities
    assert person.label == "Pascal Plantard"


def test_a_name_alone_is_all_of_a_question():
    assert READER.read("CREN Nantes").is_all
    assert not READER.read("les recettes de cuisine du CREN de Nantes hier").is_all
    assert not READER.read("2021").is_all


def test_a_long_text_is_not_read():
    assert READER.read("TECHNE " * 80).understood == ()


def test_a_card_shows_the_other_names_in_french_and_not_its_own():
    (card,) = READER.read("emi").entities
    assert card.label not in card.names
    assert len(card.names) == len(set(card.names)) <= 3


def test_four_hundred_characters_are_a_question():
    text = "TECHNE".ljust(400)
    assert keys(text) == ["lab:techne"]
    assert keys(text + " ") == []


def test_a_question_is_all_names_from_half_of_its_words_on():
    assert READER.read("TECHNE recettes").is_all
    assert not READER.read("TECHNE recettes cuisine").is_all
    assert not READER.read("").is_all


def test_three_cards_at_most_the_whole_question_first():
    cards = READER.read("groupe REVE, CREN, TECHNE, Pascal Plantard").entities
    assert len(cards) == 3
    assert READER.read("Forges").entities[0].identifier == "gtnum-2023-forges"
    assert [card.kind for card in READER.read("TECHNE REVE").entities] == [
        *(EntityKind.GROUP, EntityKind.LAB),
    ]


def test_a_card_tells_documents_waves_and_groups_where_they_are_known():
    (group,) = READER.read("REVE").entities
    assert (group.label, group.documents, group.waves) == ("REVE", 2, ("2020-2022",))
    assert group.groups is None
    (lab,) = READER.read("CREN").entities
    assert (lab.documents, lab.waves) == (1, ())
    assert lab.names == ("CREN",)


def test_chips_say_in_french_what_was_understood():
    labels = [
        one.label for one in READER.read("rapports de 2021 en anglais").understood
    ]
    assert labels == ["rapport", "2021", "anglais"]
    iris = [one.iri for one in READER.read("rapports de 2021 en anglais").understood]
    assert [iri is None for iri in iris] == [False, True, True]
    (place,) = READER.read("académie de Poitiers").understood
    assert place.label == "Poitiers"


def test_a_year_within_a_wave_is_no_wish_of_its_own():
    assert keys("productions 2020-2022") == ["wave:2020-2022"]


def test_an_identifier_hides_what_stands_in_it():
    assert keys("10.4000/dms.8566 TECHNE") == ["document:english", "lab:techne"]
    assert [card.kind for card in READER.read("10.4000/dms.8566").entities] == []


@pytest.mark.parametrize(
    ("text", "key", "label"),
    [
        ("rapports depuis 2020", "period:2020/..", "depuis 2020"),
        ("rapports avant 2022", "period:../2021", "jusqu’à 2021"),
        ("rapports entre 2020 et 2022", "period:2020/2022", "de 2020 à 2022"),
        ("derniers rapports", "newest:newest", "les plus récents d’abord"),
    ],
)
def test_dates_are_understood_and_their_words_not_looked_for(text, key, label):
    read = READER.read(f"l’école, {text}")
    (one,) = [one for one in read.understood if one.key == key]
    assert (one.label, one.iri, one.effect) == (label, None, Effect.BOOST)
    assert read.unasked == ((one.found.start, one.found.end),)
    assert READER.read(f"l’école, {text}", ignored=[key]).unasked == ()


def test_a_year_of_a_period_is_no_wish_of_its_own():
    assert "year:2020" not in keys("entre 2020 et 2022")
    assert keys("travaux 2020-2022") == ["wave:2020-2022"]


class Words:
    """Part of a ``LexicalIndex`` that finds one phrase in two passages of a note."""

    def search(self, question, limit):
        return [Scored(f"note-1.{n}", 1.0) for n in range(2) if question == '"écrans"']


def refusing(text, **options):
    return reader(words=Words()).read(text, **options)


def test_what_is_not_wanted_is_told_and_sinks():
    read = refusing("usages qui ne parlent pas des écrans")
    (one,) = read.understood
    assert (one.key, one.label, one.effect) == (
        "without:ecrans",
        "écrans",
        Effect.AVOID,
    )
    assert one.strengths == {"note-1": pytest.approx(2 / 3.4)}
    assert read.unasked == ((7, 36),)
    assert refusing("usages hors écrans", ignored=["without:ecrans"]).unasked == ()


def test_groups_and_kinds_may_be_unwanted_too():
    (one,) = refusing("groupes autres que REVE").understood
    assert one.strengths["reve"] == 1.0
    (one,) = refusing("tout sauf les rapports").understood
    assert one.strengths == {"rapport": 1.0, "english": 1.0}
    assert refusing("usages hors xylophone").understood == ()
    assert keys("usages hors écrans") == []


def test_a_concept_makes_documents_of_its_groups_rise():
    (one,) = READER.read("E-SPORT EMI").understood
    assert (one.key, one.effect) == ("concept:emi", Effect.SYNONYMS)
    assert one.strengths == {"reve": 0.8}


def test_an_acronym_is_understood_in_small_letters_in_a_long_question():
    (one,) = READER.read("comment les professeurs enseignent l’emi au lycée").understood
    assert one.alternatives == ("éducation aux médias et à l'information",)


def test_places_are_understood_by_their_people():
    (one,) = READER.read("quels travaux poitevins").understood
    assert one.key == "academy:poitiers"


def test_the_number_of_documents_is_known():
    assert READER.document_count == 12
