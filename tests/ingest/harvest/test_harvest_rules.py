"""What a harvest believes, asks again and lets go, told without a server."""

import json

import pytest

from ingest.errors import SourceError
from ingest.harvest.address_lists import harvest_addresses, read_address_list
from ingest.harvest.errors import (
    AddressGone,
    FetchFailed,
    HarvestError,
    ProtocolError,
    RobotsRefused,
    UnusableContent,
)
from ingest.harvest.feeds import parse_feed
from ingest.harvest.harvest_run import harvest
from ingest.harvest.mirror import Mirror, Put
from ingest.harvest.mirror_paths import is_address, place
from ingest.harvest.mirror_records import Origin, known_origin
from ingest.harvest.oai_pmh import OaiClient
from ingest.harvest.page_visits import HarvestOptions, HarvestReport, visit
from ingest.read_text import Found
from ingest.sources.media_types import HTML
from ingest.sources.published_origin import Published, record_path
from tests.ingest.harvest.pages_at_hand import PagesAtHand, unchanged

SITE = "https://exemple.fr"
FEED = f"{SITE}/feed"
PAGE = b"<!doctype html><html><body><p>Bonjour</p></body></html>"
PNG = b"\x89PNG\r\n\x1a\n1234"


def rss(*numbers, generator="", links="", text="Texte"):
    items = "".join(
        f"<item><title>B{n}</title><link>{SITE}/{n}</link><guid>urn:p{n}</guid>"
        f"<content:encoded>{text}</content:encoded></item>"
        for n in numbers
    )
    return (
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>C</title>'
        f"<generator>{generator}</generator>{links}{items}</channel></rss>"
    ).encode()


def following(address):
    return f'<atom:link rel="next" href="{address}"/>'


@pytest.fixture
def pages():
    return PagesAtHand()


@pytest.fixture
def take(pages, tmp_path):
    """Harvest; return counts as added, changed, unchanged, removed, failed."""

    def run(source=FEED, kind="feed", set_spec="", **options):
        pages.asked.clear()
        report = harvest(
            source, tmp_path / "m", pages, kind=kind, set_spec=set_spec,
            options=HarvestOptions(**options),
        )  # fmt: skip
        return (
            report.added, report.changed, report.unchanged, report.removed,
            len(report.failures),
        )  # fmt: skip

    return run


def held(tmp_path):
    records = (tmp_path / "m").glob("*/.*.json")
    return sorted(json.loads(path.read_text())["key"] for path in records)


# Feeds


def test_a_feed_that_names_no_next_page_is_one_page(pages, take):
    pages.pages |= {FEED: rss(1, 2), f"{FEED}?paged=2": rss(1, 2)}
    pages.pages[f"{FEED}?page=1"] = rss(1, 2)
    assert take() == (2, 0, 0, 0, 0)
    assert pages.asked == [FEED, f"{FEED}?paged=2", f"{FEED}?page=1"]
    assert pages.known is None


def test_the_next_page_of_a_feed_is_the_one_it_names(pages, take):
    pages.pages[FEED] = rss(2, links=following("/feed/2"))
    pages.pages[f"{FEED}/2"] = rss(1)
    assert take() == (2, 0, 0, 0, 0)
    assert pages.asked == [FEED, f"{FEED}/2"]


def test_pages_of_wordpress_are_asked_for_by_number(pages, take):
    address = f"{FEED}?cat=1&paged=9"
    pages.pages[address] = rss(2, generator="https://wordpress.org/?v=6")
    assert take(address) == (1, 0, 0, 0, 0)
    assert pages.asked == [address, f"{FEED}?cat=1&paged=2"]


def test_a_page_without_a_new_entry_ends_the_walk(pages, take):
    pages.pages[FEED] = rss(1, links=following("/feed/2"))
    pages.pages[f"{FEED}/2"] = rss(1, links=following("/feed/3"))
    assert take() == (1, 0, 0, 0, 0)
    assert pages.asked == [FEED, f"{FEED}/2"]


