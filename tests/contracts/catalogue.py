"""What every catalogue must do; a store is done when it passes this suite.

Inherit, and give the fixture ``catalogue_of``: a function from records, and ``works``
by keyword, to a catalogue that holds them and the Turtle of ``REFERENCE``.
"""

from dataclasses import replace

import pytest

from graph.ports import DocumentFilter, DocumentHeading, DocumentStructure
from ontology.described import Described, DescribedKind
from ontology.model import (
    Abstract,
    DeclaredLink,
    Document,
    DocumentKind,
    DocumentRecord,
    EntityKind,
    FieldOrigin,
    Label,
    Mention,
    Page,
    Passage,
    Source,
    Work,
    WorkMatch,
)
from ontology.structure import Block, BlockKind, Loss, LossKind, PassageRole

REFERENCE = """
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix gtnum: <https://gtnum.example/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

<https://gtnum.example/id/group/gtnum-2022-aeson> a gtnum:Group ;
    skos:prefLabel "ÆSON"@fr ; skos:altLabel "AESON"@fr ; gtnum:hashtag "#ÆSON" .
<https://gtnum.example/id/lab/techne> a gtnum:Lab ;
    skos:prefLabel "Techné"@fr, "Techné (lab)"@en ; gtnum:acronym "TECHNE" .
<https://gtnum.example/id/academy/poitiers> a gtnum:Academy ;
    skos:prefLabel "Poitiers"@fr .
<https://gtnum.example/id/person/elie-allouche> a foaf:Person ;
    foaf:name "Élie Allouche" .
<https://gtnum.example/id/theme/h2020-2> a gtnum:ThemeHeading ;
    skos:prefLabel "Une tête de chapitre n’est pas une entité"@fr .
<https://ailleurs.example/x> a gtnum:Lab ; skos:prefLabel "Ailleurs"@fr .
"""


def record(identifier="fiche", *, mentions=(), passages=3, **fields):
    """A document of two passages on page 1 and the others on page 2."""
    texts = [f"Passage {n} de {identifier}, « œuvre ».\n" for n in range(passages)]
    found, start = [], 0
    for n, text in enumerate(texts):
        page = 1 if n < 2 else 2
        found.append(
            Passage(
                identifier=f"{identifier}.{n}",
                document=identifier,
                position=n,
                page=page,
                start=start,
                end=start + len(text),
                text=text,
                language="fr",
                section=("Titre", f"Partie {page}"),
            )
        )
        start += len(text)
    values = {"title": f"Fiche {identifier}", "language": "fr"} | fields
    document = Document(
        identifier=identifier,
        source=Source(f"essai/{identifier}.pdf", "application/pdf", 7, "ab" * 32),
        collection=values.pop("collection", "essai"),
        text="".join(texts),
        pages=(Page(1, 0, 9, "pdfium", "i"), Page(2, 9, 20, "pypdf")),
        is_paged=True,
        **values,
    )
    return DocumentRecord(
        document,
        tuple(found),
        tuple(mention(identifier, kind, entity) for kind, entity in mentions),
    )


def mention(document, kind, entity):
    return Mention(
        passage=f"{document}.0",
        document=document,
        page=1,
        start=0,
        end=7,
        text="Passage",
        entity=entity,
        kind=kind,
        method="label",
        confidence=0.9,
    )


