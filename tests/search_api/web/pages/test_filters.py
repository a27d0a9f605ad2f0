"""Filters can be taken back one by one; what narrows nothing is not proposed."""

from search_api.web.pages.filters import active_filters, filter_groups
from search_api.web.search_parameters import FilterParameters

KEPT = [("q", "x")]


def active(**asked):
    facets = {"lab": [("techne", "TECHNE", 2), ("mica", "MICA", 1)]}
    found = active_filters("/r", KEPT, FilterParameters(**asked), facets)
    return [(each.field, each.label, each.without) for each in found]


def groups(facets, **asked):
    return filter_groups("/r", KEPT, FilterParameters(**asked), facets)


def values(count):
    return [(f"v{n}", f"V{n}", count - n) for n in range(count)]


def test_a_filter_in_force_has_its_name_and_the_address_without_it():
    assert active(lab=["techne", "autre"], language=["fr"]) == [
        ("Langue", "français", "/r?q=x&lab=techne&lab=autre"),
        ("Laboratoire", "TECHNE", "/r?q=x&language=fr&lab=autre"),
        ("Laboratoire", "autre", "/r?q=x&language=fr&lab=techne"),
    ]
    assert active(kind=["report"], date_from="2022", date_to="2023-05") == [
        ("Nature", "Rapport", "/r?q=x&date_from=2022&date_to=2023-05"),
        ("Depuis", "2022", "/r?q=x&kind=report&date_to=2023-05"),
        ("Jusqu’à", "mai 2023", "/r?q=x&kind=report&date_from=2022"),
    ]


def test_groups_stand_in_a_fixed_order_whatever_the_facets():
    facets = {"lab": values(2), "kind": values(2), "unknown": values(2)}
    assert [group.label for group in groups(facets)] == ["Nature", "Laboratoire"]


def test_eight_choices_are_shown_and_the_rest_can_be_opened():
    (group,) = groups({"lab": values(9)})
    assert (len(group.choices), len(group.further)) == (8, 1)
    assert group.further[0].label == "V8"
    assert (group.choices[0].label, group.choices[0].count) == ("V0", 9)


def test_one_choice_narrows_nothing_unless_it_is_in_force():
    assert groups({"lab": values(1)}) == []
    (group,) = groups({"lab": values(1)}, lab=["v0"])
    (choice,) = group.choices
    assert choice.is_active
    assert choice.address == "/r?q=x"


def test_a_choice_is_added_to_the_others():
    (group,) = groups({"lab": values(2)}, lab=["v1"], language=["fr"])
    first, second = group.choices
    assert (first.is_active, second.is_active) == (False, True)
    assert first.address == "/r?q=x&language=fr&lab=v1&lab=v0"
    assert second.address == "/r?q=x&language=fr"


def test_a_year_takes_the_place_of_other_dates():
    facets = {"year": [("2023", "2023", 2), ("2022", "2022", 1)]}
    (group,) = groups(facets, date_from="2022", date_to="2022", language=["fr"])
    other, chosen = group.choices
    assert (other.is_active, chosen.is_active) == (False, True)
    assert other.address == "/r?q=x&language=fr&date_from=2023&date_to=2023"
    assert chosen.address == "/r?q=x&language=fr"
    (half,) = groups(facets, date_from="2022")
    assert not half.choices[1].is_active
