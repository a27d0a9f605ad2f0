"""All settings, from the environment (``GTNUM_…``) or a ``.env`` file.

This is the only module that reads the environment. Command-line options override.

>>> Settings(_env_file=None).port
8000
"""

import os
from pathlib import Path
from typing import Annotated

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from ontology.iris import DEFAULT_BASE

__all__ = ["Settings"]

_Seconds = Annotated[float, Field(gt=0, le=3600)]
_Megabytes = Annotated[int, Field(ge=1, le=1_000_000)]


class Settings(BaseSettings):
    """The settings with their defaults; ``docs/reference/settings.md`` lists them."""

    model_config = SettingsConfigDict(
        env_prefix="GTNUM_", env_file=".env", extra="ignore", frozen=True
    )

    library: Path = Field(Path("library"), description="Folder of the library")
    curation: str = Field(
        "", description="Curation file; empty: `curation.yaml` in the library"
    )
    base_iri: str = Field(
        DEFAULT_BASE,
        description=(
            "Base of all IRIs, ends with /; where it is not set, commands take that of "
            "the library, and for a new one the address that users see"
        ),
    )
    host: str = Field("127.0.0.1", description="Address the service listens on")
    port: int = Field(8000, ge=0, le=65535, description="Port, 0 for any free one")
    public_url: str = Field(
        "", description="Address users see; empty: http://host:port"
    )
    http_connections: int = Field(
        0, ge=0, description="Connections at one time; 0: what `ulimit -n` allows"
    )
    http_head_seconds: _Seconds = Field(
        10, description="Time to send the headers of a request"
    )
    http_idle_seconds: _Seconds = Field(
        15, description="Time a connection stays open between two requests"
    )
    http_stop_seconds: _Seconds = Field(
        10, description="Time from a signal to the end of the service"
    )
    embedder: str = Field(
        "embedded-e5",
        description=(
            "Model: embedded-e5, embedded, embedded-fast, static:<folder>, "
            "onnx:<folder> or sentence-transformers:<name or path>"
        ),
    )
    vector_index: str = Field(
        "faiss-flat", description="Kind of the index of vectors: faiss-flat"
    )
    lexical_index: str = Field(
        "tantivy-french", description="Kind of the index of words: tantivy-french"
    )
    tokens: str = Field(
        "",
        description=(
            "Who may deposit: name=sha256 of a token, comma-separated; empty: nobody"
        ),
        repr=False,
    )
    keep_generations: int = Field(
        3, ge=1, description="Generations kept after a publication"
    )
    dumps: bool = Field(True, description="Make files to download at each publication")
    log_level: str = Field("INFO", description="DEBUG, INFO, WARNING or ERROR")

    reading_workers: int = Field(2, ge=1, le=64, description="Files read in parallel")
    reading_seconds: _Seconds = Field(60, description="Time for one file")
    reading_memory_mb: _Megabytes = Field(1500, description="Memory for one file")
    reading_total_memory_mb: _Megabytes = Field(
        4000, description="Memory for all readers; fewer read at once where it is short"
    )
    reading_cache_mb: int = Field(
        2000, ge=0, description="Readings kept so that no file is read twice; 0: none"
    )
    reading_max_file_mb: _Megabytes = Field(200, description="Largest file read")
    reading_ocr: bool = Field(
        True, description="Recognise scanned pages where tesseract is installed"
    )
    reading_max_pages: int = Field(5000, ge=1, description="Most pages in one file")

    oai_admin_email: str = Field(
        "contact@gtnum.example",
        pattern=r"^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$",
        description="Whom harvesters of /oai write to",
    )
    embed_ancestors: str = Field(
        "",
        description=(
            "Origins whose pages may show /embed in a frame, comma-separated, for "
            "example https://edunumrech.hypotheses.org; empty: none"
        ),
    )

    harvest_allowed_hosts: str = Field(
        "",
        description=(
            "Hosts harvested though not public: host or host:port, comma-separated"
        ),
    )
    harvest_file_hosts: str = Field(
        "f.hypotheses.org",
        description=(
            "Hosts whose files are harvested when a page of another host links to "
            "them, comma-separated"
        ),
    )
    harvest_contact: str = Field(
        "", description="Address shown to harvested sites; empty: the public URL"
    )
    harvest_delay_seconds: float = Field(
        1, ge=0, le=3600, description="Pause between two requests to a host"
    )
    harvest_seconds: _Seconds = Field(120, description="Time to fetch one address")
    harvest_longest_wait_seconds: float = Field(
        300, ge=0, le=86_400, description="Longest Retry-After that is waited for"
    )

    sparql_workers: int = Field(
        2,
        ge=1,
        le=64,
        description="Small queries at one time; half as many large ones, at least one",
    )
    sparql_seconds: _Seconds = Field(10, description="Deadline of a query")
    sparql_max_seconds: _Seconds = Field(
        60, description="Longest deadline that a query may ask for"
    )
    sparql_trusted_seconds: _Seconds = Field(
        600, description="The same with one of the tokens"
    )
    sparql_memory_mb: _Megabytes = Field(2048, description="Memory of a query")
    sparql_max_answer_mb: _Megabytes = Field(32, description="Largest whole answer")

    upload_max_mb: _Megabytes = Field(20, description="Largest draft of /related")
    related_paragraphs: int = Field(
        60, ge=1, le=1_000, description="Paragraphs of a draft that ask, at most"
    )
    related_addresses: bool = Field(
        False, description="Whether /related fetches a public page (`url`) as a draft"
    )

    trusted_proxies: str = Field(
        "",
        description=(
            "Proxies whose X-Forwarded-For tells clients apart: addresses or networks, "
            "comma-separated; empty: the address of the connection counts"
        ),
    )
    waiting_seconds: _Seconds = Field(
        4, description="How long a request may wait for its turn before it is refused"
    )
    request_seconds: _Seconds = Field(
        30,
        description="How long an answer may take to prepare; drafts six times as long",
    )

    @property
    def address(self) -> str:
        """Return the address that users see, without a slash at its end."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return (self.public_url or f"http://{host}:{self.port}").rstrip("/")

    def environment(self) -> dict[str, str]:
        """Return the environment for a process of ours with these very settings."""
        ours = {
            f"GTNUM_{name.upper()}": str(value)
            for name, value in self.model_dump(mode="json").items()
        }
        return {**os.environ, **ours}
