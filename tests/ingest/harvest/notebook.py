"""A notebook whose posts announce files: feed, posts, PDFs and a home page."""

from dataclasses import dataclass, field
from hashlib import sha256
from urllib.parse import parse_qs, urlsplit

from tests.ingest.conftest import build_pdf
from tests.ingest.harvest.local_site import LocalSite, Reply


@dataclass
class Notebook:
    """Posts by number, each with links to files; ``gone`` files answer 404.

    Attributes:
        posts: What each post links to, as written in it.
        versions: Of files that changed, by path.
        has_tags: Whether files have validators.
        head: What the home page declares about feeds.
        others: Further pages by path.
    """

    site: LocalSite
    posts: dict[int, list[str]] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    versions: dict[str, int] = field(default_factory=dict)
    has_tags: bool = True
    head: str = '<link rel="alternate" type="application/rss+xml" href="/feed">'
    others: dict[str, Reply] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.site.fallback = self.answer

    def write(self, *numbers: int) -> None:
        for number in numbers:
            self.posts[number] = [f"/files/rapport{number}.pdf"]

    def answer(self, handler) -> Reply:
        parts = urlsplit(handler.path)
        if parts.path in self.others:
            return self.others[parts.path]
        if parts.path == "/feed":
            return self._feed(handler, int(parse_qs(parts.query).get("paged", [1])[0]))
        if parts.path.startswith("/files/") and parts.path not in self.gone:
            return self._file(handler, parts.path)
        if parts.path == "/":
            return Reply(f"<html><head>{self.head}</head><p>Carnet</p></html>".encode())
        number = parts.path.strip("/")
        if number.isdecimal() and int(number) in self.posts:
            return Reply(self._post(int(number)).encode())
        return Reply(status=404)

    def _feed(self, handler, page: int) -> Reply:
        shown = sorted(self.posts, reverse=True)[10 * page - 10 : 10 * page]
        if not shown:
            return Reply(status=404)
        items = "".join(
            f"<item><title>Billet {n} du GTnum</title><link>/{n}</link>"
            f"<pubDate>Tue, 05 Mar 2024 10:00:00 +0000</pubDate>"
            f"<content:encoded><![CDATA[{self._text(n)}]]></content:encoded></item>"
            for n in shown
        )
        return _tagged(
            handler,
            '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">'
            f"<channel><title>Carnet</title>{items}</channel></rss>".encode(),
        )

    def _text(self, number: int) -> str:
        links = " ".join(f'<a href="{link}">lire</a>' for link in self.posts[number])
        return f"<p>Le billet {number} présente le travail du groupe. {links}</p>"

    def _post(self, number: int) -> str:
        return f"<html><body><article>{self._text(number)}</article></body></html>"

    def _file(self, handler, path: str) -> Reply:
        version = self.versions.get(path, 1)
        content = build_pdf([[f"Rapport {path}, version {version}, du groupe."]])
        return _tagged(handler, content) if self.has_tags else Reply(content)


def _tagged(handler, content: bytes) -> Reply:
    tag = f'"{sha256(content).hexdigest()}"'
    if handler.headers.get("If-None-Match") == tag:
        return Reply(status=304, headers={"ETag": tag})
    return Reply(content, headers={"ETag": tag})
