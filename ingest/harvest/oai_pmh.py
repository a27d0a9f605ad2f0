"""OAI-PMH 2.0 as a client: Identify and ListRecords, one request at a time.

Errors of the protocol come with status 200 and are exceptions here; a ``503`` with
``Retry-After`` is waited for by the fetcher. A resumption token goes alone, without any
other argument.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from lxml import etree

from ingest.errors import ReadingError
from ingest.harvest.errors import ProtocolError
from ingest.harvest.fetcher import Fetcher
from ingest.safe_xml import parse_xml

__all__ = ["Identity", "Listing", "OaiClient", "OaiRecord", "TokenExpired"]

_NS = "{http://www.openarchives.org/OAI/2.0/}"
_NOTHING = {"noRecordsMatch", "idDoesNotExist"}
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d+)?Z)?\Z", re.ASCII)


class TokenExpired(ProtocolError):  # noqa: N818 - an event the harvest answers to
    """The server does not know the resumption token any more."""


@dataclass(frozen=True, slots=True)
class Identity:
    """What a repository says of itself.

    Attributes:
        name: For people.
        has_seconds: Whether its datestamps have a time of day.
        deleted: ``no``, ``transient`` or ``persistent``: whether it tells what was
            deleted.
    """

    name: str
    has_seconds: bool
    deleted: str


@dataclass(frozen=True, slots=True)
class OaiRecord:
    """One record.

    Attributes:
        key: Its OAI identifier.
        datestamp: Of its last change, as printed.
        is_deleted: Whether the repository took it away.
        metadata: The element inside ``metadata``, or None.
    """

    key: str
    datestamp: str
    is_deleted: bool
    metadata: etree._Element | None


@dataclass(frozen=True, slots=True)
class Listing:
    """One answer to ListRecords.

    Attributes:
        records: In the order of the server.
        token: For the next part, or empty at the end.
        size: Of the complete list, where the server says so; it may be an estimate.
        answered_at: The clock of the server, UTC, as printed.
    """

    records: tuple[OaiRecord, ...]
    token: str
    size: int | None
    answered_at: str


class OaiClient:
    """Speaks to one repository.

    Args:
        fetcher: Asks politely.
        address: Base address of the repository.
        scratch: File for answers.
    """

    def __init__(self, fetcher: Fetcher, address: str, scratch: Path) -> None:
        self._fetcher = fetcher
        self._address = address
        self._scratch = scratch

    def identify(self) -> Identity:
        """Ask what the repository is.

        Raises:
            HarvestError: If it cannot be reached.
            ProtocolError: If it does not answer as one.
        """
        said = self._ask({"verb": "Identify"}).find(f"{_NS}Identify")
        if said is None:
            raise self._broken("la réponse à Identify est vide")
        granularity = _text(said, "granularity")
        return Identity(
            name=_text(said, "repositoryName"),
            has_seconds="hh" in granularity.lower(),
            deleted=_text(said, "deletedRecord") or "no",
        )

    def list_records(self, set_spec: str = "", since: str = "") -> Listing:
        """Ask for the first part of a list.

        Args:
            set_spec: A set, or empty for all.
            since: Datestamp from which on, inclusive, or empty.

        Raises:
            HarvestError: If it cannot be reached.
            ProtocolError: If the answer is an error or not complete.
        """
        asked = {"verb": "ListRecords", "metadataPrefix": "oai_dc"}
        asked |= {"set": set_spec} if set_spec else {}
        asked |= {"from": since} if since else {}
        return self._listing(asked)

    def resume(self, token: str) -> Listing:
        """Ask for the next part of a list.

        Raises:
            TokenExpired: If the list has to be asked for from its beginning.
            HarvestError: If it cannot be reached.
            ProtocolError: If the answer is an error or not complete.
        """
        return self._listing({"verb": "ListRecords", "resumptionToken": token})

    def get_record(self, key: str) -> OaiRecord | None:
        """Ask for one record; None when the repository does not know it any more.

        Raises:
            HarvestError: If it cannot be reached.
            ProtocolError: If the answer is an error or not complete.
        """
        asked = {"verb": "GetRecord", "metadataPrefix": "oai_dc", "identifier": key}
        record = self._ask(asked).find(f"{_NS}GetRecord/{_NS}record")
        return None if record is None else self._record(record)

    def record_address(self, key: str) -> str:
        """Return where one record can be read, for records that name no page."""
        asked = {"verb": "GetRecord", "metadataPrefix": "oai_dc", "identifier": key}
        return self._with(asked)

    def _with(self, asked: dict[str, str]) -> str:
        parts = urlsplit(self._address)
        # Arguments of the base address itself stay, as some repositories need.
        query = urlencode([*parse_qsl(parts.query), *asked.items()])
        return urlunsplit(parts._replace(query=query, fragment=""))

    def _listing(self, asked: dict[str, str]) -> Listing:
        root = self._ask(asked)
        answered_at = _text(root, "responseDate")
        if not _DATE.fullmatch(answered_at):
            raise self._broken("la réponse n’est pas datée")
        said = root.find(f"{_NS}ListRecords")
        if said is None:
            # Only « nothing matches » comes this far.
            return Listing((), "", 0, answered_at)
        token = said.find(f"{_NS}resumptionToken")
        size = token.get("completeListSize", "") if token is not None else ""
        return Listing(
            records=tuple(self._record(r) for r in said.iterfind(f"{_NS}record")),
            token=(token.text or "").strip() if token is not None else "",
            size=int(size[:12]) if size.isdecimal() else None,
            answered_at=answered_at,
        )

    def _record(self, element: etree._Element) -> OaiRecord:
        header = element.find(f"{_NS}header")
        key = _text(header, "identifier") if header is not None else ""
        if header is None or not key:
            raise self._broken("une notice n’a pas d’identifiant")
        metadata = element.find(f"{_NS}metadata")
        inside = next(iter(metadata), None) if metadata is not None else None
        return OaiRecord(
            key=key,
            datestamp=_text(header, "datestamp"),
            is_deleted=header.get("status") == "deleted",
            metadata=inside,
        )

    def _ask(self, asked: dict[str, str]) -> etree._Element:
        self._fetcher.fetch_to(self._scratch, self._with(asked))
        try:
            root = parse_xml(self._scratch.read_bytes(), what="la réponse OAI-PMH")
        except ReadingError as error:
            raise self._broken(error.message) from error
        if root.tag != f"{_NS}OAI-PMH":
            raise self._broken("ce n’est pas une réponse OAI-PMH")
        for problem in root.iterfind(f"{_NS}error"):
            code = problem.get("code") or "?"
            if code == "badResumptionToken":
                raise TokenExpired(f"{self._address} : reprise refusée")
            if code not in _NOTHING:
                text = " ".join((problem.text or "").split())[:200]
                raise self._broken(f"erreur {code} {text}".strip())
        return root

    def _broken(self, why: str) -> ProtocolError:
        return ProtocolError(
            f"entrepôt OAI-PMH « {self._address} » : {why}",
            remedy="Vérifiez l’adresse et l’ensemble (--set) ; réessayez plus tard.",
        )


def _text(element: etree._Element, tag: str) -> str:
    return " ".join((element.findtext(f"{_NS}{tag}") or "").split())
