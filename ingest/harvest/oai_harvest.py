"""Harvest a repository: everything once, then what changed, part by part, resumable.

    Identify ─▶ ListRecords [from] ─▶ part ─▶ part ─▶ … ─▶ complete
                                       └ written, then the token kept: a crash or a
                                         server that goes away costs one part at most

Deletions come as deleted records. A repository that does not tell them for good is
listed whole each time, and what the list lacks has left. An empty whole list is never
believed: an empty answer is how a moved set or a broken index looks.
"""

import re

from lxml import etree

from ingest.harvest.errors import AddressGone, HarvestError, ProtocolError
from ingest.harvest.fetcher import Fetcher
from ingest.harvest.mirror import Mirror, Put
from ingest.harvest.oai_pmh import Identity, Listing, OaiClient, OaiRecord, TokenExpired
from ingest.harvest.page_visits import HarvestOptions, HarvestReport, visit
from ingest.read_text import Found
from ingest.readers.oai_dc import public_address, record_fields
from ingest.sources.media_types import OAI_DC
from ingest.sources.published_origin import Published

__all__ = ["harvest_oai"]

_RESTARTS = 2
_SEEN = ".seen"
_FRACTION = re.compile(r"\.\d+Z\Z")
_DC_TAG = "{http://www.openarchives.org/OAI/2.0/oai_dc/}dc"


def harvest_oai(
    mirror: Mirror, fetcher: Fetcher, options: HarvestOptions, report: HarvestReport
) -> None:
    """Bring the records of a repository, or of a set, into the mirror.

    Raises:
        HarvestError: If the repository cannot be had, breaks the protocol, has no
            record where some were expected, or lost most of them at once.
        OSError: If the disk refuses.
    """
    _Harvest(mirror, fetcher, options, report).run()


