"""Whose request it is: who bears a token, or an address.

A token that somebody holds names its bearer wherever they are. An address is that of
the connection; behind a proxy that the settings name, it is what this proxy says. What
anybody else says in ``X-Forwarded-For`` counts for nothing: else each request of an
attacker would be another client.
"""

from collections.abc import Callable, Iterable
from ipaddress import IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final

from starlette.datastructures import Headers
from starlette.types import Scope

from ontology.errors import KnowledgeError

__all__ = ["Callers", "TrustedProxies"]

_LONGEST_HEADER: Final = 2_000
_LOCAL_BITS: Final = 64
"""One household or machine has a whole IPv6 network of this length."""


class TrustedProxies:
    """The proxies whose word counts.

    Args:
        written: Addresses or networks, for example ``10.0.0.0/8``.

    Raises:
        KnowledgeError: If one is neither.
    """

    def __init__(self, written: Iterable[str] = ()) -> None:
        self._networks = []
        for each in written:
            try:
                self._networks.append(ip_network(each.strip(), strict=False))
            except ValueError as wrong:
                raise KnowledgeError(
                    f"« {each} » n’est ni une adresse ni un réseau",
                    remedy="Écrivez par exemple GTNUM_TRUSTED_PROXIES=127.0.0.1 ou "
                    "10.0.0.0/8.",
                ) from wrong

    def __contains__(self, address: str) -> bool:
        """Tell whether an address is that of a proxy."""
        if not self._networks:
            return False
        try:
            found = ip_address(address)
        except ValueError:
            return False
        return any(found in network for network in self._networks)

    def client(self, peer: str, forwarded: str) -> str:
        """Return the address behind a connection.

        Args:
            peer: Of the connection.
            forwarded: ``X-Forwarded-For``: each proxy added whom it heard, at the end.
        """
        if peer not in self:
            return peer
        heard = forwarded[-_LONGEST_HEADER:].split(",")
        for each in reversed(heard):
            address = each.strip()
            try:
                ip_address(address)
            except ValueError:
                break  # somebody wrote this who is no proxy of ours
            peer = address
            if address not in self:
                break
        return peer


class Callers:
    """Names the client of a request, the same for all it sends.

    Args:
        proxies: Whose word counts about addresses.
        owner_of: From a token to the name of who holds it, or None.
    """

    def __init__(
        self, proxies: TrustedProxies, owner_of: Callable[[str], str | None]
    ) -> None:
        self._proxies = proxies
        self._owner_of = owner_of

    def name(self, scope: Scope) -> str:
        """Return ``token:<name>`` or ``address:<address>``."""
        headers = Headers(scope=scope)
        scheme, _, token = headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer" and len(token) <= _LONGEST_HEADER:
            owner = self._owner_of(token.strip())
            if owner is not None:
                return f"token:{owner}"
        return f"address:{self.address(scope)}"

    def address(self, scope: Scope) -> str:
        """Return where a request comes from: an address, of IPv6 a whole network."""
        client = scope.get("client")
        peer = client[0] if client else ""
        forwarded = ",".join(Headers(scope=scope).getlist("x-forwarded-for"))
        return _network(self._proxies.client(peer, forwarded))


def _network(address: str) -> str:
    """Return an address, of IPv6 the network of its household."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if not isinstance(found, IPv6Address):
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(IPv6Network((found, _LOCAL_BITS), strict=False))
