"""This test ensures that borders follow what a library can and cannot answer."""

import pytest

from ontology.structure import PassageRole
from search_api.calibration import OwnQuestion, calibrate
from search_api.fusion import Evidence
from search_api.reliability import Look, document_strengths
from search_api.text_kinds import WEIGHTS

NOBODY = frozenset()


def ask(text):
    """Return evidence whose three signs are all the number that the text is."""
    sign = float(text)
    names = ("own.0", "other.0")
    return Evidence(
        dict.fromkeys(names, sign),
        dict.fromkeys(names, sign),
        closeness=dict.fromkeys(names, sign),
    )


FOREIGN = [f"{number / 1000}" for number in range(101)]


def own(sign, left_out=NOBODY):
    return [OwnQuestion(f"{sign}", left_out)] * 20


def test_scales_are_those_of_foreign_questions():
    measured = calibrate(ask, [], FOREIGN)
    for scale in measured.scales:
        assert scale.middle == pytest.approx(0.05)
        assert scale.spread == pytest.approx(0.0292, abs=1e-4)
    assert measured.questions == 101


def test_glossaries_do_not_stretch_the_scales():
    entries = dict.fromkeys(("own.0", "other.0"), PassageRole.ENTRY)
    measured = calibrate(ask, [], FOREIGN, roles=entries)
    weight = WEIGHTS[PassageRole.ENTRY]
    assert [scale.middle for scale in measured.scales] == pytest.approx(
        [0.05 * weight] * 3
    )


def passing(measured, look=Look.SECOND):
    strengths = [max(document_strengths(ask(x), measured).values()) for x in FOREIGN]
    return sum(strength >= measured.borders[look] for strength in strengths)


def test_the_border_keeps_between_its_bounds():
    assert passing(calibrate(ask, own(0.9), FOREIGN)) == 28
    assert passing(calibrate(ask, own(0.0), FOREIGN)) == 36
    assert passing(calibrate(ask, [], FOREIGN)) == 36


def test_between_its_bounds_the_border_is_two_fifths_of_the_way_to_weak_titles():
    assert passing(calibrate(ask, own(0.0995), FOREIGN)) == 31


def test_what_a_question_was_taken_from_does_not_answer_it():
    alone = frozenset({"own", "other"})
    left_out = calibrate(ask, own(0.9, alone), FOREIGN)
    assert left_out.borders == calibrate(ask, own(0.0), FOREIGN).borders
    beside = calibrate(ask, own(0.9, frozenset({"own"})), FOREIGN)
    assert beside.borders == calibrate(ask, own(0.9), FOREIGN).borders


def test_a_library_that_finds_nothing_has_a_calibration():
    measured = calibrate(lambda text: Evidence({}, {}), [], ["une", "deux"])
    assert [scale.middle for scale in measured.scales] == [0.0, 0.0, 0.0]
    assert set(measured.borders) == set(Look)
