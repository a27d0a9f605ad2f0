"""A place is an académie, a région académique or a service only behind a head."""


def test_a_town_alone_is_no_academy(named) -> None:
    assert named("Une journée à Poitiers et à Paris, en Normandie.") == []


def test_a_head_makes_the_place_an_academy(named) -> None:
    assert named("L’académie de Poitiers et le rectorat de Paris.") == [
        ("académie de Poitiers", "academy:poitiers"),
        ("rectorat de Paris", "academy:paris"),
    ]
    assert named("L’académie de la Réunion.")[0][1] == "academy:la-reunion"


def test_the_head_decides_what_an_ambiguous_place_is(named) -> None:
    assert named("L’académie de Normandie.")[0][1] == "academy:normandie"
    assert named("La région académique Normandie.")[0][1] == "region:normandie"


def test_a_list_behind_a_plural_names_each_academy(named) -> None:
    expected = [
        ("académies", "concept:academie"),
        ("Poitiers", "academy:poitiers"),
        ("Paris", "academy:paris"),
        ("La Réunion", "academy:la-reunion"),
    ]
    assert named("Les académies de Poitiers, Paris et de La Réunion.") == expected
    assert named("Trois académies sont citées : Poitiers ; Paris et La Réunion.") == (
        expected
    )


def test_a_list_ends_with_its_sentence(named) -> None:
    found = named("Les académies de Poitiers. Paris est loin.")
    assert [entity for _, entity in found] == ["concept:academie", "academy:poitiers"]


def test_services_are_named_with_their_place(named) -> None:
    assert named("La DRANE de Normandie.") == [
        ("DRANE de Normandie", "service:drane-normandie")
    ]
    assert named("La DANE de l’académie de Nantes.") == [
        ("DANE de l’académie de Nantes", "service:dane-nantes")
    ]


def test_an_unknown_service_is_not_that_of_another_acronym(named) -> None:
    assert named("La DANE de Poitiers.") == []
