"""This test ensures that what a message recommends can be done, and helps.

The messages are read from the source: a command that one names has to exist with its
options, a setting has to be one, and each has a test that starts where the message is
given and ends well. A new one without such a test fails here.
"""

import ast
import re
import shlex
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from typer.main import get_command

from gtnum.cli import app, main
from gtnum.library.library_folder import Library
from gtnum.settings import Settings
from tests.gtnum.conftest import Run

ROOT = Path(__file__).parents[2]
PACKAGES = ("ontology", "ingest", "graph", "search_api", "gtnum")
HERE = "tests/gtnum/test_remedies.py"

TESTED = {
    "deposits restore": "tests/gtnum/deposits/test_service_deposits.py::"
    "test_a_document_of_a_folder_does_not_come_back",
    "deposits token": f"{HERE}::test_a_token_that_is_none_is_replaced",
    "harvest": "tests/gtnum/test_harvest.py::"
    "test_a_dry_run_tells_what_an_address_offers",
    "ingest": f"{HERE}::test_without_a_library_one_is_made",
    "library backup": f"{HERE}::test_without_a_whole_backup_another_is_made",
    "library list": "tests/gtnum/commands/test_library.py::"
    "test_the_first_generation_has_no_parent_to_go_back_to",
    "library prune": "tests/gtnum/commands/test_library_verify.py::"
    "test_damage_in_what_is_not_published_matters_less_and_needs_all",
    "library repair": "tests/gtnum/commands/test_library_verify.py::"
    "test_what_a_finding_recommends_mends_it",
    "library restore": f"{HERE}::test_a_damaged_backup_gives_way_to_a_whole_one",
    "library rollback": f"{HERE}::test_a_damaged_generation_gives_way_to_a_whole_one",
    "library verify": f"{HERE}::test_a_verification_names_the_damaged_file",
    "rebase": "tests/gtnum/test_rebase.py::test_a_library_moves_whole",
    "reindex": f"{HERE}::test_damaged_indexes_are_made_again",
    "validate": "tests/gtnum/commands/test_sparql.py::"
    "test_faults_are_a_table_or_json_and_the_code_says_so",
    "GTNUM_BASE_IRI": f"{HERE}::test_another_base_is_set",
    "GTNUM_CURATION": "tests/gtnum/test_curation.py::"
    "test_a_file_that_is_named_must_exist",
    "GTNUM_EMBEDDER": "tests/gtnum/test_cli.py::"
    "test_a_library_of_the_former_default_is_refused_by_name_and_moves",
    "GTNUM_EMBED_ANCESTORS": "tests/gtnum/wiring/test_shared_parts.py::"
    "test_only_origins_may_show_our_list_in_a_frame",
    "GTNUM_HARVEST_ALLOWED_HOSTS": "tests/gtnum/test_harvest.py::"
    "test_a_private_source_is_refused_with_the_reason",
    "GTNUM_HARVEST_FILE_HOSTS": "tests/ingest/harvest/test_linked_files.py::"
    "test_a_file_that_leads_to_another_site_is_refused",
    "GTNUM_HTTP_CONNECTIONS": "tests/gtnum/commands/test_serve.py::"
    "test_the_limits_are_those_of_the_settings",
    "GTNUM_LEXICAL_INDEX": "tests/search_api/test_indexer.py::"
    "test_unknown_kind_names_those_that_there_are",
    "GTNUM_LIBRARY": "tests/gtnum/commands/test_options.py::"
    "test_an_option_that_is_not_given_leaves_the_setting",
    "GTNUM_RELATED_ADDRESSES": "tests/gtnum/wiring/test_parts.py::"
    "test_pages_are_fetched_only_where_the_settings_say_so",
    "GTNUM_TOKENS": f"{HERE}::test_a_token_that_is_none_is_replaced",
    "GTNUM_TRUSTED_PROXIES": "tests/search_api/web/admission/test_callers.py::"
    "test_a_proxy_that_is_no_address_is_refused",
    "GTNUM_UPLOAD_MAX_MB": "tests/gtnum/commands/test_search.py::"
    "test_a_draft_is_as_large_as_the_setting_allows",
    "GTNUM_VECTOR_INDEX": "tests/search_api/test_indexer.py::"
    "test_unknown_kind_names_those_that_there_are",
}
"""What messages recommend → the test that does it from the broken state."""

