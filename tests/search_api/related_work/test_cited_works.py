"""What a draft cites is recognised in every form, and told with its characters."""

from dataclasses import replace

import pytest

from ontology.described import Described, DescribedKind
from ontology.model import EntityKind, Hyperlink, Mention
from ontology.structure import Block, BlockKind, PassageRole
from search_api.related_work.cited_works import CitedWorks, with_discoveries
from search_api.related_work.results import CitationForm
from search_api.related_work.work_keys import address_keys, doi_keys, number_key
from tests.search_api.fakes import MemoryCatalogue, record

LONG = "La sobriété numérique à l’école : le GTnum #ÆSON"
RECORDS = [
    record("post", "x", title=LONG, url="https://carnet.example/8846"),
    record(
        "article", "x", title="Un article (É. Allouche)", doi="10.52358/mm.vi17.392"
    ),
    record("depot", "x", title="Dépôt", hal_id="hal-02321700"),
    record("intro", "x", title="Introduction"),
    record("page", "x", title="Page", url="https://a.example/spip.php?id=7&lang=fr"),
    *(
        record(f"same-{n}", "x", title="Éditorial du mois de mai à Lyon")
        for n in "abcd"
    ),
]
CITED = CitedWorks(MemoryCatalogue(RECORDS))


def cited(*texts, **more):
    draft = record("draft", *texts, **more)
    return [
        (one.document.identifier, one.how, one.found.text) for one in CITED.of(draft)
    ]


@pytest.mark.parametrize(
    "written",
    [
        "https://carnet.example/8846",
        "http://www.carnet.example/8846/?utm_source=lettre&fbclid=x#bas",
        "https://carnet.example/?p=8846",
        "carnet.example/8846",
        "HTTPS://CARNET.EXAMPLE/8846?replytocom=5",
        "http://localhost:8000/document/post#passage-3",
    ],
)
def test_an_address_is_recognised_in_its_forms(written):
    assert cited(f"On lira ({written}).") == [("post", CitationForm.LINK, written)]


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("doi: 10.52358/mm.vi17.392.", "10.52358/mm.vi17.392"),
        ("DOI 10.52358 / MM.vi17.392 ;", "10.52358 / MM.vi17.392"),
        ("(https://dx.doi.org/10.52358%2Fmm.vi17.392)", None),
        ("<https://doi.org/10.52358/mm.vi17.392>", None),
        ("10.52358/mm.vi17.392)", "10.52358/mm.vi17.392"),
    ],
)
def test_a_doi_is_recognised_in_its_forms(written, found):
    expected = found or written.strip("()<>")
    assert cited(f"Voir {written}") == [("article", CitationForm.DOI, expected)]


def test_other_numbers_and_parameters_that_matter():
    assert cited("Dans hal-02321700v2, on lit")[0][0] == "depot"
    assert cited("https://shs.hal.science/hal-02321700/document")[0][0] == "depot"
    assert cited("http://a.example/spip.php?lang=fr&id=7&xtor=1")[0][0] == "page"
    assert cited("http://a.example/spip.php?lang=fr&id=8") == []
    assert cited("https://carnet.example/8847 et 10.52358/mm.vi17.393") == []


def test_a_link_behind_words_is_told_by_its_words():
    draft = record("draft", "Le groupe ÆSON l’a dit.")
    link = Hyperlink(10, 14, "http://carnet.example/8846/?share=mastodon")
    (found,) = CITED.of(replace(draft, hyperlinks=(link,)))
    assert (found.document.identifier, found.how) == ("post", CitationForm.LINK)
    assert (found.found.text, found.found.start, found.found.end) == ("ÆSON", 10, 14)


def test_a_long_title_is_recognised_in_any_case_and_punctuation():
    written = "la sobriete numérique à l'école – le gtnum AESON"
    assert cited(f"On relira {written}, paru en mai.") == [
        ("post", CitationForm.TITLE, written)
    ]