def test_a_later_run_stops_at_the_first_page_that_brings_nothing(pages, take):
    pages.pages[FEED] = rss(2, links=following("/feed/2"))
    pages.pages[f"{FEED}/2"] = rss(1)
    take()
    assert take() == (0, 0, 2, 0, 0)
    assert pages.asked == [FEED]
    assert pages.known.etag == '"1"'
    pages.pages[FEED] = rss(3, links=following("/feed/2"))
    pages.pages[f"{FEED}/2"] = rss(2, links=following("/feed/3"))
    assert take() == (1, 0, 2, 0, 0)
    assert pages.asked[:2] == [FEED, f"{FEED}/2"]
    assert f"{FEED}/3" not in pages.asked


def test_a_full_run_does_not_ask_whether_a_feed_changed(pages, take):
    pages.pages[FEED] = rss(1)
    take()
    take(full=True)
    assert pages.known is None


def test_a_feed_that_did_not_change_is_not_read(pages, take):
    pages.pages[FEED] = rss(1)
    take()
    pages.pages[FEED] = unchanged(FEED)
    assert take() == (0, 0, 1, 0, 0)


def test_an_empty_feed_is_no_feed_the_first_time(pages, take, tmp_path):
    pages.pages[FEED] = rss()
    with pytest.raises(ProtocolError, match="aucune entrée"):
        take()
    pages.pages[FEED] = rss(1)
    assert take() == (1, 0, 0, 0, 0)


def test_an_entry_missing_from_a_walk_of_one_page_stays(pages, take, tmp_path):
    pages.pages[FEED] = rss(1, 2)
    take()
    pages.pages[FEED] = rss(2)
    assert take(full=True)[3] == 1
    pages.pages |= {FEED: rss(2, 3), f"{SITE}/2": PAGE}
    take()
    pages.pages[FEED] = rss(3)
    assert take()[3] == 0
    assert held(tmp_path) == ["urn:p2", "urn:p3"]


@pytest.mark.parametrize(
    ("answer", "failed"), [(RobotsRefused("non"), 0), (FetchFailed("panne"), 1)]
)
def test_an_entry_nobody_can_ask_for_stays(pages, take, tmp_path, answer, failed):
    pages.pages[FEED] = rss(1, 2)
    take()
    pages.pages |= {FEED: rss(2), f"{SITE}/1": answer}
    assert take()[3:] == (0, failed)
    assert held(tmp_path) == ["urn:p1", "urn:p2"]
    assert pages.robots == [f"{SITE}/1"]


def test_summaries_are_noted_only_without_pages(pages, tmp_path):
    pages.pages[FEED] = rss(1, text="")
    pages.pages[f"{SITE}/1"] = PAGE
    for with_pages, count in ((False, 1), (True, 0)):
        options = HarvestOptions(with_pages=with_pages, full=True)
        report = harvest(FEED, tmp_path / "m", pages, kind="feed", options=options)
        assert len(report.notes) == count
    pages.pages[FEED] = rss(1)
    assert harvest(FEED, tmp_path / "n", pages, kind="feed").notes == []


def test_a_page_that_fails_is_named_and_the_others_are_taken(pages, take, tmp_path):
    pages.pages |= {
        FEED: rss(1, 2),
        f"{SITE}/1": FetchFailed("panne"),
        f"{SITE}/2": PAGE,
    }
    assert take(with_pages=True) == (1, 0, 0, 0, 1)
    assert held(tmp_path) == ["urn:p2"]


# Feeds as they are written


def entry_of(inside, **fields):
    content = rss(1, **fields).replace(b"<guid>", inside.encode() + b"<guid>")
    return parse_feed(content, FEED).entries[0]


def said(entry, name):
    return [one.value for one in entry.stated if one.name == name]


@pytest.mark.parametrize(
    ("identifier", "doi"),
    [
        ("doi:10.4000/a", ["10.4000/a"]),
        ("https://doi.org/10.4000/a", ["10.4000/a"]),
        ("voir 10.4000/a", []),
    ],
)
def test_an_entry_that_names_its_doi(identifier, doi):
    content = rss(1).replace(b"<guid>urn:p1", f"<guid>{identifier}".encode())
    assert said(parse_feed(content, FEED).entries[0], "doi") == doi


@pytest.mark.parametrize(
    ("summary", "is_abstract"),
    [
        ("Un résumé.", True),
        ("Début…", False),
        ("Début [...]", False),
        ("Fin...", False),
    ],
)
def test_a_summary_that_is_cut_is_no_abstract(summary, is_abstract):
    made = entry_of(f"<description>{summary}</description>")
    assert said(made, "abstract") == ([summary] if is_abstract else [])
    alone = entry_of(f"<description>{summary}</description>", text="")
    assert said(alone, "abstract") == []
    assert not alone.is_whole


