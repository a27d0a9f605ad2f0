"""What two ways of writing the address or number of a work have in common.

    https://www.Carnet.example/8846/?utm_source=lettre#bas ─▶ url:carnet.example/8846
    http://carnet.example/?p=8846                          ─▶ url:carnet.example/8846
    https://dx.doi.org/10.52358%2FMM.vi17.392              ─▶ doi:10.52358/mm.vi17.392
    https://hal.science/hal-02321700v2/document            ─▶ hal:hal-02321700

Pure functions. Whether a key is known is for others to say.
"""

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

__all__ = ["address_keys", "doi_keys", "number_key"]

_DASHES: Final = str.maketrans(dict.fromkeys("‐‑‒–−", "-"))
_DOI: Final = re.compile(r"10\.\d{4,9}/\S+")
_HAL: Final = re.compile(r"(?<![\w-])([a-z]{3,12}-\d{8})(?:v\d{1,2})?(?![\w-])", re.I)
_HANDLE_HOSTS: Final = frozenset({"hdl.handle.net"})
_OURS: Final = re.compile(r"(?:/id)?/documents?/([a-z0-9-]{1,80})(?:/original)?")
_TRACKING: Final = re.compile(
    r"utm_\w+|pk_\w+|mtm_\w+|mc_[ce]id|(?:fb|g|ms|y|dcl|gbra|wbra)clid|igshid|xtor"
    r"|ref_src|share|_ga|at_\w+",
    re.ASCII | re.IGNORECASE,
)
_INDEX: Final = re.compile(r"/index\.(?:html?|php)$")
_TRAILING: Final = ".,;:!?)]}»”\"'’…*_>"


def address_keys(address: str) -> Iterator[str]:
    """Yield the keys that an address may be known by, the most exact first.

    >>> list(address_keys("HTTPS://www.a.fr/8846/?utm_source=x&lang=fr#bas"))
    ['url:a.fr/8846?lang=fr', 'url:a.fr/8846']
    """
    written = unquote(address).strip().translate(_DASHES)
    if doi := _DOI.search(written):
        yield from doi_keys(doi[0])
    for hal in _HAL.finditer(written):
        yield f"hal:{hal[1].lower()}"
    try:
        parts = urlsplit(address.strip())
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return
    path = _INDEX.sub("", unquote(parts.path)).rstrip("/")
    if host in _HANDLE_HOSTS:
        yield f"hdl:{path.strip('/').lower()}"
    if ours := _OURS.fullmatch(path):
        yield f"document:{ours[1]}"
    if host:
        yield from _web_keys(host, path, parts.query)


def _web_keys(host: str, path: str, query: str) -> Iterator[str]:
    told = [(k, v) for k, v in _pairs(query) if not _TRACKING.fullmatch(k)]
    if not path and len(told) == 1 and told[0][0] == "p" and told[0][1].isdecimal():
        # What WordPress calls a post before it has a name.
        path, told = f"/{told[0][1]}", []
    if told:
        yield f"url:{host}{path}?{urlencode(sorted(told))}"
    if path:
        yield f"url:{host}{path}"
    elif not told:
        yield f"url:{host}"


def _pairs(query: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(query, keep_blank_values=True, max_num_fields=30)
    except ValueError:
        return []


def doi_keys(written: str) -> Iterator[str]:
    """Yield a DOI as written, then without what may be the sentence around it.

    >>> list(doi_keys("10.1234/Abc(1)."))
    ['doi:10.1234/abc(1).', 'doi:10.1234/abc(1)', 'doi:10.1234/abc(1']
    """
    doi = "".join(written.translate(_DASHES).lower().split())
    doi = doi.partition("?")[0].partition("#")[0]
    yield f"doi:{doi}"
    while doi and doi[-1] in _TRAILING:
        doi = doi[:-1]
        yield f"doi:{doi}"


def number_key(number: str) -> str:
    """Return the key of a DOI, a HAL identifier or a Handle, as headings hold them."""
    if number.startswith("10."):
        return f"doi:{number.lower()}"
    if _HAL.fullmatch(number):
        return f"hal:{number.lower()}"
    return f"hdl:{number.lower()}"
