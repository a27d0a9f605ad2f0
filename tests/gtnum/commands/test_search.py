"""This test ensures that ``search`` and ``related`` ask as told and show all found."""

import io
import json
import sys
from contextlib import contextmanager
from dataclasses import replace
from types import SimpleNamespace

import pytest

from graph.entity_ports import Certainty, EntityRef, FactSource
from gtnum import wiring
from ontology.described import Described, DescribedKind
from ontology.model import EntityKind, Passage
from search_api.answered import (
    AnswerFact,
    AnswerItem,
    AnswerSource,
    Counted,
    DirectAnswer,
    DirectAnswers,
)
from search_api.query import (
    AnswerState,
    PassageHit,
    ScoreParts,
    SearchHit,
    SearchMode,
    SearchResults,
    Stratum,
)
from search_api.related_work.results import RelatedDocument, RelatedResults
from search_api.understood import Effect, Found, Spelling, Understood
from tests.search_api.web.tiny_corpus import summary

PASSAGE = Passage("note.0", "note", 0, 4, 0, 21, "La sobriété numérique", "fr")
HIT = PassageHit(PASSAGE, 0.5, ScoreParts(1.0, 0.5, 0.3, 0.2), ((3, 11),))
NOTE = summary("note", "Une [note]")
MEGABYTE = 1_000_000


class FakeSearcher:
    """Finds one passage; ``changes`` alters the results."""

    def __init__(self):
        self.asked = []
        self.changes = {}

    def search(self, query):
        self.asked.append(query)
        made = SearchResults(
            query=query,
            total=1,
            hits=(SearchHit(NOTE, 0.75, (HIT,)),),
            next_cursor=None,
            facets={},
            state=AnswerState.ANSWERED,
            generation="0007",
            embedder="vif",
            elapsed_seconds=0.25,
        )
        return replace(made, **self.changes)


class FakeRelated:
    """Finds documents near a draft; ``documents`` are those."""

    def __init__(self):
        self.asked = []
        self.documents = ()

    def find(self, record, *, limit, restriction, **preferred):
        self.asked.append((record, limit, restriction))
        self.preferred = preferred
        return RelatedResults(self.documents, 1, 1, "0007", "vif", 0.1)


@pytest.fixture
def knowledge(monkeypatch):
    made = SimpleNamespace(
        searcher=FakeSearcher(),
        related=FakeRelated(),
        read_draft=lambda content, name, media_type: (content, name, media_type),
    )

    @contextmanager
    def opened(settings):
        yield made

    monkeypatch.setattr(wiring, "knowledge", opened)
    monkeypatch.setenv("COLUMNS", "100")
    return made


def test_the_question_is_understood_and_spelt_unless_exact(gtnum, knowledge):
    gtnum("search", "sobriété")
    gtnum("search", "sobriété", "--exact", "--limit", 3, "--mode", "words")
    plain, exact = knowledge.searcher.asked
    assert (plain.text, plain.limit, plain.mode) == ("sobriété", 10, SearchMode.HYBRID)
    assert (plain.with_intent, plain.with_spelling) == (True, True)
    assert (exact.limit, exact.mode) == (3, SearchMode.WORDS)
    assert (exact.with_intent, exact.with_spelling) == (False, False)


def test_people_read_title_facts_passage_and_time(gtnum, knowledge):
    lines = gtnum("search", "sobriété")[1].splitlines()
    assert lines == [
        "1. Une [note]",
        "   5 mars 2024 · note · 0.75",
        "   « La sobriété numérique »",
        "",
        "1 document · génération 0007 · 250 ms",
    ]


def test_each_hit_says_why_it_is_there_where_that_is_asked(gtnum, knowledge):
    lines = gtnum("search", "sobriété", "--explain")[1].splitlines()
    assert lines[3].startswith("   Le passage contient «")
    told = json.loads(gtnum("search", "sobriété", "--explain", "--json")[1])
    assert told["hits"][0]["explanation"]["score"] == 0.75


