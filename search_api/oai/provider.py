"""Answers the six verbs of OAI-PMH 2.0 over the history of a corpus.

Datestamps are the moments at which a generation told of a document: it came, changed
or left. A document that left stays in the list as a deleted record for ever.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from ontology.call_context import checkpoint
from search_api.answers.own_fields import OwnFields
from search_api.corpus_history import CorpusHistory, DocumentLife
from search_api.oai.errors import OaiCode, OaiError
from search_api.oai.harvest_requests import (
    DATESTAMP,
    HarvestRequest,
    Selection,
    read_request,
    read_selection,
)
from search_api.oai.record_formats import FORMATS, RecordFormat
from search_api.oai.resumption import Resumption, read_token, write_token
from search_api.xml_elements import Element, child, legal_text, new_root, written

__all__ = ["PAGE", "Repository", "answer"]

PAGE: Final = 100
"""Records of one answer."""

_OAI: Final = "http://www.openarchives.org/OAI/2.0/"
_XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
_IDENTIFIER: Final = "http://www.openarchives.org/OAI/2.0/oai-identifier"
_DOMAIN: Final = re.compile(r"[a-zA-Z][a-zA-Z0-9-]*(\.[a-zA-Z][a-zA-Z0-9-]*)+")
_WHOLE_SETS: Final = {
    "group": "Documents liés à un groupe",
    "kind": "Tous les documents, par nature",
    "wave": "Documents liés à une vague",
}


@dataclass(frozen=True, slots=True)
class Repository:
    """What is harvested.

    Attributes:
        address: Absolute, of the provider.
        admin_email: Of who answers for it.
        domain: In the identifiers of records.
        published_at: When the generation was published.
        key: What only the generation has; seals tokens.
        history: Of its corpus.
        describe: From identifiers to what the documents say of themselves.
        subjects: From the identifier of a document to its subjects in words.
        set_labels: From names of sets to their names in words.
    """

    address: str
    admin_email: str
    domain: str
    published_at: datetime
    key: bytes
    history: CorpusHistory
    describe: Callable[[Sequence[str]], Mapping[str, OwnFields]]
    subjects: Callable[[str], Sequence[str]]
    set_labels: Callable[[Sequence[str]], Mapping[str, str]]

    @property
    def began(self) -> datetime:
        """The earliest datestamp."""
        return self.history.began if self.history.events else self.published_at

    def record_identifier(self, document: str) -> str:
        """Return the identifier of the record of a document."""
        return f"oai:{self.domain}:{document}"

    def document(self, record: str) -> DocumentLife | None:
        """Return what became of the document of a record, None for an unknown one."""
        prefix = self.record_identifier("")
        if not record.startswith(prefix):
            return None
        return self.history.lives.get(record.removeprefix(prefix))


def answer(
    repository: Repository, pairs: Sequence[tuple[str, str]], *, now: datetime
) -> bytes:
    """Return the answer to a request, an error of the protocol included.

    Args:
        repository: What is harvested.
        pairs: The parameters, as they were sent.
        now: Moment of the answer, UTC.
    """
    root = new_root("OAI-PMH", {"": _OAI, "xsi": _XSI})
    root.set("xsi:schemaLocation", f"{_OAI} {_OAI}OAI-PMH.xsd")
    child(root, "responseDate", now.strftime(DATESTAMP))
    told = child(root, "request", repository.address)
    try:
        request = read_request(pairs)
        content = _VERBS[request.verb](repository, request)
    except OaiError as error:
        if error.code not in (OaiCode.BAD_VERB, OaiCode.BAD_ARGUMENT):
            _echo(told, read_request(pairs))
        child(root, "error", error.message, code=error.code.value)
        return written(root)
    _echo(told, request)
    root.append(content)
    return written(root)


def _echo(told: Element, request: HarvestRequest) -> None:
    """Repeat the arguments of a request."""
    for name, value in request.echo.items():
        told.set(name, legal_text(value))


def _identify(repository: Repository, _request: HarvestRequest) -> Element:
    made = Element("Identify")
    for name, text in (
        ("repositoryName", "Corpus GTnum"),
        ("baseURL", repository.address),
        ("protocolVersion", "2.0"),
        ("adminEmail", repository.admin_email),
        ("earliestDatestamp", repository.began.strftime(DATESTAMP)),
        ("deletedRecord", "persistent"),
        ("granularity", "YYYY-MM-DDThh:mm:ssZ"),
        ("compression", "gzip"),
    ):
        child(made, name, text)
    if _DOMAIN.fullmatch(repository.domain):
        _describe_identifiers(repository, child(made, "description"))
    return made


def _describe_identifiers(repository: Repository, description: Element) -> None:
    root = child(
        description,
        "oai-identifier",
        **{
            "xmlns": _IDENTIFIER,
            "xsi:schemaLocation": f"{_IDENTIFIER} {_IDENTIFIER}.xsd",
        },
    )
    child(root, "scheme", "oai")
    child(root, "repositoryIdentifier", repository.domain)
    child(root, "delimiter", ":")
    child(root, "sampleIdentifier", repository.record_identifier("note-sobriete"))


def _list_formats(repository: Repository, request: HarvestRequest) -> Element:
    if "identifier" in request.arguments:
        _life(repository, request.arguments["identifier"])
    made = Element("ListMetadataFormats")
    for form in FORMATS.values():
        told = child(made, "metadataFormat")
        child(told, "metadataPrefix", form.prefix)
        child(told, "schema", form.schema)
        child(told, "metadataNamespace", form.namespace)
    return made


def _list_sets(repository: Repository, request: HarvestRequest) -> Element:
    if "resumptionToken" in request.arguments:
        raise OaiError(
            OaiCode.BAD_RESUMPTION_TOKEN, "La liste des ensembles tient en une page."
        )
    lives = repository.history.lives.values()
    names = sorted({name for life in lives for name in life.last.sets})
    labels = {**repository.set_labels(names), **_WHOLE_SETS}
    made = Element("ListSets")
    for name in sorted({*names, *_WHOLE_SETS}):
        told = child(made, "set")
        child(told, "setSpec", name)
        child(told, "setName", labels.get(name, name))
    return made


def _get_record(repository: Repository, request: HarvestRequest) -> Element:
    form = _format(request.arguments["metadataPrefix"])
    life = _life(repository, request.arguments["identifier"])
    made = Element("GetRecord")
    _add_records(repository, made, [life], form)
    return made


def _list(repository: Repository, request: HarvestRequest) -> Element:
    """Answer ``ListIdentifiers`` and ``ListRecords``: one page and the way on."""
    place = _place(repository, request)
    form = _format(place.selection.prefix)
    found = _selected(repository.history, place.selection)
    page = found[place.offset : place.offset + PAGE]
    if not page:
        raise OaiError(OaiCode.NO_RECORDS_MATCH, "Aucune notice ne convient.")
    made = Element(request.verb)
    if request.verb == "ListRecords":
        _add_records(repository, made, page, form)
    else:
        for life in page:
            _add_header(repository, made, life)
    following = place.offset + PAGE
    if following < len(found) or place.offset:
        token = ""
        if following < len(found):
            onward = Resumption(place.verb, place.selection, following)
            token = write_token(onward, repository.key)
        child(
            made,
            "resumptionToken",
            token,
            completeListSize=str(len(found)),
            cursor=str(place.offset),
        )
    return made


def _place(repository: Repository, request: HarvestRequest) -> Resumption:
    token = request.arguments.get("resumptionToken")
    if token is not None:
        return read_token(token, request.verb, repository.key)
    return Resumption(request.verb, read_selection(request.arguments), 0)


def _selected(history: CorpusHistory, wanted: Selection) -> list[DocumentLife]:
    """Return what is selected, in the order of datestamps."""
    found = [life for life in history.lives.values() if _is_selected(life, wanted)]
    return sorted(found, key=lambda life: (life.updated, life.document))


def _is_selected(life: DocumentLife, wanted: Selection) -> bool:
    named = wanted.of_set
    return (
        (wanted.first is None or life.updated >= wanted.first)
        and (wanted.last is None or life.updated <= wanted.last)
        and (
            named is None
            or any(f"{name}:".startswith(f"{named}:") for name in life.last.sets)
        )
    )


def _format(prefix: str) -> RecordFormat:
    if prefix not in FORMATS:
        raise OaiError(
            OaiCode.CANNOT_DISSEMINATE_FORMAT,
            f"Formats offerts : {', '.join(FORMATS)}.",
        )
    return FORMATS[prefix]


def _life(repository: Repository, identifier: str) -> DocumentLife:
    life = repository.document(identifier)
    if life is None:
        raise OaiError(
            OaiCode.ID_DOES_NOT_EXIST,
            "Aucune notice de cet identifiant ; ils ont la forme "
            f"{repository.record_identifier('…')}",
        )
    return life


def _add_records(
    repository: Repository,
    parent: Element,
    lives: Sequence[DocumentLife],
    form: RecordFormat,
) -> None:
    here = [life.document for life in lives if not life.is_gone]
    known = repository.describe(here)
    for life in lives:
        checkpoint()
        record = child(parent, "record")
        _add_header(repository, record, life)
        if life.document in known:
            metadata = child(record, "metadata")
            subjects = repository.subjects(life.document)
            form.write(metadata, known[life.document], subjects)


def _add_header(repository: Repository, parent: Element, life: DocumentLife) -> None:
    header = child(parent, "header")
    if life.is_gone:
        header.set("status", "deleted")
    child(header, "identifier", repository.record_identifier(life.document))
    child(header, "datestamp", life.updated.strftime(DATESTAMP))
    for name in life.last.sets:
        child(header, "setSpec", name)


_VERBS: Final[Mapping[str, Callable[[Repository, HarvestRequest], Element]]] = {
    "Identify": _identify,
    "ListMetadataFormats": _list_formats,
    "ListSets": _list_sets,
    "GetRecord": _get_record,
    "ListIdentifiers": _list,
    "ListRecords": _list,
}
