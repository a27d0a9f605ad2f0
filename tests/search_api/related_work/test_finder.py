"""Related work is ranked by what paragraphs say for it, explained by what is shared."""

from dataclasses import replace

import pytest

from graph.ports import DocumentFilter
from ontology.model import Entity, EntityKind, Hyperlink, Label, Mention
from ontology.structure import PassageRole
from search_api.errors import BadQuestion
from search_api.indexer import OpenIndexes, SearchIndexWriter
from search_api.related_work.finder import Related
from search_api.related_work.results import Doubt
from tests.search_api.fakes import LetterEmbedder, MemoryCatalogue, record

MICA = Entity(
    "mica", EntityKind.LAB, (Label("MICA", ""), Label("Labo MICA", "fr", True))
)


def mention(document):
    return Mention(
        f"{document}.0",
        document,
        1,
        0,
        4,
        "MICA",
        "mica",
        EntityKind.LAB,
        "acronym",
        0.9,
    )


RGAA = "Déclaration de conformité pour l’accessibilité des sites."
RECORDS = [
    record(
        "aeson",
        "La sobriété numérique à l’école, étudiée par MICA.",
        "L’empreinte des équipements scolaires.",
        mentions=[mention("aeson")],
    ),
    record("rgaa", RGAA),
    record("mixed", "La sobriété numérique à l’école, dans un autre contexte."),
]


@pytest.fixture(scope="module")
def related(tmp_path_factory):
    embedder = LetterEmbedder()
    folder = tmp_path_factory.mktemp("generation")
    writer = SearchIndexWriter(None, embedder)
    for item in RECORDS:
        writer.write(item)
    writer.commit(folder)
    indexes = OpenIndexes(folder, embedder)
    return Related(
        MemoryCatalogue(RECORDS, [MICA]),
        embedder,
        vectors=indexes.vectors,
        words=indexes.words,
        generation="0001",
    )


DRAFT = record(
    "brouillon",
    "Nous parlons de sobriété numérique à l’école.",
    "Il faut compter l’empreinte des équipements - et MICA le fait.",
    mentions=[mention("brouillon")],
)


def names(results):
    return [found.document.identifier for found in results.documents]


def test_document_that_matches_every_passage_comes_first(related):
    results = related.find(DRAFT)
    assert names(results)[:2] == ["aeson", "mixed"]
    best = results.documents[0]
    assert [draft.identifier for draft, _ in best.pairs] != []
    assert {d.identifier for d, _ in best.pairs} == {"brouillon.0", "brouillon.1"}
    scores = [hit.score for _, hit in best.pairs]
    assert scores == sorted(scores, reverse=True)
    assert 0 < results.documents[1].score < best.score <= 1
    assert results.draft_passages == 2


def test_every_paragraph_asks_and_a_heading_goes_with_its_text(related):
    draft = record(
        "d",
        "Notre projet\n\nNous parlons de sobriété numérique à l’école cette année.\n\n"
        "Il faut une déclaration de conformité pour l’accessibilité des sites.",
    )
    found = related.find(draft)
    assert (found.draft_passages, found.asked_passages) == (2, 2)
    assert names(found)[0] == "rgaa"
    assert {"aeson", "mixed"} < set(names(found))
    for one in found.documents:
        for part, _ in one.pairs:
            assert draft.document.text[part.start : part.end] == part.text


def test_what_nothing_supports_is_told(related):
    draft = record("d", RGAA, "Xylophone quantique zoulou, bref kiwi yack wapiti zébu.")
    found = related.find(draft)
    assert [part.text for part in found.unsupported] == [draft.passages[1].text]
    assert found.is_reliable
    alone = related.find(replace(draft, passages=draft.passages[1:]))
    assert not alone.is_reliable
    nothing = related.find(DRAFT, restriction=DocumentFilter(languages=("de",)))
    assert (nothing.documents, nothing.is_reliable) == ((), False)


def test_a_long_paragraph_is_supported_in_a_library_that_was_not_measured(related):
    draft = record("d", " ".join([RGAA] * 5))
    assert len(draft.passages[0].text.split()) > 30
    assert related.find(draft).is_reliable


def test_each_paragraph_says_what_is_nearest_to_it(related):
    draft = record("d", RGAA, "Xylophone quantique zoulou, bref kiwi yack wapiti zébu.")
    first, second = related.find(draft, limit=1).paragraphs
    assert (first.passage.text, first.is_supported) == (RGAA, True)
    best = first.found[0]
    assert (best.document.identifier, best.is_close) == ("rgaa", True)
    assert best.hit.passage.text == RGAA
    assert not second.is_supported
    assert not any(one.is_close for one in second.found)


def test_references_of_a_draft_ask_nothing_beside_its_body(related):
    draft = record("draft", "La sobriété numérique à l’école.", RGAA)
    marked = replace(draft.passages[1], role=PassageRole.BIBLIOGRAPHY)
    found = related.find(replace(draft, passages=(draft.passages[0], marked)))
    assert found.draft_passages == 1
    assert all(pair.text != RGAA for one in found.documents for pair, _ in one.pairs)
    alone = related.find(replace(draft, passages=(marked,)))
    assert names(alone)[0] == "rgaa"


def test_what_only_sources_of_a_draft_name_is_no_reason(related):
    draft = record(
        "brouillon", "La sobriété numérique.", "MICA", mentions=DRAFT.mentions
    )
    sources = replace(draft.passages[1], role=PassageRole.CAVEAT)
    named = replace(DRAFT.mentions[0], start=sources.start, end=sources.end)
    draft = replace(draft, passages=(draft.passages[0], sources), mentions=(named,))
    assert all(one.shared == () for one in related.find(draft).documents)


