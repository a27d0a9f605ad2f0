"""Any question has an answer or a clear problem, over HTTP and on the terminal."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from gtnum import wiring
from gtnum.cli import main
from gtnum.settings import Settings
from tests.gtnum.conftest import wait_until

pytestmark = pytest.mark.slow

Ask = Callable[..., tuple[int, str, str]]

REFUSED = {
    "empty": ("", "vide"),
    "blank": (" \t ", "vide"),
    "nul bytes": ("\x00\x00", "vide"),
    "ten thousand characters": ("a" * 10_000, "1 000"),
    "emoji": ("🙂🙃", "ni lettre ni chiffre"),
    "punctuation": ("?!…", "ni lettre ni chiffre"),
    "operators": ('"" + - "-" +"', "ni lettre ni chiffre"),
    "only exclusions": ("-école", "exclure"),
    "one letter": ("a", "trop courants"),
    "stop words": ("le la les des", "trop courants"),
    "words of operators": ("AND OR 1", "trop courants"),
}
ANSWERED = {
    "cyrillic": "цифровая трезвость",
    "chinese": "数字教育",
    "arabic": "التعليم الرقمي",
    "unbalanced quote": 'sobriété "numérique',
    "nul byte inside": "sobriété\x00numérique",
    "emoji inside": "sobriété 🙂 numérique",
    "right to left marks": "\u202esobriété\u202c",
    "a thousand characters": "mot " * 250,
    "three hundred words": "un mot " * 140 + "sobriété",
    "a phrase of common words": '"de la"',
    "sparql": "SELECT ?s WHERE { ?s ?p ?o } # sans IA",
    "exclusion of what nobody knows": "sobriété -xylophone hors xylophone",
    "sql and markup": "'; DROP TABLE <script>alert(1)</script> {{7*7}} ${x}",
}


def run(*arguments: object) -> int:
    """Run the command line and return its code."""
    with pytest.raises(SystemExit) as stop:
        main([str(argument) for argument in arguments])
    return int(stop.value.code or 0)


@pytest.fixture(scope="module")
def library(module_library: Path) -> Path:
    """A library of three documents, made by the real command line."""
    return module_library


@pytest.fixture(scope="module")
def notes(library: Path) -> Path:
    """The folder of them."""
    return library.parent / "notes"


@pytest.fixture(scope="module")
def client(library: Path) -> Iterator[TestClient]:
    """The real application over that library."""
    app = wiring.application(Settings(library=library))
    with TestClient(app, raise_server_exceptions=False) as made:
        yield made


@pytest.fixture
def ask(
    library: Path, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    """Search on the terminal: code, output, messages."""

    def search(*arguments: str) -> tuple[int, str, str]:
        # The shell itself takes what begins with a dash for an option.
        code = run("search", "--library", library, *arguments)
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return search


def test_what_cannot_be_asked_is_a_problem_over_http(client: TestClient) -> None:
    for name, (text, reason) in REFUSED.items():
        response = client.get("/search", params={"q": text})
        problem = response.json()
        assert response.status_code == 400, name
        assert problem["type"] == "/problems/bad-question", name
        assert reason in problem["detail"], name


def test_what_cannot_be_asked_is_refused_on_the_terminal(ask: Ask) -> None:
    for name, (text, reason) in REFUSED.items():
        code, _, errors = ask("--", text)
        assert code == 2, name
        assert reason in errors.replace("\n", " "), (name, errors)
        assert "Traceback" not in errors, name


def test_any_other_text_is_answered_over_http(client: TestClient) -> None:
    for name, text in ANSWERED.items():
        for mode in ("hybrid", "words", "vectors"):
            response = client.get("/search", params={"q": text, "mode": mode})
            assert response.status_code == 200, (name, mode)
        page = client.get("/recherche", params={"q": text})
        assert page.status_code == 200, name
        assert "<script>alert" not in page.text, name
        assert client.get("/suggest", params={"q": text}).status_code == 200, name


def test_any_other_text_is_answered_on_the_terminal(ask: Ask) -> None:
    for name, text in ANSWERED.items():
        code, output, errors = ask("--json", "--", text)
        assert code == 0, (name, errors)
        assert "hits" in json.loads(output), name


def test_the_terminal_tells_what_was_understood_and_asked(ask: Ask) -> None:
    _, output, _ = ask("aeson")
    assert "Compris : groupe ÆSON" in output
    _, output, _ = ask("emotionns")
    assert "résultats pour « émotions »" in output


def test_other_scripts_and_common_words_are_not_called_an_answer(
    client: TestClient,
) -> None:
    for name in ("cyrillic", "chinese", "arabic"):
        answer = client.get("/search", params={"q": ANSWERED[name]}).json()
        assert answer["reliable"] is False, name
        assert answer["message"], name


def test_names_in_a_question_are_understood_in_a_real_library(
    client: TestClient,
) -> None:
    answer = client.get("/search", params={"q": "aeson"}).json()
    assert answer["understood"][0]["id"] == "gtnum-2022-aeson"
    assert answer["hits"][0]["document"]["id"] == "fiche-aeson"
    assert answer["entities"][0]["links"]["page"] == "/entite/group/gtnum-2022-aeson"

    slip = client.get("/search", params={"q": "emotionns"}).json()
    assert slip["spelling"]["text"] == "émotions"
    assert slip["spelling"]["applied"]
    assert slip["hits"][0]["document"]["title"] == "Émotions en ligne"

    typed = client.get("/suggest", params={"q": "forg"}).json()["suggestions"]
    assert "Forges" in [one["text"] for one in typed]


def test_a_stale_or_foreign_cursor_is_said_to_be_one(
    client: TestClient, notes: Path, library: Path
) -> None:
    first = client.get("/search", params={"q": "école", "limit": 1}).json()["next"]
    other = first.replace("q=%C3%A9cole", "q=forges")
    assert client.get(other).status_code == 400
    assert client.get("/search?q=a&cursor=pas-un-curseur").status_code == 400

    (notes / "quasar.txt").write_text("Un quasar pulse dans le ciel.", "utf-8")
    assert run("ingest", notes, "--library", library) == 0
    wait_until(lambda: client.get("/health").json()["generation"] == "0002")
    stale = client.get(first)
    assert stale.status_code == 410
    assert stale.json()["type"] == "/problems/stale-cursor"
