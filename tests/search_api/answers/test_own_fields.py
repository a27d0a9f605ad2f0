"""This test ensures that nobody's work is announced under another's name."""

from ontology.described import Described, DescribedKind
from ontology.iris import Iris
from ontology.model import DocumentKind
from search_api.answers.own_fields import own_fields
from tests.search_api.web.tiny_corpus import summary

WORK = "https://edunumrech.hypotheses.org/8846"


def fields(**told):
    known = summary("a", "Titre", **told)
    return own_fields(
        known, iris=Iris("https://gtnum.example/"), public_url="https://gtnum.example"
    )


def test_a_sheet_has_no_address_but_ours():
    work = Described(DescribedKind.PRODUCTION, "Un article", url=WORK, doi="10.1/x")
    found = fields(describes=(work,))
    assert found.is_sheet
    assert found.addresses == ()
    assert found.described == (WORK, "https://doi.org/10.1/x")
    assert found.full_title == "Fiche descriptive : Titre"
    assert found.page == "https://gtnum.example/document/a"


def test_a_work_keeps_its_addresses_official_first():
    found = fields(
        kind=DocumentKind.REPORT,
        url=WORK,
        doi="10.1/<x>",
        handle="20.500/1",
        hal_id="hal-1",
        publisher="DNE",
    )
    assert found.addresses == (
        WORK,
        "https://doi.org/10.1/%3Cx%3E",
        "https://hdl.handle.net/20.500/1",
        "https://hal.science/hal-1",
    )
    assert (found.is_sheet, found.described, found.publisher) == (False, (), "DNE")
    assert fields(kind=DocumentKind.POST, url="javascript:alert(1)").addresses == ()


def test_who_made_a_text_is_told_or_nobody_is():
    assert fields(authors=("A", "B")).creators == ("A", "B")
    body = fields(kind=DocumentKind.PAGE, authors=(), publisher="Un rectorat")
    assert body.creators == ("Un rectorat",)
    assert fields(authors=()).creators == ()
