"""Every query of ours is a form, with places for what may be filled in."""

import pytest

from ontology.iris import DEFAULT_BASE
from ontology.model import EntityKind
from search_api.query_proposals.form_wordings import WORDINGS
from search_api.query_proposals.query_forms import query_forms

FORMS = {form.name: form for form in query_forms(DEFAULT_BASE)}


def test_every_form_has_wordings_and_every_wording_a_form():
    assert WORDINGS.keys() <= FORMS.keys()
    assert all(form.wordings and form.title for form in FORMS.values())
    assert FORMS["labs"].title == "Quels laboratoires participent à des groupes ?"


def test_places_are_those_of_the_values_lines():
    assert FORMS["cq02"].slots == {
        "academie": {EntityKind.ACADEMY},
        "sujet": {EntityKind.CONCEPT},
    }
    assert FORMS["cq06"].slots == {}  # its VALUES are properties
    assert "jour" in FORMS["cq32"].free
    assert EntityKind.LAB in FORMS["groups"].slots["laboratoire"]


@pytest.mark.parametrize("name", sorted(FORMS))
def test_what_is_filled_in_stands_in_the_query(name):
    form = FORMS[name]
    for variable in form.slots:
        iri = f"{DEFAULT_BASE}id/thing/{variable}"
        assert f"<{iri}>" in form.write({variable: (iri,)})
