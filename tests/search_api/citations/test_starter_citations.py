"""No citation of a starter document gives somebody else's work under our name."""

from pathlib import Path

import frontmatter
import pytest

from ontology.model import DocumentKind
from search_api.citations.document_citations import OWN_TEAM
from tests.search_api.citations.test_document_citations import cited, every_form

CORPUS = Path(__file__).parents[3] / "corpus"
NOTES = {
    path.stem: frontmatter.load(str(path)).metadata
    for path in sorted(CORPUS.rglob("*.md"))
    if path.name != "README.md"
}


@pytest.mark.parametrize("name", NOTES)
def test_what_is_ours_names_no_work_of_others(name):
    note = NOTES[name]
    kind = DocumentKind(note.get("kind", "document"))
    url, publisher = note.get("url"), note.get("publisher")
    work = cited(
        kind=kind,
        authors=tuple(note.get("authors", ())),
        date=str(note["date"]) if "date" in note else None,
        url=url,
        publisher=publisher,
        doi=note.get("doi"),
    )
    written = every_form(work)
    assert OWN_TEAM in [one.name for one in work.authors]
    assert not url or url not in written
    assert not publisher or publisher not in written