def test_a_work_that_the_draft_links_to_comes_first_and_is_marked(related):
    target = Hyperlink(0, 4, "http://localhost/document/mixed")
    found = related.find(replace(DRAFT, hyperlinks=(target,)))
    (cited,) = found.cited
    assert (cited.document.identifier, cited.found.text) == ("mixed", "Nous")
    marked = [one.document.identifier for one in found.documents if one.is_cited]
    assert marked == ["mixed"]
    near = [one for paragraph in found.paragraphs for one in paragraph.found]
    assert all(one.is_cited == (one.document.identifier == "mixed") for one in near)
    strong = record("d", RGAA, "Nous parlons de sobriété numérique à l’école.")
    linked = replace(strong, hyperlinks=(target,))
    assert names(related.find(strong))[0] == "rgaa"
    assert names(related.find(linked))[0] == "mixed"
    assert names(related.find(linked, limit=2)) == ["mixed", "rgaa"]


def test_what_is_repeated_word_for_word_supports_however_short(related):
    text = "Déclaration de conformité pour l’accessibilité des sites"
    (paragraph,) = related.find(record("d", text)).paragraphs
    assert [one.document.identifier for one in paragraph.repeats] == ["rgaa"]
    assert (paragraph.is_supported, paragraph.doubt) == (True, None)


def test_nothing_supports_numbers_and_letters(related):
    (paragraph,) = related.find(record("d", "A 12 b 15 c 18 d 2026 e 7 f 8")).paragraphs
    assert (paragraph.is_supported, paragraph.doubt) == (False, Doubt.NO_SUBJECT)
    assert not any(one.is_close for one in paragraph.found)


def test_each_text_without_support_says_why(related):
    kiwi = "Xylophone quantique zoulou, bref kiwi yack wapiti zébu."
    found = related.find(record("d", kiwi, "Zébu.", language="fr"))
    assert found.doubt is Doubt.NOTHING_NEAR
    doubts = [one.doubt for one in found.paragraphs]
    assert doubts == [Doubt.NOTHING_NEAR, Doubt.TOO_SHORT]
    german = related.find(record("d", kiwi, language="de"))
    assert german.doubt is Doubt.OTHER_LANGUAGE
    assert related.find(record("d", RGAA)).doubt is None


def test_every_document_and_every_near_passage_says_why(related):
    found = related.find(DRAFT)
    whys = {one.document.identifier: one.why for one in found.documents}
    assert whys["aeson"] == (
        "Nomme comme vous le laboratoire Labo MICA ; porte sur 1 paragraphe sur 2."
    )
    near = [one.why for paragraph in found.paragraphs for one in paragraph.found]
    assert near
    assert all(why.endswith(".") for why in near)


def test_pairs_quote_verbatim_and_mark_common_words(related):
    pairs = related.find(DRAFT).documents[0].pairs
    hit = next(hit for draft, hit in pairs if draft.identifier == "brouillon.1")
    marked = [hit.passage.text[a:b] for a, b in hit.highlights]
    assert hit.passage.text == RECORDS[0].passages[1].text
    assert marked == ["empreinte", "équipements"]


def test_shared_entities_are_named_with_their_preferred_label(related):
    found = {d.document.identifier: d.shared for d in related.find(DRAFT).documents}
    assert found["aeson"] == (("lab", "mica", "Labo MICA"),)
    assert found["mixed"] == ()


def test_a_glossary_stands_behind_works(tmp_path):
    text = "La sobriété numérique à l’école"
    entry = record("glossaire", f"{text}. Choix de modérer les usages.")
    defining = replace(entry.passages[0], role=PassageRole.ENTRY)
    records = [replace(entry, passages=(defining,)), *RECORDS]
    embedder = LetterEmbedder()
    writer = SearchIndexWriter(None, embedder)
    for item in records:
        writer.write(item)
    writer.commit(tmp_path)
    indexes = OpenIndexes(tmp_path, embedder)
    ports = {"vectors": indexes.vectors, "words": indexes.words, "generation": "1"}
    found = Related(MemoryCatalogue(records), embedder, **ports).find(record("d", text))
    indexes.close()
    assert set(names(found)[:2]) == {"aeson", "mixed"}
    near = [one.document.identifier for one in found.paragraphs[0].found]
    assert near[-1] == "glossaire" or "glossaire" not in near


def test_filters_and_exclusions_act_inside(related):
    assert "aeson" not in names(related.find(DRAFT, exclude={"aeson"}))
    nobody = DocumentFilter(languages=("de",))
    assert names(related.find(DRAFT, restriction=nobody)) == []
    assert len(names(related.find(DRAFT, limit=1))) == 1


def test_operators_in_a_draft_are_plain_text(related):
    draft = record("d", 'Un titre "jamais vu ici" -sobriété +zèbre numérique à l’école')
    assert set(names(related.find(draft))) >= {"aeson", "mixed"}


@pytest.mark.parametrize(
    ("draft", "limit", "parameter"),
    [(record("d", "…"), 5, "text"), (DRAFT, 0, "limit"), (DRAFT, 101, "limit")],
)
def test_unusable_drafts_are_refused(related, draft, limit, parameter):
    with pytest.raises(BadQuestion) as caught:
        related.find(draft, limit=limit)
    assert caught.value.parameter == parameter