def test_an_entry_has_two_hundred_values():
    tags = "".join(f"<category>c{n}</category>" for n in range(300))
    tags += "<author>A</author><pubDate>2025</pubDate><atom:updated>2026</atom:updated>"
    assert len(entry_of(tags).stated) == 200


def test_entries_of_one_key_are_one_and_the_language_of_a_title_is_told():
    feed = parse_feed(rss(1, 2, 1), FEED)
    assert [one.key for one in feed.entries] == ["urn:p1", "urn:p2"]
    assert b"<html><head>" in feed.entries[0].page
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title>'
        '<link rel="prev-archive" href="/2"/><rights>R</rights>'
        f'<entry><title xml:lang="es">U</title><link href="{SITE}/1"/></entry></feed>'
    )
    feed = parse_feed(atom.encode(), FEED)
    assert feed.next_address == f"{SITE}/2"
    assert b'<html lang="es">' in feed.entries[0].page
    assert feed.entries[0].key == f"{SITE}/1"
    assert not feed.is_wordpress


@pytest.mark.parametrize(("length", "count"), [(2_000, 1), (2_001, 0), (3, 1), (2, 0)])
def test_an_address_of_an_entry_has_a_length(length, count):
    link = f"https://{'a' * length}"
    content = rss(1).replace(f"{SITE}/1".encode(), link.encode())
    assert len(parse_feed(content, FEED).entries) == count


def test_a_next_page_that_is_no_address_is_none():
    for link in ("ftp://a/b", "https://[x"):
        assert parse_feed(rss(1, links=following(link)), FEED).next_address == ""


# Lists of addresses


def test_a_list_has_an_address_a_line(tmp_path):
    path = tmp_path / "liste.txt"
    path.write_text(f"\ufeff# rien\n\n {SITE}/a#x \nHTTPS://B.fr\n{SITE}/a\n")
    assert read_address_list(path) == (f"{SITE}/a", "HTTPS://B.fr")
    path.write_text(f"{SITE}/a\nexemple.fr\n")
    with pytest.raises(SourceError, match=r"ligne 2 .*« exemple\.fr »"):
        read_address_list(path)
    for content in (b"a\x00b", None):
        path.write_bytes(content) if content else path.unlink()
        with pytest.raises(SourceError, match="ne peut pas être lue"):
            read_address_list(path)


def test_a_list_has_16_mebibytes(tmp_path):
    path = tmp_path / "liste.txt"
    path.write_bytes(b"#" * (16 * 2**20))
    assert read_address_list(path) == ()
    path.write_bytes(b"#" * (16 * 2**20 + 1))
    with pytest.raises(SourceError, match="16 Mio"):
        read_address_list(path)


def test_what_a_list_drops_or_the_server_lost_leaves(pages, tmp_path):
    first, second, third = (f"{SITE}/{name}" for name in "abc")
    pages.pages |= dict.fromkeys((first, second, third), PAGE)
    origin = Origin("addresses")
    with Mirror.opened(tmp_path / "m", origin) as mirror:
        harvest_addresses(
            [first, second, third], mirror, pages, HarvestOptions(), HarvestReport()
        )
        assert list(mirror.items) == [first, second, third]
        pages.pages[second] = AddressGone("parti")
        report = HarvestReport()
        never = f"{SITE}/d"
        harvest_addresses(
            [second, third, never], mirror, pages, HarvestOptions(), report
        )
        assert list(mirror.items) == [third]
        assert (report.removed, report.changed + report.unchanged) == (2, 1)
        assert [one.what for one in report.failures] == [never]


# Pages


def test_a_page_is_asked_for_as_a_robot_with_what_is_known(pages, tmp_path):
    address = f"{SITE}/a.md"
    pages.pages[address] = b"# Titre"
    with Mirror.opened(tmp_path / "m", Origin("addresses")) as mirror:
        assert visit(mirror, pages, "k", address, version="1") is Put.ADDED
        assert mirror.items["k"].path.suffix == ".md"
        assert (pages.known, pages.robots) == (None, [address])
        assert visit(mirror, pages, "k", address) is Put.UNCHANGED
        assert pages.known.etag == '"1"'
        pages.pages[address] = unchanged(address)
        assert visit(mirror, pages, "k", address, version="2") is Put.UNCHANGED
        assert mirror.items["k"].version == "2"
        new = (Found("title", "Un", "feed"),)
        assert visit(mirror, pages, "k", address, stated=new) is Put.CHANGED
        assert mirror.items["k"].published.stated[0] == new[0]
        assert mirror.items["k"].published.stated[1].name == "url"


