"""This test ensures that the mutation sampler counts what the tests of a room see."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.mutation_sites import Site, find_sites
from scripts.sample_mutations import (
    EQUIVALENT,
    TestRun,
    as_result,
    draw,
    order_tests,
    sample,
    test_folder,
)

ROOT = Path(__file__).resolve().parents[2]
CODE = "def is_small(x):\n    return x < 3\n"
TEST = "from {name}.code import is_small\n\ndef test_it():\n    assert is_small({x})\n"


def site(package: str, number: int, kind: str = "compare") -> Site:
    return Site(f"{package}-{kind}-{number}", "a.py", 1, kind, 0, 1, "<", "<=")


def test_packages_are_drawn_by_their_lines_and_kinds_take_turns():
    sites = {
        name: [site(name, n, kind) for n in range(50) for kind in ("compare", "return")]
        for name in ("large", "small")
    }
    drawn = draw(sites, {"large": 3_000, "small": 1_000}, seed=5, count=12)
    assert [each.identifier[:5] for each in drawn] == ["large"] * 9 + ["small"] * 3
    assert {each.kind for each in drawn} == {"compare", "return"}
    assert len(set(drawn)) == 12


def test_a_seed_draws_the_same_again_and_another_seed_others():
    sites = {"a": [site("a", number) for number in range(100)]}
    first, again, other = (
        draw(sites, {"a": 10}, seed=seed, count=20) for seed in (1, 1, 2)
    )
    assert first == again
    assert set(first) != set(other)


def test_a_small_package_is_drawn_whole():
    sites = {"a": [site("a", 1), site("a", 2)]}
    assert len(draw(sites, {"a": 10}, seed=1, count=9)) == 2


def test_the_nearest_folder_that_mirrors_a_file_tests_it(tmp_path):
    for name in ("tests/a/test_x.py", "tests/a/b/test_y.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert test_folder(tmp_path, "a/b/y.py") == tmp_path / "tests/a/b"
    assert test_folder(tmp_path, "a/b/c/z.py") == tmp_path / "tests/a/b"
    assert test_folder(tmp_path, "a/x.py") == tmp_path / "tests/a"
    assert test_folder(tmp_path, "z/x.py") == tmp_path / "tests"


def test_the_file_of_the_same_name_then_importers_come_first(tmp_path):
    (tmp_path / "test_a_first.py").write_text("import os\n")
    (tmp_path / "test_other.py").write_text("from p.room.thing import x\n")
    (tmp_path / "test_thing.py").touch()
    first, rest = order_tests(tmp_path, "p/room/thing.py")
    assert [path.name for path in first] == ["test_thing.py", "test_other.py"]
    assert [path.name for path in rest] == ["test_a_first.py"]


@pytest.fixture
def tiny_tree(tmp_path, monkeypatch):
    """Return a tree with two rooms: one test sees the boundary, the other does not."""
    for name, value in (("keen_room", 2), ("lax_room", -9)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "code.py").write_text(CODE)
        (tmp_path / "tests" / name).mkdir(parents=True)
        test = TEST.format(name=name, x=value)
        if name == "keen_room":
            test += "    assert not is_small(3)\n"
        (tmp_path / "tests" / name / "test_code.py").write_text(test)
    (tmp_path / "pytest.ini").write_text("[pytest]\npythonpath = .\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    return tmp_path


def judge(tree: Path, file: str, **equivalent: str):
    drawn = [s for s in find_sites(file, CODE.encode()) if s.kind == "compare"]
    if equivalent:
        equivalent = {drawn[0].identifier: equivalent["reason"]}
    run = TestRun(tree, ["-c", str(tree / "pytest.ini"), "--import-mode=importlib"])
    return sample(run, drawn, equivalent)


def test_a_mutation_that_a_test_sees_is_killed(tiny_tree):
    (outcome,) = judge(tiny_tree, "keen_room/code.py")
    assert (outcome.status, outcome.tests) == ("killed", "tests/keen_room")
    assert outcome.seen_by.endswith("test_code.py::test_it")
    assert (tiny_tree / "keen_room" / "code.py").read_text() == CODE


def test_a_mutation_that_no_test_sees_survives(tiny_tree):
    (outcome,) = judge(tiny_tree, "lax_room/code.py")
    assert outcome.status == "survived"


def test_a_mutation_that_never_ends_is_killed_by_its_cap(tiny_tree, monkeypatch):
    monkeypatch.setattr("scripts.sample_mutations.SECONDS_AT_LEAST", 2.0)
    monkeypatch.setattr("scripts.sample_mutations.SLOWER_AT_MOST", 0.0)
    loop = "while x < 3:\n    x += 1\n"
    (tiny_tree / "keen_room" / "code.py").write_text(f"x = 0\n{loop}" + CODE)
    content = (tiny_tree / "keen_room" / "code.py").read_bytes()
    endless = Site("e", "keen_room/code.py", 2, "compare", 12, 17, "x < 3", "True")
    (outcome,) = sample(TestRun(tiny_tree), [endless], {})
    assert outcome.status == "timed out"
    assert (tiny_tree / "keen_room" / "code.py").read_bytes() == content


def test_tests_that_fail_without_a_mutation_judge_nothing(tiny_tree):
    (tiny_tree / "tests/lax_room/test_code.py").write_text("def test(): assert False\n")
    with pytest.raises(SystemExit, match="fails without a mutation"):
        judge(tiny_tree, "lax_room/code.py")


def test_an_equivalent_mutation_is_reported_and_not_counted(tiny_tree):
    outcomes = judge(tiny_tree, "lax_room/code.py", reason="nobody can see it")
    identifier = outcomes[0].site.identifier
    result = as_result(outcomes, seed=1, commit="c", equivalent={identifier: "why"})
    assert (result["drawn"], result["counted"], result["equivalent"]) == (1, 0, 1)
    assert result["mutations"][0]["reason"] == "why"


def test_the_list_of_equivalent_mutations_names_sites_that_exist():
    known = json.loads(EQUIVALENT.read_text("utf-8"))
    for identifier, reason in known.items():
        file = identifier.partition(":")[0]
        sites = find_sites(file, (ROOT / file).read_bytes())
        assert identifier in {site.identifier for site in sites}
        assert len(reason.split()) >= 4, f"{identifier}: say why no test can see it"


def test_the_script_lists_what_a_seed_draws():
    script = str(ROOT / "scripts" / "sample_mutations.py")
    command = [sys.executable, script, "--seed", "3", "--count", "5", "--list"]
    command += ["--package", "ontology"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    lines = done.stdout.splitlines()
    assert len(lines) == 5
    assert all(line.startswith("ontology/") for line in lines)
