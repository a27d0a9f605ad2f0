"""Which manifestation of a work is the official one, and in which order the others.

1. an address before none, an address of its own before that of a mirror;
2. the sites of the programme, of universities and of publishers before others;
3. the whole text before a record of it;
4. a DOI before none;
5. the earliest date, then the name of the source: never the order of files.
"""

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from ingest.copies.copy_candidates import CopyCandidate

__all__ = ["in_official_order", "is_mirror"]

_MIRRORS = re.compile(
    r"(^|\.)(123dok\.(net|com|org)|vdocuments?\.(fr|in|net|mx)|pdfslide\.(fr|net|us)|"
    r"fdocuments?\.(fr|net|in)|pdfprof\.com|scribd\.com|docplayer\.(fr|net)|"
    r"slideshare\.net|yumpu\.com|calameo\.com|academia\.edu|researchgate\.net|"
    r"web\.archive\.org|isidore\.science|core\.ac\.uk)$"
)
"""Sites that show copies of what others publish, or records of it."""

_HOME = re.compile(
    r"(^|\.)(hypotheses\.org|openedition\.org|gouv\.fr|doi\.org|reseau-canope\.fr|"
    r"univ-[a-z0-9-]+\.fr|ac-[a-z-]+\.fr|hal\.science|archives-ouvertes\.fr|"
    r"region-academique-[a-z-]+\.fr)$"
)
"""Sites where the groups, the ministry, universities and publishers publish."""

_WHOLE = 0.5


def is_mirror(url: str) -> bool:
    """Return whether an address is that of a site that shows copies of others.

    >>> is_mirror("https://fr.scribd.com/document/1"), is_mirror("https://hal.science")
    (True, False)
    """
    return _MIRRORS.search(urlsplit(url).hostname or "") is not None


def in_official_order(members: Iterable[CopyCandidate]) -> list[CopyCandidate]:
    """Return the manifestations of a work, the official one first."""
    every = list(members)
    longest = max((one.signature.words for one in every), default=0)
    return sorted(every, key=lambda one: _rank(one, longest))


def _rank(one: CopyCandidate, longest: int) -> tuple[object, ...]:
    host = urlsplit(one.url).hostname or "" if one.url else ""
    if not one.url:
        standing = 2
    elif is_mirror(one.url):
        standing = 3
    else:
        standing = 0 if _HOME.search(host) else 1
    return (
        standing,
        one.signature.words < _WHOLE * longest,
        one.doi is None,
        one.date or "9999",
        one.source_uri,
        one.identifier,
    )