@pytest.mark.parametrize("content", [PNG, b"\x1f\x8b\x08\x00"])
def test_a_page_no_reader_takes_is_refused(pages, tmp_path, content):
    pages.pages[f"{SITE}/a"] = content
    with Mirror.opened(tmp_path / "m", Origin("addresses")) as mirror:
        with pytest.raises(UnusableContent, match="aucun lecteur"):
            visit(mirror, pages, "k", f"{SITE}/a")
        assert mirror.items == {}


def test_a_report_counts_and_tells():
    told = []
    report = HarvestReport(progress=lambda one: told.append(one.done))
    for put in (Put.ADDED, Put.ADDED, Put.CHANGED, Put.UNCHANGED):
        report.count(put)
    report.count_removed()
    report.fail("a", "non")
    assert told == [1, 2, 3, 4, 5, 6]
    report.settle(5)
    assert report.unchanged == 2
    report.settle(1)
    assert report.unchanged == 0


# Mirrors


def put(mirror, key, **fields):
    return mirror.put(key, b"x", HTML, Published(f"{SITE}/{key}"), **fields)


@pytest.mark.parametrize(
    ("held", "gone", "is_refused"),
    [(10, 10, False), (11, 11, True), (22, 11, False), (23, 11, False), (20, 11, True)],
)
def test_more_than_half_and_more_than_ten_do_not_leave_at_once(
    tmp_path, held, gone, is_refused
):
    with Mirror.opened(tmp_path / "m", Origin("feed")) as mirror:
        mirror.items = dict.fromkeys(map(str, range(held)))
        keys = [str(n) for n in range(gone)]
        mirror.check_losses(keys, accept=True)
        if not is_refused:
            mirror.check_losses(keys, accept=False)
            return
        with pytest.raises(ProtocolError, match=f"{gone} documents sur {held}"):
            mirror.check_losses(keys, accept=False)


def test_a_mirror_is_swept_at_its_opening(tmp_path):
    with Mirror.opened(tmp_path / "m", Origin("feed")) as mirror:
        for key in "abc":
            put(mirror, key)
        a, b, c = (mirror.items[key].path for key in "abc")
        scratch = mirror.scratch("x.PDF")
        scratch.write_bytes(b"x")
        assert scratch.name == "content.pdf"
        assert mirror.scratch().name == "content"
    assert not scratch.parent.exists()
    record_path(a).unlink()
    b.unlink()
    (a.parent / ".reste.part").write_text("x")
    with Mirror.opened(tmp_path / "m", Origin("feed")) as mirror:
        assert (list(mirror.items), mirror.lost) == (["c"], 2)
        assert sorted(a.parent.iterdir()) == sorted([c, record_path(c)])
        mirror.progress["run"] = {}
        mirror.save()
    record_path(c).unlink()
    with Mirror.opened(tmp_path / "m", Origin("feed")) as mirror:
        assert (mirror.items, mirror.lost) == ({}, 0)


def test_a_damaged_record_amid_a_run_is_lost(tmp_path):
    with Mirror.opened(tmp_path / "m", Origin("feed")) as mirror:
        put(mirror, "a")
        path = mirror.items["a"].path
        mirror.progress["run"] = {}
        mirror.save()
    record_path(path).write_text("{}")
    with Mirror.opened(tmp_path / "m", Origin("feed")) as mirror:
        assert (mirror.items, mirror.lost, path.exists()) == ({}, 1, False)


def test_one_harvest_at_a_time_works_on_a_mirror(tmp_path):
    with (
        Mirror.opened(tmp_path / "m", Origin("feed")),
        pytest.raises(HarvestError, match="autre moisson"),
        Mirror.opened(tmp_path / "m", Origin("feed")),
    ):
        pass


