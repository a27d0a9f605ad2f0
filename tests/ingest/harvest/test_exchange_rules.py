"""Addresses, answers and patience of a fetcher where their rules begin and end."""

import gzip
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import partial
from ipaddress import ip_address

import httpcore
import pytest

from ingest.harvest import fetcher as fetcher_module
from ingest.harvest.addresses import AddressPolicy, is_public_ip
from ingest.harvest.connections import Deadline
from ingest.harvest.errors import (
    AddressGone,
    AddressRefused,
    FetchFailed,
    FetchTooLarge,
    RequestRejected,
    RobotsRefused,
    ServerBusy,
)
from ingest.harvest.fetcher import Fetcher, FetchLimits, Validators, fetch_to
from ingest.harvest.response_body import unpacked, write_blocks
from ingest.harvest.response_status import flat_headers, require_success
from ingest.harvest.robots import LARGEST_ROBOTS, Robots

PUBLIC = AddressPolicy(resolve=lambda host, port: ("93.184.215.14",))
TARGET = PUBLIC.admit("https://exemple.fr/a")


@pytest.mark.parametrize(
    ("ip", "is_public"),
    [
        ("8.8.8.8", True),
        ("192.88.99.1", False),
        ("192.88.98.1", True),
        ("240.0.0.1", False),
        ("224.0.1.1", False),
        ("2606:4700::1", True),
        ("::ffff:8.8.8.8", True),
        ("::ffff:10.0.0.1", False),
        ("2002:0808:0808::", True),
        ("2002:0a00:0001::", False),
        ("64:ff9b::808:808", True),
        ("64:ff9b:1::a00:1", False),
        ("::ffff:0:8.8.8.8", True),
        ("2001::1", False),
        ("fec0::1", False),
        ("2606:4700::1%eth0", False),
    ],
)
def test_an_ip_is_public_as_the_one_it_carries(ip, is_public):
    assert is_public_ip(ip_address(ip)) is is_public


@pytest.mark.parametrize(("length", "is_taken"), [(2_000, True), (2_001, False)])
def test_an_address_has_2000_characters(length, is_taken):
    address = "https://exemple.fr/".ljust(length, "a")
    if is_taken:
        assert PUBLIC.admit(address).url == address
    else:
        with pytest.raises(AddressRefused, match="trop longue") as failure:
            PUBLIC.admit(address)
        assert len(failure.value.message) < 200


@pytest.mark.parametrize(
    ("address", "url", "port"),
    [
        ("http://exemple.fr", "http://exemple.fr/", 80),
        ("https://exemple.fr:80/", "https://exemple.fr:80/", 80),
        ("http://exemple.fr:443/", "http://exemple.fr:443/", 443),
        ("https://[2606:4700::1]/", "https://[2606:4700::1]/", 443),
        ("https://exemple.fr./a", "https://exemple.fr/a", 443),
        ("https://8.8.8.8/", "https://8.8.8.8/", 443),
    ],
)
def test_addresses_have_a_normal_form(address, url, port):
    policy = AddressPolicy(resolve=lambda host, port: ("8.8.8.8",))
    target = policy.admit(address)
    assert (target.url, target.port, target.ips) == (url, port, ("8.8.8.8",))


@pytest.mark.parametrize(
    ("answer", "why"),
    [((), "n’a pas d’adresse IP"), (("rien",), "inconnu"), (OSError(), "inconnu")],
)
def test_a_name_without_an_ip_is_a_failure(answer, why):
    def resolve(host, port):
        if isinstance(answer, OSError):
            raise answer
        return answer

    with pytest.raises(FetchFailed, match=why):
        AddressPolicy(resolve=resolve).admit("https://exemple.fr/")


def test_an_allowed_host_needs_no_public_ip_nor_port():
    policy = AddressPolicy.allowing([" Intranet.example ", "b.example:8080"])
    policy = AddressPolicy(policy.allowed_hosts, lambda host, port: ("10.0.0.1",))
    assert policy.admit("http://intranet.example:8081/").port == 8081
    assert policy.admit("http://b.example:8080/").port == 8080
    for address in ("http://b.example:8081/", "http://b.example/"):
        with pytest.raises(AddressRefused):
            policy.admit(address)


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (404, AddressGone),
        (410, AddressGone),
        (429, ServerBusy),
        (503, ServerBusy),
        (400, RequestRejected),
        (499, RequestRejected),
        (399, FetchFailed),
        (500, FetchFailed),
        (201, FetchFailed),
    ],
)
def test_a_status_is_the_error_it_means(status, kind):
    require_success(200, {}, TARGET)
    with pytest.raises(FetchFailed, match=f"code {status}") as failure:
        require_success(status, {}, TARGET)
    assert type(failure.value) is kind


