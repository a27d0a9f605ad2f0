"""Linking finds names with their evidence, and leaves look-alikes alone."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.linking import Linker
from ingest.ports import Linker as LinkerPort
from ontology.model import Document, EntityKind, Page, Passage, Source


def test_linker_fits_the_port_of_the_pipeline(linker: Linker) -> None:
    port: LinkerPort = linker
    assert callable(port)


def test_mentions_carry_exact_offsets_of_the_document(link) -> None:
    mentions = link("Rien ici.", "L’IA et l’Université de Poitiers.")
    assert [mention.text for mention in mentions] == ["IA", "Université de Poitiers"]
    text = "Rien ici.\nL’IA et l’Université de Poitiers."
    for mention in mentions:
        assert text[mention.start : mention.end] == mention.text
        assert mention.passage == "billet.1"
        assert 0 < mention.confidence <= 1
        assert mention.method


@pytest.mark.parametrize(
    "written",
    ["réseau social", "RÉSEAUX SOCIAUX", "reseaux-sociaux", "Réseau\nsocial"],
)
def test_inflection_accents_case_and_hyphens_do_not_matter(named, written) -> None:
    assert named(f"Un {written} ici.") == [(written, "concept:reseau")]


@pytest.mark.parametrize("apostrophe", ["'", "’", "ʼ"])
def test_elision_and_kinds_of_apostrophe_do_not_matter(named, apostrophe) -> None:
    text = f"La Direction du numérique pour l{apostrophe}éducation."
    assert [entity for _, entity in named(text)] == ["service:dne"]


@pytest.mark.parametrize("tag", ["#ÆSON", "#AESON", "#aeson"])
def test_hashtags_are_taken_in_any_case_with_their_sign(named, tag) -> None:
    assert named(f"Suivez {tag} !") == [(tag, "group:gtnum-2022-aeson")]


def test_gtnum_before_the_name_of_a_group_belongs_to_it(named) -> None:
    assert named("Le GTnum #ÆSON.") == [("GTnum #ÆSON", "group:gtnum-2022-aeson")]
    assert named("Les GTnum.") == [("GTnum", "concept:gtnum")]


def test_acronyms_are_taken_in_their_own_case_only(named) -> None:
    assert named("Le laboratoire LINE.") == [("LINE", "lab:line")]
    assert named("Le laboratoire est on line.") == []
    assert named("Un rêve et un défi, en ligne.") == []


def test_short_acronyms_ask_for_context(named) -> None:
    assert named("LINE a plu.") == []
    assert named("LINE a plu.", declared=(("lab", "LINE"),)) == [("LINE", "lab:line")]
    assert named("Le laboratoire LINE.", "LINE a plu.") == [("LINE", "lab:line")] * 2
    assert named("LS2N, CREM") == [("LS2N", "lab:ls2n"), ("CREM", "lab:crem")]


def test_capitals_of_a_heading_are_no_acronyms(named) -> None:
    assert named("LE GROUPE DEFI DES DONNÉES") == []


def test_two_letters_need_the_full_name_in_the_document(named) -> None:
    assert named("La cote RA 12.") == []
    found = named("La réalité augmentée (RA). La RA plaît.")
    assert [entity for _, entity in found] == ["concept:realite-augmentee"] * 3


def test_acronyms_glued_to_another_name_are_left_alone(named) -> None:
    assert named("Un inspecteur IA-IPR et le fichier IA_2.") == []


def test_the_longest_name_wins(named) -> None:
    assert named("L’IA générative.") == [("IA générative", "concept:ia-generative")]


def test_a_body_wins_over_the_concept_of_the_same_name(named) -> None:
    assert named("La DNE soutient.") == [("DNE", "service:dne")]


def test_words_beside_decide_between_kinds_of_one_name(named) -> None:
    assert named("Les cultures numériques.")[0][1] == "concept:culture-numerique"
    assert named("Le thème Cultures numériques.")[0][1] == "theme:t2017-5"
    assert named("Le groupe EBEP.")[0][1] == "group:gtnum-ebep"
    assert named("Un élève EBEP.")[-1][1] == "concept:ebep"


def test_a_word_with_several_senses_is_taken_only_as_a_noun_of_the_subject(
    named,
) -> None:
    assert named("En commun, sans rien de commun.") == []
    assert named("Les communs numériques : un commun se partage.") == [
        ("communs numériques", "concept:communs"),
        ("commun", "concept:communs"),
    ]
    assert named("La veille de la réunion.") == []


def test_capitalised_words_are_names_only_where_a_name_may_stand(named) -> None:
    assert named("Paragraphe 3 : suite.") == []
    assert named("Le laboratoire Paragraphe.") == [
        ("laboratoire Paragraphe", "lab:paragraphe")
    ]


def test_identifiers_of_ours_are_mentions(named) -> None:
    assert named("Voir la fiche p-reve-page.") == [
        ("p-reve-page", "production:p-reve-page")
    ]


def test_a_declared_link_alone_makes_no_mention(named) -> None:
    assert named("Rien à lire.", declared=(("lab", "techne"),)) == []


def test_addresses_name_nothing(named) -> None:
    assert named("https://exemple.fr/IA/GTnum5 et lest.org/REVE, dne@IA.fr") == []


def test_names_do_not_run_over_the_end_of_a_sentence(named) -> None:
    assert named("Un réseau. Social, il ne l’est pas.") == []


@pytest.mark.parametrize(
    "unit",
    ["GTnum 5 ", "REVE (2020) ", "académies de Paris, ", "a-", "a.", "LINE ", "\n \t"],
)
def test_work_stays_in_proportion_to_a_hostile_text(link, unit) -> None:
    """A square of the length would take many times the bound."""
    start = time.process_time()
    link(unit * (60_000 // len(unit)))
    assert time.process_time() - start < 12


WORDS = st.sampled_from(
    ["GTnum", "5", "GTnum5", "REVE", "l’", "IA", "académies", "de", "Poitiers", ",",
     "et", "Paris", "(2017)", "vague", "2020-2022", "thème", "E.", "Allouche", "É",
     "#ÆSON", "réseaux", "sociaux", ". ", "\n\n", "DRANE", "Normandie", "·", "_", "\f"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, max_size=30).map(" ".join) | st.text(max_size=120))
def test_any_text_gives_exact_ordered_and_repeatable_mentions(linker, text) -> None:
    source = Source("essai/a.txt", "text/plain", len(text), "0" * 64)
    document = Document("a", source, "essai", "A", text, (Page(1, 0, len(text)),))
    passages = [Passage("a.0", "a", 0, 1, 0, len(text), text)]
    mentions = linker(document, passages)
    assert mentions == linker(document, passages)
    behind = 0
    for mention in mentions:
        assert behind <= mention.start < mention.end
        assert text[mention.start : mention.end] == mention.text
        assert mention.text == mention.text.strip()
        assert 0 < mention.confidence <= 1
        behind = mention.end


def test_kinds_are_those_of_the_model(link) -> None:
    assert all(isinstance(m.kind, EntityKind) for m in link("La DNE et l’IA."))
