"""Makes the small library that tests keep of a release, with the code of that release.

    python scripts/make_released_library.py 0.4.0 5c53f12 tests/gtnum/released_libraries

Two documents of our own making are read one after the other, so that the library has
two generations. To stay small it is made without most tables of reference data, with
the smallest model, and without dumps and cache: none of this is a matter of format.
The result is ``VERSION.tar.xz``; the libraries of today's environment write it.
"""

import os
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LONG_TABLES = (
    "concepts",
    "reference/academies",
    "reference/departments",
    "reference/groups",
    "reference/identifiers",
    "reference/institutions",
    "reference/labs",
    "reference/people",
    "reference/productions",
    "reference/services",
    "reference/sources",
    "reference/themes",
)
KEPT = ("lab:mica", "academy:bordeaux")
"""What the documents name; it stays in its table."""

DOCUMENTS = {
    "sobriete.md": """---
id: fiche-sobriete
title: "Mesurer la sobriété numérique à l’école"
date: 2026-03-02
lang: fr
labs: [MICA]
---
## Résumé

Les élèves mesurent l’empreinte de leurs usages numériques avec le laboratoire MICA.
""",
    "forges.md": """---
id: fiche-forges
title: "Forges : partager des ressources libres"
date: 2026-04-03
lang: fr
---
Les forges logicielles aident les enseignants à partager des ressources éducatives.
""",
}
PASSING = ("LOG", "LOCK", "writer.lock", "readings")


def main(arguments: list[str]) -> int:
    """Make the library of a version from a commit, into a folder."""
    version, commit, folder = arguments
    with tempfile.TemporaryDirectory() as place:
        work = Path(place)
        code = work / "code"
        git = ["git", "-C", str(ROOT), "worktree"]
        subprocess.run([*git, "add", "--detach", str(code), commit], check=True)
        try:
            prepare(code, version)
            for name, text in DOCUMENTS.items():
                (work / "notes").mkdir(exist_ok=True)
                (work / "notes" / name).write_text(text, encoding="utf-8")
                ingest(code, work)
        finally:
            subprocess.run([*git, "remove", "--force", str(code)], check=True)
        target = Path(folder) / f"{version}.tar.xz"
        pack(work / "library", target)
    print(target, target.stat().st_size, "bytes")
    return 0


def prepare(code: Path, version: str) -> None:
    """Leave long tables out, and let the code tell its own version."""
    for name in LONG_TABLES:
        table = code / "ontology" / f"{name}.ttl"
        if table.is_file():
            blocks = table.read_text(encoding="utf-8").split("\n\n")
            named = [block for block in blocks if block.startswith(KEPT)]
            prefixes = [line for line in blocks[0].splitlines() if line[:1] == "@"]
            text = "\n\n".join(["\n".join(prefixes), *named])
            table.write_text(f"{text}\n", encoding="utf-8")
    told = code / f"gtnum-{version}.dist-info"
    told.mkdir()
    metadata = f"Metadata-Version: 2.1\nName: gtnum\nVersion: {version}\n"
    (told / "METADATA").write_text(metadata, encoding="utf-8")


def ingest(code: Path, work: Path) -> None:
    """Read the notes into the library with the code of the release."""
    settings = {
        "PYTHONPATH": str(code),
        "GTNUM_EMBEDDER": "embedded-fast",
        "GTNUM_DUMPS": "false",
        "GTNUM_READING_CACHE_MB": "0",
    }
    command = [sys.executable, "-m", "gtnum.cli", "ingest", "notes"]
    environment = {**os.environ, **settings}
    subprocess.run(command, cwd=work, env=environment, check=True)


def pack(library: Path, target: Path) -> None:
    """Write the library; what generations share is in it once."""

    def kept(info: tarfile.TarInfo) -> tarfile.TarInfo | None:
        info.uid = info.gid = 0
        info.uname = info.gname = ""
        return None if Path(info.name).name in PASSING else info

    with tarfile.open(target, "w:xz", preset=9) as archive:
        archive.add(library, "library", filter=kept)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
