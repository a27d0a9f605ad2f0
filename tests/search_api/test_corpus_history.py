"""This test ensures that the corpus knows what came, changed and left, and when."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from search_api.corpus_history import Change, CorpusEvent, CorpusHistory

START = datetime(2026, 3, 1, tzinfo=UTC)


def event(document, change, day):
    return CorpusEvent(document, change, START + timedelta(day), f"{day:04d}")


HISTORY = CorpusHistory(
    [
        event("a", Change.CAME, 1),
        event("b", Change.CAME, 1),
        event("c", Change.CAME, 2),
        event("a", Change.CHANGED, 3),
        event("b", Change.LEFT, 3),
        event("b", Change.CAME, 5),
    ]
)


def names(differences):
    return [
        "".join(life.document for life in found)
        for found in (differences.came, differences.changed, differences.left)
    ]


def test_a_document_that_came_back_came_for_the_last_time():
    lives = HISTORY.lives
    assert (lives["a"].came, lives["a"].updated) == (
        START + timedelta(1),
        START + timedelta(3),
    )
    assert lives["b"].came == START + timedelta(5)
    assert not lives["b"].is_gone
    assert [one.generation for one in HISTORY.publications] == [
        "0005",
        "0003",
        "0002",
        "0001",
    ]


def test_two_moments_are_compared_not_what_happened_in_between():
    def between(first, last=None):
        until = None if last is None else START + timedelta(last)
        return names(HISTORY.between(START + timedelta(first), until))

    assert between(0) == ["bac", "", ""]
    assert between(1) == ["c", "ba", ""]  # b left and came back
    assert between(1, 3) == ["c", "a", "b"]
    assert between(3) == ["b", "", ""]
    assert between(9) == ["", "", ""]
    assert names(CorpusHistory().between(START)) == ["", "", ""]


def test_unknown_documents_came_before_everything():
    assert HISTORY.came("x") < START
    assert HISTORY.updated("x") < START


@settings(max_examples=50)
@given(st.lists(st.tuples(st.sampled_from("abc"), st.booleans()), max_size=12))
def test_differences_lead_from_one_corpus_to_the_other(steps):
    here, events, corpora = set(), [], [set()]
    for day, (name, leaves) in enumerate(steps, start=1):
        if leaves and name in here:
            here.discard(name)
            events.append(event(name, Change.LEFT, day))
        elif not leaves:
            change = Change.CHANGED if name in here else Change.CAME
            here.add(name)
            events.append(event(name, change, day))
        corpora.append(set(here))
    history = CorpusHistory(events)
    for first, before in enumerate(corpora):
        found = history.between(START + timedelta(first))
        came = {life.document for life in found.came}
        left = {life.document for life in found.left}
        assert (before - left) | came == corpora[-1]
        assert came.isdisjoint(before)
        assert left <= before
