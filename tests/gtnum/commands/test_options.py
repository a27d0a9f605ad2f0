"""This test ensures that options stand before the settings of the environment."""

from pathlib import Path

import pytest

from gtnum.commands.options import load_settings
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