def test_metadata_alone_change_a_document_and_not_its_file(tmp_path):
    with Mirror.opened(tmp_path / "m", Origin("feed")) as mirror:
        put(mirror, "a")
        stated = (Found("title", "Un", "feed"),)
        made = mirror.put("a", b"x", HTML, Published(f"{SITE}/a", stated))
        assert made is Put.CHANGED
        assert (
            mirror.put("a", b"x", HTML, Published(f"{SITE}/b", stated)) is Put.CHANGED
        )
        assert len(list(mirror.folder.glob("[!.]*/[!.]*"))) == 1


@pytest.mark.parametrize(
    ("address", "start"),
    [
        (f"https://{'a' * 120}.fr/x", f"{'a' * 100}/x-"),
        ("https://exemple.fr/.htaccess", "exemple.fr/htaccess-"),
        ("https://exemple.fr/a.b.c", "exemple.fr/a-b-"),
        ("https://exemple.fr/a/", "exemple.fr/a-"),
    ],
)
def test_a_document_is_named_after_its_address(address, start):
    made = place("k", address, HTML)
    assert made.startswith(start)
    assert len(made) == len(start) + 10 + len(".html")
    assert made != place("l", address, HTML)


def test_an_address_has_a_scheme_and_a_host():
    assert is_address("HTTP://a")
    assert not any(map(is_address, ("http://", "ftp://a", "a")))


# Repositories

OAI = f"{SITE}/oai"


def oai(body, date="2026-11-20T10:00:00Z"):
    return (
        '<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">'
        f"<responseDate>{date}</responseDate>{body}</OAI-PMH>"
    ).encode()


def identify(deleted="persistent", granularity="YYYY-MM-DDThh:mm:ssZ"):
    return oai(
        f"<Identify><repositoryName>E</repositoryName><deletedRecord>{deleted}"
        f"</deletedRecord><granularity>{granularity}</granularity></Identify>"
    )


def record(key, status="", metadata=True, stamp="2026-11-19"):
    dc = (
        '<metadata><o:dc xmlns:o="http://www.openarchives.org/OAI/2.0/oai_dc/" '
        'xmlns:d="http://purl.org/dc/elements/1.1/">'
        f"<d:title>T {key}</d:title></o:dc></metadata>"
    )
    return (
        f'<record><header status="{status}"><identifier>{key}</identifier>'
        f"<datestamp>{stamp}</datestamp></header>{dc if metadata else ''}</record>"
    )


def listing(*records, resumption=None, size=""):
    mark = f' completeListSize="{size}"' if size else ""
    last = (
        ""
        if resumption is None
        else f"<resumptionToken{mark}>{resumption}</resumptionToken>"
    )
    return oai(f"<ListRecords>{''.join(records)}{last}</ListRecords>")


def asks(**arguments):
    return f"{OAI}?" + "&".join(f"{k}={v}" for k, v in arguments.items())


IDENTIFY = asks(verb="Identify")
LIST = asks(verb="ListRecords", metadataPrefix="oai_dc")


def resumed(token):
    return asks(verb="ListRecords", resumptionToken=token)


@pytest.fixture
def client(pages, tmp_path):
    return OaiClient(pages, OAI, tmp_path / "answer.xml")


def test_a_repository_says_how_it_dates_and_deletes(pages, client):
    pages.pages[IDENTIFY] = identify()
    assert client.identify().has_seconds
    pages.pages[IDENTIFY] = identify("transient", "YYYY-MM-DD")
    made = client.identify()
    assert (made.name, made.has_seconds, made.deleted) == ("E", False, "transient")
    pages.pages[IDENTIFY] = identify("")
    assert client.identify().deleted == "no"
    pages.pages[IDENTIFY] = oai("")
    with pytest.raises(ProtocolError, match="Identify est vide"):
        client.identify()


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (b"<html/>", "pas une réponse OAI-PMH"),
        (b"rien", "XML valide"),
        (oai("<ListRecords/>", date="hier"), "pas datée"),
        (oai("<ListRecords/>", date="2026-11-20T10:00Z"), "pas datée"),
        (
            oai('<error code="badVerb"> non\n merci </error>'),
            "erreur badVerb non merci",
        ),
        (oai("<error/>"), r"erreur \? Vérifiez"),
        (oai("<ListRecords><record/></ListRecords>"), "pas d’identifiant"),
        (listing(record("")), "pas d’identifiant"),
    ],
)
def test_an_answer_that_breaks_the_protocol_is_refused(pages, client, answer, why):
    pages.pages[LIST] = answer
    with pytest.raises(ProtocolError, match=why):
        client.list_records()


