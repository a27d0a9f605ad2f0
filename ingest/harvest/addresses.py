"""Which addresses we may speak to: public ones, by http or https, without credentials.

An address typed by a person, found in a feed or sent by a redirect may point into the
network this program runs in. A name is therefore resolved here, every IP it has must be
public, and the connection is made to those IPs and no others, so that a second answer
of the name server cannot change where we go.
"""

import re
import socket
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
)
from urllib.parse import SplitResult, quote, urlsplit

from ingest.harvest.errors import AddressRefused, FetchFailed

__all__ = ["AddressPolicy", "Target", "is_public_ip", "resolve_host"]

IpAddress = IPv4Address | IPv6Address
Resolver = Callable[[str, int], tuple[str, ...]]
"""From host and port to IP addresses as text.

Raises:
    OSError: If the name is unknown.
"""

_LONGEST = 2_000
_UNSAFE = re.compile(r"[\x00-\x20\x7f-\x9f\\<>\"]")
_NUMERIC = re.compile(r"(0x[0-9a-f]*|[0-9]+)\.?\Z", re.IGNORECASE)
_HOST = re.compile(r"[a-z0-9_]([a-z0-9_.-]{0,252}[a-z0-9_])?\.?\Z")
_PORTS = {"http": 80, "https": 443}
_CARRIERS = tuple(
    (IPv6Network(network), shift)
    for network, shift in (
        ("::/96", 0),  # IPv4-compatible
        ("::ffff:0:0/96", 0),  # IPv4-mapped
        ("::ffff:0:0:0/96", 0),  # IPv4-translated
        ("64:ff9b::/96", 0),  # NAT64
        ("64:ff9b:1::/48", 0),
        ("2002::/16", 80),  # 6to4
    )
)
_RELAY = IPv4Network("192.88.99.0/24")
_TEREDO = IPv6Network("2001::/32")


def resolve_host(host: str, port: int) -> tuple[str, ...]:
    """Return the IP addresses of a host, as the system resolves it.

    Raises:
        OSError: If the name is unknown.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


def is_public_ip(ip: IpAddress) -> bool:
    """Return whether an IP address belongs to the internet, also once unwrapped.

    >>> is_public_ip(ip_address("8.8.8.8")), is_public_ip(ip_address("169.254.169.254"))
    (True, False)
    >>> is_public_ip(ip_address("::ffff:127.0.0.1"))
    False
    """
    if isinstance(ip, IPv6Address):
        for network, shift in _CARRIERS:
            if ip in network:
                return is_public_ip(IPv4Address((int(ip) >> shift) & 0xFFFFFFFF))
        if ip in _TEREDO or ip.is_site_local or ip.scope_id:
            return False
    elif ip in _RELAY:
        return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved)


@dataclass(frozen=True, slots=True)
class Target:
    """An address that was admitted, and where to connect for it.

    Attributes:
        url: Normal form, without fragment.
        scheme: ``http`` or ``https``.
        host: Lower case, as certificates name it.
        port: TCP port.
        path: Path and query, percent-encoded.
        ips: Where to connect, all admitted; never empty.
    """

    url: str
    scheme: str
    host: str
    port: int
    path: str
    ips: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AddressPolicy:
    """What may be fetched.

    Attributes:
        allowed_hosts: Hosts (``intranet.example``) or hosts with a port
            (``127.0.0.1:8080``) that need not be public nor use the ports of the web.
        resolve: Name service.
    """

    allowed_hosts: frozenset[str] = frozenset()
    resolve: Resolver = field(default=resolve_host)

    @classmethod
    def allowing(cls, hosts: Iterable[str]) -> "AddressPolicy":
        """Return a policy with hosts as a setting lists them, empty ones aside."""
        names = (host.strip().lower() for host in hosts)
        return cls(frozenset(name for name in names if name))

    def admit(self, address: str) -> Target:
        """Check an address and find out where to connect.

        Args:
            address: Absolute, for example ``https://exemple.fr/page``.

        Raises:
            AddressRefused: If we do not speak to it; the message says why.
            FetchFailed: If its name is unknown.
        """
        parts = _split(address)
        host = _host(parts, address)
        scheme = parts.scheme.lower()
        port = _port(parts, address) or _PORTS[scheme]
        is_allowed = not self.allowed_hosts.isdisjoint((host, f"{host}:{port}"))
        if not is_allowed and port not in _PORTS.values():
            raise _refused(address, f"le port {port} n’est pas celui d’un site public")
        ips = self._ips(host, port, address, is_allowed=is_allowed)
        path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
        if parts.query:
            path += "?" + quote(parts.query, safe="/%:@!$&'()*+,;=~-._?[]")
        shown = f"[{host}]" if ":" in host else host
        where = shown if port == _PORTS[scheme] else f"{shown}:{port}"
        return Target(f"{scheme}://{where}{path}", scheme, host, port, path, ips)

    def _ips(
        self, host: str, port: int, address: str, *, is_allowed: bool
    ) -> tuple[str, ...]:
        try:
            texts = self.resolve(host, port)
            ips = [ip_address(text) for text in texts]
        except (OSError, UnicodeError, ValueError) as error:
            raise FetchFailed(
                f"le nom « {host} » est inconnu",
                remedy="Vérifiez l’adresse et la connexion au réseau.",
            ) from error
        if not ips:
            raise FetchFailed(f"le nom « {host} » n’a pas d’adresse IP")
        # One private IP among public ones is how rebinding begins: refuse them all.
        if not is_allowed and not all(map(is_public_ip, ips)):
            raise _refused(address, "elle mène à un réseau privé, pas à l’internet")
        return texts


def _split(address: str) -> SplitResult:
    if len(address) > _LONGEST:
        raise _refused(address[:80] + "…", "elle est trop longue")
    if _UNSAFE.search(address):
        raise _refused(address, "elle contient des caractères interdits")
    try:
        parts = urlsplit(address)
    except ValueError as error:
        raise _refused(address, "elle est mal formée") from error
    if parts.scheme.lower() not in _PORTS:
        raise _refused(address, "seules les adresses http et https sont lues")
    if "@" in parts.netloc:
        raise _refused("…@" + parts.netloc.rpartition("@")[2], "elle contient un nom "
                       "d’utilisateur ou un mot de passe")  # fmt: skip
    return parts


def _host(parts: SplitResult, address: str) -> str:
    host = (parts.hostname or "").lower()
    if ":" in host:
        try:
            return str(IPv6Address(host))
        except ValueError as error:
            raise _refused(address, "son hôte est mal formé") from error
    try:
        # Full-width digits and dots become what the name service would read.
        host = host.encode("idna").decode("ascii").lower().rstrip(".")
    except UnicodeError as error:
        raise _refused(address, "son hôte est mal formé") from error
    if not _HOST.match(host):
        raise _refused(address, "son hôte est mal formé")
    if _NUMERIC.match(host.rpartition(".")[2]):
        try:
            # 0177.0.0.1, 0x7f.1 and 2130706433 are no IPs that people write.
            return str(IPv4Address(host))
        except ValueError as error:
            raise _refused(address, "son hôte est un nombre déguisé") from error
    return host


def _port(parts: SplitResult, address: str) -> int | None:
    try:
        return parts.port
    except ValueError as error:
        raise _refused(address, "son port n’existe pas") from error


def _refused(address: str, why: str) -> AddressRefused:
    return AddressRefused(
        f"l’adresse « {address[:200]} » est refusée : {why}",
        remedy="Donnez l’adresse publique de la page, ou autorisez cet hôte "
        "(GTNUM_HARVEST_ALLOWED_HOSTS).",
    )
