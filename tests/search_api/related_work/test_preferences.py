"""What is liked asks by what tells most, what is disliked lowers what is near it."""

from dataclasses import replace

import pytest

from ontology.structure import PassageRole
from search_api.errors import BadQuestion, IndexDamaged
from search_api.indexer import OpenIndexes, SearchIndexWriter
from search_api.related_work.finder import Related
from search_api.related_work.preferences import LEFT, lowered, telling_passages
from search_api.related_work.stored_drafts import named_draft, stored_draft
from tests.search_api.fakes import LetterEmbedder, MemoryCatalogue, record

BRIDGE = "Le zouk zigzague vers le kiwi, et wapiti boxe quiz."
WORDS = "La sobriété numérique à l’école des élèves."
RECORDS = [
    record("sobriete", WORDS, BRIDGE),
    record("ecole", "La sobriété numérique à l’école."),
    record("zoo", "Le kiwi et le wapiti boxent un quiz de zouk."),
    record("zoo-2", "Un wapiti, un kiwi, du zouk et un quiz."),
    record("reste", "Une déclaration de conformité pour les sites."),
]
MANY = record("long", *[f"Phrase {n} sur la sobriété." for n in range(30)])


@pytest.fixture(scope="module")
def related(tmp_path_factory):
    embedder = LetterEmbedder()
    folder = tmp_path_factory.mktemp("generation")
    writer = SearchIndexWriter(None, embedder)
    for item in (*RECORDS, MANY):
        writer.write(item)
    writer.commit(folder)
    indexes = OpenIndexes(folder, embedder)
    yield Related(
        MemoryCatalogue([*RECORDS, MANY]),
        embedder,
        vectors=indexes.vectors,
        words=indexes.words,
        generation="0001",
        most_asked=40,
    )
    indexes.close()


NOTHING = record("brouillon")
DRAFT = record("brouillon", "Nous parlons de sobriété numérique.", BRIDGE)


def names(results):
    return [found.document.identifier for found in results.documents]


def test_documents_that_are_liked_ask_and_do_not_answer(related):
    found = related.find(NOTHING, liked=("zoo",))
    assert set(names(found)[:2]) == {"zoo-2", "sobriete"}
    assert "zoo" not in names(found)
    assert (found.asked_passages, found.draft_passages) == (1, 1)
    assert found.paragraphs[0].passage.document == "zoo"
    assert names(related.find(NOTHING, liked=("ecole",)))[0] in ("sobriete", "long")


def test_they_ask_beside_the_paragraphs_of_a_text(related):
    found = related.find(DRAFT, liked=("reste",))
    asked = [one.passage.document for one in found.paragraphs]
    assert asked == ["brouillon", "brouillon", "reste"]
    liked = [found.liked(one.passage) for one in found.paragraphs]
    assert liked == [None, None, "reste"]
    positions = [one.passage.position for one in found.paragraphs]
    assert positions == [0, 1, 2]


def test_what_is_like_something_disliked_goes_back(related):
    alone = names(related.find(DRAFT))
    found = names(related.find(DRAFT, disliked=("zoo",)))
    assert alone.index("zoo-2") < alone.index("ecole")
    assert found.index("zoo-2") > found.index("ecole")
    assert "zoo" not in found
    # What the disliked document says nothing of stays as it was.
    kept = [name for name in alone if name in ("ecole", "long")]
    assert [name for name in found if name in ("ecole", "long")] == kept


def test_all_that_asks_has_one_bound(related):
    long = record("d", *[f"Une phrase numéro {n} du brouillon." for n in range(90)])
    found = related.find(long, liked=("long",), disliked=("sobriete",))
    own = [one for one in found.paragraphs if one.passage.document == "d"]
    assert (found.draft_passages, found.asked_passages) == (98, 38)
    assert (len(own), len(found.paragraphs)) == (30, 38)


def test_nothing_that_asks_is_no_draft(related):
    with pytest.raises(BadQuestion):
        related.find(NOTHING, disliked=("zoo",))


def test_the_passages_that_say_most_of_a_document_ask(related):
    catalogue = MemoryCatalogue([*RECORDS, MANY])
    few = telling_passages(("long",), catalogue, related._vectors, most=3)
    assert len(few) == 3
    assert [one.position for one in few] == sorted(one.position for one in few)
    both = telling_passages(("sobriete", "long"), catalogue, related._vectors, most=4)
    assert [one.document for one in both] == ["sobriete"] * 2 + ["long"] * 2
    plain = record("a", "Un texte.")
    contents = replace(plain.passages[0], role=PassageRole.CONTENTS)
    catalogue = MemoryCatalogue([replace(plain, passages=(contents,))])
    assert telling_passages(("a",), catalogue, related._vectors, most=9) == []


def test_an_index_that_lacks_what_the_graph_has_is_damaged(related):
    strange = record("strange", *[f"Phrase {n}." for n in range(30)])
    catalogue = MemoryCatalogue([strange])
    with pytest.raises(IndexDamaged, match="strange") as damaged:
        telling_passages(("strange",), catalogue, related._vectors, most=3)
    assert "gtnum reindex" in damaged.value.remedy


def test_what_is_said_against_is_taken_from_what_is_said_for():
    said, against = [{"a": 0.4, "b": 0.4}], [{"b": 0.1, "c": 0.2, "a": 0.9}]
    found = lowered({"b": 1.5}, said, against, ([{}], [{}]))
    assert found == pytest.approx({"b": 1.5 * 0.75, "c": LEFT, "a": LEFT})
    # What the disliked say for many counts against nobody.
    assert lowered({}, said, [{"b": 0.4}], ([{}], [{"b": 0.4}])) == {}


def test_a_stored_document_is_a_draft_with_its_own_offsets():
    passages = record("d", "Un texte.", "Un autre.").passages
    summary = MemoryCatalogue([record("d", "x")]).documents(["d"])["d"]
    found = stored_draft(summary, passages)
    for one in passages:
        assert found.document.text[one.start : one.end] == one.text
    assert stored_draft(summary).passages == ()


def test_what_supports_a_liked_passage_does_not_support_the_draft(related):
    strange = record("brouillon", "Fjord, Qwerty, Vyx : jamb, hwyl, kvetch, pfft.")
    alone = related.find(strange)
    found = related.find(strange, liked=("zoo",))
    assert not alone.is_reliable
    assert [one.is_supported for one in found.paragraphs] == [False, True]
    assert not found.is_reliable
    assert found.doubt is not None
    assert [one.document for one in found.unsupported] == ["brouillon"]
    assert related.find(NOTHING, liked=("zoo",)).is_reliable


def test_what_is_liked_without_a_draft_is_not_the_drafts_own(related):
    catalogue = MemoryCatalogue(RECORDS)
    record = named_draft(None, ("zoo", "ecole"), catalogue, lambda name: [name])
    assert (record.passages, record.mentions) == ((), ("zoo", "ecole"))
    assert record.document.identifier not in ("zoo", "ecole")
    found = related.find(replace(record, mentions=()), liked=("zoo",))
    assert found.liked(found.paragraphs[0].passage) == "zoo"
    assert found.paragraphs[0].repeats == ()
    own = named_draft("zoo", (), catalogue, lambda name: [name])
    assert own.document.identifier == "zoo"
