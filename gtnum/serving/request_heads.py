"""Reads what stands before the body of a request, before the HTTP library does.

People type addresses with accents into curl, proxies send whole addresses, attackers
send what two programmes read in two ways. Here a head is brought into the one form that
the HTTP library takes, or refused with the name of a problem of ours.
"""

import re
from dataclasses import dataclass

__all__ = ["HeadLimits", "HeadRefused", "RequestHeads", "plain_head"]

_END = re.compile(rb"\n\r?\n")
_RAW = re.compile(rb"[\x80-\xff]")
_ABSOLUTE = re.compile(rb"https?://([^/?#]*)([^#]*)\Z", re.IGNORECASE)
_AROUND_TARGET = 64
"""Room for a method, a version and the blanks between."""


@dataclass(frozen=True, slots=True)
class HeadLimits:
    """How much a head may hold.

    A shared SPARQL query stands in its address, so the target may be long.

    Attributes:
        target_bytes: What is asked for.
        field_bytes: All header fields together.
    """

    target_bytes: int = 32 << 10
    field_bytes: int = 32 << 10


class HeadRefused(Exception):  # noqa: N818 - a verdict
    """A head that is not taken.

    Args:
        slug: Name of the problem.
        detail: What is wrong and what to do, in French; nothing of the head itself.
    """

    def __init__(self, slug: str, detail: str) -> None:
        super().__init__(detail)
        self.slug = slug
        self.detail = detail


class RequestHeads:
    """Collects the bytes of a connection until a head is whole.

    Args:
        limits: How much is kept.
    """

    def __init__(self, limits: HeadLimits | None = None) -> None:
        self._limits = limits or HeadLimits()
        self._bytes = bytearray()
        self._looked_at = 0

    def __bool__(self) -> bool:
        """Tell whether a head has begun."""
        return bool(self._bytes)

    @property
    def is_head_request(self) -> bool:
        """Whether an answer to what has begun would have no body."""
        return self._bytes.startswith(b"HEAD ")

    def take(self, received: bytes) -> bytes | None:
        """Add bytes; return a plain head and what follows it, or None.

        Raises:
            HeadRefused: If it is too long or cannot be read.
        """
        self._bytes += received
        self._drop_empty_lines()
        end = _END.search(self._bytes, max(0, self._looked_at - 3))
        self._looked_at = len(self._bytes)
        self._refuse_excess(end.end() if end else len(self._bytes))
        if end is None:
            return None
        head, rest = bytes(self._bytes[: end.end()]), bytes(self._bytes[end.end() :])
        plain = plain_head(head)
        self._bytes.clear()
        self._looked_at = 0
        return plain + rest

    def _drop_empty_lines(self) -> None:
        """Pass over empty lines before a request, as RFC 9112 advises."""
        while self._bytes.startswith((b"\r\n", b"\n")):
            del self._bytes[: 1 + self._bytes.startswith(b"\r")]
            self._looked_at = 0
        if self._bytes and self._bytes[0] < 0x21 and self._bytes != b"\r":
            raise _malformed("Ce ne sont pas les octets d’une demande HTTP.")

    def _refuse_excess(self, size: int) -> None:
        limits = self._limits
        longest = limits.target_bytes + _AROUND_TARGET
        line = self._bytes.find(b"\n", 0, longest + 1)
        if line < 0 and size > longest:
            raise HeadRefused(
                "target-too-long",
                f"L’adresse demandée dépasse {limits.target_bytes} octets. Une longue "
                "requête SPARQL s’envoie par POST.",
            )
        if line >= 0 and size - line > limits.field_bytes:
            raise HeadRefused(
                "headers-too-large",
                f"Les en-têtes dépassent {limits.field_bytes} octets ensemble. "
                "Retirez ceux dont ce service n’a pas besoin, par exemple des cookies.",
            )


def plain_head(head: bytes) -> bytes:
    r"""Return a whole head in the form that every HTTP library takes.

    Args:
        head: Request line and fields, with the empty line that ends them.

    Raises:
        HeadRefused: If it could be read in two ways, or not at all.

    >>> plain_head("GET /search?q=été HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    b'GET /search?q=%C3%A9t%C3%A9 HTTP/1.1\r\nHost: x\r\n\r\n'
    >>> plain_head(b"GET http://y/?q=1 HTTP/1.1\r\nHost: x\r\n\r\n")
    b'GET /?q=1 HTTP/1.1\r\nHost: y\r\n\r\n'
    """
    line, *fields = head.split(b"\n")
    words = line.rstrip(b"\r").split(b" ")
    if len(words) != 3:
        raise _malformed(
            "La première ligne n’est pas « méthode adresse version ». Une espace dans "
            "une adresse s’écrit %20."
        )
    method, target, version = words
    if version not in (b"HTTP/1.1", b"HTTP/1.0"):
        raise _malformed("Ce service parle HTTP/1.1 et HTTP/1.0.")
    _refuse_doubtful_length(fields, version)
    target = _RAW.sub(lambda raw: b"%%%02X" % raw[0][0], _utf8(target))
    if whole := _ABSOLUTE.match(target):
        fields = _with_host(fields, whole[1])
        target = whole[2] if whole[2].startswith(b"/") else b"/" + whole[2]
    elif not target.startswith(b"/") and (method, target) != (b"OPTIONS", b"*"):
        raise _malformed("L’adresse demandée doit commencer par « / ».")
    return b"\n".join([b" ".join((method, target, version)) + b"\r", *fields])


def _utf8(target: bytes) -> bytes:
    try:
        target.decode()
    except UnicodeDecodeError as wrong:
        raise _malformed(
            "L’adresse contient des octets qui ne sont pas de l’UTF-8. Écrivez-la en "
            "UTF-8, ou les lettres accentuées sous la forme %C3%A9."
        ) from wrong
    return target


def _refuse_doubtful_length(fields: list[bytes], version: bytes) -> None:
    """Refuse a body whose end two programmes would see at two places (RFC 9112 6)."""
    values: dict[bytes, bytes] = {}
    for field in fields:
        name, _, value = field.partition(b":")
        values[name.lower()] = value.strip()
    coding = values.get(b"transfer-encoding")
    if coding is None:
        return
    if b"content-length" in values or version == b"HTTP/1.0":
        raise _malformed(
            "« Transfer-Encoding » ne se combine ni avec « Content-Length » ni avec "
            "HTTP/1.0 : la fin du contenu serait incertaine."
        )
    if coding.lower() != b"chunked":
        raise HeadRefused(
            "not-implemented",
            "Le seul « Transfer-Encoding » pris en charge est « chunked ».",
        )


def _with_host(fields: list[bytes], host: bytes) -> list[bytes]:
    """Return the fields with the host of a whole address, which wins (RFC 9112 3.2)."""
    if not host or b"@" in host:
        raise _malformed("L’adresse demandée ne nomme pas correctement son hôte.")
    return [
        b"Host: " + host + b"\r" if field[:5].lower() == b"host:" else field
        for field in fields
    ]


def _malformed(detail: str) -> HeadRefused:
    return HeadRefused("malformed-request", detail)
