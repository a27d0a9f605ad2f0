"""Copies become one work, whatever the order; neighbours stay apart."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.copies.copy_candidates import CopyCandidate, are_one_series, plain_address
from ingest.copies.official_copy import in_official_order, is_mirror
from ingest.copies.shingles import jaccard, shingles
from ingest.copies.signatures import read_signature, signature_of
from ingest.copies.work_grouping import NEAR, find_works
from ingest.errors import IngestError
from ontology.model import DocumentKind

WORDS = [f"mot{n}" for n in range(900)]


def prose(seed, words=600):
    return " ".join(random.Random(seed).choices(WORDS, k=words))


def reworded(text, every):
    """The text with one word in ``every`` replaced."""
    words = text.split()
    return " ".join(
        "autre" if n % every == every - 1 else word for n, word in enumerate(words)
    )


def candidate(identifier, text, **fields):
    values = {
        "title": "Un rapport sur la sobriété",
        "kind": DocumentKind.REPORT,
        "language": "fr",
        "sha256": identifier,
        "source_uri": f"essai/{identifier}.pdf",
    } | fields
    return CopyCandidate(identifier, signature=signature_of(text), **values)


def works(*pairs):
    """Works of (candidate, text) pairs as tuples of identifiers."""
    texts = {one.identifier: text for one, text in pairs}
    return find_works((one for one, _ in pairs), texts.__getitem__)


def groups(*pairs):
    return [work.manifestations for work in works(*pairs)]


def test_a_lone_document_is_no_work():
    assert groups((candidate("a", prose(1)), prose(1))) == []
    other = (candidate("b", prose(2)), prose(2))
    assert groups((candidate("a", prose(1)), prose(1)), other) == []


def test_the_same_bytes_are_one_work_even_without_words():
    one = candidate("a", "", sha256="x")
    assert groups((one, ""), (candidate("b", "", sha256="x"), "")) == [("a", "b")]


def test_posts_of_one_export_share_its_bytes_and_nothing_else():
    pairs = [
        (candidate(n, prose(n), sha256="x", source_uri=f"e/w.xml#post-{n}"), prose(n))
        for n in "ab"
    ]
    assert groups(*pairs) == []


def test_the_same_words_in_another_layout_are_one_work():
    text = prose(1)
    printed = text.upper().replace(" ", "\n", 7)
    (work,) = works(
        (candidate("a", text), text),
        (candidate("b", printed, title="rapport.pdf"), printed),
    )
    assert [match.method for match in work.matches] == ["text"]


@pytest.mark.parametrize(("every", "is_copy"), [(60, True), (8, False)])
def test_nearly_the_same_words_are_one_work_above_the_threshold(every, is_copy):
    text = prose(1)
    other = reworded(text, every)
    assert (jaccard(shingles(text), shingles(other)) >= NEAR) is is_copy
    found = works((candidate("a", text), text), (candidate("b", other), other))
    assert bool(found) is is_copy
    if is_copy:
        (match,) = found[0].matches
        assert match.method == "near_text"
        assert match.similarity == pytest.approx(
            jaccard(shingles(text), shingles(other)), abs=1e-4
        )


def test_an_excerpt_is_not_its_whole():
    text = prose(1)
    part = " ".join(text.split()[:300])
    assert groups((candidate("a", text), text), (candidate("b", part), part)) == []


def test_two_years_of_one_form_stay_two():
    text = prose(1)
    other = reworded(text, 200)
    assert (
        groups(
            (candidate("a", text, title="Appel à projets 2020-2022"), text),
            (candidate("b", other, title="Appel à projets 2023-2026"), other),
        )
        == []
    )


def test_a_chain_of_likeness_does_not_join_two_years():
    text = prose(1)
    middle, last = reworded(text, 250), reworded(text, 180)
    assert groups(
        (candidate("a", text, title="RGAA 4.0"), text),
        (candidate("b", middle, title="Référentiel"), middle),
        (candidate("c", last, title="RGAA 4.1"), last),
    ) in ([("a", "b")], [("b", "c")])


@pytest.mark.parametrize(
    "field",
    [{"doi": "10.4000/dms.8566"}, {"handle": "20.500.13089/z"}, {"hal_id": "h"}],
)
def test_a_shared_identifier_is_one_work_where_titles_agree(field):
    record = "Notice seule."
    page = (candidate("page", prose(1), **field), prose(1))
    assert groups(page, (candidate("oai", record, **field), record)) == [
        ("page", "oai")
    ]
    stranger = candidate("autre", record, title="Mentions légales", **field)
    assert groups(page, (stranger, record)) == []


def test_one_article_with_several_addresses_is_one_work():
    text = prose(1)
    pairs = [
        (candidate("wxr", text, url="https://c.example/12?utm_source=x"), text),
        (candidate("page", prose(2), url="http://www.c.example/12/#haut"), prose(2)),
    ]
    (work,) = works(*pairs)
    assert {match.method for match in work.matches} == {"address"}


def test_a_sheet_about_a_work_is_not_the_work():
    url = "https://doi.org/10.52358/mm.vi17.392"
    sheet = candidate("fiche", "Notice.", kind=DocumentKind.PRODUCTION_SHEET, url=url)
    article = candidate("article", prose(1), url=url, kind=DocumentKind.ARTICLE)
    assert groups((sheet, "Notice."), (article, prose(1))) == []


def test_a_translation_is_not_a_copy():
    url = "https://c.example/12"
    french = (candidate("fr", prose(1), url=url), prose(1))
    english = (candidate("en", prose(2), url=url, language="en"), prose(2))
    assert groups(french, english) == []


def test_a_site_that_gives_one_address_to_all_its_pages_joins_nothing():
    pairs = [
        (
            candidate(
                f"p{n}", prose(n), title=f"Page {prose(n, 4)}", url="https://s/x"
            ),
            prose(n),
        )
        for n in range(60)
    ]
    assert groups(*pairs) == []


def test_the_official_manifestation_comes_first():
    text = prose(1)
    names = [
        one.identifier
        for one in in_official_order(
            [
                candidate("copie", text, url="https://fr.scribd.com/document/1"),
                candidate("fichier", text, date="2019"),
                candidate("ailleurs", text, url="https://b.example/3"),
                candidate("notice", "court", url="https://e.hypotheses.org/3868"),
                candidate("billet", text, url="https://e.hypotheses.org/3868"),
            ]
        )
    ]
    assert names == ["billet", "notice", "ailleurs", "fichier", "copie"]
    dated = [candidate("b", text, date="2021"), candidate("a", text, date="2023")]
    assert in_official_order(dated)[0].identifier == "b"
    with_doi = candidate("c", text, date="2024", doi="10.1/x")
    assert in_official_order([*dated, with_doi])[0].identifier == "c"


@settings(max_examples=25, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_documents_changes_nothing(shuffler):
    base = prose(1, 200)
    texts = [base, reworded(base, 90), base.upper(), prose(2, 200), "bref", "bref"]
    pairs = [
        (candidate(f"d{n}", text, doi="10.1/x" if n in (0, 3) else None), text)
        for n, text in enumerate(texts)
    ]
    expected = works(*pairs)
    shuffled = list(pairs)
    shuffler.shuffle(shuffled)
    assert works(*shuffled) == expected
    assert len(expected) == 1
    assert set(expected[0].manifestations) == {"d0", "d1", "d2", "d3"}


def test_signatures_survive_being_written():
    for text in ("", "trois mots seulement", prose(3)):
        signature = signature_of(text)
        assert read_signature(signature.to_text()) == signature
    # Version 1 folded words otherwise: such a text is read again.
    assert read_signature(signature.to_text().replace("2:", "1:", 1)) is None
    assert read_signature("9:rien") is None
    with pytest.raises(IngestError, match="illisible"):
        read_signature("2:deux")


def test_addresses_and_titles_are_compared_without_what_says_nothing():
    assert plain_address("https://carnet.example/") is None
    assert plain_address("https://a.example/spip.php?article=2&lang=fr") == (
        "a.example/spip.php?article=2&lang=fr"
    )
    assert are_one_series("RGAA 4.0", "RGAA 4.1")
    assert not are_one_series("Rapport", "Rapport 2")
    assert is_mirror("https://vdocuments.fr/x.html")
    assert not is_mirror("https://edunumrech.hypotheses.org/1")
