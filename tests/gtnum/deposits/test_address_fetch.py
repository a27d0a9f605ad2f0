"""This test ensures that what comes from an address is bounded and gets a good name."""

from types import SimpleNamespace

import pytest

from gtnum.deposits import address_fetch
from gtnum.deposits.address_fetch import public_fetch, require_public
from ingest.harvest.addresses import AddressPolicy
from search_api.deposit_tasks import DepositAddressRefused


@pytest.mark.parametrize(
    ("address", "media_type", "name"),
    [
        ("https://exemple.fr/a/rapport.pdf", "application/pdf", "rapport.pdf"),
        ("https://exemple.fr/a/RAPPORT.PDF", "application/pdf", "RAPPORT.PDF"),
        ("https://exemple.fr/a/rapport", "application/pdf", "rapport.pdf"),
        ("https://exemple.fr/a.php", "text/html", "a.php.html"),
        ("https://exemple.fr/a.php", "image/png", "a.php"),
        ("https://exemple.fr/%C3%A9t%C3%A9.txt?x=1#y", "text/plain", "été.txt"),
        ("https://exemple.fr/lisez-moi", "text/markdown", "lisez-moi.md"),
        ("https://exemple.fr/", "text/html", "exemple.fr.html"),
        ("https:///", "", "document"),
    ],
)
def test_a_name_is_the_end_of_the_address_with_a_suffix_that_fits(
    tmp_path, monkeypatch, address, media_type, name
):
    asked = []

    def fetch_to(path, wanted, *, limits, agent):
        asked.append((path, wanted, limits.size_bytes, agent))
        return SimpleNamespace(
            final_address=address, media_type=media_type, sha256="0" * 64
        )

    monkeypatch.setattr(address_fetch, "fetch_to", fetch_to)
    path = tmp_path / "arriving"
    found = public_fetch(size_bytes=7, agent="gtnum/1")(path, "https://court.fr/x")
    assert asked == [(path, "https://court.fr/x", 7, "gtnum/1")]
    assert (found.address, found.name, found.sha256) == (address, name, "0" * 64)


def resolving(*ips):
    """A name service that knows one answer, or none."""

    def resolve(host, port):
        if not ips:
            raise OSError("unknown")
        return ips

    return AddressPolicy(resolve=resolve)


def test_an_address_that_leads_into_a_private_network_is_refused():
    require_public("https://exemple.fr/a", resolving("93.184.216.34"))
    for ips in (("10.0.0.1",), ("93.184.216.34", "::1")):
        with pytest.raises(DepositAddressRefused, match="réseau privé") as refused:
            require_public("https://exemple.fr/a", resolving(*ips))
        assert "GTNUM" not in refused.value.remedy


def test_a_name_that_is_unknown_now_may_be_known_to_the_worker():
    require_public("https://exemple.fr/a", resolving())
