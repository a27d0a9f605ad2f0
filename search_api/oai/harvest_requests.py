"""Reads the arguments of an OAI-PMH request, as strictly as the protocol wants it.

Six verbs, each with its arguments; one that is unknown, missing, given twice or wrongly
written is an error of the protocol. ``from`` and ``until`` are days or seconds, both of
one kind; a day counts whole.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from search_api.oai.errors import OaiCode, OaiError

__all__ = ["DATESTAMP", "HarvestRequest", "Selection", "read_request", "read_selection"]

DATESTAMP: Final = "%Y-%m-%dT%H:%M:%SZ"
"""Granularity of the repository: seconds, UTC."""

_TOKEN: Final = "resumptionToken"  # noqa: S105 - no password
_LISTING: Final = (frozenset({"metadataPrefix"}), frozenset({"from", "until", "set"}))
_NONE: Final[frozenset[str]] = frozenset()
_VERBS: Final[Mapping[str, tuple[frozenset[str], frozenset[str]]]] = {
    "Identify": (_NONE, _NONE),
    "ListMetadataFormats": (_NONE, frozenset({"identifier"})),
    "ListSets": (_NONE, _NONE),
    "GetRecord": (frozenset({"identifier", "metadataPrefix"}), _NONE),
    "ListIdentifiers": _LISTING,
    "ListRecords": _LISTING,
}
_RESUMED: Final = ("ListIdentifiers", "ListRecords", "ListSets")
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_SECOND: Final = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z", re.ASCII)
_LETTERS: Final = r"[A-Za-z0-9\-_.!~*'()]+"
_WRITTEN: Final = {
    "metadataPrefix": re.compile(_LETTERS),
    "set": re.compile(rf"{_LETTERS}(:{_LETTERS})*"),
    "from": re.compile(rf"{_DAY.pattern}|{_SECOND.pattern}"),
    "until": re.compile(rf"{_DAY.pattern}|{_SECOND.pattern}"),
}


@dataclass(frozen=True, slots=True)
class HarvestRequest:
    """A request whose arguments belong to its verb.

    Attributes:
        verb: One of six.
        arguments: Name → value, without the verb.
    """

    verb: str
    arguments: Mapping[str, str]

    @property
    def echo(self) -> dict[str, str]:
        """Return the attributes of ``<request>``: what may stand there."""
        kept = {
            name: value
            for name, value in self.arguments.items()
            if name not in _WRITTEN or _WRITTEN[name].fullmatch(value)
        }
        return {"verb": self.verb, **kept}


@dataclass(frozen=True, slots=True)
class Selection:
    """Which records are wanted.

    Attributes:
        prefix: Of the metadata format.
        first: Datestamp from which on, or None.
        last: Datestamp up to which, or None.
        of_set: Name of a set, or None.
    """

    prefix: str
    first: datetime | None = None
    last: datetime | None = None
    of_set: str | None = None


def read_request(pairs: Sequence[tuple[str, str]]) -> HarvestRequest:
    """Return the request that parameters make.

    Raises:
        OaiError: ``badVerb`` or ``badArgument``.
    """
    verbs = [value for name, value in pairs if name == "verb"]
    if len(verbs) != 1 or verbs[0] not in _VERBS:
        raise OaiError(
            OaiCode.BAD_VERB, f"« verb » doit être l’un de : {', '.join(_VERBS)}."
        )
    verb = verbs[0]
    given = [pair for pair in pairs if pair[0] != "verb"]
    repeated = [n for n, many in Counter(name for name, _ in given).items() if many > 1]
    if repeated:
        raise _bad(f"« {repeated[0]} » est donné plusieurs fois.")
    arguments = dict(given)
    if _TOKEN in arguments and verb in _RESUMED:
        if len(arguments) > 1:
            raise _bad("« resumptionToken » exclut tout autre argument.")
        return HarvestRequest(verb, arguments)
    _require(verb, arguments)
    return HarvestRequest(verb, arguments)


def _require(verb: str, arguments: Mapping[str, str]) -> None:
    """Make sure that a verb has its arguments and no others."""
    required, optional = _VERBS[verb]
    for name in arguments:
        if name not in required | optional:
            raise _bad(f"« {name} » n’est pas un argument de {verb}.")
    for name in sorted(required):
        if not arguments.get(name):
            raise _bad(f"« {name} » manque à {verb}.")


def read_selection(arguments: Mapping[str, str]) -> Selection:
    """Return which records are wanted.

    Raises:
        OaiError: ``badArgument`` where a date or a set is wrongly written.
    """
    first, last = arguments.get("from"), arguments.get("until")
    if first and last and len(first) != len(last):
        raise _bad("« from » et « until » n’ont pas la même granularité.")
    named = arguments.get("set")
    if named is not None and not _WRITTEN["set"].fullmatch(named):
        raise _bad("« set » n’est pas le nom d’un ensemble.")
    wanted = Selection(
        arguments["metadataPrefix"],
        first=None if first is None else _moment(first, "from"),
        last=None if last is None else _moment(last, "until"),
        of_set=named,
    )
    if wanted.first and wanted.last and wanted.first > wanted.last:
        raise _bad("« from » est après « until ».")
    return wanted


def _moment(text: str, name: str) -> datetime:
    try:
        if _DAY.fullmatch(text):
            day = datetime.combine(date.fromisoformat(text), time(), UTC)
            # The last second of 9999 has none behind it.
            return day if name == "from" else day + timedelta(seconds=86_399)
        if _SECOND.fullmatch(text):
            return datetime.fromisoformat(text)
    except ValueError:
        pass
    raise _bad(
        f"« {name} » n’est ni un jour (2026-11-30) ni une seconde "
        "(2026-11-30T08:00:00Z)."
    )


def _bad(message: str) -> OaiError:
    return OaiError(OaiCode.BAD_ARGUMENT, message)
