"""This test ensures that options stand before the settings of the environment."""

from pathlib import Path

import pytest

from gtnum.commands.options import load_settings, sets_base
from gtnum.commands.serve import base_words
from gtnum.settings import Settings
from ontology.errors import KnowledgeError


def test_an_option_that_is_not_given_leaves_the_setting(monkeypatch):
    monkeypatch.setenv("GTNUM_PORT", "9000")
    monkeypatch.setenv("GTNUM_LIBRARY", "ailleurs")
    made = load_settings(port=None, library=None)
    assert (made.port, made.library) == (9000, Path("ailleurs"))
    assert load_settings(port=0).port == 0


def test_the_first_wrong_setting_is_named_with_its_value():
    with pytest.raises(KnowledgeError, match="port") as refusal:
        load_settings(port=65_536)
    assert "« 65536 »" in refusal.value.message
    assert refusal.value.message.startswith("réglage port ")
    assert "--port" in refusal.value.remedy
    assert "GTNUM_PORT" in refusal.value.remedy


def test_a_name_of_two_words_is_written_as_an_option():
    with pytest.raises(KnowledgeError) as refusal:
        load_settings(log_level="bavard", keep_generations=0)
    assert "--keep-generations" in refusal.value.remedy


def test_the_level_of_the_logs_is_checked():
    with pytest.raises(KnowledgeError, match="bavard"):
        load_settings(log_level="bavard")


@pytest.fixture
def no_base(monkeypatch):
    monkeypatch.delenv("GTNUM_BASE_IRI")


def test_iris_of_a_new_library_lead_to_the_service(no_base, tmp_path, monkeypatch):
    library = tmp_path / "library"
    assert load_settings(library=library).base_iri == "http://127.0.0.1:8000/"
    assert load_settings(library=library, host="::1").base_iri == "http://[::1]:8000/"
    monkeypatch.setenv("GTNUM_PUBLIC_URL", "https://recherche.example/")
    made = load_settings(library=library)
    assert made.base_iri == "https://recherche.example/"
    # A process that it starts has the same one, whatever is published meanwhile.
    assert made.environment()["GTNUM_BASE_IRI"] == "https://recherche.example/"
    assert not sets_base()


def test_a_library_keeps_its_base_until_another_is_set(
    no_base, module_library, monkeypatch
):
    monkeypatch.setenv("GTNUM_PUBLIC_URL", "https://recherche.example/")
    assert load_settings(library=module_library).base_iri == "https://gtnum.example/"
    monkeypatch.setenv("GTNUM_BASE_IRI", "https://donnees.example/")
    assert load_settings(library=module_library).base_iri == "https://donnees.example/"
    assert sets_base()


def test_a_damaged_library_has_no_base_to_keep(no_base, tmp_path):
    (tmp_path / "generations" / "0001").mkdir(parents=True)
    (tmp_path / "CURRENT").write_text("0001")
    assert load_settings(library=tmp_path).base_iri == "http://127.0.0.1:8000/"


@pytest.mark.parametrize(
    ("base", "told"),
    [
        ("https://recherche.example/", "elles mènent à ce service"),
        ("https://gtnum.example/", "`gtnum rebase https://recherche.example/`"),
    ],
)
def test_the_service_tells_where_iris_lead(base, told):
    made = Settings(base_iri=base, public_url="https://recherche.example")
    assert told in base_words(made)
    assert base in base_words(made)
