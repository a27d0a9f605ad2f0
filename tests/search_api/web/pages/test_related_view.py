"""This test ensures that the page shows and cites of an answer what it should."""

from dataclasses import replace

from ontology.model import Passage
from search_api.query import PassageHit, ScoreParts
from search_api.related_work.results import (
    Doubt,
    DraftSpan,
    Keyword,
    ParagraphAnswer,
    RelatedPassage,
    RelatedResults,
)
from search_api.web.pages.related_view import choice, quotable, related_view
from tests.search_api.web.tiny_corpus import HOSTILE, summary

TEXT = (
    "Le cycle de vie\n\nLe groupe étudie les usages des élèves de collège. "
    "Garder un appareil évite une nouvelle fabrication."
)


def passage(text, start=0):
    return Passage("a.3", "a", 3, 1, start, start + len(text), text, "fr")


def hit(text=TEXT, highlights=(), best=None):
    parts = ScoreParts(1.0, 0.5, 0.3, 0.3)
    return PassageHit(passage(text), 0.6, parts, highlights, best)


def answered(paragraph, **fields):
    found = RelatedResults((), 1, 1, "0001", "fake", 0.0, (paragraph,), **fields)
    return related_view(found).paragraphs[0]


def marked_at(word):
    start = TEXT.index(word)
    return ((start, start + len(word)),)


def test_the_sentence_that_is_marked_most_is_quoted():
    for word, beginning in (("élèves", "Le groupe"), ("fabrication", "Garder")):
        start, end = quotable(hit(highlights=marked_at(word))).best_sentence
        assert TEXT[start:end].startswith(beginning)
        assert word in TEXT[start:end]
        assert choice(hit(highlights=marked_at(word))) == f"a.3:{start}-{end}"


def test_a_passage_without_a_sentence_is_quoted_whole():
    assert quotable(hit("Mica\tTechné")).best_sentence is None
    assert choice(hit("Mica\tTechné")) == "a.3"


def test_a_best_sentence_stays():
    assert quotable(hit(best=(3, 9))).best_sentence == (3, 9)


def test_what_nothing_supports_says_why_and_what_is_least_far():
    near = RelatedPassage(summary("a", "A"), hit(), is_close=False)
    shown = answered(
        ParagraphAnswer(passage("Une tarte."), False, (near,), doubt=Doubt.TOO_SHORT)
    )
    assert shown.found == ()
    assert shown.further == (near,)
    assert shown.verdict == "rien ne l’appuie"
    assert shown.reason.startswith("Ce texte est trop court")


def test_a_verdict_counts_close_documents_only():
    near = RelatedPassage(summary("a", "A"), hit(), is_close=False)
    close = replace(near, is_close=True)
    shown = answered(ParagraphAnswer(passage("Un texte."), True, (close, near)))
    assert shown.found == (close, near)
    assert shown.reason == ""
    assert shown.verdict == "1 document proche"


def test_what_a_paragraph_names_is_marked_in_it():
    text = f"{HOSTILE} et la sobriété"
    start = 100 + text.index("sobriété")
    keyword = Keyword(
        *("sobriete", "sobriété", "urn:a", 0.5, 1),
        named=(DraftSpan("sobriété", start, start + 8), DraftSpan("ailleurs", 3, 11)),
    )
    shown = answered(
        ParagraphAnswer(passage(text, 100), True), keywords=(keyword, keyword)
    )
    assert shown.text.endswith(" et la <mark>sobriété</mark>")
    assert "<script>" not in shown.text
    assert shown.tags == (keyword,)


def test_a_long_paragraph_is_shown_in_part():
    shown = answered(ParagraphAnswer(passage("mot " * 500), True))
    assert shown.is_cut
    assert len(shown.text) < 720
    assert len(shown.beginning) < 60
