"""DOI, Handle and HAL identifiers, as printed to the form in which they are compared.

The same identifier is printed as an address, with a label, in capitals or with a full
stop behind it; what is compared and linked is only the identifier.
"""

import re
from urllib.parse import unquote

__all__ = ["doi_in", "hal_in", "handle_in", "is_identifier_address"]

_DOI = re.compile(r"\b(10\.\d{4,9}/[^\s\"<>«»|]{1,200})", re.IGNORECASE)
_HANDLE = re.compile(
    r"(?:hdl\.handle\.net/|\bhdl:\s*|\bhandle\s*:\s*)"
    r"(\d{2,6}(?:\.\d{1,8}){0,4}/[\w.\-]{1,100})"
    r"|^(\d{2,6}(?:\.\d{1,8}){0,4}/(?!\d{1,2}(?:/|$))[\w.\-]{1,100})$",
    re.IGNORECASE,
)
_HAL = re.compile(
    r"(?<![\w-])((?:hal|tel|halshs|inria|cel|dumas|medihal|edutice|sic|ujm|lirmm|emse)"
    r"-\d{8})(?:v\d{1,2})?(?![\w-])",
    re.IGNORECASE,
)
_BEHIND = ".,;:)]}'’»"


def doi_in(printed: str) -> str | None:
    """Return the DOI in a printed value, in lower case, or None.

    >>> doi_in("https://doi.org/10.52358/MM.vi17.392."), doi_in("10.1/x")
    ('10.52358/mm.vi17.392', None)
    """
    found = _DOI.search(unquote(printed))
    if found is None:
        return None
    doi = found[1]
    while doi[-1] in _BEHIND and not _closes_its_own(doi):
        doi = doi[:-1]
    return doi.lower() if doi.partition("/")[2] else None


def handle_in(printed: str) -> str | None:
    """Return the Handle in a printed value, or None; a DOI is no Handle here.

    >>> handle_in("http://hdl.handle.net/20.500.13089/abc"), handle_in("10.4000/x")
    ('20.500.13089/abc', None)
    >>> handle_in("hdl:10670/1.wix74o")
    '10670/1.wix74o'
    """
    found = _HANDLE.search(printed.strip())
    if found is None:
        return None
    handle = found[1] or found[2]
    return None if re.match(r"10\.\d{4}", handle) else handle.rstrip(".-")


def hal_in(printed: str) -> str | None:
    """Return the HAL identifier in a printed value, without its version, or None.

    >>> hal_in("HAL Id: hal-02321700, version 1"), hal_in("https://hal.science/")
    ('hal-02321700', None)
    """
    found = _HAL.search(printed)
    return found[1].lower() if found else None


def is_identifier_address(url: str) -> bool:
    """Return whether an address is that of an identifier, and names one work.

    >>> is_identifier_address("https://doi.org/10.4000/dms.8566")
    True
    """
    return (
        re.match(
            r"https?://((dx\.)?doi\.org|hdl\.handle\.net|[\w.-]*hal\.science|"
            r"[\w.-]*archives-ouvertes\.fr)/",
            url,
            re.IGNORECASE,
        )
        is not None
    )


def _closes_its_own(doi: str) -> bool:
    """Whether a closing bracket at the end was opened inside."""
    pairs = {")": "(", "]": "[", "}": "{"}
    last = doi[-1]
    return last in pairs and doi.count(pairs[last]) >= doi.count(last)