class CatalogueContract:
    """The suite; every test builds its own small catalogue."""

    def test_passages_come_back_whole_in_the_order_asked(self, catalogue_of):
        one, two = record("un"), record("deux")
        catalogue = catalogue_of(one, two)
        found = catalogue.passages(["un.2", "rien.0", "deux.0"])
        assert list(found) == ["un.2", "deux.0"]
        assert found["un.2"] == one.passages[2]
        assert found["deux.0"] == two.passages[0]

    def test_a_document_is_no_passage_and_a_mention_neither(self, catalogue_of):
        made = record("un", mentions=[(EntityKind.LAB, "techne")])
        catalogue = catalogue_of(made)
        assert catalogue.passages(["un", "un.0/0-7", "", "../un.0"]) == {}
        assert catalogue.documents(["un.0", "", "techne"]) == {}

    def test_summaries_keep_every_field(self, catalogue_of):
        made = record(
            "un",
            kind=DocumentKind.REPORT,
            date="2024-03",
            authors=("Zoé É.", "Anne A.", "Zoé É."),
            publisher="DNE",
            url="https://a.example/un",
            licence="CC BY 4.0",
            abstracts=(Abstract("Résumé", "fr"), Abstract("In short", "en")),
        )
        summary = catalogue_of(made).documents(["un", "deux"])["un"]
        assert summary.authors == ("Zoé É.", "Anne A.", "Zoé É.")
        assert summary.kind is DocumentKind.REPORT
        assert (summary.date, summary.publisher) == ("2024-03", "DNE")
        assert (summary.url, summary.licence) == ("https://a.example/un", "CC BY 4.0")
        assert (summary.abstract, summary.title) == ("Résumé", "Fiche un")
        assert (summary.page_count, summary.passage_count) == (2, 3)
        assert (summary.is_paged, summary.size_bytes) == (True, 7)
        assert summary.media_type == "application/pdf"
        assert summary.sha256 == "ab" * 32
        assert (summary.language, summary.collection) == ("fr", "essai")

    def test_passages_of_a_document_and_of_a_page(self, catalogue_of):
        made = record("un", passages=12)
        catalogue = catalogue_of(made, record("deux"))
        assert catalogue.passages_of("un") == list(made.passages)
        assert catalogue.passages_of("un", page=1) == list(made.passages[:2])
        assert catalogue.passages_of("un", page=3) == []
        assert catalogue.passages_of("inconnu") == []

    def test_a_record_is_found_by_the_identifiers_of_the_work(self, catalogue_of):
        thing = Described(
            DescribedKind.WORK,
            "Œuvre",
            date="2019/2021",
            authors=("Zoé É.", "Anne A."),
            url="https://a.example/w",
            doi="10.1234/w",
        )
        catalogue = catalogue_of(record("fiche", describes=(thing,), date="2026"))
        assert catalogue.headings() == [
            DocumentHeading(
                "fiche", "Fiche fiche", "https://a.example/w", ("10.1234/w",)
            )
        ]
        summary = catalogue.documents(["fiche"])["fiche"]
        assert summary.describes == (thing,)
        assert (summary.url, summary.doi, summary.is_record) == (None, None, True)
        wanted = {(2020, True), (2022, False), (2026, False)}
        for year, is_found in wanted:
            restriction = DocumentFilter(date_from=str(year), date_to=str(year))
            found = catalogue.document_identifiers(restriction)
            assert (found == {"fiche"}) == is_found

    def test_the_newest_work_comes_first_and_those_without_a_date_last(
        self, catalogue_of
    ):
        thing = Described(DescribedKind.WORK, "Œuvre", date="2019/2025")
        made = [
            record("b", date="2024"),
            record("a", date="2024-12-31"),
            record("c"),
            record("d", date="2026", describes=(thing,)),
            record("e", date="2023-05"),
        ]
        catalogue = catalogue_of(*made)
        assert catalogue.newest_first({"a", "b", "c", "d", "e"}) == list("dabec")
        assert catalogue.newest_first(["e", "a", "nowhere"]) == ["a", "e"]

    def test_headings_name_every_document_in_order(self, catalogue_of):
        made = [
            record("b", url="https://a.example/b", doi="10.1/x", hal_id="hal-01"),
            record("a", title="Œuvre"),
        ]
        assert catalogue_of(*made).headings() == [
            DocumentHeading("a", "Œuvre"),
            DocumentHeading(
                "b", "Fiche b", "https://a.example/b", ("10.1/x", "hal-01")
            ),
        ]

    @pytest.mark.parametrize(
        ("restriction", "expected"),
        [
            (DocumentFilter(), {"un", "deux", "trois"}),
            (DocumentFilter(kinds=("report",)), {"un"}),
            (DocumentFilter(kinds=("report", "post")), {"un", "deux"}),
            (DocumentFilter(languages=("en",)), {"deux"}),
            (DocumentFilter(collections=("autre",)), {"trois"}),
            (DocumentFilter(date_from="2023"), {"un", "deux"}),
            (DocumentFilter(date_from="2024-02", date_to="2024-12-31"), {"un"}),
            (DocumentFilter(date_from="2023-06-15", date_to="2023-06-15"), {"deux"}),
            (DocumentFilter(date_to="2023-05"), {"deux"}),
            (DocumentFilter(date_to="2022"), set()),
            (DocumentFilter(entities=(("lab", "techne"),)), {"un", "trois"}),
            (
                DocumentFilter(entities=(("lab", "techne"),), kinds=("report",)),
                {"un"},
            ),
            (DocumentFilter(entities=(("group", "techne"),)), set()),
            (DocumentFilter(entities=(("group", "gtnum-2022-aeson"),)), {"deux"}),
            (DocumentFilter(kinds=('" } DROP ALL #',)), set()),
        ],
    )
    def test_filters(self, catalogue_of, restriction, expected):
        catalogue = catalogue_of(*three())
        assert catalogue.document_identifiers(restriction) == expected

    def test_facets_count_documents_with_french_labels(self, catalogue_of):
        facets = catalogue_of(*three()).facets(["un", "deux", "trois", "inconnu"])
        assert ("report", "rapport", 1) in facets["kind"]
        assert facets["language"][0] == ("fr", "français", 2)
        assert sorted(facets["year"]) == [("2023", "2023", 1), ("2024", "2024", 1)]
        assert facets["lab"] == [("techne", "Techné", 2)]
        assert [value for value, _, _ in facets["group"]] == ["gtnum-2022-aeson"]
        assert set(facets) == {
            "kind",
            "language",
            "year",
            "group",
            "lab",
            "academy",
            "concept",
        }

    def test_facets_of_a_part_and_with_a_limit(self, catalogue_of):
        catalogue = catalogue_of(*three())
        facets = catalogue.facets(["un"], limit=1)
        assert facets["language"] == [("fr", "français", 1)]
        assert all(len(values) <= 1 for values in facets.values())
        assert not any(catalogue.facets([]).values())

    def test_origins_come_back_in_their_order(self, catalogue_of):
        origins = tuple(FieldOrigin(f"champ{n}", "XMP", str(n)) for n in range(12))
        catalogue = catalogue_of(record("un", origins=origins), record("deux"))
        assert catalogue.origins_of("un") == origins
        assert catalogue.origins_of("deux") == ()
        assert catalogue.origins_of("inconnu") == ()

    def test_blocks_losses_and_furniture_come_back(self, catalogue_of):
        blocks = (
            Block(BlockKind.TABLE, 0, 7),
            Block(BlockKind.CELL, 0, 7, column=2, row_span=3, is_header=True, parent=0),
            Block(BlockKind.LIST_ITEM, 9, 12, level=2, label="« b) »"),
        )
        losses = (
            Loss(LossKind.UNREAD_PAGE, 12, tuple(range(1, 13))),
            Loss(LossKind.FURNITURE, 3, detail="« tête »"),
        )
        made = record("un", blocks=blocks, losses=losses)
        lines = ("GTnum\n2022", "", "p. 2 \\n")
        first, second = made.document.pages
        pages = (first, replace(second, furniture=lines))
        made = replace(made, document=replace(made.document, pages=pages))
        catalogue = catalogue_of(made, record("deux"))
        assert catalogue.structure("un") == DocumentStructure(
            blocks, losses, {2: lines}, is_whole=False
        )
        assert catalogue.structure("deux") == DocumentStructure(is_whole=True)
        assert catalogue.structure("inconnu") == DocumentStructure()

    def test_furniture_of_a_text_without_pages_comes_back(self, catalogue_of):
        made = record("un")
        page = Page(1, 0, 9, "docx", furniture=("En-tête",))
        document = replace(made.document, pages=(page,), is_paged=False)
        catalogue = catalogue_of(replace(made, document=document))
        assert catalogue.structure("un").furniture == {1: ("En-tête",)}

    def test_the_role_of_a_passage_comes_back(self, catalogue_of):
        made = record("un")
        roles = (PassageRole.CONTENTS, PassageRole.BODY, PassageRole.BIBLIOGRAPHY)
        passages = tuple(
            replace(passage, role=role)
            for passage, role in zip(made.passages, roles, strict=True)
        )
        catalogue = catalogue_of(replace(made, passages=passages))
        assert [p.role for p in catalogue.passages_of("un")] == list(roles)
        assert catalogue.documents(["un"])["un"].passage_count == 3
        assert catalogue.passage_roles() == {
            "un.0": PassageRole.CONTENTS,
            "un.2": PassageRole.BIBLIOGRAPHY,
        }

    def test_works_come_back_and_count_once(self, catalogue_of):
        match = WorkMatch("deux", "un", "near_text", 0.8125)
        work = Work("deux", ("deux", "un"), (match,))
        catalogue = catalogue_of(*three(), works=[work])
        assert catalogue.work_of("un") == catalogue.work_of("deux") == work
        assert catalogue.work_of("trois") is None
        assert catalogue.work_of("inconnu") is None
        assert catalogue.works_by_document() == {"un": work, "deux": work}
        facets = catalogue.facets(["un", "deux", "trois"])
        # « un » and « trois » are French; « deux » is the English copy of « un ».
        assert facets["language"] == [("fr", "français", 2), ("en", "anglais", 1)]
        assert facets["lab"] == [("techne", "Techné", 2)]
        twice = catalogue_of(
            record("un"), record("deux"), works=[Work("un", ("un", "deux"), (match,))]
        )
        assert twice.facets(["un", "deux"])["language"] == [("fr", "français", 1)]

    def test_entities_carry_their_labels(self, catalogue_of):
        found = {(e.kind, e.identifier): e.labels for e in catalogue_of().entities()}
        assert found == {
            (EntityKind.GROUP, "gtnum-2022-aeson"): (
                Label("ÆSON", "fr", is_preferred=True),
                Label("AESON", "fr"),
                Label("#ÆSON", ""),
            ),
            (EntityKind.LAB, "techne"): (
                Label("Techné (lab)", "en", is_preferred=True),
                Label("Techné", "fr", is_preferred=True),
                Label("TECHNE", ""),
            ),
            (EntityKind.ACADEMY, "poitiers"): (
                Label("Poitiers", "fr", is_preferred=True),
            ),
            (EntityKind.PERSON, "elie-allouche"): (
                Label("Élie Allouche", "fr", is_preferred=True),
            ),
        }

    def test_counts(self, catalogue_of):
        counts = catalogue_of(*three()).counts()
        assert (counts["documents"], counts["passages"]) == (3, 9)
        assert counts["mentions"] == 2
        assert counts["triples"] > 3 * 12 + 9 * 9

    def test_an_empty_catalogue_answers_nothing(self, catalogue_of):
        catalogue = catalogue_of()
        assert catalogue.document_identifiers(DocumentFilter()) == frozenset()
        assert catalogue.counts()["documents"] == 0


def three():
    """Three documents that differ in every field that filters."""
    return (
        record(
            "un",
            kind=DocumentKind.REPORT,
            date="2024-03-05",
            mentions=[(EntityKind.LAB, "techne")],
        ),
        record(
            "deux",
            kind=DocumentKind.POST,
            language="en",
            date="2023",
            links=(
                DeclaredLink(EntityKind.GROUP, "gtnum-2022-aeson", "front matter"),
                DeclaredLink(EntityKind.LAB, "Techné, Poitiers", "front matter"),
            ),
        ),
        record(
            "trois",
            collection="autre",
            date="s. d.",
            mentions=[(EntityKind.LAB, "techne")],
        ),
    )
