"""This test ensures that a whole feed is read as it is, and a cut one refused."""

import pytest

from ingest.errors import MalformedContent, TooLarge
from ingest.harvest.errors import ProtocolError
from ingest.harvest.feed_repair import mend
from ingest.harvest.feeds import parse_feed
from ingest.harvest.harvest_run import harvest
from tests.ingest.harvest.pages_at_hand import PagesAtHand

BASE = "https://carnet.exemple.fr/feed"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
RSS = (
    '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">'
    "<channel><title>R et D à l’école</title>"
    "<item><title>Un</title><link>/1</link><content:encoded><![CDATA["
    "<!DOCTYPE html><p>Été &nbsp; & hiver</p>]]></content:encoded></item>"
    "<item><title>Deux</title><link>/2</link><description>d</description></item>"
    "</channel></rss>"
)


def spoilt(old: str, new: str) -> bytes:
    assert old in RSS
    return (HEAD + RSS.replace(old, new)).encode()


@pytest.mark.parametrize(
    ("content", "title", "fault"),
    [
        ((HEAD + RSS).encode(), "R et D à l’école", ""),
        (("\n \n" + HEAD + RSS).encode(), "R et D à l’école", "blancs"),
        (spoilt("R et D", "R&D"), "R&D à l’école", "sans entité"),
        (spoilt("R et D", "R&amp;D"), "R&D à l’école", ""),
        (spoilt(" à ", "&nbsp;&agrave;&nbsp;"), "R et D à l’école", "&agrave;"),
        (spoilt("R et D", "R &inconnue; D"), "R &inconnue; D à l’école", "&inconnue;"),
        (spoilt("R et", "R \x0bet"), "R et D à l’école", "contrôle"),
        (spoilt("R et", "R &#11;et"), "R et D à l’école", "contrôle"),
        ((HEAD + RSS).encode("cp1252"), "R et D à l’école", "codage"),
        (HEAD.replace("UTF-8", "utf8mb4").encode() + RSS.encode(), "R et D à l’école",
         "codage"),
        (spoilt("R et D", "R&D").replace(b"<rss", b"<?css a?><!-- R&D --><rss"),
         "R&D à l’école", "sans entité"),
        ((HEAD + RSS + "<p>Warning</p>").encode(), "R et D à l’école", "après la fin"),
        (spoilt("<description>d", "<media:x>y</media:x><description>d"),
         "R et D à l’école", "balises"),
        (spoilt("<description>d", "<description>a<br>b<p>c"), "R et D à l’école",
         "balises"),
    ],
)  # fmt: skip
def test_a_whole_feed_is_read_and_its_faults_told(content, title, fault):
    feed = parse_feed(content, BASE)
    assert feed.title == title
    assert [entry.address[-2:] for entry in feed.entries] == ["/1", "/2"]
    assert "hiver</p>" in feed.entries[0].page.decode()
    assert fault in ", ".join(feed.faults)
    assert bool(feed.faults) == bool(fault)


def test_a_wide_encoding_with_a_bare_ampersand_is_read():
    content = (HEAD.replace("8", "16") + RSS.replace("R et D", "R&D")).encode("utf-16")
    assert parse_feed(content, BASE).title == "R&D à l’école"


@pytest.mark.parametrize(
    "cut",
    [
        RSS[:-6],
        RSS.replace("R et D", "R&D")[: len(RSS) // 2],
        # The end of the feed inside an entry that does not end is no end.
        RSS.replace("]]></content:encoded>", "").replace("R et", "R&"),
        RSS.replace("R et D", "R&D").replace("</channel></rss>", "<!-- </rss>"),
        "<html>R&D</html>",
        f"<html><p>R&D : un flux s’écrit<pre>{RSS}</pre></html>",
    ],
)
def test_what_is_cut_off_is_refused(cut):
    with pytest.raises(MalformedContent):
        mend((HEAD + cut).encode())


@pytest.mark.parametrize(
    "prologue",
    [
        '<!DOCTYPE rss [<!ENTITY a "aaaa">]>',
        "<!doctype rss>",
        '<?p <!-- ?><!DOCTYPE rss [<!ENTITY a "aaaa">]><?p --> ?>',
        '\n<!-- - --><!DOCTYPE rss SYSTEM "file:///etc/passwd">',
    ],
)
def test_no_fault_lets_a_declaration_pass(prologue):
    with pytest.raises(ProtocolError, match="DOCTYPE"):
        parse_feed(("\n" + prologue + RSS.replace("R et", "&a;&")).encode(), BASE)


@pytest.mark.parametrize("hostile", ["<b>" * 60_000, "<b>" + "x" * 9 * 2**20])
def test_a_broken_feed_without_bounds_is_refused(hostile):
    with pytest.raises(TooLarge):
        mend(spoilt("<description>d", f"<description>{hostile}"))


def test_the_report_says_what_was_wrong_once(tmp_path):
    pages = PagesAtHand({BASE: spoilt("R et D", "R&D & co")})
    report = harvest(BASE, tmp_path / "m", pages, kind="feed")
    assert report.added == 2
    told = [note for note in report.notes if "mal formé mais complet" in note]
    assert len(told) == 1
    assert told[0].endswith("« & » sans entité")
