"""What every ``GraphWriter`` must do, judged by a ``Catalogue`` of what it wrote.

Subclass it and give the fixtures ``new_writer(folder, previous)``, ``previous`` being
the folder of a closed one or None, and ``open_catalogue(folder)``.
"""

import pytest

from graph.ports import DocumentFilter
from ontology.model import EntityKind, Work, WorkMatch
from tests.contracts.catalogue import record

EVERYTHING = DocumentFilter()


class GraphWriterContract:
    """A store is done when it passes this suite and that of its catalogue."""

    @pytest.fixture
    def written(self, new_writer, open_catalogue, tmp_path):
        """Write some records and return their catalogue."""

        def write(*records, name="one"):
            writer = new_writer(tmp_path / name, None)
            for made in records:
                writer.write(made)
            writer.close()
            return open_catalogue(tmp_path / name)

        return write

    def test_what_is_written_comes_back(self, written):
        made = record("un", mentions=[(EntityKind.LAB, "techne")], title="Œuvre")
        catalogue = written(made, record("deux", passages=0))
        assert catalogue.document_identifiers(EVERYTHING) == {"un", "deux"}
        assert catalogue.passages_of("un") == list(made.passages)
        assert catalogue.documents(["un"])["un"].title == "Œuvre"
        assert catalogue.counts()["mentions"] == 1

    def test_writing_twice_replaces_everything(self, written):
        before = record("un", passages=9, mentions=[(EntityKind.LAB, "techne")])
        after = record("un", passages=2, date="2021")
        catalogue = written(before, record("deux"), after)
        assert catalogue.passages_of("un") == list(after.passages)
        assert catalogue.documents(["un"])["un"].date == "2021"
        counts, expected = (
            catalogue.counts(),
            written(record("deux"), after, name="other").counts(),
        )
        assert counts == expected

    def test_removed_documents_leave_nothing(
        self, new_writer, open_catalogue, written, tmp_path
    ):
        writer = new_writer(tmp_path / "removed", None)
        writer.write(record("un", mentions=[(EntityKind.LAB, "techne")]))
        writer.write(record("deux"))
        writer.remove("un")
        writer.remove("inconnu")
        writer.close()
        catalogue = open_catalogue(tmp_path / "removed")
        assert catalogue.document_identifiers(EVERYTHING) == {"deux"}
        assert catalogue.passages(["un.0"]) == {}
        assert catalogue.counts() == written(record("deux")).counts()

    def test_an_empty_store_can_be_read(self, written):
        assert written().document_identifiers(EVERYTHING) == frozenset()

    def test_the_next_generation_leaves_the_former_whole(
        self, new_writer, open_catalogue, written, tmp_path
    ):
        first = written(record("un"), record("deux"), record("trois"))
        writer = new_writer(tmp_path / "two", tmp_path / "one")
        writer.write(record("un", passages=1))
        writer.remove("deux")
        writer.write(record("neuf"))
        writer.close()
        second = open_catalogue(tmp_path / "two")
        assert second.document_identifiers(EVERYTHING) == {"un", "trois", "neuf"}
        assert len(second.passages_of("un")) == 1
        assert first.document_identifiers(EVERYTHING) == {"un", "deux", "trois"}
        again = open_catalogue(tmp_path / "one")
        assert len(again.passages_of("un")) == 3

    def test_works_are_found_among_all_documents_and_replaced(
        self, new_writer, open_catalogue, written, tmp_path
    ):
        made = [record("un", doi="10.1/x"), record("deux", date="2023")]
        written(*made)
        writer = new_writer(tmp_path / "two", tmp_path / "one")
        writer.write(record("trois"))
        asked = {}

        def find(documents, text_of):
            for known in documents:
                asked[known.identifier] = (known, text_of(known.identifier))
            return [_work("un", "deux")]

        writer.group_works(find)
        writer.close()
        assert asked.keys() == {"un", "deux", "trois"}
        known, text = asked["un"]
        assert (known.doi, known.title) == ("10.1/x", "Fiche un")
        assert known.source_uri == "essai/un.pdf"
        assert all(p.text.strip() in text for p in made[0].passages)
        assert asked["deux"][0].date == "2023"
        second = open_catalogue(tmp_path / "two")
        assert second.work_of("deux") == _work("un", "deux")
        writer = new_writer(tmp_path / "three", tmp_path / "two")
        writer.group_works(lambda _documents, _text_of: [_work("trois", "deux")])
        writer.close()
        third = open_catalogue(tmp_path / "three")
        assert third.work_of("un") is None
        assert third.works_by_document().keys() == {"deux", "trois"}


def _work(one, other):
    match = WorkMatch(other, one, "doi", 1.0)
    return Work(one, (one, other), (match,))
