"""This test ensures that ``reindex`` and ``rebase`` pass on what is asked."""

from types import SimpleNamespace

import pytest

from graph.stores.base_change import MovedStatements
from gtnum import wiring
from gtnum.errors import LibraryDamaged
from gtnum.library import base_change, index_rebuild
from gtnum.library.generation_choice import PassedOver
from search_api.embedders.registry import DEFAULT_EMBEDDER

OLD, NEW = "https://gtnum.example/", "https://donnees.example.org/gtnum/"


@pytest.fixture
def made_again(monkeypatch):
    """The settings that indexes were made with, and the documents followed."""
    monkeypatch.delenv("GTNUM_EMBEDDER")
    asked = {}

    def reindex(library, makers, *, follow, tell):
        asked.update(root=library.root, settings=makers)
        asked["documents"] = list(follow(["a", "b"]))
        manifest = SimpleNamespace(embedder={"name": "vif"}, counts={"passages": 12})
        return SimpleNamespace(name="0003", manifest=manifest)

    monkeypatch.setattr(wiring, "index_makers", lambda settings: settings)
    monkeypatch.setattr(index_rebuild, "reindex", reindex)
    return asked


def test_indexes_are_made_again_with_the_model_of_the_option(
    gtnum, made_again, tmp_path
):
    code, output, _ = gtnum("reindex", "--embedder", "embedded-fast")
    assert code == 0
    assert output.startswith(
        "Génération publiée : 0003, modèle vif, 12 passages.\n"
        "Réglez GTNUM_EMBEDDER=embedded-fast"
    )
    assert made_again["settings"].embedder == "embedded-fast"
    assert made_again["root"] == tmp_path / "library"
    assert made_again["documents"] == ["a", "b"]


def test_without_the_option_the_model_is_that_of_the_settings(gtnum, made_again):
    output = gtnum("reindex")[1]
    assert output == "Génération publiée : 0003, modèle vif, 12 passages.\n"
    assert made_again["settings"].embedder == DEFAULT_EMBEDDER


@pytest.fixture
def moved(monkeypatch):
    def rebase(library, parts, base, *, tell):
        generation = SimpleNamespace(name="0002")
        return base_change.Rebased(generation, OLD, MovedStatements(30, 4, 50))

    monkeypatch.setattr(wiring, "moving_parts", lambda settings: None)
    monkeypatch.setattr(base_change, "rebase", rebase)


def test_a_move_tells_its_counts_and_the_setting_to_change(gtnum, moved):
    code, output, _ = gtnum("rebase", NEW)
    assert code == 0
    assert "30 énoncés de 4 graphes, 50 IRI déplacées" in output
    assert f"de {OLD} vers {NEW}" in output
    assert f"Réglez GTNUM_BASE_IRI={NEW}" in output


def test_settings_that_have_the_new_base_already_stay(gtnum, moved, monkeypatch):
    monkeypatch.setenv("GTNUM_BASE_IRI", NEW)
    assert "Réglez" not in gtnum("rebase", NEW)[1]


def test_what_a_new_generation_starts_from_is_said_where_it_is_not_the_published_one(
    gtnum, made_again, monkeypatch
):
    inner = index_rebuild.reindex

    def reindex(library, makers, *, follow, tell):
        damage = PassedOver("0002", LibraryDamaged("génération 0002 : abîmée"))
        parent = SimpleNamespace(name="0001")
        tell(SimpleNamespace(parent=parent, passed_over=(damage,)))
        return inner(library, makers, follow=follow, tell=tell)

    monkeypatch.setattr(index_rebuild, "reindex", reindex)
    messages = gtnum("reindex")[2]
    assert "génération 0002 : abîmée ; laissé de côté" in messages
    assert "La génération 0001 est utilisée à la place" in messages
