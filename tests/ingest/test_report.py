"""The report carries what was lost, what can be done, and all time that was spent."""

import pytest

from ingest.outcomes import Outcome, State
from ingest.report import Report
from ontology.structure import Loss, LossKind

LOST = Outcome(
    "c/a.pdf",
    State.OK_PARTIAL,
    "1 page illisible : 3",
    document="a",
    seconds=1.5,
    losses=(Loss(LossKind.UNREAD_PAGE, 1, (3,)), Loss(LossKind.FURNITURE, 2)),
    remedy="Exportez de nouveau le document depuis son logiciel.",
)


def test_a_source_tells_its_losses_and_its_own_remedy():
    (source,) = Report([LOST]).to_json()["sources"]
    assert source["remedy"] == LOST.remedy
    assert source["losses"][0] == {
        "kind": "unread_page",
        "count": 1,
        "unit": "page",
        "pages": [3],
        "detail": "",
        "is_intended": False,
        "words": "1 page illisible : 3",
        "remedy": LOST.remedy,
    }
    assert source["losses"][1]["is_intended"] is True


@pytest.mark.parametrize("state", State)
def test_without_a_remedy_of_its_own_that_of_the_state_counts(state):
    (source,) = Report([Outcome("c/x", state)]).to_json()["sources"]
    assert (source["remedy"], source["losses"]) == (state.remedy, [])


def test_the_table_says_what_to_do_about_this_source():
    rows = Report([LOST, Outcome("c/b", State.ENCRYPTED, "secret")]).problem_rows()
    assert rows[0][2] == f"{LOST.message} → {LOST.remedy}"
    assert rows[1][2] == "secret"


def test_times_of_failed_files_and_of_containers_count():
    report = Report(
        [
            LOST,
            Outcome("c/slow.pdf", State.TIMEOUT, seconds=120.0),
            Outcome("c/blog.xml", State.OK, seconds=2.0, contained=3),
            Outcome("c/same.md", State.UNCHANGED),
        ]
    )
    assert report.totals()["totals"]["seconds"] == 123.5
