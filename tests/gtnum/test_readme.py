"""This test ensures that the lines of the README work in their order.

They start, as a reader does, where there is no library yet.
"""

import re
import shlex
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from gtnum.settings import Settings
from gtnum.wiring import application
from tests.gtnum.conftest import Run, write_folder

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
DRAFT = "Les adolescents partagent leurs émotions sur les réseaux sociaux."


def commands(page: str) -> list[list[str]]:
    """Return the commands of ``gtnum`` in the blocks of a page, without the program."""
    blocks = re.findall(r"```(?:console|sh)\n(.*?)```", page, re.DOTALL)
    quoted = r"""'[^']*'|"[^"\n]*"|[^\n'"]"""
    line = rf"^(?:\$ )?\.venv/bin/gtnum ((?:{quoted})*)$"
    lines = re.findall(line, "".join(blocks), re.MULTILINE)
    return [shlex.split(line, comments=True) for line in lines]


@pytest.fixture
def reader_at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A reader's home with documents, a draft and the query of the tutorial."""
    home = tmp_path / "home"
    write_folder(home / "my-documents")
    monkeypatch.chdir(home)
    Path("draft.md").write_text(DRAFT, "utf-8")
    tutorial = (ROOT / "docs" / "tutorial" / "premiers-pas.md").read_text("utf-8")
    (query,) = (words[1] for words in commands(tutorial) if words[0] == "sparql")
    Path("labs.rq").write_text(query, "utf-8")
    return home


def run_all(page: str, gtnum: Run, home: Path) -> dict[str, str]:
    """Run the commands in order, each with success; return what they print."""
    printed = {}
    for words in commands(page):
        code, output, messages = gtnum(*(w.replace("~", str(home)) for w in words))
        assert code == 0, f"{words}: {messages}"
        printed[" ".join(words[:2])] = output
    return printed


def test_the_lines_of_the_readme_work_on_a_fresh_library(
    reader_at_home: Path, gtnum: Run, tmp_path: Path
) -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    printed = run_all(text, gtnum, reader_at_home)
    assert len(printed) == 7
    assert "Génération publiée : 0001 (auparavant 0002)" in printed["library rollback"]
    # What the page shows of the facts is what they are.
    csv = re.findall(r"^(?:labo,academie|2LPN,.*)$", text, re.MULTILINE)
    assert len(csv) == 2
    assert all(line in printed["sparql @labs.rq"].splitlines() for line in csv)
    # And the same over HTTP: what is shown is what comes, up to what differs each day.
    asked = re.findall(
        r'^\$ curl -s "?http://127\.0\.0\.1:8000([^ "]+)"? .*\n(.+)$',
        text,
        re.MULTILINE,
    )
    assert len(asked) == 2
    with TestClient(application(Settings(library=tmp_path / "library"))) as client:
        for path, answer in asked:
            start = re.match(r'\{"\w+":"\w+', answer)
            assert start
            assert client.get(path).text.startswith(start[0])
