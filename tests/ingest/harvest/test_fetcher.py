"""This test ensures that one hostile server costs us little and reaches nothing."""

import gzip
import hashlib
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from ingest.harvest.addresses import AddressPolicy
from ingest.harvest.errors import (
    AddressGone,
    AddressRefused,
    FetchFailed,
    FetchTimeout,
    FetchTooLarge,
    ServerBusy,
)
from ingest.harvest.fetcher import Fetcher, FetchLimits, Validators, fetch_to
from tests.ingest.harvest.local_site import LocalSite, Reply, serving

PAGE = b"<!doctype html><html><body><p>Bonjour</p></body></html>"


def test_a_page_is_written_and_described(site: LocalSite, tmp_path: Path):
    site.pages["/p?a=1"] = Reply(PAGE, headers={"ETag": '"1"', "Content-Type": "x/y"})
    fetched = fetch_to(tmp_path / "p", site.url("/p?a=1"), policy=site.policy)
    assert (tmp_path / "p").read_bytes() == PAGE
    assert fetched.final_address == site.url("/p?a=1")
    assert (fetched.media_type, fetched.stated_type) == ("text/html", "x/y")
    assert fetched.size_bytes == len(PAGE)
    assert fetched.sha256 == hashlib.sha256(PAGE).hexdigest()
    assert fetched.validators == Validators('"1"', "")
    assert [p.name for p in tmp_path.iterdir()] == ["p"]


def test_the_user_agent_says_who_asks(site: LocalSite, fetcher: Fetcher, tmp_path):
    site.pages["/"] = Reply(PAGE)
    fetcher.fetch_to(tmp_path / "p", site.url())
    headers = site.asked[0][1]
    assert headers["User-Agent"] == "gtnum-essai (mailto:essai@exemple.fr)"
    assert headers["Host"] == site.host


def test_loopback_is_refused_without_the_allow_list(site: LocalSite, tmp_path: Path):
    with pytest.raises(AddressRefused):
        fetch_to(tmp_path / "p", site.url())
    assert site.asked == []


def test_a_redirect_is_followed_to_the_final_address(site, fetcher, tmp_path):
    site.pages["/old"] = Reply(status=301, headers={"Location": "new#part"})
    site.pages["/new"] = Reply(PAGE)
    fetched = fetcher.fetch_to(tmp_path / "p", site.url("/old"))
    assert fetched.final_address == site.url("/new")


@pytest.mark.parametrize(
    "where",
    [
        "http://10.0.0.1/",
        "http://[::1]/",
        "file:///etc/passwd",
        "http://169.254.169.254/",
    ],
)
def test_a_redirect_to_a_private_address_is_refused(site, fetcher, tmp_path, where):
    site.pages["/"] = Reply(status=302, headers={"Location": where})
    with pytest.raises(AddressRefused):
        fetcher.fetch_to(tmp_path / "p", site.url())
    assert list(tmp_path.iterdir()) == []


def test_a_redirect_to_another_port_of_loopback_is_refused(site, fetcher, tmp_path):
    with serving() as other:
        other.pages["/"] = Reply(b"secret")
        site.pages["/"] = Reply(status=302, headers={"Location": other.url()})
        with pytest.raises(AddressRefused):
            fetcher.fetch_to(tmp_path / "p", site.url())
        assert other.asked == []


def test_redirects_in_a_circle_end(site, fetcher, tmp_path):
    site.pages["/"] = Reply(status=302, headers={"Location": "/"})
    with pytest.raises(FetchFailed, match="redirige plus de 5 fois"):
        fetcher.fetch_to(tmp_path / "p", site.url())


def test_a_name_that_changes_its_mind_does_not_move_the_connection(site, tmp_path):
    answers = [("127.0.0.1",), ("10.0.0.1",)]
    site.pages["/"] = Reply(PAGE)
    name = f"rebinding.example:{site.port}"
    policy = AddressPolicy(frozenset({name}), resolve=lambda host, port: answers.pop(0))
    fetched = fetch_to(tmp_path / "p", f"http://{name}/", policy=policy)
    # One question, and the connection went to its answer.
    assert (fetched.size_bytes, len(answers)) == (len(PAGE), 1)
    assert site.asked[0][1]["Host"] == name


def test_a_public_name_that_turns_private_is_refused_at_the_redirect(tmp_path):
    with serving() as site:
        answers = [("127.0.0.1",), ("10.0.0.1",)]
        site.pages["/"] = Reply(status=302, headers={"Location": "http://b.example/"})
        policy = AddressPolicy(
            frozenset({f"a.example:{site.port}"}),
            resolve=lambda host, port: answers.pop(0),
        )
        with pytest.raises(AddressRefused):
            fetch_to(tmp_path / "p", f"http://a.example:{site.port}/", policy=policy)


def test_the_stated_size_is_believed_when_it_is_too_large(site, fetcher, tmp_path):
    site.pages["/"] = Reply(b"", headers={"Content-Length": "999999999"})
    with pytest.raises(FetchTooLarge, match="1 Mio"):
        fetcher.fetch_to(tmp_path / "p", site.url())


def test_an_endless_body_is_cut_and_leaves_no_file(site, fetcher, tmp_path):
    def endless(handler):
        handler.send_response(200)
        handler.end_headers()
        while not site.stop.is_set():
            handler.wfile.write(b"x" * 65_536)

    site.pages["/"] = endless
    with pytest.raises(FetchTooLarge):
        fetcher.fetch_to(tmp_path / "p", site.url())
    assert list(tmp_path.iterdir()) == []


def test_a_gzip_bomb_is_counted_unpacked(site, fetcher, tmp_path):
    packed = gzip.compress(bytes(2**26))
    assert len(packed) < 2**17
    site.pages["/"] = Reply(packed, headers={"Content-Encoding": "gzip"})
    with pytest.raises(FetchTooLarge):
        fetcher.fetch_to(tmp_path / "p", site.url())
    assert list(tmp_path.iterdir()) == []