@pytest.mark.parametrize("date", ["2026-11-20", "2026-11-20T10:00:00.123Z"])
def test_an_answer_may_be_dated_by_the_day(pages, client, date):
    pages.pages[LIST] = oai("<ListRecords/>", date=date)
    assert client.list_records().answered_at == date


def test_a_list_has_records_a_token_and_a_size(pages, client):
    pages.pages[LIST] = listing(record("a"), record("b", "deleted", metadata=False),
                                resumption=" t ", size="12")  # fmt: skip
    made = client.list_records()
    assert [(r.key, r.is_deleted) for r in made.records] == [("a", False), ("b", True)]
    assert (made.token, made.size) == ("t", 12)
    assert made.records[1].metadata is None
    pages.pages[LIST] = listing(record("a"), size="x", resumption="")
    assert (client.list_records().token, client.list_records().size) == ("", None)
    pages.pages[LIST] = oai('<error code="noRecordsMatch"/>')
    nothing = client.list_records()
    assert (nothing.records, nothing.token, nothing.size) == ((), "", 0)


def test_arguments_are_asked_for_only_where_given(pages, client):
    pages.pages[f"{LIST}&set=s&from=2026"] = listing()
    assert client.list_records("s", "2026").records == ()
    pages.pages[asks(verb="GetRecord", metadataPrefix="oai_dc", identifier="a")] = oai(
        '<error code="idDoesNotExist"/>'
    )
    assert client.get_record("a") is None
    based = OaiClient(pages, f"{OAI}?x=1#y", client)
    assert based.record_address("a").startswith(f"{OAI}?x=1&verb=GetRecord&")
    assert "#" not in based.record_address("a")


@pytest.fixture
def collect(pages, take):
    def run(**options):
        pages.pages.setdefault(IDENTIFY, identify())
        return take(OAI, "oai", **options)

    return run


def test_parts_are_asked_for_until_there_is_no_token(pages, collect, tmp_path):
    pages.pages[LIST] = listing(record("a"), resumption="t")
    pages.pages[resumed("t")] = listing(record("b"), resumption="")
    assert collect() == (2, 0, 0, 0, 0)
    assert pages.asked == [IDENTIFY, LIST, resumed("t")]
    assert not (tmp_path / "m" / ".seen").exists()


def test_a_token_that_comes_back_is_refused(pages, collect):
    pages.pages[LIST] = listing(record("a"), resumption="t")
    pages.pages[resumed("t")] = listing(record("b"), resumption="t")
    with pytest.raises(ProtocolError, match="répète"):
        collect()


def test_an_expired_token_begins_anew_twice(pages, collect):
    expired = oai('<error code="badResumptionToken"/>')
    pages.pages[LIST] = listing(record("a"), resumption="t")
    pages.pages[resumed("t")] = [expired, expired, listing(record("b"))]
    assert collect() == (2, 0, 0, 0, 0)
    pages.pages[LIST] = listing(record("a"), resumption="t")
    pages.pages[resumed("t")] = [expired] * 4
    with pytest.raises(ProtocolError, match="reprise refusée"):
        collect(full=True)
    assert len(pages.pages[resumed("t")]) == 1


def test_the_next_list_begins_where_the_last_one_did(pages, collect):
    pages.pages[LIST] = oai(
        f"<ListRecords>{record('a')}</ListRecords>", date="2026-11-20T10:00:00.5Z"
    )
    collect()
    since = f"{LIST}&from=2026-11-20T10%3A00%3A00Z"
    pages.pages[since] = listing(record("a", "deleted"), record("b"))
    assert collect() == (1, 0, 0, 1, 0)
    pages.pages[IDENTIFY] = identify(granularity="YYYY-MM-DD")
    pages.pages[f"{LIST}&from=2026-11-20"] = oai('<error code="noRecordsMatch"/>')
    assert collect() == (0, 0, 1, 0, 0)


@pytest.mark.parametrize("deleted", ["no", "transient"])
def test_without_lasting_deletions_each_list_is_whole(
    pages, collect, deleted, tmp_path
):
    pages.pages[IDENTIFY] = identify(deleted)
    pages.pages[LIST] = listing(record("a"), record("b"))
    collect()
    pages.pages[LIST] = listing(record("b"))
    assert collect() == (0, 0, 1, 1, 0)
    assert held(tmp_path) == ["b"]