class _Harvest:
    def __init__(
        self,
        mirror: Mirror,
        fetcher: Fetcher,
        options: HarvestOptions,
        report: HarvestReport,
    ) -> None:
        self._mirror = mirror
        self._fetcher = fetcher
        self._options = options
        self._report = report
        address, scratch = mirror.origin.address, mirror.scratch("answer.xml")
        self._client = OaiClient(fetcher, address, scratch)
        self._seen_path = mirror.folder / _SEEN
        self._retry = tuple(mirror.progress.get("retry", ()))

    def run(self) -> None:
        identity = self._client.identify()
        progress = self._mirror.progress
        is_full = (
            self._options.full
            or self._mirror.lost > 0
            or identity.deleted != "persistent"
            or progress.get("pages") != self._options.with_pages
        )
        run = progress.get("run")
        if run is None or self._mirror.lost or (is_full and run["since"]):
            self._begin("" if is_full else self._last(identity))
        elif not run["token"]:
            self._begin(run["since"])
        for restart in range(_RESTARTS + 1):
            try:
                self._list()
            except TokenExpired:
                if restart == _RESTARTS:
                    raise
                self._begin(progress["run"]["since"])
            else:
                self._finish()
                return

    def _last(self, identity: Identity) -> str:
        """Return when the last complete list began, in the form the server takes."""
        last = str(self._mirror.progress.get("complete_at", ""))
        return _FRACTION.sub("Z", last) if identity.has_seconds else last[:10]

    def _begin(self, since: str) -> None:
        """Plan a list from its beginning."""
        self._mirror.progress["pages"] = self._options.with_pages
        self._mirror.progress["run"] = {
            "since": since,
            "token": "",
            "begun_at": "",
            "count": 0,
            "size": None,
        }
        self._seen_path.unlink(missing_ok=True)
        self._mirror.save()

    def _list(self) -> None:
        """Take part after part, from where the last run came to."""
        run = self._mirror.progress["run"]
        while True:
            token = run["token"]
            part = self._ask(token, run["since"])
            for record in part.records:
                self._take(record)
            with self._seen_path.open("a", encoding="utf-8") as seen:
                seen.writelines(f"{record.key}\n" for record in part.records)
            run["begun_at"] = run["begun_at"] or part.answered_at
            run["count"] += len(part.records)
            run["size"] = run["size"] if part.size is None else part.size
            if part.token and part.token == token:
                where = self._mirror.origin.address
                raise ProtocolError(f"l’entrepôt « {where} » répète la même partie")
            run["token"] = part.token
            self._mirror.save()
            if not part.token:
                return

    def _ask(self, token: str, since: str) -> Listing:
        if token:
            return self._client.resume(token)
        return self._client.list_records(self._mirror.origin.set_spec, since)

    def _finish(self) -> None:
        progress = self._mirror.progress
        run = progress["run"]
        self._retry_pages()
        if not run["since"]:
            self._settle_whole_list(run)
        progress["complete_at"] = run["begun_at"]
        del progress["run"]
        self._seen_path.unlink(missing_ok=True)
        self._mirror.save()

    def _retry_pages(self) -> None:
        """Ask again for pages that an earlier run could not have."""
        for key in self._retry:
            self._mirror.progress["retry"].remove(key)
            record = self._client.get_record(key) if key in self._mirror.items else None
            if record is not None:
                self._take(record)

    def _settle_whole_list(self, run: dict[str, object]) -> None:
        """Check a whole list, and let go what it lacks."""
        origin = self._mirror.origin
        if not run["count"]:
            del self._mirror.progress["run"]
            self._mirror.save()
            which = f" (ensemble « {origin.set_spec} »)" if origin.set_spec else ""
            raise ProtocolError(
                f"alerte : « {origin.address} »{which} ne donne aucune notice ; rien "
                "n’a été retiré",
                remedy="Vérifiez l’adresse et l’ensemble (--set).",
            )
        if isinstance(run["size"], int) and isinstance(run["count"], int):
            self._compare(run["size"], run["count"])
        listed = set(self._seen_path.read_text("utf-8").splitlines())
        gone = [key for key in self._mirror.documents if key not in listed]
        self._mirror.check_losses(gone, accept=self._options.accept_losses)
        for key in gone:
            self._mirror.remove(key)
            self._report.count_removed()

    def _compare(self, size: int, count: int) -> None:
        if count < size:
            self._report.notes.append(
                f"l’entrepôt annonçait {size} notices, {count} ont été reçues"
            )

    def _take(self, record: OaiRecord) -> None:
        if record.is_deleted:
            if self._mirror.remove(record.key):
                self._report.count_removed()
            return
        before = self._mirror.items.get(record.key)
        form = "page" if self._options.with_pages else "record"
        version = f"{form}:{record.datestamp}"
        if before is not None and before.version == version:
            self._report.count(Put.UNCHANGED)
            return
        if record.metadata is None or record.metadata.tag != _DC_TAG:
            self._report.fail(record.key, "cette notice n’a pas de métadonnées oai_dc")
            return
        self._report.count(self._put(record.key, record.metadata, version))

    def _put(self, key: str, metadata: etree._Element, version: str) -> Put:
        address = public_address(metadata)
        if self._options.with_pages and address:
            try:
                return visit(
                    self._mirror,
                    self._fetcher,
                    key,
                    address,
                    stated=record_fields(metadata),
                    version=version,
                )
            except AddressGone:
                self._report.notes.append(f"page disparue, notice gardée : {address}")
            except HarvestError as error:
                self._report.fail(address, error.message)
                self._mirror.progress.setdefault("retry", []).append(key)
                if key in self._mirror.items:
                    return Put.UNCHANGED
                version = ""
        where = address or self._client.record_address(key)
        url = () if address else (Found("url", where, "OAI-PMH"),)
        content = etree.tostring(metadata, encoding="UTF-8", xml_declaration=True)
        return self._mirror.put(
            key, content, OAI_DC, Published(where, url), version=version
        )
