"""The reason for a document is a sentence of facts, each of which can be checked."""

from dataclasses import replace

from ontology.model import EntityKind, Mention, Passage
from search_api.query import PassageHit, ScoreParts
from search_api.related_work.reason_sentences import Reasons
from search_api.related_work.shared_entities import SharedEntity
from tests.search_api.web.tiny_corpus import summary

NOTE = replace(summary("note", "Note"), is_paged=True)
POST = replace(summary("post", "Billet"), is_paged=False)
TEXT = "Les tablettes pèsent trois heures de trajet vers Ouessant."
MARKED = ("tablettes", "trois", "heures", "Ouessant")
HIT = PassageHit(
    Passage("note.3", "note", 3, 4, 100, 100 + len(TEXT), TEXT, "fr"),
    0.6,
    ScoreParts(3.0, 0.5, 0.3, 0.3),
    tuple((TEXT.index(word), TEXT.index(word) + len(word)) for word in MARKED),
)
FREQUENCY = {"tablettes": 4, "trois": 90, "heures": 60, "ouessant": 1}
SHARED = {
    "note": [
        SharedEntity("concept", "sobriete", "sobriété numérique", 0.8),
        SharedEntity("concept", "equipement", "équipement numérique", 0.6),
        SharedEntity("group", "aeson", "ÆSON", 0.5),
        SharedEntity("academy", "rennes", "académie de Rennes", 0.4),
    ]
}
PARAGRAPH = Passage("d.0", "d", 0, 1, 0, 30, "La sobriété, par le groupe ÆSO", "fr")


def reasons(shared=SHARED, mentions=()):
    return Reasons(shared, mentions, lambda word: FREQUENCY.get(word, 0), 100)


def of_document(told, document=NOTE, **more):
    facts = {"close_to": 2, "asked": 3, **more}
    return told.of_document(document, [HIT], **facts)


def test_what_is_shared_is_named_with_the_page_and_the_paragraphs():
    assert of_document(reasons()) == (
        "Notions communes : sobriété numérique, équipement numérique ; nomme comme "
        "vous le groupe ÆSON et l’académie de Rennes ; passage le plus proche page 4 ; "
        "porte sur 2 paragraphes sur 3."
    )


def test_a_cited_work_says_so_and_one_paragraph_is_not_counted():
    told = of_document(reasons({}), POST, close_to=1, asked=1, is_cited=True)
    assert told == (
        "Mots communs : « Ouessant », « tablettes » ; déjà cité dans votre texte."
    )


def test_words_that_many_passages_hold_are_no_reason():
    common = Reasons({}, (), lambda word: 50, 100)
    assert of_document(common, POST, close_to=1) == (
        "Sens voisin, sans mot rare en commun ; porte sur 1 paragraphe sur 3."
    )


def test_numbers_in_words_are_no_reason():
    nothing = Reasons({}, (), lambda word: 1, 100)
    hit = replace(HIT, highlights=HIT.highlights[1:2])  # « trois »
    told = nothing.of_document(POST, [hit], close_to=1, asked=1)
    assert told == "Sens voisin, sans mot rare en commun."


def test_what_is_only_near_is_not_dressed_up_with_words():
    assert of_document(reasons({}), POST, close_to=0) == (
        "Aucune notion commune, seulement parmi les moins éloignés."
    )


def test_a_paragraph_shares_only_what_it_names_itself():
    mentions = [
        Mention("d.0", "d", 1, 27, 31, "ÆSON", "aeson", EntityKind.GROUP, "label", 0.9),
        Mention(
            "d.1", "d", 1, 40, 48, "sobriété", "sobriete", EntityKind.CONCEPT, "x", 0.9
        ),
    ]
    told = reasons(mentions=mentions).of_passage(NOTE, HIT, PARAGRAPH, is_close=True)
    assert told == ("Nomme comme vous le groupe ÆSON ; passage le plus proche page 4.")
