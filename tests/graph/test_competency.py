"""The competency questions, evaluated over the reference data that ships."""

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store

from graph.errors import GraphError
from graph.queries.competency import competency_names, load_competency
from ontology.iris import Iris
from ontology.model import EntityKind
from ontology.shipped_files import read_text, turtle_files
from ontology.terms import Class, Property, Reused

Row = dict[str, str | None]


@pytest.fixture(scope="module")
def store() -> Store:
    return filled_store()


def filled_store(**options: str) -> Store:
    filled = Store()
    for name in turtle_files():
        filled.load(read_text(name, **options).encode(), format=RdfFormat.TURTLE)
    return filled


def answer(store: Store, name: str, **options: str) -> list[Row]:
    """Return the rows; IRIs are cut to what stands behind the last slash."""
    rows = store.query(load_competency(name, **options).query)
    names = [variable.value for variable in rows.variables]
    return [{n: shown(row[n]) for n in names} for row in rows]


def shown(term: NamedNode | Literal | None) -> str | None:
    if term is None:
        return None
    return term.value.rpartition("/")[2] if isinstance(term, NamedNode) else term.value


def column(rows: list[Row], name: str) -> list[str | None]:
    return [row[name] for row in rows]


def test_all_questions_are_there_and_explain_themselves():
    numbers = (1, 2, 4, 5, 6, 8, 9, 11, 12, 13, 15, 17, 18, 19, 21, 22, 25, 30, 31, 32)
    assert competency_names() == tuple(f"cq{number:02}" for number in numbers)
    for name in competency_names():
        found = load_competency(name)
        assert found.question.endswith("?")
        assert found.english.endswith("?")
        assert found.keywords
        assert found.expected.endswith(".")
        assert found.uncertainty.endswith(".")
        assert bool(found.parameter) == ("VALUES ?" in found.query) or name in (
            "cq06",
            "cq12",
            "cq30",
        )


def test_an_unknown_question_is_refused_with_the_known_ones():
    with pytest.raises(GraphError, match="cq01"):
        load_competency("cq99")
    with pytest.raises(GraphError):
        load_competency("../counts")


def test_cq01_counts_certain_and_uncertain_waves_apart(store):
    rows = answer(store, "cq01")
    assert {r["nom"]: (r["vagues_certaines"], r["vagues"]) for r in rows} == {
        "TECHNE": ("3", "3"),
        "IMT Atlantique": ("1", "2"),
        "CREM": ("1", "2"),
        "ADEF": ("1", "2"),
        "GIS 2IF": ("2", "2"),
        "IMS": ("1", "2"),
        "RUDII": ("1", "2"),
    }
    assert rows[0]["nom"] == "TECHNE"


def test_cq02_finds_techne_in_poitiers(store):
    (row,) = answer(store, "cq02")
    assert (row["laboratoire"], row["vagues"]) == ("techne", "2")


def test_cq04_lists_the_themes_without_known_group(store):
    rows = answer(store, "cq04")
    assert column(rows, "theme") == ["t2020-1", "t2020-3", "t2020-6", "t2020-9"]
    assert "DEFI" in (rows[2]["remarque"] or "")


def test_cq05_counts_groups_with_and_without_uncertain_ones(store):
    rows = answer(store, "cq05")
    found = {r["annees"]: (r["connus"], r["certains"], r["annonces"]) for r in rows}
    assert found == {
        "2017-2020": ("4", "4", "10"),
        "2020-2022": ("5", "4", None),
        "2021-2024": ("2", "2", None),
        "2022-2025": ("1", "1", None),
        "2023-2026": ("3", "2", None),
        "vague inconnue": ("1", "0", None),
    }


def test_cq06_lists_the_academies_of_no_group(store):
    rows = answer(store, "cq06")
    missing = set(column(rows, "academie"))
    overseas = {"mayotte", "guyane", "martinique", "guadeloupe", "la-reunion"}
    assert missing >= overseas | {"corse"}
    assert not missing & {"poitiers", "nantes", "rennes", "nancy-metz", "caen", "rouen"}
    by_region = {r["academie"] for r in rows if r["par_sa_region"] == "true"}
    assert "dijon" in by_region
    assert "corse" not in by_region


def test_cq08_lists_the_productions_of_a_group(store):
    (row,) = answer(store, "cq08")
    assert row["production"] == "p-gtnum9-ea"
    assert row["date"] == "2020-03"
    assert row["genre"] == "revue de recherche (état de l’art)"
    assert row["certitude"] == "élevée"


def test_cq09_finds_the_book_of_experiences(store):
    (row,) = answer(store, "cq09")
    assert row["groupe"] == "gtnum-2017-05-cultures-num"


def test_cq11_follows_narrower_concepts(store):
    rows = answer(store, "cq11")
    assert column(rows, "groupe") == ["gtnum-2023-godata", "gtnum-2020-08-ia-eo"]
    assert rows[0]["concepts"] == "apprentissage automatique"


def test_cq12_lists_leads_with_their_labs(store):
    rows = answer(store, "cq12")
    assert len(set(column(rows, "personne"))) == 10
    leads = {(r["nom"], r["laboratoire"]) for r in rows}
    assert ("Sophie Jehel", "CEMTI") in leads
    assert ("Béatrice Drot-Delange", "GIS 2IF") in leads
    assert "Marie-Caroline Missir" not in set(column(rows, "nom"))


def test_cq13_is_empty(store):
    assert answer(store, "cq13") == []


def test_cq15_lists_groups_with_several_names(store):
    rows = answer(store, "cq15")
    assert column(rows, "nom") == ["Feelnum", "HUMANE"]
    assert set((rows[0]["autres_noms"] or "").split(" ; ")) == {"FeelNum", "Feel Num"}
    assert "HN_éducation" in (rows[1]["autres_noms"] or "")


