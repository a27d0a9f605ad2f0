"""What a draft has word for word from a document is told, and what kind it is."""

from dataclasses import replace

import pytest

from ontology.model import EntityKind, Mention
from search_api.fusion import Fused
from search_api.query import ScoreParts
from search_api.related_work.pairs import AskedParagraph, Pair
from search_api.related_work.ranking import Ranking
from search_api.related_work.repetitions import RepetitionFinder, is_repeated
from search_api.related_work.results import RepetitionKind
from search_api.related_work.shared_entities import SharedEntity
from search_api.related_work.word_runs import Overlap
from tests.search_api.fakes import MemoryCatalogue, record

FIRST = (
    "La fabrication des équipements pèse davantage que leur usage, si bien que garder "
    "une tablette deux ans de plus compte plus que toute autre mesure au collège."
)
SECOND = (
    "Les élèves de cinquième ont démonté un téléphone, compté les métaux qu’il a "
    "et comparé la durée de vie annoncée à celle que leurs familles constatent."
)
NOTE = record("note", "Le poids du matériel", FIRST, SECOND, authors=("Anne Un-Deux",))
OTHER = record("autre", "La classe inversée demande une préparation toute différente.")
CATALOGUE = MemoryCatalogue([NOTE, OTHER])
HEADED = f"Notre titre\n\n{FIRST}"


def ranking(*texts, best=("note.1",), **more):
    draft = record("draft", *texts, mentions=more.pop("mentions", ()))
    parts = ScoreParts(1.0, 0.5, 0.3, 0.3)
    asked = [
        AskedParagraph(
            {
                name.partition(".")[0]: Pair(n, name, Fused(0.8, 0.4, 0.4, 0.0), parts)
                for name in best
            }
        )
        for n in range(len(texts))
    ]
    whole = Ranking(draft, draft.passages, asked, {}, {}, [()] * len(texts), {})
    return replace(whole, **more)


def repeats(*texts, **more):
    return RepetitionFinder(CATALOGUE).of(ranking(*texts, **more))


def only(found):
    ((one,),) = found.by_paragraph
    return one


@pytest.mark.parametrize(
    "text",
    [
        FIRST,
        FIRST.upper(),
        HEADED,
        FIRST.replace(" ", "\n").replace("équipements", "appareils"),
        f"{FIRST} Nous en tirons une séquence de trois heures pour la classe.",
    ],
)
def test_a_copy_is_recognised_with_the_words_of_both_sides(text):
    one = only(repeats(text))
    assert (one.kind, one.document.identifier) == (RepetitionKind.REPETITION, "note")
    whole = NOTE.document.text
    assert whole[one.start : one.end] == one.text
    assert one.text in one.passage.text
    assert text[one.found.start : one.found.end] == one.found.text
    assert one.text == FIRST.rstrip(".")


def test_two_paragraphs_joined_are_one_repetition_by_most_of_it():
    one = only(repeats(f"{FIRST} {SECOND}"))
    assert one.share == 1.0
    assert one.text in (FIRST.rstrip("."), SECOND.rstrip("."))


def test_the_same_subject_in_other_words_repeats_nothing():
    other = "Garder une tablette plus longtemps compte davantage que toute mesure."
    assert repeats(other).by_paragraph == ((),)
    assert repeats("La classe inversée.", best=("autre.0",)).by_paragraph == ((),)


@pytest.mark.parametrize("signs", ["«\u00a0{}\u00a0»", "“{}”", '"{}"'])
def test_guillemets_make_a_quotation_and_the_source_is_missed(signs):
    quoted = signs.format(FIRST)
    assert only(repeats(f"On lit {quoted}")).kind is RepetitionKind.UNSOURCED_QUOTATION
    named = only(repeats(f"Selon Anne Un-Deux, {quoted}"))
    assert named.kind is RepetitionKind.QUOTATION
    cited = only(repeats(f"On lit {quoted}", cited=frozenset({"note"})))
    assert cited.kind is RepetitionKind.QUOTATION


def test_a_group_named_outside_the_quotation_is_its_source():
    quoted = f"Le groupe ÆSON écrit : « {FIRST} »"
    kind = EntityKind.GROUP
    mention = Mention("draft.0", "draft", 1, 10, 14, "ÆSON", "aeson", kind, "x", 0.9)
    shared = {"note": [SharedEntity("group", "aeson", "ÆSON", 0.9)]}
    found = repeats(quoted, mentions=(mention,), shared=shared)
    assert only(found).kind is RepetitionKind.QUOTATION
    inside = replace(mention, start=40, end=44)
    found = repeats(quoted, mentions=(inside,), shared=shared)
    assert only(found).kind is RepetitionKind.UNSOURCED_QUOTATION


def test_a_draft_that_is_a_copy_says_so_as_a_whole():
    copied = repeats(FIRST, SECOND).copy_of
    assert (copied.document.identifier, copied.share) == ("note", 1.0)
    own = (
        "Notre classe a choisi une autre voie, que voici en quelques mots bien à elle."
    )
    assert repeats(FIRST, own, own.replace("voie", "idée"), own).copy_of is None
    assert repeats(FIRST).copy_of is None  # one sentence is no draft
    quoted = repeats(f"« {FIRST} »", f"« {SECOND} »", cited=frozenset({"note"}))
    assert quoted.copy_of is None


def test_a_copy_of_a_work_is_told_once():
    copies = MemoryCatalogue([NOTE, record("copie", "Titre", FIRST)])
    both = ranking(FIRST, best=("note.1", "copie.1"))
    assert len(RepetitionFinder(copies).of(both).by_paragraph[0]) == 2


@pytest.mark.parametrize(
    ("found", "is_it"),
    [
        (Overlap(0.8, 4, 4), True),
        (Overlap(0.79, 4, 4), False),
        (Overlap(0.4, 10, 5), True),
        (Overlap(0.39, 13, 13), False),
        (Overlap(0.1, 14, 14), True),
        (Overlap(1.0, 3, 3), False),
    ],
)
def test_the_borders_of_a_repetition(found, is_it):
    assert is_repeated(found) is is_it
