"""This test ensures that a library on a read-only volume is read, and not written.

The volume is a mount of its own that the kernel keeps from being written, root or not,
in a user namespace; where a machine allows none, the tests are skipped.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from gtnum.settings import Settings

pytestmark = pytest.mark.slow

IN_A_NAMESPACE = ["unshare", "--user", "--map-root-user", "--mount"]
MOUNTED = 'mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" && exec "$@"'

READ = """
import json, sys
from pathlib import Path
from starlette.testclient import TestClient
from gtnum.settings import Settings
from gtnum.wiring import application

root = Path(sys.argv[1])
try:
    root.joinpath("proof").touch()
    sys.exit("the volume can be written")
except OSError:
    pass
count = "SELECT (COUNT(*) AS ?n) { ?d a <https://gtnum.example/ontology#Document> }"
asked = {
    "health": "/health",
    "search": "/search?q=sobri%C3%A9t%C3%A9",
    "page": "/?q=sobri%C3%A9t%C3%A9",
    "suggest": "/suggest?q=sob",
    "document": "/documents/fiche-aeson",
    "feed": "/search?q=sobri%C3%A9t%C3%A9&format=atom",
    "oai": "/oai?verb=ListRecords&metadataPrefix=oai_dc",
}
with TestClient(application(Settings(library=root))) as client:
    codes = {name: client.get(path).status_code for name, path in asked.items()}
    found = client.get(asked["search"]).json()["hits"][0]["document"]
    original = client.get(found["links"]["original"]).text
    rows = client.get("/sparql", params={"query": count}).json()
    related = client.post("/related", json={"text": "Les élèves et leurs usages."})
print(json.dumps({
    "codes": codes,
    "found": found["id"],
    "original": original,
    "documents": rows["results"]["bindings"][0]["n"]["value"],
    "related": related.status_code,
}))
"""

WRITE = """
import json, sys
from contextlib import redirect_stderr
from io import StringIO
from gtnum.cli import main

told = {}
for command in json.loads(sys.argv[1]):
    messages = StringIO()
    with redirect_stderr(messages):
        try:
            main(command)
        except SystemExit as end:
            told[" ".join(command)] = [end.code, messages.getvalue()]
print(json.dumps(told))
"""

WRITERS = [
    ["ingest", "notes"],
    ["reindex"],
    ["library", "prune"],
    ["deposits", "work", "--once"],
]


def on_a_read_only_volume(library: Path, *command: str) -> "subprocess.Popen[str]":
    """Start a command that sees the library on a volume that cannot be written."""
    return subprocess.Popen(
        [*IN_A_NAMESPACE, "sh", "-c", MOUNTED, str(library), *command],
        env=Settings(library=library).environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=library.parent,
    )


@pytest.fixture(scope="module", autouse=True)
def namespaces() -> None:
    """Skip where the machine lets nobody mount."""
    tried = subprocess.run([*IN_A_NAMESPACE, "true"], capture_output=True)
    if tried.returncode:
        pytest.skip("no user namespaces here")


def files(root: Path) -> dict[str, tuple[int, int]]:
    """Return what is in a folder, as far as writing would change it."""
    return {
        path.relative_to(root).as_posix(): (
            path.stat().st_size,
            path.stat().st_mtime_ns,
        )
        for path in root.rglob("*")
    }


def test_it_is_searched_queried_followed_and_downloaded(module_library: Path) -> None:
    before = files(module_library)
    child = on_a_read_only_volume(
        module_library, sys.executable, "-c", READ, str(module_library)
    )
    output, messages = child.communicate(timeout=400)
    assert child.returncode == 0, messages
    told = json.loads(output)
    assert set(told["codes"].values()) == {200}, told["codes"]
    assert told["found"] == "fiche-aeson"
    assert "sobriété numérique" in told["original"]
    assert told["documents"] == "3"
    assert told["related"] == 200
    assert files(module_library) == before


def test_what_writes_says_so_and_changes_nothing(module_library: Path) -> None:
    before = files(module_library)
    child = on_a_read_only_volume(
        module_library, sys.executable, "-c", WRITE, json.dumps(WRITERS)
    )
    output, messages = child.communicate(timeout=400)
    assert child.returncode == 0, messages
    told = json.loads(output)
    assert list(told) == [" ".join(command) for command in WRITERS]
    for code, message in told.values():
        assert code == 3
        assert "Read-only file system" in message
        assert "--library" in message
    assert files(module_library) == before