def test_cq17_is_empty_without_a_corpus(store):
    assert answer(store, "cq17") == []


def test_cq17_shows_the_page_and_the_words_of_a_document():
    store, iris = filled_store(), Iris()
    document = NamedNode(iris.document("note"))
    passage = NamedNode(iris.passage("note.0"))
    mention = NamedNode(iris.passage("note.0") + "/3-17")
    caen = NamedNode(iris.entity(EntityKind.ACADEMY, "caen"))
    for subject, predicate, value in (
        (document, Reused.TYPE, NamedNode(Class.DOCUMENT)),
        (document, Reused.TITLE, Literal("Note")),
        (document, Reused.MENTIONS, caen),
        (passage, Reused.IS_PART_OF, document),
        (mention, Reused.HAS_TARGET, passage),
        (mention, Reused.HAS_BODY, caen),
        (mention, Property.PAGE, Literal(2)),
        (mention, Reused.EXACT, Literal("académie de Caen")),
    ):
        store.add(Quad(subject, NamedNode(predicate), value))
    (row,) = answer(store, "cq17")
    assert (row["document"], row["page"]) == ("note", "2")
    assert row["extrait"] == "académie de Caen"
    assert row["remplacee_par"] == "académie de Normandie"


def test_cq18_gives_every_statement_its_source(store):
    rows = answer(store, "cq18")
    statements = "SELECT (COUNT(*) AS ?n) { ?s a <" + Class.STATEMENT + "> }"
    (count,) = store.query(statements)
    known = {(r["sujet"], r["propriete"], r["objet"]) for r in rows}
    assert len(known) == int(count["n"].value)
    (wave,) = [
        r
        for r in rows
        if (r["sujet"], r["propriete"]) == ("gtnum-2023-godata", "ontology#wave")
    ]
    assert (wave["certitude"], wave["fondement"]) == ("moyenne (probable)", "déduite")


def test_cq19_lists_what_is_uncertain_about_a_group(store):
    rows = answer(store, "cq19")
    found = {(r["nom"], r["propriete"], r["objet"]) for r in rows}
    assert ("RINOREP", "ontology#supportLab", "adef") in found
    assert ("ELN", "ontology#wave", "2020-2022") in found
    assert ("ELN", "ontology#theme", "t2020-4") in found
    assert "élevée" not in set(column(rows, "certitude"))


def test_cq21_lists_the_copies_of_one_work(store):
    rows = answer(store, "cq21")
    assert set(column(rows, "oeuvre")) == {"p-allouche-2024"}
    assert set(column(rows, "identifiant")) >= {"arXiv:2406.11861", "1111070ar"}
    assert len(rows) == 4


def test_cq22_leaves_missing_licences_missing(store):
    rows = answer(store, "cq22")
    assert {r["production"]: r["licence"] for r in rows} == {
        "p-forges-page": "CC BY-SA",
        "p-hybridation-dms": "CC BY-SA",
        "p-allouche-2024": "CC BY 4.0",
    }


def test_cq25_tells_registries_and_certainty_apart(store):
    rows = answer(store, "cq25")
    by_ror = [row for row in rows if row["registre"] == "ROR"]
    assert len(by_ror) == 23
    assert [row["laboratoire"] for row in by_ror if not row["autre_adresse"]] == [
        "forellis"
    ]
    numbers = [row for row in rows if row["registre"] == "numéro d’unité"]
    assert len(set(column(numbers, "laboratoire"))) == 15
    probable = {r["identifiant"] for r in rows if r["certitude"] != "élevée"}
    assert probable == {"028rzqb13", "EA 3816", "UR 7546", "UR 7493"}


def test_cq32_finds_the_groups_of_a_day(store):
    rows = answer(store, "cq32")
    assert {(row["nom"], row["certitude"]) for row in rows} == {
        (name, "certaine")
        for name in (
            *("RINOREP", "REVE", "HUMANE", "IA_EO", "DEFI", "EvalNumInclus", "ÆSON"),
        )
    }


@pytest.mark.parametrize(
    ("day", "certain", "probable"),
    [
        (
            "2024-06-15",
            {"DEFI", "EvalNumInclus", "ÆSON", "Feelnum"},
            {"Forges"},
        ),
        ("2018-06-01", set(), {"GTnum 9 (2017-2020)"}),
        ("2016-12-31", set(), set()),
        ("2023-09-30", {"RINOREP", "DEFI", "EvalNumInclus", "ÆSON", "Feelnum"}, set()),
        ("2023-10-01", {"DEFI", "EvalNumInclus", "ÆSON", "Feelnum"}, set()),
    ],
)
def test_cq32_never_adds_probable_groups_to_certain_ones(store, day, certain, probable):
    query = load_competency("cq32").query.replace("2022-01-15", day)
    found = [(row["nom"].value, row["certitude"].value) for row in store.query(query)]
    assert {name for name, level in found if level == "certaine"} == certain
    assert {name for name, level in found if level == "probable"} == probable
    assert len(found) == len(certain) + len(probable)


def test_groups_of_a_day_are_a_plain_filter(store):
    query = """PREFIX gtnum: <https://gtnum.example/ontology#>
      PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
      SELECT ?group { ?group a gtnum:Group ; gtnum:earliestDay ?start ;
        gtnum:latestDay ?end
        FILTER(?start <= "2022-01-15"^^xsd:date && ?end >= "2022-01-15"^^xsd:date) }"""
    assert len(list(store.query(query))) == 7


def test_questions_follow_another_base():
    base = "https://graphe.example.fr/"
    store = filled_store(base=base)
    assert column(answer(store, "cq02", base=base), "laboratoire") == ["techne"]
    assert answer(store, "cq02") == []