def test_an_empty_list_is_an_alarm(pages, collect, tmp_path):
    pages.pages[LIST] = listing(record("a"))
    collect()
    pages.pages[LIST] = oai('<error code="noRecordsMatch"/>')
    with pytest.raises(ProtocolError, match="aucune notice"):
        collect(full=True)
    assert held(tmp_path) == ["a"]


@pytest.mark.parametrize(("size", "count"), [("2", 0), ("3", 1), ("1", 0)])
def test_a_list_shorter_than_stated_is_noted(pages, tmp_path, size, count):
    pages.pages |= {
        IDENTIFY: identify(),
        LIST: listing(record("a"), record("b"), resumption="", size=size),
    }
    report = harvest(OAI, tmp_path / "m", pages, kind="oai")
    assert len(report.notes) == count


def test_a_record_without_metadata_is_named(pages, collect):
    pages.pages[LIST] = listing(record("a", metadata=False), record("b"))
    assert collect() == (1, 0, 0, 0, 1)


def test_a_record_of_the_same_stamp_is_unchanged(pages, collect):
    pages.pages[LIST] = listing(record("a"))
    collect()
    assert collect(full=True) == (0, 0, 1, 0, 0)
    pages.pages[LIST] = listing(record("a", stamp="2026-11-21").replace("T a", "U"))
    assert collect(full=True) == (0, 1, 0, 0, 0)


# What a source is


@pytest.mark.parametrize(
    ("content", "kind"),
    [(rss(1), "feed"), (PAGE, "addresses"), (oai('<error code="badVerb"/>'), "oai")],
)
def test_an_address_is_asked_what_it_is(pages, tmp_path, content, kind):
    pages.pages |= {OAI: content, IDENTIFY: AddressGone("non"), LIST: listing()}
    try:
        harvest(OAI, tmp_path / "m", pages)
    except HarvestError:
        assert kind == "oai"
    known = known_origin(tmp_path / "m")
    assert (known.kind, known.address) == (kind, "" if kind == "addresses" else OAI)
    assert not (tmp_path / "m" / ".probe").exists()


def test_a_repository_may_show_people_a_page(pages, tmp_path):
    pages.pages |= {OAI: PAGE, IDENTIFY: identify(), LIST: listing(record("a"))}
    assert harvest(OAI, tmp_path / "m", pages).added == 1
    assert known_origin(tmp_path / "m").kind == "oai"
    pages.asked.clear()
    pages.pages[f"{SITE}/page"] = PAGE
    assert harvest(f"{SITE}/page", tmp_path / "n", pages).added == 1
    assert all("Identify" not in one for one in pages.asked)


def test_a_known_mirror_is_not_asked_again(pages, tmp_path):
    pages.pages[FEED] = rss(1)
    harvest(FEED, tmp_path / "m", pages)
    assert pages.asked == [FEED, FEED, f"{FEED}?paged=2"]
    pages.asked.clear()
    harvest(FEED, tmp_path / "m", pages)
    assert pages.asked == [FEED]


def test_a_broken_feed_is_no_page(pages, tmp_path):
    pages.pages[FEED] = PNG
    with pytest.raises(ProtocolError):
        harvest(FEED, tmp_path / "m", pages)


@pytest.mark.parametrize(
    ("source", "kind", "why"),
    [
        (FEED, "flux", "« flux » n’est pas une sorte"),
        ("liste.txt", "feed", "n’est pas une adresse http"),
        ("liste.txt", "oai", "n’est pas une adresse http"),
    ],
)
def test_a_source_fits_its_kind(pages, tmp_path, source, kind, why):
    with pytest.raises(HarvestError, match=why):
        harvest(source, tmp_path / "m", pages, kind=kind)


def test_a_list_of_addresses_is_a_file(pages, tmp_path):
    path = tmp_path / "liste.txt"
    path.write_text(f"{SITE}/a\n")
    pages.pages[f"{SITE}/a"] = PAGE
    for kind in ("auto", "addresses"):
        report = harvest(str(path), tmp_path / "m", pages, kind=kind)
    assert report.unchanged == 1
    assert known_origin(tmp_path / "m") == Origin("addresses")
