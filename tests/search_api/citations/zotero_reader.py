"""COinS as Zotero reads it: ``parseContextObject`` was read, its rules restated."""

from html.parser import HTMLParser
from urllib.parse import unquote

GENRES = {"bookitem": "bookSection", "proceeding": "conferencePaper"}
GENRES |= {"report": "report", "book": "book"}


def zotero_reads(written: str) -> dict[str, object]:
    """Return type, title, date, creators and address as Zotero takes them."""
    pairs = [part.partition("=")[::2] for part in written.split("&")]
    pairs = [(key, unquote(value.replace("+", " "))) for key, value in pairs]
    values = dict(pairs)
    form = values["rft_val_fmt"].rpartition(":")[2]
    item = {
        "journal": "journalArticle",
        "dissertation": "thesis",
        "book": GENRES.get(values.get("rft.genre", ""), "book"),
        "dc": values.get("rft.type", "webpage"),
    }[form]
    title_keys = ("rft.atitle", "rft.btitle", "rft.title")
    creators = []
    for key, value in pairs:
        if key == "rft.aucorp":
            creators.append({"lastName": value})
        if key == "rft.au":
            last, _, first = value.partition(", ")
            creators.append({"lastName": last, "firstName": first})
    addresses = [v for k, v in pairs if k in ("rft_id", "rft.identifier")]
    return {
        "itemType": item,
        "title": next(values[key] for key in title_keys if key in values),
        "creators": creators,
        "date": values.get("rft.date", ""),
        "publicationTitle": values.get("rft.jtitle") or values.get("rft.source"),
        "DOI": next((a[9:] for a in addresses if a.startswith("info:doi/")), None),
        "url": next((a for a in addresses if a.startswith("http")), None),
    }


class _Spans(HTMLParser):
    def __init__(self):
        super().__init__()
        self.titles = []

    def handle_starttag(self, tag, attrs):
        known = dict(attrs)
        if tag == "span" and "Z3988" in known.get("class", "").split():
            self.titles.append(known["title"])


def zotero_finds(page: str) -> list[dict[str, object]]:
    """Return what the translator COinS.js finds in a page, in its order."""
    spans = _Spans()
    spans.feed(page)
    return [zotero_reads(title) for title in spans.titles]