def test_a_sheet_says_so_and_shows_the_date_of_its_work(gtnum, knowledge):
    group = Described(DescribedKind.GROUP, "REVE", date="2020/2022")
    sheet = summary("reve", "Le groupe REVE", describes=(group,))
    knowledge.searcher.changes = {"hits": (SearchHit(sheet, 0.75, (HIT,)),)}
    assert gtnum("search", "sobriété")[1].splitlines()[:2] == [
        "1. Fiche descriptive : Le groupe REVE",
        "   2020–2022 · reve · 0.75",
    ]


def test_ranks_go_up_and_pages_are_told_of_paged_documents(gtnum, knowledge):
    paged = replace(NOTE, identifier="pdf", is_paged=True, date=None)
    hits = (SearchHit(NOTE, 0.7, ()), SearchHit(paged, 0.6, (HIT,)))
    knowledge.searcher.changes = {"hits": hits, "total": 2, "is_capped": True}
    output = gtnum("search", "sobriété")[1]
    assert "2. Une [note]\n   pdf · 0.60\n   p. 4 « La sobriété" in output
    assert "Les 2 documents les plus proches" in output


def test_what_is_further_stands_behind_a_line_of_its_own(gtnum, knowledge):
    far = SearchHit(replace(NOTE, identifier="far"), 0.2, (), stratum=Stratum.FURTHER)
    near = SearchHit(NOTE, 0.7, ())
    knowledge.searcher.changes = {"hits": (near, far), "further_total": 1}
    output = gtnum("search", "sobriété", "--sort", "date")[1]
    assert knowledge.searcher.asked[-1].sort == "date"
    above, _, below = output.partition("Plus loin, sans réponse sûre à la question :")
    assert "· note ·" in above
    assert "· far ·" in below
    assert "1 document · 1 plus loin · génération" in below


def test_programs_read_json_with_the_address_of_the_search(gtnum, knowledge):
    knowledge.searcher.changes = {"next_cursor": "suite"}
    said = json.loads(gtnum("search", "sobriété", "--json")[1])
    assert [hit["document"]["id"] for hit in said["hits"]] == ["note"]
    assert "off" not in said["next"]
    exact = json.loads(gtnum("search", "sobriété", "--json", "--exact")[1])
    assert "intent=off" in exact["next"]
    assert "spelling=off" in exact["next"]


def test_what_the_graph_answers_stands_before_the_documents(gtnum, knowledge):
    reve = EntityRef(EntityKind.GROUP, "reve", "REVE")
    facts = (
        AnswerFact("porteur", Certainty.HIGH, (1,), through=reve),
        AnswerFact("", Certainty.LOW, (1,), date="2021"),
    )
    answer = DirectAnswer(
        "labs",
        "Laboratoires",
        Counted("laboratoire", "laboratoires"),
        (reve,),
        "SELECT",
        (AnswerItem("urn:t", "Techné", None, Certainty.HIGH, facts),),
        {Certainty.HIGH: 1},
        (AnswerSource(FactSource("Billet", "https://a.example/")),),
        ("answer:labs",),
    )
    knowledge.searcher.changes = {"direct": DirectAnswers((answer,))}
    lines = gtnum("search", "labos de REVE")[1].splitlines()
    assert lines[:7] == [
        "Laboratoires : groupe REVE",
        "   1 laboratoire certain.",
        "   - Techné (certain)",
        "     REVE, porteur [1]",
        "     2021, possible [1]",
        "   [1] https://a.example/",
        "",
    ]
    assert lines[7].startswith("1. ")
    said = json.loads(gtnum("search", "labos de REVE", "--json")[1])
    assert said["direct_answers"][0]["title"] == "Laboratoires : groupe REVE"


def test_what_the_graph_could_not_answer_is_said(gtnum, knowledge):
    knowledge.searcher.changes = {"direct": DirectAnswers(is_failed=True)}
    assert gtnum("search", "labos")[1].startswith("Le graphe devait répondre")


