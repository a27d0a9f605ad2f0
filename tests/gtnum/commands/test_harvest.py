"""This test ensures that ``gtnum harvest`` passes on what is asked."""

import json
from pathlib import Path

import pytest

from graph.validation import Violation
from gtnum import wiring
from gtnum.library.ingestion import IngestionResult
from ingest.harvest.page_visits import Failure
from ingest.outcomes import Outcome, State
from ingest.report import Report

FEED = "https://carnet.exemple.fr/feed"
GOOD = Outcome("carnet/a.html", State.OK, document="a", pages=1, passages=2)
BAD = Outcome("carnet/b.html", State.MALFORMED, "illisible")
LOST = Failure("https://carnet.exemple.fr/b", "introuvable")


class FakeHarvests:
    """Harvests that fetch nothing; ``asked`` keeps what was wanted."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.asked = []
        self.failures = []
        self.notes = []

    def folder(self, collection):
        return self.root / collection

    def update(self, source, collection, *, kind, set_spec, options, report):
        self.asked.append((source, collection, str(kind), set_spec, options))
        report.added, report.changed, report.unchanged, report.removed = 3, 2, 1, 4
        report.failures += self.failures
        report.notes += self.notes


class FakeIngestion:
    """An ingestion that reads nothing and gives ``result``."""

    def __init__(self) -> None:
        self.asked = []
        self.result = IngestionResult(Report([GOOD]), "0007")

    def run(self, folder, collection, *, remove_vanished, progress):
        self.asked.append((folder, collection, remove_vanished))
        return self.result


@pytest.fixture
def harvests(tmp_path, monkeypatch):
    made = FakeHarvests(tmp_path / "harvests")
    monkeypatch.setattr(wiring, "harvests", lambda settings: made)
    return made


@pytest.fixture
def ingestion(monkeypatch):
    made = FakeIngestion()
    monkeypatch.setattr(wiring, "ingestion", lambda settings: made)
    return made


def test_the_mirror_is_read_and_what_vanished_leaves(gtnum, harvests, ingestion):
    code, output, _ = gtnum("harvest", FEED)
    ((source, collection, kind, set_spec, options),) = harvests.asked
    assert (code, source, collection) == (0, FEED, "carnet.exemple.fr")
    assert (kind, set_spec) == ("auto", "")
    assert [options.with_pages, options.full, options.accept_losses] == [False] * 3
    folder = harvests.root / "carnet.exemple.fr"
    assert ingestion.asked == [(folder, "carnet.exemple.fr", True)]
    assert "3 nouveaux, 2 changés, 1 inchangés, 4 retirés, 0 échecs." in output
    assert "Génération publiée : 0007." in output


@pytest.mark.parametrize(
    ("option", "name"),
    [
        ("--with-pages", "with_pages"),
        ("--full", "full"),
        ("--accept-losses", "accept_losses"),
    ],
)
def test_each_wish_is_passed_on_alone(gtnum, harvests, ingestion, option, name):
    gtnum("harvest", FEED, option)
    options = harvests.asked[0][-1]
    wishes = ("with_pages", "full", "accept_losses")
    assert [wish for wish in wishes if getattr(options, wish)] == [name]


@pytest.mark.parametrize(
    ("words", "files"), [((), None), (("--files",), True), (("--no-files",), False)]
)
def test_files_are_wished_for_or_left_to_the_kind(
    gtnum, harvests, ingestion, words, files
):
    gtnum("harvest", FEED, *words)
    options = harvests.asked[0][-1]
    assert options.files is files
    assert options.file_hosts == {"f.hypotheses.org"}


def test_collection_kind_and_set_are_passed_on(gtnum, harvests, ingestion):
    words = ("--collection", "notes", "--kind", "oai", "--set", "gtnum")
    gtnum("harvest", FEED, *words)
    assert harvests.asked[0][1:4] == ("notes", "oai", "gtnum")


def test_without_ingest_nothing_is_read(gtnum, harvests, ingestion):
    code, output, _ = gtnum("harvest", FEED, "--no-ingest")
    assert (code, ingestion.asked) == (0, [])
    assert "Génération" not in output
    said = json.loads(gtnum("harvest", FEED, "--no-ingest", "--json")[1])
    assert said["generation"] is None
    assert "sources" not in said


def test_the_account_is_json_for_programs(gtnum, harvests, ingestion):
    harvests.failures, harvests.notes = [LOST], ["le flux n’a plus d’entrée"]
    code, output, _ = gtnum("harvest", FEED, "--json")
    said = json.loads(output)
    assert code == 1
    assert said["harvest"] == {
        "added": 3,
        "changed": 2,
        "unchanged": 1,
        "removed": 4,
        "files": 0,
        "failures": [{"what": LOST.what, "message": LOST.message}],
        "notes": ["le flux n’a plus d’entrée"],
    }
    assert said["generation"] == "0007"
    assert [row["uri"] for row in said["sources"]] == ["carnet/a.html"]


def test_what_was_not_had_is_listed_and_the_code_says_so(gtnum, harvests, ingestion):
    harvests.failures, harvests.notes = [LOST], ["le flux n’a plus d’entrée"]
    code, output, _ = gtnum("harvest", FEED)
    assert code == 1
    assert "Non moissonné" in output
    assert "introuvable" in output
    assert "À noter : le flux n’a plus d’entrée." in output
    assert "en tout" not in output


def test_no_more_than_fifty_failures_are_shown(gtnum, harvests, ingestion):
    harvests.failures = [Failure(f"adresse-{n}", "perdue") for n in range(51)]
    output = gtnum("harvest", FEED)[1]
    assert "adresse-49" in output
    assert "adresse-50" not in output
    assert "51 en tout : voir --json." in output
    del harvests.failures[50:]
    assert "en tout" not in gtnum("harvest", FEED)[1]


@pytest.mark.parametrize(
    ("result", "code"),
    [
        (IngestionResult(Report([GOOD]), None), 0),
        (IngestionResult(Report([GOOD, BAD]), "0007"), 1),
        (
            IngestionResult(
                Report([GOOD]), "0007", (Violation("a", "b", "c", "d", "e"),)
            ),
            1,
        ),
    ],
)
def test_the_code_tells_of_documents_and_statements(
    gtnum, harvests, ingestion, result, code
):
    ingestion.result = result
    assert gtnum("harvest", FEED)[0] == code