HOLE = "…"
"""Stands in a message for what is filled in."""


def messages(path: Path) -> Iterator[str]:
    """Yield the texts of a module without its docstrings; ``HOLE`` for values."""
    tree = ast.parse(path.read_text("utf-8"))
    parts = {
        part
        for node in ast.walk(tree)
        for part in (
            ast.walk(node)
            if isinstance(node, ast.JoinedStr)
            else ([node.value] if isinstance(node, ast.Expr) else [])
        )
        if part is not node
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield "".join(
                str(part.value) if isinstance(part, ast.Constant) else HOLE
                for part in node.values
            )
        elif node not in parts and isinstance(node, ast.Constant):
            yield str(node.value)


MESSAGES = [
    text
    for package in PACKAGES
    for path in sorted((ROOT / package).rglob("*.py"))
    for text in messages(path)
]
COMMANDS = sorted(
    {c for text in MESSAGES for c in re.findall(r"`gtnum ([^`]+)`", text)}
)
SETTINGS = sorted({s for t in MESSAGES for s in re.findall(r"GTNUM_[A-Z_]+[A-Z]", t)})


def command_named(words: list[str]) -> tuple[str, object]:
    """Return the command that words begin with, and its name."""
    group = get_command(app)
    name: list[str] = []
    while commands := getattr(group, "commands", None):
        assert words, f"{name} is no whole command"
        assert words[0] in commands, f"gtnum {' '.join([*name, words[0]])} is none"
        group = commands[words[0]]
        name.append(words[0])
        words = words[1:]
    return " ".join(name), group


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_that_a_message_names_exists_with_its_options(command: str) -> None:
    words = shlex.split(command)
    _, found = command_named(words)
    known = {option for each in found.params for option in each.opts}  # type: ignore[attr-defined]
    assert {word for word in words if word.startswith("--")} <= known


@pytest.mark.parametrize("setting", SETTINGS)
def test_a_setting_that_a_message_names_is_one(setting: str) -> None:
    assert setting.removeprefix("GTNUM_").lower() in Settings.model_fields


def test_no_message_names_a_command_without_marking_it() -> None:
    """Only marked ones are read by this test, and by people who copy them."""
    bare = (
        r"(?<![`\w.-])(?<!« )gtnum (?:library|deposits|reindex|ingest|rebase|harvest)\b"
    )
    found = [text for text in MESSAGES if re.search(bare, text)]
    assert [text for text in found if "Exemple :" not in text] == []


def test_all_that_messages_recommend_is_tested_from_the_broken_state() -> None:
    named = {command_named(shlex.split(command))[0] for command in COMMANDS}
    assert named | set(SETTINGS) == set(TESTED)
    for place in TESTED.values():
        path, _, test = place.partition("::")
        assert f"def {test}(" in (ROOT / path).read_text("utf-8"), place


def remedy(told: str, start: str = "") -> list[str]:
    """Return the words of the command that messages name, as a user copies them."""
    named = [c for c in re.findall(r"`gtnum ([^`]+)`", told) if c.startswith(start)]
    assert named, told
    return shlex.split(named[0])


def settings_in(told: str) -> dict[str, str]:
    """Return the settings that a message gives with a value."""
    return {
        name: value.rstrip(".,")
        for name, value in re.findall(r"(GTNUM_[A-Z_]+)=(\S+)", told)
    }


SEARCH = ("search", "sobriété")


@pytest.mark.slow
def test_without_a_library_one_is_made(gtnum: Run, documents: Path) -> None:
    code, _, told = gtnum(*SEARCH)
    assert code == 3
    words = [str(documents) if word == "DOSSIER" else word for word in remedy(told)]
    assert gtnum(*words)[0] == 0
    assert gtnum(*SEARCH)[0] == 0


@pytest.mark.slow
def test_a_damaged_generation_gives_way_to_a_whole_one(
    gtnum: Run, published: Path, tmp_path: Path
) -> None:
    library = Library(tmp_path / "library")
    parent = library.current()
    with library.building() as building:
        shutil.copytree(parent.folder, building.folder, dirs_exist_ok=True)
        manifest = replace(parent.manifest, name=building.name, parent=parent.name)
        current = building.publish(manifest)
    (current.folder / "graph" / "CURRENT").unlink()
    code, _, told = gtnum(*SEARCH)
    assert code == 0, "the other generation stands in"
    assert gtnum(*remedy(told, "library rollback"))[0] == 0
    assert gtnum(*SEARCH)[::2] == (0, "")


@pytest.mark.slow
def test_damaged_indexes_are_made_again(
    gtnum: Run, published: Path, tmp_path: Path
) -> None:
    path = Library(tmp_path / "library").current().folder / "vectors" / "index.faiss"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    code, _, told = gtnum(*SEARCH)
    assert code
    assert gtnum(*remedy(told, "reindex"))[0] == 0
    assert gtnum(*SEARCH)[0] == 0


def test_a_verification_names_the_damaged_file(
    gtnum: Run, published: Path, tmp_path: Path
) -> None:
    current = Library(tmp_path / "library").current()
    victim = max(
        (current.folder / "graph").glob("*.sst"), key=lambda p: p.stat().st_size
    )
    victim.write_bytes(bytes(victim.stat().st_size))
    code, _, _ = gtnum("sparql", "ASK { ?s ?p ?o }")
    assert code
    code, found, _ = gtnum("library", "verify", "--json")
    assert code == 3
    assert victim.name in found


@pytest.mark.slow
def test_another_base_is_set(
    gtnum: Run, published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GTNUM_BASE_IRI", "https://other.example/")
    code, _, told = gtnum(*SEARCH)
    assert code == 3
    assert remedy(told, "rebase") == ["rebase", "https://other.example/"]
    for name, value in settings_in(told).items():
        monkeypatch.setenv(name, value)
    assert gtnum(*SEARCH)[0] == 0


def test_a_token_that_is_none_is_replaced(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from gtnum.deposits.deposit_tokens import Tokens
    from ontology.errors import KnowledgeError

    with pytest.raises(KnowledgeError) as refusal:
        Tokens("claire=short")
    words = [w if w != "NOM" else "claire" for w in remedy(refusal.value.remedy)]
    with pytest.raises(SystemExit):
        main(words)
    token, told = capsys.readouterr()
    monkeypatch.setenv("GTNUM_TOKENS", settings_in(told)["GTNUM_TOKENS"])
    assert Tokens(Settings().tokens).owner_of(token.strip()) == "claire"


def test_a_damaged_backup_gives_way_to_a_whole_one(
    gtnum: Run,
    published: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    place = tmp_path / "backups"
    for _ in range(2):
        assert gtnum("library", "backup", place)[0] == 0
    (place / "snapshots" / "0002.json").write_text("{}")
    with pytest.raises(SystemExit):
        main(["library", "check-backup", str(place)])
    told = capsys.readouterr().err
    words = [w if w != "DOSSIER" else str(tmp_path / "new") for w in remedy(told)]
    with pytest.raises(SystemExit) as stop:
        main(words)
    assert not stop.value.code
    Library(tmp_path / "new").current().verify()


def test_without_a_whole_backup_another_is_made(
    gtnum: Run,
    published: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    place = tmp_path / "backups"
    assert gtnum("library", "backup", place)[0] == 0
    (place / "snapshots" / "0001.json").write_text("{}")
    with pytest.raises(SystemExit):
        main(["library", "check-backup", str(place)])
    told = capsys.readouterr().err
    words = [w if w != "DOSSIER" else str(tmp_path / "others") for w in remedy(told)]
    assert gtnum(*words)[0] == 0
    with pytest.raises(SystemExit) as stop:
        main(["library", "check-backup", str(tmp_path / "others")])
    assert not stop.value.code
