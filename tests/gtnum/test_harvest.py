"""This test ensures that what the web publishes reaches the library, and leaves it."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from graph.stores.document_catalogue import EmbeddedCatalogue
from gtnum.harvests import Harvests
from gtnum.library.library_folder import Library
from ingest.errors import SourceError
from ingest.ledger import Ledger
from ontology.iris import Iris
from ontology.model import DocumentSummary
from tests.ingest.conftest import build_pdf
from tests.ingest.harvest.local_site import LocalSite, Reply, serving
from tests.ingest.harvest.notebook import Notebook
from tests.ingest.harvest.repository import DAY_TWO, Repository

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[LocalSite]:
    with serving() as local:
        monkeypatch.setenv("GTNUM_HARVEST_ALLOWED_HOSTS", local.host)
        monkeypatch.setenv("GTNUM_HARVEST_DELAY_SECONDS", "0")
        monkeypatch.setenv("GTNUM_HARVEST_CONTACT", "mailto:essai@exemple.fr")
        yield local


def published(library: Path) -> dict[str, DocumentSummary]:
    """Return the documents of the published generation by title."""
    current = Library(library).current()
    known = [entry.document for entry in Ledger.load(current.ledger) if entry.document]
    found = EmbeddedCatalogue(current.graph, Iris()).documents(known)
    return {document.title: document for document in found.values()}


@pytest.mark.slow
def test_a_repository_is_published_and_followed(
    gtnum: Run, site: LocalSite, tmp_path: Path
) -> None:
    repository = Repository(site)
    repository.fill(12)
    code, output, _ = gtnum(
        "harvest", repository.address, "--collection", "carnet", "--json"
    )
    said = json.loads(output)
    assert (code, said["harvest"]["added"], said["generation"]) == (0, 12, "0001")
    assert site.asked[0][1]["User-Agent"].endswith("(+mailto:essai@exemple.fr)")
    assert len(published(tmp_path / "library")) == 12

    repository.entries[3].is_deleted = True
    repository.entries[3].stamp = repository.entries[4].stamp = DAY_TWO
    repository.entries[4].title = "Un tout autre titre"
    code, output, _ = gtnum(
        "harvest", repository.address, "--collection", "carnet", "--json"
    )
    said = json.loads(output)
    counts = {k: said["harvest"][k] for k in ("added", "changed", "removed")}
    assert (code, counts) == (0, {"added": 0, "changed": 1, "removed": 1})
    assert said["generation"] == "0002"
    documents = published(tmp_path / "library")
    assert len(documents) == 11
    assert documents["Un tout autre titre"].url == site.url("/4")
    assert "Billet 3" not in documents
    code, output, _ = gtnum("harvest", repository.address, "--collection", "carnet")
    assert code == 0
    assert "Rien n’a changé" in output


@pytest.mark.slow
def test_a_notebook_is_published_with_its_files_from_its_home(
    gtnum: Run, site: LocalSite, tmp_path: Path
) -> None:
    notebook = Notebook(site)
    notebook.write(*range(1, 13))
    command = ("harvest", site.url("/"), "--collection", "carnet", "--json")
    code, output, _ = gtnum(*command)
    said = json.loads(output)
    assert (code, said["harvest"]["added"], said["harvest"]["files"]) == (0, 24, 12)
    query = (
        "SELECT ?page WHERE { ?file <http://purl.org/dc/terms/isReferencedBy> ?page ."
        " ?post <https://schema.org/url> ?page }"
    )
    code, output, _ = gtnum("sparql", query, "--format", "csv")
    pages = output.split()[1:]
    assert sorted(pages) == sorted(site.url(f"/{n}") for n in notebook.posts)

    notebook.gone.add("/files/rapport3.pdf")
    code, output, _ = gtnum(*command)
    said = json.loads(output)
    counts = {k: said["harvest"][k] for k in ("added", "changed", "removed", "files")}
    assert (code, counts) == (
        0, {"added": 0, "changed": 0, "removed": 1, "files": 11}
    )  # fmt: skip
    urls = {document.url for document in published(tmp_path / "library").values()}
    assert site.url("/3") in urls
    assert site.url("/files/rapport3.pdf") not in urls


@pytest.mark.slow
def test_a_list_with_a_failure_publishes_the_rest_and_says_so(
    gtnum: Run, site: LocalSite, tmp_path: Path
) -> None:
    site.pages["/r.pdf"] = Reply(
        build_pdf([["Le groupe mesure la charge cognitive."]], title="Un rapport")
    )
    listed = tmp_path / "liste.txt"
    listed.write_text(
        f"{site.url('/r.pdf')}\n{site.url('/absent')}\nhttp://10.0.0.1/\n"
    )
    code, output, _ = gtnum("harvest", listed)
    assert code == 1
    assert "1 nouveaux" in output
    assert "2 échecs" in output
    flat = " ".join(output.split())
    assert "code 404" in flat
    assert "réseau privé" in flat
    (document,) = published(tmp_path / "library").values()
    assert document.url == site.url("/r.pdf")
    # The original of a mirrored file is kept like any other.
    assert Library(tmp_path / "library").file(document.sha256) is not None


def test_a_dry_run_tells_what_an_address_offers(
    gtnum: Run, site: LocalSite, tmp_path: Path
) -> None:
    notebook = Notebook(site)
    notebook.write(1, 2)
    code, output, _ = gtnum("harvest", site.url("/"), "--dry-run")
    assert code == 0
    assert "un site" in output
    assert "flux, 2 entrées sur sa première page" in output
    command = f"gtnum harvest {site.url('/feed')} --kind feed"
    assert f"Le mieux : `{command}`" in output
    said = json.loads(gtnum("harvest", site.url("/feed"), "--dry-run", "--json")[1])
    assert (said["kind"], said["ways"], said["best"]) == ("feed", [], None)
    assert not (tmp_path / "library" / "harvests").exists()
    words = [*command.split()[1:], "--collection", "carnet", "--no-ingest"]
    assert gtnum(*words)[0] == 0
    assert (tmp_path / "library" / "harvests" / "carnet").is_dir()
    code, _, messages = gtnum("harvest", "liste.txt", "--dry-run")
    assert code == 2
    assert "n’est pas une adresse" in messages


def test_a_private_source_is_refused_with_the_reason(gtnum: Run) -> None:
    code, _, messages = gtnum("harvest", "http://169.254.169.254/oai", "--kind", "oai")
    assert code == 2
    assert "réseau privé" in messages
    assert "GTNUM_HARVEST_ALLOWED_HOSTS" in messages


@pytest.mark.parametrize("name", ["../x", "a/b", "", ".x"])
def test_a_collection_cannot_lead_out_of_the_library(name: str) -> None:
    with pytest.raises(SourceError):
        Harvests.collection("https://exemple.fr/", name)