def asked_pause(printed):
    with pytest.raises(ServerBusy) as failure:
        require_success(503, {"retry-after": printed} if printed else {}, TARGET)
    return failure.value.retry_after


def test_a_pause_is_a_number_or_a_date():
    assert asked_pause("") is None
    assert asked_pause("bientôt") is None
    assert asked_pause("0") == 0.0
    assert asked_pause("1234567890") == 123456789.0
    past = datetime.now(UTC) - timedelta(days=1)
    assert asked_pause(format_datetime(past)) == 0.0
    later = datetime.now(UTC) + timedelta(hours=1)
    naive = later.strftime("%a, %d %b %Y %H:%M:%S -0000")
    assert 3_000 < asked_pause(naive) <= 3_600


def response(status=200, headers=(), body=b""):
    pairs = [(name.encode(), value.encode()) for name, value in headers]
    return httpcore.Response(status, headers=pairs, content=body)


def test_the_first_header_of_a_name_counts():
    made = flat_headers(response(headers=[("A", "1"), ("a", "2"), ("B", "x" * 8_001)]))
    assert made == {"a": "1", "b": "x" * 8_000}


def body_of(body, limit, **headers):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return b"".join(unpacked(response(body=body), named, TARGET, limit))


@pytest.mark.parametrize("coding", ["", "identity", "gzip", " X-GZip "])
def test_a_body_has_as_many_bytes_as_allowed(coding):
    body = bytes(range(256)) * 2
    sent = gzip.compress(body) if "zip" in coding.lower() else body
    limit = max(len(sent), len(body))
    assert body_of(sent, limit, content_encoding=coding) == body
    with pytest.raises(FetchTooLarge, match=f"plus de {limit - 1} octets"):
        body_of(sent, limit - 1, content_encoding=coding)


@pytest.mark.parametrize(
    ("limit", "said"), [(2**20, "1 Mio"), (2**20 - 1, "1048575 octets")]
)
def test_a_limit_is_said_in_mebibytes_where_it_has_one(limit, said):
    with pytest.raises(FetchTooLarge, match=said):
        body_of(b"", limit, content_length=str(limit + 1))
    assert body_of(b"", limit, content_length=str(limit)) == b""
    assert body_of(b"", limit, content_length="beaucoup") == b""


def test_a_body_that_is_packed_otherwise_or_cut_is_a_failure():
    packed = gzip.compress(b"Bonjour" * 100)
    for body, coding, why in (
        (b"", "br", "compressé en « br »"),
        (b"Bonjour", "gzip", "mal compressé"),
        (packed[:-4], "gzip", "s’interrompt"),
        (b"", "gzip", "s’interrompt"),
    ):
        with pytest.raises(FetchFailed, match=why):
            body_of(body, 10_000, content_encoding=coding)
    assert body_of(packed + b"reste", 10_000, content_encoding="gzip")[:7] == b"Bonjour"


def test_a_file_is_typed_by_its_head_and_its_tail(tmp_path):
    blocks = [b"x" * 5_000, b"startxref 1 %%", b"EOF"]
    size, sha256, kind = write_blocks(tmp_path / "a", iter(blocks))
    assert (size, len(sha256), kind) == (5_017, 64, "application/pdf")
    assert (tmp_path / "a").read_bytes() == b"".join(blocks)
    early = [b"startxref 1 %%EOF", b"x" * 1_024]
    assert write_blocks(tmp_path / "b", iter(early))[2] == "text/plain"
    assert write_blocks(tmp_path / "c.md", iter([b"%PD", b"F-1"]))[2] != "text/markdown"


def test_a_deadline_gives_what_is_left_of_the_whole_and_of_a_wait():
    now = [0.0]
    deadline = Deadline(10, 4, lambda: now[0])
    for at, left in ((0, 4), (6, 4), (7, 3), (9.5, 0.5)):
        now[0] = at
        assert deadline.left() == left
    now[0] = 10
    with pytest.raises(httpcore.ReadTimeout):
        deadline.left()


Reply = Callable[[], httpcore.Response]


def reply(status=200, headers=(), body=b""):
    """Return what makes a response, each time a new one."""
    return partial(response, status, headers, body)


