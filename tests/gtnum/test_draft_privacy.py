"""Nothing of a draft is kept: not in any file, not in the log, not even its name.

A real service runs with folders of its own; drafts of every kind hold a word that is
nowhere else, and so do the names of their files. Afterwards all files are those of
before, and neither they nor the log hold the word.
"""

import html
import socket
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from gtnum.settings import Settings
from tests.gtnum.conftest import copy_to, served, wait_until
from tests.ingest.conftest import build_pdf
from tests.ingest.office_files import container, line, open_file, word

pytestmark = pytest.mark.slow

WORD = "zorglubien"
TEXT = f"La sobriété {WORD} s’enseigne dès l’école primaire, avec les élèves."
CODINGS = ("utf-8", "utf-16-le", "utf-16-be")


def small_program(path: Path, started: Path) -> None:
    """Write a program that stands in for LibreOffice, and never ends."""
    path.write_text(
        f"#!{sys.executable}\nimport pathlib, time\n"
        f"pathlib.Path({str(started)!r}).touch()\ntime.sleep(600)\n"
    )
    path.chmod(0o755)


@pytest.fixture(scope="module")
def place(made_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a library and all that a service may write to."""
    root = copy_to(made_once, tmp_path_factory.mktemp("private"))
    for name in ("tmp", "home", "cwd", "bin"):
        (root / name).mkdir()
    small_program(root / "bin" / "soffice", root / "bin" / "started")
    return root


@pytest.fixture(scope="module")
def private(place: Path) -> Iterator[httpx.Client]:
    with served(
        place / "library",
        folder=place / "cwd",
        HOME=str(place / "home"),
        TMPDIR=str(place / "tmp"),
        XDG_CACHE_HOME=str(place / "home" / "cache"),
        PATH=f"{place / 'bin'}:{Settings().environment()['PATH']}",
        GTNUM_LOG_LEVEL="DEBUG",
        GTNUM_UPLOAD_MAX_MB="1",
    ) as client:
        yield client


def files(place: Path) -> dict[str, tuple[int, int]]:
    """Return size and time of every file but the log."""
    return {
        str(path.relative_to(place)): (path.stat().st_size, path.stat().st_mtime_ns)
        for path in sorted(place.rglob("*"))
        if path.is_file() and path.name not in ("serve.log", "started")
    }


def in_file(content: bytes, ending: str, kind: str = "") -> dict[str, object]:
    name = f"{WORD}.{ending}"
    return {"files": {"file": (name, content, kind or "application/octet-stream")}}


SENT = {
    "json": ({"json": {"text": TEXT}}, 200),
    "form": ({"data": {"text": TEXT}}, 200),
    "text": ({"content": TEXT, "headers": {"content-type": "text/plain"}}, 200),
    "html": ({"json": {"text": f"<p>{TEXT}</p><p hidden>{WORD}</p>"}}, 200),
    "escaped": ({"json": {"text": html.escape(f"<p>{TEXT}</p>")}}, 200),
    "markdown": (in_file(f"# {WORD}\n\n{TEXT}".encode(), "md"), 200),
    "word": (in_file(word(line(TEXT)), "docx"), 200),
    "text document": (in_file(open_file(f"<text:p>{TEXT}</text:p>"), "odt"), 200),
    "pdf": (in_file(build_pdf([[TEXT]], title=WORD), "pdf"), 200),
    "large": (in_file(f"{TEXT}\n\n".encode() * 3_000, "txt", "text/plain"), 200),
    "broken": (in_file(b"PK\x03\x04" + TEXT.encode(), "docx"), 415),
    "broken pdf": (in_file(b"%PDF-1.7\n" + TEXT.encode(), "pdf"), 422),
    "no document": (in_file(b"\x7fELF" + TEXT.encode(), "bin"), 415),
    "refused": ({"json": {"text": TEXT, "limit": WORD}}, 422),
    "unknown key": ({"json": {"text": TEXT, WORD: 1}}, 422),
    "too large": ({"content": f"{TEXT} ".encode().ljust(1_040_000, b".")}, 413),
    "other type": ({"content": TEXT, "headers": {"content-type": f"a/{WORD}"}}, 415),
    "not json": (
        {"content": TEXT, "headers": {"content-type": "application/json"}},
        422,
    ),
    "private page": ({"json": {"url": f"http://{WORD}.invalid/"}}, 403),
}


def posted(client: httpx.Client, address: str, request: dict) -> httpx.Response:
    """Ask, again where a machine that is busy with others has no place just now."""
    answers = []

    def is_answered() -> bool:
        try:
            answers.append(client.post(address, **request))
        except httpx.TransportError:  # refused while its body was on the way
            return False
        return answers[-1].status_code not in (429, 503)

    wait_until(is_answered, pause=0.5)
    return answers[-1]


@pytest.fixture(scope="module")
def before(place: Path, private: httpx.Client) -> dict[str, tuple[int, int]]:
    """What there is after the first draft, which may load what is loaded once."""
    first = {"json": {"text": "Un premier texte."}}
    assert posted(private, "/related", first).is_success
    return files(place)


def test_drafts_of_every_kind_are_answered(private, before):
    for name, (request, status) in SENT.items():
        if name == "too large":
            request = {**request, "headers": {"content-type": "text/plain"}}
        pages = ["/apparentes"] if name in ("form", "word", "broken pdf") else []
        for address in ("/related", *pages):
            answer = posted(private, address, request)
            assert answer.status_code == status, (name, answer.text)


def test_clients_that_leave_give_places_and_files_back(private, place, before):
    """One is being read, one waits for the reader: there is no third place."""
    server = (private.base_url.host, private.base_url.port)
    texts = [in_file(container("WordDocument", TEXT), "doc"), {"json": {"text": TEXT}}]
    with ExitStack() as stack:
        for sent in texts:
            one = stack.enter_context(socket.create_connection(server))
            request = private.build_request("POST", "/related", **sent)
            lines = [f"{name}: {value}" for name, value in request.headers.items()]
            head = "\r\n".join(("POST /related HTTP/1.1", *lines, "", ""))
            one.sendall(head.encode() + request.read())
            wait_until((place / "bin" / "started").exists)
        assert list((place / "tmp").glob("gtnum-office-*"))
    wait_until(lambda: not list((place / "tmp").iterdir()))
    assert posted(private, "/related", {"json": {"text": TEXT}}).is_success


def test_no_file_changed_and_none_holds_the_word(private, place, before):
    assert files(place) == before
    needles = [WORD.encode(coding) for coding in CODINGS]
    for path in place.rglob("*"):
        assert WORD not in path.name
        if path.is_file():
            content = path.read_bytes()
            assert not any(needle in content for needle in needles), path
    log = (place / "serve.log").read_text(encoding="utf-8")
    assert log
    assert WORD not in log.casefold()
