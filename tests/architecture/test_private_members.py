"""This test ensures that tests leave alone what the code keeps to itself.

A test that sets ``service._pool`` holds the inside of a class in place: it breaks when
the room is tidied, and passes when the promise is broken.
"""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TESTS = sorted((ROOT / "tests").rglob("*.py"))


def private_members_set(tree: ast.AST) -> set[str]:
    """Return the private names that a test gives to an object not its own."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign | ast.Delete):
            targets = getattr(node, "targets", None) or [getattr(node, "target", node)]
            found |= {
                each.attr
                for target in targets
                for each in ast.walk(target)
                if isinstance(each, ast.Attribute)
                and isinstance(each.ctx, ast.Store | ast.Del)
                and ast.unparse(each.value) != "self"
            }
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("setattr"):
            found |= {
                str(each.value).rpartition(".")[2]
                for each in node.args[:2]
                if isinstance(each, ast.Constant)
            }
    return {name for name in found if name.startswith("_") and name[1:2] != "_"}


@pytest.mark.parametrize(
    "path", TESTS, ids=lambda path: path.relative_to(ROOT / "tests").as_posix()
)
def test_no_test_sets_private_members(path: Path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert not private_members_set(tree)


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("service._pool = None", {"_pool"}),
        ("kept, service._vectors = service._vectors, None", {"_vectors"}),
        ("monkeypatch.setattr(child, '_BOOT', boot)", {"_BOOT"}),
        ("monkeypatch.setattr('a.b._tls', boot)", {"_tls"}),
        ("del pool._idle", {"_idle"}),
        ("class Fake:\n    def f(self): self._names = []", set()),
        ("monkeypatch.setattr(module, 'read', fake)", set()),
        ("found = service._pool", set()),
    ],
)
def test_the_check_sees_what_it_should(source, names):
    assert private_members_set(ast.parse(source)) == names
