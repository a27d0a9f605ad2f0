"""This test ensures that ``gtnum ingest`` passes on what is asked and tells all."""

import json

import pytest
from rich.progress import Progress as Bar

from graph.validation import Violation
from gtnum import wiring
from gtnum.commands.ingest import Follower, progress_bar
from gtnum.library.ingestion import IngestionResult
from ingest.outcomes import Outcome, State
from ingest.pipeline import Progress
from ingest.report import Report

GOOD = Outcome("notes/a.html", State.OK, document="a", pages=1, passages=2)
BAD = Outcome("notes/b.html", State.MALFORMED, "illisible")


def broken(number):
    return tuple(Violation(f"sujet-{n}", "b", "c", "faux", "e") for n in range(number))


class FakeIngestion:
    """An ingestion that reads nothing and gives ``result``."""

    def __init__(self):
        self.asked = []
        self.result = IngestionResult(Report([GOOD]), "0007")

    def run(self, folder, collection, *, remove_vanished, progress):
        self.asked.append(("run", folder, collection, remove_vanished))
        return self.result

    def plan(self, folder, collection, *, progress, remove_vanished):
        self.asked.append(("plan", folder, collection, remove_vanished))
        return self.result.report


@pytest.fixture
def ingestion(monkeypatch):
    made = FakeIngestion()
    monkeypatch.setattr(wiring, "ingestion", lambda settings: made)
    monkeypatch.setenv("COLUMNS", "120")
    return made


def test_a_folder_is_read_under_its_own_name_and_nothing_leaves(
    gtnum, ingestion, tmp_path
):
    code, output, _ = gtnum("ingest", tmp_path / "notes")
    assert code == 0
    assert ingestion.asked == [("run", tmp_path / "notes", "notes", False)]
    assert "Rapport" in output
    assert "1 sources, 1 pages et 2 passages lus." in output
    assert "Génération publiée : 0007." in output
    assert "À regarder" not in output


def test_collection_and_removal_are_passed_on(gtnum, ingestion, tmp_path):
    words = ("--collection", "carnet", "--remove-vanished")
    gtnum("ingest", tmp_path, *words)
    gtnum("ingest", tmp_path, *words, "--dry-run")
    assert ingestion.asked == [
        ("run", tmp_path, "carnet", True),
        ("plan", tmp_path, "carnet", True),
    ]


def test_a_plan_says_that_nothing_was_done(gtnum, ingestion, tmp_path):
    code, output, _ = gtnum("ingest", tmp_path, "--dry-run")
    assert code == 0
    assert "Ce qui serait fait" in output
    assert "Génération" not in output
    assert "Rien n’a changé" not in output


def test_an_unchanged_library_is_said_to_stay(gtnum, ingestion, tmp_path):
    ingestion.result = IngestionResult(Report([GOOD]), None)
    assert "Rien n’a changé" in gtnum("ingest", tmp_path)[1]


def test_the_report_is_json_on_the_terminal_and_in_a_file(gtnum, ingestion, tmp_path):
    ingestion.result = IngestionResult(Report([GOOD, BAD]), "0007", broken(1))
    target = tmp_path / "rapport.json"
    code, output, _ = gtnum("ingest", tmp_path, "--json", "--report", target)
    assert code == 1
    assert target.read_text("utf-8") == output
    said = json.loads(output)
    assert said["generation"] == "0007"
    assert [row["uri"] for row in said["sources"]] == [GOOD.uri, BAD.uri]
    assert [row["focus"] for row in said["violations"]] == ["sujet-0"]


@pytest.mark.parametrize(
    ("outcomes", "violations", "code"), [([GOOD], 0, 0), ([BAD], 0, 1), ([GOOD], 1, 1)]
)
def test_the_code_tells_of_documents_and_statements(
    gtnum, ingestion, tmp_path, outcomes, violations, code
):
    ingestion.result = IngestionResult(Report(outcomes), "1", broken(violations))
    assert gtnum("ingest", tmp_path)[0] == code


@pytest.mark.parametrize(("number", "is_cut"), [(50, False), (51, True)])
def test_no_more_than_fifty_sources_are_shown(
    gtnum, ingestion, tmp_path, number, is_cut
):
    bad = [Outcome(f"c/{n:02}.pdf", State.MALFORMED, "abîmé") for n in range(number)]
    ingestion.result = IngestionResult(Report(bad), "0007")
    output = gtnum("ingest", tmp_path)[1]
    assert "c/49.pdf" in output
    assert "c/50.pdf" not in output
    assert ("Seules les 50 premières lignes" in output) == is_cut


@pytest.mark.parametrize(("number", "is_cut"), [(50, False), (51, True)])
def test_no_more_than_fifty_broken_shapes_are_shown(
    gtnum, ingestion, tmp_path, number, is_cut
):
    ingestion.result = IngestionResult(Report([GOOD]), "0007", broken(number))
    output = gtnum("ingest", tmp_path)[1]
    assert "Forme non respectée : sujet-49 : faux" in output
    assert "sujet-50" not in output
    assert (f"… {number} en tout : option --report FICHIER." in output) == is_cut


class FakeClock:
    """A clock that is moved by hand."""

    now = 100.0

    def __call__(self):
        return self.now


def test_the_bar_follows_the_run_and_tells_its_speed(tmp_path):
    clock = FakeClock()
    bar = Bar(get_time=clock, disable=True)
    follow = Follower(bar, tmp_path / "[notes]")
    (task,) = bar.tasks
    assert task.description.endswith("[notes]")
    follow(Progress(1, 10, "a", State.OK))
    assert (task.completed, task.total, task.fields["rate"]) == (1, 10, "")
    clock.now += 2
    follow(Progress(5, 10, "b", State.OK))
    follow(Progress(5, 10, "b", State.OK))
    assert task.fields["rate"] == "2.0 fichiers/s"
    follow(Progress(6, 10, "c", State.OK, pages=3))
    assert "pages/s" in task.fields["rate"]


def test_the_bar_leaves_the_output_to_data():
    bar = progress_bar()
    assert bar.console.stderr
    assert bar.live.transient
