"""Passages cover the pages, never overlap, and are cut where a reader would pause."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.errors import IngestError
from ingest.read_text import LanguageSpan
from ingest.texts.chunking import Chunking, cut
from ontology.model import PAGE_SEPARATOR, Document, Page, Section, Source

SMALL = Chunking(target=60, maximum=100)


def make_document(
    *pages: str, sections: tuple[Section, ...] = (), language: str = "fr"
) -> Document:
    text = PAGE_SEPARATOR.join(pages)
    made, start = [], 0
    for number, page in enumerate(pages, start=1):
        made.append(Page(number, start, start + len(page)))
        start += len(page) + 1
    source = Source("c/x", "text/plain", 1, "0" * 64)
    return Document(
        "doc", source, "c", "T", text, tuple(made), sections=sections, language=language
    )


words = st.text(
    st.sampled_from("abcéœ .,;!?\n\t«»’0123456789\U0001f600\u0301"), max_size=600
)


@given(st.lists(words, min_size=1, max_size=4), st.data())
def test_passages_cover_pages_verbatim_in_order_without_overlap(pages, data):
    text = PAGE_SEPARATOR.join(pages)
    starts = data.draw(st.lists(st.integers(0, len(text)), max_size=5))
    sections = tuple(Section("T", 1 + n % 3, at) for n, at in enumerate(sorted(starts)))
    document = make_document(*pages, sections=sections)
    passages = cut(document, chunking=SMALL)
    covered: set[int] = set()
    last = -1
    for position, passage in enumerate(passages):
        page = document.pages[passage.page - 1]
        assert document.text[passage.start : passage.end] == passage.text
        assert page.start <= passage.start < passage.end <= page.end
        assert passage.start > last or position == 0
        assert 0 < len(passage.text) <= SMALL.maximum
        assert passage.text == passage.text.strip()
        assert passage.identifier == f"doc.{position}"
        last = passage.end - 1
        covered.update(range(passage.start, passage.end))
    for page in document.pages:
        for at in range(page.start, page.end):
            assert at in covered or document.text[at].isspace()


def test_cut_is_at_paragraphs_before_sentences():
    text = (
        "Un court paragraphe de tête, seul."
        "\n\nUn second. Il a deux phrases, pas davantage."
    )
    assert [p.text for p in cut(make_document(text), chunking=SMALL)] == [
        "Un court paragraphe de tête, seul.",
        "Un second. Il a deux phrases, pas davantage.",
    ]


def test_abbreviations_and_decimals_do_not_end_a_sentence():
    text = (
        "Le groupe de M. Dupont a reçu 3. 5 millions selon cf. Annexe. "
        "La suite vient ici."
    )
    texts = [p.text for p in cut(make_document(text), chunking=Chunking(50, 80))]
    assert not any(t.endswith(("M.", "cf.")) for t in texts)


def test_section_path_follows_the_headings():
    text = "Titre\n\nPartie\n\nLe texte de la partie est ici.\n\nFin\n\nLe texte final."
    sections = tuple(
        Section(name, level, text.index(name))
        for name, level in (("Titre", 1), ("Partie", 2), ("Fin", 1))
    )
    passages = cut(make_document(text, sections=sections), chunking=SMALL)
    assert [p.section for p in passages] == [("Titre", "Partie"), ("Fin",)]
    assert passages[0].text.startswith("Titre")


def test_a_long_passage_in_another_language_is_marked():
    english = (
        "The groups have to say which of the results can be used by the schools. " * 4
    )
    french = (
        "Les groupes disent dans leur rapport ce que les écoles peuvent en faire. " * 4
    )
    passages = cut(make_document(french, english))
    assert [p.language for p in passages] == ["fr", "en"]


def test_a_stated_language_wins():
    passages = cut(make_document("Hello."), spans=[LanguageSpan(0, 6, "en")])
    assert passages[0].language == "en"


def test_senseless_lengths_are_refused():
    with pytest.raises(IngestError, match="longueurs"):
        Chunking(target=900, maximum=100)


def test_sentences_end_behind_spaces_without_a_break():
    sentence = "«\u00a0Une phrase entière entre guillemets, dite par un élève.\u00a0»"
    text = " ".join([sentence] * 30)
    passages = cut(make_document(text), chunking=Chunking(200, 300))
    assert len(passages) > 1
    assert all(p.text.startswith("«") and p.text.endswith("»") for p in passages)
