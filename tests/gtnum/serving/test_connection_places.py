"""This test ensures that waiting connections make room, and refusals are summed up."""

import logging

import pytest

from gtnum.serving.connection_places import ConnectionPlaces, Refusals, places_for


class Visitor:
    """A connection that notes that it was cut."""

    def __init__(self) -> None:
        self.is_cut = False

    def abort(self) -> None:
        self.is_cut = True


def entered(places: ConnectionPlaces, number: int) -> list[Visitor]:
    visitors = [Visitor() for _ in range(number)]
    assert all(places.enter(each) for each in visitors)
    return visitors


def test_who_has_waited_longest_goes_first():
    places = ConnectionPlaces(3)
    first, second, third = entered(places, 3)
    for each in (first, second, third, first):
        places.wait(each)
    entered(places, 1)
    assert [each.is_cut for each in (first, second, third)] == [False, True, False]
    assert len(places) == 3


def test_who_is_served_stays_and_then_there_is_no_place():
    places = ConnectionPlaces(2)
    served, waiting = entered(places, 2)
    places.wait(served)
    places.wait(waiting)
    places.work(served)
    entered(places, 1)
    assert (served.is_cut, waiting.is_cut) == (False, True)
    assert not places.enter(Visitor())
    places.leave(served)
    places.leave(served)
    assert places.enter(Visitor())


def test_only_some_of_those_refused_hear_why():
    places = ConnectionPlaces(1)
    refused = [Visitor() for _ in range(1000)]
    hearing = [each for each in refused if places.may_explain(each)]
    assert 0 < len(hearing) < 100
    places.wait(hearing[0])  # it has no place to be cut from
    assert not places.make_room()
    places.leave(hearing[0])
    assert places.may_explain(refused[-1])


@pytest.mark.parametrize("descriptors", [256, 1024, 20_000, 10**6])
def test_descriptors_are_left_for_the_library_and_for_files(descriptors):
    most = places_for(descriptors)
    assert 16 <= most <= 4096
    assert descriptors - 2 * most >= 128


def test_a_service_with_hardly_any_descriptors_takes_some_connections():
    assert places_for(40) == 16


def test_refusals_are_told_in_one_line(caplog):
    refusals = Refusals()
    refusals.report()
    for number in range(1000):
        refusals.count("malformed-request", f"203.0.113.{number % 7}")
    refusals.count("made room")
    with caplog.at_level(logging.WARNING):
        refusals.report()
        refusals.report()
    assert [record.getMessage() for record in caplog.records] == [
        "connections refused or cut: "
        "1000 malformed-request (latest 203.0.113.5), 1 made room"
    ]