@dataclass
class Web:
    """Answers exchanges in place of servers, and tells time without waiting."""

    pages: dict[str, list[Reply]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    sent: list[dict[str, str]] = field(default_factory=list)
    slept: list[float] = field(default_factory=list)
    now: float = 1_000.0

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds

    @contextmanager
    def exchange(self, target, headers, deadline):
        deadline.left()
        self.asked.append(target.url)
        self.sent.append(dict(headers))
        waiting = self.pages.get(target.url, [reply(404)])
        yield (waiting[0] if len(waiting) == 1 else waiting.pop(0))()

    def fetcher(self, **options):
        limits = FetchLimits(**options.pop("limits", {}))
        return Fetcher(
            PUBLIC, limits, clock=lambda: self.now, sleep=self.sleep, **options
        )


@pytest.fixture
def web(monkeypatch):
    made = Web()
    monkeypatch.setattr(fetcher_module, "exchange", made.exchange)
    return made


def redirect(where):
    return reply(302, [("Location", where)])


URL = "https://exemple.fr/"


@pytest.mark.parametrize(("hops", "is_followed"), [(5, True), (6, False)])
def test_five_redirects_are_followed(web, tmp_path, hops, is_followed):
    for n in range(hops):
        web.pages[f"{URL}{n}"] = [redirect(f"/{n + 1}")]
    web.pages[f"{URL}{hops}"] = [reply(body=b"fin")]
    fetcher = web.fetcher(delay=0)
    if is_followed:
        assert (
            fetcher.fetch_to(tmp_path / "p", f"{URL}0").final_address == f"{URL}{hops}"
        )
    else:
        with pytest.raises(FetchFailed, match="redirige plus de 5 fois"):
            fetcher.fetch_to(tmp_path / "p", f"{URL}0")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_only_redirects_that_say_where_are_followed(web, tmp_path, status):
    web.pages[URL] = [reply(status, [("Location", "/a")])]
    web.pages[f"{URL}a"] = [reply(body=b"a")]
    fetcher = web.fetcher(delay=0)
    assert fetcher.fetch_to(tmp_path / "p", URL).final_address == f"{URL}a"
    web.pages[URL] = [reply(status)]
    with pytest.raises(FetchFailed, match=str(status)):
        fetcher.fetch_to(tmp_path / "p", URL)
    web.pages[URL] = [reply(200, [("Location", "/a")], b"moi")]
    assert fetcher.fetch_to(tmp_path / "p", URL).final_address == URL


def test_a_redirect_that_leads_nowhere_is_refused(web, tmp_path):
    web.pages[URL] = [redirect("https://[x")]
    with pytest.raises(AddressRefused):
        web.fetcher(delay=0).fetch_to(tmp_path / "p", URL)


def test_a_host_is_asked_once_a_second(web, tmp_path):
    web.pages = {URL: [reply()], "https://b.fr/": [reply()]}
    fetcher = web.fetcher()
    fetcher.fetch_to(tmp_path / "p", URL)
    fetcher.fetch_to(tmp_path / "p", "https://b.fr/")
    assert web.slept == []
    web.now += 0.25
    fetcher.fetch_to(tmp_path / "p", URL)
    assert web.slept == [0.75]
    web.now += 1
    fetcher.fetch_to(tmp_path / "p", URL)
    assert web.slept == [0.75]


def test_hops_to_one_host_are_a_pause_apart_as_well(web, tmp_path):
    web.pages = {URL: [redirect("/a")], f"{URL}a": [reply()]}
    web.fetcher().fetch_to(tmp_path / "p", URL)
    assert web.slept == [1.0]


def busy(after=""):
    return reply(503, [("Retry-After", after)] if after else [])


def test_a_busy_server_is_asked_four_times(web, tmp_path):
    web.pages[URL] = [busy(), busy(), busy(), reply(body=b"a")]
    web.fetcher(delay=0).fetch_to(tmp_path / "p", URL)
    assert web.slept == [5.0, 10.0, 20.0]
    web.pages[URL] = [busy()]
    web.slept.clear()
    with pytest.raises(ServerBusy):
        web.fetcher(delay=0).fetch_to(tmp_path / "p", URL)
    assert web.slept == [5.0, 10.0, 20.0]


@pytest.mark.parametrize(("after", "slept"), [("300", [300.0]), ("301", [])])
def test_the_longest_pause_is_five_minutes(web, tmp_path, after, slept):
    web.pages[URL] = [busy(after), reply(body=b"a")]
    fetcher = web.fetcher(delay=0)
    if slept:
        fetcher.fetch_to(tmp_path / "p", URL)
    else:
        with pytest.raises(ServerBusy):
            fetcher.fetch_to(tmp_path / "p", URL)
    assert web.slept == slept


def test_a_host_rests_for_the_time_it_asked_for(web, tmp_path):
    web.pages = {URL: [busy("400"), reply(body=b"a")], "https://b.fr/": [reply()]}
    fetcher = web.fetcher(delay=0)
    with pytest.raises(ServerBusy):
        fetcher.fetch_to(tmp_path / "p", URL)
    fetcher.fetch_to(tmp_path / "p", "https://b.fr/")
    web.now += 399
    with pytest.raises(ServerBusy, match="a demandé de revenir"):
        fetcher.fetch_to(tmp_path / "p", URL)
    web.now += 1
    assert fetcher.fetch_to(tmp_path / "p", URL).size_bytes == 1


def test_one_address_alone_is_not_waited_for(web, tmp_path):
    web.pages[URL] = [busy("1"), reply()]
    with pytest.raises(ServerBusy):
        fetch_to(tmp_path / "p", URL, policy=PUBLIC)
    web.pages[URL] = [busy("0"), reply(body=b"abc")]
    assert fetch_to(tmp_path / "p", URL, policy=PUBLIC).size_bytes == 3


def test_what_is_known_is_told_and_an_unchanged_page_writes_nothing(web, tmp_path):
    web.pages[URL] = [reply(304, [("ETag", "e"), ("Last-Modified", "m")])]
    known = Validators("e", "")
    made = web.fetcher(agent="essai").fetch_to(tmp_path / "p", URL, known=known)
    assert made.is_unchanged
    assert made.validators == Validators("e", "m")
    assert list(tmp_path.iterdir()) == []
    assert web.sent[0]["If-None-Match"] == "e"
    assert "If-Modified-Since" not in web.sent[0]
    assert (web.sent[0]["User-Agent"], web.sent[0]["Accept-Encoding"]) == (
        "essai",
        "gzip",
    )


RULES = f"{URL}robots.txt"


def test_rules_are_asked_for_only_by_robots_and_once(web, tmp_path):
    web.pages = {
        URL: [reply()],
        f"{URL}a": [reply()],
        RULES: [reply(body=b"User-agent: *\nDisallow: /a\nCrawl-delay: 7\n")],
    }
    fetcher = web.fetcher(delay=2)
    fetcher.fetch_to(tmp_path / "p", f"{URL}a")
    assert web.asked == [f"{URL}a"]
    fetcher.fetch_to(tmp_path / "p", URL, obeys_robots=True)
    assert web.asked[1:] == [RULES, URL]
    assert web.slept == [2.0, 7.0]
    with pytest.raises(RobotsRefused):
        fetcher.fetch_to(tmp_path / "p", f"{URL}a", obeys_robots=True)
    assert len(web.asked) == 3


@pytest.mark.parametrize(("asked", "granted"), [(30, 30.0), (31, 30.0), (0.5, 1.0)])
def test_a_pause_of_rules_is_granted_up_to_half_a_minute(web, tmp_path, asked, granted):
    rules = f"User-agent: *\nCrawl-delay: {asked}\n".encode()
    web.pages = {URL: [reply()], RULES: [reply(body=rules)]}
    web.fetcher().fetch_to(tmp_path / "p", URL, obeys_robots=True)
    assert web.slept == [granted]


@pytest.mark.parametrize(
    ("size", "is_read"), [(LARGEST_ROBOTS, True), (LARGEST_ROBOTS + 1, False)]
)
def test_rules_have_a_mebibyte(web, tmp_path, size, is_read):
    web.pages = {URL: [reply()], RULES: [reply(body=b"#" * size)]}
    fetcher = web.fetcher(delay=0)
    if is_read:
        fetcher.fetch_to(tmp_path / "p", URL, obeys_robots=True)
    else:
        with pytest.raises(RobotsRefused, match="ne peuvent pas être lues"):
            fetcher.fetch_to(tmp_path / "p", URL, obeys_robots=True)
    assert LARGEST_ROBOTS == 2**20


def robots(content, agent="essai (x)"):
    def fetch(path, address):
        assert address == RULES
        path.write_bytes(content)

    return Robots(agent, fetch, longest_delay=10)


@pytest.mark.parametrize(("lines", "is_read"), [(999, True), (1_000, False)])
def test_rules_are_a_million_at_most(lines, is_read):
    content = b"User-agent: x\n" * 1_000 + b"\n" * (lines - 999)
    known = robots(content)
    if is_read:
        known.require(TARGET)
        assert len(content.splitlines()) * 1_000 == 1_000_000
    else:
        with pytest.raises(RobotsRefused, match="trop de règles"):
            known.require(TARGET)


def test_a_robot_is_named_by_the_first_word_of_its_agent():
    content = b"User-agent: *\nDisallow:\n\nUser-agent: essai\nDisallow: /\n"
    with pytest.raises(RobotsRefused):
        robots(content).require(TARGET)
    robots(content, agent="autre/1").require(TARGET)
    robots(content, agent="123").require(TARGET)
    assert robots(content).delay(TARGET) == 0.0
