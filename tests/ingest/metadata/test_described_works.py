"""No document carries what is of the work that it describes."""

import pytest

from ingest.metadata.deduced_date import ORIGIN, with_deduced_date
from ingest.metadata.described_works import keep_apart
from ingest.metadata.field_choice import choose_fields
from ingest.read_text import Found
from ontology.described import Described, DescribedCertainty, DescribedKind
from ontology.model import DeclaredLink, Document, EntityKind, Source

URL = "https://doi.org/10.52358/MM.vi17.392"


def fields_of(**values):
    found = [Found(name, value, "front matter") for name, value in values.items()]
    return choose_fields(found, uri="c/f.md", text="Texte."), found


@pytest.mark.parametrize("kind", ["production_sheet", "group_sheet", "theme"])
def test_a_sheet_of_the_older_form_gives_its_work_what_is_of_the_work(kind):
    fields, found = fields_of(
        kind=kind,
        title="Un article",
        authors="Équipe du graphe",
        date="2026-11-24",
        url=URL,
        publisher="Une revue",
        issued="avril 2024",
        pages="19",
        confidence="medium",
    )
    entity = EntityKind(kind.partition("_")[0])
    (thing,) = keep_apart(fields, (), found, [DeclaredLink(entity, "un", "")])
    assert thing == Described(
        DescribedKind(entity.value),
        "Un article",
        "un",
        "2024-04",
        publisher="Une revue",
        pages=19,
        url=URL,
        doi="10.52358/mm.vi17.392",
        certainty=DescribedCertainty.MEDIUM,
    )
    assert (fields.url, fields.publisher, fields.doi) == (None, None, None)
    assert (fields.authors, fields.date) == (("Équipe du graphe",), "2026-11-24")
    assert not {"url", "publisher", "doi"} & {one.name for one in fields.origins}


def test_other_documents_keep_their_address():
    fields, found = fields_of(kind="report", title="Rapport", url=URL)
    assert keep_apart(fields, (), found, []) == ()
    assert (fields.url, fields.doi) == (URL, "10.52358/mm.vi17.392")


def test_the_address_of_the_work_is_never_that_of_its_sheet():
    thing = Described(DescribedKind.WORK, "Un", url=URL, date="2018–2019", pages=0)
    fields, found = fields_of(kind="note", title="Fiche", url=URL, publisher="Nous")
    (kept,) = keep_apart(fields, [thing], found, [])
    assert (kept.date, kept.doi, kept.pages) == (
        "2018/2019",
        "10.52358/mm.vi17.392",
        None,
    )
    assert (fields.url, fields.doi, fields.publisher) == (None, None, "Nous")


def test_words_that_are_no_address_doi_or_date_are_left_out():
    thing = Described(DescribedKind.WORK, "Un", url="page 3", date="s. d.", doi="10.1")
    fields, found = fields_of(title="Fiche")
    (kept,) = keep_apart(fields, [thing], found, [])
    assert (kept.url, kept.date, kept.doi) == (None, None, None)


def document(*links, **values):
    source = Source("c/f.html", "text/html", 1, "0" * 64)
    return Document("f", source, "c", "Titre", "", (), links=links, **values)


GROUP = DeclaredLink(EntityKind.GROUP, "un", "title")
WAVE = DeclaredLink(EntityKind.WAVE, "2021-2024", "front matter")


@pytest.mark.parametrize(
    ("made", "edtf"),
    [
        (document(GROUP), "2020-09/2022"),
        (document(GROUP, date="2024"), None),
        (document(GROUP, date="au printemps"), "2020-09/2022"),
        (document(GROUP, DeclaredLink(EntityKind.GROUP, "deux", "")), None),
        (document(DeclaredLink(EntityKind.GROUP, "inconnu", "")), None),
        (document(DeclaredLink(EntityKind.GROUP, "inconnu", ""), WAVE), "2021/2024"),
        (document(WAVE), None),
        (document(), None),
    ],
)
def test_the_period_of_the_group_stands_for_a_date_that_is_not_printed(made, edtf):
    dated = with_deduced_date(made, {"un": "2020-09/2022", "deux": "2021"})
    assert dated.date == made.date
    assert (dated.deduced_date and dated.deduced_date.edtf) == edtf
    if edtf is not None:
        (origin,) = dated.origins
        assert (origin.origin, origin.printed) == (ORIGIN, "")
        assert origin.confidence < 0.5
