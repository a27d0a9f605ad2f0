"""A repository in memory, and answers that the schemas of the protocol allow."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from lxml import etree

from ontology.iris import Iris
from search_api.answers.own_fields import own_fields
from search_api.corpus_history import Change, CorpusEvent, CorpusHistory
from search_api.oai.provider import Repository, answer
from tests.search_api.web.tiny_corpus import corpus

START = datetime(2026, 3, 1, 8, 0, 0, tzinfo=UTC)
NOW = datetime(2026, 5, 1, 9, 8, 7, 600_000, tzinfo=UTC)
NS = {
    "o": "http://www.openarchives.org/OAI/2.0/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
}
Ask = Callable[..., etree._Element]


@pytest.fixture(scope="session")
def oai_schema() -> etree.XMLSchema:
    """The schemas of answers and of simple Dublin Core, restated."""
    return etree.XMLSchema(etree.parse(Path(__file__).parent / "oai_dc.xsd"))


@pytest.fixture(scope="session")
def repository() -> Repository:
    """Five documents that came a day after each other; the first two left since."""
    known = {summary.identifier: summary for summary, _ in corpus()}
    names = ["gone", *sorted(known), "lost"]
    events = [
        CorpusEvent(
            name,
            Change.CAME,
            START + timedelta(day),
            "0001",
            title=name,
            sets=("group:g", f"kind:{known[name].kind}" if name in known else "kind:x"),
        )
        for day, name in enumerate(names)
    ]
    events += [
        CorpusEvent(
            name, Change.LEFT, START + timedelta(10), "0002", name, ("group:g",)
        )
        for name in ("gone", "lost")
    ]
    return Repository(
        address="https://gtnum.example/oai",
        admin_email="a@gtnum.example",
        domain="gtnum.example",
        published_at=START + timedelta(10),
        key=b"k" * 32,
        history=CorpusHistory(events),
        describe=lambda documents: {
            name: own_fields(
                known[name],
                iris=Iris("https://gtnum.example/"),
                public_url="https://gtnum.example",
            )
            for name in documents
            if name in known
        },
        subjects=lambda document: ("sobriété < numérique",),
        set_labels=lambda names: {"group:g": "Le groupe & ses amis"},
    )


@pytest.fixture(scope="session")
def ask(repository: Repository, oai_schema: etree.XMLSchema) -> Ask:
    """Ask the provider; every answer must fit the schemas."""

    def asked(
        *pairs: tuple[str, str], of: Repository = repository, **arguments: str
    ) -> etree._Element:
        given = [(name.rstrip("_"), value) for name, value in arguments.items()]
        root = etree.fromstring(answer(of, [*pairs, *given], now=NOW))
        oai_schema.assertValid(root)
        return root

    return asked
