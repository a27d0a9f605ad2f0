"""A client is who bears a token, or an address; only proxies that are named may say."""

import pytest

from ontology.errors import KnowledgeError
from search_api.web.admission.callers import Callers, TrustedProxies


def named(headers=(), peer="192.0.2.1", proxies=()):
    known = {"secret": "claire"}
    callers = Callers(TrustedProxies(proxies), known.get)
    raw = [(name.lower().encode(), value.encode()) for name, value in headers]
    client = (peer, 5000) if peer else None
    return callers.name({"type": "http", "headers": raw, "client": client})


def forwarded(*values):
    return [("X-Forwarded-For", value) for value in values]


def test_an_address_is_that_of_the_connection():
    assert named() == "address:192.0.2.1"
    assert named(peer=None) == "address:"


def test_a_token_names_its_bearer_wherever_they_are():
    bearer = [("Authorization", "Bearer secret")]
    assert named(bearer) == named(bearer, peer="198.51.100.7") == "token:claire"


@pytest.mark.parametrize("value", ["Bearer wrong", "Basic secret", "Bearer", "secret"])
def test_a_token_that_nobody_holds_names_nobody(value):
    assert named([("Authorization", value)]) == "address:192.0.2.1"


def test_strangers_cannot_choose_their_address():
    assert named(forwarded("203.0.113.9")) == "address:192.0.2.1"
    assert named(forwarded("203.0.113.9"), proxies=["10.0.0.1"]) == "address:192.0.2.1"


@pytest.mark.parametrize(
    ("headers", "client"),
    [
        (forwarded("203.0.113.9"), "203.0.113.9"),
        (forwarded("1.2.3.4, 203.0.113.9"), "203.0.113.9"),  # the first is hearsay
        (forwarded("203.0.113.9, 10.9.9.9"), "203.0.113.9"),  # two proxies of ours
        (forwarded("203.0.113.9", "10.9.9.9"), "203.0.113.9"),
        (forwarded("203.0.113.9, nonsense"), "10.0.0.1"),
        (forwarded(""), "10.0.0.1"),
        ((), "10.0.0.1"),
    ],
)
def test_behind_a_proxy_its_last_word_counts(headers, client):
    found = named(headers, peer="10.0.0.1", proxies=["10.0.0.0/8"])
    assert found == f"address:{client}"


def test_a_household_has_one_network():
    one, two = named(peer="2001:db8::1"), named(peer="2001:db8::ffff:2")
    assert one == two == "address:2001:db8::/64"
    assert named(peer="2001:db8:0:1::1") != one
    assert named(peer="::ffff:192.0.2.1") == "address:192.0.2.1"


def test_a_proxy_that_is_no_address_is_refused():
    with pytest.raises(KnowledgeError, match="ni une adresse") as wrong:
        TrustedProxies(["proxy.example"])
    assert "GTNUM_TRUSTED_PROXIES" in wrong.value.remedy
