"""This test ensures that a draft is followed through publications, and kept nowhere."""

from pathlib import Path

from graph.ports import DocumentFilter
from gtnum import wiring
from gtnum.settings import Settings
from ontology.iris import Iris
from search_api.web.responses.draft_feeds import draft_feed, draft_feed_path
from search_api.web.responses.feed_answers import FeedMaker
from tests.gtnum.conftest import Run

DRAFT = (
    "Des tableaux de bord montrent aux enseignants les traces d’apprentissage que les "
    "élèves laissent dans leur espace numérique de travail."
)
NEW = {
    "traces": "Les traces d’apprentissage des élèves dans l’espace numérique de "
    "travail nourrissent des tableaux de bord pour les enseignants, qui y lisent ce "
    "que les élèves ont travaillé.",
    "tarte": "Étalez la pâte, garnissez de pommes coupées fines, saupoudrez de sucre "
    "et de cannelle, puis cuisez quarante minutes à four chaud avant de servir tiède.",
}


def files_of(library: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(library)): path.read_bytes()
        for path in library.rglob("*")
        if path.is_file()
    }


def test_a_document_that_comes_later_is_told_if_it_is_near(
    published: Path, gtnum: Run, capsys
) -> None:
    settings = Settings(library=published.parent / "library")
    before = files_of(settings.library)
    with wiring.knowledge(settings) as knowledge:
        record = knowledge.read_draft(DRAFT.encode(), None, "text/plain")
        results = knowledge.related.find(record, limit=5, restriction=DocumentFilter())
        path = draft_feed_path(knowledge, results)
    assert path is not None
    # All there is of the draft stands in the address.
    assert files_of(settings.library) == before

    token = path.removeprefix("/feeds/draft/").removesuffix(".atom")
    for name, text in NEW.items():
        (published / f"{name}.md").write_text(
            f"---\nid: {name}\ntitle: {name}\nlang: fr\n---\n{text}\n", "utf-8"
        )
    assert gtnum("ingest", published)[0] == 0
    with wiring.knowledge(settings) as knowledge:
        maker = FeedMaker(knowledge, Iris(settings.base_iri), "https://gtnum.example")
        feed = draft_feed(maker, token)
    assert [entry.title for entry in feed.entries] == ["traces"]
    assert feed.entries[0].summary == NEW["traces"]
