"""This test ensures that a server takes no more connections than it can."""

import logging

import pytest

from gtnum import wiring
from gtnum.settings import Settings
from gtnum.wiring import server_parts


@pytest.fixture(autouse=True)
def descriptors(monkeypatch):
    monkeypatch.setattr(server_parts, "places_for", lambda: 100)


@pytest.mark.parametrize(("wanted", "given"), [(0, 100), (7, 7), (100, 100)])
def test_the_setting_counts_within_the_descriptors(wanted, given, caplog):
    limits = wiring.server_limits(Settings(http_connections=wanted))
    assert limits.connections == given
    assert caplog.records == []


def test_what_the_descriptors_do_not_allow_is_told(caplog):
    with caplog.at_level(logging.WARNING):
        limits = wiring.server_limits(Settings(http_connections=101))
    assert limits.connections == 100
    [record] = caplog.records
    assert "is 101" in record.getMessage()
    assert "room for 100" in record.getMessage()
