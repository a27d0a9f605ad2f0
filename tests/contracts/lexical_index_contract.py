"""What every ``LexicalIndex`` and its writer must do.

Subclass it and give the fixtures ``new_writer(previous)`` and ``open_index(folder)``.
"""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search_api.ports import Alternative
from tests.search_api.fakes import record

RECORDS = [
    record(
        "aeson",
        "Le groupe ÆSON étudie la sobriété numérique à l’école.",
        "L’œuvre coûte 75 000 € et le porte-monnaie suit.",
        title="Sobriété",
    ),
    record("rgaa", "La déclaration de conformité porte sur l’accessibilité."),
    record("esport", "L’esport au collège attire les élèves.", title="Jeux"),
    record("pupils", "Pupils are learning to code at school.", language="en"),
    record(
        "doi",
        "Voir https://doi.org/10.52358/mm.vi17.392, daté de 2024.",
        authors=("Pascal Plantard",),
    ),
]


class LexicalIndexContract:
    """A backend is done when it passes this suite."""

    @pytest.fixture
    def folder(self, new_writer, tmp_path):
        writer = new_writer(None)
        for item in RECORDS:
            writer.add(item.document, item.passages)
        writer.commit(tmp_path / "one")
        return tmp_path / "one"

    @pytest.fixture
    def index(self, folder, open_index):
        return open_index(folder)

    @pytest.mark.parametrize(
        ("question", "best"),
        [
            ("AESON", "aeson.0"),
            ("AEson", "aeson.0"),
            ("ÆSON", "aeson.0"),
            ("oeuvre", "aeson.1"),
            ("SOBRIETE NUMERIQUES", "aeson.0"),
            ("écoles", "aeson.0"),
            ("75000", "aeson.1"),
            ("75 000", "aeson.1"),
            ("portemonnaie", "aeson.1"),
            ("porte-monnaie", "aeson.1"),
            ("e-sport", "esport.0"),
            ("10.52358/mm.vi17.392", "doi.0"),
            ("pupil learns", "pupils.0"),
            ("Plantard", "doi.0"),
            ("jeu", "esport.0"),
            ("d’accessibilité", "rgaa.0"),
        ],
    )
    def test_french_words_are_found_in_any_spelling(self, index, question, best):
        assert index.search(question, 5)[0].passage == best

    @pytest.mark.parametrize(
        ("question", "best"),
        [("declaree", "accents.0"), ("I.A.", "accents.1"), ("u.s.b", "accents.1")],
    )
    def test_accents_and_points_do_not_matter(
        self, new_writer, open_index, tmp_path, question, best
    ):
        writer = new_writer(None)
        made = record("accents", "Une œuvre déclarée.", "L’IA et la clé U.S.B. ici.")
        writer.add(made.document, made.passages)
        writer.commit(tmp_path / "words")
        found = open_index(tmp_path / "words").search(question, 5)
        assert [hit.passage for hit in found] == [best]

    def test_words_are_written_as_most_passages_write_them(
        self, new_writer, open_index, tmp_path
    ):
        writer = new_writer(None)
        made = record(
            "forms",
            *("Une élève d’œuvre marche.", "Les données au marché, élève.", "Données"),
            *("donnée", "Des donnees élevées.", "données", "données", "données"),
        )
        writer.add(made.document, made.passages)
        writer.commit(tmp_path / "words")
        index = open_index(tmp_path / "words")
        assert index.written("eleve") == "élève"
        assert index.written("donnees") == "données"
        assert index.written("oeuvre") == "oeuvre"
        # Passages do not agree, are without accents, or hold nothing of the kind.
        assert index.written("marche") == "marche"
        assert index.written("des") == "des"
        assert index.written("xylophone") == "xylophone"

    def test_scores_fall_and_limit_holds(self, index):
        hits = index.search("école numérique accessibilité élèves", 3)
        assert len(hits) == 3
        assert [h.score for h in hits] == sorted((h.score for h in hits), reverse=True)
        assert hits[-1].score > 0
        assert index.search("école", 0) == []

    def test_unknown_words_find_nothing(self, index):
        assert index.search("xylophoniste", 5) == []
        assert index.search("", 5) == []
        assert index.search("?!", 5) == []

    def test_only_stop_words_still_find_them(self, index):
        assert index.search("à la", 5)

    def test_phrase_needs_its_words_in_order(self, index):
        assert [h.passage for h in index.search('"sobriété numérique"', 5)] == [
            "aeson.0"
        ]
        assert index.search('"numérique sobriété"', 5) == []
        assert [h.passage for h in index.search('"à l’école"', 5)] == ["aeson.0"]

    def test_required_and_excluded_words(self, index):
        found = {h.passage for h in index.search("école -sobriété pupils", 5)}
        assert found == {"pupils.0"}
        found = {h.passage for h in index.search("école +code", 5)}
        assert found == {"pupils.0"}

    def test_typing_slips_count_only_where_nothing_is_found(self, index):
        assert index.search("acessibilité", 5)[0].passage == "rgaa.0"
        assert index.search("acessibilité école", 5)[0].passage != "rgaa.0"

    def test_other_names_find_more_and_are_worth_less(self, index):
        other = Alternative(of="frugalité", text="sobriété numérique")
        assert index.search("frugalité", 5) == []
        (found,) = index.search("frugalité", 5, alternatives=[other])
        assert found.passage == "aeson.0"
        typed = index.search("sobriété numérique", 5)[0]
        assert 0 < found.score < typed.score

    def test_of_several_other_names_the_best_counts_alone(self, index):
        one = Alternative(of="frugalité", text="sobriété numérique")
        two = Alternative(of="frugalité", text="sobriété")
        both = index.search("frugalité", 1, alternatives=[one, two])
        alone = [index.search("frugalité", 1, alternatives=[x]) for x in (one, two)]
        assert both[0].score == max(found[0].score for found in alone)

    def test_words_are_counted_in_any_form(self, index):
        assert index.frequency("Écoles") == 1
        assert index.frequency("learns") == 1
        assert index.frequency("quasar") == 0

    def test_words_that_begin_so_are_listed(self, index):
        assert index.terms("son") == []
        assert ("sobriete", 1) in index.terms("sob")
        counts = [count for _, count in index.terms("")]
        assert counts == sorted(counts, reverse=True)
        assert index.terms("", 3) == index.terms("")[:3]

    def test_filter_acts_inside(self, index):
        everything = index.search("école numérique code", 5)
        kept = [hit for hit in everything if hit.passage == "pupils.0"]
        assert index.search("école numérique code", 1, documents={"pupils"}) == kept
        assert index.search("école", 5, documents=set()) == []
        assert index.search("école", 5, documents={"unknown"}) == []
        wide = {"aeson", "pupils", "doi", "rgaa"}
        assert index.search("esport école", 5, documents=wide)[0].passage == "aeson.0"

    def test_expectation_grows_with_words_that_are_not_there(self, index):
        known = index.expectation("sobriété")
        assert index.expectation("sobriété xylophoniste") > known > 0
        assert index.expectation("") > 0

    @settings(
        max_examples=60,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(
        question=st.text(
            st.sampled_from("aé “\"”-+()[]{}*?~^:\\/&|!'’.0 école\x00\ud7ff"),
            max_size=40,
        )
        | st.text(max_size=30)
    )
    def test_any_text_is_a_question(self, index, question):
        assert all(hit.score >= 0 for hit in index.search(question, 5))
        assert index.expectation(question) > 0

    def test_next_generation_grows_from_the_previous(
        self, folder, index, new_writer, open_index, tmp_path
    ):
        before = {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file()}
        writer = new_writer(folder)
        changed = record("rgaa", "La déclaration devient un audit.")
        writer.remove("rgaa")
        writer.add(changed.document, changed.passages)
        writer.remove("pupils")
        writer.remove("never there")
        writer.commit(tmp_path / "two")
        grown = open_index(tmp_path / "two")
        assert len(grown) == len(RECORDS)
        assert grown.search("audit", 5)[0].passage == "rgaa.0"
        assert grown.search("conformité", 5) == []
        assert grown.search("pupils", 5) == []
        assert index.search("pupils", 5)[0].passage == "pupils.0"
        assert {n: (folder / n).read_bytes() for n in before} == before

    def test_document_twice_is_refused(self, new_writer):
        writer = new_writer(None)
        writer.add(RECORDS[0].document, RECORDS[0].passages)
        with pytest.raises(ValueError, match="aeson"):
            writer.add(RECORDS[0].document, RECORDS[0].passages)
        writer.discard()
