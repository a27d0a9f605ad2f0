"""This test ensures that whoever calls a function reads what it may raise.

Routes and commands are left out: people read their docstrings, and are told of errors
by the problems of a route and by the exit codes.
"""

import ast
import builtins
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("ontology", "ingest", "graph", "search_api", "gtnum")
MODULES = sorted(
    path for package in PACKAGES for path in (ROOT / package).rglob("*.py")
)
Function = ast.FunctionDef | ast.AsyncFunctionDef


def public_functions(tree: ast.AST, *, is_public: bool = True) -> Iterator[Function]:
    """Yield the functions and methods that others may call, nested ones left out."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.ClassDef):
            yield from public_functions(node, is_public=_is_public(node.name))
        elif isinstance(node, Function):
            if is_public and _is_public(node.name):
                yield node
        else:
            yield from public_functions(node, is_public=is_public)


def _is_public(name: str) -> bool:
    return not name.startswith("_")


def raised(function: Function) -> set[str]:
    """Return the names of what a function raises itself, without passing on."""
    names: set[str] = set()
    waiting: list[ast.AST] = list(function.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, Function | ast.ClassDef | ast.Lambda):
            continue
        if isinstance(node, ast.Raise) and node.exc is not None:
            made = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
            name = ast.unparse(made).rpartition(".")[2]
            if name[0].isupper():  # a variable or a maker of errors names no class
                names.add(name)
        waiting += ast.iter_child_nodes(node)
    return names


def is_shown_to_people(function: Function) -> bool:
    """Return whether the docstring is the help of a command or describes a route."""
    decorators = [ast.unparse(each) for each in function.decorator_list]
    is_route = any(each.startswith("router.") for each in decorators)
    return is_route or "Exemple : gtnum" in (ast.get_docstring(function) or "")


def undocumented(tree: ast.AST, names: dict[str, object]) -> list[str]:
    """Return ``function: error`` for each error that a docstring does not name.

    Args:
        tree: Of the module.
        names: What its names mean, so that an error may be told by what it is one of.
    """
    found = []
    for function in public_functions(tree):
        section = (ast.get_docstring(function) or "").partition("Raises:\n")[2]
        told = {line.strip().partition(":")[0] for line in section.splitlines()}
        told = {name.rpartition(".")[2] for name in told}
        for name in sorted(raised(function)):
            error = names.get(name, getattr(builtins, name, None))
            kin = {name, *(each.__name__ for each in getattr(error, "__mro__", ()))}
            if not kin & told and not is_shown_to_people(function):
                found.append(f"{function.name}: {name}")
    return found


@pytest.mark.parametrize(
    "path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix()
)
def test_what_a_public_function_raises_is_documented(path: Path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    if not any(raised(function) for function in public_functions(tree)):
        return
    name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    module = import_module(name.removesuffix(".__init__"))
    assert undocumented(tree, vars(module)) == []


def test_the_check_sees_what_it_should():
    source = '''
class Open:
    def told(self):
        """Do it.

        Raises:
            ValueError: If so.
        """
        raise ValueError("x")
    def passed_on(self):
        try: ...
        except OSError as error: raise error
    def silent(self):
        if self:
            raise errors.Refused("x") from None
    def told_by_kin(self):
        """Do it.

        Raises:
            OSError: If the disk refuses.
        """
        raise FileNotFoundError
    def _own(self): raise KeyError
class _Own:
    def hidden(self): raise KeyError
def outer():
    def inner(): raise KeyError
'''
    assert undocumented(ast.parse(source), {}) == ["silent: Refused"]
