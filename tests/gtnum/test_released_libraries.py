"""This test ensures that a library of any release is used today, or refused with a way.

``tests/gtnum/released_libraries`` holds a small one of each release, made by its code:
two generations of two documents. A refusal names a command; that command is run here,
and what was refused then works.
"""

import re
import shlex
import tarfile
from pathlib import Path

import pytest

from gtnum.library.library_folder import Library
from tests.gtnum.conftest import Run

pytestmark = pytest.mark.slow

RELEASED = Path(__file__).parent / "released_libraries"
VERSIONS = [path.name.removesuffix(".tar.xz") for path in RELEASED.glob("*.tar.xz")]
READ_INTO = ["0.1.0", "0.6.0"]
"""The oldest ledger and the newest: those between are read as these are."""

SEARCHED = ["0.2.0", "0.5.0"]

UPGRADED = ["0.3.0", "0.4.0"]
"""The last one whose indexes are made again, and the first whose are not."""

SEARCH = ("search", "Qui mesure la sobriété numérique ?", "--json")


@pytest.fixture(params=sorted(VERSIONS))
def released(request: pytest.FixtureRequest, tmp_path: Path) -> Library:
    """The library of a release, in the place of the library of this test."""
    with tarfile.open(RELEASED / f"{request.param}.tar.xz") as archive:
        archive.extractall(tmp_path, filter="data")
    found = Library(tmp_path / "library")
    assert found.current().manifest.versions["gtnum"] == request.param
    return found


def the_way(messages: str) -> list[str]:
    """Return the words of the command that a refusal names, without the program."""
    named = re.findall(r"`gtnum ([^`]+)`", messages)
    assert named, messages
    return shlex.split(named[0])


def finds(output: str) -> bool:
    return "fiche-sobriete" in output


def test_there_is_one_of_every_release():
    changelog = (Path(__file__).parents[2] / "CHANGELOG.md").read_text("utf-8")
    releases = re.findall(r"^## \[(\d[\d.]+)\]", changelog, re.MULTILINE)
    assert sorted(VERSIONS) == sorted(releases)


def test_it_is_listed_verified_asked_and_rolled_back_as_it_is(
    released: Library, gtnum: Run
):
    code, output, _ = gtnum("library", "list", "--json")
    assert (code, output.count('"name"')) == (0, 2)
    assert gtnum("library", "verify")[0] == 0
    count = "SELECT (COUNT(*) AS ?n) { ?d a <https://gtnum.example/ontology#Document> }"
    code, output, _ = gtnum("sparql", count, "--format", "csv")
    assert (code, output.split()) == (0, ["n", "2"])
    assert gtnum("library", "rollback")[0] == 0
    assert released.current().name == "0001"


def search_at_once_or_after_the_remedy(released: Library, gtnum: Run) -> None:
    code, output, messages = gtnum(*SEARCH)
    if code:
        assert released.current().name == "0002"
        assert gtnum(*the_way(messages))[0] == 0
        code, output, messages = gtnum(*SEARCH)
    assert (code, messages) == (0, "")
    assert finds(output)


@pytest.mark.parametrize("released", SEARCHED, indirect=True)
def test_it_is_searched_at_once_or_after_what_the_refusal_names(
    released: Library, gtnum: Run
):
    search_at_once_or_after_the_remedy(released, gtnum)


@pytest.mark.parametrize("released", READ_INTO, indirect=True)
def test_it_is_read_into_after_the_same(released: Library, gtnum: Run, tmp_path: Path):
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "quasar.txt").write_text("Un quasar pulse dans le ciel.", "utf-8")
    search_at_once_or_after_the_remedy(released, gtnum)
    assert gtnum("ingest", notes)[0] == 0
    assert released.current().manifest.counts["documents"] == 3


@pytest.mark.parametrize("released", UPGRADED, indirect=True)
def test_it_is_upgraded_once_and_the_generation_before_stays(
    released: Library, gtnum: Run
):
    code, output, messages = gtnum("library", "upgrade")
    assert code == 0
    assert "Génération publiée : 0003" in output
    assert "2 documents ont été lus par une autre version" in messages
    assert "gtnum ingest" in messages
    released.current().verify()
    assert released.current().manifest.counts["documents"] == 2
    code, output, _ = gtnum(*SEARCH)
    assert (code, finds(output)) == (0, True)
    assert "au format de cette version" in gtnum("library", "upgrade")[1]
    assert [one.name for one in released.generations()][-2:] == ["0002", "0003"]
    assert gtnum("library", "rollback")[0] == 0
    assert released.current().name == "0002"


def test_every_release_is_searched_by_one_of_these():
    assert {*SEARCHED, *READ_INTO, *UPGRADED} == set(VERSIONS)


def test_a_library_of_a_later_format_is_refused_with_its_number(
    published: Path, gtnum: Run, tmp_path: Path
):
    manifest = tmp_path / "library" / "generations" / "0001" / "manifest.json"
    text = manifest.read_text("utf-8").replace('"format": 1', '"format": 2')
    manifest.write_text(text, "utf-8")
    for command in (SEARCH, ("library", "upgrade"), ("sparql", "ASK {}")):
        code, _, messages = gtnum(*command)
        assert code == 3
        assert "est au format 2" in messages
        assert "plus récente" in messages
