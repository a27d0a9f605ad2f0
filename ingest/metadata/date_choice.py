"""Choose the date: stated by a person, else printed on the cover, else of the file.

The date in a file is that of its last export. Programs that want the same bytes every
time, and templates, write an invented one: that is none.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from ingest.metadata.origin_trust import FILE_PROPERTIES
from ingest.metadata.printed_dates import edtf_date, iso_date
from ingest.read_text import Found
from ontology.model import LINKING_PAGE

__all__ = ["dates_in_order"]

_INVENTED = re.compile(
    r"(?:D:)?(?:20000101|19700101|19800101|2000-01-01T00:00|1970-01-01|1980-01-01|"
    r"2013-12-23T23:15|2013-01-27T09:14|20131223231500|20130127091430|"
    r"1601-01-01|0001-01-01|19000101)"
)
_DATED_ADDRESS = re.compile(
    r"https?://[^/]+(?:/[^/?#]+){0,3}?/((?:19|20)\d\d)[/-](0[1-9]|1[0-2])"
    r"(?:[/-](0[1-9]|[12]\d|3[01]))?(?=[/-])"
)
_OF_FILE = re.compile(
    r"/(?:files|uploads?|media|images?|medias|fichiers)/"
    r"|\.(?:pdf|docx?|odt|pptx?|xlsx?|jpe?g|png|zip)(?:$|[?#])",
    re.IGNORECASE,
)
"""A file is put into the folder of the month in which it was sent."""

ADDRESS: Final = "address"
_FALLBACKS: Final = {"feed": 1, ADDRESS: 2}
"""What a feed says of a page stands behind what the page says of itself."""

_FIRST_YEAR: Final = "1985"
"""Files of today's formats are not older."""


def dates_in_order(found: Sequence[Found]) -> list[Found]:
    """Return the dates of a document, the one to believe first.

    Args:
        found: Of any names: what readers stated, then what the cover prints.
    """
    stated_or_not = (*found, *_in_addresses(found))
    dates = [
        one for one in stated_or_not if one.name == "date" and edtf_date(one.value)
    ]
    handed = [one for one in dates if one.origin == LINKING_PAGE]
    others = {*FILE_PROPERTIES, LINKING_PAGE}
    stated = [one for one in dates if one.origin not in others]
    stated.sort(key=lambda one: _FALLBACKS.get(one.origin, 0))
    of_file = [
        one for one in dates if one.origin in FILE_PROPERTIES and _is_possible(one)
    ]
    return [*stated, *of_file, *handed]


def _in_addresses(found: Sequence[Found]) -> Iterator[Found]:
    """Yield the day or month that the address of a page holds; of no file."""
    for item in found:
        # A note may state the address of something else.
        is_page = item.name == "url" and item.origin != "front matter"
        match = _DATED_ADDRESS.match(item.value) if is_page else None
        if match and not _OF_FILE.search(item.value):
            yield Found("date", "-".join(filter(None, match.groups())), ADDRESS)


def _is_possible(date: Found) -> bool:
    """Whether a file can be of that day: not invented, not in the future."""
    if _INVENTED.match(date.value):
        return False
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).date().isoformat()
    return _FIRST_YEAR <= (iso_date(date.value) or "") <= tomorrow
