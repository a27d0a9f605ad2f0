"""A small OAI-PMH repository served on loopback."""

from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit
from xml.sax.saxutils import escape

from tests.ingest.harvest.local_site import LocalSite, Reply

TEXT = "Le groupe étudie la sobriété numérique dans les collèges de la région. "
DAY_ONE, DAY_TWO = "2026-11-20T10:00:00Z", "2026-11-22T10:00:00Z"


@dataclass
class Entry:
    number: int
    stamp: str = DAY_ONE
    is_deleted: bool = False
    title: str = ""


@dataclass
class Repository:
    """Answers at ``/oai``; ``asked`` records the arguments of each request."""

    site: LocalSite
    entries: dict[int, Entry] = field(default_factory=dict)
    part: int = 100
    now: str = "2026-11-21T00:00:00Z"
    deleted: str = "persistent"
    granularity: str = "YYYY-MM-DDThh:mm:ssZ"
    asked: list[dict[str, str]] = field(default_factory=list)
    interruptions: list[Reply] = field(default_factory=list)
    series: str = "t"

    def __post_init__(self) -> None:
        self.site.fallback = self.answer

    @property
    def address(self) -> str:
        return self.site.url("/oai")

    def fill(self, count: int) -> None:
        self.entries = {n: Entry(n) for n in range(count)}

    def answer(self, handler) -> Reply:
        parts = urlsplit(handler.path)
        if parts.path != "/oai":
            return Reply(status=404)
        asked = {k: v[0] for k, v in parse_qs(parts.query).items()}
        self.asked.append(asked)
        if self.interruptions and asked.get("verb") == "ListRecords":
            return self.interruptions.pop(0)
        body = {
            "Identify": self.identify,
            "ListRecords": self.list_records,
            "GetRecord": self.get_record,
        }.get(asked.get("verb", ""), lambda _: '<error code="badVerb">?</error>')(asked)
        return Reply(
            '<?xml version="1.0" encoding="UTF-8"?>'
            '<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">'
            f"<responseDate>{self.now}</responseDate><request/>{body}</OAI-PMH>".encode(),
            headers={"Content-Type": "text/xml"},
        )

    def identify(self, asked: dict[str, str]) -> str:
        return (
            "<Identify><repositoryName>Essai</repositoryName>"
            f"<deletedRecord>{self.deleted}</deletedRecord>"
            f"<granularity>{self.granularity}</granularity></Identify>"
        )

    def list_records(self, asked: dict[str, str]) -> str:
        token = asked.get("resumptionToken", "")
        since, start = asked.get("from", ""), 0
        if token:
            if set(asked) != {"verb", "resumptionToken"}:
                return '<error code="badArgument">exclusive</error>'
            prefix, _, rest = token.partition("|")
            if prefix != self.series:
                return '<error code="badResumptionToken">expired</error>'
            since, _, at = rest.partition("|")
            start = int(at)
        found = [e for e in self.entries.values() if e.stamp >= since]
        if not found:
            return '<error code="noRecordsMatch">nothing</error>'
        end = start + self.part
        following = f"{self.series}|{since}|{end}" if end < len(found) else ""
        last = (
            ""
            if not token and not following
            else (
                f'<resumptionToken completeListSize="{len(found)}" cursor="{start}">'
                f"{following}</resumptionToken>"
            )
        )
        records = "".join(map(self.record, found[start:end]))
        return f"<ListRecords>{records}{last}</ListRecords>"

    def get_record(self, asked: dict[str, str]) -> str:
        number = int(asked["identifier"].rpartition(":")[2])
        return f"<GetRecord>{self.record(self.entries[number])}</GetRecord>"

    def record(self, entry: Entry) -> str:
        n = entry.number
        status = ' status="deleted"' if entry.is_deleted else ""
        header = (
            f"<header{status}><identifier>oai:essai:{n}</identifier>"
            f"<datestamp>{entry.stamp}</datestamp></header>"
        )
        if entry.is_deleted:
            return f"<record>{header}</record>"
        return (
            f"<record>{header}<metadata>"
            '<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/"'
            ' xmlns:dc="http://purl.org/dc/elements/1.1/">'
            f"<dc:title>{escape(entry.title or f'Billet {n}')}</dc:title>"
            "<dc:creator>Lenoir, Zoé</dc:creator>"
            f"<dc:identifier>{self.site.url(f'/{n}')}</dc:identifier>"
            f"<dc:identifier>urn:doi:10.58079/b{n}</dc:identifier>"
            f"<dc:description>{TEXT}Numéro {n}.</dc:description>"
            "<dc:language>fr</dc:language><dc:date>2025-03-05</dc:date>"
            "</oai_dc:dc></metadata></record>"
        )
