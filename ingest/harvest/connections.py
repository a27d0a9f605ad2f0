"""One HTTP exchange: to IPs that were admitted, within one deadline for everything.

A timeout per read is not enough: a server that sends a byte every ten seconds would
hold us for days. Every wait of the exchange, from the connection to the last byte, gets
no more than what is left of the whole.
"""

import ssl
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any

import httpcore

from ingest.harvest.addresses import Target

__all__ = ["Clock", "Deadline", "exchange"]

Clock = Callable[[], float]
"""Seconds from any start, never going back."""


class Deadline:
    """The time left for an exchange.

    Args:
        seconds: For the whole.
        idle_seconds: For one wait.
        clock: Time source.
    """

    def __init__(
        self, seconds: float, idle_seconds: float, clock: Clock = time.monotonic
    ) -> None:
        self._clock = clock
        self._end = clock() + seconds
        self._idle = idle_seconds

    def left(self) -> float:
        """Return the seconds that the next wait may take.

        Raises:
            httpcore.ReadTimeout: If there are none.
        """
        left = self._end - self._clock()
        if left <= 0:
            raise httpcore.ReadTimeout("the time for the whole exchange is over")
        return min(left, self._idle)


class _Stream(httpcore.NetworkStream):
    """A connection whose waits end with the deadline."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        del timeout  # the deadline decides, here and below
        return self._stream.read(max_bytes, self._deadline.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        del timeout
        self._stream.write(buffer, self._deadline.left())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        del timeout
        try:
            left = self._deadline.left()
            inner = self._stream.start_tls(ssl_context, server_hostname, left)
        except BaseException:
            self.close()  # nobody above knows this connection yet
            raise
        return _Stream(inner, self._deadline)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - as its base says
        return self._stream.get_extra_info(info)


class _PinnedBackend(httpcore.NetworkBackend):
    """Connects to the IPs of the target, whatever the name would resolve to now."""

    def __init__(self, target: Target, deadline: Deadline) -> None:
        self._target = target
        self._deadline = deadline
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        del timeout, local_address
        failure: Exception = httpcore.ConnectError(f"no address for {host}:{port}")
        for ip in self._target.ips:
            try:
                stream = self._inner.connect_tcp(
                    ip,
                    self._target.port,
                    timeout=self._deadline.left(),
                    socket_options=socket_options,
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _Stream(stream, self._deadline)
        raise failure


@cache
def tls_context() -> ssl.SSLContext:
    """Return what servers are checked against, made once."""
    return httpcore.default_ssl_context()


@contextmanager
def exchange(
    target: Target, headers: Mapping[str, str], deadline: Deadline
) -> Iterator[httpcore.Response]:
    """Send a GET and give the response, its body still to be read.

    Args:
        target: Admitted; the host name is checked against the certificate.
        headers: Without ``Host``.
        deadline: For everything up to the last byte of the body.

    Raises:
        httpcore.TimeoutException: If the time is over.
        httpcore.NetworkError: If the server cannot be reached or breaks off.
        httpcore.ProtocolError: If it does not speak HTTP.
    """
    with (
        httpcore.ConnectionPool(
            ssl_context=tls_context(),
            max_connections=1,
            network_backend=_PinnedBackend(target, deadline),
        ) as pool,
        pool.stream("GET", target.url, headers=list(headers.items())) as response,
    ):
        yield response
