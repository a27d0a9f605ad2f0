"""This test ensures that what comes from an address is bounded and gets a good name."""

from types import SimpleNamespace

import pytest

from gtnum.deposits import address_fetch
from gtnum.deposits.address_fetch import public_fetch


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
