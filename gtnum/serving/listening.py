"""Takes the address a service listens on, before anything that takes time."""

import errno
import os
import socket

from gtnum.errors import AddressUnavailable

__all__ = ["bind"]


def bind(host: str, port: int) -> list[socket.socket]:
    """Return sockets bound to all addresses of a host; they do not listen yet.

    Args:
        host: A name or an IP address of this machine.
        port: One port for all of them; any free one where it is 0.

    Raises:
        AddressUnavailable: If the host is not of this machine or the port is taken.
    """
    try:
        found = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
    except (OSError, UnicodeError) as unknown:
        raise AddressUnavailable(
            f"l’hôte « {host} » est inconnu",
            remedy="Donnez une adresse de cette machine : option --host (127.0.0.1).",
        ) from unknown
    taken: list[socket.socket] = []
    failure: OSError | None = None
    for family, kind, protocol, _, address in dict.fromkeys(found):
        try:
            made = _bound(family, kind, protocol, (address[0], port, *address[2:]))
        except OSError as refusal:
            failure = refusal
            if refusal.errno != errno.EADDRNOTAVAIL:
                break
            continue  # ``localhost`` has an IPv6 address also where IPv6 is off
        taken.append(made)
        port = port or int(made.getsockname()[1])
    if taken and (failure is None or failure.errno == errno.EADDRNOTAVAIL):
        return taken
    for each in taken:
        each.close()
    raise _unavailable(failure or OSError(), host, port) from failure


def _bound(
    family: int, kind: int, protocol: int, where: tuple[object, ...]
) -> socket.socket:
    """Return a bound socket.

    Raises:
        OSError: If the system refuses.
    """
    made = socket.socket(family, kind, protocol)
    try:
        if os.name == "posix":
            # A port that its former owner has just left is free.
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            made.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        made.bind(where)
    except BaseException:
        made.close()
        raise
    made.setblocking(False)
    return made


def _unavailable(refusal: OSError, host: str, port: int) -> AddressUnavailable:
    message, remedy = {
        errno.EADDRINUSE: (
            f"le port {port} de {host} est déjà pris",
            "Arrêtez l’autre service, ou choisissez un autre port : option --port "
            "(0 : un port libre).",
        ),
        errno.EACCES: (
            f"le port {port} de {host} est réservé à l’administrateur",
            "Choisissez un port à partir de 1024 : option --port.",
        ),
        errno.EADDRNOTAVAIL: (
            f"{host} n’est pas une adresse de cette machine",
            "Donnez une adresse de cette machine : option --host (127.0.0.1).",
        ),
    }.get(
        refusal.errno or 0,
        (
            f"{host}, port {port} : {refusal.strerror}",
            "Choisissez une autre adresse : options --host et --port.",
        ),
    )
    return AddressUnavailable(message, remedy=remedy)
