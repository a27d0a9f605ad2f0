"""How the web application behaves, without a word about where values come from."""

from dataclasses import dataclass

from ontology.iris import DEFAULT_BASE

__all__ = ["WebSettings"]


@dataclass(frozen=True, slots=True)
class WebSettings:
    """The settings of the web application.

    Attributes:
        public_url: Address users see, without ``/`` at the end. It is used where an
            absolute address is needed (OpenSearch, JSON-LD, citations); it is never
            guessed from the ``Host`` header.
        base_iri: Base of the IRIs of documents, ends with ``/``.
        version: Version of the software, shown by ``/health`` and the pages.
        max_draft_bytes: Largest body of ``/related``.
        max_deposit_bytes: Largest file of a deposit.
        deposit_idle_seconds: How long the sender of a deposit may pause.
        deposit_seconds: How long the whole file may take to arrive.
        concurrent_deposits: Files that arrive at the same time.
        max_query_bytes: Largest body of ``/sparql``.
        body_timeout_seconds: How long a client may take to send a body.
        concurrent_drafts: Drafts read at the same time; more wait.
        waiting_seconds: How long a request may wait for a place in its class.
        request_seconds: How long the work for an answer may take once it has a place.
        draft_seconds: The same for a draft.
        sparql_seconds: The longest deadline that a query in SPARQL may have.
        sparql_places: Queries that may be at work or waiting for their workers.
        trusted_proxies: Addresses or networks whose ``X-Forwarded-For`` counts.
        cache_seconds: How long an answer may be reused without asking again.
        cors_origins: Origins whose scripts may read the answers.
        oai_admin_email: Whom harvesters write to about the OAI-PMH provider.
        embed_ancestors: Origins whose pages may show ``/embed`` in a frame.
        contact: E-mail or address for the accessibility page, or empty.
        related_addresses: Whether a draft may be a public page, by its address.
    """

    public_url: str = "http://127.0.0.1:8000"
    base_iri: str = DEFAULT_BASE
    version: str = "0.4.0"
    max_draft_bytes: int = 20 * 2**20
    max_deposit_bytes: int = 200 * 2**20
    deposit_idle_seconds: float = 30.0
    deposit_seconds: float = 900.0
    concurrent_deposits: int = 4
    max_query_bytes: int = 2**20
    body_timeout_seconds: float = 30.0
    concurrent_drafts: int = 2
    waiting_seconds: float = 4.0
    request_seconds: float = 30.0
    draft_seconds: float = 180.0
    sparql_seconds: float = 600.0
    sparql_places: int = 26
    trusted_proxies: tuple[str, ...] = ()
    cache_seconds: int = 60
    cors_origins: tuple[str, ...] = ("*",)
    oai_admin_email: str = "contact@gtnum.example"
    embed_ancestors: tuple[str, ...] = ()
    contact: str = ""
    related_addresses: bool = False
