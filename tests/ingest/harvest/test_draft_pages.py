"""A page that is a draft comes from the internet only; strangers learn nothing else."""

import gzip
import tempfile
from pathlib import Path

import pytest

from ingest.draft_pages import DraftPage, PageFetcher
from ingest.errors import (
    DraftAddressRefused,
    DraftNotFetched,
    DraftPageTooLarge,
    DraftPageTooSlow,
)
from ingest.harvest.addresses import AddressPolicy
from ontology.call_context import CallCancelled, CallContext, CancelReason, serving
from tests.ingest.harvest.local_site import Reply

PAGE = b"<html><body><p>Un texte public.</p></body></html>"


def fetcher(site, *, seconds=100, size_bytes=2**20):
    return PageFetcher(
        size_bytes=size_bytes, seconds=seconds, agent="essai", policy=site.policy
    )


@pytest.fixture(autouse=True)
def temporary(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    yield
    assert list(tmp_path.iterdir()) == []


def test_a_page_comes_with_its_name_and_what_it_is(site):
    site.pages["/a/billet"] = Reply(PAGE, headers={"Content-Type": "text/plain"})
    found = fetcher(site).fetch(site.url("/a/billet"))
    assert found == DraftPage(PAGE, "billet", "text/html")


def test_the_name_is_that_behind_a_redirect(site):
    site.pages["/"] = Reply(status=302, headers={"Location": "/n%C3%A9.pdf"})
    site.pages["/n%C3%A9.pdf"] = Reply(b"%PDF-1.7")
    found = fetcher(site).fetch(site.url())
    assert (found.name, found.media_type) == ("né.pdf", "application/pdf")


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://0x7f.1/",
        "http://inconnu.invalid/",
        "http://prive.example/",
        "https://a:b@example.org/",
        "http://example.org:22/",
        "ftp://example.org/",
        "file:///etc/passwd",
        "chemin",
        "http://" + "a" * 2_000,
    ],
)
def test_all_that_is_not_public_is_refused_alike(address, site):
    def resolve(host, port):
        if host == "inconnu.invalid":
            raise OSError
        return ("10.0.0.1",) if host == "prive.example" else (host.strip("[]"),)

    own = PageFetcher(
        size_bytes=9, seconds=9, agent="essai", policy=AddressPolicy(resolve=resolve)
    )
    site.pages["/"] = Reply(status=302, headers={"Location": address})
    if address != "chemin":
        redirected = PageFetcher(
            size_bytes=9,
            seconds=9,
            agent="essai",
            policy=AddressPolicy(site.policy.allowed_hosts, resolve),
        )
        with pytest.raises(DraftAddressRefused) as behind:
            redirected.fetch(site.url())
    with pytest.raises(DraftAddressRefused) as refused:
        own.fetch(address)
    words = (refused.value.message, refused.value.remedy)
    assert words[0] == "cette adresse n’est pas celle d’une page publique"
    assert "GTNUM" not in words[1]
    if address != "chemin":
        assert (behind.value.message, behind.value.remedy) == words


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (Reply(b"x" * 101), DraftPageTooLarge),
        (
            Reply(gzip.compress(b"x" * 101), headers={"Content-Encoding": "gzip"}),
            DraftPageTooLarge,
        ),
        (Reply(b"secret", 403), DraftNotFetched),
        (Reply(b"secret", 404), DraftNotFetched),
        (Reply(b"", 503, {"Retry-After": "600"}), DraftNotFetched),
        (Reply(b"", 302, {"Location": "/"}), DraftNotFetched),
    ],
)
def test_what_does_not_come_is_named_with_a_remedy(site, reply, error):
    site.pages["/"] = reply
    with pytest.raises(DraftNotFetched) as failure:
        fetcher(site, size_bytes=100).fetch(site.url())
    assert type(failure.value) is error
    assert failure.value.remedy
    assert "secret" not in str(failure.value)


def test_a_page_that_takes_too_long_is_given_up(site):
    def silent(handler):
        site.stop.wait(60)

    site.pages["/"] = silent
    with pytest.raises(DraftPageTooSlow, match=r"0\.2 s"):
        fetcher(site, seconds=0.2).fetch(site.url())


def test_nothing_more_is_read_for_a_client_that_has_left(site):
    call = CallContext()

    def leaving(handler):
        call.cancel(CancelReason.CLIENT_GONE)
        return Reply(PAGE)

    site.pages["/"] = leaving
    with serving(call), pytest.raises(CallCancelled):
        fetcher(site).fetch(site.url())
    assert Path(tempfile.gettempdir()).is_dir()
