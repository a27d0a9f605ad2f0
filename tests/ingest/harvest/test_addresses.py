"""This test ensures that only public addresses are admitted, in any writing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.errors import SourceError
from ingest.harvest.addresses import AddressPolicy, ip_address, is_public_ip
from ingest.harvest.errors import AddressRefused, FetchFailed

PUBLIC = AddressPolicy(resolve=lambda host, port: ("93.184.215.14",))


def system_like(host: str, port: int) -> tuple[str, ...]:
    """Read numbers as the C library does; any name is public."""
    import socket

    try:
        return (socket.inet_ntoa(socket.inet_aton(host)),)
    except OSError:
        return (host,) if ":" in host else ("93.184.215.14",)


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0x7f.0.0.1/",
        "http://0177.0.0.1/",
        "http://１２７.０.０.１/",
        "http://127。0。0。1/",
        "http://10.0.0.8/",
        "http://172.16.3.4/",
        "http://192.168.1.1/",
        "http://100.64.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://0.0.0.0/",
        "http://224.0.0.1/",
        "http://255.255.255.255/",
        "http://[::1]/",
        "http://[::]/",
        "http://[fe80::1]/",
        "http://[fc00::1]/",
        "http://[ff02::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:7f00:1]/",
        "http://[::127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://[2001:0:5ef5:79fb::1]/",
        "http://127.0.0.1./",
    ],
)
def test_private_addresses_are_refused_in_any_writing(address: str):
    with pytest.raises(AddressRefused) as failure:
        AddressPolicy(resolve=system_like).admit(address)
    assert "GTNUM_HARVEST_ALLOWED_HOSTS" in failure.value.remedy


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("file:///etc/passwd", "http et https"),
        ("gopher://exemple.fr/", "http et https"),
        ("//exemple.fr/", "http et https"),
        ("http://zoe:secret@exemple.fr/", "mot de passe"),
        ("http://exemple.fr:22/", "port 22"),
        ("http://exemple.fr:99999/", "port"),
        ("http:///page", "hôte"),
        ("http://exemple.fr/a b", "caractères"),
        ("http://exemple.fr\\@10.0.0.1/", "caractères"),
        ("http://exemple.fr/\r\nHost: x", "caractères"),
        ("http://[::1", "mal formée"),
        ("http://ex_\u0661mple..fr/", "hôte"),
        ("http://exemple.fr/" + "a" * 3000, "longue"),
    ],
)
def test_other_addresses_are_refused_with_the_reason(address: str, why: str):
    with pytest.raises(AddressRefused) as failure:
        PUBLIC.admit(address)
    assert why in failure.value.message
    assert "secret" not in failure.value.message


def test_one_private_ip_among_public_ones_is_enough():
    policy = AddressPolicy(resolve=lambda host, port: ("93.184.215.14", "10.0.0.1"))
    with pytest.raises(AddressRefused):
        policy.admit("https://exemple.fr/")


def test_an_unknown_name_is_a_failure_not_a_refusal():
    def unknown(host: str, port: int) -> tuple[str, ...]:
        raise OSError("unknown")

    with pytest.raises(FetchFailed):
        AddressPolicy(resolve=unknown).admit("https://exemple.fr/")


def test_an_admitted_address_is_normal_and_pinned():
    target = PUBLIC.admit(
        "HTTPS://Études.Exemple.FR:443/été?q=à b#fin".replace(" ", "+")
    )
    assert target.url == "https://xn--tudes-9ra.exemple.fr/%C3%A9t%C3%A9?q=%C3%A0+b"
    assert target.ips == ("93.184.215.14",)


def test_percent_codes_are_kept_as_they_are():
    assert PUBLIC.admit("http://exemple.fr/a%2Fb?c=%26").path == "/a%2Fb?c=%26"


@pytest.mark.parametrize("entry", ["127.0.0.1", "127.0.0.1:8080", " 127.0.0.1:8080 "])
def test_the_allow_list_opens_one_host(entry: str):
    policy = AddressPolicy.allowing([entry, ""])
    assert policy.admit("http://127.0.0.1:8080/").ips == ("127.0.0.1",)
    with pytest.raises(AddressRefused):
        policy.admit("http://127.0.0.2:8080/")


@given(st.ip_addresses(v=4))
def test_an_address_wrapped_in_ipv6_is_as_public_as_the_one_inside(inner):
    if not is_public_ip(inner):
        for prefix in ("::ffff:", "64:ff9b::", "::"):
            assert not is_public_ip(ip_address(f"{prefix}{inner}"))


_PIECES = ["http://", "https:", "//", "[", "]", "::1", "a.b", "é", "@", ":", "80", "%"]
_PIECES += ["?", "#", "/..", "０", "0x", "-", "_", "xn--", "\u3002", "\u200d", "."]


@given(st.lists(st.sampled_from(_PIECES), max_size=9).map("".join) | st.text())
def test_any_text_is_admitted_or_refused_with_a_message(text: str):
    try:
        target = PUBLIC.admit(text)
    except SourceError:
        return  # with a message; anything else fails this test
    # What was admitted is in normal form: it is admitted again, and stays.
    assert PUBLIC.admit(target.url) == target
