"""This test ensures that ``related`` asks about what is named and what is preferred."""

from contextlib import contextmanager
from types import SimpleNamespace

import pytest

from gtnum import wiring
from ingest.draft_pages import DraftPage
from search_api.related_work.results import RelatedResults
from tests.search_api.fakes import MemoryCatalogue, record

RECORDS = [record("fiche", "Un texte."), record("autre", "Un autre.")]


class FakeRelated:
    """Finds nothing; ``asked`` is what was said."""

    def find(self, draft, **said):
        self.asked = (draft, said)
        return RelatedResults((), 1, 1, "0007", "vif", 0.1)


@pytest.fixture
def knowledge(monkeypatch):
    made = SimpleNamespace(
        related=FakeRelated(),
        read_draft=lambda content, name, media_type: (content, name, media_type),
        catalogue=MemoryCatalogue(RECORDS),
        entities=SimpleNamespace(mentions=lambda name: [f"mention of {name}"]),
    )

    @contextmanager
    def opened(_settings):
        yield made

    monkeypatch.setattr(wiring, "knowledge", opened)
    return made


def test_a_document_of_the_library_is_a_draft_and_does_not_answer(gtnum, knowledge):
    said = ("--document", "fiche", "--exclude", "autre", "--limit", 3)
    assert gtnum("related", *said)[0] == 0
    draft, asked = knowledge.related.asked
    assert [one.text for one in draft.passages] == ["Un texte."]
    assert draft.mentions == ("mention of fiche",)
    assert (asked["exclude"], asked["limit"]) == (("autre", "fiche"), 3)


def test_documents_are_liked_and_disliked_with_or_without_a_draft(
    gtnum, knowledge, tmp_path
):
    assert gtnum("related", "--like", "fiche", "--unlike", "autre")[0] == 0
    draft, asked = knowledge.related.asked
    assert draft.passages == ()
    assert (asked["liked"], asked["disliked"]) == (("fiche",), ("autre",))
    path = tmp_path / "billet.md"
    path.write_text("Un billet.")
    assert gtnum("related", path, "--like", "fiche", "--like", "autre")[0] == 0
    draft, asked = knowledge.related.asked
    assert draft == (b"Un billet.", "billet.md", None)
    assert asked["liked"] == ("fiche", "autre")


def test_a_page_is_fetched_whatever_strangers_may(gtnum, knowledge, monkeypatch):
    page = DraftPage(b"<p>x</p>", "b", "text/html")
    monkeypatch.setattr(
        wiring, "page_fetcher", lambda _: {"https://a.fr/b": page}.__getitem__, False
    )
    assert gtnum("related", "--url", "https://a.fr/b")[0] == 0
    assert knowledge.related.asked[0] == (b"<p>x</p>", "b", "text/html")


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ((), "aucun brouillon"),
        (("--unlike", "fiche"), "aucun brouillon"),
        (("-", "--document", "fiche"), "un seul brouillon"),
        (("--document", "fiche", "--url", "https://a.fr/"), "un seul brouillon"),
        (("--document", "inconnu"), "« inconnu »"),
        (("--like", "fiche", "--exclude", "inconnu"), "« inconnu »"),
    ],
)
def test_what_cannot_be_asked_is_said(gtnum, knowledge, said, words):
    code, _, messages = gtnum("related", *said)
    assert code != 0
    assert words in messages


def test_a_file_that_is_not_there_is_named_before_the_library_is_opened(
    gtnum, monkeypatch
):
    monkeypatch.setattr(wiring, "knowledge", None)
    code, _, messages = gtnum("related", "absent.md")
    assert code != 0
    assert "« absent.md » n’est pas un fichier" in messages


def test_a_file_that_cannot_be_read_says_why(gtnum, knowledge, tmp_path, monkeypatch):
    path = tmp_path / "secret.md"
    path.write_text("Un texte.")

    def refused(*_arguments, **_options):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(type(path), "open", refused)
    code, _, messages = gtnum("related", path)
    assert code != 0
    assert "Permission denied" in messages