@pytest.mark.parametrize(
    ("text", "is_cited"),
    [
        ("Dans une introduction, on dit ceci.", False),
        ("Introduction : on dit ceci.", False),
        ("Dans « Introduction », on dit ceci.", True),
        ("Dans «\u202fIntroduction\u202f», on dit ceci.", True),
        ("Dans “Introduction”, on dit ceci.", True),
        ("- Dupont, Introduction, 2021.", True),
        ("- Introduction au sujet", False),
    ],
)
def test_a_short_title_counts_only_as_a_reference(text, is_cited):
    assert bool(cited("Une phrase.", text)) == is_cited


def test_a_bibliography_cites_short_titles():
    draft = record("draft", "Une phrase.", "Dupont. Introduction.")
    works = replace(draft.passages[1], role=PassageRole.BIBLIOGRAPHY)
    found = CITED.of(replace(draft, passages=(draft.passages[0], works)))
    assert [one.document.identifier for one in found] == ["intro"]


def test_the_title_of_the_draft_itself_cites_nothing():
    assert cited(LONG, "Nous en reparlons.") == []
    draft = record("draft", "Une phrase.", LONG, "Et la suite.")
    start = draft.passages[1].start
    block = Block(BlockKind.HEADING, start, start + len(LONG), level=2)
    document = replace(draft.document, blocks=(block,))
    assert CITED.of(replace(draft, document=document)) == ()
    assert len(cited("Une phrase.", f"- {LONG}")) == 1


def test_a_title_of_many_documents_names_none():
    assert cited("On relira Éditorial du mois de mai à Lyon, paru hier.") == []


def test_the_surest_form_is_told_once_and_in_order():
    text = f"Voir hal-02321700, {LONG}, puis https://carnet.example/8846 enfin."
    assert [(name, how) for name, how, _ in cited(text)] == [
        ("depot", CitationForm.LINK),
        ("post", CitationForm.LINK),
    ]


def test_a_stored_document_does_not_cite_itself():
    whole = record("post", "Publié sur https://carnet.example/8846 en mai.")
    assert CITED.of(whole) == ()


def test_a_sheet_is_cited_by_the_title_of_its_work():
    thing = Described(DescribedKind.PRODUCTION, "Le vrai titre", target="p-titre")
    sheet = record("sheet", "x", title="Une fiche", describes=(thing,))
    kind = EntityKind.PRODUCTION
    named = Mention(
        "draft.0", "draft", 1, 3, 16, "Le vrai titre", "p-titre", kind, "title", 0.9
    )
    sheet = replace(sheet, mentions=(replace(named, document="sheet"),))
    draft = record("draft", "Ah Le vrai titre !", mentions=[named])
    (found,) = CitedWorks(MemoryCatalogue([sheet])).of(draft)
    assert (found.document.identifier, found.found.text) == ("sheet", "Le vrai titre")


def test_what_is_cited_leaves_room_for_discoveries():
    ranked = {"a": 0.9, "b": 0.8, "c": 0.7, "d": 0.2}
    assert list(with_discoveries(ranked, {"a", "b", "c"}, 2)) == ["a", "d"]
    assert list(with_discoveries(ranked, {"a", "b", "c"}, 3)) == ["a", "b", "d"]
    assert list(with_discoveries(ranked, set(ranked), 2)) == ["a", "b"]
    assert list(with_discoveries(ranked, set(), 2)) == ["a", "b"]


def test_keys_of_what_is_no_address():
    assert list(address_keys("http://[bad")) == []
    assert list(address_keys("https://a.example/")) == ["url:a.example"]
    assert list(address_keys("https://hdl.handle.net/10670/1.ABC/")) == [
        "hdl:10670/1.abc",
        "url:hdl.handle.net/10670/1.ABC",
    ]
    assert number_key("20.500.12/9") == "hdl:20.500.12/9"
    assert next(doi_keys("10.1/a?x#y")) == "doi:10.1/a"


def test_of_titles_that_begin_alike_the_longest_is_told():
    titles = [
        "La note",
        "La note de veille",
        "La note de veille sur le climat scolaire",
    ]
    known = MemoryCatalogue(
        [record(f"d{n}", "x", title=title) for n, title in enumerate(titles)]
    )
    for number, title in enumerate(titles):
        draft = record("draft", "Une phrase.", f"On lit « {title} » ici.")
        (found,) = CitedWorks(known).of(draft)
        assert (found.document.identifier, found.found.text) == (f"d{number}", title)