def test_what_the_question_was_taken_for_is_said(gtnum, knowledge):
    found = Found("lab", "mica", 0, 4)
    one = Understood(found, "MICA", None, next(iter(Effect)))
    knowledge.searcher.changes = {"understood": (one,)}
    assert gtnum("search", "mica")[1].startswith("Compris : laboratoire MICA\n")


@pytest.mark.parametrize(
    ("is_applied", "told"),
    [
        (True, "Rien ne contient « nmérique » : résultats pour « numérique »."),
        (False, "Essayez avec : numérique"),
    ],
)
def test_another_spelling_is_proposed_or_said_to_be_used(
    gtnum, knowledge, is_applied, told
):
    other = Spelling("numérique", (("nmérique", "numérique"),), is_applied=is_applied)
    knowledge.searcher.changes = {"spelling": other}
    assert told in gtnum("search", "nmérique")[1]


def test_without_hits_it_says_so(gtnum, knowledge):
    knowledge.searcher.changes = {"hits": (), "total": 0}
    output = gtnum("search", "sobriété")[1]
    assert len(output.splitlines()) == 2
    assert output.splitlines()[1].startswith("0 document ·")


@pytest.fixture
def draft(tmp_path):
    path = tmp_path / "brouillon.md"
    path.write_bytes(b"Un brouillon")
    return path


def test_a_draft_is_read_with_its_name_and_ten_documents_are_asked_for(
    gtnum, knowledge, draft
):
    code, output, _ = gtnum("related", draft)
    ((record, limit, restriction),) = knowledge.related.asked
    assert (code, limit, restriction.is_empty) == (0, 10, True)
    assert record == (b"Un brouillon", "brouillon.md", None)
    assert "ne se rapproche de ce brouillon" in output


def test_a_draft_may_come_from_the_input(gtnum, knowledge, monkeypatch):
    text = io.TextIOWrapper(io.BytesIO(b"Un brouillon"))
    monkeypatch.setattr(sys, "stdin", text)
    assert gtnum("related", "-", "--limit", 2)[0] == 0
    assert knowledge.related.asked[0][:2] == ((b"Un brouillon", None, None), 2)


@pytest.mark.parametrize("comes_from", ["file", "input"])
@pytest.mark.parametrize(("size", "code"), [(MEGABYTE, 0), (MEGABYTE + 1, 2)])
def test_a_draft_is_as_large_as_the_setting_allows(
    gtnum, knowledge, draft, monkeypatch, comes_from, size, code
):
    monkeypatch.setenv("GTNUM_UPLOAD_MAX_MB", "1")
    draft.write_bytes(b"a" * size)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"a" * size)))
    found, _, messages = gtnum("related", draft if comes_from == "file" else "-")
    assert found == code
    assert ("dépasse 1 Mo" in messages) == bool(code)


def test_a_folder_is_no_draft(gtnum, knowledge, tmp_path):
    code, _, messages = gtnum("related", tmp_path)
    assert code == 2
    assert "n’est pas un fichier" in messages


def test_two_pairs_of_each_document_and_what_is_shared_are_shown(
    gtnum, knowledge, draft
):
    pairs = tuple(
        (PASSAGE, replace(HIT, passage=replace(PASSAGE, text=text, end=len(text))))
        for text in ("premier", "second", "troisième")
    )
    shared = (("lab", "mica", "MICA"), ("lab", "techne", "TECHNE"))
    near = RelatedDocument(NOTE, 0.5, pairs, shared)
    other = RelatedDocument(replace(NOTE, title="Autre"), 0.4, ())
    knowledge.related.documents = (near, other)
    assert gtnum("related", draft)[1].splitlines() == [
        "1. Une [note]",
        "   note · 0.50",
        "   « premier »",
        "   « second »",
        "   en commun : MICA, TECHNE",
        "",
        "2. Autre",
        "   note · 0.40",
        "",
    ]
    said = json.loads(gtnum("related", draft, "--json")[1])
    assert [one["document"]["id"] for one in said["documents"]] == ["note", "note"]
