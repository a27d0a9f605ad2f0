"""This test ensures that a pinned connection still proves the name it was asked for."""

import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpcore
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from ingest.harvest import connections
from ingest.harvest.addresses import AddressPolicy
from ingest.harvest.errors import FetchFailed
from ingest.harvest.fetcher import fetch_to
from tests.ingest.harvest.local_site import LocalSite, Reply


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate for site.example that signs itself, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "site.example")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.DNSName("site.example")]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    path = tmp_path / "site.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path


@pytest.fixture
def secure_site(
    site: LocalSite, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> LocalSite:
    """The site over TLS, its certificate trusted."""
    served = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    served.load_cert_chain(certificate)
    site.server.socket = served.wrap_socket(site.server.socket, server_side=True)
    trusting = ssl.create_default_context(cafile=str(certificate))
    monkeypatch.setattr(connections, "tls_context", lambda: trusting)
    site.pages["/"] = Reply(b"Bonjour")
    return site


def fetch(site: LocalSite, host: str, path: Path) -> None:
    policy = AddressPolicy(frozenset({host}), resolve=lambda host, port: ("127.0.0.1",))
    fetch_to(path, f"https://{host}:{site.port}/", policy=policy)


def test_the_certificate_of_the_name_is_accepted(secure_site, tmp_path):
    fetch(secure_site, "site.example", tmp_path / "p")
    assert (tmp_path / "p").read_bytes() == b"Bonjour"


def test_the_certificate_of_another_name_is_refused(secure_site, tmp_path):
    with pytest.raises(FetchFailed, match=r"certificat valable pour « autre.example »"):
        fetch(secure_site, "autre.example", tmp_path / "p")


def test_a_connection_is_closed_when_the_time_ends_before_tls():
    class FakeStream(httpcore.NetworkStream):
        """Records whether it was closed."""

        is_closed = False

        def close(self):
            self.is_closed = True

    inner = FakeStream()
    stream = connections._Stream(inner, connections.Deadline(0, 1))
    with pytest.raises(httpcore.ReadTimeout):
        stream.start_tls(ssl.create_default_context(), "exemple.fr")
    assert inner.is_closed