def test_a_packed_page_is_unpacked(site, fetcher, tmp_path):
    site.pages["/"] = Reply(gzip.compress(PAGE), headers={"Content-Encoding": "gzip"})
    assert fetcher.fetch_to(tmp_path / "p", site.url()).size_bytes == len(PAGE)


@pytest.mark.parametrize(
    ("coding", "body"),
    [("br", PAGE), ("gzip", PAGE), ("gzip", gzip.compress(PAGE)[:-9])],
)
def test_a_page_packed_otherwise_or_badly_is_a_failure(
    site, fetcher, tmp_path, coding, body
):
    site.pages["/"] = Reply(body, headers={"Content-Encoding": coding})
    with pytest.raises(FetchFailed):
        fetcher.fetch_to(tmp_path / "p", site.url())


@pytest.mark.parametrize("part", ["headers", "body"])
def test_a_server_that_dribbles_is_left_in_time(site, tmp_path, part):
    def dribble(handler):
        if part == "body":
            handler.send_response(200)
            handler.send_header("Content-Length", "100000")
            handler.end_headers()
        else:
            handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        while not site.stop.wait(0.05):
            handler.wfile.write(b"x")

    site.pages["/"] = dribble
    begun = time.monotonic()
    with pytest.raises(FetchTimeout):
        fetch_to(
            tmp_path / "p",
            site.url(),
            policy=site.policy,
            limits=FetchLimits(seconds=0.4, idle_seconds=0.3),
        )
    assert time.monotonic() - begun < 30
    assert list(tmp_path.iterdir()) == []


def test_a_body_that_breaks_off_is_a_failure_and_the_old_file_stands(
    site, fetcher, tmp_path
):
    (tmp_path / "p").write_bytes(b"old")
    site.pages["/"] = Reply(b"half", headers={"Content-Length": "8"})
    with pytest.raises(FetchFailed, match="interrompt"):
        fetcher.fetch_to(tmp_path / "p", site.url())
    assert (tmp_path / "p").read_bytes() == b"old"


def test_what_speaks_no_http_is_a_failure(site, fetcher, tmp_path):
    site.pages["/"] = lambda handler: handler.wfile.write(b"SSH-2.0-x\r\n") and None
    with pytest.raises(FetchFailed, match="HTTP"):
        fetcher.fetch_to(tmp_path / "p", site.url())


def test_an_unchanged_page_is_not_sent_again(site, fetcher, tmp_path):
    site.pages["/"] = Reply(status=304, headers={"ETag": '"1"'})
    known = Validators('"1"', "Tue, 24 Nov 2026 00:00:00 GMT")
    fetched = fetcher.fetch_to(tmp_path / "p", site.url(), known=known)
    assert fetched.is_unchanged
    assert not (tmp_path / "p").exists()
    headers = site.asked[0][1]
    assert headers["If-None-Match"] == '"1"'
    assert headers["If-Modified-Since"] == "Tue, 24 Nov 2026 00:00:00 GMT"


@pytest.mark.parametrize("status", [404, 410])
def test_a_page_taken_away_is_gone(site, fetcher, tmp_path, status):
    site.pages["/"] = Reply(status=status)
    with pytest.raises(AddressGone, match=str(status)):
        fetcher.fetch_to(tmp_path / "p", site.url())


@pytest.mark.parametrize("status", [403, 500, 204, 206])
def test_other_answers_are_failures(site, fetcher, tmp_path, status):
    site.pages["/"] = Reply(status=status)
    with pytest.raises(FetchFailed, match=str(status)):
        fetcher.fetch_to(tmp_path / "p", site.url())


def test_a_busy_server_is_asked_again_when_it_says(site, fetcher, waits, tmp_path):
    replies = [Reply(status=503, headers={"Retry-After": "7"}), Reply(PAGE)]
    site.pages["/"] = lambda handler: replies.pop(0)
    fetcher.fetch_to(tmp_path / "p", site.url())
    assert waits == [7.0]


def test_retry_after_may_be_a_date(site, fetcher, waits, tmp_path):
    later = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)
    replies = [Reply(status=429, headers={"Retry-After": later}), Reply(PAGE)]
    site.pages["/"] = lambda handler: replies.pop(0)
    fetcher.fetch_to(tmp_path / "p", site.url())
    assert 20 < waits[0] <= 30


@pytest.mark.parametrize(("after", "slept"), [("3600", []), ("", [5.0, 10.0, 20.0])])
def test_patience_has_an_end(site, fetcher, waits, tmp_path, after, slept):
    site.pages["/"] = Reply(status=503, headers={"Retry-After": after})
    with pytest.raises(ServerBusy):
        fetcher.fetch_to(tmp_path / "p", site.url())
    assert waits == slept
    # The host is left alone for the time it asked for.
    asked = len(site.asked)
    with pytest.raises(ServerBusy):
        fetcher.fetch_to(tmp_path / "p", site.url("/other"))
    assert len(site.asked) == asked


def test_two_requests_to_a_host_are_a_pause_apart(site, waits, tmp_path):
    site.pages["/"] = Reply(PAGE)
    fetcher = Fetcher(site.policy, delay=3, sleep=waits.append, clock=lambda: 100.0)
    for _ in range(2):
        fetcher.fetch_to(tmp_path / "p", site.url())
    assert waits == [3.0]


def test_nobody_there_is_a_failure(tmp_path):
    with serving() as site:
        policy, url = site.policy, site.url()
    with pytest.raises(FetchFailed, match="atteint"):
        fetch_to(tmp_path / "p", url, policy=policy)
