"""Places where a Python file can be made wrong in a small way, and the wrong text.

A site is one edit of the source: ``<`` becomes ``<=``, a ``raise`` becomes ``pass``.
Annotations, decorators, protocols, f-strings and blocks for type checkers hold none:
what is changed there cannot be seen by a test.
"""

import ast
import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

__all__ = ["KINDS", "Site", "find_sites"]

KINDS = ("compare", "boolean", "raise", "constant", "return", "not")

_OPERATORS: dict[type[ast.cmpop], tuple[str, str]] = {
    ast.Lt: ("<", "<="),
    ast.LtE: ("<=", "<"),
    ast.Gt: (">", ">="),
    ast.GtE: (">=", ">"),
    ast.Eq: ("==", "!="),
    ast.NotEq: ("!=", "=="),
    ast.In: (r"in", "not in"),
    ast.NotIn: (r"not\s+in", "in"),
    ast.Is: ("is", "is not"),
    ast.IsNot: (r"is\s+not", "is"),
}
_WORDY = (ast.In, ast.NotIn, ast.Is, ast.IsNot)

Edit = tuple[str, ast.AST, int, int, str]  # kind, node, start, end (bytes), new text


@dataclass(frozen=True, slots=True)
class Site:
    """One edit of one file.

    Attributes:
        identifier: File, enclosing function or class, kind, and a short digest of the
            edited code; it outlives edits elsewhere in the file.
        file: Path from the root of the project, with slashes.
        line: First line of the edited code, from 1.
        kind: One of ``KINDS``.
        start: First byte of what is replaced.
        end: Byte after what is replaced.
        old: What stands there.
        new: What is put there.
    """

    identifier: str
    file: str
    line: int
    kind: str
    start: int
    end: int
    old: str
    new: str

    def apply(self, content: bytes) -> bytes:
        """Return the file with the edit."""
        return content[: self.start] + self.new.encode() + content[self.end :]


def find_sites(file: str, content: bytes) -> list[Site]:
    """Return every site of a file, in the order of its text.

    Args:
        file: Path as it will stand in the sites.
        content: UTF-8 source.

    Raises:
        SyntaxError: If the content is not Python.
    """
    tree = ast.parse(content)
    text = _Text(content)
    edits = sorted(_edits(tree, text, _hidden(tree)), key=lambda edit: edit[2:4])
    scopes = dict(_scopes(tree, ""))
    sites: list[Site] = []
    seen: dict[str, int] = {}
    for kind, node, start, end, new in edits:
        old = content[start:end].decode()
        whole = ast.dump(node) + kind + new + old
        digest = hashlib.sha256(whole.encode()).hexdigest()[:8]
        name = f"{file}:{scopes.get(node, '') or 'module'}:{kind}:{digest}"
        seen[name] = seen.get(name, 0) + 1
        if seen[name] > 1:
            name += f".{seen[name]}"
        line = content.count(b"\n", 0, start) + 1
        sites.append(Site(name, file, line, kind, start, end, old, new))
    return sites


class _Text:
    """The bytes of a file by line and column, as ``ast`` counts them."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self._starts = [0]
        for line in content.splitlines(keepends=True):
            self._starts.append(self._starts[-1] + len(line))

    def span(self, node: ast.expr | ast.stmt) -> tuple[int, int]:
        """Return first byte and byte after the last."""
        end_line, end_column = node.end_lineno or 0, node.end_col_offset or 0
        return (
            self._starts[node.lineno - 1] + node.col_offset,
            self._starts[end_line - 1] + end_column,
        )

    def find(self, pattern: str, start: int, end: int) -> tuple[int, int] | None:
        """Return where the pattern stands between two bytes, comments left out."""
        part = re.sub(rb"#[^\n]*", lambda m: b" " * len(m[0]), self.content[start:end])
        found = re.search(pattern.encode(), part)
        return None if found is None else (start + found.start(), start + found.end())


def _hidden(tree: ast.AST) -> set[ast.AST]:
    """Return the nodes that hold no site."""
    roots: list[ast.AST | None] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            given = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
            given += [each for each in (node.args.vararg, node.args.kwarg) if each]
            roots += [node.returns, *(each.annotation for each in given)]
            roots += node.decorator_list
        elif isinstance(node, ast.AnnAssign):
            roots.append(node.annotation)
        elif isinstance(node, ast.ClassDef):
            roots += node.decorator_list
            if any("Protocol" in ast.unparse(base) for base in node.bases):
                roots.append(node)
        elif isinstance(node, ast.JoinedStr) or _is_for_type_checkers(node):
            roots.append(node)  # places inside f-strings are not exact before 3.12
        elif isinstance(node, ast.Assign) and "__all__" in ast.unparse(node.targets[0]):
            roots.append(node)
    return {inner for root in roots if root is not None for inner in ast.walk(root)}


def _is_for_type_checkers(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)


def _scopes(node: ast.AST, name: str) -> Iterator[tuple[ast.AST, str]]:
    """Yield each node with the dotted name of what encloses it."""
    yield node, name
    named = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
    if named:
        name = f"{name}.{node.name}".lstrip(".")  # type: ignore[attr-defined]
    for child in ast.iter_child_nodes(node):
        yield from _scopes(child, name)


def _edits(tree: ast.AST, text: _Text, hidden: set[ast.AST]) -> Iterator[Edit]:
    for node in ast.walk(tree):
        find = _FINDERS.get(type(node))
        if find is not None and node not in hidden:
            yield from find(node, text)


def _raises(node: ast.Raise, text: _Text) -> Iterator[Edit]:
    yield ("raise", node, *text.span(node), "pass")


def _returns(node: ast.Return, text: _Text) -> Iterator[Edit]:
    says_nothing = node.value is None or ast.unparse(node.value) == "None"
    if not says_nothing:
        yield ("return", node, *text.span(node), "return None")


def _comparisons(node: ast.Compare, text: _Text) -> Iterator[Edit]:
    operands = [node.left, *node.comparators]
    for left, operator, right in zip(operands, node.ops, operands[1:], strict=False):
        pattern, new = _OPERATORS[type(operator)]
        if isinstance(operator, _WORDY):
            pattern = rf"\b{pattern}\b"
        found = text.find(pattern, text.span(left)[1], text.span(right)[0])
        if found:
            yield ("compare", node, *found, new)


def _connectives(node: ast.BoolOp, text: _Text) -> Iterator[Edit]:
    old, new = ("and", "or") if isinstance(node.op, ast.And) else ("or", "and")
    for left, right in zip(node.values, node.values[1:], strict=False):
        found = text.find(rf"\b{old}\b", text.span(left)[1], text.span(right)[0])
        if found:
            yield ("boolean", node, *found, new)


def _negations(node: ast.UnaryOp, text: _Text) -> Iterator[Edit]:
    found = text.find(r"\bnot\b", text.span(node)[0], text.span(node.operand)[0])
    if found and isinstance(node.op, ast.Not):
        yield ("not", node, *found, "")


def _constants(node: ast.Constant, text: _Text) -> Iterator[Edit]:
    if isinstance(node.value, bool):
        yield ("constant", node, *text.span(node), str(not node.value))
    elif isinstance(node.value, int | float):
        yield ("constant", node, *text.span(node), repr(node.value + 1))


_FINDERS: dict[type[ast.AST], Callable[[Any, _Text], Iterator[Edit]]] = {
    ast.Compare: _comparisons,
    ast.BoolOp: _connectives,
    ast.UnaryOp: _negations,
    ast.Constant: _constants,
    ast.Raise: _raises,
    ast.Return: _returns,
}
